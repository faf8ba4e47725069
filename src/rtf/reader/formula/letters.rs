//! Characters of formulas, and the faces that their runs stand in.
//!
//! Shape   [`Letters`] adds them to the node of the tree that is open, and begins and ends nodes for who knows what
//!         they are.

use crate::math::{self, Builder, Face, Id, Kind, NONE, Tree};
use crate::rtf::words::Word;

/// The face that the text of a run stands in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
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

/// The sign that is all there is in a run, but for room around it.
fn only_sign(tree: &Tree, run: Id) -> Option<char> {
    let mut parts = tree.parts(run).map(|part| tree.kind(part)).filter(|&it| it != Kind::Char(' '));
    match (parts.next(), parts.next()) {
        (Some(Kind::Char(c)), None) if math::is_lone(c) => Some(c),
        _ => None,
    }
}

/// The tree in the making, and the run of characters at its end.
pub(super) struct Letters<'t> {
    to: Builder<'t, ()>,
    look: Look,
    /// The run in a face of its own that is in the making, and its last character.
    run: Option<(Id, Id, Face)>,
    /// Spaces without width that stand side by side here.
    spaces: u8,
    /// A line has ended, for which a blank stands.
    broken: bool,
}

impl<'t> Letters<'t> {
    /// An empty tree, in one that is there.
    pub(super) fn new(tree: &'t mut Tree) -> Self {
        let to = Builder::new(tree, ());
        Letters { to, look: Look::default(), run: None, spaces: 0, broken: false }
    }

    pub(super) fn tree(&mut self) -> &mut Tree {
        self.to.tree
    }

    /// A node begins. None where the tree is too deep for it.
    pub(super) fn open(&mut self, kind: Kind) -> Option<()> {
        self.leave_run();
        self.to.open(kind, ()).then_some(())
    }

    /// The node that began last ends.
    pub(super) fn close(&mut self) -> Id {
        self.leave_run();
        self.to.close().node
    }

    /// The node that ended last is none after all.
    pub(super) fn take_back(&mut self) {
        self.to.take_back();
    }

    /// A part of an element begins: no line has ended in it.
    pub(super) fn begin_part(&mut self) {
        self.broken = false;
    }

    /// A run begins, with a look of its own.
    pub(super) fn begin_run(&mut self) {
        self.leave_run();
        self.look = Look::default();
    }

    /// A word that says what the text of a run looks like, or that a line ends.
    pub(super) fn word(&mut self, word: Word, parameter: Option<i32>) {
        let on = parameter != Some(0);
        match word {
            Word::Mscr => self.look.script = parameter.unwrap_or(0),
            Word::Msty => self.look.style = Some(parameter.unwrap_or(0)),
            Word::Mnor => self.look.words = on,
            Word::B => self.look.bold = on,
            Word::I => self.look.italic = on,
            Word::Line => self.broken = true,
            _ => {}
        }
    }

    /// Whether characters are words, and not of a formula.
    pub(super) fn are_words(&self) -> bool {
        self.look.words
    }

    /// A character; `cell` says that it begins a cell of aligned lines. None where the tree is too deep.
    pub(super) fn char(&mut self, c: char, cell: bool) -> Option<()> {
        if std::mem::take(&mut self.broken) {
            self.char('\u{2003}', false)?;
        }
        let words = self.look.words;
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
            ' ' if !words => {
                self.blank();
                return Some(());
            }
            '\u{2061}'..='\u{2064}' => return Some(()),
            _ if cell => {
                self.close();
                return self.open(Kind::Row);
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

    /// The run in the making is over; upright letters may be the name of a function, and a word a sign.
    pub(super) fn leave_run(&mut self) {
        self.spaces = 0;
        let Some((run, _, face)) = self.run.take() else { return };
        if face == Face::Text {
            // A sign by itself, with room around it, is no word: LibreOffice wants some to be one.
            if let Some(c) = only_sign(self.to.tree, run) {
                self.to.tree.set_kind(run, Kind::Char(c));
                self.to.tree.set_child(run, NONE);
            }
            return;
        }
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
