//! Comments that are kept: who says them, when, and what they are about.
//!
//! Shape   ranges have numbers in the file (`\\atrfstart`, `\\atrfend`); a comment names the one that it is
//!         about (`\\atnref`), else it is about the place where it stands.
//! Limits  of ranges whose comment has not come yet so many are known, the last ones.
//! Source  RTF 1.9.1, "Comments (Annotations)".

use crate::document::{Comment, CommentId, Document, Span, View};
use crate::rtf::tables::date;
use crate::rtf::words::Remark;

/// Ranges that may wait for their comment.
const RANGES: usize = 64;

/// A range without a comment yet.
#[derive(Clone, Copy, Debug)]
struct Range {
    number: i32,
    id: CommentId,
    ended: bool,
}

/// Whether comments are kept, and what has been said of the one that follows.
#[derive(Debug)]
pub(super) struct Comments {
    kept: bool,
    next: Comment,
    reference: Option<i32>,
    ranges: [Option<Range>; RANGES],
    /// The place of the range that began last.
    last: usize,
}

impl Comments {
    pub(super) fn new(kept: bool) -> Self {
        let next = Comment::default();
        Comments { kept, next, reference: None, ranges: [None; RANGES], last: 0 }
    }

    pub(super) fn are_kept(&self) -> bool {
        self.kept
    }

    /// Something is said of the comment that follows, or that is open. Returns the comment whose range
    /// begins or ends here.
    pub(super) fn remark(
        &mut self,
        remark: Remark,
        value: Span,
        source: &[u8],
        doc: &mut Document,
    ) -> Option<CommentId> {
        match remark {
            Remark::Author => self.next.author = value,
            Remark::Initials => self.next.initials = value,
            Remark::Date => {
                let date = date::text(date::decoded(number(value, source, doc)?))?;
                self.next.date = doc.own(str::from_utf8(&date).ok()?);
            }
            Remark::Reference => self.reference = Some(number(value, source, doc)?),
            Remark::Start => {
                let number = number(value, source, doc)?;
                let id = doc.add_comment(Comment::default());
                self.last = (self.last + 1) % RANGES;
                self.ranges[self.last] = Some(Range { number, id, ended: false });
                return Some(id);
            }
            Remark::End => {
                let number = number(value, source, doc)?;
                let open = |range: &&mut Range| range.number == number && !range.ended;
                let range = self.ranges.iter_mut().flatten().find(open)?;
                range.ended = true;
                return Some(range.id);
            }
        }
        None
    }

    /// The comment whose text has ended: which it is, whether what it is about has begun, and ended.
    pub(super) fn end(&mut self, doc: &mut Document) -> (CommentId, bool, bool) {
        let (next, reference) = (std::mem::take(&mut self.next), self.reference.take());
        let named = |range: &Option<Range>| range.is_some_and(|it| Some(it.number) == reference);
        let Some(range) = self.ranges.iter_mut().find(|range| named(range)).and_then(Option::take)
        else {
            return (doc.add_comment(next), false, false);
        };
        if let Some(comment) = doc.comments.get_mut(range.id.0 as usize) {
            *comment = next;
        }
        (range.id, true, range.ended)
    }
}

fn number(value: Span, source: &[u8], doc: &Document) -> Option<i32> {
    let text = View { doc, source }.text(value);
    str::from_utf8(text).ok()?.trim().parse::<i64>().ok().map(|number| number as i32)
}
