//! A document as plain text.
//!
//! Shape   one walk with a stack of open containers. Each line starts with the prefix that the
//!         containers add up to (`> ` for quotes, blanks below a list item's marker).
//! Units   LF line ends; one blank line between blocks, none inside tight lists.
//! Errors  those of the output buffer.
//!
//! What text has no words for is counted: character formatting and heading levels, raw HTML
//! (its text is kept), images (their text and address are kept).

use crate::buffers::kept;
use crate::document::{Alert, Kind, NodeId, Span, Step, View};
use crate::error::Result;
use crate::memory::Output;
use crate::report::{Loss, Report};

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        open: Vec<NodeId>,
        frames: Vec<Frame>,
        prefix: Vec<u8>,
        first: Vec<u8>,
    }
}

/// What a container needs to know when it ends.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// Length of the prefix outside.
    prefix: usize,
    /// Number of the next item of an ordered list.
    number: Option<u32>,
    /// Whether blocks in here stand without blank lines between.
    tight: bool,
    /// Where the text of a link or image begins in the output.
    start: usize,
}

/// Writes a document as text. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { open, frames, prefix, first } = scratch;
    frames.clear();
    prefix.clear();
    first.clear();
    let mut writer = Writer {
        view,
        out,
        report,
        frames,
        prefix,
        first,
        first_pending: false,
        after_block: false,
        breaks: 0,
        cells: 0,
        in_cell: false,
        html: Html::Outside,
    };
    for notes in [false, true] {
        let mut id = 0;
        while let Some(node) = view.doc.nodes.get(id as usize) {
            if matches!(node.kind, Kind::FootnoteDefinition { .. }) == notes {
                for step in view.walk_range(id, node.end, open) {
                    match step {
                        Step::Enter(_, kind) => writer.enter(kind),
                        Step::Exit(_, kind) => writer.exit(kind),
                    }
                    if writer.out.failed() {
                        return Ok(());
                    }
                }
            }
            id = node.end.max(id + 1);
        }
    }
    Ok(())
}

struct Writer<'v, 'w> {
    view: View<'v>,
    out: &'w mut Output,
    report: &'w mut Report,
    frames: &'w mut Vec<Frame>,
    /// What the containers put in front of each line.
    prefix: &'w mut Vec<u8>,
    /// The next line's start where it differs from `prefix`: with a list item's marker.
    first: &'w mut Vec<u8>,
    first_pending: bool,
    /// True after a block: the next may need a blank line before it.
    after_block: bool,
    /// Line ends that wait for text after them.
    breaks: usize,
    /// Cells written in the row.
    cells: usize,
    in_cell: bool,
    html: Html,
}

/// Where in a block of raw HTML the writer is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Html {
    Outside,
    Text,
    Tag,
    Comment,
}

impl Writer<'_, '_> {
    fn enter(&mut self, kind: &Kind) {
        match *kind {
            Kind::Paragraph | Kind::Term | Kind::CodeBlock { .. } => self.begin_block(),
            Kind::Heading { .. } => {
                self.report.add(Loss::Other, NOWHERE);
                self.begin_block();
            }
            Kind::HtmlBlock => {
                self.report.add(Loss::Html, NOWHERE);
                self.html = Html::Text;
                self.push_frame(None, self.is_tight());
            }
            Kind::Rule => self.line(b"----------"),
            Kind::Quote { alert } => {
                self.push_frame(None, false);
                self.indent(b"> ", b"> ");
                if let Some(alert) = alert {
                    self.line(alert_name(alert));
                }
            }
            Kind::List { start, tight } => self.enter_list(start, tight),
            Kind::Item { task } => self.enter_item(task),
            Kind::DefinitionList => self.enter_list(None, true),
            Kind::Definition => {
                self.push_frame(None, true);
                self.indent(b"    ", b"    ");
            }
            Kind::FootnoteDefinition { label } => {
                self.push_frame(None, false);
                self.indent(b"[", b"    ");
                self.indent(self.view.text(label), b"");
                self.indent(b"] ", b"");
            }
            Kind::Table { .. } => self.enter_list(None, true),
            Kind::Row { .. } => {
                self.begin_block();
                self.cells = 0;
            }
            Kind::Cell => {
                if self.cells > 0 {
                    self.out.push_byte(b'\t');
                }
                self.cells += 1;
                self.in_cell = true;
            }
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard => self.report.add(Loss::Font, NOWHERE),
            Kind::Link(_) => self.push_frame(None, false),
            Kind::Image(_) => {
                self.report.add(Loss::Image, NOWHERE);
                self.push_frame(None, false);
            }
            Kind::Text(span) if self.html != Html::Outside => self.html_text(span),
            Kind::Text(span) | Kind::Code(span) | Kind::Math { tex: span, .. } => {
                self.put(self.view.text(span));
            }
            Kind::Html(_) => self.report.add(Loss::Html, NOWHERE),
            Kind::SoftBreak => self.emit(b" "),
            Kind::HardBreak => self.put(b"\n"),
            Kind::FootnoteReference { label } => {
                self.emit(b"[");
                self.put(self.view.text(label));
                self.emit(b"]");
            }
            Kind::Anchor { .. } => {}
        }
    }

    fn exit(&mut self, kind: &Kind) {
        match *kind {
            Kind::Paragraph | Kind::Heading { .. } | Kind::Term | Kind::Row { .. } => {
                self.end_block();
            }
            Kind::CodeBlock { .. } => self.end_block(),
            Kind::HtmlBlock => {
                // The frame's text began where nothing had been written yet.
                let begun = self.frames.pop().is_some_and(|frame| frame.start < self.out.len());
                self.html = Html::Outside;
                if begun {
                    self.end_block();
                }
            }
            Kind::List { .. } | Kind::Table { .. } | Kind::DefinitionList => self.pop_frame(),
            Kind::Item { .. }
            | Kind::Quote { .. }
            | Kind::Definition
            | Kind::FootnoteDefinition { .. } => {
                if self.first_pending {
                    self.line(b"");
                }
                self.pop_frame();
            }
            Kind::Cell => self.in_cell = false,
            Kind::Link(link) | Kind::Image(link) => {
                let Some(frame) = self.frames.pop() else { return };
                self.address(self.view.link(link).url, frame.start);
            }
            _ => {}
        }
    }

    fn enter_list(&mut self, start: Option<u32>, tight: bool) {
        if !self.first_pending {
            self.begin_gap();
        }
        self.push_frame(start, tight);
    }

    fn enter_item(&mut self, task: Option<bool>) {
        let number = self.frames.last_mut().and_then(|list| {
            let number = list.number?;
            list.number = Some(number.saturating_add(1));
            Some(number)
        });
        let tight = self.is_tight();
        let mut marker = Marker::default();
        match number {
            Some(number) => {
                marker.push_number(number);
                marker.push(b". ");
            }
            None => marker.push(b"- "),
        }
        let width = marker.length;
        match task {
            Some(true) => marker.push(b"[x] "),
            Some(false) => marker.push(b"[ ] "),
            None => {}
        }
        // The gap before an item is its list's, so the frame comes after it.
        if !self.first_pending {
            self.begin_gap();
        }
        self.push_frame(None, tight);
        self.indent(marker.text(), &[b' '; Marker::MOST][..width]);
    }

    /// Adds to what lines start with: `first` on the next line, `later` on those after it.
    fn indent(&mut self, first: &[u8], later: &[u8]) {
        if !self.first_pending {
            self.begin_gap();
            self.first.clear();
            append(self.first, self.prefix);
            self.first_pending = true;
        }
        append(self.first, first);
        append(self.prefix, later);
    }

    fn push_frame(&mut self, number: Option<u32>, tight: bool) {
        let (prefix, start) = (self.prefix.len(), self.out.len());
        self.frames.push(Frame { prefix, number, tight, start });
    }

    fn pop_frame(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.prefix.truncate(frame.prefix);
        }
    }

    /// A block of one line.
    fn line(&mut self, text: &[u8]) {
        self.begin_gap();
        if text.is_empty() {
            self.out.push(self.first.trim_ascii_end());
            self.first_pending = false;
        } else {
            self.begin_line();
        }
        self.out.push(text);
        self.end_block();
    }

    fn begin_block(&mut self) {
        self.begin_gap();
        self.begin_line();
    }

    fn is_tight(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.tight)
    }

    /// The blank line before a block, where one belongs.
    fn begin_gap(&mut self) {
        if self.after_block && !self.first_pending && !self.is_tight() {
            self.out.push(self.prefix.trim_ascii_end());
            self.out.push_byte(b'\n');
        }
        self.after_block = false;
    }

    fn begin_line(&mut self) {
        self.out.push(if self.first_pending { self.first } else { self.prefix });
        self.first_pending = false;
    }

    /// Ends the block's last line. A line end at the end of its text is that one.
    fn end_block(&mut self) {
        for _ in 1..self.breaks {
            self.out.push_byte(b'\n');
            self.out.push(self.prefix.trim_ascii_end());
        }
        self.breaks = 0;
        self.out.push_byte(b'\n');
        self.after_block = true;
    }

    /// Writes text; line ends in it start new lines with the prefix, or are blanks in a cell.
    fn put(&mut self, text: &[u8]) {
        let mut from = 0;
        for at in memchr::memchr3_iter(b'\n', b'\t', 0, text) {
            self.emit(&text[from..at]);
            match text[at] {
                0 => self.emit("\u{FFFD}".as_bytes()),
                _ if self.in_cell => self.emit(b" "),
                b'\t' => self.emit(b"\t"),
                _ => self.breaks += 1,
            }
            from = at + 1;
        }
        self.emit(&text[from..]);
    }

    /// Writes text without line ends, after the line ends that wait.
    fn emit(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        while self.breaks > 0 {
            self.breaks -= 1;
            self.out.push_byte(b'\n');
            let empty = self.breaks > 0;
            self.out.push(if empty { self.prefix.trim_ascii_end() } else { self.prefix });
        }
        self.out.push(text);
    }

    /// The text between the tags of raw HTML, each piece on a line of its own.
    fn html_text(&mut self, span: Span) {
        let mut rest = self.view.text(span);
        while !rest.is_empty() {
            let (end, skip): (Option<usize>, usize) = match self.html {
                Html::Tag => (memchr::memchr(b'>', rest), 1),
                Html::Comment => (memchr::memmem::find(rest, b"-->"), 3),
                _ => (memchr::memchr(b'<', rest), 0),
            };
            let piece = &rest[..end.unwrap_or(rest.len())];
            if self.html == Html::Text && !piece.trim_ascii().is_empty() {
                if self.frames.last().is_some_and(|frame| frame.start == self.out.len()) {
                    self.begin_block();
                } else {
                    self.breaks = 1;
                }
                self.put(piece.trim_ascii());
            }
            let Some(end) = end else { return };
            rest = &rest[end + skip..];
            self.html = match self.html {
                Html::Text if rest.starts_with(b"<!--") => Html::Comment,
                Html::Text => Html::Tag,
                _ => Html::Text,
            };
        }
    }

    /// The address of a link whose text began at byte `start`, unless the text says it already.
    fn address(&mut self, url: Span, start: usize) {
        let url = self.view.text(url);
        let shown = self.out.as_bytes().get(start..).unwrap_or(&[]);
        let plain = url.strip_prefix(b"mailto:").unwrap_or(url);
        if url.is_empty() || url.starts_with(b"#") || shown == url || shown == plain {
            return;
        }
        self.emit(if shown.is_empty() { b"(" } else { b" (" });
        self.put(url);
        self.emit(b")");
    }
}

/// Adds to a line's start; where memory is short it stays as it was, and `out` will say so.
fn append(buffer: &mut Vec<u8>, bytes: &[u8]) {
    if buffer.try_reserve(bytes.len()).is_ok() {
        buffer.extend_from_slice(bytes);
    }
}

/// A list marker: at most `4294967295. [x] `.
#[derive(Default)]
struct Marker {
    bytes: [u8; Marker::MOST],
    length: usize,
}

impl Marker {
    const MOST: usize = 16;

    fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, text: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.length..self.length + text.len()) {
            room.copy_from_slice(text);
            self.length += text.len();
        }
    }

    fn push_number(&mut self, number: u32) {
        let mut divisor = 1_000_000_000;
        while divisor > 1 && number / divisor == 0 {
            divisor /= 10;
        }
        while divisor > 0 {
            self.push(&[b'0' + (number / divisor % 10) as u8]);
            divisor /= 10;
        }
    }
}

fn alert_name(alert: Alert) -> &'static [u8] {
    match alert {
        Alert::Note => b"NOTE:",
        Alert::Tip => b"TIP:",
        Alert::Important => b"IMPORTANT:",
        Alert::Warning => b"WARNING:",
        Alert::Caution => b"CAUTION:",
    }
}

#[cfg(test)]
mod tests;
