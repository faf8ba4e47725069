//! What the methods of the dual interface do.
//!
//! Shape   each takes its arguments apart and calls what the C interface calls too: converter,
//!         files, figures, jobs. Results are empty until there is one.
//! Units   strings are UTF-16 and the option CodePage does not matter for them; files are read
//!         and written as the C interface does it. Counts above 32 bits are doubles.
//! Errors  `errors::settle` makes HRESULTs and error information of them.
//! Limits  a caller must keep COM's contract: `this` is an object it has a reference to, strings
//!         are BSTRs or NULL, documents VARIANTs, places for results are places or NULL.

use std::ptr::null;

use windows_sys::core::HRESULT;

use super::object::Object;
use super::ole::{Bstr, Interface};
use super::variants::{Document, Source, Variant};
use super::{array, errors, strings};
use crate::batch::settings::Settings;
use crate::batch::{Files, Progress, table};
use crate::converter::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::host::arguments::{formats, time};
use crate::host::statistics::{Statistics, report_json};
use crate::host::{files, guard, jobs, metrics};
use crate::report::Report;

/// Runs a method.
///
/// # Safety
/// `this` must be an object that lives as long as the call.
unsafe fn run(this: Interface, mut call: impl FnMut(&Object) -> Result<()>) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe { run_any(this, &mut call) }
}

/// [`run`], once for all methods.
///
/// # Safety
/// As [`run`].
#[inline(never)]
unsafe fn run_any(this: Interface, call: &mut dyn FnMut(&Object) -> Result<()>) -> HRESULT {
    // SAFETY: the caller says that it lives.
    let object = unsafe { &*this.cast::<Object>() };
    errors::settle(guard::enter(|| call(object)))
}

/// Runs a method that gives a value.
///
/// # Safety
/// As [`run`]; `place` must be NULL or lead to memory for a value.
unsafe fn give<T: Copy>(
    this: Interface,
    place: *mut T,
    empty: T,
    mut make: impl FnMut(&Object) -> Result<T>,
) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe {
        run(this, |object| {
            if place.is_null() {
                return Err(Error::new(Status::NullPointer, "the place for the result is NULL"));
            }
            place.write_unaligned(empty);
            place.write_unaligned(make(object)?);
            Ok(())
        })
    }
}

/// Runs a method that gives a string.
///
/// # Safety
/// As [`give`].
unsafe fn give_text(
    this: Interface,
    place: *mut Bstr,
    mut make: impl FnMut(&Object) -> Result<String>,
) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe { give(this, place, null(), |object| strings::from_text(&make(object)?)) }
}

/// Runs a method that gives a figure of the process.
///
/// # Safety
/// As [`give`].
unsafe fn figure(this: Interface, place: *mut f64, read: fn(&Statistics) -> u64) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe { give(this, place, 0.0, |_| Ok(read(&Statistics::now()) as f64)) }
}

/// Runs a method that gives a number of a job.
///
/// # Safety
/// As [`give`].
unsafe fn of_job(
    this: Interface,
    job: i32,
    place: *mut i32,
    read: fn(&Progress) -> usize,
) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe { give(this, place, 0, |_| Ok(read(&table::get(job)?.progress()) as i32)) }
}

/// Runs a method that makes a string of a document in these formats.
///
/// # Safety
/// As [`give`]; `document` must be a VARIANT as automation passes them.
unsafe fn made(
    this: Interface,
    (from, to): (i32, i32),
    document: Variant,
    place: *mut Bstr,
    make: &mut dyn FnMut(&Object, (Format, Format), Source<'_>) -> Result<Bstr>,
) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe {
        give(this, place, null(), |object| {
            let formats = formats(from, to)?;
            let document = Document::of(document)?;
            make(object, formats, document.source()?)
        })
    }
}

/// Runs a method that converts.
///
/// # Safety
/// As [`made`].
unsafe fn converted(
    this: Interface,
    from: i32,
    to: i32,
    document: Variant,
    place: *mut Bstr,
) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe {
        made(this, (from, to), document, place, &mut |object, formats, source| {
            object
                .reporting(|converter, report| string_of(converter, formats, source, None, report))
        })
    }
}

/// What a document becomes, filled with values if there are some, as a new BSTR.
pub(super) fn string_of(
    converter: &Converter,
    (from, to): (Format, Format),
    source: Source<'_>,
    values: Option<&[u16]>,
    report: &mut Report,
) -> Result<Bstr> {
    let units = match (source, values) {
        (Source::Units(units), None) => converter.convert_utf16_reporting(from, to, units, report),
        (Source::Bytes(bytes), None) => {
            converter.convert_to_utf16_reporting(from, to, bytes, report)
        }
        (Source::Units(units), Some(values)) => {
            converter.fill_utf16_reporting(from, to, units, values, report)
        }
        (Source::Bytes(bytes), Some(values)) => {
            converter.fill_to_utf16_reporting(from, to, bytes, values, report)
        }
        (Source::Nothing | Source::Null, _) => Ok(Vec::new()),
    };
    strings::new(&units?)
}

/// The methods: each keeps to what `legacybridge.idl` says of it.
macro_rules! methods {
    ($($name:ident($this:ident $(, $argument:ident: $kind:ty)*) => $call:expr;)*) => {$(
        pub(super) unsafe extern "system" fn $name($this: Interface $(, $argument: $kind)*) -> HRESULT {
            // SAFETY: the caller keeps COM's contract, as the top of this file tells it.
            unsafe { $call }
        }
    )*};
}

const MARKDOWN: i32 = Format::Markdown as i32;
const RTF: i32 = Format::Rtf as i32;
const TEXT: i32 = Format::Text as i32;
const HTML: i32 = Format::Html as i32;

methods! {
    rtf_to_markdown(this, rtf: Variant, markdown: *mut Bstr) =>
        converted(this, RTF, MARKDOWN, rtf, markdown);
    markdown_to_rtf(this, markdown: Variant, rtf: *mut Bstr) =>
        converted(this, MARKDOWN, RTF, markdown, rtf);
    rtf_to_text(this, rtf: Variant, text: *mut Bstr) => converted(this, RTF, TEXT, rtf, text);
    markdown_to_text(this, markdown: Variant, text: *mut Bstr) =>
        converted(this, MARKDOWN, TEXT, markdown, text);
    convert(this, from: i32, to: i32, document: Variant, place: *mut Bstr) =>
        converted(this, from, to, document, place);

    convert_file(this, from: i32, to: i32, input: Bstr, output: Bstr) => run(this, |object| {
        let formats = formats(from, to)?;
        let input = files::path_utf16(strings::units(input)?)?;
        let output = files::path_utf16(strings::units(output)?)?;
        object.reporting(|converter, report| {
            files::convert(converter, formats, &input, &output, report)
        })
    });

    get_options(this, options: *mut Bstr) => give_text(this, options, |object| Ok(object.options()));
    put_options(this, options: Bstr) =>
        run(this, |object| object.set_options(strings::text(options, "the options")?));
    get_last_report(this, json: *mut Bstr) =>
        give_text(this, json, |object| ascii(report_json(&object.last_report()?)?));
    get_version(this, version: *mut Bstr) =>
        give_text(this, version, |_| Ok(env!("CARGO_PKG_VERSION").to_owned()));

    get_memory_bytes(this, bytes: *mut f64) => figure(this, bytes, |stats| stats.memory_in_use as u64);
    get_memory_peak_bytes(this, bytes: *mut f64) => figure(this, bytes, |stats| stats.memory_peak as u64);
    get_memory_limit_bytes(this, bytes: *mut f64) =>
        figure(this, bytes, |stats| stats.memory_limit as u64);
    get_active_conversions(this, count: *mut i32) =>
        give(this, count, 0, |_| Ok(Statistics::now().active_conversions as i32));
    get_conversions_done(this, count: *mut f64) =>
        figure(this, count, |stats| stats.conversions_done);
    get_conversions_failed(this, count: *mut f64) =>
        figure(this, count, |stats| stats.conversions_failed);
    get_conversions_refused(this, count: *mut f64) =>
        figure(this, count, |stats| stats.conversions_refused);
    get_bytes_in(this, bytes: *mut f64) => figure(this, bytes, |stats| stats.bytes_in);
    get_bytes_out(this, bytes: *mut f64) => figure(this, bytes, |stats| stats.bytes_out);
    get_metrics(this, text: *mut Bstr) => give_text(this, text, |_| ascii(metrics::text()?));

    batch_start(
        this,
        from: i32,
        to: i32,
        input: Bstr,
        output: Bstr,
        options: Bstr,
        job: *mut i32
    ) => give(this, job, 0, |object| {
        let formats = formats(from, to)?;
        let input = files::path_utf16(strings::units(input)?)?;
        let output = files::path_utf16(strings::units(output)?)?;
        let settings = Settings::parse(&strings::text(options, "the options")?)?;
        jobs::start(object.converter()?, formats, Files::Folder { input, output }, settings)
    });
    batch_state(this, job: i32, state: *mut i32) =>
        of_job(this, job, state, |progress| progress.state as usize);
    batch_total(this, job: i32, count: *mut i32) =>
        of_job(this, job, count, |progress| progress.total);
    batch_done(this, job: i32, count: *mut i32) => of_job(this, job, count, |progress| {
        progress.converted + progress.failed + progress.skipped
    });
    batch_converted(this, job: i32, count: *mut i32) =>
        of_job(this, job, count, |progress| progress.converted);
    batch_failed(this, job: i32, count: *mut i32) =>
        of_job(this, job, count, |progress| progress.failed);
    batch_skipped(this, job: i32, count: *mut i32) =>
        of_job(this, job, count, |progress| progress.skipped);
    batch_wait(this, job: i32, milliseconds: i32, is_over: *mut i16) =>
        give(this, is_over, 0, |_| {
            let over = table::get(job)?.wait(time(milliseconds)?);
            Ok(-i16::from(over))
        });
    batch_cancel(this, job: i32) => run(this, |_| {
        table::get(job)?.cancel();
        Ok(())
    });
    batch_report(this, job: i32, json: *mut Bstr) =>
        give_text(this, json, |_| ascii(table::get(job)?.report()?));
    batch_free(this, job: i32) => run(this, |_| table::free(job));

    cancel(this) => run(this, |object| {
        object.cancel();
        Ok(())
    });
    get_timeout(this, milliseconds: *mut i32) =>
        give(this, milliseconds, 0, |object| Ok(object.converter()?.options().timeout as i32));
    put_timeout(this, milliseconds: i32) => run(this, |object| {
        // A key that is given twice counts as given last.
        object.set_options(format!("{};Timeout={milliseconds}", object.options()))
    });

    rtf_to_html(this, rtf: Variant, html: *mut Bstr) => converted(this, RTF, HTML, rtf, html);
    html_to_rtf(this, html: Variant, rtf: *mut Bstr) => converted(this, HTML, RTF, html, rtf);
    markdown_to_html(this, markdown: Variant, html: *mut Bstr) =>
        converted(this, MARKDOWN, HTML, markdown, html);
    html_to_markdown(this, html: Variant, markdown: *mut Bstr) =>
        converted(this, HTML, MARKDOWN, html, markdown);
    convert_array(this, from: i32, to: i32, documents: Variant, workers: i32, place: *mut Variant) =>
        give(this, place, Variant::EMPTY, |object| {
            let formats = formats(from, to)?;
            formats.1.check_output()?;
            let (answer, reports) = array::convert(&*object.converter()?, formats, documents, workers)?;
            object.set_array_report(reports);
            Ok(answer)
        });
    get_array_report(this, json: *mut Bstr) =>
        give_text(this, json, |object| Ok(object.array_report()));

    fill(this, from: i32, to: i32, document: Variant, values: Bstr, place: *mut Bstr) =>
        made(this, (from, to), document, place, &mut |object, formats, source| {
            let values = strings::units(values)?;
            object.reporting(|converter, report| {
                string_of(converter, formats, source, Some(values), report)
            })
        });
    check(this, from: i32, document: Variant, json: *mut Bstr) =>
        made(this, (from, from), document, json, &mut |object, (from, _), source| {
            let converter = object.converter()?;
            let json = match source {
                Source::Units(units) => converter.check_utf16(from, units),
                Source::Bytes(bytes) => converter.check(from, bytes, None),
                Source::Nothing | Source::Null => converter.check_utf16(from, &[]),
            };
            strings::from_text(&ascii(json?)?)
        });
}

/// Bytes that are known to be ASCII as a string.
pub(super) fn ascii(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| Error::new(Status::Internal, "the text is not UTF-8"))
}
