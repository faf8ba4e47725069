//! One conversion from bytes to bytes, by the rows of [`formats`](crate::formats).
//!
//! Shape   [`Converter`] holds options; any number of threads may convert with one at once. What
//!         a conversion needs to work with comes from pools and goes back to them.
//! Units   lengths and places are bytes of the input as the host gave it (2 for each UTF-16 unit).
//! Errors  those of reading and writing, of encodings, and of the limits.
//! Limits  input and output sizes of the options; memory as [`budget`] admits it.

mod cut;
mod dump;
mod input;
mod join;
mod page;
pub mod tally;
mod wide;
mod workspace;

pub use crate::formats::Format;
pub(crate) use cut::{Cutting, Parts};
pub(crate) use join::{Joining, Part, Piece};
#[cfg(all(unix, feature = "capi"))]
pub use workspace::{hold_for_fork, let_go_after_fork};
pub use workspace::{release_idle, release_workspaces, shut_down, stats as workspace_stats};

use std::path::Path;
use std::time::Duration;

use crate::buffers::Lent;
use crate::check;
use crate::document::{self, Document, Door, View};
use crate::error::{Error, Result, Status};
use crate::files;
use crate::fill;
use crate::formats::{Form, HtmlStands, Readers, Writer, Writers};
use crate::html;
use crate::memory::budget::{self, Need, Turn};
use crate::memory::gauge::{Active, Bound};
use crate::memory::lock::Lock;
use crate::memory::{self, Memory, Output, reserve};
use crate::options::{Images, Options, RawHtml};
use crate::picture::folder;
use crate::report::{Loss, Report};
use crate::rtf::template::Template;
use crate::system::clock::Instant;
use crate::system::halt::{self, Stop};
use crate::system::log::{self, Level};
#[cfg(feature = "gauge")]
use crate::system::unwind;
use input::{Decoded, Input, Source};
use page::Page;
use workspace::{Bench, Workspace};

/// Most bytes of an output.
const MAX_OUTPUT: usize = memory::MOST_OUTPUT;

/// Where `MaxOutput` doesn't say, so many of the largest pictures may be read from files: an output may
/// be larger by them.
const FILES: usize = 16;

/// Converts with fixed options, and remembers what the last conversion could not keep.
#[derive(Debug)]
pub struct Converter {
    options: Options,
    page: Page,
    /// The house document that the options name.
    template: Option<Template>,
    /// What links are related to.
    base: document::Base,
    /// The options for outputs that have words for changes, comments and colours.
    rich: Options,
    report: Lock<Report>,
    /// Asks conversions of hosts to stop.
    stop: Stop,
}

/// What holds for one conversion.
#[derive(Clone, Copy)]
struct Terms<'s> {
    /// What asks it to stop.
    stop: Option<&'s Stop>,
    /// Whether it waits for memory.
    waits: bool,
    way: Way<'s>,
    /// What the letters of the output have to fit into.
    page: Page,
}

/// What a document is prepared on.
struct Desk<'d> {
    doc: &'d mut Document,
    door: &'d mut document::DoorScratch,
    fill: &'d mut Option<Box<fill::Scratch>>,
    writers: &'d mut Writers,
    again: &'d mut Lent<html::Scratch>,
}

/// Where a document stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The folder that its addresses are written relative to, if that is known.
    folder: Option<&'p str>,
    /// The folder below that one in which it stands, with a slash at its end.
    below: &'p str,
}

/// Makes an output; gives its bytes too.
type Make<'m, T> = dyn FnMut(&mut Report, &mut tally::Entry) -> Result<(usize, T)> + 'm;

/// What is done with a document.
#[derive(Clone, Copy)]
enum Way<'v> {
    /// It is written.
    Plain,
    /// It is filled with these values and written.
    Filled(&'v str),
    /// It is looked at: what is wrong with it is written, as JSON or as lines that begin with a name.
    Checked(Option<&'v str>),
}

impl Converter {
    /// A converter with these options. Fails where their code page is not known, or where the
    /// template that they name can't be read.
    pub fn new(options: Options) -> Result<Self> {
        let page = page::resolve(options.code_page)?;
        let template = match &*options.template {
            "" => None,
            path => Some(Template::load(path)?),
        };
        let report = Lock::new(Report::default());
        let base = document::Base::new(&options.link_base);
        let rich = Options { rich: true, ..options.clone() };
        Ok(Converter { options, rich, page, template, base, report, stop: Stop::default() })
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What is converted from now on stands in the folder of this file: that is what links are related
    /// to where the options name nothing else. For those who read a file themselves.
    pub fn stand_beside(&mut self, file: &Path) {
        if self.options.link_base.is_empty()
            && let Some(folder) = input::folder_of(file)
        {
            self.base = document::Base::new(&folder);
        }
    }

    /// What the last conversion could not keep. Where several ran at once, the last to end.
    pub fn report(&self) -> Report {
        self.report.with(|report| *report)
    }

    /// Ends the conversions that run or wait now with `Cancelled`; those of batch jobs go on.
    pub fn cancel(&self) {
        self.stop.ask();
        budget::room_came_free();
    }

    /// Nobody sets the report while the process is copied.
    #[cfg(all(unix, feature = "capi"))]
    pub(crate) fn hold_for_fork(&self) {
        self.report.hold_for_fork(|_| {});
    }

    /// Undoes [`Converter::hold_for_fork`].
    #[cfg(all(unix, feature = "capi"))]
    pub(crate) fn let_go_after_fork(&self) {
        self.report.let_go_after_fork(|_| {});
    }

    /// Converts bytes; text in and out is in the code page of the options.
    pub fn convert(&self, from: Format, to: Format, input: &[u8]) -> Result<Vec<u8>> {
        self.convert_reporting(from, to, input, &mut Report::default())
    }

    /// [`convert`](Self::convert), and the report of this very call, also where it fails: for
    /// threads that share a converter.
    pub fn convert_reporting(
        &self,
        from: Format,
        to: Format,
        input: &[u8],
        report: &mut Report,
    ) -> Result<Vec<u8>> {
        let result = self.run_bytes(from, to, input, report, self.terms());
        self.report.with(|last| *last = *report);
        result
    }

    /// The same for one row of a column: [`report`](Self::report) does not know of it, and it waits for
    /// memory only where `waits` says so.
    pub(crate) fn convert_row(
        &self,
        from: Format,
        to: Format,
        input: &[u8],
        report: &mut Report,
        waits: bool,
    ) -> Result<Vec<u8>> {
        let input = Input::Bytes(input, self.page);
        self.run_to_bytes(from, to, input, report, Terms { waits, ..self.terms() })
    }

    /// How often it was asked to end its conversions.
    pub(crate) fn asked(&self) -> u32 {
        self.stop.times()
    }

    /// What holds for a conversion of a host's own.
    fn terms(&self) -> Terms<'_> {
        Terms { stop: Some(&self.stop), waits: true, way: Way::Plain, page: self.page }
    }

    /// The same for one file of a batch job: [`report`](Self::report) and
    /// [`cancel`](Self::cancel) are the host's and do not know of it.
    pub(crate) fn convert_in_job(
        &self,
        from: Format,
        to: Format,
        path: &Path,
        report: &mut Report,
    ) -> Result<(Vec<u8>, u64)> {
        self.run_file(from, to, path, report, Terms { stop: None, ..self.terms() })
    }

    /// Converts what is in a file, which is read when there is memory for it. Returns the bytes of
    /// the input too.
    pub fn convert_file_reporting(
        &self,
        from: Format,
        to: Format,
        path: &Path,
        report: &mut Report,
    ) -> Result<(Vec<u8>, u64)> {
        let result = self.run_file(from, to, path, report, self.terms());
        self.report.with(|last| *last = *report);
        result
    }

    /// Converts UTF-16. RTF characters that are not ASCII count as what they show.
    pub fn convert_utf16(&self, from: Format, to: Format, input: &[u16]) -> Result<Vec<u16>> {
        self.convert_utf16_reporting(from, to, input, &mut Report::default())
    }

    /// [`convert_utf16`](Self::convert_utf16), and the report of this very call, also where it
    /// fails.
    pub fn convert_utf16_reporting(
        &self,
        from: Format,
        to: Format,
        input: &[u16],
        report: &mut Report,
    ) -> Result<Vec<u16>> {
        self.run_to_units(from, to, Input::Wide(input), report, self.terms())
    }

    /// Converts bytes, which are what [`convert`](Self::convert) takes, to UTF-16.
    pub fn convert_to_utf16_reporting(
        &self,
        from: Format,
        to: Format,
        input: &[u8],
        report: &mut Report,
    ) -> Result<Vec<u16>> {
        self.run_to_units(from, to, Input::Bytes(input, self.page), report, self.terms())
    }

    fn run_to_units(
        &self,
        from: Format,
        to: Format,
        input: Input<'_>,
        report: &mut Report,
        terms: Terms<'_>,
    ) -> Result<Vec<u16>> {
        // UTF-16 holds every letter, whatever the page.
        let terms = Terms { page: Page::UTF_8, ..terms };
        let result = self.run(from, to, input, report, terms, |memory, output, _| {
            let units = wide::encode(&output);
            memory.buffers.give(output);
            units.map(|units| (units.len() * 2, units))
        });
        self.report.with(|last| *last = *report);
        result
    }

    /// Fills a document with the values of a JSON object in UTF-8 and converts it.
    pub fn fill_reporting(
        &self,
        from: Format,
        to: Format,
        input: &[u8],
        values: &[u8],
        report: &mut Report,
    ) -> Result<Vec<u8>> {
        let values = values.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(values);
        let values = std::str::from_utf8(values).map_err(|error| {
            Error::at(Status::BadEncoding, error.valid_up_to(), "the values are not UTF-8")
        })?;
        let terms = Terms { way: Way::Filled(values), ..self.terms() };
        let result = self.run_bytes(from, to, input, report, terms);
        self.report.with(|last| *last = *report);
        result
    }

    /// [`fill_reporting`](Self::fill_reporting) in UTF-16.
    pub fn fill_utf16_reporting(
        &self,
        from: Format,
        to: Format,
        input: &[u16],
        values: &[u16],
        report: &mut Report,
    ) -> Result<Vec<u16>> {
        self.fill_to_units(from, to, Input::Wide(input), values, report)
    }

    /// Fills bytes, which are what [`convert`](Self::convert) takes, with values in UTF-16, and converts them
    /// to UTF-16.
    pub fn fill_to_utf16_reporting(
        &self,
        from: Format,
        to: Format,
        input: &[u8],
        values: &[u16],
        report: &mut Report,
    ) -> Result<Vec<u16>> {
        self.fill_to_units(from, to, Input::Bytes(input, self.page), values, report)
    }

    fn fill_to_units(
        &self,
        from: Format,
        to: Format,
        input: Input<'_>,
        values: &[u16],
        report: &mut Report,
    ) -> Result<Vec<u16>> {
        let mut text = String::new();
        wide::decode(values.strip_prefix(&[0xFEFF]).unwrap_or(values).iter().copied(), &mut text)?;
        let terms = Terms { way: Way::Filled(&text), ..self.terms() };
        self.run_to_units(from, to, input, report, terms)
    }

    /// Looks at a document and says what is wrong with it: as JSON in ASCII, or as lines that begin with
    /// a name.
    pub fn check(&self, from: Format, input: &[u8], name: Option<&str>) -> Result<Vec<u8>> {
        let terms = Terms { way: Way::Checked(name), ..self.terms() };
        // The JSON is no text in the code page of the options.
        let result = self.run_bytes(from, Format::Json, input, &mut Report::default(), terms);
        checked(from, result, input, name)
    }

    /// [`check`](Self::check) of UTF-16; places are bytes, two for each unit.
    pub fn check_utf16(&self, from: Format, input: &[u16]) -> Result<Vec<u8>> {
        let terms = Terms { way: Way::Checked(None), ..self.terms() };
        let (input, report) = (Input::Wide(input), &mut Report::default());
        let result = self.run(from, Format::Json, input, report, terms, |memory, output, _| {
            Ok((output.len(), memory.release(output)))
        });
        checked(from, result, &[], None)
    }

    fn run_bytes(
        &self,
        from: Format,
        to: Format,
        input: &[u8],
        report: &mut Report,
        terms: Terms<'_>,
    ) -> Result<Vec<u8>> {
        self.run_to_bytes(from, to, Input::Bytes(input, self.page), report, terms)
    }

    fn run_file(
        &self,
        from: Format,
        to: Format,
        path: &Path,
        report: &mut Report,
        terms: Terms<'_>,
    ) -> Result<(Vec<u8>, u64)> {
        let size = files::size(path)?;
        let input = Input::File(path, size, self.page);
        self.run_to_bytes(from, to, input, report, terms).map(|output| (output, size))
    }

    fn run_to_bytes(
        &self,
        from: Format,
        to: Format,
        input: Input<'_>,
        report: &mut Report,
        terms: Terms<'_>,
    ) -> Result<Vec<u8>> {
        self.run(from, to, input, report, terms, |memory, output, report| {
            let output = self.encode(to, memory, output, report)?;
            Ok((output.len(), output))
        })
    }

    /// The output as the host gets it: in the code page of the options where it is text.
    fn encode(
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

    fn run<T>(
        &self,
        from: Format,
        to: Format,
        input: Input<'_>,
        report: &mut Report,
        terms: Terms<'_>,
        finish: impl Fn(&Memory, Vec<u8>, &mut Report) -> Result<(usize, T)>,
    ) -> Result<T> {
        let writer = to.writer()?;
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

    /// Makes an output when there is memory for it, within the time that there is, and counts what came of
    /// it. `prepare` says what memory it seems to need; `make` gives the bytes that it has made too.
    fn turn<T>(
        &self,
        (from, to): (Format, Format),
        size: usize,
        prepare: &mut dyn FnMut() -> Result<Need>,
        report: &mut Report,
        terms: Terms<'_>,
        make: &mut Make<'_, T>,
    ) -> Result<T> {
        let _active = Active::start();
        let started = Instant::now();
        let mut tally = tally::Entry::new(from, to, size);
        let limit = Duration::from_millis(self.options.timeout.into());
        let deadline = if limit.is_zero() { None } else { started.checked_add(limit) };
        let result = halt::watched(terms.stop, deadline, |watch| {
            let result = self.in_turn(prepare, terms, &mut || {
                *report = Report::default();
                make(report, &mut tally)
            });
            // What a loop has left with is not why it left; what is done too late is late.
            let verdict = if result.is_ok() { watch.verdict() } else { watch.given_verdict() };
            let (bytes, value) = match verdict {
                Some(status) => {
                    report.keep_only(self.options.report);
                    return Err(self.stopped(status));
                }
                None => result.inspect_err(|_| report.keep_only(self.options.report))?,
            };
            let lost = self.refuse_loss(report);
            // What Strict names is reported whatever its class.
            report.keep_only(self.options.report.and(self.options.strict));
            lost?;
            tally.bytes_out = bytes;
            Ok(value)
        });
        let time = started.elapsed();
        tally.count(result.as_ref().err().map(|error| error.status), time);
        if log::hears(Level::Trace) {
            tally.say(result.as_ref().err(), time);
        }
        result
    }

    /// Converts when there is memory for it, and again where it was too little.
    fn in_turn<T>(
        &self,
        prepare: &mut dyn FnMut() -> Result<Need>,
        terms: Terms<'_>,
        convert: &mut dyn FnMut() -> Result<T>,
    ) -> Result<T> {
        reserve::ready()?;
        let options = &self.options;
        let need = prepare()?;
        let own_limit = options.memory_limit.unwrap_or(0);
        let timeout = if terms.waits { options.busy_timeout } else { 0 };
        let timeout = Duration::from_millis(timeout.into());
        let mut turn = Turn::new(need, own_limit, timeout, release_idle);
        loop {
            let admission = turn.admit()?;
            match surviving(own_limit, convert) {
                Err(error) if error.status == Status::MemoryLimit && !halt::is_due_now() => {
                    if !turn.may_grow(admission) {
                        return Err(budget::refusal(error, own_limit));
                    }
                }
                result => return result,
            }
        }
    }

    /// Why a conversion has ended that was asked to stop.
    fn stopped(&self, status: Status) -> Error {
        match status {
            Status::Timeout => {
                let limit = self.options.timeout;
                Error::new(status, format!("the conversion took longer than {limit} ms (Timeout)"))
            }
            _ => Error::new(status, "the conversion was cancelled"),
        }
    }

    /// Fails where something was lost that the options do not allow to be lost.
    fn refuse_loss(&self, report: &Report) -> Result<()> {
        let Some((loss, entry)) = report.first_of(self.options.strict) else { return Ok(()) };
        let message = format!("{} could not be kept (Strict)", loss.name());
        let offset = Some(entry.first).filter(|&first| first != usize::MAX);
        Err(Error { offset, ..Error::new(Status::Loss, message) })
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
            read(source.given(), self.options_for(to.0), doc, report, readers)?;
            doc.check()?;
            report.add_many(Loss::FlattenedNesting, doc.flattened(), usize::MAX);
            return self.look(source, name, memory, report);
        }
        let mut desk = Desk { doc, door, fill, writers, again };
        let place = Place { folder: input_folder, below: "" };
        let (text, size) = self.prepare(source, to, &mut desk, readers, place, report)?;
        let view = View { doc: desk.doc, source: text };
        self.write(to.0, to.1, view, size, memory, report, desk.writers)
    }

    /// The options for an output of a format.
    fn options_for(&self, to: Format) -> &Options {
        if to.row().is_rich { &self.rich } else { &self.options }
    }

    /// Reads a document and makes it what can be written. Gives what its spans point into, and how many bytes
    /// it was made of.
    fn prepare<'a>(
        &self,
        source: &Source<'a>,
        (to, writer, terms): (Format, &Writer, Terms<'_>),
        desk: &mut Desk<'_>,
        readers: &'a mut Readers,
        place: Place<'_>,
        report: &mut Report,
    ) -> Result<(&'a [u8], usize)> {
        let options = self.options_for(to);
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
        let (stands, passes) = (to.row().html, options.html == RawHtml::Pass);
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
            uncovers: source.format.row().html == HtmlStands::Hidden
                && (stands == HtmlStands::AsMarkup || stands == HtmlStands::Anew && passes),
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

    /// Writes a document that was made of so many bytes.
    #[allow(clippy::too_many_arguments)]
    fn write(
        &self,
        to: Format,
        writer: &Writer,
        view: View<'_>,
        size: usize,
        memory: &Memory,
        report: &mut Report,
        writers: &mut Writers,
    ) -> Result<Vec<u8>> {
        let options = self.options_for(to);
        let doc = view.doc;
        let template = self.template.as_ref().filter(|_| writer.is_dressed);
        let limit = match options.max_output {
            0 => {
                let dress = template.map_or(0, Template::size_in_documents);
                let cells = doc.cells().saturating_mul(writer.per_cell);
                let beside = (1 << 20) + dress + cells;
                size.saturating_mul(writer.growth).saturating_add(beside)
            }
            // It counts bytes as the host gets them.
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
fn checked(
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

/// Where a part of some bytes begins in them, if it is one.
fn start_in(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let (whole, part) = (bytes.as_ptr_range(), part.as_ptr_range());
    let is_in = whole.start <= part.start && part.end <= whole.end;
    is_in.then(|| part.start as usize - whole.start as usize)
}

/// Runs a conversion in which an allocation may fail that can't say so: that is want of memory too.
#[cfg(feature = "gauge")]
fn surviving<T>(own_limit: usize, convert: &mut dyn FnMut() -> Result<T>) -> Result<T> {
    unwind::install();
    let bounded = std::panic::AssertUnwindSafe(|| {
        let _bound = Bound::set(own_limit);
        convert()
    });
    std::panic::catch_unwind(bounded).unwrap_or_else(|payload| {
        match payload.is::<unwind::OutOfMemory>() {
            true => Err(Error::out_of_memory()),
            false => std::panic::resume_unwind(payload),
        }
    })
}

#[cfg(not(feature = "gauge"))]
fn surviving<T>(own_limit: usize, convert: &mut dyn FnMut() -> Result<T>) -> Result<T> {
    let _bound = Bound::set(own_limit);
    convert()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converter(options: &str) -> Converter {
        Converter::new(Options::parse(options).unwrap()).unwrap()
    }

    fn text(options: &str, input: &[u8]) -> Result<Vec<u8>> {
        converter(options).convert(Format::Text, Format::Text, input)
    }

    #[test]
    fn rtf_comes_in_many_dresses() {
        let read = |from, input: &[u8]| {
            let markdown = converter("").convert(from, Format::Markdown, input).unwrap();
            String::from_utf8(markdown).unwrap()
        };
        let wide: Vec<u8> = "{\\rtf1 a}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(Format::Rtf, &wide), "a\n");
        assert_eq!(read(Format::Detect, &wide), "a\n");
        assert_eq!(read(Format::Rtf, b"\xEF\xBB\xBF{\\rtf1 a}\0\0"), "a\n");
        assert_eq!(read(Format::Rtf, b"\\b a\\par b"), "**a**\n\n**b**\n");
        assert_eq!(read(Format::Rtf, b"plain *text*\r\nof old"), "plain \\*text\\*\\\nof old\n");
        assert_eq!(read(Format::Rtf, b"caf\xE9"), "caf\u{e9}\n");
        assert_eq!(read(Format::Rtf, b""), "");
    }

    #[test]
    fn text_is_normalised() {
        assert_eq!(text("", b"one\r\ntwo").unwrap(), b"one\ntwo\n");
        assert_eq!(text("", b"").unwrap(), b"");
        assert_eq!(text("", b"\xEF\xBB\xBFone\0\0").unwrap(), b"one\n");
        assert_eq!(text("", b"\xFF\xFEo\0\xFC\0\0\0").unwrap(), "oü\n".as_bytes());
        assert_eq!(text("", b"\xFE\xFF\0o\0\xFC").unwrap(), "oü\n".as_bytes());
    }

    #[test]
    fn errors_count_bytes_of_the_input_as_given() {
        let cases: &[(&[u8], Status, usize)] = &[
            (b"ab\xFF", Status::BadEncoding, 2),
            (b"\xEF\xBB\xBFab\xFF", Status::BadEncoding, 5),
            (b"\xFF\xFEa\0\0\xD8b\0", Status::BadUtf16, 4),
            (b"\xFF\xFEa\0b", Status::BadEncoding, 4),
        ];
        for (input, status, offset) in cases {
            let error = text("", input).unwrap_err();
            assert_eq!((error.status, error.offset), (*status, Some(*offset)), "{input:?}");
        }
    }

    #[test]
    fn the_report_counts_bytes_of_the_input_as_given() {
        let converter = converter("");
        converter.convert(Format::Text, Format::Text, b"\xEF\xBB\xBFa\0b").unwrap();
        assert_eq!(converter.report().get(Loss::UndecodableByte).first, 4);
        let wide: Vec<u16> = "üa\0b".encode_utf16().collect();
        converter.convert_utf16(Format::Text, Format::Text, &wide).unwrap();
        assert_eq!(converter.report().get(Loss::UndecodableByte).first, 4);
        converter.convert(Format::Text, Format::Text, b"fine").unwrap();
        assert!(converter.report().is_empty());
    }

    #[test]
    fn utf16_goes_both_ways() {
        let words = "grün 漢字 😀";
        let wide: Vec<u16> = words.encode_utf16().collect();
        let back = converter("").convert_utf16(Format::Text, Format::Text, &wide).unwrap();
        assert_eq!(String::from_utf16(&back).unwrap(), format!("{words}\n"));
        let error = converter("").convert_utf16(Format::Text, Format::Text, &[97, 0xDC00]);
        let error = error.unwrap_err();
        assert_eq!((error.status, error.offset), (Status::BadUtf16, Some(2)));
    }

    #[test]
    fn sizes_are_limited() {
        assert_eq!(text("MaxInput=3", b"abcd").unwrap_err().status, Status::LimitReached);
        assert!(text("MaxInput=4", b"abcd").is_ok());
        let error = text("MaxOutput=5000", &[b'x'; 5000]).unwrap_err();
        assert_eq!(error.status, Status::LimitReached);
        assert_eq!(text("MaxOutput=5001", &[b'x'; 5000]).unwrap().len(), 5001);
    }

    #[test]
    fn a_format_must_be_named_for_the_output() {
        let error = converter("").convert(Format::Text, Format::Detect, b"").unwrap_err();
        assert_eq!(error.status, Status::BadArgument);
    }

    #[test]
    fn text_may_be_in_a_code_page() {
        assert_eq!(text("CodePage=1252", b"gr\xFCn \x80").unwrap(), b"gr\xFCn \x80\n");
        assert_eq!(text("CodePage=932", b"\x8A\xBF").unwrap(), b"\x8A\xBF\n");
        let converter = converter("CodePage=1252");
        let output = converter.convert(Format::Text, Format::Text, "\u{FEFF}ü漢".as_bytes());
        assert_eq!(output.unwrap(), b"\xFC?\n");
        assert_eq!(converter.report().get(Loss::Other).count, 1);
        // UTF-16 is UTF-16 whatever the page.
        let wide = converter.convert_utf16(Format::Text, Format::Text, &[0x6F22]).unwrap();
        assert_eq!(wide, [0x6F22, 0x0A]);
    }

    #[test]
    fn bytes_become_utf_16() {
        let converter = converter("CodePage=1252");
        let mut report = Report::default();
        let mut convert = |from, input: &[u8]| {
            let units =
                converter.convert_to_utf16_reporting(from, Format::Text, input, &mut report);
            String::from_utf16(&units.unwrap()).unwrap()
        };
        assert_eq!(convert(Format::Rtf, b"{\\rtf1\\ansi\\ansicpg1251 \\'e4}"), "\u{434}\n");
        assert_eq!(convert(Format::Text, b"\xE4"), "\u{e4}\n");
        // Filled, too: the values are letters whatever the page.
        let values: Vec<u16> = "\u{FEFF}{\"a\":\"\u{6F22}\"}".encode_utf16().collect();
        let mut fill = |from, input: &[u8]| {
            converter.fill_to_utf16_reporting(from, Format::Text, input, &values, &mut report)
        };
        assert_eq!(fill(Format::Text, b"\xE4{{a}}").unwrap(), [0xE4, 0x6F22, 0x0A]);
        let field =
            b"{\\rtf1\\ansi\\ansicpg1251 \\'e4{\\field{\\*\\fldinst MERGEFIELD a}{\\fldrslt x}}}";
        assert_eq!(fill(Format::Rtf, field).unwrap(), [0x434, 0x6F22, 0x0A]);
    }

    #[test]
    fn all_pairs_of_formats_convert() {
        // A part of a page looks like Markdown.
        let converter = converter("HtmlOut=Page");
        for from in Format::outputs() {
            let table = b"| word |\n| --- |\n";
            let input = converter.convert(Format::Markdown, from, table).unwrap();
            for to in Format::outputs() {
                let output = converter.convert(from, to, &input).unwrap();
                let words = output.windows(4).filter(|window| window == b"word").count();
                // Text has no tables, and CSV nothing else.
                let expected = usize::from((from, to) != (Format::Text, Format::Csv));
                assert_eq!(words, expected, "{from:?} to {to:?}");
                let detected = converter.convert(Format::Detect, to, &input).unwrap();
                assert!(!from.is_detected() || detected == output, "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn an_unknown_code_page_is_refused_when_the_converter_is_made() {
        let options = Options::parse("CodePage=12345").unwrap();
        assert_eq!(Converter::new(options).unwrap_err().status, Status::BadOption);
    }
}
