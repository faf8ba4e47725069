//! What must be escaped at the beginning of a line, so that it begins no block.
//!
//! Shape   [`judge`] is asked once for each line of a paragraph whose first thing is text.
//! Source  CommonMark 0.31, chapters 4 and 5; GFM 0.29, sections 4.10 and 5.3.

use super::look::{After, Next};
use crate::options::Extensions;

/// How the first bytes of a line are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// As they would be elsewhere.
    Plain,
    /// So many with a backslash before each.
    Escaped(usize),
    /// So many digits, and a backslash before what follows them.
    Number(usize),
}

/// Where the line stands.
#[derive(Clone, Copy)]
pub(super) struct Site<'e> {
    pub extensions: &'e Extensions,
    pub after: After,
    /// It is not the first line of the block.
    pub later: bool,
    /// The block is the first one of an item or a quote.
    pub begins_item: bool,
    /// The line may end behind the first word.
    pub wraps: bool,
}

/// How the first bytes of `text`, which is not empty, are written at the beginning of a line.
pub(super) fn judge(text: &[u8], site: Site<'_>) -> Start {
    let Site { extensions, after, later, wraps, .. } = site;
    let ends = |at: usize| match text.get(at) {
        Some(byte) => matches!(byte, b' ' | b'\t'),
        None => after.is_blank(),
    };
    // The line holds nothing but these bytes.
    let only = |bytes: &[u8]| {
        if wraps {
            let length = text.iter().take_while(|b| !matches!(b, b' ' | b'\t')).count();
            return ends(length) && text[..length].iter().all(|b| bytes.contains(b));
        }
        after.next == Next::LineEnd && text.iter().all(|b| bytes.contains(b))
    };
    let escaped = match text[0] {
        b'#' => {
            let length = text.iter().take_while(|&&b| b == b'#').count();
            length <= 6 && ends(length)
        }
        b'>' => true,
        b'+' => ends(1),
        b'-' => ends(1) || only(b"- \t") || (later && only(b"-:| \t")),
        b'*' => ends(1) || only(b"* \t"),
        b'_' => only(b"_ \t"),
        b'=' => later && only(b"= \t"),
        b'|' | b':' if later && only(b"-:| \t") => true,
        b':' => extensions.definition_lists && ends(1),
        b'~' if text.starts_with(b"~~~") => {
            return Start::Escaped(text.iter().take_while(|&&b| b == b'~').count());
        }
        b'<' => {
            matches!(text.get(1), Some(b) if b.is_ascii_alphabetic() || b"/!?".contains(b))
        }
        b'[' if !later => bracket_means_something(text, site),
        b'0'..=b'9' => {
            let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
            let point = matches!(text.get(digits), Some(b'.' | b')'));
            // Only a list that begins with 1 can begin under a paragraph's line.
            let begins = !later
                || text[..digits].iter().rev().skip(1).all(|&b| b == b'0')
                    && text[digits - 1] == b'1';
            if digits <= 9 && point && ends(digits + 1) && begins {
                return Start::Number(digits);
            }
            false
        }
        _ => false,
    };
    if escaped { Start::Escaped(1) } else { Start::Plain }
}

/// Whether `[` at the start of a block could begin a definition, a task box or an alert.
fn bracket_means_something(text: &[u8], site: Site<'_>) -> bool {
    let Site { after, begins_item, wraps, .. } = site;
    let task = begins_item && matches!(text, [b'[', b' ' | b'x' | b'X' | b'\t', b']', ..]);
    let alert = begins_item && text.starts_with(b"[!");
    // Where lines are broken, only the first word is sure to stand on this one.
    let words = if wraps { memchr::memchr(b' ', text) } else { None };
    let line = text.get(..words.unwrap_or(text.len())).unwrap_or(text);
    // `](` gets a backslash wherever it stands, so the label may go on behind it.
    let closes = |at: &usize| line.get(at + 1) != Some(&b'(');
    let definition = match memchr::memchr_iter(b']', line).find(closes) {
        Some(close) => match text.get(close + 1) {
            Some(byte) => *byte == b':',
            None => !after.is_space(),
        },
        None => true,
    };
    task || alert || definition
}

#[cfg(test)]
mod tests {
    use super::*;
    use Start::{Escaped, Number, Plain};

    #[test]
    fn no_text_begins_a_block() {
        let extensions = Extensions::default();
        // On the first line, on a later one, and on a first one that may end behind a word.
        for (text, first, later, wrapped) in [
            ("word", Plain, Plain, Plain),
            ("# a", Escaped(1), Escaped(1), Escaped(1)),
            ("####### a", Plain, Plain, Plain),
            ("#a", Plain, Plain, Plain),
            ("> a", Escaped(1), Escaped(1), Escaped(1)),
            ("- a", Escaped(1), Escaped(1), Escaped(1)),
            ("-5", Plain, Plain, Plain),
            ("---", Escaped(1), Escaped(1), Escaped(1)),
            ("-- a", Plain, Plain, Escaped(1)),
            ("-|-", Plain, Escaped(1), Plain),
            ("___", Escaped(1), Escaped(1), Escaped(1)),
            ("===", Plain, Escaped(1), Plain),
            ("~~~ a", Escaped(3), Escaped(3), Escaped(3)),
            ("~~ a", Plain, Plain, Plain),
            ("<div>", Escaped(1), Escaped(1), Escaped(1)),
            ("< a", Plain, Plain, Plain),
            ("1. a", Number(1), Number(1), Number(1)),
            ("01) a", Number(2), Number(2), Number(2)),
            ("2. a", Number(1), Plain, Number(1)),
            ("2.a", Plain, Plain, Plain),
            ("1234567890. a", Plain, Plain, Plain),
            ("[a]: b", Escaped(1), Plain, Escaped(1)),
            ("[a] b", Plain, Plain, Plain),
            ("[a b] c", Plain, Plain, Escaped(1)),
            ("[a", Escaped(1), Plain, Escaped(1)),
            ("[](]:u", Escaped(1), Plain, Escaped(1)),
            ("[a](](]: b", Escaped(1), Plain, Escaped(1)),
            ("[a](b c]: d", Escaped(1), Plain, Escaped(1)),
            ("[a](b] c]: d", Plain, Plain, Plain),
            (": a", Plain, Plain, Plain),
        ] {
            for (later, wraps, start) in
                [(false, false, first), (true, false, later), (false, true, wrapped)]
            {
                let after = After { next: Next::LineEnd, spaced: false };
                let extensions = &extensions;
                let site = Site { extensions, after, later, begins_item: false, wraps };
                assert_eq!(judge(text.as_bytes(), site), start, "{text} {later} {wraps}");
            }
        }
    }

    #[test]
    fn a_bracket_at_the_start_of_an_item_may_be_a_box() {
        let extensions = Extensions { alerts: true, ..Extensions::default() };
        for (text, outside, inside) in [
            ("[x] a", Plain, Escaped(1)),
            ("[!NOTE] a", Plain, Escaped(1)),
            ("[y] a", Plain, Plain),
        ] {
            for (begins_item, start) in [(false, outside), (true, inside)] {
                let after = After { next: Next::Other, spaced: false };
                let extensions = &extensions;
                let site = Site { extensions, after, later: false, begins_item, wraps: false };
                assert_eq!(judge(text.as_bytes(), site), start, "{text} {begins_item}");
            }
        }
    }
}
