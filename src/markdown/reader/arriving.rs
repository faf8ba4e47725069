//! Markdown whose end has not arrived yet (`Arriving=Yes`): what of it can be shown now.
//!
//! Language models send a few letters at a time, and half a construct means something else than the whole:
//! `**bo` is two asterisks, `| a | b |` a paragraph until the line below comes. What has been shown should
//! stay as it is when more arrives. So marks that are open are closed, the text of half a link is shown
//! without its brackets, and what can't be told yet waits.
//!
//! Shape   changes the text, which has LF line ends, at its end only: `scan` finds the block that is still
//!         growing, `Tail` what its inlines leave open. No state between calls: the text comes whole each time.
//! Units   bytes of UTF-8.
//! Errors  `MemoryLimit`.
//! Limits  a tag or an entity waits for 200 bytes, 32 brackets and marks are remembered. A closing mark that
//!         never comes shows its text as emphasis until the block ends.
//! Source  CommonMark 0.31, GFM 0.29.

use crate::error::Result;
use crate::work;

/// Makes of `text` what of it can be shown. `math` is whether formulas are read.
pub(super) fn complete(text: &mut String, math: bool) -> Result<()> {
    let tail = match scan(text) {
        Growing::Code(end) => Tail { end, ..Tail::default() },
        Growing::Block { inlines, end } => {
            let mut tail = Tail::read(text, inlines, end, math);
            // A row whose first cell has nothing yet is none.
            let begun = text.get(inlines..tail.end).unwrap_or("");
            if begun.contains('|') && begun.bytes().all(|byte| b"| \t\n".contains(&byte)) {
                tail.end = inlines;
            }
            tail
        }
    };
    text.truncate(tail.end);
    text.try_reserve(tail.code + tail.open.iter().map(|&(_, count)| count).sum::<usize>())?;
    for &bracket in tail.brackets.iter().rev().filter(|&&at| at < tail.end) {
        text.remove(bracket);
    }
    text.extend(std::iter::repeat_n('`', tail.code));
    for &(mark, count) in tail.open.iter().rev() {
        text.extend(std::iter::repeat_n(char::from(mark), count));
    }
    Ok(())
}

/// What the text ends in, and up to where it can be shown.
enum Growing {
    /// Fenced code, which lasts up to the end as long as nothing closes it.
    Code(usize),
    /// A block with inlines: those that still grow begin at `inlines`.
    Block { inlines: usize, end: usize },
}

/// Looks at the lines of `source` for what is open at its end.
fn scan(source: &str) -> Growing {
    let mut fence: Option<(u8, usize)> = None;
    // Where the paragraph or the row begins that still grows, and the table's first line while it is none.
    let mut inlines = 0;
    let mut header: Option<usize> = None;
    let mut in_table = false;
    let mut in_quote = false;
    let mut at = 0;
    while at < source.len() {
        let end =
            memchr::memchr(b'\n', &source.as_bytes()[at..]).map_or(source.len(), |n| at + n + 1);
        let line = &source[at..end];
        let whole = line.ends_with('\n');
        let (inner, marked) = content(line);
        let begins = marked && !(in_quote && line.trim_start().starts_with('>') && !is_item(line));
        in_quote = line.trim_start().starts_with('>');
        let run = fence_run(inner);
        if let Some((mark, count)) = fence {
            let closes = inner.bytes().all(|byte| byte == mark) && !inner.is_empty();
            if closes && !whole {
                return Growing::Code(at);
            }
            if closes && inner.len() >= count {
                fence = None;
                inlines = end;
            }
        } else if let Some((mark, count)) = run {
            if !whole {
                return Growing::Block { inlines, end: at };
            }
            fence = Some((mark, count));
            (header, in_table) = (None, false);
        } else if inner.is_empty() {
            if !whole && marked {
                return Growing::Block { inlines, end: at };
            }
            (header, in_table, inlines) = (None, false, end);
        } else {
            if !whole && waits(inner, marked) {
                return Growing::Block { inlines, end: header.unwrap_or(at) };
            }
            if let Some(begin) = header.take() {
                if is_delimiter_row(inner) {
                    if !whole {
                        return Growing::Block { inlines: begin, end: begin };
                    }
                    in_table = true;
                }
            } else if !in_table && inner.starts_with('|') {
                header = Some(at);
            }
            if begins || in_table || inner.starts_with('#') || header.is_some() {
                inlines = at + (line.len() - line.trim_start().len());
            }
        }
        at = end;
    }
    match (fence, header) {
        (Some(_), _) => Growing::Code(source.len()),
        (None, Some(begin)) => Growing::Block { inlines: begin, end: begin },
        (None, None) => Growing::Block { inlines: inlines.min(source.len()), end: source.len() },
    }
}

/// Whether an item begins in the line of a quote.
fn is_item(line: &str) -> bool {
    let text = line.trim_start_matches(['>', ' ', '\t']);
    content(text).1
}

/// A line without the marks of the quotes and items it stands in, and whether it had any.
fn content(line: &str) -> (&str, bool) {
    let mut rest = line.trim();
    let mut marked = false;
    // How much is left where what stands behind marks of one kind is none of them; they are passed one by one.
    let mut other = usize::MAX;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = match rest.as_bytes() {
            [b'>', ..] => 1,
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 2,
            [b'-' | b'*' | b'+'] => 1,
            bytes if (1..=9).contains(&digits) => match bytes.get(digits..) {
                Some([b'.' | b')', b' ' | b'\t', ..]) => digits + 2,
                Some([b'.' | b')']) => digits + 1,
                _ => return (rest, marked),
            },
            _ => return (rest, marked),
        };
        // `* * *` is a rule and no item of an item.
        if other >= rest.len() {
            let marks = rule_length(rest);
            if marks == rest.len() && is_rule(rest) {
                return (rest, marked);
            }
            work::step(marks);
            other = rest.len() - marks;
        }
        rest = rest[after..].trim_start();
        marked = true;
    }
}

/// How much of a text is the mark that it begins with, and blanks.
fn rule_length(text: &str) -> usize {
    let mark = text.as_bytes().first().copied().unwrap_or(b' ');
    let is_part = |&byte: &u8| byte == mark || byte == b' ' || byte == b'\t';
    text.bytes().take_while(|byte| is_part(byte)).count()
}

fn is_rule(text: &str) -> bool {
    let mark = text.as_bytes().first().copied().unwrap_or(0);
    matches!(mark, b'-' | b'*' | b'_')
        && text.bytes().filter(|&byte| byte == mark).nth(2).is_some()
        && rule_length(text) == text.len()
}

/// The fence that a line begins with.
fn fence_run(inner: &str) -> Option<(u8, usize)> {
    let mark = *inner.as_bytes().first()?;
    let count = inner.bytes().take_while(|&byte| byte == mark).count();
    let opens = count >= 3 && (mark == b'~' || (mark == b'`' && !inner[count..].contains('`')));
    opens.then_some((mark, count))
}

fn is_delimiter_row(inner: &str) -> bool {
    inner.contains(['-', '|']) && inner.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// Whether a line that is not whole may still become something else than it looks: a heading's mark, a rule
/// or an underline, a task's box, the kind of an alert, a definition, a row of a table.
fn waits(inner: &str, marked: bool) -> bool {
    let only = |set: &[u8]| inner.bytes().all(|byte| set.contains(&byte));
    only(b"#")
        || only(b"-= \t*_")
        || only(b"`~")
        || only(b"0123456789")
        || only(b"|")
        || (marked && matches!(inner, "[" | "[ " | "[x" | "[X" | "[ ]" | "[x]" | "[X]"))
        || (inner.starts_with("[!") && !inner.contains('('))
        || (inner.starts_with('[') && inner.contains("]:"))
        || inner.starts_with("[^")
}

const MOST_OPEN: usize = 32;
const MOST_WAITING: usize = 200;

/// What the inlines of the growing block leave open.
#[derive(Default)]
struct Tail {
    /// Up to where the source is shown.
    end: usize,
    /// How many backticks close the code that is open.
    code: usize,
    /// Emphasis that is open: the mark and how many of it.
    open: Vec<(u8, usize)>,
    /// Brackets of links that are not whole, which are left out.
    brackets: Vec<usize>,
}

impl Tail {
    fn read(source: &str, from: usize, end: usize, math: bool) -> Tail {
        let bytes = &source.as_bytes()[..end];
        let mut tail = Tail { end, ..Tail::default() };
        // Brackets that are open, each with the emphasis that was open before it.
        let mut brackets: Vec<usize> = Vec::new();
        // The last bracket that closes.
        let last = memchr::memrchr(b']', bytes).unwrap_or(0);
        let mut at = from.min(end);
        while at < tail.end {
            let byte = bytes[at];
            at += match byte {
                b'\\' if at + 1 == end => tail.stop(at),
                b'\\' if math && matches!(bytes[at + 1], b'(' | b'[') => {
                    let close: &[u8] = if bytes[at + 1] == b'(' { b"\\)" } else { b"\\]" };
                    tail.span(bytes, at, 2, close)
                }
                b'\\' => 2,
                b'`' => tail.code(source, at),
                b'$' if math && bytes[at..].starts_with(b"$$") => tail.span(bytes, at, 2, b"$$"),
                b'<' => tail.tag(bytes, at),
                b'&' => tail.entity(bytes, at),
                b'!' if bytes.get(at + 1) == Some(&b'[') => tail.image(bytes, at),
                // Behind a blank it begins a picture more often than it ends a sentence.
                b'!' if at + 1 == end
                    && at
                        .checked_sub(1)
                        .is_none_or(|before| bytes[before].is_ascii_whitespace()) =>
                {
                    tail.stop(at)
                }
                b'[' if bytes.get(at + 1) == Some(&b'^') && last < at => tail.stop(at),
                b'[' => {
                    if brackets.len() < MOST_OPEN {
                        brackets.push(at);
                    }
                    1
                }
                b']' => tail.bracket(bytes, at, &mut brackets),
                b'*' | b'_' | b'~' => tail.mark(bytes, at),
                _ => 1,
            };
        }
        // A bracket that opens and is not closed is taken for a link's.
        tail.brackets.extend(brackets);
        tail.brackets.sort_unstable();
        if tail.code == 0 {
            let shown = &source[..tail.end];
            if !tail.open.is_empty() {
                tail.end = shown.trim_end().len().max(from.min(tail.end));
            }
        }
        tail
    }

    /// Shows nothing from `at` on.
    fn stop(&mut self, at: usize) -> usize {
        self.end = at;
        1
    }

    /// Code in a line of text: its length, or its run to close it with.
    fn code(&mut self, source: &str, at: usize) -> usize {
        let bytes = &source.as_bytes()[..self.end];
        let run = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        let mut next = at + run;
        while let Some(found) = memchr::memchr(b'`', &bytes[next..]) {
            let begin = next + found;
            let length = bytes[begin..].iter().take_while(|&&byte| byte == b'`').count();
            if length == run {
                return begin + run - at;
            }
            next = begin + length;
        }
        // Backticks at the end may be the beginning of the run that closes, and would join it.
        let inside = source[at + run..self.end]
            .trim_end_matches(|char: char| char == '`' || char.is_whitespace());
        if inside.is_empty() {
            return self.stop(at);
        }
        self.end = at + run + inside.len();
        self.code = run;
        self.end - at
    }

    /// A formula, which waits until it is whole.
    fn span(&mut self, bytes: &[u8], at: usize, open: usize, close: &[u8]) -> usize {
        match memchr::memmem::find(&bytes[at + open..], close) {
            Some(found) => open + found + close.len(),
            None => self.stop(at),
        }
    }

    fn tag(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = &bytes[at..];
        let begins = match rest.get(1) {
            Some(byte) => byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'),
            None => true,
        };
        let open = rest.len() <= MOST_WAITING && memchr::memchr2(b'>', b'\n', rest).is_none();
        if begins && open { self.stop(at) } else { 1 }
    }

    fn entity(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = &bytes[at + 1..];
        let name = rest.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
        if name && rest.len() < 32 { self.stop(at) } else { 1 }
    }

    /// A picture waits until its address is there. Its text is read as no inlines.
    fn image(&mut self, bytes: &[u8], at: usize) -> usize {
        match closing(bytes, at + 1).and_then(|text| destination(bytes, text + 1)) {
            Some(end) => end - at,
            None => self.stop(at),
        }
    }

    /// A bracket closes: what the link leads to follows, or may still follow.
    fn bracket(&mut self, bytes: &[u8], at: usize, brackets: &mut Vec<usize>) -> usize {
        let Some(open) = brackets.pop() else { return 1 };
        match destination(bytes, at + 1) {
            Some(end) => end - at,
            None => {
                if self.brackets.len() < MOST_OPEN {
                    self.brackets.push(open);
                }
                self.stop(at)
            }
        }
    }

    /// A run of marks of emphasis opens, closes, or is text.
    fn mark(&mut self, bytes: &[u8], at: usize) -> usize {
        let mark = bytes[at];
        let run = bytes[at..].iter().take_while(|&&byte| byte == mark).count();
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let after = bytes.get(at + run).copied();
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        let inside_word = mark == b'_' && letter(before) && after.is_some_and(letter);
        let mut left = run;
        let closes = !before.is_ascii_whitespace() && !inside_word;
        while closes && left > 0 {
            let Some(place) = self.open.iter().rposition(|&(open, _)| open == mark) else { break };
            self.open.truncate(place + 1);
            let last = self.open.len() - 1;
            let taken = left.min(self.open[last].1);
            self.open[last].1 -= taken;
            left -= taken;
            if self.open[last].1 == 0 {
                self.open.pop();
            } else if after.is_none() {
                // The run that closes has come in part: it is written whole.
                self.open[last].1 += taken;
                return self.stop(at).max(run);
            }
        }
        match after {
            // Nobody knows yet whether it opens.
            None if left > 0 => {
                self.end = at + run - left;
                run
            }
            Some(next)
                if left > 0
                    && !next.is_ascii_whitespace()
                    && !inside_word
                    && self.open.len() < MOST_OPEN
                    && (mark != b'~' || left <= 2) =>
            {
                self.open.push((mark, left));
                run
            }
            _ => run,
        }
    }
}

/// Where the bracket at `open` closes.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = open;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The end of what a link leads to, if it is whole: `at` is behind the bracket of its text.
fn destination(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'(' => {
            let mut depth = 0usize;
            let mut here = at;
            while here < bytes.len() {
                match bytes[here] {
                    b'\\' => here += 1,
                    b'(' => depth += 1,
                    b')' if depth == 1 => return Some(here + 1),
                    b')' => depth -= 1,
                    // No address goes on behind a blank line, and few behind a line.
                    b'\n' if bytes.get(here + 1) == Some(&b'\n') => return Some(at),
                    _ => {}
                }
                here += 1;
            }
            None
        }
        b'[' => closing(bytes, at).map(|end| end + 1),
        _ => Some(at),
    }
}

#[cfg(test)]
mod tests;
