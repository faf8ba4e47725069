//! HTML: read as a format of its own, inside of RTF and inside of Markdown; and written.
//!
//! | room | what it is for |
//! |---|---|
//! | `reader` | HTML to a document |
//! | `writer` | a document to HTML |
//! | `convert` | raw HTML in a document to what it means |
//! | `charset` | the code page that a page names |

use crate::document::{Feature, Holds};
use crate::options::{Options, RawHtml};

mod charset;
mod convert;
mod reader;
mod writer;

pub(crate) use charset::{begins, page};
pub(crate) use convert::convert;
pub use reader::{Origin, Scratch, read};
pub(crate) use reader::{shown, shown_last};
pub(crate) use writer::write_part;
pub use writer::{Scratch as WriterScratch, write};

/// What a page has words for: all, but for pictures at addresses that a page may not ask for, unless
/// everything passes.
pub(crate) fn holds(options: &Options) -> Holds {
    match options.html {
        RawHtml::Pass => Holds::ALL,
        RawHtml::Keep | RawHtml::Convert | RawHtml::Escape | RawHtml::Drop => {
            Holds::ALL.without(Holds::of(&[Feature::OddPictures, Feature::OddLinks]))
        }
    }
}
