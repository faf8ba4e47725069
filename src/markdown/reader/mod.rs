//! Markdown to a document: pulldown-cmark's events, set right where the model is stricter.
//!
//! Shape   one loop over the events. `blocks` keeps the structure rules (paragraphs in tight
//!         items, table shapes), `inlines` joins text, finds bare addresses and turns simple
//!         tags into inlines, `front_matter` reads title and author.
//! Units   bytes of UTF-8.
//! Errors  `LimitReached` for input of 2 GiB and more, `MemoryLimit`.
//! Limits  table columns and cells, nesting: see `Options`. Nothing is recursive.
//! Source  CommonMark 0.31, GFM 0.29, pulldown-cmark 0.13.

mod addresses;
mod blocks;
mod footnotes;
mod front_matter;
mod inlines;
mod source;

use pulldown_cmark::{Event, Options as Flags, Parser};

use crate::document::{Document, NodeId};
use crate::error::{Error, Result, Status};
use crate::memory::reserve;
use crate::options::{Extensions, Options};
use crate::report::{Loss, Report};
use crate::system::halt;

use addresses::{Brackets, Signs};
use blocks::Table;
use inlines::OpenTags;
use source::Text;

/// Where the events stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between blocks.
    Blocks,
    /// In a paragraph, heading, cell or term.
    Inlines,
    /// In a paragraph that pulldown-cmark does not tell of: the text of a tight item.
    TightText,
    /// In a code block or an HTML block.
    Raw,
}

struct Reader<'s, 'd> {
    doc: &'d mut Document,
    text: Text<'s>,
    report: &'d mut Report,
    extensions: Extensions,
    place: Place,
    /// Open quotes.
    quotes: u32,
    /// Open links and images: no address is a link inside of them.
    links: u32,
    images: u32,
    /// The first leaf of the text that is being read.
    run: Option<NodeId>,
    /// A byte that stands for what comes before the text being read.
    before: u8,
    signs: Signs,
    brackets: Brackets,
    tags: OpenTags,
    table: Table,
    /// A footnote definition stands inside another block.
    nested_notes: bool,
}

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
    // pulldown-cmark reads LF best, and the model has no NUL: such input is rewritten first.
    if !source::needs_rewriting(source) {
        return read_text(Text::borrowed(source), options, doc, report);
    }
    let mut rewritten = std::mem::take(&mut doc.text);
    doc.text = std::mem::take(&mut doc.spare);
    doc.text.clear();
    let result = source::rewrite(source, &mut rewritten)
        .and_then(|()| read_text(Text::rewritten(&rewritten), options, doc, report))
        .and_then(|()| {
            rewritten.try_reserve(doc.text.len())?;
            rewritten.push_str(&doc.text);
            Ok(())
        });
    doc.spare = std::mem::replace(&mut doc.text, rewritten);
    doc.spare.clear();
    result
}

fn read_text(
    text: Text<'_>,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
) -> Result<()> {
    let input = text.input();
    let mut reader = Reader {
        doc,
        text,
        report,
        extensions: options.extensions,
        place: Place::Blocks,
        quotes: 0,
        links: 0,
        images: 0,
        run: None,
        before: b'\n',
        signs: Signs::default(),
        brackets: Brackets::default(),
        tags: OpenTags::default(),
        table: Table::new(options.max_columns, options.max_cells),
        nested_notes: false,
    };
    let mut body = input;
    if options.extensions.front_matter
        && let Some((matter, rest)) = front_matter::split(input)
    {
        reader.front_matter(matter);
        body = rest;
    }
    let _held = reserve::hold(parser_need(body.as_bytes()))?;
    for event in Parser::new_ext(body, flags(&options.extensions)) {
        reader.event(event);
        if reserve::is_short() || halt::is_due() {
            return Err(Error::out_of_memory());
        }
    }
    reader.finish()
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

impl Reader<'_, '_> {
    #[inline(always)]
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match self.place {
                Place::Raw => self.raw_text(&text),
                _ => self.inline_text(&text),
            },
            Event::Html(html) => self.raw_text(&html),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.rule(),
            Event::TaskListMarker(done) => self.task(done),
            inline => self.inline_leaf(inline),
        }
    }

    fn finish(mut self) -> Result<()> {
        self.leave_text();
        self.doc.close_to(0);
        if self.nested_notes {
            footnotes::lift(self.doc)?;
        }
        if self.doc.flattened() > 0 {
            self.report.add(Loss::FlattenedNesting, usize::MAX);
        }
        if self.text.too_long() {
            return Err(Error::new(Status::LimitReached, "more than 2 GiB of text"));
        }
        self.doc.check()
    }
}

fn flags(extensions: &Extensions) -> Flags {
    let mut flags = Flags::empty();
    for (on, flag) in [
        (extensions.tables, Flags::ENABLE_TABLES),
        (extensions.strikethrough, Flags::ENABLE_STRIKETHROUGH),
        (extensions.task_lists, Flags::ENABLE_TASKLISTS),
        (extensions.footnotes, Flags::ENABLE_FOOTNOTES),
        (extensions.heading_attributes, Flags::ENABLE_HEADING_ATTRIBUTES),
        (extensions.definition_lists, Flags::ENABLE_DEFINITION_LIST),
        (extensions.math, Flags::ENABLE_MATH),
        (extensions.alerts, Flags::ENABLE_GFM),
        (extensions.super_sub, Flags::ENABLE_SUPERSCRIPT | Flags::ENABLE_SUBSCRIPT),
        (extensions.smart_punctuation, Flags::ENABLE_SMART_PUNCTUATION),
    ] {
        if on {
            flags |= flag;
        }
    }
    flags
}
