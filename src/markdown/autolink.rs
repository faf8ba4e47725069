//! Bare addresses in running text: GFM's extended autolinks.
//!
//! Shape   [`find`] gives the first address at or after a place in a text; the reader turns it
//!         into a link, the writer asks whether a link would come back from its bare text.
//! Units   byte offsets into the text.
//! Limits  one pass over the text; text without `:`, `@` and `www.` costs one memchr scan.
//! Source  GFM 0.29, section 6.9, and cmark-gfm where the text leaves a choice.

use memchr::memchr3;

/// How the address was recognised, and so what its link's destination is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `www.…`: the destination has `http://` in front.
    Www,
    /// `http://…`, `https://…`, `ftp://…`: the text is the destination.
    Url,
    /// `name@host`: the destination has `mailto:` in front.
    Email,
    /// `mailto:name@host`: the text is the destination.
    Mailto,
}

impl Form {
    /// Whether it is found by the sign of mail, also behind an open bracket.
    pub(super) fn is_mail(self) -> bool {
        matches!(self, Form::Email | Form::Mailto)
    }
}

/// An address in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub form: Form,
}

/// The first address in `text` that begins at `from` or later. `before` is the byte that stands
/// before the text; a line feed for none.
pub(super) fn find(text: &[u8], from: usize, before: u8) -> Option<Found> {
    let mut at = from;
    // No `www.` before this place begins an address.
    let mut refused = 0;
    while let Some(rest) = text.get(at..) {
        let hit = at + memchr3(b':', b'@', b'.', rest)?;
        let found = match text[hit] {
            b':' => url(text, from, hit),
            b'@' => email(text, from, hit),
            _ if hit < refused + 3 => None,
            _ => www(text, from, hit, before, &mut refused),
        };
        if found.is_some() {
            return found;
        }
        at = hit + 1;
    }
    None
}

/// The first place at or after `from` at which a byte stands without which `text` would hold no
/// address, or the end.
pub(super) fn next_sign(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(hit) = text.get(at..).and_then(|rest| memchr3(b':', b'@', b'.', rest)) {
        at += hit;
        if is_sign(text, at) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// Whether the byte at `at` is one without which `text` would hold no address there.
pub(super) fn is_sign(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        Some(b':') => text[at..].starts_with(b"://"),
        Some(b'@') => true,
        Some(b'.') => text[..at].ends_with(b"www"),
        _ => false,
    }
}

fn url(text: &[u8], from: usize, colon: usize) -> Option<Found> {
    if !text[colon + 1..].starts_with(b"//") {
        return None;
    }
    let scheme = &text[from..colon];
    let length = scheme.iter().rev().take(6).take_while(|b| b.is_ascii_alphabetic()).count();
    let scheme = &scheme[scheme.len() - length..];
    if ![&b"http"[..], b"https", b"ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let host = colon + 3;
    let after = host + domain(&text[host..], true).ok()?;
    let end = trim(text, colon, extent(text, after));
    (end > host).then_some(Found { start: colon - length, end, form: Form::Url })
}

fn www(text: &[u8], from: usize, dot: usize, before: u8, refused: &mut usize) -> Option<Found> {
    let start = dot.checked_sub(3).filter(|&start| start >= from)?;
    if &text[start..dot] != b"www" {
        return None;
    }
    let previous = if start == 0 { before } else { text[start - 1] };
    if !(is_space(previous) || matches!(previous, b'*' | b'_' | b'~' | b'(')) {
        return None;
    }
    let after = match domain(&text[start..], false) {
        Ok(length) => start + length,
        Err(label) => {
            *refused = start + label;
            return None;
        }
    };
    let end = trim(text, start, extent(text, after));
    (end > dot + 1).then_some(Found { start, end, form: Form::Www })
}

/// Length of the domain at the start of `text`. Its last two labels may not have an underscore:
/// else the error is where the first of them begins, for none that begins before is better.
fn domain(text: &[u8], short: bool) -> Result<usize, usize> {
    let mut dots = 0;
    let (mut last, mut second) = (false, false);
    let (mut last_at, mut second_at) = (0, 0);
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'_' => last = true,
            b'.' => {
                (second, second_at) = (last, last_at);
                (last, last_at) = (false, at + 1);
                dots += 1;
            }
            b'-' => {}
            b if b.is_ascii_alphanumeric() => {}
            b if b >= 0x80 => {
                if at == 0 && !starts_with_letter(text) {
                    return Err(0);
                }
            }
            _ => break,
        }
        at += 1;
    }
    let begins = text.first().is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let good = begins && !last && !second && (short || dots > 0);
    if good { Ok(at) } else { Err(second_at) }
}

fn starts_with_letter(text: &[u8]) -> bool {
    let head = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or(""),
    };
    valid.chars().next().is_some_and(char::is_alphanumeric)
}

/// Where the address that has its domain before `at` stops at the latest.
pub(super) fn extent(text: &[u8], at: usize) -> usize {
    text[at..].iter().position(|&b| is_space(b) || b == b'<').map_or(text.len(), |n| at + n)
}

/// Leaves out what ends a sentence rather than the address `text[start..end]`.
pub(super) fn trim(text: &[u8], start: usize, mut end: usize) -> usize {
    let mut parens: Option<i64> = None;
    while end > start {
        match text[end - 1] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' => {
                let balance = *parens.get_or_insert_with(|| {
                    text[start..end].iter().map(|&b| (b == b'(') as i64 - (b == b')') as i64).sum()
                });
                if balance >= 0 {
                    break;
                }
                parens = Some(balance + 1);
                end -= 1;
            }
            b';' => {
                let name = &text[start..end - 1];
                let letters = name.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
                let ampersand = name.len() - letters;
                if letters > 0 && ampersand > 0 && name[ampersand - 1] == b'&' {
                    end = start + ampersand - 1;
                } else {
                    end -= 1;
                }
            }
            _ => break,
        }
    }
    end
}

fn email(text: &[u8], from: usize, sign: usize) -> Option<Found> {
    let name = text[from..sign]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_'))
        .count();
    if name == 0 || text.get(sign.wrapping_sub(name + 1)).is_some_and(|&b| b == b'/') {
        return None;
    }
    let mut end = sign + 1;
    let mut dots = 0;
    while let Some(&b) = text.get(end) {
        match b {
            b'.' if text.get(end + 1).is_some_and(|b| b.is_ascii_alphanumeric()) => dots += 1,
            b'-' | b'_' => {}
            b if b.is_ascii_alphanumeric() => {}
            _ => break,
        }
        end += 1;
    }
    let last = text[end - 1];
    if dots == 0 || !last.is_ascii_alphabetic() {
        return None;
    }
    const SCHEME: &[u8] = b"mailto:";
    let start = sign - name;
    let scheme = start.checked_sub(SCHEME.len()).filter(|&scheme| {
        let letter = scheme.checked_sub(1).is_some_and(|at| text[at].is_ascii_alphanumeric());
        scheme >= from && &text[scheme..start] == SCHEME && !letter
    });
    Some(match scheme {
        Some(start) => Found { start, end, form: Form::Mailto },
        None => Found { start, end, form: Form::Email },
    })
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t'..=b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_sign_is_the_first_byte_that_can_make_an_address() {
        let text = b"a.b: c://d e@f wwww.g www";
        let signs: Vec<_> = (0..text.len()).filter(|&at| is_sign(text, at)).collect();
        assert_eq!(signs, [6, 12, 19]);
        for from in 0..=text.len() + 1 {
            let next = signs.iter().copied().find(|&sign| sign >= from);
            assert_eq!(next_sign(text, from), next.unwrap_or(text.len()), "from {from}");
        }
    }

    #[test]
    fn addresses_are_found_and_end_where_gfm_ends_them() {
        for (text, address) in [
            ("www.commonmark.org", "www.commonmark.org"),
            ("Visit www.commonmark.org/help for more", "www.commonmark.org/help"),
            ("Visit www.commonmark.org.", "www.commonmark.org"),
            (
                "www.google.com/search?q=Markup+(business)",
                "www.google.com/search?q=Markup+(business)",
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                "www.google.com/search?q=Markup+(business)",
            ),
            ("www.google.com/search?q=(business))+ok", "www.google.com/search?q=(business))+ok"),
            (
                "www.google.com/search?q=commonmark&hl=en",
                "www.google.com/search?q=commonmark&hl=en",
            ),
            ("www.google.com/search?q=commonmark&hl;", "www.google.com/search?q=commonmark"),
            ("www.commonmark.org/he<lp", "www.commonmark.org/he"),
            ("http://commonmark.org", "http://commonmark.org"),
            (
                "(Visit https://encrypted.google.com/search?q=Markup+(business))",
                "https://encrypted.google.com/search?q=Markup+(business)",
            ),
            ("ftp://foo.bar.baz", "ftp://foo.bar.baz"),
            ("foo@bar.baz", "foo@bar.baz"),
            ("hello+xyz@mail.example is", "hello+xyz@mail.example"),
            ("a.b-c_d@a.b.", "a.b-c_d@a.b"),
            ("a.b-c_d@a.b-", ""),
            ("(mailto:a@b.cd)", "mailto:a@b.cd"),
            ("xmailto:a@b.cd", "a@b.cd"),
            ("Mailto:a@b.cd", "a@b.cd"),
            ("mailto:a", ""),
            ("a.b-c_d@a.b_", ""),
            ("time 12:30, x@y and e.g. this", ""),
            ("xwww.a.com http:/x", ""),
            ("http://a_b.com/x", ""),
        ] {
            let found = find(text.as_bytes(), 0, b'\n');
            assert_eq!(found.map_or("", |f| &text[f.start..f.end]), address, "{text}");
        }
    }
}
