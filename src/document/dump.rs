//! A document as people look at it: one line for each node.
//!
//! Shape   `  paragraph`, then what its attributes and its text are: two blanks for each level around it.
//!         Text stands in quotes; control characters, quotes and backslashes in it are escaped.
//! Units   UTF-8, lines ending in LF.
//! Errors  lack of memory ends the dump early.
//! Limits  no recursion; linear time.

use super::{
    Align, Alignment, ChangeId, Color, CommentId, Delimiter, Direction, Document, Kind, Layout,
    LinkId, NodeId, NumberStyle, Span, View,
};

impl Document {
    /// Appends the document, whose spans point into `source`, to `out`, for people to look at.
    pub fn dump(&self, source: &[u8], out: &mut String) {
        let view = View { doc: self, source };
        let mut dump = Dump { view, out };
        for (fact, span) in self.metas() {
            dump.line(fact.name(), span);
        }
        if !self.front.is_empty() {
            dump.line("front", self.front);
        }
        // The ends of the containers that are open.
        let mut ends: Vec<NodeId> = Vec::new();
        for (id, node) in self.nodes.iter().enumerate() {
            let id = id as NodeId;
            while ends.last().is_some_and(|&end| end <= id) {
                ends.pop();
            }
            if dump.out.try_reserve(64 + 2 * ends.len()).is_err() || ends.try_reserve(1).is_err() {
                return;
            }
            (0..ends.len()).for_each(|_| dump.out.push_str("  "));
            dump.node(&node.kind);
            dump.out.push('\n');
            if node.end > id + 1 {
                ends.push(node.end);
            }
        }
    }
}

struct Dump<'a, 'o> {
    view: View<'a>,
    out: &'o mut String,
}

impl Dump<'_, '_> {
    fn line(&mut self, name: &str, span: Span) {
        self.out.push_str(name);
        self.text(span);
        self.out.push('\n');
    }

    fn node(&mut self, kind: &Kind) {
        self.out.push_str(name(kind));
        match *kind {
            Kind::Paragraph { layout } => self.layout(layout),
            Kind::Heading { level, layout, id } => {
                self.number("level", level.into());
                self.named("id", id);
                self.layout(layout);
            }
            Kind::Quote { alert, .. } => {
                if let Some(alert) = alert {
                    self.word("alert", alert.name());
                }
            }
            Kind::List { start, tight, numbers } => {
                if let Some(start) = start {
                    self.number("start", start);
                }
                self.flag_unless_empty(style_name(numbers.style));
                self.flag_unless_empty(delimiter_name(numbers.delimiter));
                self.flag(if tight { "tight" } else { "loose" });
            }
            Kind::Item { task } => {
                if let Some(done) = task {
                    self.word("task", if done { "done" } else { "open" });
                }
            }
            Kind::CodeBlock { info } => self.named("info", info),
            Kind::Table { first, count, direction } => {
                self.number("columns", count.into());
                for column in self.view.columns(first, count) {
                    self.flag(alignment_name(column.alignment));
                    if column.width > 0 {
                        self.out.push('/');
                        self.out.push_str(&column.width.to_string());
                    }
                }
                self.flag_unless_empty(direction_name(direction));
            }
            Kind::Cell { columns: 0, .. } => self.flag("covered"),
            Kind::Cell { columns, rows } => {
                if columns != 1 {
                    self.number("columns", columns.into());
                }
                if rows != 1 {
                    self.number("rows", rows.into());
                }
            }
            Kind::Row { header } => {
                if header {
                    self.flag("header");
                }
            }
            Kind::FootnoteDefinition { label, end } => {
                self.named("label", label);
                if end {
                    self.flag("end");
                }
            }
            Kind::FootnoteReference { label } => self.named("label", label),
            Kind::Inserted(id) | Kind::Deleted(id) => self.change(id),
            Kind::CommentBody(id) => {
                let comment = self.view.comment(id);
                self.number("comment", id.0);
                self.named("author", comment.author);
                self.named("initials", comment.initials);
                self.named("date", comment.date);
            }
            Kind::CommentStart(CommentId(id)) | Kind::CommentEnd(CommentId(id)) => {
                self.number("comment", id);
            }
            Kind::Colored { text, back } => {
                self.color("text", text);
                self.color("back", back);
            }
            Kind::Link(id) | Kind::Image(id) => self.target(id),
            Kind::Text(span) | Kind::Code(span) | Kind::Html(span) => self.text(span),
            Kind::Math { tex, display } => {
                if display {
                    self.flag("display");
                }
                self.text(tex);
            }
            Kind::Anchor { name } => self.named("name", name),
            Kind::HtmlBlock
            | Kind::DefinitionList
            | Kind::Term
            | Kind::Definition
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard
            | Kind::SmallCaps
            | Kind::Caption
            | Kind::Rule
            | Kind::PageBreak
            | Kind::Contents
            | Kind::SoftBreak
            | Kind::HardBreak => {}
        }
    }

    fn target(&mut self, id: LinkId) {
        let target = self.view.link(id);
        self.text(target.url);
        self.named("title", target.title);
        if (target.width, target.height) != (0, 0) {
            self.number("width", target.width);
            self.number("height", target.height);
        }
    }

    fn layout(&mut self, layout: Layout) {
        self.flag_unless_empty(align_name(layout.align()));
        self.flag_unless_empty(direction_name(layout.direction()));
    }

    fn change(&mut self, id: ChangeId) {
        let change = self.view.change(id);
        self.named("author", change.author);
        self.named("date", change.date);
    }

    fn color(&mut self, name: &str, color: Color) {
        if !color.is_none() {
            self.word(name, &format!("{color:?}"));
        }
    }

    fn flag_unless_empty(&mut self, flag: &str) {
        if !flag.is_empty() {
            self.flag(flag);
        }
    }

    fn flag(&mut self, flag: &str) {
        self.out.push(' ');
        self.out.push_str(flag);
    }

    fn word(&mut self, name: &str, value: &str) {
        self.flag(name);
        self.out.push('=');
        self.out.push_str(value);
    }

    fn number(&mut self, name: &str, value: u32) {
        self.word(name, &value.to_string());
    }

    /// A text that is left out where it is empty.
    fn named(&mut self, name: &str, span: Span) {
        if !span.is_empty() {
            self.flag(name);
            self.out.push('=');
            self.quoted(span);
        }
    }

    fn text(&mut self, span: Span) {
        self.out.push(' ');
        self.quoted(span);
    }

    fn quoted(&mut self, span: Span) {
        let text = String::from_utf8_lossy(self.view.text(span));
        if self.out.try_reserve(text.len() + 2).is_err() {
            return;
        }
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.out.extend(['\\', c]),
                c if c.is_control() => self.out.extend(c.escape_default()),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Paragraph { .. } => "paragraph",
        Kind::Heading { .. } => "heading",
        Kind::Quote { .. } => "quote",
        Kind::List { .. } => "list",
        Kind::Item { .. } => "item",
        Kind::CodeBlock { .. } => "code-block",
        Kind::HtmlBlock => "html-block",
        Kind::Table { .. } => "table",
        Kind::Row { .. } => "row",
        Kind::Cell { .. } => "cell",
        Kind::FootnoteDefinition { .. } => "footnote",
        Kind::DefinitionList => "definition-list",
        Kind::Term => "term",
        Kind::Definition => "definition",
        Kind::Emphasis => "emphasis",
        Kind::Strong => "strong",
        Kind::Strike => "strike",
        Kind::Underline => "underline",
        Kind::Superscript => "superscript",
        Kind::Subscript => "subscript",
        Kind::Highlight => "highlight",
        Kind::Keyboard => "keyboard",
        Kind::Link(_) => "link",
        Kind::Image(_) => "image",
        Kind::Rule => "rule",
        Kind::Text(_) => "text",
        Kind::Code(_) => "code",
        Kind::Html(_) => "html",
        Kind::Math { .. } => "math",
        Kind::SoftBreak => "soft-break",
        Kind::HardBreak => "hard-break",
        Kind::FootnoteReference { .. } => "footnote-reference",
        Kind::Anchor { .. } => "anchor",
        Kind::Caption => "caption",
        Kind::CommentBody(_) => "comment-body",
        Kind::CommentStart(_) => "comment-start",
        Kind::CommentEnd(_) => "comment-end",
        Kind::Inserted(_) => "inserted",
        Kind::Deleted(_) => "deleted",
        Kind::Colored { .. } => "colored",
        Kind::SmallCaps => "small-caps",
        Kind::PageBreak => "page-break",
        Kind::Contents => "contents",
    }
}

/// What is not said has no name.
fn align_name(align: Align) -> &'static str {
    match align {
        Align::None => "",
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "justify",
    }
}

/// What is not said has no name.
fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Unsaid => "",
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

/// That of every other list has no name.
fn style_name(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Decimal => "",
        NumberStyle::LowerAlpha => "lower-alpha",
        NumberStyle::UpperAlpha => "upper-alpha",
        NumberStyle::LowerRoman => "lower-roman",
        NumberStyle::UpperRoman => "upper-roman",
    }
}

/// That of every other list has no name.
fn delimiter_name(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Period => "",
        Delimiter::OneParen => "one-paren",
        Delimiter::TwoParens => "two-parens",
    }
}

fn alignment_name(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "none",
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LinkTarget, Meta};

    fn dumped(doc: &Document, source: &str) -> String {
        let mut out = String::new();
        doc.dump(source.as_bytes(), &mut out);
        out
    }

    #[test]
    fn each_node_has_its_line() {
        let mut doc = Document::default();
        doc.reset(256);
        doc.set_meta(Meta::Title, Span::of_source(0, 3));
        let url = doc.own("a \"b\"");
        let link = doc.add_link(LinkTarget::new(url, Span::of_source(4, 7)));
        doc.open(Kind::list(Some(3), false));
        doc.open(Kind::Item { task: Some(true) });
        doc.open(Kind::PARAGRAPH);
        doc.leaf(Kind::Text(Span::of_source(0, 7)));
        doc.open(Kind::Link(link));
        doc.leaf(Kind::Code(Span::of_source(4, 7)));
        doc.close();
        doc.leaf(Kind::HardBreak);
        doc.close_to(0);
        let table = doc.add_columns([Alignment::None, Alignment::Right].into_iter());
        doc.open(table);
        doc.open(Kind::Row { header: true });
        doc.open(Kind::CELL);
        doc.close_to(0);
        doc.leaf(Kind::Rule);
        let expected = r#"title "one"
list start=3 loose
  item task=done
    paragraph
      text "one\ttwo"
      link "a \"b\"" title="two"
        code "two"
      hard-break
table columns=2 none right
  row header
    cell
rule
"#;
        assert_eq!(dumped(&doc, "one\ttwo"), expected);
    }

    #[test]
    fn deep_documents_cost_no_stack() {
        let mut doc = Document::default();
        doc.reset(u32::MAX);
        for _ in 0..2000 {
            doc.open(Kind::Emphasis);
        }
        doc.leaf(Kind::Rule);
        doc.close_to(0);
        let out = dumped(&doc, "");
        assert!(out.ends_with(&format!("\n{}rule\n", "  ".repeat(2000))));
    }
}
