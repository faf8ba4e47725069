//! The code page of text in and out.
//!
//! Shape   [`resolve`] when a converter is made, then [`decode`] and [`encode`] for each document.
//! Errors  `BadOption` for a page that is not known, `BadEncoding` for bytes that are not UTF-8.

use crate::error::{Error, Result, Status};
use crate::memory::pool::Pool;

/// The number of UTF-8 as a code page.
pub const UTF_8: u32 = 65001;

/// The page itself where the options say "the system's"; fails for unknown pages.
pub fn resolve(page: u32) -> Result<u32> {
    let page = if page == 0 { crate::ffi::system::ansi_code_page() } else { page };
    // CODE PAGES: when `crate::text::codepage` is there, ask it whether it knows the page.
    if page == UTF_8 {
        return Ok(page);
    }
    let message = format!("option CodePage: code page {page} is not supported");
    Err(Error::new(Status::BadOption, message))
}

/// Decodes text; `None` where it is UTF-8 as it stands.
pub fn decode(page: u32, bytes: &[u8], text: &mut String) -> Result<()> {
    // CODE PAGES: decode with `crate::text::codepage` here.
    let _ = (bytes, text);
    Err(Error::new(Status::BadOption, format!("code page {page} is not supported")))
}

/// Encodes a finished output.
pub fn encode(page: u32, output: Vec<u8>, buffers: &Pool<Vec<u8>>) -> Result<Vec<u8>> {
    if page == UTF_8 {
        return Ok(output);
    }
    // CODE PAGES: encode with `crate::text::codepage` here, into a buffer of the pool.
    buffers.give(output);
    Err(Error::new(Status::BadOption, format!("code page {page} is not supported")))
}
