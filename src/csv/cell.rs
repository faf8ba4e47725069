//! What a cell is written as: its words.
//!
//! Shape   [`words`] collects the text of a cell; blocks in it stand on lines of their own.
//! Units   bytes of UTF-8; line ends are LF.
//! Errors  none; `false` where memory is short.
//!
//! What CSV has no words for is counted: character formatting, pictures (their alternative text is kept),
//! addresses and titles of links, raw HTML, blocks other than plain paragraphs.

use crate::document::{Kind, NodeId, View, scripts};
use crate::memory;
use crate::report::{Loss, Report};

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

/// Adds the words of the cell at `id` to `text`, which must be empty.
pub(super) fn words(view: View<'_>, id: NodeId, text: &mut Vec<u8>, report: &mut Report) -> bool {
    let Some(cell) = view.nodes().get(id as usize) else { return true };
    let mut fits = true;
    let mut blocks = 0u32;
    let mut at = id + 1;
    // Behind what is raised or lowered a bracket may stand.
    let mut behind: Option<(NodeId, &[u8])> = None;
    while at < cell.end {
        let Some(node) = view.nodes().get(at as usize) else { break };
        if let Some((_, sign)) = behind.take_if(|script| script.0 <= at) {
            fits &= memory::append(text, sign);
        }
        at += 1;
        let mut add = |words: &[u8]| fits &= memory::append(text, words);
        match node.kind {
            Kind::Text(span) | Kind::Code(span) => add(view.text(span)),
            Kind::SoftBreak => add(b" "),
            Kind::HardBreak => add(b"\n"),
            Kind::Math { tex, .. } => {
                report.add(Loss::Math, NOWHERE);
                add(view.text(tex));
            }
            Kind::FootnoteReference { label } => {
                report.add(Loss::Note, NOWHERE);
                add(b"[");
                add(view.text(label));
                add(b"]");
            }
            Kind::Link(link) => {
                let target = view.link(link);
                let url = view.text(target.url);
                let shown = &view.nodes()[at as usize..node.end as usize];
                let says_it = match shown {
                    [only] => matches!(only.kind, Kind::Text(span) if view.text(span) == url),
                    _ => false,
                };
                if !says_it || !target.title.is_empty() {
                    report.add(Loss::Other, NOWHERE);
                }
            }
            Kind::Image(_) => report.add(Loss::Picture, NOWHERE),
            // RTF has no other word for those that a cell begins or ends with.
            Kind::Html(span) if view.text(span).chunks(4).all(|tag| tag == b"<br>") => {
                view.text(span).chunks(4).for_each(|_| add(b"\n"));
            }
            Kind::Html(_) => report.add(Loss::Html, NOWHERE),
            Kind::HtmlBlock => {
                report.add(Loss::Html, NOWHERE);
                at = node.end;
            }
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Highlight
            | Kind::Keyboard
            | Kind::SmallCaps => report.add(Loss::Font, NOWHERE),
            Kind::Superscript | Kind::Subscript => match scripts::signs(view, at - 1, text) {
                Some([before, sign]) => {
                    behind = Some((node.end, sign));
                    fits &= memory::append(text, before);
                }
                None => report.add(Loss::Font, NOWHERE),
            },
            Kind::Colored { .. } => report.add(Loss::Color, NOWHERE),
            Kind::Paragraph { .. } => {
                blocks += 1;
                begin_line(text, &mut fits);
            }
            Kind::Heading { .. }
            | Kind::CodeBlock { .. }
            | Kind::Term
            | Kind::Caption
            | Kind::Item { .. }
            | Kind::Definition
            | Kind::Row { .. }
            | Kind::Cell { .. }
            | Kind::Rule => {
                blocks += 2;
                begin_line(text, &mut fits);
            }
            Kind::Quote { .. }
            | Kind::List { .. }
            | Kind::Table { .. }
            | Kind::FootnoteDefinition { .. }
            | Kind::DefinitionList
            | Kind::CommentBody(_) => blocks += 2,
            Kind::PageBreak => report.add(Loss::PageBreak, NOWHERE),
            Kind::Contents => {}
            Kind::Inserted(_) | Kind::Deleted(_) => {}
            Kind::Anchor { .. } | Kind::CommentStart(_) | Kind::CommentEnd(_) => {}
        }
    }
    if let Some((_, sign)) = behind {
        fits &= memory::append(text, sign);
    }
    if blocks > 1 {
        report.add(Loss::Table, NOWHERE);
    }
    while text.last() == Some(&b'\n') && blocks > 0 {
        text.pop();
    }
    fits
}

fn begin_line(text: &mut Vec<u8>, fits: &mut bool) {
    if !matches!(text.last(), None | Some(b'\n')) {
        *fits &= memory::append(text, b"\n");
    }
}
