//! Names of a table in one run of letters: two bytes beside the letters of each, where a reference takes
//! sixteen and an entry for the loader.
//!
//! Shape   `static NAMES: Packed<COUNT, { letters(&ROWS) }> = Packed::new(&ROWS);` where `ROWS` is a `const`.
//! Limits  65,535 letters in all; more do not compile.

/// `N` names of `B` letters together.
pub(crate) struct Packed<const N: usize, const B: usize> {
    /// Where each ends.
    ends: [u16; N],
    letters: [u8; B],
}

/// How many bytes the names have.
pub(crate) const fn letters(names: &[&str]) -> usize {
    let (mut sum, mut index) = (0, 0);
    while index < names.len() {
        sum += names[index].len();
        index += 1;
    }
    sum
}

impl<const N: usize, const B: usize> Packed<N, B> {
    pub(crate) const fn new(names: &[&str; N]) -> Packed<N, B> {
        assert!(B <= u16::MAX as usize);
        let mut packed = Packed { ends: [0; N], letters: [0; B] };
        let (mut end, mut index) = (0, 0);
        while index < N {
            let name = names[index].as_bytes();
            let mut at = 0;
            while at < name.len() {
                packed.letters[end] = name[at];
                end += 1;
                at += 1;
            }
            packed.ends[index] = end as u16;
            index += 1;
        }
        packed
    }

    /// The name of a row; nothing for a row that is not there.
    pub(crate) fn get(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(index).copied().unwrap_or_default();
        self.letters
            .get(usize::from(start.copied().unwrap_or_default())..usize::from(end))
            .unwrap_or_default()
    }

    /// The row of a name, where the names are in the order of their bytes.
    pub(crate) fn find(&self, name: &[u8]) -> Option<usize> {
        let (mut from, mut to) = (0, N);
        while from < to {
            let middle = (from + to) / 2;
            match self.get(middle).cmp(name) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [&str; 4] = ["", "a", "alpha", "zeta"];
    static NAMES: Packed<4, { letters(&ROWS) }> = Packed::new(&ROWS);

    #[test]
    fn names_are_found_by_row_and_by_name() {
        for (index, name) in ROWS.iter().enumerate() {
            assert_eq!(NAMES.get(index), name.as_bytes());
            assert_eq!(NAMES.find(name.as_bytes()), Some(index));
        }
        assert_eq!(NAMES.get(4), b"");
        for other in ["A", "al", "alphab", "zz"] {
            assert_eq!(NAMES.find(other.as_bytes()), None, "{other}");
        }
    }
}
