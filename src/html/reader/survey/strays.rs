//! What stands in a table but in no cell: it is shown before the table.
//!
//! Output  a [`Stray`] for each piece of it, those of one table in a chain.
//! Units   byte offsets.
//! Source  the HTML standard, "foster parent".

use super::Survey;
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

impl Survey {
    /// What is shown before its table, by its number plus one.
    pub(in crate::html::reader) fn stray(&self, number: u32) -> Option<Stray> {
        self.strays.get((number as usize).checked_sub(1)?).copied()
    }

    /// Whether the token at `at` is shown before the table that is open.
    pub(super) fn is_astray(&mut self, html: &str, at: usize, token: &Token) -> Result<bool> {
        let Some((_, table)) = self.open.last_mut().filter(|(_, table)| !table.in_part()) else {
            return Ok(false);
        };
        let chain = table.strays();
        let is_astray = self.too_deep == 0 && strays(html, token).unwrap_or(chain.open.is_some());
        match (is_astray, chain.open) {
            (true, None) => chain.open = Some(at),
            (false, Some(start)) => {
                self.strays.try_reserve(1)?;
                self.strays.push(Stray { start, end: at, next: 0 });
                let number = self.strays.len() as u32;
                if let Some(last) = chain.end(number) {
                    self.strays[last as usize - 1].next = number;
                }
            }
            (true, Some(_)) | (false, None) => {}
        }
        Ok(is_astray)
    }
}
