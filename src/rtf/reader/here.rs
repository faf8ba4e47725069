//! What is in force where the token in hand stands: formats, the font and its code page, whether text is seen.
//!
//! Shape   the lowest layer: [`Here`] holds the owners that all who act on a token ask, and answers what
//!         several of them know together. What is above it changes them by their own methods.
//! Errors  losses are counted where the token in hand begins.

use super::capture::Capture;
use super::field::{Field, Fields};
use super::font_table::FontTable;
use super::groups::{Groups, State};
use super::losses::Losses;
use super::sink::{OpenLink, Sink};
use super::visibility::{self, Fate};
use crate::buffers::kept;
use crate::document::{Document, Span};
use crate::options::{Changes, Options};
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::assembly::format::{CharFormat, NONE};
use crate::rtf::tables::styles::Role;
use crate::rtf::walk::Walk;
use crate::rtf::walk::encoding::Encoding;
use crate::rtf::words::{Destination, FormWord};
use crate::text::codepage::CodePage;

/// Groups that stand in each other in a document without any nesting: those of its tables of lists and
/// fonts, of a field's result and a picture in it.
const HEADER_GROUPS: usize = 8;

kept! {
    /// Groups, text that is collected aside, fields and links that are open.
    #[derive(Debug, Default)]
    pub(super) struct Buffers {
        groups: Vec<State>,
        capture: String,
        fields: Vec<Field>,
        links: Vec<OpenLink>,
    }
}

/// The place in hand, and what is in force there.
#[derive(Debug)]
pub(super) struct Here<'a, 'b> {
    walk: Walk<'a>,
    groups: Groups,
    sink: Sink<'a, 'b>,
    capture: Capture,
    fonts: FontTable,
    encoding: Encoding,
    fields: Fields,
    losses: Losses<'b>,
    changes: Changes,
}

impl<'a, 'b> Here<'a, 'b> {
    /// The start of a document, in buffers that are there.
    pub(super) fn new(
        source: &'a [u8],
        options: &Options,
        to: (&'b mut Document, &'b mut Assembly, &'b mut Report),
        buffers: Buffers,
    ) -> Self {
        let (doc, assembly, report) = to;
        let limit = (options.max_nesting as usize).max(HEADER_GROUPS);
        Here {
            walk: Walk::new(source),
            groups: Groups::new(buffers.groups, limit),
            sink: Sink::new(source, doc, assembly, buffers.links),
            capture: Capture::new(buffers.capture),
            fonts: FontTable::default(),
            encoding: Encoding::default(),
            fields: Fields::new(buffers.fields, (options.takes_fields, options.extensions.math)),
            losses: Losses::new(report),
            changes: options.changes(),
        }
    }

    /// The buffers, for the next document.
    pub(super) fn take_buffers(&mut self) -> Buffers {
        Buffers {
            groups: self.groups.take_buffer(),
            capture: self.capture.take_buffer(),
            fields: self.fields.take_buffer(),
            links: self.sink.take_buffer(),
        }
    }

    #[inline]
    pub(super) fn walk(&self) -> &Walk<'a> {
        &self.walk
    }

    #[inline]
    pub(super) fn walk_mut(&mut self) -> &mut Walk<'a> {
        &mut self.walk
    }

    #[inline]
    pub(super) fn groups(&self) -> &Groups {
        &self.groups
    }

    #[inline]
    pub(super) fn groups_mut(&mut self) -> &mut Groups {
        &mut self.groups
    }

    #[inline]
    pub(super) fn sink(&self) -> &Sink<'a, 'b> {
        &self.sink
    }

    #[inline]
    pub(super) fn sink_mut(&mut self) -> &mut Sink<'a, 'b> {
        &mut self.sink
    }

    #[inline]
    pub(super) fn losses_mut(&mut self) -> &mut Losses<'b> {
        &mut self.losses
    }

    /// Where things go, and what could not.
    pub(super) fn sink_and_losses(&mut self) -> (&mut Sink<'a, 'b>, &mut Losses<'b>) {
        (&mut self.sink, &mut self.losses)
    }

    #[inline]
    pub(super) fn capture_mut(&mut self) -> &mut Capture {
        &mut self.capture
    }

    #[inline]
    pub(super) fn fonts_mut(&mut self) -> &mut FontTable {
        &mut self.fonts
    }

    #[inline]
    pub(super) fn encoding_mut(&mut self) -> &mut Encoding {
        &mut self.encoding
    }

    #[inline]
    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    #[inline]
    pub(super) fn fields_mut(&mut self) -> &mut Fields {
        &mut self.fields
    }

    pub(super) fn changes(&self) -> Changes {
        self.changes
    }

    /// Whether memory was short.
    pub(super) fn memory_was_short(&self) -> bool {
        self.losses.memory_was_short() || !self.sink.assembly().is_whole()
    }
}

/// What is in force.
impl Here<'_, '_> {
    /// Index of the font in force, the default font where none was chosen.
    #[inline]
    pub(super) fn font(&self) -> u16 {
        self.fonts.index(self.groups.characters().font(), self.sink.assembly())
    }

    /// The character format in force.
    #[inline]
    pub(super) fn characters(&self) -> CharFormat {
        let format = CharFormat { font: self.font(), ..self.groups.characters().format() };
        if format.is_tinted() { self.tinted(format) } else { format }
    }

    /// A format without colours that are the usual ones of where it stands.
    #[cold]
    fn tinted(&self, format: CharFormat) -> CharFormat {
        let styles = self.sink.assembly().styles();
        let style = self.groups.para().style;
        let (chars, para) = (styles.role(format.style), styles.role(style));
        let is_heading = matches!(para, Role::Heading(_) | Role::TableHeading);
        // Words of a heading that its style has in other colours, or on another ground.
        let of = |is_usual: bool| if is_heading && !is_usual { Role::None } else { para };
        let para =
            [of(styles.has_color(style, format.text)), of(styles.has_ground(style, format.back))];
        let fixed = self.sink.assembly().fonts().get(format.font).monospaced;
        let chars = (chars, fixed);
        visibility::without_usual_colors(format, chars, para, || self.fields.are_links())
    }

    /// Index of the character format in force.
    #[inline(never)]
    pub(super) fn format(&mut self) -> u32 {
        if let Some(format) = self.groups.known_format() {
            return format;
        }
        let characters = self.characters();
        let format = self.sink.format(characters);
        let chosen = self.groups.characters();
        // The default font and the usual colours are no part of what words say.
        if chosen.font() != NONE && !chosen.format().is_tinted() {
            self.groups.note_format(format);
        }
        format
    }

    /// The code page of bytes now.
    pub(super) fn page(&self) -> CodePage {
        let font = self.sink.assembly().fonts().get(self.font());
        font.page.unwrap_or(self.encoding.page())
    }

    /// Whether bytes name signs of a font of symbols.
    #[inline]
    pub(super) fn is_in_symbols(&self) -> bool {
        self.fonts.has_symbols()
            && matches!(
                self.groups.destination(),
                Destination::Body | Destination::Marker | Destination::OldListText
            )
            && self.sink.assembly().fonts().get(self.font()).symbol.is_some()
    }

    /// A brace too many came, maybe that of a marker: text behind it is not in a font of symbols.
    pub(super) fn leave_symbols(&mut self) {
        if self.fonts.has_symbols()
            && self.sink.assembly().fonts().get(self.font()).symbol.is_some()
        {
            self.groups.format_characters().leave_fonts();
        }
    }
}

/// Whether text is seen.
impl Here<'_, '_> {
    /// Counts a loss where the token in hand begins.
    pub(super) fn lose(&mut self, loss: Loss) {
        let place = self.walk.place();
        self.losses.add(loss, place);
    }

    /// Counts it if text is seen here.
    pub(super) fn lose_if_shown(&mut self, loss: Loss) {
        if self.shows_in_body() {
            self.lose(loss);
        }
    }

    /// What becomes of text here.
    pub(super) fn fate(&self) -> Fate {
        if self.groups.characters().is_plainly_seen() {
            return Fate::Seen;
        }
        let styles = self.sink.assembly().styles();
        let chars = styles.role(self.groups.characters().style());
        let para = styles.role(self.groups.para().style);
        visibility::fate(&self.groups.characters().format(), self.changes, chars, para)
    }

    /// Whether what stands here is seen; nothing is reported.
    pub(super) fn shows(&self) -> bool {
        self.fate() == Fate::Seen
    }

    /// The same, and it is of the body.
    pub(super) fn shows_in_body(&self) -> bool {
        self.groups.is_in_body() && self.shows()
    }

    /// Whether the text of the body is seen at all in the character format in force.
    #[inline]
    pub(super) fn is_seen(&mut self) -> bool {
        self.groups.characters().is_plainly_seen() || self.is_seen_though_marked()
    }

    #[cold]
    fn is_seen_though_marked(&mut self) -> bool {
        let looks = self.groups.format_characters().report_looks();
        let styles = self.sink.assembly().styles();
        let chars = styles.role(self.groups.characters().style());
        let para = styles.role(self.groups.para().style);
        let lost = visibility::lost_looks(looks, chars, para, || self.fields.are_links());
        lost.into_iter().flatten().for_each(|loss| self.lose(loss));
        let format = self.groups.characters().format();
        match visibility::fate(&format, self.changes, chars, para) {
            Fate::Seen => true,
            Fate::Lost(loss) => {
                self.lose(loss);
                self.fields.leave_out();
                false
            }
        }
    }

    /// Whether text that stands here would be seen, were there any.
    pub(super) fn is_seen_text(&self) -> bool {
        let format = self.groups.characters().format();
        !format.hidden && !format.deleted
    }
}

/// Where text goes.
impl Here<'_, '_> {
    /// Adds a run to the flow in force.
    pub(super) fn run_of(&mut self, kind: RunKind) {
        let format = self.format();
        self.sink.run(kind, format, self.groups.flow());
    }

    /// Whether the paragraph in the making has something in it.
    pub(super) fn has_begun(&self) -> bool {
        self.sink.flow(self.groups.flow()).has_begun()
    }

    /// What comes goes to another flow.
    pub(super) fn enter_flow(&mut self, flow: u8) {
        self.sink.flush();
        self.groups.enter_flow(flow);
        self.sink.tables().enter(flow);
    }

    /// What comes is collected aside.
    pub(super) fn enter_aside(&mut self, destination: Destination) {
        self.groups.enter_aside(destination, self.capture.here());
    }

    /// The text that this group has collected.
    pub(super) fn collected(&self) -> &str {
        self.capture.since(self.groups.capture())
    }

    /// The same, for what is made of it in the document.
    pub(super) fn with_collected<R>(
        &mut self,
        make: impl FnOnce(&str, &mut Sink<'_, '_>) -> R,
    ) -> R {
        make(self.capture.since(self.groups.capture()), &mut self.sink)
    }

    /// The same, trimmed, as a span.
    pub(super) fn captured(&mut self) -> Span {
        self.sink.own(self.capture.since(self.groups.capture()).trim())
    }

    /// What this group has collected is done with.
    pub(super) fn cut_capture(&mut self) {
        self.capture.cut(self.groups.capture());
    }

    /// `\fN`: in the font table an entry, elsewhere the font from here on.
    pub(super) fn font_word(&mut self, number: i32, entry: i32) {
        if self.groups.destination() == Destination::FontTable {
            self.end_font();
            self.fonts.begin_entry(entry, self.groups.depth());
        } else {
            let index = self.sink.assembly().fonts().index(number);
            self.groups.format_characters().use_font(index);
        }
    }

    /// The same of the font that `\af` speaks of.
    pub(super) fn associated_font_word(&mut self, number: i32) {
        if self.groups.characters().follow_associated_font() {
            self.font_word(number, number);
        }
    }

    /// Ends an entry of the font table.
    pub(super) fn end_font(&mut self) {
        let start = self.groups.capture();
        self.fonts.end_entry(self.capture.since(start), self.sink.tables());
        self.capture.cut(start);
    }
}

/// Fields.
impl Here<'_, '_> {
    /// A field begins in the body.
    pub(super) fn begin_field(&mut self) {
        // What is nested too deeply is read as its result, and a group is one field.
        let depth = self.groups.depth() as u32;
        if self.groups.is_too_deep() || !self.fields.begin_in(depth) {
            return;
        }
        self.sink.flush();
        let (format, flow, at) = (self.format(), self.groups.flow(), self.walk.place());
        let seen = self.shows();
        self.losses.check(self.fields.begin(depth, format, flow, at, seen));
    }

    /// The instruction of a field is complete.
    pub(super) fn end_instruction(&mut self) {
        self.sink.flush();
        let (text, flow) = (self.capture.since(self.groups.capture()), self.groups.flow());
        let style = self.groups.para().style;
        // The number of a caption is counted again.
        let word = text.trim_start().get(..4).unwrap_or("");
        if word.eq_ignore_ascii_case("SEQ ")
            && self.sink.assembly().styles().role(style) == Role::Caption
        {
            return;
        }
        self.fields.instruct(text, flow, &mut self.sink, &mut self.losses);
    }

    /// A word of a form field.
    pub(super) fn form_word(&mut self, what: FormWord, value: i32) {
        if self.groups.destination() == Destination::FormField {
            self.fields.form().word(what, value);
        }
    }

    /// Whether a result that begins stands in its instruction, which lost its brace.
    pub(super) fn lost_instruction(&self) -> bool {
        self.groups.destination() == Destination::FieldInstruction
            && !self.groups.is_in_inner_field()
    }

    /// The result of a field begins in the body.
    pub(super) fn begin_result(&mut self) {
        self.sink.flush();
        let (depth, flow) = (self.groups.depth() as u32, self.groups.flow());
        let seen = self.fields.begin_result(depth, flow, &mut self.sink, &mut self.losses);
        if seen == Some(false) {
            self.groups.enter(Destination::Ignored);
        }
    }

    /// Ends the fields whose group has ended.
    pub(super) fn end_fields(&mut self) {
        self.sink.flush();
        let (depth, flow) = (self.groups.depth() as u32, self.groups.flow());
        self.fields.end(depth, flow, &mut self.sink, &mut self.losses);
    }
}
