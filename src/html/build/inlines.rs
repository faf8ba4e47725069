//! Marks, links, images: the inline elements.
//!
//! Shape   the open inline elements say which marks and which link are in force; what the document
//!         has open is brought in line with that when text comes, from the outside in.
//! Limits  links don't nest: a second one ends the first.
//! Source  the HTML standard, "Formatting elements": they outlive the block they began in, others
//!         don't; none outlives a table cell.

use super::attributes::Values;
use super::{Builder, Inline, MAX_INLINES, Opened};
use crate::document::{Kind, LinkId, LinkTarget};
use crate::html::style::Marks;
use crate::html::tag::Tag;
use crate::report::Loss;

/// Index of spans among the elements that may say nothing.
const SPAN: usize = 0;

/// The elements that often say nothing.
fn inert(tag: Tag) -> Option<usize> {
    match tag {
        Tag::Span => Some(SPAN),
        Tag::Font => Some(1),
        Tag::A => Some(2),
        _ => None,
    }
}

impl Builder<'_, '_> {
    /// The start tag of an inline element.
    pub(super) fn start_inline(&mut self, tag: Tag, values: &Values, at: usize) {
        let look = self.look(values);
        if matches!(tag, Tag::Span | Tag::Font) {
            self.count_losses(&look, values, at);
        }
        let own = match tag {
            Tag::B | Tag::Strong => Marks::STRONG,
            Tag::I | Tag::Em | Tag::Cite | Tag::Dfn | Tag::Var => Marks::EMPHASIS,
            Tag::S | Tag::Strike | Tag::Del => Marks::STRIKE,
            Tag::U | Tag::Ins => Marks::UNDERLINE,
            Tag::Sup => Marks::SUPER,
            Tag::Sub => Marks::SUB,
            Tag::Mark => Marks::HIGHLIGHT,
            Tag::Code | Tag::Tt | Tag::Kbd | Tag::Samp => Marks::CODE,
            _ => Marks::NONE,
        };
        let mut link = None;
        if tag == Tag::A && self.link.is_some() {
            self.end_inline(Tag::A);
        }
        if tag == Tag::A && values.href.is_some() && !self.top().flags.pre {
            link = self.start_link(values, at);
        }
        let on = own.without(look.off).with(look.on);
        // What is not on need not be switched off.
        let off = look.off.both(self.marks);
        self.push_inline(tag, on, off, link);
        if tag == Tag::Q {
            self.literal("\u{201C}");
        }
    }

    fn start_link(&mut self, values: &Values, at: usize) -> Option<LinkId> {
        let raw = self.raw(values.href).trim();
        let is_script = |scheme: &str| {
            raw.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        if is_script("javascript:") || is_script("vbscript:") {
            self.lost(Loss::Html, at);
            return None;
        }
        if raw.is_empty() {
            return None;
        }
        let url = self.address(values.href);
        let title = values.title.map(|(start, end)| self.collapsed(start, end)).unwrap_or_default();
        Some(self.doc.add_link(LinkTarget { url, title }))
    }

    fn push_inline(&mut self, tag: Tag, on: Marks, off: Marks, link: Option<LinkId>) {
        let depth = self.depth();
        if let Some(kind) = inert(tag)
            && (on, off, link) == (Marks::NONE, Marks::NONE, None)
        {
            return self.push_inert(kind);
        }
        if let Some(last) = self.buffers.inlines.last_mut()
            && (last.tag, last.on, last.off, last.depth) == (tag, on, off, depth)
            && (last.link, link) == (None, None)
        {
            last.repeat = last.repeat.saturating_add(1);
            return;
        }
        if self.buffers.inlines.len() >= MAX_INLINES {
            self.too_many = self.too_many.saturating_add(1);
            self.report.add(Loss::FlattenedNesting, usize::MAX);
            return;
        }
        self.buffers.inlines.push(Inline { tag, on, off, link, depth, repeat: 0, inert: [0; 3] });
        self.update_marks();
    }

    /// An element that says nothing: only that its end tag must be found counts, so neighbours of
    /// that kind are one entry. Outlook nests them by the thousand.
    fn push_inert(&mut self, kind: usize) {
        let depth = self.depth();
        let is_group = |last: &Inline| last.tag == Tag::Unknown && last.depth == depth;
        if !self.buffers.inlines.last().is_some_and(is_group) {
            if self.buffers.inlines.len() >= MAX_INLINES {
                self.too_many = self.too_many.saturating_add(1);
                return;
            }
            let none = Marks::NONE;
            let group = Inline {
                tag: Tag::Unknown,
                on: none,
                off: none,
                link: None,
                depth,
                repeat: 0,
                inert: [0; 3],
            };
            self.buffers.inlines.push(group);
        }
        if let Some(group) = self.buffers.inlines.last_mut() {
            group.inert[kind] = group.inert[kind].saturating_add(1);
        }
    }

    /// The end tag of an inline element: ends the innermost one of its name, wherever it stands
    /// among the others. Returns whether there was one.
    pub(super) fn end_inline(&mut self, tag: Tag) -> bool {
        if self.too_many > 0 {
            self.too_many -= 1;
            return false;
        }
        let (scope, depth) = (self.scope(), self.depth());
        let reaches = |inline: &Inline| match tag.is_formatting() {
            true => inline.depth > scope,
            false => inline.depth == depth,
        };
        let kind = inert(tag);
        let is_it =
            |inline: &Inline| inline.tag == tag || kind.is_some_and(|kind| inline.inert[kind] > 0);
        let found =
            self.buffers.inlines.iter().rposition(|inline| is_it(inline) && reaches(inline));
        let Some(index) = found else { return false };
        if tag == Tag::Q {
            self.literal("\u{201D}");
        }
        let inline = &mut self.buffers.inlines[index];
        if let Some(kind) = kind
            && inline.tag != tag
        {
            inline.inert[kind] -= 1;
            if inline.inert == [0; 3] {
                self.buffers.inlines.remove(index);
            }
        } else if inline.repeat > 0 {
            inline.repeat -= 1;
        } else {
            self.buffers.inlines.remove(index);
            self.update_marks();
        }
        true
    }

    /// After blocks have ended: drops the inline elements that end with them. Those that began
    /// in the block of index `scope` or inside of it end in any case.
    pub(super) fn leave_inlines(&mut self, scope: usize) {
        let depth = self.depth();
        self.buffers.inlines.retain_mut(|inline| {
            let stays =
                inline.depth <= depth || inline.tag.is_formatting() && inline.depth <= scope;
            inline.depth = inline.depth.min(depth);
            stays
        });
        self.too_many = 0;
        self.update_marks();
    }

    /// Finds out which marks and which link are in force.
    pub(super) fn update_marks(&mut self) {
        let top = self.top();
        let (mut marks, header) = (top.marks, top.flags.header);
        let mut link = None;
        for inline in &self.buffers.inlines {
            marks = marks.with(inline.on).without(inline.off);
            link = inline.link.or(link);
        }
        if link.is_some() {
            // Links are underlined anyway.
            marks = marks.without(Marks::UNDERLINE);
        }
        if header {
            marks = marks.without(Marks::STRONG);
        }
        (self.marks, self.link) = (marks, link);
    }

    /// Whether the document has open just what is in force.
    pub(super) fn is_in_line(&self) -> bool {
        let open =
            self.buffers.opened.iter().fold((Marks::NONE, None), |(marks, link), &opened| {
                match opened {
                    Opened::Mark(mark) => (marks.with(mark), link),
                    Opened::Link(id) => (marks, Some(id)),
                }
            });
        let hold = Marks::CODE.with(Marks::HIDDEN).with(Marks::MARKER);
        open == (self.marks.without(hold), self.link) && self.in_code == self.marks.has(Marks::CODE)
    }

    /// Closes what is no longer in force, and what stands inside of it.
    pub(super) fn close_marks(&mut self) {
        let (marks, link) = (self.marks, self.link);
        let stays = |opened: &Opened| match *opened {
            Opened::Mark(mark) => marks.has(mark),
            Opened::Link(id) => link == Some(id),
        };
        let keep = self.buffers.opened.iter().take_while(|opened| stays(opened)).count();
        for _ in keep..self.buffers.opened.len() {
            self.doc.close();
        }
        self.buffers.opened.truncate(keep);
    }

    /// Opens what is in force and not yet open, in the order in which it began.
    pub(super) fn open_marks(&mut self) {
        let block = self.top().marks;
        self.open_each(block);
        for index in 0..self.buffers.inlines.len() {
            let inline = self.buffers.inlines[index];
            if let Some(id) = inline.link
                && self.link == Some(id)
                && !self.buffers.opened.contains(&Opened::Link(id))
            {
                self.doc.open(Kind::Link(id));
                self.buffers.opened.push(Opened::Link(id));
            }
            self.open_each(inline.on);
        }
        self.in_code = self.marks.has(Marks::CODE);
    }

    fn open_each(&mut self, marks: Marks) {
        for mark in Marks::CONTAINERS {
            if !marks.has(mark)
                || !self.marks.has(mark)
                || self.buffers.opened.contains(&Opened::Mark(mark))
            {
                continue;
            }
            let kind = match mark {
                Marks::STRONG => Kind::Strong,
                Marks::EMPHASIS => Kind::Emphasis,
                Marks::STRIKE => Kind::Strike,
                Marks::UNDERLINE => Kind::Underline,
                Marks::SUPER => Kind::Superscript,
                Marks::SUB => Kind::Subscript,
                _ => Kind::Highlight,
            };
            self.doc.open(kind);
            self.buffers.opened.push(Opened::Mark(mark));
        }
    }

    /// `<img>`. Without an address its text is all there is; a picture of one pixel is none.
    pub(super) fn image(&mut self, values: &Values, at: usize) {
        if self.marks.has(Marks::HIDDEN) || self.collects_marker() {
            return;
        }
        let is_dot = |range| matches!(self.raw(range).trim(), "0" | "1" | "1px" | "0px");
        if is_dot(values.width) || is_dot(values.height) {
            return self.lost(Loss::Image, at);
        }
        let alt = values.alt.map(|(start, end)| self.collapsed(start, end)).unwrap_or_default();
        let url = self.address(values.src);
        if self.top().flags.pre || url.is_empty() && alt.is_empty() {
            return self.lost(Loss::Image, at);
        }
        self.prepare(0);
        self.flush_code();
        if url.is_empty() {
            return self.doc.leaf(Kind::Text(alt));
        }
        let title = values.title.map(|(start, end)| self.collapsed(start, end)).unwrap_or_default();
        let id = self.doc.add_link(LinkTarget { url, title });
        self.doc.open(Kind::Image(id));
        self.doc.leaf(Kind::Text(alt));
        self.doc.close();
    }
}
