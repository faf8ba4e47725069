//! Blocks without inlines: code, raw HTML, rules.
//!
//! Shape   a code block is a paragraph for each line, whose start is prepared once; raw HTML is
//!         one hidden paragraph.
//! Source  `docs/mapping.md`, "Other blocks".

use memchr::{memchr, memrchr};

use super::Writer;
use super::style::Style;
use crate::document::{Kind, NodeId, Span};
use crate::options::Target;
use crate::report::Loss;
use crate::text::escape_rtf;

impl<'a> Writer<'a> {
    /// The texts among the nodes of a range.
    fn leaves(
        &self,
        start: NodeId,
        end: NodeId,
    ) -> impl DoubleEndedIterator<Item = &'a [u8]> + use<'a> {
        let view = self.view;
        let nodes = view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
        nodes.iter().filter_map(move |node| match node.kind {
            Kind::Text(span) => Some(view.text(span)),
            _ => None,
        })
    }

    /// A code block: one paragraph for each line; space after the last one ends the block.
    pub fn code_block(&mut self, start: NodeId, end: NodeId, info: Span) {
        self.flush();
        let info = self.view.text(info);
        let number = match self.scratch.plan.infos.find(info) {
            Some(index) if !info.is_empty() => self.first_info() + index,
            _ => 0,
        };
        let background: &[u8] =
            if self.options.target == Target::RichEdit { b"\\highlight3" } else { b"" };
        let last_line = self.last_line(start, end);
        // All lines start with the same bytes: they are put together once.
        let from = self.out.len();
        self.line_start(Style::Code, number, background);
        let prepared = self.prepare(from);

        let mut at = 0;
        let mut in_line = false;
        for mut text in self.leaves(start, end) {
            while !text.is_empty() {
                if !in_line {
                    self.code_line(prepared, at == 0, at >= last_line);
                    in_line = true;
                }
                let line = memchr(b'\n', text);
                let (head, rest) = text.split_at(line.unwrap_or(text.len()));
                let shown =
                    if line.is_some() { head.strip_suffix(b"\r").unwrap_or(head) } else { head };
                if escape_rtf(shown, self.out) > 0 {
                    self.lose(Loss::Other, shown);
                }
                at += head.len();
                text = rest;
                if line.is_some() {
                    self.end_paragraph();
                    in_line = false;
                    text = rest.get(1..).unwrap_or(&[]);
                    at += 1;
                }
            }
        }
        if at == 0 {
            self.code_line(prepared, true, true);
            in_line = true;
        }
        if in_line {
            self.end_paragraph();
        }
        self.scratch.prepared.truncate(prepared);
        self.written();
    }

    /// The offset in a code block's text where its last line begins.
    fn last_line(&self, start: NodeId, end: NodeId) -> usize {
        let total: usize = self.leaves(start, end).map(<[u8]>::len).sum();
        let mut before = total;
        let mut ending = true;
        for text in self.leaves(start, end).rev() {
            before -= text.len();
            let mut text = text;
            if ending {
                text = text.strip_suffix(b"\n").unwrap_or(text);
                ending = false;
            }
            if let Some(line) = memrchr(b'\n', text) {
                return before + line + 1;
            }
        }
        0
    }

    fn code_line(&mut self, prepared: usize, first: bool, last: bool) {
        self.out.push(self.scratch.prepared.get(prepared..).unwrap_or(&[]));
        if first {
            self.before(Style::Code);
        }
        if last {
            self.out.push(b"\\sa");
            self.out.push_int(self.look.theme.code_end);
        }
        self.out.push_byte(b' ');
    }

    /// Raw HTML: hidden, its paragraph mark too.
    pub fn html_block(&mut self, start: NodeId, end: NodeId) {
        self.flush();
        self.begin(Style::Html, 0, b"\\cs13\\v");
        let mut pending_line = false;
        for text in self.leaves(start, end) {
            let mut lines = text.split(|&byte| byte == b'\n');
            if let Some(first) = lines.next() {
                self.html_line(first, &mut pending_line);
            }
            for line in lines {
                // A line end is written when more follows: the last one is the paragraph's.
                if pending_line {
                    self.out.push(b"\\line ");
                }
                pending_line = true;
                self.html_line(line, &mut pending_line);
            }
        }
        self.end_paragraph();
        let first = self.leaves(start, end).next().unwrap_or(&[]);
        self.lose(Loss::Html, first);
    }

    fn html_line(&mut self, line: &[u8], pending_line: &mut bool) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return;
        }
        if *pending_line {
            self.out.push(b"\\line ");
            *pending_line = false;
        }
        escape_rtf(line, self.out);
    }

    /// A thematic break: an empty paragraph with a line below. RichEdit shows no borders, so for
    /// it there is an underlined tab as wide as the text.
    pub fn rule(&mut self) {
        self.flush();
        if self.options.target == Target::Word {
            self.begin(Style::Rule, 0, b"");
        } else {
            self.begin(Style::Rule, 0, b"\\sl-40\\slmult0\\brsp0\\fs2");
            self.out.push(b"\\tx");
            self.out.push_int(self.right_edge());
            self.out.push(b"{\\ul\\tab}");
        }
        self.end_paragraph();
    }
}
