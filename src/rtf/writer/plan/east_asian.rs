//! Which East Asian language a text is in: readers want a typeface for it.
//!
//! Shape   the first letter that only one language has tells, and Chinese has none; blocks without such
//!         letters cost one look at their bytes together.
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

/// Bytes that are looked at in one go, without a way out between two of them.
const BLOCK: usize = 128;

fn of_text(text: &[u8]) -> Option<EastAsian> {
    let mut found = None;
    for (number, block) in text.chunks(BLOCK).enumerate() {
        // Lead bytes of kana, Han and hangul; behind the first Han letter those of Han tell no more.
        let tells = match found {
            None => has(block, |byte| byte.wrapping_sub(0xE3) < 11),
            Some(_) => has(block, |byte| (byte == 0xE3) | (byte.wrapping_sub(0xEA) < 4)),
        };
        if !tells {
            continue;
        }
        // The second byte of the block's last letter may stand in the next.
        let bytes = text[BLOCK * number..].windows(2).take(BLOCK);
        for pair in bytes.filter(|pair| pair[0] >= 0xE3) {
            return Some(match *pair {
                [0xE3, 0x81..=0x83] => EastAsian::Japanese,
                [0xEA, 0xB0..=0xBF] | [0xEB..=0xEC, 0x80..=0xBF] | [0xED, 0x80..=0x9E] => {
                    EastAsian::Korean
                }
                [0xE3, 0x80 | 0x90..=0xBF] | [0xE4..=0xE9, 0x80..=0xBF] => {
                    found = Some(EastAsian::Chinese);
                    continue;
                }
                _ => continue,
            });
        }
    }
    found
}

/// Whether one of the bytes is such.
fn has(block: &[u8], is: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(0, |any, &byte| any | u8::from(is(byte))) != 0
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
            // Wherever it stands among what tells nothing.
            for before in [61, 62, 63, 64, 126, 127, 128, 129, 255, 256, 300] {
                for other in ["a", "\u{4E2D}", "\u{1F600}"] {
                    let all = other.repeat(before) + text + &other.repeat(140);
                    let han = (other == "\u{4E2D}").then_some(EastAsian::Chinese);
                    assert_eq!(of_text(all.as_bytes()), language.or(han), "{before} {other}");
                }
            }
        }
    }
}
