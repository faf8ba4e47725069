//! The face for JavaScript: what the package in bindings/wasm calls.
//!
//! | file | what it is for |
//! |---|---|
//! | `answer` | what a call has to say, and where the host finds it |
//! | this | the exported functions |
//!
//! Shape   one instance, one thread, one call at a time. The host asks for [`lb_room`], writes what it has
//!         to say there, calls, and finds a status as the call's value and all else by [`lb_answer`]; it
//!         copies what it wants before the next call.
//! Units   lengths and places are bytes; formats and statuses are the numbers of the C interface.
//! Errors  a status below 0, with message and place in the answer. A panic, and want of memory that can't
//!         be told in order, end the instance by `system::outside`.
//! Limits  `PLACES` converters. There are no files: options that name one are refused.
//!
//! The only unsafe thing here is that names are exported.

#![allow(unsafe_code)]

mod answer;

use std::panic::PanicHookInfo;

use crate::converter::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::formats::Form;
use crate::handles::Handles;
use crate::memory::budget;
use crate::memory::gauge::{self, DEFAULT_LIMIT};
use crate::memory::lock::Lock;
use crate::options::{Images, Options};
use crate::report::Report;
use crate::rtf::wrapper::compressed;
use crate::system::outside;
use crate::text::codepage::{self, CodePage};

/// Most converters at once.
const PLACES: usize = 64;
/// A room that is larger is given back after the call.
const KEPT: usize = 256 << 10;

static CONVERTERS: Lock<Handles<Converter, 0, PLACES>> = Lock::new(Handles::new());
/// What the host writes to: the document or the options, and the values for it.
static ROOMS: Lock<[Vec<u8>; 2]> = Lock::new([const { Vec::new() }; 2]);

/// The first call to an instance.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_start() {
    std::panic::set_hook(Box::new(panicked));
    // Each converter keeps to its own.
    budget::set_limit(0);
}

fn panicked(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    // Where it was is not compiled in: it would be a fiftieth of all.
    outside::fail(Status::Internal, &format!("internal error: {}", text.unwrap_or("panic")));
}

/// Room for so many bytes: the first for a document or options, the second for values. NULL where there is
/// no memory for it.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_room(which: usize, length: usize) -> *mut u8 {
    ROOMS.with(|rooms| {
        let Some(room) = rooms.get_mut(which) else { return std::ptr::null_mut() };
        room.clear();
        if room.try_reserve_exact(length).is_err() {
            return std::ptr::null_mut();
        }
        room.resize(length, 0);
        room.as_mut_ptr()
    })
}

/// Where the answer to a call stands: see `answer`.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_answer() -> *const u32 {
    answer::place()
}

/// Makes a converter with the options in the room; its handle, or a status.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_open() -> i32 {
    answering(|[options, _], _| {
        let text = str::from_utf8(options).map_err(|error| {
            Error::at(Status::BadEncoding, error.valid_up_to(), "the options are not UTF-8")
        })?;
        let mut options = Options::parse(text)?;
        let is_folder = matches!(options.images, Images::Folder(_));
        if is_folder || !options.template.is_empty() || !options.image_root.is_empty() {
            let message =
                "there are no files here: Template, ImageRoot and Images=Folder: can't be used";
            return Err(Error::new(Status::BadOption, message));
        }
        options.memory_limit.get_or_insert(DEFAULT_LIMIT);
        let converter = Converter::new(options)?;
        let full = || Error::new(Status::LimitReached, "there are too many converters");
        CONVERTERS.with(|converters| converters.add(converter)).ok_or_else(full)
    })
}

/// Gives a converter back.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_close(handle: i32) -> i32 {
    answering(|_, _| with_converter(handle, |_| Ok(0)).inspect(|_| drop(take(handle))))
}

fn take(handle: i32) -> Option<Converter> {
    CONVERTERS.with(|converters| converters.remove(handle))
}

/// Converts the document in the room; where `fills` is not 0 it is filled with the values first. The answer
/// has output, report, and the output's text where that is not UTF-8.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_convert(handle: i32, from: i32, to: i32, fills: i32) -> i32 {
    answering(|[input, values], answer| {
        with_converter(handle, |converter| {
            let (from, to) = (format(from, "input")?, format(to, "output")?);
            let mut report = Report::default();
            let result = match fills {
                0 => converter.convert_reporting(from, to, input, &mut report),
                _ => converter.fill_reporting(from, to, input, values, &mut report),
            };
            answer.report(&report)?;
            let output = result?;
            if to.row().form == Form::Text
                && let Some(text) = text_of(converter.options().code_page, &output)?
            {
                answer.text(text);
            }
            answer.output(output);
            Ok(0)
        })
    })
}

/// Looks at the document in the room; what is found, as JSON, is the output.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_check(handle: i32, from: i32) -> i32 {
    answering(|[input, _], answer| {
        with_converter(handle, |converter| {
            answer.output(converter.check(format(from, "input")?, input, None)?);
            Ok(0)
        })
    })
}

/// The number of the format that the document in the room begins like; 0 where it is none.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_detect() -> i32 {
    answering(|[input, _], _| {
        let narrow: Vec<u8>;
        let start = match input {
            _ if compressed::is_compressed(input) => return Ok(Format::Rtf as i32),
            [0xEF, 0xBB, 0xBF, rest @ ..] => rest,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
                let low = usize::from(input[0] == 0xFE);
                narrow = input[2..].iter().skip(low).step_by(2).take(1024).copied().collect();
                &narrow
            }
            _ => input,
        };
        Ok(Format::detect(start).map_or(0, |format| format as i32))
    })
}

/// The figures of this instance, as JSON.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_statistics() -> i32 {
    answering(|_, answer| {
        answer.output(answer::statistics().into_bytes());
        Ok(0)
    })
}

/// Bytes in use now, and the most that were.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_memory(peak: i32) -> usize {
    if peak == 0 { gauge::in_use() } else { gauge::peak() }
}

/// Forgets the answer and gives back the memory of large rooms, and all that is kept for later where
/// `all` is not 0.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn lb_forget(all: i32) {
    answer::forget();
    ROOMS.with(|rooms| {
        for room in rooms.iter_mut().filter(|room| all != 0 || room.capacity() > KEPT) {
            *room = Vec::new();
        }
    });
    if all != 0 {
        crate::memory::release_idle();
        crate::converter::release_idle();
    }
}

/// Runs a call with what is in the rooms. Its value is the host's, or the status of its error.
fn answering(call: impl FnOnce([&[u8]; 2], &mut answer::Held) -> Result<i32>) -> i32 {
    ROOMS.with(|[first, second]| {
        answer::giving(|answer| match call([first, second], answer) {
            Ok(value) => value,
            Err(error) => {
                answer.error(&error);
                error.status as i32
            }
        })
    })
}

fn with_converter(handle: i32, work: impl FnOnce(&Converter) -> Result<i32>) -> Result<i32> {
    CONVERTERS.with(|converters| match converters.get(handle) {
        Some(converter) => work(converter),
        None => Err(Error::new(Status::BadHandle, "the handle was never given out")),
    })
}

fn format(number: i32, what: &str) -> Result<Format> {
    Format::from_number(number).ok_or_else(|| {
        Error::new(Status::BadArgument, format!("{number} is not a format for the {what}"))
    })
}

/// An output in a code page as text in UTF-8; none where it is that already.
fn text_of(page: u32, bytes: &[u8]) -> Result<Option<String>> {
    let mut text = String::new();
    match page {
        1200 | 1201 => {
            let unit = if page == 1200 { u16::from_le_bytes } else { u16::from_be_bytes };
            let units = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
            text.try_reserve(bytes.len() + bytes.len() / 2)?;
            text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')));
        }
        _ => match CodePage::from_number(page) {
            None | Some(CodePage::UTF_8) => return Ok(None),
            Some(page) => {
                codepage::decode(page, bytes, &mut text)?;
            }
        },
    }
    Ok(Some(text))
}
