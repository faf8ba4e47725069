//! Who is let in: addresses and raw HTML that the options of a conversion do not want stay outside, and
//! so does what the target has no words for.
//!
//! Shape   [`admit`] goes over a finished document, between reader and writer, so that it holds for all of
//!         them. A link that goes leaves its text, a picture its alternative text, a colour what is
//!         coloured, and a container that has lost all that it showed goes too. What blocks in cells
//!         become where a cell holds none is said in [`flat`](super::flat). A document with nothing to
//!         remove is not touched.
//! Units   places in the report are bytes of the input.
//! Errors  lack of memory is remembered by the document.
//! Limits  time is linear: each address is judged by its start, and each node is moved once.

mod formulas;
mod front;
mod named;
mod rebuild;
#[cfg(test)]
mod tests;

use super::holds::{Feature, Holds};
use super::said::{Tables, has_own_widths, holds_blocks, is_aligned, is_turned};
use super::{Delimiter, Document, Kind, LinkTarget, Node, NodeId, NumberStyle, Span, View, Words};
use crate::buffers::{Kept, kept};
use crate::options::{Changes, Images, Links, Options, RawHtml};
use crate::report::{Loss, Report};
use crate::text::address::{Address, is_of_a_page, judge, may_lead_from_a_page};
use crate::{picture, work};
use named::Named;
use rebuild::Rebuild;

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
    /// Front matter stands in the output.
    pub has_front: bool,
    /// What the target has words for.
    pub holds: Holds,
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
    /// The number of the next item, in a list whose markers become text.
    next: Option<u32>,
}

kept! {
    /// What is needed to build a document anew.
    #[derive(Debug, Default)]
    pub(crate) struct Scratch {
        nodes: Vec<Node>,
        open: Vec<Open>,
        named: Named,
    }
}

impl Open {
    /// One that is not in the new document.
    fn passed(end: usize) -> Open {
        Open { end, stays: false, node: None, lost: false, shown: false, next: None }
    }
}

/// What becomes of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It becomes another, and what it holds stays.
    Becomes(Kind, Option<Loss>),
    /// It goes, and what it holds stays.
    Opened(Option<Loss>),
    /// Raw HTML that is shown as text.
    Shown,
    /// It goes with what it holds.
    Dropped(Option<Loss>),
    /// A cell whose blocks become lines.
    Flattened(Kind),
}

/// Takes out of a document what the options do not let in.
#[inline(never)]
pub(crate) fn admit(
    doc: &mut Document,
    door: Door<'_>,
    scratch: &mut Scratch,
    report: &mut Report,
) {
    if !doc.front.is_empty() {
        door.front(doc, report);
    }
    if doc.nodes.iter().any(|node| matches!(node.kind, Kind::Math { .. })) {
        door.formulas(doc, report);
    }
    Kept::clear(&mut scratch.named);
    let view = View { doc, source: door.source };
    work::step(doc.links.len());
    let addresses_stay = doc.links.iter().all(|link| door.allows(view.text(link.url), false));
    let pictures_stay = door.holds.has(Feature::OddPictures)
        || doc.links.iter().all(|link| door.shows(view.text(link.url)));
    let links_stay = doc.links.iter().all(|link| door.leads(view.text(link.url)));
    let html = door.html();
    let marks_stay = door.marks_stay(doc);
    // Of pictures and links their addresses tell, and no node has to be looked at for them.
    let held = door.holds.with(Holds::of(&[Feature::OddPictures, Feature::OddLinks]));
    let mut stays = held == Holds::ALL || door.fits(view, &mut scratch.named, report);
    if stays
        && addresses_stay
        && pictures_stay
        && links_stay
        && marks_stay
        && html == Fate::Stays
        && !door.uncovers
    {
        return;
    }
    work::step(doc.nodes.len());
    for (at, node) in view.nodes().iter().enumerate() {
        if matches!(node.kind, Kind::Html(_) | Kind::HtmlBlock) {
            stays &= html == Fate::Stays;
            if html == Fate::Stays && door.uncovers && !is_harmless(view, at) {
                report.add(Loss::Html, door.place(view.nodes(), at, view));
            }
        } else if !addresses_stay || !pictures_stay || !links_stay || !marks_stay {
            stays &= door.fate(view.nodes(), at, view, Holds::ALL) == Fate::Stays;
        }
    }
    if stays {
        return;
    }
    // What is built anew points into the same texts.
    scratch.nodes.clear();
    std::mem::swap(&mut doc.nodes, &mut scratch.nodes);
    Rebuild::new(doc, door, report, (&mut scratch.open, &scratch.named)).run(&scratch.nodes);
    // Each of the two buffers keeps its use, so that both are large enough next time.
    scratch.nodes.clear();
    if scratch.nodes.try_reserve(doc.nodes.len()).is_ok() {
        scratch.nodes.extend_from_slice(&doc.nodes);
        std::mem::swap(&mut doc.nodes, &mut scratch.nodes);
    }
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

    fn fate(&self, nodes: &[Node], at: usize, view: View<'_>, holds: Holds) -> Fate {
        let Some(Node { kind, .. }) = nodes.get(at) else { return Fate::Stays };
        let address = |is_stayed: bool| {
            if is_stayed { Fate::Stays } else { Fate::Opened(Some(Loss::UnsafeLink)) }
        };
        let unless = |feature: Feature, fate: fn(Option<Loss>) -> Fate| {
            if holds.has(feature) { Fate::Stays } else { fate(Some(feature.loss())) }
        };
        match *kind {
            Kind::Link(id) => {
                let url = view.text(view.link(id).url);
                address(self.allows(url, false) && self.leads(url))
            }
            Kind::Image(id) => {
                let url = view.text(view.link(id).url);
                let shows = self.holds.has(Feature::OddPictures) || self.shows(url);
                address(self.allows(url, true) && shows)
            }
            Kind::Html(_) | Kind::HtmlBlock => self.html(),
            Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Quote { .. } => Fate::Stays,
            Kind::List { .. } | Kind::Item { .. } | Kind::CodeBlock { .. } => Fate::Stays,
            Kind::Table { .. } | Kind::Row { .. } => Fate::Stays,
            Kind::Cell { columns, rows } => fate_of_cell(nodes, at, (columns, rows), holds),
            Kind::FootnoteDefinition { label, end: true } if !holds.has(Feature::Endnotes) => {
                Fate::Becomes(Kind::footnote(label), Some(Feature::Endnotes.loss()))
            }
            Kind::FootnoteDefinition { .. } | Kind::DefinitionList => Fate::Stays,
            Kind::Caption if !holds.has(Feature::Captions) => {
                Fate::Becomes(Kind::PARAGRAPH, Some(Feature::Captions.loss()))
            }
            Kind::Caption => Fate::Stays,
            Kind::PageBreak => unless(Feature::PageBreaks, Fate::Dropped),
            // It is marked all the same.
            Kind::Colored { back, .. } if back.is_marker() && !holds.has(Feature::Colors) => {
                Fate::Becomes(Kind::Highlight, Some(Feature::Colors.loss()))
            }
            Kind::Colored { .. } => unless(Feature::Colors, Fate::Opened),
            Kind::SmallCaps => unless(Feature::SmallCaps, Fate::Opened),
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
            Kind::FootnoteReference { .. } | Kind::Anchor { .. } | Kind::Contents => Fate::Stays,
        }
    }

    /// Counts what nodes say beside what they hold and the target does not; whether the nodes themselves
    /// may all stay.
    fn fits(&self, view: View<'_>, named: &mut Named, report: &mut Report) -> bool {
        let nodes = view.nodes();
        work::step(nodes.len());
        let (mut stays, mut tables) = (true, Tables::default());
        let mut has_names = false;
        for (at, node) in nodes.iter().enumerate() {
            // Most nodes say nothing more, and no table or paragraph begins with them.
            if matches!(node.kind, Kind::Text(_) | Kind::SoftBreak | Kind::Emphasis | Kind::Strong)
            {
                continue;
            }
            let holds = tables.holds(self.holds, nodes, at);
            let mut lose = |feature: Feature| {
                if !holds.has(feature) {
                    report.add(feature.loss(), self.place(nodes, at, view));
                }
            };
            match node.kind {
                Kind::Text(_) | Kind::SoftBreak | Kind::HardBreak | Kind::Code(_) => {}
                Kind::Emphasis | Kind::Strong | Kind::Strike | Kind::Underline => {}
                Kind::Superscript | Kind::Subscript | Kind::Highlight | Kind::Keyboard => {}
                Kind::Item { .. } | Kind::Quote { .. } | Kind::CodeBlock { .. } => {}
                Kind::HtmlBlock | Kind::Row { .. } | Kind::DefinitionList | Kind::Term => {}
                Kind::Definition | Kind::Rule | Kind::Html(_) | Kind::Math { .. } => {}
                Kind::Contents => {}
                Kind::FootnoteReference { .. } | Kind::Anchor { .. } | Kind::Link(_) => {}
                Kind::Paragraph { layout } | Kind::Heading { layout, .. } => {
                    has_names |= matches!(node.kind, Kind::Heading { id, .. } if !id.is_empty());
                    if layout.is_plain() {
                        continue;
                    }
                    if is_aligned(layout) {
                        lose(Feature::Alignment);
                    }
                    if is_turned(layout.direction(), view, (at, node.end as usize)) {
                        lose(Feature::Direction);
                    }
                }
                Kind::List { numbers, .. } => {
                    let is_told = numbers.style == NumberStyle::Decimal
                        && numbers.delimiter != Delimiter::TwoParens;
                    if !is_told {
                        lose(Feature::ListStyles);
                    }
                }
                Kind::Table { first, count, direction } => {
                    if has_own_widths(view.columns(first, count)) {
                        lose(Feature::ColumnWidths);
                    }
                    if is_turned(direction, view, (at, node.end as usize)) {
                        lose(Feature::Direction);
                    }
                }
                Kind::Image(id) => {
                    let LinkTarget { width, height, .. } = view.link(id);
                    if (width, height) != (0, 0) {
                        lose(Feature::PictureSizes);
                    }
                }
                Kind::Cell { columns: 1, rows: 1 } if !holds_blocks(nodes, at) => {}
                Kind::Cell { .. } | Kind::FootnoteDefinition { .. } | Kind::Caption => {
                    stays &= self.fate(nodes, at, view, holds) == Fate::Stays;
                }
                // What the options say of them holds for every target.
                Kind::CommentBody(_) | Kind::CommentStart(_) | Kind::CommentEnd(_) => {}
                Kind::Inserted(_) | Kind::Deleted(_) => {}
                Kind::Colored { .. } => stays &= holds.has(Feature::Colors),
                Kind::SmallCaps => stays &= holds.has(Feature::SmallCaps),
                Kind::PageBreak => stays &= holds.has(Feature::PageBreaks),
            }
        }
        if has_names && !self.holds.has(Feature::HeadingNames) {
            // Without memory the names stay, and are counted.
            stays &= named.find(view).is_ok() && !named.any();
        }
        stays
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

    /// Whether a link of the target may lead to an address.
    fn leads(&self, address: &[u8]) -> bool {
        self.holds.has(Feature::OddLinks)
            || may_lead_from_a_page(address, self.options.links == Links::All)
    }

    /// Whether a page would show a picture at an address.
    fn shows(&self, address: &[u8]) -> bool {
        is_of_a_page(address) || self.is_written_here(address)
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
        // A break has nothing of its own, and what follows is near; a table may begin with empty cells.
        let end = match nodes.get(at) {
            Some(node) if node.kind == Kind::PageBreak => at + NEAR,
            Some(Node { kind: Kind::Table { count, .. }, end }) => {
                (*end as usize).min(at + NEAR + 2 * usize::from(*count))
            }
            node => node.map_or(at, |node| node.end as usize).min(at + NEAR),
        };
        let end = end.min(nodes.len());
        let near = nodes.get(at..end).unwrap_or(&[]).iter();
        let mut places = near.filter_map(|node| self.in_input(text_of(&node.kind, view)));
        places.next().unwrap_or(usize::MAX)
    }

    fn in_input(&self, span: Span) -> Option<usize> {
        let (is_own, at, _) = span.place();
        if is_own || span.is_empty() { None } else { self.start.map(|start| start + at) }
    }
}

/// What becomes of a cell over so many columns and rows.
fn fate_of_cell(nodes: &[Node], at: usize, (columns, rows): (u16, u16), holds: Holds) -> Fate {
    let is_merged = (columns, rows) != (1, 1);
    let kind = if is_merged && !holds.has(Feature::MergedCells) {
        Kind::CELL
    } else {
        Kind::Cell { columns, rows }
    };
    if holds_blocks(nodes, at) && !holds.has(Feature::BlocksInCells) {
        Fate::Flattened(kind)
    } else if kind == (Kind::Cell { columns, rows }) {
        Fate::Stays
    } else {
        // One that is covered is lost with the one that covers it.
        Fate::Becomes(kind, (columns > 0).then_some(Feature::MergedCells.loss()))
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
        Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Quote { alert: None, .. } => true,
        Kind::Colored { .. } | Kind::SmallCaps | Kind::Caption => true,
        Kind::Inserted(_) | Kind::Deleted(_) => true,
        Kind::Emphasis | Kind::Strong | Kind::Strike | Kind::Underline => true,
        Kind::Superscript | Kind::Subscript | Kind::Highlight | Kind::Keyboard => true,
        // Their addresses, places and titles still say something, or others count on them.
        Kind::Quote { alert: Some(_), .. } | Kind::Link(_) | Kind::Image(_) => false,
        Kind::List { .. } | Kind::Item { .. } | Kind::CodeBlock { .. } | Kind::HtmlBlock => false,
        Kind::Table { .. } | Kind::Row { .. } | Kind::Cell { .. } => false,
        Kind::CommentBody(_) | Kind::CommentStart(_) | Kind::CommentEnd(_) => false,
        Kind::PageBreak | Kind::FootnoteDefinition { .. } | Kind::DefinitionList => false,
        Kind::Term | Kind::Definition | Kind::Rule | Kind::Text(_) | Kind::Code(_) => false,
        Kind::Html(_) | Kind::Math { .. } | Kind::SoftBreak | Kind::HardBreak => false,
        Kind::FootnoteReference { .. } | Kind::Anchor { .. } | Kind::Contents => false,
    }
}
