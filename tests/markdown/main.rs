//! The reader and the writer of Markdown.

mod as_html;
mod critic;
mod documents;
mod formulas;
mod fuzz;
mod kinds;
#[path = "../kit/mod.rs"]
mod kit;
mod rtf_trip;
mod rules;
mod spec;
