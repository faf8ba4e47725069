//! What is made of a document on its way, for people: `legacybridge --dump=tokens|tree`.
//!
//! Errors  those of reading; `BadArgument` for tokens of what is not RTF.

use super::input::{Decoded, Input};
use super::workspace::{self, Bench};
use super::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::formats::Given;
use crate::memory;
use crate::report::Report;
use crate::rtf;

impl Converter {
    /// The tokens of a document in RTF, one a line.
    pub fn dump_tokens(&self, from: Format, input: &[u8]) -> Result<String> {
        let memory = memory::shared();
        let (mut decoded, mut report) = (Decoded::default(), Report::default());
        let input = Input::Bytes(input, self.page);
        let source = input.open(from, &self.options, &memory, &mut decoded, &mut report)?;
        if source.format != Format::Rtf {
            return Err(Error::new(Status::BadArgument, "only RTF is read by tokens"));
        }
        let mut out = String::new();
        rtf::dump_tokens(source.bytes, &mut out);
        Ok(out)
    }

    /// The document that a reader makes, one node a line.
    pub fn dump_tree(&self, from: Format, input: &[u8]) -> Result<String> {
        let memory = memory::shared();
        let (mut decoded, mut report) = (Decoded::default(), Report::default());
        let input = Input::Bytes(input, self.page);
        let source = input.open(from, &self.options, &memory, &mut decoded, &mut report)?;
        let workspaces = workspace::shared();
        let mut bench = Bench::set(&memory, &workspaces, source.size, self.options.max_nesting);
        let work = bench.work();
        let read = source.format.row().reader;
        let read = read.ok_or_else(|| Error::new(Status::Internal, "no reader for the input"))?;
        let given = Given { bytes: source.bytes, text: source.text };
        let text = read(given, &self.options, &mut work.doc, &mut report, &mut work.readers)?;
        work.doc.check()?;
        let mut out = String::new();
        work.doc.dump(text, &mut out);
        Ok(out)
    }
}
