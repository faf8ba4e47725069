//! HTML to a document.
//!
//! Shape   two passes over the tokens and no tree: `survey` finds out what each table is, then
//!         `elements` takes one token after the other and says to `tree` what it means there.
//! Rooms   - tables: `tag` (what an element is), `style`, `reference`, `names`;
//!         - input: `token`, `attributes`, `survey`, `pieces`;
//!         - `elements` routes tokens; what families of elements mean is in `lists`, `tables`,
//!           `inlines` and `code_blocks`, functions without state of their own, and `formulas` (with `mathml`);
//!         - `tree` joins the parts of what is open, in layers; each part owns its state: `stack` (elements),
//!           `containers` (quotes and lists in the document), `force` (inline elements), `flow`
//!           (white space, marks and code in the document: `marks`, `code`), `pre`, `word` (Word's
//!           list paragraphs, whose markers `marker` reads), `cells` (a table), `anchors`, `label` (of a note), `comments`, `unheld`;
//!         - output: `out`.
//! Units   byte offsets into the text.
//! Errors  every text is read; what had to be dropped is in the report. The only failures are lack
//!         of memory and a text of 2 GiB or more.
//! Limits  linear time: an end tag finds its element by an index for each tag, not by a search; no
//!         recursion; nesting is bounded by the document, open inline elements by `force`.
//! Source  the HTML standard, "Parsing", as far as a reader of documents can tell the difference;
//!         what Outlook, Word and Google Docs write.

mod anchors;
mod attributes;
mod cells;
mod code;
mod code_blocks;
mod color;
mod comments;
mod containers;
mod elements;
mod facts;
mod flow;
mod force;
mod formulas;
mod inlines;
mod label;
mod later;
mod lists;
mod marker;
mod marks;
mod mathml;
#[rustfmt::skip]
mod names;
mod notes;
mod number;
mod out;
mod pairs;
mod pieces;
mod pre;
mod reference;
mod stack;
mod style;
mod survey;
mod tables;
mod tag;
mod token;
mod tree;
mod unheld;
mod word;

use super::charset;
use crate::buffers::{Kept, kept};
use crate::document::{Document, contents};
use crate::error::{Error, Result, Status};
use crate::options::Options;
use crate::report::Report;
pub(crate) use reference::{shown, shown_last};

/// Where the text that is read stands, seen from the document's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the input of the host, from that byte of the view's source on: spans borrow it, and the
    /// report names places.
    Input(usize),
    /// It is the view's source, but not the input of the host: spans borrow it, and the report
    /// names no places.
    Derived,
    /// Elsewhere: the document gets a copy of all text.
    Elsewhere,
    /// The same, and it was written by this crate's own writer: all names count.
    Own,
}

kept! {
    /// Buffers that the reader needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        survey: survey::Survey,
        parts: tree::Parts,
        /// A style whose character references are decoded.
        style: String,
    }
}

/// Reads HTML into `doc` (which must have been `reset`). Spans borrow `html` where `origin` allows.
pub fn read(
    html: &str,
    origin: Origin,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let base = if let Origin::Input(base) = origin { base } else { 0 };
    if html.len().saturating_add(base) >= i32::MAX as usize {
        return Err(Error::new(Status::LimitReached, "the HTML text is too long"));
    }
    scratch.clear();
    let whole = html;
    let page = page_address(html);
    let (html, origin, fragment) = clipboard(html, origin);
    let Scratch { survey, parts, style } = scratch;
    survey::survey(html, options, survey)?;
    let open = doc.open_count();
    let prefix = if origin == Origin::Own { "" } else { &*options.id_prefix };
    let out = out::Out::new(html, (origin, page, prefix), doc, report);
    let shown = elements::read(tree::Tree::new(survey, parts, out), style, fragment);
    // A list that the last paragraph made for itself is still open.
    doc.close_to(open);
    // Spans of what begins elsewhere in the view's source could not be read here.
    if let Some(shown) = shown.filter(|_| base == 0 && doc.check().is_ok())
        && contents::settle(doc, whole.as_bytes(), shown)
    {
        contents::forget_made_names(doc, whole.as_bytes());
    }
    doc.check()
}

/// The address of the page that the clipboard's "HTML Format" comes from, where it is one of the web; empty
/// for other texts.
fn page_address(html: &str) -> &str {
    const NAME: &str = "SourceURL:";
    let header = &html[..memchr::memchr(b'<', html.as_bytes()).unwrap_or(html.len())];
    if !header.starts_with("Version:") {
        return "";
    }
    out::web_address(header.lines().find_map(|line| line.strip_prefix(NAME)).unwrap_or_default())
}

/// What of the clipboard's "HTML Format" is HTML, and what of that is the fragment: its offsets are bytes of
/// the whole. All of other texts.
fn clipboard(html: &str, origin: Origin) -> (&str, Origin, (usize, usize)) {
    let all = (html, origin, (0, usize::MAX));
    let bytes = html.as_bytes();
    let value = |name: &str| charset::header_value(bytes, name.as_bytes());
    if !bytes.starts_with(b"Version:") || value("StartHTML:").is_none() {
        return all;
    }
    let place = |name: &str, otherwise: usize| match value(name).map(usize::try_from) {
        Some(Ok(at)) if at <= html.len() && html.is_char_boundary(at) => at,
        _ => otherwise,
    };
    let first = memchr::memchr(b'<', bytes).unwrap_or(html.len());
    let begins = |at: &usize| *at >= first && bytes.get(*at) == Some(&b'<');
    let start = Some(place("StartHTML:", first)).filter(begins).unwrap_or(first);
    let mut end = place("EndHTML:", html.len());
    if end < start {
        end = html.len();
    }
    // Programs that count characters, or not at all, set the comments right.
    let first = memchr::memmem::find(&bytes[start..end], b"<!--StartFragment-->");
    let last = memchr::memmem::rfind(&bytes[start..end], b"<!--EndFragment-->");
    let (first, last) = (first.map(|at| start + at), last.map(|at| start + at));
    let from = place("StartFragment:", first.unwrap_or(start));
    let to = place("EndFragment:", last.unwrap_or(end));
    let fits = |&(from, to): &(usize, usize)| start <= from && from <= to;
    let found = first.zip(last).filter(fits).or(Some((from, to)).filter(fits));
    let (from, to) = found.unwrap_or((start, end));
    let origin = match origin {
        Origin::Input(base) => Origin::Input(base + start),
        // Their spans point into the whole text.
        Origin::Derived => return (html, origin, (from, to)),
        Origin::Elsewhere | Origin::Own => origin,
    };
    (&html[start..end], origin, (from.saturating_sub(start), to.saturating_sub(start)))
}
