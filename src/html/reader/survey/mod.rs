//! A first look over the tags: what each table is, which cells hold blocks, which places links lead to, and what
//! stands between the rows of tables.
//!
//! Shape   [`survey`] tells the open table what comes (`shape` judges it) and fills one [`TableShape`] for each
//!         `<table>`, in the order of their start tags, the hashes of all fragments (`href="#name"`), and one
//!         [`Stray`] for each piece of text that stands in a table but in no cell, which is shown before the table.
//! Limits  `max_columns` columns; past `max_cells` cells tables are taken apart, and those that
//!         stand deeper than `max_nesting` tables.
//! Errors  lack of memory only.

mod notes;
mod shape;
mod strays;

use super::attributes::{CellValues, Range, Values};
use super::inlines::is_permalink;
use super::reference;
use super::style::Marks;
use super::tag::{Role, Tag, phrases};
use super::token::{Token, Tokens};
use crate::buffers::kept;
use crate::document::{Alignment, Column};
use crate::error::Result;
use crate::options::Options;
pub(super) use notes::Note;
use notes::Notes;
use shape::{OpenTable, Places};
pub(super) use strays::Stray;
use strays::Strays;

/// What was found out about a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TableShape {
    /// It is a table of data; others are taken apart.
    pub data: bool,
    /// Its first row is a header.
    pub header: bool,
    /// Columns.
    pub columns: u16,
    /// It was taken apart for being too large.
    pub too_large: bool,
    /// A cell spans more columns than the table has.
    pub is_cut: bool,
    /// It holds data, and was taken apart all the same.
    pub is_lost: bool,
    /// Columns that hold nothing and have no width, by bits: they are left out.
    pub spacers: u64,
    /// Where its columns begin in [`Survey::columns`].
    first: u32,
    /// Its first [`Stray`], plus one; 0 where it has none.
    pub first_stray: u32,
}

kept! {
    /// What the first look found.
    #[derive(Debug, Default)]
    pub(super) struct Survey {
        tables: Vec<TableShape>,
        columns: Vec<Column>,
        places: Places,
        fragments: Vec<u32>,
        notes: Notes,
        /// Scripts say formulas.
        has_formula_scripts: bool,
        /// The last of the fragments is that of a link in which nothing is seen yet: it leads nowhere.
        is_bare: bool,
        /// In code of several lines, which has no links.
        in_code: bool,
        strays: Strays,
        /// The tables that are open, with their indices in `tables`.
        open: Vec<(usize, OpenTable)>,
        /// Tables open beyond the nesting limit.
        too_deep: usize,
    }
}

impl Survey {
    /// The shape of the table whose start tag is the one of that number.
    pub(super) fn shape(&self, number: usize) -> TableShape {
        self.tables.get(number).copied().unwrap_or_default()
    }

    /// The columns of a table of data.
    pub(super) fn columns(&self, shape: &TableShape) -> &[Column] {
        let (first, count) = (shape.first as usize, usize::from(shape.columns));
        self.columns.get(first..first + count).unwrap_or_default()
    }

    /// Whether the cell whose attributes begin there holds blocks.
    pub(super) fn holds_blocks(&self, cell: usize) -> bool {
        self.places.cells.binary_search(&(cell as u32)).is_ok()
    }

    /// Whether the row whose attributes begin there is empty and but a few dots high.
    pub(super) fn is_spacer(&self, row: usize) -> bool {
        self.places.rows.binary_search(&(row as u32)).is_ok()
    }

    /// What is shown before its table, by its number plus one.
    pub(super) fn stray(&self, number: u32) -> Option<Stray> {
        self.strays.get(number)
    }

    /// The note whose attributes begin there.
    pub(super) fn note(&self, at: usize) -> Option<Note> {
        self.notes.note(at)
    }

    /// Whether the link whose attributes begin there is one of a note, and then whether it leads back.
    pub(super) fn is_back(&self, at: usize) -> Option<bool> {
        self.notes.is_back(at)
    }

    /// Whether an element whose attributes begin there stands around notes or references to them only.
    pub(super) fn is_around_notes(&self, at: usize) -> bool {
        self.notes.is_around(at)
    }

    /// Whether scripts say formulas.
    pub(super) fn has_formula_scripts(&self) -> bool {
        self.has_formula_scripts
    }

    /// Whether any link leads to a place in this document.
    pub(super) fn has_fragments(&self) -> bool {
        !self.fragments.is_empty()
    }

    /// Whether a link leads to the place of that name.
    pub(super) fn is_fragment(&self, name: &str) -> bool {
        self.fragments.binary_search(&hash(name)).is_ok()
    }
}

fn add<T>(to: &mut Vec<T>, value: T) -> Result<()> {
    to.try_reserve(1)?;
    to.push(value);
    Ok(())
}

/// A name as a number, whatever is written as a reference in it.
pub(super) fn hash(name: &str) -> u32 {
    let mut hash = 0x811C_9DC5;
    reference::decode(name, |piece| {
        hash = piece
            .bytes()
            .fold(hash, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    });
    hash
}

/// Looks over all tags once.
pub(super) fn survey(html: &str, options: &Options, survey: &mut Survey) -> Result<()> {
    let mut tokens = Tokens::new(html);
    let mut cells_left = options.max_cells as usize;
    let max_columns = usize::from(options.max_columns).max(1);
    loop {
        let at = tokens.at();
        let token = tokens.next();
        survey.link(html, &token)?;
        if let Some((_, table)) = survey.open.last_mut()
            && survey.strays.is_astray((table, survey.too_deep > 0), html, at, &token)?
        {
            continue;
        }
        match token {
            Token::Eof => break,
            Token::Start(Tag::Table, start, end) => {
                survey.start_table(&CellValues::read(html, start, end), options)?
            }
            Token::Start(Tag::A, ..) => {}
            Token::Start(tag, start, end) => {
                if tag == Tag::Script && html[start..end].contains("math/tex") {
                    survey.has_formula_scripts = true;
                }
                if survey.notes.minds(tag) {
                    survey.notes.start(html, tag, (start, end))?;
                }
                if let Some((_, table)) = survey.open.last_mut() {
                    let values = || CellValues::read(html, start, end);
                    start_in_table(table, tag, start, values, &mut survey.places);
                }
            }
            Token::End(Tag::Table) => survey.end_table(max_columns, &mut cells_left)?,
            Token::End(tag) => {
                if survey.notes.minds(tag) {
                    survey.notes.end(tag);
                }
                if let Some((_, table)) = survey.open.last_mut() {
                    end_in_table(table, tag, &mut survey.places);
                }
            }
            Token::Text(start, end) | Token::Cdata(start, end) => {
                let is_watched = survey.notes.watches() || !survey.open.is_empty();
                if is_watched && is_visible(&html.as_bytes()[start..end]) {
                    survey.notes.words();
                    if let Some((_, table)) = survey.open.last_mut() {
                        table.text();
                    }
                }
            }
            Token::Comment(..) | Token::Raw(..) => {}
        }
    }
    while !survey.open.is_empty() {
        survey.end_table(max_columns, &mut cells_left)?;
    }
    survey.fragments.sort_unstable();
    survey.notes.settle(&mut survey.fragments)?;
    survey.places.cells.sort_unstable();
    survey.places.rows.sort_unstable();
    Ok(())
}

fn is_visible(text: &[u8]) -> bool {
    let rest = text.trim_ascii();
    !rest.is_empty() && !rest.eq_ignore_ascii_case(b"&nbsp;") && rest != b"\xC2\xA0"
}

/// A start tag in a table, whose attributes begin at `at` and `values` reads.
fn start_in_table(
    table: &mut OpenTable,
    tag: Tag,
    at: usize,
    values: impl Fn() -> CellValues,
    places: &mut Places,
) {
    match tag.role() {
        Role::Row => table.begin_row(at, &values(), places),
        Role::Cell => table.begin_cell(tag == Tag::Th, at, &values(), places),
        Role::RowGroup => table.begin_rows(tag == Tag::Thead, places),
        Role::Caption => table.caption(places),
        Role::Column => table.column(tag == Tag::Col, &values()),
        Role::Section if tag == Tag::Center => table.begin_paragraph(Some(Alignment::Center)),
        Role::Paragraph => {
            let values = values();
            table.begin_paragraph(values.alignment);
            table.part();
            if values.listed {
                table.hold_list();
            }
        }
        Role::Section if tag == Tag::Div => table.begin_paragraph(values().alignment),
        Role::Break => table.begin_line(),
        Role::Formatting(marks) if marks.has(Marks::STRONG) => table.begin_bold(),
        Role::Picture if table.in_cell() => table.text(),
        Role::Picture | Role::Field | Role::Object | Role::Raw(_) => table.fill(),
        Role::List if !matches!(tag, Tag::Menu | Tag::Dir) => table.hold_block(),
        Role::Item => table.hold_list(),
        Role::Pre if tag == Tag::Pre => table.hold_block(),
        Role::Heading(_) | Role::Definitions | Role::Quote | Role::Rule => table.hold_block(),
        Role::Nothing
        | Role::Formatting(_)
        | Role::Inline(_)
        | Role::Section
        | Role::List
        | Role::Definition
        | Role::Pre
        | Role::Table => {}
    }
}

/// An end tag in a table.
fn end_in_table(table: &mut OpenTable, tag: Tag, places: &mut Places) {
    match tag.role() {
        Role::Cell => table.end_cell(places),
        Role::Row => table.end_row(places),
        Role::RowGroup if tag == Tag::Thead => table.end_head(places),
        Role::Caption => table.end_caption(),
        Role::Paragraph => {
            table.end_paragraph();
            table.part();
        }
        Role::Section if matches!(tag, Tag::Div | Tag::Center) => table.end_paragraph(),
        Role::Formatting(marks) if marks.has(Marks::STRONG) => table.end_bold(),
        Role::Nothing
        | phrases!()
        | Role::Raw(_)
        | Role::Section
        | Role::Heading(_)
        | Role::Quote
        | Role::List
        | Role::Item
        | Role::Definitions
        | Role::Definition
        | Role::Pre
        | Role::Table
        | Role::Column
        | Role::RowGroup => {}
    }
}

impl Survey {
    fn start_table(&mut self, values: &CellValues, options: &Options) -> Result<()> {
        self.tables.try_reserve(1)?;
        self.tables.push(TableShape::default());
        if let Some((_, outer)) = self.open.last_mut() {
            outer.hold_table();
        }
        if self.open.len() >= options.max_nesting as usize {
            self.too_deep += 1;
            return Ok(());
        }
        self.open.try_reserve(1)?;
        self.open.push((self.tables.len() - 1, OpenTable::new(values)));
        Ok(())
    }

    fn end_table(&mut self, max_columns: usize, cells_left: &mut usize) -> Result<()> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Ok(());
        }
        let Some((number, mut table)) = self.open.pop() else { return Ok(()) };
        table.end_row(&mut self.places);
        let (columns, rows, is_cut) = table.size();
        let spacers = table.spacers(columns);
        let columns = (columns - spacers.count_ones() as usize).min(max_columns);
        let cells = columns.saturating_mul(rows + 1);
        let mut shape = TableShape {
            data: table.is_data(),
            header: table.has_header(),
            columns: columns as u16,
            is_lost: table.is_lost(),
            spacers,
            first: self.columns.len() as u32,
            first_stray: table.strays().first(),
            too_large: false,
            is_cut,
        };
        if shape.data && cells > *cells_left {
            (shape.data, shape.too_large) = (false, true);
        }
        if shape.data {
            *cells_left -= cells;
            self.columns.try_reserve(columns)?;
            self.columns.extend(table.columns(spacers).take(columns));
        }
        self.tables[number] = shape;
        Ok(())
    }

    /// Keeps the fragment of a link, if something is seen before the link ends.
    #[inline]
    fn link(&mut self, html: &str, token: &Token) -> Result<()> {
        match *token {
            Token::Start(Tag::A, start, end) => return self.begin_link(html, start, end),
            Token::Start(Tag::Pre, ..) => self.in_code = true,
            Token::End(Tag::A) | Token::Eof => self.end_link(),
            Token::End(tag) if self.in_code => self.in_code = !tag.is_block(),
            Token::Text(start, end) | Token::Cdata(start, end) if self.is_bare => {
                self.is_bare = html.as_bytes()[start..end].trim_ascii().is_empty();
            }
            Token::Start(tag, ..) if self.is_bare => {
                self.is_bare = !matches!(
                    tag.role(),
                    Role::Picture | Role::Field | Role::Object | Role::Raw(_)
                );
            }
            Token::Text(..) | Token::Cdata(..) | Token::Start(..) | Token::End(_) => {}
            Token::Comment(..) | Token::Raw(..) => {}
        }
        Ok(())
    }

    /// A link in which nothing was seen leads nowhere.
    fn end_link(&mut self) {
        if std::mem::take(&mut self.is_bare) {
            self.fragments.pop();
        }
    }

    #[inline(never)]
    fn begin_link(&mut self, html: &str, start: usize, end: usize) -> Result<()> {
        self.notes.start(html, Tag::A, (start, end))?;
        self.end_link();
        let values = Values::read(html, start, end);
        let text = |range: Range| range.map_or("", |(start, end)| &html[start..end]);
        if let Some(name) = text(values.href).trim().strip_prefix('#')
            // Word's links of comments.
            && !name.starts_with("_mso")
            && !is_permalink(text(values.class))
        {
            if !self.in_code {
                add(&mut self.fragments, hash(name))?;
                self.is_bare = true;
            }
            self.notes.link(html, start, name, &values)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(html: &str) -> String {
        let mut found = Survey::default();
        survey(html, &Options::default(), &mut found).unwrap();
        let describe = |table: &TableShape| match table.data {
            true => format!("{}{} ", table.columns, if table.header { "h" } else { "" }),
            false => "layout ".to_string(),
        };
        found.tables.iter().map(describe).collect::<String>().trim_end().to_string()
    }

    #[test]
    fn data_and_layout_are_told_apart() {
        for (html, expected) in [
            ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "2h"),
            ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "2"),
            ("<table><tr><td><b>a</b><td><p><b>b</b></p><tr><td>c<td>d</table>", "2h"),
            ("<table><tr><td>a<tr><td>b</table>", "layout"),
            ("<table><tr><th>a<tr><td>b</table>", "1h"),
            ("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", "layout 2"),
            ("<table role=presentation><tr><td>a<td>b</table>", "layout"),
            ("<table><tr><td><ul><li>a</ul><td>b</table>", "layout"),
            ("<table><tr><td><p>a<p>b<td>c</table>", "layout"),
            ("<table><tr><td><p>a<p>b<td>c<tr><td>d<td>e</table>", "2"),
            ("<table border=1><tr><td>a<td><table><tr><td>b<td>c</table></table>", "2 2"),
            ("<table role=table><tr><td>a</table>", "1"),
            ("<table border=0><tr><th>a<th><table><tr><td>b<td>c</table></table>", "layout 2"),
            ("<table><thead><tr><th>a<th><table><tr><td>b<td>c</table></thead></table>", "2h 2"),
            ("<table><tr><td width=0><td>a<td>b<tr><td><td>c<td>d</table>", "2"),
            ("<table><tr><td width=0>x<td>a<td>b<tr><td><td>c<td>d</table>", "3"),
            ("<table><tr><td><p>a<td>b</table>", "2"),
            (
                "<table><tr><td colspan=3>a<tr><td rowspan=2>b<td>c<td>d<tr><td>e<td>f<td>g</table>",
                "4",
            ),
            (
                "<table><tr><th rowspan=2>a<th colspan=2>b<th rowspan=2>c<tr><th>d<th>e<tr><td>f<td>g<td>h<td>i</table>",
                "4h",
            ),
            ("<table><tr><th>a<th rowspan=2>b<tr><tr><td>c<td>d</table>", "2h"),
            ("<table><td></tr><td width=0><td>word", "layout"),
            ("<table><td width=0><caption>t<td>word", "1"),
            ("<table><tr><td rowspan=2 width=0><td>a<td>b<tr><td>c<td>d", "3"),
            ("<table></table>", "layout"),
            ("<table><td>a<td>b", "2"),
        ] {
            assert_eq!(shapes(html), expected, "{html}");
        }
    }
}
