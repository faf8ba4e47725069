//! A document as text for people: one node a line, its children under it.
//!
//! Shape   `heading 2 "id"`, `text "words"`; what a node holds stands behind its kind, texts in
//!         quotes with control characters escaped.
//! Errors  none.

use std::fmt::{Result, Write};

use super::{Kind, LinkId, Span, Step, View};

/// Containers that are shown by blanks; deeper ones stand below each other.
const DEEPEST: usize = 40;

impl View<'_> {
    /// Writes the whole document, as `legacybridge --dump=tree` shows it.
    pub fn dump(&self, out: &mut String) {
        let (mut open, mut depth) = (Vec::new(), 0usize);
        for step in self.walk(&mut open) {
            match step {
                Step::Enter(_, kind) => {
                    // Writing into a string does not fail.
                    let _ = write!(out, "{:1$}", "", 2 * depth.min(DEEPEST));
                    let _ = self.dump_node(kind, out);
                    out.push('\n');
                    depth += usize::from(!kind.is_leaf());
                }
                Step::Exit(..) => depth -= 1,
            }
        }
    }

    fn dump_node(&self, kind: &Kind, out: &mut String) -> Result {
        let words = |span: Span| String::from_utf8_lossy(self.text(span));
        let link = |name: &str, id: LinkId, out: &mut String| {
            let target = self.link(id);
            let (address, title) = (words(target.url), words(target.title));
            write!(out, "{name} {address:?}")?;
            if title.is_empty() { Ok(()) } else { write!(out, " {title:?}") }
        };
        match *kind {
            Kind::Paragraph => out.write_str("paragraph"),
            Kind::Heading { level, id } if id.is_empty() => write!(out, "heading {level}"),
            Kind::Heading { level, id } => write!(out, "heading {level} {:?}", words(id)),
            Kind::Quote { alert: None } => out.write_str("quote"),
            Kind::Quote { alert: Some(alert) } => write!(out, "alert {alert:?}"),
            Kind::List { start, tight } => {
                let name = if tight { "tight list" } else { "loose list" };
                match start {
                    Some(start) => write!(out, "{name} from {start}"),
                    None => out.write_str(name),
                }
            }
            Kind::Item { task: None } => out.write_str("item"),
            Kind::Item { task: Some(done) } => {
                out.write_str(if done { "item, done" } else { "item, not done" })
            }
            Kind::CodeBlock { info } => write!(out, "code block {:?}", words(info)),
            Kind::HtmlBlock => out.write_str("html block"),
            Kind::Table { first, count } => write!(out, "table {:?}", self.columns(first, count)),
            Kind::Row { header } => out.write_str(if header { "header row" } else { "row" }),
            Kind::Cell => out.write_str("cell"),
            Kind::FootnoteDefinition { label } => write!(out, "footnote {:?}", words(label)),
            Kind::DefinitionList => out.write_str("definition list"),
            Kind::Term => out.write_str("term"),
            Kind::Definition => out.write_str("definition"),
            Kind::Emphasis => out.write_str("emphasis"),
            Kind::Strong => out.write_str("strong"),
            Kind::Strike => out.write_str("strike"),
            Kind::Underline => out.write_str("underline"),
            Kind::Superscript => out.write_str("superscript"),
            Kind::Subscript => out.write_str("subscript"),
            Kind::Highlight => out.write_str("highlight"),
            Kind::Keyboard => out.write_str("keyboard"),
            Kind::Link(id) => link("link", id, out),
            Kind::Image(id) => link("image", id, out),
            Kind::Rule => out.write_str("rule"),
            Kind::Text(span) => write!(out, "text {:?}", words(span)),
            Kind::Code(span) => write!(out, "code {:?}", words(span)),
            Kind::Html(span) => write!(out, "html {:?}", words(span)),
            Kind::Math { tex, display } => {
                write!(
                    out,
                    "{} {:?}",
                    if display { "formula block" } else { "formula" },
                    words(tex)
                )
            }
            Kind::SoftBreak => out.write_str("soft break"),
            Kind::HardBreak => out.write_str("hard break"),
            Kind::FootnoteReference { label } => write!(out, "footnote mark {:?}", words(label)),
            Kind::Anchor { name } => write!(out, "anchor {:?}", words(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Kind, View};

    #[test]
    fn a_document_is_a_line_for_each_node() {
        let mut doc = Document::default();
        doc.reset(256);
        let (id, words) = (doc.own("top"), doc.own("a\n\"b\""));
        doc.open(Kind::Heading { level: 2, id });
        doc.leaf(Kind::Text(words));
        doc.close();
        doc.open(Kind::List { start: Some(3), tight: true });
        doc.open(Kind::Item { task: Some(false) });
        doc.leaf(Kind::Rule);
        doc.close();
        doc.close();
        let mut out = String::new();
        View { doc: &doc, source: b"" }.dump(&mut out);
        let expected = "heading 2 \"top\"\n  text \"a\\n\\\"b\\\"\"\ntight list from 3\n  item, not done\n    rule\n";
        assert_eq!(out, expected);
    }
}
