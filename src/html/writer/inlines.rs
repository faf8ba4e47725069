//! Inlines: spans, links, pictures, formulas and places.

use super::pen::Form;
use super::{Writer, address, formula};
use crate::document::{ChangeId, Color, Kind, LinkId, Span, Words};
use crate::options::Images;
use crate::picture::{self, data_uri, folder};
use crate::report::Loss;

/// Twips in a pixel.
const TWIPS: u32 = 15;

impl Writer<'_, '_> {
    /// A tracked change: by whom and when.
    pub(super) fn begin_change(&mut self, name: &'static str, change: ChangeId) {
        let change = self.view.change(change);
        self.pen.tag(name);
        self.pen.attribute("class", b"change");
        for (name, span) in [("title", change.author), ("datetime", change.date)] {
            let value = self.view.text(span);
            if !value.is_empty() {
                self.pen.attribute(name, value);
            }
        }
        self.pen.done();
    }

    pub(super) fn begin_colored(&mut self, text: Color, back: Color) {
        self.pen.tag("span");
        for (name, color) in [("color:#", text), ("background-color:#", back)] {
            if let Some(bytes) = color.bytes() {
                self.pen.css(name);
                for byte in bytes {
                    let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
                    self.pen.raw(&[digit(byte >> 4), digit(byte)]);
                }
            }
        }
        self.pen.done();
    }

    /// Whether a link is written: not within another one, nor where it may not lead.
    fn is_written(&self, link: LinkId) -> bool {
        let url = self.view.text(self.view.link(link).url);
        self.passes() || address::link(url, self.options)
    }

    pub(super) fn begin_link(&mut self, link: LinkId) {
        self.links += 1;
        if self.links > 1 {
            return;
        }
        if !self.is_written(link) {
            return self.lost(Loss::UnsafeLink);
        }
        let target = self.view.link(link);
        let url = self.view.text(target.url);
        self.pen.tag("a");
        self.pen.begin_attribute("href");
        match url.strip_prefix(b"#") {
            Some(name) if !name.is_empty() => {
                self.pen.raw(b"#");
                self.pen.name(&[]);
                self.pen.address(name);
            }
            _ => self.pen.address(url),
        }
        self.pen.raw(b"\"");
        self.title(target.title);
        self.pen.done();
    }

    pub(super) fn end_link(&mut self, link: LinkId) {
        self.links = self.links.saturating_sub(1);
        if self.links == 0 && self.is_written(link) {
            self.pen.close("a");
        }
    }

    fn title(&mut self, title: Span) {
        let title = self.view.text(title);
        if !title.is_empty() {
            self.pen.attribute("title", title);
        }
    }

    /// Begins a picture, whose text is a value of its tag; where it may not stand, its text does.
    fn fate(&self, url: &[u8]) -> address::Picture {
        match self.passes() {
            true => address::Picture::Stays,
            false => address::picture(url, self.options),
        }
    }

    pub(super) fn begin_picture(&mut self, link: LinkId) {
        let target = self.view.link(link);
        let url = self.view.text(target.url);
        let fate = self.fate(url);
        if fate == address::Picture::Goes {
            return self.lost(Loss::UnsafeLink);
        }
        self.pen.tag("img");
        self.pen.begin_attribute("src");
        match fate {
            address::Picture::Secured => {
                self.pen.raw(b"https:");
                self.pen.address(url);
            }
            _ if self.pen.form() == Form::Mail && self.cid(url) => {}
            _ => self.pen.address(url),
        }
        self.pen.raw(b"\"");
        self.pen.begin_attribute("alt");
        self.alt = 1;
    }

    pub(super) fn end_picture(&mut self, link: LinkId) {
        self.alt -= 1;
        if self.alt > 0 {
            return;
        }
        self.pen.raw(b"\"");
        let target = self.view.link(link);
        self.title(target.title);
        for (name, twips) in [("width", target.width), ("height", target.height)] {
            if twips > 0 {
                self.pen.number(name, (twips / TWIPS).max(1));
            }
        }
        self.pen.done_void();
    }

    /// In the text of a picture.
    pub(super) fn enter_in_picture(&mut self, kind: &Kind) {
        if let Kind::Math { tex, .. } = *kind {
            return self.text(self.view.text(tex));
        }
        self.alt += u32::from(matches!(kind, Kind::Image(_)));
        match kind.words() {
            Words::Text(span) => self.text(self.view.text(span)),
            Words::Markup(span) if self.passes() => self.text(self.view.text(span)),
            Words::Blank => self.pen.raw(b" "),
            Words::Markup(_) | Words::Target(_) | Words::None => {}
        }
    }

    /// The address of a part of a mail: of a picture that is a file in the folder of the options, or
    /// becomes one. False where it stays as it is.
    fn cid(&mut self, url: &[u8]) -> bool {
        let Images::Folder(name) = &self.options.images else { return false };
        let stored;
        let url = if address::is_stored(url, self.options) {
            url
        } else {
            let Some(data) = data_uri::parse(url) else { return false };
            let bytes = &mut self.scratch.picture;
            bytes.clear();
            let Some(format) = picture_format(data.media_type) else { return false };
            if data.decode(self.options.max_picture, bytes).is_err() {
                return false;
            }
            match folder::store(name, format, bytes) {
                Ok(path) => stored = path,
                Err(_) => {
                    self.lost(Loss::PictureFile);
                    return false;
                }
            }
            stored.as_bytes()
        };
        self.pen.raw(b"cid:");
        let file = memchr::memrchr(b'/', url).map_or(0, |slash| slash + 1);
        self.pen.address(&url[file..]);
        true
    }

    /// A tag of raw HTML: as it stands, or nothing.
    pub(super) fn inline_html(&mut self, span: Span) {
        if self.passes() {
            self.pen.raw(self.view.text(span));
        } else {
            self.lost(Loss::Html);
        }
    }

    /// Code among words; where a browser would leave out blanks of it, it says that they count.
    pub(super) fn begin_code_span(&mut self, text: &[u8]) {
        let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
        let counts = is_blank(text.first()) || is_blank(text.last());
        let counts = counts
            || memchr::memmem::find(text, b"  ").is_some()
            || memchr::memchr(b'\t', text).is_some();
        self.pen.tag("code");
        if counts && self.pen.form() != Form::Plain {
            self.pen.css("white-space:pre-wrap");
        }
        self.pen.done();
    }

    /// A formula: with `Math=Yes` as MathML where it can be told so; else its TeX, for scripts that set it and for
    /// people.
    pub(super) fn math(&mut self, tex: Span, display: bool) {
        if self.options.extensions.math
            && self.pen.form() == Form::Browser
            && let Ok(tex) = std::str::from_utf8(self.view.text(tex))
            && formula::write(tex, display, &mut self.scratch.formula, &mut self.pen)
        {
            return;
        }
        let (class, open, close): (&[u8], &[u8], &[u8]) = match display {
            true => (b"math display", b"\\[", b"\\]"),
            false => (b"math inline", b"\\(", b"\\)"),
        };
        self.pen.tag("span");
        self.pen.attribute("class", class);
        self.pen.done();
        self.pen.raw(open);
        self.text(self.view.text(tex));
        self.pen.raw(close);
        self.pen.close("span");
    }

    /// A place that links lead to.
    pub(super) fn anchor(&mut self, name: Span) {
        let tag = if self.links > 0 { "span" } else { "a" };
        self.pen.tag(tag);
        self.pen.id(&[self.view.text(name)]);
        self.pen.done();
        self.pen.close(tag);
    }
}

/// The format of a picture of that media type, if it may be a file.
fn picture_format(media_type: &[u8]) -> Option<picture::Format> {
    use picture::Format::{Gif, Jpeg, Png};
    [Png, Jpeg, Gif]
        .into_iter()
        .find(|format| media_type.eq_ignore_ascii_case(format.media_type().as_bytes()))
}
