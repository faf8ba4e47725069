//! Comments: what they are about in the text, who says what at the end.

use super::here::Sink;
use super::pen::Pen;
use crate::document::CommentId;

/// What a comment is about begins.
pub(super) fn start(pen: &mut Pen<'_>, comment: CommentId) {
    pen.raw(b"<span class=\"comment-start\"");
    number(pen, "data-comment", b"", comment);
    pen.raw(b"></span>");
}

/// What a comment is about ends: a link to it, or a sign where that can't be.
pub(super) fn end(to: &mut Sink<'_, '_>, comment: CommentId, in_link: bool) {
    let (view, pen) = (to.view, &mut to.pen);
    let tag = if in_link { "span" } else { "a" };
    pen.raw(b"<sup class=\"comment-ref\">");
    pen.tag(tag);
    if !in_link {
        number(pen, "href", b"#comment-", comment);
    }
    number(pen, "id", b"commentref-", comment);
    pen.done();
    pen.raw(b"[");
    pen.text(view.text(view.comment(comment).initials));
    pen.out().push_int(i64::from(comment.0) + 1);
    pen.raw(b"]");
    pen.close(tag);
    pen.close("sup");
}

/// An attribute that ends with the number of a comment.
fn number(pen: &mut Pen<'_>, name: &str, before: &[u8], comment: CommentId) {
    pen.begin_attribute(name);
    if let Some(before) = before.strip_prefix(b"#") {
        pen.raw(b"#");
        pen.name(&[before]);
    } else if before.is_empty() {
        pen.raw(before);
    } else {
        pen.name(&[before]);
    }
    pen.out().push_int(i64::from(comment.0) + 1);
    pen.raw(b"\"");
}

/// The words of a comment begin, in an aside of a section that the first one begins.
pub(super) fn begin_body(to: &mut Sink<'_, '_>, id: CommentId, is_first: bool) {
    let (view, pen) = (to.view, &mut to.pen);
    if is_first {
        pen.line();
        pen.raw(b"<section class=\"comments\">\n");
    }
    pen.tag("aside");
    pen.attribute("class", b"comment");
    number(pen, "id", b"comment-", id);
    let comment = view.comment(id);
    for (name, span) in [
        ("title", comment.author),
        ("data-date", comment.date),
        ("data-initials", comment.initials),
    ] {
        let value = view.text(span);
        if !value.is_empty() {
            pen.attribute(name, value);
        }
    }
    pen.done();
    pen.raw(b"\n<p class=\"comment-author\">");
    for (name, span) in [("b", comment.author), ("time", comment.date)] {
        let value = view.text(span);
        if !value.is_empty() {
            pen.open(name);
            pen.text(value);
            pen.close(name);
            pen.raw(b" ");
        }
    }
    pen.raw(b"<a class=\"comment-backref\"");
    number(pen, "href", b"#commentref-", id);
    pen.raw(b">");
    pen.text("\u{21A9}".as_bytes());
    pen.raw(b"</a></p>\n");
}
