//! Versions, create, destroy, free, last error, shutdown.

use std::ffi::{CStr, c_char, c_void};

use super::constants::LEGACYBRIDGE_ABI_VERSION;
use super::pointers::{self, Place, capacity};
use crate::converter::Converter;
use crate::error::{Error, Result, Status};
use crate::host::guard::{contain, cut, guard, last_error};
use crate::host::{closing, outputs};
use crate::options::Options;
use crate::registry;

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("a version holds no NUL"),
    };

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
Makes a converter.

`options`  a connection string in UTF-8 that ends with a NUL, such as
           "Target=RichEdit;BodyFont=Calibri;MaxInput=64MB"; NULL means defaults. Keys are listed
           at the top of this header.
`handle`   receives the handle, which is greater than 0; on failure 0. Give it back to
           `legacybridge_destroy`.

Returns OK, NULL_POINTER, BAD_OPTION (the last error names the key and its place), BAD_ENCODING,
LIMIT_REACHED (4,096 converters are alive), MEMORY_LIMIT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_create(options: *const c_char, handle: *mut i32) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let handle = unsafe { Place::new(handle, 0, "the handle pointer") }?;
        let options = match options.is_null() {
            true => Options::default(),
            // SAFETY: as above.
            false => parse(unsafe { pointers::text(options.cast::<u8>(), "options") }?)?,
        };
        handle.set(registry::add(Converter::new(options)?)?);
        Ok(())
    })
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
pub unsafe extern "system" fn legacybridge_last_error(buffer: *mut u8, capacity: i32) -> i32 {
    length_or_status(contain(|| {
        let capacity = self::capacity(buffer, capacity)?;
        last_error(|message| {
            let end = cut(message, capacity.saturating_sub(1));
            // SAFETY: the caller keeps the contract of the header.
            unsafe { pointers::copy_text(&message.as_bytes()[..end], buffer, capacity) };
            Ok(message.len())
        })
    }))
}

/**
`legacybridge_last_error` in UTF-16: `capacity` and the result are code units.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_last_error_utf16(
    buffer: *mut u16,
    capacity: i32,
) -> i32 {
    length_or_status(contain(|| {
        let capacity = self::capacity(buffer, capacity)?;
        last_error(|message| {
            let units: Vec<u16> = message.encode_utf16().collect();
            let room = units.len().min(capacity.saturating_sub(1));
            let splits =
                room < units.len() && room > 0 && (0xD800..0xDC00).contains(&units[room - 1]);
            // SAFETY: the caller keeps the contract of the header.
            unsafe { pointers::copy_text(&units[..room - usize::from(splits)], buffer, capacity) };
            Ok(units.len())
        })
    }))
}

fn length_or_status(result: Result<usize>) -> i32 {
    match result {
        Ok(length) => i32::try_from(length).unwrap_or(i32::MAX),
        Err(error) => error.status as i32,
    }
}

/**
Gives back everything that the library holds: every batch job, every converter, every output
(also those not yet freed: freeing them later does nothing), pools and caches. Batch jobs are
cancelled, and their threads have ended when this returns. Waits for calls that run in other
threads; conversions that wait for memory end with CANCELLED.

Call it before the library is unloaded. The library can be used again afterwards; handles from
before stay invalid.

Returns OK or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_shutdown() -> i32 {
    closing::shut_down()
}
