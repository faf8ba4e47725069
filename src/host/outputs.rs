//! Outputs that the host has not freed yet.
//!
//! Shape   a table from address to buffer. The host gets the address; freeing looks it up, so
//!         that a pointer that is not ours, or no longer, does no harm.
//! Units   lengths leave out the NUL that every output ends with.
//! Errors  `MemoryLimit` where there is no room for the table or the NUL, or when all that there is is held.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::column::Column;
use crate::error::Result;
use crate::memory::budget;
use crate::memory::lock::Lock;

enum Held {
    Bytes(#[allow(dead_code)] Vec<u8>),
    Units(#[allow(dead_code)] Vec<u16>),
    /// In a place of its own: it is larger than the others, of which there may be very many.
    Column(#[allow(dead_code)] Box<Column>),
}

impl Held {
    fn is_column(&self) -> bool {
        match self {
            Held::Bytes(_) | Held::Units(_) => false,
            Held::Column(_) => true,
        }
    }
}

static HELD: Lock<Option<HashMap<usize, Held>>> = Lock::new(None);
static OUTSTANDING: AtomicUsize = AtomicUsize::new(0);
static IGNORED: AtomicU64 = AtomicU64::new(0);
/// How often every output was dropped.
static ROUND: AtomicUsize = AtomicUsize::new(0);

/// Keeps bytes for the host: where they are, and how many.
pub(crate) fn hold_bytes(mut bytes: Vec<u8>) -> Result<(*mut u8, usize)> {
    let length = bytes.len();
    bytes.try_reserve_exact(1)?;
    bytes.push(0);
    let pointer = bytes.as_mut_ptr();
    hold(pointer as usize, Held::Bytes(bytes))?;
    Ok((pointer, length))
}

/// Keeps UTF-16 for the host: where it is, and how many units.
pub(crate) fn hold_units(mut units: Vec<u16>) -> Result<(*mut u16, usize)> {
    let length = units.len();
    units.try_reserve_exact(1)?;
    units.push(0);
    let pointer = units.as_mut_ptr();
    hold(pointer as usize, Held::Units(units))?;
    Ok((pointer, length))
}

/// Keeps a column for the host, which gives it back by the address of its outputs.
pub(crate) fn hold_column(column: Column) -> Result<()> {
    hold(column.outputs().as_ptr() as usize, Held::Column(Box::new(column)))
}

/// Drops an output. An address that is not that of an output is counted and otherwise ignored.
pub(crate) fn free(address: usize) {
    if address != 0 {
        take(address, false);
    }
}

/// Drops the column whose outputs stand at an address. Another address is counted and otherwise
/// ignored.
pub(crate) fn free_column(address: usize) {
    take(address, true);
}

fn take(address: usize, is_column: bool) {
    let held = HELD.with(|table| {
        let table = table.as_mut()?;
        table.get(&address).filter(|held| held.is_column() == is_column)?;
        let held = table.remove(&address)?;
        OUTSTANDING.fetch_sub(1, Relaxed);
        Some(held)
    });
    match held {
        None => {
            IGNORED.fetch_add(1, Relaxed);
            return;
        }
        Some(held) => drop(held),
    }
    budget::room_came_free();
}

/// Number of outputs that have not been freed.
pub(crate) fn outstanding() -> usize {
    OUTSTANDING.load(Relaxed)
}

/// Number of calls to free something that was not an output.
pub(crate) fn ignored_frees() -> u64 {
    IGNORED.load(Relaxed)
}

/// A number that changes when every output is dropped: what was made before is gone then.
pub(crate) fn round() -> usize {
    ROUND.load(Relaxed)
}

/// Drops every output.
pub(crate) fn clear() {
    let table = HELD.with(|table| {
        OUTSTANDING.store(0, Relaxed);
        ROUND.fetch_add(1, Relaxed);
        table.take()
    });
    drop(table);
}

#[cfg(all(unix, feature = "capi"))]
/// Nobody adds or frees an output while the process is copied.
pub(crate) fn hold_for_fork() {
    HELD.hold_for_fork(|_| {});
}

#[cfg(all(unix, feature = "capi"))]
/// Undoes [`hold_for_fork`].
pub(crate) fn let_go_after_fork() {
    HELD.let_go_after_fork(|_| {});
}

fn hold(address: usize, held: Held) -> Result<()> {
    budget::keep()?;
    HELD.with(|table| {
        let table = table.get_or_insert_with(HashMap::new);
        table.try_reserve(1)?;
        table.insert(address, held);
        OUTSTANDING.fetch_add(1, Relaxed);
        Ok(())
    })
}
