//! Many documents in memory, in one call.

use std::ffi::{c_char, c_void};
use std::mem::offset_of;
use std::ptr::null;

use super::pointers::{self, Figures};
use crate::column::rows::{Offsets, Rows};
use crate::column::settings::Settings;
use crate::error::{Error, Result, Status};
use crate::host::guard::{guard, guard_giving};
use crate::host::{arguments, jobs, outputs};
use crate::registry;

/**
What `legacybridge_convert_column` made of a column. Set `struct_size` to the size of the
structure before the call. Give it back to `legacybridge_free_column`; what its pointers lead to
is the caller's to read until then. New members are added at the end.
*/
#[repr(C)]
#[derive(Clone, Copy, Debug)]
#[allow(non_camel_case_types)]
pub struct legacybridge_column_t {
    /// Size of the caller's structure in bytes; set by the caller.
    pub struct_size: i32,
    /// Rows.
    pub count: i32,
    /// Rows whose status is an error.
    pub failed: i32,
    /// 0.
    pub reserved: i32,
    /// The outputs, one behind the other, and a NUL behind the last.
    pub data: *const u8,
    /// Where each output begins, and where the last ends: `count` + 1 offsets from `data`. The
    /// output of a NULL or failed row is empty.
    pub offsets: *const i64,
    /// Of each row: OK, 1 (the row was NULL), or its error.
    pub statuses: *const i32,
    /// The reports, one behind the other as the outputs: JSON in ASCII as in `legacybridge_report`,
    /// of a failed row {"error": "..."}. NULL without Reports=Yes.
    pub reports: *const u8,
    /// Where each report begins, and where the last ends. NULL without Reports=Yes.
    pub report_offsets: *const i64,
    /// Arrow's validity bitmap of the outputs, from bit 0 on: a NULL or failed row has 0.
    pub validity: *const u8,
}

impl legacybridge_column_t {
    /// No column.
    fn empty(struct_size: i32) -> Self {
        legacybridge_column_t {
            struct_size,
            count: 0,
            failed: 0,
            reserved: 0,
            data: null(),
            offsets: null(),
            statuses: null(),
            reports: null(),
            report_offsets: null(),
            validity: null(),
        }
    }
}

/**
Converts many documents in one call: a column of a table, in the layout that Apache Arrow, and
whatever speaks it, has of variable-length binaries and strings. Nothing is copied on the way in.

`handle`, `from`, `to`  as in `legacybridge_convert`, for each row.
`data`        the documents, one behind the other.
`data_len`    how many bytes stand at `data`: all offsets are compared with it. NULL: the offsets
              are trusted.
`offsets`     where the documents begin and end, in bytes from `data`: row r stands from offset r
              to offset r + 1. Rows `first` to `first` + `count` - 1 are converted, so that
              `first` + `count` + 1 offsets are there. With `count` 0 nothing is read.
`offset_bits` 32 or 64: how wide the offsets are. They need not be aligned.
`validity`    a bitmap, from the lowest bit of the first byte on: a row r whose bit r is 0 is
              NULL and is not read. NULL: no row is NULL.
`first`, `count`  the first row, and how many.
`options`     a connection string as in `legacybridge_create`, or NULL for defaults:
              Workers = 0 to 64 (default: 1): threads that convert, the caller's among them; 0:
                  one for each processor, 8 at most
              Reports = Yes|No (default: No): whether each row has a report
`column`      a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes. A
              smaller structure than the library's gets the members that fit in it whole (where
              `data` does not fit there is nothing to give back); in a larger one the rest is
              set to 0.

All offsets are looked at before a document is read: where one is negative, smaller than the one
before it, or beyond `data_len`, or where a row has 2^31 bytes or more, the call ends with
BAD_ARGUMENT. A row that fails has its status and fails nothing else. Limits (MaxInput,
MemoryLimit, BusyTimeout, Timeout) hold for each row as for a call; where one has waited for
memory in vain, others don't wait until one has found some. `legacybridge_cancel` and a shutdown
end rows not begun with CANCELLED. `legacybridge_report` does not know of columns. On failure all
members but `struct_size` are 0.

Returns OK (rows may have failed: see `failed`), NULL_POINTER, BAD_HANDLE, BAD_OPTION,
BAD_ARGUMENT, BAD_ENCODING (of the options), MEMORY_LIMIT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_convert_column(
    handle: i32,
    from: i32,
    to: i32,
    data: *const c_void,
    data_len: *const i64,
    offsets: *const c_void,
    offset_bits: i32,
    validity: *const u8,
    first: i32,
    count: i32,
    options: *const c_char,
    column: *mut legacybridge_column_t,
) -> i32 {
    let call = || {
        // SAFETY: the caller keeps the contract of the header.
        let place = unsafe { Figures::new(column, "the column pointer") }?;
        place.fill(legacybridge_column_t::empty);
        let formats = arguments::formats(from, to)?;
        let converter = registry::get(handle)?;
        // SAFETY: as above.
        let (settings, rows) = unsafe {
            let given = Given { data: data.cast(), data_len, offsets: offsets.cast(), validity };
            (settings(options)?, given.rows(offset_bits, first, count)?)
        };
        let column = jobs::column(&converter, formats, rows, &settings)?;
        let (reports, report_offsets) = match column.reports() {
            Some((reports, offsets)) => (reports.as_ptr(), offsets.as_ptr()),
            None => (null(), null()),
        };
        let filled = legacybridge_column_t {
            count,
            failed: column.failed() as i32,
            data: column.outputs().as_ptr(),
            offsets: column.offsets().as_ptr(),
            statuses: column.statuses().as_ptr(),
            reports,
            report_offsets,
            validity: column.validity().as_ptr(),
            ..legacybridge_column_t::empty(0)
        };
        let is_given = place.holds(LEAST);
        let filled = if is_given {
            outputs::hold_column(column)?;
            filled
        } else {
            legacybridge_column_t { data: null(), ..filled }
        };
        place.fill(|struct_size| legacybridge_column_t { struct_size, ..filled });
        Ok(())
    };
    // SAFETY: as above.
    guard_giving(call, &|| unsafe { empty(column) })
}

/// Sets all members but the size to 0.
///
/// # Safety
/// As [`Figures::new`].
unsafe fn empty(column: *mut legacybridge_column_t) {
    // SAFETY: passed on to the caller.
    if let Ok(place) = unsafe { Figures::new(column, "the column pointer") } {
        place.fill(legacybridge_column_t::empty);
    }
}

/// What a structure must have room for to be given back.
const LEAST: usize = offset_of!(legacybridge_column_t, data) + 8;

/**
Gives back what `legacybridge_convert_column` made, and sets all members but `struct_size` to 0.

NULL does nothing; a structure of zeros, one that was given back before, or a copy of such a one
does nothing but count in `ignored_frees` of the statistics.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_free_column(column: *mut legacybridge_column_t) {
    guard(|| {
        if column.is_null() {
            return Ok(());
        }
        // SAFETY: the caller keeps the contract of the header.
        let place = unsafe { Figures::new(column, "the column pointer") };
        let place = place.ok().filter(|place| place.holds(LEAST));
        let address = match &place {
            // SAFETY: the structure has room for that member.
            Some(_) => unsafe { (&raw const (*column).data).read_unaligned() as usize },
            None => 0,
        };
        outputs::free_column(address);
        // SAFETY: as above.
        unsafe { empty(column) };
        Ok(())
    });
}

/// A column as the caller has it.
struct Given {
    data: *const u8,
    data_len: *const i64,
    offsets: *const u8,
    validity: *const u8,
}

impl Given {
    /// Its rows, their offsets checked.
    ///
    /// # Safety
    /// The pointers must be as `legacybridge_convert_column` wants them.
    unsafe fn rows<'a>(&self, bits: i32, first: i32, count: i32) -> Result<Rows<'a>> {
        let bad = |message: String| Error::new(Status::BadArgument, message);
        let number = |number: i32, what| {
            usize::try_from(number).map_err(|_| bad(format!("{number} is not {what} of a column")))
        };
        let (first, count) = (number(first, "the first row")?, number(count, "the row count")?);
        let length = match self.data_len.is_null() {
            true => None,
            // SAFETY: not NULL, so there is a number.
            false => Some(unsafe { self.data_len.read_unaligned() }),
        };
        if let Some(length) = length.filter(|&length| length < 0) {
            return Err(bad(format!("{length} is not the length of a column's data")));
        }
        let values = if count == 0 { 0 } else { count + 1 };
        let at = |width: usize| match self.offsets.is_null() || count == 0 {
            true => self.offsets,
            false => self.offsets.wrapping_add(first.wrapping_mul(width)),
        };
        let what = "the offsets pointer";
        let offsets = match bits {
            // SAFETY: the caller says that there are so many behind the first row's.
            32 => Offsets::Narrow(unsafe { pointers::values(at(4), values, what) }?),
            // SAFETY: as above.
            64 => Offsets::Wide(unsafe { pointers::values(at(8), values, what) }?),
            _ => return Err(bad(format!("offsets have 32 or 64 bits, not {bits}"))),
        };
        let end = offsets.check(length)?;
        // SAFETY: the offsets reach no further, and what they say was checked or is to be trusted.
        let bytes = unsafe { pointers::values::<1>(self.data, end, "the data pointer") }?;
        let validity = match self.validity.is_null() || count == 0 {
            true => None,
            false => {
                let length = (first + count).div_ceil(8);
                // SAFETY: there is a bit for each row up to the last.
                let bits =
                    unsafe { pointers::values::<1>(self.validity, length, "the validity pointer") };
                Some((bits?.as_flattened(), first))
            }
        };
        Ok(Rows::new(bytes.as_flattened(), offsets, validity))
    }
}

/// # Safety
/// As [`pointers::text`], except that NULL means defaults.
unsafe fn settings(pointer: *const c_char) -> Result<Settings> {
    if pointer.is_null() {
        return Ok(Settings::default());
    }
    // SAFETY: passed on to the caller.
    let text = unsafe { pointers::text(pointer.cast::<u8>(), "options") }?;
    let text = str::from_utf8(text).map_err(|error| {
        Error::at(Status::BadEncoding, error.valid_up_to(), "the options are not UTF-8")
    })?;
    Settings::parse(text)
}
