//! Formulas of Word as trees: what stands in `\mmath`.
//!
//! Shape   a walk of its own over the group. Each element of a formula begins as a row, to which its parts are
//!         added; what it is stands fast at its end. Settings are noted by the element that they stand in.
//!         [`Formula`] hands on what comes: to `letters`, which adds to the tree, to `element`, and where one is
//!         whole, to `whole`.
//! Errors  none: a formula too deep for a tree is told, and is then read as a line of text.
//! Limits  [`GROUPS`] groups in each other.
//! Source  RTF 1.9.1, "Mathematics"; ECMA-376, 22.1.

mod element;
mod letters;
mod roles;
mod sight;
mod whole;

use crate::math::{self, Env, Id, Kind, NONE, Tree};
use crate::report::Loss;
use crate::rtf::lexer::Token;
use crate::rtf::walk::undecoded::Unit;
use crate::rtf::walk::{Walk, stand_in};
use crate::rtf::words::{Meaning, Opening, Word};
use crate::text::codepage::{self, CodePage};
use element::Element;
use letters::Letters;
use roles::{Role, role_of};
pub(super) use sight::{Seen, Sight};
use whole::Whole;

/// Groups in each other, braces that mean nothing among them.
const GROUPS: usize = 160;

/// A group that is open.
#[derive(Clone, Copy, Debug)]
struct Group {
    role: Role,
    word: Word,
    /// How many nodes it has opened.
    nodes: u8,
    stand_in: u32,
    sight: Sight,
}

/// What is in force where a formula begins: the bytes that stand in for one `\u`, the page, what is seen.
pub(super) type Given = (u32, CodePage, Sight);

/// Reads one `\moMath` into `tree`, whose group is in hand; stands before its closing brace then. False
/// where it is too deep, or holds what no formula can.
pub(super) fn read(
    walk: &mut Walk<'_>,
    (stand_in, page, sight): Given,
    display: bool,
    tree: &mut Tree,
    seen: &mut Seen,
) -> bool {
    let first = Group { role: Role::Plain, word: Word::MoMath, nodes: 0, stand_in, sight };
    let mut reader = Formula {
        letters: Letters::new(tree),
        groups: [first; GROUPS],
        depth: 1,
        elements: [Element::of(Word::Me); math::DEPTH],
        element: 0,
        high: None,
        page,
        display,
        seen,
    };
    reader.all(walk).is_some() && !reader.letters.tree().is_short()
}

struct Formula<'t> {
    letters: Letters<'t>,
    groups: [Group; GROUPS],
    depth: usize,
    elements: [Element; math::DEPTH],
    element: usize,
    high: Option<u16>,
    page: CodePage,
    display: bool,
    seen: &'t mut Seen,
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
                    if self.shows(walk) {
                        self.unicode(number.unwrap_or(0))?;
                    }
                }
                Token::Control(Word::Uc, number) => {
                    self.groups[self.depth - 1].stand_in = stand_in(number.unwrap_or(1));
                }
                Token::Control(word, parameter) => match named(word) {
                    Some(c) if self.shows(walk) => self.char(c)?,
                    Some(_) => {}
                    None => self.word(word, parameter, walk),
                },
                Token::Symbol(b'-' | b'*' | b':' | b'|') | Token::Unknown | Token::Stray => {}
                Token::Binary(..) => {}
                _ if !self.shows(walk) => {}
                Token::Text(start, end) => {
                    for &byte in &walk.source()[start..end] {
                        self.char(char::from(byte))?;
                    }
                }
                Token::High(start, end) => self.bytes(&walk.source()[start..end])?,
                Token::Hex(byte) => self.bytes(&[byte])?,
                Token::Symbol(byte @ (b'\\' | b'{' | b'}')) => self.char(char::from(byte))?,
                Token::Symbol(b'~') => self.char('\u{A0}')?,
                Token::Symbol(b'_') => self.char('-')?,
                Token::Tab => self.char(' ')?,
                Token::Symbol(_) => {}
            }
        }
    }

    /// Whether the text in hand is seen; settings are.
    fn shows(&mut self, walk: &mut Walk<'_>) -> bool {
        let &Group { role, sight, .. } = self.top();
        if !matches!(role, Role::Plain | Role::Part | Role::Run) {
            return true;
        }
        let shown = self.seen.shows(sight, walk);
        if let Some(element) = self.element_mut() {
            element.shown |= shown;
            element.left_out |= !shown;
        }
        shown
    }

    fn top(&self) -> &Group {
        &self.groups[self.depth - 1]
    }

    /// A group begins: what it is, its first word says.
    fn open(&mut self, walk: &mut Walk<'_>) -> Option<()> {
        let mut at = walk.position();
        let mut token = walk.follow();
        let starred = matches!(token, Token::Symbol(b'*'));
        while matches!(token, Token::Symbol(b'*')) {
            at = walk.position();
            token = walk.follow();
        }
        // What an element is set to holds nothing else.
        let inside = self.top().role;
        let inside = matches!(inside, Role::Settings | Role::Setting);
        let (mut role, mut word, mut parameter) = (Role::Plain, Word::Mr, None);
        match token {
            Token::Control(found, number) => {
                role = role_of(found);
                (word, parameter) = (found, number);
                if role == Role::Plain {
                    walk.seek(at);
                    match found.opens() {
                        // No formula holds these.
                        Some(
                            Opening::Note | Opening::Picture | Opening::Object | Opening::Drawing,
                        ) => {
                            return None;
                        }
                        Some(Opening::Comment) => {
                            self.seen.lose(Loss::Comment, walk);
                            walk.skip_group();
                        }
                        Some(what) if !what.is_text() => walk.skip_group(),
                        _ if starred && !found.is_read_when_starred() => walk.skip_group(),
                        _ => {}
                    }
                }
            }
            Token::Unknown if starred => walk.skip_group(),
            Token::Unknown => {}
            _ => walk.seek(at),
        }
        if inside && role == Role::Plain {
            role = Role::Settings;
        }
        if matches!(word, Word::MmathPict | Word::MctrlPr | Word::MrPr) {
            walk.skip_group();
        }
        let mut nodes = 0;
        match role {
            Role::Element => {
                if self.element == self.elements.len() {
                    return None;
                }
                self.elements[self.element] = Element::of(word);
                self.element += 1;
                self.letters.open(Kind::Row)?;
                nodes = 1;
            }
            Role::Part => {
                self.letters.begin_part();
                let lined = self.element().is_some_and(|it| it.word == Word::MeqArr);
                let env = Env::Aligned;
                if lined {
                    self.letters.open(Kind::TableRow(env))?;
                }
                let kind = if word == Word::Mmr { Kind::TableRow(Env::Matrix) } else { Kind::Row };
                self.letters.open(kind)?;
                nodes = 1 + u8::from(lined);
            }
            Role::Run => self.letters.begin_run(),
            Role::Setting => {
                if let Some(element) = self.element_mut() {
                    element.set(word, parameter);
                }
            }
            Role::Settings | Role::Plain => {}
        }
        let &Group { stand_in, sight, .. } = self.top();
        *self.groups.get_mut(self.depth)? = Group { role, word, nodes, stand_in, sight };
        self.depth += 1;
        Some(())
    }

    fn element(&self) -> Option<&Element> {
        self.element.checked_sub(1).map(|at| &self.elements[at])
    }

    fn element_mut(&mut self) -> Option<&mut Element> {
        self.element.checked_sub(1).map(|at| &mut self.elements[at])
    }

    fn close(&mut self) -> Option<()> {
        let group = *self.top();
        self.depth -= 1;
        match group.role {
            Role::Run => self.letters.leave_run(),
            Role::Part => {
                let mut node = NONE;
                for _ in 0..group.nodes {
                    node = self.letters.close();
                }
                self.part(group.word, node);
            }
            Role::Element => {
                let node = self.letters.close();
                self.element -= 1;
                let (element, around) = (self.elements[self.element], self.top().word);
                if let Some(outer) = self.element_mut() {
                    outer.shown |= element.shown;
                    outer.left_out |= element.left_out;
                }
                // One of which all text is left out is so itself.
                if element.left_out && !element.shown {
                    self.letters.take_back();
                    return Some(());
                }
                Whole::new(self.letters.tree(), self.display, around).finish(&element, node);
            }
            Role::Setting | Role::Settings | Role::Plain => {}
        }
        Some(())
    }

    /// A part is whole.
    fn part(&mut self, word: Word, node: Id) {
        let in_cell = self.element().is_some_and(|element| element.word == Word::Mm);
        let tree = self.letters.tree();
        let hollow = !in_cell && tree.is_empty(node) && tree.kind(node) == Kind::Row;
        // A blank that stands where nothing does shows that nothing is missing.
        if hollow && tree.kind(tree.child(node)) == Kind::Blank {
            let child = tree.child(node);
            if tree.next(child) == NONE {
                tree.set_child(node, NONE);
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

    /// A word that is no group's own.
    fn word(&mut self, word: Word, parameter: Option<i32>, walk: &mut Walk<'_>) {
        let role = self.top().role;
        if !matches!(role, Role::Settings | Role::Setting) {
            let group = &mut self.groups[self.depth - 1];
            group.sight.word(word, parameter);
            let sight = group.sight;
            self.seen.word((word, parameter), sight, walk);
        }
        // A setting may stand without a group of its own.
        if role == Role::Settings
            && role_of(word) == Role::Setting
            && let Some(element) = self.element_mut()
        {
            element.set(word, parameter);
        }
        if role == Role::Run || role == Role::Plain {
            self.letters.word(word, parameter);
        }
    }

    /// A character of the formula, or of a setting.
    fn char(&mut self, c: char) -> Option<()> {
        let group = *self.top();
        match group.role {
            Role::Setting => {
                if let Some(element) = self.element_mut() {
                    element.setting(group.word, c);
                }
                Some(())
            }
            Role::Settings | Role::Element => Some(()),
            Role::Plain | Role::Part | Role::Run => {
                let cell = c == '&' && !self.letters.are_words() && self.in_lines();
                if cell && let Some(element) = self.element_mut() {
                    element.aligned = true;
                }
                // Behind it stands the number of the equation.
                if c == '#' && !self.letters.are_words() && self.in_lines() {
                    self.letters.char('\u{2003}', false)?;
                    return self.letters.char('\u{2003}', false);
                }
                self.letters.char(c, cell)
            }
        }
    }

    /// Whether the part in hand is a line of `\meqArr`, and nothing in it.
    fn in_lines(&self) -> bool {
        let mut groups = self.groups[..self.depth].iter().rev();
        let part = groups.find(|group| matches!(group.role, Role::Part | Role::Element));
        part.is_some_and(|part| part.role == Role::Part && part.nodes == 2)
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
}

/// The character that a word names.
fn named(word: Word) -> Option<char> {
    match word.meaning() {
        Meaning::Char('\t') => Some(' '),
        Meaning::Char(c) => Some(c),
        _ => None,
    }
}
