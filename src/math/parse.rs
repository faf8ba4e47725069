//! TeX to a tree.
//!
//! Shape   one pass over the bytes; what is open stands in the [`Builder`], with what would end it.
//! Errors  none: what is beyond the subset, unbalanced or too deep is told, and the tree is then void.
//! Source  as the room's.

use super::names::{env, face, negated, single, unary};
use super::{Builder, Env, Face, Kind, Limits, NONE, Tree, signs};
use crate::work;

/// What is open, and how it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Root,
    /// `{`
    Group,
    /// The braces of a face, which stand in what is around them.
    Face(Option<Face>),
    /// A command that waits for so many arguments.
    Command(u8),
    /// A script: what is above the base comes behind what is below it.
    Script {
        above: bool,
    },
    /// An argument in braces.
    Argument,
    /// An argument of one token.
    Single,
    /// `[`, the degree of a root.
    Degree,
    Left,
    Table,
    Row,
    Cell,
}

/// Fills `tree` with the formula `tex`. False where it goes beyond what a tree can say.
pub(crate) fn parse(tex: &str, tree: &mut Tree) -> bool {
    let to = Builder::new(tree, Role::Root);
    let mut parser =
        Parser { tex, at: 0, to, face: None, once: false, run: None, limits: Limits::Usual };
    parser.all().is_some() && !parser.to.tree.is_short()
}

struct Parser<'a, 'b> {
    tex: &'a str,
    at: usize,
    to: Builder<'b, Role>,
    /// The face in force; `once`: for one character.
    face: Option<Face>,
    once: bool,
    /// The run in the making, and its last character.
    run: Option<(super::Id, super::Id)>,
    /// What has been said of the limits of what stands before.
    limits: Limits,
}

impl<'a> Parser<'a, '_> {
    fn all(&mut self) -> Option<()> {
        while let Some(c) = self.peek() {
            let from = self.at;
            self.at += c.len_utf8();
            self.token(c)?;
            work::step(self.at - from);
        }
        (self.to.top().role == Role::Root && !self.once).then_some(())
    }

    fn peek(&self) -> Option<char> {
        self.tex[self.at..].chars().next()
    }

    fn rest(&self) -> &'a [u8] {
        &self.tex.as_bytes()[self.at..]
    }

    fn token(&mut self, c: char) -> Option<()> {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            self.blank(c);
            return Some(());
        }
        if let Role::Command(_) | Role::Script { .. } = self.to.top().role {
            let role = match c {
                '{' => Role::Argument,
                '}' | '&' | '^' | '_' | '\'' => return None,
                _ => Role::Single,
            };
            self.run = None;
            self.to.open(Kind::Row, role).then_some(())?;
            if c == '{' {
                return Some(());
            }
        }
        match c {
            '\\' => self.command(),
            '{' => self.open(Kind::Row, Role::Group),
            '}' => self.brace(),
            '^' | '_' => self.script(c == '^'),
            '\'' => {
                self.run = None;
                self.to.follow(Kind::Char('′'));
                Some(())
            }
            '&' => {
                self.end_cell()?;
                self.open(Kind::Row, Role::Cell)
            }
            ']' if self.to.top().role == Role::Degree => {
                self.close();
                Some(())
            }
            '~' => self.char('\u{A0}'),
            '%' | '#' | '$' => None,
            c if c.is_control() => None,
            c => self.char(c),
        }
    }

    /// Blanks and line ends, which show nothing.
    fn blank(&mut self, first: char) {
        let rest = self.rest();
        let count = rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        let line = first == '\n' || rest[..count].contains(&b'\n');
        self.at += count;
        let waits =
            matches!(self.to.top().role, Role::Command(_) | Role::Script { .. } | Role::Single);
        if waits || matches!(rest.get(count), Some(b'^' | b'_' | b'\'')) {
            return;
        }
        let kind = if line { Kind::Line } else { Kind::Blank };
        match self.run {
            Some(_) if self.face.is_some() && !self.once => self.in_run(kind),
            _ => {
                self.run = None;
                self.to.leaf(kind);
            }
        }
    }

    /// Adds a character to the run in the making.
    fn in_run(&mut self, kind: Kind) {
        let Some((run, last)) = self.run else { return };
        let id = self.to.tree.add(kind, NONE);
        if last == NONE {
            self.to.tree.set_child(run, id);
        } else {
            self.to.tree.set_next(last, id);
        }
        self.run = Some((run, id));
    }

    /// A character in the face in force.
    fn char(&mut self, c: char) -> Option<()> {
        self.limits = Limits::Usual;
        match self.face {
            Some(face) => {
                if self.run.is_none() {
                    let run = self.to.leaf(Kind::Run(face));
                    self.run = Some((run, NONE));
                }
                self.in_run(Kind::Char(c));
                if self.once {
                    (self.face, self.once, self.run) = (None, false, None);
                }
            }
            None => {
                self.to.leaf(Kind::Char(c));
            }
        }
        self.complete();
        Some(())
    }

    /// A node with nothing in it.
    fn leaf(&mut self, kind: Kind) -> Option<()> {
        (self.run, self.limits) = (None, Limits::Usual);
        self.to.leaf(kind);
        self.complete();
        Some(())
    }

    fn open(&mut self, kind: Kind, role: Role) -> Option<()> {
        (self.run, self.limits) = (None, Limits::Usual);
        self.to.open(kind, role).then_some(())
    }

    /// Something is whole; with it, an argument of one token is, and what had waited for that.
    fn complete(&mut self) {
        while self.to.top().role == Role::Single {
            self.run = None;
            self.to.close();
            if !self.argument_ends() {
                break;
            }
        }
    }

    /// Closes what was opened last, which is a part of what is around it.
    fn close(&mut self) {
        self.run = None;
        self.to.close();
        self.complete();
    }

    /// An argument is whole. Whether what had waited for it is.
    fn argument_ends(&mut self) -> bool {
        match self.to.top().role {
            Role::Command(2..) => {
                if let Role::Command(left) = &mut self.to.top_mut().role {
                    *left -= 1;
                }
                false
            }
            Role::Command(_) => {
                self.to.close();
                true
            }
            Role::Script { above } => {
                let script = self.to.close().node;
                self.order_scripts(script, above);
                true
            }
            _ => false,
        }
    }

    /// The part that was added last to scripts goes where it belongs.
    fn order_scripts(&mut self, scripts: super::Id, above: bool) {
        let tree = &mut *self.to.tree;
        let base = tree.child(scripts);
        let first = tree.next(base);
        let second = tree.next(first);
        if !above && second != NONE {
            tree.set_next(base, second);
            tree.set_next(second, first);
            tree.set_next(first, NONE);
        }
    }

    fn brace(&mut self) -> Option<()> {
        match self.to.top().role {
            Role::Group => self.close(),
            Role::Argument => {
                self.run = None;
                self.to.close();
                if self.argument_ends() {
                    self.complete();
                }
            }
            Role::Cell if self.in_substack() => {
                self.end_cell()?;
                self.to.close();
                self.close();
            }
            Role::Face(before) => {
                (self.run, self.face) = (None, before);
                let inner = self.to.close();
                let top = self.to.top_mut();
                (top.before, top.start, top.end) = (inner.before, inner.start, inner.end);
                self.complete();
            }
            _ => return None,
        }
        Some(())
    }

    /// `^` or `_`
    fn script(&mut self, above: bool) -> Option<()> {
        self.run = None;
        let limits = std::mem::take(&mut self.limits);
        if self.to.top().role == Role::Single {
            return None;
        }
        let start = self.to.top().start;
        let is_blank = start != NONE && self.to.tree.is_blank(start);
        let alone = start != NONE && self.to.top().end == start;
        let tree = &mut *self.to.tree;
        let id = match tree.kind(start) {
            Kind::Scripts { below: has_below, above: has_above, limits } if alone => {
                if if above { has_above } else { has_below } {
                    return None;
                }
                tree.set_kind(start, Kind::Scripts { below: true, above: true, limits });
                start
            }
            _ => {
                let kind = Kind::Scripts { below: !above, above, limits };
                if start == NONE || is_blank {
                    self.to.leaf(Kind::Row);
                }
                self.to.wrap(kind)
            }
        };
        let last = self.to.tree.parts(id).last().unwrap_or(NONE);
        self.to.enter(id, Role::Script { above }).then_some(())?;
        let top = self.to.top_mut();
        (top.start, top.end) = (last, last);
        Some(())
    }

    fn in_substack(&self) -> bool {
        let table = self.to.around(2);
        table.is_some_and(|open| self.to.tree.kind(open.node) == Kind::Table(Env::Substack))
    }

    /// Ends a cell, in a table.
    fn end_cell(&mut self) -> Option<()> {
        if self.to.top().role != Role::Cell {
            return None;
        }
        self.run = None;
        self.to.close();
        Some(())
    }

    /// The letters of a command, or the one character that is its name.
    fn name(&mut self) -> &'a str {
        let rest = self.rest();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let length = match letters {
            0 => self.peek().map_or(0, char::len_utf8),
            letters => letters,
        };
        self.at += length;
        &self.tex[self.at - length..self.at]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
    }

    /// What stands in braces, where nothing but letters and the like does.
    fn word(&mut self) -> Option<&'a str> {
        self.skip_blanks();
        let inner = self.tex[self.at..].strip_prefix('{')?;
        let end = inner.find(['}', '{', '\\', '$'])?;
        inner[end..].starts_with('}').then_some(())?;
        self.at += end + 2;
        Some(&inner[..end])
    }

    /// A bracket behind `\left` and its like.
    fn delimiter(&mut self) -> Option<char> {
        self.skip_blanks();
        let c = self.peek()?;
        self.at += c.len_utf8();
        match c {
            '.' => Some('\0'),
            '\\' => match self.name() {
                "{" => Some('{'),
                "}" => Some('}'),
                "|" => Some('‖'),
                name => signs::sign(name.as_bytes()).filter(|c| !c.is_alphabetic()),
            },
            '<' => Some('⟨'),
            '>' => Some('⟩'),
            '(' | ')' | '[' | ']' | '|' | '/' => Some(c),
            _ => None,
        }
    }

    fn command(&mut self) -> Option<()> {
        let name = self.name();
        if name.is_empty() {
            return None;
        }
        if let Some(c) = single(name) {
            return self.char(c);
        }
        if let Some(kind) = unary(name) {
            // What stands below an arrow has no place.
            if matches!(kind, Kind::Arrow(_)) {
                self.skip_blanks();
                if self.rest().first() == Some(&b'[') {
                    return None;
                }
            }
            return self.open(kind, Role::Command(1));
        }
        if let Some(face) = face(name) {
            return self.begin_face(face);
        }
        if signs::is_known_name(name) {
            return self.function(name, false);
        }
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                self.open(Kind::Fraction { bar: true }, Role::Command(2))
            }
            "binom" | "dbinom" | "tbinom" => self.open(Kind::Binomial, Role::Command(2)),
            "genfrac" => {
                self.tex[self.at..].starts_with("{}{}{0pt}{}").then_some(())?;
                self.at += "{}{}{0pt}{}".len();
                self.open(Kind::Fraction { bar: false }, Role::Command(2))
            }
            "overset" | "stackrel" => self.open(Kind::Stack { above: true }, Role::Command(2)),
            "underset" => self.open(Kind::Stack { above: false }, Role::Command(2)),
            "sqrt" => {
                self.skip_blanks();
                let degree = self.rest().first() == Some(&b'[');
                self.open(Kind::Root { degree }, Role::Command(1))?;
                if degree {
                    self.at += 1;
                    self.open(Kind::Row, Role::Degree)?;
                }
                Some(())
            }
            "limits" | "nolimits" => {
                self.limits = if name == "limits" { Limits::Below } else { Limits::Beside };
                Some(())
            }
            "left" => {
                let begin = self.delimiter()?;
                self.open(Kind::Delimited { begin, end: '\0' }, Role::Left)
            }
            "middle" => {
                let sign = self.delimiter()?;
                if self.to.top().role != Role::Left {
                    return None;
                }
                self.leaf(Kind::Middle(sign))
            }
            "right" => {
                let end = self.delimiter()?;
                let top = *self.to.top();
                let Kind::Delimited { begin, .. } = self.to.tree.kind(top.node) else {
                    return None;
                };
                if top.role != Role::Left {
                    return None;
                }
                self.to.tree.set_kind(top.node, Kind::Delimited { begin, end });
                self.close();
                Some(())
            }
            "text" | "mbox" | "textrm" | "textnormal" => self.text(Face::Text),
            "textbf" => self.text(Face::TextBold),
            "textit" => self.text(Face::TextItalic),
            "operatorname" => {
                let star = self.rest().first() == Some(&b'*');
                self.at += usize::from(star);
                let name = self.word()?;
                if name.is_empty() || !name.chars().all(signs::takes_part_in_names) {
                    return None;
                }
                self.function(name, star)
            }
            "bmod" => self.function(signs::MOD, false),
            "qquad" => {
                self.char('\u{2003}')?;
                self.char('\u{2003}')
            }
            "not" => {
                self.skip_blanks();
                let c = self.peek()?;
                self.at += c.len_utf8();
                let sign = if c == '\\' { signs::sign(self.name().as_bytes())? } else { c };
                self.char(negated(sign)?)
            }
            // These change sizes alone.
            "displaystyle" | "textstyle" | "scriptstyle" => {
                self.skip_blanks();
                Some(())
            }
            "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "bigm" | "Bigl" | "Bigr"
            | "Bigm" | "biggl" | "biggr" | "biggm" | "Biggl" | "Biggr" | "Biggm" => {
                let c = self.delimiter().filter(|c| *c != '\0')?;
                self.char(c)
            }
            "begin" => self.begin_table(),
            "substack" => {
                self.skip_blanks();
                self.tex[self.at..].starts_with('{').then_some(())?;
                self.at += 1;
                self.open(Kind::Table(Env::Substack), Role::Table)?;
                self.open(Kind::TableRow(Env::Substack), Role::Row)?;
                self.open(Kind::Row, Role::Cell)
            }
            "end" => self.end_table(),
            "\\" => {
                self.end_cell()?;
                self.to.close();
                let star = self.rest().first() == Some(&b'*');
                self.at += usize::from(star);
                if self.rest().first() == Some(&b'[') {
                    let end = self.tex[self.at..].find(']')?;
                    self.at += end + 1;
                }
                let Kind::Table(env) = self.to.tree.kind(self.to.top().node) else { return None };
                self.open(Kind::TableRow(env), Role::Row)?;
                self.open(Kind::Row, Role::Cell)
            }
            _ => match signs::sign(name.as_bytes()) {
                Some(c) => self.char(c),
                None => None,
            },
        }
    }

    fn begin_face(&mut self, face: Face) -> Option<()> {
        self.skip_blanks();
        self.run = None;
        if self.once {
            return None;
        }
        if self.rest().first() == Some(&b'{') {
            self.at += 1;
            let top = *self.to.top();
            let before = self.face.replace(face);
            self.to.enter(top.node, Role::Face(before)).then_some(())?;
            let inner = self.to.top_mut();
            (inner.before, inner.start, inner.end) = (top.before, top.start, top.end);
            if self.rest().first() == Some(&b'}') {
                self.to.leaf(Kind::Row);
            }
        } else {
            if self.face.is_some() {
                return None;
            }
            (self.face, self.once) = (Some(face), true);
        }
        Some(())
    }

    /// The name of a function.
    fn function(&mut self, name: &str, star: bool) -> Option<()> {
        if self.once {
            return None;
        }
        self.open(Kind::Name { star }, Role::Group)?;
        for c in name.chars() {
            self.to.leaf(Kind::Char(c));
        }
        self.close();
        Some(())
    }

    /// Words in braces.
    fn text(&mut self, face: Face) -> Option<()> {
        self.skip_blanks();
        if self.rest().first() != Some(&b'{') || self.once {
            return None;
        }
        self.at += 1;
        self.open(Kind::Run(face), Role::Group)?;
        loop {
            let c = self.peek()?;
            self.at += c.len_utf8();
            work::step(1);
            let c = match c {
                '}' => break,
                '{' | '$' | '%' | '^' | '_' | '#' | '&' => return None,
                '~' => '\u{A0}',
                '\n' | '\r' | '\t' => ' ',
                '\\' => {
                    let escaped = self.peek().filter(|c| "{}$%&#_ ".contains(*c))?;
                    self.at += 1;
                    escaped
                }
                c if c.is_control() => return None,
                c => c,
            };
            self.to.leaf(Kind::Char(c));
        }
        self.close();
        Some(())
    }

    fn begin_table(&mut self) -> Option<()> {
        let name = self.word()?;
        let env = env(name)?;
        if self.face.is_some() {
            return None;
        }
        self.open(Kind::Table(env), Role::Table)?;
        if env == Env::Array {
            let columns = self.word()?;
            self.open(Kind::Row, Role::Group)?;
            for c in columns.chars().filter(|c| *c != ' ') {
                if !matches!(c, 'l' | 'c' | 'r') {
                    return None;
                }
                self.to.leaf(Kind::Char(c));
            }
            self.to.close();
        } else if self.rest().first() == Some(&b'[') {
            return None;
        }
        self.open(Kind::TableRow(env), Role::Row)?;
        self.open(Kind::Row, Role::Cell)
    }

    fn end_table(&mut self) -> Option<()> {
        let name = self.word()?;
        self.end_cell()?;
        let row = self.to.close().node;
        let table = *self.to.top();
        if table.role != Role::Table || self.to.tree.kind(table.node) != Kind::Table(env(name)?) {
            return None;
        }
        // A line end at the end begins no row.
        let tree = &mut *self.to.tree;
        let first = if tree.kind(table.node) == Kind::Table(Env::Array) { 1 } else { 0 };
        let empty = tree.next(tree.child(row)) == NONE && tree.is_empty(tree.child(row));
        if empty && table.before != NONE && tree.part(table.node, first) != row {
            tree.set_next(table.before, NONE);
        }
        self.close();
        Some(())
    }
}
