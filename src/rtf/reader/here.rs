//! What is in force where the token in hand stands: formats, the font and its code page, whether text is seen.
//!
//! Shape   questions that all who act on a token ask of several owners at once. Nothing here ends or begins
//!         anything.

use super::Reader;
use super::visibility::{self, Fate};
use crate::document::Span;
use crate::report::Loss;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::assembly::format::{CharFormat, NONE};
use crate::rtf::tables::styles::Role;
use crate::rtf::words::Destination;
use crate::text::codepage::CodePage;

impl Reader<'_, '_> {
    /// Counts a loss where the token in hand begins.
    pub(super) fn lose(&mut self, loss: Loss) {
        let place = self.walk.place();
        self.losses.add(loss, place);
    }

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

    /// Adds a run to the flow in force.
    pub(super) fn run_of(&mut self, kind: RunKind) {
        let format = self.format();
        self.sink.run(kind, format, self.groups.flow());
    }

    /// The text that this group has collected, trimmed, as a span.
    pub(super) fn captured(&mut self) -> Span {
        self.sink.own(self.capture.since(self.groups.capture()).trim())
    }

    pub(super) fn enter_aside(&mut self, destination: Destination) {
        self.groups.enter_aside(destination, self.capture.here());
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
}
