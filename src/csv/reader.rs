//! A text as a table.
//!
//! Shape   two passes over the records: the first finds how many columns there are and which hold numbers
//!         only, the second makes the table. Texts are spans of the input wherever they can be.
//! Units   bytes of UTF-8.
//! Errors  `LimitReached` where `MaxColumns` or `MaxCells` are set and passed, for more than 65,535
//!         columns, and for rows so ragged that most of the table would be padding.
//! Limits  an empty line is no record unless there is one column only: it has no cell then.

use super::records::{Cell, Records};
use super::{is_number, sniff};
use crate::buffers::kept;
use crate::document::{Alignment, Document, Kind, Span};
use crate::error::{Error, Result, Status};
use crate::memory;
use crate::options::{HeaderRow, Options};
use crate::report::{Loss, Report};
use crate::text::control::{Control, control};
use crate::text::scan::next_control;

/// How many cells of padding there may be for each that was written, beside [`PADDING`].
const RAGGED: usize = 8;
/// Cells of padding that any table may have.
const PADDING: usize = 1_000_000;

kept! {
    /// Buffers that the reader needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        /// Of each column: whether it has numbers, and whether it has anything else.
        columns: Vec<u8>,
    }
}

/// Bits of a column.
const NUMBERS: u8 = 1;
const OTHERS: u8 = 2;

/// Reads CSV into `doc` (which must have been `reset`). Spans borrow `source`.
pub fn read(
    source: &str,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    if source.len() >= i32::MAX as usize {
        return Err(limit("the text is larger than 2 GB".into()));
    }
    let bytes = source.as_bytes();
    let (delimiter, start) = sniff::dialect(bytes, options.delimiter);
    let records = Records::new(bytes, delimiter, start);
    let columns = &mut scratch.columns;
    columns.clear();
    let has_header = options.header_row != HeaderRow::No;
    let Survey { rows, cells, has_header } =
        survey(bytes, records.clone(), has_header, options, columns)?;
    if rows == 0 {
        return Ok(());
    }
    let width = columns.len();
    check(options, rows + usize::from(!has_header), width, cells)?;
    let table = doc.add_columns(columns.iter().map(|&seen| match seen {
        NUMBERS => Alignment::Right,
        _ => Alignment::None,
    }));
    doc.open(table);
    let mut maker = Maker { bytes, doc, report, width, cells: 0, is_open: false };
    if !has_header {
        maker.open_row(true);
        maker.close_row();
    }
    let mut is_header = has_header;
    for cell in records {
        if !maker.is_open {
            if width > 1 && cell.last && cell.is_empty() && !cell.quoted {
                continue;
            }
            maker.open_row(std::mem::take(&mut is_header));
        }
        maker.cell(cell);
        if cell.last {
            maker.close_row();
            if maker.doc.check().is_err() || crate::system::halt::is_due() {
                break;
            }
        }
    }
    maker.doc.close();
    doc.check()
}

fn limit(message: std::borrow::Cow<'static, str>) -> Error {
    Error::new(Status::LimitReached, message)
}

/// What the first pass has found beside the columns.
struct Survey {
    rows: usize,
    cells: usize,
    /// Whether the first row is the header: one without a word is none.
    has_header: bool,
}

/// Finds the columns: how many records and cells there are.
fn survey(
    bytes: &[u8],
    records: Records<'_>,
    has_header: bool,
    options: &Options,
    columns: &mut Vec<u8>,
) -> Result<Survey> {
    let most = if options.max_columns_said { options.max_columns } else { u16::MAX };
    let (mut rows, mut empty, mut cells, mut at) = (0usize, 0usize, 0usize, 0usize);
    let (mut begins_empty, mut names, mut first_name) = (false, false, 0);
    for cell in records {
        if at == 0 && cell.last && cell.is_empty() && !cell.quoted {
            begins_empty |= rows == 0;
            empty += 1;
            continue;
        }
        if at == columns.len() {
            if at == usize::from(most) {
                let message = format!("the table has more than {most} columns (MaxColumns)");
                return Err(limit(message.into()));
            }
            if !memory::push(columns, 0) {
                return Err(Error::out_of_memory());
            }
        }
        if !cell.is_empty() {
            let is_whole = cell.rest <= cell.end + usize::from(cell.quoted);
            let is_number = is_whole && is_number(&bytes[cell.start..cell.end]);
            let kind = if is_number { NUMBERS } else { OTHERS };
            if has_header && rows == 0 {
                names = true;
                first_name = kind;
            } else {
                columns[at] |= kind;
            }
        }
        cells += 1;
        at += 1;
        if cell.last {
            rows += 1;
            at = 0;
            if crate::system::halt::is_due() {
                break;
            }
        }
    }
    // Lines of one column may be empty; where all are there is no table.
    let mut has_header = has_header && names;
    if let [only] = &mut columns[..] {
        rows += empty;
        cells += empty;
        if has_header && begins_empty {
            *only |= first_name;
            has_header = false;
        }
    }
    Ok(Survey { rows, cells, has_header })
}

/// Whether the table may be so large: `cells` were written.
fn check(options: &Options, rows: usize, width: usize, cells: usize) -> Result<()> {
    let all = rows.saturating_mul(width);
    if options.max_cells_said && all > options.max_cells as usize {
        let most = options.max_cells;
        return Err(limit(
            format!("the table has {all} cells, more than {most} (MaxCells)").into(),
        ));
    }
    if all > cells.saturating_mul(RAGGED).saturating_add(PADDING) {
        let message = format!("of {all} cells that the table would have only {cells} were written");
        return Err(limit(message.into()));
    }
    Ok(())
}

/// Makes rows of cells.
struct Maker<'a, 'd> {
    bytes: &'a [u8],
    doc: &'d mut Document,
    report: &'d mut Report,
    width: usize,
    /// Cells of the row that is open.
    cells: usize,
    is_open: bool,
}

impl Maker<'_, '_> {
    fn open_row(&mut self, header: bool) {
        self.doc.open(Kind::Row { header });
        self.cells = 0;
        self.is_open = true;
    }

    /// Rows have as many cells as there are columns.
    fn close_row(&mut self) {
        for _ in self.cells..self.width {
            self.doc.open(Kind::CELL);
            self.doc.close();
        }
        self.doc.close();
        self.is_open = false;
    }

    fn cell(&mut self, cell: Cell) {
        self.doc.open(Kind::CELL);
        if cell.quoted {
            self.quoted(cell.start, cell.end);
            if !cell.closed {
                self.report.add(Loss::RepairedBrace, cell.start - 1);
            } else if cell.rest > cell.end + 1 {
                self.text(cell.end + 1, cell.rest);
            }
        } else {
            self.text(cell.start, cell.end);
        }
        self.doc.close();
        self.cells += 1;
    }

    /// Two quotes are one.
    fn quoted(&mut self, mut from: usize, end: usize) {
        while let Some(at) = memchr::memchr(b'"', &self.bytes[from..end]) {
            // A cell may be all that there is.
            if crate::system::halt::is_due() {
                return;
            }
            let quote = from + at;
            self.text(from, quote + 1);
            from = if self.bytes.get(quote + 1) == Some(&b'"') { quote + 2 } else { quote + 1 };
        }
        self.text(from.min(end), end);
    }

    /// Text as it stands, but for what no text can hold. Line ends are breaks.
    fn text(&mut self, start: usize, end: usize) {
        let bytes = &self.bytes[..end];
        let (mut from, mut at) = (start, start);
        loop {
            at = next_control(bytes, at);
            let what = bytes.get(at).copied().and_then(control);
            if what == Some(Control::Tab) {
                at += 1;
                continue;
            }
            if from < at {
                self.doc.leaf(Kind::Text(Span::of_source(from, at)));
            }
            match what {
                None | Some(Control::Tab) => break,
                Some(Control::LineEnd) => {
                    self.doc.leaf(Kind::HardBreak);
                    at += usize::from(bytes[at..].starts_with(b"\r\n"));
                }
                Some(Control::Space) => {
                    let blank = self.doc.own(" ");
                    self.doc.leaf(Kind::Text(blank));
                    self.report.add(Loss::ControlCharacter, at);
                }
                Some(Control::Nul) => {
                    let replacement = self.doc.own("\u{FFFD}");
                    self.doc.leaf(Kind::Text(replacement));
                    self.report.add(Loss::UndecodableByte, at);
                }
                Some(Control::Nothing) => self.report.add(Loss::ControlCharacter, at),
            }
            at += 1;
            from = at;
        }
    }
}
