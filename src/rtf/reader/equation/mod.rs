//! Formulas of `EQ` fields: as a line of text, or as TeX.
//!
//! Shape   one walk over the instruction; what stands at the end of a bracket is noted with it, and pieces that are
//!         whole are changed where they stand (brackets around them, an accent for a sign on a letter). In a line
//!         [`RAISED`], [`LOWERED`] and [`LEVEL`] stand where text is raised or lowered from there on.
//! Limits  [`DEEPEST`] brackets in each other; of what stands deeper the separators are text. Instructions beyond
//!         [`LONGEST`] bytes are text.
//! Source  Word's help on "EQ (Equation) field"; how people write formulas in mail.

mod options;
#[cfg(test)]
mod tests;

use super::formula_ahead::is_joined;
use crate::math;
use options::{Options, Switch};
use std::iter::Peekable;
use std::str::Chars;

/// From here on text is raised, lowered, or neither.
pub(super) const RAISED: char = '\u{1}';
pub(super) const LOWERED: char = '\u{2}';
pub(super) const LEVEL: char = '\u{3}';

/// Whether a byte says that text is raised or lowered, or is neither any more.
pub(super) fn is_mark(byte: u8) -> bool {
    (1..=3).contains(&byte)
}

/// Brackets in each other; of what stands deeper the separators are text.
const DEEPEST: usize = 16;
/// Bytes of an instruction that is read as a formula.
const LONGEST: usize = 1 << 14;
/// Bytes looked at to see how many elements there are.
const NEAR: usize = 256;
/// Bytes that one of an instruction becomes at most.
const GROWTH: usize = 16;

/// How much room a formula may take.
pub(super) fn room(formula: &str) -> usize {
    (formula.len().min(LONGEST) + 4) * GROWTH
}

/// Whether a formula is one that TeX tells better than text: not one of text with its reading above it, or of
/// letters that are put on each other or moved alone.
pub(super) fn is_formula(formula: &str) -> bool {
    let bytes = formula.as_bytes();
    let ruby = formula.contains("hps");
    let is_switch = |at: usize| {
        bytes.get(at + 1).is_some_and(|letter| b"frabisx".contains(&letter.to_ascii_lowercase()))
    };
    !ruby && bytes.len() <= LONGEST && memchr::memchr_iter(b'\\', bytes).any(is_switch)
}

/// An open bracket.
#[derive(Clone, Copy, Debug, Default)]
struct Bracket {
    switch: Switch,
    is_open: bool,
    /// Columns of an array.
    columns: u32,
    /// Elements so far.
    count: u32,
    /// Where it begins in the text, and where its last element does.
    start: usize,
    element: usize,
    /// What stands at its end.
    end: Option<char>,
    /// It is raised or lowered by a sign, or by what is said of it.
    sign: Option<char>,
    shifts: bool,
}

/// Writes the formula of an `EQ` field behind what stands in `text`. Of text with its reading above it, as Word
/// makes it, the text is written.
pub(super) fn write(formula: &str, tex: bool, text: &mut String) {
    if formula.len() > LONGEST {
        return text.push_str(formula.get(..room("")).unwrap_or(""));
    }
    let start = text.len();
    let mut writer = Writer {
        text,
        tex,
        start,
        open: [Bracket::default(); DEEPEST],
        depth: 0,
        shifted: 0,
        fraction: None,
        apart: false,
        word: None,
    };
    writer.all(formula);
}

struct Writer<'t> {
    text: &'t mut String,
    tex: bool,
    start: usize,
    open: [Bracket; DEEPEST],
    depth: usize,
    /// How many brackets are open that are raised or lowered.
    shifted: u32,
    /// Where a fraction begins and ends that has just been written.
    fraction: Option<(usize, usize)>,
    /// What has just been written must not run together with what follows.
    apart: bool,
    /// Where a word of TeX begins.
    word: Option<usize>,
}

impl Writer<'_> {
    fn all(&mut self, formula: &str) {
        let mut chars = formula.chars().peekable();
        let mut options = Options::default();
        // A reading is told by its size, `\* hps10`; `hidden` counts the brackets of one.
        let (mut ruby, mut hidden) = (false, 0);
        while let Some(c) = chars.next() {
            if hidden > 0 {
                match c {
                    '(' => hidden += 1,
                    ')' if hidden == 1 => {
                        hidden = 0;
                        chars.next_if(|c| matches!(c, ',' | ';'));
                    }
                    ')' => hidden -= 1,
                    _ => {}
                }
                continue;
            }
            match c {
                '\\' => match chars.next() {
                    Some(c) if options.take(c) => while chars.next_if_eq(&' ').is_some() {},
                    Some(c) if c.is_ascii_alphabetic() => options.read(c, &mut chars),
                    // Of `\* jc2` and the like the formula knows nothing.
                    Some('*') => {
                        while chars.next_if(|c| *c == ' ').is_some() {}
                        let quoted = chars.next_if_eq(&'"').is_some();
                        ruby |= chars.peek() == Some(&'h');
                        while chars.next_if(|c| *c != if quoted { '"' } else { ' ' }).is_some() {}
                        while chars.next_if(|c| matches!(c, ' ' | '"')).is_some() {}
                    }
                    Some(c) => self.char(c),
                    None => {}
                },
                '(' if ruby && options.switch == Some(Switch::Script) => {
                    (hidden, options) = (1, Options::default());
                }
                '(' => self.open(std::mem::take(&mut options), chars.clone()),
                ')' => self.close(),
                ',' | ';' => self.separator(c, &mut chars),
                _ if options.take(c) => {}
                _ => self.char(c),
            }
        }
        while self.tex && self.depth > 0 {
            match self.open.get(self.depth - 1) {
                Some(bracket) if bracket.switch != Switch::None => self.close(),
                _ => self.depth -= 1,
            }
        }
        self.end_word();
    }

    /// Text of its own.
    fn say(&mut self, text: &str) {
        self.end_word();
        self.text.push_str(text);
    }

    /// A character of the formula.
    fn char(&mut self, c: char) {
        if matches!(c, RAISED | LOWERED | LEVEL) {
            return;
        }
        if std::mem::take(&mut self.apart) && c.is_alphanumeric() {
            self.text.push(' ');
        }
        if !self.tex {
            return self.text.push(c);
        }
        if c.is_alphabetic() {
            self.word = self.word.or(Some(self.text.len()));
            return self.text.push(c);
        }
        self.end_word();
        match c {
            '{' | '}' | '$' | '%' | '&' | '#' | '_' => {
                self.text.push('\\');
                self.text.push(c);
            }
            '\\' => self.text.push_str("\\backslash "),
            '^' => self.text.push_str("\\wedge "),
            '~' => self.text.push_str("\\sim "),
            c => self.text.push(c),
        }
    }

    /// Words among TeX are words; names of functions have commands.
    fn end_word(&mut self) {
        let Some(start) = self.word.take() else { return };
        let word = &self.text[start..];
        let length = word.chars().count();
        if length > 1 && math::is_known_name(word) {
            self.text.insert(start, '\\');
            self.text.push(' ');
        } else if length > 2 {
            self.text.insert_str(start, "\\text{");
            self.text.push('}');
        }
    }

    /// What comes stands apart from what has been written.
    fn keep_apart(&mut self) {
        self.apart = false;
        let last = self.text[self.start..].chars().next_back();
        if !self.tex && last.is_some_and(is_joined) {
            self.text.push(' ');
        }
    }

    fn open(&mut self, options: Options, ahead: Peekable<Chars<'_>>) {
        self.end_word();
        let is_deep = self.depth >= DEEPEST;
        let switch = options.switch.filter(|_| !is_deep).unwrap_or_default();
        let elements = elements(ahead);
        if matches!(switch, Switch::Fraction | Switch::Array) {
            self.keep_apart();
        }
        let is_joined = std::mem::take(&mut self.apart)
            && matches!(switch, Switch::None | Switch::Root | Switch::Operator | Switch::Brackets);
        if is_joined && !self.tex {
            self.text.push(' ');
        }
        if switch == Switch::Script {
            self.bracket_fraction();
        }
        let mut bracket = Bracket {
            switch,
            is_open: true,
            columns: options.columns.max(1),
            start: self.text.len(),
            ..Bracket::default()
        };
        match switch {
            Switch::None => {
                bracket.end = Some(')');
                self.text.push('(');
            }
            Switch::Brackets => self.begin_brackets(&options, &mut bracket),
            Switch::Fraction if self.tex => self.say("\\frac{"),
            Switch::Array if self.tex => self.say("\\begin{matrix}"),
            Switch::Operator => {
                let sign = options.operator.unwrap_or('\u{222B}');
                self.text.push(sign);
                self.shift(&mut bracket, false);
            }
            Switch::Root if self.tex => self.say(if elements > 1 { "\\sqrt[" } else { "\\sqrt{" }),
            Switch::Root if elements > 1 => {
                self.keep_apart();
                self.shift(&mut bracket, true);
            }
            Switch::Root => self.text.push_str("\u{221A}("),
            Switch::Script if options.raised || options.lowered || elements > 1 => {
                let raised = options.raised || !options.lowered;
                // Of two elements the second is below.
                bracket.columns = if options.lowered || options.raised { 1 } else { 2 };
                self.shift(&mut bracket, raised);
            }
            Switch::Box if self.tex => self.say(match (options.above, options.below) {
                (true, false) => "\\overline{",
                (false, true) => "\\underline{",
                _ => "\\boxed{",
            }),
            _ => {}
        }
        bracket.element = self.text.len();
        if let Some(place) = self.open.get_mut(self.depth) {
            *place = bracket;
        }
        self.depth += 1;
    }

    fn begin_brackets(&mut self, options: &Options, bracket: &mut Bracket) {
        let (begin, end) = match options.begin.or(options.end) {
            Some(_) => (options.begin, options.end),
            None => (Some('('), Some(')')),
        };
        bracket.end = end;
        if self.tex {
            self.text.push_str("\\left");
            return self.delimiter(begin);
        }
        self.text.extend(begin);
    }

    /// A bracket of TeX.
    fn delimiter(&mut self, c: Option<char>) {
        match c {
            None => self.text.push('.'),
            Some(c @ ('{' | '}')) => {
                self.text.push('\\');
                self.text.push(c);
            }
            Some(c @ ('(' | ')' | '[' | ']' | '|' | '/' | '<' | '>')) => self.text.push(c),
            Some(c) => {
                self.text.push('.');
                self.text.push(c);
            }
        }
    }

    /// Text is raised or lowered from here on.
    fn shift(&mut self, bracket: &mut Bracket, raised: bool) {
        let sign = if raised { '^' } else { '_' };
        if self.tex {
            let last = self.text[self.start..].chars().next_back();
            if last.is_none_or(|c| matches!(c, '{' | '[' | '&' | ' ')) {
                self.text.push_str("{}");
            }
            self.text.push(sign);
            self.text.push('{');
        } else if self.shifted > 0 {
            self.text.push(sign);
            self.text.push('(');
        } else {
            self.text.push(if raised { RAISED } else { LOWERED });
        }
        bracket.sign = Some(sign);
        bracket.shifts = true;
        bracket.element = self.text.len();
        self.shifted += 1;
    }

    /// What was raised or lowered in a bracket is over. Of nothing, nothing is left.
    fn unshift(&mut self, bracket: &mut Bracket) {
        if !std::mem::take(&mut bracket.shifts) {
            return;
        }
        self.end_word();
        self.shifted -= 1;
        let inner = &self.text[bracket.element.min(self.text.len())..];
        let trimmed = inner.trim_ascii();
        let is_one = trimmed.chars().count() == 1 && trimmed.chars().all(char::is_alphanumeric);
        if trimmed.is_empty() {
            let sign = if self.tex || self.shifted > 0 { 2 } else { 1 };
            self.text.truncate(bracket.element - sign);
        } else if self.tex || self.shifted > 0 {
            if is_one || !self.tex && trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
                self.text.remove(bracket.element - 1);
                self.apart = !self.tex;
            } else {
                self.text.push(if self.tex { '}' } else { ')' });
            }
        } else {
            self.text.push(LEVEL);
        }
    }

    fn separator(&mut self, c: char, chars: &mut Peekable<Chars<'_>>) {
        self.end_word();
        let Some(mut bracket) = self.depth.checked_sub(1).and_then(|at| self.open.get(at).copied())
        else {
            return self.char(c);
        };
        if bracket.switch == Switch::None {
            return self.char(c);
        }
        self.apart = false;
        bracket.count += 1;
        let mut second = bracket.element;
        match bracket.switch {
            Switch::Fraction if self.tex => self.text.push_str("}{"),
            Switch::Fraction => {
                self.bracket_long(bracket.element);
                self.text.push('/');
            }
            Switch::Overstrike => second = self.text.len(),
            Switch::Array => {
                while chars.next_if_eq(&' ').is_some() {}
                let row = bracket.count.is_multiple_of(bracket.columns);
                self.text.push_str(match (self.tex, row) {
                    (true, true) => "\\\\",
                    (true, false) => "&",
                    (false, true) => "; ",
                    (false, false) => " ",
                });
            }
            Switch::Operator if bracket.count == 1 => {
                self.unshift(&mut bracket);
                self.apart = false;
                self.shift(&mut bracket, true);
                second = bracket.element;
            }
            Switch::Operator if bracket.count == 2 => {
                self.unshift(&mut bracket);
            }
            Switch::Script if bracket.columns == 2 && bracket.count == 1 => {
                self.unshift(&mut bracket);
                self.apart = false;
                self.shift(&mut bracket, false);
                second = bracket.element;
            }
            Switch::Root if bracket.count == 1 && self.tex => self.text.push_str("]{"),
            Switch::Root if bracket.count == 1 => {
                self.unshift(&mut bracket);
                self.apart = false;
                self.text.push_str("\u{221A}(");
            }
            _ => {
                while chars.next_if_eq(&' ').is_some() {}
                self.text.push_str(", ");
            }
        }
        let keeps =
            matches!(bracket.switch, Switch::Operator | Switch::Script | Switch::Overstrike);
        bracket.element = if keeps && second > 0 { second } else { self.text.len() };
        if let Some(place) = self.open.get_mut(self.depth - 1) {
            *place = bracket;
        }
    }

    fn close(&mut self) {
        self.end_word();
        self.depth = self.depth.saturating_sub(1);
        let mut bracket =
            std::mem::take(self.open.get_mut(self.depth).unwrap_or(&mut Bracket::default()));
        if !bracket.is_open {
            // One that was not open is text.
            return self.text.push(')');
        }
        let shifts = bracket.shifts;
        self.apart &= matches!(bracket.switch, Switch::Box | Switch::Other | Switch::Operator);
        self.unshift(&mut bracket);
        match bracket.switch {
            Switch::None => self.text.push(')'),
            Switch::Brackets if self.tex => {
                self.text.push_str("\\right");
                self.delimiter(bracket.end);
            }
            Switch::Brackets => self.text.extend(bracket.end),
            Switch::Fraction | Switch::Box if self.tex => {
                if bracket.switch == Switch::Fraction && bracket.count == 0 {
                    self.text.push_str("}{");
                }
                self.text.push('}');
            }
            Switch::Fraction => {
                self.bracket_long(bracket.element);
                self.fraction = Some((bracket.start, self.text.len()));
                self.apart = true;
            }
            Switch::Array if self.tex => self.text.push_str("\\end{matrix}"),
            Switch::Array => self.apart = true,
            Switch::Root if self.tex => self.text.push('}'),
            Switch::Root if !shifts => self.text.push(')'),
            Switch::Overstrike if bracket.count == 1 => self.overstrike(&bracket),
            _ => {}
        }
    }

    /// Brackets around what stands from `from` on, if it is more than a number or a letter.
    fn bracket_long(&mut self, from: usize) {
        let inner = self.text.get(from..).unwrap_or("").trim();
        let short = inner.chars().count() <= 1 || inner.bytes().all(|byte| byte.is_ascii_digit());
        if !short {
            self.text.insert(from, '(');
            self.text.push(')');
        }
    }

    /// A script follows: a fraction before it is in brackets.
    fn bracket_fraction(&mut self) {
        if let Some((start, end)) = self.fraction.take()
            && end == self.text.len()
            && !self.tex
        {
            self.text.insert(start, '(');
            self.text.push(')');
            self.apart = false;
        }
    }

    /// Two elements stand on each other: a sign over a letter, or through it, and what is circled.
    fn overstrike(&mut self, bracket: &Bracket) {
        let (start, second) = (bracket.start, bracket.element);
        let (Some(base), Some(over)) = (self.text.get(start..second), self.text.get(second..))
        else {
            return;
        };
        let (base, over) = (base.trim(), over.trim());
        let (mut bases, mut overs) = (base.chars(), over.chars());
        if let Some(number) = over.parse::<u32>().ok().filter(|number| (1..=20).contains(number))
            && matches!(base, "\u{25CB}" | "\u{25EF}")
        {
            self.text.truncate(start);
            return self.text.extend(char::from_u32(0x245F + number));
        }
        let (Some(base), None, Some(over), None) =
            (bases.next(), bases.next(), overs.next(), overs.next())
        else {
            return;
        };
        let Some(&(_, mark, command)) = MARKS.iter().find(|row| row.0.contains(over)) else {
            return;
        };
        self.text.truncate(start);
        match (base, mark) {
            ('=', '\u{338}') => self.text.push('\u{2260}'),
            _ if self.tex => {
                self.text.push_str(command);
                self.text.push('{');
                self.text.push(base);
                self.text.push('}');
            }
            _ => match super::accents::composed(base, mark) {
                Some(both) => self.text.push(both),
                None => self.text.extend([base, mark]),
            },
        }
    }
}

/// Signs that stand over letters or through them, what they are there, and their commands.
const MARKS: [(&str, char, &str); 8] = [
    ("\u{AF}\u{203E}\u{2C9}\u{2212}-\u{2013}\u{2014}", '\u{305}', "\\bar"),
    ("^\u{2C6}", '\u{302}', "\\hat"),
    ("~\u{2DC}", '\u{303}', "\\tilde"),
    (".\u{2D9}\u{B7}", '\u{307}', "\\dot"),
    ("\u{A8}", '\u{308}', "\\ddot"),
    ("\u{2192}", '\u{20D7}', "\\vec"),
    ("_", '\u{332}', "\\underline"),
    ("/", '\u{338}', "\\not"),
];

/// How many elements stand in a bracket that has begun, as far as seen.
fn elements(chars: Peekable<Chars<'_>>) -> usize {
    let (mut depth, mut count, mut escaped) = (0, 1, false);
    for c in chars.take(NEAR) {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ',' | ';' if depth == 0 => count += 1,
            _ => {}
        }
    }
    count
}
