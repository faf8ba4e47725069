//! The rows of a column as the host has them, in Arrow's layout.
//!
//! Shape   [`Offsets::check`] looks at every offset before a byte of data is read; [`Rows::get`] gives a
//!         row's bytes, or none where the validity bitmap says that the row is NULL.
//! Units   offsets are bytes from the start of the data, and one more than there are rows; bits of the
//!         bitmap count from the lowest of the first byte.
//! Errors  `BadArgument`, with the row.
//! Source  the Arrow columnar format: variable-size binary layout, validity bitmaps.

use crate::error::{Error, Result, Status};

/// Offsets of some width, which need not be aligned: hosts have them where they have them.
#[derive(Clone, Copy, Debug)]
pub enum Offsets<'a> {
    /// Of 32 bits.
    Narrow(&'a [[u8; 4]]),
    /// Of 64 bits.
    Wide(&'a [[u8; 8]]),
}

impl Offsets<'_> {
    fn get(self, at: usize) -> i64 {
        match self {
            Offsets::Narrow(offsets) => i32::from_ne_bytes(offsets[at]).into(),
            Offsets::Wide(offsets) => i64::from_ne_bytes(offsets[at]),
        }
    }

    /// Rows that these are the offsets of.
    pub fn count(self) -> usize {
        let offsets = match self {
            Offsets::Narrow(offsets) => offsets.len(),
            Offsets::Wide(offsets) => offsets.len(),
        };
        offsets.saturating_sub(1)
    }

    /// Where the last row ends, if all offsets are right: they rise, none is negative or beyond the
    /// `length` of the data, if that is known, and no row has 2^31 bytes.
    pub fn check(self, length: Option<i64>) -> Result<usize> {
        let count = self.count();
        if count == 0 {
            return Ok(0);
        }
        let wrong = |row: usize, what: &str| {
            Err(Error::new(Status::BadArgument, format!("row {row} of the call {what}")))
        };
        let mut before = self.get(0);
        if before < 0 {
            return wrong(0, "begins at a negative offset");
        }
        for row in 0..count {
            let end = self.get(row + 1);
            if end < before {
                return wrong(row, "ends before it begins");
            }
            if end - before > i64::from(i32::MAX) {
                return wrong(row, "has 2^31 bytes or more");
            }
            if length.is_some_and(|length| end > length) {
                return wrong(row, "ends behind the data");
            }
            before = end;
        }
        match isize::try_from(before) {
            Ok(end) => Ok(end as usize),
            Err(_) => wrong(count - 1, "ends behind all addresses"),
        }
    }
}

/// The rows of a call.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    data: &'a [u8],
    offsets: Offsets<'a>,
    /// The bitmap, and the bit of the first row in it.
    validity: Option<(&'a [u8], usize)>,
}

impl<'a> Rows<'a> {
    /// Rows whose offsets have been checked: `data` reaches to where the last one ends.
    pub fn new(
        data: &'a [u8],
        offsets: Offsets<'a>,
        validity: Option<(&'a [u8], usize)>,
    ) -> Rows<'a> {
        Rows { data, offsets, validity }
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.offsets.count()
    }

    /// The bytes of a row, or none if it is NULL.
    pub fn get(&self, row: usize) -> Option<&'a [u8]> {
        if let Some((bits, first)) = self.validity {
            let bit = first + row;
            if bits[bit / 8] >> (bit % 8) & 1 == 0 {
                return None;
            }
        }
        // The host may change what it lends while the call lasts: a wrong offset gives nothing then.
        let (start, end) = (self.offsets.get(row) as usize, self.offsets.get(row + 1) as usize);
        Some(self.data.get(start..end).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(offsets: &[i64]) -> Vec<[u8; 8]> {
        offsets.iter().map(|offset| offset.to_ne_bytes()).collect()
    }

    #[test]
    fn every_wrong_offset_is_found_before_anything_is_read() {
        let big = 1 << 31;
        type Expected = std::result::Result<usize, &'static str>;
        let cases: &[(&[i64], Option<i64>, Expected)] = &[
            (&[], Some(0), Ok(0)),
            (&[7], Some(0), Ok(0)),
            (&[0, 0], Some(0), Ok(0)),
            (&[3, 5, 5, 9], Some(9), Ok(9)),
            (&[3, 5, 5, 9], None, Ok(9)),
            (&[3, 5, 5, 9], Some(8), Err("row 2 of the call ends behind")),
            (&[-1, 5], None, Err("row 0 of the call begins at a negative")),
            (&[3, 2], None, Err("row 0 of the call ends before")),
            (&[0, 4, 3, 9], None, Err("row 1 of the call ends before")),
            (&[0, -4], None, Err("row 0 of the call ends before")),
            (&[0, big - 1], None, Ok(big as usize - 1)),
            (&[1, big + 1], None, Err("row 0 of the call has 2^31")),
            (&[0, i64::MAX], None, Err("row 0 of the call has 2^31")),
            (&[i64::MAX, i64::MIN], None, Err("row 0 of the call ends before")),
        ];
        for (offsets, length, expected) in cases {
            let bytes = wide(offsets);
            let found = Offsets::Wide(&bytes).check(*length);
            match (found, expected) {
                (Ok(found), Ok(expected)) if usize::BITS > 32 => assert_eq!(found, *expected),
                (Ok(_), Ok(_)) => {}
                (Err(error), Err(expected)) => {
                    assert_eq!(error.status, Status::BadArgument);
                    assert!(error.message.starts_with(expected), "{offsets:?}: {error}");
                }
                (found, _) => panic!("{offsets:?}: {found:?}"),
            }
        }
        let narrow = [0, 4, 3].map(i32::to_ne_bytes);
        assert!(Offsets::Narrow(&narrow).check(None).is_err());
        assert_eq!(Offsets::Narrow(&narrow[..2]).check(Some(4)), Ok(4));
    }

    #[test]
    fn bits_are_counted_from_the_first_row_of_the_call() {
        let offsets = wide(&[1, 2, 4, 4, 5]);
        let bits = [0b0100_0000, 0b0000_0011];
        let rows = Rows::new(b"abcde", Offsets::Wide(&offsets), Some((&bits, 6)));
        let found: Vec<_> = (0..4).map(|row| rows.get(row)).collect();
        assert_eq!(found, [Some(&b"b"[..]), None, Some(b""), Some(b"e")]);
        let rows = Rows::new(b"abcde", Offsets::Wide(&offsets), None);
        assert_eq!(rows.get(1), Some(&b"cd"[..]));
    }
}
