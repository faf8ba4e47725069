//! Symbol fonts: fonts whose bytes are not letters but glyph numbers.
//!
//! Shape   a font is known by its name; a byte set in it is looked up in that font's table.
//! Units   bytes 0x20 to 0xFF as they stand in RTF, or U+F020 to U+F0FF as Word writes them.
//! Errors  a byte that the font shows nothing for, or nothing that Unicode has, is `None`.
//! Source  see the tables.

#[rustfmt::skip]
mod tables;

/// The characters of bytes 0x20 to 0xFF; `\0` where there is none.
type Glyphs = [char; 224];

/// A font whose glyphs are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // they are the fonts' names
pub enum SymbolFont {
    Symbol,
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
    ZapfDingbats,
    MtExtra,
}

impl SymbolFont {
    /// Every one of them.
    pub const ALL: [SymbolFont; 7] = [
        SymbolFont::Symbol,
        SymbolFont::Wingdings,
        SymbolFont::Wingdings2,
        SymbolFont::Wingdings3,
        SymbolFont::Webdings,
        SymbolFont::ZapfDingbats,
        SymbolFont::MtExtra,
    ];
}

/// The symbol font of that name. Case, blanks, punctuation and what makers put before or behind
/// (`ITC Zapf Dingbats`, `SymbolMT`, `Wingdings-Regular`) make no difference.
pub fn symbol_table(font_name: &str) -> Option<SymbolFont> {
    // Most fonts are none of these, and their first letter says so.
    let first = font_name.bytes().find(u8::is_ascii_alphanumeric)?;
    if !b"iswzdm".contains(&first.to_ascii_lowercase()) {
        return None;
    }
    let mut letters = [0u8; 24];
    let mut len = 0;
    for byte in font_name.bytes().filter(u8::is_ascii_alphanumeric) {
        // Longer names than this are told by their beginning.
        let Some(place) = letters.get_mut(len) else { break };
        *place = byte.to_ascii_lowercase();
        len += 1;
    }
    let name = letters.get(..len)?;
    let name = name.strip_prefix(b"itc").unwrap_or(name);
    // Symbola and Segoe UI Symbol are ordinary fonts: of Symbol, only known endings are taken.
    if let Some(ending) = name.strip_prefix(b"symbol") {
        let known: [&[u8]; 8] =
            [b"", b"mt", b"ps", b"psmt", b"std", b"regular", b"bold", b"proportionalbt"];
        return known.contains(&ending).then_some(SymbolFont::Symbol);
    }
    let beginnings: [(&[u8], SymbolFont); 9] = [
        (b"wingdings2", SymbolFont::Wingdings2),
        (b"wingdings3", SymbolFont::Wingdings3),
        (b"wingdings", SymbolFont::Wingdings),
        (b"webdings", SymbolFont::Webdings),
        (b"zapfdingbats", SymbolFont::ZapfDingbats),
        (b"dingbats", SymbolFont::ZapfDingbats),
        (b"monotypesorts", SymbolFont::ZapfDingbats),
        (b"mtextra", SymbolFont::MtExtra),
        (b"standardsymbols", SymbolFont::Symbol),
    ];
    beginnings.iter().find(|(beginning, _)| name.starts_with(beginning)).map(|&(_, font)| font)
}

/// The character that `byte` shows in the font.
pub fn map(font: SymbolFont, byte: u8) -> Option<char> {
    let glyphs: &Glyphs = match font {
        SymbolFont::Symbol => &tables::SYMBOL,
        SymbolFont::Wingdings => &tables::WINGDINGS,
        SymbolFont::Wingdings2 => &tables::WINGDINGS_2,
        SymbolFont::Wingdings3 => &tables::WINGDINGS_3,
        SymbolFont::Webdings => &tables::WEBDINGS,
        SymbolFont::ZapfDingbats => &tables::ZAPF_DINGBATS,
        SymbolFont::MtExtra => &tables::MT_EXTRA,
    };
    let glyph = *glyphs.get(byte.checked_sub(0x20)? as usize)?;
    (glyph != '\0').then_some(glyph)
}

/// Rows of sixteen as one table. A row of another length does not compile.
const fn glyphs(rows: [&str; 14]) -> Glyphs {
    let mut table = ['\0'; 224];
    let mut row = 0;
    while row < rows.len() {
        let bytes = rows[row].as_bytes();
        let (mut at, mut column) = (0, 0);
        while at < bytes.len() {
            let lead = bytes[at];
            let (len, first) = match lead {
                0..0x80 => (1, lead),
                0x80..0xE0 => (2, lead & 0x1F),
                0xE0..0xF0 => (3, lead & 0x0F),
                _ => (4, lead & 0x07),
            };
            let mut code = first as u32;
            let mut next = 1;
            while next < len {
                code = code << 6 | (bytes[at + next] & 0x3F) as u32;
                next += 1;
            }
            table[row * 16 + column] = match char::from_u32(code) {
                Some(glyph) => glyph,
                None => panic!("not a character"),
            };
            column += 1;
            at += len;
        }
        assert!(column == 16, "a row has sixteen glyphs");
        row += 1;
    }
    table
}

/// What a character for private use shows that programs write under fonts of letters too, meaning
/// Symbol's bullet and the signs of Wingdings that Word offers as bullets and makes of arrows.
pub fn private_sign(c: char) -> char {
    match c {
        '\u{F0B7}' => '\u{2022}',
        '\u{F0A7}' => '\u{25AA}',
        '\u{F076}' => '\u{2756}',
        '\u{F0D8}' => '\u{27A2}',
        '\u{F0E0}' => '\u{2192}',
        '\u{F0FC}' => '\u{2713}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::SymbolFont::*;
    use super::*;

    #[test]
    fn fonts_are_known_by_their_names() {
        for (name, font) in [
            ("Symbol", Some(Symbol)),
            ("symbol", Some(Symbol)),
            ("SymbolMT", Some(Symbol)),
            ("Symbol (Bold)", Some(Symbol)),
            ("Standard Symbols L", Some(Symbol)),
            ("Symbola", None),
            ("SymbolNeu", None),
            ("Segoe UI Symbol", None),
            ("Wingdings", Some(Wingdings)),
            ("WINGDINGS-Regular", Some(Wingdings)),
            ("Wingdings 2", Some(Wingdings2)),
            ("Wingdings2", Some(Wingdings2)),
            ("Wingdings 3", Some(Wingdings3)),
            ("Webdings", Some(Webdings)),
            ("ZapfDingbats", Some(ZapfDingbats)),
            ("ITC Zapf Dingbats", Some(ZapfDingbats)),
            ("Zapf Dingbats BT", Some(ZapfDingbats)),
            ("Monotype Sorts", Some(ZapfDingbats)),
            ("MT Extra", Some(MtExtra)),
            ("Times New Roman", None),
            ("Arial", None),
            ("", None),
            ("a name that is much longer than any symbol font's name", None),
            ("ЖЖ", None),
        ] {
            assert_eq!(symbol_table(name), font, "{name}");
        }
    }

    #[test]
    fn bullets_boxes_and_checks() {
        for (font, byte, glyph) in [
            (Symbol, 0xB7, '•'),
            (Symbol, 0x61, 'α'),
            (Symbol, 0x57, 'Ω'),
            (Symbol, 0xAE, '→'),
            (Symbol, 0xA3, '≤'),
            (Symbol, 0xE5, '∑'),
            (Symbol, 0xD6, '√'),
            (Wingdings, 0x6C, '●'),
            (Wingdings, 0x6E, '■'),
            (Wingdings, 0xA7, '▪'),
            (Wingdings, 0xA8, '☐'),
            (Wingdings, 0x6F, '☐'),
            (Wingdings, 0xFB, '✗'),
            (Wingdings, 0xFC, '✓'),
            (Wingdings, 0xFD, '☒'),
            (Wingdings, 0xFE, '☑'),
            (Wingdings, 0xD8, '➢'),
            (Wingdings, 0x76, '❖'),
            (Wingdings, 0x71, '❑'),
            (Wingdings, 0x9F, '•'),
            (Wingdings, 0xE0, '→'),
            (Wingdings, 0xDF, '←'),
            (Wingdings, 0x4A, '☺'),
            (Wingdings, 0x4C, '☹'),
            (Wingdings, 0x28, '🕿'),
            (Wingdings, 0x81, '①'),
            (Wingdings, 0x8C, '❶'),
            (Wingdings2, 0x50, '✓'),
            (Wingdings2, 0x4F, '✗'),
            (Wingdings2, 0x52, '☑'),
            (Wingdings2, 0x53, '☒'),
            (Wingdings2, 0x54, '☒'),
            (Wingdings2, 0xA3, '☐'),
            (Wingdings2, 0x97, '•'),
            (Wingdings2, 0xA2, '■'),
            (Wingdings3, 0x22, '→'),
            (Wingdings3, 0x70, '▲'),
            (Wingdings3, 0x75, '▶'),
            (Wingdings3, 0x7D, '▶'),
            (Wingdings3, 0xF0, '🢗'),
            (Webdings, 0x61, '✔'),
            (Webdings, 0x63, '☐'),
            (Webdings, 0x47, '🏛'),
            (Webdings, 0xFE, '🌎'),
            (ZapfDingbats, 0x33, '✓'),
            (ZapfDingbats, 0x34, '✔'),
            (ZapfDingbats, 0x6C, '●'),
            (ZapfDingbats, 0x6E, '■'),
            (ZapfDingbats, 0xD5, '→'),
            (ZapfDingbats, 0xFE, '➾'),
            (MtExtra, 0x4B, '…'),
            (MtExtra, 0x68, 'ℏ'),
        ] {
            assert_eq!(map(font, byte), Some(glyph), "{font:?} {byte:#x}");
        }
    }

    #[test]
    fn bytes_without_a_glyph() {
        for (font, byte) in [
            (Symbol, 0x00),
            (Symbol, 0x1F),
            (Symbol, 0x7F),
            (Symbol, 0xF0),
            (Wingdings, 0xFF),
            (Wingdings2, 0xFA),
            (ZapfDingbats, 0xFF),
            (MtExtra, 0x21),
        ] {
            assert_eq!(map(font, byte), None, "{font:?} {byte:#x}");
        }
        for font in [Symbol, Wingdings, Wingdings2, Wingdings3, Webdings, ZapfDingbats, MtExtra] {
            assert_eq!(map(font, b' '), Some(' '), "{font:?}");
        }
    }

    #[test]
    fn signs_of_lists_and_tasks() {
        let shown = [0xFC, 0x20, 0xFF, 0xFE].map(|byte| map(Wingdings, byte));
        assert_eq!(shown, [Some('✓'), Some(' '), None, Some('☑')]);
    }
}
