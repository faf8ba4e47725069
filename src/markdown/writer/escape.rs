//! What must be escaped in a text where it stands, and nothing else.
//!
//! Shape   [`judge`] is asked at each byte that could mean something (see `classes`): what precedes and
//!         what follows decides how it is written. The first bytes of a line are looked at by
//!         `line_start` before that.
//! Source  CommonMark 0.31, chapters 2, 4 and 6; GFM 0.29.

use super::census::Census;
use super::chars::{Class, class_after, class_before};
use super::look::{After, Next};
use crate::options::{Critic, Extensions};

/// How bytes of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// So many as they are.
    AsIs(usize),
    /// So many with a backslash before each.
    Escaped(usize),
    /// One, as something else.
    Replaced(&'static [u8]),
}

/// What the text stands in.
#[derive(Clone, Copy)]
pub(super) struct Around<'e> {
    pub extensions: &'e Extensions,
    pub after: After,
    /// A link or an image is open.
    pub in_link: bool,
    /// A pipe would mean something.
    pub minds_pipes: bool,
    /// The byte has nothing before it, whatever the prefix of the line is.
    pub begins_line: bool,
}

/// What follows a brace, and precedes one, in CriticMarkup: of changes, and of comments.
const PAIRS: [[&[u8]; 2]; 5] =
    [[b"++", b"++"], [b"--", b"--"], [b"~~", b"~~"], [b"==", b"=="], [b">>", b"<<"]];

/// Those that mean something.
fn pairs(critic: Critic) -> &'static [[&'static [u8]; 2]] {
    match (critic.changes, critic.comments) {
        (true, true) => &PAIRS,
        (true, false) => &PAIRS[..3],
        (false, _) => &PAIRS[3..],
    }
}

/// Whether what is written ends with a mark of CriticMarkup; such text has a backslash in it.
pub(super) fn ends_with_mark(written: &[u8], critic: Critic) -> bool {
    let is_end = |end: &[u8]| written.strip_suffix(b"}").is_some_and(|rest| rest.ends_with(end));
    critic.any() && pairs(critic).iter().any(|pair| is_end(pair[1]))
}

/// How the run of equal bytes that begins at `at` is written, behind what has been `written`. Each
/// could mean something; what else stands in the block is asked for where that decides it.
#[inline]
pub(super) fn judge(
    text: &[u8],
    at: usize,
    written: &[u8],
    around: Around<'_>,
    census: impl FnOnce() -> Census,
) -> Written {
    let byte = text[at];
    let following = text.get(at + 1).copied();
    let Around { extensions, after, in_link, minds_pipes, .. } = around;
    let escaped = match byte {
        b'*' | b'_' | b'~' | b'^' | b'$' => return delimiters(text, at, written, around, census),
        // In raised and lowered text it would take the blank behind it.
        b'\\' if extensions.super_sub && following.is_none_or(|next| next == b' ') => true,
        b'\\' => match following {
            // White space behind it that is not dropped.
            None if matches!(after.next, Next::Space | Next::Wide) => false,
            None if after.spaced && after.next != Next::LineEnd => false,
            _ => escapes(following),
        },
        b'`' => true,
        b'[' => {
            in_link
                || match following {
                    Some(next) => next == b'^',
                    // What follows may begin or end with `^`.
                    None => {
                        let touches = matches!(after.next, Next::Other | Next::Close);
                        extensions.super_sub && touches && !after.spaced
                    }
                }
        }
        b']' => in_link || following == Some(b'('),
        b'<' => match following {
            Some(next) if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') => {
                census().has_tag_end()
            }
            Some(_) => false,
            None => !after.is_space(),
        },
        b'&' => is_entity(&text[at..]),
        b'|' => minds_pipes,
        b'\n' => return Written::Replaced(b"&#10;"),
        b'\r' => return Written::Replaced(b"&#13;"),
        0 => return Written::Replaced("\u{FFFD}".as_bytes()),
        b'-' => following == Some(b'-') || (at > 0 && text[at - 1] == b'-'),
        b'.' => text[at..].starts_with(b"..."),
        // CriticMarkup, whose marks may be parted.
        b'{' => text
            .get(at + 1..at + 3)
            .is_none_or(|pair| pairs(extensions.critic).iter().any(|it| it[0] == pair)),
        b'}' => at < 2 || pairs(extensions.critic).iter().any(|it| *it[1] == text[at - 2..at]),
        // Straight quotes, where smart punctuation would bend them.
        _ => true,
    };
    if escaped { Written::Escaped(1) } else { Written::AsIs(1) }
}

/// How a run of what could be delimiters is written.
fn delimiters(
    text: &[u8],
    at: usize,
    written: &[u8],
    around: Around<'_>,
    census: impl FnOnce() -> Census,
) -> Written {
    let byte = text[at];
    let Extensions { strikethrough, super_sub, .. } = *around.extensions;
    let length = text[at..].iter().take_while(|&&b| b == byte).count();
    let before = if around.begins_line { Class::Space } else { class_before(written) };
    let rest = &text[at + length..];
    let after = match rest.first() {
        // Written as character references.
        Some(b'\n' | b'\r') => Class::Punctuation,
        Some(_) => class_after(rest),
        None if around.after.is_space() => Class::Space,
        None => Class::Punctuation,
    };
    let inert = match byte {
        b'$' => false,
        _ if before == Class::Space && after == Class::Space => true,
        b'_' => before == Class::Letter && after == Class::Letter,
        b'~' if !(strikethrough || super_sub) => true,
        // Nobody reads three as a delimiter, unless they touch one.
        b'~' => {
            let touches = at == 0 && !around.begins_line && written.ends_with(b"~");
            length > 2 && !touches && (!rest.is_empty() || after == Class::Space)
        }
        _ => false,
    };
    // To pulldown-cmark a lone `^` hides a `~` that opens, and the other way round.
    let hides = super_sub && matches!(byte, b'~' | b'^');
    if inert || !hides && census().is_lone(byte, length) {
        Written::AsIs(length)
    } else {
        Written::Escaped(length)
    }
}

/// Whether a backslash before `next` must be escaped: it would escape, or end the line.
pub(super) fn escapes(next: Option<u8>) -> bool {
    // Line ends are written as character references.
    next.is_none_or(|b| b.is_ascii_punctuation() || matches!(b, b'\n' | b'\r'))
}

/// Whether `text` begins with something of the form of an entity or a character reference.
pub(super) fn is_entity(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"&") else { return false };
    let (body, valid): (&[u8], fn(&u8) -> bool) = match rest {
        [b'#', b'x' | b'X', body @ ..] => (body, u8::is_ascii_hexdigit),
        [b'#', body @ ..] => (body, u8::is_ascii_digit),
        body => (body, u8::is_ascii_alphanumeric),
    };
    let length = body.iter().take(40).take_while(|b| valid(b)).count();
    length > 0 && body.get(length) == Some(&b';')
}

/// How a bracket that opens is written that is to mean nothing: with formulas on, a backslash before it would
/// begin one.
pub(super) fn bracket(extensions: &Extensions) -> &'static [u8] {
    if extensions.math { b"&#91;" } else { b"\\[" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Written::{AsIs, Escaped, Replaced};

    const OTHER: After = After { next: Next::Other, spaced: false };
    const SPACED: After = After { next: Next::Other, spaced: true };
    const END: After = After { next: Next::LineEnd, spaced: false };

    /// How the byte behind the `^` mark is written, in a block that holds more of everything.
    fn written(text: &str, in_link: bool, after: After, extensions: &Extensions) -> Written {
        let at = text.find('§').unwrap();
        let text = text.replace('§', "");
        let (minds_pipes, begins_line) = (in_link, at == 0);
        let around = Around { extensions, after, in_link, minds_pipes, begins_line };
        judge(text.as_bytes(), at, &text.as_bytes()[..at], around, Census::full)
    }

    #[test]
    fn a_byte_is_escaped_where_it_would_mean_something() {
        for (text, after, outside, in_link) in [
            ("a§\\b", OTHER, AsIs(1), AsIs(1)),
            ("a§\\*", OTHER, Escaped(1), Escaped(1)),
            ("a§\\", OTHER, Escaped(1), Escaped(1)),
            ("a§\\", SPACED, AsIs(1), AsIs(1)),
            ("a§\\", END, Escaped(1), Escaped(1)),
            ("a§`b", OTHER, Escaped(1), Escaped(1)),
            ("a§[b", OTHER, AsIs(1), Escaped(1)),
            ("a§[^b", OTHER, Escaped(1), Escaped(1)),
            ("a§]b", OTHER, AsIs(1), Escaped(1)),
            ("a§](b", OTHER, Escaped(1), Escaped(1)),
            ("a§<b", OTHER, Escaped(1), Escaped(1)),
            ("a §< b", OTHER, AsIs(1), AsIs(1)),
            ("a§<", OTHER, Escaped(1), Escaped(1)),
            ("a§<", SPACED, AsIs(1), AsIs(1)),
            ("a§&b", OTHER, AsIs(1), AsIs(1)),
            ("a§&amp;", OTHER, Escaped(1), Escaped(1)),
            ("a§|b", OTHER, AsIs(1), Escaped(1)),
            ("a§\nb", OTHER, Replaced(b"&#10;"), Replaced(b"&#10;")),
        ] {
            let extensions = Extensions::default();
            assert_eq!(written(text, false, after, &extensions), outside, "{text:?}");
            assert_eq!(written(text, true, after, &extensions), in_link, "{text:?} in a link");
        }
    }

    #[test]
    fn a_delimiter_is_escaped_where_it_could_pair() {
        let usual = Extensions::default();
        let super_sub = Extensions { super_sub: true, ..usual };
        let none = Extensions { strikethrough: false, ..usual };
        for (text, after, extensions, is) in [
            ("a §* b", OTHER, usual, AsIs(1)),
            ("a §*b", OTHER, usual, Escaped(1)),
            ("a§** b", OTHER, usual, Escaped(2)),
            ("a §*", END, usual, AsIs(1)),
            ("a §*", OTHER, usual, Escaped(1)),
            ("§*b", OTHER, usual, Escaped(1)),
            ("§* b", OTHER, usual, AsIs(1)),
            ("a§_b", OTHER, usual, AsIs(1)),
            ("a§_", OTHER, usual, Escaped(1)),
            ("a§~b", OTHER, usual, Escaped(1)),
            ("a§~b", OTHER, none, AsIs(1)),
            ("a§~~~b", OTHER, usual, AsIs(3)),
            ("a§~~~~", OTHER, usual, Escaped(4)),
            ("a§^b", OTHER, super_sub, Escaped(1)),
        ] {
            assert_eq!(written(text, false, after, &extensions), is, "{text:?}");
        }
    }

    #[test]
    fn entities_are_told_by_their_form() {
        for (text, is) in [
            ("&amp;", true),
            ("&#38;", true),
            ("&#x26;", true),
            ("&amp", false),
            ("&;", false),
            ("&#xg;", false),
            ("& b;", false),
            ("amp;", false),
        ] {
            assert_eq!(is_entity(text.as_bytes()), is, "{text}");
        }
    }
}
