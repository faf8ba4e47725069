//! Fonts and colours of a template: only those that something refers to are taken over, with
//! numbers behind the writer's own.
//!
//! Shape   [`Fonts::take`] and [`Colors::take`] give the new number of an old one; what was taken
//!         is written to the tables of every document.
//! Limits  4,000 fonts and 4,000 colours; names of fonts up to 100 characters.
//! Source  RTF 1.9.1, "Font table", "Color table".

use std::collections::HashMap;

use super::copy::{destination, skip};
use super::name::{LONGEST_NAME, Name};
use crate::memory::Output;
use crate::rtf::lexer::Token;
use crate::rtf::typeface::is_monospaced;
use crate::rtf::walk::Walk;
use crate::rtf::walk::encoding::page_of_charset;
use crate::rtf::words::Word;
use crate::text::codepage::CodePage;
use crate::text::escape_rtf;
use crate::text::symbol::symbol_table;

/// The number of the first font that is a template's.
pub(super) const FIRST_FONT: u32 = 6;
/// The number of the first colour that is a template's.
pub(super) const FIRST_COLOR: u32 = 17;
/// Entries of a table that are looked at.
const MOST: usize = 4_000;

/// One font.
#[derive(Clone, Debug, Default)]
pub(super) struct Font {
    name: String,
    family: &'static str,
    pitch: Option<i32>,
    charset: Option<i32>,
    page: Option<CodePage>,
    /// All letters are equally wide, as the reader would say.
    pub monospaced: bool,
    /// Its bytes are glyph numbers: text can't be set in it.
    pub symbol: bool,
    /// Its new number, once something refers to it.
    taken: Option<u32>,
}

/// The fonts of a template.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    fonts: Vec<Font>,
    by_number: HashMap<i32, usize>,
    taken: Vec<usize>,
}

impl Fonts {
    /// Reads the font table that the walk is in, up to its end.
    pub(super) fn read(&mut self, walk: &mut Walk<'_>, document: CodePage) {
        let mut depth = 0;
        let (mut number, mut font, mut name) = (None, Font::default(), Name::new());
        loop {
            let token = walk.next();
            let page = font.page.unwrap_or(document);
            match token {
                Token::End => break,
                Token::Open => {
                    let (starred, word) = destination(walk);
                    let inner = word.is_some_and(|word| word.name == b"falt");
                    if starred || inner || depth > 0 {
                        skip(walk);
                    } else {
                        depth += 1;
                    }
                }
                Token::Close if depth == 0 => break,
                Token::Close => depth -= 1,
                Token::Control(Word::F, value) => {
                    number = value;
                    font = Font::default();
                    name.end();
                }
                Token::Control(Word::Fnil, _) => font.family = "\\fnil",
                Token::Control(Word::Froman, _) => font.family = "\\froman",
                Token::Control(Word::Fswiss, _) => font.family = "\\fswiss",
                Token::Control(Word::Fmodern, _) => font.family = "\\fmodern",
                Token::Control(Word::Fscript, _) => font.family = "\\fscript",
                Token::Control(Word::Fdecor, _) => font.family = "\\fdecor",
                Token::Control(Word::Ftech, _) => font.family = "\\ftech",
                Token::Control(Word::Fbidi, _) => font.family = "\\fbidi",
                Token::Control(Word::Fprq, value) => {
                    font.pitch = value.filter(|pitch| (0..=2).contains(pitch));
                }
                Token::Control(Word::Fcharset, value) => {
                    font.charset = value.filter(|charset| (0..=255).contains(charset));
                    font.page = font.charset.and_then(page_of_charset).or(font.page);
                }
                Token::Control(Word::U, value) => {
                    name.unit(value.unwrap_or(0));
                    walk.leave_out(1);
                }
                Token::Hex(byte) => name.byte(byte, page),
                Token::High(start, end) => {
                    let bytes = walk.source().get(start..end).unwrap_or(&[]);
                    bytes.iter().for_each(|&byte| name.byte(byte, page));
                }
                Token::Text(start, end) => {
                    for &byte in walk.source().get(start..end).unwrap_or(&[]) {
                        if byte != b';' {
                            name.byte(byte, page);
                            continue;
                        }
                        let text = name.end();
                        if let Some(number) = number.take() {
                            self.add(number, std::mem::take(&mut font), &text);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, number: i32, mut font: Font, name: &str) {
        let name: String = name.chars().filter(|c| !c.is_control() && *c != ';').collect();
        font.name = name.trim().chars().take(LONGEST_NAME).collect();
        if font.name.is_empty() || self.fonts.len() >= MOST {
            return;
        }
        font.symbol = font.charset == Some(2) || symbol_table(&font.name).is_some();
        let wide = font.page.is_some_and(CodePage::is_multi_byte);
        let fixed = font.family == "\\fmodern" || font.pitch == Some(1);
        font.monospaced = (fixed && !wide) || is_monospaced(&font.name);
        self.by_number.insert(number, self.fonts.len());
        self.fonts.push(font);
    }

    /// The font of an old number.
    pub(super) fn get(&self, number: i32) -> Option<&Font> {
        self.fonts.get(*self.by_number.get(&number)?)
    }

    /// The new number of a font that is referred to.
    pub(super) fn take(&mut self, number: i32) -> Option<u32> {
        let index = *self.by_number.get(&number)?;
        let font = self.fonts.get_mut(index)?;
        if font.taken.is_none() {
            font.taken = Some(FIRST_FONT + self.taken.len() as u32);
            self.taken.push(index);
        }
        font.taken
    }

    /// Writes the entries of the fonts that were taken.
    pub(super) fn write(&self, out: &mut Output) {
        for (index, font) in
            self.taken.iter().filter_map(|&index| self.fonts.get(index)).enumerate()
        {
            out.push(b"{\\f");
            out.push_int(i64::from(FIRST_FONT) + index as i64);
            font.write(out);
            out.push(b";}");
        }
    }
}

impl Font {
    /// Everything of an entry but its number.
    pub(super) fn write(&self, out: &mut Output) {
        out.push(if self.family.is_empty() { b"\\fnil" } else { self.family.as_bytes() });
        for (word, value) in [(&b"\\fprq"[..], self.pitch), (b"\\fcharset", self.charset)] {
            if let Some(value) = value {
                out.push(word);
                out.push_int(value.into());
            }
        }
        out.push_byte(b' ');
        escape_rtf(self.name.as_bytes(), out);
    }
}

/// A colour; `None` is the automatic one.
type Color = Option<[u8; 3]>;

/// The colours of a template.
#[derive(Debug, Default)]
pub(super) struct Colors {
    colors: Vec<Color>,
    /// New numbers by old; 0 for none.
    numbers: Vec<u32>,
    taken: Vec<[u8; 3]>,
}

impl Colors {
    /// Reads the colour table that the walk is in, up to its end.
    pub(super) fn read(&mut self, walk: &mut Walk<'_>) {
        let mut color = None;
        let set = |place: usize, value: Option<i32>, color: &mut Color| {
            color.get_or_insert([0; 3])[place] = value.unwrap_or(0).clamp(0, 255) as u8;
        };
        loop {
            match walk.next() {
                Token::End | Token::Close => break,
                Token::Open => {
                    skip(walk);
                }
                Token::Control(Word::Red, value) => set(0, value, &mut color),
                Token::Control(Word::Green, value) => set(1, value, &mut color),
                Token::Control(Word::Blue, value) => set(2, value, &mut color),
                Token::Text(start, end) => {
                    for &byte in walk.source().get(start..end).unwrap_or(&[]) {
                        if byte == b';' && self.colors.len() < MOST {
                            self.colors.push(color.take());
                        }
                    }
                }
                _ => {}
            }
        }
        self.numbers.resize(self.colors.len(), 0);
    }

    /// The colour of an old number.
    pub(super) fn get(&self, number: i32) -> Color {
        usize::try_from(number).ok().and_then(|n| self.colors.get(n)).copied().flatten()
    }

    /// The new number of a colour that is referred to; 0, the automatic one, for what is none.
    pub(super) fn take(&mut self, number: i32) -> u32 {
        let Some(color) = self.get(number) else { return 0 };
        let Some(place) = usize::try_from(number).ok().and_then(|n| self.numbers.get_mut(n)) else {
            return 0;
        };
        if *place == 0 {
            *place = FIRST_COLOR + self.taken.len() as u32;
            self.taken.push(color);
        }
        *place
    }

    /// Writes the entries of the colours that were taken.
    pub(super) fn write(&self, out: &mut Output) {
        for color in &self.taken {
            write_color(*color, out);
        }
    }
}

/// Writes one entry of a colour table.
pub(crate) fn write_color([red, green, blue]: [u8; 3], out: &mut Output) {
    // Not in a loop: what has a fixed length is copied in line.
    out.push(b"\\red");
    out.push_int(red.into());
    out.push(b"\\green");
    out.push_int(green.into());
    out.push(b"\\blue");
    out.push_int(blue.into());
    out.push_byte(b';');
}
