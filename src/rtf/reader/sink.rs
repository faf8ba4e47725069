//! Where text goes: runs and paragraphs of the flows, gathered as long as text keeps its format.
//!
//! Shape   text that stands in the input in one piece stays a span of it; what comes in pieces is
//!         put together in the document's own text, of a large input short pieces only. Links that
//!         a paragraph's end closes are opened again once the next has text.
//! Units   offsets of bytes, in the input or in the document's own text.
//! Errors  where memory is short the assembly or the document says so.

use super::LARGE;
use super::accents::composed;
use crate::document::{Document, LinkId, Span, View};
use crate::memory;
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{End, Flow, Run, RunKind};
use crate::rtf::assembly::format::{CharFormat, ParaFormat};
use crate::work;

/// How long a piece of a large input is that stays where it is, whatever comes before or behind it.
const APART: usize = 64;

/// Text that is not yet a run.
#[derive(Clone, Copy, Debug, Default)]
enum Pending {
    #[default]
    None,
    /// Bytes `start..end` of the input.
    Source { start: usize, end: usize },
    /// The document's own text from `start` on.
    Own { start: usize },
}

/// A link or image that is open in a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLink {
    pub link: LinkId,
    pub is_image: bool,
    pub format: u32,
    pub flow: u8,
}

impl OpenLink {
    fn begins(&self) -> RunKind {
        if self.is_image { RunKind::Image(self.link) } else { RunKind::Link(self.link) }
    }
}

/// The text sink of a reading.
#[derive(Debug)]
pub(super) struct Sink<'a, 'b> {
    source: &'a [u8],
    doc: &'b mut Document,
    assembly: &'b mut Assembly,
    pending: Pending,
    /// The format and the flow of the pending text.
    format: u32,
    flow: u8,
    links: Vec<OpenLink>,
    /// From which length on a piece of the input is a run of its own beside what stands elsewhere.
    apart: usize,
    /// A paragraph has ended inside of links: they are to be opened again once there is text.
    reopen: bool,
}

impl<'a, 'b> Sink<'a, 'b> {
    pub(super) fn new(
        source: &'a [u8],
        doc: &'b mut Document,
        assembly: &'b mut Assembly,
        mut links: Vec<OpenLink>,
    ) -> Self {
        links.clear();
        let pending = Pending::None;
        // A second copy of the text costs more than a node here.
        let apart = if source.len() > LARGE { APART } else { usize::MAX };
        Sink { source, doc, assembly, pending, format: 0, flow: 0, links, apart, reopen: false }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> Vec<OpenLink> {
        std::mem::take(&mut self.links)
    }

    /// What has been read.
    #[inline]
    pub(super) fn assembly(&self) -> &Assembly {
        self.assembly
    }

    /// The same, for entries of its tables.
    pub(super) fn tables(&mut self) -> &mut Assembly {
        self.assembly
    }

    #[inline]
    pub(super) fn flow(&self, flow: u8) -> &Flow {
        self.assembly.flow(flow)
    }

    /// Index of a character format.
    #[inline]
    pub(super) fn format(&mut self, format: CharFormat) -> u32 {
        self.assembly.index_of(format)
    }

    /// The document, to add text that is no run's, and links.
    pub(super) fn document(&mut self) -> &mut Document {
        self.flush();
        self.doc
    }

    /// The document as it is.
    pub(super) fn view(&self) -> View<'_> {
        View { doc: self.doc, source: self.source }
    }

    /// Keeps text that is no run's.
    pub(super) fn own(&mut self, text: &str) -> Span {
        self.document().own(text)
    }
}

/// Text.
impl Sink<'_, '_> {
    /// Text that stands in the input as it is.
    #[inline]
    pub(super) fn text(&mut self, start: usize, end: usize, format: u32, flow: u8) {
        match self.pending {
            Pending::Source { start: first, end: last } if format == self.format => {
                if last == start {
                    self.pending = Pending::Source { start: first, end };
                    return;
                }
                if last - first >= self.apart || end - start >= self.apart {
                    self.flush();
                    self.pending = Pending::Source { start, end };
                    return;
                }
                let at = self.doc.own_len();
                self.doc.append_ascii(&self.source[first..last]);
                self.doc.append_ascii(&self.source[start..end]);
                self.pending = Pending::Own { start: at };
            }
            Pending::Own { .. } if format == self.format && end - start < self.apart => {
                self.doc.append_ascii(&self.source[start..end]);
            }
            _ => {
                self.flush();
                self.pending = Pending::Source { start, end };
                (self.format, self.flow) = (format, flow);
            }
        }
    }

    /// One character.
    #[inline]
    pub(super) fn char(&mut self, c: char, format: u32, flow: u8) {
        self.own_pending(format, flow);
        self.doc.append_char(c);
    }

    /// Puts an accent on the letter that the pending text ends with. False where there is no such
    /// character.
    pub(super) fn accent(&mut self, accent: char) -> bool {
        let (text, from) = match self.pending {
            Pending::None => return false,
            Pending::Source { start, end } => {
                (std::str::from_utf8(&self.source[start..end]).unwrap_or(""), start)
            }
            Pending::Own { start } => (self.doc.text.get(start..).unwrap_or(""), start),
        };
        let Some(letter) = text.chars().next_back() else { return false };
        let Some(both) = composed(letter, accent) else { return false };
        if let Pending::Source { end, .. } = self.pending {
            let at = self.doc.own_len();
            self.doc.append_ascii(&self.source[from..end - 1]);
            self.pending = Pending::Own { start: at };
        } else {
            self.doc.text.pop();
        }
        self.doc.append_char(both);
        true
    }

    /// The last character of the paragraph in the making and its format, if it ends with text.
    pub(super) fn last_char(&self, flow: u8) -> Option<(char, u32)> {
        let is_here = self.flow == flow;
        let text = match self.pending {
            Pending::Source { start, end } if is_here => self.source.get(start..end),
            Pending::Own { start } if is_here => self.doc.text.as_bytes().get(start..),
            _ => None,
        };
        let text = text.filter(|text| !text.is_empty()).map(|text| (text, self.format));
        let (text, format) = text.or_else(|| {
            let flow = self.flow(flow);
            let last = flow.runs().get(flow.start()..)?.last()?;
            match last.kind {
                RunKind::Text(span) => Some((self.view().text(span), last.format)),
                _ => None,
            }
        })?;
        Some((std::str::from_utf8(text).ok()?.chars().next_back()?, format))
    }

    /// Text that `write` decodes, with room for `expected` bytes made before.
    pub(super) fn write<R>(
        &mut self,
        expected: usize,
        format: u32,
        flow: u8,
        write: impl FnOnce(&mut String) -> R,
    ) -> R {
        self.own_pending(format, flow);
        self.doc.append_with(expected, write)
    }

    /// Makes the pending text one of a format that stands at the end of the document's own text, so
    /// that it can be added to.
    fn own_pending(&mut self, format: u32, flow: u8) {
        if let Pending::Source { start, end } = self.pending
            && format == self.format
            && end - start < self.apart
        {
            let at = self.doc.own_len();
            self.doc.append_ascii(&self.source[start..end]);
            self.pending = Pending::Own { start: at };
        } else if !(matches!(self.pending, Pending::Own { .. }) && format == self.format) {
            self.flush();
            self.pending = Pending::Own { start: self.doc.own_len() };
            (self.format, self.flow) = (format, flow);
        }
    }

    /// Makes a run of the pending text.
    #[inline]
    pub(super) fn flush(&mut self) {
        let span = match std::mem::take(&mut self.pending) {
            Pending::None => return,
            Pending::Source { start, end } => Span::of_source(start, end),
            Pending::Own { start } => Span::of_own(start, self.doc.own_len()),
        };
        if !span.is_empty() {
            self.run(RunKind::Text(span), self.format, self.flow);
        }
    }

    /// Adds a run to a flow; text that is pending comes before it if it is made a run first.
    pub(super) fn run(&mut self, kind: RunKind, format: u32, flow: u8) {
        if self.reopen {
            self.open_links_again(flow);
        }
        self.assembly.push_run(flow, Run { kind, format });
    }

    /// Adds a run that the text before it does not join, and tells how many the flow has with it.
    pub(super) fn run_apart(&mut self, kind: RunKind, format: u32, flow: u8) -> usize {
        if self.reopen {
            self.open_links_again(flow);
        }
        self.assembly.push_run_apart(flow, Run { kind, format })
    }

    /// The bookmark of a name ends in `flow`.
    pub(super) fn end_bookmark(&mut self, name: &str, flow: u8) {
        self.flush();
        let view = View { doc: self.doc, source: self.source };
        self.assembly.end_bookmark(flow, |other| view.text(other) == name.as_bytes());
    }

    /// Ends the paragraph in the making, with what is open in it; the next begins at offset `next`.
    #[inline]
    pub(super) fn end_paragraph(
        &mut self,
        para: ParaFormat,
        end: End,
        mark: u32,
        next: usize,
        flow: u8,
    ) {
        self.close_links(flow);
        self.assembly.finish_paragraph(flow, para, end, mark, next);
    }
}

/// Links that span runs and paragraphs.
impl Sink<'_, '_> {
    /// A link or image begins in `flow`. False where memory is short.
    pub(super) fn open_link(&mut self, open: OpenLink, flow: u8) -> bool {
        self.run(open.begins(), open.format, flow);
        memory::push(&mut self.links, open)
    }

    /// The link or image that began last is over but for its end, which [`Sink::end_link`] tells.
    pub(super) fn leave_link(&mut self) {
        self.links.pop();
    }

    /// The words of notes in the note that ends follow its own, with `blank` between.
    pub(super) fn join_inner_notes(&mut self, blank: Span) {
        let view = View { doc: self.doc, source: self.source };
        self.assembly.join_inner_notes(blank, |run| match run.kind {
            RunKind::Text(span) => view.text(span).starts_with(b" "),
            _ => false,
        });
    }

    /// Takes out the beginning of a link or image in `flow` that has nothing in it. True if it has not.
    pub(super) fn take_out(&mut self, begins: RunKind, flow: u8) -> bool {
        self.assembly.take_out(flow, begins)
    }

    /// Ends a link or image in `flow`. One that the end of a paragraph has closed has ended.
    pub(super) fn end_link(&mut self, is_image: bool, format: u32, flow: u8) {
        if is_image || !self.reopen {
            self.run(RunKind::End, format, flow);
        }
    }

    /// No field is open any more.
    pub(super) fn all_fields_end(&mut self) {
        self.reopen = false;
    }

    /// A paragraph ends inside links: they end too, and go on in the next.
    #[inline]
    fn close_links(&mut self, flow: u8) {
        if !self.links.is_empty() && !self.reopen {
            self.close_open_links(flow);
        }
    }

    fn close_open_links(&mut self, flow: u8) {
        work::step(self.links.len());
        for index in (0..self.links.len()).rev() {
            let open = self.links[index];
            if open.flow == flow {
                self.run(RunKind::End, open.format, flow);
                self.reopen = true;
            }
        }
    }

    /// Opens again the links that the last paragraph's end closed.
    fn open_links_again(&mut self, flow: u8) {
        self.reopen = false;
        work::step(self.links.len());
        for index in 0..self.links.len() {
            let open = self.links[index];
            if open.flow == flow {
                self.run(open.begins(), open.format, flow);
            }
        }
    }
}
