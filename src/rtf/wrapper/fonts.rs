//! Which code page the bytes of each font are in.
//!
//! Shape   the numbers of the font table, with a page for those that name one.
//! Limits  font numbers 0 to 65,535.

use crate::buffers::kept;
use crate::rtf::walk::encoding::page_of_charset;
use crate::text::codepage::CodePage;

kept! {
    /// The pages of all fonts.
    #[derive(Debug, Default)]
    pub(super) struct FontPages {
        by_number: Vec<Option<CodePage>>,
    }
}

impl FontPages {
    /// The page of `\fN`, if its font names one.
    pub(super) fn get(&self, number: i32) -> Option<CodePage> {
        usize::try_from(number)
            .ok()
            .and_then(|number| self.by_number.get(number).copied())
            .flatten()
    }

    /// The font table says that `\fN` has `\fcharset`. Glyphs of symbol fonts were letters in HTML.
    pub(super) fn set_charset(&mut self, number: i32, charset: i32) {
        self.set(number, page_of_charset(charset));
    }

    /// The font table says that `\fN` has a page of its own.
    pub(super) fn set(&mut self, number: i32, page: Option<CodePage>) {
        let Ok(number) = u16::try_from(number) else { return };
        let number = usize::from(number);
        if self.by_number.len() <= number {
            if self.by_number.try_reserve(number + 1 - self.by_number.len()).is_err() {
                return;
            }
            self.by_number.resize(number + 1, None);
        }
        self.by_number[number] = page;
    }
}
