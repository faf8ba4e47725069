//! What of a formula is seen: text of it may be hidden, or of a tracked change.
//!
//! Shape   [`Sight`] is what words have said in a group; [`Seen`] judges by it and counts what is left out. TeX can't
//!         say what has changed: where changes are kept, a formula that is all new or all deleted is so as a whole,
//!         and in others changes are accepted.
//! Source  RTF 1.9.1, "Font (Character) Formatting Properties"; `visibility`, which judges text.

use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::assembly::Revision;
use crate::rtf::assembly::format::CharFormat;
use crate::rtf::reader::visibility::{self, Fate};
use crate::rtf::tables::styles::Role;
use crate::rtf::walk::Walk;
use crate::rtf::words::{CharacterWord, Meaning, RevisionWord, Word};

/// Whether text of a group is hidden, or of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rtf::reader) struct Sight {
    hidden: bool,
    deleted: bool,
    inserted: bool,
}

impl Sight {
    /// That of text of a format.
    pub(in crate::rtf::reader) fn of(format: &CharFormat) -> Sight {
        let &CharFormat { hidden, deleted, inserted, .. } = format;
        Sight { hidden, deleted, inserted }
    }

    /// What is lost of the text, if it is left out.
    pub(in crate::rtf::reader) fn lost(self, changes: Changes) -> Option<Loss> {
        match self.fate(changes) {
            Fate::Seen => None,
            Fate::Lost(loss) => Some(loss),
        }
    }

    /// What becomes of the text.
    fn fate(self, changes: Changes) -> Fate {
        let Sight { hidden, deleted, inserted } = self;
        let format = CharFormat { hidden, deleted, inserted, ..CharFormat::default() };
        visibility::fate(&format, changes, Role::None, Role::None)
    }

    /// Does what a word says.
    pub(in crate::rtf::reader) fn word(&mut self, word: Word, parameter: Option<i32>) {
        let on = parameter != Some(0);
        match word.meaning() {
            Meaning::Character(CharacterWord::Reset) => *self = Sight::default(),
            Meaning::Character(CharacterWord::Hidden) => self.hidden = on,
            Meaning::Character(CharacterWord::Deleted) => self.deleted = on,
            Meaning::Character(CharacterWord::Inserted) => self.inserted = on,
            _ => {}
        }
    }
}

/// Kinds of text: neither new nor deleted, new, deleted.
const PLAIN: u8 = 1;
const NEW: u8 = 2;
const DELETED: u8 = 4;

/// What is left out of a formula.
type LeftOut = [(Loss, u32, usize); 4];

/// What is seen of a formula, and what is left out of it.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf::reader) struct Seen {
    changes: Changes,
    /// The kinds of text in it.
    kinds: u8,
    /// Who has changed it, by what was said last.
    revision: Revision,
    /// What is left out: how often, and where first.
    left_out: LeftOut,
}

impl Seen {
    pub(in crate::rtf::reader) fn new(changes: Changes) -> Seen {
        let losses = [Loss::DeletedText, Loss::HiddenText, Loss::ChangeAuthor, Loss::Comment];
        let left_out = losses.map(|loss| (loss, 0, 0));
        Seen { changes, kinds: 0, revision: Revision::default(), left_out }
    }

    /// The same for a second reading, which knows of the first of what kinds its text is.
    pub(in crate::rtf::reader) fn again(self) -> Seen {
        let keeps = self.changes != Changes::Markup || self.whole_change().is_some();
        Seen::new(if keeps { self.changes } else { Changes::Accept })
    }

    /// The change that all of its text is of, if it is one: whether it is deleted, and by whom.
    pub(in crate::rtf::reader) fn whole_change(&self) -> Option<(bool, Revision)> {
        let is_one = self.changes == Changes::Markup && matches!(self.kinds, NEW | DELETED);
        is_one.then_some((self.kinds == DELETED, self.revision))
    }

    /// What has been left out.
    pub(in crate::rtf::reader) fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// A word of who has changed text, where `sight` tells what is seen.
    pub(super) fn word(
        &mut self,
        (word, parameter): (Word, Option<i32>),
        sight: Sight,
        walk: &mut Walk<'_>,
    ) {
        let value = parameter.unwrap_or(0);
        let Meaning::Revision(what) = word.meaning() else { return };
        if self.changes != Changes::Markup {
            let is_name = matches!(what, RevisionWord::Author | RevisionWord::AuthorOfDeletion);
            if is_name && sight.fate(self.changes) == Fate::Seen {
                self.lose(Loss::ChangeAuthor, walk);
            }
            return;
        }
        match what {
            RevisionWord::Author => self.revision.author = value,
            RevisionWord::Date => self.revision.date = value,
            RevisionWord::AuthorOfDeletion => self.revision.author_of_deletion = value,
            RevisionWord::DateOfDeletion => self.revision.date_of_deletion = value,
        }
    }

    /// Whether text is seen; what is not is counted.
    pub(super) fn shows(&mut self, sight: Sight, walk: &mut Walk<'_>) -> bool {
        match sight.fate(self.changes) {
            Fate::Seen => {
                self.kinds |= match (sight.deleted, sight.inserted) {
                    (true, _) => DELETED,
                    (_, true) => NEW,
                    _ => PLAIN,
                };
                true
            }
            Fate::Lost(loss) => {
                self.lose(loss, walk);
                false
            }
        }
    }

    /// Something is left out.
    pub(super) fn lose(&mut self, loss: Loss, walk: &mut Walk<'_>) {
        let place = walk.place();
        if let Some((_, count, first)) = self.left_out.iter_mut().find(|row| row.0 == loss) {
            *first = if *count == 0 { place } else { *first };
            *count += 1;
        }
    }
}
