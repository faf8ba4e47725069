//! The walk: each node is begun as what it is, and what ends is told so.

use super::NOWHERE;
use super::blocks::{
    BODY, Blocks, End, NO_ATTRIBUTES, Open, begin_set, delimiter, is_block, style,
};
use super::elements::Elements;
use super::notes::Notes;
use crate::document::{Kind, NodeId, Span, View};
use crate::json::PAGE_BREAK;
use crate::report::{Loss, Report};
use crate::work;

/// What goes from node to node.
pub(super) struct Writer<'v, 'w> {
    view: View<'v>,
    to: Elements<'w>,
    report: &'w mut Report,
    blocks: Blocks<'v, 'w>,
    notes: Notes<'v, 'w>,
    /// In the words of a comment, which are inlines.
    in_comment: bool,
}

impl<'v, 'w> Writer<'v, 'w> {
    pub(super) fn new(
        view: View<'v>,
        to: Elements<'w>,
        report: &'w mut Report,
        blocks: Blocks<'v, 'w>,
        notes: Notes<'v, 'w>,
    ) -> Writer<'v, 'w> {
        Writer { view, to, report, blocks, notes, in_comment: false }
    }

    /// Writes all blocks, and counts the notes that nothing refers to.
    pub(super) fn all(&mut self) {
        self.to.raw(b",\"blocks\":[");
        self.nodes();
        self.to.raw(b"]}");
        self.report.add_many(Loss::Note, self.notes.untaken(), NOWHERE);
    }

    fn nodes(&mut self) {
        let mut at: NodeId = 0;
        loop {
            work::step(1);
            if let Some(last) = self.blocks.end_at(at) {
                self.exit(last);
                if last.back > 0 {
                    at = last.back;
                }
                continue;
            }
            let Some(kind) = self.view.kind(at) else { return };
            if self.to.has_failed() {
                return;
            }
            at = self.enter(at, kind);
        }
    }

    fn enter(&mut self, id: NodeId, kind: &Kind) -> NodeId {
        let end = self.view.end(id);
        if self.in_comment && is_block(kind) {
            return self.enter_in_comment(id, kind);
        }
        if !kind.is_paragraph() {
            self.blocks.lone_box(&mut self.to);
        }
        match *kind {
            Kind::Paragraph { layout } => return self.blocks.paragraph(&mut self.to, id, layout),
            Kind::Heading { level, layout, id: name } => {
                let around = begin_set(&mut self.to, layout);
                self.to.begin(b"{\"t\":\"Header\",\"c\":[");
                self.to.integer(level.into());
                self.to.raw(b",");
                self.to.named(self.view.text(name));
                self.to.raw(b",[");
                self.blocks.hold(
                    &mut self.to,
                    Open { end, with: End::Word(b"]]}"), around, ..Open::default() },
                );
            }
            Kind::Quote { alert: None, .. } => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"BlockQuote\",\"c\":[",
                    b"]}",
                );
            }
            Kind::Quote { alert: Some(alert), .. } => {
                self.to.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[\"");
                let name = alert.name();
                self.to.raw(name.as_bytes());
                self.to.raw(b"\"],[]],[{\"t\":\"Div\",\"c\":[[\"\",[\"title\"],[]],[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"");
                self.to.raw(&[name.as_bytes()[0].to_ascii_uppercase()]);
                self.to.raw(&name.as_bytes()[1..]);
                self.to.raw(b"\"}]}]]}");
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::List { start, tight, numbers } => {
                let with = match start {
                    None => {
                        self.to.begin(b"{\"t\":\"BulletList\",\"c\":[");
                        b"]}".as_slice()
                    }
                    Some(start) => {
                        self.to.begin(b"{\"t\":\"OrderedList\",\"c\":[[");
                        self.to.integer(start.into());
                        self.to.raw(style(numbers));
                        self.to.raw(delimiter(numbers));
                        self.to.raw(b"],[");
                        b"]]}"
                    }
                };
                let open = Open { end, with: End::Word(with), is_tight: tight, ..Open::default() };
                self.blocks.hold(&mut self.to, open);
            }
            Kind::Item { task } => self.blocks.item(&mut self.to, end, task),
            Kind::CodeBlock { info } => {
                self.to.begin(b"{\"t\":\"CodeBlock\",\"c\":[");
                let name = self.blocks.take_code_name();
                self.to.info(self.view.text(name), self.view.text(info));
                self.to.raw(b",\"");
                self.lines(end);
            }
            Kind::HtmlBlock => {
                self.to.begin(b"{\"t\":\"RawBlock\",\"c\":[\"html\",\"");
                self.lines(end);
            }
            Kind::Table { first, count, direction } => {
                return self.blocks.table(&mut self.to, id, first, count, direction);
            }
            Kind::Row { header } => return self.blocks.row(&mut self.to, id, header),
            Kind::Cell { columns: 0, .. } => return end,
            Kind::Cell { columns, rows } => {
                self.to.begin(b"[");
                self.to.raw(NO_ATTRIBUTES);
                self.to.raw(b",{\"t\":\"AlignDefault\"},");
                self.to.integer(rows.into());
                self.to.raw(b",");
                self.to.integer(columns.into());
                self.to.raw(b",[");
                let first = if id + 1 < end { self.view.kind(id + 1) } else { None };
                let with = match first {
                    Some(kind) if !is_block(kind) => {
                        self.to.raw(b"{\"t\":\"Plain\",\"c\":[");
                        b"]}]]".as_slice()
                    }
                    _ => b"]]",
                };
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Word(with), ..Open::default() });
            }
            // They stand where they are referred to, or before what they belong to.
            Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) | Kind::Caption => return end,
            Kind::DefinitionList => {
                self.to.begin(b"{\"t\":\"DefinitionList\",\"c\":[");
                self.blocks.hold(&mut self.to, Open { end, with: End::Terms, ..Open::default() });
            }
            Kind::Term => {
                self.blocks.end_term(&mut self.to);
                self.to.begin(b"[[");
                self.blocks.set_begun(true);
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Word(b"],["), ..Open::default() });
            }
            Kind::Definition => {
                if !self.blocks.set_begun(true) {
                    self.to.begin(b"[[],[");
                }
                let only = self.view.kind(id + 1).is_some_and(Kind::is_paragraph)
                    && self.view.end(id + 1) == end;
                self.to.begin(b"[");
                self.blocks.hold(
                    &mut self.to,
                    Open { end, with: End::Word(b"]"), is_tight: only, ..Open::default() },
                );
            }
            Kind::Emphasis => {
                return self.blocks.container(&mut self.to, id, b"{\"t\":\"Emph\",\"c\":[", b"]}");
            }
            Kind::Strong => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Strong\",\"c\":[",
                    b"]}",
                );
            }
            Kind::Strike => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Strikeout\",\"c\":[",
                    b"]}",
                );
            }
            Kind::Underline => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Underline\",\"c\":[",
                    b"]}",
                );
            }
            Kind::Superscript => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Superscript\",\"c\":[",
                    b"]}",
                );
            }
            Kind::Subscript => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Subscript\",\"c\":[",
                    b"]}",
                );
            }
            Kind::SmallCaps => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"SmallCaps\",\"c\":[",
                    b"]}",
                );
            }
            Kind::Highlight => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Span\",\"c\":[[\"\",[\"mark\"],[]],[",
                    b"]]}",
                );
            }
            Kind::Keyboard => {
                return self.blocks.container(
                    &mut self.to,
                    id,
                    b"{\"t\":\"Span\",\"c\":[[\"\",[\"kbd\"],[]],[",
                    b"]]}",
                );
            }
            Kind::Inserted(change) | Kind::Deleted(change) => {
                let change = self.view.change(change);
                let class: &[u8] = match kind {
                    Kind::Inserted(_) => b"insertion",
                    _ => b"deletion",
                };
                self.to.begin_span(class);
                self.to.pair(b"author", self.view.text(change.author));
                self.to.date(self.view.text(change.date));
                self.to.raw(b"]],[");
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::Colored { text, back } => {
                self.to.begin(b"{\"t\":\"Span\",\"c\":[[\"\",[],[[\"style\",\"");
                self.to.color(b"color: #", text);
                if !text.is_none() && !back.is_none() {
                    self.to.raw(b"; ");
                }
                self.to.color(b"background-color: #", back);
                self.to.raw(b"\"]]],[");
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::Link(link) => {
                self.to.begin(b"{\"t\":\"Link\",\"c\":[");
                self.to.raw(NO_ATTRIBUTES);
                self.to.raw(b",[");
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Target(link), ..Open::default() });
            }
            Kind::Image(link) => {
                let target = self.view.link(link);
                self.to.begin(b"{\"t\":\"Image\",\"c\":[[\"\",[],[");
                self.to.inches(b"width", target.width);
                self.to.inches(b"height", target.height);
                self.to.raw(b"]],[");
                self.blocks
                    .hold(&mut self.to, Open { end, with: End::Target(link), ..Open::default() });
            }
            Kind::Rule => self.to.begin(b"{\"t\":\"HorizontalRule\"}"),
            Kind::Contents => self.to.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[\"toc\"],[]],[]]}"),
            Kind::PageBreak => {
                self.to.begin(b"{\"t\":\"RawBlock\",\"c\":[\"openxml\",\"");
                self.to.escaped(PAGE_BREAK.as_bytes());
                self.to.raw(b"\"]}");
            }
            Kind::Text(span) if self.to.in_lines() => self.to.line(self.view.text(span)),
            Kind::Text(span) => self.to.say(self.view.text(span)),
            Kind::Code(span) => {
                self.to.begin(b"{\"t\":\"Code\",\"c\":[[\"\",[],[]],");
                self.to.string(self.view.text(span));
                self.to.raw(b"]}");
            }
            Kind::Html(span) => {
                self.to.begin(b"{\"t\":\"RawInline\",\"c\":[\"html\",");
                self.to.string(self.view.text(span));
                self.to.raw(b"]}");
            }
            Kind::Math { tex, display } => {
                self.to.begin(match display {
                    true => b"{\"t\":\"Math\",\"c\":[{\"t\":\"DisplayMath\"},",
                    false => b"{\"t\":\"Math\",\"c\":[{\"t\":\"InlineMath\"},",
                });
                self.to.string(self.view.text(tex));
                self.to.raw(b"]}");
            }
            Kind::SoftBreak => self.to.begin(b"{\"t\":\"SoftBreak\"}"),
            Kind::HardBreak => self.to.begin(b"{\"t\":\"LineBreak\"}"),
            Kind::FootnoteReference { label } => return self.note(id, label),
            Kind::Anchor { .. } if self.blocks.is_table_name(id) => {}
            Kind::Anchor { name } => {
                self.to.begin(b"{\"t\":\"Span\",\"c\":[");
                self.to.named(self.view.text(name));
                self.to.raw(b",[]]}");
            }
            Kind::CommentStart(comment) => {
                let said = self.view.comment(comment);
                self.to.begin_span(b"comment-start");
                self.to.number(b"id", comment.0);
                self.to.pair(b"author", self.view.text(said.author));
                self.to.pair(b"initials", self.view.text(said.initials));
                self.to.date(self.view.text(said.date));
                self.to.raw(b"]],[");
                let body = self.notes.take_body(comment);
                if let Some(body) = body.filter(|_| !self.in_comment) {
                    self.in_comment = true;
                    let end = self.view.end(body);
                    self.blocks.hold(
                        &mut self.to,
                        Open {
                            end,
                            back: id + 1,
                            with: End::Word(b"]]}"),
                            is_begun: true,
                            ..Open::default()
                        },
                    );
                    return body + 1;
                }
                self.to.raw(b"]]}");
            }
            Kind::CommentEnd(comment) => {
                self.to.begin_span(b"comment-end");
                self.to.number(b"id", comment.0);
                self.to.raw(b"]],[]]}");
            }
        }
        id + 1
    }

    fn exit(&mut self, last: Open) {
        self.to.end_text();
        match last.with {
            End::Nothing => {}
            End::Word(word) => {
                self.to.end_lines();
                // Nothing but a comment's words begin that way.
                self.in_comment &= !last.is_begun;
                self.blocks.lone_box(&mut self.to);
                self.to.raw(word);
            }
            End::Columns(first, count) => {
                self.to.raw(b"]}]],");
                self.blocks.columns(&mut self.to, first, count);
            }
            End::Table => {
                if !last.is_begun {
                    self.to.raw(BODY);
                }
                self.to.raw(b"]]],[[\"\",[],[]],[]]]}");
            }
            End::Terms => {
                if last.is_begun {
                    self.to.raw(b"]]");
                }
                self.to.raw(b"]}");
            }
            End::Target(link) => {
                let target = self.view.link(link);
                self.to.raw(b"],[");
                self.to.string(self.view.text(target.url));
                self.to.raw(b",");
                self.to.string(self.view.text(target.title));
                self.to.raw(b"]]}");
            }
        }
        self.to.raw(last.around);
    }

    /// In the words of a comment blocks are lines.
    fn enter_in_comment(&mut self, id: NodeId, kind: &Kind) -> NodeId {
        if !self.to.is_at_start() && (kind.is_paragraph() || matches!(kind, Kind::Heading { .. })) {
            self.to.begin(b"{\"t\":\"LineBreak\"}");
        }
        if !kind.is_paragraph() {
            self.report.add(Loss::Other, NOWHERE);
        }
        id + 1
    }

    /// A reference: the note itself at the first one, its label at others.
    fn note(&mut self, id: NodeId, label: Span) -> NodeId {
        let found = if self.in_comment { None } else { self.notes.take(label) };
        if let Some((definition, is_endnote)) = found {
            if is_endnote {
                self.report.add(Loss::Note, NOWHERE);
            }
            self.to.begin(b"{\"t\":\"Note\",\"c\":[");
            let end = self.view.end(definition);
            self.blocks.hold(
                &mut self.to,
                Open { end, back: id + 1, with: End::Word(b"]}"), ..Open::default() },
            );
            return definition + 1;
        }
        self.report.add(Loss::Note, NOWHERE);
        self.to.begin(b"{\"t\":\"Superscript\",\"c\":[");
        self.to.say(self.view.text(label));
        self.to.end_text();
        self.to.raw(b"]}");
        id + 1
    }

    fn lines(&mut self, end: NodeId) {
        self.to.begin_lines();
        self.blocks.hold(&mut self.to, Open { end, with: End::Word(b"\"]}"), ..Open::default() });
    }
}
