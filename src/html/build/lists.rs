//! Lists: items, tasks, terms and definitions, and Word's list paragraphs.
//!
//! Shape   an item stays open behind its end tag until the next one or the end of the list, so that
//!         a list that stands between two items belongs to the first one.
//! Source  the HTML standard, "Grouping content"; Word writes a list as paragraphs with
//!         `mso-list:l0 level1 lfo1` or the class `MsoListParagraph`, and markers as text.

use super::attributes::Values;
use super::{Builder, CLOSED, Kind, ListState};
use crate::document;
use crate::html::style::{Look, Marks};
use crate::html::tag::Tag;
use crate::report::Loss;

/// Which of Word's lists, and how deep in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct WordList {
    pub level: u8,
    pub list: u32,
}

/// A list paragraph of Word's that has no text yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    pub word: WordList,
    /// The style says that it is an item; else its marker must say so.
    pub listed: bool,
}

/// The left margin of each level, in twentieths of a point.
const INDENT: i32 = 720;

/// Whether a text is what Word writes as the marker of an item.
pub(super) fn is_marker(text: &str) -> bool {
    matches!(text, "·" | "•" | "§" | "o" | "-" | "–" | "Ø" | "ü" | "v" | "\u{F0B7}" | "\u{F0A7}")
        || number(text).is_some()
}

/// The number that a marker such as `3.`, `(3)`, `1.3.` or `c)` says, or `None` for a bullet.
fn number(marker: &str) -> Option<u32> {
    let bare = marker.trim_start_matches('(');
    let bare =
        bare.strip_suffix(['.', ')']).unwrap_or(if bare.len() < marker.len() { "" } else { bare });
    let had_end = marker.ends_with(['.', ')']);
    let last = bare.rsplit('.').next().unwrap_or_default();
    if !last.is_empty() && last.len() <= 6 && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return (had_end || bare.contains('.')).then(|| last.parse().unwrap_or(1));
    }
    let letters =
        (1..=5).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
    (letters && had_end).then_some(1)
}

impl Builder<'_, '_> {
    /// `<ul>`, `<ol>`
    pub(super) fn start_list(&mut self, tag: Tag, values: &Values, look: Look) {
        let start = self.raw(values.start).trim().parse::<i64>().unwrap_or(1).clamp(0, 999_999_999);
        let start = (tag == Tag::Ol).then_some(start as u32);
        let kind = if self.top().flags.inline { Kind::Plain } else { Kind::List(start) };
        self.push(tag, kind, look.on, look.off);
        self.top_mut().list.next = start.unwrap_or(0);
    }

    /// `<li>`
    pub(super) fn start_item(&mut self, look: Look) {
        let of = |tag: Tag| self.last[tag as usize];
        let list = of(Tag::Ul).max(of(Tag::Ol)).max(of(Tag::Menu)).max(of(Tag::Dir));
        let scope = self.scope();
        let border = scope.max(of(Tag::Blockquote));
        if of(Tag::Li) > list.max(border) {
            self.pop_to(of(Tag::Li));
        }
        if list <= border && !self.top().list.soft {
            // An item without a list.
            let kind = if self.top().flags.inline { Kind::Plain } else { Kind::List(None) };
            self.push(Tag::Unknown, kind, Marks::NONE, Marks::NONE);
            self.top_mut().list.soft = true;
        }
        let container = self.top().container;
        if self.top().flags.inline || !matches!(self.buffers.blocks[container].kind, Kind::List(_))
        {
            let list = if list > border { list } else { self.depth() - 1 };
            self.push(Tag::Li, Kind::Plain, look.on, look.off);
            return self.item_as_text(list);
        }
        self.open_waiting();
        self.new_item(container);
        self.push(Tag::Li, Kind::Item, look.on, look.off);
    }

    /// Ends the open item of a list and begins one.
    pub(super) fn new_item(&mut self, list: usize) {
        let open = self.buffers.blocks[list].open;
        if open == CLOSED {
            return;
        }
        self.doc.close_to(open + 1);
        let item = self.doc.open(document::Kind::Item { task: None });
        let state = &mut self.buffers.blocks[list].list;
        *state = ListState { item_open: true, item, paragraphs: 0, ..*state };
    }

    /// An item where no list can stand.
    fn item_as_text(&mut self, list: usize) {
        self.report.add(Loss::Table, usize::MAX);
        let ordered = self.buffers.blocks[list].tag == Tag::Ol;
        if ordered {
            let number = self.buffers.blocks[list].list.next;
            self.buffers.blocks[list].list.next = number.saturating_add(1);
            self.prepare(0);
            let span = self.doc.own_number(number);
            self.doc.leaf(document::Kind::Text(span));
            self.literal(".");
        } else {
            self.literal("\u{2022}");
        }
        self.text.space = true;
    }

    /// A paragraph begins in a list: it may make the list a loose one.
    pub(super) fn count_paragraph(&mut self) {
        let container = self.top().container;
        if !matches!(self.buffers.blocks[container].kind, Kind::List(_)) || self.top().heading > 0 {
            return;
        }
        let top = self.top();
        let spaced = top.tag == Tag::P && !top.dense;
        let outer = self.depth().checked_sub(2).and_then(|index| self.buffers.blocks.get(index));
        let in_item = outer.is_some_and(|outer| outer.kind == Kind::Item);
        let list = &mut self.buffers.blocks[container].list;
        list.loose |= spaced && in_item || list.paragraphs > 0;
        list.paragraphs += 1;
    }

    /// Ends lists that have no end tag: something came that is no item.
    pub(super) fn pop_soft(&mut self) {
        while self.top().list.soft {
            self.pop_to(self.depth() - 1);
        }
    }

    /// `<input>`: a box at the start of an item is a task.
    pub(super) fn input(&mut self, values: &Values, at: usize) {
        let kind = self.raw(values.kind);
        if self.marks.has(Marks::HIDDEN) || kind.eq_ignore_ascii_case("hidden") {
            return;
        }
        if !kind.eq_ignore_ascii_case("checkbox") {
            return self.lost(Loss::Html, at);
        }
        let block = &self.buffers.blocks[self.top().container];
        if let (Kind::List(_), Some(item)) = (block.kind, block.list.item)
            && self.doc.nodes.len() == item as usize + 1
            && !self.top().flags.inline
        {
            self.doc.set_kind(item, document::Kind::Item { task: Some(values.checked) });
        } else {
            self.literal(if values.checked { "\u{2611}" } else { "\u{2610}" });
            self.text.space = true;
        }
    }

    // Definition lists.

    /// `<dt>`, `<dd>`
    pub(super) fn start_definition(&mut self, tag: Tag, look: Look) {
        let of = |tag: Tag| self.last[tag as usize];
        let list = of(Tag::Dl);
        let before = of(Tag::Dt).max(of(Tag::Dd));
        if before > list.max(self.scope()) {
            self.pop_to(before);
        }
        let list_block = self.buffers.blocks[list];
        let is_open = list_block.open != CLOSED;
        let expected = if is_open { list } else { list_block.container };
        let fits =
            list > self.scope() && self.top().container == expected && !self.top().flags.inline;
        if !fits || list_block.kind != Kind::Definitions || tag == Tag::Dd && !is_open {
            return self.push(tag, Kind::Plain, look.on, look.off);
        }
        if !is_open && !self.open_definitions(list) {
            return self.push(tag, Kind::Plain, look.on, look.off);
        }
        self.doc.close_to(self.buffers.blocks[list].open + 1);
        self.buffers.blocks[list].list.item_open = false;
        if tag == Tag::Dd {
            self.doc.open(document::Kind::Definition);
            self.buffers.blocks[list].list.item_open = true;
            return self.push(tag, Kind::Plain, look.on, look.off);
        }
        self.push(tag, Kind::Term, look.on, look.off);
        let open = self.doc.open_count();
        self.doc.open(document::Kind::Term);
        self.top_mut().open = open;
        self.top_mut().flags.inline = true;
        self.text.content = false;
        self.text.breaks = 0;
    }

    /// Opens a definition list at its first term. Returns false where it stands too deep.
    fn open_definitions(&mut self, list: usize) -> bool {
        self.settle();
        let open = self.doc.open_count();
        if self.doc.open(document::Kind::DefinitionList).is_none() {
            self.doc.close();
            self.buffers.blocks[list].kind = Kind::Plain;
            return false;
        }
        self.buffers.blocks[list].open = open;
        for block in &mut self.buffers.blocks[list..] {
            block.container = list;
        }
        true
    }

    // Word's list paragraphs.

    /// Whether a `<p>` is one.
    pub(super) fn word_paragraph(&self, values: &Values, look: &Look) -> Option<Paragraph> {
        let class = self.raw(values.class).trim_start();
        let named =
            class.get(..16).is_some_and(|start| start.eq_ignore_ascii_case("MsoListParagraph"));
        if look.list_level > 0 {
            let word = WordList { level: look.list_level, list: look.list };
            Some(Paragraph { word, listed: true })
        } else if named {
            let level = ((look.margin + INDENT / 2) / INDENT).clamp(1, 9) as u8;
            Some(Paragraph { word: WordList { level, list: 0 }, listed: false })
        } else {
            None
        }
    }

    /// The first text of a list paragraph has come, and before it its marker, if it has one.
    pub(super) fn begin_word_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let mut marker = std::mem::take(&mut self.buffers.marker);
        if (paragraph.listed || !marker.is_empty()) && self.top().tag == Tag::P {
            let start = number(&marker);
            let inline = self.top().flags.inline;
            if !inline {
                self.insert_item(paragraph.word, start);
            }
            if inline && start.is_none() {
                self.literal("\u{2022}");
                self.text.space = true;
            }
            // A marker that is not just a bullet or number says something.
            if !marker.is_empty() && (inline && start.is_some() || !is_marker(&marker)) {
                self.literal(&marker);
                self.text.space = true;
            }
        }
        marker.clear();
        self.buffers.marker = marker;
    }

    /// A list paragraph ends that had no text but perhaps a marker: an empty item, or else what
    /// looked like a marker was the text.
    pub(super) fn end_word_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let mut marker = std::mem::take(&mut self.buffers.marker);
        let is_item = paragraph.listed && is_marker(&marker) && self.top().tag == Tag::P;
        if is_item && !self.top().flags.inline {
            self.insert_item(paragraph.word, number(&marker));
            self.settle();
        } else if !marker.is_empty() {
            self.literal(&marker);
        }
        marker.clear();
        self.buffers.marker = marker;
    }

    /// Puts the paragraph on top of the stack into an item.
    fn insert_item(&mut self, word: WordList, start: Option<u32>) {
        let depth = self.depth();
        let Some(paragraph) = self.buffers.blocks.pop() else { return };
        self.last[paragraph.tag as usize] = paragraph.previous;
        self.settled = self.settled.min(self.depth());
        while self.top().list.soft {
            let top = self.top();
            let ordered = matches!(top.kind, Kind::List(Some(_)));
            let other = ordered != start.is_some() || ordered && top.list.word.list != word.list;
            let level = top.list.word.level;
            if level < word.level || level == word.level && !other {
                break;
            }
            let Some(list) = self.buffers.blocks.pop() else { break };
            self.last[list.tag as usize] = list.previous;
            self.settled = self.settled.min(self.depth());
            self.close(list);
        }
        if self.top().list.soft && self.top().list.word.level == word.level {
            self.new_item(self.depth() - 1);
        } else {
            self.push(Tag::Unknown, Kind::List(start), Marks::NONE, Marks::NONE);
            self.top_mut().list.soft = true;
            self.top_mut().list.word = word;
        }
        // Inline elements of the paragraph stay inside of it.
        let shifted = (self.depth() + 1) as isize - depth as isize;
        for inline in self.buffers.inlines.iter_mut().filter(|inline| inline.depth >= depth) {
            inline.depth = inline.depth.saturating_add_signed(shifted);
        }
        self.push(paragraph.tag, paragraph.kind, Marks::NONE, Marks::NONE);
        let top = self.top_mut();
        (top.marks, top.dense) = (paragraph.marks, true);
        self.update_marks();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_and_their_numbers() {
        for (marker, expected) in [
            ("1.", Some(1)),
            ("12)", Some(12)),
            ("(3)", Some(3)),
            ("2.4.", Some(4)),
            ("2.4", Some(4)),
            ("a)", Some(1)),
            ("iv.", Some(1)),
            ("o", None),
            ("·", None),
            ("7", None),
            ("", None),
            ("word", None),
            ("99999999.", None),
        ] {
            assert_eq!(number(marker), expected, "{marker}");
        }
        assert!(is_marker("·") && is_marker("o") && is_marker("1.") && !is_marker("Text"));
    }
}
