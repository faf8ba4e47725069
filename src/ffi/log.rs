//! What the library says while it works.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering::SeqCst};

use crate::error::{Error, Status};
use crate::host::guard::contain_status;
use crate::host::log;
use crate::system::log::Level;

/**
A function of the host's that is told what the library says: see `legacybridge_set_log`.
`message` is in UTF-8, ends with a NUL, and is there for the time of the call only.
*/
#[allow(non_camel_case_types)]
pub type legacybridge_log_t = Option<unsafe extern "system" fn(level: i32, message: *const c_char)>;

/// The host's function.
static CALLBACK: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

/**
Has the library tell a function of the host's what it does: for a log file.

`callback`  the function; NULL: nothing is told any more, which is so at first and after a
            shutdown that ends all.
`level`     up to which level: LEGACYBRIDGE_LOG_ERROR (calls that failed), _WARNING (also that
            the memory limit is near, and files of batch jobs that failed), _INFORMATION (also
            that jobs begin) or _TRACE (also each conversion).

The function is called at the end of calls of this library, in the thread that called, while
nothing is locked: it may call the library itself, and what that says is not told. Where it shuts
the library down, the call whose end it was told hands nothing out and ends with CANCELLED, if it
is one that hands out an output, a column, a handle or a job. What threads
of the library's own say waits for the next call of `legacybridge_batch_status` or
`legacybridge_batch_wait`; up to 32 messages wait. Another thread's call that is ending may still
call the function once after this has returned.

Returns OK, BAD_ARGUMENT (the level is not from 1 to 4) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_set_log(callback: legacybridge_log_t, level: i32) -> i32 {
    contain_status(|| {
        let Some(callback) = callback else {
            log::listen(None, 0);
            return Ok(());
        };
        if !Level::ALL.iter().any(|&known| known as i32 == level) {
            let message = format!("{level} is not a level of the log: 1 to 4 are");
            return Err(Error::new(Status::BadArgument, message));
        }
        CALLBACK.store(callback as *mut c_void, SeqCst);
        log::listen(Some(hand), level);
        Ok(())
    })
}

fn hand(level: i32, text: &CStr) {
    let callback = CALLBACK.load(SeqCst);
    if !callback.is_null() {
        // SAFETY: what was stored is a function of this type, and the host keeps it there.
        unsafe {
            let callback = std::mem::transmute::<
                *mut c_void,
                unsafe extern "system" fn(i32, *const c_char),
            >(callback);
            callback(level, text.as_ptr());
        }
    }
}
