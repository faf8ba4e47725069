//! Fields: what their results are, and links that span runs and paragraphs.
//!
//! Shape   `\field` pushes a [`Field`]; its instruction, once complete, says what its result is
//!         (`instruction`).
//! Source  RTF 1.9.1, "Fields".

use super::Reader;
use super::instruction::{Instruction, own_unescaped, parse};
use crate::document::{LinkId, LinkTarget, Span};
use crate::memory;
use crate::report::Loss;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::words::Destination;
use crate::work;

/// What the result of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum FieldKind {
    /// Its result is ordinary text.
    #[default]
    Text,
    Link(LinkId),
    Image(LinkId),
    /// A reference to the note behind a bookmark.
    NoteRef(Span),
    /// What it shows is told by the instruction alone.
    Shown,
    /// A place for data that was never filled in, by name.
    Merge(Span),
    /// A formula or the face of a button, which is shown where the result is empty.
    Face(Span),
}

/// A form field: `\*\formfield`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// `\ffresN`; 25 says that the default holds.
    pub result: i32,
    /// `\ffdefresN`
    pub default: i32,
    /// Choices read so far.
    pub seen: i32,
    /// The text of the choice in force.
    pub chosen: Span,
}

impl Default for Form {
    fn default() -> Self {
        Form { result: UNDEFINED, default: 0, seen: 0, chosen: Span::EMPTY }
    }
}

/// The result of a form field that was never changed.
const UNDEFINED: i32 = 25;

impl Form {
    /// The choice in force, or whether the box is checked.
    pub fn choice(&self) -> i32 {
        if self.result == UNDEFINED { self.default } else { self.result }
    }
}

/// A field that has begun and not ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Number of open groups outside the field.
    depth: u32,
    kind: FieldKind,
    /// Character format where the field stands.
    format: u32,
    /// Its link or image has been opened in the flow.
    opened: bool,
    /// It had a result, empty or not.
    result: bool,
    flow: u8,
    /// Runs of the flow when its result began.
    runs: usize,
    /// Where it begins.
    at: usize,
}

impl Reader<'_, '_> {
    pub(super) fn open_field(&mut self) {
        if self.state.destination != Destination::Body {
            self.state.inner_field = true;
            return; // a field in an instruction is part of the instruction
        }
        // What is nested too deeply is read as its result, and a group is one field.
        let depth = self.scratch.groups.len() as u32;
        if self.too_deep > 0 || self.scratch.fields.last().is_some_and(|last| last.depth == depth) {
            return;
        }
        self.flush();
        let field = Field {
            depth,
            kind: FieldKind::Text,
            format: self.format(),
            opened: false,
            result: false,
            flow: self.state.flow,
            runs: 0,
            at: self.place(),
        };
        self.full |= !memory::push(&mut self.scratch.fields, field);
    }

    /// Whether the text belongs to a link.
    pub(super) fn in_link(&self) -> bool {
        work::step(self.scratch.fields.len());
        self.scratch.fields.iter().any(|field| field.kind != FieldKind::Text)
    }

    /// The image whose result the text belongs to.
    pub(super) fn image_field(&self) -> Option<LinkId> {
        match self.scratch.fields.last()?.kind {
            FieldKind::Image(link) => Some(link),
            _ => None,
        }
    }

    pub(super) fn open_instruction(&mut self) {
        match self.state.destination {
            // A field in an instruction stands for its result.
            Destination::FieldInstruction => self.state.destination = Destination::Ignored,
            Destination::Body => {
                self.state.destination = Destination::FieldInstruction;
                self.state.capture = self.scratch.capture.len() as u32;
            }
            _ => self.state.destination = Destination::Ignored,
        }
    }

    pub(super) fn open_result(&mut self) {
        if self.state.destination == Destination::FieldInstruction && !self.state.inner_field {
            // The instruction lost its brace: it ends here.
            self.finish_instruction(self.state.capture as usize);
            self.scratch.capture.truncate(self.state.capture as usize);
            self.guard = None;
            self.state.destination = Destination::Body;
            let instruction = self.scratch.groups.iter_mut().rev();
            for outer in instruction.take_while(|outer| outer.destination != Destination::Body) {
                outer.destination = Destination::Body;
            }
        }
        if self.state.destination != Destination::Body || self.too_deep > 0 {
            return;
        }
        self.flush();
        let Some(mut field) = self.scratch.fields.pop() else { return };
        field.result = true;
        field.runs = self.scratch.assembly.flow(field.flow).runs().len();
        // With its result the field has shown all that it shows.
        field.depth = field.depth.max(self.scratch.groups.len() as u32);
        self.begin(&mut field);
        self.full |= !memory::push(&mut self.scratch.fields, field);
        if matches!(field.kind, FieldKind::NoteRef(_) | FieldKind::Shown) {
            self.state.destination = Destination::Ignored;
        }
    }

    fn begin(&mut self, field: &mut Field) {
        match field.kind {
            FieldKind::Link(link) => self.push_run(RunKind::Link(link), field.format),
            FieldKind::Image(link) => self.push_run(RunKind::Image(link), field.format),
            FieldKind::NoteRef(name) => return self.push_run(RunKind::NoteRef(name), field.format),
            FieldKind::Text | FieldKind::Shown => return,
            FieldKind::Merge(_) | FieldKind::Face(_) => return,
        }
        field.opened = true;
    }

    /// Ends the fields whose group has ended; `depth` groups are open now.
    pub(super) fn finish_fields(&mut self, depth: u32) {
        if self.scratch.fields.last().is_none_or(|field| field.depth <= depth) {
            return;
        }
        self.settle();
        self.flush();
        while let Some(mut field) = self.scratch.fields.pop_if(|field| field.depth > depth) {
            if !field.result && field.kind != FieldKind::Text {
                // No result was ever made.
                self.begin(&mut field);
                if let FieldKind::Merge(name) = field.kind {
                    self.push_run(RunKind::Text(name), field.format);
                }
            }
            if let FieldKind::Face(text) = field.kind {
                let runs = self.scratch.assembly.flow(field.flow).runs().len();
                if !field.result || field.runs == runs {
                    self.push_run(RunKind::Text(text), field.format);
                }
            }
            self.show_address(&field);
            if field.opened && !(self.reopen && matches!(field.kind, FieldKind::Link(_))) {
                self.push_run(RunKind::End, field.format);
            }
            if self.scratch.fields.is_empty() {
                self.reopen = false;
            }
        }
    }

    /// A link whose result is empty shows its address.
    fn show_address(&mut self, field: &Field) {
        let FieldKind::Link(link) = field.kind else { return };
        let last = self.scratch.assembly.flow(self.state.flow).runs().last().map(|run| run.kind);
        if last == Some(RunKind::Link(link)) {
            let target = self.doc.links.get(link.0 as usize).copied();
            self.push_run(RunKind::Text(target.unwrap_or_default().url), field.format);
        }
    }

    /// A paragraph ends inside links: they end too, and go on in the next.
    pub(super) fn close_links(&mut self) {
        if self.scratch.fields.is_empty() || self.reopen {
            return;
        }
        work::step(self.scratch.fields.len());
        for index in (0..self.scratch.fields.len()).rev() {
            let field = self.scratch.fields[index];
            if field.opened && field.flow == self.state.flow {
                self.push_run(RunKind::End, field.format);
                self.reopen = true;
            }
        }
    }

    /// Opens again the links that the last paragraph's end closed.
    pub(super) fn reopen_links(&mut self) {
        self.reopen = false;
        work::step(self.scratch.fields.len());
        for index in 0..self.scratch.fields.len() {
            let field = self.scratch.fields[index];
            if !field.opened || field.flow != self.state.flow {
                continue;
            }
            match field.kind {
                FieldKind::Link(link) => self.push_run(RunKind::Link(link), field.format),
                FieldKind::Image(link) => self.push_run(RunKind::Image(link), field.format),
                _ => {}
            }
        }
    }

    /// The instruction collected from `start` on is complete.
    pub(super) fn finish_instruction(&mut self, start: usize) {
        self.flush();
        let instruction = self.scratch.capture.get(start..).unwrap_or("");
        let Some(mut field) = self.scratch.fields.pop() else { return };
        let parsed = parse(instruction);
        // A link that is the visible text of an image: the two are one image.
        let image = self.scratch.fields.last().and_then(|outer| match outer.kind {
            FieldKind::Image(link) => Some(link),
            _ => None,
        });
        match parsed {
            Instruction::Hyperlink { url, anchor, title } => {
                let title = own_unescaped(self.doc, title);
                if let Some(outer) = image {
                    if let Some(link) = self.doc.links.get_mut(outer.0 as usize) {
                        link.title = title;
                    }
                } else {
                    let from = self.doc.own_len();
                    own_unescaped(self.doc, url);
                    // Of nothing but `\l ""` a `#` is left: the top of the page.
                    if let Some(anchor) = anchor.filter(|name| !name.is_empty() || url.is_empty()) {
                        self.doc.append("#");
                        own_unescaped(self.doc, anchor);
                    }
                    let target = LinkTarget { url: Span::of_own(from, self.doc.own_len()), title };
                    field.kind = FieldKind::Link(self.doc.add_link(target));
                }
            }
            Instruction::Picture { path } => {
                let url = own_unescaped(self.doc, path);
                let target = LinkTarget { url, title: Span::EMPTY };
                field.kind = FieldKind::Image(self.doc.add_link(target));
            }
            Instruction::NoteRef { bookmark } => {
                field.kind = FieldKind::NoteRef(own_unescaped(self.doc, bookmark));
            }
            Instruction::Symbol { code, font } => {
                let c = crate::text::symbol::symbol_table(font)
                    .and_then(|font| crate::text::symbol::map(font, code as u8))
                    .or_else(|| char::from_u32(code))
                    .unwrap_or(char::REPLACEMENT_CHARACTER);
                let text = self.doc.own(c.encode_utf8(&mut [0; 4]));
                self.show(&mut field, text);
            }
            Instruction::Checkbox => {
                self.report.add(Loss::Field, field.at);
                let checked = self.form.choice() != 0;
                let text = self.doc.own(if checked { "\u{2612}" } else { "\u{2610}" });
                self.show(&mut field, text);
            }
            Instruction::Dropdown => {
                self.report.add(Loss::Field, field.at);
                self.show(&mut field, self.form.chosen);
            }
            Instruction::Merge { name } => {
                self.report.add(Loss::Field, field.at);
                let from = self.doc.own_len();
                self.doc.append_char('\u{AB}');
                own_unescaped(self.doc, name);
                self.doc.append_char('\u{BB}');
                field.kind = FieldKind::Merge(Span::of_own(from, self.doc.own_len()));
            }
            Instruction::Equation(formula) => {
                self.report.add(Loss::Field, field.at);
                let from = self.doc.own_len();
                super::math::equation(formula, |c| self.doc.append_char(c));
                field.kind = FieldKind::Face(Span::of_own(from, self.doc.own_len()));
            }
            Instruction::Button { face } => {
                self.report.add(Loss::Field, field.at);
                field.kind = FieldKind::Face(self.doc.own(face));
            }
            Instruction::Other(name) => {
                if !name.is_empty() {
                    self.report.add(Loss::Field, field.at);
                }
            }
        }
        self.full |= !memory::push(&mut self.scratch.fields, field);
    }

    /// Shows `text` for the field; a result that follows would say the same again.
    fn show(&mut self, field: &mut Field, text: Span) {
        if !text.is_empty() {
            self.push_run(RunKind::Text(text), field.format);
            field.kind = FieldKind::Shown;
        }
    }
}
