//! Blocks: paragraphs, headings, quotes, lists, code and tables.

use super::Writer;
use super::pen::Form;
use crate::document::{
    Alert, Align, Delimiter, Direction, Kind, Layout, NodeId, NumberStyle, Numbers, Span, contents,
};
use crate::report::Loss;
use crate::text;

/// The class and the title of an alert.
fn alert_names(alert: Alert) -> (&'static str, &'static str) {
    match alert {
        Alert::Note => ("note", "Note"),
        Alert::Tip => ("tip", "Tip"),
        Alert::Important => ("important", "Important"),
        Alert::Warning => ("warning", "Warning"),
        Alert::Caution => ("caution", "Caution"),
    }
}

/// How a paragraph is set, as a word of CSS.
fn align_name(layout: Layout) -> &'static str {
    match layout.align() {
        Align::None => "",
        Align::Left => "text-align:left",
        Align::Center => "text-align:center",
        Align::Right => "text-align:right",
        Align::Justify => "text-align:justify",
    }
}

impl Writer<'_, '_> {
    /// A block that holds others begins.
    pub(super) fn begin_block(&mut self, name: &'static str) {
        self.begin_line(name);
        self.pen.raw(b"\n");
    }

    /// A block begins on a line of its own.
    pub(super) fn begin_line(&mut self, name: &'static str) {
        self.pen.line();
        self.pen.open(name);
    }

    pub(super) fn end_block(&mut self, name: &str) {
        self.pen.line();
        self.pen.close_line(name);
    }

    /// Whether a paragraph is set without space: its tags are left out. Two in a row need them.
    fn is_tight(&self, id: NodeId) -> bool {
        let parent = self.scratch.open.last().copied().unwrap_or(0);
        match (self.opened(0), self.opened(1)) {
            (Some(Kind::Item { .. }), Some(Kind::List { tight: true, .. })) => {
                !self.follows_paragraph(parent, id)
            }
            (Some(Kind::Definition), _) => {
                id == parent + 1 && self.end_of(id) == self.end_of(parent)
            }
            _ => false,
        }
    }

    /// Whether a paragraph stands right before a node. Siblings are passed one by one, of which tight
    /// items have few; behind many it is taken for one.
    fn follows_paragraph(&self, parent: NodeId, id: NodeId) -> bool {
        let (mut at, mut left) = (parent + 1, 16);
        while at < id && left > 0 {
            let Some(node) = self.view.nodes().get(at as usize) else { return false };
            if node.end >= id {
                return node.kind.is_paragraph();
            }
            (at, left) = (node.end, left - 1);
        }
        at < id
    }

    /// What the tag that was begun says of how its text is set. It ends the tag.
    pub(super) fn layout(&mut self, layout: Layout) {
        self.direction(layout.direction());
        let align = align_name(layout);
        if !align.is_empty() {
            self.pen.css(align);
        }
        self.pen.done();
    }

    pub(super) fn direction(&mut self, direction: Direction) {
        match direction {
            Direction::Unsaid => {}
            Direction::Ltr => self.pen.attribute("dir", b"ltr"),
            Direction::Rtl => self.pen.attribute("dir", b"rtl"),
        }
    }

    /// The direction of a block: what is said of it, or that its words run from right to left by themselves, which no
    /// browser finds out.
    pub(super) fn direction_of(&self, id: NodeId, said: Direction) -> Direction {
        let is_asked =
            said == Direction::Unsaid && !matches!(self.pen.form(), Form::Plain | Form::Own);
        let by_itself = || contents::words(self.view, id).find_map(text::direction);
        match is_asked && by_itself() == Some(text::Direction::RightToLeft) {
            true => Direction::Rtl,
            false => said,
        }
    }

    /// How a paragraph or heading is set: the same. Words that run from right to left by themselves stand at the
    /// right by themselves too.
    pub(super) fn layout_of(&self, id: NodeId, layout: Layout) -> Layout {
        let direction = self.direction_of(id, layout.direction());
        let says_nothing = direction != layout.direction() && layout.align() == Align::Right;
        Layout::new(if says_nothing { Align::None } else { layout.align() }, direction)
    }

    /// The tag of a paragraph; none where nothing is said of it and it is tight.
    fn paragraph_tag(&self, id: NodeId, layout: Layout) -> &'static str {
        let layout = self.layout_of(id, layout);
        match (self.is_tight(id), layout.is_plain()) {
            (false, _) => "p",
            (true, true) => "",
            (true, false) => "div",
        }
    }

    /// Whether a caption follows a node, in the same container.
    pub(super) fn has_caption(&self, id: NodeId) -> bool {
        let at = self.end_of(id);
        at < self.end
            && matches!(self.view.kind(at), Some(Kind::Caption))
            && self.scratch.open.last().is_none_or(|&outer| at < self.end_of(outer))
    }

    pub(super) fn begin_paragraph(&mut self, id: NodeId, layout: Layout) {
        if self.has_caption(id) {
            self.figure_caption = self.end_of(id);
            self.begin_line("figure");
            return self.pen.raw(b"\n");
        }
        let name = self.paragraph_tag(id, layout);
        if !name.is_empty() {
            self.pen.line();
            self.pen.tag(name);
            self.layout(self.layout_of(id, layout));
        } else if self.scratch.open.last().is_some_and(|&parent| id > parent + 1) {
            self.pen.line();
        }
    }

    pub(super) fn end_paragraph(&mut self, id: NodeId, layout: Layout) {
        if self.has_caption(id) {
            return self.pen.line();
        }
        let name = self.paragraph_tag(id, layout);
        if name.is_empty() {
            return;
        }
        if let Some(label) = self.note.label_at(self.end_of(id)) {
            self.pen.raw(b" ");
            self.back_links(label);
            self.note.links_are_written();
        }
        self.pen.close_line(name);
    }

    pub(super) fn begin_quote(&mut self, alert: Option<Alert>) {
        let Some(alert) = alert else { return self.begin_block("blockquote") };
        let (class, title) = alert_names(alert);
        self.pen.line();
        self.pen.tag("div");
        self.pen.begin_attribute("class");
        self.pen.raw(b"markdown-alert markdown-alert-");
        self.pen.raw(class.as_bytes());
        self.pen.raw(b"\"");
        if self.pen.form() == Form::Mail {
            self.pen.css("margin:0 0 0 8px;padding:0 0 0 12px;border-left:3px solid #0969da");
        }
        self.pen.done();
        self.pen.raw(b"\n<p class=\"markdown-alert-title\">");
        self.pen.raw(title.as_bytes());
        self.pen.raw(b"</p>\n");
    }

    /// Whether all in an outermost list runs from right to left: then its markers stand there too.
    fn runs_from_right(&self, id: NodeId) -> bool {
        let is_list = |id: &NodeId| matches!(self.view.kind(*id), Some(Kind::List { .. }));
        if self.pen.form() == Form::Plain || self.scratch.open.iter().any(is_list) {
            return false;
        }
        let inside = id + 1..self.end_of(id);
        let mut directions = inside.filter_map(|id| match self.view.kind(id)? {
            Kind::Paragraph { layout } | Kind::Heading { layout, .. } => {
                Some(self.layout_of(id, *layout).direction())
            }
            _ => None,
        });
        directions.next() == Some(Direction::Rtl) && directions.all(|it| it == Direction::Rtl)
    }

    pub(super) fn begin_list(&mut self, id: NodeId, start: Option<u32>, numbers: Numbers) {
        self.pen.line();
        match start {
            None => self.pen.tag("ul"),
            Some(number) => {
                self.pen.tag("ol");
                if number != 1 {
                    self.pen.number("start", number);
                }
                let style: &[u8] = match numbers.style {
                    NumberStyle::Decimal => b"",
                    NumberStyle::LowerAlpha => b"a",
                    NumberStyle::UpperAlpha => b"A",
                    NumberStyle::LowerRoman => b"i",
                    NumberStyle::UpperRoman => b"I",
                };
                if !style.is_empty() {
                    self.pen.attribute("type", style);
                }
                // No browser can show them.
                match numbers.delimiter {
                    _ if self.pen.form() == Form::Plain => {}
                    Delimiter::Period => {}
                    Delimiter::OneParen => self.pen.attribute("data-delimiter", b")"),
                    Delimiter::TwoParens => self.pen.attribute("data-delimiter", b"()"),
                }
            }
        }
        if self.runs_from_right(id) {
            self.direction(Direction::Rtl);
        }
        self.pen.done();
        self.pen.raw(b"\n");
    }

    pub(super) fn begin_item(&mut self, task: Option<bool>) {
        self.begin_line("li");
        if let Some(done) = task {
            self.pen.tag("input");
            self.pen.attribute("type", b"checkbox");
            if done {
                self.pen.attribute("checked", b"");
            }
            self.pen.attribute("disabled", b"");
            self.pen.done_void();
            self.pen.raw(b" ");
        }
    }

    /// A code block begins. False where it has been written whole, in colours.
    pub(super) fn begin_code(&mut self, id: NodeId, info: Span) -> bool {
        self.pen.line();
        self.pen.open("pre");
        self.pen.set_verbatim(true);
        self.pen.tag("code");
        let info = self.view.text(info);
        let length = info.iter().position(u8::is_ascii_whitespace).unwrap_or(info.len());
        let language = &info[..length];
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+#._-".contains(byte);
        let fits = language.len() <= 32 && language.iter().all(is_plain);
        if !language.is_empty() && (fits || self.passes()) {
            self.pen.begin_attribute("class");
            self.pen.raw(b"language-");
            self.pen.value(language);
            self.pen.raw(b"\"");
        }
        if self.pen.form() != Form::Plain && (length < info.len() || !fits) {
            self.pen.attribute("data-info", info);
        }
        self.pen.done();
        let Some(lexer) = self.lexer(info) else { return true };
        self.colored_code(id, lexer);
        self.end_code();
        false
    }

    pub(super) fn end_code(&mut self) {
        self.pen.set_verbatim(false);
        self.pen.raw(b"</code></pre>\n");
    }

    /// A block of raw HTML: as it stands, or nothing.
    pub(super) fn raw_html(&mut self, id: NodeId) {
        if self.passes() {
            self.pen.line();
            let nodes = self.view.nodes().get(id as usize + 1..self.end_of(id) as usize);
            for node in nodes.unwrap_or(&[]) {
                if let Kind::Text(span) = node.kind {
                    self.pen.raw(self.view.text(span));
                }
            }
            self.pen.line();
        } else {
            self.lost(Loss::Html);
        }
    }
}
