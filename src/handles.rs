//! The one table behind every kind of handle: those of converters and those of batch jobs.
//!
//! Shape   a handle is `generation << 16 | kind | index`. Each place counts its own generations,
//!         15 bits of them, so that handles are positive and a stale one does not fit what has its
//!         place now. The bit of 0x8000 is the kind's, so that a handle of one table fits no other.
//! Errors  none: what is not there is `None`. Who owns a table knows what to say about it.
//! Limits  `PLACES` values at once, 32,768 at most. Places never used are given out first, then
//!         those that came free, first in, first out: a handle comes again after at least
//!         32,767 * `PLACES` pairs of add and remove, less what lives on. All of it is a value
//!         that begins as zeros: a static one takes no memory of the heap and no room in the file.
//!
//! Outputs have no such handles: a host gives them back by their address, which only a table of
//! addresses can check (`host::outputs`).

const GENERATIONS: u16 = (1 << 15) - 1;
const INDEX: i32 = 0x7FFF;

/// Values of one kind and their handles.
#[derive(Debug)]
pub struct Handles<T, const KIND: i32, const PLACES: usize> {
    values: [Option<T>; PLACES],
    generations: [u16; PLACES],
    /// For each free place the one that came free after it; numbers of places begin at 1, and 0
    /// is none, here and below.
    after: [u16; PLACES],
    oldest: u16,
    newest: u16,
    /// Places that were ever used: those before this number.
    used: u16,
    live: u16,
}

impl<T, const KIND: i32, const PLACES: usize> Handles<T, KIND, PLACES> {
    /// An empty table.
    pub const fn new() -> Self {
        const { assert!(PLACES <= 1 << 15 && (KIND == 0 || KIND == 0x8000)) };
        Handles {
            values: [const { None }; PLACES],
            generations: [0; PLACES],
            after: [0; PLACES],
            oldest: 0,
            newest: 0,
            used: 0,
            live: 0,
        }
    }

    /// Adds a value and gives its handle; `None` where every place is taken.
    pub fn add(&mut self, value: T) -> Option<i32> {
        let index = self.free_place()?;
        let generation = self.generations[index] % GENERATIONS + 1;
        self.generations[index] = generation;
        self.values[index] = Some(value);
        self.live += 1;
        Some(i32::from(generation) << 16 | KIND | index as i32)
    }

    /// The value of a handle.
    pub fn get(&self, handle: i32) -> Option<&T> {
        self.values[self.index(handle)?].as_ref()
    }

    /// Takes the value of a handle away: the handle fits nothing any more.
    pub fn remove(&mut self, handle: i32) -> Option<T> {
        let index = self.index(handle)?;
        self.take(index)
    }

    /// Takes any value away, until there is none: for who drops them one by one, without a lock.
    pub fn remove_any(&mut self) -> Option<T> {
        if self.live == 0 {
            return None;
        }
        let index = self.values.iter().position(Option::is_some)?;
        self.take(index)
    }

    /// All values, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.values[..usize::from(self.used)].iter().flatten()
    }

    /// How many values there are.
    pub fn live(&self) -> usize {
        self.live.into()
    }

    /// Whether every place is taken.
    pub fn is_full(&self) -> bool {
        self.live() == PLACES
    }

    fn free_place(&mut self) -> Option<usize> {
        if usize::from(self.used) < PLACES {
            self.used += 1;
            return Some(usize::from(self.used) - 1);
        }
        let index = usize::from(self.oldest.checked_sub(1)?);
        self.oldest = self.after[index];
        if self.oldest == 0 {
            self.newest = 0;
        }
        Some(index)
    }

    fn take(&mut self, index: usize) -> Option<T> {
        let value = self.values[index].take()?;
        let place = index as u16 + 1;
        self.after[index] = 0;
        match self.newest {
            0 => self.oldest = place,
            newest => self.after[usize::from(newest) - 1] = place,
        }
        self.newest = place;
        self.live -= 1;
        Some(value)
    }

    /// Where a handle's value is, if the handle is of this table and not stale.
    fn index(&self, handle: i32) -> Option<usize> {
        let index = (handle & INDEX) as usize;
        let generation = *self.generations.get(index)?;
        let is_ours = handle == i32::from(generation) << 16 | KIND | index as i32;
        (is_ours && self.values[index].is_some()).then_some(index)
    }
}

impl<T, const KIND: i32, const PLACES: usize> Default for Handles<T, KIND, PLACES> {
    fn default() -> Self {
        Handles::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_fits_its_value_until_that_is_removed() {
        let mut table = Handles::<&str, 0, 3>::new();
        let (one, two) = (table.add("one").unwrap(), table.add("two").unwrap());
        assert!(one > 0 && two > 0 && one != two);
        assert_eq!((table.get(one), table.get(two)), (Some(&"one"), Some(&"two")));
        assert_eq!(table.remove(one), Some("one"));
        for stale in [one, 0, -1, -two, two + 1, two | 0x8000, i32::MIN, i32::MAX] {
            assert_eq!((table.get(stale), table.live()), (None, 1), "{stale}");
            assert_eq!(table.remove(stale), None, "{stale}");
        }
        let (three, four) = (table.add("three").unwrap(), table.add("four").unwrap());
        assert!(table.is_full() && table.add("five").is_none());
        assert_eq!(table.iter().count(), 3);
        assert_eq!((table.get(three), table.get(four)), (Some(&"three"), Some(&"four")));
        while table.remove_any().is_some() {}
        assert_eq!((table.live(), table.get(four), table.get(two)), (0, None, None));
    }

    #[test]
    fn places_are_given_out_again_first_in_first_out() {
        let mut table = Handles::<u32, 0x8000, 4>::new();
        let handles: Vec<i32> = (0..4).map(|value| table.add(value).unwrap()).collect();
        for at in [2, 0, 3] {
            assert_eq!(table.remove(handles[at]), Some(at as u32));
        }
        let index = |handle: i32| handle & INDEX;
        let again: Vec<i32> = (0..3).map(|_| index(table.add(9).unwrap())).collect();
        assert_eq!(again, [index(handles[2]), index(handles[0]), index(handles[3])]);
        assert!(handles.iter().all(|handle| handle & 0x8000 != 0));
    }

    #[test]
    fn a_handle_comes_again_when_every_place_has_had_every_generation() {
        let mut table = Handles::<(), 0, 8>::new();
        let first = table.add(()).unwrap();
        table.remove(first);
        let mut pairs = 1u32;
        loop {
            let handle = table.add(()).unwrap();
            if handle == first {
                break;
            }
            assert_eq!(table.get(first), None);
            table.remove(handle);
            pairs += 1;
        }
        assert_eq!(pairs, 8 * 32_767);
    }
}
