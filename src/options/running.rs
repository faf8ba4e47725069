//! What stands at the top and at the foot of every page: `PageHeader=` and `PageFooter=`.
//!
//! Shape   text with `{page}`, `{pages}`, `{title}` and `{date}`; tabs part what stands at the left, in the
//!         middle and at the right; lines end with a line feed. [`pieces`] cuts it.
//! Units   the date is that of today, UTC, as ISO 8601 writes it.
//! Errors  a name in braces that is none of the four is refused, and so are other control characters.
//! Limits  1,000 bytes.

use std::time::{SystemTime, UNIX_EPOCH};

/// A part of such a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Page,
    Pages,
    Title,
    Date,
    Tab,
    Line,
}

const NAMES: [(&str, Piece<'_>); 6] = [
    ("{page}", Piece::Page),
    ("{pages}", Piece::Pages),
    ("{title}", Piece::Title),
    ("{date}", Piece::Date),
    ("\t", Piece::Tab),
    ("\n", Piece::Line),
];

/// The parts of a text, in their order.
pub(crate) fn pieces(mut text: &str) -> impl Iterator<Item = Piece<'_>> {
    std::iter::from_fn(move || {
        let at_name = |at: &usize| NAMES.iter().any(|(name, _)| text[*at..].starts_with(name));
        let starts = text.match_indices(['{', '\t', '\n']).map(|(at, _)| at);
        let end = starts.into_iter().find(at_name).unwrap_or(text.len());
        let (piece, len) = match NAMES.iter().find(|(name, _)| text.starts_with(name)) {
            Some((name, piece)) => (*piece, name.len()),
            None if end == 0 => return None,
            None => (Piece::Text(&text[..end]), end),
        };
        text = &text[len..];
        Some(piece)
    })
}

/// Whether a text may be one.
pub(super) fn fits(text: &str) -> bool {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n');
    // A letter behind a brace is a name that nobody knows.
    let is_name = |text: &str| text.starts_with('{') && text[1..].starts_with(char::is_alphabetic);
    let unknown = |piece| matches!(piece, Piece::Text(text) if text.char_indices().any(|(at, _)| is_name(&text[at..])));
    text.len() <= 1_000 && !text.contains(is_odd) && !pieces(text).any(unknown)
}

/// Today's date; nothing where the system has no clock.
pub(crate) fn today() -> String {
    if cfg!(all(target_arch = "wasm32", target_os = "unknown")) {
        return String::new();
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    date(since.as_secs() / 86_400)
}

/// The date so many days after the first of 1970: years begin in March, so that the day of a leap year is
/// the last of its year.
fn date(days: u64) -> String {
    let days = days + 719_468;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let year = year + days / 146_097 * 400 + u64::from(month > 9);
    format!("{year:04}-{:02}-{:02}", (month + 2) % 12 + 1, day - (153 * month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_one_line_each() {
        use Piece::*;
        for (text, expected) in [
            ("", &[][..]),
            ("{page} of {pages}", &[Page, Text(" of "), Pages]),
            ("a {1} {title}\t{date}", &[Text("a {1} "), Title, Tab, Date]),
            ("\u{E4}\n{", &[Text("\u{E4}"), Line, Text("{")]),
        ] {
            assert!(pieces(text).eq(expected.iter().copied()), "{text}");
            assert!(fits(text), "{text}");
        }
        for text in ["{pgae}", "a {Page}", "a\rb", "\u{1}", &"a".repeat(1_001)] {
            assert!(!fits(text), "{text:?}");
        }
    }

    #[test]
    fn dates_in_one_line_each() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_722, "2023-12-31"),
            (19_723, "2024-01-01"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date(days), expected, "{days}");
        }
    }
}
