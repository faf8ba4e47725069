//! RTF: lexer, reader and writer. See `docs/mapping.md` for how a document stands in RTF.

use crate::document::View;
use crate::error::{Error, Result, Status};
use crate::memory::Output;
use crate::options::Options;
use crate::report::Report;

pub mod control;
pub mod lexer;

pub mod reader;
pub mod wrapper;

pub mod writer {
    //! A document to RTF bytes.
    use super::*;

    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {}

    /// Writes a document as RTF: 7-bit ASCII. Failures are remembered by `out`.
    pub fn write(
        _view: View<'_>,
        _options: &Options,
        _out: &mut Output,
        _report: &mut Report,
        _scratch: &mut Scratch,
    ) -> Result<()> {
        Err(Error::new(Status::Internal, "RTF writer missing"))
    }
}
