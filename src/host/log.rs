//! Telling a host what the library says, where the host has asked for it.
//!
//! Shape   [`deliver`] stands at the end of each call, when nothing is locked and no gate is held: the host
//!         may call the library from within. What workers say waits for a call that asks how a job is
//!         ([`hear_workers`]).
//! Errors  none.

use std::cell::Cell;
use std::ffi::CStr;

use crate::error::{Error, Status};
use crate::system::lock::Lock;
use crate::system::log::{self, Level};

/// Hands a message over.
pub(crate) type Hand = fn(level: i32, text: &CStr);

static HAND: Lock<Option<Hand>> = Lock::new(None);

thread_local! {
    /// Whether this call also tells what workers have said.
    static WITH_WORKERS: Cell<bool> = const { Cell::new(false) };
}

/// From now on messages up to this level are handed over; 0 or no hand: none.
pub(crate) fn listen(hand: Option<Hand>, level: i32) {
    HAND.with(|place| *place = hand);
    log::set_level(if hand.is_some() { level } else { 0 });
}

/// This call asks how a job is, or has waited for workers: what they have said is told at its end.
pub(crate) fn hear_workers() {
    WITH_WORKERS.set(true);
}

/// Notes how a call has failed.
pub(crate) fn say_error(error: &Error) {
    let level = match error.status {
        // That is how a wait and a measure of a buffer end.
        Status::Busy | Status::BufferTooSmall => Level::Trace,
        _ => Level::Error,
    };
    log::say(level, format_args!("{}: {error}", error.status.name()));
}

/// Tells the host what this thread has said in the call that ends now; whether there was anything.
#[inline]
pub(crate) fn deliver() -> bool {
    log::hears(Level::Error) && tell()
}

#[cold]
fn tell() -> bool {
    let mut was_told = false;
    log::muted(|| {
        let with_workers = WITH_WORKERS.replace(false);
        while let Some(message) = log::next(with_workers)
            && let Some(hand) = HAND.with(|hand| *hand)
        {
            was_told = true;
            hand(message.level, message.text());
        }
    });
    was_told
}

/// Nobody begins to listen while the process is copied.
#[cfg(unix)]
pub(crate) fn hold_for_fork() {
    HAND.hold_for_fork(|_| {});
    log::hold_for_fork();
}

/// Undoes [`hold_for_fork`].
#[cfg(unix)]
pub(crate) fn let_go_after_fork() {
    log::let_go_after_fork();
    HAND.let_go_after_fork(|_| {});
}
