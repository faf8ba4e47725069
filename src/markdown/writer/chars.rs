//! What a character is to what stands next to it: white space of two kinds, punctuation, letters.
//!
//! Shape   functions over the first or the last bytes of a text.
//! Units   bytes of UTF-8.
//! Source  CommonMark 0.31, sections 2.1 and 6.2.

/// The class of a character next to a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Punctuation,
    Letter,
    /// Punctuation or not, depending on whom one asks.
    Odd,
}

fn class_of(char: char) -> Class {
    if char.is_whitespace() {
        Class::Space
    } else if char.is_ascii_punctuation() {
        Class::Punctuation
    } else if char.is_ascii() || char.is_alphanumeric() || is_nothing(char) {
        Class::Letter
    } else {
        Class::Odd
    }
}

/// Marks, signs that steer the text, and what stands for no character: punctuation to nobody.
fn is_nothing(char: char) -> bool {
    matches!(
        char,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{300}'..='\u{36F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{E000}'..='\u{F8FF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFFE}'..='\u{FFFF}'
    )
}

/// The class of the last character of `text`; the end of a line for none.
pub(super) fn class_before(text: &[u8]) -> Class {
    match text {
        [] => Class::Space,
        [.., byte] if byte.is_ascii() => class_of(*byte as char),
        _ => {
            let start = text.iter().rev().take(4).position(|byte| byte & 0xC0 != 0x80);
            let start = text.len() - 1 - start.unwrap_or(0);
            first_char(&text[start..]).map_or(Class::Odd, class_of)
        }
    }
}

/// The class of the first character of `text`; the end of a line for none.
pub(super) fn class_after(text: &[u8]) -> Class {
    match text {
        [] => Class::Space,
        [byte, ..] if byte.is_ascii() => class_of(*byte as char),
        _ => first_char(text).map_or(Class::Odd, class_of),
    }
}

fn first_char(text: &[u8]) -> Option<char> {
    let head = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
    };
    valid.chars().next()
}

/// How many blanks `text` begins with.
pub(super) fn blanks_at_start(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// How many blanks `text` ends with.
pub(super) fn blanks_at_end(text: &[u8]) -> usize {
    text.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The text without the white space at its start, and without blanks if it has none but these.
pub(super) fn trim_wide_start(text: &[u8]) -> &[u8] {
    if text.first().is_none_or(u8::is_ascii) {
        return text;
    }
    let Ok(valid) = std::str::from_utf8(text) else { return text };
    valid.trim_start_matches(is_wide_space).as_bytes()
}

/// The text without the white space at its end, blanks included.
pub(super) fn trim_wide_end(text: &[u8]) -> &[u8] {
    let text = &text[..text.len() - blanks_at_end(text)];
    if text.last().is_none_or(u8::is_ascii) {
        return text;
    }
    let Ok(valid) = std::str::from_utf8(text) else { return text };
    valid.trim_end_matches(|c| matches!(c, ' ' | '\t') || is_wide_space(c)).as_bytes()
}

/// Whether there is white space in the text that is more than blanks.
pub(super) fn has_wide_space(text: &[u8]) -> bool {
    !text.is_ascii() && std::str::from_utf8(text).is_ok_and(|text| text.contains(is_wide_space))
}

/// White space to those who look for emphasis, and text to all others.
fn is_wide_space(char: char) -> bool {
    matches!(
        char,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// How much of white space is left without the blanks that a line end makes superfluous.
pub(super) fn wide_part(space: &[u8]) -> usize {
    space.len() - blanks_at_end(space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_a_class_on_either_side() {
        for (char, class) in [
            ("", Class::Space),
            ("a", Class::Letter),
            ("é", Class::Letter),
            ("中", Class::Letter),
            (" ", Class::Space),
            ("\u{A0}", Class::Space),
            ("\u{3000}", Class::Space),
            ("*", Class::Punctuation),
            ("(", Class::Punctuation),
            ("\u{AD}", Class::Letter),
            ("\u{301}", Class::Letter),
            ("€", Class::Odd),
            ("…", Class::Odd),
            ("🙂", Class::Odd),
        ] {
            assert_eq!(class_before(char.as_bytes()), class, "{char:?}");
            assert_eq!(class_after(char.as_bytes()), class, "{char:?}");
            assert_eq!(
                class_before(format!("a*é{char}").as_bytes()),
                match char {
                    "" => Class::Letter,
                    _ => class,
                }
            );
        }
    }

    #[test]
    fn white_space_at_the_edges_is_of_two_kinds() {
        for (text, without_start, without_end, wide) in [
            ("a", "a", "a", false),
            (" a ", " a ", " a", false),
            ("\u{A0} a \u{A0}\t", " a \u{A0}\t", "\u{A0} a", true),
            ("\u{2003}", "", "", true),
            ("é", "é", "é", false),
        ] {
            assert_eq!(trim_wide_start(text.as_bytes()), without_start.as_bytes(), "{text:?}");
            assert_eq!(trim_wide_end(text.as_bytes()), without_end.as_bytes(), "{text:?}");
            assert_eq!(has_wide_space(text.as_bytes()), wide, "{text:?}");
        }
        assert_eq!(wide_part("\u{A0} \t".as_bytes()), 2);
        assert_eq!(wide_part(b" \t"), 0);
    }
}
