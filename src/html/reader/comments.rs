//! Comments: where what they are about begins and ends, and the words that stand where it begins.
//!
//! Shape   words that stand in the text are passed there, and read when all else has been: the words of comments
//!         stand at the end of a document.
//! Units   byte offsets into the text.
//! Limits  a place ends that began as one of the last [`MOST_OPEN`].

use super::survey::hash;
use crate::buffers::kept;
use crate::document::CommentId;
use crate::memory;

/// Comments among which one is looked for that ends.
const MOST_OPEN: usize = 64;

/// A comment whose words stand where it begins.
#[derive(Clone, Copy, Debug)]
struct Said {
    /// Its name, until it ends.
    name: Option<u32>,
    id: CommentId,
    words: (usize, usize),
}

kept! {
    /// The comments that have come.
    #[derive(Debug, Default)]
    pub(super) struct Comments {
        /// Which have begun, and which have ended too.
        marks: Vec<(bool, bool)>,
        said: Vec<Said>,
    }
}

impl Comments {
    /// What a comment is about begins or ends here: which of the two is to be said, none that has been. `None`
    /// where memory is short.
    pub(super) fn mark(&mut self, id: CommentId, is_end: bool) -> Option<[bool; 2]> {
        let at = id.0 as usize;
        if !memory::pad(&mut self.marks, at + 1, (false, false)) {
            return None;
        }
        let (has_begun, has_ended) = self.marks[at];
        self.marks[at] = (true, has_ended | is_end);
        Some([!has_begun, is_end && !has_ended])
    }

    /// How many have begun and not ended.
    pub(super) fn open_count(&self) -> usize {
        self.marks.iter().filter(|&&(begun, ended)| begun && !ended).count()
    }

    /// One begins that goes by a name, whose words stand there. False where memory is short.
    pub(super) fn begin(&mut self, name: &str, id: CommentId, words: (usize, usize)) -> bool {
        memory::push(&mut self.said, Said { name: Some(hash(name)), id, words })
    }

    /// The one of that name ends.
    pub(super) fn end(&mut self, name: &str) -> Option<CommentId> {
        let name = Some(hash(name));
        let last = self.said.iter_mut().rev().take(MOST_OPEN);
        let found = last.into_iter().find(|said| said.name == name)?;
        found.name = None;
        Some(found.id)
    }

    /// The words of the next comment, by its number among those that have words in the text.
    pub(super) fn words(&self, number: usize) -> Option<(CommentId, (usize, usize))> {
        self.said.get(number).map(|said| (said.id, said.words))
    }
}
