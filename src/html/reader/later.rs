//! Notes that stand in quotes and tables: they are read behind all else, where notes may stand.
//!
//! Units   byte offsets into the text.
//! Limits  each is looked over once to find its end, and passed then.
//! Errors  where memory is short a note stays where it is.

use super::tag::{Role, Tag};
use super::token::{Token, Tokens};
use crate::memory;

/// A note: where it stands, and how many tables begin before it and in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub start: usize,
    pub end: usize,
    pub before: usize,
    pub tables: usize,
}

/// The notes that wait.
#[derive(Debug, Default)]
pub(super) struct Later {
    notes: Vec<Waiting>,
    /// So many have been read.
    read: usize,
}

impl Later {
    /// Has a block of that tag wait, whose attributes begin at `at` and end where `tokens` stand; so many tables have
    /// begun before it. None where it can't.
    pub(super) fn note(
        &mut self,
        html: &str,
        (tag, at): (Tag, usize),
        tokens: &Tokens<'_>,
        before: usize,
    ) -> Option<Waiting> {
        let start = memchr::memrchr(b'<', &html.as_bytes()[..at])?;
        let (end, tables) = end_of(tag, tokens.clone());
        let note = Waiting { start, end, before, tables };
        memory::push(&mut self.notes, note).then_some(note)
    }

    /// The next one to read.
    pub(super) fn next(&mut self) -> Option<Waiting> {
        let note = *self.notes.get(self.read)?;
        self.read += 1;
        Some(note)
    }
}

/// Where a block ends that has begun before what comes: at its end tag, or where what it stands in ends, or, as it
/// needs no end tag, at the next item or block. And how many tables begin in it.
fn end_of(tag: Tag, mut tokens: Tokens<'_>) -> (usize, usize) {
    // Open in it: lists, quotes and tables, and others of its tag.
    let (mut around, mut same, mut tables) = (0usize, 0usize, 0);
    let holds = |tag: Tag| matches!(tag.role(), Role::List | Role::Quote | Role::Table);
    loop {
        let at = tokens.at();
        match tokens.next() {
            Token::Eof => return (at, tables),
            Token::Start(inner, ..) => {
                let is_item = tag == Tag::Li && inner == tag || inner.is_table_part();
                if is_item && around == 0 || tag == Tag::P && inner.is_block() {
                    return (at, tables);
                }
                tables += usize::from(inner == Tag::Table);
                around += usize::from(holds(inner));
                same += usize::from(inner == tag);
            }
            Token::End(inner) if inner == tag && around == 0 && same == 0 => {
                return (tokens.at(), tables);
            }
            Token::End(inner) if (holds(inner) || inner.is_table_part()) && around == 0 => {
                return (at, tables);
            }
            Token::End(inner) => {
                around -= usize::from(holds(inner));
                same = same.saturating_sub(usize::from(inner == tag));
            }
            _ => {}
        }
    }
}
