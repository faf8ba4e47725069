//! Code blocks: which lines belong to one, and their text.
//!
//! Shape   neighbouring lines of the same kind and place are one block, until one has space behind it.
//! Source  `docs/mapping.md`, "Code".

use super::classify::{Class, classify};
use super::sight::{Page, Sight};
use super::survey::Survey;
use super::table;
use crate::document::{Document, Kind, Span};
use crate::rtf::assembly::flow::{Paragraph, RunKind};
use crate::rtf::tables::styles::Role;

/// Space after (or before) a paragraph beyond its style's that sets blocks apart, in twips.
pub(super) const GAP: i32 = 100;

/// What LibreOffice writes for spaces in code.
const SIX_PER_EM: &str = "\u{2006}";

/// A code block of the lines from `at` on, of which `end` is the first beyond. Returns the paragraph
/// after it.
pub(super) fn block(
    doc: &mut Document,
    page: Page<'_>,
    survey: &Survey,
    flow: u8,
    (at, end): (usize, usize),
    (info, newline): (Span, Span),
) -> usize {
    doc.open(Kind::CodeBlock { info });
    let lines = &page.paragraphs(flow)[at..end];
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        if next > 0 && !goes_on(page.sight(doc), survey, flow, &lines[0], line) {
            break;
        }
        if next > 0 && line.format.page {
            let feed = doc.own("\u{C}");
            doc.leaf(Kind::Text(feed));
        }
        next += 1;
        let runs = page.runs(flow, line);
        let over = ends(page.sight(doc), line);
        // What holds nothing but a hidden blank is an empty block.
        if over && next == 1 && page.sight(doc).is_emptied(runs) {
            break;
        }
        for run in runs {
            match run.kind {
                RunKind::Text(span) => text(doc, page, span),
                RunKind::Break => doc.leaf(Kind::Text(newline)),
                _ => {}
            }
        }
        doc.leaf(Kind::Text(newline));
        if over {
            break;
        }
    }
    doc.close();
    at + next
}

/// Whether `line` goes on with the code block that `first` began.
fn goes_on(
    sight: Sight<'_>,
    survey: &Survey,
    flow: u8,
    first: &Paragraph,
    line: &Paragraph,
) -> bool {
    let same_place = line.marker.is_none()
        && line.format.style == first.format.style
        && line.format.left == first.format.left
        && line.format.right == first.format.right
        && table::depth_of(line) == table::depth_of(first);
    if !same_place {
        return false;
    }
    let assembly = sight.assembly();
    if matches!(sight.style_role(first), Role::Code(_)) {
        return true;
    }
    // An empty line belongs to the code if its mark is set like code.
    if line.runs.0 == line.runs.1 {
        let mark = assembly.format(line.mark);
        return !line.format.borders.is_rule()
            && mark.is_some_and(|mark| assembly.fonts().get(mark.font).monospaced);
    }
    let runs = assembly.flow(flow).runs_of(line);
    matches!(classify(sight, survey, flow, line, runs), Class::Code(_))
}

/// Whether a code block ends with this line: it has more space behind it than its style says.
fn ends(sight: Sight<'_>, line: &Paragraph) -> bool {
    sight.style(line).is_some_and(|style| {
        matches!(style.role, Role::Code(_)) && line.format.after - style.para.after >= GAP
    })
}

/// Text in code: the spaces that LibreOffice writes as U+2006 are spaces again.
fn text(doc: &mut Document, page: Page<'_>, span: Span) {
    let text = page.sight(doc).text(span);
    if memchr::memchr(SIX_PER_EM.as_bytes()[0], text).is_none() {
        return doc.leaf(Kind::Text(span));
    }
    let Ok(text) = std::str::from_utf8(text) else { return };
    if !text.contains(SIX_PER_EM) {
        return doc.leaf(Kind::Text(span));
    }
    let text = text.replace(SIX_PER_EM, " ");
    let span = doc.own(&text);
    doc.leaf(Kind::Text(span));
}
