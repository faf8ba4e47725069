//! Several files as one document.
//!
//! Shape   one conversion: the files are read one after the other, each joined to what is there
//!         ([`Joined`]), and the whole is written once.
//! Errors  a file that can't be read is left out, and its [`Part`] says why; want of memory, and what asks a
//!         conversion to stop, end all of it.
//! Limits  `MaxInput` holds for each file, the others for the whole.

use std::path::PathBuf;
use std::time::Duration;

use super::input::{Decoded, Input};
use super::prepare::{Desk, Place};
use super::workspace::{self, Bench, Workspace};
use super::{Converter, Format, Terms};
use crate::document::{Feature, Joined, View};
use crate::error::{Error, Result, Status};
use crate::files;
use crate::formats::{HtmlStands, Writer};
use crate::memory::budget::Need;
use crate::memory::{self, Memory};
use crate::report::{Loss, Report};
use crate::system::clock::Instant;

/// A file that is to be a part.
#[derive(Debug)]
pub(crate) struct Part {
    pub path: PathBuf,
    /// Its path below the folder that the whole is of, with slashes; elsewhere the whole path.
    pub name: String,
    /// The folders in that, with a slash at their end.
    pub below: String,
    /// What came of it; what has failed is not tried.
    pub result: Result<Piece>,
}

/// What came of a part that did not fail.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Piece {
    /// Bytes of the file.
    pub bytes: u64,
    /// What could not be kept.
    pub report: Report,
    /// How long it took to read.
    pub time: Duration,
}

/// How files are joined.
#[derive(Clone, Copy)]
pub(crate) struct Joining<'j> {
    /// The folder that the whole is of.
    pub folder: &'j str,
    /// Each file begins a page.
    pub new_page: bool,
    /// Told before a file is read, and with the number behind the last before the whole is written; whether to
    /// go on.
    pub begin: &'j dyn Fn(usize) -> bool,
}

impl Converter {
    /// Makes one document of files; none if all of them have failed. The report is that of writing the whole.
    pub(crate) fn join_in_job(
        &self,
        (from, to): (Format, Format),
        parts: &mut [Part],
        joining: Joining<'_>,
        report: &mut Report,
    ) -> Result<Option<Vec<u8>>> {
        let writer = to.writer(&self.options)?;
        let terms = Terms { stop: None, ..self.terms() };
        for part in parts.iter_mut().filter(|part| part.result.is_ok()) {
            part.result = files::size(&part.path).and_then(|bytes| {
                Input::File(&part.path, bytes, self.page).check(self.options.max_input)?;
                Ok(Piece { bytes, ..Piece::default() })
            });
        }
        let sizes = || parts.iter().filter_map(|part| Some(part.result.as_ref().ok()?.bytes));
        let clamped = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let (size, largest) = (clamped(sizes().sum()), clamped(sizes().max().unwrap_or(0)));
        // The text of the whole stands beside what a file alone needs.
        let need = Need { input: size, factor: from.row().need + 2 };
        self.turn((from, to), size, &mut || Ok(need), report, terms, &mut |report, _| {
            let memory = memory::shared();
            let workspaces = workspace::shared();
            let mut bench = Bench::set(&memory, &workspaces, largest, self.options.max_nesting);
            let work = bench.work();
            let to_writer = (to, writer, terms);
            let (mut joined, mut size, mut is_any) = (Joined::default(), 0usize, false);
            // What has no words for HTML has no pages.
            let empty = View { doc: joined.document(), source: b"" };
            let holds = (writer.holds)(empty, self.options_for(writer), &mut work.writers)?;
            let has_pages = writer.html != HtmlStands::Nowhere && holds.has(Feature::PageBreaks);
            let joining = Joining { new_page: joining.new_page && has_pages, ..joining };
            for (at, part) in parts.iter_mut().enumerate() {
                let Ok(mut piece) = part.result.as_ref().copied() else { continue };
                if !(joining.begin)(at) {
                    return Err(Error::new(Status::Cancelled, "the job was cancelled"));
                }
                let started = Instant::now();
                match self.add_part(
                    from,
                    to_writer,
                    part,
                    &mut piece,
                    &mut joined,
                    joining,
                    work,
                    &memory,
                ) {
                    Ok(bytes) => {
                        (size, is_any) = (size.saturating_add(bytes), true);
                        part.result = Ok(Piece { time: started.elapsed(), ..piece });
                    }
                    Err(error) => match error.status {
                        Status::MemoryLimit
                        | Status::Busy
                        | Status::Cancelled
                        | Status::Timeout => {
                            return Err(error);
                        }
                        _ => part.result = Err(error),
                    },
                }
            }
            if !is_any {
                return Ok((0, None));
            }
            if !(joining.begin)(parts.len()) {
                return Err(Error::new(Status::Cancelled, "the job was cancelled"));
            }
            joined.finish()?;
            let view = View { doc: joined.document(), source: b"" };
            let output = self.write(to_writer, view, size, &memory, report, &mut work.writers)?;
            // Its places are those of no file.
            report.map_offsets(|_| usize::MAX);
            drop(joined);
            let output = self.encode(to, &memory, output, report)?;
            Ok((output.len(), Some(output)))
        })
    }

    /// Reads a file and joins it to what is there. Gives the bytes that it was made of.
    #[allow(clippy::too_many_arguments)]
    fn add_part(
        &self,
        from: Format,
        to: (Format, &Writer, Terms<'_>),
        part: &Part,
        piece: &mut Piece,
        joined: &mut Joined,
        joining: Joining<'_>,
        work: &mut Workspace,
        memory: &Memory,
    ) -> Result<usize> {
        let lost = &mut piece.report;
        *lost = Report::default();
        let mut decoded = Decoded::default();
        let input = Input::File(&part.path, piece.bytes, self.page);
        let source = input.open(from, &self.options, memory, &mut decoded, lost)?;
        let Workspace { doc, door, fill, readers, writers, again } = work;
        doc.reset(self.options.max_nesting);
        let mut desk = Desk { doc, door, fill, writers, again };
        let place = Place { folder: Some(joining.folder), below: &part.below };
        let prepared = self.prepare(&source, to, &mut desk, readers, place, lost);
        lost.map_offsets(|offset| source.host_offset(offset));
        let (text, size) = prepared.map_err(|error| Error {
            offset: error.offset.map(|offset| source.host_offset(offset)),
            ..error
        })?;
        lost.add_many(Loss::Metadata, joined.facts_left_out(desk.doc, text), usize::MAX);
        self.refuse_loss(lost)?;
        lost.keep_only(self.options.report.and(self.options.strict));
        joined.add(desk.doc, text, part.name.as_bytes(), joining.new_page)?;
        Ok(size)
    }
}
