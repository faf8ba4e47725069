//! Reading the connection string.
//!
//! Shape   items divided by `;`, each `Key = value`. Spaces around keys and values don't count;
//!         empty items are skipped; a key given twice counts as given last, also for what its value
//!         implies. A value in braces or quotes may hold `;` and outer spaces, with `}}`, `""` or `''` for the closing one.
//! Units   places are bytes from the start of the string.
//! Errors  `BadOption`, at the key.

use std::borrow::Cow;

use super::{Changes, Comments, Critic, KEYS, Key, Options, Paper};
use crate::error::{Error, Result, Status};

/// The least width and height that a page has for text, in twips.
pub(crate) const LEAST_TEXT: i32 = 1_440;

impl Options {
    /// Reads a connection string; what it leaves out has its default.
    pub fn parse(text: &str) -> Result<Options> {
        let last = last_places(text);
        // What is given again later is judged, and counts for nothing.
        let (mut options, mut passed_over) = (Options::default(), Options::default());
        let mut at = 0;
        while let Some(item) = next_item(text, &mut at)? {
            let (number, key) = known(item.key).ok_or_else(|| unknown(&item))?;
            let counts = last.get(number) == Some(&Some(item.at));
            if counts { &mut options } else { &mut passed_over }.set(key, &item)?;
        }
        options.check_page()?;
        options.extensions.critic = Critic {
            changes: options.changes == Changes::Markup,
            comments: options.comments == Comments::Keep,
        };
        Ok(options)
    }

    /// Paper and margins, each fine by itself, must leave room for text.
    fn check_page(&self) -> Result<()> {
        let Some(margins) = self.margins else { return Ok(()) };
        // A template's paper is looked at when it is known.
        let (width, height) = match self.page {
            None if !self.template.is_empty() => return Ok(()),
            page => page.unwrap_or(Paper::Letter).size(),
        };
        if width - margins.left - margins.right < LEAST_TEXT
            || height - margins.top - margins.bottom < LEAST_TEXT
        {
            let message = "option Margins leaves less than an inch of the page for text";
            return Err(placed(Error::new(Status::BadOption, message), self.places.margins));
        }
        Ok(())
    }

    fn set(&mut self, key: &Key, item: &Item<'_>) -> Result<()> {
        (key.set)(self, &item.value).map_err(|expected| bad_value(item, key.name, expected))?;
        let place = match key.name {
            "CodePage" => &mut self.places.code_page,
            "Template" => &mut self.places.template,
            "Margins" => &mut self.places.margins,
            _ => return Ok(()),
        };
        *place = Some(item.at);
        Ok(())
    }
}

/// A key of [`KEYS`], and its number.
fn known(name: &str) -> Option<(usize, &'static Key)> {
    KEYS.iter().enumerate().find(|(_, key)| key.name.eq_ignore_ascii_case(name))
}

/// Where each key of [`KEYS`] is given last, up to what can't be read.
fn last_places(text: &str) -> Vec<Option<usize>> {
    let mut last = vec![None; KEYS.len()];
    let mut at = 0;
    while let Ok(Some(item)) = next_item(text, &mut at)
        && let Some(place) = known(item.key).and_then(|(number, _)| last.get_mut(number))
    {
        *place = Some(item.at);
    }
    last
}

/// The complaint about a value that is judged when all are known, at its key.
pub(crate) fn placed(error: Error, place: Option<usize>) -> Error {
    match error.status {
        Status::BadOption => Error { offset: place, ..error },
        _ => error,
    }
}

/// One `Key=value`.
pub(crate) struct Item<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: Cow<'a, str>,
    /// Where the key begins.
    pub(crate) at: usize,
}

/// The complaint about a key that nobody knows.
pub(crate) fn unknown(item: &Item<'_>) -> Error {
    let message = format!("unknown option {:?}", shortened(item.key));
    Error::at(Status::BadOption, item.at, message)
}

/// The complaint about a value that the key `name` can't take.
pub(crate) fn bad_value(item: &Item<'_>, name: &str, expected: &str) -> Error {
    let value = shortened(&item.value);
    let message = format!("option {name} takes {expected}, not {value:?}");
    Error::at(Status::BadOption, item.at, message)
}

/// The item at `at` or after it, and `at` moved behind it.
pub(crate) fn next_item<'a>(text: &'a str, at: &mut usize) -> Result<Option<Item<'a>>> {
    let skipped = |c: char| c == ';' || c.is_ascii_whitespace();
    let rest = &text[*at..];
    let start = *at + (rest.len() - rest.trim_start_matches(skipped).len());
    let rest = &text[start..];
    if rest.is_empty() {
        return Ok(None);
    }
    let end = rest.find(['=', ';']).unwrap_or(rest.len());
    let key = rest[..end].trim_ascii_end();
    if !rest[end..].starts_with('=') {
        let message = format!("option {:?} has no value: write Key=value", shortened(key));
        return Err(Error::at(Status::BadOption, start, message));
    }
    if key.is_empty() {
        return Err(Error::at(Status::BadOption, start, "an option has no name before its ="));
    }
    let after = rest[end + 1..].trim_ascii_start();
    let value_at = text.len() - after.len();
    let (value, length) = match after.bytes().next() {
        Some(b'{') => enclosed(after, '}'),
        Some(quote @ (b'"' | b'\'')) => enclosed(after, quote as char),
        _ => {
            let length = after.find(';').unwrap_or(after.len());
            Some((Cow::Borrowed(after[..length].trim_ascii_end()), length))
        }
    }
    .ok_or_else(|| {
        let message = format!("the value of option {:?} is not closed properly", shortened(key));
        Error::at(Status::BadOption, start, message)
    })?;
    *at = value_at + length;
    Ok(Some(Item { key, value, at: start }))
}

/// The value between the first character and `close`, and the length up to the next `;`.
fn enclosed(text: &str, close: char) -> Option<(Cow<'_, str>, usize)> {
    let mut value = Cow::Borrowed("");
    let mut from = 1;
    loop {
        let piece = text[from..].find(close)?;
        value += &text[from..from + piece];
        from += piece + 1;
        if !text[from..].starts_with(close) {
            break;
        }
        value.to_mut().push(close);
        from += 1;
    }
    let rest = text[from..].trim_ascii_start();
    (rest.is_empty() || rest.starts_with(';')).then(|| (value, text.len() - rest.len()))
}

/// The start of a text, short enough for a message.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::super::{
        Changes, Comments, Critic, Extensions, Images, Margins, MarkdownStyle, Paper, Target,
        ThemeName,
    };
    use super::*;
    use crate::formats::Format;
    use crate::options::{FrontMatter, HeaderRow, HtmlOut, Links, RawHtml};
    use crate::report::{Class, Kinds, Loss};

    fn parse(text: &str) -> Options {
        Options::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn nothing_means_defaults() {
        for text in ["", " ", ";", " ; ;; "] {
            assert_eq!(parse(text), Options::default(), "{text:?}");
        }
    }

    #[test]
    fn two_gigabytes_are_the_largest_length_there_is() {
        for text in ["MaxInput=2GB", "MaxInput=2147483647", "MaxInput=2048 MB"] {
            assert_eq!(parse(text).max_input, i32::MAX as usize, "{text}");
        }
        assert_eq!(parse("MaxOutput=2GB;MaxPicture=2GB").max_output, i32::MAX as usize);
        for text in ["MaxInput=2147483649", "MaxInput=3GB", "MaxOutput=2049MB"] {
            assert_eq!(Options::parse(text).unwrap_err().status, Status::BadOption, "{text}");
        }
    }

    #[test]
    fn kinds_that_may_not_be_lost_are_named() {
        assert_eq!(parse("Strict=no").strict, Kinds::default());
        assert_eq!(parse("Strict=Yes").strict, Kinds::of(Class::Content));
        let named: Kinds = [Loss::Picture, Loss::Field].into_iter().collect();
        assert_eq!(parse("Strict=picture , FIELD").strict, named);
        // Kinds of layout can be named, and are not among those of Yes.
        assert!(parse("Strict=page_break").strict.contains(Loss::PageBreak));
        assert!(!parse("Strict=Yes").strict.contains(Loss::PageBreak));
        for text in ["Strict=", "Strict=pictures", "Strict=picture,", "Timeout=-1", "Timeout=x"] {
            assert_eq!(Options::parse(text).unwrap_err().status, Status::BadOption, "{text}");
        }
    }

    #[test]
    fn every_field_can_be_set() {
        let options = parse(
            "target=richedit;BODYFONT=Arial;BodySize=10.5;CodeFont=Courier New;HeadingFont=Cambria;\
             Otherwise=TEXT;Report=layout;CodePage=1252;MaxInput=1MB;MaxOutput=2MB;MaxNesting=7;MaxColumns=8;MaxCells=9;\
             MaxPicture=1KB;MemoryLimit=1GB;BusyTimeout=10;Timeout=20;Strict=object, Html;Tables=no;Strikethrough=0;TaskLists=OFF;\
             Autolinks=false;Footnotes=No;HeadingAttributes=yes;DefinitionLists=1;Math=on;\
             Images=folder:pics;ImageRoot=root;LinkBase=base;Highlight=Yes;Changes=markup;Comments=keep;Headers=KEEP;Links=web;RemotePictures=on;HTML=escape;HtmlOut=mail;IdPrefix=p-;ComplexTables=flatten;Styling=html;Alerts=TRUE;SuperSub=Yes;FrontMatter=1;SmartPunctuation=1;\
             Theme=print;Template=house.rtf;Page=a4;Margins=2cm;Contents=yes;PageHeader=\"{page} of {pages}\";PageFooter='{title}; {date}';Bullet=+;Fence=tilde;Emphasis=_;\
             Wrap=72;LineEnds=crlf;Arriving=yes;Delimiter={~};HeaderRow=no;Table=0;Merged=repeat;Bom=Yes",
        );
        let expected = Options {
            contents: true,
            page_header: "{page} of {pages}".into(),
            page_footer: "{title}; {date}".into(),
            target: Target::RichEdit,
            theme: ThemeName::Print,
            template: "house.rtf".into(),
            page: Some(Paper::A4),
            margins: Some(Margins::all(1134)),
            markdown: MarkdownStyle { bullet: b'+', fence: b'~', emphasis: b'_', wrap: 72 },
            crlf: true,
            arriving: true,
            body_font: "Arial".into(),
            body_size: 21,
            code_font: "Courier New".into(),
            heading_font: "Cambria".into(),
            otherwise: Format::Text,
            code_page: 1252,
            max_input: 1 << 20,
            max_nesting: 7,
            all_styles: false,
            takes_fields: false,
            max_columns: 8,
            max_cells: 9,
            max_columns_said: true,
            max_cells_said: true,
            delimiter: Some('~'),
            header_row: HeaderRow::No,
            table: 0,
            repeat_merged: true,
            bom: true,
            guard_cells: false,
            max_picture: 1024,
            images: Images::Folder("pics".into()),
            image_root: "root".into(),
            link_base: "base".into(),
            highlight: true,
            changes: Changes::Markup,
            comments: Comments::Keep,
            rich: false,
            marks_changes: false,
            headers: true,
            links: Links::Web,
            remote_pictures: true,
            html: RawHtml::Escape,
            complex_tables: false,
            styling: true,
            html_out: HtmlOut::Mail,
            id_prefix: "p-".into(),
            max_output: 2 << 20,
            memory_limit: Some(1 << 30),
            busy_timeout: 10,
            timeout: 20,
            report: Kinds::up_to(Class::Layout),
            strict: [Loss::Object, Loss::Html].into_iter().collect(),
            extensions: Extensions {
                tables: false,
                strikethrough: false,
                task_lists: false,
                autolinks: false,
                footnotes: false,
                heading_attributes: true,
                definition_lists: true,
                math: true,
                alerts: true,
                super_sub: true,
                front_matter: FrontMatter::Yes,
                smart_punctuation: true,
                critic: Critic { changes: true, comments: true },
            },
            places: options.places,
        };
        assert_eq!(options, expected);
    }

    #[test]
    fn untrusted_says_three_things_at_once() {
        let strict = parse("Links=Web;RemotePictures=No;Html=Drop");
        let strict = Options { guard_cells: true, ..strict };
        assert_eq!(parse("Links=All;RemotePictures=Yes;Html=Keep;Untrusted=Yes"), strict);
        assert_eq!(parse("Untrusted=No"), Options::default());
        // What was given last counts, alone.
        assert_eq!(parse("Untrusted=Yes;Links=Web;untrusted=No"), parse("Links=Web"));
        assert_eq!(parse("Html=Keep;Untrusted=No;Links=All;Untrusted=Yes").links, Links::Web);
        assert_eq!(parse("Untrusted=Yes;Html=Keep;Untrusted=Yes").html, RawHtml::Drop);
        assert_eq!(Options::parse("Untrusted=x;Untrusted=No").unwrap_err().offset, Some(0));
        assert_eq!(parse("Untrusted=Yes;Html=Escape").html, RawHtml::Escape);
        for text in
            ["Html=Conv", "HtmlOut=x", "IdPrefix=a b", "Links=No", "RemotePictures=x", "Untrusted="]
        {
            assert_eq!(Options::parse(text).unwrap_err().status, Status::BadOption, "{text}");
        }
    }

    #[test]
    fn a_delimiter_is_a_name_or_a_character() {
        for (text, delimiter) in [
            ("Delimiter=auto", None),
            ("Delimiter=TAB", Some('\t')),
            ("Delimiter=Pipe", Some('|')),
            ("Delimiter={;}", Some(';')),
            ("Delimiter=\u{a7}", Some('\u{a7}')),
        ] {
            assert_eq!(parse(text).delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn margins_leave_room_for_text() {
        for (text, fits) in [
            ("Page=A5;Margins=1in", true),
            ("Page=A5;Margins=6cm,6cm,6cm,7cm", false),
            ("Margins=4in", false),
            ("Margins=7in,1in,3.5in,1in", false),
            ("Margins=4in;Template=wide.rtf", true),
            ("Margins=4in;Page=Legal;Template=wide.rtf", false),
        ] {
            let result = Options::parse(text);
            assert_eq!(result.is_ok(), fits, "{text}");
            if let Err(error) = result {
                assert_eq!(error.status, Status::BadOption);
                assert!(error.message.contains("Margins"), "{error}");
                assert_eq!(error.offset, text.find("Margins"), "{text}");
            }
        }
    }

    #[test]
    fn values_are_trimmed_unless_enclosed() {
        let cases = [
            ("BodyFont=Arial", "Arial"),
            ("  BodyFont  =  Arial  ;", "Arial"),
            (";;BodyFont=Times New Roman", "Times New Roman"),
            ("BodyFont={Arial}", "Arial"),
            ("BodyFont={ Arial } ;", " Arial "),
            ("BodyFont=\"Ar\"\"ial\"", "Ar\"ial"),
            ("BodyFont='Ar''ial';Target=Word", "Ar'ial"),
            ("BodyFont=Arial;bodyfont=Verdana", "Verdana"),
            ("BodyFont=ＭＳ ゴシック", "ＭＳ ゴシック"),
            ("BodyFont=a=b", "a=b"),
        ];
        for (text, expected) in cases {
            assert_eq!(&*parse(text).body_font, expected, "{text}");
        }
        assert_eq!(&*parse("HeadingFont={}").heading_font, "");
        assert_eq!(&*parse("HeadingFont=").heading_font, "");
    }

    #[test]
    fn errors_name_the_key_and_its_place() {
        let cases = [
            ("Colour=red", 0, "Colour"),
            ("Target=Word; Colour =red", 13, "Colour"),
            ("Target=Emacs", 0, "Target"),
            ("Target=Word;MaxInput=big", 12, "MaxInput"),
            ("MaxInput=0", 0, "MaxInput"),
            ("MaxInput=3GB", 0, "MaxInput"),
            ("MaxNesting=1001", 0, "MaxNesting"),
            ("BusyTimeout=-1", 0, "BusyTimeout"),
            ("CodePage=70000", 0, "CodePage"),
            ("BodySize=huge", 0, "BodySize"),
            ("Theme=Dark", 0, "Theme"),
            ("Page=B5", 0, "Page"),
            ("Margins=1", 0, "Margins"),
            ("PageHeader=\"{pgae}\"", 0, "PageHeader"),
            ("PageFooter={page} of {pages}", 0, "PageFooter"),
            ("Bullet=o", 0, "Bullet"),
            ("Fence=none", 0, "Fence"),
            ("Emphasis=+", 0, "Emphasis"),
            ("Wrap=10", 0, "Wrap"),
            ("Wrap=+72", 0, "Wrap"),
            ("LineEnds=CR", 0, "LineEnds"),
            ("Delimiter=ab", 0, "Delimiter"),
            ("Delimiter='\"'", 0, "Delimiter"),
            ("HeaderRow=1", 0, "HeaderRow"),
            ("Table=-1", 0, "Table"),
            ("Merged=Yes", 0, "Merged"),
            ("BodyFont={a;b}", 0, "BodyFont"),
            ("BodyFont={a}}b}", 0, "BodyFont"),
            ("BodyFont={a", 0, "BodyFont"),
            ("BodyFont={a} b;Target=Word", 0, "BodyFont"),
            ("Tables=maybe", 0, "Tables"),
            ("Tables", 0, "Tables"),
            ("é=1", 0, "é"),
            ("Target=Word;=1", 12, ""),
        ];
        for (text, at, key) in cases {
            let error = Options::parse(text).unwrap_err();
            assert_eq!((error.status, error.offset), (Status::BadOption, Some(at)), "{text}");
            assert!(error.message.contains(key), "{text}: {error}");
        }
    }
}
