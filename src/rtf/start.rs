//! Whether bytes that should be RTF begin like RTF: columns that hold RTF hold plain text too, and text may
//! begin with a brace or a backslash.
//!
//! Shape   what says `\rtf` or `\ansi` near its start is RTF. Else the control words that stand in a row at
//!         the start decide, behind braces and blanks: the first must be a known one, each must end as
//!         control words do, and a row may not end in a word that nobody knows and that text follows, as the
//!         folders of a path do.
//! Limits  the first bytes decide.

use super::words;

/// Bytes in which RTF says what it is.
const HEAD: usize = 32;

/// Whether nothing of RTF stands at the start.
pub(crate) fn begins_like_text(start: &[u8]) -> bool {
    let head = &start[..start.len().min(HEAD)];
    // The brace, and what stands beside it, may be damaged.
    let says_so = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    let is_before = |byte: &u8| *byte == b'{' || byte.is_ascii_whitespace();
    let before = start.iter().take_while(|&byte| is_before(byte)).count();
    let (before, first) = start.split_at(before);
    let is_braced = before.last() == Some(&b'{');
    !start.is_empty()
        && !says_so(b"\\rtf")
        && !says_so(b"\\ansi")
        && !begins_with_words(first, is_braced)
}

fn begins_with_words(text: &[u8], is_braced: bool) -> bool {
    let starred = text.strip_prefix(b"\\*").map(<[u8]>::trim_ascii_start);
    let mut rest = match text {
        [b'\\', b'\'', high, low, ..] => return [high, low].iter().all(|b| b.is_ascii_hexdigit()),
        text => starred.unwrap_or(text),
    };
    let mut is_first = true;
    while let Some((name, behind)) = word(rest) {
        // What opens a destination does so behind a brace, and what is behind a star is not for all to know.
        let is_at_home = |word: words::Word| word.opens().is_none() || is_first && is_braced;
        let is_known = words::lookup(name).is_some_and(is_at_home);
        let next = behind.first();
        let is_followed = matches!(next, Some(b' ' | b'\\' | b'{' | b'}'));
        let ends = is_followed
            || rest.len() - behind.len() > name.len() + 1
            || matches!(next, None | Some(b'\r' | b'\n' | b';' | 0x80..));
        let may_be = if is_first { starred.is_some() } else { is_followed };
        if !ends || !is_known && !may_be {
            return false;
        }
        is_first = false;
        if text.len() - behind.len() > HEAD {
            break;
        }
        rest = behind;
    }
    !is_first
}

/// The name of the control word that a text begins with, and what stands behind its number.
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = text.strip_prefix(b"\\")?;
    let count = |text: &[u8], is: fn(&u8) -> bool| text.iter().take_while(|&byte| is(byte)).count();
    let (name, behind) = text.split_at(count(text, u8::is_ascii_alphabetic));
    let number = behind.strip_prefix(b"-").unwrap_or(behind);
    let digits = count(number, u8::is_ascii_digit);
    let behind = if digits > 0 { &number[digits..] } else { behind };
    (!name.is_empty()).then_some((name, behind))
}

#[cfg(test)]
mod tests {
    use super::begins_like_text;

    #[test]
    fn starts_in_one_line_each() {
        for (start, is_text) in [
            ("", false),
            ("Dear", true),
            (r"{\rtf1 a}", false),
            (r"\rtf1 a}", false),
            (r"x\ansi\deff0", false),
            (r"{{\pntext\f1\'B7\tab}a\par}", false),
            (r"\cell b\row", false),
            (r"\i\ul a", false),
            ("\r\n { \\b a}", false),
            (r"{\*\generator x;}", false),
            (r"\*\nobody", false),
            (r"\'e9t\'e9", false),
            (r"\u233?", false),
            (r"\par", false),
            ("\\par\nline2", false),
            (r"\pard\nobody\b x", false),
            (r"\pard\nobody x", false),
            (r"\pard\nobody-12\b x", false),
            (r#"{"name": "x","#, true),
            ("\\temp\\new\nline2", true),
            ("\\Users\\bob\nline2", true),
            ("\\d+\\s*\nline2", true),
            (r"\s*", true),
            (r"\b(a|b)\b", true),
            ("{\nint x;\n}\n", true),
            ("{{name}}\nDear", true),
            ("{Note} one", true),
            ("\\b\\file\nline2", true),
            (r"\b\file", true),
            (r"{\b\file", true),
            (r"\title{A paper}", true),
            (r"{\title A paper}", false),
            (r"\info\readme.txt", true),
            (r"\b\file.txt", true),
            (r"\begin{document}", true),
            (r"\\server\share", true),
            (r"\'gh", true),
            (r"{", true),
            (r"\", true),
        ] {
            assert_eq!(begins_like_text(start.as_bytes()), is_text, "{start:?}");
        }
    }
}
