//! Which East Asian language a text is in: readers want a typeface for it.
//!
//! Shape   a text of other letters costs one look at its highest byte; else the first letter that only
//!         one language has tells, and Chinese has none.
//! Source  the Unicode blocks of kana, Han and hangul.

use crate::document::View;

/// Languages with letters of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EastAsian {
    Chinese,
    Japanese,
    Korean,
}

impl EastAsian {
    /// The language of a document's text, if it has letters of one.
    pub(super) fn of(view: View<'_>) -> Option<EastAsian> {
        [view.source, view.doc.text.as_bytes()].into_iter().find_map(of_text)
    }

    /// The entry of the font table, number 4.
    pub(crate) fn face(self) -> &'static [u8] {
        match self {
            EastAsian::Chinese => b"{\\f4\\fnil\\fprq2\\fcharset134 SimSun;}",
            EastAsian::Japanese => b"{\\f4\\fnil\\fprq2\\fcharset128 MS Mincho;}",
            EastAsian::Korean => b"{\\f4\\fnil\\fprq2\\fcharset129 Malgun Gothic;}",
        }
    }
}

fn of_text(text: &[u8]) -> Option<EastAsian> {
    // Lead bytes of what is above U+3000; looked at in blocks, without a way out between two bytes.
    let block =
        text.chunks(256).position(|block| block.iter().fold(0, |max, &b| b.max(max)) >= 0xE3)?;
    let mut found = None;
    for bytes in text.get(256 * block..)?.windows(2) {
        let language = match *bytes {
            [0xE3, 0x81..=0x83] => EastAsian::Japanese,
            [0xEA, 0xB0..=0xBF] | [0xEB..=0xEC, 0x80..=0xBF] | [0xED, 0x80..=0x9E] => {
                EastAsian::Korean
            }
            [0xE3, 0x80 | 0x90..=0xBF] | [0xE4..=0xE9, 0x80..=0xBF] => {
                found = Some(EastAsian::Chinese);
                continue;
            }
            _ => continue,
        };
        return Some(language);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_in_one_line_each() {
        for (text, language) in [
            ("", None),
            ("abc \u{E9}\u{2014}\u{1F600}", None),
            ("a\u{4E2D}\u{6587}", Some(EastAsian::Chinese)),
            ("\u{65E5}\u{672C}\u{306E}", Some(EastAsian::Japanese)),
            ("\u{D55C}\u{AD6D}", Some(EastAsian::Korean)),
        ] {
            assert_eq!(of_text(text.as_bytes()), language, "{text}");
        }
    }
}
