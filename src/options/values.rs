//! Values of options: what people write for yes and no, sizes, kinds and typefaces.
//!
//! Errors  none, or what was expected instead; the parser adds key and place.

use crate::report::{Class, Kinds, Loss};

/// A setter's complaint: what the key takes.
pub(super) type Expected = &'static str;

/// Largest input or output: lengths are `int32_t` in the C interface.
pub(super) const MAX_LENGTH: u64 = i32::MAX as u64;

/// 2 GB, which people write, as the largest length there is.
pub(super) fn below_2_gb(size: u64) -> u64 {
    if size == MAX_LENGTH + 1 { MAX_LENGTH } else { size }
}

/// `Yes`, `No`, or names of kinds with commas between.
pub(super) fn kinds(value: &str) -> Option<Kinds> {
    match boolean(value) {
        Ok(true) => return Some(Kinds::of(Class::Content)),
        Ok(false) => return Some(Kinds::default()),
        Err(_) => {}
    }
    let named = |name: &str| {
        let is_named = |loss: &&Loss| loss.name().eq_ignore_ascii_case(name.trim());
        Loss::ALL.iter().find(is_named).copied()
    };
    value.split(',').map(named).collect()
}

pub(super) const RUNNING: Expected =
    "text of up to 1000 bytes with {page}, {pages}, {title} and {date} in quotes";

pub(super) const TYPEFACE: Expected =
    "the name of a typeface, up to 100 bytes without ; { } \\ and control characters";

pub(crate) fn boolean(value: &str) -> Result<bool, Expected> {
    let is = |words: [&str; 4]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
    match value {
        _ if is(["yes", "true", "1", "on"]) => Ok(true),
        _ if is(["no", "false", "0", "off"]) => Ok(false),
        _ => Err("Yes or No (or true/false, on/off, 1/0)"),
    }
}

pub(super) fn typeface(value: &str) -> Option<&str> {
    let fits = |name: &str| !name.contains([';', '{', '}', '\\']);
    (value.len() <= 100 && fits(value) && !value.chars().any(char::is_control)).then_some(value)
}

/// Plain numbers, and numbers with a unit: `B`, `KB`, `MB`, `GB`, in steps of 1024.
pub(super) fn size(value: &str) -> Option<u64> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = value.get(..digits)?.parse().ok()?;
    let unit = value.get(digits..)?.trim_start();
    let steps = ["B", "KB", "MB", "GB"].iter().position(|name| name.eq_ignore_ascii_case(unit));
    let shift = if unit.is_empty() { 0 } else { 10 * steps? };
    number.checked_mul(1 << shift)
}

pub(super) fn half_points(value: &str) -> Option<u16> {
    let (whole, half) = match value.split_once('.') {
        Some((whole, "5")) => (whole, 1),
        Some((whole, "0")) => (whole, 0),
        Some(_) => return None,
        None => (value, 0),
    };
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let points: u16 = whole.parse().ok()?;
    Some(points.checked_mul(2)? + half).filter(|size| (2..=800).contains(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        let cases: &[(&str, Option<u64>)] = &[
            ("0", Some(0)),
            ("123", Some(123)),
            ("7B", Some(7)),
            ("512KB", Some(524_288)),
            ("64MB", Some(67_108_864)),
            ("64 mb", Some(67_108_864)),
            ("1gb", Some(1 << 30)),
            ("", None),
            ("MB", None),
            ("-1", None),
            ("+1", None),
            ("1.5MB", None),
            ("1TB", None),
            ("12 34", None),
            ("99999999999999999999", None),
            ("99999999999999999GB", None),
        ];
        for (value, expected) in cases {
            assert_eq!(size(value), *expected, "{value}");
        }
    }

    #[test]
    fn points_may_have_a_half() {
        let cases: &[(&str, Option<u16>)] = &[
            ("11", Some(22)),
            ("10.5", Some(21)),
            ("10.0", Some(20)),
            ("1", Some(2)),
            ("400", Some(800)),
            ("0.5", None),
            ("400.5", None),
            ("10.25", None),
            ("+10", None),
            ("10.", None),
            (".5", None),
            ("", None),
            ("99999", None),
        ];
        for (value, expected) in cases {
            assert_eq!(half_points(value), *expected, "{value}");
        }
    }
}
