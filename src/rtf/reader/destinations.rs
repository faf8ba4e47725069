//! Destinations begin and end: each is handed to who owns what it holds.
//!
//! Shape   [`Destinations`] holds the owners, and is given the text. A destination lasts to the end of its group,
//!         where what it collected is taken over, or the flow ends that it went to.
//! Errors  what is skipped and would have been seen is counted.
//! Source  RTF 1.9.1, the sections of the destinations.

use super::drawings::Drawings;
use super::flows::{self, Flows};
use super::generator::Generator;
use super::here::Here;
use super::tables::Tables;
use super::text::Text;
use crate::document::{Meta, Span};
use crate::options::{FrontMatter, Options};
use crate::report::Loss;
use crate::rtf::assembly::flow::{
    COMMENT_FRAMES, FRAMES, INNER_FRAMES, NOTE_FRAMES, NOTES, RunKind,
};
use crate::rtf::lexer::Token;
use crate::rtf::tables::date;
use crate::rtf::walk::groups::Opened;
use crate::rtf::words::{Destination, Opening, Word};

/// Who owns what destinations hold.
#[derive(Debug)]
pub(super) struct Destinations<'b> {
    tables: Tables<'b>,
    drawings: Drawings<'b>,
    flows: Flows,
    generator: Generator,
    /// Facts about the document are kept that Markdown has no usual place for.
    facts: bool,
}

impl<'b> Destinations<'b> {
    pub(super) fn new(options: &Options, tables: Tables<'b>, drawings: Drawings<'b>) -> Self {
        Destinations {
            tables,
            drawings,
            flows: Flows::new(options),
            generator: Generator::default(),
            facts: options.rich || options.extensions.front_matter == FrontMatter::Yes,
        }
    }

    /// The program that wrote the document.
    pub(super) fn generator(&self) -> Generator {
        self.generator
    }

    #[inline]
    pub(super) fn tables(&mut self) -> &mut Tables<'b> {
        &mut self.tables
    }

    pub(super) fn drawings(&mut self) -> &mut Drawings<'b> {
        &mut self.drawings
    }

    pub(super) fn flows(&self) -> &Flows {
        &self.flows
    }
}

/// Groups and destinations begin.
impl Destinations<'_> {
    /// A group begins.
    pub(super) fn open_group(&mut self, here: &mut Here<'_, '_>) {
        let capture = here.capture_mut().here();
        let is_entry = here.groups().destination() == Destination::Stylesheet;
        match here.groups_mut().open(capture) {
            Opened::TooDeep => return here.lose(Loss::FlattenedNesting),
            Opened::NoMemory => return here.losses_mut().check(false),
            Opened::Saved => {}
        }
        match here.groups().destination() {
            // A group in an entry is one of its words, as that of its keys.
            Destination::Style if is_entry => self.tables.begin_style(),
            Destination::UprUnicode => {
                let rest = here.walk().rest();
                if !rest.starts_with(b"\\*\\ud") && !rest.starts_with(b"\\ud") {
                    here.groups_mut().leave_upr();
                }
            }
            _ => {}
        }
    }

    /// A destination begins. `sound`: nothing is known to be damaged.
    pub(super) fn open(&mut self, what: Opening, sound: bool, text: &mut Text<'_, '_>) {
        let seen = text.here().groups().is_in_body();
        match what {
            Opening::Time(fact) => {
                time(fact, text.here_mut());
                text.here_mut().walk_mut().skip_group();
            }
            Opening::Header => self.flows.open_header(false, text),
            Opening::Footer => self.flows.open_header(true, text),
            Opening::Data | Opening::Fact | Opening::Entry => skip(what, text.here_mut()),
            // A level that an override replaces: its start number counts.
            Opening::To(Destination::ListLevel)
                if text.here().groups().destination() == Destination::OverrideLevel => {}
            Opening::To(Destination::FormField) => {
                text.enter(Destination::FormField);
                text.here_mut().fields_mut().form().begin();
            }
            Opening::To(destination) => self.tables.open(destination, sound, text),
            Opening::Capture(Destination::Marker) if !seen => text.enter(Destination::Ignored),
            // Where nobody wants to know it.
            Opening::Capture(Destination::Fact(_)) if !self.facts => {
                skip(Opening::Fact, text.here_mut())
            }
            Opening::Capture(destination) => {
                text.enter_aside(destination);
                if destination == Destination::FontTable {
                    self.tables.begin_entries(sound, text);
                }
            }
            Opening::Object => {
                text.enter(Destination::Ignored);
                if seen {
                    text.here_mut().lose(Loss::Object);
                }
            }
            Opening::Drawing => self.drawings.begin(text),
            Opening::Comment => self.flows.open_comment(text),
            Opening::Remark(remark) => self.flows.open_remark(remark, text),
            Opening::Picture => self.drawings.open_picture(text),
            Opening::OldPicture => self.drawings.open_second(true, text),
            Opening::PropertyValue => self.drawings.open_second(false, text),
            Opening::Field => {
                text.settle();
                if seen {
                    text.here_mut().begin_field();
                } else {
                    // A field in an instruction is part of the instruction.
                    text.here_mut().groups_mut().enter_inner_field();
                }
            }
            // A field in an instruction stands for its result.
            Opening::Instruction if !seen => text.enter(Destination::Ignored),
            Opening::Instruction => text.enter_aside(Destination::FieldInstruction),
            Opening::Result => open_result(text),
            Opening::Note => flows::open_note(text),
            Opening::TextBox => self.drawings.open_box(text),
            Opening::ObjectResult => {
                text.settle();
                let groups = text.here_mut().groups_mut();
                // The visible side of an object stands where the object stands.
                if groups.destination() == Destination::Ignored {
                    groups.enter(Destination::Body);
                }
            }
            Opening::UprText => {
                text.settle();
                // Nothing of `\upr` stands behind this spelling but what lost a brace.
                text.here_mut().groups_mut().leave_upr();
            }
            // Who hands it on has done it.
            Opening::Setting => {}
        }
    }
}

/// Leaves out a group, and counts what would have been seen.
pub(super) fn skip(what: Opening, here: &mut Here<'_, '_>) {
    match what {
        Opening::Header | Opening::Footer => here.lose(Loss::HeaderFooter),
        Opening::Entry => here.lose(Loss::Field),
        Opening::Fact if !here.walk().rest().trim_ascii_start().starts_with(b"}") => {
            here.lose(Loss::Metadata)
        }
        _ => {}
    }
    here.walk_mut().skip_group();
}

fn open_result(text: &mut Text<'_, '_>) {
    text.settle();
    let here = text.here_mut();
    if here.lost_instruction() {
        here.end_instruction();
        here.cut_capture();
        here.groups_mut().leave_instruction();
    }
    if here.groups().is_in_body() && !here.groups().is_too_deep() {
        here.begin_result();
    }
}

/// When something was done to the document.
fn time(fact: Meta, here: &mut Here<'_, '_>) {
    let mut parts = [0; 5];
    let mut lexer = here.walk().ahead();
    while let Token::Control(word, Some(value)) = lexer.next() {
        let place = match word {
            Word::Yr => 0,
            Word::Mo => 1,
            Word::Dy => 2,
            Word::Hr => 3,
            Word::Min => 4,
            _ => continue,
        };
        parts[place] = value.clamp(0, 9999) as u32;
    }
    if let Some(text) = date::text(parts) {
        let span = here.sink_mut().own(std::str::from_utf8(&text).unwrap_or(""));
        here.sink_mut().document().set_meta(fact, span);
    }
}

/// Destinations go on, and end.
impl Destinations<'_> {
    /// Bytes of a destination, of which a picture has some.
    pub(super) fn binary(&mut self, (start, end): (usize, usize), here: &mut Here<'_, '_>) {
        if here.groups().destination() == Destination::Picture {
            let bytes = &here.walk().source()[start..end];
            self.drawings.bytes(bytes, here.losses_mut());
        }
    }

    /// ASCII text of a destination other than a flow or a picture.
    pub(super) fn text(&mut self, text: &str, here: &mut Here<'_, '_>) {
        let destination = here.groups().destination();
        match destination {
            Destination::ColorTable => {
                self.tables.end_colors(text.matches(';').count(), here.losses_mut())
            }
            Destination::FontTable => {
                let mut rest = text;
                while let Some((name, more)) = rest.split_once(';') {
                    here.capture_mut().add(name);
                    here.end_font();
                    rest = more;
                }
                here.capture_mut().add(rest);
            }
            _ if destination.captures() => {
                here.capture_mut().add(text);
                if destination == Destination::FieldInstruction && !here.shows() {
                    here.fields_mut().leave_out();
                }
            }
            _ => {}
        }
    }

    /// Takes over what the group that ends collected for its destination; `outer` is that around it.
    pub(super) fn end(&mut self, outer: Destination, text: &mut Text<'_, '_>) {
        let here = text.here_mut();
        let destination = here.groups().destination();
        match destination {
            Destination::Title => end_fact(Meta::Title, here),
            Destination::Author => end_fact(Meta::Author, here),
            Destination::Subject => end_fact(Meta::Subject, here),
            Destination::Keywords => end_fact(Meta::Keywords, here),
            Destination::Fact(fact) => end_fact(fact, here),
            Destination::InfoName => {
                let name = here.captured();
                here.sink_mut().document().begin_property(name);
            }
            Destination::InfoValue => {
                let value = here.captured();
                here.sink_mut().document().end_property(value);
            }
            Destination::Generator => {
                here.sink_mut().flush();
                self.generator = Generator::of(here.collected());
            }
            Destination::Marker if outer == Destination::Body => end_marker(here),
            Destination::FieldInstruction => here.end_instruction(),
            Destination::Revisers if outer != Destination::Revisers => end_revisers(here),
            Destination::Remark(remark) => self.flows.end_remark(remark, here),
            Destination::Picture => self.drawings.end_picture(here),
            Destination::LinkAddress => self.drawings.end_address(here.captured(), false),
            Destination::LinkPlace => self.drawings.end_address(here.captured(), true),
            Destination::PropertyName => self.drawings.end_name(here.collected()),
            Destination::PropertyValue => self.drawings.end_property(text.paragraphs()),
            Destination::FormChoice => {
                let choice = here.captured();
                here.fields_mut().form().choice(choice);
            }
            Destination::Bookmark if outer == Destination::Body => {
                let name = here.captured();
                here.run_of(RunKind::Bookmark(name));
            }
            Destination::BookmarkEnd if outer == Destination::Body => {
                let flow = here.groups().flow();
                here.with_collected(|name, sink| sink.end_bookmark(name.trim(), flow));
            }
            Destination::Ignored => self.drawings.end(here),
            _ => self.tables.end(destination, outer, here),
        }
        if destination.captures() {
            text.here_mut().cut_capture();
        }
    }

    /// Ends the flow that a group went to, when the group ends.
    pub(super) fn leave_flow(&mut self, text: &mut Text<'_, '_>) {
        let paragraphs = text.paragraphs();
        paragraphs.end_flow();
        match paragraphs.here().groups().flow() {
            NOTES => flows::end_note(paragraphs),
            flow @ (FRAMES | NOTE_FRAMES | INNER_FRAMES | COMMENT_FRAMES) => {
                self.drawings.end_box(flow, paragraphs.here().sink())
            }
            flow => self.flows.end(flow, paragraphs.here_mut()),
        }
    }
}

/// A fact about the document is complete.
fn end_fact(fact: Meta, here: &mut Here<'_, '_>) {
    let value = here.captured();
    here.sink_mut().document().set_meta(fact, value);
}

/// A marker is complete: it stands before the text that follows.
fn end_marker(here: &mut Here<'_, '_>) {
    let (marker, flow) = (here.captured(), here.groups().flow());
    let tables = here.sink_mut().tables();
    tables.note_markers();
    tables.set_marker(flow, marker);
}

/// The names of those who changed the document are complete.
fn end_revisers(here: &mut Here<'_, '_>) {
    let names = here.captured();
    let sink = here.sink_mut();
    let mut from = 0;
    while let Some(length) = {
        let text = sink.view().text(names);
        memchr::memchr(b';', text.get(from..).unwrap_or(&[]))
    } {
        let name = names.slice(from, from + length);
        // Word's first entry is nobody's.
        let is_nobody = from == 0 && sink.view().text(name) == b"Unknown";
        sink.tables().add_author(if is_nobody { Span::EMPTY } else { name });
        from += length + 1;
    }
}
