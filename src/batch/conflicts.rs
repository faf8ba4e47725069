//! Outputs that would take the place of another file's input, or of its output.
//!
//! Shape   files are told apart by where they are ([`Spots`]), so that neither spelling nor links matter. The
//!         files of a list are judged together, before the first of them is converted ([`Judged`]). Of a folder
//!         the lister judges all names, and here is what only shows when an output is written: links,
//!         and the parts that a document was cut into.
//! Errors  `BadArgument`, which names the other file.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::places::{is_input, one_case, taken_twice};
use super::shared::Shared;
use super::walk;
use crate::error::{Error, Result, Status};
use crate::files;

/// Where files are: the same for all names of one. Folders are looked up once.
#[derive(Debug, Default)]
struct Spots {
    folders: HashMap<PathBuf, PathBuf>,
}

impl Spots {
    fn of(&mut self, path: &Path) -> Result<OsString> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(one_case(files::place(path).into()));
        };
        if files::is_link(path) || has_other_names(name.as_encoded_bytes()) {
            return Ok(one_case(files::place(path).into()));
        }
        if !self.folders.contains_key(folder) {
            self.folders.try_reserve(1)?;
            self.folders.insert(folder.to_owned(), files::place(folder));
        }
        let folder = self.folders.get(folder).map_or(folder, PathBuf::as_path);
        Ok(one_case(folder.join(name).into()))
    }
}

/// Whether Windows may know a file by another name than this: a short one, or one without dots at its end.
fn has_other_names(name: &[u8]) -> bool {
    cfg!(windows) && (name.contains(&b'~') || name.ends_with(b".") || name.ends_with(b" "))
}

/// What a list says of its own files.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// The files that have an input, by where it is: the first and the last.
    inputs: HashMap<OsString, (usize, usize)>,
    /// Files whose outputs are others' inputs or outputs.
    conflicts: HashMap<usize, Conflict>,
}

#[derive(Clone, Copy, Debug)]
enum Conflict {
    Input(usize),
    Output(usize),
}

impl Judged {
    /// Judges the files of a list.
    pub(super) fn of(shared: &Shared) -> Result<Judged> {
        let total = shared.with_board(|board, _| board.items().len());
        let (mut judged, mut spots) = (Judged::default(), Spots::default());
        judged.inputs.try_reserve(total)?;
        for index in 0..total {
            go_on(shared)?;
            let spot = spots.of(&shared.names(index)?.0)?;
            judged.inputs.entry(spot).or_insert((index, index)).1 = index;
        }
        // What the parts of documents are called shows later.
        let is_cut = shared.task().settings.split > 0;
        let mut outputs = HashMap::new();
        outputs.try_reserve(total)?;
        for index in 0..total {
            go_on(shared)?;
            let spot = spots.of(&shared.names(index)?.1)?;
            let other = if is_cut { None } else { judged.input_of_another(&spot, index) };
            let conflict = match other {
                Some(other) => Some(Conflict::Input(other)),
                None => {
                    let first = *outputs.entry(spot).or_insert(index);
                    (first != index).then_some(Conflict::Output(first))
                }
            };
            if let Some(conflict) = conflict {
                judged.conflicts.try_reserve(1)?;
                judged.conflicts.insert(index, conflict);
            }
        }
        if !is_cut {
            judged.inputs = HashMap::new();
        }
        Ok(judged)
    }

    /// A file other than this one whose input is there.
    fn input_of_another(&self, spot: &OsString, index: usize) -> Option<usize> {
        let (first, last) = *self.inputs.get(spot)?;
        [first, last].into_iter().find(|&other| other != index)
    }
}

fn go_on(shared: &Shared) -> Result<()> {
    match shared.is_cancelled() {
        true => Err(Error::new(Status::Cancelled, "the job was cancelled")),
        false => Ok(()),
    }
}

/// Fails where the output of a file is another's.
pub(super) fn check(shared: &Shared, index: usize, input: &Path, output: &Path) -> Result<()> {
    let task = shared.task();
    let Some(folders) = &task.folders else {
        return match shared.judged()?.conflicts.get(&index) {
            None => Ok(()),
            Some(&Conflict::Input(other)) => Err(is_input(&shared.names(other)?.0)),
            Some(&Conflict::Output(other)) => Err(taken_twice(&shared.names(other)?.0)),
        };
    };
    // What a link leads to may be another's; the lister knows of the rest.
    if !task.settings.overwrite || task.settings.split > 0 || !files::is_link(output) {
        return Ok(());
    }
    let place = files::place(output);
    check_place(shared, index, input, &place)?;
    if let Some(other) = walk::input_of_output(shared, folders, &place)
        && other != input
    {
        return Err(taken_twice(&other));
    }
    shared.take_names(index, [place].into_iter())
}

/// Takes the names of the parts that a document was cut into; fails where one of them is another's.
pub(super) fn take_parts(
    shared: &Shared,
    index: usize,
    input: &Path,
    parts: impl Iterator<Item = PathBuf> + Clone,
) -> Result<()> {
    let places = parts.clone().map(|part| files::place(&part));
    shared.take_names(index, places)?;
    if !shared.task().settings.overwrite {
        return Ok(());
    }
    parts
        .filter(|part| files::exists(part))
        .try_for_each(|part| check_place(shared, index, input, &files::place(&part)))
}

/// Fails where another file's input is there.
fn check_place(shared: &Shared, index: usize, input: &Path, place: &Path) -> Result<()> {
    let other = match &shared.task().folders {
        Some(folders) => walk::input_at(shared, folders, place).filter(|other| other != input),
        None => {
            let spot = one_case(place.to_owned().into());
            match shared.judged()?.input_of_another(&spot, index) {
                Some(other) => Some(shared.names(other)?.0),
                None => None,
            }
        }
    };
    match other {
        Some(other) => Err(is_input(&other)),
        None => Ok(()),
    }
}

/// Fails where the one output of all files is one of the inputs.
pub(super) fn check_whole<'p>(
    output: &Path,
    mut inputs: impl Iterator<Item = &'p Path>,
) -> Result<()> {
    let mut spots = Spots::default();
    let spot = spots.of(output)?;
    match inputs.find(|input| spots.of(input).is_ok_and(|input| input == spot)) {
        Some(input) => Err(is_input(input)),
        None => Ok(()),
    }
}
