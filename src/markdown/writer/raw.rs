//! What a reader takes as it stands: raw HTML, anchors, and formulas between dollar signs.
//!
//! Shape   nothing in it is escaped as text is: line ends and pipes alone change, so that no block
//!         begins and no cell ends in the midst of it. The name of an anchor is escaped as HTML.
//! Source  CommonMark 0.31, sections 4.6 and 6.6; the dollar signs are `pulldown-cmark`'s.

use super::block::Block;
use super::lines::Lines;
use super::nodes::Nodes;
use crate::document::NodeId;
use crate::markdown::formula;
use crate::markdown::html::{self, Tag};

/// The text with which an HTML block begins: that of its first leaf that is more than space.
fn beginning(nodes: Nodes<'_>, block: NodeId) -> &[u8] {
    let mut leaves = nodes.leaves(block + 1, nodes.end_of(block)).map(<[u8]>::trim_ascii);
    leaves.find(|leaf| !leaf.is_empty()).unwrap_or(b"")
}

/// Whether an HTML block begins in a way that may interrupt a paragraph.
pub(super) fn interrupts(nodes: Nodes<'_>, block: NodeId) -> bool {
    html::block_start(beginning(nodes, block)).is_some()
}

/// Whether an HTML block needs no blank line after it.
pub(super) fn ends_by_itself(nodes: Nodes<'_>, block: NodeId) -> bool {
    let mut leaves = nodes.leaves(block + 1, nodes.end_of(block)).map(<[u8]>::trim_ascii);
    let last = leaves.rfind(|leaf| !leaf.is_empty());
    last.is_some_and(|last| html::ends_by_itself(beginning(nodes, block), last))
}

/// What would end an HTML block that has no end, and would hold all that follows; else empty.
pub(super) fn missing_end(nodes: Nodes<'_>, block: NodeId) -> &'static [u8] {
    match html::block_start(beginning(nodes, block)) {
        Some(start @ 1..6) if !ends_by_itself(nodes, block) => html::block_end(start),
        _ => b"",
    }
}

/// Whether the tag `html` would begin a block at the start of a line; `alone` says that nothing
/// follows it there.
pub(super) fn begins_block(html: &[u8], alone: impl FnOnce() -> bool) -> bool {
    html::block_start(html).is_some() || html::is_one_tag(html) && alone()
}

/// Whether `html` is a tag that could be paired with one that stands for emphasis.
pub(super) fn could_pair(html: &[u8]) -> bool {
    matches!(html::tag(html), Some(Tag::Open(_) | Tag::Close(_)))
}

/// Writes raw HTML among inlines. A `stray` tag is written so that it has no partner.
pub(super) fn inline_html(lines: &mut Lines<'_>, block: Block, html: &[u8], stray: bool) {
    let mut rest = if stray { &html[..html.len() - 1] } else { html };
    while let Some(at) = memchr::memchr2(b'\n', b'|', rest) {
        lines.push(&rest[..at]);
        match rest[at] {
            b'\n' if block.has_lines() => {
                lines.new_line();
                let plain = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'"' | b'\'' | b'/');
                if !rest.get(at + 1).is_some_and(plain) {
                    // Indented so far, no line can begin a block inside a paragraph.
                    lines.push(b"    ");
                }
            }
            b'\n' => lines.push_byte(b' '),
            _ if block.is_cell() => lines.push(b"\\|"),
            _ => lines.push_byte(b'|'),
        }
        rest = &rest[at + 1..];
    }
    lines.push(rest);
    if stray {
        lines.push(b" >");
    }
}

/// Writes a named place.
pub(super) fn anchor(lines: &mut Lines<'_>, block: Block, name: &[u8]) {
    lines.push(b"<a id=\"");
    for &byte in name {
        match byte {
            b'"' => lines.push(b"&quot;"),
            b'&' => lines.push(b"&amp;"),
            b'<' => lines.push(b"&lt;"),
            b'|' if block.is_cell() => lines.push(b"\\|"),
            b'\n' | b'\r' => lines.push_byte(b' '),
            _ => lines.push_byte(byte),
        }
    }
    lines.push(b"\"></a>");
}

/// What stands around a formula.
pub(super) fn dollars(display: bool) -> &'static [u8] {
    if display { b"$$" } else { b"$" }
}

/// A formula as it is written between dollar signs, none where it would not be read as one.
pub(super) fn formula_of(tex: &[u8], display: bool) -> Option<&[u8]> {
    // Blanks at its edges mean nothing, and would keep dollars in a line from being marks.
    let tex = if display { tex } else { tex.trim_ascii() };
    let (mut depth, mut at) = (0u32, 0);
    while let Some(&byte) = tex.get(at) {
        match byte {
            // What is escaped is a sign; at the end it would escape the dollar.
            b'\\' if at + 1 == tex.len() => return None,
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b'$' => return None,
            _ => {}
        }
        at += 1;
    }
    (depth == 0 && (display || !tex.is_empty())).then_some(tex)
}

/// Writes a formula. A line without words would end its paragraph, and means nothing.
pub(super) fn formula(lines: &mut Lines<'_>, block: Block, tex: &[u8], display: bool) {
    lines.push(dollars(display));
    let mut rest = tex;
    while let Some(at) = memchr::memchr2(b'\n', b'|', rest) {
        lines.push(&rest[..at]);
        let is_bar = rest[at] == b'|';
        rest = &rest[at + 1..];
        if is_bar {
            lines.push(if block.is_cell() { b"\\|" } else { b"|" });
            continue;
        }
        while let Some(end) =
            memchr::memchr(b'\n', rest).filter(|&end| rest[..end].trim_ascii().is_empty())
        {
            rest = &rest[end + 1..];
        }
        if block.has_lines() {
            lines.new_line();
            if formula::begins_block(rest.trim_ascii_start()) {
                rest = rest.trim_ascii_start();
                lines.push(formula::INDENT.as_bytes());
            }
        } else {
            lines.push_byte(b' ');
        }
    }
    lines.push(rest);
    lines.push(dollars(display));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_one_where_its_dollars_hold() {
        for (tex, inline, display) in [
            ("x^{2}", true, true),
            ("x^{2", false, false),
            ("x}{", false, false),
            ("a$b", false, false),
            ("a\\", false, false),
            (" a", true, true),
            ("a ", true, true),
            (r"\{a", true, true),
            (r"\left\{ a \right.", true, true),
            (r"a\$b", true, true),
            (r"a\\", true, true),
            (r"a\\{b", false, false),
            ("", false, true),
        ] {
            assert_eq!(formula_of(tex.as_bytes(), false).is_some(), inline, "{tex:?}");
            assert_eq!(formula_of(tex.as_bytes(), true).is_some(), display, "{tex:?}");
        }
    }

    #[test]
    fn tags_that_begin_a_block_are_known() {
        for (html, alone, begins) in [
            ("<div>", false, true),
            ("<b>", false, false),
            ("<b>", true, true),
            ("<b><i>", true, false),
            ("<!-- a -->", false, true),
        ] {
            assert_eq!(begins_block(html.as_bytes(), || alone), begins, "{html} {alone}");
        }
    }
}
