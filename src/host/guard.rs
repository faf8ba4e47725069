//! What every call passes through.
//!
//! Shape   [`guard`] runs a call, contains panics, and remembers the error for this thread.
//!         Calls go through a gate together; [`alone`] waits until all have left.
//! Errors  a panic is `Internal`, with its message and place; want of memory is `MemoryLimit`.
//! Limits  the last error is cut at 512 bytes; it lives in the thread's own storage, without heap
//!         memory and without a destructor, so that threads come and go freely.

use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use once_cell::sync::OnceCell;

use super::{log, outputs};
use crate::error::{Error, Result, Status};
use crate::system::lock::{Gate, Lock};
use crate::system::unwind::{self, OutOfMemory};
use crate::text::json::quoted;

/// Bytes that a message may have.
pub(crate) const MESSAGE_BYTES: usize = 512;

static GATE: Gate = Gate::new();

thread_local! {
    static LAST_ERROR: RefCell<LastError> = const { RefCell::new(LastError::NONE) };
    static PANIC: RefCell<Message> = const { RefCell::new(Message::EMPTY) };
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a call beside others and returns its status.
pub(crate) fn guard(call: impl FnOnce() -> Result<()>) -> i32 {
    settle(enter(call))
}

/// Runs a call beside others that hands out what a shutdown drops, and returns its status. The host may shut the
/// library down while it is told how the call went: then the call takes back what is gone, and has been
/// cancelled.
pub(crate) fn guard_giving(call: impl FnOnce() -> Result<()>, take_back: &dyn Fn()) -> i32 {
    let mut round = 0;
    let result = once(call, |call| {
        contain_any(&mut || {
            GATE.shared(&mut || {
                call();
                round = outputs::round();
            })
        })
    });
    let was_told = tell(&result);
    settle(if was_told { kept(result, round, take_back) } else { result })
}

#[inline(never)]
fn kept(result: Result<()>, round: usize, take_back: &dyn Fn()) -> Result<()> {
    if round == outputs::round() {
        return result;
    }
    // What stands there has room for it; a panic would say nothing that matters.
    let _ = contain_any(&mut || take_back());
    result.and_then(|()| {
        let message = "the library was shut down before the call had ended: its output is gone";
        Err(Error::new(Status::Cancelled, message))
    })
}

/// Runs a call beside others; a panic in it becomes `Internal`. At its end the host is told what there is
/// to tell.
pub(crate) fn enter<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    let result = once(call, |call| contain_any(&mut || GATE.shared(&mut *call)));
    told(result)
}

/// Has the host told how a call went that is over now.
#[inline]
fn told<T>(result: Result<T>) -> Result<T> {
    tell(&result);
    result
}

/// Whether the host was told anything.
#[inline]
fn tell<T>(result: &Result<T>) -> bool {
    if INSIDE.get() {
        return false;
    }
    if let Err(error) = result {
        log::say_error(error);
    }
    log::deliver()
}

/// Runs a call when all others have ended, and keeps others out until it has.
pub(crate) fn alone(call: impl FnOnce() -> Result<()>) -> i32 {
    settle(told(once(call, |call| contain_any(&mut || GATE.alone(&mut *call)))))
}

/// Runs something that needs no gate, and returns its status.
pub(crate) fn contain_status(call: impl FnOnce() -> Result<()>) -> i32 {
    settle(contain(call))
}

/// Runs something that touches nothing shared; a panic in it becomes `Internal`.
pub(crate) fn contain<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    once(call, contain_any)
}

/// Hands a call to `run` in a form that is the same for all calls, so that the code around them
/// is there once and not in every exported function.
#[inline]
fn once<T>(
    call: impl FnOnce() -> Result<T>,
    run: impl FnOnce(&mut dyn FnMut()) -> Result<()>,
) -> Result<T> {
    let mut call = Some(call);
    let mut result = None;
    run(&mut || result = call.take().map(|call| call()))?;
    result.unwrap_or_else(|| Err(Error::new(Status::Internal, "the call did not take place")))
}

#[inline(never)]
fn contain_any(call: &mut dyn FnMut()) -> Result<()> {
    install_hook();
    let was_inside = INSIDE.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    INSIDE.set(was_inside);
    result.map_err(|payload| {
        if payload.is::<OutOfMemory>() {
            return Error::out_of_memory();
        }
        // A payload may panic when it is dropped; the payload of that panic is left alone.
        if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            std::mem::forget(second);
        }
        let note = PANIC.with_borrow(|note| format!("internal error: {}", note.as_str()));
        Error::new(Status::Internal, note)
    })
}

/// Hands the last error of this thread to `read`, as one text; empty where there is none.
pub(crate) fn last_error<R>(read: impl FnOnce(&str) -> R) -> R {
    LAST_ERROR.with_borrow(|error| read(error.text.as_str()))
}

/// Hands the last error of this thread to `read`, as JSON in ASCII; status 0 where there is none.
/// Nothing is allocated.
pub(crate) fn last_error_json<R>(read: impl FnOnce(&str) -> R) -> R {
    let mut json = Text::EMPTY;
    write_last_error(&mut json);
    read(json.as_str())
}

/// The same for all who read it.
#[inline(never)]
fn write_last_error(json: &mut Text<JSON_BYTES>) {
    LAST_ERROR.with_borrow(|error| {
        let status = error.status;
        // It fits: see JSON_BYTES.
        let _ = write!(json, "{{\"status\":{},\"name\":\"{}\"", status as i32, status.name());
        let _ = json.write_str(",\"message\":");
        quoted(error.message(), &mut |ascii| {
            let _ = json.write_str(str::from_utf8(ascii).unwrap_or_default());
        });
        let _ = match error.offset {
            Some(offset) => write!(json, ",\"offset\":{offset}}}"),
            None => json.write_str(",\"offset\":null}"),
        };
    });
}

/// Forgets the last error of this thread.
pub(crate) fn clear_error() {
    LAST_ERROR.with_borrow_mut(|error| *error = LastError::NONE);
}

/// How many bytes of a text fit into `room` without cutting a character.
pub(crate) fn cut(text: &str, room: usize) -> usize {
    (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0)
}

#[inline(never)]
fn settle(result: Result<()>) -> i32 {
    match result {
        Ok(()) => Status::Ok as i32,
        Err(error) => {
            LAST_ERROR.with_borrow_mut(|last| last.set(&error));
            error.status as i32
        }
    }
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

static INSTALLED: AtomicBool = AtomicBool::new(false);
static INSTALL: Lock<()> = Lock::new(());
/// Whether the system will say when the process is copied.
#[cfg(unix)]
static FORKING: AtomicBool = AtomicBool::new(false);
static PREVIOUS: OnceCell<Hook> = OnceCell::new();

/// Puts our panic hook in front of the one there was. Neither hook needs heap memory.
fn install_hook() {
    #[cfg(unix)]
    let is_noted = FORKING.load(Ordering::Acquire);
    #[cfg(not(unix))]
    let is_noted = true;
    if INSTALLED.load(Ordering::Acquire) && is_noted || std::thread::panicking() {
        return;
    }
    INSTALL.with(|()| {
        if !INSTALLED.load(Ordering::Acquire) {
            let _ = PREVIOUS.set(std::panic::take_hook());
            std::panic::set_hook(Box::new(hook));
            unwind::install();
            INSTALLED.store(true, Ordering::Release);
        }
        // Where there is no memory for it, the next call tries again.
        #[cfg(unix)]
        if !FORKING.load(Ordering::Acquire) {
            FORKING.store(super::forking::ready(), Ordering::Release);
        }
    });
}

/// Nobody installs anything while the process is copied. Calls go on.
#[cfg(unix)]
pub(crate) fn hold_for_fork() {
    INSTALL.hold_for_fork(|()| {});
}

/// Undoes [`hold_for_fork`]; in the child no call is inside but this thread's, if one is.
#[cfg(unix)]
pub(crate) fn let_go_after_fork(is_child: bool) {
    INSTALL.let_go_after_fork(|()| {});
    if is_child {
        GATE.forget_others(INSIDE.get());
    }
}

/// Notes panics inside our calls, quietly; others go where they went before.
fn hook(info: &PanicHookInfo<'_>) {
    if !INSIDE.get() {
        if let Some(previous) = PREVIOUS.get() {
            previous(info);
        }
        return;
    }
    PANIC.with(|note| {
        let Ok(mut note) = note.try_borrow_mut() else { return };
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("panic");
        match info.location() {
            Some(place) => {
                let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
                match place.line() {
                    // The DLLs for Windows know only the file: it saves 40 KB.
                    0 => note.set(&format_args!("{text} ({file})")),
                    line => note.set(&format_args!("{text} ({file}, line {line})")),
                }
            }
            None => note.set(&text),
        }
    });
}

/// The last error of a thread.
struct LastError {
    status: Status,
    offset: Option<usize>,
    /// The message and the place.
    text: Message,
    /// How much of that is the message.
    message: usize,
}

impl LastError {
    const NONE: LastError =
        LastError { status: Status::Ok, offset: None, text: Message::EMPTY, message: 0 };

    fn set(&mut self, error: &Error) {
        self.status = error.status;
        self.offset = error.offset;
        self.text.set(error);
        self.message = cut(&error.message, self.text.as_str().len());
    }

    fn message(&self) -> &str {
        self.text.as_str().get(..self.message).unwrap_or_default()
    }
}

/// A message in place.
type Message = Text<MESSAGE_BYTES>;

/// Most bytes of an error as JSON: each of a message's bytes may become six.
const JSON_BYTES: usize = 6 * MESSAGE_BYTES + 128;

/// A text of bounded length, in place.
struct Text<const BYTES: usize> {
    length: usize,
    bytes: [u8; BYTES],
}

impl<const BYTES: usize> Text<BYTES> {
    const EMPTY: Self = Text { length: 0, bytes: [0; BYTES] };

    fn set(&mut self, text: &dyn std::fmt::Display) {
        self.length = 0;
        // An error only says that the text was cut.
        let _ = write!(self, "{text}");
    }

    fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }
}

impl<const BYTES: usize> Write for Text<BYTES> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let room = &mut self.bytes[self.length..];
        let fits = cut(text, room.len());
        room[..fits].copy_from_slice(&text.as_bytes()[..fits]);
        self.length += fits;
        if fits == text.len() { Ok(()) } else { Err(std::fmt::Error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last() -> String {
        last_error(str::to_owned)
    }

    #[test]
    fn errors_are_remembered_and_successes_change_nothing() {
        let fail = || Err(Error::at(Status::BadEncoding, 7, "not UTF-8"));
        assert_eq!(guard(fail), -5);
        assert_eq!(last(), "not UTF-8 at byte 7");
        assert_eq!(guard(|| Ok(())), 0);
        assert_eq!(last(), "not UTF-8 at byte 7");
        assert_eq!(std::thread::spawn(last).join().unwrap(), "");
    }

    #[test]
    fn the_last_error_is_json_too_and_can_be_forgotten() {
        let json = || last_error_json(str::to_owned);
        clear_error();
        assert_eq!(json(), r#"{"status":0,"name":"OK","message":"","offset":null}"#);
        guard(|| Err(Error::at(Status::BadEncoding, 7, "not \"UTF-8\"")));
        let expected =
            r#"{"status":-5,"name":"BAD_ENCODING","message":"not \"UTF-8\"","offset":7}"#;
        assert_eq!(json(), expected);
        guard(|| Err(Error::at(Status::Io, usize::MAX, "\u{1}".repeat(600))));
        assert!(json().ends_with(&format!("\\u0001\",\"offset\":{}}}", usize::MAX)));
        assert_eq!(json().matches("\\u0001").count(), MESSAGE_BYTES);
        clear_error();
        assert_eq!((json().starts_with("{\"status\":0,"), last().as_str()), (true, ""));
    }

    #[test]
    fn panics_are_contained_and_described() {
        assert_eq!(guard(|| panic!("on {}", "purpose")), -13);
        let text = last();
        assert!(text.starts_with("internal error: on purpose (guard.rs, line "), "{text}");
        assert_eq!(guard(|| Ok(())), 0);
    }

    #[test]
    fn a_payload_that_panics_when_dropped_is_contained_too() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("in drop");
            }
        }
        assert_eq!(guard(|| std::panic::panic_any(Bomb)), -13);
    }

    #[test]
    fn want_of_memory_is_no_fault() {
        assert_eq!(guard(|| std::panic::resume_unwind(Box::new(OutOfMemory))), -8);
        assert_eq!(last(), "not enough memory for this conversion");
    }

    #[test]
    fn long_messages_are_cut_at_a_character() {
        let text = "ä".repeat(400);
        guard(|| Err(Error::new(Status::Io, text)));
        assert_eq!(last(), "ä".repeat(256));
    }
}
