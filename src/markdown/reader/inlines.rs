//! Inline events: text, links, and tags that stand for inlines.
//!
//! Shape   a run of text is ended by any other event (see `addresses`). A tag such as `<u>` opens its
//!         container at once; if its end tag does not come in the same parent, the container
//!         becomes the raw tag it was (in the arena its children then are its next siblings).
//! Limits  16 such tags may be open at a time; more stay raw HTML.
//! Source  GFM 0.29, section 6.9.

use pulldown_cmark::{CowStr, Event, LinkType};

use super::Reader;
use crate::document::{Kind, LinkTarget, NodeId, Span};
use crate::markdown::html::{self, Tag};

/// A tag that has opened a container and waits for its end tag.
#[derive(Clone, Copy)]
struct OpenTag {
    id: NodeId,
    html: Span,
    kind: Kind,
    /// How many containers are open inside of it, itself counted.
    depth: usize,
}

/// The tags that wait for their end tags.
#[derive(Default)]
pub(super) struct OpenTags {
    tags: [Option<OpenTag>; 16],
    len: usize,
}

impl OpenTags {
    fn last(&self) -> Option<OpenTag> {
        self.tags.get(self.len.checked_sub(1)?).copied().flatten()
    }
}

impl Reader<'_, '_> {
    pub(super) fn inline_text(&mut self, text: &CowStr<'_>) {
        self.enter_text();
        let span = self.text.span(self.doc, text);
        if span.is_empty() {
            return;
        }
        self.doc.leaf(Kind::Text(span));
        if self.run.is_none() {
            self.run = self.doc.nodes.len().checked_sub(1).map(|id| id as NodeId);
        }
    }

    pub(super) fn inline_leaf(&mut self, event: Event<'_>) {
        self.enter_text();
        if self.images > 0 {
            return self.alternative_text(event);
        }
        self.end_run();
        let before = std::mem::replace(&mut self.before, b'`');
        let kind = match event {
            Event::Code(code) => Kind::Code(self.text.span(self.doc, &code)),
            Event::InlineHtml(html) => return self.inline_html(&html),
            Event::InlineMath(tex) => {
                Kind::Math { tex: self.text.span(self.doc, &tex), display: false }
            }
            Event::DisplayMath(tex) => {
                Kind::Math { tex: self.text.span(self.doc, &tex), display: true }
            }
            Event::FootnoteReference(label) => {
                Kind::FootnoteReference { label: self.text.span(self.doc, &label) }
            }
            Event::SoftBreak => {
                self.before = b'\n';
                // After `<br>` the line end in the source says nothing more.
                let last = self.doc.nodes.last().map(|node| node.kind);
                if before == b'\n' && last == Some(Kind::HardBreak) {
                    return;
                }
                Kind::SoftBreak
            }
            Event::HardBreak => {
                self.before = b'\n';
                Kind::HardBreak
            }
            _ => return,
        };
        self.doc.leaf(kind);
    }

    /// Inside an image only what can be read aloud counts.
    fn alternative_text(&mut self, event: Event<'_>) {
        let kind = match event {
            Event::Code(code) => Kind::Code(self.text.span(self.doc, &code)),
            Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                return self.inline_text(&text);
            }
            Event::SoftBreak | Event::HardBreak => Kind::SoftBreak,
            _ => return,
        };
        self.run = None;
        self.doc.leaf(kind);
    }

    pub(super) fn open_inline(&mut self, kind: Kind) {
        self.enter_text();
        if self.images > 0 {
            return;
        }
        self.end_run();
        self.before = b'*';
        self.doc.open(kind);
    }

    pub(super) fn close_inline(&mut self) {
        if self.images > 0 {
            return;
        }
        self.end_run();
        self.drop_open_tags();
        self.before = b'*';
        self.doc.close();
    }

    pub(super) fn link(&mut self, link_type: LinkType, url: &CowStr<'_>, title: &CowStr<'_>) {
        self.enter_text();
        if self.images > 0 {
            return;
        }
        self.end_run();
        self.links += 1;
        if self.links > 1 {
            // An address in angle brackets inside of a link: links do not nest.
            return;
        }
        let url = if link_type == LinkType::Email {
            let scheme = self.text.own(self.doc, "mailto:");
            let address = self.text.own(self.doc, url);
            scheme.join(address).unwrap_or(address)
        } else {
            self.text.span(self.doc, url)
        };
        let target = self.target(url, title);
        self.open_link(target, false);
    }

    pub(super) fn open_link(&mut self, target: LinkTarget, image: bool) {
        let id = self.doc.add_link(target);
        self.doc.open(if image { Kind::Image(id) } else { Kind::Link(id) });
    }

    pub(super) fn close_link(&mut self) {
        if self.images > 0 {
            return;
        }
        self.end_run();
        self.links = self.links.saturating_sub(1);
        if self.links > 0 {
            return;
        }
        self.drop_open_tags();
        self.before = b'`';
        self.doc.close();
    }

    pub(super) fn image(&mut self, url: &CowStr<'_>, title: &CowStr<'_>) {
        self.enter_text();
        if self.images == 0 {
            self.end_run();
            let url = self.text.span(self.doc, url);
            let target = self.target(url, title);
            self.open_link(target, true);
        }
        self.images += 1;
    }

    pub(super) fn close_image(&mut self) {
        self.images = self.images.saturating_sub(1);
        if self.images == 0 {
            self.run = None;
            self.before = b'`';
            self.doc.close();
        }
    }

    fn inline_html(&mut self, html: &CowStr<'_>) {
        let changed;
        let mut html = html;
        if self.table.in_cell() && memchr::memmem::find(html.as_bytes(), b"\\|").is_some() {
            changed = CowStr::from(html.replace("\\|", "|"));
            html = &changed;
        } else if html.contains('\n') {
            changed = CowStr::from(self.without_line_prefixes(html));
            html = &changed;
        }
        let span = self.text.span(self.doc, html);
        match html::tag(html.as_bytes()) {
            Some(Tag::Break) => {
                self.before = b'\n';
                self.doc.leaf(Kind::HardBreak);
            }
            Some(Tag::Open(kind)) => self.open_tag(kind, span),
            Some(Tag::Close(kind)) => {
                if !self.close_tag(kind) {
                    self.doc.leaf(Kind::Html(span));
                }
            }
            Some(Tag::AnchorEnd) => self.anchor_end(span),
            Some(Tag::Anchor(..)) | None => self.doc.leaf(Kind::Html(span)),
        }
    }

    /// Raw HTML without what its later lines begin with: white space, and the markers of quotes,
    /// which pulldown-cmark leaves in comments and the like.
    fn without_line_prefixes(&self, html: &str) -> String {
        let markers =
            if html.starts_with("<!") || html.starts_with("<?") { self.quotes } else { 0 };
        let mut lines = html.lines();
        let mut text = String::from(lines.next().unwrap_or(""));
        for line in lines {
            let mut line = line.trim_start_matches([' ', '\t']);
            for _ in 0..markers {
                let Some(rest) = line.strip_prefix('>') else { break };
                line = rest.trim_start_matches([' ', '\t']);
            }
            text.push('\n');
            text.push_str(line);
        }
        text
    }

    /// `<a id="x"></a>` is a named place.
    fn anchor_end(&mut self, span: Span) {
        let last = self.doc.nodes.len().saturating_sub(1);
        if let Some(Kind::Html(open)) = self.doc.nodes.get(last).map(|node| node.kind)
            && let Some(Tag::Anchor(start, end)) = html::tag(self.text.get(self.doc, open))
        {
            self.doc.set_kind(last as NodeId, Kind::Anchor { name: open.slice(start, end) });
            return;
        }
        self.doc.leaf(Kind::Html(span));
    }

    fn open_tag(&mut self, kind: Kind, html: Span) {
        if self.tags.len == self.tags.tags.len() {
            return self.doc.leaf(Kind::Html(html));
        }
        match self.doc.open(kind) {
            Some(id) => {
                let depth = self.doc.open_count();
                self.before = before_inside(kind);
                self.tags.tags[self.tags.len] = Some(OpenTag { id, html, kind, depth });
                self.tags.len += 1;
            }
            None => {
                self.doc.close();
                self.doc.leaf(Kind::Html(html));
            }
        }
    }

    /// Closes the container that a tag of this kind opened in the same parent, if there is one.
    fn close_tag(&mut self, kind: Kind) -> bool {
        let depth = self.doc.open_count();
        let above = self.tags.tags[..self.tags.len]
            .iter()
            .rev()
            .flatten()
            .enumerate()
            .take_while(|(above, tag)| tag.depth + above == depth)
            .find(|(_, tag)| tag.kind == kind)
            .map(|(above, _)| above);
        let Some(above) = above else { return false };
        for _ in 0..above {
            self.drop_last_tag();
        }
        let Some(tag) = self.tags.last() else { return false };
        if !self.holds_its_own(tag.id) {
            // The writer could not say it this way again.
            self.drop_last_tag();
            return false;
        }
        self.before = before_inside(tag.kind);
        self.tags.len -= 1;
        self.doc.close();
        true
    }

    /// Whether the container has content, and none of it is white space at an edge.
    fn holds_its_own(&self, id: NodeId) -> bool {
        let nodes = &self.doc.nodes;
        let mut last = id as usize + 1;
        let Some(first) = nodes.get(last) else { return false };
        while let Some(end) = nodes.get(last).map(|node| node.end as usize)
            && end < nodes.len()
        {
            last = end;
        }
        let last = nodes.get(last).unwrap_or(first);
        let space = |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b' ' | b'\t'));
        let bad = |kind, end: fn(&[u8]) -> Option<&u8>| match kind {
            Kind::Text(span) => space(end(self.text.get(self.doc, span))),
            Kind::SoftBreak | Kind::HardBreak => true,
            _ => false,
        };
        !bad(first.kind, <[u8]>::first) && !bad(last.kind, <[u8]>::last)
    }

    /// Turns the containers whose end tags did not come back into raw tags.
    pub(super) fn drop_open_tags(&mut self) {
        while self.tags.last().is_some_and(|tag| tag.depth == self.doc.open_count()) {
            self.drop_last_tag();
        }
    }

    fn drop_last_tag(&mut self) {
        let Some(tag) = self.tags.last() else { return };
        self.tags.len -= 1;
        self.doc.close();
        if let Some(node) = self.doc.nodes.get_mut(tag.id as usize) {
            node.kind = Kind::Html(tag.html);
            node.end = tag.id + 1;
        }
    }
}

/// The writer puts delimiters where it can, whatever the source has.
fn before_inside(kind: Kind) -> u8 {
    match kind {
        Kind::Underline | Kind::Highlight | Kind::Keyboard => b'>',
        _ => b'*',
    }
}
