//! The tree of a formula: what its parts are.
//!
//! Shape   nodes in one vector, each with its first part and the node behind it. [`Builder`] adds at the
//!         end of what is open.
//! Errors  lack of memory is remembered.

use super::{DEPTH, Face};
use crate::buffers::Kept;
use crate::memory;
use crate::work;

/// Index of a node.
pub(crate) type Id = u32;
/// No node.
pub(crate) const NONE: Id = u32::MAX;

/// Where the limits of an operator stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Limits {
    /// Where they stand by the operator's nature and the kind of formula.
    #[default]
    Usual,
    /// Below and above.
    Below,
    /// Beside.
    Beside,
}

/// An environment of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Env {
    Matrix,
    Parentheses,
    Brackets,
    Braces,
    Bars,
    DoubleBars,
    /// The first part says how the columns are aligned, in letters.
    Array,
    Cases,
    Aligned,
    Gathered,
    Substack,
}

impl Env {
    /// The signs around it; NUL where there is none.
    pub(crate) fn fences(self) -> (char, char) {
        match self {
            Env::Parentheses => ('(', ')'),
            Env::Brackets => ('[', ']'),
            Env::Braces => ('{', '}'),
            Env::Bars => ('|', '|'),
            Env::DoubleBars => ('‖', '‖'),
            Env::Cases => ('{', '\0'),
            Env::Matrix | Env::Array | Env::Aligned | Env::Gathered | Env::Substack => ('\0', '\0'),
        }
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Parts side by side.
    Row,
    Char(char),
    /// A blank that shows nothing.
    Blank,
    /// A line end that shows nothing.
    Line,
    /// Characters in a face of their own.
    Run(Face),
    /// The name of a function, in characters; `star`: with limits below it.
    Name {
        star: bool,
    },
    /// Two rows; `bar`: with a line between.
    Fraction {
        bar: bool,
    },
    Binomial,
    /// The degree, if there is one, and the radicand.
    Root {
        degree: bool,
    },
    /// The base, and below and above what there is of the two.
    Scripts {
        below: bool,
        above: bool,
        limits: Limits,
    },
    /// What stands above or below, and its base.
    Stack {
        above: bool,
    },
    /// An arrow with something above it.
    Arrow(char),
    /// Brackets around what stands in them; a NUL shows nothing.
    Delimited {
        begin: char,
        end: char,
    },
    /// A sign among the parts of [`Kind::Delimited`] that grows with its brackets.
    Middle(char),
    /// Rows, whose parts are cells.
    Table(Env),
    TableRow(Env),
    /// A combining character over the row.
    Accent(char),
    /// A line above or below.
    Bar {
        above: bool,
    },
    /// A brace or the like above or below.
    Brace(char),
    /// A frame around.
    Boxed,
    /// Lines through: up to the right, down to the right.
    Struck {
        up: bool,
        down: bool,
    },
    /// Room for something unseen.
    Phantom,
    /// `(mod n)`
    Modulo,
}

/// What is still to be written of a formula.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// The parts from one on, up to another.
    Parts(Id, Id),
    /// The cells from one on, in the two ways that writers have for them.
    Cells(Id),
    Columns(Id),
    /// The parts from one on, as pieces between brackets.
    Pieces(Id),
    Say(&'static str),
    /// A sign, as a writer writes it.
    Sign(char),
}

/// One node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub kind: Kind,
    pub child: Id,
    pub next: Id,
}

/// A formula.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    steps: Vec<Step>,
    short: bool,
}

impl Kept for Tree {
    fn clear(&mut self) {
        Vec::clear(&mut self.nodes);
        Vec::clear(&mut self.steps);
        self.short = false;
    }

    fn retained_bytes(&self) -> usize {
        self.nodes.retained_bytes() + self.steps.retained_bytes()
    }

    fn trim(&mut self, max: usize) {
        self.nodes.trim(max / 2);
        self.steps.trim(max / 2);
    }

    fn take_larger(&mut self, other: &mut Self) {
        self.nodes.take_larger(&mut other.nodes);
        self.steps.take_larger(&mut other.steps);
    }
}

impl Tree {
    /// What a node is; nodes that are none are empty rows.
    #[inline]
    pub(crate) fn kind(&self, id: Id) -> Kind {
        self.nodes.get(id as usize).map_or(Kind::Row, |node| node.kind)
    }

    /// The first part of a node.
    #[inline]
    pub(crate) fn child(&self, id: Id) -> Id {
        self.nodes.get(id as usize).map_or(NONE, |node| node.child)
    }

    /// The node behind one.
    #[inline]
    pub(crate) fn next(&self, id: Id) -> Id {
        self.nodes.get(id as usize).map_or(NONE, |node| node.next)
    }

    /// The part of a node that stands behind `count` others.
    pub(crate) fn part(&self, id: Id, count: usize) -> Id {
        (0..count).fold(self.child(id), |part, _| self.next(part))
    }

    /// The only part of a node that shows something, if there is one and no other.
    pub(crate) fn only(&self, id: Id) -> Option<Id> {
        let mut only = None;
        for part in self.parts(id).filter(|&part| !self.is_blank(part)).take(2) {
            if only.replace(part).is_some() {
                return None;
            }
        }
        only
    }

    /// Whether nothing is shown in a node.
    pub(crate) fn is_empty(&self, id: Id) -> bool {
        self.parts(id).all(|part| {
            self.is_blank(part) || self.kind(part) == Kind::Row && self.child(part) == NONE
        })
    }

    pub(crate) fn is_blank(&self, id: Id) -> bool {
        matches!(self.kind(id), Kind::Blank | Kind::Line)
    }

    /// The parts of a node.
    pub(crate) fn parts(&self, id: Id) -> impl Iterator<Item = Id> + Clone {
        let first = Some(self.child(id)).filter(|&id| id != NONE);
        std::iter::successors(first, |&id| Some(self.next(id)).filter(|&id| id != NONE))
    }

    /// Changes what a node is.
    pub(crate) fn set_kind(&mut self, id: Id, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.kind = kind;
        }
    }

    pub(crate) fn set_next(&mut self, id: Id, next: Id) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.next = next;
        }
    }

    pub(crate) fn set_child(&mut self, id: Id, child: Id) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.child = child;
        }
    }

    /// Adds a node that stands nowhere so far.
    pub(crate) fn add(&mut self, kind: Kind, child: Id) -> Id {
        let id = self.nodes.len() as Id;
        self.short |= !memory::push(&mut self.nodes, Node { kind, child, next: NONE });
        id
    }

    /// Notes what is to be done, the first of it first.
    pub(crate) fn plan(&mut self, steps: &[Step]) {
        for &step in steps.iter().rev() {
            self.short |= !memory::push(&mut self.steps, step);
        }
    }

    /// What is to be done next.
    pub(crate) fn step(&mut self) -> Option<Step> {
        work::step(1);
        self.steps.pop()
    }

    /// Whether memory was short.
    pub(crate) fn is_short(&self) -> bool {
        self.short
    }
}

/// A place where nodes are added: a node that is open, and what has been added to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open<R> {
    pub node: Id,
    /// The node before what a script would stand at, and the first and last of that.
    pub before: Id,
    pub start: Id,
    pub end: Id,
    pub role: R,
}

/// Adds to a tree, at the end of what is open.
#[derive(Debug)]
pub(crate) struct Builder<'a, R> {
    pub tree: &'a mut Tree,
    open: [Open<R>; DEPTH],
    depth: usize,
}

impl<'a, R: Copy> Builder<'a, R> {
    /// Empties the tree, and opens its root.
    pub(crate) fn new(tree: &'a mut Tree, role: R) -> Self {
        tree.clear();
        let node = tree.add(Kind::Row, NONE);
        let root = Open { node, before: NONE, start: NONE, end: NONE, role };
        Builder { tree, open: [root; DEPTH], depth: 1 }
    }

    #[inline]
    pub(crate) fn top(&self) -> &Open<R> {
        &self.open[self.depth - 1]
    }

    #[inline]
    pub(crate) fn top_mut(&mut self) -> &mut Open<R> {
        &mut self.open[self.depth - 1]
    }

    /// What is open around the innermost, so many further out.
    pub(crate) fn around(&self, count: usize) -> Option<&Open<R>> {
        self.depth.checked_sub(count + 1).map(|at| &self.open[at])
    }

    /// Adds a node at the end of what is open, with nothing in it.
    pub(crate) fn leaf(&mut self, kind: Kind) -> Id {
        let id = self.tree.add(kind, NONE);
        self.attach(id);
        let top = self.top_mut();
        (top.before, top.start, top.end) = (top.end, id, id);
        id
    }

    /// Adds a node that belongs to the one before it, as far as scripts go.
    pub(crate) fn follow(&mut self, kind: Kind) {
        let id = self.tree.add(kind, NONE);
        self.attach(id);
        let top = self.top_mut();
        if top.start == NONE {
            top.start = id;
        }
        top.end = id;
    }

    fn attach(&mut self, id: Id) {
        let Open { node, end, .. } = *self.top();
        if end == NONE {
            self.tree.set_child(node, id);
        } else {
            self.tree.set_next(end, id);
        }
    }

    /// Adds a node, and opens it. False where too much is open.
    pub(crate) fn open(&mut self, kind: Kind, role: R) -> bool {
        let id = self.leaf(kind);
        self.enter(id, role)
    }

    /// Opens a node that is there, without a part so far.
    pub(crate) fn enter(&mut self, node: Id, role: R) -> bool {
        let Some(open) = self.open.get_mut(self.depth) else { return false };
        *open = Open { node, before: NONE, start: NONE, end: NONE, role };
        self.depth += 1;
        true
    }

    /// Closes what was opened last.
    pub(crate) fn close(&mut self) -> Open<R> {
        let top = *self.top();
        self.depth = (self.depth - 1).max(1);
        top
    }

    /// Takes out the node that was added last.
    pub(crate) fn take_back(&mut self) {
        let Open { node, before, .. } = *self.top();
        if before == NONE {
            self.tree.set_child(node, NONE);
        } else {
            self.tree.set_next(before, NONE);
        }
        let top = self.top_mut();
        (top.start, top.end) = (before, before);
    }

    /// Puts what was added last, as far as scripts go, into a row of a new node.
    pub(crate) fn wrap(&mut self, kind: Kind) -> Id {
        let Open { node, before, start, .. } = *self.top();
        let row = self.tree.add(Kind::Row, start);
        let id = self.tree.add(kind, row);
        if before == NONE {
            self.tree.set_child(node, id);
        } else {
            self.tree.set_next(before, id);
        }
        let top = self.top_mut();
        (top.start, top.end) = (id, id);
        id
    }
}
