//! Formulas of Word as trees: what stands in `\mmath`.
//!
//! Shape   a walk of its own over the group. Each element of a formula begins as a row, to which its parts are
//!         added; what it is stands fast at its end. Settings are noted by the element that they stand in.
//! Errors  none: a formula too deep for a tree is told, and is then read as a line of text.
//! Limits  [`GROUPS`] groups in each other.
//! Source  RTF 1.9.1, "Mathematics"; ECMA-376, 22.1.

use crate::math::{self, Builder, Env, Face, Id, Kind, Limits, NONE, Tree};
use crate::rtf::lexer::Token;
use crate::rtf::walk::undecoded::Unit;
use crate::rtf::walk::{Walk, stand_in};
use crate::rtf::words::Word;
use crate::text::codepage::{self, CodePage};

/// Groups in each other, braces that mean nothing among them.
const GROUPS: usize = 160;
/// Columns of a matrix whose alignment is kept.
const COLUMNS: u8 = 31;

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Nothing to formulas.
    Plain,
    /// An element that has parts.
    Element,
    Part,
    /// `\mr`
    Run,
    /// What an element is set to.
    Settings,
    Setting,
}

/// What has been said of an element, and its parts.
#[derive(Clone, Copy, Debug)]
struct Element {
    word: Word,
    base: Id,
    below: Id,
    above: Id,
    begin: Option<char>,
    separator: Option<char>,
    end: Option<char>,
    has_end: bool,
    sign: Option<char>,
    /// On or off: degree, scripts hidden; shown; above; lines through; no line.
    hides_degree: bool,
    hides_below: bool,
    hides_above: bool,
    unseen: bool,
    at_top: bool,
    up: bool,
    down: bool,
    frameless: bool,
    without_line: bool,
    limits: Option<bool>,
    /// There are marks of alignment among its parts.
    aligned: bool,
    /// How columns are aligned, as far as said: two bits each, from the first on, and how many.
    columns: u64,
    column_count: u8,
    /// To how many columns what is said next applies.
    repeat: u8,
    /// The columns have a distance of their own.
    spaced: bool,
}

impl Element {
    fn of(word: Word) -> Element {
        Element {
            word,
            base: NONE,
            below: NONE,
            above: NONE,
            begin: Some('('),
            separator: Some('|'),
            end: Some(')'),
            has_end: false,
            sign: None,
            hides_degree: false,
            hides_below: false,
            hides_above: false,
            unseen: false,
            at_top: false,
            up: false,
            down: false,
            frameless: false,
            without_line: false,
            limits: None,
            aligned: false,
            columns: 0,
            column_count: 0,
            repeat: 0,
            spaced: false,
        }
    }
}

/// A group that is open.
#[derive(Clone, Copy, Debug)]
struct Group {
    role: Role,
    word: Word,
    /// How many nodes it has opened.
    nodes: u8,
    stand_in: u32,
}

/// The face that the text of a run stands in.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    script: i32,
    style: Option<i32>,
    words: bool,
    bold: bool,
    italic: bool,
}

impl Look {
    fn face(self, c: char) -> Option<Face> {
        if self.words {
            return Some(match (self.bold, self.italic) {
                (true, _) => Face::TextBold,
                (_, true) => Face::TextItalic,
                _ => Face::Text,
            });
        }
        match self.script {
            1 => return Some(Face::Script),
            2 => return Some(Face::Fraktur),
            3 => return Some(Face::Double),
            4 => return Some(Face::Sans),
            5 => return Some(Face::Mono),
            _ => {}
        }
        match self.style {
            Some(0) if c.is_alphabetic() => Some(Face::Roman),
            Some(1) => Some(Face::Bold),
            Some(3) => Some(Face::BoldItalic),
            _ => None,
        }
    }
}

/// Reads one `\moMath` into `tree`, whose group is in hand; stands before its closing brace then. False
/// where it is too deep.
pub(super) fn read(
    walk: &mut Walk<'_>,
    (uc, page): (u32, CodePage),
    display: bool,
    tree: &mut Tree,
) -> bool {
    let first = Group { role: Role::Plain, word: Word::MoMath, nodes: 0, stand_in: uc };
    let mut reader = Formula {
        to: Builder::new(tree, ()),
        groups: [first; GROUPS],
        depth: 1,
        elements: [Element::of(Word::Me); math::DEPTH],
        element: 0,
        look: Look::default(),
        run: None,
        spaces: 0,
        high: None,
        page,
        display,
    };
    reader.all(walk).is_some() && !reader.to.tree.is_short()
}

struct Formula<'t> {
    to: Builder<'t, ()>,
    groups: [Group; GROUPS],
    depth: usize,
    elements: [Element; math::DEPTH],
    element: usize,
    look: Look,
    /// The run in a face of its own that is in the making, and its last character.
    run: Option<(Id, Id, Face)>,
    /// Spaces without width that stand side by side here.
    spaces: u8,
    high: Option<u16>,
    page: CodePage,
    display: bool,
}

impl Formula<'_> {
    fn all(&mut self, walk: &mut Walk<'_>) -> Option<()> {
        loop {
            let before = walk.position();
            match walk.next() {
                Token::Open => self.open(walk)?,
                Token::Close if self.depth == 1 => {
                    walk.resume(before);
                    return Some(());
                }
                Token::Close => self.close()?,
                Token::End => return Some(()),
                Token::Control(Word::U, number) => {
                    walk.leave_out(self.top().stand_in);
                    self.unicode(number.unwrap_or(0))?;
                }
                Token::Control(Word::Uc, number) => {
                    self.groups[self.depth - 1].stand_in = stand_in(number.unwrap_or(1));
                }
                Token::Control(word, parameter) => self.word(word, parameter)?,
                Token::Text(start, end) => {
                    for &byte in &walk.source()[start..end] {
                        self.char(char::from(byte))?;
                    }
                }
                Token::High(start, end) => self.bytes(&walk.source()[start..end])?,
                Token::Hex(byte) => self.bytes(&[byte])?,
                Token::Symbol(byte @ (b'\\' | b'{' | b'}')) => self.char(char::from(byte))?,
                Token::Symbol(b'~') => self.char('\u{A0}')?,
                Token::Tab => self.char(' ')?,
                Token::Symbol(_) | Token::Unknown | Token::Stray | Token::Binary(..) => {}
            }
        }
    }

    fn top(&self) -> &Group {
        &self.groups[self.depth - 1]
    }

    /// A group begins: what it is, its first word says.
    fn open(&mut self, walk: &mut Walk<'_>) -> Option<()> {
        let mut at = walk.position();
        let mut token = walk.follow();
        while matches!(token, Token::Symbol(b'*')) {
            at = walk.position();
            token = walk.follow();
        }
        let (mut role, mut word, mut parameter) = (Role::Plain, Word::Mr, None);
        match token {
            Token::Control(found, number) => {
                role = role_of(found);
                (word, parameter) = (found, number);
                if role == Role::Plain {
                    walk.seek(at);
                }
            }
            Token::Unknown => {}
            _ => walk.seek(at),
        }
        if matches!(word, Word::MmathPict | Word::MctrlPr | Word::MrPr) {
            walk.skip_group();
        }
        let mut nodes = 0;
        match role {
            Role::Element => {
                self.leave_run();
                if self.element == self.elements.len() {
                    return None;
                }
                self.elements[self.element] = Element::of(word);
                self.element += 1;
                self.to.open(Kind::Row, ()).then_some(())?;
                nodes = 1;
            }
            Role::Part => {
                self.leave_run();
                let lined = self.element().is_some_and(|it| it.word == Word::MeqArr);
                let env = Env::Aligned;
                if lined {
                    self.to.open(Kind::TableRow(env), ()).then_some(())?;
                }
                let kind = if word == Word::Mmr { Kind::TableRow(Env::Matrix) } else { Kind::Row };
                self.to.open(kind, ()).then_some(())?;
                nodes = 1 + u8::from(lined);
            }
            Role::Run => {
                self.leave_run();
                self.look = Look::default();
            }
            Role::Setting => self.set(word, parameter),
            Role::Settings | Role::Plain => {}
        }
        let stand_in = self.top().stand_in;
        *self.groups.get_mut(self.depth)? = Group { role, word, nodes, stand_in };
        self.depth += 1;
        Some(())
    }

    fn element(&self) -> Option<&Element> {
        self.element.checked_sub(1).map(|at| &self.elements[at])
    }

    fn element_mut(&mut self) -> Option<&mut Element> {
        self.element.checked_sub(1).map(|at| &mut self.elements[at])
    }

    /// A setting that is a word alone.
    fn set(&mut self, word: Word, parameter: Option<i32>) {
        let on = parameter != Some(0);
        let Some(element) = self.element_mut() else { return };
        match word {
            Word::MbegChr => element.begin = None,
            Word::MsepChr => element.separator = None,
            Word::MendChr => (element.end, element.has_end) = (None, true),
            Word::Mchr => element.sign = Some('\0'),
            Word::MdegHide => element.hides_degree = on,
            Word::MsubHide => element.hides_below = on,
            Word::MsupHide => element.hides_above = on,
            Word::Mshow => element.unseen = !on,
            Word::MstrikeBLTR => element.up = on,
            Word::MstrikeTLBR => element.down = on,
            Word::MhideTop => element.frameless = on,
            Word::McGp => element.spaced = true,
            Word::Mcount => element.repeat = parameter.map_or(0, |count| count.clamp(0, 99) as u8),
            _ => {}
        }
    }

    /// A character of a setting.
    fn setting(&mut self, word: Word, c: char) {
        let Some(element) = self.element_mut() else { return };
        // Of words the first letter tells, but for on and off, whose second does.
        let off = matches!(c, '0' | 'f');
        match word {
            Word::MbegChr => element.begin = Some(element.begin.unwrap_or(c)),
            Word::MsepChr => element.separator = Some(element.separator.unwrap_or(c)),
            Word::MendChr => element.end = Some(element.end.unwrap_or(c)),
            Word::Mchr if element.sign == Some('\0') => element.sign = Some(c),
            Word::MdegHide => element.hides_degree &= !off,
            Word::MsubHide => element.hides_below &= !off,
            Word::MsupHide => element.hides_above &= !off,
            Word::Mshow => element.unseen |= off,
            Word::MstrikeBLTR => element.up &= !off,
            Word::MstrikeTLBR => element.down &= !off,
            Word::MhideTop => element.frameless &= !off,
            Word::Mpos => element.at_top |= c == 'p',
            Word::Mcount => {
                let digit = c.to_digit(10).unwrap_or(0) as u8;
                element.repeat = element.repeat.saturating_mul(10).saturating_add(digit);
            }
            // `noBar`
            Word::Mtype => element.without_line |= c == 'B',
            // `undOvr`, `subSup`
            Word::Mlimloc => element.limits = element.limits.or(Some(c == 'u')),
            _ => {}
        }
    }

    fn close(&mut self) -> Option<()> {
        let group = *self.top();
        self.depth -= 1;
        match group.role {
            Role::Run => self.leave_run(),
            Role::Part => {
                self.leave_run();
                let mut node = NONE;
                for _ in 0..group.nodes {
                    node = self.to.close().node;
                }
                self.part(group.word, node);
            }
            Role::Element => {
                self.leave_run();
                let node = self.to.close().node;
                self.element -= 1;
                let element = self.elements[self.element];
                self.finish(&element, node);
            }
            Role::Setting | Role::Settings | Role::Plain => {}
        }
        Some(())
    }

    /// A part is whole.
    fn part(&mut self, word: Word, node: Id) {
        let in_cell = self.element().is_some_and(|element| element.word == Word::Mm);
        let hollow =
            !in_cell && self.to.tree.is_empty(node) && self.to.tree.kind(node) == Kind::Row;
        // A blank that stands where nothing does shows that nothing is missing.
        if hollow && self.to.tree.kind(self.to.tree.child(node)) == Kind::Blank {
            let child = self.to.tree.child(node);
            if self.to.tree.next(child) == NONE {
                self.to.tree.set_child(node, NONE);
            }
        }
        let Some(element) = self.element_mut() else { return };
        let place = match word {
            Word::Msub | Word::Mlim | Word::Mdeg | Word::Mden => &mut element.below,
            Word::Msup => &mut element.above,
            _ if element.base != NONE => return,
            _ => &mut element.base,
        };
        *place = node;
    }

    /// An empty row where a part is missing.
    fn given(&mut self, part: Id) -> Id {
        if part == NONE { self.to.tree.add(Kind::Row, NONE) } else { part }
    }

    /// Makes `node` what it is, of parts.
    fn make(&mut self, node: Id, kind: Kind, parts: &[Id]) {
        self.to.tree.set_kind(node, kind);
        let mut last = NONE;
        for &part in parts {
            let part = self.given(part);
            if last == NONE {
                self.to.tree.set_child(node, part);
            } else {
                self.to.tree.set_next(last, part);
            }
            last = part;
        }
        self.to.tree.set_next(last, NONE);
    }

    /// An element is whole.
    fn finish(&mut self, element: &Element, node: Id) {
        let &Element { word, base, below, above, .. } = element;
        match word {
            Word::Mf => {
                self.make(node, Kind::Fraction { bar: !element.without_line }, &[base, below])
            }
            Word::Mrad => {
                let degree =
                    below != NONE && !element.hides_degree && !self.to.tree.is_empty(below);
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
                let (below, above) = (shown(self.to.tree, below), shown(self.to.tree, above));
                let inner = self.to.tree.add(Kind::Row, NONE);
                self.scripts(inner, NONE, below, above, Limits::Usual);
                self.before(node, inner, base);
            }
            Word::Mnary => {
                let sign = match element.sign {
                    None => '∫',
                    Some('\0') => '\u{2062}',
                    Some(sign) => sign,
                };
                let sign = self.to.tree.add(Kind::Char(sign), NONE);
                let inner = self.to.tree.add(Kind::Row, sign);
                let tree = &*self.to.tree;
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
                    let scripts = self.to.tree.add(Kind::Row, NONE);
                    self.scripts(scripts, inner, below, above, limits);
                    self.before(node, scripts, base);
                } else {
                    self.before(node, inner, base);
                }
            }
            Word::Mfunc => {
                // The name comes first, and is no letter's.
                let name = self.to.tree.child(node);
                if name != NONE {
                    self.name(name);
                    let argument = self.to.tree.next(name);
                    self.before(node, name, argument);
                }
            }
            Word::Md => self.brackets(element, node),
            Word::Mm => self.matrix(element, node),
            Word::MeqArr => {
                let script = matches!(self.top().word, Word::Msub | Word::Msup | Word::Mlim);
                let env = match (element.aligned, script) {
                    (true, _) => Env::Aligned,
                    (_, true) => Env::Substack,
                    _ => Env::Gathered,
                };
                self.to.tree.set_kind(node, Kind::Table(env));
            }
            Word::MlimLow | Word::Mlimlow => self.limit(node, base, below, false),
            Word::MlimUpp | Word::Mlimupp => self.limit(node, base, below, true),
            Word::Macc => {
                let sign = element.sign.filter(|c| *c != '\0').unwrap_or('\u{302}');
                let sign = if sign == '\u{304}' { '\u{305}' } else { sign };
                self.make(node, Kind::Accent(sign), &[base]);
            }
            Word::Mbar => self.make(node, Kind::Bar { above: element.at_top }, &[base]),
            Word::MgroupChr => match element.sign.unwrap_or('⏟') {
                sign @ ('→' | '←' | '⇒' | '↔') => {
                    self.make(node, Kind::Arrow(sign), &[base])
                }
                sign => self.make(node, Kind::Brace(sign), &[base]),
            },
            Word::MborderBox => {
                let Element { up, down, frameless, .. } = *element;
                let struck = up || down || frameless;
                let kind = if struck { Kind::Struck { up, down } } else { Kind::Boxed };
                if struck && !up && !down {
                    return;
                }
                self.make(node, kind, &[base]);
            }
            Word::Mphant if element.unseen => self.make(node, Kind::Phantom, &[base]),
            _ => {}
        }
    }

    /// Makes `node` a row of something and what it stands before.
    fn before(&mut self, node: Id, first: Id, rest: Id) {
        let tree = &mut *self.to.tree;
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
        let mut only = self.to.tree.only(row)?;
        for _ in 0..math::DEPTH {
            if self.to.tree.kind(only) != Kind::Row {
                break;
            }
            only = self.to.tree.only(only)?;
        }
        Some(only)
    }

    /// Something below or above a base.
    fn limit(&mut self, node: Id, base: Id, limit: Id, above: bool) {
        let base = self.given(base);
        let sole = self.sole(base);
        let display = self.display;
        let limits = match sole.map(|only| self.to.tree.kind(only)) {
            Some(Kind::Run(Face::Roman)) => {
                self.to.tree.set_kind(sole.unwrap_or(NONE), Kind::Name { star: true });
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
                let first = self.to.tree.child(only);
                let second = self.to.tree.next(first);
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
        match self.to.tree.kind(only) {
            Kind::Run(Face::Roman) => self.to.tree.set_kind(only, Kind::Name { star: false }),
            Kind::Scripts { .. } => {
                let base = self.to.tree.child(only);
                if let Some(inner) = self.sole(base)
                    && self.to.tree.kind(inner) == Kind::Run(Face::Roman)
                {
                    self.to.tree.set_kind(inner, Kind::Name { star: false });
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
        let tree = &mut *self.to.tree;
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
                let tree = &mut *self.to.tree;
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
            let tree = &mut *self.to.tree;
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
            let next = self.to.tree.next(at);
            if next == NONE {
                return;
            }
            let middle = self.to.tree.add(Kind::Middle(sign), NONE);
            self.to.tree.set_next(at, middle);
            self.to.tree.set_next(middle, next);
            at = next;
        }
    }

    fn is_modulo(&self, name: Id) -> bool {
        let tree = &*self.to.tree;
        let mut chars = tree.parts(name).map(|part| tree.kind(part));
        tree.kind(name) == Kind::Name { star: false }
            && math::MOD.chars().all(|c| chars.next() == Some(Kind::Char(c)))
            && chars.next().is_none()
    }

    fn matrix(&mut self, element: &Element, node: Id) {
        let tree = &mut *self.to.tree;
        let (count, columns) = (element.column_count, element.columns);
        if element.spaced {
            tree.set_kind(node, Kind::Table(Env::Aligned));
            return trim_rows(tree, node);
        }
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

    fn word(&mut self, word: Word, parameter: Option<i32>) -> Option<()> {
        if self.top().role == Role::Run || self.top().role == Role::Plain {
            let on = parameter != Some(0);
            match word {
                Word::Mscr => self.look.script = parameter.unwrap_or(0),
                Word::Msty => self.look.style = Some(parameter.unwrap_or(0)),
                Word::Mnor => self.look.words = on,
                Word::B => self.look.bold = on,
                Word::I => self.look.italic = on,
                _ => {}
            }
        }
        Some(())
    }

    fn unicode(&mut self, number: i32) -> Option<()> {
        match Unit::of(number) {
            Unit::Nothing => Some(()),
            Unit::High(high) => {
                self.high = Some(high);
                Some(())
            }
            Unit::Low(low) => {
                let high = self.high.take().unwrap_or(0);
                let c = char::decode_utf16([high, low]).next().and_then(Result::ok);
                self.char(c.unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            Unit::Char(c) => self.char(c),
            Unit::NoChar => self.char(char::REPLACEMENT_CHARACTER),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) -> Option<()> {
        let mut text = String::new();
        codepage::decode(self.page, bytes, &mut text).ok()?;
        text.chars().try_for_each(|c| self.char(c))
    }

    /// A character of the formula, or of a setting.
    fn char(&mut self, c: char) -> Option<()> {
        let group = *self.top();
        match group.role {
            Role::Setting if group.word == Word::MmcJc => {
                // `left`, `center` and `right`; no other letter of them is one of these.
                let code = match c {
                    'l' => 1,
                    'g' => 2,
                    'n' => 0,
                    _ => return Some(()),
                };
                if let Some(element) = self.element_mut() {
                    for _ in 0..element.repeat.clamp(1, COLUMNS - element.column_count.min(COLUMNS))
                    {
                        element.columns |= code << (2 * element.column_count);
                        element.column_count = (element.column_count + 1).min(COLUMNS);
                    }
                    element.repeat = 0;
                }
                return Some(());
            }
            Role::Setting => {
                self.setting(group.word, c);
                return Some(());
            }
            Role::Settings => return Some(()),
            Role::Element => return Some(()),
            Role::Plain | Role::Part | Role::Run => {}
        }
        match c {
            '\u{200B}' => {
                self.spaces += 1;
                // Two of them are a line end.
                let last = self.to.top().end;
                if self.spaces == 2 && self.run.is_none() && self.to.tree.kind(last) == Kind::Blank
                {
                    self.to.tree.set_kind(last, Kind::Line);
                } else {
                    self.blank();
                }
                return Some(());
            }
            ' ' if !self.look.words => {
                self.blank();
                return Some(());
            }
            '\u{2061}'..='\u{2064}' => return Some(()),
            '&' if !self.look.words && self.in_lines() => {
                self.leave_run();
                if let Some(element) = self.element_mut() {
                    element.aligned = true;
                }
                self.to.close();
                return self.to.open(Kind::Row, ()).then_some(());
            }
            _ => {}
        }
        self.spaces = 0;
        let (c, own) = match c {
            '−' => ('-', None),
            'ℜ' | 'ℑ' => (c, None),
            c => math::plain(c).map_or((c, None), |(letter, face)| (letter, Some(face))),
        };
        // What stands among upright letters is upright with them.
        let upright = matches!(self.run, Some((_, _, Face::Roman))) && self.look.style == Some(0);
        let face = own
            .or_else(|| if upright { Some(Face::Roman) } else { self.look.face(c) })
            .filter(|face| *face != Face::Italic);
        match face {
            Some(face) => self.in_run(Kind::Char(c), face),
            None => {
                self.leave_run();
                self.to.leaf(Kind::Char(c));
            }
        }
        Some(())
    }

    /// Whether the part in hand is a line of `\meqArr`, and nothing in it.
    fn in_lines(&self) -> bool {
        let mut groups = self.groups[..self.depth].iter().rev();
        let part = groups.find(|group| matches!(group.role, Role::Part | Role::Element));
        part.is_some_and(|part| part.role == Role::Part && part.nodes == 2)
    }

    fn blank(&mut self) {
        match self.run {
            Some((_, _, face)) => self.in_run(Kind::Blank, face),
            None if self.to.tree.is_blank(self.to.top().end) && self.to.top().end != NONE => {}
            None => {
                self.to.leaf(Kind::Blank);
            }
        }
    }

    fn in_run(&mut self, kind: Kind, face: Face) {
        let (run, last) = match self.run {
            Some((run, last, same)) if same == face => (run, last),
            _ => {
                self.leave_run();
                (self.to.leaf(Kind::Run(face)), NONE)
            }
        };
        let id = self.to.tree.add(kind, NONE);
        if last == NONE {
            self.to.tree.set_child(run, id);
        } else {
            self.to.tree.set_next(last, id);
        }
        self.run = Some((run, id, face));
    }

    /// The run in the making is over; upright letters may be the name of a function.
    fn leave_run(&mut self) {
        self.spaces = 0;
        let Some((run, _, face)) = self.run.take() else { return };
        if face != Face::Roman {
            return;
        }
        let tree = &mut *self.to.tree;
        let mut name = [0; 8];
        let mut length = 0;
        for part in tree.parts(run) {
            match tree.kind(part) {
                Kind::Char(c) if c.is_ascii_lowercase() || c == 'P' => {
                    if let Some(place) = name.get_mut(length) {
                        *place = c as u8;
                    }
                    length += 1;
                }
                _ => return,
            }
        }
        let name = name.get(..length).and_then(|name| std::str::from_utf8(name).ok());
        if name.is_some_and(|name| name == math::MOD || math::is_known_name(name)) {
            tree.set_kind(run, Kind::Name { star: false });
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

/// What a group is that begins with a word.
fn role_of(word: Word) -> Role {
    match word {
        Word::Mr => Role::Run,
        Word::Mnum
        | Word::Mden
        | Word::Msup
        | Word::Msub
        | Word::Mdeg
        | Word::Me
        | Word::Mmr
        | Word::Mlim
        | Word::MfName => Role::Part,
        Word::Mf
        | Word::Mrad
        | Word::Md
        | Word::Mm
        | Word::MeqArr
        | Word::Mfunc
        | Word::MlimLow
        | Word::Mlimlow
        | Word::MlimUpp
        | Word::Mlimupp
        | Word::Mnary
        | Word::Macc
        | Word::Mbar
        | Word::MgroupChr
        | Word::Mphant
        | Word::Mbox
        | Word::MborderBox
        | Word::MsPre
        | Word::MsSub
        | Word::MsSup
        | Word::MsSubSup => Role::Element,
        Word::MbegChr
        | Word::MendChr
        | Word::MsepChr
        | Word::Mchr
        | Word::Mpos
        | Word::Mshow
        | Word::Mtype
        | Word::MdegHide
        | Word::MsubHide
        | Word::MsupHide
        | Word::Mlimloc
        | Word::MmcJc
        | Word::McGp
        | Word::Mcount
        | Word::MhideTop
        | Word::MstrikeBLTR
        | Word::MstrikeTLBR => Role::Setting,
        Word::MfPr
        | Word::MsSupPr
        | Word::MsSubPr
        | Word::MsSubSupPr
        | Word::MsPrePr
        | Word::MradPr
        | Word::MnaryPr
        | Word::MdPr
        | Word::MfuncPr
        | Word::MaccPr
        | Word::MbarPr
        | Word::MboxPr
        | Word::MborderBoxPr
        | Word::MeqArrPr
        | Word::MgroupChrPr
        | Word::MlimLowPr
        | Word::MlimlowPr
        | Word::MlimUppPr
        | Word::MlimuppPr
        | Word::MmPr
        | Word::MphantPr
        | Word::MctrlPr
        | Word::MrPr
        | Word::MargPr
        | Word::MmathPict
        | Word::Mmcs
        | Word::Mmc
        | Word::MmcPr
        | Word::MvertJc
        | Word::Mgrow
        | Word::Mshp
        | Word::MplcHide
        | Word::McGpRule
        | Word::MbaseJc
        | Word::MhideBot
        | Word::MhideLeft
        | Word::MhideRight
        | Word::MstrikeH
        | Word::MstrikeV
        | Word::Mmaxdist
        | Word::MobjDist
        | Word::MargSz
        | Word::MopEmu
        | Word::MnoBreak
        | Word::Mdiff
        | Word::Mtransp
        | Word::MzeroAsc
        | Word::MzeroDesc
        | Word::MzeroWid
        | Word::MalnScr
        | Word::Maln => Role::Settings,
        _ => Role::Plain,
    }
}
