//! One conversion from bytes to bytes, by the rows of [`formats`](crate::formats).
//!
//! Shape   [`Converter`] holds options; any number of threads may convert with one at once. What
//!         a conversion needs to work with comes from pools and goes back to them. `turn` waits for
//!         memory and watches the time, `produce` reads, has `prepare` make ready, and writes.
//! Units   lengths and places are bytes of the input as the host gave it (2 for each UTF-16 unit).
//! Errors  those of reading and writing, of encodings, and of the limits.
//! Limits  input and output sizes of the options; memory as [`budget`] admits it.

mod cut;
mod dump;
mod input;
mod join;
mod page;
mod prepare;
mod produce;
pub mod tally;
#[cfg(test)]
mod tests;
mod turn;
mod wide;
mod workspace;

pub use crate::formats::Format;
pub(crate) use cut::{Cutting, Parts};
pub(crate) use join::{Joining, Part, Piece};
#[cfg(all(unix, feature = "capi"))]
pub use workspace::{hold_for_fork, let_go_after_fork};
pub use workspace::{release_idle, release_workspaces, shut_down, stats as workspace_stats};

use crate::document;
use crate::error::{Error, Result, Status};
use crate::files;
use crate::memory::budget;
use crate::memory::lock::Lock;
use crate::options::{Options, placed};
use crate::report::Report;
use crate::rtf::template::Template;
use crate::system::halt::Stop;
use input::Input;
use page::Page;
use produce::checked;
use std::path::Path;

/// Converts with fixed options, and remembers what the last conversion could not keep.
#[derive(Debug)]
pub struct Converter {
    options: Options,
    page: Page,
    /// The house document that the options name.
    template: Option<Template>,
    /// What links are related to.
    base: document::Base,
    /// The options for outputs that have words for colours and other looks.
    rich: Options,
    /// The options for those that have some for changes and comments too.
    marking: Options,
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
    /// The host gets it in UTF-16, whatever the format.
    is_wide: bool,
}

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
        let places = options.places;
        let page = page::resolve(options.code_page).map_err(|e| placed(e, places.code_page))?;
        let template = match &*options.template {
            "" => None,
            path => Some(Template::load(path).map_err(|e| placed(e, places.template))?),
        };
        let report = Lock::new(Report::default());
        let base = document::Base::new(&options.link_base);
        let rich = Options { rich: true, ..options.clone() };
        let marking = Options { marks_changes: true, ..rich.clone() };
        Ok(Converter {
            options,
            rich,
            marking,
            page,
            template,
            base,
            report,
            stop: Stop::default(),
        })
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

    /// What it holds itself, or a little more.
    fn held_bytes(&self) -> usize {
        size_of::<Converter>().next_power_of_two()
            + self.template.as_ref().map_or(0, Template::held_bytes)
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
        Terms {
            stop: Some(&self.stop),
            waits: true,
            way: Way::Plain,
            page: self.page,
            is_wide: false,
        }
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
        let terms = Terms { page: Page::UTF_8, is_wide: true, ..terms };
        let result = self.run(from, to, input, report, terms, |memory, output, _| {
            let units = wide::encode(&output);
            memory.buffers.give(output);
            let units = units?;
            let bytes = units.len() * 2;
            match self.options.max_output {
                0 => {}
                limit => page::refuse_larger(bytes, limit)?,
            }
            Ok((bytes, units))
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
}
