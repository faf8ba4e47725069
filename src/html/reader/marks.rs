//! The marks and links that are open in the document.
//!
//! Shape   what is open is brought in line with what is in force when text comes, from the outside
//!         in: what no longer holds is closed with all that stands inside, the rest is opened in the
//!         order in which it began.
//! Errors  lack of memory is remembered by the document.

use super::force::{Changed, Force, Inlines};
use super::style::{Marks, Paint};
use crate::buffers::kept;
use crate::document::{Document, Kind, LinkId};
use crate::work;

/// An inline container that is open in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opened {
    Mark(Marks),
    Link(LinkId),
    Paint(Paint),
    Change(Changed),
}

kept! {
    /// What is open, from the outside in.
    #[derive(Debug, Default)]
    pub(super) struct OpenMarks {
        opened: Vec<Opened>,
    }
}

impl OpenMarks {
    /// Whether just what is in force is open; code and what hides text are no containers.
    #[inline]
    pub(super) fn are(&self, force: Force) -> bool {
        work::step(self.opened.len());
        let mut open = Force::default();
        for &opened in &self.opened {
            match opened {
                Opened::Mark(mark) => open.marks = open.marks.with(mark),
                Opened::Link(id) => open.link = Some(id),
                Opened::Paint(paint) => open.paint = paint,
                Opened::Change(change) => open.change = Some(change),
            }
        }
        open == Force { marks: force.marks.without(Marks::NO_CONTAINERS), ..force }
    }

    /// Whether a mark is open.
    pub(super) fn have(&self, mark: Marks) -> bool {
        self.opened.contains(&Opened::Mark(mark))
    }

    /// Closes what is no longer in force, and what stands inside of it.
    pub(super) fn close(&mut self, force: Force, doc: &mut Document) {
        let stays = |opened: &Opened| match *opened {
            Opened::Mark(mark) => force.marks.has(mark),
            Opened::Link(id) => force.link == Some(id),
            Opened::Paint(paint) => force.paint == paint,
            Opened::Change(change) => force.change == Some(change),
        };
        let keep = self.opened.iter().take_while(|opened| stays(opened)).count();
        for _ in keep..self.opened.len() {
            doc.close();
        }
        self.opened.truncate(keep);
    }

    /// Closes everything.
    pub(super) fn close_all(&mut self, doc: &mut Document) {
        for _ in 0..self.opened.len() {
            doc.close();
        }
        self.opened.clear();
    }

    /// Opens what is in force and not yet open, in the order in which it began.
    pub(super) fn open(&mut self, inlines: &Inlines, doc: &mut Document) {
        let force = inlines.force();
        if let Some(change) = force.change {
            let kind = match change.deleted {
                false => Kind::Inserted(change.id),
                true => Kind::Deleted(change.id),
            };
            self.open_one(Opened::Change(change), kind, doc);
        }
        if force.paint != Paint::default() {
            let Paint { text, back } = force.paint;
            self.open_one(Opened::Paint(force.paint), Kind::Colored { text, back }, doc);
        }
        self.open_each(inlines.ground().marks.both(force.marks), doc);
        for look in inlines.looks() {
            work::step(1);
            if let Some(id) = look.link
                && force.link == Some(id)
            {
                self.open_one(Opened::Link(id), Kind::Link(id), doc);
            }
            self.open_each(look.on.both(force.marks), doc);
        }
    }

    fn open_each(&mut self, marks: Marks, doc: &mut Document) {
        for (mark, kind) in Marks::CONTAINERS {
            if marks.has(mark) {
                self.open_one(Opened::Mark(mark), kind, doc);
            }
        }
    }

    fn open_one(&mut self, opened: Opened, kind: Kind, doc: &mut Document) {
        work::step(self.opened.len());
        if self.opened.contains(&opened) {
            return;
        }
        if self.opened.try_reserve(1).is_err() {
            return doc.give_up();
        }
        doc.open(kind);
        self.opened.push(opened);
    }
}
