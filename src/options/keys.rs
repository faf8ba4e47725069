//! The table of option keys: name, values, default, meaning, and how each is set.
//!
//! Shape   [`KEYS`] in the order of the documentation; [`documentation`] prints it for the header.
//! Errors  a setter says what it expected instead; the parser adds key and place.

use super::look::named;
use super::values::{
    Expected, MAX_LENGTH, RUNNING, TYPEFACE, below_2_gb, boolean, half_points, kinds, size,
    typeface,
};
use super::{
    Changes, Comments, FrontMatter, HeaderRow, HtmlOut, Images, Links, Margins, Options, Paper,
    RawHtml, Target, ThemeName, running,
};
use crate::formats::Format;
use crate::report::{Class, Kinds};

/// One key of the connection string.
pub struct Key {
    /// The name, as documented; it is matched without regard to case.
    pub name: &'static str,
    /// What values look like.
    pub values: &'static str,
    /// The value it has when left out.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
    pub(super) set: fn(&mut Options, &str) -> Result<(), Expected>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.name, self.values)
    }
}

macro_rules! key {
    ($name:literal, $values:literal, $default:literal, $meaning:literal, $set:expr) => {
        Key { name: $name, values: $values, default: $default, meaning: $meaning, set: $set }
    };
}

macro_rules! switch {
    ($name:literal, $default:literal, $field:ident, $meaning:literal) => {
        key!($name, "Yes|No", $default, $meaning, |options, value| {
            options.extensions.$field = boolean(value)?;
            Ok(())
        })
    };
}

macro_rules! number {
    ($name:literal, $values:literal, $default:literal, $field:ident, $range:expr, $meaning:literal) => {
        key!($name, $values, $default, $meaning, |options, value| {
            let number = size(value).map(below_2_gb).filter(|number| ($range).contains(number));
            options.$field = number.and_then(|n| n.try_into().ok()).ok_or($values)?;
            Ok(())
        })
    };
}

/// Every key of the connection string.
pub static KEYS: &[Key] = &[
    key!(
        "Target",
        "Both|Word|RichEdit|Report",
        "Both",
        "which hosts the written RTF is for; Report: what report writers such as Crystal draw, fonts, colours, alignment, indents and tabs, so that markers of lists and tables are text",
        |o, v| {
            o.target = match v {
                _ if v.eq_ignore_ascii_case("Both") => Target::Both,
                _ if v.eq_ignore_ascii_case("Word") => Target::Word,
                _ if v.eq_ignore_ascii_case("RichEdit") => Target::RichEdit,
                _ if v.eq_ignore_ascii_case("Report") => Target::Report,
                _ => return Err("Both, Word, RichEdit or Report"),
            };
            Ok(())
        }
    ),
    key!(
        "Theme",
        "Default|Classic|Modern|Print|Compact",
        "Default",
        "look of the written RTF: typefaces, sizes, spacing, tables, colours",
        |o, v| {
            o.theme = ThemeName::parse(v)?;
            Ok(())
        }
    ),
    key!(
        "Template",
        "a path in UTF-8 to an RTF file",
        "",
        "house document whose fonts, colours, styles, page, headers and footers the written RTF \
         has; it is read when the converter is made, up to 16MB; empty: none",
        |o, v| {
            o.template = v.into();
            Ok(())
        }
    ),
    key!(
        "Page",
        "A4|A5|Letter|Legal",
        "",
        "paper of the written RTF; empty: the template's, or Letter",
        |o, v| {
            o.page = Paper::parse(v)?;
            Ok(())
        }
    ),
    key!(
        "Margins",
        "a length, or top,right,bottom,left",
        "",
        "margins of the written RTF in mm, cm, in or pt, such as 25mm; empty: the template's, or 1in",
        |o, v| {
            o.margins = Margins::parse(v)?;
            Ok(())
        }
    ),
    key!(
        "PageHeader",
        "text with {page}, {pages}, {title} and {date}, in quotes",
        "",
        "what stands at the top of every page of written RTF and, with HtmlOut=Page, of printed HTML, such \
         as \"{page} of {pages}\"; tabs part left, middle and right; empty: the template's, or nothing. \
         Formats without pages have none",
        |o, v| {
            o.page_header = running::fits(v).then(|| v.into()).ok_or(RUNNING)?;
            Ok(())
        }
    ),
    key!(
        "PageFooter",
        "text with {page}, {pages}, {title} and {date}, in quotes",
        "",
        "the same at the foot of every page",
        |o, v| {
            o.page_footer = running::fits(v).then(|| v.into()).ok_or(RUNNING)?;
            Ok(())
        }
    ),
    key!(
        "Contents",
        "No|Yes",
        "No",
        "whether written RTF and HTML begin with a table of contents of the headings of levels 1 to 3, where \
         the document has none; in Markdown one stands where a paragraph says [TOC]",
        |o, v| {
            o.contents = boolean(v)?;
            Ok(())
        }
    ),
    key!(
        "BodyFont",
        "a typeface",
        "",
        "typeface of running text; empty: the template's or the theme's, such as Calibri",
        |o, v| {
            o.body_font = typeface(v).ok_or(TYPEFACE)?.into();
            Ok(())
        }
    ),
    key!(
        "BodySize",
        "1 to 400",
        "",
        "size of running text in points, halves allowed, which all other sizes follow; empty: the \
         template's or the theme's, such as 11",
        |o, v| {
            let size = if v.is_empty() { Some(0) } else { half_points(v) };
            o.body_size = size.ok_or("a size from 1 to 400 points, such as 11 or 10.5")?;
            Ok(())
        }
    ),
    key!(
        "CodeFont",
        "a typeface",
        "",
        "typeface of code; empty: the template's or the theme's, such as Consolas",
        |o, v| {
            o.code_font = typeface(v).ok_or(TYPEFACE)?.into();
            Ok(())
        }
    ),
    key!(
        "HeadingFont",
        "a typeface",
        "",
        "typeface of headings; empty: the template's or the theme's, or the body's",
        |o, v| {
            o.heading_font = typeface(v).ok_or(TYPEFACE)?.into();
            Ok(())
        }
    ),
    key!(
        "Images",
        "Embed|Skip|Folder:PATH",
        "Embed",
        "pictures of RTF: as data URIs, left out, or as files of a folder, named by their content",
        |o, v| {
            o.images = match v {
                _ if v.eq_ignore_ascii_case("Embed") => Images::Embed,
                _ if v.eq_ignore_ascii_case("Skip") => Images::Skip,
                _ => match v.split_at_checked(7) {
                    Some((word, path))
                        if word.eq_ignore_ascii_case("Folder:") && !path.is_empty() =>
                    {
                        Images::Folder(path.into())
                    }
                    _ => return Err("Embed, Skip or Folder: and a path"),
                },
            };
            Ok(())
        }
    ),
    key!(
        "ImageRoot",
        "a folder",
        "",
        "folder whose pictures a Markdown document may name; empty: no file is read",
        |o, v| {
            o.image_root = v.into();
            Ok(())
        }
    ),
    key!(
        "Highlight",
        "No|Yes",
        "No",
        "whether code of written RTF and HTML has colours, where its language is known",
        |o, v| {
            o.highlight = boolean(v)?;
            Ok(())
        }
    ),
    key!(
        "Styles",
        "Used|All",
        "Used",
        "which styles written RTF has; All: every one of the theme, to start a template from",
        |o, v| {
            o.all_styles = match v {
                _ if v.eq_ignore_ascii_case("Used") => false,
                _ if v.eq_ignore_ascii_case("All") => true,
                _ => return Err("Used or All"),
            };
            Ok(())
        }
    ),
    key!(
        "LinkBase",
        "a folder or an address",
        "",
        "folder or address below which links are written relative to it, in every direction; empty: the \
         document's own folder where a file is converted to a file, else none",
        |o, v| {
            o.link_base = v.into();
            Ok(())
        }
    ),
    key!(
        "Changes",
        "Auto|Accept|Reject|Markup",
        "Auto",
        "tracked changes: kept where the output has some (RTF) and accepted elsewhere; accepted; rejected; \
         or kept everywhere, in Markdown and text as {++new++}{--old--}, which Markdown is then read by too",
        |o, v| {
            o.changes = match v {
                _ if v.eq_ignore_ascii_case("Auto") => Changes::Auto,
                _ if v.eq_ignore_ascii_case("Accept") => Changes::Accept,
                _ if v.eq_ignore_ascii_case("Reject") => Changes::Reject,
                _ if v.eq_ignore_ascii_case("Markup") => Changes::Markup,
                _ => return Err("Auto, Accept, Reject or Markup"),
            };
            Ok(())
        }
    ),
    key!(
        "Comments",
        "Auto|Drop|Keep",
        "Auto",
        "comments: kept where the output has some (RTF), and left out and reported elsewhere; left out; or kept \
         everywhere",
        |o, v| {
            o.comments = match v {
                _ if v.eq_ignore_ascii_case("Auto") => Comments::Auto,
                _ if v.eq_ignore_ascii_case("Drop") => Comments::Drop,
                _ if v.eq_ignore_ascii_case("Keep") => Comments::Keep,
                _ => return Err("Auto, Drop or Keep"),
            };
            Ok(())
        }
    ),
    key!(
        "Headers",
        "Drop|Keep",
        "Drop",
        "headers and footers of RTF: left out and reported, or kept as paragraphs before and behind \
         the text, each text once",
        |o, v| {
            o.headers = match v {
                _ if v.eq_ignore_ascii_case("Drop") => false,
                _ if v.eq_ignore_ascii_case("Keep") => true,
                _ => return Err("Drop or Keep"),
            };
            Ok(())
        }
    ),
    key!(
        "Links",
        "Safe|Web|All",
        "Safe",
        "addresses that stay: all but javascript, vbscript and data other than pictures of pixels; or \
         http, https, mailto, tel, relative ones and # only; or all. A link that goes leaves its \
         text, and is reported",
        |o, v| {
            let links = [("Safe", Links::Safe), ("Web", Links::Web), ("All", Links::All)];
            o.links = named(&links, v).ok_or("Safe, Web or All")?;
            Ok(())
        }
    ),
    key!(
        "RemotePictures",
        "Yes|No",
        "No",
        "whether written RTF has pictures that its host fetches from another machine or by a scheme \
         when it opens it; else they are links in the style Image Link, and reported",
        |o, v| {
            o.remote_pictures = boolean(v)?;
            Ok(())
        }
    ),
    key!(
        "Html",
        "Keep|Convert|Escape|Drop|Pass",
        "Keep",
        "raw HTML in Markdown: comes back as it was, becomes what it means (tables, pictures), is shown \
         as text, is left out and reported, or is kept and stands in written HTML as it is, scripts too, \
         and all else as cmark-gfm writes it",
        |o, v| {
            let html = [
                ("Keep", RawHtml::Keep),
                ("Convert", RawHtml::Convert),
                ("Escape", RawHtml::Escape),
                ("Drop", RawHtml::Drop),
                ("Pass", RawHtml::Pass),
            ];
            o.html = named(&html, v).ok_or("Keep, Convert, Escape, Drop or Pass")?;
            Ok(())
        }
    ),
    key!(
        "HtmlOut",
        "Fragment|Page|Clipboard|Mail",
        "Fragment",
        "written HTML: a part of a page; a page with the theme's style sheet; the clipboard's HTML Format; \
         or a mail, whose pictures are data, or with Images=Folder: files whose names are their cids",
        |o, v| {
            let kinds = [
                ("Fragment", HtmlOut::Fragment),
                ("Page", HtmlOut::Page),
                ("Clipboard", HtmlOut::Clipboard),
                ("Mail", HtmlOut::Mail),
            ];
            o.html_out = named(&kinds, v).ok_or("Fragment, Page, Clipboard or Mail")?;
            Ok(())
        }
    ),
    key!(
        "IdPrefix",
        "up to 32 letters, digits, - or _",
        "",
        "what identifiers of written HTML begin with, so that none is one of the page around it",
        |o, v| {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            if v.len() > 32 || !v.bytes().all(fits) {
                return Err("up to 32 letters, digits, - or _");
            }
            o.id_prefix = v.into();
            Ok(())
        }
    ),
    key!(
        "ComplexTables",
        "Html|Flatten",
        "Html",
        "tables with merged cells or blocks in cells in Markdown: HTML that is read as the same table, or \
         pipes with the lines of such cells, reported",
        |o, v| {
            o.complex_tables =
                named(&[("Html", true), ("Flatten", false)], v).ok_or("Html or Flatten")?;
            Ok(())
        }
    ),
    key!(
        "Styling",
        "Drop|Html",
        "Drop",
        "colours, alignment, page breaks and picture sizes in Markdown: left out and reported, or small \
         HTML that is read again",
        |o, v| {
            o.styling = named(&[("Drop", false), ("Html", true)], v).ok_or("Drop or Html")?;
            Ok(())
        }
    ),
    key!(
        "Untrusted",
        "Yes|No",
        "No",
        "for documents of strangers: Links=Web, RemotePictures=No and Html=Drop at once, of which keys \
         behind it may say something else; and cells of written CSV that a spreadsheet would take for a \
         formula begin with an apostrophe",
        |o, v| {
            o.guard_cells = boolean(v)?;
            if o.guard_cells {
                o.links = Links::Web;
                o.remote_pictures = false;
                o.html = RawHtml::Drop;
            }
            Ok(())
        }
    ),
    key!(
        "Otherwise",
        "Markdown|Text",
        "Markdown",
        "what DETECT takes input for that begins like no other format",
        |o, v| {
            let formats = [("Markdown", Format::Markdown), ("Text", Format::Text)];
            o.otherwise = named(&formats, v).ok_or("Markdown or Text")?;
            Ok(())
        }
    ),
    number!(
        "CodePage",
        "a code page number from 0 to 65535",
        "65001",
        code_page,
        0..=65_535,
        "code page of Markdown and plain text, in and out; 65001: UTF-8; 0: the system's ANSI page; \
         1200: UTF-16 in bytes, as a VB6 string has them (say its length), without a mark; 1201: the \
         same with the high byte first"
    ),
    number!(
        "MaxInput",
        "a size up to 2 GB",
        "64MB",
        max_input,
        1..=MAX_LENGTH,
        "largest input in bytes"
    ),
    number!(
        "MaxOutput",
        "a size up to 2 GB",
        "0",
        max_output,
        0..=MAX_LENGTH,
        "largest output in bytes, without its NUL; 0: 1 MB and 10 times the input, 64 times towards RTF, with what cells of tables and pictures of files take beside that, and with Target=RichEdit two of the largest pictures"
    ),
    number!(
        "MaxNesting",
        "1 to 1000",
        "256",
        max_nesting,
        1..=1000,
        "deepest nesting of groups and containers; deeper is flattened and reported"
    ),
    key!(
        "MaxColumns",
        "1 to 1000",
        "64",
        "widest table in columns; more are joined into the last. CSV has no limit where none is set, and \
         more than a set one are LIMIT_REACHED",
        |o, v| {
            let number = size(v).filter(|number| (1..=1000).contains(number));
            o.max_columns = number.ok_or("1 to 1000")? as u16;
            o.max_columns_said = true;
            Ok(())
        }
    ),
    key!(
        "MaxCells",
        "1 to 100000000",
        "100000",
        "most table cells in a document. CSV has no limit where none is set, and more than a set one are \
         LIMIT_REACHED",
        |o, v| {
            let number = size(v).filter(|number| (1..=100_000_000).contains(number));
            o.max_cells = number.ok_or("1 to 100000000")? as u32;
            o.max_cells_said = true;
            Ok(())
        }
    ),
    number!(
        "MaxPicture",
        "a size up to 2 GB",
        "16MB",
        max_picture,
        0..=MAX_LENGTH,
        "largest picture in bytes, decoded"
    ),
    key!(
        "MemoryLimit",
        "a size",
        "0 (512MB in 32-bit processes)",
        "bytes that the library may hold in this process; 0: no limit. The converter created last \
         with this key sets the process's limit for as long as it lives; a converter with a \
         stricter limit keeps to its own",
        |o, v| {
            let bytes = size(v).and_then(|bytes| bytes.try_into().ok());
            o.memory_limit = Some(bytes.ok_or("a size such as 512MB, or 0")?);
            Ok(())
        }
    ),
    number!(
        "BusyTimeout",
        "0 to 86400000",
        "5000",
        busy_timeout,
        0..=86_400_000,
        "how long a conversion waits for memory, in milliseconds"
    ),
    number!(
        "Timeout",
        "0 to 86400000",
        "0",
        timeout,
        0..=86_400_000,
        "how long a conversion may take, waiting for memory included, in milliseconds: one that \
         takes longer ends with TIMEOUT; 0: as long as it takes"
    ),
    key!(
        "Report",
        "Content|Layout",
        "Content",
        "which classes of losses are reported: what a reader of the document would miss; or how things \
         look on paper too",
        |o, v| {
            let classes = [("Content", Class::Content), ("Layout", Class::Layout)];
            o.report = Kinds::up_to(named(&classes, v).ok_or("Content or Layout")?);
            Ok(())
        }
    ),
    key!(
        "Strict",
        "No|Yes|kinds of the report",
        "No",
        "whether a conversion that could not keep something fails with LOSS, which names what was \
         lost first and where; Yes: of every kind of the class Content; or of these kinds, with \
         commas between, such as object,picture",
        |o, v| {
            o.strict = kinds(v).ok_or("Yes, No or kinds of the report such as object,picture")?;
            Ok(())
        }
    ),
    key!(
        "Delimiter",
        "Auto|Comma|Semicolon|Tab|Pipe|one character in braces",
        "Auto",
        "CSV: what stands between cells; Auto: the one that a line sep=; names or that divides the first \
         lines best, and a comma in what is written",
        |o, v| {
            let known = [("Comma", ','), ("Semicolon", ';'), ("Tab", '\t'), ("Pipe", '|')];
            let mut characters = v.chars();
            o.delimiter = match (characters.next(), characters.next()) {
                _ if v.eq_ignore_ascii_case("Auto") => None,
                (Some(one), None) if !matches!(one, '"' | '\r' | '\n' | '\0') => Some(one),
                _ => Some(named(&known, v).ok_or(
                    "Auto, Comma, Semicolon, Tab, Pipe or one character other than a quote",
                )?),
            };
            Ok(())
        }
    ),
    key!(
        "HeaderRow",
        "Auto|Yes|No",
        "Auto",
        "CSV: whether the first line says what the columns are. Auto: it does, and a header row that is \
         empty is not written; No: none is read or written",
        |o, v| {
            let values =
                [("Auto", HeaderRow::Auto), ("Yes", HeaderRow::Yes), ("No", HeaderRow::No)];
            o.header_row = named(&values, v).ok_or("Auto, Yes or No")?;
            Ok(())
        }
    ),
    number!(
        "Table",
        "a number, 0 for all",
        "1",
        table,
        0..=1_000_000,
        "CSV written: which table of the document, counted from 1; of all, each after the first stands \
         behind an empty line"
    ),
    key!(
        "Merged",
        "Empty|Repeat",
        "Empty",
        "CSV written: what the cells have that a merged one covers: nothing, or its words",
        |o, v| {
            o.repeat_merged =
                named(&[("Empty", false), ("Repeat", true)], v).ok_or("Empty or Repeat")?;
            Ok(())
        }
    ),
    key!(
        "Bom",
        "Yes|No",
        "No",
        "CSV written: whether a byte order mark begins it, which Excel wants of \
         UTF-8",
        |o, v| {
            o.bom = boolean(v)?;
            Ok(())
        }
    ),
    key!("Bullet", "-|*|+", "-", "Markdown written: the marker of bullet lists", |o, v| {
        o.markdown.bullet = match v {
            "-" | "*" | "+" => v.as_bytes()[0],
            _ => return Err("-, * or +"),
        };
        Ok(())
    }),
    key!(
        "Fence",
        "Backtick|Tilde",
        "Backtick",
        "Markdown written: what code blocks are fenced with",
        |o, v| {
            let fences = [("Backtick", b'`'), ("Tilde", b'~')];
            o.markdown.fence = named(&fences, v).ok_or("Backtick or Tilde")?;
            Ok(())
        }
    ),
    key!(
        "Emphasis",
        "*|_",
        "*",
        "Markdown written: what stands around emphasis and strong text, where it can",
        |o, v| {
            o.markdown.emphasis = match v {
                "*" | "_" => v.as_bytes()[0],
                _ => return Err("* or _"),
            };
            Ok(())
        }
    ),
    key!(
        "Wrap",
        "0, or 20 to 1000",
        "0",
        "Markdown written: length of paragraphs' lines in characters; 0: lines stay as they are",
        |o, v| {
            let fits = |wrap: &u16| *wrap == 0 || (20..=1000).contains(wrap);
            let plain = v.bytes().all(|byte| byte.is_ascii_digit());
            let wrap = v.parse().ok().filter(|wrap| plain && fits(wrap));
            o.markdown.wrap = wrap.ok_or("0, or a number from 20 to 1000")?;
            Ok(())
        }
    ),
    key!(
        "LineEnds",
        "LF|CRLF",
        "LF",
        "line ends of Markdown and plain text written; text boxes of Windows want CRLF",
        |o, v| {
            o.crlf = named(&[("LF", false), ("CRLF", true)], v).ok_or("LF or CRLF")?;
            Ok(())
        }
    ),
    key!(
        "Arriving",
        "Yes|No",
        "No",
        "Markdown that is still arriving: what is open at its end is closed, what can't be told yet waits",
        |o, v| {
            o.arriving = boolean(v)?;
            Ok(())
        }
    ),
    switch!("Tables", "Yes", tables, "Markdown: pipe tables"),
    switch!("Strikethrough", "Yes", strikethrough, "Markdown: ~~text~~"),
    switch!("TaskLists", "Yes", task_lists, "Markdown: - [x] item"),
    switch!("Autolinks", "Yes", autolinks, "Markdown: bare addresses are links"),
    switch!("Footnotes", "Yes", footnotes, "Markdown: [^1] and [^1]: text"),
    switch!("HeadingAttributes", "No", heading_attributes, "Markdown: # Title {#id}"),
    switch!("DefinitionLists", "No", definition_lists, "Markdown: a term, then : its definition"),
    switch!(
        "Math",
        "No",
        math,
        "Markdown: $x$ and $$x$$; \\( \\) and \\[ \\] are read too; RTF: formulas as Word has them; \
         HTML: MathML with its TeX beside it, which is read in any case; in mails, and without this option, TeX alone"
    ),
    switch!("Alerts", "Yes", alerts, "Markdown: > [!NOTE]"),
    switch!("SuperSub", "No", super_sub, "Markdown: ^super^ and ~sub~"),
    key!(
        "FrontMatter",
        "Auto|Yes|No",
        "Auto",
        "Markdown: a YAML block at the top. Auto: what looks like keys and values is kept as it stands, \
         title, author, subject and keywords also as the document's; Yes: whatever stands there, and \
         where a document has no such block one is written of its title, author and other properties",
        |o, v| {
            o.extensions.front_matter = match v {
                _ if v.eq_ignore_ascii_case("Auto") => FrontMatter::Auto,
                _ => match boolean(v) {
                    Ok(true) => FrontMatter::Yes,
                    Ok(false) => FrontMatter::No,
                    Err(_) => return Err("Auto, Yes or No"),
                },
            };
            Ok(())
        }
    ),
    switch!("SmartPunctuation", "No", smart_punctuation, "Markdown: typographic quotes and dashes"),
];

/// The keys as a table for people: one line each, and what each means below it.
pub fn documentation() -> String {
    let mut text = String::new();
    for key in KEYS {
        let default = if key.default.is_empty() { "empty" } else { key.default };
        text.push_str(&format!("{} = {} (default: {default})\n", key.name, key.values));
        text.push_str(&format!("    {}\n", key.meaning));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_each_is_documented() {
        let text = documentation();
        for (index, key) in KEYS.iter().enumerate() {
            assert!(KEYS[..index].iter().all(|other| !other.name.eq_ignore_ascii_case(key.name)));
            assert!(text.contains(&format!("{} = ", key.name)), "{}", key.name);
        }
    }

    /// The table's defaults, as text, are the real ones.
    #[test]
    fn setting_a_key_to_its_documented_default_changes_nothing() {
        for key in KEYS.iter().filter(|key| key.name != "MemoryLimit") {
            let mut options = Options::default();
            assert_eq!((key.set)(&mut options, key.default), Ok(()), "{}", key.name);
            // That they were said means something for CSV, which has no limits of its own.
            (options.max_columns_said, options.max_cells_said) = (false, false);
            assert_eq!(options, Options::default(), "{}", key.name);
        }
    }
}
