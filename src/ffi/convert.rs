//! The functions that convert.

use std::ffi::{c_char, c_void};

use super::pointers::{self, Out, Place, capacity};
use crate::error::{Error, Result, Status};
use crate::host::arguments::formats;
use crate::host::guard::{guard, guard_giving};
use crate::host::statistics::report_json;
use crate::host::{files, outputs};
use crate::registry;
use crate::report::Report;

/**
Converts a document.

`handle`      from `legacybridge_create`, or 0 for the built-in converter with default options.
`from`, `to`  `LEGACYBRIDGE_FORMAT_...`; `from` may be DETECT. The same format twice is allowed:
              the document is normalised.
`input`       the document. Markdown and plain text are UTF-8 (a byte order mark is allowed, also
              one of UTF-16) unless the option CodePage says otherwise; RTF is bytes. NULs at the
              end are left out. NULL with length 0 is an empty document.
`input_len`   its length in bytes, or -1 if it ends with a NUL; the NUL is then not part of it.
`output`      receives the result, which ends with a NUL. Give it back to `legacybridge_free`.
              RTF is 7-bit ASCII; Markdown and plain text are encoded as the input is.
`output_len`  receives its length in bytes, without the NUL.

On failure `*output` is NULL and `*output_len` is 0. Any thread may call this, also several with
one handle.

Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT, BAD_ENCODING, BAD_UTF16 (an input with a
UTF-16 mark), LIMIT_REACHED, MEMORY_LIMIT, BUSY, CANCELLED (`legacybridge_cancel`), LOSS (the
option Strict), TIMEOUT (the option Timeout) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert(
    handle: i32,
    from: i32,
    to: i32,
    input: *const c_void,
    input_len: i32,
    output: *mut *mut u8,
    output_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(output, output_len) };
    let call = || {
        out.check()?;
        // SAFETY: as above.
        let input = unsafe { pointers::input(input.cast::<u8>(), input_len) };
        let (from, to) = formats(from, to)?;
        let bytes = registry::get(handle)?.convert(from, to, input?)?;
        out.give(outputs::hold_bytes(bytes)?)
    };
    guard_giving(call, &|| out.take_back())
}

/**
Converts a document in UTF-16, in the machine's byte order, to UTF-16.

As `legacybridge_convert`, except that lengths are UTF-16 code units, that the option CodePage
does not matter, and that characters of an RTF input that are not ASCII count as what they show.
The input must stand at an even address. The result ends with a NUL unit and does so too.

Returns what `legacybridge_convert` returns, and BAD_UTF16 for an unpaired surrogate.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_utf16(
    handle: i32,
    from: i32,
    to: i32,
    input: *const u16,
    input_len: i32,
    output: *mut *mut u16,
    output_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(output, output_len) };
    let call = || {
        out.check()?;
        // SAFETY: as above.
        let input = unsafe { pointers::input(input, input_len) };
        let (from, to) = formats(from, to)?;
        let units = registry::get(handle)?.convert_utf16(from, to, input?)?;
        out.give(outputs::hold_units(units)?)
    };
    guard_giving(call, &|| out.take_back())
}

/**
Converts a document and says what of it could not be kept: the report of this very call, also
where several threads convert with one handle.

`handle` to `output_len`  as in `legacybridge_convert`.
`report`      receives the report, JSON in ASCII as in `legacybridge_report`, which ends with a
              NUL. Give it back to `legacybridge_free`, also after a failure: a conversion that
              was begun has a report however it ended, above all one that ended with LOSS.
`report_len`  receives its length in bytes, without the NUL.

Where no conversion was begun (BAD_HANDLE, for instance) `*report` is NULL and `*report_len` 0.

Returns what `legacybridge_convert` returns.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_reporting(
    handle: i32,
    from: i32,
    to: i32,
    input: *const c_void,
    input_len: i32,
    output: *mut *mut u8,
    output_len: *mut i32,
    report: *mut *mut u8,
    report_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header. All places are emptied before any is
    // complained about.
    let (out, told) = unsafe { (Out::new(output, output_len), Out::new(report, report_len)) };
    let call = || {
        out.check()?;
        told.check()?;
        // SAFETY: as above.
        let input = unsafe { pointers::input(input.cast::<u8>(), input_len) };
        let (from, to) = formats(from, to)?;
        let mut losses = Report::default();
        let converter = registry::get(handle)?;
        let result = converter.convert_reporting(from, to, input?, &mut losses);
        let json = report_json(&losses).and_then(outputs::hold_bytes);
        give_both(result.and_then(outputs::hold_bytes), &out, json, &told)
    };
    guard_giving(call, &|| take_both_back(&out, &told))
}

/**
`legacybridge_convert_reporting` for a document in UTF-16, as `legacybridge_convert_utf16` takes
and gives it. The report is in UTF-16 too; the places in it are bytes, two for each code unit.

Returns what `legacybridge_convert_utf16` returns.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_reporting_utf16(
    handle: i32,
    from: i32,
    to: i32,
    input: *const u16,
    input_len: i32,
    output: *mut *mut u16,
    output_len: *mut i32,
    report: *mut *mut u16,
    report_len: *mut i32,
) -> i32 {
    // SAFETY: as in `legacybridge_convert_reporting`.
    let (out, told) = unsafe { (Out::new(output, output_len), Out::new(report, report_len)) };
    let call = || {
        out.check()?;
        told.check()?;
        // SAFETY: as above.
        let input = unsafe { pointers::input(input, input_len) };
        let (from, to) = formats(from, to)?;
        let mut losses = Report::default();
        let converter = registry::get(handle)?;
        let result = converter.convert_utf16_reporting(from, to, input?, &mut losses);
        let json = report_json(&losses).and_then(|json| units_of_ascii(&json));
        let json = json.and_then(outputs::hold_units);
        give_both(result.and_then(outputs::hold_units), &out, json, &told)
    };
    guard_giving(call, &|| take_both_back(&out, &told))
}

/**
Ends the conversions that run or wait with a handle at this moment, in whatever threads, with
CANCELLED. Returns at once; a conversion ends at its next step. Those that begin later are not
touched, nor are batch jobs: `legacybridge_batch_cancel` is for them.

Returns OK (also where nothing runs), BAD_HANDLE (also for handle 0, which belongs to all) or
INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_cancel(handle: i32) -> i32 {
    guard(|| registry::cancel(handle))
}

/**
Converts a document into a buffer of the caller's.

`handle`, `from`, `to`, `input`, `input_len`  as in `legacybridge_convert`.
`buffer`    receives the result and a NUL; it must not overlap the input.
`capacity`  bytes that the buffer has room for, the NUL included. It may be 0, and `buffer` NULL,
            to ask for the length only.
`needed`    receives the length of the result in bytes, without the NUL, also when the buffer is
            too small: `capacity` must be greater than this.

When the buffer is too small nothing is written to it except a NUL at its start (if there is room
for one), and the status is BUFFER_TOO_SMALL; the document is converted again in the next call.
On other failures `*needed` is 0.

Returns what `legacybridge_convert` returns, and BUFFER_TOO_SMALL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_into(
    handle: i32,
    from: i32,
    to: i32,
    input: *const c_void,
    input_len: i32,
    buffer: *mut c_void,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let needed = unsafe { Place::new(needed, 0) };
        needed.check("needed")?;
        let buffer = buffer.cast::<u8>();
        let capacity = self::capacity(buffer, capacity)?;
        // SAFETY: as above; the buffer was checked for NULL where it has room.
        let input = unsafe {
            pointers::copy_text(&[], buffer, capacity);
            pointers::input(input.cast::<u8>(), input_len)
        };
        let (from, to) = formats(from, to)?;
        let bytes = registry::get(handle)?.convert(from, to, input?)?;
        // SAFETY: as above.
        unsafe { put(bytes, buffer, capacity, &needed) }
    })
}

/**
Converts one file to another. The output is written under a temporary name in the same folder and
then renamed, so that a failure leaves what was there before. Both may be the same file.

`handle`, `from`, `to`  as in `legacybridge_convert`.
`input_path`, `output_path`  paths in UTF-8 that end with a NUL.

Returns what `legacybridge_convert` returns (BAD_ENCODING also for paths), and IO.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_file(
    handle: i32,
    from: i32,
    to: i32,
    input_path: *const c_char,
    output_path: *const c_char,
) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let input = unsafe { pointers::text(input_path.cast::<u8>(), "the input path") }?;
        // SAFETY: as above.
        let output = unsafe { pointers::text(output_path.cast::<u8>(), "the output path") }?;
        let formats = formats(from, to)?;
        let converter = registry::get(handle)?;
        let (input, output) = (files::path(input)?, files::path(output)?);
        files::convert(&converter, formats, input, output, &mut Report::default())
    })
}

/**
`legacybridge_convert_file` with paths in UTF-16 that end with a NUL unit. The files themselves
are read and written as there.

Returns what `legacybridge_convert_file` returns (BAD_UTF16 also for paths).
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_file_utf16(
    handle: i32,
    from: i32,
    to: i32,
    input_path: *const u16,
    output_path: *const u16,
) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let input = unsafe { pointers::text(input_path, "the input path") }?;
        // SAFETY: as above.
        let output = unsafe { pointers::text(output_path, "the output path") }?;
        let formats = formats(from, to)?;
        let (input, output) = (files::path_utf16(input)?, files::path_utf16(output)?);
        files::convert(&*registry::get(handle)?, formats, &input, &output, &mut Report::default())
    })
}

/// Tells the caller where an output and its report are. A report goes out also where the output
/// failed; an output does not where the report failed.
pub(super) fn give_both<T>(
    output: Result<(*mut T, usize)>,
    out: &Out<T>,
    report: Result<(*mut T, usize)>,
    told: &Out<T>,
) -> Result<()> {
    let given = match (output, report) {
        (Ok(output), Ok(report)) => {
            let given = told.give(report).and_then(|()| out.give(output));
            return given.inspect_err(|_| outputs::free(output.0 as usize));
        }
        (Ok((pointer, _)), Err(error)) => {
            outputs::free(pointer as usize);
            error
        }
        (Err(error), report) => {
            if let Ok(report) = report {
                told.give(report)?;
            }
            error
        }
    };
    Err(given)
}

/// Takes back where an output and its report were.
pub(super) fn take_both_back<T>(out: &Out<T>, told: &Out<T>) {
    out.take_back();
    told.take_back();
}

/// ASCII as UTF-16.
pub(super) fn units_of_ascii(text: &[u8]) -> Result<Vec<u16>> {
    let mut units = Vec::new();
    // One more, for the NUL that will follow.
    units.try_reserve_exact(text.len() + 1)?;
    units.extend(text.iter().map(|&byte| u16::from(byte)));
    Ok(units)
}

/// Writes a result to the caller's buffer if it has room for it and a NUL.
///
/// # Safety
/// As [`pointers::copy_text`].
unsafe fn put(bytes: Vec<u8>, buffer: *mut u8, capacity: usize, needed: &Place<i32>) -> Result<()> {
    let length = bytes.len();
    let fits = length < capacity;
    needed.set(i32::try_from(length).unwrap_or(i32::MAX));
    if fits {
        // SAFETY: passed on to the caller.
        unsafe { pointers::copy_text(&bytes, buffer, capacity) };
    }
    if fits {
        return Ok(());
    }
    let message = format!(
        "the result has {length} bytes and a NUL, the buffer has room for {capacity} bytes"
    );
    Err(Error::new(Status::BufferTooSmall, message))
}
