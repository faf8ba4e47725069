//! What lists mean: items, tasks, terms and definitions.
//!
//! Source  the HTML standard, "Grouping content".

use super::attributes::Values;
use super::inlines::has_word;
use super::stack::{Element, Kind};
use super::style::{self, Look, Sign};
use super::tag::Tag;
use super::tree::Tree;
use super::word::WordList;
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
    let plain_one = flags.inline || (flags.notes || plain.flags.notes) && !tree.here().in_note();
    if !plain_one && let Some(among) = among(tree, values) {
        tree.go_on(among, start, numbers);
        return tree.open(Element { tasks: values.task.then_some(values.checked), ..plain });
    }
    let kind = if plain_one { Kind::Plain } else { Kind::List(start, numbers) };
    tree.open(Element { kind, start: start.unwrap_or(0), ..plain });
}

/// The level of a list that may go on the one before it, from 1, and a number for each sort of those; none for most,
/// which are lists by themselves.
fn among(tree: &Tree<'_, '_>, values: &Values) -> Option<WordList> {
    let of = |level: u8, list| Some(WordList { level, list, counts: None });
    if let Some(level) = values.level {
        return of(level.saturating_add(1), 0);
    }
    if values.task {
        return of(1, 0);
    }
    let class = values.class.map_or("", |class| tree.out_raw(Some(class)));
    const NOTION: [&str; 4] = ["bulleted-list", "numbered-list", "to-do-list", "toggle"];
    let sort = NOTION.iter().position(|known| *known == class)?;
    // It has a list for each item; those in an item are deeper.
    let around = tree.here().containers().level();
    of(if tree.top().soft { around } else { around.saturating_add(1) }, sort as u32 + 1)
}

/// Whether a list goes on one before it, so that this does not end.
pub(super) fn goes_on(tree: &Tree<'_, '_>, tag: Tag, values: &Values) -> bool {
    LISTS.contains(&tag) && among(tree, values).is_some()
}

/// How deep an item of Quill's is set: `ql-indent-1`.
fn indent(class: &str) -> u8 {
    let mut classes = class.split_ascii_whitespace();
    let said = classes.find_map(|class| class.strip_prefix("ql-indent-"));
    said.and_then(|level| level.parse().ok()).unwrap_or(0)
}

/// Finds the list of an item in that element, which may say itself how deep it stands, or which list it is of.
fn find_list(tree: &mut Tree<'_, '_>, element: usize, values: &Values) {
    let level = indent(tree.out_raw(values.class));
    let said = tree.out_raw(values.list);
    if !said.is_empty() {
        tree.items().dissolve_list(element);
    } else if level == 0 {
        // Deeper ones were said by items only.
        return tree.end_soft_lists();
    }
    let Some(list) = tree.stack().block(element) else { return };
    let is_ordered = if said.is_empty() { list.tag == Tag::Ol } else { said == "ordered" };
    let above = u8::from(list.kind == Kind::Plain);
    let among = WordList { level: level.saturating_add(above), ..WordList::default() };
    tree.go_on(among, is_ordered.then_some(1), Numbers::PLAIN);
}

/// What Notion copies at the start of a task, and how long it is: a box and two blanks.
pub(super) fn typed_box(text: &str) -> Option<(bool, usize)> {
    let boxes = [("[ ]  ", false), ("[x]  ", true)];
    let (found, done) = boxes.iter().find(|(found, _)| text.starts_with(found))?;
    Some((*done, found.len()))
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
    if list > border && !tree.top().flags.inline {
        find_list(tree, list, values);
    }
    if list <= border && !tree.top().soft {
        // An item without a list.
        let kind =
            if tree.top().flags.inline { Kind::Plain } else { Kind::List(None, Numbers::PLAIN) };
        tree.open(Element { soft: true, ..Element::new(Tag::Unknown, kind) });
    }
    if tree.top().flags.inline || !tree.here().containers().in_list() {
        let list = if list > border { list } else { tree.stack().depth() - 1 };
        tree.open(plain);
        return item_as_text(tree, list);
    }
    if let Ok(value) = tree.out().raw(values.value).trim().parse::<u32>() {
        tree.items().number_item(value.min(999_999_999));
    }
    if let Some(style) = number_style(tree, values, look) {
        tree.items().style_item(style);
    }
    tree.items().new_item();
    // Confluence says it in its own way.
    let is_done = values.checked || values.task && has_word(tree.out_raw(values.class), "checked");
    if values.task || tree.out_raw(values.role) == "checkbox" {
        tree.items().make_task(is_done);
    } else if let Some(done) = tree.stack().block(list).and_then(|list| list.tasks) {
        tree.items().make_task(done);
    } else if let done @ ("checked" | "unchecked") = tree.out_raw(values.list) {
        tree.items().make_task(done == "checked");
    }
    tree.open(Element { kind: Kind::Item, ..plain });
}

/// An item where no list can stand: the marker becomes text.
fn item_as_text(tree: &mut Tree<'_, '_>, list: usize) {
    tree.out().lost_somewhere(Loss::Table, 1);
    match tree.items().next_number(list) {
        Some(number) => {
            tree.text().number(number);
            tree.text().literal(".");
        }
        None => tree.text().literal("\u{2022}"),
    }
    tree.text().space();
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
    if !tree.items().make_task(values.checked) {
        tree.text().literal(if values.checked { "\u{2611}" } else { "\u{2610}" });
        tree.text().space();
    }
}

/// A box that a division draws: at the start of an item, as Notion writes it, it makes a task.
pub(super) fn drawn_box(tree: &mut Tree<'_, '_>, values: &Values) {
    let class = tree.out_raw(values.class);
    if has_word(class, "checkbox") || tree.out_raw(values.role) == "checkbox" {
        tree.items().make_task(values.checked || has_word(class, "checkbox-on"));
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
    let innermost = tree.here().containers().innermost();
    let fits = list > stack.scope() && innermost <= list && !tree.top().flags.inline;
    let is_definition = plain.tag == Tag::Dd;
    if !fits
        || stack.kind(list) != Kind::Definitions
        || is_definition && innermost != list
        || !tree.items().next_definition(list)
    {
        tree.open(plain);
    } else if is_definition {
        tree.items().open_definition(plain);
    } else {
        tree.items().open_term(plain);
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
