//! Whole files in and out.
//!
//! Shape   an output is written under a temporary name in the same folder and then renamed, so
//!         that nobody ever sees half a file, and an error leaves what was there before. [`store`] is
//!         for files that must not take the place of another.
//! Units   bytes.
//! Errors  `Io` with the path and the system's words; `MemoryLimit` where a file finds no room.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use crate::error::{Error, Result, Status};

/// How the names of temporary files begin.
const TEMPORARY: &str = ".legacybridge-";

/// How many bytes a file has now; only regular ones have a size.
pub fn size(path: &Path) -> Result<u64> {
    let metadata = fs::metadata(path).and_then(|metadata| match metadata.is_file() {
        true => Ok(metadata.len()),
        false => Err(not_a_file()),
    });
    metadata.map_err(|error| io_error("read", path, error))
}

/// Reads a file that was seen to have `size` bytes to its end, but no more than one byte beyond `limit`.
pub fn read(path: &Path, size: u64, limit: u64, bytes: &mut Vec<u8>) -> Result<()> {
    let failed = |error| io_error("read", path, error);
    let file = open(path).map_err(failed)?;
    // At once, not by doubling: what is refused is refused before anything is read.
    let room = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1);
    bytes.try_reserve_exact(room).map_err(|_| Error::out_of_memory())?;
    // It may have grown since, and files that a system makes while they are read say that they are empty.
    file.take(limit.saturating_add(1)).read_to_end(bytes).map_err(failed)?;
    Ok(())
}

/// Opens a file to read it. Only regular ones: a pipe or a device might never end, or never begin.
pub fn open(path: &Path) -> io::Result<File> {
    // A pipe must not be opened: that alone waits for whoever writes to it.
    if !fs::metadata(path)?.is_file() {
        return Err(not_a_file());
    }
    let mut options = OpenOptions::new();
    options.read(true);
    // What has the name by now may be something else.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
}

fn not_a_file() -> io::Error {
    io::Error::other("it is not a file")
}

/// Writes a file, in the place of another if there is one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let staged = lay_over(path, bytes).map_err(|error| io_error("write", path, error))?;
    staged.finish()
}

/// Writes a file and the folders that lead to it. What is there already is replaced if
/// `overwrite` says so, else it stays and the answer is `false`.
pub fn deliver(path: &Path, bytes: &[u8], overwrite: bool) -> Result<bool> {
    match stage(path, bytes, overwrite)? {
        Some(staged) => staged.finish().map(|()| true),
        None => Ok(false),
    }
}

/// A file that is whole and gets its name when it is told to; it is gone when it is not.
pub struct Staged {
    temporary: Temporary,
    target: PathBuf,
}

impl Staged {
    /// Gives the file its name.
    pub fn finish(self) -> Result<()> {
        let Staged { temporary, target } = self;
        temporary.take(&target).map_err(|error| io_error("write", &target, error))
    }

    /// The name that it will have.
    pub fn path(&self) -> &Path {
        &self.target
    }
}

/// The first half of [`deliver`]; none where what is there stays.
pub fn stage(path: &Path, bytes: &[u8], overwrite: bool) -> Result<Option<Staged>> {
    let lay = || match (exists(path), overwrite) {
        (true, true) => lay_over(path, bytes).map(Some),
        (true, false) => Ok(None),
        (false, _) => {
            let temporary = lay(path, path, bytes, None)?;
            Ok(Some(Staged { temporary, target: path.to_owned() }))
        }
    };
    let result = match (lay(), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder).and_then(|()| lay())
        }
        (result, _) => result,
    };
    result.map_err(|error| io_error("write", path, error))
}

/// What became of bytes that were to be in a file of a given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// They are in it now.
    New,
    /// They were in it.
    Same,
    /// Something else has the name, and keeps it.
    Taken,
}

/// Writes a file that nothing gives way to. Whoever finds it finds all of it.
pub fn store(path: &Path, bytes: &[u8]) -> io::Result<Stored> {
    loop {
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_file() => {
                return has(path, bytes)
                    .map(|same| if same { Stored::Same } else { Stored::Taken });
            }
            // Links too: what they lead to is nobody's business here.
            Ok(_) => return Ok(Stored::Taken),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let (mut file, temporary) = Temporary::make(path, None)?;
        file.write_all(bytes)?;
        drop(file);
        if temporary.take_free_name(path)? {
            return Ok(Stored::New);
        }
    }
}

/// Whether a file, which is no link, holds these bytes and no more.
fn has(path: &Path, mut bytes: &[u8]) -> io::Result<bool> {
    let mut options = OpenOptions::new();
    options.read(true);
    // What has the name by now may be a link or a pipe.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NOFOLLOW | libc::O_NONBLOCK,
    );
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::custom_flags(&mut options, OPEN_REPARSE_POINT);
    let mut file = options.open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut piece = [0; 4096];
    loop {
        let length = match file.read(&mut piece) {
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let Some(rest) = bytes.strip_prefix(&piece[..length]) else { return Ok(false) };
        if length == 0 {
            return Ok(rest.is_empty());
        }
        bytes = rest;
    }
}

/// Windows' way not to follow a link.
#[cfg(windows)]
const OPEN_REPARSE_POINT: u32 = 0x0020_0000;

/// The path without links. Some drives of Windows (in memory, of other file systems) can't tell it: there
/// it is the whole path.
pub fn real(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path).or_else(|error| {
        let is_there = cfg!(windows) && error.kind() != ErrorKind::NotFound && exists(path);
        if is_there { std::path::absolute(path) } else { Err(error) }
    })
}

/// Where a file of this name is, or would be if it were written: the same for all names of one file. Links are
/// followed, one that the file itself is too.
pub fn place(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = behind_links(&path).unwrap_or(path);
    for above in path.ancestors() {
        let (Ok(mut place), Ok(rest)) = (real(above), path.strip_prefix(above)) else { continue };
        for piece in rest.components() {
            match piece {
                Component::ParentDir => {
                    place.pop();
                }
                piece => place.push(piece),
            }
        }
        return place;
    }
    path
}

/// Whether a name is that of a link.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
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

/// Links that are followed to where nothing is yet.
const LINKS: usize = 40;

/// Where a path leads to, also if nothing is there yet.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return Ok(real);
        }
        let Ok(link) = fs::read_link(&path) else { return Ok(path) };
        // An absolute one takes the whole path's place.
        path = path.parent().map_or(link.clone(), |folder| folder.join(&link));
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// Writes what is to take the place of a file.
fn lay_over(path: &Path, bytes: &[u8]) -> io::Result<Staged> {
    // A link's target is replaced, not the link.
    let target = &*behind_links(path)?;
    let before = fs::metadata(target).ok();
    if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("it is not a file"));
    }
    let permissions = before.map(|metadata| metadata.permissions());
    let temporary = lay(path, target, bytes, permissions)?;
    Ok(Staged { temporary, target: target.to_owned() })
}

/// Writes a file under a temporary name beside the one that it will have.
fn lay(
    path: &Path,
    target: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<Temporary> {
    if path.file_name().is_none() {
        return Err(io::Error::other("it is not the name of a file"));
    }
    let (mut file, temporary) = Temporary::make(target, permissions.as_ref())?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    drop(file);
    Ok(temporary)
}

/// A file next to the target; it is removed when the value is dropped before it got its name.
struct Temporary {
    path: PathBuf,
    there: bool,
}

/// How many names are tried: a process that had this one's number may have left files behind.
const MOST_NAMES: u32 = 10_000;

impl Temporary {
    /// Makes a file that nobody may read who may not read what `permissions` are those of.
    fn make(target: &Path, permissions: Option<&Permissions>) -> io::Result<(File, Temporary)> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if let Some(permissions) = permissions {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            // Readable by its owner at most until it is whole.
            options.mode(permissions.mode() & 0o600);
        }
        #[cfg(not(unix))]
        let _ = permissions;
        let mut last = None;
        for _ in 0..MOST_NAMES {
            let number = NUMBER.fetch_add(1, Relaxed);
            let name = format!("{TEMPORARY}{}-{number}.tmp", std::process::id());
            let path = target.with_file_name(name);
            match options.open(&path) {
                Ok(file) => return Ok((file, Temporary { path, there: true })),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    // Removed and made anew, never written to: who made it may have it open.
                    if is_left_behind(&path) && fs::remove_file(&path).is_ok() {
                        match options.open(&path) {
                            Ok(file) => return Ok((file, Temporary { path, there: true })),
                            Err(error) => last = Some(error),
                        }
                    } else {
                        last = Some(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| io::Error::other("no name is free")))
    }

    /// Gives the file a name, in the place of what has it.
    fn take(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.there = false;
        Ok(())
    }

    /// Gives the file a name that nothing has. False where something has it.
    fn take_free_name(self, target: &Path) -> io::Result<bool> {
        match fs::hard_link(&self.path, target) {
            // The other name goes with `self`.
            Ok(()) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            // Not every file system has two names for a file.
            Err(_) if exists(target) => return Ok(false),
            Err(_) => {}
        }
        self.take(target).map(|()| true)
    }
}

/// How old a temporary file is at least that nobody will finish.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// Whether a file of this process's own names is what a dead process left behind that had its number. Where
/// machines or containers share a folder it may be that of a living one: such a file is young.
fn is_left_behind(path: &Path) -> bool {
    let age = fs::symlink_metadata(path)
        .and_then(|metadata| metadata.modified())
        .map(|modified| SystemTime::now().duration_since(modified).unwrap_or_default());
    age.is_ok_and(|age| age > LEFT_BEHIND)
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if self.there {
            // Nothing can be done about a file that can't be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_dead_process_left_behind_is_removed_and_what_is_young_stays() {
        let folder = std::env::temp_dir().join(format!("legacybridge-left-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let name =
            |number: u64| folder.join(format!("{TEMPORARY}{}-{number}.tmp", std::process::id()));
        // The names that come next, old ones and young ones by turns; other tests may take some.
        let (first, _) = number_of(&folder);
        for number in first..first + 64 {
            let file = File::create(name(number)).unwrap();
            if number % 2 == 0 {
                file.set_modified(SystemTime::now() - 2 * LEFT_BEHIND).unwrap();
            }
        }
        for _ in 0..8 {
            write(&folder.join("output"), b"text").unwrap();
        }
        let left = (first..first + 64).filter(|&number| name(number).exists());
        let (old, young): (Vec<_>, Vec<_>) = left.partition(|number| number % 2 == 0);
        assert_eq!(young.len(), 32);
        assert!(old.len() <= 32 - 8, "{old:?}");
        fs::remove_dir_all(folder).unwrap();
    }

    /// What a system makes while it is read has no size before.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_says_it_is_empty_is_read_to_its_end() {
        let path = Path::new("/proc/version");
        let (all, mut bytes) = (fs::read(path).unwrap(), Vec::new());
        assert_eq!(size(path).unwrap(), 0);
        read(path, 0, 1 << 20, &mut bytes).unwrap();
        assert_eq!(bytes, all);
        bytes.clear();
        read(path, 0, 10, &mut bytes).unwrap();
        assert_eq!(bytes, all[..11]);
    }

    /// The number of the name that was given out last, and its file.
    fn number_of(folder: &Path) -> (u64, File) {
        let (file, temporary) = Temporary::make(&folder.join("x"), None).unwrap();
        let name = temporary.path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name.rsplit('-').next().unwrap().parse::<u64>().unwrap() + 1, file)
    }
}
