//! Many documents: batch jobs and columns, as hosts start them.
//!
//! Errors  those of [`Batch::start`] and of the table of jobs; those of [`column::convert`].

use std::sync::Arc;

use super::guard::contain;
use super::log;
use crate::batch::settings::Settings;
use crate::batch::{Batch, Done, Files, table};
use crate::column::{self, Column, Rows};
use crate::converter::Converter;
use crate::error::Result;
use crate::formats::Format;

/// Starts a job and returns its handle.
pub(crate) fn start(
    converter: Arc<Converter>,
    formats: (Format, Format),
    files: Files,
    settings: Settings,
) -> Result<i32> {
    table::start(|| Batch::start(converter, formats, files, settings, contained))
}

/// A panic in a worker is contained as one in a call is.
fn contained(step: &mut dyn FnMut() -> Result<Done>) -> Result<Done> {
    contain(step)
}

/// Converts a column.
pub(crate) fn column(
    converter: &Converter,
    formats: (Format, Format),
    rows: Rows<'_>,
    settings: &column::settings::Settings,
) -> Result<Column> {
    log::hear_workers();
    column::convert(converter, formats, rows, settings, |step| contain(step))
}
