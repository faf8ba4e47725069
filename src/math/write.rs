//! A tree to TeX.
//!
//! Shape   what is still to be written stands in the tree's own list of steps, so that depth costs no depth of
//!         calls. Braces stand where people write them: around arguments, and not around a script of one sign.
//! Errors  lack of memory is told.
//! Source  as the room's.

use super::names::{ACCENTS, ARROWS, ENVS, FACES};
use super::tree::Step::{Cells, Columns, Parts, Pieces, Say, Sign};
use super::{Env, Face, Id, Kind, Limits, MOD, NONE, Tree, signs};
use crate::memory;

/// Writes the formula behind what stands in `out`. False where memory is short.
pub(crate) fn write(tree: &mut Tree, out: &mut Vec<u8>) -> bool {
    let mut pen = Pen { out, word: false, behind_row: false, whole: true };
    tree.plan(&[Parts(tree.child(0), NONE)]);
    while let Some(step) = tree.step() {
        match step {
            Parts(from, to) => {
                if from != NONE && from != to {
                    let next = tree.next(from);
                    let wide = Kind::Char('\u{2003}');
                    if next != to && next != NONE && [tree.kind(from), tree.kind(next)] == [wide; 2]
                    {
                        pen.say("\\qquad");
                        tree.plan(&[Parts(tree.next(next), to)]);
                    } else {
                        tree.plan(&[Parts(next, to)]);
                        node(tree, from, &mut pen);
                    }
                }
            }
            Cells(cell) | Columns(cell) => {
                let next = tree.next(cell);
                if next != NONE {
                    tree.plan(&[Say("&"), Cells(next)]);
                }
                tree.plan(&[Parts(tree.child(cell), NONE)]);
            }
            Pieces(from) => tree.plan(&[Parts(from, NONE)]),
            Say(text) => pen.say(text),
            Sign(sign) => pen.delimiter(sign),
        }
    }
    pen.whole && !tree.is_short()
}

/// Where TeX goes.
struct Pen<'a> {
    out: &'a mut Vec<u8>,
    /// A command ends here that a letter would join.
    word: bool,
    /// A row of a table has ended here.
    behind_row: bool,
    whole: bool,
}

impl Pen<'_> {
    fn say(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if self.word && first.is_alphabetic() {
            self.whole &= memory::append(self.out, b" ");
        }
        if self.behind_row && matches!(first, '[' | '*') {
            self.whole &= memory::append(self.out, b"{}");
        }
        self.whole &= memory::append(self.out, text.as_bytes());
        let last = text.as_bytes()[text.len() - 1];
        let is_command = text.starts_with('\\') && last.is_ascii_alphabetic();
        (self.word, self.behind_row) = (is_command, text == "\\\\");
    }

    fn char(&mut self, c: char) {
        match c {
            '′' => self.say("'"),
            '″' => self.say("''"),
            '‴' => self.say("'''"),
            '−' => self.say("-"),
            '\u{2006}' => self.say("\\,"),
            '\u{205F}' => self.say("\\:"),
            '\u{2005}' => self.say("\\;"),
            '\u{2004}' => self.say("\\ "),
            '\u{A0}' => self.say("~"),
            '\u{2061}'..='\u{2064}' => {}
            '‖' => self.say("\\|"),
            '^' => self.say("\\wedge"),
            '~' => self.say("\\sim"),
            '\\' => self.say("\\backslash"),
            '{' => self.say("\\{"),
            '}' => self.say("\\}"),
            '$' => self.say("\\$"),
            '%' => self.say("\\%"),
            '&' => self.say("\\&"),
            '#' => self.say("\\#"),
            '_' => self.say("\\_"),
            c => match signs::command(c) {
                Some(command) => self.say(command),
                None => self.say(c.encode_utf8(&mut [0; 4])),
            },
        }
    }

    /// A character among words.
    fn text_char(&mut self, c: char) {
        self.word = false;
        match c {
            '{' | '}' | '$' | '%' | '&' | '#' | '_' | '^' | '~' | '\\' => self.escaped(c),
            '\u{A0}' => self.say("~"),
            c => self.say(c.encode_utf8(&mut [0; 4])),
        }
        self.word = false;
    }

    /// A sign that words can't hold as it is.
    fn escaped(&mut self, c: char) {
        match c {
            '^' => self.say("\u{2C6}"),
            '~' => self.say("\u{2DC}"),
            '\\' => self.say("\u{2216}"),
            c => self.char(c),
        }
    }

    fn delimiter(&mut self, c: char) {
        match c {
            '\0' => self.say("."),
            '∣' => self.say("|"),
            '(' | ')' | '[' | ']' | '|' | '/' => self.char(c),
            c if "{}‖\\⟨⟩⌈⌉⌊⌋↑↓↕⇑⇓".contains(c) => self.char(c),
            '〈' | '\u{2329}' => self.say("\\langle"),
            '〉' | '\u{232A}' => self.say("\\rangle"),
            // What can't grow stands beside.
            c => {
                self.say(".");
                self.char(c);
            }
        }
    }
}

/// Writes a node, or plans it.
fn node(tree: &mut Tree, id: Id, pen: &mut Pen<'_>) {
    let child = tree.child(id);
    match tree.kind(id) {
        Kind::Row if child == NONE => pen.say("{}"),
        Kind::Row => tree.plan(&[Parts(child, NONE)]),
        Kind::TableRow(_) => {
            let last = tree.next(id) == NONE;
            tree.plan(&[Cells(child), Say(if last { "" } else { "\\\\" })]);
        }
        Kind::Char(c) => pen.char(c),
        Kind::Blank => pen.say(" "),
        Kind::Line => pen.say("\n"),
        Kind::Run(face) => run(tree, child, face, pen),
        Kind::Name { star } => name(tree, id, star, pen),
        Kind::Fraction { bar } => {
            pen.say(if bar { "\\frac" } else { "\\genfrac{}{}{0pt}{}" });
            two(tree, child);
        }
        Kind::Binomial => {
            pen.say("\\binom");
            two(tree, child);
        }
        Kind::Root { degree } => {
            pen.say("\\sqrt");
            match degree {
                true => {
                    // What is planned last is done first.
                    one(tree, tree.next(child));
                    tree.plan(&[Say("["), Parts(tree.child(child), NONE), Say("]")]);
                }
                false => one(tree, child),
            }
        }
        Kind::Scripts { below, above, limits } => scripts(tree, child, (below, above, limits)),
        Kind::Stack { above } => {
            pen.say(if above { "\\overset" } else { "\\underset" });
            two(tree, child);
        }
        Kind::Arrow(c) => {
            pen.say("\\");
            pen.say(ARROWS.iter().find(|row| row.1 == c).map_or("xrightarrow", |row| row.0));
            one(tree, child);
        }
        Kind::Delimited { begin, end } => {
            pen.say("\\left");
            pen.delimiter(begin);
            tree.plan(&[Parts(child, NONE), Say("\\right"), Sign(end)]);
        }
        Kind::Middle(sign) => {
            pen.say("\\middle");
            pen.delimiter(sign);
        }
        Kind::Table(env) => table(tree, child, env, pen),
        Kind::Accent(c) => {
            let wide = tree.only(child).is_none();
            let names = || ACCENTS.iter().filter(|row| row.1 == c);
            let name = if wide { names().next_back() } else { names().next() };
            match name {
                Some((name, _)) => {
                    pen.say("\\");
                    pen.say(name);
                    one(tree, child);
                }
                // A mark that has no command stands behind its letter.
                None => {
                    let mark = tree.add(Kind::Char(c), NONE);
                    tree.plan(&[Parts(tree.child(child), NONE), Parts(mark, NONE)]);
                }
            }
        }
        Kind::Bar { above } => {
            pen.say(if above { "\\overline" } else { "\\underline" });
            one(tree, child);
        }
        Kind::Brace(c) => {
            pen.say(match c {
                '⏞' => "\\overbrace",
                _ => "\\underbrace",
            });
            one(tree, child);
        }
        Kind::Boxed => {
            pen.say("\\boxed");
            one(tree, child);
        }
        Kind::Struck { up, down } => {
            pen.say(match (up, down) {
                (true, true) => "\\xcancel",
                (_, true) => "\\bcancel",
                _ => "\\cancel",
            });
            one(tree, child);
        }
        Kind::Phantom => {
            pen.say("\\phantom");
            one(tree, child);
        }
        Kind::Modulo => {
            pen.say("\\pmod");
            one(tree, child);
        }
    }
}

/// An argument.
fn one(tree: &mut Tree, row: Id) {
    let child = if row == NONE { NONE } else { tree.child(row) };
    tree.plan(&[Say("{"), Parts(child, NONE), Say("}")]);
}

/// Two arguments.
fn two(tree: &mut Tree, first: Id) {
    let second = tree.next(first);
    one(tree, second);
    one(tree, first);
}

fn run(tree: &Tree, child: Id, face: Face, pen: &mut Pen<'_>) {
    pen.say("\\");
    pen.say(FACES.iter().find(|row| row.1 == face).map_or("mathrm", |row| row.0));
    pen.say("{");
    pen.word = false;
    let words = matches!(face, Face::Text | Face::TextBold | Face::TextItalic);
    let mut next = child;
    while next != NONE {
        match tree.kind(next) {
            Kind::Char(c) if words => pen.text_char(c),
            Kind::Char(c) => pen.char(c),
            _ => pen.say(" "),
        }
        next = tree.next(next);
    }
    pen.say("}");
}

/// Bytes of the longest name that has a command.
const LONGEST: usize = 12;

fn name(tree: &Tree, id: Id, star: bool, pen: &mut Pen<'_>) {
    let mut name = [0; LONGEST];
    let mut length = 0;
    for part in tree.parts(id) {
        if let Kind::Char(c) = tree.kind(part) {
            if c.is_ascii() && length < LONGEST {
                name[length] = c as u8;
            }
            length += 1;
        }
    }
    let known = std::str::from_utf8(name.get(..length).unwrap_or(b"")).unwrap_or("");
    if known == MOD || signs::is_known_name(known) {
        pen.say(if known == MOD { "\\b" } else { "\\" });
        pen.word = false;
        pen.say(known);
        pen.word = true;
        return;
    }
    pen.say(if star { "\\operatorname*{" } else { "\\operatorname{" });
    for part in tree.parts(id) {
        if let Kind::Char(c) = tree.kind(part) {
            pen.text_char(c);
        }
    }
    pen.say("}");
}

fn scripts(tree: &mut Tree, base: Id, (below, above, limits): (bool, bool, Limits)) {
    let first = tree.next(base);
    let last = if below { tree.next(first) } else { first };
    // What explains a brace is words, mostly.
    let explains = tree.only(base).is_some_and(|only| matches!(tree.kind(only), Kind::Brace(_)));
    if above {
        script(tree, last, "^", explains);
    }
    if below {
        script(tree, first, "_", explains);
    }
    match limits {
        Limits::Usual => {}
        Limits::Below => tree.plan(&[Say("\\limits")]),
        Limits::Beside => tree.plan(&[Say("\\nolimits")]),
    }
    let inner = tree.child(base);
    if inner == NONE || tree.is_empty(base) {
        tree.plan(&[Say("{}")]);
    } else if is_plain_base(tree, base) {
        tree.plan(&[Parts(inner, NONE)]);
    } else {
        tree.plan(&[Say("{"), Parts(inner, NONE), Say("}")]);
    }
}

/// Whether a script holds to a base without braces around it.
fn is_plain_base(tree: &Tree, base: Id) -> bool {
    let mut parts = tree.parts(base);
    let Some(first) = parts.next() else { return false };
    if parts.clone().all(|part| matches!(tree.kind(part), Kind::Char('′'))) {
        return match tree.kind(first) {
            Kind::Row => {
                tree.child(first) != NONE
                    && tree.next(tree.child(first)) == NONE
                    && matches!(tree.kind(tree.child(first)), Kind::Char(_))
            }
            Kind::Scripts { .. } => false,
            _ => true,
        };
    }
    tree.parts(base).all(|part| matches!(tree.kind(part), Kind::Char(c) if c.is_alphanumeric()))
}

fn script(tree: &mut Tree, row: Id, sign: &'static str, braced: bool) {
    let first = tree.child(row);
    let only = !braced && first != NONE && tree.next(first) == NONE;
    match only.then(|| tree.kind(first)) {
        Some(Kind::Char('′')) => tree.plan(&[Say(sign), Say("\\prime")]),
        Some(Kind::Char(c)) if !matches!(c, '″' | '‴' | '\u{2061}'..='\u{2064}') => {
            tree.plan(&[Say(sign), Parts(tree.child(row), NONE)]);
        }
        _ => tree.plan(&[Say(sign), Say("{"), Parts(tree.child(row), NONE), Say("}")]),
    }
}

fn table(tree: &mut Tree, child: Id, env: Env, pen: &mut Pen<'_>) {
    let mut first = child;
    if env == Env::Substack {
        pen.say("\\substack{");
    } else {
        let name = ENVS.iter().find(|row| row.1 == env).map_or("matrix", |row| row.0);
        pen.say("\\begin{");
        pen.say(name);
        pen.say("}");
        if env == Env::Array {
            pen.say("{");
            for part in tree.parts(child) {
                if let Kind::Char(c) = tree.kind(part) {
                    pen.char(c);
                }
            }
            pen.say("}");
            first = tree.next(child);
        }
    }
    // A row without anything at the end would be none.
    let rows = std::iter::successors(Some(first).filter(|&row| row != NONE), |&row| {
        Some(tree.next(row)).filter(|&next| next != NONE)
    });
    let last = rows.last().filter(|&last| last != first);
    let is_none = last.map(|last| tree.child(last)).is_some_and(|cell| {
        let is_empty = || tree.kind(cell) == Kind::Row && tree.is_empty(cell);
        cell == NONE || tree.next(cell) == NONE && (is_empty() || tree.is_blank(cell))
    });
    tree.plan(&[Parts(first, NONE), Say(if is_none { "\\\\" } else { "" }), Say(end(env))]);
}

fn end(env: Env) -> &'static str {
    match env {
        Env::Matrix => "\\end{matrix}",
        Env::Parentheses => "\\end{pmatrix}",
        Env::Brackets => "\\end{bmatrix}",
        Env::Braces => "\\end{Bmatrix}",
        Env::Bars => "\\end{vmatrix}",
        Env::DoubleBars => "\\end{Vmatrix}",
        Env::Array => "\\end{array}",
        Env::Cases => "\\end{cases}",
        Env::Aligned => "\\end{aligned}",
        Env::Gathered => "\\end{gathered}",
        Env::Substack => "}",
    }
}
