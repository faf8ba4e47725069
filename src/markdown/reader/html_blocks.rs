//! Blocks of HTML that the writer has written for what Markdown has no words for.
//!
//! Shape   a block is read as HTML; if that is one block that would be written as this very HTML, it is
//!         that. All other HTML stays what it was, so that it comes back to the byte.
//! Errors  want of memory leaves a block what it was.
//! Limits  each block is read twice at most, and written once.

use super::page::Page;
use crate::document::{Kind, NodeId};
use crate::markdown::as_html::{self, Wanted};
use crate::options::Options;

/// How blocks begin that may have been written so.
const TABLE: &[u8] = b"<table";
const OTHERS: [&[u8]; 3] = [b"<p", b"<h", b"<div style=\"break-before"];

/// Takes the HTML block for what it was written for, if it is such a block.
pub(super) fn take(page: &mut Page<'_, '_>, block: NodeId, options: &Options) {
    let nodes = page.nodes().get(block as usize + 1..).unwrap_or(&[]);
    let Some(Kind::Text(first)) = nodes.first().map(|node| node.kind) else { return };
    let start = page.get(first);
    let wanted = Wanted::by(options);
    let may_be = start.starts_with(TABLE) && wanted.tables()
        || wanted.looks() && OTHERS.iter().any(|other| start.starts_with(other));
    if !may_be {
        return;
    }
    let mut html = Vec::new();
    for node in nodes {
        let Kind::Text(span) = node.kind else { return };
        if !crate::memory::append(&mut html, page.get(span)) {
            return;
        }
    }
    let Ok(html) = std::str::from_utf8(html.trim_ascii_end()) else { return };
    if as_html::is_ours(html, options) {
        page.replace_by_html(block, html, options);
    }
}
