//! The code page of text in and out, as the option `CodePage=` names it.
//!
//! Shape   [`resolve`] when a converter is made, [`fit`] for each document that is to be written,
//!         [`encode`] for each finished output.
//! Errors  `BadOption` for a page that is not known. What a page has no character for becomes `?`
//!         and is reported.

use crate::document::{self, Document};
use crate::error::{Error, Result, Status};
use crate::memory::pool::{Pool, Size};
use crate::report::{Loss, Report};
use crate::text::codepage::{self, CodePage};

/// What text in and out is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// A code page of bytes.
    Narrow(CodePage),
    /// UTF-16, the low byte of each unit first or last: 1200 and 1201, as Windows numbers them.
    Utf16 {
        /// The low byte comes first.
        little: bool,
    },
}

impl Page {
    /// What the library works in itself.
    pub(super) const UTF_8: Page = Page::Narrow(CodePage::UTF_8);
}

/// The page that the options mean, the system's where they say so; fails for unknown pages.
pub(super) fn resolve(number: u32) -> Result<Page> {
    let number = match number {
        0 => crate::system::library::ansi_code_page(),
        1200 | 1201 => return Ok(Page::Utf16 { little: number == 1200 }),
        number => number,
    };
    let page = CodePage::from_number(number).filter(|&page| page != CodePage::SYMBOL);
    page.map(Page::Narrow).ok_or_else(|| {
        let instead = match number {
            12000 | 12001 => ": UTF-32 is not read; use 65001 (UTF-8) or 1200 (UTF-16)",
            65000 => ": UTF-7 is not read; use 65001 (UTF-8) or 1200 (UTF-16)",
            _ => "",
        };
        let message = format!("option CodePage: code page {number} is not supported{instead}");
        Error::new(Status::BadOption, message)
    })
}

/// Most bytes of UTF-8 that can become `bytes` of a page.
pub(super) fn most_in_utf8(page: Page, bytes: usize) -> usize {
    match page {
        Page::Narrow(CodePage::UTF_8) => bytes,
        Page::Narrow(_) => bytes.saturating_mul(4),
        Page::Utf16 { .. } => bytes.saturating_mul(2),
    }
}

/// Replaces what the page has no letter for before the document is written, so that a writer judges
/// what will stand there.
pub(super) fn fit(page: Page, doc: &mut Document, source: &[u8], report: &mut Report) {
    if let Page::Narrow(page) = page
        && page != CodePage::UTF_8
    {
        let letters = codepage::Letters::of(page);
        let lost = document::fit(doc, source, &|letter| letters.holds(letter));
        report.add_many(Loss::Other, lost.try_into().unwrap_or(u32::MAX), usize::MAX);
    }
}

/// Encodes a finished output of UTF-8, into another buffer of the pool.
pub(super) fn encode(
    page: Page,
    output: Vec<u8>,
    limit: usize,
    buffers: &Pool<Vec<u8>>,
    report: &mut Report,
) -> Result<Vec<u8>> {
    if page == Page::Narrow(CodePage::UTF_8) {
        return Ok(output);
    }
    let text = str::from_utf8(&output)
        .map_err(|_| Error::new(Status::Internal, "the output is not UTF-8"))?;
    let mut encoded = buffers.take_owned(Size::beyond(crate::memory::LARGE_DOCUMENT, text.len()));
    let lost = match page {
        Page::Narrow(page) => codepage::encode(page, text, &mut encoded)?,
        Page::Utf16 { little } => {
            let bytes = if little { u16::to_le_bytes } else { u16::to_be_bytes };
            encoded.try_reserve(2 * text.encode_utf16().count() + 2)?;
            encoded.extend(text.encode_utf16().flat_map(bytes));
            0
        }
    };
    report.add_many(Loss::Other, lost.try_into().unwrap_or(u32::MAX), usize::MAX);
    buffers.give(output);
    refuse_larger(encoded.len(), limit)?;
    Ok(encoded)
}

/// Fails where an output has more bytes than it may have.
pub(super) fn refuse_larger(bytes: usize, limit: usize) -> Result<()> {
    if bytes <= limit {
        return Ok(());
    }
    let message = format!("the output would be larger than the limit of {limit} bytes");
    Err(Error::new(Status::LimitReached, message))
}
