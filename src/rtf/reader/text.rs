//! Text: from tokens to runs of the flow in force, or to the capture of a destination.
//!
//! Shape   ASCII that stands in one piece stays where it is (a span of the input); anything that
//!         must be decoded (`decode`) or put together (`runs`) is copied into the document's own
//!         text, once. Text that is not seen, such as hidden or rejected one, is left out here.
//! Limits  one capture collects [`MAX_CAPTURE`] bytes.
//! Source  RTF 1.9.1, "Unicode RTF" (what stands in for a character) and "Font (Character)
//!         Formatting Properties".

use super::Reader;
use super::state::Looks;
use crate::memory;
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::assembly::flow::End;
use crate::rtf::tables::styles::Role;
use crate::rtf::words::Destination;
use crate::text::codepage::CodePage;

/// Bytes that one capture collects at most; names and addresses are shorter.
const MAX_CAPTURE: usize = 1 << 20;

impl Reader<'_, '_> {
    /// Printable ASCII: bytes `start..end` of the input.
    #[inline]
    pub(super) fn text(&mut self, mut start: usize, end: usize) {
        if self.skip > 0 {
            let skipped = (self.skip as usize).min(end - start);
            // What stands in for a character may be a space, and else has none.
            let first = usize::from(self.skip == self.state.uc);
            let stand_in = &self.source[start + first..(start + skipped).max(start + first)];
            match memchr::memchr(b' ', stand_in) {
                Some(space) => {
                    self.skip = 0;
                    start += first + space;
                }
                None => {
                    self.skip -= skipped as u32;
                    start += skipped;
                }
            }
        }
        // The second byte of a double-byte character may be a letter; in UTF-8 it never is.
        if self.undecoded.awaits_trail
            && self.undecoded.page != Some(CodePage::UTF_8)
            && start < end
        {
            self.byte(self.source[start]);
            start += 1;
        }
        if start == end {
            return;
        }
        self.settle();
        if self.fonts_symbol() {
            for at in start..end {
                self.symbol_byte(self.source[at]);
            }
        } else if self.state.destination == Destination::Body {
            if self.visible() {
                self.body_text(start, end);
            }
        } else {
            self.captured_text(start, end);
        }
    }

    /// ASCII text of a destination other than a flow.
    fn captured_text(&mut self, start: usize, end: usize) {
        if self.state.destination == Destination::Picture {
            return self.picture_digits(start);
        }
        let Ok(text) = std::str::from_utf8(&self.source[start..end]) else { return };
        self.text_in_watch();
        let table = matches!(
            self.state.destination,
            Destination::ColorTable | Destination::FontTable | Destination::Generator
        );
        if let Some(last) = text.rfind(';').filter(|_| table && self.guard.is_some()) {
            self.entry_ends(start + last + 1);
        }
        if self.state.destination == Destination::ColorTable {
            for _ in text.matches(';') {
                let color = std::mem::take(&mut self.color);
                self.full |= !memory::push(&mut self.scratch.colors, color);
            }
            return;
        }
        if self.state.destination != Destination::FontTable {
            return self.capture(text);
        }
        let mut rest = text;
        while let Some((name, more)) = rest.split_once(';') {
            self.capture(name);
            self.finish_font();
            rest = more;
        }
        self.capture(rest);
    }

    /// Collects text of a destination that is not a flow, if the destination wants it.
    fn capture(&mut self, text: &str) {
        if self.state.destination.captures() && self.scratch.capture.len() < MAX_CAPTURE {
            self.scratch.capture.push_str(text);
        }
    }

    /// A character from a control word or symbol, such as `\emdash` or `\~`.
    pub(super) fn named_char(&mut self, c: char) {
        self.settle();
        self.char(c);
    }

    pub(super) fn char(&mut self, c: char) {
        if self.state.destination != Destination::Body {
            self.capture(c.encode_utf8(&mut [0; 4]));
        } else if c.is_ascii_control() && c != '\t' {
            self.control_char(c);
        } else if self.visible() {
            self.own_pending();
            self.doc.append_char(c);
        }
    }

    /// A control character spelled as text: line ends mean what they mean, others nothing.
    #[cold]
    fn control_char(&mut self, c: char) {
        match c {
            '\r' | '\n' => self.paragraph_end(End::Par),
            '\u{B}' => self.line_break(),
            _ => {}
        }
    }

    /// Whether the text of the body is seen at all in the character format in force.
    #[inline]
    pub(super) fn visible(&mut self) -> bool {
        let chars = &self.state.chars;
        if !chars.hidden && !chars.deleted && !chars.inserted && self.state.looks.is_plain() {
            return true;
        }
        self.visible_though_marked()
    }

    #[cold]
    fn visible_though_marked(&mut self) -> bool {
        self.report_looks();
        let chars = &self.state.chars;
        let rejected = match self.changes {
            Changes::Accept => chars.deleted,
            Changes::Reject => chars.inserted,
            Changes::Markup => false,
        };
        if rejected {
            self.lose(Loss::DeletedText);
            return false;
        }
        if !chars.hidden {
            return true;
        }
        // Markup that has no look of its own is kept as hidden text in a style that says so.
        let markup = self.scratch.assembly.styles().role(self.state.chars.style) == Role::HtmlTag
            || self.scratch.assembly.styles().role(self.state.para.style) == Role::HtmlBlock;
        if !markup {
            self.lose(Loss::HiddenText);
        }
        markup
    }

    /// Reports what text from here on looks like, once, where Markdown has no words for it.
    fn report_looks(&mut self) {
        let looks = self.state.looks.take();
        if looks.has(Looks::LETTERS) {
            self.lose(Loss::Font);
        }
        if looks.has(Looks::COLOR) && !self.is_link_or_title() {
            self.lose(Loss::Color);
        }
        let role = self.scratch.assembly.styles().role(self.state.chars.style);
        let code = matches!(role, Role::InlineCode | Role::Tex(_));
        if looks.has(Looks::BACKGROUND) && !code && !self.is_link_or_title() {
            self.lose(Loss::Color);
        }
    }

    /// Whether colours are the usual look of a link, or of the paragraph's style.
    fn is_link_or_title(&self) -> bool {
        let by_style = matches!(
            self.scratch.assembly.styles().role(self.state.para.style),
            Role::Heading(_) | Role::Alert(_) | Role::TableHeading
        );
        let link = self.scratch.assembly.styles().role(self.state.chars.style) == Role::Hyperlink;
        by_style || link || self.in_link()
    }
}
