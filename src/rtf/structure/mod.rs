//! Recognising structure: what was read becomes the blocks of a document.
//!
//! Shape   one pass over the paragraphs of the body, then over each note (`walk`, which alone leads paragraphs and tables to
//!         those who write them). `survey` looks over the body first; `block` makes of a paragraph what `classify` says that it
//!         is, `marker` which item it begins, `counters` which number it has; `containers` holds the lists and quotes it
//!         stands in, `inline` turns its runs into nested inlines, `table` lays out rows and `cells` says what their cells
//!         are, `code` and `raw` gather lines. `notes` and `places` know what notes and bookmarks are called.
//! Input   an `Assembly`, which is only looked at ([`sight`]).
//! Source  `docs/mapping.md`.

mod block;
mod cells;
mod classify;
mod code;
mod containers;
mod counters;
mod inline;
mod layout;
mod looks;
mod marker;
mod notes;
mod places;
mod raw;
#[cfg(test)]
mod sample;
mod sight;
mod survey;
mod table;
mod walk;

use crate::buffers::kept;
use crate::document::{Document, contents};
use crate::options::{Changes, Options};
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::BODY;
use block::Blocks;
use cells::CellContainers;
use containers::Containers;
use counters::Counters;
use inline::{OpenLinks, Writer};
use notes::Notes;
use places::Places;
use sight::Page;
use survey::Survey;
use table::{Grid, LEVELS};
use walk::Recogniser;

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
    if !notes.reset(assembly.notes().len()) {
        doc.give_up();
    }
    if !survey.look_over(page.sight(doc)) {
        doc.give_up();
    }
    places.find_targets(doc, source);
    let reports_layout = layout::is_wanted(options.report.and(options.strict));
    let blocks = Blocks::new(survey, containers, counters, reports_layout);
    let to = Writer {
        page,
        doc,
        report,
        links,
        notes,
        places,
        newline,
        keeps_changes: options.changes() == Changes::Markup,
    };
    let (from, to) = Recogniser::new(survey, blocks, to, (tables, cells), options).all();
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
