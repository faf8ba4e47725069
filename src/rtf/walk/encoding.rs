//! Which code page bytes are in, as the header and the font table say.
//!
//! Shape   [`Encoding`] is what the header says of the whole document; [`page_of_charset`] and
//!         [`page_of_number`] what a font says of its own bytes.
//! Source  RTF 1.9.1, "Character Set", "Font Table"; `\mac`, `\pc`, `\pca` as Windows numbers them.

use crate::text::codepage::{Charset, CodePage};

/// The page of `\fcharsetN`. Symbol fonts are told by name; one that nobody knows is read as letters.
pub(in crate::rtf) fn page_of_charset(charset: i32) -> Option<CodePage> {
    match u32::try_from(charset).map(CodePage::from_charset) {
        Ok(Charset::Page(page)) if page != CodePage::SYMBOL => Some(page),
        _ => None,
    }
}

/// The page of `\cpgN`, and of the header's words.
pub(in crate::rtf) fn page_of_number(number: i32) -> Option<CodePage> {
    // Who says ASCII means the default's bytes.
    let number = if number == 20127 { 1252 } else { number };
    u32::try_from(number).ok().and_then(CodePage::from_number)
}

/// The encoding of a document.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf) struct Encoding {
    page: CodePage,
    /// The header names the page.
    named: bool,
    /// Raw bytes are UTF-8, whatever the fonts say; unknown until the first of them.
    utf8: Option<bool>,
}

impl Default for Encoding {
    fn default() -> Self {
        Encoding { page: CodePage::WINDOWS_1252, named: false, utf8: None }
    }
}

impl Encoding {
    /// The page of bytes in fonts that name none.
    #[inline]
    pub(crate) fn page(&self) -> CodePage {
        self.page
    }

    /// Another document begins, which has named no page so far.
    pub(crate) fn begin(&mut self) {
        *self = Encoding { utf8: self.utf8, ..Encoding::default() };
    }

    /// `\ansicpgN`: a number that nobody knows is the usual page.
    pub(crate) fn name(&mut self, number: i32) {
        self.named = true;
        self.page = page_of_number(number).unwrap_or(CodePage::WINDOWS_1252);
    }

    /// `\mac` and its like.
    pub(crate) fn name_old(&mut self, number: u16) {
        if let Some(page) = page_of_number(number.into()) {
            (self.page, self.named) = (page, true);
        }
    }

    /// `\urtf`: raw bytes are UTF-8.
    pub(crate) fn say_utf8(&mut self) {
        self.utf8 = Some(true);
    }

    /// Whether raw bytes are UTF-8; `font` is the page of those in hand. RTF has no raw bytes by its
    /// rules; programs that write them mean the page of the font, or, in a file that is UTF-8
    /// throughout, UTF-8: text of a single-byte page is never so by chance, whatever its header
    /// names. That of a double-byte page may be.
    pub(crate) fn is_utf8(&mut self, font: CodePage, source: &[u8]) -> bool {
        let (page, named) = (self.page, self.named);
        *self.utf8.get_or_insert_with(|| {
            let double = named && (page.is_multi_byte() || font.is_multi_byte());
            !double && std::str::from_utf8(source).is_ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_numbers() {
        assert_eq!(page_of_number(1251).map(CodePage::number), Some(1251));
        assert_eq!([page_of_number(-1), page_of_number(99_999)], [None; 2]);
        assert_eq!(page_of_charset(204).map(CodePage::number), Some(1251));
        assert_eq!([page_of_charset(2), page_of_charset(-1)], [None; 2]);
        let mut encoding = Encoding::default();
        encoding.name_old(10_000);
        encoding.name(99_999);
        assert_eq!(encoding.page(), CodePage::WINDOWS_1252);
    }

    #[test]
    fn raw_bytes_are_utf8_where_all_of_the_file_is() {
        for (page, source, expected) in
            [(1252, &b"\xC3\xA4"[..], true), (1252, b"\xE4", false), (932, b"\xC3\xA4", false)]
        {
            let mut encoding = Encoding::default();
            encoding.name(page);
            assert_eq!(encoding.is_utf8(CodePage::WINDOWS_1252, source), expected);
        }
    }
}
