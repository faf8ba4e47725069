//! What lists mean: items, tasks, terms and definitions.
//!
//! Source  the HTML standard, "Grouping content".

use super::attributes::Values;
use super::inlines::has_word;
use super::stack::{Element, Kind};
use super::style::{self, Look, Sign};
use super::tag::Tag;
use super::tree::Tree;
use crate::document::{Delimiter, NumberStyle, Numbers};
use crate::report::Loss;

/// The elements that items stand in.
pub(super) const LISTS: [Tag; 4] = [Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir];

/// `<ul>`, `<ol>` and their elder kin. `plain` is the element as a mere border, here and below.
pub(super) fn start(tree: &mut Tree<'_, '_>, plain: Element, values: &Values, look: &Look) {
    let is_ordered = match look.sign {
        Some(Sign::Number(_)) => true,
        Some(Sign::Bullet) => false,
        Some(Sign::Other) | None => plain.tag == Tag::Ol,
    };
    let said = tree.out().raw(values.start);
    let (start, is_other) = start_number(if plain.tag == Tag::Ol { said } else { "" });
    let start = is_ordered.then_some(start);
    let delimiter = match tree.out().raw(values.delimiter) {
        ")" => Delimiter::OneParen,
        "()" => Delimiter::TwoParens,
        _ => Delimiter::Period,
    };
    let style = number_style(tree, values, look).unwrap_or_default();
    let numbers = if is_ordered { Numbers { style, delimiter } } else { Numbers::PLAIN };
    let counts_otherwise = is_ordered && (values.reversed || is_other);
    if (counts_otherwise || look.sign == Some(Sign::Other)) && !tree.is_hidden() {
        tree.out().lost_somewhere(Loss::ListStyle, 1);
    }
    // Notes are no items.
    let flags = tree.top().flags;
    let plain_one = flags.inline || (flags.notes || plain.flags.notes) && !tree.in_note();
    let kind = if plain_one { Kind::Plain } else { Kind::List(start, numbers) };
    tree.open(Element { kind, start: start.unwrap_or(0), ..plain });
}

/// What the style or the attribute `type` says of numbers.
fn number_style(tree: &mut Tree<'_, '_>, values: &Values, look: &Look) -> Option<NumberStyle> {
    match look.sign {
        Some(Sign::Number(style)) => Some(style),
        Some(Sign::Bullet | Sign::Other) => None,
        None => style::number_style(tree.out().raw(values.kind)),
    }
}

/// What the attribute `start` says: numbers that Markdown and RTF can hold, and whether it is another one.
fn start_number(value: &str) -> (u32, bool) {
    const MOST: i64 = 999_999_999;
    let said = value.trim().parse::<i64>().unwrap_or(1);
    (said.clamp(0, MOST) as u32, !(0..=MOST).contains(&said))
}

/// `<li>`
pub(super) fn start_item(tree: &mut Tree<'_, '_>, plain: Element, values: &Values, look: &Look) {
    let stack = tree.stack();
    let list = stack.last_of(&LISTS);
    let border = stack.scope().max(stack.last(Tag::Blockquote));
    let item = stack.last(Tag::Li);
    if item > list.max(border) {
        tree.end_to(item);
    }
    if list <= border && !tree.top().soft {
        // An item without a list.
        let kind =
            if tree.top().flags.inline { Kind::Plain } else { Kind::List(None, Numbers::PLAIN) };
        tree.open(Element { soft: true, ..Element::new(Tag::Unknown, kind) });
    }
    if tree.top().flags.inline || !tree.containers().in_list() {
        let list = if list > border { list } else { tree.stack().depth() - 1 };
        tree.open(plain);
        return item_as_text(tree, list);
    }
    if let Ok(value) = tree.out().raw(values.value).trim().parse::<u32>() {
        tree.number_item(value.min(999_999_999));
    }
    if let Some(style) = number_style(tree, values, look) {
        tree.style_item(style);
    }
    tree.new_item();
    // Confluence says it in its own way.
    let is_done = values.checked || values.task && has_word(tree.out_raw(values.class), "checked");
    if values.task || tree.out_raw(values.role) == "checkbox" {
        tree.make_task(is_done);
    }
    tree.open(Element { kind: Kind::Item, ..plain });
}

/// An item where no list can stand: the marker becomes text.
fn item_as_text(tree: &mut Tree<'_, '_>, list: usize) {
    tree.out().lost_somewhere(Loss::Table, 1);
    match tree.next_number(list) {
        Some(number) => {
            tree.number(number);
            tree.literal(".");
        }
        None => tree.literal("\u{2022}"),
    }
    tree.space();
}

/// `<input>`: a box at the start of an item is a task.
pub(super) fn input(tree: &mut Tree<'_, '_>, values: &Values, at: usize) {
    let kind = tree.out().raw(values.kind);
    if tree.is_hidden() || kind.eq_ignore_ascii_case("hidden") {
        return;
    }
    if !kind.eq_ignore_ascii_case("checkbox") {
        return tree.out().lost(Loss::Html, at);
    }
    if !tree.make_task(values.checked) {
        tree.literal(if values.checked { "\u{2611}" } else { "\u{2610}" });
        tree.space();
    }
}

/// `<dt>`, `<dd>`
pub(super) fn start_definition(tree: &mut Tree<'_, '_>, plain: Element) {
    let stack = tree.stack();
    let list = stack.last(Tag::Dl);
    let before = stack.last_of(&[Tag::Dt, Tag::Dd]);
    if before > list.max(stack.scope()) {
        tree.end_to(before);
    }
    let stack = tree.stack();
    let innermost = tree.containers().innermost();
    let fits = list > stack.scope() && innermost <= list && !tree.top().flags.inline;
    let is_definition = plain.tag == Tag::Dd;
    if !fits
        || stack.kind(list) != Kind::Definitions
        || is_definition && innermost != list
        || !tree.next_definition(list)
    {
        tree.open(plain);
    } else if is_definition {
        tree.open_definition(plain);
    } else {
        tree.open_term(plain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_lists_start_with() {
        for (value, expected) in [
            ("3", (3, false)),
            (" 7 ", (7, false)),
            ("0", (0, false)),
            ("-4", (0, true)),
            ("", (1, false)),
            ("x", (1, false)),
            ("1000000000", (999_999_999, true)),
            ("99999999999999999999", (1, false)),
        ] {
            assert_eq!(start_number(value), expected, "{value}");
        }
    }
}
