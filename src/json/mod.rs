//! pandoc's document tree as JSON, read and written.
//!
//! Shape   [`read`] takes the tree apart by a list of tasks, whatever the order of its keys;
//!         [`write()`] goes over the nodes once. What the tree says and the model doesn't is told in the
//!         report, and its words are kept. Identifiers that links lead to are anchors where the thing
//!         begins, and again those of figures, tables and code when a tree is written.
//! Units   bytes of UTF-8; widths of columns are per mille of the text's.
//! Errors  `BadEncoding` where the input is no JSON, `BadArgument` where it is no tree of pandoc's, both with
//!         the place; those of the output buffer and the document.
//! Limits  no recursion. Containers deeper than `MaxNesting` are flattened, tables of more than
//!         `MaxColumns` columns or `MaxCells` cells taken apart.
//! Source  pandoc-types 1.23, "Text.Pandoc.Definition"; read is 1.20 and above.

mod reader;
mod writer;

pub use reader::{Scratch as ReaderScratch, read};
pub use writer::{Scratch, write};

/// The keys of the tree; one of them comes first.
const KEYS: [&str; 3] = ["pandoc-api-version", "meta", "blocks"];

/// How a page break is said to Word.
const PAGE_BREAK: &str = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";

/// Whether bytes begin as a tree does: a brace, and a key of pandoc's.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"{").unwrap_or(b"").trim_ascii_start();
    let key = start.strip_prefix(b"\"").unwrap_or(b"");
    KEYS.iter().any(|name| {
        let rest = key.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b"\""));
        rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"))
    })
}

#[cfg(test)]
mod tests;
