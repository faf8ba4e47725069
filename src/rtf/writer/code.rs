//! Blocks without inlines: code, raw HTML, rules.
//!
//! Shape   a code block is a paragraph for each line, whose start is prepared once; raw HTML is
//!         one hidden paragraph.
//! State   [`Lines`] has the start of the lines of the code block that is being written.
//! Source  `docs/mapping.md`, "Other blocks".

use memchr::{memchr, memrchr};

use super::containers::FARTHEST;
use super::paragraph;
use super::sink::{Sink, enough, take_back};
use crate::buffers::kept;
use crate::document::{Kind, NodeId, View};
use crate::html;
use crate::memory::{self, Output};
use crate::options::Target;
use crate::text::escape_rtf;
use crate::text::highlight::{Class, Lexer};

kept! {
    /// The lines of a code block.
    #[derive(Debug, Default)]
    pub(super) struct Lines {
        /// The end of a line and the start of the next.
        start: Vec<u8>,
    }
}

impl Lines {
    /// All lines start with the bytes that were written from `from` on, which are taken back.
    pub(super) fn start_with(&mut self, from: usize, out: &mut Output) {
        out.push_byte(b' ');
        self.start.clear();
        enough(memory::append(&mut self.start, paragraph::END), out);
        take_back(out, from, &mut self.start);
    }

    /// Writes the lines of the texts between two nodes. `before` is the space before the first one;
    /// `after` the space behind the last, which ends the block. With a lexer the text has colours.
    pub(super) fn write(
        &self,
        start: NodeId,
        end: NodeId,
        (before, after): (Option<i64>, i64),
        mut lexer: Option<Lexer>,
        sink: &mut Sink<'_>,
    ) {
        let view = sink.view();
        let last_line = last_line(view, start, end);
        let (mut first, mut in_line) = (true, false);
        for (number, text) in leaves(view, start, end).enumerate() {
            let mut at = 0;
            while at < text.len() {
                if !in_line {
                    let last = (number, at) >= last_line;
                    let page = !first && text[at] == FORM_FEED;
                    if first || last || page {
                        if !first {
                            paragraph::end(sink.out());
                        }
                        let space = (before.filter(|_| first), last.then_some(after));
                        self.begin(space, page, sink.out());
                    } else {
                        sink.out().push(&self.start);
                    }
                    at += usize::from(page);
                    (first, in_line) = (false, true);
                }
                let line = memchr(b'\n', &text[at..]);
                let stop = line.map_or(text.len(), |line| at + line);
                let mut shown = &text[at..stop];
                at = stop;
                if line.is_some() {
                    shown = shown.strip_suffix(b"\r").unwrap_or(shown);
                    in_line = false;
                    at += 1;
                }
                match &mut lexer {
                    None => sink.text(shown),
                    Some(lexer) => colored(shown, lexer, sink),
                }
            }
        }
        if first {
            self.begin((before, Some(after)), false, sink.out());
            // An empty paragraph would be an empty line.
            sink.out().push(b"{\\cs13\\v  }");
        }
        paragraph::end(sink.out());
    }

    /// Begins a line that has space before or behind it or begins a page, where none is to be ended.
    #[inline]
    fn begin(&self, (before, after): (Option<i64>, Option<i64>), page: bool, out: &mut Output) {
        let start = self.start.strip_prefix(paragraph::END).unwrap_or(&[]);
        out.push(start.strip_suffix(b" ").unwrap_or(start));
        paragraph::space_before(before, out);
        if page {
            out.push(b"\\pagebb");
        }
        if let Some(after) = after {
            out.push(b"\\sa");
            out.push_int(after);
        }
        out.push_byte(b' ');
    }
}

/// It begins a page where it begins a line.
const FORM_FEED: u8 = 0x0C;

/// A line of code in its colours.
fn colored(line: &[u8], lexer: &mut Lexer, sink: &mut Sink<'_>) {
    let mut at = 0;
    while at < line.len() {
        let (class, len) = lexer.piece(line, at);
        let len = len.clamp(1, line.len() - at);
        let color: &[u8] = match class {
            Class::Plain => b"",
            Class::Word => b"{\\cf13 ",
            Class::Text => b"{\\cf14 ",
            Class::Comment => b"{\\cf15 ",
            Class::Number => b"{\\cf16 ",
        };
        sink.out().push(color);
        sink.text(&line[at..at + len]);
        if !color.is_empty() {
            sink.out().push_byte(b'}');
        }
        at += len;
    }
}

/// The background of a line of code, beside that of its style.
pub(super) fn background(target: Target) -> &'static [u8] {
    match target {
        Target::RichEdit => b"\\highlight3",
        Target::Both | Target::Word | Target::Report => b"",
    }
}

/// Whether there is a tab in a block of code.
pub(super) fn has_tabs(view: View<'_>, start: NodeId, end: NodeId) -> bool {
    leaves(view, start, end).any(|text| memchr(b'\t', text).is_some())
}

/// Tab stops behind every fourth letter from the left edge of code, whose size is in half-points.
pub(super) fn tab_stops(left: i64, size: u32, out: &mut Output) {
    let mut all = [0; STOPS];
    let count = stops(left, size, &mut all);
    for &stop in &all[..count] {
        out.push(b"\\tx");
        out.push_int(stop);
    }
}

/// The stops of code, and how many they are.
pub(super) const STOPS: usize = 16;

/// Finds them.
pub(super) fn stops(left: i64, size: u32, all: &mut [i64; STOPS]) -> usize {
    // Letters of code are 0.55 of their size wide.
    let step = i64::from(size) * 22;
    let mut count = 0;
    for (stop, place) in (1..).zip(all).take_while(|(stop, _)| left + stop * step < FARTHEST) {
        *place = left + stop * step;
        count += 1;
    }
    count
}

/// The texts among the nodes of a range.
fn leaves<'a>(
    view: View<'a>,
    start: NodeId,
    end: NodeId,
) -> impl DoubleEndedIterator<Item = &'a [u8]> {
    let nodes = view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
    nodes.iter().filter_map(move |node| match node.kind {
        Kind::Text(span) => Some(view.text(span)),
        _ => None,
    })
}

/// Where the last line of a code block begins: in which of its texts, and where there.
fn last_line(view: View<'_>, start: NodeId, end: NodeId) -> (usize, usize) {
    let count = leaves(view, start, end).count();
    let mut ending = true;
    for (number, text) in (0..count).rev().zip(leaves(view, start, end).rev()) {
        let mut text = text;
        if ending {
            text = text.strip_suffix(b"\n").unwrap_or(text);
            ending = false;
        }
        if let Some(line) = memrchr(b'\n', text) {
            return (number, line + 1);
        }
    }
    (0, 0)
}

/// Raw HTML between two nodes, a line end for each but the last; the words between its tags are seen.
/// Returns the first text of it, and whether there are such words.
pub(super) fn html_lines<'a>(
    view: View<'a>,
    start: NodeId,
    end: NodeId,
    out: &mut Output,
) -> (&'a [u8], bool) {
    let (mut raw, mut any_seen) = (Raw::Words, false);
    // Whether a line has ended, and whether words of it are seen.
    let (mut line_end, mut line_seen) = (false, false);
    // What stands between words that are seen, and the byte before.
    let (mut parting, mut before) = (Parting::Nothing, b'\n');
    for text in leaves(view, start, end) {
        for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
            if index > 0 {
                // It is written when more follows: the last one is the paragraph's.
                if line_end {
                    end_line(&mut line_seen, out);
                }
                line_end = true;
                (parting, before) = (Parting::Nothing, b'\n');
            }
            let mut rest = line.strip_suffix(b"\r").unwrap_or(line);
            if !rest.is_empty() && std::mem::take(&mut line_end) {
                end_line(&mut line_seen, out);
            }
            while !rest.is_empty() {
                let (piece, is_seen) = raw.next(&mut rest);
                if is_seen {
                    let parted = if line_seen { parting } else { Parting::Nothing };
                    out.push(parted.before(before == b'>', piece));
                    words(piece, out);
                    (any_seen, line_seen, parting) = (true, true, Parting::Nothing);
                } else {
                    escape_rtf(piece, out);
                    parting = parting.max(Parting::of(piece));
                }
                before = piece.last().copied().unwrap_or(before);
            }
        }
    }
    (leaves(view, start, end).next().unwrap_or(&[]), any_seen)
}

/// Words that are seen. A reference is hidden, and what it shows is seen behind it.
fn words(piece: &[u8], out: &mut Output) {
    out.push(b"{\\v0 ");
    let (mut done, mut at) = (0, 0);
    while let Some(found) = memchr(b'&', &piece[at..]) {
        at += found;
        let Some((c, length)) = html::shown(&piece[at..]) else {
            at += 1;
            continue;
        };
        escape_rtf(&piece[done..at], out);
        out.push(if at == 0 { b"\\v ".as_slice() } else { b"}" });
        escape_rtf(&piece[at..at + length], out);
        out.push(if at == 0 { b"\\v0 ".as_slice() } else { b"{\\v0 " });
        escape_rtf(c.encode_utf8(&mut [0; 4]).as_bytes(), out);
        at += length;
        done = at;
    }
    escape_rtf(&piece[done..], out);
    out.push_byte(b'}');
}

/// What a browser shows between words that tags stand between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Parting {
    Nothing,
    Cell,
    Line,
}

impl Parting {
    /// What a tag does.
    fn of(tag: &[u8]) -> Parting {
        const LINES: &str = "br p div li tr h1 h2 h3 h4 h5 h6 dt dd ul ol dl table summary blockquote \
                             pre hr center";
        let name = tag.strip_prefix(b"<").unwrap_or_default();
        let name = name.strip_prefix(b"/").unwrap_or(name);
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is = |other: &str| other.as_bytes().eq_ignore_ascii_case(&name[..length]);
        match () {
            () if LINES.split(' ').any(is) => Parting::Line,
            () if is("td") || is("th") => Parting::Cell,
            () => Parting::Nothing,
        }
    }

    /// What is seen of it. Reading takes a tab behind a tag for it, and with it the end of a line: so a
    /// tab that the words begin with there has one before it.
    fn before(self, is_behind_tag: bool, words: &[u8]) -> &'static [u8] {
        let has_tab = is_behind_tag && words.first() == Some(&b'\t');
        match (self, has_tab) {
            (Parting::Nothing, false) => b"",
            (Parting::Nothing, true) | (Parting::Cell, _) => b"{\\v0\\tab}",
            (Parting::Line, false) => b"{\\v0\\tab\\line}",
            (Parting::Line, true) => b"{\\v0\\tab\\line\\tab}",
        }
    }
}

/// A line of raw HTML ends, which is seen if words of it are.
fn end_line(line_seen: &mut bool, out: &mut Output) {
    let is_seen = std::mem::take(line_seen);
    out.push(if is_seen { b"{\\v0\\line}" } else { b"\\line " });
}

/// Where in raw HTML the writer is.
#[derive(Clone, Copy)]
enum Raw {
    Words,
    Tag,
    /// In a tag behind which comes what no browser shows, up to an end tag that begins like this.
    TagOf(&'static [u8]),
    /// Up to those bytes nothing is seen.
    Hidden(&'static [u8]),
}

impl Raw {
    /// Takes the first piece off a part of a line, and says whether it is seen.
    fn next<'t>(&mut self, rest: &mut &'t [u8]) -> (&'t [u8], bool) {
        let all = *rest;
        let end = match *self {
            Raw::Words if all[0] == b'<' => {
                *self = Raw::begun(all);
                return self.next(rest);
            }
            Raw::Words => memchr::memchr(b'<', all),
            Raw::Tag | Raw::TagOf(_) => memchr::memchr(b'>', all).map(|at| at + 1),
            Raw::Hidden(mark) if mark.starts_with(b"<") => {
                let is_mark = |part: &[u8]| part.eq_ignore_ascii_case(mark);
                all.windows(mark.len()).position(is_mark)
            }
            Raw::Hidden(mark) => memchr::memmem::find(all, mark).map(|at| at + mark.len()),
        };
        let (piece, after) = all.split_at(end.unwrap_or(all.len()));
        *rest = after;
        let is_seen = matches!(self, Raw::Words) && !piece.trim_ascii().is_empty();
        if end.is_some() {
            *self = match *self {
                Raw::TagOf(mark) => Raw::Hidden(mark),
                Raw::Hidden(mark) if mark.starts_with(b"<") => Raw::Tag,
                Raw::Words | Raw::Tag | Raw::Hidden(_) => Raw::Words,
            };
        }
        (piece, is_seen)
    }

    /// What begins with a `<`.
    fn begun(text: &[u8]) -> Raw {
        let is = |name: &[u8]| {
            text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        match () {
            () if is(b"<!--") => Raw::Hidden(b"-->"),
            () if is(b"<script") => Raw::TagOf(b"</script"),
            () if is(b"<style") => Raw::TagOf(b"</style"),
            () => Raw::Tag,
        }
    }
}

/// What an empty paragraph needs to be a rule beside its style. RichEdit shows no borders, so for
/// it the paragraph is low and has an [`underline`].
pub(super) fn rule(target: Target) -> &'static [u8] {
    match target {
        Target::Word | Target::Report => b"",
        Target::Both | Target::RichEdit => b"\\sl-40\\slmult0\\brsp0\\fs2",
    }
}

/// An underlined tab up to the right end of the text.
pub(super) fn underline(text_end: i64, out: &mut Output) {
    out.push(b"\\tx");
    out.push_int(text_end);
    out.push(b"{\\ul\\tab}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    /// A document of texts.
    fn document(texts: &[&str]) -> Document {
        let mut doc = Document::default();
        doc.reset(9);
        for text in texts {
            let span = doc.own(text);
            // Not by `leaf`, which would join neighbours.
            doc.nodes.push(crate::document::Node { kind: Kind::Text(span), end: 0 });
        }
        doc
    }

    #[test]
    fn last_lines_in_one_line_each() {
        for (texts, place) in [
            (&[][..], (0, 0)),
            (&["a\n"], (0, 0)),
            (&["a\nb\n"], (0, 2)),
            // Behind the first text is where the second begins.
            (&["a\n", "b\n"], (0, 2)),
            (&["a\nb", "c", "d\n"], (0, 2)),
            (&["a", "\nb\n"], (1, 1)),
            (&["a\n", "\n"], (0, 2)),
            (&["a\nb"], (0, 2)),
        ] {
            let doc = document(texts);
            let view = View { doc: &doc, source: b"" };
            assert_eq!(last_line(view, 0, texts.len() as NodeId), place, "{texts:?}");
        }
    }

    #[test]
    fn html_in_one_line_each() {
        for (texts, rtf) in [
            (&[][..], ""),
            (&["<a>\n"], "<a>"),
            (&["<a>\r\n<b>\n"], "<a>\\line <b>"),
            (&["<a>\n\n<b>\n\n"], "<a>\\line \\line <b>\\line "),
            (&["<a>\n", "<b>", "<c>\n"], "<a>\\line <b><c>"),
            (&["<p>a<br>b\n"], "<p>{\\v0 a}<br>{\\v0\\tab\\line}{\\v0 b}"),
            (&["<td>a</TD><td>b\n"], "<td>{\\v0 a}</TD><td>{\\v0\\tab}{\\v0 b}"),
            (
                &["<td>\ta</td></tr><tr><td>\tb"],
                "<td>{\\v0\\tab}{\\v0 \\tab a}</td></tr><tr><td>{\\v0\\tab\\line\\tab}{\\v0 \\tab b}",
            ),
            (&["<p>a <b>c</b>\nd</p>\n"], "<p>{\\v0 a }<b>{\\v0 c}</b>{\\v0\\line}{\\v0 d}</p>"),
            (&["<!-- a > b\nc -->d\n"], "<!-- a > b\\line c -->{\\v0 d}"),
            (
                &["<p>A &copy; &lt;x&gt;"],
                "<p>{\\v0 A }&copy;{\\v0 \\u169c }&lt;{\\v0 <x}&gt;{\\v0 >}",
            ),
            (&["<p>&amp;amp; &x &#10;"], "<p>{\\v0 \\v &amp;\\v0 &amp; &x &#10;}"),
            (&["<Script>\na < b\n</SCRIPT>\n"], "<Script>\\line a < b\\line </SCRIPT>"),
        ] {
            let doc = document(texts);
            let view = View { doc: &doc, source: b"" };
            let mut out = Output::new(Vec::new(), 999);
            let first = html_lines(view, 0, texts.len() as NodeId, &mut out);
            assert_eq!(first.0, texts.first().unwrap_or(&"").as_bytes());
            assert_eq!(first.1, rtf.contains("\\v0"), "{texts:?}");
            assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), rtf, "{texts:?}");
        }
    }
}
