//! What RTF comes wrapped in, and what it wraps: compression, and HTML inside.
//!
//! Shape   [`read`] takes bytes that may be compressed RTF, RTF that wraps HTML, or RTF as such, and
//!         reads whichever it is. It returns the bytes that the document's spans point into: the
//!         input itself, or a buffer of the scratch space. So text is not copied once more, and a
//!         view can't be made of the wrong bytes by oversight, for they come with the answer.
//! Errors  as of the readers; what is wrong with the wrapping is in the report.
//! Limits  `max_input` holds for the RTF that comes out of the compression too.
//! Source  [MS-OXRTFCP], [MS-OXRTFEX].

pub mod compressed;
mod fonts;
pub mod html;
mod places;

use super::reader;
use crate::buffers::kept;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::html as html_room;
use crate::options::Options;
use crate::report::Report;

kept! {
    /// Buffers that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        /// Of the RTF reader.
        pub reader: reader::Scratch,
        html: html_room::Scratch,
        unwrap: html::Buffers,
        decompressed: Vec<u8>,
        text: String,
    }
}

/// Reads RTF, wrapped or not, into `doc` (which must have been `reset`). Returns the bytes to make a
/// view with: those that the document's spans point into.
pub fn read<'a>(
    source: &'a [u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &'a mut Scratch,
) -> Result<&'a [u8]> {
    let Scratch { reader, html, unwrap, decompressed, text } = scratch;
    if !compressed::is_compressed(source) {
        return read_plain(source, options, doc, report, (reader, html, unwrap, text));
    }
    decompressed.clear();
    compressed::decompress(source, options.max_input, decompressed, report)?;
    // Places in the RTF are none in the input.
    let mut inner = Report::default();
    let parts = (reader, html, unwrap, text);
    let read = read_plain(decompressed, options, doc, &mut inner, parts);
    for (loss, entry) in inner.iter() {
        report.add_many(loss, entry.count, usize::MAX);
    }
    read.map_err(|error| Error { offset: None, ..error })
}

type Parts<'a> =
    (&'a mut reader::Scratch, &'a mut html_room::Scratch, &'a mut html::Buffers, &'a mut String);

/// Reads RTF that is not compressed.
fn read_plain<'a>(
    source: &'a [u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    (reader, html, unwrap, text): Parts<'a>,
) -> Result<&'a [u8]> {
    text.clear();
    if html::html_of(source, text, report, unwrap)? {
        let mut inner = Report::default();
        let read =
            html_room::read(text, html_room::Origin::Derived, options, doc, &mut inner, html);
        inner.map_offsets(|at| unwrap.place(at));
        for (loss, entry) in inner.iter() {
            report.add_many(loss, entry.count, entry.first);
        }
        return read.map(|_| text.as_bytes());
    }
    reader::read(source, options, doc, report, reader)?;
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buffers::Kept;

    #[test]
    fn what_is_kept_is_counted_and_can_be_given_up() {
        let mut scratch = Scratch::default();
        for source in [r"{\rtf1 a\par}", r"{\rtf1\fromhtml1{\*\htmltag <b>}a{\*\htmltag </b>}}"] {
            let (mut doc, mut report) = (Document::default(), Report::default());
            doc.reset(256);
            let before = scratch.retained_bytes();
            let options = Options::default();
            read(source.as_bytes(), &options, &mut doc, &mut report, &mut scratch).unwrap();
            assert!(scratch.retained_bytes() > before, "{source}");
        }
        scratch.trim(0);
        assert_eq!(scratch.retained_bytes(), 0);
    }
}
