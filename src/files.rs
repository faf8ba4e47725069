//! Whole files in and out.
//!
//! Shape   an output is written under a temporary name in the same folder and then renamed, so
//!         that nobody ever sees half a file, and an error leaves what was there before.
//! Units   bytes.
//! Errors  `Io` with the path and the system's words; `MemoryLimit` where a file finds no room.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::error::{Error, Result, Status};

/// How the names of temporary files begin.
const TEMPORARY: &str = ".legacybridge-";

/// Reads a file of up to `limit` bytes, and one byte more of larger ones: enough to refuse them.
pub fn read(path: &Path, limit: usize, bytes: &mut Vec<u8>) -> Result<()> {
    let failed = |error| io_error("read", path, error);
    let file = File::open(path).map_err(failed)?;
    file.take(limit as u64 + 1).read_to_end(bytes).map_err(failed)?;
    Ok(())
}

/// Writes a file, in the place of another if there is one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes).map_err(|error| io_error("write", path, error))
}

/// Writes a file and the folders that lead to it. What is there already is replaced if
/// `overwrite` says so, else it stays and the answer is `false`.
pub fn deliver(path: &Path, bytes: &[u8], overwrite: bool) -> Result<bool> {
    let attempt = || match (exists(path), overwrite) {
        (true, true) => replace(path, bytes).map(|()| true),
        (true, false) => Ok(false),
        (false, _) => put(path, path, bytes, None).map(|()| true),
    };
    let result = match (attempt(), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder).and_then(|()| attempt())
        }
        (result, _) => result,
    };
    result.map_err(|error| io_error("write", path, error))
}

/// Whether something has this name, be it a link that leads nowhere.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a file's name is one that [`write()`] uses while it writes.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

/// What a failure of the system's is here.
pub fn io_error(verb: &str, path: &Path, error: io::Error) -> Error {
    let status = match error.kind() {
        ErrorKind::OutOfMemory => Status::MemoryLimit,
        _ => Status::Io,
    };
    Error::new(status, format!("can't {verb} {}: {error}", shown(path)))
}

/// A path as messages show it: with its control characters escaped, since names are data.
pub fn shown(path: &Path) -> String {
    let mut text = String::new();
    for character in path.to_string_lossy().chars() {
        match character.is_control() {
            true => text.extend(character.escape_default()),
            false => text.push(character),
        }
    }
    text
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link's target is replaced, not the link.
    let target = fs::canonicalize(path);
    let target = target.as_deref().unwrap_or(path);
    let before = fs::metadata(target).ok();
    if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("it is not a file"));
    }
    put(path, target, bytes, before.map(|metadata| metadata.permissions()))
}

fn put(
    path: &Path,
    target: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<()> {
    if path.file_name().is_none() {
        return Err(io::Error::other("it is not the name of a file"));
    }
    let mut temporary = Temporary::new(target);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary.path)?;
    temporary.there = true;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    drop(file);
    fs::rename(&temporary.path, target)?;
    temporary.there = false;
    Ok(())
}

/// A name next to the target; what has it is removed when the value is dropped.
struct Temporary {
    path: PathBuf,
    there: bool,
}

impl Temporary {
    fn new(target: &Path) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let name = format!("{TEMPORARY}{}-{number}.tmp", std::process::id());
        Temporary { path: target.with_file_name(name), there: false }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if self.there {
            // Nothing can be done about a file that can't be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}
