//! The names that headings get from their text.
//!
//! Shape   a slug is what GitHub makes of a heading: lower case, hyphens for spaces, no
//!         punctuation; a repeated one gets a number.
//! Units   UTF-8 bytes, appended to a buffer of the caller's.
//! Errors  without memory the slug is cut short.

use super::names::push;
use super::{Names, NodeId, View, Words};
use crate::error::Result;

/// Appends the slug of a heading: lower case, hyphens for spaces, no punctuation.
pub fn slug(view: View<'_>, heading: NodeId, out: &mut Vec<u8>) {
    let nodes = view.nodes();
    let end = nodes.get(heading as usize).map_or(heading, |node| node.end);
    let start = out.len();
    // Spaces at the start and end of a heading are none of its text.
    let (mut begun, mut text_end) = (false, start);
    for node in nodes.get(heading as usize..end as usize).unwrap_or(&[]) {
        let text = match node.kind.words() {
            Words::Text(span) => view.text(span),
            Words::Blank => b" ",
            Words::Markup(_) | Words::Target(_) | Words::None => continue,
        };
        if out.try_reserve(text.len() * 2).is_err() {
            return;
        }
        for character in String::from_utf8_lossy(text).chars() {
            match character {
                ' ' if begun => {
                    out.push(b'-');
                    continue;
                }
                ' ' => continue,
                '-' | '_' => out.push(character as u8),
                // Combining marks belong to the letter before them.
                '\u{300}'..='\u{36F}' => push_character(out, character),
                _ if character.is_alphanumeric() => {
                    for lower in character.to_lowercase() {
                        push_character(out, lower);
                    }
                }
                _ => {}
            }
            (begun, text_end) = (true, out.len());
        }
    }
    out.truncate(text_end);
}

fn push_character(out: &mut Vec<u8>, character: char) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Appends a hyphen and a number.
pub fn push_number(out: &mut Vec<u8>, number: u32) {
    out.push(b'-');
    let mut unit = 1_000_000_000;
    while unit > 1 && number < unit {
        unit /= 10;
    }
    while unit > 0 {
        out.push(b'0' + (number / unit % 10) as u8);
        unit /= 10;
    }
}

/// Replaces what is not ASCII by its bytes as `%XX`, in place from the end.
pub fn percent_encode(name: &mut Vec<u8>) {
    let more = 2 * name.iter().filter(|byte| !byte.is_ascii()).count();
    if name.try_reserve(more).is_err() {
        return;
    }
    let mut from = name.len();
    let mut to = from + more;
    name.resize(to, 0);
    while from < to {
        from -= 1;
        let byte = name[from];
        if byte.is_ascii() {
            to -= 1;
            name[to] = byte;
        } else {
            to -= 3;
            name[to..to + 3].copy_from_slice(&percent(byte));
        }
    }
}

/// A byte as `%XX`.
pub fn percent(byte: u8) -> [u8; 3] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

/// Adds `-1`, `-2`, … to a slug that an earlier heading has.
pub(crate) fn make_unique(
    slug: &mut Vec<u8>,
    slugs: &mut Names,
    repeats: &mut Vec<u32>,
) -> Result<()> {
    let repeat = find_free(slug, slugs, repeats);
    take(slug, repeat, slugs, repeats)
}

/// A heading has a name of its own, which is no other's slug.
pub(crate) fn take_own(name: &[u8], slugs: &mut Names, repeats: &mut Vec<u32>) -> Result<()> {
    if slugs.find(name).is_some() { Ok(()) } else { take(name, None, slugs, repeats) }
}

/// The first heading with a slug, and the number that the next one gets.
type Repeat = Option<(u32, u32)>;

/// Makes of a slug the one that [`make_unique`] would, and takes nothing yet.
pub(super) fn find_free(slug: &mut Vec<u8>, slugs: &Names, repeats: &[u32]) -> Repeat {
    let first = slugs.find(slug)?;
    let mut count = repeats.get(first as usize).copied().unwrap_or(0);
    let len = slug.len();
    loop {
        count = count.saturating_add(1);
        slug.truncate(len);
        push_number(slug, count);
        if count == u32::MAX || slugs.find(slug).is_none() {
            return Some((first, count));
        }
    }
}

/// Takes what [`find_free`] has found.
pub(super) fn take(
    slug: &[u8],
    repeat: Repeat,
    slugs: &mut Names,
    repeats: &mut Vec<u32>,
) -> Result<()> {
    if let Some((first, count)) = repeat
        && let Some(place) = repeats.get_mut(first as usize)
    {
        *place = count;
    }
    slugs.insert(slug)?;
    push(repeats, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_slug_gets_the_next_free_number() {
        let (mut slugs, mut repeats) = (Names::default(), Vec::new());
        for (slug, unique) in [
            ("a", "a"),
            ("a", "a-1"),
            ("a-1", "a-1-1"),
            ("a", "a-2"),
            ("b", "b"),
            ("", ""),
            ("", "-1"),
        ] {
            let mut name = slug.as_bytes().to_vec();
            make_unique(&mut name, &mut slugs, &mut repeats).unwrap();
            assert_eq!(name, unique.as_bytes());
        }
    }
}
