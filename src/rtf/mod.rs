//! RTF: lexer, reader and writer. See `docs/mapping.md` for how a document stands in RTF.

use crate::document::Document;
use crate::error::{Error, Result, Status};
use crate::options::Options;
use crate::report::Report;

pub mod reader {
    //! RTF bytes to a document.
    use super::*;

    /// Buffers that the reader needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {}

    /// Reads RTF into `doc` (which must have been `reset`). Spans borrow `source` where they can.
    pub fn read(
        _source: &[u8],
        _options: &Options,
        _doc: &mut Document,
        _report: &mut Report,
        _scratch: &mut Scratch,
    ) -> Result<()> {
        Err(Error::new(Status::Internal, "RTF reader missing"))
    }
}

pub mod writer;
