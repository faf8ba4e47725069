//! Inline events: text, links, and tags that stand for inlines.
//!
//! Shape   a run of text is ended by any other event (see `addresses`); tags such as `<u>` open and
//!         close containers (see `tags`). Of what an image holds only what can be read aloud counts.
//! Source  CommonMark 0.31, chapter 6; GFM 0.29, section 6.9.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType};

use super::addresses::Run;
use super::critic::{self, Mark};
use super::marks;
use super::page::Page;
use super::tags::{Tags, before_inside};
use crate::document::{ChangeId, CommentId, Kind, LinkTarget, Span};
use crate::markdown::formula;
use crate::markdown::html::{self, Tag};
use crate::memory::push;
use crate::options::Extensions;

/// What inlines stand in.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// Open quotes.
    pub quotes: u32,
    pub in_table: bool,
}

/// Where the inlines of a block stand.
pub(super) struct Inlines {
    run: Run,
    tags: Tags,
    /// Open links and images: no address is a link inside of them.
    links: u32,
    images: u32,
    critic: Marks,
}

/// What CriticMarkup has said so far.
#[derive(Default)]
struct Marks {
    on: bool,
    /// The change that all changes are: nobody's.
    change: Option<ChangeId>,
    /// What the next comment is about has begun.
    range: Option<CommentId>,
    /// Comments and their words.
    comments: Vec<(CommentId, Span)>,
}

impl Inlines {
    pub(super) fn new(on: &Extensions) -> Self {
        let critic = Marks { on: on.critic.any(), ..Marks::default() };
        let run = Run::new(on.autolinks, on.smart_punctuation);
        Inlines { run, tags: Tags::default(), links: 0, images: 0, critic }
    }

    /// The texts of the comments, once all blocks have ended.
    pub(super) fn write_comments(&mut self, page: &mut Page<'_, '_>) {
        for &(id, words) in &self.critic.comments {
            page.open(Kind::CommentBody(id));
            page.open(Kind::PARAGRAPH);
            page.leaf(Kind::Text(words));
            page.close();
            page.close();
        }
    }

    /// A mark of CriticMarkup.
    fn critic(&mut self, page: &mut Page<'_, '_>, mark: Mark<'_>) {
        let raw = |page: &mut Page<'_, '_>| Kind::Text(page.own(mark.text()));
        match mark {
            Mark::Inserted { end } | Mark::Deleted { end } => {
                let change = *self.critic.change.get_or_insert_with(|| page.add_change());
                let kind = match mark {
                    Mark::Inserted { .. } => Kind::Inserted(change),
                    _ => Kind::Deleted(change),
                };
                let raw = raw(page);
                let is_mark = match end {
                    false => self.tags.open(page, kind, raw),
                    true => self.tags.close(page, kind, raw),
                };
                if is_mark {
                    self.run.stand_behind(b'*');
                }
            }
            Mark::Nothing => {}
            Mark::Range => {
                let id = page.add_comment();
                page.leaf(Kind::CommentStart(id));
                self.critic.range = Some(id);
            }
            Mark::Comment { ranged, words } => {
                let range = self.critic.range.take().filter(|_| ranged);
                let id = range.unwrap_or_else(|| {
                    let id = page.add_comment();
                    page.leaf(Kind::CommentStart(id));
                    id
                });
                page.leaf(Kind::CommentEnd(id));
                let mut text = String::new();
                critic::decode(words, |piece| text.push_str(piece));
                let words = page.span(&CowStr::Borrowed(text.trim()));
                if !push(&mut self.critic.comments, (id, words)) {
                    page.give_up();
                }
            }
        }
    }

    /// Begins a block of inlines.
    pub(super) fn begin(&mut self) {
        self.run.stand_behind(b'\n');
    }

    /// Ends a block of inlines.
    pub(super) fn end(&mut self, page: &mut Page<'_, '_>) {
        self.end_run(page);
        self.tags.drop_open(page);
    }

    #[inline]
    fn end_run(&mut self, page: &mut Page<'_, '_>) {
        self.run.end(page, self.links > 0 || self.images > 0);
    }

    #[inline]
    pub(super) fn text(&mut self, page: &mut Page<'_, '_>, text: &CowStr<'_>) {
        let span = page.span(text);
        self.run.add(page, span);
    }

    /// Text in which single tildes and carets are marks.
    pub(super) fn marked_text(&mut self, page: &mut Page<'_, '_>, text: &CowStr<'_>) {
        let span = page.span(text);
        let place = page.parsed(span).filter(|_| self.images == 0);
        let Some((start, _)) = place else { return self.run.add(page, span) };
        // A backslash before the text takes its first character's meaning.
        let mut from = usize::from(page.is_escaped(span));
        let mut done = 0;
        while let Some(mark) = memchr::memchr2(b'~', b'^', &text.as_bytes()[from..]) {
            let at = from + mark;
            self.marked_piece(page, span.slice(done, at), from > done);
            self.mark(page, start + at);
            (from, done) = (at + 1, at + 1);
        }
        self.marked_piece(page, span.slice(done, span.len()), from > done);
    }

    /// A piece of such text. A blank behind a backslash is one that keeps raised or lowered text together,
    /// unless the backslash is `escaped`.
    fn marked_piece(&mut self, page: &mut Page<'_, '_>, mut piece: Span, escaped: bool) {
        let mut from = usize::from(escaped);
        let blank = |text: &[u8]| text.windows(2).position(|pair| pair == b"\\ ");
        while let Some(found) = page.get(piece).get(from..).and_then(blank)
            && [Kind::Superscript, Kind::Subscript]
                .iter()
                .any(|&kind| self.tags.has_open_mark(page, kind))
        {
            let at = from + found;
            self.run.add(page, piece.slice(0, at));
            let blank = page.own("\u{A0}");
            self.run.add(page, blank);
            (piece, from) = (piece.slice(at + 2, piece.len()), 0);
        }
        self.run.add(page, piece);
    }

    /// Whether what is struck through at a place of the text is so between single tildes.
    pub(super) fn is_single(&self, page: &Page<'_, '_>, place: &Range<usize>) -> bool {
        self.images == 0 && page.input().as_bytes().get(place.start + 1) != Some(&b'~')
    }

    /// A tilde or a caret: it begins or ends lowered or raised text, or is text.
    pub(super) fn mark(&mut self, page: &mut Page<'_, '_>, at: usize) {
        let mark = page.input_span(at, at + 1);
        let Some(&byte) = page.get(mark).first() else { return };
        let kind = if byte == b'^' { Kind::Superscript } else { Kind::Subscript };
        let input = page.input();
        if self.tags.has_open_mark(page, kind) && marks::can_close(input, at) {
            self.end_run(page);
            self.tags.close(page, kind, Kind::Text(mark));
            self.run.stand_behind(b'*');
        } else if marks::can_open(input, at) {
            self.end_run(page);
            self.tags.open(page, kind, Kind::Text(mark));
            self.run.stand_behind(b'*');
        } else {
            self.run.add(page, mark);
        }
    }

    /// Text at the end of the block has been taken back.
    pub(super) fn text_taken(&mut self, page: &Page<'_, '_>) {
        self.run.cut(page.nodes().len());
    }

    /// A leaf that is no text.
    pub(super) fn leaf(&mut self, page: &mut Page<'_, '_>, event: Event<'_>, around: Around) {
        if self.images > 0 {
            return self.alternative_text(page, event);
        }
        self.end_run(page);
        let before = self.run.stand_behind(b'`');
        let kind = match event {
            Event::Code(code) => Kind::Code(page.span(&code)),
            Event::InlineHtml(html) => return self.html(page, &html, around),
            Event::InlineMath(tex) => {
                let tex = page.span(&tex);
                // As GitHub writes it: $`x`$.
                let inner = formula::in_backticks(page.get(tex));
                Kind::Math {
                    tex: inner.map_or(tex, |(from, to)| tex.slice(from, to)),
                    display: false,
                }
            }
            Event::DisplayMath(tex) => {
                let tex = match formula::without_indents(&tex) {
                    Some(tex) => page.span(&CowStr::Borrowed(&tex)),
                    None => page.span(&tex),
                };
                Kind::Math { tex, display: true }
            }
            Event::FootnoteReference(label) => Kind::FootnoteReference { label: page.span(&label) },
            Event::SoftBreak => {
                self.run.stand_behind(b'\n');
                // After `<br>` the line end in the source says nothing more.
                if before == b'\n' && page.last().is_some_and(|(_, last)| last == Kind::HardBreak) {
                    return;
                }
                Kind::SoftBreak
            }
            Event::HardBreak => {
                self.run.stand_behind(b'\n');
                Kind::HardBreak
            }
            // No inlines.
            Event::Start(_) | Event::End(_) | Event::Text(_) | Event::Html(_) => return,
            Event::Rule | Event::TaskListMarker(_) => return,
        };
        page.leaf(kind);
    }

    /// Inside an image only what can be read aloud counts.
    fn alternative_text(&mut self, page: &mut Page<'_, '_>, event: Event<'_>) {
        let kind = match event {
            Event::Code(code) => Kind::Code(page.span(&code)),
            Event::InlineHtml(text) => {
                return match Mark::of(&text).filter(|_| self.critic.on) {
                    Some(mark) => self.text(page, &CowStr::Borrowed(mark.text())),
                    None => self.text(page, &text),
                };
            }
            Event::InlineMath(tex) => return self.formula_text(page, "$", &tex),
            Event::DisplayMath(tex) => return self.formula_text(page, "$$", &tex),
            Event::SoftBreak | Event::HardBreak => Kind::SoftBreak,
            Event::FootnoteReference(_) => return,
            // No inlines.
            Event::Start(_) | Event::End(_) | Event::Text(_) | Event::Html(_) => return,
            Event::Rule | Event::TaskListMarker(_) => return,
        };
        self.run.forget();
        page.leaf(kind);
    }

    /// A formula that is only text, with its dollars.
    fn formula_text(&mut self, page: &mut Page<'_, '_>, dollars: &'static str, tex: &CowStr<'_>) {
        for piece in [&CowStr::Borrowed(dollars), tex, &CowStr::Borrowed(dollars)] {
            self.text(page, piece);
        }
    }

    pub(super) fn open(&mut self, page: &mut Page<'_, '_>, kind: Kind) {
        if self.images > 0 {
            return;
        }
        self.end_run(page);
        self.run.stand_behind(b'*');
        page.open(kind);
    }

    pub(super) fn close(&mut self, page: &mut Page<'_, '_>) {
        if self.images > 0 {
            return;
        }
        self.end(page);
        self.run.stand_behind(b'*');
        page.close();
    }

    pub(super) fn open_link(
        &mut self,
        page: &mut Page<'_, '_>,
        link_type: LinkType,
        url: &CowStr<'_>,
        title: &CowStr<'_>,
    ) {
        if self.images > 0 {
            return;
        }
        self.end_run(page);
        self.links += 1;
        if self.links > 1 {
            // An address in angle brackets inside of a link: links do not nest.
            return;
        }
        let url = if link_type == LinkType::Email {
            let scheme = page.own("mailto:");
            let address = page.own(url);
            scheme.join(address).unwrap_or(address)
        } else {
            page.span(url)
        };
        let title = page.span(title);
        page.open_link(LinkTarget::new(url, title), false);
    }

    pub(super) fn close_link(&mut self, page: &mut Page<'_, '_>) {
        if self.images > 0 {
            return;
        }
        self.end_run(page);
        self.links = self.links.saturating_sub(1);
        if self.links > 0 {
            return;
        }
        self.tags.drop_open(page);
        self.run.stand_behind(b'`');
        page.close();
    }

    pub(super) fn open_image(
        &mut self,
        page: &mut Page<'_, '_>,
        url: &CowStr<'_>,
        title: &CowStr<'_>,
    ) {
        if self.images == 0 {
            self.end_run(page);
            let (url, title) = (page.span(url), page.span(title));
            page.open_link(LinkTarget::new(url, title), true);
        }
        self.images += 1;
    }

    pub(super) fn close_image(&mut self, page: &mut Page<'_, '_>) {
        self.images = self.images.saturating_sub(1);
        if self.images == 0 {
            self.run.forget();
            self.run.stand_behind(b'`');
            page.close();
        }
    }

    fn html(&mut self, page: &mut Page<'_, '_>, html: &CowStr<'_>, around: Around) {
        if self.critic.on
            && let Some(mark) = Mark::of(html)
        {
            return self.critic(page, mark);
        }
        let changed;
        let mut html = html;
        if around.in_table && memchr::memmem::find(html.as_bytes(), b"\\|").is_some() {
            changed = CowStr::from(html.replace("\\|", "|"));
            html = &changed;
        } else if html.contains('\n') {
            changed = CowStr::from(without_line_prefixes(html, around.quotes));
            html = &changed;
        }
        let span = page.span(html);
        match html::tag(html.as_bytes()) {
            Some(Tag::Break) => {
                self.run.stand_behind(b'\n');
                page.leaf(Kind::HardBreak);
            }
            Some(Tag::Open(kind)) => {
                if self.tags.open(page, kind, Kind::Html(span)) {
                    self.run.stand_behind(before_inside(kind));
                }
            }
            Some(Tag::Close(kind)) => {
                if self.tags.close(page, kind, Kind::Html(span)) {
                    self.run.stand_behind(before_inside(kind));
                }
            }
            Some(Tag::AnchorEnd) => end_anchor(page, span),
            Some(Tag::Anchor(..)) | None => page.leaf(Kind::Html(span)),
        }
    }
}

/// `<a id="x"></a>` is a named place.
fn end_anchor(page: &mut Page<'_, '_>, html: Span) {
    if let Some((last, Kind::Html(open))) = page.last()
        && let Some(Tag::Anchor(start, end)) = html::tag(page.get(open))
    {
        page.set_kind(last, Kind::Anchor { name: open.slice(start, end) });
    } else {
        page.leaf(Kind::Html(html));
    }
}

/// Raw HTML without what its later lines begin with: white space, and the markers of quotes,
/// which pulldown-cmark leaves in comments and the like.
fn without_line_prefixes(html: &str, quotes: u32) -> String {
    let markers = if html.starts_with("<!") || html.starts_with("<?") { quotes } else { 0 };
    let mut text = String::with_capacity(html.len());
    join_lines(html, markers, '\n', &mut text);
    text
}

/// The code of a span whose source has several lines, put into a buffer: pulldown-cmark leaves the blanks
/// in it that these begin with.
pub(super) fn code_of_lines<'a>(span: &str, quotes: u32, buffer: &'a mut String) -> &'a str {
    join_lines(span.trim_matches('`'), quotes, ' ', buffer);
    match buffer.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')) {
        Some(code) if code.bytes().any(|byte| byte != b' ') => code,
        _ => buffer,
    }
}

/// Puts the lines of a text into another without what the later ones begin with: blanks, and markers of so
/// many quotes.
fn join_lines(lines: &str, markers: u32, between: char, text: &mut String) {
    let mut lines = lines.split('\n');
    text.push_str(lines.next().unwrap_or(""));
    for line in lines {
        let mut line = line.trim_start_matches([' ', '\t']);
        for _ in 0..markers {
            let Some(rest) = line.strip_prefix('>') else { break };
            line = rest.trim_start_matches([' ', '\t']);
        }
        text.push(between);
        text.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_lines_of_code_lose_what_their_blocks_begin_with() {
        for (span, quotes, code) in [
            ("`a\n  b`", 0, "a b"),
            ("``a `\n\t> b ``", 1, "a ` b "),
            ("` a\n> > b\n `", 2, "a b"),
            ("`\n  \n`", 0, "  "),
            ("`\n   // `", 0, "//"),
        ] {
            assert_eq!(code_of_lines(span, quotes, &mut String::new()), code, "{span:?}");
        }
    }

    #[test]
    fn later_lines_of_raw_html_lose_what_their_blocks_begin_with() {
        for (html, quotes, text) in [
            ("<a\n  b>", 0, "<a\nb>"),
            ("<a\n> b>", 1, "<a\n> b>"),
            ("<!-- a\n > b\n> > c -->", 1, "<!-- a\nb\n> c -->"),
            ("<!-- a\nb -->", 2, "<!-- a\nb -->"),
        ] {
            assert_eq!(without_line_prefixes(html, quotes), text, "{html:?}");
        }
    }
}
