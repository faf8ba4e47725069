//! Signs of formulas that LibreOffice shows as an error where they stand by themselves: brackets come in pairs there,
//! bars around something, and operators between two things. As words all are shown.
//!
//! Limits  brackets that stand more than [`NEAR`] parts apart, or deeper than [`OPEN`], count as alone.
//! Source  how LibreOffice 7.4 reads `\\mmath`; which signs the reader takes back are `math`'s.

use crate::math::{Id, Kind, NONE, Tree, is_lone};

/// Parts that are looked through for the end of a bracket.
const NEAR: usize = 64;

/// What a cell begins with.
pub(super) enum Beginning {
    /// Nothing that is seen; whether there is a blank.
    Nothing { blank: bool },
    /// A sign between two things, of which the first is missing.
    Sign(Id, char),
    /// What can stand there.
    Other,
}

/// What the cell begins with whose first part that is.
pub(super) fn beginning(tree: &Tree, first: Id) -> Beginning {
    let mut at = first;
    while at != NONE && tree.kind(at) == Kind::Blank {
        at = tree.next(at);
    }
    match tree.kind(at) {
        _ if at == NONE => Beginning::Nothing { blank: first != NONE },
        // A sign before a number is one of its own.
        Kind::Char(c) if is_lone(c) && !"()[]|+-±∓".contains(c) => Beginning::Sign(at, c),
        _ => Beginning::Other,
    }
}

/// Brackets that end what others have begun, in the order of their beginnings.
#[derive(Default)]
pub(super) struct Pairs {
    ends: [Id; OPEN],
    count: usize,
}

/// Brackets open at once that are looked for their ends.
const OPEN: usize = 16;

impl Pairs {
    /// Whether a sign can't stand for itself in LibreOffice, where brackets come in pairs, bars around
    /// something, and operators before it. As words all are shown.
    pub(super) fn is_alone(&mut self, tree: &Tree, id: Id, c: char) -> bool {
        match c {
            _ if !is_lone(c) => false,
            '|' => true,
            '(' | '[' => match partner(tree, id).filter(|_| self.count < OPEN) {
                Some(end) => {
                    self.ends[self.count] = end;
                    self.count += 1;
                    false
                }
                None => true,
            },
            ')' | ']' => {
                let found = self.count > 0 && self.ends[self.count - 1] == id;
                self.count -= usize::from(found);
                !found
            }
            '+' | '-' | '*' | '/' | '=' | '<' | '>' | '±' | '∓' | '×' | '⋅' | '∗' => {
                tree.next(id) == NONE
            }
            _ => false,
        }
    }
}

/// The bracket that ends what `id` begins, if it stands near and what is between is in pairs too.
fn partner(tree: &Tree, id: Id) -> Option<Id> {
    let (mut open, mut depth, mut at) = ([' '; OPEN], 0, id);
    for _ in 0..NEAR {
        match tree.kind(at) {
            Kind::Char(c @ ('(' | '[')) => {
                *open.get_mut(depth)? = if c == '(' { ')' } else { ']' };
                depth += 1;
            }
            Kind::Char(c @ (')' | ']')) => {
                depth -= 1;
                if open[depth] != c {
                    return None;
                }
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at = tree.next(at);
        if at == NONE {
            return None;
        }
    }
    None
}
