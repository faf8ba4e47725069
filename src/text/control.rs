//! Which control characters text may hold: tabs and line ends, and no others.
//!
//! Shape   [`control`] is the one decision; every reader makes its text by it and counts what it drops
//!         as [`Loss::ControlCharacter`](crate::report::Loss::ControlCharacter), so that what one
//!         format has read stands in every other.
//! Units   ASCII bytes, which are whole characters in UTF-8.
//! Limits  U+0080 to U+009F are text: RTF can say them, and old pages have them.
//! Source  RTF 1.9.1, "RTF Syntax": control characters are no text; CommonMark 0.31, section 2.3.

/// What a control character is in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A tab.
    Tab,
    /// It ends a line.
    LineEnd,
    /// It parts words, and no format has it: a space in its place, and a loss.
    Space,
    /// U+0000: nothing in RTF, whose writers pad with it, U+FFFD elsewhere.
    Nul,
    /// It says nothing: it goes, and is a loss.
    Nothing,
}

/// What a byte is, if it is a control character.
#[inline]
pub const fn control(byte: u8) -> Option<Control> {
    match byte {
        b'\t' => Some(Control::Tab),
        b'\n' | b'\r' => Some(Control::LineEnd),
        0x0B | 0x0C => Some(Control::Space),
        0 => Some(Control::Nul),
        0x01..=0x08 | 0x0E..=0x1F | 0x7F => Some(Control::Nothing),
        b' '..=b'~' | 0x80..=0xFF => None,
    }
}

/// Whether text can't hold the byte as it stands.
#[inline]
pub const fn is_odd(byte: u8) -> bool {
    !matches!(control(byte), None | Some(Control::Tab | Control::LineEnd))
}

/// Hands on a text in pieces that may stand in a document; how many characters were lost of it.
pub fn clean(text: &str, mut piece: impl FnMut(&str)) -> u32 {
    let mut lost = 0;
    let mut from = 0;
    for at in (0..text.len()).filter(|&at| is_odd(text.as_bytes()[at])) {
        piece(&text[from..at]);
        from = at + 1;
        match control(text.as_bytes()[at]) {
            None | Some(Control::Tab | Control::LineEnd) => {}
            Some(Control::Nul) => piece("\u{FFFD}"),
            Some(Control::Space) => {
                piece(" ");
                lost += 1;
            }
            Some(Control::Nothing) => lost += 1,
        }
    }
    piece(&text[from..]);
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_a_control_character_or_none() {
        for byte in 0..=255u8 {
            let is = byte.is_ascii_control();
            assert_eq!(control(byte).is_some(), is, "{byte:#x}");
            assert_eq!(is_odd(byte), is && !matches!(byte, b'\t' | b'\n' | b'\r'), "{byte:#x}");
        }
    }

    #[test]
    fn a_clean_text_is_what_a_document_may_hold() {
        for (text, clean_text, lost) in [
            ("", "", 0),
            ("plain\ttext\r\n", "plain\ttext\r\n", 0),
            ("a\u{1}b\u{1F}\u{7F}", "ab", 3),
            ("a\u{B}b\u{C}", "a b ", 2),
            ("a\0é\u{85}", "a\u{FFFD}é\u{85}", 0),
        ] {
            let mut out = String::new();
            assert_eq!((clean(text, |piece| out.push_str(piece)), &*out), (lost, clean_text));
        }
    }
}
