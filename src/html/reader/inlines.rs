//! What inline elements mean: marks, links, images.
//!
//! Source  the HTML standard, "Text-level semantics" and "Embedded content".

use super::attributes::{Range, Values};
use super::force;
use super::style::{Look, Marks};
use super::tag::Tag;
use super::tree::Tree;
use crate::document::{Kind, LinkId, LinkTarget};
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
    if matches!(tag, Tag::Span | Tag::Font) {
        count_losses(tree, look, values, at);
    }
    let mut link = None;
    if tag == Tag::A && tree.in_link() {
        // Links don't nest.
        end(tree, Tag::A);
    }
    if tag == Tag::A && values.href.is_some() {
        link = link_of(tree, values);
    }
    let on = own.without(look.off).with(look.on);
    // What is not on need not be switched off.
    let off = look.off.both(tree.marks());
    tree.open_inline(tag, force::Look { on, off, link });
    if tag == Tag::Q {
        tree.literal("\u{201C}");
    }
}

/// The end tag of an inline element: ends the innermost one of its name.
pub(super) fn end(tree: &mut Tree<'_, '_>, tag: Tag) {
    if tag == Tag::Q && tree.holds_inline(tag) {
        tree.literal("\u{201D}");
    }
    tree.end_inline(tag);
}

/// Counts the looks that no document can hold.
fn count_losses(tree: &mut Tree<'_, '_>, look: &Look, values: &Values, at: usize) {
    if look.colored || values.colored {
        tree.out().lost(Loss::Color, at);
    }
    if look.sized || values.sized {
        tree.out().lost(Loss::Font, at);
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
    if tree.is_hidden() || tree.collects_marker() {
        return;
    }
    let out = tree.out();
    let is_pixel = |range: Range| is_pixel(out.raw(range));
    if is_pixel(values.width) || is_pixel(values.height) {
        return out.lost(Loss::Picture, at);
    }
    if values.width.is_some() || values.height.is_some() {
        out.lost(Loss::PictureSize, at);
    }
    let alt = out.collapsed(values.alt);
    let url = out.address(values.src);
    if url.is_empty() && alt.is_empty() {
        return out.lost(Loss::Picture, at);
    }
    tree.make_way();
    let out = tree.out();
    if url.is_empty() {
        return out.doc().leaf(Kind::Text(alt));
    }
    let title = out.collapsed(values.title);
    let doc = out.doc();
    let id = doc.add_link(LinkTarget::new(url, title));
    doc.open(Kind::Image(id));
    doc.leaf(Kind::Text(alt));
    doc.close();
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
