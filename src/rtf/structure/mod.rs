//! Recognising structure: what was read becomes the blocks of a document.
//!
//! Shape   one pass over the paragraphs of the body, then over each note (`walk`). `survey` looks over the body
//!         first; `block` makes of a paragraph what `classify` says that it is, `marker` which item it begins,
//!         `counters` which number it has; `containers` holds the lists and quotes it stands in, `inline`
//!         turns its runs into nested inlines, `table` lays out rows and `cells` says what their cells are,
//!         `code` gathers lines. `notes` and `places` know what notes and bookmarks are called.
//! Input   an `Assembly`, which is only looked at ([`sight`]).
//! Source  `docs/mapping.md`.

mod block;
mod cells;
mod classify;
mod code;
mod containers;
mod counters;
mod here;
mod inline;
mod layout;
mod looks;
mod marker;
mod notes;
mod places;
#[cfg(test)]
mod sample;
mod sight;
mod survey;
mod table;
mod walk;

use crate::buffers::{Kept, kept};
use crate::document::{Document, Span, contents};
use crate::options::{Changes, Options};
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{BODY, FLOWS, FOOTERS, HEADERS};
use block::LastItem;
use cells::{CellContainers, InCell};
use containers::Containers;
use counters::Counters;
use inline::OpenLinks;
use notes::Notes;
use places::Places;
use sight::Page;
use survey::Survey;
use table::{Grid, LEVELS};

kept! {
    /// What the recogniser needs and what serves the next document too.
    #[derive(Debug, Default)]
    pub(super) struct Buffers {
        survey: Survey,
        containers: Containers,
        counters: Counters,
        links: OpenLinks,
        /// Of a table, of one in a cell of it, and so on.
        tables: [Grid; LEVELS],
        /// The containers around the cells that are open.
        cells: CellContainers,
        places: Places,
        notes: Notes,
    }
}

/// The state of one recognition.
struct Recogniser<'a> {
    page: Page<'a>,
    survey: &'a Survey,
    doc: &'a mut Document,
    report: &'a mut Report,
    containers: &'a mut Containers,
    links: &'a mut OpenLinks,
    tables: &'a mut [Grid; LEVELS],
    cells: &'a mut CellContainers,
    places: &'a mut Places,
    notes: &'a mut Notes,
    /// The cell whose blocks are being written.
    cell: Option<InCell>,
    /// How many nodes there were, and how many were open, behind what a caption may follow.
    captioned: Option<(usize, usize)>,
    /// Tracked changes are kept, with marks around them.
    keeps_changes: bool,
    /// Somebody wants to know how paragraphs look on paper.
    reports_layout: bool,
    /// A line feed in the document's own text.
    newline: Span,
    max_columns: usize,
    cells_left: usize,
    /// The first paragraph of the note in hand, and how many bytes of a mark it begins with.
    note_mark: (usize, usize),
    /// The numbers of lists.
    counters: &'a mut Counters,
    item: LastItem,
    /// Nodes of the table of contents: the first, and the one behind the last.
    contents: (Option<usize>, Option<usize>),
    /// For each flow: paragraphs up to this one say that they are in a table, and no cell ends there.
    loose: [usize; FLOWS],
}

/// Fills `doc` from what was read.
pub(super) fn recognise(
    source: &[u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    assembly: &Assembly,
    buffers: &mut Buffers,
) {
    let newline = doc.own("\n");
    let page = Page { source, assembly };
    let Buffers { survey, containers, counters, links, tables, cells, places, notes } = buffers;
    containers.clear();
    counters.clear();
    if !notes.reset(assembly.notes().len()) {
        doc.give_up();
    }
    if !survey.look_over(page.sight(doc)) {
        doc.give_up();
    }
    places.find_targets(doc, source);
    let mut recogniser = Recogniser {
        page,
        survey,
        doc,
        report,
        containers,
        links,
        tables,
        cells,
        places,
        notes,
        cell: None,
        captioned: None,
        keeps_changes: options.changes() == Changes::Markup,
        reports_layout: layout::is_wanted(options.report.and(options.strict)),
        newline,
        max_columns: options.max_columns.max(1) as usize,
        cells_left: options.max_cells as usize,
        note_mark: (0, 0),
        counters,
        item: LastItem::default(),
        contents: (None, None),
        loose: [0; FLOWS],
    };
    for flow in [HEADERS, BODY, FOOTERS] {
        recogniser.blocks(flow, 0, page.paragraphs(flow).len());
    }
    recogniser.note_definitions();
    let (from, to) = recogniser.contents;
    let identifiers = options.extensions.heading_attributes || options.rich;
    places.name_headings(doc, source, identifiers);
    doc.close_to(0);
    if let Some((start, _)) = assembly.contents() {
        let shown = from.zip(to).filter(|_| doc.check().is_ok());
        if !shown.is_some_and(|shown| contents::settle(doc, source, shown)) {
            let first = page.paragraphs(BODY).get(start as usize);
            report.add(Loss::Field, first.map_or(usize::MAX, |first| page.place(BODY, first)));
        }
    }
}
