//! Headings, their names, and the table of contents, which links to them.

use super::Writer;
use super::pen::Form;
use crate::document::{Kind, Layout, NodeId, Span, contents, slug};
use crate::error::Error;
use crate::memory;

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

impl Writer<'_, '_> {
    pub(super) fn begin_heading(&mut self, id: NodeId, (level, layout): (u8, Layout), name: Span) {
        self.pen.line();
        self.pen.tag(HEADINGS[level_index(level)]);
        let is_named = !name.is_empty() || matches!(self.pen.form(), Form::Browser | Form::Mail);
        if is_named {
            self.make_name(id, name);
            if !self.scratch.name.is_empty() {
                self.pen.id(&[&self.scratch.name]);
            }
        }
        self.layout(self.layout_of(id, layout));
    }

    pub(super) fn end_heading(&mut self, level: u8) {
        self.pen.close_line(HEADINGS[level_index(level)]);
    }

    /// The name of a heading: its own, or one that is made of its text.
    fn make_name(&mut self, id: NodeId, name: Span) {
        let scratch = &mut *self.scratch;
        scratch.name.clear();
        let own = self.view.text(name);
        let mut made = Ok(());
        if own.is_empty() {
            slug::slug(self.view, id, &mut scratch.name);
            made = slug::make_unique(&mut scratch.name, &mut scratch.slugs, &mut scratch.repeats);
        } else if !memory::append(&mut scratch.name, own) {
            made = Err(Error::out_of_memory());
        }
        if let Err(error) = made {
            self.pen.out().fail(error);
        }
    }

    /// The table of contents: lists of links to the headings. What has no names of headings says only that
    /// it stands here.
    pub(super) fn contents(&mut self) {
        self.pen.line();
        self.pen.tag("nav");
        self.pen.attribute("class", b"toc");
        self.pen.done();
        if self.pen.form() != Form::Own {
            self.pen.raw(b"\n");
            self.contents_entries();
        }
        self.pen.close_line("nav");
    }

    fn contents_entries(&mut self) {
        // Headings get their names in the order in which they are written, notes last.
        let known =
            (std::mem::take(&mut self.scratch.slugs), std::mem::take(&mut self.scratch.repeats));
        let mut entries = contents::entries(self.view).peekable();
        let (mut open, mut at) = (Vec::new(), 0);
        let nodes = self.view.nodes();
        while let Some(node) = nodes.get(at as usize) {
            let id = at;
            at += 1;
            let Kind::Heading { level, id: name, .. } = node.kind else {
                if let Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) = node.kind {
                    at = node.end;
                }
                continue;
            };
            self.make_name(id, name);
            if entries.next_if(|(entry, _)| *entry == id).is_none() || self.pen.failed() {
                continue;
            }
            if open.last().is_some_and(|last| *last >= level) {
                self.pen.raw(b"</li>\n");
            }
            while open.len() > 1 && open[open.len() - 2] >= level {
                open.pop();
                self.pen.raw(b"</ul></li>\n");
            }
            match open.last_mut() {
                Some(last) if *last >= level => *last = level,
                _ => {
                    open.push(level);
                    self.pen.raw(b"<ul>\n");
                }
            }
            self.pen.raw(b"<li>");
            // As cmark-gfm writes them, headings have no names.
            let is_link = self.pen.form() != Form::Plain;
            if is_link {
                self.pen.tag("a");
                self.pen.begin_attribute("href");
                self.pen.raw(b"#");
                self.pen.name(&[&self.scratch.name]);
                self.pen.raw(b"\"");
                self.pen.done();
            }
            for piece in contents::words(self.view, id) {
                self.pen.text(piece);
            }
            if is_link {
                self.pen.close("a");
            }
        }
        for _ in &open {
            self.pen.raw(b"</li>\n</ul>\n");
        }
        (self.scratch.slugs, self.scratch.repeats) = known;
    }
}

fn level_index(level: u8) -> usize {
    usize::from(level.clamp(1, 6)) - 1
}
