//! Attributes at the end of a heading: `# Title {#id .class key=value}`.
//!
//! Shape   the text of a heading has been read as any text; where its end is attributes, and only then,
//!         it is taken back.
//! Source  Pandoc's manual, "Heading identifiers": whatever has another form is text.

use super::page::Page;
use crate::document::{Kind, NodeId, Span};

/// What attributes say.
pub(super) struct Found {
    /// The identifier, or empty.
    pub id: Span,
    /// Where they stand in the text that is parsed, without the braces.
    pub place: (usize, usize),
}

/// The places in the input of the attributes that a document has no place for.
pub(super) fn others(page: &Page<'_, '_>, place: (usize, usize)) -> impl Iterator<Item = usize> {
    let text = page.input().as_bytes().get(place.0..place.1).unwrap_or(&[]);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *text.get(at)?;
            let begin = at;
            if byte.is_ascii_whitespace() {
                at += 1;
                continue;
            }
            at += attribute(&text[at..])?;
            if byte != b'#' {
                let name = place.0 + begin + usize::from(byte == b'.');
                return Some(page.place(name));
            }
        }
    })
}

/// Takes the attributes that a heading ends with out of its text.
pub(super) fn take(page: &mut Page<'_, '_>, heading: NodeId) -> Option<Found> {
    let input = page.input().as_bytes();
    let Some((_, Kind::Text(last))) = page.last() else { return None };
    let (_, end) = page.parsed(last)?;
    let end = end - input[..end].iter().rev().take_while(|byte| b" \t".contains(byte)).count();
    let line = input[..end].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    if input.get(end.checked_sub(1)?) != Some(&b'}') {
        return None;
    }
    // The brace must end the heading, but for the marks that close it.
    let rest = &input[end..];
    let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
    if input.get(end.wrapping_sub(2)) == Some(&b'\\')
        || !rest.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'#'))
    {
        return None;
    }
    let open = line + memchr::memrchr(b'{', &input[line..end])?;
    if open.checked_sub(1).is_some_and(|before| b"\\{".contains(&input[before])) {
        return None;
    }
    let found = parse(page, open + 1, end - 1)?;
    // All nodes from the brace on must be text of the heading itself.
    let first = heading as usize + 1;
    let nodes = page.nodes();
    let starts = |at: usize| match nodes[at].kind {
        Kind::Text(span) => page.parsed(span),
        _ => None,
    };
    let cut = (first..nodes.len())
        .rev()
        .find(|&at| starts(at).is_some_and(|(start, _)| start <= open))?;
    if !nodes[cut..].iter().all(|node| matches!(node.kind, Kind::Text(_))) {
        return None;
    }
    let (start, stop) = starts(cut)?;
    if stop <= open {
        return None;
    }
    let Kind::Text(span) = nodes[cut].kind else { return None };
    let blanks = input[start..open].iter().rev().take_while(|byte| b" \t".contains(byte)).count();
    page.take_back(cut);
    page.leaf(Kind::Text(span.slice(0, open - start - blanks)));
    Some(found)
}

/// What stands between braces; `None` where it is no list of attributes.
fn parse(page: &Page<'_, '_>, start: usize, end: usize) -> Option<Found> {
    let text = page.input().as_bytes().get(start..end)?;
    let mut found = Found { id: Span::EMPTY, place: (start, end) };
    let (mut at, mut any) = (0, false);
    while at < text.len() {
        if text[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let stop = at + attribute(&text[at..])?;
        if text[at] == b'#' && found.id.is_empty() {
            found.id = page.input_span(start + at + 1, start + stop);
        }
        any = true;
        at = stop;
    }
    any.then_some(found)
}

/// The length of the attribute that a text begins with.
fn attribute(text: &[u8]) -> Option<usize> {
    let name = |text: &[u8]| {
        text.iter()
            .take_while(|byte| {
                byte.is_ascii_alphanumeric() || b"_-:.".contains(byte) || **byte >= 0x80
            })
            .count()
    };
    let length = match text {
        [b'#', rest @ ..] => {
            // An identifier may be anything that a link can say.
            let stop =
                rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
            (stop > 0 && !rest[..stop].iter().any(|byte| b"{}=<>\"".contains(byte)))
                .then_some(stop + 1)?
        }
        [b'.', rest @ ..] if rest.first().is_some_and(|byte| !byte.is_ascii_digit()) => {
            Some(name(rest)).filter(|&len| len > 0)? + 1
        }
        _ => {
            let key = Some(name(text)).filter(|&len| len > 0)?;
            let value = text.get(key..)?.strip_prefix(b"=")?;
            match value.first()? {
                quote @ (b'"' | b'\'') => key + 3 + memchr::memchr(*quote, &value[1..])?,
                _ => {
                    key + 1 + value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len())
                }
            }
        }
    };
    text.get(length).is_none_or(u8::is_ascii_whitespace).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_one_line_each() {
        for (text, length) in [
            ("#a b", Some(2)),
            (".b", Some(2)),
            (".5", None),
            ("k=v w", Some(3)),
            ("k=\"v w\" x", Some(7)),
            ("name", None),
            ("#", None),
            ("=", None),
            (".a,b", None),
        ] {
            assert_eq!(attribute(text.as_bytes()), length, "{text}");
        }
    }
}
