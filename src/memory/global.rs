//! A value that the whole process shares, made on first use and given up on demand.
//!
//! Shape   [`Global::get`] makes the value if need be; who holds an `Arc` keeps it alive after
//!         [`Global::take`]. The next `get` makes a new one.
//! Errors  none.

use std::sync::Arc;

use once_cell::unsync::OnceCell;

use crate::system::lock::Lock;

/// A shared value that can be dropped, with every byte it holds, and made again.
#[derive(Debug)]
pub struct Global<T> {
    cell: Lock<OnceCell<Arc<T>>>,
    make: fn() -> T,
}

impl<T> Global<T> {
    /// A value that will be made by `make`.
    pub const fn new(make: fn() -> T) -> Self {
        Global { cell: Lock::new(OnceCell::new()), make }
    }

    /// The value, made now if there is none.
    pub fn get(&self) -> Arc<T> {
        self.cell.with(|cell| cell.get_or_init(|| Arc::new((self.make)())).clone())
    }

    /// The value if there is one.
    pub fn peek(&self) -> Option<Arc<T>> {
        self.cell.with(|cell| cell.get().cloned())
    }

    /// Nobody makes or takes it while the process is copied; `also` holds what is in it.
    #[cfg(all(unix, feature = "capi"))]
    pub fn hold_for_fork(&self, also: impl FnOnce(&T)) {
        self.cell.hold_for_fork(|cell| {
            if let Some(value) = cell.get() {
                also(value);
            }
        });
    }

    /// Undoes [`Global::hold_for_fork`].
    #[cfg(all(unix, feature = "capi"))]
    pub fn let_go_after_fork(&self, also: impl FnOnce(&T)) {
        self.cell.let_go_after_fork(|cell| {
            if let Some(value) = cell.get() {
                also(value);
            }
        });
    }

    /// Takes the value away; it is dropped when nobody uses it any more.
    pub fn take(&self) -> Option<Arc<T>> {
        self.cell.with(|cell| cell.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_lives_on_until_it_is_dropped_and_is_made_anew() {
        static TEXT: Global<String> = Global::new(|| "made".to_owned());
        assert!(TEXT.peek().is_none());
        let held = TEXT.get();
        assert!(Arc::ptr_eq(&held, &TEXT.get()));
        drop(TEXT.take());
        assert_eq!(*held, "made");
        assert!(TEXT.peek().is_none());
        assert!(!Arc::ptr_eq(&held, &TEXT.get()));
    }
}
