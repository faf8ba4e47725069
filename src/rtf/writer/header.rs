//! Everything before the first paragraph: fonts, colours, stylesheet, lists, document information.
//!
//! Shape   only what the document uses is written, so that a short memo stays short; numbers of
//!         fonts, colours and styles are the same in every document.
//! Units   twips; US Letter with margins of one inch, which gives 9360 twips of text width.
//! Source  RTF 1.9.1 for the order of the tables; `docs/mapping.md` for names and numbers.

use super::style::{ALL, CHARACTER_STYLES, CharacterStyle, FIRST_INFO, Style};
use super::{Writer, list};
use crate::document::Span;
use crate::document::slug::percent;
use crate::text::escape_rtf;

/// 1 link, 2 (free grey), 3 code, 4 heading, 5 lines, 6 lowest heading, 7 highlight.
const COLORS: &[u8] = b"{\\colortbl;\\red5\\green99\\blue193;\\red217\\green217\\blue217;\
\\red242\\green242\\blue242;\\red31\\green56\\blue100;\\red191\\green191\\blue191;\
\\red89\\green89\\blue89;\\red255\\green255\\blue0;}\r\n";

const GENERATOR: &str =
    concat!("{\\*\\generator LegacyBridge ", env!("CARGO_PKG_VERSION"), ";}\r\n");

const PAGE: &[u8] = b"\\viewkind4\\paperw12240\\paperh15840\
\\margl1440\\margr1440\\margt1440\\margb1440\r\n";

impl Writer<'_> {
    /// The whole header.
    pub fn header(&mut self) {
        self.out.push(b"{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1");
        self.fonts();
        self.out.push(COLORS);
        self.stylesheet();
        list::tables(self);
        self.out.push(GENERATOR.as_bytes());
        self.information();
        self.out.push(PAGE);
    }

    fn fonts(&mut self) {
        let options = self.options;
        self.out.push(b"{\\fonttbl");
        self.font(b"{\\f0", family(&options.body_font), &options.body_font);
        if self.scratch.plan.code {
            self.font(b"{\\f1", b"\\fmodern\\fprq1\\fcharset0 ", &options.code_font);
        }
        if self.scratch.plan.bullets {
            self.out.push(b"{\\f2\\froman\\fprq2\\fcharset2 Symbol;}");
        }
        if !options.heading_font.is_empty() {
            self.font(b"{\\f3", family(&options.heading_font), &options.heading_font);
        }
        self.out.push(b"}\r\n");
    }

    fn font(&mut self, number: &[u8], family: &[u8], name: &str) {
        self.out.push(number);
        self.out.push(family);
        for part in name.split(';') {
            escape_rtf(part.as_bytes(), self.out);
        }
        self.out.push(b";}");
    }

    fn stylesheet(&mut self) {
        self.out.push(b"{\\stylesheet");
        for style in ALL {
            let used = self.scratch.plan.styles & style.bit() != 0;
            if used && !style.definition().name.is_empty() {
                let definition = style.definition();
                self.style(style, definition.number, definition.next);
                self.out.push(definition.name.as_bytes());
                self.out.push(b";}");
            }
        }
        for index in 0..self.scratch.plan.infos.len() as u32 {
            let number = FIRST_INFO + index;
            self.style(Style::Code, number, number);
            self.out.push(b"Code ");
            info_name(self.scratch.plan.infos.name(index), self.out);
            self.out.push(b";}");
        }
        for (index, (number, name, properties)) in CHARACTER_STYLES.iter().enumerate() {
            if self.scratch.plan.character_styles & 1 << index == 0 {
                continue;
            }
            self.out.push(b"{\\*\\cs");
            self.out.push_int(i64::from(*number));
            self.out.push(b"\\additive");
            let code = [CharacterStyle::Code, CharacterStyle::Tex, CharacterStyle::TexDisplay];
            if code.iter().any(|style| *style as usize == index) {
                self.out.push(b"\\f1\\fs");
                self.out.push_int(self.scaled(20));
            }
            self.out.push(properties.as_bytes());
            self.out.push_byte(b' ');
            self.out.push(name.as_bytes());
            self.out.push(b";}");
        }
        self.out.push(b"}\r\n");
    }

    /// A paragraph style up to its name.
    fn style(&mut self, style: Style, number: u32, next: u32) {
        let definition = style.definition();
        self.out.push(b"{\\s");
        self.out.push_int(i64::from(number));
        self.out.push(definition.indents.as_bytes());
        self.style_properties(style);
        if style != Style::Normal {
            let base = if number >= FIRST_INFO { Style::Code.definition().number } else { 0 };
            self.out.push(b"\\sbasedon");
            self.out.push_int(i64::from(base));
        }
        self.out.push(b"\\snext");
        self.out.push_int(i64::from(next));
        self.out.push_byte(b' ');
    }

    fn information(&mut self) {
        let (title, author) = (self.view.doc.title, self.view.doc.author);
        if title.is_empty() && author.is_empty() {
            return;
        }
        self.out.push(b"{\\info");
        self.information_part(b"{\\title ", title);
        self.information_part(b"{\\author ", author);
        self.out.push(b"}\r\n");
    }

    fn information_part(&mut self, open: &[u8], text: Span) {
        if !text.is_empty() {
            self.out.push(open);
            self.text(text);
            self.out.push_byte(b'}');
        }
    }
}

/// Family and pitch of a typeface, which Word wants to know in case it is missing.
fn family(name: &str) -> &'static [u8] {
    const SERIF: [&str; 6] = ["Times", "Cambria", "Georgia", "Garamond", "Constantia", "Book"];
    const FIXED: [&str; 4] = ["Courier", "Consolas", "Lucida Console", "Fixedsys"];
    if SERIF.iter().any(|start| name.starts_with(start)) {
        b"\\froman\\fprq2\\fcharset0 "
    } else if FIXED.iter().any(|start| name.starts_with(start)) {
        b"\\fmodern\\fprq1\\fcharset0 "
    } else {
        b"\\fswiss\\fprq2\\fcharset0 "
    }
}

/// An info string as the end of a style's name.
fn info_name(info: &[u8], out: &mut crate::memory::Output) {
    let mut from = 0;
    for (at, &byte) in info.iter().enumerate() {
        if byte < 0x20 || byte == 0x7F || b"%;,\\{}".contains(&byte) {
            escape_rtf(info.get(from..at).unwrap_or(&[]), out);
            out.push(&percent(byte));
            from = at + 1;
        }
    }
    escape_rtf(info.get(from..).unwrap_or(&[]), out);
}
