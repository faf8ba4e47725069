//! Tables: their parts, rows and cells, which [`Grid`] lays out.

use super::names::Places;
use super::table::{ALL, Grid, Parts, alignment};
use super::tasks::{Tasks, What};
use crate::document::{Direction, Kind, Layout};
use crate::options::Options;
use crate::report::Loss;
use crate::text::json::At;

/// The tables that are open.
pub(super) struct Tables<'r> {
    grid: &'r mut Grid,
}

impl<'r> Tables<'r> {
    pub(super) fn new(grid: &'r mut Grid, options: &Options) -> Tables<'r> {
        grid.begin(options);
        Tables { grid }
    }

    /// A table begins, among paragraphs that are set like this. What they are set like from here on.
    pub(super) fn open(
        &mut self,
        at: At,
        around: Layout,
        places: &mut Places,
        to: &mut Tasks<'_>,
    ) -> Layout {
        let content = to.tree.content(at);
        let Some(parts) = Parts::of(to.tree, content) else { return around };
        if let (Parts::New(_), Some([attributes])) = (parts, to.tree.first(content)) {
            places.look_over(at, to.tree.attributes(attributes), &[], to);
        }
        let is_kept = self.grid.open(to.tree, parts, around.direction(), to.doc);
        if !is_kept {
            to.lost(Loss::LimitReached, at);
        }
        let caption = match parts {
            Parts::New([caption, ..]) => (What::Caption, self::caption(caption, to)),
            Parts::Old([caption, ..]) => (What::OldCaption, caption),
        };
        // One without a table is a paragraph.
        match caption {
            (_, words) if to.tree.count(words) == 0 => {}
            (what, words) if is_kept => to.push(what, words, words + 1),
            (What::Caption, words) => to.push_elements(What::Blocks, words),
            (_, words) => {
                to.push(What::Close, 0, 0);
                to.push_elements(What::Inlines, words);
                to.doc.open(Kind::PARAGRAPH);
            }
        }
        let mut inside = around;
        if is_kept && around.direction() != Direction::Unsaid {
            // The table says it for all in it.
            to.push(What::Set(around), 0, 0);
            inside = around.with_direction(Direction::Unsaid);
        }
        to.push(What::EndTable, 0, 0);
        let head = match parts {
            Parts::New([_, _, head, bodies, foot]) => {
                let [of_foot, feet] = to.tree.first(foot).unwrap_or([At::MAX; 2]);
                let [of_head, heads] = to.tree.first(head).unwrap_or([At::MAX; 2]);
                for attributes in [of_head, of_foot] {
                    places.look_over(at, to.tree.attributes(attributes), &[], to);
                }
                // Rows are rows: of what part they are is not held.
                let parts = to.tree.count(bodies) + usize::from(to.tree.count(feet) > 0);
                if is_kept && parts > 1 {
                    let place = to.tree.place(at);
                    to.report.add_many(Loss::Table, parts as u32 - 1, place);
                }
                to.push_elements(What::Rows, feet);
                to.push(What::Heads(0), 0, 0);
                to.push_elements(What::Bodies, bodies);
                to.push_elements(What::Rows, heads);
                self.grid.set_heads(ALL);
                to.tree.count(heads)
            }
            Parts::Old([_, _, _, heads, rows]) => {
                to.push_elements(What::OldRows, rows);
                to.push(What::OldRows, heads, heads + 1);
                1
            }
        };
        if head == 0 && is_kept {
            self.grid.add_empty_head(to.doc);
        }
        inside
    }

    fn row(&mut self, at: At, what: What, cells: At, to: &mut Tasks<'_>) {
        if !self.grid.begin_row(to.doc) {
            to.lost(Loss::Table, at);
        }
        to.push(What::EndRow, 0, 0);
        to.push_elements(what, cells);
    }

    /// A cell among paragraphs that are set like this.
    fn cell(
        &mut self,
        (span, set): ((usize, usize), At),
        blocks: At,
        layout: Layout,
        places: &mut Places,
        to: &mut Tasks<'_>,
    ) {
        if self.grid.is_apart() {
            return to.push_elements(What::Blocks, blocks);
        }
        let set = alignment(to.tree, set);
        let Some(begun) = self.grid.begin_cell(span, set, to.doc) else {
            return to.lost(Loss::Table, blocks);
        };
        if begun.is_set {
            to.lost(Loss::Alignment, blocks);
        }
        to.push(What::EndCell, 0, 0);
        match to.tree.first(blocks) {
            Some([only])
                if to.tree.count(blocks) == 1
                    && layout.is_plain()
                    && matches!(to.tree.tag(only), "Plain" | "Para") =>
            {
                let inlines = to.tree.content(only);
                places.write(to);
                // A head outside of the header row is strong, if it is not by itself.
                let is_strong = match to.tree.first(inlines) {
                    Some([only]) => to.tree.tag(only) == "Strong" && to.tree.count(inlines) == 1,
                    None => true,
                };
                if begun.is_head && !is_strong {
                    to.open(Kind::Strong);
                }
                to.push_elements(What::Inlines, inlines);
            }
            _ => to.push_elements(What::Blocks, blocks),
        }
    }

    /// A body of a table: rows that are heads, and others.
    pub(super) fn body(&mut self, at: At, places: &mut Places, to: &mut Tasks<'_>) {
        let Some([attributes, heads, head, rows]) = to.tree.first(at) else { return };
        places.look_over(at, to.tree.attributes(attributes), &[], to);
        to.push_elements(What::Rows, rows);
        to.push(What::Heads(to.tree.number(heads).unwrap_or(0)), 0, 0);
        to.push_elements(What::Rows, head);
        self.grid.set_heads(ALL);
    }

    pub(super) fn new_row(&mut self, at: At, places: &mut Places, to: &mut Tasks<'_>) {
        let Some([attributes, cells]) = to.tree.first(at) else { return };
        places.look_over(at, to.tree.attributes(attributes), &[], to);
        self.row(at, What::Cells, cells, to);
    }

    pub(super) fn old_row(&mut self, at: At, to: &mut Tasks<'_>) {
        self.row(at, What::OldCells, at, to);
    }

    pub(super) fn new_cell(
        &mut self,
        at: At,
        layout: Layout,
        places: &mut Places,
        to: &mut Tasks<'_>,
    ) {
        let Some([attributes, set, _, _, blocks]) = to.tree.first(at) else { return };
        places.look_over(at, to.tree.attributes(attributes), &[], to);
        self.cell((to.tree.span(at), set), blocks, layout, places, to);
    }

    pub(super) fn old_cell(
        &mut self,
        at: At,
        layout: Layout,
        places: &mut Places,
        to: &mut Tasks<'_>,
    ) {
        self.cell(((1, 1), At::MAX), at, layout, places, to);
    }

    pub(super) fn set_heads(&mut self, count: u32) {
        self.grid.set_heads(count);
    }

    pub(super) fn end_cell(&mut self, to: &mut Tasks<'_>) {
        self.grid.end_cell(to.doc);
    }

    pub(super) fn end_row(&mut self, to: &mut Tasks<'_>) {
        self.grid.end_row(to.doc);
    }

    pub(super) fn end(&mut self, to: &mut Tasks<'_>) {
        self.grid.end(to.doc);
    }
}

/// The blocks of a caption. Its short form stands in lists of tables and figures alone.
pub(super) fn caption(caption: At, to: &mut Tasks<'_>) -> At {
    let [short, blocks] = to.tree.first(caption).unwrap_or([At::MAX; 2]);
    if to.tree.count(short) > 0 {
        to.lost(Loss::Other, short);
    }
    blocks
}
