//! What is kept between documents: buffers that are emptied, counted, trimmed and exchanged.
//!
//! Shape   [`Kept`] is what a pool asks of its items; [`kept!`](crate::buffers::kept) declares a struct
//!         of such buffers, and all four answers follow from the fields: none is listed a second time.
//!         A type that holds memory in a way of its own implements [`Kept`] by hand, in its own file.
//! Units   bytes of capacity, not of content, as the gauge counts them: those of a block's class.
//! Limits  vectors are of plain values only: one whose elements hold memory themselves would be
//!         counted wrong, so it does not compile as a field.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};

use crate::system::blocks::held;

/// What holds memory for the next document.
pub trait Kept {
    /// Forgets the content and keeps the memory.
    fn clear(&mut self);
    /// How many bytes of memory it holds, used or not; those of the value itself left out.
    fn retained_bytes(&self) -> usize;
    /// Gives its largest parts up until no more than `max` bytes are held.
    fn trim(&mut self, max: usize);
    /// Exchanges parts with another one so as to have the larger of each.
    fn take_larger(&mut self, other: &mut Self);
}

impl<T: Copy> Kept for Vec<T> {
    #[inline]
    fn clear(&mut self) {
        Vec::clear(self);
    }

    #[inline]
    fn retained_bytes(&self) -> usize {
        held::<T>(self.capacity())
    }

    #[inline]
    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            *self = Vec::new();
        }
    }

    #[inline]
    fn take_larger(&mut self, other: &mut Self) {
        if other.capacity() > self.capacity() {
            std::mem::swap(self, other);
        }
    }
}

impl Kept for String {
    #[inline]
    fn clear(&mut self) {
        String::clear(self);
    }

    #[inline]
    fn retained_bytes(&self) -> usize {
        held::<u8>(self.capacity())
    }

    #[inline]
    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            *self = String::new();
        }
    }

    #[inline]
    fn take_larger(&mut self, other: &mut Self) {
        if other.capacity() > self.capacity() {
            std::mem::swap(self, other);
        }
    }
}

impl<T: Kept, const N: usize> Kept for [T; N] {
    fn clear(&mut self) {
        self.iter_mut().for_each(T::clear);
    }

    fn retained_bytes(&self) -> usize {
        self.iter().map(T::retained_bytes).sum()
    }

    fn trim(&mut self, max: usize) {
        let mut parts = self.each_mut().map(|part| part as &mut dyn Part);
        trim_parts(&mut parts, max);
    }

    fn take_larger(&mut self, other: &mut Self) {
        self.iter_mut().zip(other).for_each(|(mine, other)| mine.take_larger(other));
    }
}

/// A value on the heap that is made when it is first needed.
impl<T: Kept> Kept for Option<Box<T>> {
    fn clear(&mut self) {
        if let Some(value) = self {
            value.clear();
        }
    }

    fn retained_bytes(&self) -> usize {
        self.as_ref().map_or(0, |value| held::<T>(1) + value.retained_bytes())
    }

    fn trim(&mut self, max: usize) {
        match self {
            Some(value) if held::<T>(1) <= max => value.trim(max - held::<T>(1)),
            _ => *self = None,
        }
    }

    fn take_larger(&mut self, other: &mut Self) {
        match (&mut *self, &mut *other) {
            (Some(mine), Some(other)) => mine.take_larger(other),
            (None, Some(_)) => std::mem::swap(self, other),
            (_, None) => {}
        }
    }
}

/// Buffers beside others of which most conversions have no use: what they hold is counted again only when
/// somebody has had them in hand since.
#[derive(Debug, Default)]
pub(crate) struct Lent<T> {
    value: T,
    /// What they hold, once that has been counted.
    held: Cell<Option<usize>>,
}

impl<T> Deref for Lent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Lent<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.held.set(None);
        &mut self.value
    }
}

impl<T: Kept> Kept for Lent<T> {
    fn clear(&mut self) {
        (**self).clear();
    }

    fn retained_bytes(&self) -> usize {
        let held = self.held.get().unwrap_or_else(|| self.value.retained_bytes());
        self.held.set(Some(held));
        held
    }

    fn trim(&mut self, max: usize) {
        (**self).trim(max);
    }

    fn take_larger(&mut self, other: &mut Self) {
        (**self).take_larger(other);
    }
}

/// Values that hold no memory: clearing sets them to what they are in the beginning.
macro_rules! plain {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::buffers::Kept for $type {
            fn clear(&mut self) {
                *self = Default::default();
            }

            fn retained_bytes(&self) -> usize {
                0
            }

            fn trim(&mut self, _max: usize) {}

            fn take_larger(&mut self, _other: &mut Self) {}
        }
    )*};
}
#[allow(unused_imports)] // for the values of other files' buffers
pub(crate) use plain;

plain!(bool, u8, u16, u32, u64, usize, i32);

/// A part of a struct of buffers, as [`trim_parts`] sees it.
pub(crate) trait Part {
    /// See [`Kept::retained_bytes`].
    fn held(&self) -> usize;
    /// See [`Kept::trim`].
    fn cut(&mut self, max: usize);
}

impl<T: Kept> Part for T {
    fn held(&self) -> usize {
        self.retained_bytes()
    }

    fn cut(&mut self, max: usize) {
        self.trim(max);
    }
}

/// Gives up memory of the largest parts until all together hold no more than `max` bytes.
pub(crate) fn trim_parts(parts: &mut [&mut dyn Part], max: usize) {
    loop {
        let held: usize = parts.iter().map(|part| part.held()).sum();
        let excess = held.saturating_sub(max);
        let Some(largest) = parts.iter_mut().max_by_key(|part| part.held()) else { return };
        let most = largest.held().saturating_sub(excess);
        if excess == 0 || largest.held() == 0 {
            return;
        }
        largest.cut(most);
    }
}

/// Declares a struct of buffers: each field is [`Kept`], and so is the struct.
macro_rules! kept {
    ($(#[$meta:meta])* $visible:vis struct $name:ident {
        $($(#[$about:meta])* $access:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])*
        $visible struct $name {
            $($(#[$about])* $access $field: $type),*
        }

        impl $crate::buffers::Kept for $name {
            fn clear(&mut self) {
                $($crate::buffers::Kept::clear(&mut self.$field);)*
            }

            fn retained_bytes(&self) -> usize {
                0 $(+ $crate::buffers::Kept::retained_bytes(&self.$field))*
            }

            fn trim(&mut self, max: usize) {
                $crate::buffers::trim_parts(&mut [$(&mut self.$field),*], max);
            }

            fn take_larger(&mut self, other: &mut Self) {
                $($crate::buffers::Kept::take_larger(&mut self.$field, &mut other.$field);)*
            }
        }
    };
}
pub(crate) use kept;

#[cfg(test)]
mod tests {
    use super::*;

    kept! {
        #[derive(Debug, Default)]
        struct Inner {
            words: String,
            places: [Vec<u64>; 2],
            seen: bool,
        }
    }

    kept! {
        #[derive(Debug, Default)]
        struct Outer {
            bytes: Vec<u8>,
            inner: Inner,
            late: Option<Box<Inner>>,
        }
    }

    fn outer(bytes: usize, words: usize, places: usize) -> Outer {
        let mut outer = Outer::default();
        outer.bytes.reserve_exact(bytes);
        outer.inner.words.reserve_exact(words);
        outer.inner.places[1].reserve_exact(places);
        outer.inner.seen = true;
        outer
    }

    #[test]
    fn each_buffer_is_counted_and_emptied() {
        let mut outer = outer(100, 10, 5);
        assert_eq!(outer.retained_bytes(), 150);
        outer.bytes.push(1);
        outer.inner.words.push('a');
        outer.late.get_or_insert_default().words.reserve_exact(7);
        assert_eq!(outer.retained_bytes(), 157 + size_of::<Inner>());
        outer.clear();
        assert!(outer.bytes.is_empty() && outer.inner.words.is_empty() && !outer.inner.seen);
        assert_eq!(outer.retained_bytes(), 157 + size_of::<Inner>());
    }

    #[test]
    fn what_is_largest_goes_first() {
        for (most, left) in [(150, 150), (149, 50), (50, 50), (49, 10), (10, 10), (9, 0), (0, 0)] {
            let mut outer = outer(100, 10, 5);
            outer.trim(most);
            assert_eq!(outer.retained_bytes(), left, "{most}");
        }
    }

    #[test]
    fn what_is_lent_is_counted_again_once_it_has_been_in_hand() {
        let mut lent = Lent::<Outer>::default();
        assert_eq!(lent.retained_bytes(), 0);
        lent.bytes.reserve_exact(100);
        assert_eq!((lent.retained_bytes(), lent.retained_bytes()), (100, 100));
        let mut other = Lent::<Outer>::default();
        other.bytes.reserve_exact(300);
        assert_eq!(other.retained_bytes(), 300);
        lent.take_larger(&mut other);
        assert_eq!((lent.retained_bytes(), other.retained_bytes()), (300, 100));
        lent.trim(299);
        assert_eq!(lent.retained_bytes(), 0);
        other.bytes.push(1);
        Kept::clear(&mut other);
        assert_eq!((other.bytes.len(), other.retained_bytes()), (0, 100));
    }

    #[test]
    fn of_two_the_larger_parts_are_taken() {
        let (mut mine, mut other) = (outer(100, 10, 5), outer(50, 20, 6));
        other.late.get_or_insert_default().words.reserve_exact(7);
        mine.take_larger(&mut other);
        assert_eq!(mine.retained_bytes(), 100 + 20 + 48 + 7 + size_of::<Inner>());
        assert_eq!(other.retained_bytes(), 50 + 10 + 40);
    }
}
