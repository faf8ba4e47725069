//! Batch jobs: many files, by threads of the library's own.

use std::ffi::c_char;
use std::path::PathBuf;

use super::constants::*;
use super::pointers::{self, Figures, Out, Place};
use crate::batch::settings::Settings;
use crate::batch::{Detail, Files, Outcome, Progress, State, table};
use crate::error::{Error, Result, Status};
use crate::host::guard::{guard, guard_giving};
use crate::host::statistics::report_json;
use crate::host::{arguments, files, jobs, log, outputs};
use crate::registry;

/**
How far a batch job is. Set `struct_size` to the size of the structure before the call. Members
of 32 bits come in fours and those of 64 bits stand at multiples of 8. New members are added at
the end.
*/
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
#[allow(non_camel_case_types)]
pub struct legacybridge_batch_status_t {
    /// Size of the caller's structure in bytes; set by the caller.
    pub struct_size: i32,
    /// `LEGACYBRIDGE_BATCH_LISTING`, `_RUNNING`, `_CANCELLING`; `_FINISHED` and `_CANCELLED` are
    /// over, and greater than the others.
    pub state: i32,
    /// Files found so far; final when the state is no longer LISTING.
    pub total: i32,
    /// Files that have a result: converted, failed or skipped.
    pub done: i32,
    /// Files that were converted.
    pub converted: i32,
    /// Files that failed.
    pub failed: i32,
    /// Files whose outputs were there before and were kept.
    pub skipped: i32,
    /// Threads that convert.
    pub workers: i32,
    /// Bytes of the inputs that were converted.
    pub bytes_in: i64,
    /// Bytes of the outputs that were written.
    pub bytes_out: i64,
    /// How long the job has run, or ran, in milliseconds.
    pub milliseconds: i64,
}

/**
What has become of one file of a batch job. Set `struct_size` to the size of the structure
before the call.
*/
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
#[allow(non_camel_case_types)]
pub struct legacybridge_batch_result_t {
    /// Size of the caller's structure in bytes; set by the caller.
    pub struct_size: i32,
    /// 0 if it was converted, a negative `LEGACYBRIDGE_ERROR_...` if it failed (CANCELLED: it
    /// was not begun), else `LEGACYBRIDGE_BATCH_FILE_WAITING`, `_CONVERTING` or `_SKIPPED`.
    pub status: i32,
    /// How many things could not be kept.
    pub losses: i32,
    /// How long it took in microseconds, reading and writing included.
    pub microseconds: i32,
    /// Bytes of the input.
    pub bytes_in: i64,
    /// Bytes of the output.
    pub bytes_out: i64,
}

/**
Starts a job that converts the files of a folder, and of the folders in it. Returns at once: the
work is done by threads that start with the job and end with it.

Outputs get the names of the inputs with the extension of their format (md, rtf, txt), and stand
in the output folder as the inputs stand in theirs; folders are made where needed. An output is
written under a temporary name and then renamed. A file that fails is a result and stops nothing;
so is a folder that can't be read, and a file whose output would be another's output or input, by
whatever name (BAD_ARGUMENT, whatever Overwrite says). An output may replace its own input.
Links to folders are not followed. When the output folder is inside the input folder it is not
read; both may be the same.

`handle`, `from`, `to`  as in `legacybridge_convert`. The converter may be destroyed while the
                 job runs.
`input_folder`   the folder to read, in UTF-8, ending with a NUL.
`output_folder`  the folder to write to; it is made if need be.
`options`        a connection string as in `legacybridge_create`, or NULL for defaults:
                 Workers = 0 to 64 (default: 0): threads that convert; 0: one for each
                     processor, 8 at most
                 Overwrite = Yes|No (default: No): whether outputs replace files that are
                     there; if not, such files are skipped
                 Extensions = md,markdown (default: by `from`): which files are read, whatever
                     the case of their names; * for all
                 Recursive = Yes|No (default: Yes): whether folders in the folder are read
                 Join = file name (default: none): one document of all, in their order, under
                     that name in the output folder; a name without an extension gets that of
                     the format. Footnotes, lists, names of places and comments of the
                     documents stay apart, links between them lead to the place in the whole.
                     A file that fails is left out and is a failed result; what keeps the
                     whole from being written is the result of all files. Facts about the
                     document are those of the first. Not together with Split
                 NewPage = Yes|No (default: Yes): whether each document of Join begins a page,
                     where the format has pages
                 Split = 0 to 6 (default: 0, not): cuts each document at its headings of that
                     level and above into files: letter.md into letter-0.rtf, which is what
                     stands before the first heading, letter-1-its-heading.rtf and so on.
                     Numbers have as many digits as the last one. Notes go with what refers
                     to them, links into another part lead to its file. At most 10,000 parts;
                     all get their names when all are whole
`job`            receives the job's handle, which is greater than 0; on failure 0. Give it back
                 to `legacybridge_batch_free`.

Returns OK, NULL_POINTER, BAD_HANDLE, BAD_OPTION, BAD_ARGUMENT (also for `to` DETECT),
BAD_ENCODING, IO (the input folder can't be read or the output folder can't be made),
LIMIT_REACHED (256 jobs are alive), MEMORY_LIMIT, CANCELLED (the library is being shut down) or
INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_batch_start(
    handle: i32,
    from: i32,
    to: i32,
    input_folder: *const c_char,
    output_folder: *const c_char,
    options: *const c_char,
    job: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let job = unsafe { Place::new(job, 0) };
    let call = || {
        job.check("the job pointer")?;
        // SAFETY: as above.
        let (input, output, settings) = unsafe {
            (
                path(input_folder, "the input folder")?,
                path(output_folder, "the output folder")?,
                settings(options)?,
            )
        };
        job.set(start(handle, (from, to), Files::Folder { input, output }, settings)?);
        Ok(())
    };
    guard_giving(call, &|| job.take_back())
}

/**
Starts a job that converts a list of files. As `legacybridge_batch_start`, except that each
output has the name that the list gives it, and that file `n` of the job is file `n` of the list,
counted from 0. The arrays and the names in them are read before the call returns. With Join the
one document stands in the folder of the first output; of an output that Split cuts, the files
stand beside it and have its name and its extension.

`inputs`, `outputs`  arrays of `count` paths each, in UTF-8 and each ending with a NUL.
`count`              how many there are; 0 gives a job that is over soon.

Returns what `legacybridge_batch_start` returns. A file that can't be read is a result of the
job.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_batch_start_list(
    handle: i32,
    from: i32,
    to: i32,
    inputs: *const *const c_char,
    outputs: *const *const c_char,
    count: i32,
    options: *const c_char,
    job: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let job = unsafe { Place::new(job, 0) };
    let call = || {
        job.check("the job pointer")?;
        // SAFETY: as above.
        let (pairs, settings) = unsafe { (pairs(inputs, outputs, count)?, settings(options)?) };
        job.set(start(handle, (from, to), Files::List(pairs), settings)?);
        Ok(())
    };
    guard_giving(call, &|| job.take_back())
}

/**
Says how far a job is.

`status`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes, as in
          `legacybridge_stats`.

Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT (`struct_size` is out of range) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_batch_status(
    job: i32,
    status: *mut legacybridge_batch_status_t,
) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let place = unsafe { Figures::new(status, "the status pointer") }?;
        log::hear_workers();
        let progress = table::get(job)?.progress();
        place.fill(|size| status_of(size, &progress));
        Ok(())
    })
}

/**
Asks a job to begin no further document. Documents that were begun are finished, and their
outputs stay; nothing half-written does. Returns at once: `legacybridge_batch_wait` waits for the
end. A job that is over is not changed.

Returns OK, BAD_HANDLE or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_batch_cancel(job: i32) -> i32 {
    guard(|| {
        table::get(job)?.cancel();
        Ok(())
    })
}

/**
Waits until a job is over. A program with windows should wait for short times only and handle its
messages in between.

`milliseconds`  how long to wait; 0 only asks, -1 waits as long as it takes.

Returns OK when the job is finished (files may have failed: see its status), CANCELLED when it is
over because it was cancelled, MEMORY_LIMIT when it is over because there was no memory even to
note what is missing, BUSY when it is not over yet, BAD_HANDLE, BAD_ARGUMENT (less than -1) or
INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_batch_wait(job: i32, milliseconds: i32) -> i32 {
    guard(|| {
        let time = arguments::time(milliseconds)?;
        log::hear_workers();
        let batch = table::get(job)?;
        match (batch.wait(time), batch.progress().state) {
            (false, _) => Err(Error::new(Status::Busy, "the job is not over yet")),
            (true, State::Cancelled) if batch.is_wanted() => Err(Error::out_of_memory()),
            (true, State::Cancelled) => Err(Error::new(Status::Cancelled, "the job was cancelled")),
            (true, _) => Ok(()),
        }
    })
}

/**
Says what has become of one file of a job. Files can be asked for while the job runs.

`index`   the number of the file, from 0 to `total` - 1 of the status. Files of a list are in its
          order; those of a folder are in the order of their names, before those of the folders
          in it.
`result`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes, as in
          `legacybridge_stats`.

Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT (there is no such file, or `struct_size` is
out of range) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_batch_result(
    job: i32,
    index: i32,
    result: *mut legacybridge_batch_result_t,
) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let place = unsafe { Figures::new(result, "the result pointer") }?;
        let (outcome, figures) = table::get(job)?.outcome(number(index)?)?;
        place.fill(|size| legacybridge_batch_result_t {
            struct_size: size,
            status: status_number(outcome),
            losses: i32::try_from(figures.losses).unwrap_or(i32::MAX),
            microseconds: i32::try_from(figures.microseconds).unwrap_or(i32::MAX),
            bytes_in: figures.bytes_in as i64,
            bytes_out: figures.bytes_out as i64,
        });
        Ok(())
    })
}

/**
Writes what is known of one file of a job in words.

`index`     as in `legacybridge_batch_result`; -1 for the file that was begun last (texts are
            empty while there is none).
`part`      `LEGACYBRIDGE_BATCH_INPUT`, `_OUTPUT` (of a document that was cut a line for each
            file), `_MESSAGE` or `_LOSSES`.
`text`      receives the text in UTF-8, which ends with a NUL. Give it back to
            `legacybridge_free`.
`text_len`  receives its length in bytes, without the NUL.

Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT (there is no such file or part), MEMORY_LIMIT
or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_batch_text(
    job: i32,
    index: i32,
    part: i32,
    text: *mut *mut u8,
    text_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(text, text_len) };
    let call = || {
        out.check()?;
        let index = if index == -1 { None } else { Some(number(index)?) };
        let detail = table::get(job)?.detail(index)?;
        out.give(outputs::hold_bytes(words(&detail, part)?)?)
    };
    guard_giving(call, &|| out.take_back())
}

/**
Writes the report of a job as JSON in ASCII, one line for each file. It can be asked for while
the job runs.

{"state":"finished","total":2,"converted":1,"failed":1,"skipped":0,"bytes_in":12,"bytes_out":420,
"milliseconds":3,"files":[
{"input":"in/a.md","output":"out/a.rtf","result":"converted","status":0,"bytes_in":12,
"bytes_out":420,"microseconds":184},
{"input":"in/b.md","output":"out/b.rtf","result":"failed","status":-5,"bytes_in":0,"bytes_out":0,
"microseconds":92,"message":"the input is not UTF-8 at byte 1"}
]}

`state` is listing, running, cancelling, finished or cancelled; `result` is waiting, converting,
converted, skipped, failed or cancelled. `message` stands where there is something to say,
`losses` (as in `legacybridge_report`) where something could not be kept. With Split `output` is
the first file, and `outputs` has all of them. With Join what was lost or took time only when the
whole was written counts with the first file, and so do the bytes of the output.

`json`      receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
`json_len`  receives its length in bytes, without the NUL.

Returns OK, NULL_POINTER, BAD_HANDLE, LIMIT_REACHED (more than 2 GB), MEMORY_LIMIT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_batch_report(
    job: i32,
    json: *mut *mut u8,
    json_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(json, json_len) };
    let call = || {
        out.check()?;
        out.give(outputs::hold_bytes(table::get(job)?.report()?)?)
    };
    guard_giving(call, &|| out.take_back())
}

/**
Gives back a job. One that is not over is cancelled; its threads have ended when this returns,
which takes as long as the documents that were begun.

Returns OK, BAD_HANDLE (also for a job that was freed before) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub extern "system" fn legacybridge_batch_free(job: i32) -> i32 {
    guard(|| table::free(job))
}

fn start(handle: i32, (from, to): (i32, i32), files: Files, settings: Settings) -> Result<i32> {
    let formats = arguments::formats(from, to)?;
    jobs::start(registry::get(handle)?, formats, files, settings)
}

/// # Safety
/// As [`pointers::text`].
unsafe fn path(pointer: *const c_char, what: &'static str) -> Result<PathBuf> {
    // SAFETY: passed on to the caller.
    files::path(unsafe { pointers::text(pointer.cast::<u8>(), what) }?).map(PathBuf::from)
}

/// # Safety
/// As [`pointers::text`], except that NULL means defaults.
unsafe fn settings(pointer: *const c_char) -> Result<Settings> {
    if pointer.is_null() {
        return Ok(Settings::default());
    }
    // SAFETY: passed on to the caller.
    let text = unsafe { pointers::text(pointer.cast::<u8>(), "options") }?;
    let text = str::from_utf8(text).map_err(|error| {
        Error::at(Status::BadEncoding, error.valid_up_to(), "the options are not UTF-8")
    })?;
    Settings::parse(text)
}

/// # Safety
/// As [`pointers::texts`], for both.
unsafe fn pairs(
    inputs: *const *const c_char,
    outputs: *const *const c_char,
    count: i32,
) -> Result<Vec<(PathBuf, PathBuf)>> {
    let count = usize::try_from(count).map_err(|_| bad(format!("{count} is not a count")))?;
    // SAFETY: passed on to the caller.
    let (inputs, outputs) = unsafe {
        (
            pointers::texts(inputs, count, "an input path")?,
            pointers::texts(outputs, count, "an output path")?,
        )
    };
    let mut pairs = Vec::new();
    pairs.try_reserve_exact(count)?;
    for (input, output) in inputs.into_iter().zip(outputs) {
        pairs.push((files::path(input)?.to_owned(), files::path(output)?.to_owned()));
    }
    Ok(pairs)
}

fn status_of(size: i32, progress: &Progress) -> legacybridge_batch_status_t {
    legacybridge_batch_status_t {
        struct_size: size,
        state: progress.state as i32,
        total: progress.total as i32,
        done: (progress.converted + progress.failed + progress.skipped) as i32,
        converted: progress.converted as i32,
        failed: progress.failed as i32,
        skipped: progress.skipped as i32,
        workers: progress.workers as i32,
        bytes_in: progress.bytes_in as i64,
        bytes_out: progress.bytes_out as i64,
        milliseconds: progress.time.as_millis() as i64,
    }
}

fn status_number(outcome: Outcome) -> i32 {
    match outcome {
        Outcome::Waiting => LEGACYBRIDGE_BATCH_FILE_WAITING,
        Outcome::Converting => LEGACYBRIDGE_BATCH_FILE_CONVERTING,
        Outcome::Skipped => LEGACYBRIDGE_BATCH_FILE_SKIPPED,
        Outcome::Converted => LEGACYBRIDGE_OK,
        Outcome::Failed(status) => status as i32,
    }
}

fn words(detail: &Detail, part: i32) -> Result<Vec<u8>> {
    let text = match part {
        LEGACYBRIDGE_BATCH_INPUT => detail.input.to_string_lossy(),
        LEGACYBRIDGE_BATCH_OUTPUT if detail.outputs.len() > 1 => {
            let outputs: Vec<_> =
                detail.outputs.iter().map(|path| path.to_string_lossy()).collect();
            outputs.join("\n").into()
        }
        LEGACYBRIDGE_BATCH_OUTPUT => detail.output.to_string_lossy(),
        LEGACYBRIDGE_BATCH_MESSAGE => detail.message.as_str().into(),
        LEGACYBRIDGE_BATCH_LOSSES => return report_json(&detail.losses),
        _ => return Err(bad(format!("{part} is not a part of a file's result"))),
    };
    Ok(text.into_owned().into_bytes())
}

fn number(index: i32) -> Result<usize> {
    usize::try_from(index).map_err(|_| bad(format!("{index} is not the number of a file")))
}

#[cold]
fn bad(message: String) -> Error {
    Error::new(Status::BadArgument, message)
}
