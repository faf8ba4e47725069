//! Tags of raw HTML whose words look as a browser shows them: the tags are hidden, and the look stands
//! between them as a control word.
//!
//! Source  the HTML standard, "Rendering".

use crate::rtf::assembly::format::Mark;

/// A look that tags stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum RawLook {
    Bold,
    Italic,
    Strike,
    Underline,
}

impl RawLook {
    /// How many there are.
    pub(in crate::rtf) const COUNT: usize = RawLook::Underline as usize + 1;

    /// How a group of that look begins.
    pub(in crate::rtf) fn group(self) -> &'static [u8] {
        match self {
            RawLook::Bold => b"{\\b ",
            RawLook::Italic => b"{\\i ",
            RawLook::Strike => b"{\\strike ",
            RawLook::Underline => b"{\\ul ",
        }
    }

    /// What text in it has.
    pub(in crate::rtf) fn mark(self) -> Mark {
        match self {
            RawLook::Bold => Mark::Bold,
            RawLook::Italic => Mark::Italic,
            RawLook::Strike => Mark::Strike,
            RawLook::Underline => Mark::Underline,
        }
    }

    fn of_name(name: &[u8]) -> Option<RawLook> {
        let is = |names: &[&[u8]]| names.iter().any(|it| it.eq_ignore_ascii_case(name));
        match () {
            () if is(&[b"b", b"strong"]) => Some(RawLook::Bold),
            () if is(&[b"i", b"em"]) => Some(RawLook::Italic),
            () if is(&[b"s", b"strike", b"del"]) => Some(RawLook::Strike),
            () if is(&[b"ins", b"u"]) => Some(RawLook::Underline),
            () => None,
        }
    }
}

/// The tags in a text that stand for a look, and whether they begin it.
pub(in crate::rtf) fn tags(text: &[u8]) -> impl Iterator<Item = (RawLook, bool)> + '_ {
    let places = memchr::memchr_iter(b'<', text);
    places.filter_map(move |at| {
        let rest = text.get(at + 1..)?;
        let name = rest.strip_prefix(b"/").unwrap_or(rest);
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_end = matches!(name.get(length), None | Some(b'>' | b' ' | b'\n'));
        let look = RawLook::of_name(&name[..length]).filter(|_| is_end)?;
        Some((look, name.len() == rest.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_one_line_each() {
        use RawLook::*;
        for (text, found) in [
            ("<b>", &[(Bold, true)][..]),
            ("</B>", &[(Bold, false)]),
            ("<b><i class=x>", &[(Bold, true), (Italic, true)]),
            ("</ins ></s>", &[(Underline, false), (Strike, false)]),
            ("<br> <body> < b> <b-", &[]),
            ("<del", &[(Strike, true)]),
        ] {
            assert_eq!(tags(text.as_bytes()).collect::<Vec<_>>(), found, "{text}");
        }
    }
}
