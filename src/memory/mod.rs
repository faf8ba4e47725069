//! Memory: what is kept for the next document, what is counted, and what pushes back.
//!
//! | file | what it is for |
//! |---|---|
//! | [`output`](Output) | the bounded buffer that a writer fills |
//! | [`pool`] | bounded pools of buffers, over `object-pool` |
//! | `refusals` | memory that is refused on purpose, in tests |
//! | [`interner`] | what entries of tables mean that repeat between documents |
//! | [`budget`] | the memory limit: admission, waiting, refusal |
//! | [`global`] | shared values that can be given up and made again |

pub mod budget;
pub mod global;
pub mod interner;
mod output;
pub mod pool;
pub(crate) mod refusals;

pub use output::{MOST as MOST_OUTPUT, Output};
// The ground floor that all of this stands on, under the names that belong to memory.
pub use crate::system::{blocks, gauge, lock, reserve};

use std::sync::Arc;

use crate::document::Node;
use global::Global;
use interner::Interner;
use pool::{Bounds, Pool, PoolStats, Size};

/// What all conversions of the process share.
#[derive(Debug)]
pub struct Memory {
    /// Byte buffers: outputs are written in them, and leave them as copies of their own size.
    pub buffers: Pool<Vec<u8>>,
    /// Strings: a document's own text, and input that had to be decoded.
    pub strings: Pool<String>,
    /// Node vectors: a document's nodes.
    pub nodes: Pool<Vec<Node>>,
    /// Entries of tables that repeat between documents.
    pub interner: Interner,
}

/// A new byte buffer's capacity.
pub const BUFFER_BYTES: usize = 4 << 10;
/// A new string's capacity.
pub const STRING_BYTES: usize = 256;
/// A new node vector's capacity, in nodes.
pub const NODES: usize = 100;

/// Most byte buffers kept.
pub const BUFFERS_KEPT: usize = 32;

/// Documents of more bytes than this take the large items of the pools.
pub const LARGE_DOCUMENT: usize = 64 << 10;

/// The largest byte buffer that is kept.
pub const BUFFER_BYTES_KEPT: usize = 256 << 10;

// One large item of each kind serves large documents, and the others hold what notes need, some
// threads at a time. How much the others hold depends on which threads met what, and when: so it
// is little in all (`docs/memory.md`, "Nothing grows").
const BUFFERS: Bounds = Bounds {
    items: BUFFERS_KEPT,
    item_bytes: 96 << 10,
    total_bytes: 96 << 10,
    large_bytes: BUFFER_BYTES_KEPT,
};
const STRINGS: Bounds =
    Bounds { items: 64, item_bytes: 64 << 10, total_bytes: 64 << 10, large_bytes: 512 << 10 };
const NODE_VECTORS: Bounds =
    Bounds { items: 32, item_bytes: 64 << 10, total_bytes: 96 << 10, large_bytes: 1 << 20 };

static SHARED: Global<Memory> = Global::new(|| Memory {
    buffers: Pool::new(BUFFERS, || reserved(Vec::try_reserve_exact, BUFFER_BYTES)),
    strings: Pool::new(STRINGS, || reserved(String::try_reserve_exact, STRING_BYTES)),
    nodes: Pool::new(NODE_VECTORS, || reserved(Vec::try_reserve_exact, NODES)),
    interner: Interner::default(),
});

impl Memory {
    /// A buffer to write an output in that is expected to be that long: one of the pool's, or, where
    /// it would be too large to be kept, one made for it. A wrong guess does no harm.
    pub fn buffer_for(&self, expected: usize) -> Vec<u8> {
        if expected <= BUFFER_BYTES_KEPT || !budget::allows(expected, 0) {
            return self.buffers.take_owned(Size::beyond(BUFFERS.item_bytes, expected));
        }
        reserved(Vec::try_reserve_exact, expected)
    }

    /// A finished output in a buffer of its own size, with room for a NUL; what it was written in
    /// goes back to the pool. An output too large for that stays where it is.
    pub fn release(&self, written: Vec<u8>) -> Vec<u8> {
        if written.capacity() > BUFFER_BYTES_KEPT {
            return written;
        }
        let mut output = Vec::new();
        if output.try_reserve_exact(written.len() + 1).is_err() {
            return written;
        }
        output.extend_from_slice(&written);
        self.buffers.give(written);
        output
    }
}

/// Makes room in a vector for `more` elements, and for `step` more than it has. Near the memory limit for
/// half of that, and so on down to a 64th of what it has: so growing takes linear time to the last byte.
/// False where memory is short.
#[must_use]
#[cold]
#[inline(never)]
pub(crate) fn grow<T>(to: &mut Vec<T>, more: usize, step: usize) -> bool {
    let (len, old) = (to.len(), to.capacity());
    let bytes = |count: usize| count.saturating_mul(size_of::<T>());
    let least = len.saturating_add(more).max(old + step.min(old / 64));
    let mut wanted = least.max(old.saturating_add(step));
    loop {
        // What it has is given back for what it gets.
        if budget::allows(bytes(wanted), bytes(old)) && to.try_reserve_exact(wanted - len).is_ok() {
            return true;
        }
        if wanted <= least || reserve::is_short() {
            return false;
        }
        wanted = least.max(old + (wanted - old) / 2);
    }
}

/// Adds to a vector; false where memory is short.
#[must_use]
#[inline]
pub(crate) fn push<T>(to: &mut Vec<T>, value: T) -> bool {
    if to.len() == to.capacity() && (refusals::is_next() || to.try_reserve(1).is_err()) {
        return false;
    }
    to.push(value);
    true
}

/// Adds `value` to a vector until it has `len` elements; false where memory is short.
#[must_use]
pub(crate) fn pad<T: Clone>(to: &mut Vec<T>, len: usize, value: T) -> bool {
    let more = len.saturating_sub(to.len());
    if more > 0 && refusals::is_next() || to.try_reserve(more).is_err() {
        return false;
    }
    to.resize(len.max(to.len()), value);
    true
}

/// Adds bytes to a vector; false where memory is short.
#[must_use]
pub(crate) fn append(to: &mut Vec<u8>, bytes: &[u8]) -> bool {
    let grows = to.capacity() - to.len() < bytes.len();
    if grows && (refusals::is_next() || to.try_reserve(bytes.len()).is_err()) {
        return false;
    }
    to.extend_from_slice(bytes);
    true
}

/// An item with room for `size`, or with none where memory is short: its user will find out.
fn reserved<T: Default, E>(reserve: fn(&mut T, usize) -> Result<(), E>, size: usize) -> T {
    let mut item = T::default();
    let _ = reserve(&mut item, size);
    item
}

/// The pools and the interner, made on first use.
pub fn shared() -> Arc<Memory> {
    SHARED.get()
}

/// The pools and the interner if anything has used them yet.
pub fn peek() -> Option<Arc<Memory>> {
    SHARED.peek()
}

/// Drops what is kept for later and not in use now: idle items, what is remembered, blocks.
pub fn release_idle() {
    release_pools();
    if let Some(memory) = peek() {
        memory.interner.clear();
    }
    release_blocks();
}

/// Drops the idle items of the pools.
pub fn release_pools() {
    if let Some(memory) = peek() {
        memory.buffers.empty();
        memory.strings.empty();
        memory.nodes.empty();
    }
}

/// Gives back to the system what the allocator keeps for later.
pub fn release_blocks() {
    #[cfg(feature = "gauge")]
    crate::system::allocator::release_blocks();
}

/// What the allocator keeps for later, and how often that was of use.
pub fn block_stats() -> PoolStats {
    #[cfg(feature = "gauge")]
    return crate::system::allocator::block_stats();
    #[cfg(not(feature = "gauge"))]
    PoolStats::default()
}

#[cfg(all(unix, feature = "capi"))]
/// Nobody changes what all conversions share while the process is copied.
pub fn hold_for_fork() {
    SHARED.hold_for_fork(|memory| {
        memory.buffers.hold_for_fork();
        memory.strings.hold_for_fork();
        memory.nodes.hold_for_fork();
        memory.interner.hold_for_fork();
    });
}

#[cfg(all(unix, feature = "capi"))]
/// Undoes [`hold_for_fork`].
pub fn let_go_after_fork() {
    SHARED.let_go_after_fork(|memory| {
        memory.interner.let_go_after_fork();
        memory.nodes.let_go_after_fork();
        memory.strings.let_go_after_fork();
        memory.buffers.let_go_after_fork();
    });
}

/// Drops the pools and the interner themselves; the next conversion makes them anew.
pub fn shut_down() {
    drop(SHARED.take());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Other tests hold far less than this, and come and go.
    const UNIT: usize = 64 << 20;

    #[test]
    fn near_the_limit_a_vector_grows_by_less_and_less_and_not_by_a_byte_each_time() {
        let _bound = gauge::Bound::set(gauge::in_use() + 6 * UNIT);
        let (mut bytes, mut times) = (Vec::<u8>::new(), 0);
        assert!(grow(&mut bytes, 1, 4 * UNIT) && bytes.capacity() == 4 * UNIT);
        // Full each time: for one more byte it would like to have as much again.
        let full = |bytes: &mut Vec<u8>| {
            let has = bytes.capacity();
            grow(bytes, has + 1, has)
        };
        while full(&mut bytes) {
            times += 1;
        }
        assert!((5 * UNIT..7 * UNIT).contains(&bytes.capacity()), "{}", bytes.capacity());
        assert!((1..=8).contains(&times), "{times}");
    }
}
