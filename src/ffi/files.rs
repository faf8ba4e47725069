//! A file in, a file out.
//!
//! Shape   the output is written under a temporary name in the same folder and then renamed, so
//!         that nobody ever sees half a file, and an error leaves what was there before.
//! Units   paths as the host gave them: UTF-8, or UTF-16 in the twin.
//! Errors  `Io` with the path and the system's words; `BadEncoding` and `BadUtf16` for paths.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::converter::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::memory;

/// Converts one file to another; they may be the same.
pub fn convert(
    converter: &Converter,
    from: Format,
    to: Format,
    input: &Path,
    output: &Path,
) -> Result<()> {
    let memory = memory::shared();
    let mut bytes = memory.buffers.take();
    read(input, converter.options().max_input, &mut bytes)?;
    let converted = converter.convert(from, to, &bytes)?;
    let result = write(output, &converted);
    memory.buffers.give(converted);
    result
}

/// A path in UTF-8.
pub fn path(text: &[u8]) -> Result<&Path> {
    let text = str::from_utf8(text).map_err(|error| {
        Error::at(Status::BadEncoding, error.valid_up_to(), "the path is not UTF-8")
    })?;
    Ok(Path::new(text))
}

/// A path in UTF-16.
pub fn path_utf16(units: &[u16]) -> Result<PathBuf> {
    let text = String::from_utf16(units)
        .map_err(|_| Error::new(Status::BadUtf16, "the path has an unpaired surrogate"))?;
    Ok(PathBuf::from(text))
}

/// Reads a file of up to `limit` bytes, and one byte more of larger ones: enough to refuse them.
fn read(path: &Path, limit: usize, bytes: &mut Vec<u8>) -> Result<()> {
    let failed = |error| io_error("read", path, error);
    let file = File::open(path).map_err(failed)?;
    file.take(limit as u64 + 1).read_to_end(bytes).map_err(failed)?;
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error| io_error("write", path, error);
    // A link's target is replaced, not the link.
    let target = fs::canonicalize(path);
    let target = target.as_deref().unwrap_or(path);
    let before = fs::metadata(target).ok();
    if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return Err(failed(std::io::Error::other("it is not a file")));
    }
    let temporary = Temporary::new(target);
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).open(&temporary.0).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    if let Some(metadata) = before {
        file.set_permissions(metadata.permissions()).map_err(failed)?;
    }
    drop(file);
    fs::rename(&temporary.0, target).map_err(failed)
}

/// A name next to the target; whatever has it is removed when the value is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new(target: &Path) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let name = format!(".legacybridge-{}-{number}.tmp", std::process::id());
        Temporary(target.with_file_name(name))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the rename there is nothing left to remove.
        let _ = fs::remove_file(&self.0);
    }
}

fn io_error(verb: &str, path: &Path, error: std::io::Error) -> Error {
    let status = match error.kind() {
        std::io::ErrorKind::OutOfMemory => Status::MemoryLimit,
        _ => Status::Io,
    };
    Error::new(status, format!("can't {verb} {}: {error}", path.display()))
}
