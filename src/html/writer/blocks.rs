//! Blocks: paragraphs, headings, quotes, lists, code and tables.

use super::{Table, Writer, align_name, alignment_name, level_index};
use crate::document::{
    Alert, Delimiter, Direction, Kind, Layout, NodeId, NumberStyle, Numbers, Span, contents, slug,
};
use crate::error::Error;
use crate::html::writer::pen::Form;
use crate::memory;
use crate::report::Loss;

pub(super) const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

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
    fn layout(&mut self, layout: Layout) {
        self.direction(layout.direction());
        let align = align_name(layout);
        if !align.is_empty() {
            self.pen.css(align);
        }
        self.pen.done();
    }

    fn direction(&mut self, direction: Direction) {
        match direction {
            Direction::Unsaid => {}
            Direction::Ltr => self.pen.attribute("dir", b"ltr"),
            Direction::Rtl => self.pen.attribute("dir", b"rtl"),
        }
    }

    /// The tag of a paragraph; none where nothing is said of it and it is tight.
    fn paragraph_tag(&self, id: NodeId, layout: Layout) -> &'static str {
        match (self.is_tight(id), layout.is_plain()) {
            (false, _) => "p",
            (true, true) => "",
            (true, false) => "div",
        }
    }

    /// Whether a caption follows a node, in the same container.
    fn has_caption(&self, id: NodeId) -> bool {
        let at = self.end_of(id);
        matches!(self.view.kind(at), Some(Kind::Caption))
            && self.scratch.open.last().is_none_or(|&outer| at < self.end_of(outer))
    }

    pub(super) fn begin_paragraph(&mut self, id: NodeId, layout: Layout) {
        if self.has_caption(id) {
            self.captions[1] = self.end_of(id);
            self.begin_line("figure");
            return self.pen.raw(b"\n");
        }
        let name = self.paragraph_tag(id, layout);
        if !name.is_empty() {
            self.pen.line();
            self.pen.tag(name);
            self.layout(layout);
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
        if let Some((end, label)) = self.note
            && self.end_of(id) == end
        {
            self.pen.raw(b" ");
            self.back_links(label);
            self.note = Some((NodeId::MAX, label));
        }
        self.pen.close_line(name);
    }

    pub(super) fn begin_heading(&mut self, id: NodeId, (level, layout): (u8, Layout), name: Span) {
        self.pen.line();
        self.pen.tag(HEADINGS[level_index(level)]);
        let is_named = !name.is_empty() || matches!(self.pen.form(), Form::Browser | Form::Mail);
        if is_named {
            self.make_name(id, name);
            if !self.scratch.name.is_empty() {
                self.pen.id(&[&self.scratch.name]);
            }
        }
        self.layout(layout);
    }

    /// The table of contents: lists of links to the headings. What has no names of headings says only that
    /// it stands here.
    pub(super) fn contents(&mut self) {
        self.pen.line();
        self.pen.tag("nav");
        self.pen.attribute("class", b"toc");
        self.pen.done();
        if self.pen.form() != Form::Own {
            self.pen.raw(b"\n");
            self.contents_entries();
        }
        self.pen.close_line("nav");
    }

    fn contents_entries(&mut self) {
        // Headings get their names in the order in which they are written, notes last.
        let known =
            (std::mem::take(&mut self.scratch.slugs), std::mem::take(&mut self.scratch.repeats));
        let mut entries = contents::entries(self.view).peekable();
        let (mut open, mut at) = (Vec::new(), 0);
        let nodes = self.view.nodes();
        while let Some(node) = nodes.get(at as usize) {
            let id = at;
            at += 1;
            let Kind::Heading { level, id: name, .. } = node.kind else {
                if let Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) = node.kind {
                    at = node.end;
                }
                continue;
            };
            self.make_name(id, name);
            if entries.next_if(|(entry, _)| *entry == id).is_none() || self.pen.failed() {
                continue;
            }
            if open.last().is_some_and(|last| *last >= level) {
                self.pen.raw(b"</li>\n");
            }
            while open.len() > 1 && open[open.len() - 2] >= level {
                open.pop();
                self.pen.raw(b"</ul></li>\n");
            }
            match open.last_mut() {
                Some(last) if *last >= level => *last = level,
                _ => {
                    open.push(level);
                    self.pen.raw(b"<ul>\n");
                }
            }
            self.pen.raw(b"<li>");
            // As cmark-gfm writes them, headings have no names.
            let is_link = self.pen.form() != Form::Plain;
            if is_link {
                self.pen.tag("a");
                self.pen.begin_attribute("href");
                self.pen.raw(b"#");
                self.pen.name(&[&self.scratch.name]);
                self.pen.raw(b"\"");
                self.pen.done();
            }
            for piece in contents::words(self.view, id) {
                self.pen.text(piece);
            }
            if is_link {
                self.pen.close("a");
            }
        }
        for _ in &open {
            self.pen.raw(b"</li>\n</ul>\n");
        }
        (self.scratch.slugs, self.scratch.repeats) = known;
    }

    /// The name of a heading: its own, or one that is made of its text.
    fn make_name(&mut self, id: NodeId, name: Span) {
        let scratch = &mut *self.scratch;
        scratch.name.clear();
        let own = self.view.text(name);
        let mut made = Ok(());
        if own.is_empty() {
            slug::slug(self.view, id, &mut scratch.name);
            made = slug::make_unique(&mut scratch.name, &mut scratch.slugs, &mut scratch.repeats);
        } else if !memory::append(&mut scratch.name, own) {
            made = Err(Error::out_of_memory());
        }
        if let Err(error) = made {
            self.pen.out().fail(error);
        }
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
        let nodes = self.view.nodes().get(id as usize + 1..self.end_of(id) as usize);
        let mut directions = nodes.unwrap_or(&[]).iter().filter_map(|node| match node.kind {
            Kind::Paragraph { layout } | Kind::Heading { layout, .. } => Some(layout.direction()),
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

    pub(super) fn begin_code(&mut self, id: NodeId, info: Span) {
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
        if let Some(lexer) = self.lexer(info) {
            self.colored_code(id, lexer);
            self.end_code();
            self.skip(id);
        }
    }

    pub(super) fn end_code(&mut self) {
        self.pen.set_verbatim(false);
        self.pen.raw(b"</code></pre>\n");
    }

    /// A block of raw HTML: as it stands, or nothing.
    pub(super) fn begin_html(&mut self, id: NodeId) {
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
        self.skip(id);
    }

    // Tables.

    pub(super) fn begin_table(
        &mut self,
        id: NodeId,
        (first, count): (u32, u16),
        direction: Direction,
    ) {
        self.pen.line();
        self.pen.tag("table");
        self.direction(direction);
        if self.pen.form() != Form::Plain && self.looks_like_layout(id, count) {
            self.pen.attribute("role", b"table");
        }
        self.pen.done();
        self.pen.raw(b"\n");
        let table = Table { first, count, cells: 0, header: false, body: false };
        if !memory::push(&mut self.scratch.tables, table) {
            self.pen.out().fail(crate::error::Error::out_of_memory());
        }
        if self.has_caption(id) {
            let caption = self.end_of(id);
            self.captions[0] = caption;
            self.pen.open("caption");
            self.range(caption + 1, self.end_of(caption));
            self.pen.close_line("caption");
            self.skipped = 0;
        }
        let columns = self.view.columns(first, count);
        if columns.iter().any(|column| column.width > 0) && self.pen.form() != Form::Plain {
            self.begin_block("colgroup");
            for column in columns {
                self.pen.tag("col");
                if column.width > 0 {
                    self.pen.css("width:");
                    self.pen.out().push_int(i64::from(column.width / 10));
                    self.pen.raw(&[b'.', b'0' + (column.width % 10) as u8, b'%']);
                }
                self.pen.done_void();
                self.pen.raw(b"\n");
            }
            self.pen.close_line("colgroup");
        }
    }

    /// Whether a table has no header and might be taken for one that is there for the layout, or that has one in
    /// bold.
    fn looks_like_layout(&self, id: NodeId, count: u16) -> bool {
        let (nodes, end) = (self.view.nodes(), self.end_of(id));
        let body = nodes.get(id as usize + 1).map_or(end, |header| header.end);
        let has_header = body - id - 2 != NodeId::from(count);
        let is_more = |at: &NodeId| match self.view.kind(*at) {
            Some(Kind::Row { .. } | Kind::Cell { .. }) | None => false,
            Some(kind) => *kind == Kind::HardBreak || kind.is_block(),
        };
        let row = body..nodes.get(body as usize).map_or(end, |row| row.end);
        let is_bold = || row.into_iter().any(|at| self.view.kind(at) == Some(&Kind::Strong));
        !has_header && body < end && (count < 2 || (body..end).any(|at| is_more(&at)) || is_bold())
    }

    pub(super) fn begin_row(&mut self, id: NodeId, header: bool) {
        let end = self.end_of(id);
        let goes_on = self.scratch.open.last().is_some_and(|&table| self.end_of(table) > end);
        let passes = self.passes();
        let Some(table) = self.scratch.tables.last_mut() else { return };
        // A header without a word in it is none.
        if header && goes_on && !passes && end - id - 1 == NodeId::from(table.count) {
            return self.skip(id);
        }
        // A cell ends with its group of rows: one that reaches out of the header leaves it none of its own.
        let reaches = |id: NodeId| matches!(self.view.kind(id), Some(Kind::Cell { rows: 2.., .. }));
        let begins_body = !table.body && (!header || (id + 1..end).any(reaches));
        (table.cells, table.header) = (0, header);
        table.body |= begins_body;
        if begins_body {
            self.begin_block("tbody");
        } else if header {
            self.begin_block("thead");
        }
        self.begin_block("tr");
    }

    pub(super) fn end_row(&mut self, header: bool) {
        self.end_block("tr");
        if header && self.scratch.tables.last().is_some_and(|table| !table.body) {
            self.pen.close_line("thead");
        }
    }

    pub(super) fn begin_cell(&mut self, id: NodeId, columns: u16, rows: u16) {
        let Some(table) = self.scratch.tables.last_mut() else { return };
        let at = usize::from(table.cells);
        table.cells = table.cells.saturating_add(1);
        if columns == 0 {
            return self.skip(id);
        }
        let spans = [("colspan", columns), ("rowspan", rows)];
        let (first, count, header) = (table.first, table.count, table.header);
        let columns = self.view.columns(first, count);
        let alignment = columns.get(at).and_then(|column| alignment_name(column.alignment));
        self.pen.line();
        self.pen.tag(if header { "th" } else { "td" });
        for (name, count) in spans {
            if count > 1 {
                self.pen.number(name, count.into());
            }
        }
        match alignment {
            Some(name) if self.pen.form() == Form::Plain => {
                self.pen.attribute("align", name.as_bytes());
            }
            Some(name) => {
                self.pen.css("text-align:");
                self.pen.raw(name.as_bytes());
            }
            None => {}
        }
        self.pen.done();
    }

    pub(super) fn end_cell(&mut self) {
        let header = self.scratch.tables.last().is_some_and(|table| table.header);
        self.pen.close_line(if header { "th" } else { "td" });
    }

    pub(super) fn end_table(&mut self) {
        if self.scratch.tables.pop().is_some_and(|table| table.body) {
            self.pen.close_line("tbody");
        }
        self.end_block("table");
    }
}
