//! A set of byte strings with a number for each: labels, info strings, slugs.
//!
//! Shape   open addressing over one text buffer; numbers count up from 0 in order of insertion.
//! Errors  memory that runs out.
//! Limits  the hash is keyed, so that a hostile document can't make the lookups slow.

use std::hash::{BuildHasher, RandomState};

use crate::buffers::Kept;
use crate::error::{Error, Result};
use crate::memory;

/// Adds an element.
pub(crate) fn push<T>(vector: &mut Vec<T>, value: T) -> Result<()> {
    enough(memory::push(vector, value))
}

/// Whether there was memory enough.
pub(crate) fn enough(memory: bool) -> Result<()> {
    if memory { Ok(()) } else { Err(Error::out_of_memory()) }
}

/// Names seen in one document; cleared, not dropped, between documents.
#[derive(Debug, Default)]
pub(crate) struct Names {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// 0 is free; else the number + 1. The length is a power of two.
    slots: Vec<u32>,
    /// The name that was added or found last by `insert`: the same is often asked for many times on end.
    last: u32,
    keys: Keys,
}

/// Two odd numbers that no document knows.
#[derive(Debug)]
struct Keys(u64, u64);

impl Default for Keys {
    fn default() -> Self {
        let state = RandomState::new();
        Keys(state.hash_one(1u8) | 1, state.hash_one(2u8) | 1)
    }
}

impl Keys {
    /// A number for a name: folded multiplication, four bytes at a time.
    fn hash(&self, name: &[u8]) -> usize {
        let fold = |value: u64, word: u32| {
            let wide = (value ^ u64::from(word)).wrapping_mul(self.1);
            wide ^ wide >> 32
        };
        let (words, rest) = name.as_chunks();
        let start = fold(self.0, name.len() as u32);
        let value = words.iter().fold(start, |value, word| fold(value, u32::from_le_bytes(*word)));
        let rest = rest.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
        fold(value, rest) as usize
    }
}

impl Names {
    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no name.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name with a number.
    pub(crate) fn name(&self, number: u32) -> &[u8] {
        let index = number as usize;
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.text.get(start as usize..end).unwrap_or(&[])
    }

    /// The number of a name, if it is there.
    pub(crate) fn find(&self, name: &[u8]) -> Option<u32> {
        if self.is_last(name) {
            return Some(self.last);
        }
        if self.slots.is_empty() { None } else { self.probe(name).ok() }
    }

    /// The number of a name, which is added if it is not there yet.
    pub(crate) fn insert(&mut self, name: &[u8]) -> Result<u32> {
        if self.is_last(name) {
            return Ok(self.last);
        }
        self.last = self.insert_other(name)?;
        Ok(self.last)
    }

    #[inline]
    fn is_last(&self, name: &[u8]) -> bool {
        (self.last as usize) < self.ends.len() && self.name(self.last) == name
    }

    fn insert_other(&mut self, name: &[u8]) -> Result<u32> {
        if self.slots.len() < (self.ends.len() + 1) * 2 {
            self.grow()?;
        }
        let slot = match self.probe(name) {
            Ok(number) => return Ok(number),
            Err(slot) => slot,
        };
        let number = self.ends.len() as u32;
        if self.text.len() + name.len() > u32::MAX as usize {
            return Err(Error::out_of_memory());
        }
        enough(memory::append(&mut self.text, name))?;
        push(&mut self.ends, self.text.len() as u32)?;
        if let Some(place) = self.slots.get_mut(slot) {
            *place = number + 1;
        }
        Ok(number)
    }

    /// The name's number, or the free slot where it belongs.
    fn probe(&self, name: &[u8]) -> std::result::Result<u32, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = self.keys.hash(name) & mask;
        while let Some(&taken) = self.slots.get(slot)
            && taken != 0
        {
            if self.name(taken - 1) == name {
                return Ok(taken - 1);
            }
            slot = (slot + 1) & mask;
        }
        Err(slot)
    }

    fn grow(&mut self) -> Result<()> {
        let wanted = (self.slots.len() * 2).max(16);
        self.slots.clear();
        enough(memory::pad(&mut self.slots, wanted, 0))?;
        for number in 0..self.ends.len() as u32 {
            let hash = self.keys.hash(self.name(number));
            let mut slot = hash & (wanted - 1);
            while self.slots.get(slot).is_some_and(|&taken| taken != 0) {
                slot = (slot + 1) & (wanted - 1);
            }
            if let Some(place) = self.slots.get_mut(slot) {
                *place = number + 1;
            }
        }
        Ok(())
    }
}

/// Names keep their slots, all free, and are exchanged whole: a number means something among its
/// own names only.
impl Kept for Names {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.slots.fill(0);
        self.last = 0;
    }

    fn retained_bytes(&self) -> usize {
        self.text.retained_bytes() + self.ends.retained_bytes() + self.slots.retained_bytes()
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            (self.text, self.ends, self.slots) = Default::default();
            self.last = 0;
        }
    }

    fn take_larger(&mut self, other: &mut Self) {
        if other.retained_bytes() > self.retained_bytes() {
            std::mem::swap(self, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number_through_growth() {
        let mut names = Names::default();
        for round in 0..2 {
            for i in 0..1000u32 {
                assert_eq!(names.insert(i.to_string().as_bytes()).unwrap(), i, "round {round}");
            }
        }
        assert_eq!((names.len(), names.name(7), names.name(0)), (1000, &b"7"[..], &b"0"[..]));
        assert_eq!((names.find(b"999"), names.find(b"1000")), (Some(999), None));
        for (name, number) in [(&b"5"[..], 5), (b"5", 5), (b"999", 999), (b"", 1000), (b"", 1000)] {
            assert_eq!((names.insert(name).unwrap(), names.find(b"5")), (number, Some(5)));
        }
        names.clear();
        assert_eq!(
            (names.find(b"7"), names.find(b""), names.insert(b"").unwrap()),
            (None, None, 0)
        );
    }
}
