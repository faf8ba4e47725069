//! Link targets.
//!
//! Source  CommonMark 0.31, section 6.3.

use super::escape::{escapes, is_entity};
use super::lines::Lines;

/// Deeper parentheses in a destination are escaped.
const NESTED_PARENS: i32 = 30;

/// How a destination is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Bare,
    /// Bare, with backslashes before its parentheses.
    Unbalanced,
    Angles,
}

/// The form of the destination `url`; `titled` says that a title follows it.
fn form(url: &[u8], titled: bool) -> Form {
    if url.iter().any(|&b| b <= b' ' || b == 0x7F) || (titled && url.is_empty()) {
        return Form::Angles;
    }
    let mut depth = 0;
    let nested = url.iter().all(|byte| {
        depth += (*byte == b'(') as i32 - (*byte == b')') as i32;
        (0..=NESTED_PARENS).contains(&depth)
    });
    if nested && depth == 0 { Form::Bare } else { Form::Unbalanced }
}

/// Writes `(destination "title")`.
pub(super) fn target(lines: &mut Lines<'_>, url: &[u8], title: &[u8], in_cell: bool) {
    lines.push_byte(b'(');
    let titled = !title.is_empty();
    destination(lines, url, form(url, titled), in_cell);
    if titled {
        lines.push(b" \"");
        quoted(lines, title, in_cell);
        lines.push_byte(b'"');
    }
    lines.push_byte(b')');
}

fn destination(lines: &mut Lines<'_>, url: &[u8], form: Form, in_cell: bool) {
    let angles = form == Form::Angles;
    if angles {
        lines.push_byte(b'<');
    }
    let mut done = 0;
    for (at, &byte) in url.iter().enumerate() {
        let escaped: &[u8] = match byte {
            b'\\' if escapes(url.get(at + 1).copied()) => b"\\\\",
            b'&' if is_entity(&url[at..]) => b"&amp;",
            b'<' if angles || at == 0 => b"\\<",
            b'>' if angles => b"\\>",
            b'(' if form == Form::Unbalanced => b"\\(",
            b')' if form == Form::Unbalanced => b"\\)",
            b'|' if in_cell => b"\\|",
            b'\n' => b"&#10;",
            b'\r' => b"&#13;",
            0 => "\u{FFFD}".as_bytes(),
            _ => continue,
        };
        lines.push(&url[done..at]);
        lines.push(escaped);
        done = at + 1;
    }
    lines.push(&url[done..]);
    if angles {
        lines.push_byte(b'>');
    }
}

fn quoted(lines: &mut Lines<'_>, title: &[u8], in_cell: bool) {
    for (at, &byte) in title.iter().enumerate() {
        match byte {
            b'"' => lines.push(b"\\\""),
            b'\\' if escapes(title.get(at + 1).copied()) => lines.push(b"\\\\"),
            b'&' if is_entity(&title[at..]) => lines.push(b"&amp;"),
            b'|' if in_cell => lines.push(b"\\|"),
            b'\n' => lines.push(b"&#10;"),
            b'\r' => lines.push(b"&#13;"),
            0 => lines.push("\u{FFFD}".as_bytes()),
            _ => lines.push_byte(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_bare_where_it_can_be() {
        for (url, titled, is) in [
            ("a", false, Form::Bare),
            ("", false, Form::Bare),
            ("", true, Form::Angles),
            ("a b", false, Form::Angles),
            ("a\u{7F}", false, Form::Angles),
            ("a(b)", false, Form::Bare),
            ("a)b(", false, Form::Unbalanced),
            ("a(b", false, Form::Unbalanced),
        ] {
            assert_eq!(form(url.as_bytes(), titled), is, "{url}");
        }
    }
}
