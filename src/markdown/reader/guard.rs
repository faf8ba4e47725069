//! What some extensions read otherwise than pulldown-cmark does is told to it by the text itself.
//!
//! Shape   one pass over the lines finds what is text: neither code nor raw HTML. There a backslash
//!         goes before what is not meant: a dollar that begins no formula, a colon that begins no
//!         definition, a dash or quote of a bare address that is to stay as it is. `\( \)` and
//!         `\[ \]` become dollars. Nothing else changes, and where none of these options is on, or
//!         nothing in the text could be meant, nothing is written anew.
//! Errors  `MemoryLimit`.
//! Limits  a backslash too many is seen nowhere; where a code block is not recognised as one, as far
//!         in as lists stand, the text in it may get one.
//! Source  Pandoc's manual, "Math" and "Definition lists"; KaTeX's delimiters.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memmem, memrchr};

use super::dollars::formula_end;
use crate::error::{Error, Result};
use crate::markdown::{autolink, html};
use crate::options::Extensions;
use crate::work;

/// Whether the text holds anything that may have to be guarded.
pub(super) fn is_wanted(source: &str, on: &Extensions) -> bool {
    let bytes = source.as_bytes();
    let has = |text: &str| memmem::find(bytes, text.as_bytes()).is_some();
    (on.math && (memchr(b'$', bytes).is_some() || has("\\(") || has("\\[")))
        || (on.definition_lists && memchr(b':', bytes).is_some())
        || (on.smart_punctuation && (has("://") || has("www.") || memchr(b'@', bytes).is_some()))
}

/// Writes `source` with what guards it, behind front matter as it is. Line ends are LF.
pub(super) fn write(
    (front, source): (&str, &str),
    on: &Extensions,
    into: &mut String,
) -> Result<()> {
    into.clear();
    into.try_reserve(front.len() + source.len() + 64)?;
    into.push_str(front);
    let mut guard = Guard { on, into, full: false };
    let mut blocks = Blocks::default();
    let (mut text, mut at) = (0, 0);
    for line in source.split_inclusive('\n') {
        match blocks.line(line) {
            Line::Goes => {}
            Line::Begins => {
                guard.text(&source[text..at]);
                text = at;
            }
            Line::Raw => {
                guard.text(&source[text..at]);
                guard.put(line);
                text = at + line.len();
            }
        }
        at += line.len();
    }
    guard.text(&source[text..at]);
    if guard.full { Err(Error::out_of_memory()) } else { Ok(()) }
}

/// What a line is to the text before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// It goes on with the text.
    Goes,
    /// It begins a text.
    Begins,
    /// It is no text: code, raw HTML, blank.
    Raw,
}

/// What the lines so far have opened.
#[derive(Debug, Default)]
struct Blocks {
    /// A fence: its character, its length, and in how many quotes it stands.
    fence: Option<(u8, usize, usize)>,
    /// What ends raw HTML; empty: a blank line.
    html: Option<&'static [u8]>,
    /// Where the text of the item stands that lines may belong to.
    item: Option<usize>,
    /// The line before was text.
    in_text: bool,
    /// The lines of text are rows of a table, each of which begins with a bar.
    rows: bool,
}

impl Blocks {
    fn line(&mut self, line: &str) -> Line {
        let (quotes, indent, rest) = strip_prefix(line.as_bytes());
        if let Some((byte, len, depth)) = self.fence {
            let run = rest.iter().take_while(|&&b| b == byte).count();
            if quotes >= depth {
                if run >= len && rest[run..].trim_ascii().is_empty() {
                    self.fence = None;
                }
                return Line::Raw;
            }
            self.fence = None;
        }
        let blank = rest.is_empty();
        if let Some(end) = self.html {
            let over = if end.is_empty() { blank } else { memmem::find(rest, end).is_some() };
            if over {
                self.html = None;
            }
            return Line::Raw;
        }
        if blank {
            self.in_text = false;
            return Line::Raw;
        }
        let mut begins = !self.in_text;
        if begins {
            if indent == 0 {
                self.item = None;
            }
            if indent >= 4 + self.item.unwrap_or(0) {
                return Line::Raw;
            }
        }
        let (mut rest, mut column) = (rest, indent);
        let is_text = self.in_text && indent >= 4 + self.item.unwrap_or(0);
        while !is_text && let Some(width) = marker(rest) {
            (rest, column) = (&rest[width..], column + width);
            self.item = Some(column);
            begins = true;
        }
        let run = |byte| rest.iter().take_while(|&&b| b == byte).count();
        let ticks = run(b'`');
        if (ticks >= 3 && memchr(b'`', &rest[ticks..]).is_none()) || run(b'~') >= 3 {
            let byte = rest[0];
            self.fence = Some((byte, run(byte), quotes));
            self.in_text = false;
            return Line::Raw;
        }
        if rest.first() == Some(&b'<')
            && let Some(start) = html::block_start(rest)
        {
            let end: &[u8] = if start < 6 { html::block_end(start) } else { b"" };
            if end.is_empty() || memmem::find(rest, end).is_none() {
                self.html = Some(end);
            }
            self.in_text = false;
            return Line::Raw;
        }
        let bar = rest.first() == Some(&b'|');
        self.rows = bar && (begins || self.rows);
        self.in_text = true;
        begins |= self.rows || !is_text && rest.first() == Some(&b'#');
        if begins { Line::Begins } else { Line::Goes }
    }
}

/// How many quotes a line stands in, how far its text is indented in them, and the text without the
/// line end.
fn strip_prefix(line: &[u8]) -> (usize, usize, &[u8]) {
    let (mut quotes, mut indent, mut at) = (0, 0, 0);
    loop {
        match line.get(at) {
            Some(b' ') => indent += 1,
            Some(b'\t') => indent += 4 - indent % 4,
            Some(b'>') if indent < 4 => {
                quotes += 1;
                // A space behind the mark belongs to it.
                at += usize::from(line.get(at + 1) == Some(&b' '));
                indent = 0;
            }
            _ => return (quotes, indent, line[at..].trim_ascii_end()),
        }
        at += 1;
    }
}

/// How many bytes the marker of an item, of a footnote's text or of a definition takes, with the
/// space behind it.
fn marker(text: &[u8]) -> Option<usize> {
    let width = match text {
        [b'-' | b'*' | b'+' | b':', ..] => 1,
        [b'[', b'^', ..] => memmem::find(text, b"]:")? + 2,
        _ => {
            let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&digits) || !matches!(text.get(digits), Some(b'.' | b')')) {
                return None;
            }
            digits + 1
        }
    };
    let blanks = text[width..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (blanks > 0).then_some(width + blanks.min(4))
}

struct Guard<'o, 't> {
    on: &'o Extensions,
    into: &'t mut String,
    full: bool,
}

impl Guard<'_, '_> {
    fn put(&mut self, text: &str) {
        if self.into.try_reserve(text.len()).is_err() {
            self.full = true;
        } else {
            self.into.push_str(text);
        }
    }

    /// Lines of text that belong together.
    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // What has been written, where the scan is, and where a word began.
        let (mut done, mut at) = (0, 0);
        let mut formulas = Formulas::new(text);
        let mut word = Word::default();
        // Up to where it has been asked which address there is.
        let mut seen = 0;
        let mut line_start = true;
        let mut word_start = true;
        while let Some(&byte) = bytes.get(at) {
            if line_start {
                line_start = false;
                let (_, _, rest) = strip_prefix(&bytes[at..line_end(bytes, at)]);
                if self.on.definition_lists
                    && let [b':', next, ..] = rest
                    && !matches!(next, b' ' | b'\t')
                {
                    let colon = at + memchr(b':', &bytes[at..]).unwrap_or(0);
                    self.put(&text[done..colon]);
                    self.put("\\");
                    (done, at) = (colon, colon + 1);
                    continue;
                }
            }
            if word_start && self.on.smart_punctuation && byte != b'\'' {
                word_start = false;
                word = if at < word.end { word } else { Word::at(bytes, at) };
                let mut end = word.end;
                if word.is_address(bytes, at) {
                    // One word is looked through once.
                    if at >= seen {
                        seen = autolink::extent(bytes, at);
                        let before = at.checked_sub(1).map_or(b'\n', |before| bytes[before]);
                        let text = &bytes[at..seen];
                        let stops = |byte: &u8| b"`[]|\\".contains(byte);
                        let stop = text.iter().position(stops).unwrap_or(text.len());
                        let found = autolink::find(&text[..stop], 0, before);
                        end = found
                            .filter(|found| at + found.start < end)
                            .map_or(end, |found| end.max(at + found.end));
                    }
                    self.put(&text[done..at]);
                    self.address(&text[at..end]);
                    (done, at) = (end, end);
                    continue;
                }
            }
            let next = match byte {
                b'\n' => {
                    (line_start, word_start) = (true, true);
                    at + 1
                }
                // Where a link leads is no text.
                b']' if bytes.get(at + 1) == Some(&b'(') => address_end(bytes, at + 2),
                b' ' | b'\t' | b'(' | b'[' | b']' | b'"' | b'\'' | b'*' | b'_' | b'>' | b'|' => {
                    word_start = true;
                    at + 1
                }
                b'`' => code_end(bytes, at),
                b'<' => tag_end(bytes, at),
                b'\\' if self.on.math && matches!(bytes.get(at + 1), Some(b'(' | b'[')) => {
                    match formulas.at(at) {
                        Some((inner, dollars, end)) => {
                            self.put(&text[done..at]);
                            self.put(dollars);
                            self.put(inner);
                            self.put(dollars);
                            done = end;
                            end
                        }
                        None => at + 2,
                    }
                }
                b'\\' => {
                    at + 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation))
                }
                b'$' if self.on.math => match formula_end(bytes, at) {
                    Some(end) => end,
                    None => {
                        self.put(&text[done..at]);
                        self.put("\\");
                        done = at;
                        at + 1
                    }
                },
                _ => at + 1,
            };
            at = next;
        }
        self.put(&text[done..]);
    }

    /// A bare address: what typographic marks would be made of gets a backslash.
    fn address(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut done = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let doubled = || bytes.get(at + 1) == Some(byte) || (at > 0 && bytes[at - 1] == *byte);
            if matches!(byte, b'\'' | b'"') || (matches!(byte, b'-' | b'.') && doubled()) {
                self.put(&text[done..at]);
                self.put("\\");
                done = at;
            }
        }
        self.put(&text[done..]);
    }
}

fn line_end(text: &[u8], at: usize) -> usize {
    memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end)
}

/// A word, which may be an address: it is looked through once, wherever in it that is asked.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    end: usize,
    /// Where the last `://` stands in it, and the last `@` before a dot; 0 where there is none.
    scheme: usize,
    mail: usize,
}

impl Word {
    /// The word that begins at a place of the text.
    fn at(text: &[u8], at: usize) -> Word {
        let ends = |&byte: &u8| byte.is_ascii_whitespace() || b"<>\"`()[]*|\\".contains(&byte);
        let end = text[at..].iter().position(ends).map_or(text.len(), |end| at + end);
        // A quote at the end is one of the text around it.
        let quotes = text[at..end].iter().rev().take_while(|&&byte| byte == b'\'').count();
        let word = &text[at..end - quotes];
        work::step(end - at);
        let place = |found: Option<usize>| found.map_or(0, |found| at + found);
        let dot = memrchr(b'.', word).unwrap_or(0);
        Word {
            end: end - quotes,
            scheme: place(memmem::rfind(word, b"://")),
            mail: place(memrchr(b'@', &word[..dot])),
        }
    }

    /// Whether what of it begins at a place may be an address.
    fn is_address(&self, text: &[u8], at: usize) -> bool {
        text[at..self.end].starts_with(b"www.") || self.scheme > at || self.mail > at
    }
}

/// Where a code span ends, or the backticks that begin none.
fn code_end(text: &[u8], at: usize) -> usize {
    let run = |at: usize| text[at..].iter().take_while(|&&byte| byte == b'`').count();
    let len = run(at);
    let mut next = at + len;
    while let Some(tick) = memchr(b'`', &text[next..]) {
        work::step(1 + tick);
        let found = run(next + tick);
        next += tick + found;
        if found == len {
            return next;
        }
    }
    at + len
}

/// Where the address ends that a link's brackets begin with.
fn address_end(text: &[u8], at: usize) -> usize {
    let mut next = at;
    while let Some(&byte) = text.get(next) {
        match byte {
            b'\\' => next += 1,
            b')' => break,
            _ if byte.is_ascii_whitespace() => break,
            _ => {}
        }
        next += 1;
    }
    next.min(text.len())
}

/// Where a tag or an address in angle brackets ends, or the bracket that begins none.
fn tag_end(text: &[u8], at: usize) -> usize {
    let begins = text.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
    match memchr2(b'>', b'<', &text[at + 1..]) {
        Some(end) if begins && text[at + 1 + end] == b'>' => at + end + 2,
        _ => at + 1,
    }
}

/// The formulas of a text in `\( \)` and `\[ \]`. What ends them is looked for once, however many begin.
struct Formulas<'t> {
    text: &'t str,
    /// Whether the text is rows of a table, once that was asked.
    is_table: Option<bool>,
    /// The next `\)` and `\]`, the next dollar without a backslash, and the next end of a cell, for places before
    /// these; the end of the text where there is none.
    closes: [usize; 2],
    dollar: usize,
    cell: usize,
}

impl<'t> Formulas<'t> {
    fn new(text: &'t str) -> Self {
        Formulas { text, is_table: None, closes: [0; 2], dollar: 0, cell: 0 }
    }

    /// The formula that begins at a place: what is in it, the dollars that say the same, and its end.
    fn at(&mut self, at: usize) -> Option<(&'t str, &'static str, usize)> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let (kind, close, dollars) = match bytes.get(at + 1)? {
            b'(' => (0, b')', "$"),
            _ => (1, b']', "$$"),
        };
        let start = at + 2;
        if self.closes[kind] < start {
            self.closes[kind] = closing(bytes, start, close);
        }
        let end = self.closes[kind];
        // Cells part what brackets hold together.
        if *self.is_table.get_or_insert_with(|| is_table(text)) && self.cell < start {
            self.cell = cell_end(bytes, start);
            work::step(self.cell - start);
        }
        if end >= text.len() || self.is_table == Some(true) && end >= self.cell {
            return None;
        }
        // A dollar in it could not be said between dollars.
        if self.dollar < start {
            let mut dollars = memchr_iter(b'$', &bytes[start..]).map(|dollar| start + dollar);
            self.dollar = dollars.find(|&dollar| bytes[dollar - 1] != b'\\').unwrap_or(text.len());
            work::step(self.dollar - start);
        }
        if self.dollar < end {
            return None;
        }
        let inner = &text[start..end];
        let inner = if kind == 0 { inner.trim() } else { inner };
        let slashes = inner.bytes().rev().take_while(|&byte| byte == b'\\').count();
        (!inner.trim().is_empty() && slashes % 2 == 0).then_some((inner, dollars, end + 2))
    }
}

/// The next bracket of that kind with a backslash before it that none stands before; the text's end where there is
/// none.
fn closing(text: &[u8], from: usize, close: u8) -> usize {
    let mut next = from;
    while let Some(slash) = text.get(next..).and_then(|rest| memchr(b'\\', rest)) {
        work::step(1 + slash);
        if text.get(next + slash + 1) == Some(&close) {
            return next + slash;
        }
        next += slash + 2;
    }
    text.len()
}

/// Where a cell of a table ends: at the next bar before which there is no backslash, or with its line.
fn cell_end(text: &[u8], at: usize) -> usize {
    let mut ends = memchr2_iter(b'|', b'\n', &text[at..]).map(|end| at + end);
    ends.find(|&end| text[end - 1] != b'\\').unwrap_or(text.len())
}

/// Whether lines of text are rows of a table.
fn is_table(text: &str) -> bool {
    let rule =
        |line: &[u8]| line.contains(&b'|') && line.iter().all(|byte| b"|-: \t".contains(byte));
    text.lines().enumerate().any(|(at, line)| {
        let (_, _, rest) = strip_prefix(line.as_bytes());
        rule(rest) || at == 0 && rest.first() == Some(&b'|')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(source: &str) -> String {
        let on = Extensions {
            math: true,
            definition_lists: true,
            smart_punctuation: true,
            ..Extensions::default()
        };
        let mut into = String::new();
        write(("", source), &on, &mut into).unwrap();
        into
    }

    #[test]
    fn texts_in_one_line_each() {
        for (source, text) in [
            ("a $x$ b", "a $x$ b"),
            (r"a \(x\) b", "a $x$ b"),
            (r"\( x_1 \), \(y\)", "$x_1$, $y$"),
            ("\\[\n a % b\n c\n\\]", "$$\n a % b\n c\n$$"),
            (r"\(a\\\\)", r"\(a\\\\)"),
            (r"\\(a\\)", r"\\(a\\)"),
            (r"`\(a\)`", r"`\(a\)`"),
            ("```\n\\(a\\) $A/$B\n```\n$A/$B", "```\n\\(a\\) $A/$B\n```\n\\$A/\\$B"),
            ("a\n\n    $A/$B", "a\n\n    $A/$B"),
            ("- a\n\n  $A/$B", "- a\n\n  \\$A/\\$B"),
            ("$HOME:$PATH and ${A}/${B}", "\\$HOME:\\$PATH and \\${A}/\\${B}"),
            ("from $5-$10 to $20", "from \\$5-\\$10 to \\$20"),
            (r"\$5 $$x$$ $y$", r"\$5 $$x$$ $y$"),
            ("<a href='$A/$B'>$x$</a>", "<a href='$A/$B'>$x$</a>"),
            ("a\n: b\n:::c\n  ::d", "a\n: b\n\\:::c\n  \\::d"),
            ("~~~\n:::c\n~~~", "~~~\n:::c\n~~~"),
            ("a\\\n:b", "a\\\n\\:b"),
            ("> ~~~\n> :::c\n\n:::d", "> ~~~\n> :::c\n\n\\:::d"),
            (
                "a--b http://a--b.c/d--e 'www.a.b/...'",
                r"a--b http://a\-\-b.c/d\-\-e 'www.a.b/\.\.\.'",
            ),
            ("[a--b](http://a.b/--)", "[a--b](http://a.b/--)"),
            (
                "http://a.b/\"c\"--d(e)--f, \"http://a.b/g\" http://a.b/`h--i`",
                r#"http://a.b/\"c\"\-\-d(e)\-\-f, "http://a.b/g" http://a.b/`h--i`"#,
            ),
            ("| \\(a | b\\) |\n\n\\(a|b\\)", "| \\(a | b\\) |\n\n$a|b$"),
            ("a | b\n-|-\n\\(a|b\\) \\(c\\)", "a | b\n-|-\n\\(a|b\\) $c$"),
            (r"| \(\|a\|\) |", r"| $\|a\|$ |"),
            ("$$\n|x| = 1\n$$", "$$\n|x| = 1\n$$"),
            ("$$a\n    + b$$ $A/$B", "$$a\n    + b$$ \\$A/\\$B"),
            ("| $a |\n|---|\n| b$ |", "| \\$a |\n|---|\n| b\\$ |"),
            ("H$_2$O ${}^{14}$C $(n+1)$th $n!$th", "H$_2$O ${}^{14}$C $(n+1)$th $n!$th"),
            ("$(a)$b ${a}$b $_a/$_b", "\\$(a)\\$b \\${a}\\$b \\$_a/\\$_b"),
            ("<http://a.b/--> x--y@a.b", r"<http://a.b/--> x\-\-y@a.b"),
            ("<div>\n\\(a\\)\n\n\\(b\\)", "<div>\n\\(a\\)\n\n$b$"),
        ] {
            assert_eq!(guarded(source), text, "{source}");
        }
    }
}
