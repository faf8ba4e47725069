//! Tracked changes and colours: what is said of them before the text, and at it.
//!
//! Shape   `\\revtbl` lists who has changed the document, the first of them unknown; colours of the text stand behind
//!         all others in the colour table.
//! Source  RTF 1.9.1, "Track Changes (Revision Marks)".

use super::plan::Plan;
use super::sink::Sink;
use crate::document::{ChangeId, Color};
use crate::memory::Output;
use crate::options::Target;
use crate::report::Loss;
use crate::rtf::tables::date;
use crate::text::escape_rtf;

/// Writes who has changed the document.
pub(super) fn authors(plan: &Plan, out: &mut Output) {
    let authors = plan.authors();
    if !plan.has_changes() {
        return;
    }
    out.push(b"{\\*\\revtbl {Unknown;}");
    for index in 0..authors.len() as u32 {
        out.push_byte(b'{');
        // A semicolon would end the name.
        for part in authors.name(index).split(|&byte| byte == b';') {
            escape_rtf(part, out);
        }
        out.push(b";}");
    }
    out.push(b"}\r\n");
}

/// Begins text that a change has put in or taken out.
pub(super) fn begin(id: ChangeId, inserted: bool, plan: &Plan, sink: &mut Sink<'_>) {
    let view = sink.view();
    let change = view.doc.changes.get(id.0 as usize).copied().unwrap_or_default();
    let author = view.text(change.author);
    let number = if author.is_empty() { None } else { plan.authors().find(author) };
    note_date(view.text(change.date), sink);
    let out = sink.out();
    out.push(if inserted { b"{\\revised\\revauth" } else { b"{\\deleted\\revauthdel" });
    out.push_int(number.map_or(0, |number| i64::from(number) + 1));
    if let Some(coded) = date::coded(view.text(change.date)) {
        out.push(if inserted { b"\\revdttm" } else { b"\\revdttmdel" });
        out.push_int(coded.into());
    }
    out.push_byte(b' ');
}

/// Counts a date of which RTF holds a part only: minutes, and no zone.
pub(super) fn note_date(date: &[u8], sink: &mut Sink<'_>) {
    if !date.is_empty() && !date::is_whole(date) {
        sink.lose(Loss::ChangeAuthor, date);
    }
}

/// Begins text of other colours, whose entries stand from `first` on.
pub(super) fn tint(
    (text, back): (Color, Color),
    first: i64,
    target: Target,
    plan: &Plan,
    out: &mut Output,
) {
    // RichEdit shows no ground but that of a highlight, and of any colour; Word has highlights in those of markers.
    let lit = if target == Target::RichEdit || back.is_marker() { back } else { Color::NONE };
    out.push_byte(b'{');
    for (word, color) in [(&b"\\cf"[..], text), (b"\\chcbpat", back), (b"\\highlight", lit)] {
        if let Some(at) = plan.tint(color) {
            out.push(word);
            out.push_int(first + at as i64);
        }
    }
    out.push_byte(b' ');
}
