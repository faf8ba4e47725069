//! What is hidden text in RTF: blocks of raw HTML, and the front matter of a Markdown file.

use super::inline::Writer;
use crate::document::Kind;
use crate::html;
use crate::rtf::assembly::flow::{Run, RunKind};
use crate::text::yaml;

/// Whether a hidden block is the front matter of a Markdown file: it stands before everything else.
pub(super) fn is_front(to: &Writer<'_>, runs: &[Run]) -> bool {
    let first = runs.first().map(|run| run.kind);
    let Some(RunKind::Text(mark)) = first else { return false };
    to.doc.nodes.is_empty()
        && to.doc.front.is_empty()
        && to.sight().text(mark).trim_ascii_end() == b"---"
}

/// Takes it for that, if it is a whole block.
pub(super) fn front(to: &mut Writer<'_>, runs: &[Run]) -> bool {
    let mut text = String::new();
    for run in runs {
        match run.kind {
            RunKind::Text(span) => {
                text.push_str(&String::from_utf8_lossy(to.sight().text(span)));
            }
            RunKind::Break => text.push('\n'),
            _ => {}
        }
    }
    text.push('\n');
    let is_whole = yaml::split(&text, false).is_some_and(|(_, rest)| rest.is_empty());
    if is_whole {
        to.doc.begin_with(&text);
    }
    is_whole
}

/// Raw HTML: one text, though its words are seen and its tags are not.
pub(super) fn block(to: &mut Writer<'_>, runs: &[Run]) {
    to.doc.open(Kind::HtmlBlock);
    let mut text = to.doc.lend_spare();
    let (mut parted, mut hidden) = (false, false);
    for run in runs {
        // What parts the words that are seen is no part of the HTML.
        let is_parting = std::mem::take(&mut parted);
        let is_seen = to.sight().format(run).is_some_and(|format| !format.hidden);
        let piece = match run.kind {
            RunKind::Text(span) => match to.sight().text(span) {
                [b'\t', rest @ ..] if is_seen && text.ends_with('>') => {
                    parted = rest.is_empty();
                    rest
                }
                // And neither is what a reference shows.
                piece if is_seen && std::mem::take(&mut hidden) && text.ends_with(';') => {
                    html::shown_last(text.as_bytes())
                        .and_then(|c| piece.strip_prefix(c.encode_utf8(&mut [0; 4]).as_bytes()))
                        .unwrap_or(piece)
                }
                piece => piece,
            },
            RunKind::Break if is_parting => continue,
            RunKind::Break => b"\n",
            _ => continue,
        };
        if text.try_reserve(piece.len() + 1).is_err() {
            to.doc.give_up();
            break;
        }
        text.push_str(std::str::from_utf8(piece).unwrap_or_default());
        hidden = !is_seen;
    }
    text.push('\n');
    let span = to.doc.own(&text);
    to.doc.keep_spare(text);
    to.doc.leaf(Kind::Text(span));
    to.doc.close();
}
