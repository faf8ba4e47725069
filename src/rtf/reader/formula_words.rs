//! Words of formulas: the formula is read as one (`formula`), or where that can't be, as a line of text
//! (`line_of_math`).
//!
//! Shape   [`Formulas`] knows where formulas ended, and holds what one is read with; it is given the text.
//! Source  RTF 1.9.1, "Mathematics".

use super::formula::{self, Seen, Sight};
use super::formula_ahead::{self, Sketch};
use super::here::Here;
use super::line_of_math::{self, MathEnd, Settings, Shape};
use super::text::Text;
use crate::math::{self, Tree};
use crate::report::Loss;
use crate::rtf::assembly::Revision;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::assembly::format::{Mark, Marks};
use crate::rtf::lexer::Token;
use crate::rtf::words::{Destination, FormulaWord, Word};

/// Formulas of a document.
#[derive(Debug)]
pub(super) struct Formulas<'b> {
    /// They are read as such.
    wanted: bool,
    /// Where one ended.
    end: usize,
    /// How far groups of formulas have been looked through.
    seen_to: usize,
    tree: &'b mut Tree,
    tex: &'b mut Vec<u8>,
}

impl<'b> Formulas<'b> {
    pub(super) fn new(wanted: bool, tree: &'b mut Tree, tex: &'b mut Vec<u8>) -> Self {
        Formulas { wanted, end: 0, seen_to: 0, tree, tex }
    }
}

impl Formulas<'_> {
    /// A part of a formula begins, or a piece of one.
    pub(super) fn word(&mut self, what: FormulaWord, text: &mut Text<'_, '_>) {
        if !text.here().groups().is_in_body() {
            return;
        }
        text.settle();
        let sign = |c: Option<char>| c.map_or(MathEnd::None, MathEnd::Sign);
        if what == FormulaWord::Begin {
            self.part(text);
        }
        if left_out(what, text) {
            return;
        }
        match what {
            FormulaWord::Begin
                if self.wanted && text.here().shows() && self.read(text.here_mut()) => {}
            FormulaWord::Begin => {
                text.here_mut().lose(Loss::Math);
                begin(text, Shape::Formulas);
                end_with(text, MathEnd::Whole);
            }
            FormulaWord::Display => {
                begin_piece(text);
                begin(text, Shape::Lines);
            }
            FormulaWord::One | FormulaWord::Argument => begin_piece(text),
            FormulaWord::Fraction => {
                let stacked = Settings::of(text.here().walk()).without_line;
                begin_apart(text, if stacked { Shape::Stack } else { Shape::Fraction });
            }
            FormulaWord::Numerator | FormulaWord::Denominator => {
                begin_piece(text);
                if sketch(text).is_long() {
                    bracket(text);
                }
            }
            FormulaWord::Superscript => script(text, Mark::Superscript),
            FormulaWord::Subscript => script(text, Mark::Subscript),
            FormulaWord::Scripts { below, above } => begin(text, Shape::Scripts { below, above }),
            FormulaWord::Before => {
                keep_apart(text);
                begin(text, Shape::Before);
            }
            FormulaWord::Root => {
                begin(text, Shape::Root);
                end_with(text, MathEnd::Sign(')'));
            }
            FormulaWord::Degree => degree(text),
            FormulaWord::Brackets => {
                let (first, separator, last) = Settings::of(text.here().walk()).brackets();
                first.into_iter().for_each(|c| text.named_char(c));
                begin(text, Shape::Brackets(separator));
                end_with(text, sign(last));
            }
            FormulaWord::Matrix => begin_apart(text, Shape::Matrix),
            FormulaWord::MatrixRow => {
                begin_piece(text);
                begin(text, Shape::Row);
            }
            FormulaWord::Lines => {
                begin(text, Shape::Lines);
                text.here_mut().groups_mut().mark_lines();
            }
            FormulaWord::Function => begin_apart(text, Shape::Function),
            FormulaWord::Lower => begin(text, Shape::Lower),
            FormulaWord::Upper => begin(text, Shape::Upper),
            FormulaWord::Limit => match text.here_mut().groups_mut().begin_piece() {
                (Shape::Lower, _) => script(text, Mark::Subscript),
                (Shape::Upper, _) => script(text, Mark::Superscript),
                _ => {}
            },
            FormulaWord::Operator => {
                let operator = Settings::of(text.here().walk()).sign.unwrap_or(Some('\u{222B}'));
                operator.into_iter().for_each(|c| text.named_char(c));
                begin(text, Shape::Before);
                end_with(text, MathEnd::Apart);
            }
            FormulaWord::Accent | FormulaWord::Bar | FormulaWord::Grouped => {
                let settings = Settings::of(text.here().walk());
                let usual = match what {
                    FormulaWord::Accent => '\u{302}',
                    FormulaWord::Grouped => '\u{23DF}',
                    _ if settings.above => '\u{305}',
                    _ => '\u{332}',
                };
                begin(text, Shape::Marked);
                // A combining mark follows the letter that it stands on.
                end_with(text, sign(settings.sign.unwrap_or(Some(usual))));
            }
            FormulaWord::Phantom => {
                if Settings::of(text.here().walk()).unseen {
                    text.enter(Destination::Ignored);
                }
            }
        }
    }

    /// A formula begins: it is kept apart from one right before it.
    fn part(&self, text: &mut Text<'_, '_>) {
        let here = text.here();
        let between = here.walk().source().get(self.end..here.groups().brace());
        let touches =
            between.is_some_and(|between| between.iter().all(|byte| b"\r\n".contains(byte)));
        if touches && self.end > 0 {
            text.named_char(' ');
        }
    }

    /// A part of a formula has ended with its group, and shows something; or the whole has.
    pub(super) fn end(&mut self, what: MathEnd, text: &mut Text<'_, '_>) {
        let here = text.here_mut();
        if what == MathEnd::Whole {
            self.end = here.walk().position();
        }
        if let MathEnd::Sign(accent) = what
            && here.groups().is_in_body()
            && here.sink_mut().accent(accent)
        {
            // It stands on the letter before it.
        } else if what == MathEnd::Apart {
            keep_apart_from_next(text);
        } else if let Some(shown) = what.text(&mut [0; 4]) {
            shown.chars().for_each(|c| text.named_char(c));
        }
    }

    /// Reads the formulas of the group in hand, to its end. False where there are none that can be
    /// read as such.
    fn read(&mut self, here: &mut Here<'_, '_>) -> bool {
        let start = here.walk().clone();
        // What has been looked through in vain is not looked through again.
        if start.position() < self.seen_to {
            return false;
        }
        let mut seen = Seen::new(here.changes());
        let count = self.read_group(None, &mut seen, here);
        self.seen_to = here.walk().position();
        *here.walk_mut() = start;
        if count == 0 {
            return false;
        }
        let format = changed(seen.whole_change(), here);
        seen = seen.again();
        if self.read_group(Some(format), &mut seen, here) == 0 {
            return false;
        }
        for (loss, count, at) in seen.left_out() {
            here.losses_mut().add_many(loss, count, at);
        }
        here.groups_mut().end_formula_with(MathEnd::Whole);
        true
    }

    /// Goes through the group in hand, and writes its formulas in a format if there is one: how many it has, which
    /// is none if one of them is too deep.
    fn read_group(
        &mut self,
        format: Option<u32>,
        seen: &mut Seen,
        here: &mut Here<'_, '_>,
    ) -> usize {
        let sight = Sight::of(&here.groups().characters().format());
        let given = (here.groups().stand_in(), here.page(), sight);
        let (mut depth, mut count, mut display, mut apart) = (0, 0, false, false);
        loop {
            let at = here.walk().position();
            match here.walk_mut().next() {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => {
                    here.walk_mut().resume(at);
                    return count;
                }
                Token::Close => depth -= 1,
                Token::Control(Word::MoMathPara, _) => display = true,
                Token::Control(Word::MmathPict | Word::MoMathParaPr, _) => {
                    here.walk_mut().skip_group();
                }
                Token::Control(Word::MoMath, _) => {
                    if !formula::read(here.walk_mut(), given, display, self.tree, seen) {
                        return 0;
                    }
                    if let Some(format) = format {
                        apart |= self.write((display, format), apart, here);
                    }
                    count += 1;
                }
                Token::End => return count,
                _ => {}
            }
        }
    }

    /// Writes the formula that has been read, in a line of its own if `apart`. False where it shows nothing.
    fn write(
        &mut self,
        (display, format): (bool, u32),
        apart: bool,
        here: &mut Here<'_, '_>,
    ) -> bool {
        self.tex.clear();
        let whole = math::write(self.tree, self.tex);
        here.losses_mut().check(whole);
        let Ok(mut tex) = std::str::from_utf8(self.tex) else { return false };
        here.sink_mut().flush();
        if !display {
            // Among words no blank stands at its ends, but for one that a backslash makes a sign.
            tex = tex.trim_ascii_start();
            while tex.ends_with([' ', '\n']) && !tex.ends_with("\\ ") {
                tex = &tex[..tex.len() - 1];
            }
        }
        // One without a sign in it shows nothing.
        if tex.bytes().all(|byte| matches!(byte, b'{' | b'}' | b' ' | b'\n')) {
            return false;
        }
        let tex = here.sink_mut().own(tex);
        if apart {
            here.run_of(RunKind::Break);
        }
        let flow = here.groups().flow();
        here.sink_mut().run(RunKind::Formula { tex, display }, format, flow);
        true
    }
}

/// The format of a formula that is of a change as a whole, or of any.
fn changed(change: Option<(bool, Revision)>, here: &mut Here<'_, '_>) -> u32 {
    let Some((deleted, revision)) = change else { return here.format() };
    let mut format = here.characters();
    if deleted {
        format.deleted = true;
    } else {
        format.inserted = true;
    }
    if revision != Revision::default() {
        format.revision = here.sink_mut().tables().revise(revision);
    }
    here.sink_mut().format(format)
}

/// The group in hand is a part of a formula, of which pieces follow.
fn begin(text: &mut Text<'_, '_>, shape: Shape) {
    text.here_mut().groups_mut().begin_formula(shape);
}

/// The part in hand shows something at its end.
fn end_with(text: &mut Text<'_, '_>, end: MathEnd) {
    text.here_mut().groups_mut().end_formula_with(end);
}

/// The same, and it is kept apart from what stands before and behind it.
fn begin_apart(text: &mut Text<'_, '_>, shape: Shape) {
    keep_apart(text);
    begin(text, shape);
    end_with(text, MathEnd::Apart);
}

/// What stands in the part in hand.
fn sketch(text: &Text<'_, '_>) -> Sketch {
    let here = text.here();
    Sketch::of(here.walk(), here.groups(), here.changes())
}

/// Leaves out an element of which all text is hidden or deleted, and with it the signs that it has of its own.
fn left_out(what: FormulaWord, text: &mut Text<'_, '_>) -> bool {
    if !what.is_element() {
        return false;
    }
    let Some(loss) = sketch(text).left_out() else { return false };
    text.here_mut().lose(loss);
    text.enter(Destination::Ignored);
    true
}

/// The last character of the line in the making and its format, in a formula.
fn last_char(text: &Text<'_, '_>) -> Option<(char, u32)> {
    let here = text.here();
    let in_formula = here.groups().is_in_formula() && here.groups().is_in_body();
    in_formula.then(|| here.sink().last_char(here.groups().flow())).flatten()
}

/// A part that would run together with what stands before it begins.
fn keep_apart(text: &mut Text<'_, '_>) {
    let Some((last, format)) = last_char(text) else { return };
    // Where something above or below begins, nothing stands before it.
    let before = text.here().sink().assembly().format(format);
    let begins = is_shifted(text) && before.is_some_and(|format| !are_shifted(format.marks));
    if formula_ahead::is_joined(last) && !begins {
        text.named_char(' ');
    }
}

/// A part that would run together with what follows has ended.
fn keep_apart_from_next(text: &mut Text<'_, '_>) {
    let here = text.here();
    if last_char(text).is_some_and(|(last, _)| !last.is_whitespace())
        && formula_ahead::joins(here.walk(), here.groups())
    {
        text.named_char(' ');
    }
}

/// The part in hand stands in brackets.
fn bracket(text: &mut Text<'_, '_>) {
    text.named_char('(');
    end_with(text, MathEnd::Sign(')'));
}

/// A piece of a part of a formula begins, and is kept apart from those before it.
fn begin_piece(text: &mut Text<'_, '_>) {
    let between = match text.here_mut().groups_mut().begin_piece() {
        (Shape::Root, 0) => line_of_math::ROOT,
        (Shape::Function, _) => " ",
        (Shape::Scripts { below, above }, 0) => {
            let sketch = sketch(text);
            let loose = sketch.holds_scripts(below, above);
            return if loose || is_shifted(text) && sketch.is_long() {
                bracket(text)
            };
        }
        (Shape::Marked, 0) => {
            return if sketch(text).is_wide() {
                bracket(text)
            };
        }
        // Behind a script that is told by its sign alone.
        (Shape::Before, _) if is_shifted(text) => " ",
        (_, 0) => return,
        (Shape::Lines, _) => {
            text.settle();
            let here = text.here_mut();
            here.sink_mut().flush();
            // A line that ends by itself has ended.
            if !here.sink().assembly().last_is(here.groups().flow(), RunKind::Break) {
                text.line_break();
            }
            return;
        }
        (Shape::Fraction, _) => "/",
        (Shape::Matrix | Shape::Stack, _) => "; ",
        (Shape::Formulas | Shape::Row, _) => " ",
        (Shape::Brackets(separator), _) => {
            text.named_char(separator);
            if matches!(separator, ',' | ';') { " " } else { "" }
        }
        (Shape::None | Shape::Root | Shape::Lower | Shape::Upper, _) => "",
        (Shape::Scripts { .. } | Shape::Before | Shape::Marked, _) => "",
    };
    between.chars().for_each(|c| text.named_char(c));
}

/// Whether text here is raised or lowered.
fn is_shifted(text: &Text<'_, '_>) -> bool {
    are_shifted(text.here().groups().characters().format().marks)
}

fn are_shifted(marks: Marks) -> bool {
    marks.contains(Mark::Superscript) || marks.contains(Mark::Subscript)
}

/// Something above or below begins. In what is raised or lowered itself it has a sign before it.
fn script(text: &mut Text<'_, '_>, mark: Mark) {
    if !is_shifted(text) {
        text.here_mut().groups_mut().format_characters().script(Some(mark));
        return end_with(text, MathEnd::Script);
    }
    let sketch = sketch(text);
    if sketch.is_empty() {
        return;
    }
    text.named_char(if mark == Mark::Superscript { '^' } else { '_' });
    if sketch.is_long() || sketch.holds_scripts(true, true) {
        bracket(text);
    } else {
        end_with(text, MathEnd::Apart);
    }
}

/// The degree of a root begins, which stands before it.
fn degree(text: &mut Text<'_, '_>) {
    let sketch = sketch(text);
    if !sketch.is_empty() {
        keep_apart(text);
    }
    text.here_mut().groups_mut().begin_piece();
    if sketch.is_empty() {
        return end_with(text, MathEnd::Degree);
    }
    if !is_shifted(text) {
        text.here_mut().groups_mut().format_characters().script(Some(Mark::Superscript));
        return end_with(text, MathEnd::Degree);
    }
    text.named_char('^');
    let is_long = sketch.is_long();
    if is_long {
        text.named_char('(');
    }
    end_with(text, if is_long { MathEnd::LongDegree } else { MathEnd::Degree });
}
