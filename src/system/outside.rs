//! What a host of WebAssembly does for the library: it says what time it is, and takes over where a call
//! can't go on.
//!
//! Shape   two functions of the module `host`, which the package for JavaScript brings along
//!         (bindings/wasm). [`fail`] doesn't come back: the host throws, and makes a new instance, for
//!         nothing of this one was put in order.
//! Units   milliseconds; messages are UTF-8.
//! Errors  none.

use crate::error::Status;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// The host's clock; it may begin anywhere.
    #[link_name = "milliseconds"]
    safe fn told_milliseconds() -> f64;
    /// Ends the call with a status and a message.
    fn fail_with(status: i32, message: *const u8, length: usize) -> !;
}

/// What the host's clock says.
pub(crate) fn milliseconds() -> f64 {
    told_milliseconds()
}

/// Ends the call, and this instance with it.
pub(crate) fn fail(status: Status, message: &str) -> ! {
    // SAFETY: the host reads the message before it throws.
    unsafe { fail_with(status as i32, message.as_ptr(), message.len()) }
}
