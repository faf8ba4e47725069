//! `ConvertArray`: many documents in one call.
//!
//! Shape   who calls looks at every document first, for values of a host's belong to its thread. Workers then
//!         take row after row and put what comes of it in its place; who calls is one of them, the others
//!         start with the call and end with it.
//! Units   strings are UTF-16, reports JSON in ASCII.
//! Errors  what keeps the call from starting. A document that fails fails no other: of values it is an
//!         error, of strings it is empty.
//! Limits  64 workers.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::errors;
use super::methods::{ascii, string_of};
use super::variants::{Array, Document, Documents, Source, Variant};
use crate::batch::settings;
use crate::converter::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::host::guard;
use crate::host::statistics::report_json;
use crate::memory::lock::Lock;
use crate::report::Report;
use crate::system::thread;
use crate::text::json::quoted;

/// A worker's stack: that of a host's own threads.
const STACK_BYTES: usize = 1 << 20;

/// A call: what is fixed, and what its workers share.
struct Call<'a> {
    converter: &'a Converter,
    formats: (Format, Format),
    rows: Vec<Result<Source<'a>>>,
    /// How often the converter had been asked to stop before.
    asked: u32,
    /// The first row that nobody has taken.
    next: AtomicUsize,
    done: Lock<Done>,
}

/// What has come of the rows.
struct Done {
    answer: Array,
    /// Of each row what it could not keep, or why it failed; empty where there was no room to say it.
    reports: Vec<String>,
}

/// Converts an array of documents: what becomes of them, and their reports as JSON.
///
/// # Safety
/// `documents` must be a VARIANT as automation passes them, which stays as it is during the call.
pub(super) unsafe fn convert(
    converter: &Converter,
    formats: (Format, Format),
    documents: Variant,
    workers: i32,
) -> Result<(Variant, String)> {
    let workers = usize::try_from(workers).ok().filter(|&workers| workers <= 64);
    let workers = workers.ok_or_else(|| {
        Error::new(Status::BadArgument, "the number of workers is not from 0 to 64")
    })?;
    // SAFETY: passed on to the caller, here and below.
    let given = unsafe { Documents::of(documents) }?;
    let count = given.count();
    let mut documents: Vec<Result<Document<'_>>> = Vec::new();
    documents.try_reserve_exact(count)?;
    // SAFETY: as above.
    documents.extend((0..count).map(|row| guard::contain(|| unsafe { given.get(row) })));
    let mut rows = Vec::new();
    rows.try_reserve_exact(count)?;
    for (row, document) in documents.iter().enumerate() {
        rows.push(match document {
            Ok(_) if given.is_null(row) => Ok(Source::Null),
            Ok(document) => document.source(),
            Err(error) => Err(error.clone()),
        });
    }
    let mut reports = Vec::new();
    reports.try_reserve_exact(count)?;
    reports.resize(count, String::new());
    let call = Call {
        converter,
        formats,
        rows,
        asked: converter.asked(),
        next: AtomicUsize::new(0),
        done: Lock::new(Done { answer: given.answer()?, reports }),
    };
    let others = settings::workers(workers).min(count).saturating_sub(1);
    thread::together(c"legacybridge-a", STACK_BYTES, others, &call, Call::work);
    call.done.with(Done::finish)
}

impl Call<'_> {
    /// What a worker does until no row is left.
    fn work(&self) {
        loop {
            let row = self.next.fetch_add(1, Relaxed);
            let Some(source) = self.rows.get(row) else { return };
            let mut report = Report::default();
            let made = guard::contain(|| self.made(source, &mut report));
            // What can't be noted for want of memory stays empty.
            let _ = guard::contain(|| self.put(row, made, &report));
        }
    }

    /// What a row becomes.
    fn made(&self, source: &Result<Source<'_>>, report: &mut Report) -> Result<Variant> {
        let source = source.clone()?;
        if self.converter.asked() != self.asked {
            return Err(Error::new(Status::Cancelled, "the conversion was cancelled"));
        }
        match source {
            Source::Null => Ok(Variant::null()),
            source => {
                string_of(self.converter, self.formats, source, None, report).map(Variant::string)
            }
        }
    }

    fn put(&self, row: usize, made: Result<Variant>, report: &Report) -> Result<()> {
        let failed = made.as_ref().err().cloned();
        self.done.with(|done| done.put(row, made));
        let told = match failed {
            None => ascii(report_json(report)?)?,
            Some(error) => {
                let mut told = String::from("{\"error\":");
                quoted(&error.to_string(), &mut |piece| {
                    told.push_str(str::from_utf8(piece).unwrap_or_default());
                });
                told + "}"
            }
        };
        self.done.with(|done| done.reports[row] = told);
        Ok(())
    }
}

impl Done {
    fn put(&mut self, row: usize, made: Result<Variant>) {
        match made {
            Ok(made) => self.answer.set(row, made),
            Err(error) if self.answer.is_of_values() => {
                self.answer.set(row, Variant::error(errors::number(&error)));
            }
            Err(_) => {}
        }
    }

    fn finish(&mut self) -> Result<(Variant, String)> {
        let length = self.reports.iter().map(|report| report.len().max(12) + 2).sum::<usize>();
        let mut reports = String::new();
        reports.try_reserve_exact(length + 2)?;
        for (row, report) in self.reports.iter().enumerate() {
            reports.push_str(if row == 0 { "[" } else { ",\n" });
            reports.push_str(if report.is_empty() { "{\"error\":\"\"}" } else { report });
        }
        reports.push_str(if self.reports.is_empty() { "[]" } else { "]" });
        Ok((Variant::array(self.answer.take()), reports))
    }
}
