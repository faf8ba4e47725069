//! An output is made: what is read, prepared and written, or looked at.
//!
//! Limits  outputs are as large as `MaxOutput` says, or as their inputs let them be.

use super::input::{Decoded, Input, Source};
use super::page::{self, Page};
use super::prepare::{Desk, Place, start_in};
use super::workspace::{self, Bench, Workspace};
use super::{Converter, Terms, Way, tally};
use crate::check;
use crate::document::View;
use crate::error::{Error, Result, Status};
use crate::formats::{Form, Format, Writer, Writers};
use crate::memory::{self, Memory, Output, reserve};
use crate::options::Target;
use crate::report::{Loss, Report};
use crate::rtf::template::Template;
use crate::system::halt;

/// Most bytes of an output.
const MAX_OUTPUT: usize = memory::MOST_OUTPUT;

/// Where `MaxOutput` doesn't say, so many of the largest pictures may be read from files: an output may
/// be larger by them.
const FILES: usize = 16;

impl Converter {
    /// The output as the host gets it: in the code page of the options where it is text.
    pub(super) fn encode(
        &self,
        to: Format,
        memory: &Memory,
        output: Vec<u8>,
        report: &mut Report,
    ) -> Result<Vec<u8>> {
        let output = match to.row().form {
            Form::Bytes | Form::Utf8 => output,
            Form::Text => {
                let limit = match self.options.max_output {
                    0 => MAX_OUTPUT,
                    limit => limit.min(MAX_OUTPUT),
                };
                page::encode(self.page, output, limit, &memory.buffers, report)?
            }
        };
        Ok(memory.release(output))
    }

    pub(super) fn run<T>(
        &self,
        from: Format,
        to: Format,
        input: Input<'_>,
        report: &mut Report,
        terms: Terms<'_>,
        finish: impl Fn(&Memory, Vec<u8>, &mut Report) -> Result<(usize, T)>,
    ) -> Result<T> {
        let writer = to.writer(&self.options)?;
        let prepare = &mut || {
            input.check(self.options.max_input)?;
            let mut need = input.need(from, self.options.otherwise);
            if let Way::Filled(values) = terms.way {
                need.input = need.input.saturating_add(values.len());
            }
            Ok(need)
        };
        self.turn((from, to), input.size(), prepare, report, terms, &mut |report, tally| {
            let output = self.produce((to, writer, terms), &input, report, from, tally)?;
            finish(&memory::shared(), output, report)
        })
    }

    fn produce(
        &self,
        to: (Format, &Writer, Terms<'_>),
        input: &Input<'_>,
        report: &mut Report,
        from: Format,
        tally: &mut tally::Entry,
    ) -> Result<Vec<u8>> {
        let memory = memory::shared();
        let mut decoded = Decoded::default();
        let source = input.open(from, &self.options, &memory, &mut decoded, report)?;
        tally.from = source.format;
        let folder = input.folder();
        let result = self.rewrite(&source, to, &memory, report, folder.as_deref());
        report.map_offsets(|offset| source.host_offset(offset));
        result.map_err(|error| Error {
            offset: error.offset.map(|offset| source.host_offset(offset)),
            ..error
        })
    }

    fn rewrite(
        &self,
        source: &Source<'_>,
        to: (Format, &Writer, Terms<'_>),
        memory: &Memory,
        report: &mut Report,
        input_folder: Option<&str>,
    ) -> Result<Vec<u8>> {
        let workspaces = workspace::shared();
        let nesting = self.options.max_nesting;
        let mut bench = Bench::set(memory, &workspaces, source.size, nesting);
        let Workspace { doc, door, fill, readers, writers, again } = bench.work();
        if let Way::Checked(name) = to.2.way {
            let read = source.reader()?;
            read(source.given(), self.options_for(to.1), doc, report, readers)?;
            doc.check()?;
            report.add_many(Loss::FlattenedNesting, doc.flattened(), usize::MAX);
            return self.look(source, name, memory, report);
        }
        let mut desk = Desk { doc, door, fill, writers, again };
        let place = Place { folder: input_folder, below: "" };
        let (text, size) = self.prepare(source, to, &mut desk, readers, place, report)?;
        let view = View { doc: desk.doc, source: text };
        let start = start_in(source.bytes, text);
        if start == Some(0) {
            return self.write(to, view, size, memory, report, desk.writers);
        }
        // What the writer says of places is said of the text that was read, and that is not the input.
        let mut written = Report::default();
        let result = self.write(to, view, size, memory, &mut written, desk.writers);
        written.map_offsets(|at| start.map_or(usize::MAX, |start| start + at));
        report.merge(&written);
        result
    }

    /// Writes a document that was made of so many bytes.
    pub(super) fn write(
        &self,
        (to, writer, terms): (Format, &Writer, Terms<'_>),
        view: View<'_>,
        size: usize,
        memory: &Memory,
        report: &mut Report,
        writers: &mut Writers,
    ) -> Result<Vec<u8>> {
        let options = self.options_for(writer);
        let doc = view.doc;
        let template = self.template.as_ref().filter(|_| writer.is_dressed);
        let limit = match options.max_output {
            0 => {
                let dress = template.map_or(0, Template::size_in_documents);
                let cells = doc.cells().saturating_mul(writer.per_cell);
                // In the form that RichEdit shows, a picture is as large as its pixels, twice.
                let shows_pixels = writer.is_dressed && options.target == Target::RichEdit;
                let pixels = if shows_pixels { options.max_picture.saturating_mul(2) } else { 0 };
                let beside = (1 << 20) + dress + cells + pixels;
                size.saturating_mul(writer.growth).saturating_add(beside)
            }
            // It counts bytes as the host gets them.
            limit if terms.is_wide => page::most_in_utf8(Page::Utf16 { little: true }, limit),
            limit if to.row().form == Form::Text => page::most_in_utf8(self.page, limit),
            limit => limit,
        };
        let limit = limit.min(MAX_OUTPUT);
        let expected = doc.expected_bytes(writer.per_node).min(limit);
        let mut out = Output::expecting(expected, memory.buffer_for(expected), limit);
        if options.max_output == 0 {
            out.allow_files(FILES.saturating_mul(options.max_picture));
        }
        (writer.write)(view, options, template, &mut out, report, writers)?;
        if options.crlf && !writer.ends_lines {
            out.expand_line_ends();
        }
        out.finish()
    }
}

impl Converter {
    /// What is wrong with a document that has been read.
    fn look(
        &self,
        source: &Source<'_>,
        name: Option<&str>,
        memory: &Memory,
        report: &Report,
    ) -> Result<Vec<u8>> {
        let mut findings = check::Findings::default();
        findings.look(source.format, source.bytes, source.text, &self.options);
        if reserve::is_short() || halt::is_due_now() {
            return Err(Error::out_of_memory());
        }
        findings.take(report);
        let mut out = Output::new(memory.buffer_for(0), MAX_OUTPUT);
        let place = |offset: usize| source.host_offset(offset);
        findings.write(source.format, name, source.bytes, &place, &mut out);
        out.finish()
    }
}

/// What can't be read at all is wrong with a document too.
pub(super) fn checked(
    from: Format,
    result: Result<Vec<u8>>,
    input: &[u8],
    name: Option<&str>,
) -> Result<Vec<u8>> {
    use Status::{BadArgument, BadEncoding, BadUtf16};
    match result {
        Err(error)
            if error.offset.is_some()
                && matches!(error.status, BadEncoding | BadUtf16 | BadArgument) =>
        {
            let mut findings = check::Findings::default();
            findings.fail(&error);
            let mut out = Output::new(Vec::new(), MAX_OUTPUT);
            findings.write(from, name, input, &|offset| offset, &mut out);
            out.finish()
        }
        result => result,
    }
}
