//! Where inputs are and where outputs go.
//!
//! Shape   a job of folders has its two folders; each file's path is relative to the first, and
//!         its output stands in the second as it does there. A job of a list has pairs.
//! Errors  `Io` for folders that can't be read or made, `BadArgument` for a second file with the
//!         same output.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, Status};
use crate::files;
use crate::formats::Format;

/// The folders of a job.
#[derive(Debug)]
pub(super) struct Folders {
    /// Where inputs are.
    input: PathBuf,
    /// Where outputs go.
    output: PathBuf,
    /// The output folder, where it is inside the input folder: it is not read.
    left_out: Option<PathBuf>,
    /// Both are the same folder.
    is_one: bool,
    /// Where they really are.
    real: (PathBuf, PathBuf),
}

impl Folders {
    /// Checks the folders of a job, and makes the one for outputs.
    pub(super) fn open(input: PathBuf, output: PathBuf) -> Result<Folders> {
        let real =
            |path: &Path, verb| files::real(path).map_err(|e| files::io_error(verb, path, e));
        let from = real(&input, "read")?;
        if !from.is_dir() {
            let message = format!("can't read {}: it is not a folder", files::shown(&input));
            return Err(Error::new(Status::Io, message));
        }
        fs::create_dir_all(&output).map_err(|error| files::io_error("make", &output, error))?;
        let to = real(&output, "write")?;
        // Outputs inside the inputs' folder are no inputs; the same folder for both is.
        let left_out = to.strip_prefix(&from).ok().filter(|rest| !rest.as_os_str().is_empty());
        let left_out = left_out.map(Path::to_owned);
        let is_one = from == to;
        Ok(Folders { input, output, left_out, is_one, real: (from, to) })
    }

    /// The input of a path in the job's folder.
    pub(super) fn input(&self, relative: &Path) -> PathBuf {
        under(&self.input, relative)
    }

    /// The output of a path in the job's folder.
    pub(super) fn output(&self, relative: &Path, to: Format) -> PathBuf {
        under(&self.output, relative).with_extension(to.extension())
    }

    /// Where the outputs of a folder in the job's folder really go.
    pub(super) fn output_place(&self, relative: &Path) -> PathBuf {
        files::place(&under(&self.output, relative))
    }

    /// What a place is in the job's folder, if it is in it and not where the outputs are.
    pub(super) fn in_input(&self, place: &Path) -> Option<PathBuf> {
        let relative = place.strip_prefix(&self.real.0).ok()?;
        let is_left_out = self.left_out.as_ref().is_some_and(|out| relative.starts_with(out));
        (!is_left_out).then(|| relative.to_owned())
    }

    /// What a place is in the folder of the outputs, if it is in it.
    pub(super) fn in_output(&self, place: &Path) -> Option<PathBuf> {
        place.strip_prefix(&self.real.1).ok().map(Path::to_owned)
    }

    /// A file that all inputs go to.
    pub(super) fn joined(&self, name: &str) -> PathBuf {
        self.output.join(name)
    }

    /// Whether a file of a folder in the job's folder is that one: then it is no input.
    pub(super) fn is_joined(&self, joined: &Path, folder: &Path, name: &OsString) -> bool {
        let is_name = |joined: &OsStr| one_case(joined.to_owned()) == one_case(name.clone());
        self.is_one && folder.as_os_str().is_empty() && joined.file_name().is_some_and(is_name)
    }

    /// Whether a folder in the job's folder is to be read: that of the outputs is not.
    pub(super) fn reads(&self, relative: &Path) -> bool {
        self.left_out.as_deref() != Some(relative)
    }
}

/// A path in a folder; an empty one is the folder itself.
fn under(folder: &Path, relative: &Path) -> PathBuf {
    match relative.as_os_str().is_empty() {
        true => folder.to_owned(),
        false => folder.join(relative),
    }
}

/// The complaint about a second file with the same output.
pub(super) fn taken_twice(first: &Path) -> Error {
    let message = format!("its output is that of {} too", files::shown(first));
    Error::new(Status::BadArgument, message)
}

/// The complaint about an output that would take an input's place.
pub(super) fn is_input(input: &Path) -> Error {
    let message = format!("its output would take the place of the input {}", files::shown(input));
    Error::new(Status::BadArgument, message)
}

/// A name as it is compared: without regard to case where file systems do so.
pub(super) fn one_case(name: OsString) -> OsString {
    if cfg!(any(windows, target_vendor = "apple")) {
        return name.to_string_lossy().to_lowercase().into();
    }
    name
}
