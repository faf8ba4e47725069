//! What a conversion works with, from pools and back to them.
//!
//! Shape   a [`Workspace`] is a document and every reader's and writer's buffers. A [`Bench`] is
//!         one in use, with its nodes and text from the pools for these; dropping it gives all
//!         three back, unless a panic is under way.
//! Limits  8 workspaces of at most 1 MB each are kept.

use std::sync::Arc;

use crate::document::{Document, Node};
use crate::memory::global::Global;
use crate::memory::pool::{Bounds, Pool, PoolStats, Pooled, Recycle};
use crate::memory::{self, Memory};
use crate::{markdown, plain, rtf};

const BOUNDS: Bounds = Bounds { items: 8, item_bytes: 1 << 20, total_bytes: 4 << 20 };

static SHARED: Global<Pool<Workspace>> = Global::new(|| Pool::new(BOUNDS, Workspace::new));

/// A document and the buffers that readers and writers need.
#[derive(Debug, Default)]
pub struct Workspace {
    pub doc: Document,
    pub rtf_reader: rtf::reader::Scratch,
    pub rtf_writer: rtf::writer::Scratch,
    pub markdown: markdown::Scratch,
    pub plain: plain::Scratch,
}

impl Workspace {
    fn new() -> Self {
        Workspace::default()
    }
}

impl Recycle for Workspace {
    fn clear(&mut self) {
        self.doc.reset(0);
    }

    fn retained_bytes(&self) -> usize {
        size_of::<Workspace>() + self.doc.retained_bytes() + self.plain.retained_bytes()
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            *self = Workspace::default();
        }
    }
}

/// A workspace in use.
pub struct Bench<'m> {
    work: Pooled<'m, Workspace>,
    nodes: Pooled<'m, Vec<Node>>,
    text: Pooled<'m, String>,
}

impl<'m> Bench<'m> {
    /// Takes a workspace and sets it up for a document.
    pub fn set(memory: &'m Memory, workspaces: &'m Pool<Workspace>, max_nesting: u32) -> Self {
        let mut bench = Bench {
            work: workspaces.take(),
            nodes: memory.nodes.take(),
            text: memory.strings.take(),
        };
        bench.swap();
        bench.work.doc.reset(max_nesting);
        bench
    }

    /// The workspace.
    pub fn work(&mut self) -> &mut Workspace {
        &mut self.work
    }

    fn swap(&mut self) {
        std::mem::swap(&mut self.work.doc.nodes, &mut self.nodes);
        std::mem::swap(&mut self.work.doc.text, &mut self.text);
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        self.swap();
    }
}

/// The pool of workspaces, made on first use.
pub fn shared() -> Arc<Pool<Workspace>> {
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
