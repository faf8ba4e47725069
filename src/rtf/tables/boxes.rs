//! Boxes of tasks: typed, drawn, or standing where the bullet would.
//!
//! Source  what Word, RichEdit and people write; GFM, "Task list items".

use crate::text::symbol::{self, SymbolFont};

/// Glyphs of tasks, and whether they say that it is done.
const BOXES: [(&str, bool); 9] = [
    ("\u{2610}", false),
    ("\u{2611}", true),
    ("\u{2612}", true),
    // As Wingdings and Segoe UI Symbol have them.
    ("\u{2327}", true),
    ("\u{1F5F7}", true),
    ("\u{1F5F9}", true),
    ("[ ]", false),
    ("[x]", true),
    ("[X]", true),
];

/// U+FE0F: the character before it is shown as an emoji.
const EMOJI: &[u8] = "\u{FE0F}".as_bytes();

/// Whether a text may begin with a box: most texts begin with something else.
#[inline]
fn may_begin(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'[' | 0xE2 | 0xF0))
}

/// The state of a box that is drawn, where a text is that and nothing else.
pub(in crate::rtf) fn drawn(text: &[u8]) -> Option<bool> {
    let drawn = BOXES.iter().find(|(glyph, _)| !glyph.is_ascii() && glyph.as_bytes() == text)?;
    Some(drawn.1)
}

/// Whether a text begins with a box that is drawn.
pub(in crate::rtf) fn begin(text: &[u8]) -> bool {
    may_begin(text)
        && BOXES.iter().any(|(glyph, _)| !glyph.is_ascii() && text.starts_with(glyph.as_bytes()))
}

/// The state of a task box that is a list's marker, a sign of that font.
pub(in crate::rtf) fn of_sign(sign: char, font: Option<SymbolFont>) -> Option<bool> {
    let glyph = match (sign, font) {
        ('\0'..='\u{FF}' | '\u{F020}'..='\u{F0FF}', Some(font)) => symbol::map(font, sign as u8)?,
        _ => sign,
    };
    drawn(glyph.encode_utf8(&mut [0; 4]).as_bytes())
}

/// The state of a task box that is a list's marker.
pub(in crate::rtf) fn of_marker(marker: &[u8]) -> Option<bool> {
    let marker = marker.trim_ascii();
    let found = BOXES.iter().find(|(glyph, _)| may_begin(marker) && glyph.as_bytes() == marker)?;
    Some(found.1)
}

/// The state of a task box behind the first `skip` bytes of a text, and the bytes that both take.
pub(in crate::rtf) fn of_text(text: &[u8], skip: usize) -> (Option<bool>, usize) {
    let text = text.get(skip..).unwrap_or(b"");
    if !may_begin(text) {
        return (None, skip);
    }
    for (glyph, state) in BOXES {
        if let Some(rest) = text.strip_prefix(glyph.as_bytes()) {
            let space = matches!(rest.first(), Some(b' ' | b'\t'));
            if rest.starts_with(EMOJI) {
                break; // a picture of a box, in colour
            }
            if space || !glyph.is_ascii() {
                return (Some(state), skip + glyph.len() + space as usize);
            }
        }
    }
    (None, skip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_in_front_of_text() {
        for (text, skip, found) in [
            ("[ ] milk", 0, (Some(false), 4)),
            ("[x]\tmilk", 0, (Some(true), 4)),
            ("[x]milk", 0, (None, 0)),
            ("- [X] milk", 2, (Some(true), 6)),
            ("\u{2610}milk", 0, (Some(false), 3)),
            ("\u{2612} milk", 0, (Some(true), 4)),
            ("\u{2611}\u{FE0F} milk", 0, (None, 0)),
            ("milk [ ]", 0, (None, 0)),
            ("", 3, (None, 3)),
        ] {
            assert_eq!(of_text(text.as_bytes(), skip), found, "{text}");
        }
    }

    #[test]
    fn boxes_of_fonts() {
        let font = Some(SymbolFont::Wingdings);
        for (sign, font, state) in [
            ('\u{F0A8}', font, Some(false)),
            ('\u{A8}', font, Some(false)),
            ('o', font, Some(false)),
            ('x', font, Some(true)),
            ('\u{F0FD}', font, Some(true)),
            ('\u{FE}', font, Some(true)),
            ('\u{F0FE}', None, None),
            ('o', None, None),
            ('q', font, None),
            ('\u{F0A3}', Some(SymbolFont::Wingdings2), Some(false)),
            ('\u{2611}', font, Some(true)),
        ] {
            assert_eq!(of_sign(sign, font), state, "{sign:?} {font:?}");
        }
    }

    #[test]
    fn boxes_for_bullets() {
        for (marker, state, alone) in [
            ("\u{2610}", Some(false), Some(false)),
            ("\u{2611}\t", Some(true), None),
            ("[x]", Some(true), None),
            ("[ ]\t", Some(false), None),
            ("[a]", None, None),
            ("\u{2022}", None, None),
        ] {
            assert_eq!(of_marker(marker.as_bytes()), state, "{marker}");
            assert_eq!(drawn(marker.as_bytes()), alone, "{marker}");
        }
    }
}
