//! Markdown to a document: pulldown-cmark's events, set right where the model is stricter.
//!
//! Shape   one loop over the events, which `events` routes. What has state owns it: `page` the document
//!         and the text that its spans point into, `inlines` where a block's inlines stand, with
//!         `addresses` the text that may hold bare addresses and `tags` the tags that stand for inlines,
//!         and `table` the shape of a table. `source`, `guard` and `footnotes` are functions.
//! Units   bytes of UTF-8.
//! Errors  `LimitReached` for input of 2 GiB and more, `MemoryLimit`.
//! Limits  table columns and cells, nesting: see `Options`. Nothing is recursive.
//! Source  CommonMark 0.31, GFM 0.29, pulldown-cmark 0.13.

mod addresses;
mod alerts;
mod arriving;
mod attributes;
mod critic;
mod dollars;
mod events;
mod footnotes;
mod form_feeds;
mod guard;
mod html_blocks;
mod inlines;
mod marks;
mod page;
mod pieces;
mod source;
mod table;
mod tags;

use pulldown_cmark::{BrokenLinkCallback, Event, Options as Flags, Parser};

use crate::document::Document;
use crate::error::{Error, Result, Status};
use crate::memory::reserve;
use crate::options::{Extensions, FrontMatter, Options};
use crate::report::Report;
use crate::system::halt;
use crate::text::yaml;

use events::Reader;
use form_feeds::FormFeeds;
use page::Page;
use pieces::{PIECE, Pieces};

/// Reads Markdown into `doc` (which must have been `reset`). Spans borrow `source` where they can.
pub fn read(
    source: &str,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
) -> Result<()> {
    if source.len() >= i32::MAX as usize {
        return Err(Error::new(Status::LimitReached, "Markdown input of 2 GiB or more"));
    }
    // pulldown-cmark reads LF best, and the model has few control characters: other input is
    // rewritten first.
    let guarded = guard::is_wanted(source, &options.extensions);
    let critic = options.extensions.critic.any();
    if !guarded && !source::needs_rewriting(source) && !options.arriving && !critic {
        return read_page(Page::of_source(doc, source), options, report);
    }
    let mut rewritten = doc.give_text();
    let mut feeds = FormFeeds::default();
    let result = rewrite(source, guarded, options, &mut rewritten, (&mut feeds, report))
        .and_then(|()| read_page(Page::of_rewritten(doc, &rewritten), options, report))
        .and_then(|()| {
            rewritten.try_reserve(doc.text.len())?;
            rewritten.push_str(&doc.text);
            Ok(())
        });
    doc.take_text(rewritten);
    feeds.put_back(doc, report);
    result
}

/// Writes the source as it is to be parsed.
fn rewrite(
    source: &str,
    guarded: bool,
    options: &Options,
    into: &mut String,
    (feeds, report): (&mut FormFeeds, &mut Report),
) -> Result<()> {
    let critic = options.extensions.critic;
    if guarded && !options.arriving && !source::needs_rewriting(source) && !critic.any() {
        return guard::write(split(source, options), &options.extensions, into);
    }
    source::rewrite(source, into, feeds, report)?;
    if guarded || options.arriving || critic.any() {
        // What is put in moves them.
        feeds.lose(report);
    }
    if options.arriving {
        arriving::complete(into, options.extensions.math)?;
    }
    if critic.any() {
        let (block, body) = split(into, options);
        let front = block.len();
        let _held = hold(body)?;
        let mut marked = String::new();
        if critic::rewrite(body, flags(&options.extensions), critic, &mut marked)? {
            into.truncate(front);
            into.try_reserve(marked.len())?;
            into.push_str(&marked);
        }
    }
    if guarded {
        let text = std::mem::take(into);
        guard::write(split(&text, options), &options.extensions, into)?;
    }
    Ok(())
}

fn read_page<'d>(page: Page<'_, 'd>, options: &'d Options, report: &'d mut Report) -> Result<()> {
    read_pieces(page, options, report, PIECE)
}

/// Reads the text in pieces of at least so many bytes.
fn read_pieces<'d>(
    page: Page<'_, 'd>,
    options: &'d Options,
    report: &'d mut Report,
    least: usize,
) -> Result<()> {
    let whole = page.input();
    let mut reader = Reader::new(page, options, report);
    let (block, body) = split(whole, options);
    if !block.is_empty() {
        reader.front_matter(block);
    }
    let before = whole.len() - body.len();
    let extensions = &options.extensions;
    let is_placed = extensions.super_sub || extensions.alerts && alerts::any(body);
    let stop = |count: usize| reserve::is_short() || (count.is_multiple_of(64) && halt::is_due());
    let mut pieces = Pieces::of(body, extensions, least);
    while let Some((start, piece)) = pieces.next() {
        let _held = hold(piece)?;
        let before = before + start;
        // The parser looks for all blocks of the piece before it gives the first event, and nobody can stop that.
        if halt::is_due_now() {
            return Err(Error::out_of_memory());
        }
        let parser = parser(piece, flags(extensions), None);
        if !is_placed && pieces.is_last() {
            for (count, (event, place)) in parser.into_offset_iter().enumerate() {
                reader.event_at(event, place.start + before..place.end + before);
                if stop(count) {
                    return Err(Error::out_of_memory());
                }
            }
            break;
        }
        // What stands between two of the marks decides what they are, and alerts do not tell how they are spelled;
        // and where a block ends says whether it may go on.
        let mut depth = 0usize;
        for (count, (event, place)) in parser.into_offset_iter().enumerate() {
            match &event {
                Event::Start(tag) if depth == 0 && pieces.goes_on(tag, place.end) => {
                    pieces.resume_at(place.start);
                    break;
                }
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            reader.placed_event(event, place.start + before..place.end + before);
            if stop(count) {
                return Err(Error::out_of_memory());
            }
        }
    }
    reader.finish()
}

/// The parser's notes of references that nothing defines.
type OnBroken<'t> = Box<dyn BrokenLinkCallback<'t>>;

/// A parser. All take notes of broken references in one way, so that the program holds the parser once.
pub(super) fn parser<'t>(
    text: &'t str,
    flags: Flags,
    on_broken: Option<OnBroken<'t>>,
) -> Parser<'t, OnBroken<'t>> {
    Parser::new_with_broken_link_callback(text, flags, on_broken)
}

/// A block of front matter and what follows it.
pub(super) fn split<'t>(whole: &'t str, options: &Options) -> (&'t str, &'t str) {
    let strict = match options.extensions.front_matter {
        FrontMatter::Auto => true,
        FrontMatter::Yes => false,
        FrontMatter::No => return ("", whole),
    };
    let parts = if whole.starts_with("---") { yaml::split(whole, strict) } else { None };
    parts.unwrap_or(("", whole))
}

/// Holds the memory that the parser may need for a text.
pub(super) fn hold(body: &str) -> Result<reserve::Held> {
    reserve::hold(parser_need(body.as_bytes()))
}

/// The most that pulldown-cmark can need for a text. Its tree has a node for each run of text and
/// one for each mark, and where it grows, the old tree stands beside one of twice its size.
fn parser_need(text: &[u8]) -> usize {
    const NODE: usize = 6 * size_of::<usize>();
    const FIXED: usize = 32 << 10;
    // Sums of a byte, so that 16 of them are looked at together.
    let mark = |byte: u8| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        u8::from(!(letter | digit | (byte == b' ') | (byte >= 0x80)))
    };
    let marks: usize = text
        .chunks(255)
        .map(|chunk| usize::from(chunk.iter().fold(0u8, |sum, &byte| sum.wrapping_add(mark(byte)))))
        .sum();
    let nodes = 2 * marks + text.len() / 32 + 128;
    // The old tree and the new one, and what else there is: stacks, tables, targets of links.
    nodes.saturating_mul(3 * NODE + NODE / 2).saturating_add(FIXED)
}

/// The extensions that the options switch on.
pub(super) fn flags(extensions: &Extensions) -> Flags {
    let mut flags = Flags::empty();
    for (on, flag) in [
        (extensions.tables, Flags::ENABLE_TABLES),
        (extensions.strikethrough, Flags::ENABLE_STRIKETHROUGH),
        (extensions.task_lists, Flags::ENABLE_TASKLISTS),
        (extensions.footnotes, Flags::ENABLE_FOOTNOTES),
        (extensions.definition_lists, Flags::ENABLE_DEFINITION_LIST),
        (extensions.math, Flags::ENABLE_MATH),
        (extensions.alerts, Flags::ENABLE_GFM),
        (extensions.smart_punctuation, Flags::ENABLE_SMART_PUNCTUATION),
    ] {
        if on {
            flags |= flag;
        }
    }
    flags
}
