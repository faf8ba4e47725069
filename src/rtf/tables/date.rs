//! Dates: as the file codes them, and as text.
//!
//! Units   a coded date holds minutes in six bits, hours in five, days in five, months in four, years since 1900
//!         in nine and the day of the week in three, from the lowest on; text is ISO 8601 without a zone.
//! Source  RTF 1.9.1, "Track Changes (Revision Marks)".

/// Year, month, day, hour and minute as text; nothing where they are none.
pub(in crate::rtf) fn text([year, month, day, hour, minute]: [u32; 5]) -> Option<[u8; 19]> {
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day) && year > 0;
    if !is_date || hour > 23 || minute > 59 {
        return None;
    }
    let mut text = *b"0000-00-00T00:00:00";
    let parts = [(0, year / 100), (2, year), (5, month), (8, day), (11, hour), (14, minute)];
    for (at, value) in parts {
        text[at] = b'0' + (value / 10 % 10) as u8;
        text[at + 1] = b'0' + (value % 10) as u8;
    }
    Some(text)
}

/// The parts of a coded date.
pub(in crate::rtf) fn decoded(coded: i32) -> [u32; 5] {
    let bits = |from: u32, count: u32| coded as u32 >> from & ((1 << count) - 1);
    [1900 + bits(20, 9), bits(16, 4), bits(11, 5), bits(6, 5), bits(0, 6)]
}

/// The parts of a date that is text.
pub(in crate::rtf) fn parts(text: &[u8]) -> Option<[u32; 5]> {
    let number = |from: usize, to: usize| {
        let digits = std::str::from_utf8(text.get(from..to)?).ok()?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (hour, minute) = (number(11, 13).unwrap_or(0), number(14, 16).unwrap_or(0));
    let parts = [number(0, 4)?, number(5, 7)?, number(8, 10)?, hour, minute];
    self::text(parts).map(|_| parts)
}

/// Whether a date that is text says no more than a day and minutes.
pub(in crate::rtf) fn is_whole(text: &[u8]) -> bool {
    let (time, seconds) = text.split_at(text.len().min(16));
    parts(text).is_some() && matches!(time.len(), 10 | 16) && matches!(seconds, b"" | b":00")
}

/// A date that is text, coded.
pub(in crate::rtf) fn coded(text: &[u8]) -> Option<i32> {
    let [year, month, day, hour, minute] = parts(text)?;
    if !(1900..2412).contains(&year) {
        return None;
    }
    // The congruence of Zeller; 0 is a Sunday.
    let (m, y) = if month < 3 { (month + 12, year - 1) } else { (month, year) };
    let weekday = (day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400 + 6) % 7;
    let coded = minute | hour << 6 | day << 11 | month << 16 | (year - 1900) << 20;
    Some((coded | weekday << 29) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_one_line_each() {
        for (date, expected) in [
            ("", None),
            ("2026-13-01T00:00:00", None),
            ("1899-01-01", None),
            // A Saturday.
            (
                "2026-11-28T14:30:00",
                Some(30 | 14 << 6 | 28 << 11 | 11 << 16 | 126 << 20 | 6u32 << 29),
            ),
            ("2026-11-29", Some(29 << 11 | 11 << 16 | 126 << 20)),
        ] {
            assert_eq!(coded(date.as_bytes()), expected.map(|coded| coded as i32), "{date}");
            if let Some(coded) = expected {
                let back = text(decoded(coded as i32)).unwrap();
                assert!(back.starts_with(date.as_bytes()), "{date}");
            }
        }
        for (date, whole) in [
            ("2026-11-28", true),
            ("2026-11-28T14:30:00", true),
            ("2026-11-28T14:30:01", false),
            ("2026-11-28T14:30:00+01:00", false),
            ("2026-11", false),
            ("soon", false),
        ] {
            assert_eq!(is_whole(date.as_bytes()), whole, "{date}");
        }
        assert_eq!((text(decoded(0)), text(decoded(-1))), (None, None));
    }
}
