//! A file in, a file out.
//!
//! Shape   paths as the host gave them: UTF-8, or UTF-16 in the twin.
//! Errors  those of [`crate::files`]; `BadEncoding` and `BadUtf16` for paths.

use std::path::{Path, PathBuf};

use crate::converter::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::files;
use crate::report::Report;

/// Converts one file to another; they may be the same. `report` is that of this very call.
pub(crate) fn convert(
    converter: &Converter,
    (from, to): (Format, Format),
    input: &Path,
    output: &Path,
    report: &mut Report,
) -> Result<()> {
    let (converted, _) = converter.convert_file_reporting(from, to, input, report)?;
    files::write(output, &converted)
}

/// A path in UTF-8.
pub(crate) fn path(text: &[u8]) -> Result<&Path> {
    let text = str::from_utf8(text).map_err(|error| {
        Error::at(Status::BadEncoding, error.valid_up_to(), "the path is not UTF-8")
    })?;
    Ok(Path::new(text))
}

/// A path in UTF-16.
pub(crate) fn path_utf16(units: &[u16]) -> Result<PathBuf> {
    let text = String::from_utf16(units)
        .map_err(|_| Error::new(Status::BadUtf16, "the path has an unpaired surrogate"))?;
    Ok(PathBuf::from(text))
}
