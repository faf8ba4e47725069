//! Footnotes, comments and alerts: as this crate writes them, and as GitHub, pandoc and Word do.
//!
//! Shape   a reference is a link that says it is one; a note is an item or a division where notes stand, with
//!         the identifier that the reference leads to. What links back, and numbers, are left out: writers
//!         make their own.
//! Limits  notes stand at the top of a document: one within a quote or a table comes behind all else ([`later`](super::later)).
//!         Of a comment only the first place counts, and one whose beginning nobody names is a place alone.
//! Source  GitHub's `data-footnote-ref`, ARIA's `doc-noteref`, Word's `mso-footnote-id` and
//!         `mso-comment-reference`.

use super::attributes::Values;
use super::force::Look;
use super::inlines::has_word;
use super::lists;
use super::out::Out;
use super::stack::{Element, Flags, Kind};
use super::style::{self, Marks};
use super::tag::Tag;
use super::tree::Tree;
use crate::document::{Alert, Comment, CommentId, Kind as Node, Span};

/// Comments that may be named before those before them are.
const MOST_AHEAD: usize = 64;

/// A link of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// To the note.
    To,
    /// From the note.
    Back,
    /// Where what a comment is about begins, and where it ends.
    CommentStart,
    CommentEnd,
    /// The same beginning as pandoc writes it, around the words of the comment.
    Says,
    /// The words in a link of Word's that a comment is about.
    Commented,
}

impl Link {
    /// What an element is, if it is one of these.
    pub(super) fn of(
        tree: &mut Tree<'_, '_>,
        tag: Tag,
        values: &Values,
        at: usize,
    ) -> Option<Link> {
        if tag == Tag::A
            && let Some(is_back) = tree.survey().is_back(at)
        {
            return Some(if is_back { Link::Back } else { Link::To });
        }
        let out = tree.out();
        let class = out.raw(values.class);
        match tag {
            Tag::A if !of_word(out, values, COMMENT).is_empty() => return Some(Link::Commented),
            Tag::A => {}
            Tag::Span if class == "comment-start" => {
                let is_own = values.comment.is_some();
                return Some(if is_own { Link::CommentStart } else { Link::Says });
            }
            Tag::Span if class == "comment-end" => return Some(Link::CommentEnd),
            // In a link a reference is none itself.
            Tag::Span if values.refers && out.raw(values.id).contains(REFERENCE) => {
                return Some(Link::To);
            }
            _ => return None,
        }
        let href = out.raw(values.href).trim().strip_prefix('#')?;
        let role = out.raw(values.role);
        let is_words = href.starts_with("_ftn") || href.starts_with("_edn");
        let is_back = href.starts_with("_ftnref") || href.starts_with("_ednref");
        let is_noted = out.raw(values.style).contains("mso-footnote-id")
            || out.raw(values.style).contains("mso-endnote-id")
            || is_words && values.title.is_none();
        if has_word(class, "comment-backref") || href.starts_with("_msoanchor_") {
            Some(Link::Back)
        } else if class.is_empty() && href.contains("comment-") && is_comment(out, values)
            || href.starts_with("_msocom_")
        {
            Some(Link::CommentEnd)
        } else if values.leads_back
            || has_word(class, "footnote-backref")
            || has_word(class, "footnote-back")
            || role == "doc-backlink"
            || is_noted && is_back
        {
            Some(Link::Back)
        } else if values.refers
            || has_word(class, "footnote-ref")
            || role == "doc-noteref"
            || is_noted && is_words
        {
            Some(Link::To)
        } else {
            None
        }
    }
}

/// Whether a link is the one that ends what a comment is about.
fn is_comment(out: &mut Out<'_, '_>, values: &Values) -> bool {
    out.raw(values.id).contains("commentref-")
}

/// The start tag of a link of a note: its own text is not shown.
pub(super) fn link(tree: &mut Tree<'_, '_>, tag: Tag, link: Link, values: &Values, at: usize) {
    if !tree.is_hidden() {
        match link {
            Link::To => {
                let range = values.href.map(|(start, end)| {
                    let raw = &tree.html()[start..end];
                    (start + (raw.len() - raw.trim_start().len()) + 1, end)
                });
                let range = range.map(|range| label(tree.html(), range));
                let range = range.or_else(|| {
                    let (start, end) = values.id?;
                    let at = tree.html()[start..end].find(REFERENCE)?;
                    Some((start + at + REFERENCE.len(), end))
                });
                let label = tree.out().collapsed(range);
                tree.text().make_way().leaf(Node::FootnoteReference { label });
            }
            Link::Back => tree.here_mut().lead_back(at),
            Link::Says => {}
            Link::CommentEnd if tag == Tag::Span => tree.end_comment(tree.out_raw(values.id)),
            Link::CommentStart | Link::CommentEnd | Link::Commented => {
                let name = match link {
                    Link::CommentEnd => tree.out_raw(values.href),
                    Link::Commented => of_word(tree.out(), values, COMMENT),
                    _ => tree.out_raw(values.comment),
                };
                if let Some(id) = comment(tree, name) {
                    if link == Link::Commented {
                        word_comment(tree, values, id);
                    }
                    tree.comment_mark(id, link == Link::CommentEnd);
                }
            }
        }
    }
    let is_shown = matches!(link, Link::Commented | Link::Says);
    let on = if is_shown { Marks::NONE } else { Marks::UNSAID };
    tree.text().open_inline(tag, Look { on, ..Look::NONE });
}

/// What the identifiers of references have before the label.
const REFERENCE: &str = "fnref-";

/// What Word says in the style of a comment's links.
const COMMENT: &str = "mso-comment-reference:";
const DATE: &str = "mso-comment-date:";
const AUTHOR: &str = "mso-comment-author:";

/// The value of a property of Word's; empty where there is none.
fn of_word<'a>(out: &Out<'a, '_>, values: &Values, property: &str) -> &'a str {
    let style = out.raw(values.style);
    let Some(at) = memchr::memmem::find(style.as_bytes(), property.as_bytes()) else { return "" };
    let value = style[at + property.len()..].trim_start();
    for quote in ["\"", "&quot;"] {
        if let Some(value) = value.strip_prefix(quote) {
            return value.split(quote).next().unwrap_or_default();
        }
    }
    value.split(';').next().unwrap_or_default().trim_end()
}

/// The link says whose letters the comment has, and when it was made: `AB_1`, `20240131T1545`.
fn word_comment(tree: &mut Tree<'_, '_>, values: &Values, id: CommentId) {
    let out = tree.out();
    let name = of_word(out, values, COMMENT);
    let date = of_word(out, values, DATE);
    let initials = out.own(name.rsplit_once('_').map_or("", |(initials, _)| initials));
    let from = out.doc().own_len();
    if date.len() == 13 && date.is_ascii() && date.as_bytes()[8] == b'T' {
        let parts = [&date[..4], "-", &date[4..6], "-", &date[6..11], ":", &date[11..], ":00"];
        parts.iter().for_each(|part| out.doc().append(part));
    }
    let date = Span::of_own(from, out.doc().own_len());
    if let Some(comment) = out.doc().comments.get_mut(id.0 as usize) {
        (comment.initials, comment.date) = (initials, date);
    }
}

/// The comment that is open may be told whose it is, by Word.
pub(super) fn author(tree: &mut Tree<'_, '_>, values: &Values) {
    let Some(id) = tree.here_mut().open_comment() else { return };
    let author = of_word(tree.out(), values, AUTHOR);
    if !author.is_empty() {
        let author = tree.out().own(author);
        if let Some(comment) = tree.out().doc().comments.get_mut(id.0 as usize) {
            comment.author = author;
        }
    }
}

/// The comment whose number ends a name; it is added if it is new.
fn comment(tree: &mut Tree<'_, '_>, name: &str) -> Option<CommentId> {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number = name[name.len() - digits..].parse::<usize>().ok()?;
    let doc = tree.out().doc();
    if number == 0 || number > doc.comments.len() + MOST_AHEAD {
        return None;
    }
    while doc.comments.len() < number {
        doc.add_comment(Comment::default());
    }
    Some(CommentId(number as u32 - 1))
}

/// What programs put before the labels of notes.
const BEFORE_LABELS: [&str; 10] =
    ["fn:", "_ftn", "ftnt", "ftn.", "ftn", "fn", "_footnotedef_", "sdfootnote", "cite_note-", "_"];

/// The part of an identifier that is the label of a note.
fn label(html: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let name = &html[start..end];
    let length = match name.find("fn-") {
        Some(at) => at + 3,
        None => BEFORE_LABELS
            .iter()
            .find(|before| name.starts_with(**before) && name.len() > before.len())
            .map_or(0, |before| before.len()),
    };
    // LibreOffice's.
    let end = if name.starts_with("sd") && name.ends_with("sym") { end - 3 } else { end };
    (start + length, end)
}

/// Whether an element is a note where it stands, as far as its name tells.
pub(super) fn is_note(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values, at: usize) -> bool {
    if tree.survey().note(at).is_some() {
        return true;
    }
    let class = tree.out_raw(values.class);
    let flags = tree.top().flags;
    match tag {
        Tag::Li => flags.notes,
        Tag::Div | Tag::Aside => {
            class == "comment"
                || tree.out_raw(values.style).contains("mso-element:")
                || tree.out_raw(values.id).starts_with("_com_")
        }
        _ => false,
    }
}

/// A block begins: if notes stand in it, or if it is a note, it is opened as that.
pub(super) fn start(
    tree: &mut Tree<'_, '_>,
    plain: &Element,
    values: &Values,
    look: &style::Look,
    at: usize,
) -> bool {
    let class = tree.out_raw(values.class);
    let is_section = has_word(class, "footnotes")
        || has_word(class, "comments") && plain.tag == Tag::Section
        || tree.out_raw(values.role) == "doc-endnotes";
    if is_section && matches!(plain.tag, Tag::Section | Tag::Div | Tag::Aside) {
        let flags = Flags { notes: true, ends: has_word(class, "endnotes"), ..plain.flags };
        tree.open(Element { flags, ..*plain });
        return true;
    }
    let flags = tree.top().flags;
    // The heading that only screen readers say.
    if flags.notes && has_word(class, "sr-only") {
        tree.open(Element { on: Marks::UNSAID, ..*plain });
        return true;
    }
    if let Some(note) = tree.survey().note(at) {
        let name = tree.out_raw(Some(note.name()));
        let end = flags.ends || name.contains("edn") || name.contains("endnote");
        let label = label(tree.html(), note.name());
        let label = tree.out().collapsed(Some(label));
        let stack = tree.stack();
        let item = stack.last(Tag::Li);
        if plain.tag == Tag::Li && item > stack.last_of(&lists::LISTS).max(stack.scope()) {
            tree.end_to(item);
        }
        tree.here_mut().end_note();
        let fits = tree.here().fits_note();
        if fits {
            tree.here_mut().open_note(*plain, Node::FootnoteDefinition { label, end });
            tree.here_mut().begin_label(at, note.back());
            // Other links may lead to it, too.
            if tree.survey().is_fragment(name) {
                let name = tree.out().name(Some(note.name()));
                tree.text().name(name, plain.tag);
            }
        }
        return fits;
    }
    if values.id.is_none() || !tree.here().fits_note() {
        return false;
    }
    let node = match plain.tag {
        Tag::Aside if class == "comment" => {
            let Some(id) = comment(tree, tree.out_raw(values.id)) else { return false };
            let out = tree.out();
            let (author, date) = (out.collapsed(values.title), out.collapsed(values.date));
            let initials = out.collapsed(values.initials);
            if let Some(comment) = out.doc().comments.get_mut(id.0 as usize) {
                *comment = Comment { author, initials, date };
            }
            Node::CommentBody(id)
        }
        Tag::Div if tree.out_raw(values.id).starts_with("_com_") => {
            let Some(id) = comment(tree, tree.out_raw(values.id)) else { return false };
            Node::CommentBody(id)
        }
        Tag::Li | Tag::Div if flags.notes && plain.tag == Tag::Li || look.note => {
            let range = values.id.map(|range| label(tree.html(), range));
            let name = tree.out_raw(values.id);
            let end = flags.ends || name.starts_with("edn");
            Node::FootnoteDefinition { label: tree.out().collapsed(range), end }
        }
        _ => return false,
    };
    tree.here_mut().open_note(*plain, node);
    true
}

/// The quote that an alert is.
pub(super) fn alert(class: &str) -> Kind {
    let named = |alert: &(&str, Alert)| {
        class
            .split_ascii_whitespace()
            .any(|word| word.strip_prefix("markdown-alert-").is_some_and(|kind| kind == alert.0))
    };
    let alerts = [
        ("note", Alert::Note),
        ("tip", Alert::Tip),
        ("important", Alert::Important),
        ("warning", Alert::Warning),
        ("caution", Alert::Caution),
    ];
    match alerts.iter().find(|alert| named(alert)) {
        Some((_, alert)) => Kind::Quote(Some(*alert)),
        None => Kind::Plain,
    }
}
