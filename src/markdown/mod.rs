//! Markdown: CommonMark with GFM and optional extensions, read and written.
//!
//! Shape   `as_html` has what only HTML can say. `reader` turns pulldown-cmark's events into a document; `writer` walks a document and
//!         writes Markdown that reads back as the same document. `autolink` and `html` hold the
//!         rules that both must agree on, `kinds` groups of nodes.
//! Units   bytes of UTF-8.
//! Errors  limits and memory; no text is an error.
//! Source  CommonMark 0.31, GFM 0.29 and pulldown-cmark's extensions.

mod as_html;
mod autolink;
mod formula;
mod html;
mod kinds;
mod look;
mod reader;
mod table_html;
mod writer;

pub(crate) use look::{Looked, look};
pub use reader::read;

use crate::document::{Feature, Holds, View};
use crate::error::Result;
use crate::options::Options;

/// What Markdown has words for by the options, beside what every format holds. A table that would not be
/// read as the same one can't be written as HTML, and then none of that document is: all are flattened.
pub(crate) fn holds(view: View<'_>, options: &Options, scratch: &mut Scratch) -> Result<Holds> {
    let wanted = as_html::Wanted::by(options);
    let tables = wanted.tables() && as_html::tables_come_back(view, options, scratch.html())?;
    // The writer counts the captions that it can only say as paragraphs.
    Ok(Holds::of(&[Feature::Captions, Feature::OddPictures, Feature::OddLinks])
        .and_if(tables, Holds::of(&[Feature::BlocksInCells, Feature::MergedCells]))
        .and_if(options.extensions.heading_attributes, Holds::of(&[Feature::HeadingNames]))
        .and_if(
            wanted.looks(),
            Holds::of(&[
                Feature::Alignment,
                Feature::PageBreaks,
                Feature::Colors,
                Feature::PictureSizes,
            ]),
        ))
}
pub use writer::{Scratch, write};
