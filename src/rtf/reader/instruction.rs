//! Field instructions: a name, arguments and switches.
//!
//! Shape   [`parse`] reads the text between the braces of `\fldinst`, whole; arguments are parts of
//!         it, still escaped, which [`own_unescaped`] copies into the document.
//! Errors  none: what is not known comes out by its name, an argument without its closing quote
//!         reaches to the end.
//! Source  RTF 1.9.1, "Fields"; field codes as Word documents them (HYPERLINK, INCLUDEPICTURE, NOTEREF).

use crate::document::{Document, Span, slug};

/// A field instruction that says more than its result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Instruction<'a> {
    Hyperlink {
        url: &'a str,
        anchor: Option<&'a str>,
        title: &'a str,
    },
    Picture {
        path: &'a str,
    },
    NoteRef {
        bookmark: &'a str,
    },
    Symbol {
        code: u32,
        font: &'a str,
    },
    Checkbox,
    Dropdown,
    Merge {
        name: &'a str,
    },
    /// `MACROBUTTON`, `GOTOBUTTON`: what is shown to be clicked on.
    Button {
        face: &'a str,
    },
    /// `EQ`, with its switches.
    Equation(&'a str),
    /// Any other, by its name.
    Other(&'a str),
}

/// Reads an instruction: a name, arguments (quoted or not) and switches with or without one.
pub(super) fn parse(instruction: &str) -> Instruction<'_> {
    let mut rest = instruction;
    let Some(name) = argument(&mut rest) else { return Instruction::Other("") };
    let mut first = "";
    let (mut anchor, mut title, mut font) = (None, "", "");
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    let hyperlink = is("HYPERLINK");
    if is("EQ") {
        return Instruction::Equation(rest.trim());
    }
    if is("MACROBUTTON") || is("GOTOBUTTON") {
        let mut face = rest.split("\\*").next().unwrap_or("");
        argument(&mut face);
        let face = face.trim();
        return Instruction::Button { face };
    }
    while let Some(word) = argument(&mut rest) {
        match switch(word) {
            Some('l') if hyperlink => anchor = argument(&mut rest),
            Some('o') if hyperlink => title = argument(&mut rest).unwrap_or(""),
            // LibreOffice writes the tooltip back as the target frame.
            Some('t') if hyperlink => {
                let frame = argument(&mut rest).unwrap_or("");
                if title.is_empty() && !frame.starts_with('_') {
                    title = frame;
                }
            }
            Some('f') if is("SYMBOL") => font = argument(&mut rest).unwrap_or(""),
            Some('*' | '#' | '@') => drop(argument(&mut rest)),
            Some(_) => {}
            None if first.is_empty() => first = word,
            None => {}
        }
    }
    match () {
        _ if hyperlink => Instruction::Hyperlink { url: first, anchor, title },
        _ if is("INCLUDEPICTURE") && !first.is_empty() => Instruction::Picture { path: first },
        _ if is("NOTEREF") && first.starts_with("fn_") => Instruction::NoteRef { bookmark: first },
        _ if is("SYMBOL") => match number(first) {
            Some(code) => Instruction::Symbol { code, font },
            None => Instruction::Other(name),
        },
        _ if is("FORMCHECKBOX") => Instruction::Checkbox,
        _ if is("FORMDROPDOWN") => Instruction::Dropdown,
        _ if is("MERGEFIELD") && !first.is_empty() => Instruction::Merge { name: first },
        _ => Instruction::Other(name),
    }
}

/// A number as field codes write it: decimal, or hexadecimal behind `0x`.
fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// The letter of a switch such as `\l`.
fn switch(word: &str) -> Option<char> {
    let mut chars = word.strip_prefix('\\')?.chars();
    // Two backslashes are one that is part of an address.
    let letter = chars.next().filter(|&letter| letter != '\\')?.to_ascii_lowercase();
    chars.next().is_none().then_some(letter)
}

/// Takes the next argument off `rest`: quoted by straight or typographic quotes, or up to a space.
fn argument<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start();
    let first = text.chars().next()?;
    if !matches!(first, '"' | '\u{201C}' | '\u{201D}') {
        let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
        *rest = &text[end..];
        return Some(&text[..end]);
    }
    let body = &text[first.len_utf8()..];
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' | '\u{201C}' | '\u{201D}' => {
                *rest = &body[at + c.len_utf8()..];
                return Some(&body[..at]);
            }
            _ => {}
        }
    }
    *rest = "";
    Some(body)
}

/// Copies an argument into the document, with `\\` as `\` and `\"` as `"`.
pub(super) fn own_unescaped(doc: &mut Document, text: &str) -> Span {
    let from = doc.own_len();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        doc.append(&rest[..at]);
        let after = &rest[at + 1..];
        match after.chars().next() {
            Some(c @ ('\\' | '"')) => {
                doc.append_char(c);
                rest = &after[1..];
            }
            _ => {
                doc.append("\\");
                rest = after;
            }
        }
    }
    doc.append(rest);
    Span::of_own(from, doc.own_len())
}

/// An address as it is spelled elsewhere: its blanks, its quotation marks and what is no ASCII as `%XX`.
pub(super) fn spelled(doc: &mut Document, address: Span) -> Span {
    let is_plain = |byte: u8| matches!(byte, b'!' | b'#'..=b'~');
    let Some(text) = doc.own_text(address).filter(|text| !text.bytes().all(is_plain)) else {
        return address;
    };
    let mut bytes = Vec::new();
    if bytes.try_reserve(3 * text.len()).is_err() {
        return address;
    }
    for byte in text.bytes() {
        match is_plain(byte) {
            true => bytes.push(byte),
            false => bytes.extend(slug::percent(byte)),
        }
    }
    let from = doc.own_len();
    doc.append_ascii(&bytes);
    Span::of_own(from, doc.own_len())
}

/// Copies a title into the document. In it a double prime stands for a quotation mark and a line
/// separator for a line end, unless a backslash stands before.
pub(super) fn own_title(doc: &mut Document, text: &str) -> Span {
    if !text.contains(['\u{2033}', '\u{2028}']) {
        return own_unescaped(doc, text);
    }
    let from = doc.own_len();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{2033}' => doc.append_char('"'),
            '\u{2028}' => doc.append_char('\n'),
            '\\' => match chars.next() {
                Some(c @ ('\\' | '"' | '\u{2033}' | '\u{2028}')) => doc.append_char(c),
                other => {
                    doc.append_char('\\');
                    other.into_iter().for_each(|c| doc.append_char(c));
                }
            },
            c => doc.append_char(c),
        }
    }
    Span::of_own(from, doc.own_len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hyperlink<'a>(url: &'a str, anchor: &'a str, title: &'a str) -> Instruction<'a> {
        let anchor = (!anchor.is_empty()).then_some(anchor);
        Instruction::Hyperlink { url, anchor, title }
    }

    #[test]
    fn instructions() {
        for (source, expected) in [
            (r#"HYPERLINK "http://a.b/c""#, hyperlink("http://a.b/c", "", "")),
            (r#" hyperlink http://a.b/c \n"#, hyperlink("http://a.b/c", "", "")),
            (r#"HYPERLINK "u" \l "frag" \o "a tip""#, hyperlink("u", "frag", "a tip")),
            (r#"HYPERLINK \l "bm""#, hyperlink("", "bm", "")),
            (r#"HYPERLINK \l bm \t "_blank""#, hyperlink("", "bm", "")),
            (r#"HYPERLINK "u" \t "tip""#, hyperlink("u", "", "tip")),
            ("HYPERLINK \u{201C}u\u{201D}", hyperlink("u", "", "")),
            (r#"HYPERLINK "unclosed"#, hyperlink("unclosed", "", "")),
            (
                r#"INCLUDEPICTURE "a b.png" \d \* MERGEFORMATINET"#,
                Instruction::Picture { path: "a b.png" },
            ),
            (r"NOTEREF fn_x \h", Instruction::NoteRef { bookmark: "fn_x" }),
            (r"NOTEREF _Ref123 \h", Instruction::Other("NOTEREF")),
            (r#"SYMBOL 183 \f "Symbol" \s 10"#, Instruction::Symbol { code: 183, font: "Symbol" }),
            (
                r"MACROBUTTON  NoMacro [Click and type] \* MERGEFORMAT",
                Instruction::Button { face: "[Click and type]" },
            ),
            (r"MACROBUTTON  \* MERGEFORMAT", Instruction::Button { face: "" }),
            ("GOTOBUTTON _Toc1 7 ", Instruction::Button { face: "7" }),
            ("MERGEFIELD Name", Instruction::Merge { name: "Name" }),
            ("PAGE", Instruction::Other("PAGE")),
            ("", Instruction::Other("")),
        ] {
            assert_eq!(parse(source), expected, "{source}");
        }
    }

    #[test]
    fn escapes_in_arguments() {
        let mut doc = Document::default();
        doc.reset(9);
        own_unescaped(&mut doc, r#"c:\\dir\file \"x\""#);
        assert_eq!(doc.text, r#"c:\dir\file "x""#);
    }
}
