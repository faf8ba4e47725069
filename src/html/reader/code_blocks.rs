//! What `<pre>` means, and what elements mean inside of it.
//!
//! Source  the HTML standard, "The pre element".

use super::attributes::{self, Values};
use super::inlines;
use super::stack::{Element, Kind};
use super::style::{Look, Marks, Paint};
use super::tag::{Role, Tag, blocks};
use super::tree::Tree;
use crate::report::Loss;

/// `<pre>`: a code block; where none can stand, code with breaks. `plain` is the element as a mere
/// border.
pub(super) fn start(tree: &mut Tree<'_, '_>, plain: Element, values: &Values) {
    if tree.top().flags.inline {
        let on = plain.on.with(Marks::CODE).with(Marks::LINES);
        return tree.open(Element { on, ..plain });
    }
    let language = attributes::language(tree.html(), values);
    let info = tree.out().address(language);
    tree.text().open_pre(plain, info);
}

/// Whether a start tag ends it: that of a part of the table that it stands in, which ends the cell too.
pub(super) fn is_ended_by(tree: &Tree<'_, '_>, tag: Tag) -> bool {
    let stack = tree.stack();
    let table = stack.last(Tag::Table);
    matches!(tag.role(), Role::Cell | Role::Row | Role::RowGroup)
        && table > 0
        && table < stack.last_of(&[Tag::Pre, Tag::Listing])
}

/// A start tag inside: blocks begin and end lines, and the rest is none of code.
pub(super) fn start_inside(
    tree: &mut Tree<'_, '_>,
    tag: Tag,
    values: &Values,
    look: &Look,
    at: usize,
) {
    if !tree.is_hidden() {
        count_losses(tree, tag, values, look, at);
    }
    let (pre, out) = tree.here_mut().pre();
    pre.touch();
    match tag.role() {
        Role::Break => pre.literal("\n", out),
        Role::Formatting(_) | Role::Inline(_) => {
            pre.begin_inline(tag, out);
            // `<code class="language-…">` in `<pre>` names the language.
            let is_named = values.class.is_some() || values.info.is_some();
            if tag == Tag::Code && is_named {
                let language = attributes::language(tree.html(), values);
                let name = tree.out_raw(language);
                let info = tree.out().address(language);
                let (pre, out) = tree.here_mut().pre();
                pre.name(info, name, out);
            }
        }
        Role::Table => {
            pre.end_line(out);
            tree.here_mut().next_shape();
            tree.open(Element::new(tag, Kind::Plain));
        }
        blocks!() | Role::RowGroup | Role::Row => {
            pre.end_line(out);
            tree.open(Element::new(tag, Kind::Plain));
        }
        Role::Nothing if tag == Tag::Button => pre.button(true),
        Role::Picture => out.lost_somewhere(Loss::Picture, 1),
        Role::Object => out.lost_somewhere(Loss::Object, 1),
        Role::Rule => pre.end_line(out),
        Role::Nothing | Role::Raw(_) | Role::Field | Role::Caption | Role::Column | Role::Cell => {}
    }
}

/// Counts what the text of an element inside is beside code, and fields.
fn count_losses(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values, look: &Look, at: usize) {
    let marks = match tag.role() {
        Role::Formatting(marks) | Role::Inline(marks) => marks,
        Role::Field => return tree.out().lost(Loss::Html, at),
        Role::Rule => return tree.out().lost(Loss::Other, at),
        _ => return,
    };
    if tag == Tag::Math {
        tree.out().lost(Loss::Math, at);
    }
    if tag == Tag::A && values.href.is_some() {
        tree.out().lost(Loss::Other, at);
    }
    let looks = Marks::CONTAINERS.iter().fold(Marks::NONE, |all, (mark, _)| all.with(*mark));
    if marks.without(look.off).with(look.on).has(looks.without(Marks::KEYS)) {
        tree.out().lost(Loss::Font, at);
    }
    if look.colored || look.paint.in_code().seen() != Paint::default() {
        tree.out().lost(Loss::Color, at);
    }
}

/// The end tag of an inline element inside: a mark from outside ends too, a mere span does not.
pub(super) fn end_inside(tree: &mut Tree<'_, '_>, tag: Tag) {
    let (pre, _) = tree.here_mut().pre();
    if !pre.end_inline(tag) && matches!(tag.role(), Role::Formatting(_)) {
        inlines::end(tree, tag);
    }
}
