//! What a call has to say, and where the host finds it.
//!
//! Shape   [`place`] has eight numbers: where the output begins and its length, the same of its text, of
//!         the report and of the error's message; and a ninth, the error's place. All of it stays until
//!         the next call or [`forget`].
//! Units   bytes; a length of 0 where there is nothing, and `NOWHERE` for no place.
//! Errors  `MemoryLimit` where there is no room for a report.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::converter::tally::{self, Outcome};
use crate::error::{Error, Result};
use crate::memory::gauge;
use crate::memory::lock::Lock;
use crate::memory::{self, Output, pool::Size};
use crate::report::Report;

/// The place of an error that has none.
const NOWHERE: u32 = u32::MAX;
const NUMBERS: usize = 9;
/// A message is cut where it would be longer.
const LONGEST: usize = 4096;

static PLACE: [AtomicU32; NUMBERS] = [const { AtomicU32::new(0) }; NUMBERS];
static HELD: Lock<Held> = Lock::new(Held::NOTHING);

/// What the host has to find until it has read it.
pub(super) struct Held {
    output: Vec<u8>,
    text: String,
    report: Vec<u8>,
    message: String,
    offset: u32,
}

impl Held {
    const NOTHING: Held = Held {
        output: Vec::new(),
        text: String::new(),
        report: Vec::new(),
        message: String::new(),
        offset: NOWHERE,
    };

    /// The call's output.
    pub(super) fn output(&mut self, bytes: Vec<u8>) {
        self.output = bytes;
    }

    /// The output as UTF-8, where it is not.
    pub(super) fn text(&mut self, text: String) {
        self.text = text;
    }

    /// What was lost. Nothing is written where nothing was.
    pub(super) fn report(&mut self, report: &Report) -> Result<()> {
        if !report.is_empty() {
            let memory = memory::shared();
            let mut out = Output::new(memory.buffers.take_owned(Size::Small), 1 << 20);
            report.write_json(&mut out);
            self.report = memory.release(out.finish()?);
        }
        Ok(())
    }

    /// Why the call failed.
    pub(super) fn error(&mut self, error: &Error) {
        let end = error.message.floor_char_boundary(LONGEST);
        self.message = error.message[..end].to_owned();
        self.offset = error.offset.and_then(|offset| offset.try_into().ok()).unwrap_or(NOWHERE);
    }

    fn numbers(&self) -> [u32; NUMBERS] {
        let place = |bytes: &[u8]| [bytes.as_ptr() as u32, bytes.len() as u32];
        let [a, b] = place(&self.output);
        let [c, d] = place(self.text.as_bytes());
        let [e, f] = place(&self.report);
        let [g, h] = place(self.message.as_bytes());
        [a, b, c, d, e, f, g, h, self.offset]
    }
}

/// Where the numbers stand, in each call.
pub(super) fn place() -> *const u32 {
    PLACE.as_ptr().cast()
}

/// Runs a call that answers.
pub(super) fn giving(call: impl FnOnce(&mut Held) -> i32) -> i32 {
    HELD.with(|held| {
        *held = Held::NOTHING;
        let value = call(held);
        for (place, number) in PLACE.iter().zip(held.numbers()) {
            place.store(number, Relaxed);
        }
        value
    })
}

/// Forgets what was answered.
pub(super) fn forget() {
    HELD.with(|held| *held = Held::NOTHING);
}

/// The figures of this instance as JSON.
pub(super) fn statistics() -> String {
    let [done, failed, refused] = Outcome::ALL.map(tally::total);
    let blocks = memory::block_stats();
    let memory = memory::peek();
    let interner = memory.as_deref().map(|memory| memory.interner.stats()).unwrap_or_default();
    format!(
        "{{\"conversions\":{{\"done\":{done},\"failed\":{failed},\"refused\":{refused}}},\
         \"bytesIn\":{},\"bytesOut\":{},\"milliseconds\":{},\"memoryInUse\":{},\"memoryPeak\":{},\
         \"allocations\":{},\"reused\":{},\"internedStrings\":{}}}",
        tally::bytes_in(),
        tally::bytes_out(),
        tally::duration().as_secs_f64() * 1000.0,
        gauge::in_use(),
        gauge::peak(),
        gauge::allocations(),
        blocks.hits,
        interner.entries,
    )
}
