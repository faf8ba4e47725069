//! The files of a folder and of the folders in it.
//!
//! Shape   one folder after another, from an explicit stack: first its files, in the order of
//!         their names, then the folders in it. Paths are relative to the job's folder.
//! Errors  a folder that can't be read is one failed file of the job; the rest goes on.
//! Limits  links to files are followed, links to folders are not: they may lead in circles.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::Done;
use super::places::{Folders, one_case, taken_twice};
use super::shared::Shared;
use crate::error::Result;
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
        let mut taken = HashMap::new();
        for name in folder.files {
            if let Some(joined) = joined {
                let is_input = !folders.is_joined(joined, &relative, &name);
                if is_input && !shared.add(relative.join(name), None)? {
                    return Ok(false);
                }
                continue;
            }
            let output = Path::new(&name).with_extension(shared.task().to.extension());
            let problem = match taken.get(&one_case(output.clone().into())) {
                Some(first) => Some(taken_twice(&relative.join(first))),
                None => {
                    taken.try_reserve(1)?;
                    taken.insert(one_case(output.into()), name.clone());
                    None
                }
            };
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
