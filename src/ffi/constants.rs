//! The named numbers of the header. The status codes are those of [`crate::error::Status`], the
//! formats those of [`crate::formats`].

use crate::formats::Format;

/// The version of this interface; `legacybridge_abi_version` returns it. It changes when a
/// program built against an older header would no longer work.
pub const LEGACYBRIDGE_ABI_VERSION: i32 = 2;

/// Input only: RTF, HTML or JSON if it begins like that, else what the option Otherwise says.
pub const LEGACYBRIDGE_FORMAT_DETECT: i32 = 0;
/// Markdown: CommonMark with the extensions that the options switch on.
pub const LEGACYBRIDGE_FORMAT_MARKDOWN: i32 = 1;
/// Rich Text Format.
pub const LEGACYBRIDGE_FORMAT_RTF: i32 = 2;
/// Plain text: paragraphs with a blank line between.
pub const LEGACYBRIDGE_FORMAT_TEXT: i32 = 3;
/// HTML: pages, parts of them, and the clipboard's HTML Format.
pub const LEGACYBRIDGE_FORMAT_HTML: i32 = 4;
/// CSV: tables as lines of cells.
pub const LEGACYBRIDGE_FORMAT_CSV: i32 = 5;
/// pandoc's document tree as JSON, in UTF-8: what `pandoc -t json` writes and `-f json` reads.
pub const LEGACYBRIDGE_FORMAT_JSON: i32 = 6;

/// The call did what it was asked to.
pub const LEGACYBRIDGE_OK: i32 = 0;
/// A pointer that must not be NULL was NULL.
pub const LEGACYBRIDGE_ERROR_NULL_POINTER: i32 = -1;
/// The handle was never given out, or its converter has been destroyed.
pub const LEGACYBRIDGE_ERROR_BAD_HANDLE: i32 = -2;
/// The option string names an unknown key or a value that the key can't take.
pub const LEGACYBRIDGE_ERROR_BAD_OPTION: i32 = -3;
/// An argument is out of its range: a format, a length, a capacity, a `struct_size`.
pub const LEGACYBRIDGE_ERROR_BAD_ARGUMENT: i32 = -4;
/// The input is not in the encoding it should be in.
pub const LEGACYBRIDGE_ERROR_BAD_ENCODING: i32 = -5;
/// The UTF-16 input holds an unpaired surrogate.
pub const LEGACYBRIDGE_ERROR_BAD_UTF16: i32 = -6;
/// The input is larger or more complex than a limit allows, or too many converters are alive.
pub const LEGACYBRIDGE_ERROR_LIMIT_REACHED: i32 = -7;
/// The conversion needs more memory than the limit, or the system, can ever give.
pub const LEGACYBRIDGE_ERROR_MEMORY_LIMIT: i32 = -8;
/// The memory limit was near and no room came free in time; try again later.
pub const LEGACYBRIDGE_ERROR_BUSY: i32 = -9;
/// The buffer is too small; `needed` says how much text there is.
pub const LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL: i32 = -10;
/// A file could not be read or written.
pub const LEGACYBRIDGE_ERROR_IO: i32 = -11;
/// The conversion or the batch job was cancelled, or the call waited while the library was shut
/// down.
pub const LEGACYBRIDGE_ERROR_CANCELLED: i32 = -12;
/// A fault in the library itself. It was contained and the library stays usable.
pub const LEGACYBRIDGE_ERROR_INTERNAL: i32 = -13;
/// The option Strict was set and something of its kinds could not be kept; the last error names
/// what was lost first, and where.
pub const LEGACYBRIDGE_ERROR_LOSS: i32 = -14;
/// The conversion took longer than the option Timeout allows.
pub const LEGACYBRIDGE_ERROR_TIMEOUT: i32 = -15;

/// A row of a column: it was NULL.
pub const LEGACYBRIDGE_ROW_NULL: i32 = 1;

/// `legacybridge_set_log`: calls that failed.
pub const LEGACYBRIDGE_LOG_ERROR: i32 = 1;
/// `legacybridge_set_log`: also what should be looked at, such as that the memory limit is near.
pub const LEGACYBRIDGE_LOG_WARNING: i32 = 2;
/// `legacybridge_set_log`: also what begins and ends.
pub const LEGACYBRIDGE_LOG_INFORMATION: i32 = 3;
/// `legacybridge_set_log`: also each conversion.
pub const LEGACYBRIDGE_LOG_TRACE: i32 = 4;

/// A file of a batch job: no worker has begun it yet.
pub const LEGACYBRIDGE_BATCH_FILE_WAITING: i32 = 1;
/// A file of a batch job: a worker is at it.
pub const LEGACYBRIDGE_BATCH_FILE_CONVERTING: i32 = 2;
/// A file of a batch job: its output was there before and was kept.
pub const LEGACYBRIDGE_BATCH_FILE_SKIPPED: i32 = 3;

/// A batch job: folders are still being read and `total` grows.
pub const LEGACYBRIDGE_BATCH_LISTING: i32 = 1;
/// A batch job: every file is known and some are not done yet.
pub const LEGACYBRIDGE_BATCH_RUNNING: i32 = 2;
/// A batch job: cancelled, and documents that were begun are being finished.
pub const LEGACYBRIDGE_BATCH_CANCELLING: i32 = 3;
/// A batch job: over; every file has a result.
pub const LEGACYBRIDGE_BATCH_FINISHED: i32 = 4;
/// A batch job: over; it was cancelled before every file had been begun.
pub const LEGACYBRIDGE_BATCH_CANCELLED: i32 = 5;

/// `legacybridge_batch_text`: the input's path.
pub const LEGACYBRIDGE_BATCH_INPUT: i32 = 1;
/// `legacybridge_batch_text`: the output's path.
pub const LEGACYBRIDGE_BATCH_OUTPUT: i32 = 2;
/// `legacybridge_batch_text`: why the file failed or was skipped; else empty.
pub const LEGACYBRIDGE_BATCH_MESSAGE: i32 = 3;
/// `legacybridge_batch_text`: what could not be kept, as JSON, see `legacybridge_report`.
pub const LEGACYBRIDGE_BATCH_LOSSES: i32 = 4;

/// The constant of each format: a new one must have its own here, which the bindings get from the
/// header.
const fn constant(format: Format) -> i32 {
    match format {
        Format::Detect => LEGACYBRIDGE_FORMAT_DETECT,
        Format::Markdown => LEGACYBRIDGE_FORMAT_MARKDOWN,
        Format::Rtf => LEGACYBRIDGE_FORMAT_RTF,
        Format::Text => LEGACYBRIDGE_FORMAT_TEXT,
        Format::Html => LEGACYBRIDGE_FORMAT_HTML,
        Format::Csv => LEGACYBRIDGE_FORMAT_CSV,
        Format::Json => LEGACYBRIDGE_FORMAT_JSON,
    }
}

const _: () = {
    let mut at = 0;
    while at < Format::ALL.len() {
        assert!(constant(Format::ALL[at]) == Format::ALL[at] as i32);
        at += 1;
    }
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::State;
    use crate::error::Status;

    #[test]
    fn the_numbers_are_those_of_the_library() {
        let constants = [
            (LEGACYBRIDGE_OK, Status::Ok),
            (LEGACYBRIDGE_ERROR_NULL_POINTER, Status::NullPointer),
            (LEGACYBRIDGE_ERROR_BAD_HANDLE, Status::BadHandle),
            (LEGACYBRIDGE_ERROR_BAD_OPTION, Status::BadOption),
            (LEGACYBRIDGE_ERROR_BAD_ARGUMENT, Status::BadArgument),
            (LEGACYBRIDGE_ERROR_BAD_ENCODING, Status::BadEncoding),
            (LEGACYBRIDGE_ERROR_BAD_UTF16, Status::BadUtf16),
            (LEGACYBRIDGE_ERROR_LIMIT_REACHED, Status::LimitReached),
            (LEGACYBRIDGE_ERROR_MEMORY_LIMIT, Status::MemoryLimit),
            (LEGACYBRIDGE_ERROR_BUSY, Status::Busy),
            (LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL, Status::BufferTooSmall),
            (LEGACYBRIDGE_ERROR_IO, Status::Io),
            (LEGACYBRIDGE_ERROR_CANCELLED, Status::Cancelled),
            (LEGACYBRIDGE_ERROR_INTERNAL, Status::Internal),
            (LEGACYBRIDGE_ERROR_LOSS, Status::Loss),
            (LEGACYBRIDGE_ERROR_TIMEOUT, Status::Timeout),
        ];
        assert_eq!(constants.map(|(_, status)| status), Status::ALL);
        assert_eq!(LEGACYBRIDGE_ROW_NULL, crate::column::NULL_ROW);
        for (constant, status) in constants {
            assert_eq!(constant, status as i32, "{status:?}");
        }
        let levels = [
            LEGACYBRIDGE_LOG_ERROR,
            LEGACYBRIDGE_LOG_WARNING,
            LEGACYBRIDGE_LOG_INFORMATION,
            LEGACYBRIDGE_LOG_TRACE,
        ];
        assert_eq!(levels, crate::system::log::Level::ALL.map(|level| level as i32));
        for (constant, state) in [
            (LEGACYBRIDGE_BATCH_LISTING, State::Listing),
            (LEGACYBRIDGE_BATCH_RUNNING, State::Running),
            (LEGACYBRIDGE_BATCH_CANCELLING, State::Cancelling),
            (LEGACYBRIDGE_BATCH_FINISHED, State::Finished),
            (LEGACYBRIDGE_BATCH_CANCELLED, State::Cancelled),
        ] {
            assert_eq!(constant, state as i32, "{state:?}");
        }
    }
}
