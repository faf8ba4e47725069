//! A look ahead at parts of a formula that is read as a line of text: whether one needs brackets, and whether what
//! follows one would run together with it.
//!
//! Shape   [`Sketch::of`] looks at the group in hand, [`joins`] at what follows a group that has ended.
//! Limits  [`AHEAD`] words of formulas, texts and groups; what stands behind them counts as not there.
//! Source  RTF 1.9.1, "Mathematics"; how people write formulas in mail.

use super::formula::Sight;
use super::groups::Groups;
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::lexer::Token;
use crate::rtf::walk::undecoded::Unit;
use crate::rtf::walk::{Walk, stand_in};
use crate::rtf::words::{FormulaWord, Meaning, Opening, Word};

/// What is looked at ahead: words of formulas, texts and groups. Formatting between them is not counted.
const AHEAD: usize = 64;
/// Groups in each other that are told apart.
const GROUPS: usize = 24;

/// What stands in a part of a formula, roughly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sketch {
    /// Characters, and whether all of them are digits.
    length: usize,
    other: bool,
    /// How many parts have brackets of their own, and characters outside of these.
    own: usize,
    outside: usize,
    /// There is something without brackets that what stands beside it would become a part of.
    loose: bool,
    /// There is something lowered, or raised.
    below: bool,
    above: bool,
    /// There is text that is seen, and some that is not.
    shown: bool,
    left_out: Option<Loss>,
}

impl Sketch {
    /// Looks at the group in hand.
    pub(super) fn of(walk: &Walk<'_>, groups: &Groups, changes: Changes) -> Sketch {
        let mut sketch = Sketch::default();
        let mut ahead = Ahead::new(walk, groups);
        while let Some(piece) = ahead.next() {
            if ahead.depth >= GROUPS {
                sketch.shown = true;
                continue;
            }
            let (length, other) = match piece {
                Piece::Word(what) => {
                    sketch.word(what, ahead.in_brackets());
                    // Signs that an element has of its own.
                    (0, false)
                }
                Piece::Text(text) => {
                    let text = text.trim_ascii();
                    (text.len(), !text.iter().all(u8::is_ascii_digit))
                }
                Piece::Char(c) => (usize::from(!c.is_whitespace()), !c.is_ascii_digit()),
                Piece::Half => (1, true),
                Piece::End => continue,
            };
            if matches!(piece, Piece::Word(_)) {
                continue;
            }
            match ahead.sight().lost(changes) {
                Some(loss) => sketch.left_out = sketch.left_out.or(Some(loss)),
                None => {
                    sketch.shown = true;
                    sketch.length += length;
                    sketch.outside += if ahead.in_brackets() { 0 } else { length };
                    sketch.other |= other && length > 0;
                }
            }
        }
        sketch.shown |= ahead.left == 0;
        sketch
    }

    fn word(&mut self, what: FormulaWord, in_brackets: bool) {
        match what {
            FormulaWord::Brackets | FormulaWord::Root => {
                self.length += 1;
                self.own += 1;
            }
            _ if in_brackets => {}
            FormulaWord::Fraction
            | FormulaWord::Function
            | FormulaWord::Matrix
            | FormulaWord::Operator => {
                (self.loose, self.other) = (true, true);
            }
            FormulaWord::Scripts { below, above } => {
                self.below |= below;
                self.above |= above;
            }
            FormulaWord::Before => self.above = true,
            FormulaWord::Lower => self.below = true,
            FormulaWord::Upper => self.above = true,
            _ => {}
        }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.length == 0 && !self.loose
    }

    /// What is lost by leaving it out, if all its text is left out.
    pub(super) fn left_out(&self) -> Option<Loss> {
        self.left_out.filter(|_| !self.shown)
    }

    /// Whether it is more than a number or a letter.
    pub(super) fn is_long(&self) -> bool {
        self.loose || self.length > 1 && self.other && !self.has_brackets()
    }

    /// Whether it is more than one sign.
    pub(super) fn is_wide(&self) -> bool {
        self.loose || self.length > 1 && !self.has_brackets()
    }

    /// Whether it is something in brackets of its own and nothing else.
    fn has_brackets(&self) -> bool {
        self.own == 1 && self.outside == 0
    }

    /// Whether something below or above it would be taken for that of a part of it.
    pub(super) fn holds_scripts(&self, below: bool, above: bool) -> bool {
        self.loose || self.below && below || self.above && above
    }
}

/// Whether what follows the group that has ended would run together with what that shows.
pub(super) fn joins(walk: &Walk<'_>, groups: &Groups) -> bool {
    let mut ahead = Ahead::new(walk, groups);
    ahead.around = Some((groups, 0));
    match ahead.next() {
        Some(Piece::Text(text)) => text.first().is_some_and(|&byte| joins_char(char::from(byte))),
        Some(Piece::Char(c)) => joins_char(c),
        Some(Piece::Half) => true,
        Some(Piece::Word(what)) => !matches!(
            what,
            FormulaWord::Begin
                | FormulaWord::Display
                | FormulaWord::One
                | FormulaWord::Argument
                | FormulaWord::Numerator
                | FormulaWord::Denominator
                | FormulaWord::Superscript
                | FormulaWord::Subscript
                | FormulaWord::Degree
                | FormulaWord::Limit
                | FormulaWord::MatrixRow
        ),
        Some(Piece::End) | None => false,
    }
}

/// Whether a character behind a number or a letter is taken together with that.
fn joins_char(c: char) -> bool {
    c.is_alphanumeric()
        || "([{|\u{27E8}\u{221A}\u{221B}\u{221C}\u{2202}\u{2207}\u{221E}".contains(c)
}

/// Whether what stands behind a character is taken together with that.
pub(super) fn is_joined(c: char) -> bool {
    let mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}');
    mark || c.is_alphanumeric() || ")]}\u{27E9}!'\u{2032}\u{2033}\u{221E}".contains(c)
}

/// What a look ahead meets.
#[derive(Clone, Copy, Debug)]
enum Piece<'a> {
    Word(FormulaWord),
    Text(&'a [u8]),
    Char(char),
    /// A character that more than one token spells.
    Half,
    /// A line or more ends, or a word of RTF follows that shows something else.
    End,
}

/// A look ahead.
struct Ahead<'w, 'g> {
    walk: Walk<'w>,
    left: usize,
    depth: usize,
    /// What is seen in each group, what stands in for a character, and whether brackets are around it.
    sights: [(Sight, u32, bool); GROUPS],
    /// Groups around the one in hand, which are left behind as long as their ends show nothing; how many have been.
    around: Option<(&'g Groups, usize)>,
    /// A brace has just been passed.
    begins: bool,
}

impl<'w, 'g> Ahead<'w, 'g> {
    fn new(walk: &Walk<'w>, groups: &Groups) -> Self {
        let here = (Sight::of(&groups.characters().format()), groups.stand_in(), false);
        Ahead {
            walk: walk.clone(),
            left: AHEAD,
            depth: 0,
            sights: [here; GROUPS],
            around: None,
            begins: false,
        }
    }

    fn here(&mut self) -> &mut (Sight, u32, bool) {
        &mut self.sights[self.depth.min(GROUPS - 1)]
    }

    fn sight(&mut self) -> Sight {
        self.here().0
    }

    fn in_brackets(&mut self) -> bool {
        self.here().2
    }

    fn next(&mut self) -> Option<Piece<'w>> {
        while self.left > 0 {
            let begins = std::mem::take(&mut self.begins);
            let token = self.walk.next();
            if !matches!(token, Token::Unknown | Token::Control(..)) {
                self.left -= 1;
            }
            let piece = match token {
                Token::Open => {
                    let here = *self.here();
                    self.depth += 1;
                    *self.here() = here;
                    self.begins = true;
                    continue;
                }
                Token::Close if self.depth > 0 => {
                    self.depth -= 1;
                    continue;
                }
                Token::Close => {
                    let (groups, left) = self.around.as_mut()?;
                    if !groups.ends_silently(*left) {
                        return None;
                    }
                    *left += 1;
                    continue;
                }
                Token::Symbol(b'*') if begins => {
                    self.begins = true;
                    continue;
                }
                Token::Control(Word::U, number) => {
                    let count = self.here().1;
                    self.walk.leave_out(count);
                    match Unit::of(number.unwrap_or(0)) {
                        // A blank of TeX is one here, and signs that show nothing are none.
                        Unit::Char('\u{200B}') => Piece::Char(' '),
                        Unit::Char('\u{2061}'..='\u{2064}') | Unit::Nothing | Unit::High(_) => {
                            continue;
                        }
                        Unit::Char(c) => Piece::Char(c),
                        Unit::Low(_) | Unit::NoChar => Piece::Half,
                    }
                }
                Token::Control(Word::Uc, number) => {
                    self.here().1 = stand_in(number.unwrap_or(1));
                    continue;
                }
                Token::Control(word, parameter) => match word.meaning() {
                    Meaning::Formula(what) => {
                        self.left -= 1;
                        let outer = self.in_brackets();
                        let own = matches!(what, FormulaWord::Brackets | FormulaWord::Root);
                        self.here().2 = outer || own;
                        if outer && own {
                            continue;
                        }
                        // Within brackets of its own it is as it is.
                        self.here().2 |= own;
                        return Some(Piece::Word(what));
                    }
                    Meaning::Char(c) => Piece::Char(c),
                    Meaning::Ends(_) => Piece::End,
                    Meaning::Opens(Opening::Setting) if !begins => continue,
                    Meaning::Opens(what) if !what.is_text() => {
                        self.left -= 1;
                        self.walk.skip_group();
                        continue;
                    }
                    _ => {
                        self.here().0.word(word, parameter);
                        continue;
                    }
                },
                Token::Text(start, end) => Piece::Text(&self.walk.source()[start..end]),
                Token::Symbol(byte @ (b'\\' | b'{' | b'}')) => Piece::Char(char::from(byte)),
                Token::Symbol(b'~') | Token::Tab => Piece::Char(' '),
                Token::Symbol(b'_') => Piece::Char('-'),
                Token::Hex(byte) if byte.is_ascii() => Piece::Char(char::from(byte)),
                Token::Hex(_) | Token::High(..) => Piece::Half,
                Token::End => return None,
                Token::Symbol(_) | Token::Unknown | Token::Stray | Token::Binary(..) => continue,
            };
            return Some(piece);
        }
        None
    }
}
