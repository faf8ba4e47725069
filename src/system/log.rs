//! What the library says to a host that wants to hear it.
//!
//! Shape   [`say`] notes a message where the host has asked for its level; [`next`] takes out what this
//!         thread has said, or threads of the library's own. Who hands it over does so when nothing
//!         is locked (`host::log`).
//! Units   levels as in the C interface, from errors to every conversion.
//! Errors  none.
//! Limits  32 messages wait, of up to 240 bytes each; of those beyond only the number is told. No heap
//!         memory is used.

// Only the C interface hands messages over.
#![cfg_attr(not(feature = "capi"), allow(dead_code))]

use std::cell::Cell;
use std::fmt::{Arguments, Write};
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

use super::lock::Lock;
use super::thread;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i32)]
pub(crate) enum Level {
    /// A call failed.
    Error = 1,
    /// Something should be looked at: the memory limit is near, a file of a job failed.
    Warning = 2,
    /// Something began or ended.
    Information = 3,
    /// A conversion.
    Trace = 4,
}

impl Level {
    /// Every level, by number.
    pub(crate) const ALL: [Level; 4] =
        [Level::Error, Level::Warning, Level::Information, Level::Trace];
}

/// Most bytes of a message.
const BYTES: usize = 240;
const MESSAGES: usize = 32;

/// The highest level that the host wants; 0: none.
static LEVEL: AtomicI32 = AtomicI32::new(0);
static WAITING: Lock<Waiting> =
    Lock::new(Waiting { messages: [Message::NONE; MESSAGES], count: 0, lost: 0 });

thread_local! {
    /// Whether what this thread says is not noted: it is telling the host. Its address tells threads
    /// apart; plain data and constant from the start.
    static MUTE: Cell<bool> = const { Cell::new(false) };
}

/// A message, in place.
#[derive(Clone, Copy)]
pub(crate) struct Message {
    /// Who said it; 0 for threads of the library's own.
    thread: usize,
    /// Its level.
    pub level: i32,
    length: usize,
    bytes: [u8; BYTES],
}

impl Message {
    const NONE: Message = Message { thread: 0, level: 0, length: 0, bytes: [0; BYTES] };

    /// Its text, which ends with a NUL.
    pub(crate) fn text(&self) -> &std::ffi::CStr {
        std::ffi::CStr::from_bytes_until_nul(&self.bytes).unwrap_or_default()
    }
}

impl Write for Message {
    /// Text that is too long is cut at a character.
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let room = BYTES - 1 - self.length;
        let fits = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
        let fits = fits.unwrap_or(0);
        self.bytes[self.length..self.length + fits].copy_from_slice(&text.as_bytes()[..fits]);
        self.length += fits;
        if fits == text.len() { Ok(()) } else { Err(std::fmt::Error) }
    }
}

/// What has been said and not been handed over, in order.
struct Waiting {
    messages: [Message; MESSAGES],
    count: usize,
    lost: u32,
}

/// Sets the highest level that is noted; 0: nothing is. What waits is forgotten.
pub(crate) fn set_level(level: i32) {
    LEVEL.store(level, Relaxed);
    WAITING.with(|waiting| (waiting.count, waiting.lost) = (0, 0));
}

/// Whether messages of a level are wanted.
#[inline]
pub(crate) fn hears(level: Level) -> bool {
    LEVEL.load(Relaxed) >= level as i32
}

/// Notes a message.
pub(crate) fn say(level: Level, text: Arguments<'_>) {
    if !hears(level) || MUTE.get() {
        return;
    }
    let thread = if thread::is_own() { 0 } else { this_thread() };
    let mut message = Message { thread, level: level as i32, ..Message::NONE };
    // An error only says that the text was cut.
    let _ = message.write_fmt(text);
    WAITING.with(|waiting| match waiting.messages.get_mut(waiting.count) {
        Some(place) => {
            *place = message;
            waiting.count += 1;
        }
        None => waiting.lost = waiting.lost.saturating_add(1),
    });
}

/// Takes out the first message of this thread, or also of the library's own threads.
pub(crate) fn next(with_own: bool) -> Option<Message> {
    let this = this_thread();
    WAITING.with(|waiting| {
        let Waiting { messages, count, lost } = waiting;
        let is_meant =
            |message: &Message| message.thread == this || with_own && message.thread == 0;
        if let Some(at) = messages[..*count].iter().position(is_meant) {
            let message = messages[at];
            messages.copy_within(at + 1..*count, at);
            *count -= 1;
            return Some(message);
        }
        let mut message = Message { level: Level::Warning as i32, ..Message::NONE };
        let number = std::mem::take(lost);
        let _ = write!(message, "{number} more messages could not be kept");
        (number > 0).then_some(message)
    })
}

/// Runs `hand` while nothing that this thread says is noted; not inside itself.
pub(crate) fn muted(hand: impl FnOnce()) {
    /// Also after a panic.
    struct Unmute;
    impl Drop for Unmute {
        fn drop(&mut self) {
            MUTE.set(false);
        }
    }
    if !MUTE.replace(true) {
        let _unmute = Unmute;
        hand();
    }
}

fn this_thread() -> usize {
    MUTE.with(|place| std::ptr::from_ref(place) as usize)
}

/// Nobody says anything while the process is copied.
#[cfg(all(unix, feature = "capi"))]
pub(crate) fn hold_for_fork() {
    WAITING.hold_for_fork(|_| {});
}

/// Undoes [`hold_for_fork`].
#[cfg(all(unix, feature = "capi"))]
pub(crate) fn let_go_after_fork() {
    WAITING.let_go_after_fork(|_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is noted belongs to the process, and other tests say things too: only this thread's count.
    #[test]
    fn a_thread_hears_itself_and_the_librarys_own() {
        let texts = |with_own| {
            let mut texts = Vec::new();
            while let Some(message) = next(with_own) {
                texts.push(message.text().to_str().unwrap().to_owned());
            }
            texts
        };
        set_level(Level::Warning as i32);
        say(Level::Warning, format_args!("one {}", 1));
        say(Level::Information, format_args!("not wanted"));
        muted(|| say(Level::Error, format_args!("while telling")));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                say(Level::Error, format_args!("another host's thread"));
                assert_eq!(texts(false), ["another host's thread"]);
                say(Level::Error, format_args!("never heard"));
            });
        });
        let own = |()| say(Level::Error, format_args!("{}", "\u{e4}".repeat(200)));
        thread::start(c"legacybridge-t", 1 << 20, (), own).unwrap().join();
        assert_eq!(texts(false), ["one 1"]);
        assert_eq!(texts(true), ["\u{e4}".repeat(119)]);
        for number in 0..40 {
            say(Level::Error, format_args!("{number}"));
        }
        let texts = texts(false);
        assert_eq!(texts[..2], ["0", "1"]);
        assert!(texts.last().unwrap().ends_with("more messages could not be kept"), "{texts:?}");
        set_level(0);
    }
}
