//! A set of byte strings with a number for each: labels, info strings, slugs.
//!
//! Shape   open addressing over one text buffer; numbers count up from 0 in order of insertion.
//! Errors  none; where memory runs out a name is not kept and its number is `None`.
//! Limits  the hash is keyed, so that a hostile document can't make the lookups slow.

use std::hash::{BuildHasher, RandomState};

/// Names seen in one document; cleared, not dropped, between documents.
#[derive(Debug, Default)]
pub struct Names {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// 0 is free; else the number + 1. The length is a power of two.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Names {
    /// Forgets every name and keeps the buffers.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.slots.fill(0);
    }

    /// Bytes that the buffers hold.
    pub fn retained_bytes(&self) -> usize {
        self.text.capacity() + (self.ends.capacity() + self.slots.capacity()) * size_of::<u32>()
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no name.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name with a number.
    pub fn name(&self, number: u32) -> &[u8] {
        let index = number as usize;
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.text.get(start as usize..end).unwrap_or(&[])
    }

    /// The number of a name, if it is there.
    pub fn find(&self, name: &[u8]) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.probe(name).ok() }
    }

    /// The number of a name, which is added if it is not there yet.
    pub fn insert(&mut self, name: &[u8]) -> Option<u32> {
        if self.slots.len() < (self.ends.len() + 1) * 2 && !self.grow() {
            return None;
        }
        let slot = match self.probe(name) {
            Ok(number) => return Some(number),
            Err(slot) => slot,
        };
        let number = self.ends.len() as u32;
        if self.text.len() + name.len() > u32::MAX as usize
            || self.text.try_reserve(name.len()).is_err()
            || self.ends.try_reserve(1).is_err()
        {
            return None;
        }
        self.text.extend_from_slice(name);
        self.ends.push(self.text.len() as u32);
        if let Some(place) = self.slots.get_mut(slot) {
            *place = number + 1;
        }
        Some(number)
    }

    /// The name's number, or the free slot where it belongs.
    fn probe(&self, name: &[u8]) -> Result<u32, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = self.hasher.hash_one(name) as usize & mask;
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

    fn grow(&mut self) -> bool {
        let wanted = (self.slots.len() * 2).max(16);
        if self.slots.try_reserve(wanted - self.slots.len()).is_err() {
            return false;
        }
        self.slots.clear();
        self.slots.resize(wanted, 0);
        for number in 0..self.ends.len() as u32 {
            let hash = self.hasher.hash_one(self.name(number));
            let mut slot = hash as usize & (wanted - 1);
            while self.slots.get(slot).is_some_and(|&taken| taken != 0) {
                slot = (slot + 1) & (wanted - 1);
            }
            if let Some(place) = self.slots.get_mut(slot) {
                *place = number + 1;
            }
        }
        true
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
                assert_eq!(names.insert(i.to_string().as_bytes()), Some(i), "round {round}");
            }
        }
        assert_eq!((names.len(), names.name(7), names.name(0)), (1000, &b"7"[..], &b"0"[..]));
        assert_eq!((names.find(b"999"), names.find(b"1000")), (Some(999), None));
        names.clear();
        assert_eq!((names.find(b"7"), names.insert(b"")), (None, Some(0)));
    }
}
