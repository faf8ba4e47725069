//! Character references: `&amp;`, `&#8364;`, `&#x20AC;`.
//!
//! Shape   [`read`] looks at text that begins with `&`; [`decode`] hands on a whole text in pieces.
//! Errors  none: what is no reference is text.
//! Source  the HTML standard, "Character references": old names need no semicolon, numbers from
//!         0x80 to 0x9F are bytes of Windows-1252.

use super::names::{MEANINGS, NAMES};
use crate::text::codepage::CodePage;

/// The longest name that is known without its semicolon.
const LONGEST_LEGACY: usize = 6;
/// Longer than every name in the table.
const LONGEST: usize = 32;

/// The character that a text beginning with `&` stands for, and how many bytes say so.
/// In attributes an old name without semicolon before `=` or a letter is text: `?a=1&copy=2`.
pub(super) fn read(text: &[u8], attribute: bool) -> Option<(Decoded, usize)> {
    let (c, length) = match text.get(1)? {
        b'#' => numeric(text),
        byte if byte.is_ascii_alphabetic() => return named(text, attribute),
        _ => None,
    }?;
    Some((Decoded::one(c), length))
}

/// The one character that a text beginning with a whole reference shows, and how many bytes say so.
pub(crate) fn shown(text: &[u8]) -> Option<(char, usize)> {
    let (Decoded { first, second: None }, length) = read(text, false)? else { return None };
    let is_seen = !first.is_control() && (!first.is_whitespace() || first == '\u{A0}');
    (is_seen && text.get(length - 1) == Some(&b';')).then_some((first, length))
}

/// The character that the reference shows with which a text ends.
pub(crate) fn shown_last(text: &[u8]) -> Option<char> {
    let from = text.len().saturating_sub(LONGEST + 2);
    let at = from + memchr::memrchr(b'&', text.get(from..)?)?;
    let (c, length) = shown(&text[at..])?;
    (at + length == text.len()).then_some(c)
}

/// What a reference stands for: a character, or one with a mark that it is shown with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub first: char,
    pub second: Option<char>,
}

impl Decoded {
    fn one(first: char) -> Decoded {
        Decoded { first, second: None }
    }

    /// The characters.
    pub(super) fn chars(self) -> impl Iterator<Item = char> {
        std::iter::once(self.first).chain(self.second)
    }
}

/// What a name stands for that the table does not have: the Markdown reader knows all 2,125.
#[cold]
fn rare(name: &[u8]) -> Option<Decoded> {
    crate::work::step(LONGEST);
    let mut text = [b'&'; LONGEST + 2];
    text.get_mut(1..=name.len())?.copy_from_slice(name);
    *text.get_mut(name.len() + 1)? = b';';
    let text = std::str::from_utf8(&text[..name.len() + 2]).ok()?;
    // The kind of parser that the Markdown reader has, so that the program holds one.
    let mut parser = pulldown_cmark::Parser::new_with_broken_link_callback(
        text,
        pulldown_cmark::Options::empty(),
        None::<Box<dyn pulldown_cmark::BrokenLinkCallback>>,
    );
    let decoded = parser.find_map(|event| match event {
        pulldown_cmark::Event::Text(decoded) if !decoded.starts_with('&') => Some(decoded),
        _ => None,
    })?;
    let mut chars = decoded.chars();
    Some(Decoded { first: chars.next()?, second: chars.next() })
}

fn numeric(text: &[u8]) -> Option<(char, usize)> {
    let hexadecimal = matches!(text.get(2), Some(b'x' | b'X'));
    let (radix, start) = if hexadecimal { (16, 3) } else { (10, 2) };
    let digits = text[start.min(text.len())..]
        .iter()
        .map_while(|&byte| (byte as char).to_digit(radix))
        .take(1 << 16);
    let (mut value, mut end) = (0u32, start);
    for digit in digits {
        value = value.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start {
        return None;
    }
    end += (text.get(end) == Some(&b';')) as usize;
    if (0x80..0xA0).contains(&value)
        && let Some(table) = CodePage::WINDOWS_1252.single_byte_table()
    {
        value = u32::from(table[value as usize - 0x80]);
    }
    let c = char::from_u32(value).filter(|&c| c != '\0');
    Some((c.unwrap_or(char::REPLACEMENT_CHARACTER), end))
}

fn named(text: &[u8], attribute: bool) -> Option<(Decoded, usize)> {
    let name = &text[1..];
    let length = name.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if name.get(length) == Some(&b';') {
        let found = lookup(&name[..length]).map(|(c, _)| Decoded::one(c));
        if let Some(decoded) = found.or_else(|| rare(&name[..length])) {
            return Some((decoded, length + 2));
        }
    }
    for shorter in (2..=length.min(LONGEST_LEGACY)).rev() {
        if let Some((c, true)) = lookup(&name[..shorter]) {
            let next = name.get(shorter);
            let is_text =
                attribute && next.is_some_and(|&b| b == b'=' || b.is_ascii_alphanumeric());
            return (!is_text).then_some((Decoded::one(c), shorter + 1));
        }
    }
    None
}

fn lookup(name: &[u8]) -> Option<(char, bool)> {
    // The ones that every document has.
    match name {
        b"amp" => return Some(('&', true)),
        b"lt" => return Some(('<', true)),
        b"gt" => return Some(('>', true)),
        b"quot" => return Some(('"', true)),
        b"nbsp" => return Some(('\u{A0}', true)),
        _ => {}
    }
    let (code, legacy) = MEANINGS[NAMES.find(name)?];
    Some((char::from_u32(u32::from(code))?, legacy))
}

/// Hands on the value of an attribute in pieces, character references decoded.
pub(super) fn decode(value: &str, mut piece: impl FnMut(&str)) {
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'&', &value.as_bytes()[at..]) {
        let reference = at + found;
        match read(&value.as_bytes()[reference..], true) {
            Some((c, len)) => {
                piece(&value[start..reference]);
                c.chars().for_each(|c| piece(c.encode_utf8(&mut [0; 4])));
                start = reference + len;
                at = start;
            }
            None => at = reference + 1,
        }
    }
    piece(&value[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_holds_the_names_of_html_4() {
        let names = || (0..MEANINGS.len()).map(|index| NAMES.get(index));
        assert!(names().is_sorted_by(|before, after| before < after));
        assert!(names().all(|name| name.len() < LONGEST));
        let legacy = names().zip(&MEANINGS).filter(|(_, meaning)| meaning.1);
        assert_eq!(legacy.map(|(name, _)| name.len()).max(), Some(LONGEST_LEGACY));
        for (name, c) in [
            ("nbsp", '\u{A0}'),
            ("yuml", 'ÿ'),
            ("fnof", 'ƒ'),
            ("thetasym", 'ϑ'),
            ("rsaquo", '›'),
            ("euro", '€'),
            ("diams", '♦'),
            ("lang", '⟨'),
            ("OElig", 'Œ'),
            ("lstrok", 'ł'),
            ("apos", '\''),
        ] {
            assert_eq!(lookup(name.as_bytes()).map(|found| found.0), Some(c), "{name}");
        }
    }

    #[test]
    fn references_in_text() {
        for (text, expected) in [
            ("&amp;", Some(('&', 5))),
            ("&ampx", Some(('&', 4))),
            ("&nbsp b", Some(('\u{A0}', 5))),
            ("&notit;", Some(('¬', 4))),
            ("&notin;", Some(('∉', 7))),
            ("&alpha b", None),
            ("&nosuch;", None),
            ("&", None),
            ("& b", None),
            ("&#65;", Some(('A', 5))),
            ("&#65b", Some(('A', 4))),
            ("&#x20aC;", Some(('€', 8))),
            ("&#146;", Some(('’', 6))),
            ("&#0;", Some(('\u{FFFD}', 4))),
            ("&#xD800;", Some(('\u{FFFD}', 8))),
            (
                "&#000000000000000000000000000000000000000000000000000000000000000000000065;",
                Some(('A', 75)),
            ),
            ("&#99999999999;", Some(('\u{FFFD}', 14))),
            ("&#;", None),
            ("&#x;", None),
        ] {
            let found = read(text.as_bytes(), false).map(|(c, length)| (c.first, length));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn rare_names_may_be_two_characters() {
        for (text, expected) in [
            ("&Afr;", "\u{1D504}"),
            ("&CounterClockwiseContourIntegral;", "\u{2233}"),
            ("&NotEqualTilde;", "\u{2242}\u{338}"),
            ("&fjlig;", "fj"),
            ("&notinva;", "\u{2209}"),
        ] {
            let (decoded, length) = read(text.as_bytes(), false).unwrap();
            assert_eq!(
                (decoded.chars().collect::<String>().as_str(), length),
                (expected, text.len())
            );
        }
    }

    #[test]
    fn references_in_attributes() {
        for (value, expected) in [
            ("a?b=1&copy=2&amp;c", "a?b=1&copy=2&c"),
            ("&quot;x&quot;", "\"x\""),
            ("&eacute", "é"),
            ("plain", "plain"),
            ("", ""),
        ] {
            let mut out = String::new();
            decode(value, |piece| out.push_str(piece));
            assert_eq!(out, expected, "{value}");
        }
    }
}
