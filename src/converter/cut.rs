//! A file in parts.
//!
//! Shape   one conversion: the file is read once, cut ([`cut`]), and each part is written and handed over.
//! Errors  those of a conversion; then nothing stays of what was handed over.
//! Limits  those of one output hold for each part.

use std::path::Path;

use super::input::{Decoded, Input};
use super::prepare::{Desk, Place};
use super::workspace::{self, Bench, Workspace};
use super::{Converter, Format, Terms};
use crate::document::{Document, View, cut};
use crate::error::{Error, Result};
use crate::files::{self, Staged};
use crate::memory;
use crate::report::Report;
use crate::system::halt;

/// Writes a part under a name that it does not have yet.
type Stage<'c> = dyn Fn(&str, &[u8]) -> Result<Option<Staged>> + 'c;

/// How a file is cut, and what becomes of the parts.
#[derive(Clone, Copy)]
pub(crate) struct Cutting<'c> {
    /// The lowest level of headings that begin a part.
    pub level: u8,
    /// Names a part by its number, the last number, and the slug of its heading.
    pub name: &'c dyn Fn(usize, usize, &str) -> String,
    /// Takes a part by its name; none where another file keeps the name.
    pub stage: &'c Stage<'c>,
}

/// The parts of a file.
#[derive(Default)]
pub(crate) struct Parts {
    /// The names of all.
    pub names: Vec<String>,
    /// Those that wait to get their names.
    pub staged: Vec<Staged>,
    pub bytes_in: u64,
    pub bytes_out: u64,
}

impl Converter {
    /// Converts a file in parts, for a batch job.
    pub(crate) fn cut_in_job(
        &self,
        (from, to): (Format, Format),
        path: &Path,
        cutting: Cutting<'_>,
        report: &mut Report,
    ) -> Result<Parts> {
        let writer = to.writer(&self.options)?;
        let terms = Terms { stop: None, ..self.terms() };
        let bytes_in = files::size(path)?;
        let input = Input::File(path, bytes_in, self.page);
        let prepare = &mut || {
            input.check(self.options.max_input)?;
            Ok(input.need(from, self.options.otherwise))
        };
        self.turn((from, to), input.size(), prepare, report, terms, &mut |report, tally| {
            let memory = memory::shared();
            let mut decoded = Decoded::default();
            let source = input.open(from, &self.options, &memory, &mut decoded, report)?;
            tally.from = source.format;
            let workspaces = workspace::shared();
            let mut bench = Bench::set(&memory, &workspaces, source.size, self.options.max_nesting);
            let Workspace { doc, door, fill, readers, writers, again } = bench.work();
            let mut desk = Desk { doc, door, fill, writers, again };
            let folder = input.folder();
            let place = Place { folder: folder.as_deref(), below: "" };
            let to_writer = (to, writer, terms);
            let prepared = self.prepare(&source, to_writer, &mut desk, readers, place, report);
            report.map_offsets(|offset| source.host_offset(offset));
            let (text, size) = prepared.map_err(|error| Error {
                offset: error.offset.map(|offset| source.host_offset(offset)),
                ..error
            })?;
            let Desk { doc, writers, .. } = desk;
            let (mut cut, names) = cut(doc, text, cutting.level, cutting.name)?;
            let mut parts = Parts { names, bytes_in, ..Parts::default() };
            let (mut part, mut written) = (Document::default(), Report::default());
            for (number, name) in parts.names.iter().enumerate() {
                if halt::is_due_now() {
                    return Err(Error::out_of_memory());
                }
                part.reset(self.options.max_nesting);
                cut.show(View { doc, source: text }, number, &mut part)?;
                let view = View { doc: &part, source: b"" };
                let output = self.write(to_writer, view, size, &memory, &mut written, writers)?;
                let output = self.encode(to, &memory, output, &mut written)?;
                if let Some(staged) = (cutting.stage)(name, &output)? {
                    parts.staged.push(staged);
                    parts.bytes_out += output.len() as u64;
                }
            }
            written.map_offsets(|_| usize::MAX);
            report.merge(&written);
            Ok((usize::try_from(parts.bytes_out).unwrap_or(usize::MAX), parts))
        })
    }
}
