//! What `<pre>` means, and what elements mean inside of it.
//!
//! Source  the HTML standard, "The pre element".

use super::attributes::{self, Values};
use super::inlines;
use super::stack::{Element, Flags, Kind};
use super::style::Marks;
use super::tag::{Role, Tag, blocks};
use super::tree::Tree;
use crate::report::Loss;

/// `<pre>`: a code block; where none can stand, code with breaks. `plain` is the element as a mere
/// border.
pub(super) fn start(tree: &mut Tree<'_, '_>, plain: Element, values: &Values) {
    if tree.top().flags.inline {
        let flags = Flags { lines: true, ..plain.flags };
        return tree.open(Element { on: plain.on.with(Marks::CODE), flags, ..plain });
    }
    let language = attributes::language(tree.html(), values);
    let info = tree.out().address(language);
    tree.open_pre(plain, info);
}

/// A start tag inside: blocks begin and end lines, and the rest says nothing.
pub(super) fn start_inside(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values) {
    let (pre, out) = tree.pre();
    pre.touch();
    match tag.role() {
        Role::Break => pre.literal("\n", out),
        Role::Formatting(_) | Role::Inline(_) => {
            pre.begin_inline(tag, out);
            // `<code class="language-…">` in `<pre>` names the language.
            let is_named = values.class.is_some() || values.info.is_some();
            if tag == Tag::Code && tree.top().kind == Kind::Pre && is_named {
                let language = attributes::language(tree.html(), values);
                let info = tree.out().address(language);
                let (pre, out) = tree.pre();
                pre.name(info, out);
            }
        }
        Role::Table => {
            pre.end_line(out);
            tree.next_shape();
            tree.open(Element::new(tag, Kind::Plain));
        }
        blocks!() | Role::RowGroup | Role::Row => {
            pre.end_line(out);
            tree.open(Element::new(tag, Kind::Plain));
        }
        Role::Picture => out.lost_somewhere(Loss::Picture, 1),
        Role::Object => out.lost_somewhere(Loss::Object, 1),
        Role::Nothing
        | Role::Raw(_)
        | Role::Field
        | Role::Rule
        | Role::Caption
        | Role::Column
        | Role::Cell => {}
    }
}

/// The end tag of an inline element inside: a mark from outside ends too, a mere span does not.
pub(super) fn end_inside(tree: &mut Tree<'_, '_>, tag: Tag) {
    let (pre, _) = tree.pre();
    if !pre.end_inline(tag) && matches!(tag.role(), Role::Formatting(_)) {
        inlines::end(tree, tag);
    }
}
