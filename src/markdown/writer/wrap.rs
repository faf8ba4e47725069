//! Lines of a given length.
//!
//! Shape   while a paragraph's text is written, `lines` notes the places of its single spaces; when
//!         it is finished, [`fill`] says which of them become line ends. Code, addresses, titles,
//!         tags and formulas hold no such places, and none is taken where the next line would begin
//!         a block.
//! Units   characters; the prefixes of containers count.
//! Limits  a word that is longer than the line stands on a line of its own.
//! Source  CommonMark 0.31, chapters 4 and 5; GFM 0.29, section 4.10.

/// A piece of a paragraph whose lines are broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// What is between two of the spaces; it may hold line ends.
    Word(&'t [u8]),
    /// A space that stays one.
    Space,
    /// A space that becomes a line end.
    LineEnd,
}

/// Breaks the lines of `text` at some of its `spaces`, so that they are no longer than `limit` where
/// that is possible. The first line begins in `column`; what is before the text of a later line is
/// `indent` wide.
pub(super) fn fill<'t>(
    text: &'t [u8],
    spaces: impl Iterator<Item = usize>,
    column: usize,
    indent: usize,
    limit: usize,
    mut emit: impl FnMut(Piece<'t>),
) {
    let mut column = column;
    let mut from = 0;
    for end in spaces.chain([text.len()]) {
        if end < text.len() && !breaks(text, end) {
            continue;
        }
        let word = text.get(from..end).unwrap_or(&[]);
        let first = memchr::memchr(b'\n', word).unwrap_or(word.len());
        if from > 0 {
            if column + 1 + width(&word[..first]) > limit {
                emit(Piece::LineEnd);
                column = indent;
            } else {
                emit(Piece::Space);
                column += 1;
            }
        }
        emit(Piece::Word(word));
        column = match memchr::memrchr(b'\n', word) {
            Some(at) => width(&word[at + 1..]),
            None => column + width(word),
        };
        from = end + 1;
    }
}

/// The number of characters.
pub(super) fn width(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Whether the line may end at the space at `at`.
fn breaks(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    // A backslash at the end of a line is a hard break, and a tag alone on one may begin a block.
    let ends = before.is_some_and(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\\' | b'>'));
    ends && text.get(at + 1..).is_some_and(begins_line)
}

/// Whether a line of a paragraph may begin with `rest`: nothing of it could begin a block.
fn begins_line(rest: &[u8]) -> bool {
    let word = rest.split(|b| matches!(b, b' ' | b'\t' | b'\n')).next().unwrap_or(&[]);
    let digits = word.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = digits > 0 && matches!(word.get(digits), Some(b'.' | b')'));
    match word {
        [] => false,
        [b'>' | b'<' | b'|' | b':' | b'=', ..] | [b'[', b'^', ..] => false,
        [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => false,
        _ if number && digits + 1 == word.len() => false,
        // Bullets, rules, underlines, heads of tables.
        _ => !word.iter().all(|b| b"-+*_#=:|".contains(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_up_to_the_limit() {
        for (text, column, indent, limit, filled) in [
            ("", 0, 0, 5, ""),
            ("a", 0, 0, 5, "a"),
            ("aa bb cc", 0, 0, 5, "aa bb|cc"),
            ("aa bb cc", 2, 0, 5, "aa|bb cc"),
            ("aa bb cc", 0, 1, 5, "aa bb|cc"),
            ("aa bb cc", 4, 2, 4, "aa|bb|cc"),
            ("éé éé éé", 0, 0, 5, "éé éé|éé"),
            ("a - b", 0, 0, 1, "a -|b"),
            ("aaaaaaa b", 0, 0, 3, "aaaaaaa|b"),
            ("a\nb cc", 0, 0, 3, "a\nb|cc"),
        ] {
            let spaces = memchr::memchr_iter(b' ', text.as_bytes());
            let mut made = Vec::new();
            fill(text.as_bytes(), spaces, column, indent, limit, |piece| match piece {
                Piece::Word(word) => made.extend_from_slice(word),
                Piece::Space => made.push(b' '),
                Piece::LineEnd => made.push(b'|'),
            });
            assert_eq!(String::from_utf8(made).unwrap(), filled, "{text:?}");
        }
    }

    #[test]
    fn no_line_begins_a_block() {
        for (rest, may) in [
            ("word", true),
            ("*word* and", true),
            ("-5 degrees", true),
            ("#hash", true),
            ("1.5 litres", true),
            ("[a](b)", true),
            ("`code`", true),
            ("- item", false),
            ("-", false),
            ("* item", false),
            ("+ item", false),
            ("* * *", false),
            ("--- x", false),
            ("_ _ _", false),
            ("# heading", false),
            ("###### heading", false),
            ("===", false),
            ("> quote", false),
            (">quote", false),
            ("1. item", false),
            ("12) item", false),
            ("```a``` b", false),
            ("~~~", false),
            ("<div>", false),
            ("|--|", false),
            (":-: x", false),
            ("[^1]: note", false),
            ("", false),
        ] {
            assert_eq!(begins_line(rest.as_bytes()), may, "{rest}");
        }
    }
}
