//! Formulas: TeX to a small tree, and the tree to TeX.
//!
//! Shape   [`Tree`] is a flat arena; [`parse`] fills one from TeX, [`write`] makes TeX of one. The readers
//!         and writers of formats fill trees and go through them in the same way. No format is known here.
//! Units   bytes of UTF-8; a blank of TeX that shows nothing is a node of its own, so that a formula
//!         comes back as it was written.
//! Errors  a formula that goes beyond the subset is told as such, and is then shown as TeX; lack of
//!         memory is remembered by the tree.
//! Limits  [`DEPTH`] parts in each other. No recursion; time is linear in the formula.
//! Source  The TeXbook, chapters 16 to 18; LaTeX's and amsmath's commands; Unicode's Technical Report 25.

mod faces;
mod names;
mod parse;
mod signs;
mod tree;
mod write;

pub(crate) use faces::{Face, plain, styled};
pub(crate) use parse::parse;
pub(crate) use signs::{MOD, is_integral, is_known_name, is_lone, is_operator, limits_below};
pub(crate) use tree::{Builder, Env, Id, Kind, Limits, NONE, Step, Tree};
pub(crate) use write::write;

/// Parts of a formula in each other.
pub(crate) const DEPTH: usize = 48;

#[cfg(test)]
mod tests;
