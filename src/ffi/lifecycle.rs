//! Versions, create, destroy, free, last error, shutdown.

use std::ffi::{CStr, c_char, c_void};

use super::constants::LEGACYBRIDGE_ABI_VERSION;
use super::pointers::{self, Place, capacity};
use crate::converter::Converter;
use crate::error::{Error, Result, Status};
use crate::host::guard::{
    clear_error, contain, cut, guard, guard_giving, last_error, last_error_json,
};
use crate::host::{closing, outputs};
use crate::options::Options;
use crate::registry;

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("a version holds no NUL"),
    };

/// `CARGO_PKG_VERSION_MAJOR` and the others as one number.
const VERSION_NUMBER: i32 = 10_000 * number(env!("CARGO_PKG_VERSION_MAJOR"))
    + 100 * number(env!("CARGO_PKG_VERSION_MINOR"))
    + number(env!("CARGO_PKG_VERSION_PATCH"));

const fn number(digits: &str) -> i32 {
    match i32::from_str_radix(digits, 10) {
        Ok(number) => number,
        Err(_) => panic!("a version is made of numbers"),
    }
}

/**
The version of this interface that the library speaks: LEGACYBRIDGE_ABI_VERSION of the header it
was built with. Compare it with the header you compiled with.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_abi_version() -> i32 {
    LEGACYBRIDGE_ABI_VERSION
}

/**
The library's version, such as "0.1.0". The text is static: do not free it.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_version() -> *const c_char {
    VERSION.as_ptr()
}

/**
The library's version as one number that can be compared: LEGACYBRIDGE_VERSION_NUMBER of the
header it was built with, major * 10000 + minor * 100 + patch.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_version_number() -> i32 {
    VERSION_NUMBER
}

/**
What a status means, in English words. The text is static: do not free it. Never NULL: a number
that is no status has words too. What went wrong in a certain call: `legacybridge_last_error`.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_status_text(status: i32) -> *const c_char {
    Status::from_number(status).map_or(c"not a status of this library", Status::words).as_ptr()
}

/**
Makes a converter.

`options`  a connection string in UTF-8 that ends with a NUL, such as
           "Target=RichEdit;BodyFont=Calibri;MaxInput=64MB"; NULL means defaults. Keys are listed
           at the top of this header.
`handle`   receives the handle, which is greater than 0; on failure -1, which no function takes
           (0 is the built-in converter). Give it back to `legacybridge_destroy`.

Returns OK, NULL_POINTER, BAD_OPTION (the last error names the key and its place), BAD_ENCODING,
LIMIT_REACHED (4,096 converters are alive), MEMORY_LIMIT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_create(options: *const c_char, handle: *mut i32) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let handle = unsafe { Place::new(handle, -1) };
    let call = || {
        handle.check("the handle pointer")?;
        let options = match options.is_null() {
            true => Options::default(),
            // SAFETY: as above.
            false => parse(unsafe { pointers::text(options.cast::<u8>(), "options") }?)?,
        };
        handle.set(registry::add(Converter::new(options)?)?);
        Ok(())
    };
    guard_giving(call, &|| handle.take_back())
}

fn parse(text: &[u8]) -> Result<Options> {
    let text = str::from_utf8(text).map_err(|error| {
        Error::at(Status::BadEncoding, error.valid_up_to(), "the options are not UTF-8")
    })?;
    Options::parse(text)
}

/**
Destroys a converter. Conversions and batch jobs that run with it end in peace.

Returns OK, BAD_HANDLE (also for handle 0, and for a handle destroyed before) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_destroy(handle: i32) -> i32 {
    guard(|| registry::remove(handle))
}

/**
Gives back an output of this library. NULL does nothing; a pointer that is not an output, or is
one no longer, does nothing but count in `ignored_frees` of the statistics.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_free(output: *mut c_void) {
    guard(|| {
        outputs::free(output as usize);
        Ok(())
    });
}

/**
Writes what went wrong in the last call that failed in this thread, in UTF-8. Calls that succeed
leave it as it is. Messages have up to 512 bytes.

`buffer`    receives the message and a NUL; a message that is too long is cut at a character.
`capacity`  bytes that the buffer has room for, the NUL included. With 0, `buffer` may be NULL.

Returns the length of the whole message in bytes, without the NUL; 0 if no call has failed in
this thread. A negative capacity gives BAD_ARGUMENT, a NULL buffer with room NULL_POINTER.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_last_error(buffer: *mut c_void, capacity: i32) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    length_or_status(contain(|| last_error(|text| unsafe { copy_bytes(text, buffer, capacity) })))
}

/**
`legacybridge_last_error` in UTF-16: `capacity` and the result are code units.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_last_error_utf16(
    buffer: *mut u16,
    capacity: i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    length_or_status(contain(|| last_error(|text| unsafe { copy_units(text, buffer, capacity) })))
}

/**
`legacybridge_last_error` as JSON in ASCII:

{"status":-3,"name":"BAD_OPTION","message":"unknown key \"Targt\"","offset":12}

`name` is the name of the status without LEGACYBRIDGE_ERROR_. `offset` is the place that the
error names, in bytes from the start of the input (or of the options), or null; the message does
not repeat it. If no call has failed in this thread, the status is 0 and the name OK.

`buffer`, `capacity`  as in `legacybridge_last_error`.

Returns the length of the whole text in bytes, without the NUL; a negative capacity gives
BAD_ARGUMENT, a NULL buffer with room NULL_POINTER.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_last_error_json(
    buffer: *mut c_void,
    capacity: i32,
) -> i32 {
    let copied =
        // SAFETY: the caller keeps the contract of the header.
        || last_error_json(|text| unsafe { copy_bytes(text, buffer, capacity) });
    length_or_status(contain(copied))
}

/**
`legacybridge_last_error_json` in UTF-16: `capacity` and the result are code units.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_last_error_json_utf16(
    buffer: *mut u16,
    capacity: i32,
) -> i32 {
    let copied =
        // SAFETY: the caller keeps the contract of the header.
        || last_error_json(|text| unsafe { copy_units(text, buffer, capacity) });
    length_or_status(contain(copied))
}

/**
Forgets the last error of this thread: `legacybridge_last_error` gives 0 until a call fails
again.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_clear_error() {
    clear_error();
}

/// Copies a text to a buffer of the caller's, cut at a character; gives the whole length.
///
/// # Safety
/// As [`pointers::copy_text`].
unsafe fn copy_bytes(text: &str, buffer: *mut c_void, capacity: i32) -> Result<usize> {
    let buffer = buffer.cast::<u8>();
    let capacity = self::capacity(buffer, capacity)?;
    let end = cut(text, capacity.saturating_sub(1));
    // SAFETY: passed on to the caller.
    unsafe { pointers::copy_text(&text.as_bytes()[..end], buffer, capacity) };
    Ok(text.len())
}

/// The same in UTF-16, without memory of the heap.
///
/// # Safety
/// As [`pointers::copy_text`].
unsafe fn copy_units(text: &str, buffer: *mut u16, capacity: i32) -> Result<usize> {
    let capacity = self::capacity(buffer, capacity)?;
    let mut pair = [0; 2];
    let (mut whole, mut copied, mut is_full) = (0, 0, false);
    for character in text.chars() {
        let units = character.encode_utf16(&mut pair);
        is_full = is_full || copied + units.len() + 1 > capacity;
        if !is_full {
            // SAFETY: so many units and a NUL fit between what was copied and the end.
            unsafe { pointers::copy_text(units, buffer.wrapping_add(copied), capacity - copied) };
            copied += units.len();
        }
        whole += units.len();
    }
    if copied == 0 {
        // SAFETY: passed on to the caller.
        unsafe { pointers::copy_text(&[], buffer, capacity) };
    }
    Ok(whole)
}

fn length_or_status(result: Result<usize>) -> i32 {
    match result {
        Ok(length) => i32::try_from(length).unwrap_or(i32::MAX),
        Err(error) => error.status as i32,
    }
}

/**
Optional: counts one more part of the host that uses the library, for hosts made of parts that
don't know each other. As long as more than one has called this, `legacybridge_shutdown` only
counts one less. It also makes ready what every call needs, so that a host finds out early where
there is no memory for it.

Returns OK, MEMORY_LIMIT (nothing was counted) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_startup() -> i32 {
    guard(closing::start_up)
}

/**
Gives back everything that the library holds: every batch job, every converter, every output
(also those not yet freed: freeing them later does nothing), pools and caches. Batch jobs are
cancelled, and their threads have ended when this returns. Waits for calls that run in other
threads; conversions that wait for memory end with CANCELLED.

After several calls of `legacybridge_startup` all but the last call of this only count down.

Call it before the library is unloaded. The library can be used again afterwards; handles from
before stay invalid.

Returns OK or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_shutdown() -> i32 {
    closing::shut_down()
}
