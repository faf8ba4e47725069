//! Words of formulas: the formula is read as one (`formula`), or where that can't be, as a line of text
//! (`line_of_math`).
//!
//! Source  RTF 1.9.1, "Mathematics".

use super::line_of_math::{self, MathEnd, Settings, Shape};
use super::{Reader, formula};
use crate::math;
use crate::report::Loss;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::assembly::format::Mark;
use crate::rtf::lexer::Token;
use crate::rtf::words::{Destination, FormulaWord, Word};

impl Reader<'_, '_> {
    /// A part of a formula begins, or a piece of one.
    pub(super) fn formula_word(&mut self, what: FormulaWord) {
        if !self.groups.is_in_body() {
            return;
        }
        self.settle();
        let sign = |c: Option<char>| c.map_or(MathEnd::None, MathEnd::Sign);
        if what == FormulaWord::Begin {
            self.part_formulas();
        }
        match what {
            FormulaWord::Begin if self.formulas && self.shows() && self.formula() => {}
            FormulaWord::Begin => {
                self.lose(Loss::Math);
                self.groups.begin_formula(Shape::Formulas);
                self.groups.end_formula_with(MathEnd::Whole);
            }
            FormulaWord::Display => {
                self.formula_piece();
                self.groups.begin_formula(Shape::Lines);
            }
            FormulaWord::One | FormulaWord::Argument => self.formula_piece(),
            FormulaWord::Fraction => {
                let stacked = Settings::of(&self.walk).without_line;
                self.groups.begin_formula(if stacked { Shape::Stack } else { Shape::Fraction });
            }
            FormulaWord::Numerator | FormulaWord::Denominator => {
                self.formula_piece();
                if line_of_math::needs_brackets(&self.walk) {
                    self.named_char('(');
                    self.groups.end_formula_with(MathEnd::Sign(')'));
                }
            }
            FormulaWord::Superscript => self.script(Some(Mark::Superscript)),
            FormulaWord::Subscript => self.script(Some(Mark::Subscript)),
            FormulaWord::Root => {
                self.groups.begin_formula(Shape::Root);
                self.groups.end_formula_with(MathEnd::Sign(')'));
            }
            FormulaWord::Degree => {
                self.groups.begin_piece();
                self.script(Some(Mark::Superscript));
                self.groups.end_formula_with(MathEnd::Degree);
            }
            FormulaWord::Brackets => {
                let (begin, separator, end) = Settings::of(&self.walk).brackets();
                begin.into_iter().for_each(|c| self.named_char(c));
                self.groups.begin_formula(Shape::Brackets(separator));
                self.groups.end_formula_with(sign(end));
            }
            FormulaWord::Matrix => self.groups.begin_formula(Shape::Matrix),
            FormulaWord::MatrixRow => {
                self.formula_piece();
                self.groups.begin_formula(Shape::Row);
            }
            FormulaWord::Lines => {
                self.groups.begin_formula(Shape::Lines);
                self.groups.mark_lines();
            }
            FormulaWord::Function => self.groups.begin_formula(Shape::Function),
            FormulaWord::Lower => self.groups.begin_formula(Shape::Lower),
            FormulaWord::Upper => self.groups.begin_formula(Shape::Upper),
            FormulaWord::Limit => match self.groups.begin_piece() {
                (Shape::Lower, _) => self.script(Some(Mark::Subscript)),
                (Shape::Upper, _) => self.script(Some(Mark::Superscript)),
                _ => {}
            },
            FormulaWord::Operator => {
                let operator = Settings::of(&self.walk).sign.unwrap_or(Some('\u{222B}'));
                operator.into_iter().for_each(|c| self.named_char(c));
                self.groups.begin_formula(Shape::None);
            }
            FormulaWord::Accent | FormulaWord::Bar | FormulaWord::Grouped => {
                let settings = Settings::of(&self.walk);
                let usual = match what {
                    FormulaWord::Accent => '\u{302}',
                    FormulaWord::Grouped => '\u{23DF}',
                    _ if settings.above => '\u{305}',
                    _ => '\u{332}',
                };
                self.groups.begin_formula(Shape::None);
                // A combining mark follows the letter that it stands on.
                self.groups.end_formula_with(sign(settings.sign.unwrap_or(Some(usual))));
            }
            FormulaWord::Phantom => {
                if Settings::of(&self.walk).unseen {
                    self.enter(Destination::Ignored);
                }
            }
        }
    }

    /// A formula begins: it is kept apart from one right before it.
    fn part_formulas(&mut self) {
        let between = self.walk.source().get(self.formula_end..self.groups.brace());
        let touches =
            between.is_some_and(|between| between.iter().all(|byte| b"\r\n".contains(byte)));
        if touches && self.formula_end > 0 {
            self.named_char(' ');
        }
    }

    /// A formula ends in front of the place in hand.
    pub(super) fn note_formula_end(&mut self) {
        self.formula_end = self.walk.position();
    }

    /// A piece of a part of a formula begins, and is kept apart from those before it.
    fn formula_piece(&mut self) {
        let text = match self.groups.begin_piece() {
            (Shape::Root, 0) => line_of_math::ROOT,
            (Shape::Function, _) => " ",
            (_, 0) => return,
            (Shape::Lines, _) => {
                self.settle();
                self.sink.flush();
                // A line that ends by itself has ended.
                if !self.sink.assembly().last_is(self.groups.flow(), RunKind::Break) {
                    self.line_break();
                }
                return;
            }
            (Shape::Fraction, _) => "/",
            (Shape::Matrix | Shape::Stack, _) => "; ",
            (Shape::Formulas | Shape::Row, _) => " ",
            (Shape::Brackets(separator), _) => {
                self.named_char(separator);
                if matches!(separator, ',' | ';') { " " } else { "" }
            }
            (Shape::None | Shape::Root | Shape::Lower | Shape::Upper, _) => "",
        };
        text.chars().for_each(|c| self.named_char(c));
    }

    fn script(&mut self, mark: Option<Mark>) {
        self.groups.format_characters().script(mark);
    }

    /// Reads the formulas of the group in hand, to its end. False where there are none that can be
    /// read as such.
    fn formula(&mut self) -> bool {
        let start = self.walk.clone();
        // What has been looked through in vain is not looked through again.
        if start.position() < self.formulas_end {
            return false;
        }
        let count = self.formulas_of_group(false);
        self.formulas_end = self.walk.position();
        self.walk = start;
        let is_read = count > 0 && self.formulas_of_group(true) > 0;
        if is_read {
            self.groups.end_formula_with(MathEnd::Whole);
        }
        is_read
    }

    /// Goes through the group in hand, and writes its formulas if told to: how many it has, which is none
    /// if one of them is too deep.
    fn formulas_of_group(&mut self, write: bool) -> usize {
        let given = (self.groups.stand_in(), self.page());
        let (mut depth, mut count, mut display) = (0, 0, false);
        loop {
            let at = self.walk.position();
            match self.walk.next() {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => {
                    self.walk.resume(at);
                    return count;
                }
                Token::Close => depth -= 1,
                Token::Control(Word::MoMathPara, _) => display = true,
                Token::Control(Word::MmathPict | Word::MoMathParaPr, _) => self.walk.skip_group(),
                Token::Control(Word::MoMath, _) => {
                    if !formula::read(&mut self.walk, given, display, self.formula) {
                        return 0;
                    }
                    if write {
                        self.write_formula(display, count > 0);
                    }
                    count += 1;
                }
                Token::End => return count,
                _ => {}
            }
        }
    }

    /// Writes the formula that has been read, in a line of its own if `apart`.
    fn write_formula(&mut self, display: bool, apart: bool) {
        self.tex.clear();
        let whole = math::write(self.formula, self.tex);
        self.losses.check(whole);
        let Ok(mut tex) = std::str::from_utf8(self.tex) else { return };
        self.sink.flush();
        if !display {
            // Among words no blank stands at its ends, but for one that a backslash makes a sign.
            tex = tex.trim_ascii_start();
            while tex.ends_with([' ', '\n']) && !tex.ends_with("\\ ") {
                tex = &tex[..tex.len() - 1];
            }
        }
        // One without a sign in it shows nothing.
        if tex.bytes().all(|byte| matches!(byte, b'{' | b'}' | b' ' | b'\n')) {
            return;
        }
        let tex = self.sink.own(tex);
        if apart {
            self.run_of(RunKind::Break);
        }
        self.run_of(RunKind::Formula { tex, display });
    }
}
