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

/// Places that are open, of those whose ends are told by names.
const MOST_OPEN: usize = 64;

kept! {
    /// The comments that have come.
    #[derive(Debug, Default)]
    pub(super) struct Comments {
        /// Which have begun, and which have ended too.
        marks: Vec<(bool, bool)>,
        /// The names of those that are open.
        open: Vec<(u32, CommentId)>,
        /// Where their words stand.
        words: Vec<(CommentId, usize, usize)>,
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
    pub(super) fn begin(
        &mut self,
        name: &str,
        id: CommentId,
        (start, end): (usize, usize),
    ) -> bool {
        if self.open.len() == MOST_OPEN {
            self.open.remove(0);
        }
        memory::push(&mut self.open, (hash(name), id))
            && memory::push(&mut self.words, (id, start, end))
    }

    /// The one of that name ends.
    pub(super) fn end(&mut self, name: &str) -> Option<CommentId> {
        let name = hash(name);
        let at = self.open.iter().rposition(|open| open.0 == name)?;
        Some(self.open.remove(at).1)
    }

    /// The words of the next comment, by its number among those that have words in the text.
    pub(super) fn words(&self, number: usize) -> Option<(CommentId, usize, usize)> {
        self.words.get(number).copied()
    }
}
