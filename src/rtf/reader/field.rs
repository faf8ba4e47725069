//! Fields: what their results are, and the links that they become.
//!
//! Shape   `\field` adds a [`Field`] to those that are open; its instruction, once complete, says what its
//!         result is (`instruction`); what is to be seen goes to the sink.
//! Source  RTF 1.9.1, "Fields".

use super::equation;
use super::form::Form;
use super::instruction::{Instruction, own_title, own_unescaped, parse, spelled};
use super::losses::Losses;
use super::sink::{OpenLink, Sink};
use crate::document::{LinkId, LinkTarget, Span};
use crate::memory;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, RunKind};
use crate::rtf::assembly::format::Mark;
use crate::work;

/// What the result of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum FieldKind {
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
    /// A table of contents, which begins with that paragraph.
    Contents(u32),
    /// The face of a button, which is shown where the result is empty.
    Face(Span),
    /// A formula, the same; as TeX if that is said.
    Equation(Span, bool),
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
    /// It stands in text that is seen.
    seen: bool,
    /// Some of its text, or its instruction, was left out as hidden or deleted.
    left_out: bool,
    flow: u8,
    /// Runs of the flow when its result began.
    runs: usize,
    /// Where it begins.
    at: usize,
}

impl Field {
    /// The link or image that it is.
    fn link(&self) -> Option<OpenLink> {
        let Field { format, flow, .. } = *self;
        match self.kind {
            FieldKind::Link(link) => Some(OpenLink { link, is_image: false, format, flow }),
            FieldKind::Image(link) => Some(OpenLink { link, is_image: true, format, flow }),
            FieldKind::Text | FieldKind::NoteRef(_) | FieldKind::Shown => None,
            FieldKind::Merge(_) | FieldKind::Face(_) | FieldKind::Equation(..) => None,
            FieldKind::Contents(_) => None,
        }
    }
}

/// The fields that are open, the innermost last.
#[derive(Debug)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Those for values are read as tags to be filled.
    are_tags: bool,
    /// Formulas are read as such.
    formulas: bool,
    /// The form field in hand.
    form: Form,
}

impl Fields {
    /// No fields, in a buffer that is there.
    pub(super) fn new(mut buffer: Vec<Field>, (are_tags, formulas): (bool, bool)) -> Self {
        buffer.clear();
        Fields { open: buffer, are_tags, formulas, form: Form::default() }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> Vec<Field> {
        std::mem::take(&mut self.open)
    }

    /// The form field in hand, of which something is said.
    pub(super) fn form(&mut self) -> &mut Form {
        &mut self.form
    }

    /// Whether a field begins in a group inside of `depth` others: a group is one field.
    pub(super) fn begin_in(&self, depth: u32) -> bool {
        self.open.last().is_none_or(|last| last.depth != depth)
    }

    /// A field begins at `at`. False where memory is short.
    pub(super) fn begin(
        &mut self,
        depth: u32,
        format: u32,
        flow: u8,
        at: usize,
        seen: bool,
    ) -> bool {
        let field = Field {
            depth,
            kind: FieldKind::Text,
            format,
            opened: false,
            result: false,
            seen,
            left_out: !seen,
            flow,
            runs: 0,
            at,
        };
        memory::push(&mut self.open, field)
    }

    /// Some text of the innermost field is left out as hidden or deleted.
    pub(super) fn leave_out(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.left_out = true;
        }
    }

    /// Whether text belongs to a field that is more than text.
    pub(super) fn are_links(&self) -> bool {
        work::step(self.open.len());
        self.open
            .iter()
            .any(|field| !matches!(field.kind, FieldKind::Text | FieldKind::Contents(_)))
    }

    /// The image whose result text belongs to.
    pub(super) fn image(&self) -> Option<LinkId> {
        match self.open.last()?.kind {
            FieldKind::Image(link) => Some(link),
            _ => None,
        }
    }

    /// Whether a field ends with a group when `depth` groups are open.
    #[inline]
    pub(super) fn end_at(&self, depth: u32) -> bool {
        self.open.last().is_some_and(|field| field.depth > depth)
    }

    /// The result of the innermost field begins in `flow`, inside of `depth` groups. Returns whether
    /// its text is to be seen; none where no field is open.
    pub(super) fn begin_result(
        &mut self,
        depth: u32,
        flow: u8,
        sink: &mut Sink<'_, '_>,
        losses: &mut Losses<'_>,
    ) -> Option<bool> {
        let field = self.open.last_mut()?;
        field.result = true;
        field.runs = sink.flow(field.flow).runs().len();
        // With its result the field has shown all that it shows.
        field.depth = field.depth.max(depth);
        match (field.link(), field.kind) {
            (Some(link), _) => {
                losses.check(sink.open_link(link, flow));
                field.opened = true;
            }
            (None, FieldKind::NoteRef(name)) if field.seen => {
                sink.run(RunKind::NoteRef(name), field.format, flow)
            }
            (None, _) => {}
        }
        Some(!matches!(field.kind, FieldKind::NoteRef(_) | FieldKind::Shown))
    }

    /// Ends the fields whose group has ended; `depth` groups are open now.
    pub(super) fn end(
        &mut self,
        depth: u32,
        flow: u8,
        sink: &mut Sink<'_, '_>,
        losses: &mut Losses<'_>,
    ) {
        while let Some(field) = self.open.pop_if(|field| field.depth > depth) {
            if field.opened {
                sink.leave_link();
            }
            if let Some(outer) = self.open.last_mut() {
                outer.left_out |= field.left_out;
            }
            end(field, flow, sink, losses);
            if self.open.is_empty() {
                sink.all_fields_end();
            }
        }
    }

    /// The instruction of the innermost field is complete.
    pub(super) fn instruct(
        &mut self,
        instruction: &str,
        flow: u8,
        sink: &mut Sink<'_, '_>,
        losses: &mut Losses<'_>,
    ) {
        let Some((field, outer)) = self.open.split_last_mut() else { return };
        // A link that is the visible text of an image: the two are one image.
        let image = outer.last().and_then(|outer| match outer.kind {
            FieldKind::Image(link) => Some(link),
            _ => None,
        });
        let doc = sink.document();
        if self.are_tags
            && let Some(name) = value_name(instruction)
        {
            let from = doc.own_len();
            ["{{", name, "}}"].iter().for_each(|part| doc.append(part));
            let tag = Span::of_own(from, doc.own_len());
            return show(field, tag, flow, sink);
        }
        match parse(instruction) {
            Instruction::Hyperlink { title, .. } if let Some(image) = image => {
                let title = own_title(doc, title);
                if let Some(link) = doc.links.get_mut(image.0 as usize) {
                    link.title = title;
                }
            }
            Instruction::Hyperlink { url, anchor, title } => {
                let title = own_title(doc, title);
                let from = doc.own_len();
                own_unescaped(doc, url);
                // Of nothing but `\l ""` a `#` is left: the top of the page.
                if let Some(anchor) = anchor.filter(|name| !name.is_empty() || url.is_empty()) {
                    doc.append("#");
                    own_unescaped(doc, anchor);
                }
                let whole = Span::of_own(from, doc.own_len());
                let whole = if url.is_empty() { whole } else { spelled(doc, whole) };
                let target = LinkTarget::new(whole, title);
                field.kind = FieldKind::Link(doc.add_link(target));
            }
            Instruction::Picture { path } => {
                let url = own_unescaped(doc, path);
                let target = LinkTarget::new(url, Span::EMPTY);
                field.kind = FieldKind::Image(doc.add_link(target));
            }
            Instruction::NoteRef { bookmark } => {
                field.kind = FieldKind::NoteRef(own_unescaped(doc, bookmark));
            }
            Instruction::Symbol { code, font } => {
                let c = crate::text::symbol::symbol_table(font)
                    .and_then(|font| crate::text::symbol::map(font, code as u8))
                    .or_else(|| char::from_u32(code))
                    .unwrap_or(char::REPLACEMENT_CHARACTER);
                let text = doc.own(c.encode_utf8(&mut [0; 4]));
                show(field, text, flow, sink);
            }
            Instruction::Checkbox => {
                losses.add(Loss::Field, field.at);
                let text = doc.own(if self.form.is_checked() { "\u{2612}" } else { "\u{2610}" });
                show(field, text, flow, sink);
            }
            Instruction::Dropdown => {
                losses.add(Loss::Field, field.at);
                show(field, self.form.chosen(), flow, sink);
            }
            Instruction::Merge { name } => {
                losses.add(Loss::Field, field.at);
                let from = doc.own_len();
                doc.append_char('\u{AB}');
                own_unescaped(doc, name);
                doc.append_char('\u{BB}');
                field.kind = FieldKind::Merge(Span::of_own(from, doc.own_len()));
            }
            Instruction::Equation(formula) => {
                let tex = self.formulas && equation::is_formula(formula);
                let from = doc.own_len();
                doc.append_with(equation::room(formula), |text| {
                    equation::write(formula, tex, text);
                });
                field.kind = FieldKind::Equation(Span::of_own(from, doc.own_len()), tex);
            }
            Instruction::Button { face } => {
                losses.add(Loss::Field, field.at);
                field.kind = FieldKind::Face(doc.own(face));
            }
            Instruction::Other(name)
                if name.eq_ignore_ascii_case("TOC")
                    && flow == BODY
                    && outer.is_empty()
                    && !["\\a", "\\c", "\\f"].iter().any(|of| instruction.contains(of))
                    && sink.flow(BODY).is_fresh() =>
            {
                field.kind = FieldKind::Contents(sink.flow(BODY).paragraphs().len() as u32);
            }
            // The pages of its entries belong to it.
            Instruction::Other(name)
                if name.eq_ignore_ascii_case("PAGEREF")
                    && outer.iter().any(|field| matches!(field.kind, FieldKind::Contents(_))) => {}
            Instruction::Other(name) => {
                if !name.is_empty() {
                    losses.add(Loss::Field, field.at);
                }
            }
        }
    }
}

/// The name and the switches of a field for a value, if it is one and no tag could be made of it that
/// asks for anything else.
fn value_name(instruction: &str) -> Option<&str> {
    let (word, name) = instruction.trim().split_once(' ')?;
    let name = name.trim();
    let is_field =
        word.eq_ignore_ascii_case("MERGEFIELD") || word.eq_ignore_ascii_case("DOCPROPERTY");
    let is_name = name.starts_with(|c: char| c == '"' || c == '_' || c.is_alphanumeric());
    (is_field && is_name && !name.contains(['{', '}', '\n'])).then_some(name)
}

/// What a field shows at its end.
fn end(field: Field, flow: u8, sink: &mut Sink<'_, '_>, losses: &mut Losses<'_>) {
    let mut opened = field.opened;
    if let FieldKind::Contents(start) = field.kind {
        let flow = sink.flow(BODY);
        let end = flow.paragraphs().len() as u32 + u32::from(!flow.is_fresh());
        if !sink.tables().set_contents(start, end) {
            losses.add(Loss::Field, field.at);
        }
    }
    if field.left_out && hide(field, flow, sink) {
        return;
    }
    if !field.result {
        // No result was ever made.
        match (field.link(), field.kind) {
            (Some(link), _) => {
                losses.check(sink.open_link(link, flow));
                sink.leave_link();
                opened = true;
            }
            (None, FieldKind::NoteRef(name)) => {
                sink.run(RunKind::NoteRef(name), field.format, flow)
            }
            (None, FieldKind::Merge(name)) => sink.run(RunKind::Text(name), field.format, flow),
            (None, _) => {}
        }
    }
    let is_empty = !field.result || field.runs == sink.flow(field.flow).runs().len();
    match field.kind {
        FieldKind::Face(text) if is_empty => sink.run(RunKind::Text(text), field.format, flow),
        FieldKind::Equation(tex, true) if is_empty => {
            sink.run(RunKind::Formula { tex, display: false }, field.format, flow);
        }
        FieldKind::Equation(text, _) => {
            losses.add(Loss::Field, field.at);
            if is_empty {
                show_equation(text, field.format, flow, sink);
            }
        }
        _ => {}
    }
    if let FieldKind::Link(link) = field.kind {
        show_address(link, field.format, flow, sink);
    }
    if opened {
        sink.end_link(matches!(field.kind, FieldKind::Image(_)), field.format, flow);
    }
}

/// Takes back what a field would show if all of its text was left out. Returns whether it was.
fn hide(field: Field, flow: u8, sink: &mut Sink<'_, '_>) -> bool {
    match field.kind {
        FieldKind::Link(link) if field.opened => sink.take_out(RunKind::Link(link), flow),
        FieldKind::Image(link) if field.opened => sink.take_out(RunKind::Image(link), flow),
        FieldKind::Link(_) | FieldKind::Image(_) | FieldKind::NoteRef(_) => !field.result,
        FieldKind::Merge(_) | FieldKind::Face(_) | FieldKind::Equation(..) => true,
        FieldKind::Text | FieldKind::Shown | FieldKind::Contents(_) => false,
    }
}

/// A formula as a line of text, in which marks say what is raised and what is lowered.
fn show_equation(text: Span, format: u32, flow: u8, sink: &mut Sink<'_, '_>) {
    let (mut from, mut script) = (0, None);
    while from < text.len() {
        let rest = sink.view().text(text.slice(from, text.len()));
        let length = rest.iter().position(|&byte| equation::is_mark(byte)).unwrap_or(rest.len());
        let mark = rest.get(length).map(|&byte| char::from(byte));
        if length > 0 {
            let shifted = script.and_then(|mark| {
                let mut shifted = *sink.assembly().format(format)?;
                shifted.marks.remove(Mark::Superscript);
                shifted.marks.remove(Mark::Subscript);
                shifted.marks.insert(mark);
                Some(sink.format(shifted))
            });
            let text = RunKind::Text(text.slice(from, from + length));
            sink.run(text, shifted.unwrap_or(format), flow);
        }
        script = match mark {
            Some(equation::RAISED) => Some(Mark::Superscript),
            Some(equation::LOWERED) => Some(Mark::Subscript),
            _ => None,
        };
        from += length + 1;
    }
}

/// A link whose result is empty shows its address.
fn show_address(link: LinkId, format: u32, flow: u8, sink: &mut Sink<'_, '_>) {
    if sink.assembly().last_is(flow, RunKind::Link(link)) {
        let target = sink.view().doc.links.get(link.0 as usize).copied();
        sink.run(RunKind::Text(target.unwrap_or_default().url), format, flow);
    }
}

/// Shows `text` for the field; a result that follows would say the same again.
fn show(field: &mut Field, text: Span, flow: u8, sink: &mut Sink<'_, '_>) {
    if !text.is_empty() {
        if field.seen && !field.left_out {
            sink.run(RunKind::Text(text), field.format, flow);
        }
        field.kind = FieldKind::Shown;
    }
}
