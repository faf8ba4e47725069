//! What a conversion works with, from pools and back to them.
//!
//! Shape   a [`Workspace`] is a document and every reader's and writer's buffers. A [`Bench`] is
//!         one in use, with its nodes and text from the pools for these; dropping it gives all
//!         three back, unless a panic is under way.
//! Limits  one large workspace is kept, of at most 4 MB, and 4 small ones, of at most 576 KB each
//!         (160 KB are what a Word document's tables of styles and lists need, the rest what
//!         compresses its pictures) and 768 KB in all.

use std::sync::Arc;

use crate::buffers::{Kept, Lent, kept};
use crate::document::{Document, DoorScratch, Node};
use crate::fill::Scratch as FillScratch;
use crate::formats::{Readers, Writers};
use crate::html;
use crate::memory::global::Global;
use crate::memory::pool::{Bounds, Pool, PoolStats, Pooled, Size};
use crate::memory::{self, Memory};

const BOUNDS: Bounds =
    Bounds { items: 4, item_bytes: 576 << 10, total_bytes: 768 << 10, large_bytes: 4 << 20 };

static SHARED: Global<Pool<Place>> = Global::new(|| Pool::new(BOUNDS, Place::default));

kept! {
    /// A document and the buffers that readers and writers need.
    #[derive(Debug, Default)]
    pub(crate) struct Workspace {
        pub doc: Document,
        pub door: DoorScratch,
        pub fill: Option<Box<FillScratch>>,
        pub readers: Readers,
        pub writers: Writers,
        /// Of the reader of raw HTML, which reads what another reader has read.
        pub again: Lent<html::Scratch>,
    }
}

/// A workspace as the pool keeps it: some kilobytes that stay where they are when it is taken and
/// given. It is made when it is first worked with.
#[derive(Debug, Default)]
pub(super) struct Place(Option<Box<Workspace>>);

impl Place {
    fn work(&mut self) -> &mut Workspace {
        self.0.get_or_insert_with(Box::default)
    }
}

impl Kept for Place {
    /// Readers and writers empty their buffers themselves when they begin.
    fn clear(&mut self) {
        if let Some(work) = &mut self.0 {
            work.doc.clear();
        }
    }

    fn retained_bytes(&self) -> usize {
        self.0.retained_bytes()
    }

    fn trim(&mut self, max: usize) {
        self.0.trim(max);
    }

    fn take_larger(&mut self, other: &mut Self) {
        self.0.take_larger(&mut other.0);
    }
}

/// A workspace in use.
pub(super) struct Bench<'m> {
    work: Pooled<'m, Place>,
    nodes: Pooled<'m, Vec<Node>>,
    text: Pooled<'m, String>,
}

impl<'m> Bench<'m> {
    /// Takes a workspace and sets it up for a document of so many bytes.
    pub(super) fn set(
        memory: &'m Memory,
        workspaces: &'m Pool<Place>,
        bytes: usize,
        max_nesting: u32,
    ) -> Self {
        let size = Size::beyond(memory::LARGE_DOCUMENT, bytes);
        let mut bench = Bench {
            work: workspaces.take(size),
            nodes: memory.nodes.take(size),
            // What a document has for itself is little, however large it is.
            text: memory.strings.take(Size::Small),
        };
        bench.work(); // made, if it is not there
        bench.swap();
        bench.work().doc.reset(max_nesting);
        bench
    }

    /// The workspace.
    pub(super) fn work(&mut self) -> &mut Workspace {
        self.work.work()
    }

    /// Changes the document's nodes and text for those that the pools have lent, or back again. Where the
    /// workspace could not be made there are none to change, and making it now would ask for memory while
    /// the want of it unwinds.
    fn swap(&mut self) {
        if let Some(work) = &mut self.work.0 {
            std::mem::swap(&mut work.doc.nodes, &mut self.nodes);
            std::mem::swap(&mut work.doc.text, &mut self.text);
        }
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        self.swap();
    }
}

/// The pool of workspaces, made on first use.
pub(super) fn shared() -> Arc<Pool<Place>> {
    SHARED.get()
}

/// What the pool of workspaces has done and holds.
pub fn stats() -> PoolStats {
    SHARED.peek().map(|pool| pool.stats()).unwrap_or_default()
}

/// Drops everything that is kept for later and not in use now.
pub fn release_idle() {
    release_workspaces();
    memory::release_idle();
}

/// Drops the idle buffers of readers and writers.
pub fn release_workspaces() {
    if let Some(workspaces) = SHARED.peek() {
        workspaces.empty();
    }
}

#[cfg(all(unix, feature = "capi"))]
/// Nobody takes or gives a workspace while the process is copied.
pub fn hold_for_fork() {
    SHARED.hold_for_fork(Pool::hold_for_fork);
}

#[cfg(all(unix, feature = "capi"))]
/// Undoes [`hold_for_fork`].
pub fn let_go_after_fork() {
    SHARED.let_go_after_fork(Pool::let_go_after_fork);
}

/// Drops the pools themselves; the next conversion makes them anew.
pub fn shut_down() {
    memory::shut_down();
    drop(SHARED.take());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LinkTarget, View};
    use crate::memory::Output;
    use crate::plain;
    use crate::report::Report;

    #[test]
    fn a_workspace_that_grew_gives_up_what_is_largest() {
        let mut work = Workspace::default();
        work.doc.links.reserve_exact(1000);
        work.doc.columns.reserve_exact(10);
        let small = 100;
        work.trim(1 << 20);
        assert_eq!(work.doc.links.capacity(), 1000);
        assert!(work.retained_bytes() >= 1000 * size_of::<LinkTarget>());
        work.trim(small);
        assert!(work.retained_bytes() <= small);
    }

    #[test]
    fn the_large_workspace_has_the_larger_of_each_part() {
        let (mut one, mut other) = (Workspace::default(), Workspace::default());
        one.doc.links.reserve_exact(1000);
        other.doc.links.reserve_exact(500);
        let (mut report, mut out) = (Report::default(), Output::new(Vec::new(), 1000));
        plain::read("> word", &mut other.doc, &mut report).unwrap();
        let view = View { doc: &other.doc, source: b"> word" };
        plain::write(view, false, &mut out, &mut report, &mut other.writers.plain).unwrap();
        let plain = other.writers.plain.retained_bytes();
        assert!(plain > 0);
        one.take_larger(&mut other);
        assert_eq!(one.doc.links.capacity(), 1000);
        assert_eq!(
            (one.writers.plain.retained_bytes(), other.writers.plain.retained_bytes()),
            (plain, 0)
        );
    }

    #[test]
    fn what_could_not_be_made_is_not_made_at_the_end() {
        let (memory, workspaces) = (memory::shared(), Pool::new(BOUNDS, Place::default));
        drop(Bench {
            work: workspaces.take(Size::Small),
            nodes: memory.nodes.take(Size::Small),
            text: memory.strings.take(Size::Small),
        });
        assert!(workspaces.take(Size::Small).0.is_none());
    }

    #[test]
    fn what_a_bench_used_comes_back() {
        let (memory, workspaces) = (memory::shared(), Pool::new(BOUNDS, Place::default));
        let mut bench = Bench::set(&memory, &workspaces, 100, 256);
        bench.work().doc.own("text");
        bench.work().doc.leaf(crate::document::Kind::Rule);
        drop(bench);
        let stats = workspaces.stats();
        assert_eq!((stats.idle, stats.misses), (1, 1));
        // Nodes and text went back to their own pools.
        let mut kept = workspaces.take(Size::Small);
        let work = kept.work();
        assert_eq!((work.doc.nodes.capacity(), work.doc.text.capacity()), (0, 0));
    }
}
