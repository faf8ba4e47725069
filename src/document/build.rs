//! The document, and filling it: open, close, leaf, and text.
//!
//! Shape   readers call `open` and `close` in pairs and `leaf` in between.
//! Errors  remembered, see [`Document::check`]; after a failure calls do nothing.

use crate::buffers::{Kept, kept};
use crate::error::{Error, Result};
use crate::memory;
use crate::work;

use super::{
    Change, ChangeId, Column, Comment, CommentId, Direction, Kind, LinkId, LinkTarget, Meta, Node,
    NodeId, Span, View, Words,
};

/// Stands in the stack of open nodes for a container that was flattened.
const FLATTENED: NodeId = NodeId::MAX;

kept! {
    /// A document and every buffer it needs; cleared, not dropped, between conversions.
    #[derive(Debug, Default)]
    pub struct Document {
        /// The nodes in reading order.
        pub nodes: Vec<Node>,
        /// Text that is not found as it stands in the input. UTF-8.
        pub text: String,
        /// Targets of links and images.
        pub links: Vec<LinkTarget>,
        /// Columns of all tables, one table after the other.
        pub columns: Vec<Column>,
        /// Who has made the tracked changes.
        pub changes: Vec<Change>,
        /// Who has made the comments.
        pub comments: Vec<Comment>,
        facts: [Span; Meta::ALL.len()],
        /// Other properties: names and values.
        pub properties: Vec<(Span, Span)>,
        /// The block of front matter that it begins with in Markdown, its marks included.
        pub front: Span,
        /// A second text buffer for readers that must rewrite their input; never part of the document.
        spare: String,
        open: Vec<NodeId>,
        sealed: usize,
        depth: u32,
        max_depth: u32,
        flattened: u32,
        full: bool,
    }
}

/// What is said of a document beside its text.
#[derive(Debug)]
pub(crate) struct Facts {
    named: Vec<(Meta, String)>,
    front: String,
    properties: Vec<(String, String)>,
}

impl Document {
    /// Empties the document for a new one, and keeps the buffers.
    pub fn reset(&mut self, max_depth: u32) {
        self.clear();
        self.max_depth = max_depth;
    }

    /// How many containers were flattened because they stood too deep.
    pub fn flattened(&self) -> u32 {
        self.flattened
    }

    /// Whether building succeeded: the first failure to get memory is reported here.
    pub fn check(&self) -> Result<()> {
        if self.full { Err(Error::out_of_memory()) } else { Ok(()) }
    }

    /// A fact about the document; empty where it is not known.
    pub fn meta(&self, fact: Meta) -> Span {
        self.facts[fact as usize]
    }

    /// Says a fact about the document.
    pub fn set_meta(&mut self, fact: Meta, value: Span) {
        self.facts[fact as usize] = value;
    }

    /// The facts that are known.
    pub fn metas(&self) -> impl Iterator<Item = (Meta, Span)> + '_ {
        let facts = Meta::ALL.into_iter().map(|fact| (fact, self.meta(fact)));
        facts.filter(|(_, value)| !value.is_empty())
    }

    /// How many facts and properties there are: what is lost where none is written.
    pub(crate) fn count_facts(&self) -> u32 {
        (self.metas().count() + self.properties.len()) as u32
    }

    /// Forgets all facts and properties.
    pub(crate) fn clear_meta(&mut self) {
        self.facts = Default::default();
        self.properties.clear();
    }

    /// Adds a property of a name of the host's own.
    pub fn add_property(&mut self, name: Span, value: Span) {
        self.full |= !memory::push(&mut self.properties, (name, value));
    }

    /// Another property of the document, by name; its value follows.
    pub(crate) fn begin_property(&mut self, name: Span) {
        if !name.is_empty() {
            self.full |= !memory::push(&mut self.properties, (name, Span::EMPTY));
        }
    }

    /// The value of the property that was begun last.
    pub(crate) fn end_property(&mut self, value: Span) {
        if let Some((_, place)) = self.properties.last_mut().filter(|(_, place)| place.is_empty()) {
            *place = value;
        }
    }

    /// Takes out what is said of the document beside its text, so that the text can be made anew.
    pub(crate) fn take_facts(&self, source: &[u8]) -> Facts {
        let view = View { doc: self, source };
        let text = |span| String::from_utf8_lossy(view.text(span)).into_owned();
        let properties = self.properties.iter();
        Facts {
            named: self.metas().map(|(fact, value)| (fact, text(value))).collect(),
            front: text(self.front),
            properties: properties.map(|&(name, value)| (text(name), text(value))).collect(),
        }
    }

    /// Puts it back.
    pub(crate) fn put_facts(&mut self, facts: &Facts) {
        for (fact, value) in &facts.named {
            let value = self.own(value);
            self.set_meta(*fact, value);
        }
        self.front = self.own(&facts.front);
        for (name, value) in &facts.properties {
            let (name, value) = (self.own(name), self.own(value));
            self.add_property(name, value);
        }
    }

    /// What the node added last is.
    pub fn last_kind(&self) -> Option<Kind> {
        self.nodes.last().map(|node| node.kind)
    }

    /// Whether a node is the one added last.
    pub fn is_last(&self, id: NodeId) -> bool {
        self.nodes.len() == id as usize + 1
    }

    /// About how long a document's text will be in a format that needs `per_node` bytes for each
    /// node: links, pictures and code included.
    pub(crate) fn expected_bytes(&self, per_node: usize) -> usize {
        let texts = self.nodes.iter().map(|node| match node.kind.words() {
            Words::Text(span) | Words::Markup(span) => span.len(),
            Words::Target(id) => {
                self.links.get(id.0 as usize).map_or(0, |link| link.url.len() + link.title.len())
            }
            Words::Blank | Words::None => 0,
        });
        texts.sum::<usize>() + self.nodes.len() * per_node
    }

    /// Opens a container. Every `open` needs its `close`, also where the container is flattened.
    /// Returns the node's index, or `None` where it was flattened or memory ran out.
    pub fn open(&mut self, kind: Kind) -> Option<NodeId> {
        work::step(1);
        let mut id = FLATTENED;
        if kind.nests() {
            self.depth += 1;
            if self.depth <= self.max_depth || self.stands_all_the_same(kind) {
                id = self.push(kind);
            } else {
                self.flattened += 1;
            }
        } else if !matches!(kind, Kind::Row { .. } | Kind::Cell { .. }) || self.is_in_a_node() {
            id = self.push(kind);
        } else if let Kind::Cell { .. } = kind {
            // What a table would have been is paragraphs.
            id = self.push(Kind::PARAGRAPH);
        }
        if self.open.len() == self.open.capacity() && self.open.try_reserve(1).is_err() {
            self.full = true;
            return None;
        }
        self.open.push(id);
        (id != FLATTENED).then_some(id)
    }

    /// Whether a container may stand deeper than the limit: an item stands or falls with its list, so
    /// that lists never hold anything else, and only a table in a table is too deep.
    #[cold]
    fn stands_all_the_same(&self, kind: Kind) -> bool {
        let is_part = matches!(kind, Kind::Item { .. } | Kind::Definition);
        let is_table = matches!(kind, Kind::Table { .. });
        is_part && self.is_in_a_node() || is_table && !self.is_in_a_cell()
    }

    /// Whether the container opened last is there.
    fn is_in_a_node(&self) -> bool {
        self.open.last().is_some_and(|&outer| outer != FLATTENED)
    }

    fn is_in_a_cell(&self) -> bool {
        let mut open = self.open.iter().filter_map(|&id| self.nodes.get(id as usize));
        open.any(|node| matches!(node.kind, Kind::Cell { .. }))
    }

    /// Whether a table in a cell would not be too deep: it must hold inlines only where it would be.
    pub fn can_nest(&self) -> bool {
        self.can_nest_in(0)
    }

    /// The same where so many containers come before.
    pub(crate) fn can_nest_in(&self, more: u32) -> bool {
        self.depth.saturating_add(more) < self.max_depth
    }

    /// Notes that a reader's own buffers found no memory, as if the document's had not.
    pub(crate) fn give_up(&mut self) {
        self.full = true;
    }

    /// Closes the container opened last.
    pub fn close(&mut self) {
        let Some(id) = self.open.pop() else { return };
        let end = self.nodes.len() as NodeId;
        self.sealed = self.nodes.len();
        match self.nodes.get_mut(id as usize) {
            Some(node) => {
                node.end = end;
                if node.kind.nests() {
                    // After a failure the depth no longer says anything.
                    self.depth = self.depth.saturating_sub(1);
                }
            }
            None => self.depth = self.depth.saturating_sub(1),
        }
    }

    /// Opens an inline container once more that ends where the document does.
    pub(crate) fn reopen(&mut self, id: NodeId) {
        if !memory::push(&mut self.open, id) {
            self.full = true;
        }
    }

    /// The text of a span, if it is the document's own.
    pub(crate) fn own_text(&self, span: Span) -> Option<&str> {
        let (own, start, end) = span.place();
        self.text.get(start..end).filter(|_| own)
    }

    /// The block of front matter that the document begins with.
    pub(crate) fn begin_with(&mut self, front: &str) {
        self.front = self.own(front);
    }

    /// The second text buffer, empty; [`keep_spare`](Self::keep_spare) takes it back.
    pub(crate) fn lend_spare(&mut self) -> String {
        let mut spare = std::mem::take(&mut self.spare);
        spare.clear();
        spare
    }

    /// Takes a text buffer for the second one.
    pub(crate) fn keep_spare(&mut self, text: String) {
        self.spare = text;
    }

    /// Gives out the document's own text, and goes on with an empty one until
    /// [`take_text`](Self::take_text) takes the first back in its place.
    pub(crate) fn give_text(&mut self) -> String {
        let spare = self.lend_spare();
        std::mem::replace(&mut self.text, spare)
    }

    /// Takes a text for the document's own.
    pub(crate) fn take_text(&mut self, text: String) {
        self.spare = std::mem::replace(&mut self.text, text);
        self.spare.clear();
    }

    /// Closes containers until `open` of them are left.
    pub fn close_to(&mut self, open: usize) {
        while self.open.len() > open {
            self.close();
        }
    }

    /// A cell that holds one paragraph and nothing else holds what stands in that. It has just been closed.
    pub(crate) fn bare_only_paragraph(&mut self, cell: NodeId) {
        let inner = cell as usize + 1;
        let ends = |node: &Node| node.kind.is_paragraph() && node.end as usize == self.nodes.len();
        if !self.nodes.get(inner).is_some_and(ends) {
            return;
        }
        work::step(self.nodes.len() - inner);
        self.nodes.remove(inner);
        for node in self.nodes.iter_mut().skip(cell as usize) {
            // Those within, and the cell itself.
            node.end -= 1;
        }
        self.sealed = self.nodes.len();
    }

    /// How many containers are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// The open container `up` levels above the innermost one; `None` where it was flattened.
    pub fn opened(&self, up: usize) -> Option<NodeId> {
        let index = self.open.len().checked_sub(up + 1)?;
        self.open.get(index).copied().filter(|&id| id != FLATTENED)
    }

    /// Adds a leaf. Text that goes on where the text before it ended becomes part of it.
    pub fn leaf(&mut self, kind: Kind) {
        work::step(1);
        if let Kind::Text(span) = kind {
            if span.is_empty() {
                return;
            }
            // A text before `sealed` stands inside a container that has been closed since.
            if self.nodes.len() > self.sealed
                && let Some(Node { kind: Kind::Text(last), .. }) = self.nodes.last_mut()
                && let Some(joined) = last.join(span)
            {
                *last = joined;
                return;
            }
        }
        self.push(kind);
    }

    /// Copies `text` into the document's own buffer and returns where it stands.
    pub fn own(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.append(text);
        Span::of_own(start, self.text.len())
    }

    /// Writes a number into the document's own text.
    pub fn own_number(&mut self, number: u32) -> Span {
        let mut digits = [0u8; 10];
        let mut at = digits.len();
        let mut rest = number;
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let start = self.text.len();
        self.append_ascii(&digits[at..]);
        Span::of_own(start, self.text.len())
    }

    /// Length of the document's own text: where [`Document::append`] will write.
    #[inline]
    pub fn own_len(&self) -> usize {
        self.text.len()
    }

    /// Adds to the document's own text. The caller makes spans of it with [`Span::of_own`].
    #[inline]
    pub fn append(&mut self, text: &str) {
        work::step(text.len());
        if self.room_for(text.len()) {
            self.text.push_str(text);
        }
    }

    /// Adds one character to the document's own text.
    #[inline]
    pub fn append_char(&mut self, c: char) {
        work::step(1);
        if self.room_for(4) {
            self.text.push(c);
        }
    }

    /// Adds ASCII bytes to the document's own text; others become U+FFFD.
    #[inline]
    pub fn append_ascii(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.append(text),
            Err(_) => bytes.iter().for_each(|_| self.append_char(char::REPLACEMENT_CHARACTER)),
        }
    }

    /// Lets `write` add to the document's own text, with room for `expected` bytes made before.
    pub fn append_with<R>(&mut self, expected: usize, write: impl FnOnce(&mut String) -> R) -> R {
        let start = self.text.len();
        let fits = self.room_for(expected);
        let result = write(&mut self.text);
        if !fits {
            self.text.truncate(start);
        }
        result
    }

    #[inline]
    fn room_for(&mut self, more: usize) -> bool {
        if self.text.capacity() - self.text.len() >= more {
            return true;
        }
        let fits =
            self.text.len() + more < i32::MAX as usize && self.text.try_reserve(more).is_ok();
        self.full |= !fits;
        fits
    }

    /// Adds a link target.
    pub fn add_link(&mut self, target: LinkTarget) -> LinkId {
        let id = LinkId(self.links.len() as u32);
        if self.links.try_reserve(1).is_err() {
            self.full = true;
        } else {
            self.links.push(target);
        }
        id
    }

    /// Adds who has made a tracked change.
    pub fn add_change(&mut self, change: Change) -> ChangeId {
        self.full |= !memory::push(&mut self.changes, change);
        ChangeId((self.changes.len() as u32).saturating_sub(1))
    }

    /// How many changes say who has made them, or when.
    pub(crate) fn signed_changes(&self) -> u32 {
        let signed = |change: &&Change| !change.author.is_empty() || !change.date.is_empty();
        self.changes.iter().filter(signed).count() as u32
    }

    /// How many comments say who has made them, or when.
    pub(crate) fn signed_comments(&self) -> u32 {
        let signed = |it: &&Comment| !it.author.is_empty() || !it.date.is_empty();
        self.comments.iter().filter(signed).count() as u32
    }

    /// Adds who has made a comment.
    pub fn add_comment(&mut self, comment: Comment) -> CommentId {
        self.full |= !memory::push(&mut self.comments, comment);
        CommentId((self.comments.len() as u32).saturating_sub(1))
    }

    /// How many cells there are; none is counted where no table has begun.
    pub fn cells(&self) -> usize {
        if self.columns.is_empty() {
            return 0;
        }
        self.nodes.iter().filter(|node| matches!(node.kind, Kind::Cell { .. })).count()
    }

    /// Adds the columns of a table and returns the table's kind.
    pub fn add_columns<C: Into<Column>>(
        &mut self,
        columns: impl ExactSizeIterator<Item = C>,
    ) -> Kind {
        let first = self.columns.len() as u32;
        let mut count = columns.len().min(u16::MAX as usize);
        if self.columns.try_reserve(count).is_err() {
            self.full = true;
            count = 0;
        }
        self.columns.extend(columns.take(count).map(C::into));
        Kind::Table { first, count: count as u16, direction: Direction::Unsaid }
    }

    /// Changes what an open or finished node is, without touching its children.
    pub fn set_kind(&mut self, id: NodeId, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.kind = kind;
        }
    }

    /// Makes room for as many nodes again, if memory and its limit allow it. What is full stays so: a reader
    /// may go on to its input's end, and need not ask for each node.
    #[cold]
    fn grow_nodes(&mut self) -> bool {
        let step = self.nodes.capacity().max(4);
        !self.full && memory::grow(&mut self.nodes, 1, step)
    }

    fn push(&mut self, kind: Kind) -> NodeId {
        let id = self.nodes.len();
        if id >= FLATTENED as usize - 1 || (id == self.nodes.capacity() && !self.grow_nodes()) {
            self.full = true;
            return FLATTENED;
        }
        self.nodes.push(Node { kind, end: id as NodeId + 1 });
        id as NodeId
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Kind, Span};

    fn document(max_depth: u32) -> Document {
        let mut doc = Document::default();
        doc.reset(max_depth);
        doc
    }

    #[test]
    fn a_node_is_followed_by_its_children_then_by_its_sibling() {
        let mut doc = document(256);
        let a = doc.open(Kind::PARAGRAPH);
        let span = doc.own("one");
        doc.leaf(Kind::Text(span));
        doc.leaf(Kind::HardBreak);
        doc.close();
        let b = doc.open(Kind::PARAGRAPH);
        doc.close();
        assert_eq!((a, b), (Some(0), Some(3)));
        assert_eq!(doc.nodes[0].end, 3);
        assert_eq!(doc.nodes[3].end, 4);
        assert!(doc.check().is_ok());
    }

    #[test]
    fn contiguous_text_is_one_leaf() {
        let mut doc = document(256);
        doc.leaf(Kind::Text(Span::of_source(0, 4)));
        doc.leaf(Kind::Text(Span::of_source(4, 9)));
        doc.leaf(Kind::Text(Span::of_source(10, 12)));
        assert_eq!(doc.nodes.len(), 2);
        assert_eq!(doc.nodes[0].kind, Kind::Text(Span::of_source(0, 9)));
    }

    #[test]
    fn text_after_a_closed_container_is_not_joined_into_it() {
        let mut doc = document(256);
        doc.open(Kind::Emphasis);
        doc.leaf(Kind::Text(Span::of_source(0, 4)));
        doc.close();
        doc.leaf(Kind::Text(Span::of_source(4, 9)));
        assert_eq!(doc.nodes.len(), 3);
        assert_eq!(doc.nodes[0].end, 2);
    }

    #[test]
    fn containers_beyond_the_depth_limit_are_flattened_and_their_text_kept() {
        let mut doc = document(2);
        for _ in 0..100_000 {
            doc.open(Kind::quote(None));
        }
        doc.open(Kind::PARAGRAPH);
        doc.leaf(Kind::Text(Span::of_source(0, 1)));
        doc.close();
        doc.close_to(0);
        assert_eq!(doc.nodes.len(), 4);
        assert_eq!(doc.flattened(), 99_998);
        assert!(doc.nodes.iter().take(3).all(|node| node.end == 4));
    }

    #[test]
    fn a_list_at_the_limit_keeps_its_items() {
        let mut doc = document(1);
        doc.open(Kind::list(None, true));
        doc.open(Kind::Item { task: None });
        doc.open(Kind::list(None, true));
        doc.open(Kind::Item { task: None });
        doc.close_to(0);
        assert_eq!(doc.nodes.len(), 2);
        assert_eq!(doc.flattened(), 2);
    }
}
