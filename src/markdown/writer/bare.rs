//! Whether an address is one to every reader: bare in text, or between angle brackets.
//!
//! Shape   judgements over the bytes of an address and what stands around it.
//! Limits  bare addresses have at most 500 bytes.
//! Source  CommonMark 0.31, section 6.5; GFM 0.29, section 6.9.

use super::chars::has_wide_space;
use super::escape::is_entity;
use crate::markdown::autolink::{self, Form, Found};

/// The punctuation behind an address, up to white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    bytes: [u8; 8],
    len: usize,
}

impl Tail {
    /// The tail with `more` behind it; `None` if that is more than punctuation that ends a sentence.
    pub(super) fn and(mut self, more: &[u8]) -> Option<Tail> {
        let room = self.bytes.get_mut(self.len..self.len + more.len())?;
        room.copy_from_slice(more);
        self.len += more.len();
        more.iter().all(|byte| b".,;:!?)".contains(byte)).then_some(self)
    }
}

/// What stands before an address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    /// A line feed at a line's start.
    pub byte: u8,
    /// It belongs to a delimiter.
    pub delimiter: bool,
}

/// Whether the address `text` is a link to every GFM reader between `before` and `tail`, outside of
/// brackets. `smart` says that straight quotes and dashes are bent.
pub(super) fn reads_bare(text: &[u8], form: Form, before: Before, tail: Tail, smart: bool) -> bool {
    let Before { byte: before, delimiter } = before;
    // A letter before it could be taken into the address, or make an address with it; other
    // characters mean something else before an address than before a letter. A delimiter
    // does neither.
    let joins =
        before.is_ascii_alphanumeric() || before >= 0x80 || b"_.+-\\<!~@:/".contains(&before);
    if (joins && !delimiter) || has_wide_space(text) {
        return false;
    }
    let letter =
        |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let plain = |(at, byte): (usize, &u8)| match byte {
        b'*' | b'~' | b'`' | b'[' | b']' | b'<' | b'>' | b'\\' | b'|' | b'$' | b'^' => false,
        b'"' | b'\'' => !smart,
        b'-' | b'.' if smart => text.get(at + 1) != Some(byte),
        b'_' => letter(at.checked_sub(1)) && letter(Some(at + 1)),
        b'!' => text.get(at + 1) != Some(&b'['),
        _ => true,
    };
    let mut buffer = [0u8; 512];
    let end = 1 + text.len();
    let all = end + tail.len;
    if all > buffer.len() || !text.iter().enumerate().all(plain) {
        return false;
    }
    buffer[0] = before;
    buffer[1..end].copy_from_slice(text);
    buffer[end..all].copy_from_slice(&tail.bytes[..tail.len]);
    let entity = |at: usize| buffer[at] == b'&' && is_entity(&buffer[at..all]);
    !(1..end).any(entity)
        && autolink::find(&buffer[..all], 0, b'\n') == Some(Found { start: 1, end, form })
}

/// Whether `<address>` is a link; `in_cell` says that a pipe would end the cell.
pub(super) fn reads_between_angles(text: &[u8], form: Form, in_cell: bool) -> bool {
    let plain =
        |b: &u8| *b > b' ' && !matches!(b, b'<' | b'>' | b'\\' | 0x7F) && !(*b == b'|' && in_cell);
    let entity = || (0..text.len()).any(|at| text[at] == b'&' && is_entity(&text[at..]));
    if !text.iter().all(plain) || entity() {
        return false;
    }
    match form {
        Form::Www => false,
        Form::Email => is_email(text),
        Form::Url | Form::Mailto => {
            let part = |b: &&u8| b.is_ascii_alphanumeric() || b"+.-".contains(b);
            let length = text.iter().take_while(part).count();
            (2..=32).contains(&length)
                && text[0].is_ascii_alphabetic()
                && text.get(length) == Some(&b':')
        }
    }
}

/// Whether `<text>` is an email autolink.
fn is_email(text: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', text) else { return false };
    let (name, host) = (&text[..at], &text[at + 1..]);
    let name_byte = |b: &u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(b);
    let label = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
            && label.first() != Some(&b'-')
            && label.last() != Some(&b'-')
    };
    !name.is_empty() && name.iter().all(name_byte) && host.split(|&b| b == b'.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_bare_where_every_reader_finds_just_that() {
        for (before, text, tail, form, bare) in [
            (b'\n', "http://a.bc", "", Form::Url, true),
            (b' ', "http://a.bc/d", ".", Form::Url, true),
            (b' ', "http://a.bc/d", ")).", Form::Url, true),
            (b'a', "http://a.bc/d", "", Form::Url, false),
            (b':', "www.a.bc", "", Form::Www, false),
            (b'(', "www.a.bc", ")", Form::Www, true),
            (b'(', "www.a.bc)", "", Form::Www, false),
            (b' ', "http://a.bc/*d*", "", Form::Url, false),
            (b' ', "http://a.bc/_d", "", Form::Url, false),
            (b' ', "http://a.bc/d_e", "", Form::Url, true),
            (b' ', "http://a.bc/&amp;", "", Form::Url, false),
            (b' ', "http://a.bc/\u{A0}d", "", Form::Url, false),
            (b' ', "http://a.bc/d.", "", Form::Url, false),
            (b' ', "a@b.cd", ",", Form::Email, true),
        ] {
            let before = Before { byte: before, delimiter: false };
            let tail = Tail::default().and(tail.as_bytes()).unwrap();
            assert_eq!(reads_bare(text.as_bytes(), form, before, tail, false), bare, "{text}");
        }
        let (tail, quoted) = (Tail::default(), b"http://a.bc/'d'e");
        let before = Before { byte: b'*', delimiter: true };
        assert!(reads_bare(quoted, Form::Url, before, tail, false));
        assert!(!reads_bare(quoted, Form::Url, before, tail, true));
    }

    #[test]
    fn a_tail_is_some_punctuation() {
        assert!(Tail::default().and(b".,").and_then(|tail| tail.and(b"!?)")).is_some());
        for tail in ["a", ".a", "-", ".........", "\u{A0}"] {
            assert_eq!(Tail::default().and(tail.as_bytes()), None, "{tail}");
        }
    }

    #[test]
    fn angle_brackets_hold_addresses_with_a_scheme() {
        for (text, form, is) in [
            ("http://a.bc", Form::Url, true),
            ("made-up+scheme.1:x", Form::Url, true),
            ("a:x", Form::Url, false),
            ("1a:x", Form::Url, false),
            ("http://a b", Form::Url, false),
            ("http://a<b", Form::Url, false),
            ("http://a&amp;b", Form::Url, false),
            ("www.a.bc", Form::Www, false),
            ("a@b", Form::Email, true),
            ("a@-b", Form::Email, false),
            ("@b", Form::Email, false),
            ("a@b..c", Form::Email, false),
        ] {
            assert_eq!(reads_between_angles(text.as_bytes(), form, false), is, "{text}");
        }
        assert!(reads_between_angles(b"ab:c|d", Form::Url, false));
        assert!(!reads_between_angles(b"ab:c|d", Form::Url, true));
    }
}
