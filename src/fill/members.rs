//! The members of large objects by their names, so that many names are found among many.
//!
//! Shape   an object is looked through while that is short; one that is longer is entered into a table, once, by the
//!         hashes of its names.
//! Errors  want of memory unwinds, as everywhere in the call.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, Hash, Hasher};

use crate::text::json::{At, Shape, Tape};
use crate::work;

/// Members that are looked through without a table.
const FEW: usize = 16;

/// The table.
#[derive(Debug, Default)]
pub(super) struct Members {
    state: RandomState,
    /// The place of the name, by the object and the hash of the name.
    places: HashMap<(At, u64), At>,
    /// The objects that are in it, and whether two of their names have one hash.
    objects: HashMap<At, bool>,
}

impl Members {
    /// The value of the first member of that name.
    pub(super) fn find(&mut self, tape: &Tape, text: &str, object: At, name: &str) -> Option<At> {
        if tape.shape(object) != Shape::Object {
            return None;
        }
        let end = tape.after(object);
        let mut at = object + 1;
        for _ in 0..FEW {
            if at >= end {
                return None;
            }
            if tape.says(text, at, name) {
                return Some(at + 1);
            }
            work::step(1);
            at = tape.after(at + 1);
        }
        if self.has_doubles(tape, text, object) {
            return tape.member(text, object, name);
        }
        let place = *self.places.get(&(object, self.hash(name.chars())))?;
        tape.says(text, place, name).then_some(place + 1)
    }

    /// Enters an object, unless it is in the table; whether two of its names have one hash.
    fn has_doubles(&mut self, tape: &Tape, text: &str, object: At) -> bool {
        if let Some(&doubles) = self.objects.get(&object) {
            return doubles;
        }
        let end = tape.after(object);
        let mut at = object + 1;
        let mut doubles = false;
        while at < end {
            work::step(1);
            let hash = self.hash(tape.characters(text, at));
            match self.places.entry((object, hash)) {
                Entry::Vacant(entry) => _ = entry.insert(at),
                // A name that is given again says nothing.
                Entry::Occupied(entry) => {
                    let first = tape.characters(text, *entry.get());
                    doubles |= !first.eq(tape.characters(text, at));
                }
            }
            at = tape.after(at + 1);
        }
        self.objects.insert(object, doubles);
        doubles
    }

    fn hash(&self, name: impl Iterator<Item = char>) -> u64 {
        let mut hasher = self.state.build_hasher();
        name.for_each(|character| character.hash(&mut hasher));
        hasher.finish()
    }
}
