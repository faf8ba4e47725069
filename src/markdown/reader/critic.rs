//! CriticMarkup: insertions, deletions, substitutions, and comments with what they are about.
//!
//! Shape   [`rewrite`] puts tags of this reader's own, which nobody else writes, for the marks that stand in
//!         pairs in the text of one block; a comment becomes one tag that holds its words. [`Mark::of`] tells
//!         what such a tag says.
//! Units   byte offsets into the text that is parsed.
//! Limits  eight marks may be open at a time; a pair does not reach out of its paragraph, and marks alone on a
//!         line are text, since a tag there would begin a block.
//! Source  CriticMarkup; pulldown-cmark, which is asked what is text.

use std::ops::Range;

use memchr::{memchr2, memmem};
use pulldown_cmark::{Event, Options as Flags, Tag, TagEnd};

use crate::error::{Error, Result};
use crate::memory::push;
use crate::options::Critic;

/// Marks that may be open.
const OPEN: usize = 8;

/// What two marks stand around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    Inserted,
    Deleted,
    Replaced,
    Marked,
    Comment,
}

use Pair::*;

const PAIRS: [(Pair, &[u8; 3], &[u8; 3]); 5] = [
    (Inserted, b"{++", b"++}"),
    (Deleted, b"{--", b"--}"),
    (Replaced, b"{~~", b"~~}"),
    (Marked, b"{==", b"==}"),
    (Comment, b"{>>", b"<<}"),
];

/// A pair: where its marks begin.
#[derive(Clone, Copy, Debug)]
struct Found {
    pair: Pair,
    open: usize,
    close: usize,
}

/// What a tag says that [`rewrite`] has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark<'t> {
    Inserted {
        end: bool,
    },
    Deleted {
        end: bool,
    },
    /// What the next comment is about begins.
    Range,
    /// What stands behind a comment, so that this is not alone.
    Nothing,
    /// A comment; about what began, if `ranged`, which ends here. Its words are encoded.
    Comment {
        ranged: bool,
        words: &'t str,
    },
}

impl<'t> Mark<'t> {
    pub(super) fn of(tag: &'t str) -> Option<Mark<'t>> {
        Some(match tag {
            "<lb-i>" => Mark::Inserted { end: false },
            "</lb-i>" => Mark::Inserted { end: true },
            "<lb-d>" => Mark::Deleted { end: false },
            "</lb-d>" => Mark::Deleted { end: true },
            "<lb-r>" => Mark::Range,
            "</lb-c>" => Mark::Nothing,
            _ => {
                let words = tag.strip_prefix("<lb-c ")?.strip_suffix("\">")?;
                let (kind, words) = words.split_once("=\"")?;
                Mark::Comment { ranged: kind == "r", words }
            }
        })
    }

    /// What it is where its partner does not come.
    pub(super) fn text(self) -> &'static str {
        match self {
            Mark::Inserted { end: false } => "{++",
            Mark::Inserted { end: true } => "++}",
            Mark::Deleted { end: false } => "{--",
            Mark::Deleted { end: true } => "--}",
            Mark::Range | Mark::Comment { .. } | Mark::Nothing => "",
        }
    }
}

/// The words of a comment, of which `piece` gets one after the other.
pub(super) fn decode(words: &str, mut piece: impl FnMut(&str)) {
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        piece(&rest[..at]);
        let number = rest[at + 1..].split(';').next().unwrap_or("");
        let c = number.strip_prefix('#').and_then(|digits| digits.parse().ok());
        piece(c.and_then(char::from_u32).unwrap_or(' ').encode_utf8(&mut [0; 4]));
        rest = rest.get(at + number.len() + 2..).unwrap_or("");
    }
    piece(rest);
}

/// Writes a text with tags for its marks; false where it has none.
pub(super) fn rewrite(text: &str, flags: Flags, critic: Critic, into: &mut String) -> Result<bool> {
    let bytes = text.as_bytes();
    let is_here = |(_, open, _): &(Pair, &[u8; 3], &[u8; 3])| memmem::find(bytes, *open).is_some();
    if !PAIRS.iter().any(is_here) {
        return Ok(false);
    }
    let mut found = pairs(text, flags, critic)?;
    if found.is_empty() {
        return Ok(false);
    }
    found.sort_unstable_by_key(|found| found.open);
    into.try_reserve(text.len() + found.len() * 32)?;
    // Ends of pairs that are open, the innermost last.
    let mut ends: Vec<(usize, Pair, bool)> = Vec::new();
    let mut at = 0;
    let mut next = found.iter().peekable();
    loop {
        let begins = next.peek().map(|found| found.open);
        let ends_at = ends.last().map(|end| end.0);
        let begins_first = begins.is_some_and(|open| ends_at.is_none_or(|end| open < end));
        if begins_first && let Some(&Found { pair, open, close }) = next.next() {
            into.push_str(&text[at..open]);
            at = open + 3;
            match pair {
                Inserted => into.push_str("<lb-i>"),
                Deleted => into.push_str("<lb-d>"),
                Replaced => {
                    let middle =
                        open + 3 + memmem::find(&bytes[open + 3..close], b"~>").unwrap_or(0);
                    into.push_str("<lb-d>");
                    into.push_str(&text[at..middle]);
                    into.push_str("</lb-d><lb-i>");
                    at = middle + 2;
                }
                Comment => {
                    // A tag alone on a line would begin a block.
                    into.push_str("<lb-c n=\"");
                    encode(&text[at..close], into);
                    into.push_str("\"></lb-c>");
                    at = close + 3;
                    continue;
                }
                Marked => {}
            }
            let behind = found.binary_search_by_key(&(close + 3), |found| found.open);
            let commented =
                pair == Marked && behind.is_ok_and(|index| found[index].pair == Comment);
            if pair == Marked {
                into.push_str(if commented { "<lb-r>" } else { "<mark>" });
            }
            if !push(&mut ends, (close, pair, commented)) {
                return Err(Error::out_of_memory());
            }
        } else if let Some((close, pair, commented)) = ends.pop() {
            into.push_str(&text[at..close]);
            at = close + 3;
            match pair {
                Inserted | Replaced => into.push_str("</lb-i>"),
                Deleted => into.push_str("</lb-d>"),
                Marked if commented => {
                    // The comment stands right behind.
                    let Some(found) = next.next() else { continue };
                    into.push_str("<lb-c r=\"");
                    encode(&text[found.open + 3..found.close], into);
                    into.push_str("\">");
                    at = found.close + 3;
                }
                Marked | Comment => into.push_str("</mark>"),
            }
        } else {
            break;
        }
    }
    into.push_str(&text[at..]);
    Ok(true)
}

/// Words in an attribute in which nothing means anything; what a backslash stands before is itself, and
/// lines begin where their quotes have begun.
fn encode(words: &str, into: &mut String) {
    let mut chars = words.chars().peekable();
    let mut line_start = false;
    while let Some(mut c) = chars.next() {
        if line_start && matches!(c, ' ' | '\t' | '>') {
            continue;
        }
        line_start = c == '\n';
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            c = chars.next().unwrap_or(c);
        }
        match c {
            '\n' | '\t' => into.push(' '),
            c if c.is_ascii_punctuation() => {
                into.push_str("&#");
                into.push_str(&u32::from(c).to_string());
                into.push(';');
            }
            c => into.push(c),
        }
    }
}

/// The pairs of marks in the text of each block.
fn pairs(text: &str, flags: Flags, critic: Critic) -> Result<Vec<Found>> {
    let mut search =
        Search { text: text.as_bytes(), critic, open: [None; OPEN], len: 0, found: Vec::new() };
    // What is text and touches is looked at together.
    let mut run = 0..0;
    let mut raw = 0usize;
    for (event, place) in super::parser(text, flags, None).into_offset_iter() {
        let pieces: [Range<usize>; 2] = match event {
            Event::Text(_) if raw == 0 => [place, 0..0],
            Event::Start(Tag::Strikethrough) => {
                let marks = search.text[place.start..].iter().take_while(|&&byte| byte == b'~');
                [place.start..place.start + marks.count().min(2), 0..0]
            }
            Event::End(TagEnd::Strikethrough) => [place.end.saturating_sub(2)..place.end, 0..0],
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                raw += 1;
                [0..0, 0..0]
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                raw = raw.saturating_sub(1);
                [0..0, 0..0]
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }) => {
                continue;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {
                continue;
            }
            Event::SoftBreak | Event::HardBreak | Event::Code(_) | Event::InlineHtml(_) => continue,
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => continue,
            Event::Text(_) | Event::Html(_) | Event::TaskListMarker(_) => continue,
            // Another block.
            Event::Start(_) | Event::End(_) | Event::Rule => {
                search.run(std::mem::replace(&mut run, 0..0))?;
                search.len = 0;
                continue;
            }
        };
        for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
            if piece.start == run.end && !run.is_empty() {
                run.end = piece.end;
            } else {
                search.run(std::mem::replace(&mut run, piece))?;
            }
        }
    }
    search.run(run)?;
    Ok(search.found)
}

struct Search<'t> {
    text: &'t [u8],
    critic: Critic,
    open: [Option<(Pair, usize)>; OPEN],
    len: usize,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Looks for marks in a stretch of text.
    fn run(&mut self, run: Range<usize>) -> Result<()> {
        let mut at = run.start;
        while let Some(brace) = memchr2(b'{', b'}', &self.text[at..run.end]) {
            let brace = at + brace;
            at = brace + 1;
            let (from, opens) = match self.text[brace] {
                b'{' => (brace, true),
                _ => (brace.saturating_sub(2), false),
            };
            // A backslash before the run takes its first character's meaning.
            let escaped = from == run.start && from > 0 && self.text[from - 1] == b'\\';
            if from < run.start || from + 3 > run.end || escaped || self.is_alone(from) {
                continue;
            }
            let mark = &self.text[from..from + 3];
            let known =
                PAIRS.iter().find(|(_, open, close)| mark == if opens { *open } else { *close });
            let Some(&(pair, ..)) = known.filter(|(pair, ..)| self.reads(*pair)) else { continue };
            if opens {
                self.begin(pair, from);
                at = from + 3;
            } else {
                self.end(pair, from)?;
            }
        }
        Ok(())
    }

    fn reads(&self, pair: Pair) -> bool {
        match pair {
            Inserted | Deleted | Replaced => self.critic.changes,
            Marked | Comment => self.critic.comments,
        }
    }

    /// Whether a mark stands alone on its line.
    fn is_alone(&self, at: usize) -> bool {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'>');
        let before = self.text[..at].iter().rev().find(|byte| !blank(byte));
        let after = self.text[at + 3..].iter().find(|byte| !blank(byte));
        before.is_none_or(|&byte| byte == b'\n') && after.is_none_or(|&byte| byte == b'\n')
    }

    fn begin(&mut self, pair: Pair, at: usize) {
        let in_comment =
            self.open[..self.len].last().is_some_and(|open| matches!(open, Some((Comment, _))));
        if !in_comment && let Some(place) = self.open.get_mut(self.len) {
            *place = Some((pair, at));
            self.len += 1;
        }
    }

    fn end(&mut self, pair: Pair, close: usize) -> Result<()> {
        let matches = |open: &Option<(Pair, usize)>| open.is_some_and(|(found, _)| found == pair);
        let Some(index) = self.open[..self.len].iter().rposition(matches) else { return Ok(()) };
        let Some((_, open)) = self.open[index] else { return Ok(()) };
        self.len = index;
        let parted = || memmem::find(&self.text[open + 3..close], b"~>").is_some();
        // Of all pairs comments alone may be empty: someone may have said nothing.
        let is_empty = close == open + 3 && pair != Comment;
        if close < open + 3 || is_empty || pair == Replaced && !parted() {
            return Ok(());
        }
        // Pairs begun in it that have not ended are text; those that have stay.
        if push(&mut self.found, Found { pair, open, close }) {
            Ok(())
        } else {
            Err(Error::out_of_memory())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_one_line_each() {
        let critic = Critic { changes: true, comments: true };
        for (text, expected) in [
            ("a", None),
            ("a {b} ++} {++", None),
            ("a{++b++}c", Some("a<lb-i>b</lb-i>c")),
            ("a {--b--} c", Some("a <lb-d>b</lb-d> c")),
            ("{~~old~>new~~}.", Some("<lb-d>old</lb-d><lb-i>new</lb-i>.")),
            ("{~~old~~}", None),
            ("{++a {--b--}++}", Some("<lb-i>a <lb-d>b</lb-d></lb-i>")),
            ("{++*a* `++}` b++}", Some("<lb-i>*a* `++}` b</lb-i>")),
            ("x {==a==}{>>b *c*<<} y", Some("x <lb-r>a<lb-c r=\"b &#42;c&#42;\"> y")),
            ("x{>>a\\<b<<}", Some("x<lb-c n=\"a&#60;b\"></lb-c>")),
            ("x{>><<}{++++}", Some("x<lb-c n=\"\"></lb-c>{++++}")),
            ("x {==a==} y", Some("x <mark>a</mark> y")),
            ("\\{++a++}", None),
            ("{++a\\++}", None),
            ("`{++a++}`", None),
            ("    {++a++}", None),
            ("```\n{++a++}\n```", None),
            ("{++a\n\nb++}", None),
            ("{++\na\n++}", None),
            ("{++a\nb++}", Some("<lb-i>a\nb</lb-i>")),
            ("[a](b{++c++}d)", None),
            (
                "{>>a {++b++} c<<}",
                Some("<lb-c n=\"a &#123;&#43;&#43;b&#43;&#43;&#125; c\"></lb-c>"),
            ),
        ] {
            let mut into = String::new();
            let flags = Flags::ENABLE_STRIKETHROUGH;
            let changed = rewrite(text, flags, critic, &mut into).unwrap();
            assert_eq!(changed.then_some(into.as_str()), expected, "{text:?}");
        }
        let mut words = String::new();
        decode("a &#42;b&#38;", |piece| words.push_str(piece));
        assert_eq!(words, "a *b&");
    }

    #[test]
    fn marks_by_the_thousand_take_linear_time() {
        let critic = Critic { changes: true, comments: true };
        for (piece, tail) in
            [("{++", ""), ("{++a", "++}"), ("{==", "==}"), ("{>>", ""), ("{~~", "~~}")]
        {
            let text = piece.repeat(100_000) + &tail.repeat(100_000);
            let mut into = String::new();
            rewrite(&text, Flags::empty(), critic, &mut into).unwrap();
        }
    }
}
