//! The report is true: of documents made at random from the model, written and read back, it names
//! exactly the kinds of what has changed.
//!
//! Shape   a document is taken apart into its features, each under the kind of loss that it would be,
//!         and the rest, which must come back as it was. A thousand documents a run, from a fixed seed or
//!         the one in `LEGACYBRIDGE_SEED`.

use std::collections::BTreeMap;

use legacybridge::document::{
    Alert, Align, Alignment, Column, Delimiter, Direction, Document, Kind, Layout, LinkTarget,
    Meta, NumberStyle, Numbers, Span, Step, View,
};
use legacybridge::markdown;
use legacybridge::memory::Output;
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};
use legacybridge::rtf;

/// Documents of a run.
const DOCUMENTS: u64 = 1_000;
/// The seed, where nobody gives one.
const SEED: u64 = 0x5EED_0F1E_6AC7;

/// Numbers that look random (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

/// A document in the making. No two texts are the same, and none is blank at its ends.
struct Maker {
    dice: Dice,
    doc: Document,
    texts: u32,
    /// Footnotes: how many are referred to so far.
    notes: u32,
    /// What stands here is the text of a note.
    in_note: bool,
    /// It has looks and tables that not every format has words for.
    rich: bool,
}

/// Levels of lists in RTF.
const LEVELS: usize = 9;

const LABELS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

impl Maker {
    fn text(&mut self) {
        self.texts += 1;
        let tail = self.dice.of(&["", "", " words", "é😀", "_*", "{\\}", "\u{5E9}"]);
        // Control characters stand in no RTF.
        let odd = if self.dice.one_in(60) { "\u{2}" } else { "" };
        let text = format!("t{}{odd}{tail}.", self.texts);
        let span = self.doc.own(&text);
        self.doc.leaf(Kind::Text(span));
    }

    fn node(&mut self, kind: Kind, inside: impl FnOnce(&mut Maker)) {
        self.doc.open(kind);
        inside(self);
        self.doc.close();
    }

    fn inlines(&mut self, depth: u32) {
        self.text();
        for _ in 0..self.dice.below(4) {
            match self.dice.below(if depth == 0 { 7 } else { 14 }) {
                0 => {
                    let span = self.doc.own("code `x`");
                    self.doc.leaf(Kind::Code(span));
                }
                1 => self.doc.leaf(Kind::HardBreak),
                2 if self.dice.one_in(3) => {
                    let span = self.doc.own("<b>");
                    self.doc.leaf(Kind::Html(span));
                }
                3 if self.dice.one_in(2) => {
                    let tex = self.doc.own("x^2");
                    self.doc.leaf(Kind::Math { tex, display: self.dice.one_in(2) });
                }
                4 => self.refer(),
                7 => self.node(Kind::Emphasis, |m| m.inlines(depth - 1)),
                8 if depth == 2 => self.node(Kind::Strong, |m| m.inlines(depth - 1)),
                9 if depth == 2 => self.node(Kind::Strike, |m| m.inlines(depth - 1)),
                10 if depth == 1 => {
                    let kinds = [Kind::Superscript, Kind::Subscript, Kind::Underline];
                    let kind = kinds[self.dice.below(3) as usize];
                    self.node(kind, Maker::text);
                }
                11 => {
                    let kinds = [Kind::Highlight, Kind::Keyboard];
                    let kind = kinds[self.dice.below(2) as usize];
                    self.node(kind, Maker::text);
                }
                12 => self.link(),
                13 => self.image(),
                _ => self.text(),
            }
            self.text();
        }
    }

    /// A reference to the next note, to one that has been referred to, or to one that there is not.
    fn refer(&mut self) {
        if self.in_note {
            return;
        }
        let label = match self.dice.below(6) {
            0 if self.dice.one_in(4) => "missing",
            1 if self.notes > 0 => LABELS[self.dice.below(self.notes.into()) as usize],
            _ if (self.notes as usize) < LABELS.len() => {
                self.notes += 1;
                LABELS[self.notes as usize - 1]
            }
            _ => return,
        };
        let label = self.doc.own(label);
        self.doc.leaf(Kind::FootnoteReference { label });
    }

    fn target(&mut self, url: &str, title: &str) -> LinkTarget {
        LinkTarget::new(self.doc.own(url), self.doc.own(title))
    }

    fn link(&mut self) {
        let (url, title) = (
            self.dice.of(&["http://a.b/c?d=e&f", "page.html"]),
            self.dice.of(&["", "a \"title\""]),
        );
        let target = self.target(url, title);
        let link = self.doc.add_link(target);
        self.node(Kind::Link(link), Maker::text);
    }

    fn image(&mut self) {
        let broken = self.dice.one_in(6);
        let url = if broken { "data:image/png;base64,AAAA" } else { "pic.png" };
        let title = self.dice.of(&["", "", "title"]);
        let target = self.target(url, title);
        let link = self.doc.add_link(target);
        self.node(Kind::Image(link), Maker::text);
    }

    fn paragraph(&mut self) {
        let layout = self.layout();
        self.node(Kind::Paragraph { layout }, |m| m.inlines(2));
    }

    /// How a paragraph is set; mostly nothing is said of it.
    fn layout(&mut self) -> Layout {
        if !self.rich || self.in_note || !self.dice.one_in(5) {
            return Layout::PLAIN;
        }
        let align = [Align::Center, Align::Right, Align::Justify][self.dice.below(3) as usize];
        Layout::new(align, Direction::Unsaid)
    }

    fn numbers(&mut self) -> Numbers {
        use NumberStyle::*;
        if !self.rich {
            return Numbers::PLAIN;
        }
        let styles = [Decimal, LowerAlpha, UpperAlpha, LowerRoman, UpperRoman];
        let delimiters = [Delimiter::Period, Delimiter::OneParen, Delimiter::TwoParens];
        let style = styles[self.dice.below(5) as usize];
        Numbers { style, delimiter: delimiters[self.dice.below(3) as usize] }
    }

    fn blocks(&mut self, depth: u32, least: u64) {
        for _ in 0..least + self.dice.below(3) {
            match self.dice.below(if depth == 0 { 9 } else { 14 }) {
                0..=2 => self.paragraph(),
                3 => {
                    let id = if self.dice.one_in(4) { "name" } else { "" };
                    let id = if id.is_empty() { Span::EMPTY } else { self.unique(id) };
                    let level = 1 + self.dice.below(6) as u8;
                    let layout = self.layout();
                    self.node(Kind::Heading { level, layout, id }, |m| m.inlines(1));
                }
                4 => {
                    let info = self.dice.of(&["", "rust", "a;b%\\{"]);
                    let info = self.doc.own(info);
                    self.node(Kind::CodeBlock { info }, |m| {
                        let span = m.doc.own("line 1\n\n  line {2}\n");
                        m.doc.leaf(Kind::Text(span));
                    });
                    self.paragraph();
                }
                5 => self.doc.leaf(Kind::Rule),
                6 if !self.in_note && self.rich => {
                    self.rich_table(2);
                    if self.dice.one_in(3) {
                        self.node(Kind::Caption, |m| m.inlines(1));
                    }
                    self.paragraph();
                }
                7 if self.rich && !self.in_note && depth == 3 => {
                    self.doc.leaf(Kind::PageBreak);
                    self.paragraph();
                }
                6 if !self.in_note => self.table(),
                7 if self.dice.one_in(3) => {
                    self.node(Kind::HtmlBlock, |m| {
                        let span = m.doc.own("<div>\nwords\n</div>\n");
                        m.doc.leaf(Kind::Text(span));
                    });
                }
                9 | 10 => {
                    let alert = self.dice.one_in(4).then_some(Alert::Important);
                    self.node(Kind::quote(alert), |m| m.blocks(depth - 1, 1));
                    self.paragraph();
                }
                11 if self.dice.one_in(3) => {
                    self.node(Kind::DefinitionList, |m| {
                        m.node(Kind::Term, |m| m.inlines(1));
                        m.node(Kind::Definition, |m| m.paragraph());
                    });
                    self.paragraph();
                }
                12 if self.dice.one_in(8) && !self.in_note && depth == 3 => {
                    let levels = 8 + self.dice.below(4) as u32;
                    self.staircase(levels);
                    self.paragraph();
                }
                13 | 12 => {
                    self.list(depth, None);
                    self.paragraph();
                }
                _ => self.paragraph(),
            }
        }
    }

    fn unique(&mut self, name: &str) -> Span {
        self.texts += 1;
        let name = format!("{name}-{}", self.texts);
        self.doc.own(&name)
    }

    fn table(&mut self) {
        const ALIGNMENTS: [Alignment; 4] =
            [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];
        let count = 1 + self.dice.below(4) as usize;
        let table = self.doc.add_columns((0..count).map(|at| ALIGNMENTS[at % 4]));
        let rows = 2 + self.dice.below(2);
        self.node(table, |m| {
            for row in 0..rows {
                m.node(Kind::Row { header: row == 0 }, |m| {
                    for _ in 0..count {
                        m.node(Kind::CELL, |m| m.inlines(1));
                    }
                });
            }
        });
    }

    /// A table with widths, merged cells, and cells with blocks or tables in them.
    fn rich_table(&mut self, depth: u32) {
        let count = 2 + self.dice.below(3) as u16;
        // Such widths are whole twips.
        let width = if self.dice.one_in(2) { 100 } else { 0 };
        let columns = (0..count).map(|at| Column { width: width * (at + 1), ..Column::default() });
        let table = self.doc.add_columns(columns);
        let rows = 2 + self.dice.below(3) as u16;
        // A cell over so many columns from the second, and over all rows but the first.
        let wide = 1 + self.dice.below(u64::from(count) - 1) as u16;
        let high = if self.dice.one_in(2) { 1 } else { rows - 1 };
        self.node(table, |m| {
            for row in 0..rows {
                m.node(Kind::Row { header: row == 0 }, |m| {
                    for column in 0..count {
                        let is_merged = (1..=wide).contains(&column) && (1..=high).contains(&row);
                        match (is_merged, row, column) {
                            (true, 1, 1) => {
                                m.node(Kind::Cell { columns: wide, rows: high }, |m| m.cell(depth));
                            }
                            (true, ..) => m.node(Kind::COVERED, |_| {}),
                            (false, 0, _) => m.node(Kind::CELL, |m| m.inlines(1)),
                            (false, ..) => m.node(Kind::CELL, |m| m.cell(depth)),
                        }
                    }
                });
            }
        });
    }

    fn cell(&mut self, depth: u32) {
        match self.dice.below(4) {
            0 => {
                self.paragraph();
                match self.dice.below(4) {
                    0 => self.list(1, None),
                    1 if depth > 1 => self.rich_table(depth - 1),
                    2 => self.node(Kind::quote(None), |m| m.paragraph()),
                    _ => {}
                }
                self.paragraph();
            }
            _ => self.inlines(1),
        }
    }

    /// A list, which may stand in one that is as tight: a number other than 1 is set apart from the text
    /// before it, and that makes a list loose.
    fn list(&mut self, depth: u32, around: Option<bool>) {
        let most = if around.is_some() { 1 } else { 90 };
        let start = self.dice.one_in(2).then(|| 1 + self.dice.below(most) as u32);
        let tight = around.unwrap_or_else(|| self.dice.one_in(2));
        let numbers = if start.is_some() { self.numbers() } else { Numbers::PLAIN };
        self.node(Kind::List { start, tight, numbers }, |m| {
            for _ in 0..2 + m.dice.below(2) {
                let task = [None, None, Some(true), Some(false)][m.dice.below(4) as usize];
                m.node(Kind::Item { task }, |m| {
                    m.paragraph();
                    // Only paragraphs make a list loose.
                    if m.dice.one_in(3) && depth > 1 {
                        m.list(depth - 1, Some(tight));
                    }
                });
            }
        });
    }

    /// Lists in lists.
    fn staircase(&mut self, levels: u32) {
        self.node(Kind::list(None, true), |m| {
            m.node(Kind::Item { task: None }, |m| {
                m.paragraph();
                if levels > 1 {
                    m.staircase(levels - 1);
                }
            });
        });
    }

    fn document(seed: u64, rich: bool) -> Document {
        let mut doc = Document::default();
        doc.reset(256);
        let mut maker = Maker { dice: Dice(seed), doc, texts: 0, notes: 0, in_note: false, rich };
        if maker.dice.one_in(6) {
            let title = maker.doc.own("A title");
            maker.doc.set_meta(Meta::Title, title);
        }
        maker.paragraph();
        maker.blocks(3, 1);
        maker.in_note = true;
        let unused = u32::from(maker.dice.one_in(8));
        for label in LABELS.iter().take((maker.notes + unused) as usize) {
            let label = maker.doc.own(label);
            maker.node(Kind::footnote(label), |m| m.paragraph());
        }
        assert!(maker.doc.check().is_ok());
        maker.doc
    }
}

/// A document's features by the kind of loss that each would be, and the rest as one text.
#[derive(Debug, Default, PartialEq)]
struct Features {
    features: BTreeMap<&'static str, Vec<String>>,
    rest: String,
}

impl Features {
    fn add(&mut self, loss: Loss, what: impl Into<String>) {
        self.features.entry(loss.name()).or_default().push(what.into());
    }

    /// Takes a document apart. A note stands where it is first referred to.
    fn of(view: View<'_>) -> Features {
        let mut found = Features::default();
        for (_, fact) in view.doc.metas() {
            found.add(Loss::Metadata, string(view, fact));
        }
        let mut notes = BTreeMap::new();
        let mut id = 0;
        while let Some(node) = view.doc.nodes.get(id as usize) {
            if let Kind::FootnoteDefinition { label, .. } = node.kind {
                notes.insert(string(view, label), (id, node.end));
            }
            id = node.end;
        }
        let mut seen = Vec::new();
        let end = view.doc.nodes.len() as u32;
        found.walk(view, (0, end), &mut notes, &mut seen, 0);
        // A note that nothing refers to stands behind its label, as a paragraph.
        for (label, (note, end)) in std::mem::take(&mut notes) {
            found.add(Loss::Note, format!("definition {label}"));
            let from = found.rest.len();
            found.walk(view, (note + 1, end), &mut notes, &mut seen, 0);
            let text = found.rest.split_off(from);
            let text = text.strip_prefix("<Paragraph>").expect("notes begin with a paragraph");
            found.rest += &format!("<Paragraph><Superscript>{label}</> {text}");
        }
        found
    }

    fn walk(
        &mut self,
        view: View<'_>,
        (mut id, end): (u32, u32),
        notes: &mut BTreeMap<String, (u32, u32)>,
        seen: &mut Vec<String>,
        lists: usize,
    ) {
        while id < end {
            let node = view.doc.nodes[id as usize];
            let inside = (id + 1, node.end);
            let mut open = |this: &mut Self, name: &str, lists| {
                this.rest += &format!("<{name}>");
                this.walk(view, inside, notes, seen, lists);
                this.rest += "</>";
            };
            match node.kind {
                Kind::FootnoteDefinition { .. } => {}
                Kind::Text(span) => {
                    // What refers to nothing is text to every reader.
                    let text = self.without_controls(string(view, span));
                    self.rest += &text.replace('$', "");
                }
                Kind::Superscript if leaves(view, inside) == "missing" => self.rest += "missing",
                Kind::Code(span) => self.rest += &format!("`{}`", string(view, span)),
                Kind::Html(span) => {
                    let tag = string(view, span);
                    self.add(Loss::Html, tag);
                }
                Kind::HtmlBlock => {
                    let text = leaves(view, inside);
                    self.add(Loss::Html, text);
                }
                Kind::Math { tex, display } => {
                    // Text has the formula with its signs or without.
                    let tex = string(view, tex);
                    self.rest += &tex;
                    let sign = if display { "$$" } else { "$" };
                    self.add(Loss::Math, format!("{sign}{tex}"));
                }
                Kind::Heading { level, layout, id } => {
                    if !id.is_empty() {
                        self.add(Loss::HeadingAttributes, string(view, id));
                    }
                    open(self, &format!("h{level}{}", set(layout)), lists);
                }
                Kind::List { start, tight, numbers } => {
                    if lists == LEVELS {
                        self.add(Loss::ListDepth, "");
                    }
                    // Levels that no list has are items of the last.
                    match lists < LEVELS {
                        true => {
                            open(self, &format!("list {start:?} {tight} {numbers:?}"), lists + 1)
                        }
                        false => self.walk(view, inside, notes, seen, lists),
                    }
                }
                Kind::Image(link) => {
                    let target = view.link(link);
                    let target = (string(view, target.url), string(view, target.title));
                    self.add(Loss::Picture, format!("{target:?}"));
                    let text = self.without_controls(leaves(view, inside));
                    self.rest += &text;
                }
                Kind::Link(link) => {
                    let target = view.link(link);
                    let target = (string(view, target.url), string(view, target.title));
                    open(self, &format!("a {target:?}"), lists);
                }
                Kind::CodeBlock { info } => {
                    self.rest += &format!("<code {}>", string(view, info));
                    self.rest += &leaves(view, inside);
                }
                Kind::Table { first, count, .. } => {
                    open(self, &format!("table {:?}", view.columns(first, count)), lists)
                }
                Kind::FootnoteReference { label } => {
                    let label = string(view, label);
                    if let Some(note) = notes.remove(&label) {
                        self.rest += "[^";
                        seen.push(label);
                        self.walk(view, (note.0 + 1, note.1), notes, seen, 0);
                        self.rest += "]";
                    } else if let Some(number) = seen.iter().position(|other| *other == label) {
                        self.rest += &format!("[^{number}]");
                    } else {
                        self.add(Loss::Note, format!("reference {label}"));
                        self.rest += &label;
                    }
                }
                Kind::SoftBreak => self.rest += " ",
                Kind::HardBreak => self.rest += "<br>",
                Kind::Anchor { .. } => {}
                Kind::Quote { alert, .. } => open(self, &format!("quote {alert:?}"), lists),
                Kind::Item { .. } if lists >= LEVELS => self.walk(view, inside, notes, seen, lists),
                Kind::Item { task } => open(self, &format!("li {task:?}"), lists),
                Kind::DefinitionList => {
                    self.add(Loss::Other, "definitions");
                    self.walk(view, inside, notes, seen, lists);
                }
                Kind::Definition => self.walk(view, inside, notes, seen, lists),
                Kind::Term => open(self, "Paragraph", lists),
                Kind::Paragraph { layout } => {
                    open(self, &format!("Paragraph{}", set(layout)), lists)
                }
                Kind::Caption => open(self, "Caption", lists),
                Kind::CommentBody(_) | Kind::CommentStart(_) | Kind::CommentEnd(_) => {}
                Kind::Inserted(_) | Kind::Deleted(_) | Kind::Colored { .. } | Kind::SmallCaps => {
                    self.walk(view, inside, notes, seen, lists);
                }
                Kind::PageBreak => self.rest += "<page>",
                Kind::Contents => self.rest += "<toc>",
                Kind::Rule
                | Kind::Row { .. }
                | Kind::Cell { .. }
                | Kind::Emphasis
                | Kind::Strong
                | Kind::Strike
                | Kind::Underline
                | Kind::Superscript
                | Kind::Subscript
                | Kind::Highlight
                | Kind::Keyboard => open(self, &format!("{:?}", node.kind), lists),
            }
            id = node.end;
        }
    }

    fn without_controls(&mut self, text: String) -> String {
        for _ in text.matches(['\u{2}', '\u{FFFD}']) {
            self.add(Loss::ControlCharacter, "");
        }
        text.replace(['\u{2}', '\u{FFFD}'], "")
    }

    /// The kinds whose features are not the same.
    fn differing(&self, other: &Features) -> Vec<&'static str> {
        let names = self.features.keys().chain(other.features.keys());
        let differs = |name: &&&str| self.features.get(**name) != other.features.get(**name);
        let mut kinds: Vec<_> = names.filter(differs).copied().collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// What is said of how lines are set.
fn set(layout: Layout) -> String {
    if layout.is_plain() { String::new() } else { format!(" {:?}", layout.align()) }
}

fn string(view: View<'_>, span: Span) -> String {
    String::from_utf8(view.text(span).to_vec()).expect("text is UTF-8")
}

impl Features {
    /// All texts. A reference without its note is text to who reads it, in as many pieces as it has.
    fn words(&self) -> String {
        self.rest.replace("[^missing]", "missing")
    }
}

/// The texts among some nodes.
fn leaves(view: View<'_>, (first, end): (u32, u32)) -> String {
    let mut stack = Vec::new();
    let texts = view.walk_range(first, end, &mut stack).filter_map(|step| match step {
        Step::Enter(_, Kind::Text(span)) => Some(string(view, *span)),
        _ => None,
    });
    texts.collect()
}

fn kinds(report: &Report) -> Vec<&'static str> {
    let mut kinds: Vec<_> = report.iter().map(|(loss, _)| loss.name()).collect();
    kinds.sort_unstable();
    kinds
}

/// What comes back of a document, and what was reported on the way.
type Trip = fn(&Document, &Options) -> (Features, Report, String);

fn through_rtf(doc: &Document, options: &Options) -> (Features, Report, String) {
    let (mut out, mut report) = (Output::new(Vec::new(), 1 << 24), Report::default());
    let view = View { doc, source: b"" };
    rtf::writer::write(view, options, &mut out, &mut report, &mut Default::default()).unwrap();
    let source = out.finish().unwrap();
    let mut back = Document::default();
    back.reset(256);
    rtf::reader::read(&source, options, &mut back, &mut report, &mut Default::default()).unwrap();
    let features = Features::of(View { doc: &back, source: &source });
    (features, report, String::from_utf8(source).unwrap())
}

fn through_markdown(doc: &Document, options: &Options) -> (Features, Report, String) {
    let (mut out, mut report) = (Output::new(Vec::new(), 1 << 24), Report::default());
    let view = View { doc, source: b"" };
    markdown::write(view, options, &mut out, &mut report, &mut Default::default()).unwrap();
    let source = String::from_utf8(out.finish().unwrap()).unwrap();
    let mut back = Document::default();
    back.reset(256);
    markdown::read(&source, options, &mut back, &mut report).unwrap();
    let features = Features::of(View { doc: &back, source: source.as_bytes() });
    (features, report, source)
}

/// Compares a thousand documents with what comes back; `hidden`: kinds that are reported although they
/// come back, since whoever looks at what was written does not see them.
fn compare(options: &str, trip: Trip, hidden: &[Loss], rich: bool) {
    let options = Options::parse(options).unwrap();
    let seed = std::env::var("LEGACYBRIDGE_SEED").ok().map_or(SEED, |seed| seed.parse().unwrap());
    let mut met = BTreeMap::new();
    let mut failures = Vec::new();
    for seed in (0..DOCUMENTS).map(|number| seed.wrapping_add(number << 32)) {
        let doc = Maker::document(seed, rich);
        let before = Features::of(View { doc: &doc, source: b"" });
        let (after, report, written) = trip(&doc, &options);
        let mut expected = before.differing(&after);
        let unseen = hidden.iter().map(|loss| loss.name());
        expected.extend(unseen.filter(|name| before.features.contains_key(name)));
        expected.sort_unstable();
        expected.dedup();
        expected.iter().for_each(|kind| *met.entry(*kind).or_insert(0) += 1);
        if kinds(&report) != expected || before.words() != after.words() {
            let said = format!("seed {seed}: reported {:?}, lost {expected:?}", kinds(&report));
            // What differs, and what stands around it.
            let same =
                before.rest.chars().zip(after.rest.chars()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| text.chars().skip(same.saturating_sub(60)).take(200).collect();
            let ways = [&before, &after].map(|features| {
                let all = features.features.iter();
                let wrong = all
                    .filter(|(kind, _)| kinds(&report).contains(kind) != expected.contains(kind));
                format!("{:?}", wrong.collect::<Vec<_>>())
            });
            let said = format!("{said}\n{}", ways.join("\n"));
            let texts: [String; 2] = [near(&before.rest), near(&after.rest)];
            let kind = (kinds(&report), expected, before.words() == after.words());
            failures.push((kind, written.len(), format!("{said}\n{}", texts.join("\n"))));
        }
    }
    let count = failures.len();
    // The smallest of each way to be wrong.
    failures.sort();
    failures.dedup_by(|next, first| next.0 == first.0);
    failures.sort_by_key(|failure| failure.1);
    for (_, _, text) in failures.iter().take(3) {
        eprintln!("{text}\n");
    }
    assert_eq!(count, 0, "of {DOCUMENTS} documents");
    println!("kinds met: {met:?}");
}

#[test]
fn through_rtf_and_back() {
    compare("Report=Layout;HeadingAttributes=Yes", through_rtf, &[Loss::Html], false);
}

#[test]
fn looks_and_tables_through_rtf_and_back() {
    compare("Report=Layout;HeadingAttributes=Yes", through_rtf, &[Loss::Html], true);
}

#[test]
fn through_markdown_and_back() {
    compare("Report=Layout;Alerts=Yes", through_markdown, &[], false);
}

#[test]
fn through_markdown_with_all_extensions_and_back() {
    let all = "Report=Layout;HeadingAttributes=Yes;DefinitionLists=Yes;Math=Yes;Alerts=Yes;SuperSub=Yes;\
               FrontMatter=Yes";
    compare(all, through_markdown, &[], false);
}
