//! Everything before the first paragraph: fonts, colours, stylesheet, lists, document information.
//!
//! Shape   only what the document uses is written, so that a short memo stays short; numbers of
//!         fonts, colours and styles are the same in every document.
//!         What a template adds stands behind what is ours, and is ready to be written.
//! Units   twips.
//! Source  RTF 1.9.1 for the order of the tables; `docs/mapping.md` for names and numbers.

use super::look::Look;
use super::style::{ALL, CHARACTER_STYLES, CharacterStyle, Style};
use super::{Writer, list};
use crate::document::Span;
use crate::document::slug::percent;
use crate::rtf::template::write_color;
use crate::text::escape_rtf;

const GENERATOR: &str =
    concat!("{\\*\\generator LegacyBridge ", env!("CARGO_PKG_VERSION"), ";}\r\n");

/// The character styles in the face of code.
const CODE: [CharacterStyle; 4] = [
    CharacterStyle::Code,
    CharacterStyle::Tex,
    CharacterStyle::TexDisplay,
    CharacterStyle::Keyboard,
];

impl Writer<'_> {
    /// The whole header.
    pub fn header(&mut self) {
        let template = self.look.template;
        self.out.push(b"{\\rtf1\\ansi\\ansicpg");
        self.out.push_int(template.map_or(1252, |template| template.code_page).into());
        self.out.push(b"\\deff0\\uc1");
        if let Some(language) = template.and_then(|template| template.page.language) {
            self.out.push(b"\\deflang");
            self.out.push_int(language.into());
        }
        self.fonts();
        self.colors();
        self.stylesheet();
        list::tables(self);
        self.out.push(GENERATOR.as_bytes());
        self.information();
        self.page();
    }

    fn fonts(&mut self) {
        let options = self.options;
        let Look { theme, template, .. } = self.look;
        self.out.push(b"{\\fonttbl");
        let body = template.and_then(|template| template.body_font.as_deref());
        self.face(b"{\\f0", &options.body_font, body, theme.body, family(theme.body));
        let styled = template.is_some_and(|template| template.row(Style::Code).is_some());
        if self.scratch.plan.code || styled {
            let code = template.and_then(|template| template.code_font.as_deref());
            let fixed = b"\\fmodern\\fprq1\\fcharset0 ";
            match (&*options.code_font, code) {
                ("", Some(entry)) => self.entry(b"{\\f1", entry),
                ("", None) => self.font(b"{\\f1", fixed, theme.code),
                (name, _) => self.font(b"{\\f1", fixed, name),
            }
        }
        if self.scratch.plan.bullets {
            self.out.push(b"{\\f2\\froman\\fprq2\\fcharset2 Symbol;}");
        }
        if self.look.heading_face {
            let heading = theme.heading;
            self.face(b"{\\f3", &options.heading_font, None, heading, family(heading));
        }
        if let Some(template) = template {
            self.out.push(&template.fonts);
        }
        self.out.push(b"}\r\n");
    }

    /// A font: what the options say, else the template, else the theme.
    fn face(
        &mut self,
        number: &[u8],
        option: &str,
        entry: Option<&[u8]>,
        name: &str,
        of_name: &[u8],
    ) {
        match (option, entry) {
            ("", Some(entry)) => self.entry(number, entry),
            ("", None) => self.font(number, of_name, name),
            (option, _) => self.font(number, family(option), option),
        }
    }

    fn entry(&mut self, number: &[u8], entry: &[u8]) {
        self.out.push(number);
        self.out.push(entry);
        self.out.push(b";}");
    }

    fn colors(&mut self) {
        let Look { theme, template, .. } = self.look;
        self.out.push(b"{\\colortbl;");
        for (index, &color) in theme.colors.iter().enumerate() {
            let link = template.and_then(|template| template.link).filter(|_| index == 0);
            write_color(link.unwrap_or(color), self.out);
        }
        if let Some(template) = template {
            self.out.push(&template.colors);
        }
        self.out.push(b"}\r\n");
    }

    fn page(&mut self) {
        let Look { paper, margins, template, .. } = self.look;
        self.out.push(b"\\viewkind4");
        for (word, value) in [
            (&b"\\paperw"[..], paper.0),
            (b"\\paperh", paper.1),
            (b"\\margl", margins.left),
            (b"\\margr", margins.right),
            (b"\\margt", margins.top),
            (b"\\margb", margins.bottom),
        ] {
            self.out.push(word);
            self.out.push_int(value.into());
        }
        if let Some(template) = template {
            let page = &template.page;
            for (word, wanted) in [
                (&b"\\landscape\\lndscpsxn"[..], paper.0 > paper.1),
                (b"\\facingp", page.facing),
                (b"\\titlepg", page.title),
            ] {
                self.out.push(if wanted { word } else { b"" });
            }
            for (word, value) in [
                (&b"\\headery"[..], page.header),
                (b"\\footery", page.footer),
                (b"\\deftab", page.tabs),
            ] {
                if let Some(value) = value {
                    self.out.push(word);
                    self.out.push_int(value.into());
                }
            }
        }
        self.out.push(b"\r\n");
        if let Some(template) = template {
            self.out.push(&template.sections);
        }
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
            let of_template =
                self.look.template.is_some_and(|template| template.row(style).is_some());
            let used = of_template || self.scratch.plan.styles & style.bit() != 0;
            if used && !style.name().is_empty() {
                self.style(style, style.number(), style.next());
                self.out.push(style.name().as_bytes());
                self.out.push(b";}");
            }
        }
        for index in 0..self.scratch.plan.infos.len() as u32 {
            let number = self.first_info() + index;
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
            if CODE.iter().any(|style| *style as usize == index) {
                self.out.push(b"\\f1\\fs");
                self.out.push_int(self.look.code_size(self.look.size).into());
            }
            self.out.push(properties.as_bytes());
            self.out.push_byte(b' ');
            self.out.push(name.as_bytes());
            self.out.push(b";}");
        }
        if let Some(template) = self.look.template {
            self.out.push(&template.others);
        }
        self.out.push(b"}\r\n");
    }

    /// A paragraph style up to its name.
    fn style(&mut self, style: Style, number: u32, next: u32) {
        self.out.push(b"{\\s");
        self.out.push_int(i64::from(number));
        self.out.push(style.indents().as_bytes());
        let prefix = self.prefix(style);
        self.out.push(self.scratch.prefixes.properties(prefix));
        if style != Style::Normal {
            let of_info = style == Style::Code && number != style.number();
            let base = if of_info { style.number() } else { 0 };
            self.out.push(b"\\sbasedon");
            self.out.push_int(i64::from(base));
        }
        self.out.push(b"\\snext");
        self.out.push_int(i64::from(next));
        self.out.push_byte(b' ');
    }

    fn information(&mut self) {
        let (title, author) = (self.view.doc.title, self.view.doc.author);
        let more = self.look.template.map_or(&b""[..], |template| &template.information);
        if title.is_empty() && author.is_empty() && more.is_empty() {
            return;
        }
        self.out.push(b"{\\info");
        self.information_part(b"{\\title ", title);
        self.information_part(b"{\\author ", author);
        self.out.push(more);
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
