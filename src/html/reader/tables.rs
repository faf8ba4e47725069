//! What tables mean: those of data become tables, the others are taken apart.
//!
//! Source  the HTML standard, "Tabular data", and "Tree construction": which parts end which.

use super::attributes::CellValues;
use super::elements::{end_open_heading, end_open_paragraph};
use super::stack::{Element, Kind};
use super::style::{Look, Marks};
use super::tag::Tag;
use super::tree::Tree;
use crate::report::Loss;

/// `<table>`
pub(super) fn start(tree: &mut Tree<'_, '_>, look: &Look, at: usize) {
    let shape = tree.here_mut().next_shape();
    end_open_paragraph(tree);
    end_open_heading(tree);
    tree.here_mut().end_paragraph();
    tree.end_soft_lists();
    tree.here_mut().put_into_cell();
    if shape.too_large || shape.data && shape.is_cut {
        tree.out().lost(Loss::LimitReached, at);
    }
    if shape.is_lost && !tree.is_hidden() {
        tree.out().lost(Loss::Table, at);
    }
    let element = Element::marked(Tag::Table, Kind::Plain, look);
    let fits = !tree.top().flags.inline && !tree.is_hidden();
    let waiting = tree.here().waiting();
    let is_deep = tree.here().cells().block() > 0 && !tree.out().doc().can_nest_in(waiting);
    if shape.data && fits && !is_deep {
        tree.here_mut().open_table(element, shape);
    } else {
        tree.open(element);
    }
}

/// What stands directly in a table, its rows or its groups of rows.
pub(super) fn start_part(tree: &mut Tree<'_, '_>, tag: Tag, look: &Look, start: usize, end: usize) {
    let stack = tree.stack();
    let table = stack.last(Tag::Table);
    if table == 0 {
        return;
    }
    let group = table.max(stack.last_of(&[Tag::Tbody, Tag::Thead, Tag::Tfoot]));
    let row = stack.last(Tag::Tr);
    let is_cell = matches!(tag, Tag::Td | Tag::Th);
    // The innermost element that stays.
    let keep = if is_cell && row > group {
        row
    } else if is_cell || tag == Tag::Tr {
        group
    } else {
        table
    };
    tree.end_to(keep + 1);
    tree.here_mut().end_paragraph();
    let is_data = tree.here().cells().block() == table;
    let mut element = Element::marked(tag, Kind::Plain, look);
    if tag == Tag::Th {
        // In a header row this says nothing.
        element.on = element.on.with(Marks::STRONG);
    }
    if is_data && (tag == Tag::Tr || is_cell && row <= group) {
        let is_gap_next = tag == Tag::Tr && tree.survey().is_spacer(start);
        tree.here_mut().end_row(is_gap_next);
    }
    if !is_data || !is_cell {
        return tree.open(element);
    }
    if row <= group {
        tree.open(Element::new(Tag::Tr, Kind::Plain));
    }
    let values = CellValues::read(tree.html(), start, end);
    let holds_blocks = tree.survey().holds_blocks(start) && tree.out().doc().can_nest();
    tree.here_mut().open_cell(element, (usize::from(values.columns), values.rows), holds_blocks);
}
