//! An element is whole: what it is, by its parts and settings.
//!
//! Source  ECMA-376, 22.1.

use super::element::Element;
use crate::math::{self, Env, Face, Id, Kind, Limits, NONE, Tree};
use crate::rtf::words::Word;

/// The tree that an element is whole in, and what is around it.
pub(super) struct Whole<'t> {
    tree: &'t mut Tree,
    /// The formula stands in a line of its own.
    display: bool,
    /// The word of the group that the element stands in.
    part: Word,
}

impl<'t> Whole<'t> {
    pub(super) fn new(tree: &'t mut Tree, display: bool, part: Word) -> Self {
        Whole { tree, display, part }
    }
}

impl Whole<'_> {
    /// An empty row where a part is missing.
    fn given(&mut self, part: Id) -> Id {
        if part == NONE { self.tree.add(Kind::Row, NONE) } else { part }
    }

    /// Makes `node` what it is, of parts.
    fn make(&mut self, node: Id, kind: Kind, parts: &[Id]) {
        self.tree.set_kind(node, kind);
        let mut last = NONE;
        for &part in parts {
            let part = self.given(part);
            if last == NONE {
                self.tree.set_child(node, part);
            } else {
                self.tree.set_next(last, part);
            }
            last = part;
        }
        self.tree.set_next(last, NONE);
    }

    /// An element is whole.
    pub(super) fn finish(&mut self, element: &Element, node: Id) {
        let &Element { word, base, below, above, .. } = element;
        match word {
            Word::Mf => {
                self.make(node, Kind::Fraction { bar: !element.without_line }, &[base, below])
            }
            Word::Mrad => {
                let degree = below != NONE && !element.hides_degree && !self.tree.is_empty(below);
                let kind = Kind::Root { degree };
                if degree {
                    self.make(node, kind, &[below, base]);
                } else {
                    self.make(node, kind, &[base]);
                }
            }
            Word::MsSub => self.scripts(node, base, below, NONE, Limits::Usual),
            Word::MsSup => self.scripts(node, base, NONE, above, Limits::Usual),
            Word::MsSubSup => self.scripts(node, base, below, above, Limits::Usual),
            Word::MsPre => {
                let shown = |tree: &Tree, part: Id| if tree.is_empty(part) { NONE } else { part };
                let (below, above) = (shown(self.tree, below), shown(self.tree, above));
                let inner = self.tree.add(Kind::Row, NONE);
                self.scripts(inner, NONE, below, above, Limits::Usual);
                self.before(node, inner, base);
            }
            Word::Mnary => {
                let sign = match element.sign {
                    Some('\0') => NONE,
                    sign => self.tree.add(Kind::Char(sign.unwrap_or('∫')), NONE),
                };
                let inner = self.tree.add(Kind::Row, sign);
                let tree = &*self.tree;
                let shown = |part: Id, hidden: bool| {
                    if hidden || part == NONE || tree.child(part) == NONE { NONE } else { part }
                };
                let below = shown(below, element.hides_below);
                let above = shown(above, element.hides_above);
                if (below, above) != (NONE, NONE) {
                    let c = element.sign.unwrap_or('∫');
                    let usual = self.display && !math::is_integral(c);
                    let limits = match element.limits {
                        Some(stacked) if stacked != usual && stacked => Limits::Below,
                        Some(stacked) if stacked != usual => Limits::Beside,
                        _ => Limits::Usual,
                    };
                    let scripts = self.tree.add(Kind::Row, NONE);
                    self.scripts(scripts, inner, below, above, limits);
                    self.before(node, scripts, base);
                } else {
                    self.before(node, inner, base);
                }
            }
            Word::Mfunc => {
                // The name comes first, and is no letter's.
                let name = self.tree.child(node);
                if name != NONE {
                    self.name(name);
                    let argument = self.tree.next(name);
                    self.before(node, name, argument);
                }
            }
            Word::Md => self.brackets(element, node),
            Word::Mm => self.matrix(element, node),
            Word::MeqArr => {
                let script = matches!(self.part, Word::Msub | Word::Msup | Word::Mlim);
                let env = match (element.aligned, script) {
                    (true, _) => Env::Aligned,
                    (_, true) => Env::Substack,
                    _ => Env::Gathered,
                };
                self.tree.set_kind(node, Kind::Table(env));
            }
            Word::MlimLow | Word::Mlimlow => self.limit(node, base, below, false),
            Word::MlimUpp | Word::Mlimupp => self.limit(node, base, below, true),
            Word::Macc => {
                let sign = element.sign.filter(|c| *c != '\0').unwrap_or('\u{302}');
                let sign = if sign == '\u{304}' { '\u{305}' } else { sign };
                self.accent(node, sign, base);
            }
            Word::Mbar => self.make(node, Kind::Bar { above: element.at_top }, &[base]),
            Word::MgroupChr => match element.sign.unwrap_or('⏟') {
                sign @ ('→' | '←' | '⇒' | '↔') if !element.at_top => {
                    self.make(node, Kind::Arrow(sign), &[base])
                }
                '⏞' | '⏜' | '⎴' => self.make(node, Kind::Brace('⏞'), &[base]),
                '⏟' | '⏝' | '⎵' => {
                    let sign = if element.at_top { '⏞' } else { '⏟' };
                    self.make(node, Kind::Brace(sign), &[base]);
                }
                // Any other sign, such as an arrow, with something above or below it.
                sign => {
                    let sign = self.tree.add(Kind::Char(sign), NONE);
                    let sign = self.tree.add(Kind::Row, sign);
                    self.make(node, Kind::Stack { above: !element.at_top }, &[base, sign]);
                }
            },
            Word::MborderBox => {
                let Element { up, down, through, edges, .. } = *element;
                let kind = match edges {
                    // A line through it has one of those that TeX has.
                    _ if up || down || through => Kind::Struck { up: up || !down, down },
                    [true, false, false, false] => Kind::Bar { above: true },
                    [false, true, false, false] => Kind::Bar { above: false },
                    [false, false, false, false] => return,
                    _ => Kind::Boxed,
                };
                self.make(node, kind, &[base]);
            }
            Word::Mphant if element.unseen => self.make(node, Kind::Phantom, &[base]),
            _ => {}
        }
    }

    /// Makes `node` something with a mark over or under it.
    fn accent(&mut self, node: Id, mark: char, base: Id) {
        let mut over = |sign: char| {
            let sign = self.tree.add(Kind::Char(sign), NONE);
            let sign = self.tree.add(Kind::Row, sign);
            self.make(node, Kind::Stack { above: true }, &[sign, base]);
        };
        match mark {
            '\u{332}' => self.make(node, Kind::Bar { above: false }, &[base]),
            '\u{33F}' => {
                let base = self.given(base);
                let inner = self.tree.add(Kind::Bar { above: true }, base);
                let row = self.tree.add(Kind::Row, inner);
                self.make(node, Kind::Bar { above: true }, &[row]);
            }
            '\u{20D0}' => over('\u{21BC}'),
            '\u{20D1}' => over('\u{21C0}'),
            '\u{20E1}' => over('↔'),
            mark => self.make(node, Kind::Accent(mark), &[base]),
        }
    }

    /// Makes `node` a row of something and what it stands before.
    fn before(&mut self, node: Id, first: Id, rest: Id) {
        let tree = &mut *self.tree;
        tree.set_child(node, first);
        let shown = rest != NONE && tree.child(rest) != NONE;
        tree.set_next(first, if shown { rest } else { NONE });
        if shown {
            tree.set_next(rest, NONE);
        }
    }

    fn scripts(&mut self, node: Id, base: Id, below: Id, above: Id, limits: Limits) {
        let kind = Kind::Scripts { below: below != NONE, above: above != NONE, limits };
        match (below, above) {
            (NONE, NONE) => self.make(node, Kind::Row, &[base]),
            (part, NONE) | (NONE, part) => self.make(node, kind, &[base, part]),
            (below, above) => self.make(node, kind, &[base, below, above]),
        }
    }

    /// The only thing that stands in a row, and in rows in it.
    fn sole(&self, row: Id) -> Option<Id> {
        let mut only = self.tree.only(row)?;
        for _ in 0..math::DEPTH {
            if self.tree.kind(only) != Kind::Row {
                break;
            }
            only = self.tree.only(only)?;
        }
        Some(only)
    }

    /// Something below or above a base.
    fn limit(&mut self, node: Id, base: Id, limit: Id, above: bool) {
        let base = self.given(base);
        let sole = self.sole(base);
        let display = self.display;
        let limits = match sole.map(|only| self.tree.kind(only)) {
            Some(Kind::Run(Face::Roman)) => {
                self.tree.set_kind(sole.unwrap_or(NONE), Kind::Name { star: true });
                Limits::Usual
            }
            Some(Kind::Name { .. }) => Limits::Usual,
            Some(Kind::Brace(c)) if (c == '⏞') == above => Limits::Usual,
            Some(Kind::Char(c)) if math::is_operator(c) => {
                if display && !math::is_integral(c) {
                    Limits::Usual
                } else {
                    Limits::Below
                }
            }
            Some(Kind::Char(c @ ('→' | '←' | '⇒' | '↔'))) if above => {
                return self.make(node, Kind::Arrow(c), &[limit]);
            }
            // Above and below.
            Some(Kind::Scripts { below: true, above: false, limits }) if above => {
                let Some(only) = sole else { return };
                let first = self.tree.child(only);
                let second = self.tree.next(first);
                return self.scripts(node, first, second, limit, limits);
            }
            _ => return self.make(node, Kind::Stack { above }, &[limit, base]),
        };
        let (below, above) = if above { (NONE, limit) } else { (limit, NONE) };
        self.scripts(node, base, below, above, limits);
    }

    /// Makes a name of upright letters, also of those that scripts stand at.
    fn name(&mut self, row: Id) {
        let Some(only) = self.sole(row) else { return };
        match self.tree.kind(only) {
            Kind::Run(Face::Roman) => self.tree.set_kind(only, Kind::Name { star: false }),
            Kind::Scripts { .. } => {
                let base = self.tree.child(only);
                if let Some(inner) = self.sole(base)
                    && self.tree.kind(inner) == Kind::Run(Face::Roman)
                {
                    self.tree.set_kind(inner, Kind::Name { star: false });
                }
            }
            _ => {}
        }
    }

    fn brackets(&mut self, element: &Element, node: Id) {
        let begin = element.begin.unwrap_or('\0');
        let end = match (element.has_end, element.begin) {
            (true, _) => element.end.unwrap_or('\0'),
            (_, Some('[')) => ']',
            (_, Some('{')) => '}',
            (_, Some('(')) => ')',
            (_, other) => other.unwrap_or('\0'),
        };
        let tree = &mut *self.tree;
        tree.set_kind(node, Kind::Delimited { begin, end });
        let first = tree.child(node);
        if first == NONE {
            return;
        }
        if tree.next(first) == NONE {
            if tree.child(first) == NONE {
                tree.set_child(node, NONE);
                return;
            }
            if let Some(only) = self.sole(node) {
                let tree = &mut *self.tree;
                let kind = match (tree.kind(only), begin, end) {
                    (Kind::Fraction { bar: false }, '(', ')') => Some(Kind::Binomial),
                    (Kind::Table(Env::Aligned | Env::Gathered), '{', '\0') => {
                        Some(Kind::Table(Env::Cases))
                    }
                    (Kind::Table(Env::Array), '{', '\0') if is_of_cases(tree, only) => {
                        tree.set_child(only, tree.next(tree.child(only)));
                        trim_rows(tree, only);
                        Some(Kind::Table(Env::Cases))
                    }
                    (Kind::Table(Env::Matrix), _, _) => fence(begin, end).map(Kind::Table),
                    _ => None,
                };
                if let Some(kind) = kind {
                    tree.set_kind(node, kind);
                    tree.set_child(node, tree.child(only));
                    return;
                }
            }
            // `(mod n)`
            let tree = &mut *self.tree;
            let function = tree.child(first);
            if (begin, end) == ('(', ')')
                && tree.next(function) == NONE
                && tree.kind(function) == Kind::Row
                && let name = tree.child(function)
                && let argument = tree.next(name)
                && argument != NONE
                && tree.next(argument) == NONE
                && let Some(name) = self.sole(name)
                && self.is_modulo(name)
            {
                self.make(node, Kind::Modulo, &[argument]);
            }
            return;
        }
        let sign = element.separator.unwrap_or('\u{2063}');
        let mut at = first;
        loop {
            let next = self.tree.next(at);
            if next == NONE {
                return;
            }
            let middle = self.tree.add(Kind::Middle(sign), NONE);
            self.tree.set_next(at, middle);
            self.tree.set_next(middle, next);
            at = next;
        }
    }

    fn is_modulo(&self, name: Id) -> bool {
        let tree = &*self.tree;
        let mut chars = tree.parts(name).map(|part| tree.kind(part));
        tree.kind(name) == Kind::Name { star: false }
            && math::MOD.chars().all(|c| chars.next() == Some(Kind::Char(c)))
            && chars.next().is_none()
    }

    fn matrix(&mut self, element: &Element, node: Id) {
        let tree = &mut *self.tree;
        let (count, columns) = (element.column_count, element.columns);
        if element.spaced {
            tree.set_kind(node, Kind::Table(Env::Aligned));
            return trim_rows(tree, node);
        }
        trim_rows(tree, node);
        let said = (0..count).any(|at| columns >> (2 * at) & 3 != 0);
        tree.set_kind(node, Kind::Table(if said { Env::Array } else { Env::Matrix }));
        if said {
            let spec = tree.add(Kind::Row, NONE);
            let mut last = NONE;
            for at in 0..count {
                let letter = match columns >> (2 * at) & 3 {
                    1 => 'l',
                    2 => 'r',
                    _ => 'c',
                };
                let letter = tree.add(Kind::Char(letter), NONE);
                if last == NONE {
                    tree.set_child(spec, letter);
                } else {
                    tree.set_next(last, letter);
                }
                last = letter;
            }
            tree.set_next(spec, tree.child(node));
            tree.set_child(node, spec);
        }
    }
}

/// Whether all columns are set to the left.
fn is_of_cases(tree: &Tree, table: Id) -> bool {
    tree.parts(tree.child(table)).all(|part| tree.kind(part) == Kind::Char('l'))
}

/// Takes out cells at the ends of rows that hold nothing.
fn trim_rows(tree: &mut Tree, table: Id) {
    let mut row = tree.child(table);
    while row != NONE {
        let (mut cell, mut last) = (tree.child(row), tree.child(row));
        while cell != NONE {
            if tree.child(cell) != NONE {
                last = cell;
            }
            cell = tree.next(cell);
        }
        if last != NONE {
            tree.set_next(last, NONE);
        }
        row = tree.next(row);
    }
}

/// The environment of a matrix in brackets.
fn fence(begin: char, end: char) -> Option<Env> {
    match (begin, end) {
        ('(', ')') => Some(Env::Parentheses),
        ('[', ']') => Some(Env::Brackets),
        ('{', '}') => Some(Env::Braces),
        ('|', '|') => Some(Env::Bars),
        ('‖', '‖') => Some(Env::DoubleBars),
        _ => None,
    }
}
