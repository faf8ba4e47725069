//! HTML: our own reader, for what stands inside of RTF and Markdown.
//!
//! | room | what it is for |
//! |---|---|
//! | `reader` | HTML to a document |

mod reader;

pub use reader::{Origin, Scratch, read};
