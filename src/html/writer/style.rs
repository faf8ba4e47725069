//! What written pages and mails look like.
//!
//! Shape   [`sheet`] writes the style sheet of a page, after the theme and the typefaces of the options;
//!         [`inline`] is what a tag of a mail says by itself.
//! Source  the themes of written RTF: the same typefaces, sizes and colours.

use super::code::{self, CLASSES};
use super::pen::Pen;
use crate::options::{Options, ThemeName};
use crate::text::highlight::COLORS;

/// What a theme has of its own.
struct Theme {
    body: &'static str,
    heading: &'static str,
    code: &'static str,
    /// Half-points.
    size: u16,
    /// Colours of links, of headings, of lines, and behind code.
    colors: [&'static str; 4],
}

fn theme(name: ThemeName) -> Theme {
    let of = |body, heading, code, size, colors| Theme { body, heading, code, size, colors };
    match name {
        ThemeName::Default => {
            of("Calibri", "", "Consolas", 22, ["#0563c1", "#1f3864", "#bfbfbf", "#f2f2f2"])
        }
        ThemeName::Classic => {
            of("Cambria", "", "Consolas", 22, ["#7a1818", "#000", "#968c7d", "#f6f3ec"])
        }
        ThemeName::Modern => {
            let colors = ["#0067b8", "#005496", "#cbd3dc", "#f3f5f8"];
            of("Segoe UI", "Segoe UI Light", "Consolas", 20, colors)
        }
        ThemeName::Print => {
            let colors = ["#000", "#000", "#000", "#fff"];
            of("Times New Roman", "Arial", "Courier New", 23, colors)
        }
        ThemeName::Compact => {
            of("Tahoma", "", "Consolas", 18, ["#0054a6", "#1e1e1e", "#bfbfbf", "#f0f0f0"])
        }
    }
}

/// A typeface as a style sheet names it: what could end its name or its element is left out.
fn face<'o>(own: &'o str, theme: &'o str) -> impl Iterator<Item = char> + 'o {
    let name = if own.is_empty() { theme } else { own };
    name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
}

/// A typeface in quotes.
fn push_face(pen: &mut Pen<'_>, own: &str, theme: &str, quote: &str) {
    pen.raw(quote.as_bytes());
    for c in face(own, theme) {
        pen.raw(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    pen.raw(quote.as_bytes());
}

fn push_size(pen: &mut Pen<'_>, options: &Options, theme: &Theme) {
    let size = if options.body_size == 0 { theme.size } else { options.body_size };
    pen.out().push_int(i64::from(size / 2));
    pen.raw(if size % 2 == 1 { b".5pt" } else { b"pt" });
}

/// What stands between typefaces, sizes and colours of a page.
const SHEET: &str = "\
*{box-sizing:border-box}
body{max-width:50em;margin:2em auto;padding:0 1em;line-height:1.5;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,h6{color:var(--heading);line-height:1.25;margin:1.4em 0 .5em}
a{color:var(--link)}
img{max-width:100%}
code,kbd,pre{font-size:.9em;background:var(--code)}
code,kbd{padding:.1em .3em}
kbd{border:1px solid var(--line);border-radius:3px}
pre{padding:.8em;overflow:auto}
pre code{padding:0;font-size:1em}
blockquote,.markdown-alert{margin:1em 0;padding:0 1em;border-left:4px solid var(--line)}
.markdown-alert-title{font-weight:bold}
.markdown-alert-note{border-color:#0969da}
.markdown-alert-tip{border-color:#1a7f37}
.markdown-alert-important{border-color:#8250df}
.markdown-alert-warning{border-color:#9a6700}
.markdown-alert-caution{border-color:#cf222e}
table{border-collapse:collapse;margin:1em 0}
th,td{border:1px solid var(--line);padding:.3em .6em;vertical-align:top}
th{background:var(--code)}
hr{border:0;border-top:1px solid var(--line)}
figure{margin:1em 0}
figcaption,caption,.comments,.footnotes{font-size:.9em}
.footnotes{border-top:1px solid var(--line);margin-top:2em}
dt{font-weight:bold}
";

/// The same in the dark, and on paper.
const MEDIA: &str = "\
@media(prefers-color-scheme:dark){:root{--link:#79b8ff;--heading:#e6edf3;--line:#484f58;--code:#1c2128}
body{background:#0d1117;color:#d1d7e0}}
@media print{:root{--heading:#000}body{max-width:none;margin:0;background:#fff;color:#000}
a{color:inherit}pre,blockquote,table,figure{break-inside:avoid}h1,h2,h3{break-after:avoid}}
";

/// Writes the style sheet of a page.
pub(super) fn sheet(pen: &mut Pen<'_>, options: &Options) {
    let theme = theme(options.theme);
    pen.raw(b":root{");
    for (name, color) in ["--link", "--heading", "--line", "--code"].iter().zip(theme.colors) {
        for part in [name, ":", color, ";"] {
            pen.raw(part.as_bytes());
        }
    }
    pen.raw(b"color-scheme:light dark}\nbody{background:#fff;color:#1f2328;font-family:");
    push_face(pen, &options.body_font, theme.body, "\"");
    pen.raw(b",sans-serif;font-size:");
    push_size(pen, options, &theme);
    pen.raw(b"}\ncode,kbd,pre{font-family:");
    push_face(pen, &options.code_font, theme.code, "\"");
    pen.raw(b",monospace}\n");
    let heading = if theme.heading.is_empty() { theme.body } else { theme.heading };
    if !options.heading_font.is_empty() || !theme.heading.is_empty() {
        pen.raw(b"h1,h2,h3,h4,h5,h6{font-family:");
        push_face(pen, &options.heading_font, heading, "\"");
        pen.raw(b",sans-serif}\n");
    }
    pen.raw(SHEET.as_bytes());
    if options.extensions.math {
        // Without a typeface for formulas, signs that should be as high as what they hold are not.
        pen.raw(b"math{font-family:\"Cambria Math\",\"Latin Modern Math\",\"STIX Two Math\",\"STIX Math\",math}\n");
    }
    let colors = CLASSES.iter().zip(COLORS);
    if options.highlight {
        for ((class, _), color) in colors.clone() {
            pen.raw(format!(".{class}{{color:{}}}\n", code::hex(color)).as_bytes());
        }
    }
    pen.raw(MEDIA.as_bytes());
    if options.highlight {
        pen.raw(b"@media(prefers-color-scheme:dark){");
        for ((class, dark), _) in colors {
            pen.raw(format!(".{class}{{color:{dark}}}").as_bytes());
        }
        pen.raw(b"}\n");
    }
}

/// Begins a mail: its typeface and size.
pub(super) fn begin_mail(pen: &mut Pen<'_>, options: &Options) {
    let theme = theme(options.theme);
    pen.raw(b"<div style=\"font-family:");
    push_face(pen, &options.body_font, theme.body, "'");
    pen.raw(b",sans-serif;font-size:");
    push_size(pen, options, &theme);
    pen.raw(b"\">\n");
}

/// What a tag of a mail says of its look.
pub(super) fn inline(name: &str) -> &'static str {
    match name {
        "table" => "border-collapse:collapse",
        "td" => "border:1px solid #bfbfbf;padding:4px 8px;vertical-align:top",
        "th" => "border:1px solid #bfbfbf;padding:4px 8px;vertical-align:top;background:#f2f2f2",
        "blockquote" => "margin:0 0 0 8px;padding:0 0 0 12px;border-left:3px solid #bfbfbf",
        "pre" => "font-family:Consolas,monospace;background:#f2f2f2;padding:8px",
        "code" | "kbd" => "font-family:Consolas,monospace",
        "img" => "max-width:100%",
        "dt" => "font-weight:bold",
        "mark" => "background:#ff0",
        _ => "",
    }
}
