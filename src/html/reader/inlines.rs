//! What inline elements mean: marks, links, images.
//!
//! Source  the HTML standard, "Text-level semantics" and "Embedded content".

use super::attributes::{Range, Values};
use super::force;
use super::out::Out;
use super::style::{Look, Marks};
use super::tag::Tag;
use super::tree::Tree;
use crate::document::{Change, Direction, Kind, LinkId, LinkTarget, Span};
use crate::report::Loss;

/// The start tag of an inline element that puts `own` marks on its text.
pub(super) fn start(
    tree: &mut Tree<'_, '_>,
    tag: Tag,
    own: Marks,
    look: &Look,
    values: &Values,
    at: usize,
) {
    if look.colored && !tree.is_hidden() {
        tree.out().lost(Loss::Color, at);
    }
    if let Some(has_unheld) = has_unheld(tag, look, values) {
        tree.text().begin_look(has_unheld.then_some(at));
    }
    // What letters stand for.
    let is_told = matches!(tag, Tag::Abbr | Tag::Acronym | Tag::Dfn) && values.title.is_some();
    if is_told && !tree.is_hidden() {
        tree.out().lost(Loss::Html, at);
    }
    if tag == Tag::Bdo && look.direction != Direction::Unsaid && !tree.is_hidden() {
        tree.out().lost(Loss::Direction, at);
    }
    if tag == Tag::A && tree.top().heading > 0 && is_permalink(tree.out_raw(values.class)) {
        return tree
            .text()
            .open_inline(tag, force::Look { on: Marks::UNSAID, ..force::Look::NONE });
    }
    let own = match tag {
        // Its own colour is not that of a marker.
        Tag::Mark if !look.paint.back.is_none() => Marks::NONE,
        Tag::Sup if tree.survey().is_around_notes(at) => Marks::AROUND,
        Tag::Sup if has_word(tree.out().raw(values.class), "footnote-ref") => Marks::NONE,
        Tag::Sup if has_word(tree.out().raw(values.class), "comment-ref") => Marks::NONE,
        Tag::Ins | Tag::Del | Tag::Span => {
            let change = change_of(tree, tag, values);
            if change.is_some() {
                let off = look.off.both(tree.marks());
                let (on, paint) = (look.on, look.paint.new_in(tree.here().paint()));
                return tree
                    .text()
                    .open_inline(tag, force::Look { on, off, link: None, paint, change });
            }
            own
        }
        _ => own,
    };
    let mut link = None;
    if tag == Tag::A && tree.text().in_link() {
        // Links don't nest.
        end(tree, Tag::A);
    }
    if tag == Tag::A && values.href.is_some() {
        link = link_of(tree, values);
    }
    let on = own.without(look.off).with(look.on);
    // What is not on need not be switched off.
    let off = look.off.both(tree.marks());
    let paint = look.paint.new_in(tree.here().paint());
    if link.is_some() && paint.in_link().back != paint.back && !tree.is_hidden() {
        tree.out().lost(Loss::Color, at);
    }
    tree.text().open_inline(tag, force::Look { on, off, link, paint, change: None });
    if tag == Tag::Q {
        tree.text().literal("\u{201C}");
    }
}

/// The end tag of an inline element: ends the innermost one of its name.
pub(super) fn end(tree: &mut Tree<'_, '_>, tag: Tag) {
    if tag == Tag::Q && tree.text().holds_inline(tag) {
        tree.text().literal("\u{201D}");
    }
    if matches!(tag, Tag::Span | Tag::Font | Tag::Big | Tag::Small) {
        tree.text().end_look();
    }
    tree.text().end_inline(tag);
}

/// Whether an element has a look that no document holds; none of those that are not asked.
fn has_unheld(tag: Tag, look: &Look, values: &Values) -> Option<bool> {
    match tag {
        Tag::Span | Tag::Font => Some(look.sized || values.sized),
        Tag::Big | Tag::Small => Some(true),
        _ => None,
    }
}

/// The target of a link, if it leads anywhere.
fn link_of(tree: &mut Tree<'_, '_>, values: &Values) -> Option<LinkId> {
    let out = tree.out();
    if out.raw(values.href).trim().is_empty() {
        return None;
    }
    let url = out.address(values.href);
    let title = out.collapsed(values.title);
    Some(out.doc().add_link(LinkTarget::new(url, title)))
}

/// `<img>`. Without an address its text is all there is; a picture of one pixel is none.
pub(super) fn image(tree: &mut Tree<'_, '_>, values: &Values, at: usize) {
    if tree.is_hidden() || tree.here().collects_marker() || values.task {
        return;
    }
    let out = tree.out();
    let is_pixel = |range: Range| is_pixel(out.raw(range));
    if is_pixel(values.width) || is_pixel(values.height) {
        return out.lost(Loss::Picture, at);
    }
    let (width, height) = (size(out.raw(values.width)), size(out.raw(values.height)));
    if out.raw(values.class).contains("mwe-math") {
        return formula(tree, values.alt, false);
    }
    let alt = out.collapsed(values.alt);
    let url = out.address(values.src);
    if url.is_empty() && alt.is_empty() {
        return out.lost(Loss::Picture, at);
    }
    tree.text().make_way();
    let out = tree.out();
    if url.is_empty() {
        return out.doc().leaf(Kind::Text(alt));
    }
    let title = out.collapsed(values.title);
    let doc = out.doc();
    let id = doc.add_link(LinkTarget { url, title, width, height });
    doc.open(Kind::Image(id));
    doc.leaf(Kind::Text(alt));
    doc.close();
}

/// A width or height in pixels, as twips; 0 where it says something else.
fn size(value: &str) -> u32 {
    let value = value.trim();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match &value[digits..] {
        "" | "px" => value[..digits].parse::<u32>().map_or(0, |pixels| pixels.min(20_000) * 15),
        _ => 0,
    }
}

/// Whether the classes of a link say that it leads to the heading that it stands in, for people to copy.
pub(super) fn is_permalink(classes: &str) -> bool {
    const CLASSES: [&str; 5] =
        ["anchor-link", "headerlink", "header-anchor", "heading-anchor", "hash-link"];
    CLASSES.iter().any(|class| has_word(classes, class))
}

/// Whether a class is among those of an element.
#[inline(never)]
pub(super) fn has_word(classes: &str, word: &str) -> bool {
    classes.split_ascii_whitespace().any(|class| class == word)
}

/// A formula whose TeX stands there.
pub(super) fn formula(tree: &mut Tree<'_, '_>, tex: Range, display: bool) {
    let Some((start, end)) = tex else { return };
    let raw = &tree.html()[start..end];
    let bare = raw.trim();
    let inner = bare.strip_prefix("{\\displaystyle").and_then(|rest| rest.strip_suffix('}'));
    let inner = inner.unwrap_or(bare).trim();
    if inner.is_empty() || tree.is_hidden() {
        return;
    }
    let start = start + (inner.as_ptr() as usize - raw.as_ptr() as usize);
    let tex = tree.out().verbatim(start, start + inner.len());
    tree.text().make_way().leaf(Kind::Math { tex, display });
}

/// A date, without the zone that all of them have.
pub(super) fn date(out: &mut Out<'_, '_>, date: Range) -> Span {
    let length = out.raw(date).trim_end().trim_end_matches('Z').len();
    out.collapsed(date.map(|(start, _)| (start, start + length)))
}

/// The tracked change that an element is, if it says when or by whom, or that it is one.
fn change_of(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values) -> Option<force::Changed> {
    let out = tree.out();
    let class = out.raw(values.class);
    let cite = out.raw(values.cite).strip_prefix("mailto:");
    let is_said = values.author.or(values.date).is_some();
    let deleted = match tag {
        Tag::Ins | Tag::Del => {
            let is_change = has_word(class, "change") || values.datetime.is_some();
            (is_change || cite.is_some()).then_some(tag == Tag::Del)
        }
        // As pandoc writes them.
        _ if is_said && has_word(class, "insertion") => Some(false),
        _ if is_said && has_word(class, "deletion") => Some(true),
        _ => None,
    };
    let deleted = deleted.filter(|_| !tree.is_hidden())?;
    let out = tree.out();
    let author = match cite {
        // Word writes the author as an address.
        Some(name) if values.title.is_none() => {
            let name = name.replace("%20", " ");
            out.doc().own(&name)
        }
        _ => out.collapsed(values.title.or(values.author)),
    };
    let date = date(out, values.datetime.or(values.date));
    let id = out.change(Change { author, date });
    Some(force::Changed { deleted, id })
}

/// Whether a width or height is that of a picture that nobody sees.
fn is_pixel(value: &str) -> bool {
    matches!(value.trim(), "0" | "1" | "1px" | "0px")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_nobody_sees() {
        for (value, expected) in
            [("1", true), (" 0 ", true), ("1px", true), ("10", false), ("", false), ("1%", false)]
        {
            assert_eq!(is_pixel(value), expected, "{value}");
        }
    }
}
