//! How a paragraph starts: style, marker, properties, edges, spacing, and what leads its text.
//!
//! Shape   outside containers a start is one copy of a prepared prefix; else its parts are put
//!         together in the order that hosts want: style, marker, properties, edges.
//! Units   twips.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents".

use super::Writer;
use super::block::{FARTHEST, Lead, QUOTE};
use super::list::{HANG, Marker};
use super::style::{Prefix, Style};

/// Space before a paragraph that follows a tight list or a table, which end without space.
const GAP: i64 = 120;

impl Writer<'_> {
    /// Ends a paragraph.
    #[inline]
    pub fn end_paragraph(&mut self) {
        self.flow.right_to_left = false;
        self.out.push(b"\\par\r\n");
    }

    /// Starts a paragraph. `info` is the style's number where it is not the style's own; `extra`
    /// are control words that go last. The text may follow at once.
    #[inline]
    pub fn begin(&mut self, style: Style, info: u32, extra: &[u8]) {
        let prefix = self.prefix(style);
        let flow = &self.flow;
        if flow.left == 0
            && flow.before == 0
            && !flow.gap
            && !self.has_lead()
            && info == 0
            && extra.is_empty()
            && !flow.right_to_left
        {
            self.out.push(self.scratch.prefixes.whole(prefix));
        } else {
            self.begin_in_place(style, prefix, info, extra);
        }
        self.take_style(prefix);
        self.written();
        self.flow.after_note_text = style == Style::Note;
    }

    /// The start of a paragraph without any mark and without the last space, for lines of code.
    pub fn line_start(&mut self, style: Style, info: u32, extra: &[u8]) {
        let prefix = self.prefix(style);
        if info == 0 {
            self.out.push(self.scratch.prefixes.head(prefix));
        } else {
            self.out.push(b"\\pard\\plain\\s");
            self.out.push_int(i64::from(info));
        }
        self.out.push(self.scratch.prefixes.properties(prefix));
        self.edges(style, None);
        self.out.push(extra);
    }

    fn begin_in_place(&mut self, style: Style, prefix: Prefix, info: u32, extra: &[u8]) {
        if info == 0 {
            self.out.push(self.scratch.prefixes.head(prefix));
        } else {
            self.out.push(b"\\pard\\plain\\s");
            self.out.push_int(i64::from(info));
        }
        let marker = self.flow.marker.take();
        if let Some(marker) = &marker {
            self.marker(marker);
        }
        self.out.push(self.scratch.prefixes.properties(prefix));
        self.edges(style, marker.as_ref());
        self.before(style);
        self.out.push(extra);
        if self.flow.right_to_left {
            self.right_to_left_edges();
            self.out.push(b"\\rtlpar\\qr");
            self.right_to_left_run(prefix);
        }
        self.out.push_byte(b' ');
        self.flow.definition = false;
        match std::mem::take(&mut self.flow.lead) {
            Lead::Nothing => {}
            Lead::NoteNumber => self.out.push(b"{\\super\\chftn} "),
            Lead::Label(label) => {
                self.out.push(b"{\\super ");
                self.text(label);
                self.out.push(b"} ");
            }
        }
        match marker.and_then(|marker| marker.task) {
            Some(true) => self.out.push(b"\\u9746? "),
            Some(false) => self.out.push(b"\\u9744? "),
            None => {}
        }
    }

    /// Indents, the quotes' bar, and the spacing that tells a tight list from a loose one.
    fn edges(&mut self, style: Style, marker: Option<&Marker>) {
        let left = self.flow.left.min(FARTHEST);
        if let Some(marker) = marker {
            self.out.push(b"\\fi");
            self.out.push_int((marker.outer.min(FARTHEST) + HANG - left).min(0));
        }
        if left > 0 {
            self.out.push(b"\\li");
            self.out.push_int(left);
        }
        if self.flow.quotes > 0 {
            self.out.push(b"\\ri");
            self.out.push_int((self.flow.quotes * QUOTE).min(FARTHEST));
            if !style.has_bar() {
                self.out.push(self.look.bar());
            }
        }
        match marker.map(|marker| marker.tight) {
            Some(true) if style != Style::TightList => self.out.push(b"\\sa40"),
            Some(false) if !matches!(style, Style::List | Style::Quote) => {
                self.out.push(b"\\sa");
                self.out.push_int(self.look.theme.loose);
            }
            _ => {}
        }
    }

    /// Space before, where it is not the style's own.
    pub fn before(&mut self, style: Style) {
        let own = self.prefix(style).before;
        let gap = if self.flow.gap && self.flow.quotes == 0 && own == 0 { GAP } else { 0 };
        let more = std::mem::take(&mut self.flow.before) + gap;
        if more > 0 {
            self.out.push(b"\\sb");
            self.out.push_int(own + more);
        }
    }

    /// Something was written: what went before no longer matters.
    #[inline]
    pub fn written(&mut self) {
        let flow = &mut self.flow;
        flow.after_table = false;
        flow.after_note_text = false;
        flow.after_quote = false;
        flow.ended_quotes = 0;
        flow.after_bullets = 0;
        flow.gap = false;
    }
}
