//! What a conversion works with, from pools and back to them.
//!
//! Shape   a [`Workspace`] is a document and every reader's and writer's buffers. A [`Bench`] is
//!         one in use, with its nodes and text from the pools for these; dropping it gives all
//!         three back, unless a panic is under way.
//! Limits  one large workspace is kept, of at most 3 MB, and 4 small ones, of at most 160 KB each
//!         (which a Word document's tables of styles and lists need) and 320 KB in all.

use std::sync::Arc;

use crate::document::{Document, Node};
use crate::formats::{Readers, Writers};
use crate::memory::global::Global;
use crate::memory::pool::{Bounds, Pool, PoolStats, Pooled, Recycle, Size};
use crate::memory::{self, Memory, take_larger};
use crate::{markdown, plain, rtf};

const BOUNDS: Bounds =
    Bounds { items: 4, item_bytes: 160 << 10, total_bytes: 320 << 10, large_bytes: 3 << 20 };

static SHARED: Global<Pool<Kept>> = Global::new(|| Pool::new(BOUNDS, Kept::default));

/// A document and the buffers that readers and writers need.
#[derive(Debug, Default)]
pub struct Workspace {
    pub doc: Document,
    pub readers: Readers,
    pub writers: Writers,
}

/// A workspace as the pool keeps it: some kilobytes that stay where they are when it is taken and
/// given. It is made when it is first worked with.
#[derive(Debug, Default)]
pub struct Kept(Option<Box<Workspace>>);

impl Kept {
    fn work(&mut self) -> &mut Workspace {
        self.0.get_or_insert_with(Box::default)
    }
}

impl Recycle for Kept {
    fn clear(&mut self) {
        if let Some(work) = &mut self.0 {
            work.doc.reset(0);
        }
    }

    fn retained_bytes(&self) -> usize {
        self.0.as_ref().map_or(0, |work| work.retained_bytes())
    }

    fn trim(&mut self, max: usize) {
        if let Some(work) = &mut self.0 {
            work.trim(max);
        }
    }

    fn take_larger_parts(&mut self, other: &mut Self) {
        if let (Some(work), Some(other)) = (&mut self.0, &mut other.0) {
            work.take_larger(other);
        }
    }
}

impl Workspace {
    /// Bytes that it holds, its own included.
    fn retained_bytes(&self) -> usize {
        size_of::<Workspace>() + self.parts().iter().sum::<usize>()
    }

    /// Exchanges parts with another workspace so as to have the larger ones.
    fn take_larger(&mut self, other: &mut Self) {
        self.readers.rtf.take_larger(&mut other.readers.rtf);
        take_larger(&mut self.doc, &mut other.doc, Document::retained_bytes);
        let rtf_writer = rtf::writer::Scratch::retained_bytes;
        take_larger(&mut self.writers.rtf, &mut other.writers.rtf, rtf_writer);
        let markdown = markdown::Scratch::retained_bytes;
        take_larger(&mut self.writers.markdown, &mut other.writers.markdown, markdown);
        take_larger(
            &mut self.writers.plain,
            &mut other.writers.plain,
            plain::Scratch::retained_bytes,
        );
    }

    /// Gives up its largest parts until no more than `max` bytes are held.
    fn trim(&mut self, max: usize) {
        while self.retained_bytes() > max {
            let parts = self.parts();
            let largest = (0..parts.len()).max_by_key(|&part| parts[part]);
            match largest.filter(|&part| parts[part] > 0) {
                Some(0) => self.doc = Document::default(),
                Some(1) => self.readers.rtf = Default::default(),
                Some(2) => self.writers.rtf = Default::default(),
                Some(3) => self.writers.markdown = Default::default(),
                Some(_) => self.writers.plain = Default::default(),
                None => return,
            }
        }
    }

    /// Bytes of each part, in the order of the fields.
    fn parts(&self) -> [usize; 5] {
        [
            self.doc.retained_bytes(),
            self.readers.rtf.retained_bytes(),
            self.writers.rtf.retained_bytes(),
            self.writers.markdown.retained_bytes(),
            self.writers.plain.retained_bytes(),
        ]
    }
}

/// A workspace in use.
pub struct Bench<'m> {
    work: Pooled<'m, Kept>,
    nodes: Pooled<'m, Vec<Node>>,
    text: Pooled<'m, String>,
}

impl<'m> Bench<'m> {
    /// Takes a workspace and sets it up for a document of so many bytes.
    pub fn set(
        memory: &'m Memory,
        workspaces: &'m Pool<Kept>,
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
        bench.swap();
        bench.work().doc.reset(max_nesting);
        bench
    }

    /// The workspace.
    pub fn work(&mut self) -> &mut Workspace {
        self.work.work()
    }

    fn swap(&mut self) {
        let doc = &mut self.work.work().doc;
        std::mem::swap(&mut doc.nodes, &mut self.nodes);
        std::mem::swap(&mut doc.text, &mut self.text);
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        self.swap();
    }
}

/// The pool of workspaces, made on first use.
pub fn shared() -> Arc<Pool<Kept>> {
    SHARED.get()
}

/// What the pool of workspaces has done and holds.
pub fn stats() -> PoolStats {
    SHARED.peek().map(|pool| pool.stats()).unwrap_or_default()
}

/// Drops everything that is kept for later and not in use now.
pub fn release_idle() {
    memory::release_idle();
    if let Some(workspaces) = SHARED.peek() {
        workspaces.empty();
    }
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
    use crate::report::Report;

    #[test]
    fn a_workspace_that_grew_gives_up_what_is_largest() {
        let mut work = Workspace::default();
        work.doc.links.reserve_exact(1000);
        work.doc.columns.reserve_exact(10);
        let small = size_of::<Workspace>() + 100;
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
        plain::write(view, &mut out, &mut report, &mut other.writers.plain).unwrap();
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
    fn what_a_bench_used_comes_back() {
        let (memory, workspaces) = (memory::shared(), Pool::new(BOUNDS, Kept::default));
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
