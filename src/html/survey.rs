//! A first look over the tags: what each table is, and which places links lead to.
//!
//! Shape   [`survey`] fills one [`TableShape`] for each `<table>`, in the order of their start tags,
//!         and the hashes of all fragments (`href="#name"`).
//! Limits  `max_columns` columns; past `max_cells` cells tables are taken apart, and those that
//!         stand deeper than `max_nesting` tables.
//! Source  what mail programs do: a table that holds tables, blocks or one column only is there
//!         for the layout, whatever the standard says of it.

use super::style::{self, Look};
use super::tag::Tag;
use super::token::{Attributes, Token, Tokens};
use crate::document::Alignment;
use crate::error::Result;
use crate::options::Options;

/// Columns whose alignment and row spans are looked at.
const COLUMNS: usize = 64;
/// A cell with more lines than this is no cell of data.
const MAX_LINES: u32 = 12;

/// What was found out about a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TableShape {
    /// It is a table of data; others are taken apart.
    pub data: bool,
    /// Its first row is a header.
    pub header: bool,
    /// Columns.
    pub columns: u16,
    /// Where its columns' alignments begin in [`Survey::alignments`].
    pub first: u32,
    /// It was taken apart for being too large.
    pub too_large: bool,
}

/// What the first look found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub tables: Vec<TableShape>,
    pub alignments: Vec<Alignment>,
    fragments: Vec<u32>,
    open: Vec<OpenTable>,
    /// Tables open beyond the nesting limit.
    too_deep: usize,
}

impl Survey {
    pub fn clear(&mut self) {
        self.too_deep = 0;
        self.tables.clear();
        self.alignments.clear();
        self.fragments.clear();
        self.open.clear();
    }

    pub fn retained_bytes(&self) -> usize {
        self.tables.capacity() * size_of::<TableShape>()
            + self.alignments.capacity()
            + self.fragments.capacity() * 4
            + self.open.capacity() * size_of::<OpenTable>()
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

/// A table whose end tag has not come yet.
#[derive(Clone, Copy, Debug)]
struct OpenTable {
    shape: usize,
    columns: usize,
    column: usize,
    rows: usize,
    in_cell: bool,
    nested: bool,
    blocks: bool,
    layout: bool,
    header: bool,
    in_head: bool,
    /// Lines of text in this cell, and in the cell that has most.
    lines: u32,
    most_lines: u32,
    new_line: bool,
    /// Depth of bold elements in this cell.
    bold: u32,
    /// Whether the first two rows have text that is bold, and text that is not.
    rows_bold: [[bool; 2]; 2],
    row_alignment: Option<Alignment>,
    alignments: [Option<Alignment>; COLUMNS],
    spans: [u16; COLUMNS],
}

impl OpenTable {
    fn new(shape: usize) -> Self {
        OpenTable {
            shape,
            columns: 0,
            column: 0,
            rows: 0,
            in_cell: false,
            nested: false,
            blocks: false,
            layout: false,
            header: false,
            in_head: false,
            lines: 0,
            most_lines: 0,
            new_line: true,
            bold: 0,
            rows_bold: [[false; 2]; 2],
            row_alignment: None,
            alignments: [None; COLUMNS],
            spans: [0; COLUMNS],
        }
    }

    fn row(&mut self, alignment: Option<Alignment>) {
        self.end_cell();
        self.rows += 1;
        self.column = 0;
        self.row_alignment = alignment;
    }

    fn cell(&mut self, is_header: bool, look: Spans) {
        self.end_cell();
        if self.rows == 0 {
            self.row(None);
        }
        while let Some(span) = self.spans.get_mut(self.column).filter(|span| **span > 0) {
            *span -= 1;
            self.column += 1;
        }
        self.header |= (is_header || self.in_head) && self.rows == 1;
        for _ in 0..look.columns {
            if let Some(span) = self.spans.get_mut(self.column) {
                *span = look.rows - 1;
            }
            self.align(look.alignment.or(self.row_alignment));
            self.column += 1;
        }
        self.columns = self.columns.max(self.column);
        self.in_cell = true;
        self.new_line = true;
        self.lines = 0;
        self.bold = 0;
    }

    /// The second row says how columns are set; what it leaves out the first one says.
    fn align(&mut self, alignment: Option<Alignment>) {
        if self.rows <= 2
            && alignment.is_some()
            && let Some(column) = self.alignments.get_mut(self.column)
        {
            *column = alignment;
        }
    }

    fn end_cell(&mut self) {
        self.most_lines = self.most_lines.max(self.lines);
        self.in_cell = false;
    }

    fn text(&mut self) {
        if std::mem::take(&mut self.new_line) {
            self.lines += 1;
        }
        if let Some(row) = self.rows_bold.get_mut(self.rows.saturating_sub(1)) {
            row[(self.bold == 0) as usize] = true;
        }
    }

    /// Whether it is data.
    fn is_data(&self) -> bool {
        let few_lines = self.most_lines <= if self.rows == 1 { 1 } else { MAX_LINES };
        !self.nested
            && !self.layout
            && self.columns > 0
            && (self.header || self.columns > 1 && !self.blocks && few_lines)
    }

    fn has_header(&self) -> bool {
        let [first, second] = self.rows_bold;
        self.header || self.rows > 1 && first == [true, false] && second[1]
    }
}

/// What a cell's attributes say.
#[derive(Clone, Copy)]
pub(super) struct Spans {
    pub columns: u16,
    pub rows: u16,
    pub alignment: Option<Alignment>,
    pub presentation: bool,
}

/// The size of a cell and how it is set; for rows and paragraphs, only the latter.
pub(super) fn spans(html: &str, start: usize, end: usize) -> Spans {
    let mut found = Spans { columns: 1, rows: 1, alignment: None, presentation: false };
    for attribute in Attributes::new(html, start, end) {
        let value = &html[attribute.start..attribute.end];
        let number = || value.trim().parse::<u16>().unwrap_or(1).clamp(1, 256);
        let name = attribute.name;
        if name.eq_ignore_ascii_case(b"colspan") {
            found.columns = number();
        } else if name.eq_ignore_ascii_case(b"rowspan") {
            found.rows = number();
        } else if name.eq_ignore_ascii_case(b"align") {
            found.alignment = style::alignment(value).or(found.alignment);
        } else if name.eq_ignore_ascii_case(b"style") {
            let mut look = Look::default();
            style::read(value, &mut look);
            found.alignment = look.align.or(found.alignment);
        } else if name.eq_ignore_ascii_case(b"role") {
            found.presentation = matches!(value, "presentation" | "none");
        }
    }
    found
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
                survey.start_table(spans(html, start, end).presentation, options)?
            }
            Token::Start(tag, start, end) => survey.start(html, tag, start, end)?,
            Token::End(Tag::Table) => survey.end_table(max_columns, &mut cells_left)?,
            Token::End(tag) => survey.end(tag),
            Token::Text(start, end) | Token::Cdata(start, end) => {
                if let Some(table) = survey.open.last_mut()
                    && table.in_cell
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

impl Survey {
    fn start_table(&mut self, presentation: bool, options: &Options) -> Result<()> {
        self.tables.try_reserve(1)?;
        self.tables.push(TableShape::default());
        if let Some(outer) = self.open.last_mut() {
            outer.nested = true;
        }
        if self.open.len() >= options.max_nesting as usize {
            self.too_deep += 1;
            return Ok(());
        }
        self.open.try_reserve(1)?;
        let mut table = OpenTable::new(self.tables.len() - 1);
        table.layout = presentation;
        self.open.push(table);
        Ok(())
    }

    fn start(&mut self, html: &str, tag: Tag, start: usize, end: usize) -> Result<()> {
        if tag == Tag::A {
            return self.link(html, start, end);
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        match tag {
            Tag::Tr => table.row(spans(html, start, end).alignment),
            Tag::Td | Tag::Th => table.cell(tag == Tag::Th, spans(html, start, end)),
            Tag::Thead => table.in_head = true,
            Tag::Tbody | Tag::Tfoot => table.in_head = false,
            Tag::P | Tag::Div | Tag::Center => {
                table.new_line = true;
                if table.in_cell {
                    let alignment = match tag {
                        Tag::Center => Some(Alignment::Center),
                        _ => spans(html, start, end).alignment,
                    };
                    table.column = table.column.saturating_sub(1);
                    table.align(alignment);
                    table.column += 1;
                }
            }
            Tag::Br => table.new_line = true,
            Tag::B | Tag::Strong => table.bold += 1,
            Tag::Img if table.in_cell => table.text(),
            Tag::Ul | Tag::Ol | Tag::Dl | Tag::Pre | Tag::Blockquote | Tag::Hr => {
                table.blocks = true
            }
            _ if tag.heading_level().is_some() => table.blocks = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: Tag) {
        let Some(table) = self.open.last_mut() else { return };
        match tag {
            Tag::Td | Tag::Th | Tag::Tr => table.end_cell(),
            Tag::Thead => table.in_head = false,
            Tag::P | Tag::Div | Tag::Center => table.new_line = true,
            Tag::B | Tag::Strong => table.bold = table.bold.saturating_sub(1),
            _ => {}
        }
    }

    fn end_table(&mut self, max_columns: usize, cells_left: &mut usize) -> Result<()> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Ok(());
        }
        let Some(mut table) = self.open.pop() else { return Ok(()) };
        table.end_cell();
        let columns = table.columns.min(max_columns);
        let cells = columns.saturating_mul(table.rows + 1);
        let mut shape = TableShape {
            data: table.is_data(),
            header: table.has_header(),
            columns: columns as u16,
            first: self.alignments.len() as u32,
            too_large: false,
        };
        if shape.data && cells > *cells_left {
            (shape.data, shape.too_large) = (false, true);
        }
        if shape.data {
            *cells_left -= cells;
            self.alignments.try_reserve(columns)?;
            let known = table.alignments.iter().map(|found| found.unwrap_or_default());
            self.alignments.extend(known.chain(std::iter::repeat(Alignment::None)).take(columns));
        }
        self.tables[table.shape] = shape;
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
