//! Who is let in: the addresses and the raw HTML that the options of a conversion do not want.
//!
//! Shape   [`admit`] goes over a finished document, between reader and writer, so that it holds for all of
//!         them. A link that goes leaves its text, a picture its alternative text, and a container
//!         that has lost all that it showed goes too. A document with nothing to remove is not touched.
//! Units   places in the report are bytes of the input.
//! Errors  lack of memory is remembered by the document.
//! Limits  time is linear: each address is judged by its start, and each node is moved once.

use super::{Document, Kind, LinkTarget, Node, NodeId, Span, View, Words};
use crate::buffers::kept;
use crate::memory;
use crate::options::{Changes, Images, Links, Options, RawHtml};
use crate::picture;
use crate::report::{Loss, Report};
use crate::text::address::{Address, judge};
use crate::work;

/// Nodes behind a removed one in which its place is looked for.
const NEAR: usize = 8;

/// What stands at the door.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door<'a> {
    pub options: &'a Options,
    /// What the document's spans point into.
    pub source: &'a [u8],
    /// Where that begins in the input; none where it is made of it.
    pub start: Option<usize>,
    /// Raw HTML that was hidden in the input is markup in the output.
    pub uncovers: bool,
}

/// A container that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// Where it ends among the old nodes.
    end: usize,
    /// It is in the new document too.
    stays: bool,
    /// Where it begins there; none where it stands too deep.
    node: Option<NodeId>,
    /// Something in it is gone.
    lost: bool,
    /// Something in it is seen.
    shown: bool,
}

kept! {
    /// What is needed to build a document anew.
    #[derive(Debug, Default)]
    pub(crate) struct Scratch {
        nodes: Vec<Node>,
        open: Vec<Open>,
    }
}

/// What becomes of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It goes, which may be a loss, and what it holds stays.
    Opened(Option<Loss>),
    /// Raw HTML that is shown as text.
    Shown,
    /// It goes with what it holds, which may be a loss.
    Dropped(Option<Loss>),
}

/// Takes out of a document what the options do not let in.
#[inline(never)]
pub(crate) fn admit(
    doc: &mut Document,
    door: Door<'_>,
    scratch: &mut Scratch,
    report: &mut Report,
) {
    let view = View { doc, source: door.source };
    work::step(doc.links.len());
    let addresses_stay = doc.links.iter().all(|link| door.allows(view.text(link.url), false));
    let html = door.html();
    let marks_stay = door.marks_stay(doc);
    if addresses_stay && marks_stay && html == Fate::Stays && !door.uncovers {
        return;
    }
    work::step(doc.nodes.len());
    let mut stays = true;
    for (at, node) in view.nodes().iter().enumerate() {
        if matches!(node.kind, Kind::Html(_) | Kind::HtmlBlock) {
            stays &= html == Fate::Stays;
            if html == Fate::Stays && door.uncovers && !is_harmless(view, at) {
                report.add(Loss::Html, door.place(view.nodes(), at, view));
            }
        } else if !addresses_stay || !marks_stay {
            stays &= door.fate(&node.kind, view) == Fate::Stays;
        }
    }
    if stays {
        return;
    }
    // What is built anew points into the same texts.
    scratch.nodes.clear();
    std::mem::swap(&mut doc.nodes, &mut scratch.nodes);
    Rebuild { doc, door, report, open: &mut scratch.open }.run(&scratch.nodes);
}

/// Whether raw HTML is a line break or one comment.
fn is_harmless(view: View<'_>, at: usize) -> bool {
    let end = view.nodes().get(at).map_or(at, |node| node.end as usize);
    let nodes = view.nodes().get(at..end).unwrap_or(&[]).iter();
    let texts = nodes.map(|node| view.text(text_of(&node.kind, view)).trim_ascii());
    let mut texts = texts.filter(|text| !text.is_empty());
    match (texts.next(), texts.next()) {
        (Some(html), None) if html.starts_with(b"<!--") => {
            work::step(html.len());
            memchr::memmem::find(html, b"-->").is_some_and(|end| end + 3 == html.len())
        }
        (Some(html), None) => html == b"<br>",
        (None, _) => true,
        (Some(_), Some(_)) => false,
    }
}

impl Door<'_> {
    fn html(&self) -> Fate {
        match self.options.html {
            RawHtml::Keep | RawHtml::Convert | RawHtml::Pass => Fate::Stays,
            RawHtml::Escape => Fate::Shown,
            RawHtml::Drop => Fate::Dropped(Some(Loss::Html)),
        }
    }

    fn fate(&self, kind: &Kind, view: View<'_>) -> Fate {
        let address = |is_stayed: bool| match is_stayed {
            true => Fate::Stays,
            false => Fate::Opened(Some(Loss::UnsafeLink)),
        };
        match *kind {
            Kind::Link(id) => address(self.allows(view.text(view.link(id).url), false)),
            Kind::Image(id) => address(self.allows(view.text(view.link(id).url), true)),
            Kind::Html(_) | Kind::HtmlBlock => self.html(),
            Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Quote { .. } => Fate::Stays,
            Kind::List { .. } | Kind::Item { .. } | Kind::CodeBlock { .. } => Fate::Stays,
            Kind::Table { .. } | Kind::Row { .. } | Kind::Cell { .. } => Fate::Stays,
            Kind::FootnoteDefinition { .. } | Kind::DefinitionList => Fate::Stays,
            Kind::Caption | Kind::PageBreak | Kind::Colored { .. } => Fate::Stays,
            Kind::SmallCaps => Fate::Stays,
            Kind::Inserted(_) => match self.options.changes() {
                Changes::Accept => Fate::Opened(None),
                Changes::Reject => Fate::Dropped(Some(Loss::DeletedText)),
                Changes::Auto | Changes::Markup => Fate::Stays,
            },
            Kind::Deleted(_) => match self.options.changes() {
                Changes::Accept => Fate::Dropped(Some(Loss::DeletedText)),
                Changes::Reject => Fate::Opened(None),
                Changes::Auto | Changes::Markup => Fate::Stays,
            },
            Kind::CommentBody(_) if self.options.keeps_comments() => Fate::Stays,
            Kind::CommentBody(_) => Fate::Dropped(Some(Loss::Comment)),
            Kind::CommentStart(_) | Kind::CommentEnd(_) if self.options.keeps_comments() => {
                Fate::Stays
            }
            Kind::CommentStart(_) | Kind::CommentEnd(_) => Fate::Dropped(None),
            Kind::Term | Kind::Definition | Kind::Emphasis | Kind::Strong => Fate::Stays,
            Kind::Strike | Kind::Underline | Kind::Superscript | Kind::Subscript => Fate::Stays,
            Kind::Highlight | Kind::Keyboard | Kind::Rule | Kind::Text(_) => Fate::Stays,
            Kind::Code(_) | Kind::Math { .. } | Kind::SoftBreak | Kind::HardBreak => Fate::Stays,
            Kind::FootnoteReference { .. } | Kind::Anchor { .. } => Fate::Stays,
        }
    }

    /// Whether changes and comments stay, as far as there are any.
    fn marks_stay(&self, doc: &Document) -> bool {
        let changes = doc.changes.is_empty()
            || matches!(self.options.changes(), Changes::Auto | Changes::Markup);
        changes && (doc.comments.is_empty() || self.options.keeps_comments())
    }

    /// Whether links or pictures may have an address.
    fn allows(&self, address: &[u8], is_picture: bool) -> bool {
        match (self.options.links, judge(address)) {
            (Links::All, _) => true,
            (_, Address::Relative | Address::Web) => true,
            (_, Address::Unsafe) => false,
            (Links::Safe, Address::Raster | Address::Drive) => true,
            (Links::Safe, Address::Scheme | Address::Machine) => true,
            // The pictures of a document stand in it, or in the folder that the host named.
            (Links::Web, Address::Raster) => is_picture,
            (Links::Web, Address::Drive | Address::Scheme | Address::Machine) => {
                is_picture && self.is_written_here(address)
            }
        }
    }

    /// Whether an address is that of a picture as the folder of the options gets them.
    fn is_written_here(&self, address: &[u8]) -> bool {
        match &self.options.images {
            Images::Folder(folder) => picture::folder::is_name_in(folder, address),
            Images::Embed | Images::Skip => false,
        }
    }

    /// The place of a node in the input: its own text's or address's, else that of what stands in it.
    fn place(&self, nodes: &[Node], at: usize, view: View<'_>) -> usize {
        let end = nodes.get(at).map_or(at, |node| node.end as usize).min(at + NEAR);
        let near = nodes.get(at..end).unwrap_or(&[]).iter();
        let mut places = near.filter_map(|node| self.in_input(text_of(&node.kind, view)));
        places.next().unwrap_or(usize::MAX)
    }

    fn in_input(&self, span: Span) -> Option<usize> {
        let (is_own, at, _) = span.place();
        if is_own || span.is_empty() { None } else { self.start.map(|start| start + at) }
    }
}

/// The text of a node, or the address it leads to.
fn text_of(kind: &Kind, view: View<'_>) -> Span {
    match kind.words() {
        Words::Text(span) | Words::Markup(span) => span,
        Words::Target(id) => {
            let LinkTarget { url, .. } = view.link(id);
            url
        }
        Words::Blank | Words::None => Span::EMPTY,
    }
}

/// Whether a container says nothing once it has lost all that it showed.
fn is_nothing_by_itself(kind: &Kind) -> bool {
    match kind {
        Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Quote { alert: None } => true,
        Kind::Colored { .. } | Kind::SmallCaps | Kind::Caption => true,
        Kind::Inserted(_) | Kind::Deleted(_) => true,
        Kind::Emphasis | Kind::Strong | Kind::Strike | Kind::Underline => true,
        Kind::Superscript | Kind::Subscript | Kind::Highlight | Kind::Keyboard => true,
        // Their addresses, places and titles still say something, or others count on them.
        Kind::Quote { alert: Some(_) } | Kind::Link(_) | Kind::Image(_) => false,
        Kind::List { .. } | Kind::Item { .. } | Kind::CodeBlock { .. } | Kind::HtmlBlock => false,
        Kind::Table { .. } | Kind::Row { .. } | Kind::Cell { .. } => false,
        Kind::CommentBody(_) | Kind::CommentStart(_) | Kind::CommentEnd(_) => false,
        Kind::PageBreak | Kind::FootnoteDefinition { .. } | Kind::DefinitionList => false,
        Kind::Term | Kind::Definition | Kind::Rule | Kind::Text(_) | Kind::Code(_) => false,
        Kind::Html(_) | Kind::Math { .. } | Kind::SoftBreak | Kind::HardBreak => false,
        Kind::FootnoteReference { .. } | Kind::Anchor { .. } => false,
    }
}

/// A document that is built anew.
struct Rebuild<'r> {
    doc: &'r mut Document,
    door: Door<'r>,
    report: &'r mut Report,
    open: &'r mut Vec<Open>,
}

impl Rebuild<'_> {
    fn run(&mut self, nodes: &[Node]) {
        self.open.clear();
        let mut at = 0;
        loop {
            if let Some(last) = self.open.pop_if(|last| last.end <= at) {
                self.close(last);
                continue;
            }
            let Some(Node { kind, end }) = nodes.get(at) else { return };
            let end = *end as usize;
            let mut next = at + 1;
            let goes_on = match self.door.fate(kind, self.view()) {
                Fate::Stays if kind.is_leaf() => self.leaf(*kind),
                Fate::Stays => self.enter(kind, end),
                Fate::Opened(loss) => {
                    let lost = loss.is_some();
                    loss.into_iter().for_each(|loss| self.lost(loss, nodes, at));
                    self.keep_open(Open { end, stays: false, node: None, lost, shown: false })
                }
                Fate::Dropped(loss) => {
                    loss.into_iter().for_each(|loss| self.lost(loss, nodes, at));
                    next = end;
                    true
                }
                Fate::Shown if kind.is_leaf() => self.show(&nodes[at..next], false),
                Fate::Shown => {
                    self.doc.open(Kind::PARAGRAPH);
                    self.show(&nodes[next..end], true);
                    self.doc.close();
                    next = end;
                    true
                }
            };
            if !goes_on {
                self.doc.give_up();
                return;
            }
            at = next;
        }
    }

    fn view(&self) -> View<'_> {
        View { doc: self.doc, source: self.door.source }
    }

    /// A node goes.
    fn lost(&mut self, loss: Loss, nodes: &[Node], at: usize) {
        self.report.add(loss, self.door.place(nodes, at, self.view()));
        if let Some(last) = self.open.last_mut() {
            last.lost = true;
        }
    }

    /// A container stays. False where memory is short, here and below.
    fn enter(&mut self, kind: &Kind, end: usize) -> bool {
        let node = self.doc.open(*kind);
        self.keep_open(Open { end, stays: true, node, lost: false, shown: false })
    }

    fn keep_open(&mut self, open: Open) -> bool {
        memory::push(self.open, open)
    }

    /// Closes a container, and takes it back where it has lost all that it showed.
    fn close(&mut self, last: Open) {
        let mut is_shown = last.shown;
        let mut is_lost = false;
        if last.stays {
            self.doc.close();
            let kind = last.node.and_then(|node| self.view().kind(node).copied());
            let is_nothing = kind.is_some_and(|kind| is_nothing_by_itself(&kind));
            is_shown |= !is_nothing;
            is_lost = last.lost && !is_shown;
            if let Some(node) = last.node.filter(|_| is_lost) {
                self.doc.nodes.truncate(node as usize);
            }
        }
        if let Some(outer) = self.open.last_mut() {
            outer.shown |= is_shown;
            outer.lost |= is_lost;
        }
    }

    fn leaf(&mut self, kind: Kind) -> bool {
        let is_shown = match kind {
            Kind::Text(span) => !self.view().text(span).trim_ascii().is_empty(),
            kind => !matches!(kind, Kind::SoftBreak | Kind::HardBreak),
        };
        self.doc.leaf(kind);
        if let Some(last) = self.open.last_mut() {
            last.shown |= is_shown;
        }
        true
    }

    /// Adds raw HTML as text. The lines of a block have no blanks around them, and no empty ones
    /// between.
    fn show(&mut self, nodes: &[Node], is_block: bool) -> bool {
        let (mut is_begun, mut line_starts, mut breaks) = (!is_block, is_block, false);
        for node in nodes {
            let span = text_of(&node.kind, self.view());
            work::step(span.len());
            let mut from = 0;
            while from < span.len() {
                let line = self.view().text(span).get(from..).unwrap_or(&[]);
                let end = memchr::memchr(b'\n', line);
                let mut line = &line[..end.unwrap_or(line.len())];
                let (start, length) = (from, line.len());
                if end.is_some() {
                    line = line.trim_ascii_end();
                }
                let shown_end = start + line.len();
                if line_starts {
                    line = line.trim_ascii_start();
                }
                let shown_start = shown_end - line.len();
                if shown_end > shown_start {
                    if std::mem::take(&mut breaks) {
                        self.leaf(Kind::SoftBreak);
                    }
                    self.leaf(Kind::Text(span.slice(shown_start, shown_end)));
                    (is_begun, line_starts) = (true, false);
                }
                from = start + length;
                if end.is_some() {
                    from += 1;
                    (breaks, line_starts) = (is_begun, true);
                }
            }
        }
        if breaks && !is_block {
            self.leaf(Kind::SoftBreak);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;
    use crate::memory::refusals;

    const MARKDOWN: &str =
        "> *[a **b**](javascript:c)* ![d](//e/f) <i>g</i>\n>\n> <p>\n\n- <div>\n\n# <u x>\n";

    /// The document, let in when so many allocations have been granted; and whether one was refused.
    fn admitted(options: &str, granted: usize, scratch: &mut Scratch) -> (Document, Report, bool) {
        let options = Options::parse(options).unwrap();
        let (mut doc, mut report) = (Document::default(), Report::default());
        doc.reset(256);
        markdown::read(MARKDOWN, &options, &mut doc, &mut report).unwrap();
        let source = MARKDOWN.as_bytes();
        let door = Door { options: &options, source, start: Some(0), uncovers: false };
        let ((), refused) =
            refusals::after(granted, || admit(&mut doc, door, scratch, &mut report));
        (doc, report, refused)
    }

    /// Every subtree ends within the one around it, and holds what it may.
    fn is_sound(doc: &Document) -> bool {
        let mut ends = vec![doc.nodes.len()];
        doc.nodes.iter().enumerate().all(|(at, node)| {
            while ends.last().is_some_and(|&end| end <= at) {
                ends.pop();
            }
            let end = node.end as usize;
            let fits = end > at && ends.last().is_some_and(|&outer| end <= outer);
            ends.push(end);
            fits && (!node.kind.is_leaf() || end == at + 1)
        })
    }

    #[test]
    fn what_is_built_anew_is_a_document() {
        let mut scratch = Scratch::default();
        for (options, unsafe_links, html) in [
            ("Untrusted=Yes", 2, 5),
            ("Links=Web", 2, 0),
            ("Links=All;Html=Drop", 0, 5),
            ("Html=Escape", 1, 0),
            ("Links=All", 0, 0),
        ] {
            let (doc, report, _) = admitted(options, usize::MAX, &mut scratch);
            assert!(doc.check().is_ok() && is_sound(&doc), "{options} {:?}", doc.nodes);
            let counts = [Loss::UnsafeLink, Loss::Html].map(|loss| report.get(loss).count);
            assert_eq!(counts, [unsafe_links, html], "{options}");
            assert_eq!(doc.open_count(), 0, "{options}");
        }
    }

    #[test]
    fn memory_that_is_refused_is_remembered() {
        for count in 0.. {
            let (doc, _, refused) = admitted("Untrusted=Yes", count, &mut Scratch::default());
            assert_eq!(doc.check().is_err(), refused, "{count}");
            if !refused {
                assert!(count > 0);
                break;
            }
        }
    }
}
