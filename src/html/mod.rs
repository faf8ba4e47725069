//! HTML: read as a format of its own, inside of RTF and inside of Markdown; and written.
//!
//! | room | what it is for |
//! |---|---|
//! | `reader` | HTML to a document |
//! | `writer` | a document to HTML |
//! | `convert` | raw HTML in a document to what it means |
//! | `charset` | the code page that a page names |

mod charset;
mod convert;
mod reader;
mod writer;

pub(crate) use charset::{begins, page};
pub(crate) use convert::convert;
pub use reader::{Origin, Scratch, read};
pub(crate) use writer::write_part;
pub use writer::{Scratch as WriterScratch, write};
