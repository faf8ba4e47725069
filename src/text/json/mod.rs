//! Text as JSON has it: a string in quotes, in ASCII; and `tape`, JSON as it is read.
//!
//! Units   bytes of UTF-8 in, ASCII out.
//! Errors  none.

mod tape;

pub(crate) use tape::{At, Shape, Tape};

/// Hands a text to `push` in quotes, piece by piece: everything that is not plain ASCII as
/// `\uXXXX`.
pub fn quoted(text: &str, push: &mut dyn FnMut(&[u8])) {
    push(b"\"");
    let mut from = 0;
    for (at, character) in text.char_indices() {
        if matches!(character, ' '..='~') && !matches!(character, '"' | '\\') {
            continue;
        }
        push(&text.as_bytes()[from..at]);
        from = at + character.len_utf8();
        if character.is_ascii() && !character.is_control() {
            push(&[b'\\', character as u8]);
            continue;
        }
        for &mut unit in character.encode_utf16(&mut [0; 2]) {
            let digit = |shift: u32| b"0123456789abcdef"[usize::from(unit >> shift & 0xF)];
            push(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
        }
    }
    push(&text.as_bytes()[from..]);
    push(b"\"");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_ascii_and_escaped() {
        let cases = [
            ("", "\"\""),
            ("plain ~", "\"plain ~\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("\n\u{7f}", "\"\\u000a\\u007f\""),
            ("grün", "\"gr\\u00fcn\""),
            ("漢😀!", "\"\\u6f22\\ud83d\\ude00!\""),
        ];
        for (text, expected) in cases {
            let mut out = Vec::new();
            quoted(text, &mut |bytes| out.extend_from_slice(bytes));
            assert_eq!(out, expected.as_bytes(), "{text}");
        }
    }
}
