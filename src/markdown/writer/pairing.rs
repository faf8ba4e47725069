//! How a reader pairs the delimiters of a block, compared with what is meant.
//!
//! Shape   `Check` goes over the marks of a block with a stack of open runs, as CommonMark does,
//!         and raises the levels of the emphasis that does not come out as meant. Where readers
//!         differ, all their readings must hold.
//! Limits  a closing run looks at no more than 300 open runs.
//! Source  CommonMark 0.31, section 6.2; GFM 0.29, section 6.5.

use super::chars::{Class, class_after, class_before};

/// How many open runs a closing run is compared with.
const SEARCH: usize = 300;

/// A delimiter in the output.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub at: usize,
    pub ordinal: u32,
    pub byte: u8,
    pub len: u8,
    pub open: bool,
    /// Nothing stands before it on its line.
    pub line_start: bool,
}

impl Mark {
    /// A bracket: emphasis inside of it is no business of what is outside.
    pub(super) fn barrier(at: usize, open: bool) -> Self {
        Mark { at, ordinal: 0, byte: b'[', len: 0, open, line_start: false }
    }

    fn is_barrier(&self) -> bool {
        self.len == 0
    }

    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        self.at + self.len as usize
    }
}

/// A run of delimiters that may still open something: the marks `first..last`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    first: usize,
    last: usize,
    byte: u8,
    /// As long as it stands in the text.
    length: usize,
    /// What is left of it.
    left: usize,
    /// It can open and close.
    both: bool,
}

/// How a run may be used.
#[derive(Clone, Copy)]
struct Flanks {
    open: bool,
    close: bool,
    /// Readers may class what stands next to it differently.
    differ: bool,
}

/// Where readers differ.
#[derive(Clone, Copy)]
struct Reading {
    /// Symbols beyond ASCII are punctuation: since CommonMark 0.31.
    odd_is_punctuation: bool,
    /// Tildes next to a run are looked through: cmark-gfm.
    skips_tildes: bool,
}

const READINGS: [Reading; 4] = [
    Reading { odd_is_punctuation: false, skips_tildes: false },
    Reading { odd_is_punctuation: true, skips_tildes: false },
    Reading { odd_is_punctuation: false, skips_tildes: true },
    Reading { odd_is_punctuation: true, skips_tildes: true },
];

/// Set in a level that is to be raised.
const RAISED: u8 = 0x80;

/// Whether the delimiters `marks` in a block's text, which begins at `start`, are read as they are
/// meant. Where they are not, the levels of the emphasis at fault are raised.
pub(super) fn holds(
    text: &[u8],
    start: usize,
    marks: &[Mark],
    levels: &mut [u8],
    runs: &mut Vec<Run>,
) -> bool {
    let mut check = Check { text, start, marks, levels, runs, hidden: 0, good: true };
    let differ = check.flanks(READINGS[0]);
    let readings = if differ { &READINGS[..] } else { &READINGS[..1] };
    for &reading in &readings[1..] {
        check.flanks(reading);
    }
    for &reading in readings {
        if check.good {
            check.pairs(reading);
        }
    }
    for level in check.levels.iter_mut().filter(|level| **level & RAISED != 0) {
        *level = (*level & !RAISED) + 1;
    }
    check.good
}

struct Check<'a> {
    text: &'a [u8],
    start: usize,
    marks: &'a [Mark],
    levels: &'a mut [u8],
    runs: &'a mut Vec<Run>,
    /// Open `^` and `~` runs below this index are not found: pulldown-cmark remembers one bound
    /// for both from a run that could close and had nothing to close.
    hidden: usize,
    good: bool,
}

impl Check<'_> {
    fn raise(&mut self, mark: usize) {
        self.good = false;
        let ordinal = self.marks[mark].ordinal as usize;
        if let Some(level) = self.levels.get_mut(ordinal) {
            *level |= RAISED;
        }
    }

    /// The end of the run of delimiters that begins with the mark `first`.
    fn run_end(&self, first: usize) -> usize {
        let mut last = first;
        while let (Some(mark), Some(next)) = (self.marks.get(last), self.marks.get(last + 1)) {
            if mark.end() != next.at || mark.byte != next.byte || next.is_barrier() {
                break;
            }
            last += 1;
        }
        last + 1
    }

    fn flanks_of(&self, first: usize, last: usize, reading: Reading) -> Flanks {
        let (begin, end) = (&self.marks[first], &self.marks[last - 1]);
        let from = begin.at - self.start;
        let to = end.end() - self.start;
        let mut before = &self.text[..from.min(self.text.len())];
        let mut after = self.text.get(to..).unwrap_or(&[]);
        let after_tilde = before.ends_with(b"~");
        let tildes = after_tilde || after.starts_with(b"~");
        if reading.skips_tildes {
            before = trim_end(before);
            after = trim_start(after);
        }
        let before = if begin.line_start { Class::Space } else { class_before(before) };
        let after = class_after(after);
        let odd = before == Class::Odd || after == Class::Odd;
        let punctuation = |class| {
            class == Class::Punctuation || (class == Class::Odd && reading.odd_is_punctuation)
        };
        let (space_before, space_after) = (before == Class::Space, after == Class::Space);
        let (mark_before, mark_after) = (punctuation(before), punctuation(after));
        let left = !space_after && (!mark_after || space_before || mark_before);
        let right = !space_before && (!mark_before || space_after || mark_after);
        let (open, close) = match (begin.byte, to - from) {
            (b'*', _) => (left, right),
            // To pulldown-cmark a tilde behind another one can always close.
            (b'~', 2) => (left, right || after_tilde),
            (b'_', _) => (left && (!right || mark_before), right && (!left || mark_after)),
            _ => {
                let close = right && (space_after || mark_after);
                let seen = begin.byte == b'~' && after_tilde;
                (left && (space_before || mark_before), close || seen)
            }
        };
        Flanks { open, close, differ: odd || tildes }
    }

    /// Checks that every run can do what its delimiters are meant for.
    fn flanks(&mut self, reading: Reading) -> bool {
        let mut differ = false;
        let mut first = 0;
        while first < self.marks.len() {
            let last = self.run_end(first);
            if !self.marks[first].is_barrier() {
                let flanks = self.flanks_of(first, last, reading);
                differ |= flanks.differ;
                let one_only = matches!(self.marks[first].byte, b'~' | b'^') && last > first + 1;
                for mark in first..last {
                    let can = if self.marks[mark].open { flanks.open } else { flanks.close };
                    if !can || one_only {
                        self.raise(mark);
                    }
                }
            }
            first = last;
        }
        differ
    }

    /// Pairs the delimiters as a reader does and compares with what is meant.
    fn pairs(&mut self, reading: Reading) {
        self.runs.clear();
        self.hidden = 0;
        let mut first = 0;
        while first < self.marks.len() {
            let last = self.run_end(first);
            let mark = self.marks[first];
            if mark.is_barrier() {
                if mark.open {
                    // The bracket keeps the bound of what is outside.
                    let left = std::mem::take(&mut self.hidden);
                    self.runs.push(Run { first, last, byte: b'[', length: 0, left, both: false });
                } else {
                    self.drop_runs_to_bracket();
                }
            } else {
                let flanks = self.flanks_of(first, last, reading);
                let length = self.marks[first..last].iter().map(|mark| mark.len as usize).sum();
                let both = flanks.open && flanks.close;
                let run = Run { first, last, byte: mark.byte, length, left: length, both };
                if !self.pair(run, flanks) {
                    return;
                }
            }
            first = last;
        }
        while let Some(run) = self.runs.pop() {
            self.raise_run(&run);
        }
    }

    fn raise_run(&mut self, run: &Run) {
        if run.byte != b'[' {
            for mark in run.first..run.last {
                self.raise(mark);
            }
        }
    }

    fn drop_runs_to_bracket(&mut self) {
        while let Some(run) = self.runs.pop() {
            if run.byte == b'[' {
                self.hidden = run.left;
                break;
            }
            self.raise_run(&run);
        }
    }

    /// Lets a run close what it can and open what is left; false where that is not as meant.
    fn pair(&mut self, mut run: Run, flanks: Flanks) -> bool {
        while flanks.close && run.left > 0 {
            let found = self
                .runs
                .iter()
                .enumerate()
                .rev()
                .take(SEARCH)
                .take_while(|(_, open)| open.byte != b'[')
                .find(|(_, open)| open.byte == run.byte && fits(open, &run))
                .map(|(index, _)| index)
                .filter(|&index| !matches!(run.byte, b'~' | b'^') || index >= self.hidden);
            let Some(index) = found else {
                if matches!(run.byte, b'~' | b'^') {
                    self.hidden = self.runs.len();
                }
                break;
            };
            while self.runs.len() > index + 1 {
                if let Some(skipped) = self.runs.pop() {
                    self.raise_run(&skipped);
                }
            }
            let open = self.runs[index];
            let used = match run.byte {
                b'~' | b'^' => run.length,
                _ if open.left >= 2 && run.left >= 2 => 2,
                _ => 1,
            };
            let (begin, end) = (open.last - 1, run.first);
            let (opening, closing) = (self.marks[begin], self.marks[end]);
            let meant = opening.open
                && !closing.open
                && opening.ordinal == closing.ordinal
                && opening.len as usize == used
                && closing.len as usize == used;
            if !meant {
                self.raise(begin);
                self.raise(end);
                return false;
            }
            run.first += 1;
            run.left -= used;
            let open = &mut self.runs[index];
            open.last -= 1;
            open.left -= used;
            if open.left == 0 {
                self.runs.truncate(index);
            }
            self.hidden = self.hidden.min(index);
        }
        if run.left == 0 {
            return true;
        }
        let closing = (run.first..run.last).find(|&mark| !self.marks[mark].open);
        if let Some(mark) = closing {
            self.raise(mark);
            return false;
        }
        if run.byte == b'~' {
            self.hidden = self.hidden.min(self.runs.len());
        }
        self.runs.push(run);
        true
    }
}

/// Whether a closing run may be paired with an open one, as far as their lengths go.
fn fits(open: &Run, close: &Run) -> bool {
    match close.byte {
        b'~' | b'^' => open.length == close.length,
        _ => {
            !(open.both || close.both)
                || !(open.length + close.length).is_multiple_of(3)
                || (open.length.is_multiple_of(3) && close.length.is_multiple_of(3))
        }
    }
}

fn trim_start(text: &[u8]) -> &[u8] {
    &text[text.iter().take_while(|&&b| b == b'~').count()..]
}

fn trim_end(text: &[u8]) -> &[u8] {
    &text[..text.len() - text.iter().rev().take_while(|&&b| b == b'~').count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks of a text in which `<` and `>` stand before what opens and closes.
    fn marks(text: &str) -> (String, Vec<Mark>) {
        let (mut plain, mut marks, mut open, mut count) = (String::new(), Vec::new(), vec![], 0);
        let mut rest = text;
        while let Some(at) = rest.find(['<', '>']) {
            plain.push_str(&rest[..at]);
            let opens = rest.as_bytes()[at] == b'<';
            rest = &rest[at + 1..];
            let byte = rest.as_bytes()[0];
            let len = if rest.as_bytes().get(1) == Some(&byte) { 2 } else { 1 };
            let ordinal = if opens {
                open.push(count);
                count += 1;
                count - 1
            } else {
                open.pop().unwrap()
            };
            let line_start = plain.is_empty();
            marks.push(Mark { at: plain.len(), ordinal, byte, len, open: opens, line_start });
            plain.push_str(&rest[..len as usize]);
            rest = &rest[len as usize..];
        }
        plain.push_str(rest);
        (plain, marks)
    }

    #[test]
    fn delimiters_hold_where_every_reader_pairs_them_as_meant() {
        for (text, levels) in [
            ("<*a>*", &[0][..]),
            ("x<*a>*y", &[0]),
            ("x<_a>_", &[1]),
            ("<**a>**", &[0]),
            ("<*<**a>**>*", &[0, 0]),
            ("<**a <*b>* c>**", &[0, 0]),
            ("<*a >*", &[1]),
            ("<* a>*", &[1]),
            ("<*(a)>*b", &[1]),
            ("<*a>*<*b>*", &[1, 0]),
            ("<~~a>~~", &[0]),
            ("<~a>~", &[0]),
            ("<^a>^", &[0]),
            // A symbol is punctuation to some readers only.
            ("a<*€>*b", &[1]),
        ] {
            let (plain, marks) = marks(text);
            let mut raised = vec![0; levels.len()];
            let good = holds(plain.as_bytes(), 0, &marks, &mut raised, &mut Vec::new());
            assert_eq!(raised, levels, "{text}");
            assert_eq!(good, levels.iter().all(|&level| level == 0), "{text}");
        }
    }
}
