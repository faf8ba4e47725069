//! What several tests share: a document as one line of text.

use legacybridge::document::{Alignment, Document, Kind, Step, View};
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::rtf;

/// A document in angle brackets: `<p>a <b>b</b></p>`. Every node has one spelling.
pub fn outline(view: View<'_>) -> String {
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
            Kind::Paragraph => ("p", String::new()),
            Kind::Heading { level, id } => match id.is_empty() {
                true => ("h", level.to_string()),
                false => ("h", format!("{level} #{}", text(*id))),
            },
            Kind::Quote { alert } => ("quote", alert.map_or(String::new(), |a| format!(" {a:?}"))),
            Kind::List { start, tight } => (
                if start.is_some() { "ol" } else { "ul" },
                format!(
                    "{}{}",
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
            Kind::Table { first, count } => {
                let letter = |align: &Alignment| match align {
                    Alignment::None => '-',
                    Alignment::Left => 'l',
                    Alignment::Center => 'c',
                    Alignment::Right => 'r',
                };
                let columns: String = view.columns(*first, *count).iter().map(letter).collect();
                ("table", format!(" {columns}"))
            }
            Kind::Row { header } => (if *header { "th" } else { "tr" }, String::new()),
            Kind::Cell => ("td", String::new()),
            Kind::FootnoteDefinition { label } => ("note", format!(" {}", text(*label))),
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
                (name, format!(" {}{title}", text(target.url)))
            }
        };
        match enter {
            true => out += &format!("<{name}{rest}>"),
            false => out += &format!("</{name}>"),
        }
    }
    out
}

/// What the RTF reader makes of `source`, and what it reports.
pub fn read_rtf(source: &[u8]) -> (String, Report) {
    read_rtf_with(source, &Options::default())
}

/// The same with options.
pub fn read_rtf_with(source: &[u8], options: &Options) -> (String, Report) {
    let mut doc = Document::default();
    doc.reset(256);
    let mut report = Report::default();
    let mut scratch = rtf::reader::Scratch::default();
    rtf::reader::read(source, options, &mut doc, &mut report, &mut scratch).expect("RTF is read");
    let outline = outline(View { doc: &doc, source });
    (outline, report)
}
