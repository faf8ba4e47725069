//! What pulldown-cmark sees in a source, for those who look for what is wrong with it.
//!
//! Units   bytes of the source.
//! Errors  none.

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::reader;
use crate::options::Options;
use crate::system::halt;
use crate::work;

/// Something seen.
#[derive(Debug)]
pub(crate) enum Looked<'a> {
    /// A fenced code block.
    Fence {
        at: usize,
        is_closed: bool,
    },
    Heading {
        at: usize,
        level: usize,
    },
    /// Raw HTML.
    Html {
        at: usize,
    },
    /// A reference that nothing defines.
    Reference {
        at: usize,
        label: &'a str,
    },
    /// A reference's label.
    Used {
        label: &'a str,
    },
    Definition {
        at: usize,
        label: &'a str,
    },
    Note {
        at: usize,
        label: &'a str,
    },
    NoteDefinition {
        at: usize,
        label: &'a str,
    },
    /// A link to a place in the document.
    Anchor {
        at: usize,
        name: &'a str,
    },
    /// A row of a table.
    Row {
        at: usize,
        cells: usize,
        columns: usize,
    },
}

/// Hands everything to `see`. False where it was asked to stop.
pub(crate) fn look(whole: &str, options: &Options, see: &mut dyn FnMut(Looked<'_>)) -> bool {
    let (_, text) = reader::split(whole, options);
    let before = whole.len() - text.len();
    let Ok(_held) = reader::hold(text) else { return false };
    let broken = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&broken);
    let on_broken = move |link: BrokenLink<'_>| {
        let label = link.reference.into_string();
        if matches!(
            link.link_type,
            LinkType::ReferenceUnknown
                | LinkType::CollapsedUnknown
                | LinkType::Reference
                | LinkType::Collapsed
        ) {
            seen.borrow_mut().push((before + link.span.start, label));
        }
        None
    };
    let parser =
        reader::parser(text, reader::flags(&options.extensions), Some(Box::new(on_broken)));
    for (label, definition) in parser.reference_definitions().iter() {
        see(Looked::Definition { at: before + definition.span.start, label });
    }
    let mut columns = 0;
    // A stretch of text that nothing interrupts: a reference to no footnote is nothing but text.
    let (mut said, mut is_code) = (0..0, false);
    for (event, range) in parser.into_offset_iter() {
        if halt::is_due() {
            return false;
        }
        match &event {
            Event::Text(_) if !is_code && said.end == range.start => said.end = range.end,
            other => {
                notes(text, &said, &mut |at, label| see(Looked::Note { at: before + at, label }));
                said = match other {
                    Event::Text(_) if !is_code && options.extensions.footnotes => range.clone(),
                    _ => 0..0,
                };
                match other {
                    Event::Start(Tag::CodeBlock(_)) => is_code = true,
                    Event::End(TagEnd::CodeBlock) => is_code = false,
                    _ => {}
                }
            }
        }
        let at = before + range.start;
        let source = text.get(range).unwrap_or("");
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let fence = source.trim_start();
                let mark = fence.bytes().next().unwrap_or(b'`');
                let length = fence.bytes().take_while(|byte| *byte == mark).count();
                let mut lines = source.trim_end().lines();
                let first = lines.next();
                let last =
                    lines.next_back().unwrap_or("").trim_start_matches(['>', ' ', '\t']).trim_end();
                let is_closed = first.is_some()
                    && last.len() >= length
                    && last.bytes().all(|byte| byte == mark);
                see(Looked::Fence { at, is_closed });
            }
            Event::Start(Tag::Heading { level, .. }) => {
                see(Looked::Heading { at, level: level as usize });
            }
            Event::Html(html) | Event::InlineHtml(html) if !html.starts_with("<!--") => {
                see(Looked::Html { at });
            }
            Event::Start(
                Tag::Link { link_type, dest_url, id, .. }
                | Tag::Image { link_type, dest_url, id, .. },
            ) => {
                if matches!(
                    link_type,
                    LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                ) {
                    see(Looked::Used { label: &id });
                }
                if let Some(name) = dest_url.strip_prefix('#').filter(|name| !name.is_empty()) {
                    see(Looked::Anchor { at, name });
                }
            }
            Event::FootnoteReference(label) => see(Looked::Note { at, label: &label }),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                see(Looked::NoteDefinition { at, label: &label });
            }
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableRow) => {
                see(Looked::Row { at, cells: cells(source), columns });
            }
            _ => {}
        }
    }
    for (at, label) in broken.take() {
        see(Looked::Reference { at, label: &label });
    }
    true
}

/// The references to footnotes in text that is none: those that no definition belongs to.
fn notes(text: &str, said: &Range<usize>, see: &mut dyn FnMut(usize, &str)) {
    let words = text.get(said.clone()).unwrap_or("");
    for (at, _) in words.match_indices("[^") {
        let label = words[at + 2..].split([']', ' ', '\t', '\n', '[', '^']).next().unwrap_or("");
        work::step(1 + label.len());
        let is_closed = words[at + 2 + label.len()..].starts_with(']');
        let is_escaped = at == 0 && text[..said.start].ends_with('\\');
        if is_closed && !label.is_empty() && !is_escaped {
            see(said.start + at, label);
        }
    }
}

/// How many cells a row's source has.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let (mut count, mut is_escaped, mut ends) = (1, false, false);
    for byte in inner.bytes() {
        ends = false;
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'|' => {
                count += 1;
                ends = true;
            }
            _ => {}
        }
    }
    count - usize::from(ends)
}
