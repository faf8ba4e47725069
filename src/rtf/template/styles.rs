//! Styles of a template: those that the writer has too are matched by name and give it their look;
//! the others are taken over with new numbers, for whoever edits the document.
//!
//! Shape   a first pass finds the entries, their names and numbers; [`matched`] says which style of
//!         the writer an entry is; [`Look`] is what is taken from it.
//! Units   twips and half-points.
//! Limits  600 styles. What tells the structure of a document is never taken from a template:
//!         indents, outline levels, `\contextualspace`, borders above and below where an empty
//!         paragraph may stand. Neither is a typeface of fixed width for text, nor a symbol font.
//! Source  RTF 1.9.1, "Style sheet"; `docs/mapping.md`, "Templates".

use std::collections::{HashMap, HashSet};

use super::copy::{Numbers, skip, spelled};
use super::name::Name;
use crate::document::Span;
use crate::memory::Output;
use crate::rtf::lexer::Token;
use crate::rtf::tables::styles::{Role, StyleKind, heading_level, role_of_name};
use crate::rtf::walk::Walk;
use crate::rtf::words::Word;
use crate::rtf::writer::style::{ALL, CHARACTER_STYLES, FIRST_INFO, Style};
use crate::text::codepage::CodePage;

/// Styles that are looked at.
const MOST: usize = 600;

/// An entry of the stylesheet.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where it begins, behind its brace.
    pub start: usize,
    pub kind: StyleKind,
    pub number: i32,
    pub based_on: Option<i32>,
    pub name: String,
}

/// Finds the entries of the stylesheet that the walk is in, up to its end.
pub(super) fn entries(walk: &mut Walk<'_>, page: CodePage) -> Vec<Entry> {
    let mut entries = Vec::new();
    loop {
        match walk.next() {
            Token::End | Token::Close => return entries,
            Token::Open => {
                let entry = entry(&mut walk.clone(), page);
                if entries.len() < MOST {
                    entries.push(entry);
                }
                skip(walk);
            }
            _ => {}
        }
    }
}

fn entry(walk: &mut Walk<'_>, page: CodePage) -> Entry {
    let (start, kind) = (walk.position(), StyleKind::Paragraph);
    let mut entry = Entry { start, kind, number: 0, based_on: None, name: String::new() };
    let (mut name, mut ended) = (Name::new(), false);
    loop {
        match walk.next() {
            Token::End | Token::Close => break,
            Token::Open => skip(walk),
            Token::Control(Word::S, value) => entry.number = value.unwrap_or(0),
            Token::Control(Word::Cs, value) => {
                entry.kind = StyleKind::Character;
                entry.number = value.unwrap_or(0);
            }
            Token::Control(Word::Ds | Word::Ts, value) => {
                entry.kind = StyleKind::Other;
                entry.number = value.unwrap_or(0);
            }
            Token::Control(Word::Sbasedon, value) => entry.based_on = value,
            _ if ended => {}
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
                let text = walk.source().get(start..end).unwrap_or(&[]);
                ended = text.contains(&b';');
                text.iter().take_while(|&&b| b != b';').for_each(|&b| name.byte(b, page));
            }
            _ => {}
        }
    }
    // Word writes aliases behind a comma.
    entry.name = name.end().split(',').next().unwrap_or("").trim().to_owned();
    entry
}

/// The style of the writer that an entry is, and how well its name fits: 0 is best.
pub(super) fn matched(entry: &Entry) -> Option<(Style, u8)> {
    if entry.kind != StyleKind::Paragraph {
        return None;
    }
    let name = entry.name.as_str();
    let is = |other: &str| !other.is_empty() && name.eq_ignore_ascii_case(other);
    if let Some(level) = heading_level(name).filter(|_| !is("Title") && !is("Subtitle")) {
        // `heading 7` to `heading 9` read as 6, and are the template's own.
        let exact = name.ends_with(['1', '2', '3', '4', '5', '6']);
        return exact.then_some((Style::heading(level), 0));
    }
    if entry.number == 0 {
        return Some((Style::Normal, 0));
    }
    let rows = ALL.iter().filter(|style| !matches!(style, Style::Rule | Style::Html));
    if let Some(&style) = rows.into_iter().find(|style| is(style.name())) {
        return Some((style, 0));
    }
    Some(match role_of_name(name, StyleKind::Paragraph, |_| Span::EMPTY) {
        Role::Quote => (Style::Quote, 1),
        Role::Code(_) if !name.starts_with("Code ") => (Style::Code, 1),
        Role::TableHeading => (Style::TableHeading, 1),
        _ if is("List Contents") || is("List Bullet") || is("List") => (Style::List, 1),
        _ if is("Footnote") => (Style::Note, 1),
        _ => return None,
    })
}

/// Whether the writer has a style of that name, so that no other may be called so.
pub(super) fn is_taken(name: &str) -> bool {
    let is = |other: &str| !other.is_empty() && name.eq_ignore_ascii_case(other);
    name.is_empty()
        || name.starts_with("Code ")
        || ALL.iter().any(|style| is(style.name()))
        || CHARACTER_STYLES.iter().any(|(_, other, _)| is(other))
}

/// Whether an entry is taken over as a style of its own.
pub(super) fn is_other(entry: &Entry) -> bool {
    entry.kind != StyleKind::Other && !is_taken(&entry.name) && matched(entry).is_none()
}

/// What is taken from a style.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub before: Option<i32>,
    pub after: Option<i32>,
    /// Line spacing and whatever else paragraphs have.
    pub paragraph: Vec<u8>,
    pub alignment: &'static [u8],
    /// Borders at the sides, and those above and below.
    pub sides: Vec<u8>,
    pub across: Vec<u8>,
    /// The number in the template's font table.
    pub font: Option<i32>,
    pub size: Option<u32>,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    /// The number in the template's colour table.
    pub color: Option<i32>,
    pub character: Vec<u8>,
}

/// Where the words of a border go.
#[derive(Clone, Copy, PartialEq)]
enum Border {
    None,
    Side,
    Across,
}

/// Spacing that a page can show.
const MOST_SPACE: i32 = 4_000;

impl Look {
    /// Reads the entry that begins at `start`.
    pub(super) fn read(source: &[u8], start: usize, numbers: &mut Numbers<'_>) -> Look {
        let mut look = Look::default();
        let mut walk = Walk::new(source);
        walk.seek(start);
        let mut border = Border::None;
        loop {
            match walk.next() {
                Token::End | Token::Close => return look,
                Token::Open => skip(&mut walk),
                Token::Control(..) | Token::Unknown => {
                    if let Some(word) = spelled(&mut walk) {
                        look.word(word.name, word.value, &mut border, numbers);
                    }
                }
                _ => {}
            }
        }
    }

    fn word(
        &mut self,
        name: &[u8],
        value: Option<i32>,
        border: &mut Border,
        numbers: &mut Numbers<'_>,
    ) {
        let number = value.unwrap_or(0);
        let on = value != Some(0);
        let space = || Some(number.clamp(0, MOST_SPACE));
        match name {
            b"sb" => self.before = space(),
            b"sa" => self.after = space(),
            b"sl" => push(&mut self.paragraph, name, Some(number.clamp(-MOST_SPACE, MOST_SPACE))),
            b"slmult" => push(&mut self.paragraph, name, Some(number.clamp(0, 1))),
            b"keep" | b"widctlpar" | b"nowidctlpar" => push(&mut self.paragraph, name, None),
            b"hyphpar" => push(&mut self.paragraph, name, Some(number.clamp(0, 1))),
            b"shading" => push(&mut self.paragraph, name, Some(number.clamp(0, 10_000))),
            b"cbpat" | b"cfpat" => {
                push(&mut self.paragraph, name, Some(numbers.colors.take(number) as i32));
            }
            b"ql" => self.alignment = b"",
            b"qc" => self.alignment = b"\\qc",
            b"qr" => self.alignment = b"\\qr",
            b"qj" => self.alignment = b"\\qj",
            b"brdrl" | b"brdrr" => {
                *border = Border::Side;
                push(&mut self.sides, name, None);
            }
            b"brdrt" | b"brdrb" => {
                *border = Border::Across;
                push(&mut self.across, name, None);
            }
            b"box" | b"brdrbtw" | b"brdrbar" | b"chbrdr" => *border = Border::None,
            b"brdrs" | b"brdrdb" | b"brdrth" | b"brdrdot" | b"brdrdash" | b"brdrhair"
            | b"brdrsh" | b"brdrw" | b"brsp" | b"brdrcf" => {
                let words = match border {
                    Border::Side => &mut self.sides,
                    Border::Across => &mut self.across,
                    Border::None => return,
                };
                let value = match name {
                    b"brdrw" => Some(number.clamp(0, 255)),
                    b"brsp" => Some(number.clamp(0, 620)),
                    b"brdrcf" => Some(numbers.colors.take(number) as i32),
                    _ => None,
                };
                push(words, name, value);
            }
            b"f" => self.font = value,
            b"fs" => self.size = (2..=800).contains(&number).then_some(number as u32),
            b"b" => self.bold = on,
            b"i" => self.italic = on,
            b"ul" | b"uld" | b"uldb" | b"uldash" | b"ulw" | b"ulwave" | b"ulth" => {
                self.underline = on;
            }
            b"ulnone" => self.underline = false,
            b"cf" => self.color = value,
            b"caps" | b"scaps" => push(&mut self.character, name, value.map(|_| i32::from(on))),
            b"lang" => push(&mut self.character, name, Some(number.clamp(0, 65_535))),
            b"expndtw" | b"kerning" => {
                push(&mut self.character, name, Some(number.clamp(-2_000, 2_000)));
            }
            _ => {}
        }
    }
}

/// Adds a control word.
pub(super) fn push(words: &mut Vec<u8>, name: &[u8], value: Option<i32>) {
    // A style says each thing once or twice; more is no style.
    if words.len() > 1_000 {
        return;
    }
    words.push(b'\\');
    words.extend_from_slice(name);
    if let Some(value) = value {
        words.extend_from_slice(value.to_string().as_bytes());
    }
}

/// Font and size that a style has from one it is based on.
pub(super) fn inherit(
    entries: &[Entry],
    looks: &HashMap<i32, Look>,
    entry: &Entry,
) -> (Option<i32>, Option<u32>) {
    let (mut font, mut size) = (None, None);
    let mut number = Some(entry.number);
    for _ in 0..16 {
        let Some(this) = number else { break };
        if let Some(look) = looks.get(&this) {
            font = font.or(look.font);
            size = size.or(look.size);
        }
        number = entries
            .iter()
            .find(|other| other.number == this && other.kind == StyleKind::Paragraph)
            .and_then(|other| other.based_on)
            .filter(|&base| base != this && base != 222);
    }
    (font, size)
}

/// Writes the entries that the writer has no style for, with new numbers.
pub(super) fn write_others(
    source: &[u8],
    entries: &[Entry],
    numbers: &mut Numbers<'_>,
    out: &mut Output,
) {
    let mut written = HashSet::new();
    for entry in entries {
        // A number that one of the writer's styles has taken is not free for another.
        let known = numbers.styles.get(&entry.number).copied();
        let free = known.filter(|&(kind, number)| kind == entry.kind && number >= FIRST_INFO);
        let Some((kind, number)) = free else { continue };
        if !is_other(entry) || !written.insert(entry.number) {
            continue;
        }
        let mut walk = Walk::new(source);
        walk.seek(entry.start);
        out.push(if kind == StyleKind::Character { b"{\\*\\cs" } else { b"{\\s" });
        out.push_int(number.into());
        out.push_byte(b' ');
        super::copy::copy_group(&mut walk, numbers, Some(entry.kind), out);
        out.push(b"}\r\n");
    }
}
