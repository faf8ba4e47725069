//! Handles and the converters behind them.
//!
//! Shape   a handle is `generation << 16 | index`, with a generation of 15 bits, so that handles
//!         are positive. Generations come from one sequence for the whole process, so that a
//!         stale handle does not fit the converter that has its place now.
//! Errors  `BadHandle` for what is not there, `LimitReached` when the table is full.
//! Limits  4,096 converters live at once. Handle 0 is the built-in converter with the default
//!         options; it is always there and can't be destroyed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::converter::Converter;
use crate::error::{Error, Result, Status};
use crate::memory::budget;
use crate::memory::global::Global;
use crate::memory::lock::Lock;
use crate::options::Options;

/// Most converters that can live at once.
pub const MAX_HANDLES: usize = 4096;

const GENERATIONS: u64 = (1 << 15) - 1;

/// Counts converters made in this process; it survives [`clear`].
static SEQUENCE: AtomicU64 = AtomicU64::new(0);
static TABLE: Lock<Table> = Lock::new(Table { slots: Vec::new(), free: Vec::new() });
static BUILT_IN: Global<Result<Arc<Converter>>> =
    Global::new(|| Converter::new(Options::default()).map(Arc::new));

#[derive(Debug)]
struct Table {
    slots: Vec<Option<Entry>>,
    free: Vec<u16>,
}

#[derive(Debug)]
struct Entry {
    sequence: u64,
    converter: Arc<Converter>,
}

impl Entry {
    fn handle(&self, index: usize) -> i32 {
        let generation = self.sequence % GENERATIONS + 1;
        (generation as i32) << 16 | index as i32
    }
}

/// Adds a converter and returns its handle.
pub fn add(converter: Converter) -> Result<i32> {
    let converter = Arc::new(converter);
    let handle = TABLE.with(|table| {
        let index = match table.free.pop() {
            Some(index) => usize::from(index),
            None if table.slots.len() >= MAX_HANDLES => return Err(too_many()),
            None => {
                table.slots.try_reserve(1)?;
                // Room for every index, so that destroying never needs memory.
                table.free.try_reserve(table.slots.len() + 1)?;
                table.slots.push(None);
                table.slots.len() - 1
            }
        };
        let entry = Entry { sequence: SEQUENCE.fetch_add(1, Relaxed), converter };
        let handle = entry.handle(index);
        let has_limit = entry.converter.options().memory_limit.is_some();
        table.slots[index] = Some(entry);
        if has_limit {
            table.set_limit();
        }
        Ok(handle)
    })?;
    Ok(handle)
}

/// The converter of a handle.
pub fn get(handle: i32) -> Result<Arc<Converter>> {
    if handle == 0 {
        return (*BUILT_IN.get()).clone();
    }
    TABLE.with(|table| {
        let (_, entry) = table.find(handle)?;
        Ok(entry.converter.clone())
    })
}

/// Takes a converter away; conversions that run with it end in peace.
pub fn remove(handle: i32) -> Result<()> {
    if handle == 0 {
        return Err(Error::new(
            Status::BadHandle,
            "handle 0 is the built-in converter: it can't be destroyed",
        ));
    }
    let entry = TABLE.with(|table| {
        let (index, _) = table.find(handle)?;
        let entry = table.slots[index].take();
        table.free.push(index as u16);
        if entry.as_ref().is_some_and(|entry| entry.converter.options().memory_limit.is_some()) {
            table.set_limit();
        }
        Ok::<_, Error>(entry)
    })?;
    drop(entry);
    budget::room_came_free();
    Ok(())
}

/// Number of converters that have been made and not destroyed.
pub fn live() -> usize {
    TABLE.with(|table| table.slots.len() - table.free.len())
}

/// Drops every converter. Handles given out before stay invalid.
pub fn clear() {
    let table =
        TABLE.with(|table| std::mem::replace(table, Table { slots: Vec::new(), free: Vec::new() }));
    drop(table);
    drop(BUILT_IN.take());
    budget::set_limit(budget::DEFAULT_LIMIT);
}

impl Table {
    fn find(&self, handle: i32) -> Result<(usize, &Entry)> {
        let index = (handle & 0xFFFF) as usize;
        let entry = self.slots.get(index).and_then(Option::as_ref);
        entry
            .filter(|entry| handle > 0 && entry.handle(index) == handle)
            .map(|entry| (index, entry))
            .ok_or_else(|| bad_handle(handle))
    }

    /// The converter made last that has an opinion sets the process's memory limit.
    fn set_limit(&self) {
        let entries = self.slots.iter().flatten();
        let last = entries
            .filter_map(|entry| Some((entry.sequence, entry.converter.options().memory_limit?)))
            .max_by_key(|(sequence, _)| *sequence);
        budget::set_limit(last.map_or(budget::DEFAULT_LIMIT, |(_, limit)| limit));
    }
}

#[cold]
fn bad_handle(handle: i32) -> Error {
    let message = format!("handle {handle} was never given out, or its converter was destroyed");
    Error::new(Status::BadHandle, message)
}

#[cold]
fn too_many() -> Error {
    let message =
        format!("{MAX_HANDLES} converters are alive: destroy those that are no longer needed");
    Error::new(Status::LimitReached, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add_default() -> i32 {
        add(Converter::new(Options::default()).unwrap()).unwrap()
    }

    /// One test: the table belongs to the process.
    #[test]
    fn handles() {
        let first = add_default();
        assert!(first > 0);
        assert!(get(first).is_ok());
        let kept = get(first).unwrap();
        remove(first).unwrap();
        for stale in [first, -first, i32::MIN, i32::MAX, 1, 0xFFFF] {
            assert_eq!(get(stale).unwrap_err().status, Status::BadHandle, "{stale}");
            assert_eq!(remove(stale).unwrap_err().status, Status::BadHandle, "{stale}");
        }
        // The converter lives on for who uses it.
        assert_eq!(kept.options(), &Options::default());

        let second = add_default();
        assert_eq!(second & 0xFFFF, first & 0xFFFF);
        assert_ne!(second, first);
        assert!(get(first).is_err());

        assert!(get(0).is_ok());
        assert_eq!(remove(0).unwrap_err().status, Status::BadHandle);

        let handles: Vec<i32> = (live()..MAX_HANDLES).map(|_| add_default()).collect();
        let error = add(Converter::new(Options::default()).unwrap()).unwrap_err();
        assert_eq!(error.status, Status::LimitReached);
        handles.into_iter().for_each(|handle| remove(handle).unwrap());

        clear();
        assert_eq!(live(), 0);
        let third = add_default();
        assert!(get(second).is_err());
        assert!(get(third).is_ok());
        remove(third).unwrap();
    }
}
