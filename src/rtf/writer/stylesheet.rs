//! The stylesheet: the paragraph and character styles that a document uses, and its template's.
//!
//! Shape   only what the document uses is written, so that a short memo stays short; numbers of
//!         styles are the same in every document. What a template adds is ready to be written.
//! Source  `docs/mapping.md` for names and numbers.

use super::escape::{escape_special, percent};
use super::look::Look;
use super::plan::Plan;
use super::prefix::Prefixes;
use super::style::{ALL, ALL_CHARACTER, CHARACTER_STYLES, CharacterStyle, Style};
use crate::memory::Output;

/// Writes the stylesheet.
pub(super) fn write(look: &Look<'_>, plan: &Plan, prefixes: &Prefixes, out: &mut Output) {
    out.push(b"{\\stylesheet");
    for style in ALL {
        let used = look.is_of_template(style) || plan.has_style(style);
        if used && !style.name().is_empty() {
            // LibreOffice lays out the last paragraph of a note as its style says.
            let notes = style == Style::Note && plan.has_notes_right_to_left();
            let direction: &[u8] = if notes { b"\\rtlpar\\qr" } else { b"" };
            paragraph_style(style, (style.number(), style.next()), direction, prefixes, out);
            out.push(style.name().as_bytes());
            out.push(b";}");
        }
    }
    for index in 0..plan.infos().len() as u32 {
        let number = look.first_info() + index;
        paragraph_style(Style::Code, (number, number), b"", prefixes, out);
        out.push(b"Code ");
        info_name(plan.infos().name(index), out);
        out.push(b";}");
    }
    for style in ALL_CHARACTER {
        if is_used(style, plan, look.template.is_some()) {
            character_style(style, look, out);
        }
    }
    if let Some(template) = look.template {
        out.push(&template.others);
    }
    out.push(b"}\r\n");
}

/// Whether a character style is needed. The styles of a template may be bold or in italics, where
/// the character styles tell.
fn is_used(style: CharacterStyle, plan: &Plan, has_template: bool) -> bool {
    let tells = matches!(style, CharacterStyle::Strong | CharacterStyle::Emphasis);
    plan.has_character(style) || (has_template && tells)
}

/// A paragraph style up to its name: its number and the next one's, and what it says of the direction.
fn paragraph_style(
    style: Style,
    (number, next): (u32, u32),
    direction: &[u8],
    prefixes: &Prefixes,
    out: &mut Output,
) {
    out.push(b"{\\s");
    out.push_int(i64::from(number));
    out.push(style.indents().as_bytes());
    out.push(direction);
    out.push(prefixes.of(style).properties());
    if style != Style::Normal {
        let of_info = style == Style::Code && number != style.number();
        let base = if of_info { style.number() } else { 0 };
        out.push(b"\\sbasedon");
        out.push_int(i64::from(base));
    }
    out.push(b"\\snext");
    out.push_int(i64::from(next));
    out.push_byte(b' ');
}

fn character_style(style: CharacterStyle, look: &Look<'_>, out: &mut Output) {
    let (number, name, properties) = CHARACTER_STYLES[style as usize];
    out.push(b"{\\*\\cs");
    out.push_int(i64::from(number));
    out.push(b"\\additive");
    if style.is_code() {
        out.push(b"\\f1\\fs");
        out.push_int(look.code_size(look.size).into());
    }
    out.push(properties.as_bytes());
    out.push_byte(b' ');
    out.push(name.as_bytes());
    out.push(b";}");
}

/// An info string as the end of a style's name.
fn info_name(info: &[u8], out: &mut Output) {
    let special = |byte: u8| byte < 0x20 || byte == 0x7F || b"%;,\\{}".contains(&byte);
    escape_special(info, out, special, percent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings_in_one_line_each() {
        for (info, name) in [
            ("rust", "rust"),
            ("a;b,c", "a%3Bb%2Cc"),
            ("100%", "100%25"),
            ("{.x}\\", "%7B.x%7D%5C"),
            ("\té", "%09\\u233e"),
        ] {
            let mut out = Output::new(Vec::new(), 999);
            info_name(info.as_bytes(), &mut out);
            assert_eq!(out.finish().unwrap(), name.as_bytes(), "{info}");
        }
    }

    #[test]
    fn character_styles_in_one_line_each() {
        let look = Look::new(&crate::options::Options::default(), None);
        for (style, rtf) in [
            (CharacterStyle::Strong, "{\\*\\cs7\\additive\\b Strong;}"),
            (CharacterStyle::Code, "{\\*\\cs12\\additive\\f1\\fs20 HTML Code;}"),
            (CharacterStyle::Hyperlink, "{\\*\\cs11\\additive\\ul\\cf1 Hyperlink;}"),
        ] {
            let mut out = Output::new(Vec::new(), 999);
            character_style(style, &look, &mut out);
            assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), rtf);
        }
    }
}
