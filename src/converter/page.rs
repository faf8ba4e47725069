//! The code page of text in and out, as the option `CodePage=` names it.
//!
//! Shape   [`resolve`] when a converter is made, [`encode`] for each finished output.
//! Errors  `BadOption` for a page that is not known. What a page has no character for becomes `?`
//!         and is reported.

use crate::error::{Error, Result, Status};
use crate::memory::pool::{Pool, Size};
use crate::report::{Loss, Report};
use crate::text::codepage::{self, CodePage};

/// The page that the options mean, the system's where they say so; fails for unknown pages.
pub fn resolve(number: u32) -> Result<CodePage> {
    let number = if number == 0 { crate::system::library::ansi_code_page() } else { number };
    CodePage::from_number(number).filter(|&page| page != CodePage::SYMBOL).ok_or_else(|| {
        let message = format!("option CodePage: code page {number} is not supported");
        Error::new(Status::BadOption, message)
    })
}

/// Encodes a finished output of UTF-8, into another buffer of the pool.
pub fn encode(
    page: CodePage,
    output: Vec<u8>,
    limit: usize,
    buffers: &Pool<Vec<u8>>,
    report: &mut Report,
) -> Result<Vec<u8>> {
    if page == CodePage::UTF_8 {
        return Ok(output);
    }
    let text = str::from_utf8(&output)
        .map_err(|_| Error::new(Status::Internal, "the output is not UTF-8"))?;
    let mut encoded = buffers.take_owned(Size::beyond(crate::memory::LARGE_DOCUMENT, text.len()));
    let lost = codepage::encode(page, text, &mut encoded)?;
    if lost > 0 {
        report.add_many(Loss::Other, lost.try_into().unwrap_or(u32::MAX), usize::MAX);
    }
    buffers.give(output);
    if encoded.len() > limit {
        return Err(Error::new(Status::LimitReached, "the output is larger than 2 GB"));
    }
    Ok(encoded)
}
