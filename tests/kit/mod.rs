//! What the test programs share: each says `#[path = "../kit/mod.rs"] mod kit;` and uses its part.
//!
//! | module | what for |
//! |---|---|
//! | `build` | documents built by hand, written as RTF |
//! | `clinic` | notes of any length, as the benchmarks read them |
//! | `generated` | documents of random bytes that come back from RTF as they were |
//! | `keeps` | what a format can say, so that tests name none |
//! | `native` | C compilers, the built library, valgrind |
//! | `normal` | a normal form of documents, for Markdown |
//! | `outline` | a document as one line of text |
//! | `pictures` | bitmaps, metafiles, PNG and GIF files |
//! | `written` | RTF taken apart, and what must hold for all that is written |
// Each program uses its own part.
#![allow(dead_code, unused_imports)]

pub(crate) mod build;
#[path = "../../benches/clinic/mod.rs"]
pub(crate) mod clinic;
pub(crate) mod generated;
pub(crate) mod keeps;
#[cfg(unix)]
pub(crate) mod native;
pub(crate) mod normal;
pub(crate) mod outline;
pub(crate) mod pictures;
pub(crate) mod written;
