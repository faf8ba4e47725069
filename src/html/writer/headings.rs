//! Headings, their names, and the table of contents, which links to them.

use super::here::Sink;
use super::layout;
use super::pen::{Form, Pen};
use crate::buffers::kept;
use crate::document::{Kind, Layout, Names, NodeId, Span, View, contents, slug};
use crate::error::Error;
use crate::memory;

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

kept! {
    /// The names of the headings that are written.
    #[derive(Debug, Default)]
    pub(super) struct Headings {
        slugs: Names,
        repeats: Vec<u32>,
        /// The name of the last one.
        name: Vec<u8>,
    }
}

impl Headings {
    pub(super) fn begin(
        &mut self,
        to: &mut Sink<'_, '_>,
        id: NodeId,
        (level, layout): (u8, Layout),
        name: Span,
    ) {
        let layout = layout::of(to, id, layout);
        let (view, pen) = (to.view, &mut to.pen);
        pen.line();
        pen.tag(HEADINGS[level_index(level)]);
        if !name.is_empty() || matches!(pen.form(), Form::Browser | Form::Mail) {
            self.make_name(view, pen, id, name);
            if !self.name.is_empty() {
                pen.id(&[&self.name]);
            }
        }
        layout::begin(pen, layout);
    }

    /// The name of a heading: its own, or one that is made of its text.
    fn make_name(&mut self, view: View<'_>, pen: &mut Pen<'_>, id: NodeId, name: Span) {
        self.name.clear();
        let own = view.text(name);
        let made = if own.is_empty() {
            slug::slug(view, id, &mut self.name);
            slug::make_unique(&mut self.name, &mut self.slugs, &mut self.repeats)
        } else if memory::append(&mut self.name, own) {
            slug::take_own(own, &mut self.slugs, &mut self.repeats)
        } else {
            Err(Error::out_of_memory())
        };
        if let Err(error) = made {
            pen.out().fail(error);
        }
    }

    /// The table of contents: lists of links to the headings. What has no names of headings says only that
    /// it stands here.
    pub(super) fn contents(&mut self, to: &mut Sink<'_, '_>) {
        let (view, pen) = (to.view, &mut to.pen);
        pen.line();
        pen.tag("nav");
        pen.attribute("class", b"toc");
        pen.done();
        if pen.form() != Form::Own {
            pen.raw(b"\n");
            self.contents_entries(view, pen);
        }
        pen.close_line("nav");
    }

    fn contents_entries(&mut self, view: View<'_>, pen: &mut Pen<'_>) {
        // Headings get their names in the order in which they are written, notes last.
        let known = (std::mem::take(&mut self.slugs), std::mem::take(&mut self.repeats));
        let mut entries = contents::entries(view).peekable();
        let (mut open, mut at) = (Vec::new(), 0);
        let nodes = view.nodes();
        while let Some(node) = nodes.get(at as usize) {
            let id = at;
            at += 1;
            let Kind::Heading { level, id: name, .. } = node.kind else {
                if let Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) = node.kind {
                    at = node.end;
                }
                continue;
            };
            self.make_name(view, pen, id, name);
            if entries.next_if(|(entry, _)| *entry == id).is_none() || pen.failed() {
                continue;
            }
            if open.last().is_some_and(|last| *last >= level) {
                pen.raw(b"</li>\n");
            }
            while open.len() > 1 && open[open.len() - 2] >= level {
                open.pop();
                pen.raw(b"</ul></li>\n");
            }
            match open.last_mut() {
                Some(last) if *last >= level => *last = level,
                _ => {
                    open.push(level);
                    pen.raw(b"<ul>\n");
                }
            }
            pen.raw(b"<li>");
            // As cmark-gfm writes them, headings have no names.
            let is_link = pen.form() != Form::Plain;
            if is_link {
                pen.tag("a");
                pen.begin_attribute("href");
                pen.raw(b"#");
                pen.name(&[&self.name]);
                pen.raw(b"\"");
                pen.done();
            }
            for piece in contents::words(view, id) {
                pen.text(piece);
            }
            if is_link {
                pen.close("a");
            }
        }
        for _ in &open {
            pen.raw(b"</li>\n</ul>\n");
        }
        (self.slugs, self.repeats) = known;
    }
}

pub(super) fn end(pen: &mut Pen<'_>, level: u8) {
    pen.close_line(HEADINGS[level_index(level)]);
}

fn level_index(level: u8) -> usize {
    usize::from(level.clamp(1, 6)) - 1
}
