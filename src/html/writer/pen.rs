//! Tags and text, written so that nothing in them is taken for anything else.
//!
//! Shape   [`Pen::tag`] begins a start tag, `attribute`, `id` and `css` go on with it, [`Pen::done`] ends it;
//!         values always stand in double quotes. [`Pen::text`] writes text.
//! Units   bytes of UTF-8 in and out.
//! Errors  those of the output.
//! Source  the HTML standard, "Serializing HTML fragments": what a browser would write of the same tree.
//!         [`Form::Plain`] is how cmark-gfm writes it.

use super::style;
use crate::memory::Output;
use crate::text::scan::{is_markup, next_markup, next_stop};

/// How tags and text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a browser would.
    Browser,
    /// The same, with all looks said where they hold: mail programs read no style sheets.
    Mail,
    /// As cmark-gfm does, raw HTML as it stands.
    Plain,
    /// For the reader of this crate: everything that it can take back, raw HTML as it stands.
    Own,
}

/// Writes tags and text.
pub(super) struct Pen<'a> {
    out: &'a mut Output,
    form: Form,
    /// All that is not ASCII is written as references: the output goes into a code page.
    ascii: bool,
    prefix: &'a str,
    /// The tag that is being written.
    name: &'static str,
    /// Its style has begun.
    styled: bool,
    /// Where what stands around ends and the document begins.
    start: usize,
    /// Blanks count without a word about it.
    verbatim: bool,
    /// Where raw HTML ended that was written last.
    html_end: usize,
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The first byte at or after `from` where more than one space stands, or a tab.
fn next_gap(text: &[u8], from: usize) -> usize {
    let mut at = next_stop(text, from);
    while let Some(byte) = text.get(at)
        && !(*byte == b'\t' || *byte == b' ' && text.get(at + 1).is_some_and(is_blank))
    {
        at = next_stop(text, at + 1);
    }
    at
}

/// Behind what words stand. A browser leaves out a blank at the start of a block or line, and behind another blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    Blank,
    Word,
}

impl<'a> Pen<'a> {
    pub(super) fn new(out: &'a mut Output, form: Form, ascii: bool, prefix: &'a str) -> Pen<'a> {
        Pen {
            out,
            form,
            ascii,
            prefix,
            name: "",
            styled: false,
            start: 0,
            verbatim: false,
            html_end: 0,
        }
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    pub(super) fn out(&mut self) -> &mut Output {
        self.out
    }

    pub(super) fn failed(&self) -> bool {
        self.out.failed()
    }

    /// The document begins here, on a line of its own.
    pub(super) fn begin(&mut self) {
        self.start = self.out.len();
    }

    /// Markup as it stands.
    #[inline]
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.out.push(bytes);
    }

    /// Raw HTML of a document.
    pub(super) fn html(&mut self, html: &[u8]) {
        self.raw(html);
        self.html_end = self.out.len();
    }

    /// What comes now stands at the start of a line.
    pub(super) fn line(&mut self) {
        let written = self.out.as_bytes().get(self.start..).unwrap_or(&[]);
        if written.last().is_some_and(|&last| last != b'\n') {
            self.out.push_byte(b'\n');
        }
    }

    /// A start tag without attributes.
    pub(super) fn open(&mut self, name: &'static str) {
        self.tag(name);
        self.done();
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &str) {
        self.raw(b"</");
        self.raw(name.as_bytes());
        self.raw(b">");
    }

    /// An end tag, and the end of the line.
    pub(super) fn close_line(&mut self, name: &str) {
        self.close(name);
        self.raw(b"\n");
    }

    /// A start tag on a line of its own.
    pub(super) fn open_line(&mut self, name: &'static str) {
        self.line();
        self.open(name);
    }

    /// The same, of what holds blocks.
    pub(super) fn open_block(&mut self, name: &'static str) {
        self.open_line(name);
        self.raw(b"\n");
    }

    /// The end tag of what holds blocks.
    pub(super) fn close_block(&mut self, name: &str) {
        self.line();
        self.close_line(name);
    }

    /// Begins a start tag.
    pub(super) fn tag(&mut self, name: &'static str) {
        self.raw(b"<");
        self.raw(name.as_bytes());
        (self.name, self.styled) = (name, false);
    }

    /// An attribute of the tag that was begun.
    pub(super) fn attribute(&mut self, name: &str, value: &[u8]) {
        self.begin_attribute(name);
        self.value(value);
        self.raw(b"\"");
    }

    pub(super) fn begin_attribute(&mut self, name: &str) {
        self.raw(b" ");
        self.raw(name.as_bytes());
        self.raw(b"=\"");
    }

    /// An attribute whose value is a number.
    pub(super) fn number(&mut self, name: &str, value: u32) {
        self.begin_attribute(name);
        self.out.push_int(value.into());
        self.raw(b"\"");
    }

    /// The identifier of an element: what the options put before all, and a name in parts.
    pub(super) fn id(&mut self, parts: &[&[u8]]) {
        self.begin_attribute("id");
        self.name(parts);
        self.raw(b"\"");
    }

    /// A name of this document, within a value.
    pub(super) fn name(&mut self, parts: &[&[u8]]) {
        self.raw(self.prefix.as_bytes());
        parts.iter().for_each(|part| self.value(part));
    }

    /// A declaration of the tag's style: made of words and numbers of the writer's own. No attributes
    /// may follow.
    pub(super) fn css(&mut self, declaration: &str) {
        let before = if self.styled { ";" } else { " style=\"" };
        self.styled = true;
        self.raw(before.as_bytes());
        self.raw(declaration.as_bytes());
    }

    /// Ends a start tag.
    pub(super) fn done(&mut self) {
        if self.form == Form::Mail {
            let look = style::inline(self.name);
            if !look.is_empty() {
                self.css(look);
            }
        }
        if self.styled {
            self.raw(b"\"");
        }
        self.raw(b">");
    }

    /// Ends the start tag of an element that has no end tag.
    pub(super) fn done_void(&mut self) {
        if self.form != Form::Plain {
            return self.done();
        }
        if self.styled {
            self.raw(b"\"");
        }
        self.raw(b" />");
    }

    /// Text.
    #[inline]
    pub(super) fn text(&mut self, text: &[u8]) {
        self.escape(text, self.form == Form::Plain);
    }

    /// Text that flows: blanks that a browser would leave out are said to count.
    pub(super) fn flowing(&mut self, text: &[u8]) {
        if self.verbatim {
            return self.text(text);
        }
        if self.form == Form::Plain {
            // No text of Markdown that begins a block or a line begins with blanks, but behind a tag: a reference to
            // one is a text of its own.
            let blanks = text.iter().take_while(|byte| is_blank(byte)).count();
            let may_count = blanks > 0 && blanks < text.len() && self.html_end != self.out.len();
            if may_count && self.stands() == Place::Start {
                self.kept(&text[..blanks]);
                return self.text(&text[blanks..]);
            }
            return self.text(text);
        }
        let begins = text.first().is_some_and(is_blank) && self.stands() != Place::Word;
        let (mut from, mut start) = (0, if begins { 0 } else { next_gap(text, 0) });
        while start < text.len() {
            let end = start + text[start..].iter().take_while(|byte| is_blank(byte)).count();
            self.text(&text[from..start]);
            if self.form == Form::Mail {
                // Not every mail program knows of styles for blanks.
                (start..end).for_each(|_| self.raw(b"&nbsp;"));
            } else {
                self.kept(&text[start..end]);
            }
            (from, start) = (end, next_gap(text, end));
        }
        self.text(&text[from..]);
    }

    /// Blanks that count.
    fn kept(&mut self, blanks: &[u8]) {
        self.raw(b"<span style=\"white-space:pre-wrap\">");
        self.raw(blanks);
        self.raw(b"</span>");
    }

    /// From here on blanks count, or they do not.
    pub(super) fn set_verbatim(&mut self, verbatim: bool) {
        self.verbatim = verbatim;
    }

    /// Behind what the next words stand.
    fn stands(&self) -> Place {
        let mut written = self.out.as_bytes().get(self.start..).unwrap_or(&[]);
        loop {
            match written.last() {
                None | Some(b'\n') => return Place::Start,
                Some(b' ' | b'\t') => return Place::Blank,
                Some(b'>') => {}
                Some(_) => return Place::Word,
            }
            if written.ends_with(b"-->")
                && let Some(at) = memchr::memmem::rfind(written, b"<!--")
            {
                written = &written[..at];
                continue;
            }
            let Some(at) = memchr::memrchr(b'<', written) else { return Place::Start };
            let name = written[at + 1..].strip_prefix(b"/").unwrap_or(&written[at + 1..]);
            let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            match &name[..length] {
                b"img" | b"input" | b"code" => return Place::Word,
                b"p" | b"div" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"td"
                | b"th" | b"dt" | b"dd" | b"br" | b"hr" | b"figcaption" | b"" => {
                    return Place::Start;
                }
                _ => written = &written[..at],
            }
        }
    }

    /// Text within a value.
    pub(super) fn value(&mut self, text: &[u8]) {
        self.escape(text, true);
    }

    fn escape(&mut self, text: &[u8], quotes: bool) {
        let (mut from, mut at) = (0, 0);
        loop {
            at = self.next_markup(text, at);
            let Some(&byte) = text.get(at) else { break };
            let spaced = text.get(at + 1) == Some(&0xA0) && self.form != Form::Plain;
            let stays = match byte {
                b'"' => !quotes,
                0xC2 => !self.ascii && !spaced,
                0x7F => true,
                _ => false,
            };
            at += 1;
            if stays {
                continue;
            }
            self.out.push(&text[from..at - 1]);
            match byte {
                b'&' => self.out.push(b"&amp;"),
                b'<' => self.out.push(b"&lt;"),
                b'>' => self.out.push(b"&gt;"),
                b'"' => self.out.push(b"&quot;"),
                0..0x80 => self.push_char(char::REPLACEMENT_CHARACTER),
                _ => {
                    // The text is UTF-8: what is not has become U+FFFD long before.
                    let rest = &text[at - 1..text.len().min(at + 3)];
                    let c =
                        rest.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
                    at += c.map_or(0, |c| c.len_utf8() - 1);
                    match c {
                        Some('\u{A0}') => self.out.push(b"&nbsp;"),
                        c => self.push_char(c.unwrap_or(char::REPLACEMENT_CHARACTER)),
                    }
                }
            }
            from = at;
        }
        self.out.push(text.get(from..).unwrap_or(&[]));
    }

    /// The first byte at or after `from` that may not stay as it is.
    #[inline]
    fn next_markup(&self, text: &[u8], from: usize) -> usize {
        if !self.ascii {
            return next_markup(text, from);
        }
        let rest = text.get(from..).unwrap_or(&[]);
        let stays = |byte: &&u8| byte.is_ascii() && !is_markup(**byte);
        from + rest.iter().take_while(stays).count()
    }

    fn push_char(&mut self, c: char) {
        // Browsers take the numbers of these for characters of Windows' page 1252.
        if self.ascii && !matches!(c, '\u{80}'..='\u{9F}') {
            self.raw(b"&#");
            self.out.push_int(i64::from(u32::from(c)));
            self.raw(b";");
        } else {
            self.raw(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    /// An address within a value.
    pub(super) fn address(&mut self, url: &[u8]) {
        if self.form != Form::Plain {
            return self.value(url);
        }
        // What cmark takes for safe stays, all else becomes %XX.
        for &byte in url {
            match byte {
                b'&' => self.raw(b"&amp;"),
                b'\'' => self.raw(b"&#x27;"),
                _ if byte.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/$~".contains(&byte) => {
                    self.out.push_byte(byte);
                }
                _ => self.raw(&crate::document::slug::percent(byte)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str, form: Form, ascii: bool) -> String {
        let mut out = Output::new(Vec::new(), 1000);
        let mut pen = Pen::new(&mut out, form, ascii, "");
        pen.text(text.as_bytes());
        pen.raw(b"|");
        pen.value(text.as_bytes());
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn blanks_that_count() {
        let span = |blanks: &str| format!("<span style=\"white-space:pre-wrap\">{blanks}</span>");
        for (before, text, expected) in [
            ("<p>", "a b", "a b".to_string()),
            ("<p>", " a", span(" ") + "a"),
            ("<br>\n", "  - b", span("  ") + "- b"),
            ("<p>a", "  b\tc ", span("  ") + "b" + &span("\t") + "c "),
            ("<p>a<em>b</em>", " c", " c".to_string()),
            ("<p>a <em>b </em>", " c", span(" ") + "c"),
            ("<p><a href=\"x\"><b>", " c", span(" ") + "c"),
            ("<p><img src=\"x\">", " c", " c".to_string()),
            ("<td>", "a   b", "a".to_string() + &span("   ") + "b"),
            ("<p>foo<!-- a < b -->", " c", " c".to_string()),
            ("<p>foo<!-->", " c", " c".to_string()),
            ("<p><!-- c -->", " c", span(" ") + "c"),
        ] {
            let mut out = Output::new(Vec::new(), 1000);
            let mut pen = Pen::new(&mut out, Form::Browser, false, "");
            pen.raw(before.as_bytes());
            pen.flowing(text.as_bytes());
            let written = String::from_utf8(out.finish().unwrap()).unwrap();
            assert_eq!(&written[before.len()..], expected, "{before:?} {text:?}");
        }
    }

    #[test]
    fn text_and_values_in_one_line_each() {
        for (text, form, ascii, expected) in [
            ("", Form::Browser, false, "|"),
            ("a<b>&\"'", Form::Browser, false, "a&lt;b&gt;&amp;\"'|a&lt;b&gt;&amp;&quot;'"),
            ("\"", Form::Plain, false, "&quot;|&quot;"),
            ("ü\u{A0}é", Form::Browser, false, "ü&nbsp;é|ü&nbsp;é"),
            ("ü\u{A0}é", Form::Plain, false, "ü\u{A0}é|ü\u{A0}é"),
            (
                "ü\u{A0}漢😀",
                Form::Browser,
                true,
                "&#252;&nbsp;&#28450;&#128512;|&#252;&nbsp;&#28450;&#128512;",
            ),
            (
                "a\0\u{1}\t\r",
                Form::Browser,
                false,
                "a\u{FFFD}\u{FFFD}\t\u{FFFD}|a\u{FFFD}\u{FFFD}\t\u{FFFD}",
            ),
        ] {
            assert_eq!(escaped(text, form, ascii), expected, "{text:?} {form:?}");
        }
    }
}
