//! Handles and the converters behind them.
//!
//! Shape   a [`Handles`] table of converters. The converter made last that has a memory limit of
//!         its own sets the process's.
//! Errors  `BadHandle` for what is not there, `LimitReached` when the table is full, `MemoryLimit` when all
//!         that there is is held.
//! Limits  4,096 converters live at once. Handle 0 is the built-in converter with the default
//!         options; it is always there and can't be destroyed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::converter::{self, Converter};
use crate::error::{Error, Result, Status};
use crate::handles::Handles;
use crate::memory::budget;
use crate::memory::global::Global;
use crate::memory::lock::Lock;
use crate::options::Options;

/// Most converters that can live at once.
pub const MAX_HANDLES: usize = 4096;

type Table = Handles<Entry, 0, MAX_HANDLES>;

/// Counts converters made in this process: it tells which was made last.
static SEQUENCE: AtomicU64 = AtomicU64::new(0);
static TABLE: Lock<Table> = Lock::new(Table::new());
static BUILT_IN: Global<Result<Arc<Converter>>> =
    Global::new(|| Converter::new(Options::default()).map(Arc::new));

#[derive(Debug)]
struct Entry {
    sequence: u64,
    converter: Arc<Converter>,
}

impl Entry {
    fn memory_limit(&self) -> Option<usize> {
        self.converter.options().memory_limit
    }
}

/// Adds a converter and returns its handle.
pub fn add(converter: Converter) -> Result<i32> {
    let sequence = SEQUENCE.fetch_add(1, Relaxed);
    let entry = Entry { sequence, converter: Arc::new(converter) };
    // Who gives more memory may always do so.
    let raises = |own: usize| own == 0 || own > budget::limit();
    if !entry.memory_limit().is_some_and(raises) {
        budget::keep()?;
    }
    let handle = TABLE.with(|table| {
        let has_limit = entry.memory_limit().is_some();
        let handle = table.add(entry).ok_or_else(too_many)?;
        if has_limit {
            set_limit(table);
        }
        Ok::<_, Error>(handle)
    })?;
    come_below_limit();
    Ok(handle)
}

/// What is kept for later only gives way to a limit that is new.
fn come_below_limit() {
    if !budget::is_kept() {
        converter::release_idle();
        budget::begin_peak();
    }
}

/// The converter of a handle.
pub fn get(handle: i32) -> Result<Arc<Converter>> {
    if handle == 0 {
        return (*BUILT_IN.get()).clone();
    }
    TABLE.with(|table| {
        let entry = table.get(handle).ok_or_else(|| bad_handle(handle))?;
        Ok(entry.converter.clone())
    })
}

/// Ends the conversions that run or wait with a converter; jobs go on.
pub fn cancel(handle: i32) -> Result<()> {
    if handle == 0 {
        return Err(Error::new(
            Status::BadHandle,
            "handle 0 is the built-in converter: others may convert with it",
        ));
    }
    get(handle)?.cancel();
    Ok(())
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
        let entry = table.remove(handle).ok_or_else(|| bad_handle(handle))?;
        if entry.memory_limit().is_some() {
            set_limit(table);
        }
        Ok::<_, Error>(entry)
    })?;
    drop(entry);
    come_below_limit();
    budget::room_came_free();
    Ok(())
}

/// Number of converters that have been made and not destroyed.
pub fn live() -> usize {
    TABLE.with(|table| table.live())
}

/// Drops every converter. Handles given out before stay invalid.
pub fn clear() {
    while let Some(entry) = TABLE.with(Table::remove_any) {
        drop(entry);
    }
    drop(BUILT_IN.take());
    budget::set_limit(budget::DEFAULT_LIMIT);
}

#[cfg(all(unix, feature = "capi"))]
/// Nobody makes or destroys converters while the process is copied, or sets their reports.
pub fn hold_for_fork() {
    TABLE.hold_for_fork(|table| table.iter().for_each(|entry| entry.converter.hold_for_fork()));
    BUILT_IN.hold_for_fork(|converter| {
        if let Ok(converter) = converter {
            converter.hold_for_fork();
        }
    });
}

#[cfg(all(unix, feature = "capi"))]
/// Undoes [`hold_for_fork`].
pub fn let_go_after_fork() {
    BUILT_IN.let_go_after_fork(|converter| {
        if let Ok(converter) = converter {
            converter.let_go_after_fork();
        }
    });
    TABLE.let_go_after_fork(|table| {
        table.iter().for_each(|entry| entry.converter.let_go_after_fork());
    });
}

/// The converter made last that has an opinion sets the process's memory limit.
fn set_limit(table: &Table) {
    let entries = table.iter().filter_map(|entry| Some((entry.sequence, entry.memory_limit()?)));
    let last = entries.max_by_key(|(sequence, _)| *sequence);
    budget::set_limit(last.map_or(budget::DEFAULT_LIMIT, |(_, limit)| limit));
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
        assert_ne!(second, first);
        assert!(get(first).is_err());

        // As often as a place has generations: the first handle still fits nothing.
        for _ in 0..40_000 {
            remove(add_default()).unwrap();
            assert!(get(first).is_err());
        }

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
