//! What several tests share: a document as one line of text.

use legacybridge::document::{
    Align, Alignment, Change, Color, Column, CommentId, Delimiter, Direction, Document, Kind,
    Layout, NumberStyle, Numbers, Span, Step, View,
};
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::rtf;

/// A document in angle brackets: `<p>a <b>b</b></p>`. Every node has one spelling.
pub(crate) fn outline(view: View<'_>) -> String {
    let text = |span| String::from_utf8(view.text(span).to_vec()).expect("text is UTF-8");
    let mut out = String::new();
    let mut stack = Vec::new();
    for step in view.walk(&mut stack) {
        let (kind, enter) = match step {
            Step::Enter(_, kind) => (kind, true),
            Step::Exit(_, kind) => (kind, false),
        };
        let (name, rest) = match kind {
            Kind::Text(span) => {
                out += &text(*span).replace('\n', "\\n").replace('\t', "\\t");
                continue;
            }
            Kind::Code(span) => {
                out += &format!("`{}`", text(*span));
                continue;
            }
            Kind::Html(span) => {
                out += &format!("«{}»", text(*span));
                continue;
            }
            Kind::HardBreak => ("br/", String::new()),
            Kind::SoftBreak => ("soft/", String::new()),
            Kind::Rule => ("hr/", String::new()),
            Kind::FootnoteReference { label } => ("ref/", format!(" {}", text(*label))),
            Kind::Anchor { name } => ("anchor/", format!(" {}", text(*name))),
            Kind::Math { tex, .. } => ("math/", format!(" {}", text(*tex))),
            Kind::PageBreak => ("page/", String::new()),
            Kind::Contents => ("toc/", String::new()),
            Kind::CommentStart(CommentId(id)) => ("said/", format!(" {id}")),
            Kind::CommentEnd(CommentId(id)) => ("unsaid/", format!(" {id}")),
            Kind::Paragraph { layout } => ("p", set(*layout)),
            Kind::Heading { level, layout, id } => match id.is_empty() {
                true => ("h", format!("{level}{}", set(*layout))),
                false => ("h", format!("{level}{} #{}", set(*layout), text(*id))),
            },
            Kind::Caption => ("caption", String::new()),
            Kind::CommentBody(id) => {
                let comment = view.comment(*id);
                let facts = [comment.author, comment.initials, comment.date].map(text);
                ("comment", format!(" {} {}", id.0, facts.join(" ")))
            }
            Kind::Inserted(id) => ("ins", change(view.change(*id), text)),
            Kind::Deleted(id) => ("del", change(view.change(*id), text)),
            Kind::Colored { text, back } => {
                ("color", format!("{}{}", color("", *text), color("on ", *back)))
            }
            Kind::SmallCaps => ("caps", String::new()),
            Kind::Quote { alert, .. } => {
                ("quote", alert.map_or(String::new(), |a| format!(" {a:?}")))
            }
            Kind::List { start, tight, numbers } => (
                if start.is_some() { "ol" } else { "ul" },
                format!(
                    "{}{}{}",
                    numbered(*numbers),
                    start.filter(|&n| n != 1).map_or(String::new(), |n| format!(" {n}")),
                    if *tight { "" } else { " loose" }
                ),
            ),
            Kind::Item { task } => {
                ("li", task.map_or("", |done| if done { " x" } else { " o" }).to_string())
            }
            Kind::CodeBlock { info } => {
                ("code", format!(" {}", text(*info)).trim_end().to_string())
            }
            Kind::HtmlBlock => ("html", String::new()),
            Kind::Table { first, count, direction } => {
                let letter = |column: &Column| match column.alignment {
                    Alignment::None => '-',
                    Alignment::Left => 'l',
                    Alignment::Center => 'c',
                    Alignment::Right => 'r',
                };
                let columns: String = view.columns(*first, *count).iter().map(letter).collect();
                ("table", format!(" {columns}{}", set(Layout::new(Align::None, *direction))))
            }
            Kind::Row { header } => (if *header { "th" } else { "tr" }, String::new()),
            Kind::Cell { columns: 1, rows: 1 } => ("td", String::new()),
            Kind::Cell { columns, rows } => ("td", format!(" {columns}x{rows}")),
            Kind::FootnoteDefinition { label, end } => {
                (if *end { "endnote" } else { "note" }, format!(" {}", text(*label)))
            }
            Kind::DefinitionList => ("dl", String::new()),
            Kind::Term => ("dt", String::new()),
            Kind::Definition => ("dd", String::new()),
            Kind::Emphasis => ("i", String::new()),
            Kind::Strong => ("b", String::new()),
            Kind::Strike => ("s", String::new()),
            Kind::Underline => ("u", String::new()),
            Kind::Superscript => ("sup", String::new()),
            Kind::Subscript => ("sub", String::new()),
            Kind::Highlight => ("mark", String::new()),
            Kind::Keyboard => ("kbd", String::new()),
            Kind::Link(id) | Kind::Image(id) => {
                let target = view.link(*id);
                let title = text(target.title);
                let title = if title.is_empty() { title } else { format!(" '{title}'") };
                let name = if matches!(kind, Kind::Link(_)) { "a" } else { "img" };
                let size = match (target.width, target.height) {
                    (0, 0) => String::new(),
                    (width, height) => format!(" {width}x{height}"),
                };
                (name, format!(" {}{title}{size}", text(target.url)))
            }
        };
        match enter {
            true => out += &format!("<{name}{rest}>"),
            false => out += &format!("</{name}>"),
        }
    }
    out
}

/// What is said of how lines are set, with a blank before each.
fn set(layout: Layout) -> String {
    let align = match layout.align() {
        Align::None => "",
        Align::Left => " left",
        Align::Center => " center",
        Align::Right => " right",
        Align::Justify => " justify",
    };
    let direction = match layout.direction() {
        Direction::Unsaid => "",
        Direction::Ltr => " ltr",
        Direction::Rtl => " rtl",
    };
    format!("{align}{direction}")
}

/// What is said of a list's numbers, as the first of them looks.
fn numbered(numbers: Numbers) -> String {
    let first = match numbers.style {
        NumberStyle::Decimal => '1',
        NumberStyle::LowerAlpha => 'a',
        NumberStyle::UpperAlpha => 'A',
        NumberStyle::LowerRoman => 'i',
        NumberStyle::UpperRoman => 'I',
    };
    match (numbers.is_plain(), numbers.delimiter) {
        (true, _) => String::new(),
        (_, Delimiter::Period) => format!(" {first}."),
        (_, Delimiter::OneParen) => format!(" {first})"),
        (_, Delimiter::TwoParens) => format!(" ({first})"),
    }
}

fn color(place: &str, color: Color) -> String {
    if color.is_none() { String::new() } else { format!(" {place}{color:?}") }
}

/// Who has changed something, and when.
fn change(change: Change, text: impl Fn(Span) -> String) -> String {
    [change.author, change.date].map(text).iter().map(|fact| format!(" {fact}")).collect()
}

/// What the RTF reader makes of `source`, and what it reports.
pub(crate) fn read_rtf(source: &[u8]) -> (String, Report) {
    read_rtf_with(source, &Options::default())
}

/// The same with options.
pub(crate) fn read_rtf_with(source: &[u8], options: &Options) -> (String, Report) {
    let mut doc = Document::default();
    doc.reset(256);
    let mut report = Report::default();
    let mut scratch = rtf::reader::Scratch::default();
    rtf::reader::read(source, options, &mut doc, &mut report, &mut scratch).expect("RTF is read");
    let outline = outline(View { doc: &doc, source });
    (outline, report)
}
