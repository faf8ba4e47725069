//! What stands in a table but in no cell: it is shown before the table.
//!
//! Output  a [`Stray`] for each piece of it, those of one table in a chain.
//! Units   byte offsets.
//! Source  the HTML standard, "foster parent".

use super::shape::OpenTable;
use crate::buffers::kept;
use crate::error::Result;
use crate::html::reader::tag::{Raw, Role, Tag, blocks, phrases};
use crate::html::reader::token::Token;

/// A piece of the text that stands in a table but in no cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::html::reader) struct Stray {
    pub start: usize,
    pub end: usize,
    /// The next one of the same table, as in [`TableShape::first_stray`](super::TableShape::first_stray).
    pub next: u32,
}

/// The pieces of one table that is open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    /// Where the one that is open begins.
    open: Option<usize>,
    /// The numbers of the first and the last that have ended; 0 for none.
    ended: [u32; 2],
}

impl Chain {
    /// The number of the first one; 0 where there is none.
    pub(super) fn first(self) -> u32 {
        self.ended[0]
    }

    /// The one that is open ends, and has that number: that of the one before it.
    fn end(&mut self, number: u32) -> Option<u32> {
        self.open = None;
        let [first, last] = self.ended;
        self.ended = [if first == 0 { number } else { first }, number];
        Some(last).filter(|&last| last > 0)
    }
}

/// Whether something that stands in a table but in no cell is shown before the table: none where it is, if
/// something before it was.
fn strays(html: &str, token: &Token) -> Option<bool> {
    let tag = match *token {
        Token::Text(start, end) | Token::Cdata(start, end) => {
            return (!html[start..end].trim_ascii().is_empty()).then_some(true);
        }
        Token::Comment(..) | Token::Raw(..) => return None,
        Token::Eof => return Some(false),
        Token::End(tag) => {
            let is_part = tag == Tag::Table || tag.is_table_part();
            return is_part.then_some(false);
        }
        Token::Start(tag, ..) => tag,
    };
    match tag.role() {
        Role::Table | Role::Caption | Role::Column | Role::RowGroup | Role::Row | Role::Cell => {
            Some(false)
        }
        Role::Nothing if tag == Tag::Select => Some(true),
        Role::Raw(Raw::Text | Raw::Pre | Raw::Frame) => Some(true),
        Role::Nothing | Role::Raw(_) => None,
        phrases!() | blocks!() => Some(true),
    }
}

kept! {
    /// All pieces, in the order of the text.
    #[derive(Debug, Default)]
    pub(super) struct Strays {
        found: Vec<Stray>,
    }
}

impl Strays {
    /// One of them, by its number plus one.
    pub(super) fn get(&self, number: u32) -> Option<Stray> {
        self.found.get((number as usize).checked_sub(1)?).copied()
    }

    /// Whether the token at `at` is shown before that table, the innermost one that is open, unless it stands in one that is
    /// too deep.
    #[inline]
    pub(super) fn is_astray(
        &mut self,
        (table, is_deep): (&mut OpenTable, bool),
        html: &str,
        at: usize,
        token: &Token,
    ) -> Result<bool> {
        if table.in_part() {
            return Ok(false);
        }
        let chain = table.strays();
        let is_astray = !is_deep && strays(html, token).unwrap_or(chain.open.is_some());
        self.note(chain, at, is_astray)?;
        Ok(is_astray)
    }

    /// The piece of a table begins, goes on or ends there.
    fn note(&mut self, chain: &mut Chain, at: usize, is_astray: bool) -> Result<()> {
        match (is_astray, chain.open) {
            (true, None) => chain.open = Some(at),
            (false, Some(start)) => {
                self.found.try_reserve(1)?;
                self.found.push(Stray { start, end: at, next: 0 });
                let number = self.found.len() as u32;
                if let Some(last) = chain.end(number) {
                    self.found[last as usize - 1].next = number;
                }
            }
            (true, Some(_)) | (false, None) => {}
        }
        Ok(())
    }
}
