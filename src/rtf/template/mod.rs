//! A house document whose look the writer takes over.
//!
//! Shape   the file is read once, as the reader walks through it: [`Template::parse`] finds fonts,
//!         colours, styles, the first section's page, its headers and footers, and some words of
//!         the document's information, and puts them into the form in which every document that
//!         is written gets them. Numbers are new: fonts from 5, colours from 17, styles from 40 on.
//! Units   twips and half-points.
//! Errors  `BadOption` for a file that can't be read or is no RTF. What is odd in one that is, is
//!         left out.
//! Limits  16 MB; see the limits of `tables`, `styles` and `copy`. The template is not trusted:
//!         whatever is in it, what is written is well-formed and reads back as the same document.
//! Source  RTF 1.9.1; `docs/mapping.md`, "Templates".

mod copy;
mod name;
mod rows;
mod styles;
mod tables;

use std::collections::HashMap;
use std::path::Path;

use self::copy::{Numbers, Spelled, copy_group, destination, skip, spelled};
use self::rows::Rows;
pub(in crate::rtf) use self::rows::StyleRow;
use self::styles::Entry;
pub(in crate::rtf) use self::tables::write_color;
use self::tables::{Colors, Fonts};
use crate::error::{Error, Result, Status};
use crate::files;
use crate::memory::Output;
use crate::options::{LEAST_TEXT, Margins};
use crate::rtf::lexer::{Token, unclosed};
use crate::rtf::tables::styles::StyleKind;
use crate::rtf::walk::Walk;
use crate::rtf::words::lookup;
use crate::rtf::writer::style::{FIRST_INFO, Style};
use crate::text::codepage::CodePage;

/// The largest file, and the most that is taken over from it.
pub const LARGEST: u64 = 16 << 20;
const MOST_KEPT: usize = 64 << 20;

/// What is taken over from a house document.
#[derive(Debug)]
pub struct Template {
    /// The number of its code page, in which its headers are.
    pub(in crate::rtf) code_page: u32,
    /// Entries of the font table.
    pub(in crate::rtf) fonts: Vec<u8>,
    /// Fonts 0 and 1 without their numbers, where it has them.
    pub(in crate::rtf) body_font: Option<Vec<u8>>,
    pub(in crate::rtf) code_font: Option<Vec<u8>>,
    /// The body's letters are all equally wide.
    pub(in crate::rtf) monospaced: bool,
    /// Entries of the colour table, and the colour of links.
    pub(in crate::rtf) colors: Vec<u8>,
    pub(in crate::rtf) link: Option<[u8; 3]>,
    /// Size of the text.
    pub(in crate::rtf) size: u32,
    rows: Rows,
    /// The bar of quotes, where it has quotes.
    pub(in crate::rtf) bar: Option<Vec<u8>>,
    /// Entries of the stylesheet that the writer has no style for, and how many.
    pub(in crate::rtf) others: Vec<u8>,
    pub(in crate::rtf) other_count: u32,
    pub(in crate::rtf) page: Page,
    /// Headers, and footers.
    pub(in crate::rtf) sections: [Vec<u8>; 2],
    /// Words of the document's information.
    pub(in crate::rtf) information: Vec<u8>,
}

/// The first section's page; `None` where the template says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::rtf) struct Page {
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub top: Option<i32>,
    pub right: Option<i32>,
    pub bottom: Option<i32>,
    pub left: Option<i32>,
    pub header: Option<i32>,
    pub footer: Option<i32>,
    pub tabs: Option<i32>,
    pub language: Option<i32>,
    pub landscape: bool,
    /// Left and right pages differ.
    pub facing: bool,
    /// The first page has a header of its own.
    pub title: bool,
}

impl Page {
    fn word(&mut self, word: Spelled<'_>) {
        let value = word.value;
        let within = |least: i32, most: i32| value.filter(|n| (least..=most).contains(n));
        let keep = |place: &mut Option<i32>, value: Option<i32>| *place = value.or(*place);
        let (paper, margin) = (within(2_880, 31_680), within(0, 15_840));
        match word.name {
            b"paperw" | b"pgwsxn" => keep(&mut self.width, paper),
            b"paperh" | b"pghsxn" => keep(&mut self.height, paper),
            b"margt" | b"margtsxn" => {
                keep(&mut self.top, value.map(i32::saturating_abs).filter(|n| *n <= 15_840))
            }
            b"margr" | b"margrsxn" => keep(&mut self.right, margin),
            b"margb" | b"margbsxn" => {
                keep(&mut self.bottom, value.map(i32::saturating_abs).filter(|n| *n <= 15_840))
            }
            b"margl" | b"marglsxn" => keep(&mut self.left, margin),
            b"headery" => keep(&mut self.header, margin),
            b"footery" => keep(&mut self.footer, margin),
            b"deftab" => keep(&mut self.tabs, within(1, 31_680)),
            b"deflang" => keep(&mut self.language, within(1, 65_535)),
            b"landscape" | b"lndscpsxn" => self.landscape = value != Some(0),
            b"facingp" => self.facing = value != Some(0),
            b"titlepg" => self.title = value != Some(0),
            _ => {}
        }
    }

    /// Paper and margins, as far as they leave room for text.
    pub(super) fn set(&self, paper: &mut (i32, i32), margins: &mut Margins) {
        let size = (self.width.unwrap_or(paper.0), self.height.unwrap_or(paper.1));
        let sides = Margins {
            top: self.top.unwrap_or(margins.top),
            right: self.right.unwrap_or(margins.right),
            bottom: self.bottom.unwrap_or(margins.bottom),
            left: self.left.unwrap_or(margins.left),
        };
        if size.0 - sides.left - sides.right >= LEAST_TEXT
            && size.1 - sides.top - sides.bottom >= LEAST_TEXT
        {
            (*paper, *margins) = (size, sides);
        }
    }
}

/// What the first look over a file finds.
#[derive(Default)]
struct Found {
    fonts: Fonts,
    colors: Colors,
    entries: Vec<Entry>,
    default_font: i32,
    /// The headers and footers of the first section: the word, and where the text begins.
    sections: Vec<(&'static [u8], usize)>,
    /// Where the document's information begins.
    information: Option<usize>,
    page: Page,
    code_page: Option<CodePage>,
}

const SECTIONS: [&[u8]; 8] =
    [b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"];

/// The words of the information that a house's documents have in common.
const INFORMATION: [&[u8]; 5] = [b"company", b"subject", b"category", b"manager", b"keywords"];

impl Template {
    /// What it holds.
    pub fn held_bytes(&self) -> usize {
        let Template { fonts, colors, others, information, sections: [headers, footers], .. } =
            self;
        let small = [&self.body_font, &self.code_font, &self.bar].into_iter().flatten();
        [fonts, colors, others, information, headers, footers]
            .into_iter()
            .chain(small)
            .map(Vec::capacity)
            .sum()
    }

    /// Reads the file at a path.
    pub fn load(path: &str) -> Result<Template> {
        let mut bytes = Vec::new();
        let path = Path::new(path);
        let bad = |why: &dyn std::fmt::Display| {
            Error::new(Status::BadOption, format!("option Template takes an RTF file: {why}"))
        };
        let size = files::size(path).map_err(|error| bad(&error))?;
        if size > LARGEST {
            return Err(bad(&format_args!("{} is larger than 16 MB", files::shown(path))));
        }
        files::read(path, size, LARGEST, &mut bytes).map_err(|error| match error.status {
            Status::MemoryLimit => error,
            _ => bad(&error),
        })?;
        Template::parse(&bytes).map_err(|error| match error.status {
            Status::MemoryLimit => error,
            _ => bad(&format_args!("{}: {error}", files::shown(path))),
        })
    }

    /// Reads a template.
    pub fn parse(source: &[u8]) -> Result<Template> {
        let mut found = look_over(source)?;
        let mut numbers: HashMap<i32, (StyleKind, u32)> = HashMap::new();
        let best = rows::best(&found.entries);
        for (style, entry) in best.iter().enumerate() {
            if let Some(entry) = entry.and_then(|index| found.entries.get(index)) {
                numbers.insert(entry.number, (StyleKind::Paragraph, rows::number(style)));
            }
        }
        let mut other_count = 0;
        for entry in &found.entries {
            if styles::is_other(entry) && !numbers.contains_key(&entry.number) {
                numbers.insert(entry.number, (entry.kind, FIRST_INFO + other_count));
                other_count += 1;
            }
        }
        let mut numbers =
            Numbers { fonts: &mut found.fonts, colors: &mut found.colors, styles: &numbers };
        let rows = Rows::read(source, &found.entries, &best, found.default_font, &mut numbers);
        let mut sections = [(); 2].map(|()| Output::new(Vec::new(), MOST_KEPT));
        for (word, start) in &found.sections {
            let sections = &mut sections[usize::from(word.starts_with(b"footer"))];
            sections.push(b"{\\");
            sections.push(word);
            sections.push_byte(b' ');
            let mut walk = Walk::new(source);
            walk.seek(*start);
            copy_group(&mut walk, &mut numbers, None, sections);
            sections.push(b"}\r\n");
        }
        let [headers, footers] = sections;
        let mut others = Output::new(Vec::new(), MOST_KEPT);
        styles::write_others(source, &found.entries, &mut numbers, &mut others);
        let mut information = Output::new(Vec::new(), MOST_KEPT);
        if let Some(start) = found.information {
            copy_information(source, start, &mut numbers, &mut information);
        }
        let mut fonts = Output::new(Vec::new(), MOST_KEPT);
        found.fonts.write(&mut fonts);
        let mut colors = Output::new(Vec::new(), MOST_KEPT);
        found.colors.write(&mut colors);
        let entry = |number: Option<i32>| {
            let font = number.and_then(|number| found.fonts.get(number))?;
            let mut out = Output::new(Vec::new(), MOST_KEPT);
            font.write(&mut out);
            out.finish().ok()
        };
        Ok(Template {
            code_page: found.code_page.map_or(1252, CodePage::number),
            fonts: fonts.finish()?,
            body_font: entry(rows.body),
            code_font: entry(rows.code),
            monospaced: rows.monospaced,
            colors: colors.finish()?,
            link: rows.link.and_then(|color| found.colors.get(color)),
            size: rows.size,
            bar: rows.bar.clone(),
            rows,
            others: others.finish()?,
            other_count,
            page: found.page,
            sections: [headers.finish()?, footers.finish()?],
            information: information.finish()?,
        })
    }

    /// What it says of a style of the writer.
    pub(in crate::rtf) fn row(&self, style: Style) -> Option<&StyleRow> {
        self.rows.get(style)
    }

    /// About how many bytes it adds to a document.
    pub fn size_in_documents(&self) -> usize {
        let parts = [&self.fonts, &self.colors, &self.others, &self.information];
        parts.into_iter().chain(&self.sections).map(Vec::len).sum::<usize>() + 4_096
    }
}

/// The first look over a file: what it has, and where.
fn look_over(source: &[u8]) -> Result<Found> {
    let start = source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source).trim_ascii_start();
    if !start.starts_with(b"{\\rtf") {
        return Err(Error::new(Status::BadOption, "it does not begin with {\\rtf"));
    }
    // A file of which the end was lost would give half of a house's look.
    let mut open = Vec::new();
    unclosed(start, &mut open)?;
    if open.first() == Some(&0) {
        return Err(Error::new(Status::BadOption, "it is cut off: its first group never ends"));
    }
    let mut walk = Walk::new(source);
    walk.seek(source.len() - start.len());
    let mut found = Found::default();
    let mut depth = 0usize;
    loop {
        match walk.next() {
            Token::End => break,
            Token::Open => {
                depth += 1;
                if depth > 1 && found.group(&mut walk, depth) {
                    depth -= 1;
                }
            }
            Token::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            Token::Control(..) | Token::Unknown if depth == 1 => {
                match spelled(&mut walk) {
                    // The section that ends here is the one that counts.
                    Some(Spelled { name: b"sect", .. }) => break,
                    Some(word) => found.word(word),
                    None => {}
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

impl Found {
    fn word(&mut self, word: Spelled<'_>) {
        match (word.name, word.value) {
            (b"ansicpg", Some(number)) => {
                let page = u32::try_from(number).ok().and_then(CodePage::from_number);
                self.code_page = page.filter(|&page| page != CodePage::SYMBOL).or(self.code_page);
            }
            (b"mac", _) => self.code_page = CodePage::from_number(10_000),
            (b"deff", Some(number)) => self.default_font = number,
            _ => self.page.word(word),
        }
    }

    /// Looks at a group that begins, and passes over it where it is a destination; then true.
    fn group(&mut self, walk: &mut Walk<'_>, depth: usize) -> bool {
        let (starred, word) = destination(walk);
        let name = word.map_or(&b""[..], |word| word.name);
        let page = self.code_page.unwrap_or(CodePage::WINDOWS_1252);
        match name {
            b"fonttbl" => {
                walk.next();
                self.fonts.read(walk, page);
                return true;
            }
            b"colortbl" => {
                walk.next();
                self.colors.read(walk);
                return true;
            }
            b"stylesheet" if self.entries.is_empty() => {
                walk.next();
                self.entries = styles::entries(walk, page);
                return true;
            }
            b"info" => self.information = self.information.or(Some(walk.position())),
            _ => {}
        }
        if depth == 2
            && let Some(&section) = SECTIONS.iter().find(|section| **section == name)
            && !self.sections.iter().any(|(other, _)| *other == section)
        {
            // Behind the word, the space of which belongs to it.
            walk.next();
            self.sections.push((section, walk.position()));
        }
        if !starred && !name.is_empty() && !is_destination(name) {
            return false;
        }
        if name.is_empty() && !starred {
            return false;
        }
        skip(walk);
        true
    }
}

/// Whether a group that begins with this word holds something else than text.
fn is_destination(name: &[u8]) -> bool {
    SECTIONS.contains(&name) || lookup(name).is_some_and(|word| word.opens().is_some())
}

/// Copies what a house's documents have in common out of the information.
fn copy_information(source: &[u8], start: usize, numbers: &mut Numbers<'_>, out: &mut Output) {
    let mut walk = Walk::new(source);
    walk.seek(start);
    walk.next();
    loop {
        match walk.next() {
            Token::End | Token::Close => return,
            Token::Open => {
                let (starred, word) = destination(&walk);
                let name = word.map_or(&b""[..], |word| word.name);
                match INFORMATION.iter().find(|wanted| **wanted == name) {
                    Some(wanted) if out.len() < 10_000 => {
                        if starred {
                            walk.next();
                        }
                        walk.next();
                        out.push(if starred { b"{\\*\\" } else { b"{\\" });
                        out.push(wanted);
                        out.push_byte(b' ');
                        copy_group(&mut walk, numbers, Some(StyleKind::Other), out);
                        out.push_byte(b'}');
                    }
                    _ => {
                        skip(&mut walk);
                    }
                }
            }
            _ => {}
        }
    }
}
