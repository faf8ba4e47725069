//! A first look over the tags: what each table is, and which places links lead to.
//!
//! Shape   [`survey`] tells the open table what comes (`shape` judges it) and fills one [`TableShape`] for each `<table>`, in the order of their start tags,
//!         and the hashes of all fragments (`href="#name"`).
//! Limits  `max_columns` columns; past `max_cells` cells tables are taken apart, and those that
//!         stand deeper than `max_nesting` tables.
//! Errors  lack of memory only.

mod shape;

use super::attributes::CellValues;
use super::pairs::Attributes;
use super::style::Marks;
use super::tag::{Role, Tag};
use super::token::{Token, Tokens};
use crate::buffers::kept;
use crate::document::Alignment;
use crate::error::Result;
use crate::options::Options;
use shape::OpenTable;

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
    /// Where its columns' alignments begin in [`Survey::alignments`].
    first: u32,
}

kept! {
    /// What the first look found.
    #[derive(Debug, Default)]
    pub(super) struct Survey {
        tables: Vec<TableShape>,
        alignments: Vec<Alignment>,
        fragments: Vec<u32>,
        /// The tables that are open, with their indices in `tables`.
        open: Vec<(usize, OpenTable)>,
        /// Tables open beyond the nesting limit.
        too_deep: usize,
    }
}

impl Survey {
    /// The shape of the table whose start tag is the one of that number.
    pub fn shape(&self, number: usize) -> TableShape {
        self.tables.get(number).copied().unwrap_or_default()
    }

    /// How the columns of a table of data are set.
    pub fn alignments(&self, shape: &TableShape) -> &[Alignment] {
        let (first, count) = (shape.first as usize, usize::from(shape.columns));
        self.alignments.get(first..first + count).unwrap_or_default()
    }

    /// Whether any link leads to a place in this document.
    pub fn has_fragments(&self) -> bool {
        !self.fragments.is_empty()
    }

    /// Whether a link leads to the place of that name.
    pub fn is_fragment(&self, name: &str) -> bool {
        self.fragments.binary_search(&hash(name)).is_ok()
    }
}

fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Looks over all tags once.
pub(super) fn survey(html: &str, options: &Options, survey: &mut Survey) -> Result<()> {
    let mut tokens = Tokens::new(html);
    let mut cells_left = options.max_cells as usize;
    let max_columns = usize::from(options.max_columns).max(1);
    loop {
        match tokens.next() {
            Token::Eof => break,
            Token::Start(Tag::Table, start, end) => {
                let presentation = CellValues::read(html, start, end).presentation;
                survey.start_table(presentation, options)?
            }
            Token::Start(Tag::A, start, end) => survey.link(html, start, end)?,
            Token::Start(tag, start, end) => {
                if let Some((_, table)) = survey.open.last_mut() {
                    start_in_table(table, tag, || CellValues::read(html, start, end));
                }
            }
            Token::End(Tag::Table) => survey.end_table(max_columns, &mut cells_left)?,
            Token::End(tag) => {
                if let Some((_, table)) = survey.open.last_mut() {
                    end_in_table(table, tag);
                }
            }
            Token::Text(start, end) | Token::Cdata(start, end) => {
                if let Some((_, table)) = survey.open.last_mut()
                    && table.in_cell()
                    && is_visible(&html.as_bytes()[start..end])
                {
                    table.text();
                }
            }
            Token::Comment(..) | Token::Raw(..) => {}
        }
    }
    while !survey.open.is_empty() {
        survey.end_table(max_columns, &mut cells_left)?;
    }
    survey.fragments.sort_unstable();
    Ok(())
}

fn is_visible(text: &[u8]) -> bool {
    let rest = text.trim_ascii();
    !rest.is_empty() && !rest.eq_ignore_ascii_case(b"&nbsp;") && rest != b"\xC2\xA0"
}

/// A start tag in a table, whose attributes `values` reads.
fn start_in_table(table: &mut OpenTable, tag: Tag, values: impl Fn() -> CellValues) {
    match tag.role() {
        Role::Row => table.begin_row(values().alignment),
        Role::Cell => table.begin_cell(tag == Tag::Th, values()),
        Role::RowGroup => table.begin_rows(tag == Tag::Thead),
        Role::Section if tag == Tag::Center => table.begin_paragraph(Some(Alignment::Center)),
        Role::Paragraph => table.begin_paragraph(values().alignment),
        Role::Section if tag == Tag::Div => table.begin_paragraph(values().alignment),
        Role::Break => table.begin_line(),
        Role::Formatting(marks) if marks.has(Marks::STRONG) => table.begin_bold(),
        Role::Picture if table.in_cell() => table.text(),
        Role::List if !matches!(tag, Tag::Menu | Tag::Dir) => table.hold_block(),
        Role::Pre if tag == Tag::Pre => table.hold_block(),
        Role::Heading(_) | Role::Definitions | Role::Quote | Role::Rule => table.hold_block(),
        Role::Nothing
        | Role::Formatting(_)
        | Role::Inline(_)
        | Role::Picture
        | Role::Field
        | Role::Object
        | Role::Raw(_)
        | Role::Section
        | Role::List
        | Role::Item
        | Role::Definition
        | Role::Pre
        | Role::Table
        | Role::Caption
        | Role::Column => {}
    }
}

/// An end tag in a table.
fn end_in_table(table: &mut OpenTable, tag: Tag) {
    match tag.role() {
        Role::Cell | Role::Row => table.end_cell(),
        Role::RowGroup if tag == Tag::Thead => table.begin_rows(false),
        Role::Paragraph => table.begin_line(),
        Role::Section if matches!(tag, Tag::Div | Tag::Center) => table.begin_line(),
        Role::Formatting(marks) if marks.has(Marks::STRONG) => table.end_bold(),
        Role::Nothing
        | Role::Formatting(_)
        | Role::Inline(_)
        | Role::Break
        | Role::Picture
        | Role::Field
        | Role::Rule
        | Role::Object
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
        | Role::Caption
        | Role::Column
        | Role::RowGroup => {}
    }
}

impl Survey {
    fn start_table(&mut self, presentation: bool, options: &Options) -> Result<()> {
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
        self.open.push((self.tables.len() - 1, OpenTable::new(presentation)));
        Ok(())
    }

    fn end_table(&mut self, max_columns: usize, cells_left: &mut usize) -> Result<()> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Ok(());
        }
        let Some((number, mut table)) = self.open.pop() else { return Ok(()) };
        table.end_cell();
        let (columns, rows, is_cut) = table.size();
        let columns = columns.min(max_columns);
        let cells = columns.saturating_mul(rows + 1);
        let mut shape = TableShape {
            data: table.is_data(),
            header: table.has_header(),
            columns: columns as u16,
            first: self.alignments.len() as u32,
            too_large: false,
            is_cut,
        };
        if shape.data && cells > *cells_left {
            (shape.data, shape.too_large) = (false, true);
        }
        if shape.data {
            *cells_left -= cells;
            self.alignments.try_reserve(columns)?;
            self.alignments.extend(table.alignments().take(columns));
        }
        self.tables[number] = shape;
        Ok(())
    }

    fn link(&mut self, html: &str, start: usize, end: usize) -> Result<()> {
        for attribute in Attributes::new(html, start, end) {
            let value = html[attribute.start..attribute.end].trim();
            if attribute.name.eq_ignore_ascii_case(b"href")
                && let Some(name) = value.strip_prefix('#')
            {
                self.fragments.try_reserve(1)?;
                self.fragments.push(hash(name));
            }
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
            ("<table><tr><td><p>a<td>b</table>", "2"),
            (
                "<table><tr><td colspan=3>a<tr><td rowspan=2>b<td>c<td>d<tr><td>e<td>f<td>g</table>",
                "4",
            ),
            ("<table></table>", "layout"),
            ("<table><td>a<td>b", "2"),
        ] {
            assert_eq!(shapes(html), expected, "{html}");
        }
    }
}
