//! Groups: what begins and ends with a brace, and what is done where one is missing.
//!
//! Shape   a destination that ends hands over what it collected to who owns it; what stands out of place
//!         gets the group that it lost.
//! Limits  past the nesting limit groups are counted, not saved.
//! Source  RTF 1.9.1, "RTF Syntax" and the sections of the destinations; repairs as other readers make
//!         them.

use super::Reader;
use super::generator::Generator;
use super::line_of_math::MathEnd;
use super::picture::Place;
use super::repair::Guard;
use super::shapes::Property;
use crate::document::{LinkId, Meta, Span};
use crate::report::Loss;
use crate::rtf::assembly::flow::{
    COMMENTS, End, FOOTERS, FRAMES, HEADERS, INNER_FRAMES, INNER_NOTES, NOTE_FRAMES, NOTES, Run,
    RunKind, boxes_of,
};
use crate::rtf::assembly::format::ParaFormat;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::tables::styles::Role;
use crate::rtf::walk::groups::{Closed, Opened};
use crate::rtf::words::{Destination, Home, Opening, Remark, Word};

impl Reader<'_, '_> {
    /// `{`
    pub(super) fn open(&mut self) {
        let brace = self.walk.position() - 1;
        self.groups.note_brace(brace);
        if let Some(guard) = self.repair.guard()
            && self.groups.destination() == Destination::Bookmark
        {
            // A name holds no groups: it lost its brace.
            return self.release(guard, brace);
        }
        self.open_group();
        if !self.groups.is_too_deep() && self.walk.rest().starts_with(b"*\\") {
            self.starred_without_backslash();
        }
        self.begin_stretch_of_group();
    }

    /// A group begins.
    fn open_group(&mut self) {
        match self.groups.open(self.capture.here()) {
            Opened::TooDeep => return self.lose(Loss::FlattenedNesting),
            Opened::NoMemory => return self.losses.check(false),
            Opened::Saved => {}
        }
        match self.groups.destination() {
            Destination::Style => self.style.begin(),
            Destination::UprUnicode => {
                let rest = self.walk.rest();
                if !rest.starts_with(b"\\*\\ud") && !rest.starts_with(b"\\ud") {
                    self.groups.leave_upr();
                }
            }
            _ => {}
        }
    }

    /// `{*\word`: a text that was copied through a program that ate the backslash of `\*`.
    #[cold]
    fn starred_without_backslash(&mut self) {
        let at = self.walk.position();
        self.walk.seek(at + 1);
        let destination = match self.walk.follow() {
            Token::Unknown => true,
            Token::Control(word, _) => word.opens().is_some() || !word.is_read_when_starred(),
            _ => false,
        };
        self.walk.seek(if destination { at + 1 } else { at });
        if destination {
            self.losses.add(Loss::Other, at);
            self.starred();
        }
    }

    /// `}`. Returns false when the document is over.
    pub(super) fn close(&mut self) -> bool {
        if self.groups.depth() == 1 && !self.groups.is_too_deep() && !self.goes_on() {
            return false;
        }
        match self.groups.close() {
            Closed::Restores => {}
            Closed::TooDeep => return true,
            Closed::None => {
                self.close_nothing();
                return true;
            }
        }
        let (outer, outer_flow) = self.groups.behind();
        let destination = self.groups.destination();
        let ends = destination != outer;
        let mut entry = false;
        if ends {
            self.settle();
            self.end_destination(outer);
            entry = destination == Destination::Style;
        } else if destination == Destination::FontTable {
            self.end_font();
            entry = true;
        }
        let depth = self.groups.depth();
        if self.repair.is_watching() {
            self.repair.end_entry(self.walk.position(), depth);
        }
        if self.fields.end_at(depth as u32) {
            self.settle();
            self.sink.flush();
            let flow = self.groups.flow();
            self.fields.end(depth as u32, flow, &mut self.sink, &mut self.losses);
        }
        if self.groups.flow() != outer_flow {
            self.settle();
            self.leave_flow();
        }
        let formula = self.groups.formula_ends();
        let old_list = ends && self.groups.destination() == Destination::OldList;
        if depth == 0 && self.repair.run_over() {
            // Text behind the last brace keeps the look of what stood before.
            self.groups.run_over();
            self.leave_symbols();
        } else {
            self.groups.restore();
        }
        if let MathEnd::Sign(accent) = formula
            && self.groups.is_in_body()
            && self.sink.accent(accent)
        {
            // It stands on the letter before it.
        } else if let Some(text) = formula.text(&mut [0; 4]) {
            text.chars().for_each(|c| self.named_char(c));
        }
        if old_list {
            self.groups.old_list(self.lists.old_list());
        }
        if entry {
            self.entry_is_read();
        }
        if ends && destination == Destination::Marker {
            self.begin_stretch_behind_marker();
        }
        true
    }

    /// One brace too many: what follows is read as if it were not there. The last one of all is the one
    /// that the document should end with.
    fn close_nothing(&mut self) {
        if self.behind().is_some() {
            self.lose(Loss::RepairedBrace);
        }
        self.repair.close_twice();
        self.leave_symbols();
        if !self.groups.is_in_body() {
            self.settle();
            self.end_destination(Destination::Body);
            self.groups.enter(Destination::Body);
        }
    }

    /// `\rtf`: a document begins, and formatting with it. It may stand behind another one, or in a
    /// group of one, and there in a cell.
    pub(super) fn begin_document(&mut self) {
        let first = !self.repair.has_document();
        let inner = self.repair.begin_document(self.groups.depth());
        if self.groups.depth() == 0 {
            return;
        }
        self.settle();
        if !self.groups.is_in_body() {
            self.groups.leave_all();
        }
        self.sink.flush();
        let before = first && !inner && self.groups.depth() == 1;
        if before && self.sink.flow(self.groups.flow()).has_begun() {
            // What stands before a document is no part of it.
            self.losses.add(Loss::Other, 0);
            self.break_lines_before();
            self.finish_paragraph(End::Par);
        }
        self.groups.begin_document(inner);
    }

    /// Plain text before the document, in which line ends mean nothing so far, gets its lines.
    fn break_lines_before(&mut self) {
        let (source, flow) = (self.walk.source(), self.groups.flow());
        let before = source.get(..self.groups.brace()).unwrap_or(&[]);
        let plain = before.iter().all(|byte| byte.is_ascii() && !b"\\{}".contains(byte));
        let here = self.sink.flow(flow);
        if !plain || !here.paragraphs().is_empty() {
            return;
        }
        self.sink.tables().cut(flow, 0, 0);
        let mut start = 0;
        for line in before.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
            let text = line.trim_ascii();
            let first = start + line.len() - line.trim_ascii_start().len();
            start += line.len();
            if text.is_empty() {
                continue;
            }
            if self.sink.flow(flow).has_begun() {
                self.run_of(RunKind::Break);
            }
            let format = self.format();
            self.sink.text(first, first + text.len(), format, flow);
            self.sink.flush();
        }
    }

    /// Whether anything worth reading stands behind the brace that ends the document.
    fn goes_on(&mut self) -> bool {
        let Some(rest) = self.behind() else { return false };
        if !rest.starts_with(b"{\\rtf") {
            self.lose(Loss::RepairedBrace);
        }
        self.repair.go_on_behind(rest)
    }

    /// The words of notes in the note that ends follow its own.
    fn join_inner_notes(&mut self) {
        if self.sink.flow(INNER_NOTES).paragraphs().is_empty() {
            return;
        }
        if self.sink.flow(NOTES).paragraphs().len() == self.sink.assembly().note_start() {
            self.finish_paragraph(End::Par);
        }
        let blank = self.sink.own(" ");
        self.sink.join_inner_notes(blank);
    }

    /// A brace too many came, maybe that of a marker: text behind it is not in a font of symbols.
    fn leave_symbols(&mut self) {
        if self.fonts.has_symbols()
            && self.sink.assembly().fonts().get(self.font()).symbol.is_some()
        {
            self.groups.format_characters().leave_fonts();
        }
    }

    /// Ends the flow that a group went to, when the group ends.
    pub(super) fn leave_flow(&mut self) {
        self.sink.flush();
        let flow = self.groups.flow();
        if let Some(format) = self.shapes.leave_link(flow) {
            self.sink.leave_link();
            self.sink.end_link(false, format, flow);
        }
        if !self.sink.flow(flow).is_fresh() {
            self.finish_paragraph(End::Par);
        }
        match flow {
            NOTES => {
                self.join_inner_notes();
                self.sink.tables().end_note();
            }
            FRAMES | NOTE_FRAMES | INNER_FRAMES => {
                self.shapes.end_words(self.sink.flow(flow).runs().len());
            }
            HEADERS | FOOTERS => self.headers.end(flow, &mut self.sink),
            COMMENTS => {
                let (id, begun, ended) = self.comments.end(self.sink.document());
                self.sink.tables().end_comment(id, begun, ended);
            }
            _ => {}
        }
    }
}

/// Destinations end.
impl<'a> Reader<'a, '_> {
    /// Takes over what the group that ends collected for its destination.
    pub(super) fn end_destination(&mut self, outer: Destination) {
        let destination = self.groups.destination();
        let start = self.groups.capture();
        match destination {
            Destination::FontTable => {
                self.end_font();
                self.entries.end(&self.memory.interner);
            }
            Destination::Style if outer == Destination::Stylesheet => self.end_style(),
            Destination::Stylesheet => {
                self.entries.end(&self.memory.interner);
                self.sink.tables().settle_styles();
            }
            Destination::LevelText if outer == Destination::ListLevel => {
                self.lists.level_text(self.capture.since(start));
            }
            Destination::List | Destination::ListLevel => {
                self.lists.end(destination, self.sink.tables())
            }
            Destination::Override | Destination::OverrideLevel => {
                self.lists.end(destination, self.sink.tables())
            }
            Destination::Title => {
                let title = self.captured();
                self.sink.document().set_meta(Meta::Title, title);
            }
            Destination::Author => {
                let author = self.captured();
                self.sink.document().set_meta(Meta::Author, author);
            }
            Destination::Subject => {
                let subject = self.captured();
                self.sink.document().set_meta(Meta::Subject, subject);
            }
            Destination::Keywords => {
                let keywords = self.captured();
                self.sink.document().set_meta(Meta::Keywords, keywords);
            }
            Destination::Fact(fact) => {
                let value = self.captured();
                self.sink.document().set_meta(fact, value);
            }
            Destination::InfoName => {
                let name = self.captured();
                self.sink.document().begin_property(name);
            }
            Destination::InfoValue => {
                let value = self.captured();
                self.sink.document().end_property(value);
            }
            Destination::Generator => {
                self.sink.flush();
                self.generator = Generator::of(self.capture.since(start));
            }
            Destination::Marker if outer == Destination::Body => {
                let marker = self.captured();
                self.sink.tables().note_markers();
                self.sink.tables().set_marker(self.groups.flow(), marker);
            }
            Destination::FieldInstruction => self.end_instruction(),
            Destination::Revisers if outer != Destination::Revisers => {
                let names = self.captured();
                let mut from = 0;
                while let Some(length) = {
                    let text = self.sink.view().text(names);
                    memchr::memchr(b';', text.get(from..).unwrap_or(&[]))
                } {
                    let name = names.slice(from, from + length);
                    // Word's first entry is nobody's.
                    let is_nobody = from == 0 && self.sink.view().text(name) == b"Unknown";
                    self.sink.tables().add_author(if is_nobody { Span::EMPTY } else { name });
                    from += length + 1;
                }
            }
            Destination::Remark(remark) => {
                let (value, source) = (self.captured(), self.walk.source());
                let found = self.comments.remark(remark, value, source, self.sink.document());
                match (remark, found) {
                    (Remark::Start, Some(id)) => self.run_of(RunKind::CommentStart(id)),
                    (Remark::End, Some(id)) => self.run_of(RunKind::CommentEnd(id)),
                    _ => {}
                }
            }
            Destination::Picture => self.end_picture(),
            Destination::LinkAddress | Destination::LinkPlace => {
                let (text, place) = (self.captured(), destination == Destination::LinkPlace);
                self.shapes.lead_to(text, place);
            }
            Destination::PropertyName => self.shapes.name(self.capture.since(start)),
            Destination::PropertyValue => self.end_property(),
            Destination::FormChoice => {
                let choice = self.captured();
                self.form.choice(choice);
            }
            Destination::Bookmark if outer == Destination::Body => {
                let name = self.captured();
                self.run_of(RunKind::Bookmark(name));
            }
            Destination::BookmarkEnd if outer == Destination::Body => {
                let (name, flow) = (self.capture.since(start), self.groups.flow());
                self.sink.end_bookmark(name.trim(), flow);
            }
            Destination::Ignored => {
                if let Some(at) = self.shapes.end(self.groups.depth()) {
                    self.losses.add(Loss::Shape, at);
                }
            }
            _ => {}
        }
        if destination.captures() {
            self.capture.cut(start);
        }
    }

    /// The text that this group has collected, trimmed, as a span.
    pub(super) fn captured(&mut self) -> Span {
        self.sink.own(self.capture.since(self.groups.capture()).trim())
    }

    /// Ends an entry of the font table.
    pub(super) fn end_font(&mut self) {
        let start = self.groups.capture();
        self.fonts.end_entry(self.capture.since(start), self.sink.tables());
        self.capture.cut(start);
    }

    fn end_style(&mut self) {
        let name = self.capture.since(self.groups.capture());
        let mut chars = self.groups.characters().format();
        chars.font = self.groups.characters().font();
        let style = self.style.end(name, *self.groups.para(), chars, self.sink.document());
        self.sink.tables().add_style(style);
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
        self.fields.instruct(text, &self.form, flow, &mut self.sink, &mut self.losses);
    }

    /// The value of a property of a shape or picture.
    fn end_property(&mut self) {
        match self.shapes.property() {
            Property::Rule => {
                let rule = self.capture.since(self.groups.capture()).trim() == "1";
                if self.groups.is_near_a_picture() {
                    self.pictures.is_a_rule(rule);
                } else if rule {
                    self.shapes.show();
                    self.run_of(RunKind::Rule);
                }
            }
            Property::Description => {
                let text = self.captured();
                self.pictures.describe(text);
            }
            Property::Words => self.word_art(),
            Property::Tip => {
                let text = self.captured();
                self.shapes.tip(text);
            }
            Property::Hidden => {
                let hidden = self.capture.since(self.groups.capture()).trim() == "1";
                self.shapes.hide(hidden);
            }
            Property::Link => self.link_picture(),
            Property::Fill | Property::Other => {}
        }
    }

    /// The words of a drawing whose letters are drawn: they stand where a text box would.
    fn word_art(&mut self) {
        let text = self.captured();
        let flow = self.groups.flow();
        if text.is_empty() || !self.shows() {
            return;
        }
        if self.shapes.is_hidden() {
            return self.lose(Loss::HiddenText);
        }
        self.shapes.show();
        self.sink.flush();
        let (format, boxes) = (self.format(), boxes_of(flow).unwrap_or(flow));
        self.sink.tables().enter(boxes);
        if boxes == flow && self.sink.flow(flow).has_begun() {
            self.finish_paragraph(End::Par);
        }
        let (mark, next) = (format, self.walk.position());
        let linked = self.drawing_link();
        linked.into_iter().for_each(|link| self.sink.run(RunKind::Link(link), format, boxes));
        self.sink.run(RunKind::Text(text), format, boxes);
        linked.into_iter().for_each(|_| self.sink.run(RunKind::End, format, boxes));
        self.sink.end_paragraph(ParaFormat::default(), End::Par, mark, next, boxes);
    }

    /// A picture begins.
    pub(super) fn begin_picture(&mut self) {
        self.sink.flush();
        self.pictures.begin(self.walk.place());
        self.groups.enter(Destination::Picture);
    }

    /// Hex digits that begin at `start`: all up to the next control word or brace.
    pub(super) fn picture_digits(&mut self, start: usize) {
        let rest = &self.walk.source()[start..];
        let end = memchr::memchr3(b'\\', b'{', b'}', rest).unwrap_or(rest.len());
        self.walk.seek(start + end);
        if let Some(guard) = self.repair.guard()
            && let Some(text) =
                rest[..end].iter().position(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit())
        {
            // Words among the digits: the picture never ended.
            let word = rest[..text].iter().rposition(|b| *b <= b' ').map_or(0, |at| at + 1);
            self.end_picture();
            return self.release(guard, start + word);
        }
        self.losses.check(self.pictures.digits(&rest[..end]));
    }

    /// The data of a picture is complete.
    fn end_picture(&mut self) {
        let (chars, flow) = (self.characters(), self.groups.flow());
        let place = Place { chars, flow, linked: self.fields.image() };
        self.sink.flush();
        let start = self.sink.flow(flow).runs().len();
        if self.pictures.end(place, &mut self.sink, &mut self.losses) {
            self.shapes.show();
            self.shapes.picture(flow, start);
            self.link_picture();
        }
    }

    /// The link of the drawing in hand.
    pub(super) fn drawing_link(&mut self) -> Option<LinkId> {
        let source = self.walk.source();
        self.shapes.link(self.sink.document(), source)
    }

    /// Once a drawing's picture is shown and its link is known, the one is put around the other.
    fn link_picture(&mut self) {
        let Some((flow, start)) = self.shapes.linked_picture() else { return };
        if let Some(link) = self.drawing_link() {
            let format = self.format();
            self.sink.tables().insert_run(flow, start, Run { kind: RunKind::Link(link), format });
            self.sink.run(RunKind::End, format, flow);
        }
    }

    /// The input from the first byte on that is neither blank nor NUL, if there is one.
    fn behind(&self) -> Option<&'a [u8]> {
        let rest = self.walk.rest();
        rest.iter().position(|&byte| byte > b' ').map(|first| &rest[first..])
    }
}

/// Braces are missing.
impl Reader<'_, '_> {
    /// Ends the watched group: what follows from `resume` on is text of the body, and looks as text
    /// did before the group.
    pub(super) fn release(&mut self, guard: Guard, resume: usize) {
        self.repair.stop_watching();
        self.undecoded.forget();
        self.sink.flush();
        self.capture.cut(0);
        // Groups around it that never end either are over too.
        self.groups.give_up(guard.depth);
        self.walk.resume(resume);
    }

    /// Whether the word in hand, which opens a destination (`None`: one that is unknown), stands
    /// where none begins, and is to be passed over. A destination that lost its brace gets it back.
    #[inline]
    pub(super) fn is_misplaced(&mut self, what: Option<Opening>) -> bool {
        self.walk.token() > self.groups.brace() + 1 && self.stands_behind_something(what)
    }

    #[cold]
    fn stands_behind_something(&mut self, what: Option<Opening>) -> bool {
        let before = self.walk.source().get(self.groups.brace() + 1..self.walk.token());
        if self.repair.leads_a_group(before.unwrap_or(&[]), self.groups.depth()) {
            return false;
        }
        self.lose(Loss::RepairedBrace);
        let ends = self.repair.closes_first(what, &self.walk);
        if ends {
            self.open_lost_group();
        }
        !ends
    }

    /// A group ends behind the word in hand. If that is not the end of the group that is open, the
    /// word's own group begins here.
    fn open_lost_group(&mut self) {
        if self.repair.give_group(self.groups.depth()) {
            self.groups.note_brace(self.walk.token());
            self.open_group();
        }
    }

    /// A word of a header table or picture stands in the body: what is around it has lost its place.
    /// Returns whether it got one.
    #[cold]
    pub(super) fn find_home(&mut self, home: Home) -> bool {
        if !self.repair.closes_first(None, &self.walk) {
            return false;
        }
        let (source, brace) = (self.walk.source(), self.groups.brace());
        let mut inside = source.get(brace + 1..self.walk.token()).unwrap_or(&[]);
        if source.get(brace) != Some(&b'{')
            || !self.repair.leads_a_group(inside, self.groups.depth())
        {
            inside = &[];
            self.open_lost_group();
        }
        self.lose(Loss::RepairedBrace);
        self.settle();
        match home {
            Home::FontTable => {
                let number = match Lexer::new(inside).next() {
                    Token::Control(Word::F, number) => number.unwrap_or(-1),
                    _ => -1,
                };
                self.fonts.begin_entry(number);
                self.groups.enter_aside(Destination::FontTable, self.capture.here());
            }
            Home::Picture => self.begin_picture(),
            Home::ColorTable => self.groups.enter(Destination::ColorTable),
            Home::Style | Home::Body | Home::Anywhere => self.groups.enter(Destination::Ignored),
        }
        home != Home::Style
    }
}
