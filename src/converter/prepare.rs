//! A document is read and made what can be written: filled, with raw HTML and addresses as the options and
//! the target want them.
//!
//! Shape   what is read and written with stands on a [`Desk`]; what the target can't hold `document::admit`
//!         takes out.

use super::input::Source;
use super::{Converter, Terms, Way, page};
use crate::buffers::Lent;
use crate::document::{self, Document, Door};
use crate::error::{Error, Result};
use crate::formats::{Form, Format, HtmlStands, Readers, Writer, Writers};
use crate::memory::reserve;
use crate::options::{FrontMatter, Images, Options, RawHtml};
use crate::picture::folder;
use crate::report::{Loss, Report};
use crate::system::halt;
use crate::{fill, html};

/// What a document is prepared on.
pub(super) struct Desk<'d> {
    pub(super) doc: &'d mut Document,
    pub(super) door: &'d mut document::DoorScratch,
    pub(super) fill: &'d mut Option<Box<fill::Scratch>>,
    pub(super) writers: &'d mut Writers,
    pub(super) again: &'d mut Lent<html::Scratch>,
}

/// Where a document stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The folder that its addresses are written relative to, if that is known.
    pub(super) folder: Option<&'p str>,
    /// The folder below that one in which it stands, with a slash at its end.
    pub(super) below: &'p str,
}

impl Converter {
    /// The options for an output that is written so.
    pub(super) fn options_for(&self, writer: &Writer) -> &Options {
        match (writer.is_rich, writer.marks_changes) {
            (_, true) => &self.marking,
            (true, false) => &self.rich,
            (false, false) => &self.options,
        }
    }

    /// Reads a document and makes it what can be written. Gives what its spans point into, and how many bytes
    /// it was made of.
    pub(super) fn prepare<'a>(
        &self,
        source: &Source<'a>,
        (to, writer, terms): (Format, &Writer, Terms<'_>),
        desk: &mut Desk<'_>,
        readers: &'a mut Readers,
        place: Place<'_>,
        report: &mut Report,
    ) -> Result<(&'a [u8], usize)> {
        let options = self.options_for(writer);
        let Desk { doc, door, fill, writers, again } = desk;
        let values = if let Way::Filled(values) = terms.way { Some(values) } else { None };
        // Fields become tags only where there is something to fill them with.
        let taking = values.map(|_| Options { takes_fields: true, ..options.clone() });
        let read_with = taking.as_ref().unwrap_or(options);
        let read = source.reader()?;
        // What the document's spans point into: the input, or what was unwrapped from it.
        let text = read(source.given(), read_with, doc, report, readers)?;
        doc.check()?;
        let mut size = source.size;
        if let Some(values) = values {
            let start = start_in(source.bytes, text);
            let given = fill::Given { options, source: text, start, values };
            fill::fill(doc, given, fill.get_or_insert_default(), report)?;
            doc.check()?;
            // What sections repeat stands in no input.
            size = size.saturating_add(values.len()).max(doc.expected_bytes(8));
        }
        let (stands, passes) = (writer.html, options.html == RawHtml::Pass);
        let is_anew = stands == HtmlStands::Anew && options.html == RawHtml::Keep;
        if is_anew || options.html == RawHtml::Convert {
            html::convert(doc, text, options, report, (again, &mut writers.html))?;
        }
        if report.get(Loss::FlattenedNesting).count == 0 && doc.flattened() > 0 {
            report.add_many(Loss::FlattenedNesting, doc.flattened(), usize::MAX);
        }
        if !place.below.is_empty() {
            let stored = |url: &[u8]| matches!(&options.images, Images::Folder(name) if folder::is_name_in(name, url));
            document::move_out(doc, text, place.below, &stored);
        }
        let saved = source.format == Format::Rtf;
        match place.folder {
            Some(folder) if options.link_base.is_empty() => {
                document::relate(doc, text, &document::Base::new(folder), saved);
            }
            _ => document::relate(doc, text, &self.base, saved),
        }
        let view = document::View { doc, source: text };
        let terms_of_entry = Door {
            options,
            source: text,
            start: start_in(source.bytes, text),
            uncovers: source.format.row().hides_html
                && (stands == HtmlStands::AsMarkup || stands == HtmlStands::Anew && passes),
            has_front: writer.has_front && options.extensions.front_matter != FrontMatter::No,
            holds: (writer.holds)(view, options, writers)?,
        };
        document::admit(doc, terms_of_entry, door, report);
        if to.row().form == Form::Text && stands != HtmlStands::Anew {
            page::fit(terms.page, doc, text, report);
        }
        doc.check()?;
        if reserve::is_short() || halt::is_due_now() {
            return Err(Error::out_of_memory());
        }
        Ok((text, size))
    }
}

/// Where a part of some bytes begins in them, if it is one.
pub(super) fn start_in(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let (whole, part) = (bytes.as_ptr_range(), part.as_ptr_range());
    let is_in = whole.start <= part.start && part.end <= whole.end;
    is_in.then(|| part.start as usize - whole.start as usize)
}
