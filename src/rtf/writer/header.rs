//! Everything before the first paragraph: fonts, colours, stylesheet, lists, document information.
//!
//! Shape   only what the document uses is written, so that a short memo stays short; numbers of
//!         fonts and colours are the same in every document.
//!         What a template adds stands behind what is ours, and is ready to be written.
//! Units   twips.
//! Source  RTF 1.9.1 for the order of the tables; `docs/mapping.md` for names and numbers.

use super::look::Look;
use super::plan::{EastAsian, Plan};
use super::prefix::Prefixes;
use super::sink::Sink;
use super::style::Style;
use super::theme::{ALERT_COLORS, CODE_COLORS};
use super::{list, revision, running, stylesheet};
use crate::document::{Meta, Span};
use crate::memory::Output;
use crate::options::Options;
use crate::report::Loss;
use crate::rtf::tables::date;
use crate::rtf::template::{Template, write_color};
use crate::text::escape_rtf;

const GENERATOR: &str =
    concat!("{\\*\\generator LegacyBridge ", env!("CARGO_PKG_VERSION"), ";}\r\n");

/// Writes the whole header.
pub(super) fn write(
    options: &Options,
    look: &Look<'_>,
    plan: &Plan,
    prefixes: &Prefixes,
    sink: &mut Sink<'_>,
) {
    let template = look.template;
    let out = sink.out();
    begin(look, out);
    if let Some(language) = template.and_then(|template| template.page.language) {
        out.push(b"\\deflang");
        out.push_int(language.into());
    }
    if plan.east_asian().is_some() {
        out.push(b"\\stshfdbch4");
    }
    let faces = Faces {
        symbols: plan.lists().has_bullets(),
        formulas: options.extensions.math && plan.has_formulas(),
        east_asian: plan.east_asian(),
    };
    fonts(options, look, plan, faces, out);
    colors(look, plan, out);
    stylesheet::write(look, plan, prefixes, out);
    list::tables(plan.lists(), out);
    revision::authors(plan, out);
    out.push(GENERATOR.as_bytes());
    information(template, sink);
    page(look, sink.out());
    running::write(options, look, sink);
    if plan.labels().len() > 0 {
        sink.out().push(b"{\\*\\ftnsep\\chftnsep}\r\n");
    }
}

/// Writes the header of what report writers draw: what they would show the insides of is left out.
pub(super) fn write_drawn(options: &Options, look: &Look<'_>, plan: &Plan, out: &mut Output) {
    begin(look, out);
    let faces = Faces { symbols: false, formulas: false, east_asian: None };
    fonts(options, look, plan, faces, out);
    colors(look, plan, out);
}

fn begin(look: &Look<'_>, out: &mut Output) {
    out.push(b"{\\rtf1\\ansi\\ansicpg");
    out.push_int(look.template.map_or(1252, |template| template.code_page).into());
    out.push(b"\\deff0\\uc1");
}

/// The faces that a document needs beside those of its text and of its code.
struct Faces {
    /// That of the bullets.
    symbols: bool,
    formulas: bool,
    east_asian: Option<EastAsian>,
}

fn fonts(options: &Options, look: &Look<'_>, plan: &Plan, faces: Faces, out: &mut Output) {
    let Look { theme, template, .. } = *look;
    out.push(b"{\\fonttbl");
    let body = template.and_then(|template| template.body_font.as_deref());
    face(b"{\\f0", &options.body_font, body, theme.body, None, out);
    // LibreOffice takes the third entry for the face of East Asian text: it is never one of symbols.
    if faces.symbols {
        out.push(b"{\\f2\\froman\\fprq2\\fcharset2 Symbol;}");
    }
    let east_asian = faces.east_asian.map(EastAsian::face);
    if faces.symbols {
        out.push(east_asian.unwrap_or_default());
    }
    if plan.has_code() || look.is_of_template(Style::Code) {
        let code = template.and_then(|template| template.code_font.as_deref());
        face(b"{\\f1", &options.code_font, code, theme.code, Some(FIXED), out);
    }
    if !faces.symbols {
        out.push(east_asian.unwrap_or_default());
    }
    if look.heading_face {
        face(b"{\\f3", &options.heading_font, None, theme.heading, None, out);
    }
    if faces.formulas {
        out.push(b"{\\f5\\froman\\fprq2\\fcharset0 Cambria Math;}");
    }
    if let Some(template) = template {
        out.push(&template.fonts);
    }
    out.push(b"}\r\n");
}

/// A font: what the options say, else the template's entry, else the theme's. Its family is that of
/// its name, if no other is given.
fn face(
    number: &[u8],
    option: &str,
    entry: Option<&[u8]>,
    of_theme: &str,
    of_use: Option<&[u8]>,
    out: &mut Output,
) {
    out.push(number);
    match (option, entry) {
        ("", Some(entry)) => out.push(entry),
        (option, _) => {
            let name = if option.is_empty() { of_theme } else { option };
            out.push(of_use.unwrap_or_else(|| family(name)));
            for part in name.split(';') {
                escape_rtf(part.as_bytes(), out);
            }
        }
    }
    out.push(b";}");
}

const FIXED: &[u8] = b"\\fmodern\\fprq1\\fcharset0 ";

/// Family and pitch of a typeface, which Word wants to know in case it is missing.
fn family(name: &str) -> &'static [u8] {
    const SERIFS: [&str; 6] = ["Times", "Cambria", "Georgia", "Garamond", "Constantia", "Book"];
    const TYPEWRITERS: [&str; 4] = ["Courier", "Consolas", "Lucida Console", "Fixedsys"];
    if SERIFS.iter().any(|start| name.starts_with(start)) {
        b"\\froman\\fprq2\\fcharset0 "
    } else if TYPEWRITERS.iter().any(|start| name.starts_with(start)) {
        FIXED
    } else {
        b"\\fswiss\\fprq2\\fcharset0 "
    }
}

fn colors(look: &Look<'_>, plan: &Plan, out: &mut Output) {
    let Look { theme, template, .. } = *look;
    out.push(b"{\\colortbl;");
    for (index, &color) in theme.colors.iter().enumerate() {
        let link = template.and_then(|template| template.link).filter(|_| index == 0);
        write_color(link.unwrap_or(color), out);
    }
    let colored = look.highlight && plan.has_code();
    if plan.has_alerts() || template.is_some() || colored {
        ALERT_COLORS.into_iter().for_each(|color| write_color(color, out));
    }
    if template.is_some() || colored {
        CODE_COLORS.into_iter().for_each(|color| write_color(color, out));
    }
    if let Some(template) = template {
        out.push(&template.colors);
    }
    plan.tints().for_each(|color| write_color(color, out));
    out.push(b"}\r\n");
}

/// The number of the first colour that text of the document has.
pub(super) fn first_tint(look: &Look<'_>, plan: &Plan) -> i64 {
    let Look { theme, template, .. } = *look;
    let colored = look.highlight && plan.has_code();
    let alerts = plan.has_alerts() || template.is_some() || colored;
    let codes = template.is_some() || colored;
    let of_template =
        template.map_or(0, |template| template.colors.iter().filter(|byte| **byte == b';').count());
    let ours = theme.colors.len()
        + if alerts { ALERT_COLORS.len() } else { 0 }
        + if codes { CODE_COLORS.len() } else { 0 };
    (1 + ours + of_template) as i64
}

fn information(template: Option<&Template>, sink: &mut Sink<'_>) {
    let doc = sink.view().doc;
    let more = template.map_or(&b""[..], |template| &template.information);
    let ours = [
        (&b"{\\title "[..], doc.meta(Meta::Title)),
        (b"{\\author ", doc.meta(Meta::Author)),
        (b"{\\subject ", doc.meta(Meta::Subject)),
        (b"{\\keywords ", doc.meta(Meta::Keywords)),
        (b"{\\manager ", doc.meta(Meta::Manager)),
        (b"{\\company ", doc.meta(Meta::Company)),
        (b"{\\operator ", doc.meta(Meta::Operator)),
        (b"{\\category ", doc.meta(Meta::Category)),
        (b"{\\doccomm ", doc.meta(Meta::Description)),
    ];
    let times = [(&b"{\\creatim"[..], Meta::Date), (b"{\\revtim", Meta::Modified)];
    let times = times.map(|(open, fact)| {
        let time = sink.view().meta(fact);
        let parts = date::parts(time);
        if parts.is_some() && !date::is_whole(time) {
            sink.lose(Loss::Metadata, time);
        }
        (open, parts)
    });
    let untimed = times.iter().all(|(_, parts)| parts.is_none());
    if ours.iter().all(|(_, text)| text.is_empty()) && more.is_empty() && untimed {
        return properties(sink);
    }
    sink.out().push(b"{\\info");
    let (first, last) = ours.split_at(2);
    first.iter().for_each(|&(open, text)| information_part(open, text, sink));
    sink.out().push(more);
    last.iter().for_each(|&(open, text)| information_part(open, text, sink));
    for (open, parts) in times {
        let Some(parts) = parts else { continue };
        sink.out().push(open);
        for (word, value) in
            [&b"\\yr"[..], b"\\mo", b"\\dy", b"\\hr", b"\\min"].into_iter().zip(parts)
        {
            sink.out().push(word);
            sink.out().push_int(value.into());
        }
        sink.out().push_byte(b'}');
    }
    sink.out().push(b"}\r\n");
    properties(sink);
}

/// What else the document says about itself, as its user's own properties.
fn properties(sink: &mut Sink<'_>) {
    let view = sink.view();
    // What the block above has no words for.
    let is_other = |&(fact, value): &(Meta, Span)| match fact {
        Meta::Language => true,
        Meta::Date | Meta::Modified => date::parts(view.text(value)).is_none(),
        _ => false,
    };
    let facts =
        view.doc.metas().filter(is_other).map(|(fact, value)| (fact.name().as_bytes(), value));
    let own = view.doc.properties.iter().map(|&(name, value)| (view.text(name), value));
    let mut properties = facts.chain(own).peekable();
    if properties.peek().is_none() {
        return;
    }
    sink.out().push(b"{\\*\\userprops");
    for (name, value) in properties {
        if !name.is_empty() {
            sink.out().push(b"{\\propname ");
            sink.text(name);
            sink.out().push_byte(b'}');
        }
        sink.out().push(b"\\proptype30{\\staticval ");
        sink.span(value);
        sink.out().push_byte(b'}');
    }
    sink.out().push(b"}\r\n");
}

fn information_part(open: &[u8], text: Span, sink: &mut Sink<'_>) {
    if !text.is_empty() {
        sink.out().push(open);
        sink.span(text);
        sink.out().push_byte(b'}');
    }
}

fn page(look: &Look<'_>, out: &mut Output) {
    let Look { paper, margins, template, .. } = *look;
    out.push(b"\\viewkind4");
    for (word, value) in [
        (&b"\\paperw"[..], paper.0),
        (b"\\paperh", paper.1),
        (b"\\margl", margins.left),
        (b"\\margr", margins.right),
        (b"\\margt", margins.top),
        (b"\\margb", margins.bottom),
    ] {
        out.push(word);
        out.push_int(value.into());
    }
    if let Some(template) = template {
        let page = &template.page;
        for (word, wanted) in [
            (&b"\\landscape\\lndscpsxn"[..], paper.0 > paper.1),
            (b"\\facingp", page.facing),
            (b"\\titlepg", page.title),
        ] {
            out.push(if wanted { word } else { b"" });
        }
        for (word, value) in [
            (&b"\\headery"[..], page.header),
            (b"\\footery", page.footer),
            (b"\\deftab", page.tabs),
        ] {
            if let Some(value) = value {
                out.push(word);
                out.push_int(value.into());
            }
        }
    }
    out.push(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_in_one_line_each() {
        for (option, entry, of_use, font) in [
            ("", None, None, "{\\f0\\fswiss\\fprq2\\fcharset0 Calibri;}"),
            ("Georgia", None, None, "{\\f0\\froman\\fprq2\\fcharset0 Georgia;}"),
            ("Courier New", None, None, "{\\f0\\fmodern\\fprq1\\fcharset0 Courier New;}"),
            ("Arial", None, Some(FIXED), "{\\f0\\fmodern\\fprq1\\fcharset0 Arial;}"),
            ("", Some(&b"\\fnil House"[..]), None, "{\\f0\\fnil House;}"),
            ("Arial", Some(b"\\fnil House"), None, "{\\f0\\fswiss\\fprq2\\fcharset0 Arial;}"),
            ("A;{B}", None, None, "{\\f0\\fswiss\\fprq2\\fcharset0 A\\{B\\};}"),
        ] {
            let mut out = Output::new(Vec::new(), 999);
            face(b"{\\f0", option, entry, "Calibri", of_use, &mut out);
            assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), font, "{option}");
        }
    }
}
