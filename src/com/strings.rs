//! BSTRs in and out.
//!
//! Shape   a BSTR that comes in is borrowed for the call; one that goes out is made by the system
//!         and belongs to the caller.
//! Units   UTF-16; the length that stands before a BSTR is in bytes.
//! Errors  `MemoryLimit` where the system gives no string.

use super::ole::{Bstr, ole};
use crate::error::{Error, Result, Status};

/// The text of a BSTR; NULL is the empty text. Half a character at the end does not count.
///
/// # Safety
/// The BSTR must live, and stay as it is, for as long as the slice.
pub(super) unsafe fn units<'a>(string: Bstr) -> Result<&'a [u16]> {
    if string.is_null() {
        return Ok(&[]);
    }
    let ole = ole().ok_or_else(no_ole)?;
    // SAFETY: a BSTR has its length before it, and so many bytes; the system aligns them.
    Ok(unsafe {
        let length = (ole.string_bytes)(string) as usize / 2;
        std::slice::from_raw_parts(string, length)
    })
}

/// The text of a BSTR in UTF-8.
///
/// # Safety
/// As [`units`].
pub(super) unsafe fn text(string: Bstr, what: &'static str) -> Result<String> {
    // SAFETY: passed on to the caller.
    String::from_utf16(unsafe { units(string) }?)
        .map_err(|_| Error::new(Status::BadUtf16, format!("an unpaired surrogate is in {what}")))
}

/// A new BSTR.
pub(super) fn new(units: &[u16]) -> Result<Bstr> {
    let ole = ole().ok_or_else(no_ole)?;
    let too_long = |_| Error::new(Status::LimitReached, "the text is longer than a BSTR can be");
    let length = u32::try_from(units.len()).map_err(too_long)?;
    // SAFETY: so many units are there; they are copied.
    let string = unsafe { (ole.string)(units.as_ptr(), length) };
    if string.is_null() { Err(Error::out_of_memory()) } else { Ok(string) }
}

/// A new BSTR of a text in UTF-8.
pub(super) fn from_text(text: &str) -> Result<Bstr> {
    let mut units = Vec::new();
    units.try_reserve_exact(text.len())?;
    units.extend(text.encode_utf16());
    new(&units)
}

/// A text that ends with a NUL; NULL is the empty text.
///
/// # Safety
/// The pointer must be NULL or lead to units up to a NUL.
pub(super) unsafe fn from_nul(text: *const u16) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: no unit after the NUL is looked at.
    let units = unsafe {
        let length = (0..).take_while(|&at| *text.add(at) != 0).count();
        std::slice::from_raw_parts(text, length)
    };
    String::from_utf16_lossy(units)
}

/// A text for the system: UTF-16 and a NUL.
pub(super) fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

#[cold]
pub(super) fn no_ole() -> Error {
    Error::new(Status::Internal, "the system's OLE libraries can't be loaded")
}
