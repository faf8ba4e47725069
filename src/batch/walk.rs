//! The files of a folder and of the folders in it.
//!
//! Shape   one folder after another, from an explicit stack: first its files, in the order of
//!         their names, then the folders in it. Paths are relative to the job's folder.
//! Errors  a folder that can't be read is one failed file of the job; the rest goes on.
//! Limits  links to files are followed, links to folders are not: they may lead in circles.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::Done;
use super::places::{Folders, is_input, one_case, taken_twice};
use super::shared::Shared;
use crate::error::{Error, Result};
use crate::files;

/// Lists the job's folder: the body of the lister's thread.
pub(super) fn list(shared: &Shared) {
    let Some(folders) = &shared.task().folders else { return };
    let mut complete = false;
    let result = (shared.task().contain)(&mut || {
        complete = walk(shared, folders)?;
        Ok(Done::default())
    });
    if let Err(error) = result {
        // The job ends with what was found, and its report says why there is no more.
        let mut why = Some(error);
        let noted = (shared.task().contain)(&mut || {
            complete = shared.add(PathBuf::new(), why.take())?;
            Ok(Done::default())
        });
        // Without memory for that the job is over before it is complete.
        complete &= noted.is_ok();
    }
    shared.finish_listing(complete);
}

/// Whether everything was seen.
fn walk(shared: &Shared, folders: &Folders) -> Result<bool> {
    let mut left = vec![PathBuf::new()];
    let mut written = HashMap::new();
    while let Some(relative) = left.pop() {
        if shared.is_cancelled() {
            return Ok(false);
        }
        let folder = match read(shared, folders, &relative) {
            Ok(folder) => folder,
            Err(error) => {
                if !shared.add(relative, Some(error))? {
                    return Ok(false);
                }
                continue;
            }
        };
        let joined = shared.task().joined.as_deref();
        let mut names = Outputs::default();
        if joined.is_none() {
            names = Outputs::of(shared, folders, &relative, &folder.files, &mut written)?;
        }
        for name in folder.files {
            if let Some(joined) = joined {
                let is_input = !folders.is_joined(joined, &relative, &name);
                if is_input && !shared.add(relative.join(name), None)? {
                    return Ok(false);
                }
                continue;
            }
            let problem = names.take(shared, &relative, &name)?;
            if !shared.add(relative.join(name), problem)? {
                return Ok(false);
            }
        }
        if shared.task().settings.recursive {
            let found = folder.folders.into_iter().rev().map(|name| relative.join(name));
            left.extend(found.filter(|path| folders.reads(path)));
        }
    }
    Ok(true)
}

/// Folders that are read, by where their outputs go.
type Written = HashMap<PathBuf, Vec<PathBuf>>;

/// The names in the folder that the outputs of a folder go to.
#[derive(Default)]
struct Outputs {
    /// The inputs that stand there, and what that folder is in the job's folder.
    inputs: HashSet<OsString>,
    there: PathBuf,
    /// Names that outputs have, and the inputs that they are of.
    taken: HashMap<OsString, PathBuf>,
}

impl Outputs {
    fn of(
        shared: &Shared,
        folders: &Folders,
        relative: &Path,
        files: &[OsString],
        written: &mut Written,
    ) -> Result<Outputs> {
        let mut names = Outputs::default();
        let place = folders.output_place(relative);
        if let Some(there) = folders.in_input(&place).filter(|there| is_read(shared, there)) {
            let others = if there == relative { None } else { read(shared, folders, &there).ok() };
            let files = match &others {
                Some(folder) => &folder.files,
                None if there == relative => files,
                None => &[],
            };
            names.inputs.try_reserve(files.len())?;
            names.inputs.extend(files.iter().cloned().map(one_case));
            names.there = there;
        }
        // Links may lead the outputs of several folders to one.
        written.try_reserve(1)?;
        let earlier = written.entry(place).or_default();
        for folder in &*earlier {
            for name in read(shared, folders, folder).map(|folder| folder.files).unwrap_or_default()
            {
                names.take(shared, folder, &name)?;
            }
        }
        earlier.try_reserve(1)?;
        earlier.push(relative.to_owned());
        Ok(names)
    }

    /// Takes the name of a file's output, or says why it can't have it.
    fn take(&mut self, shared: &Shared, relative: &Path, name: &OsString) -> Result<Option<Error>> {
        let task = shared.task();
        let output = one_case(Path::new(name).with_extension(task.to.extension()).into());
        let is_own = self.there == relative && one_case(name.clone()) == output;
        // The parts that a document is cut into have other names.
        if !is_own && task.settings.split == 0 && self.inputs.contains(&output) {
            return Ok(Some(is_input(&self.there.join(output))));
        }
        if let Some(first) = self.taken.get(&output) {
            return Ok(Some(taken_twice(first)));
        }
        self.taken.try_reserve(1)?;
        self.taken.insert(output, relative.join(name));
        Ok(None)
    }
}

/// Whether the files of a folder in the job's folder are inputs.
fn is_read(shared: &Shared, relative: &Path) -> bool {
    shared.task().settings.recursive || relative.as_os_str().is_empty()
}

/// The input that is at a place, if the job reads it.
pub(super) fn input_at(shared: &Shared, folders: &Folders, place: &Path) -> Option<PathBuf> {
    let relative = folders.in_input(place)?;
    let (folder, name) = (relative.parent()?, relative.file_name()?);
    let is_input = is_read(shared, folder) && wanted(shared, &name.to_owned()) && place.is_file();
    is_input.then(|| folders.input(&relative))
}

/// The first input whose output has its place there, if there is one.
pub(super) fn input_of_output(shared: &Shared, folders: &Folders, place: &Path) -> Option<PathBuf> {
    let relative = folders.in_output(place)?;
    let folder = relative.parent().filter(|folder| is_read(shared, folder))?;
    let name = one_case(relative.file_name()?.to_owned());
    let names = read(shared, folders, folder).ok()?.files;
    let extension = shared.task().to.extension();
    let first = names
        .into_iter()
        .find(|input| one_case(Path::new(input).with_extension(extension).into()) == name);
    first.map(|input| folders.input(&folder.join(input)))
}

#[derive(Default)]
struct Folder {
    files: Vec<OsString>,
    folders: Vec<OsString>,
}

fn read(shared: &Shared, folders: &Folders, relative: &Path) -> Result<Folder> {
    let path = folders.input(relative);
    let failed = |error| files::io_error("read", &path, error);
    let mut folder = Folder::default();
    for entry in fs::read_dir(&path).map_err(failed)? {
        if shared.is_cancelled() {
            break;
        }
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name();
        if kind.is_dir() {
            folder.folders.try_reserve(1)?;
            folder.folders.push(name);
        } else if wanted(shared, &name)
            && (kind.is_file() || fs::metadata(entry.path()).is_ok_and(|target| target.is_file()))
        {
            folder.files.try_reserve(1)?;
            folder.files.push(name);
        }
    }
    folder.files.sort_unstable();
    folder.folders.sort_unstable();
    Ok(folder)
}

fn wanted(shared: &Shared, name: &OsString) -> bool {
    let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy());
    let task = shared.task();
    task.settings.extensions.matches(task.from, extension.as_deref())
        && !files::is_temporary(&name.to_string_lossy())
}
