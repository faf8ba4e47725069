//! Inlines: spans, links, pictures, formulas and places.

use super::here::Sink;
use super::pen::{Form, Pen};
use super::{address, formula};
use crate::buffers::kept;
use crate::document::{ChangeId, Color, Kind, LinkId, Span, Words};
use crate::math::Tree;
use crate::options::Images;
use crate::picture::{self, data_uri, folder};
use crate::report::Loss;

/// Twips in a pixel.
const TWIPS: u32 = 15;

kept! {
    /// The links and pictures that are open, and buffers.
    #[derive(Debug, Default)]
    pub(super) struct Inlines {
        /// Pictures in each other, whose text alone counts.
        pictures: u32,
        links: u32,
        picture: Vec<u8>,
        formula: Tree,
    }
}

impl Inlines {
    pub(super) fn in_picture(&self) -> bool {
        self.pictures > 0
    }

    pub(super) fn in_link(&self) -> bool {
        self.links > 0
    }

    pub(super) fn begin_link(&mut self, to: &mut Sink<'_, '_>, link: LinkId) {
        self.links += 1;
        if self.links > 1 {
            return;
        }
        if !is_written(to, link) {
            return to.lost(Loss::UnsafeLink);
        }
        let target = to.view.link(link);
        let url = to.view.text(target.url);
        to.pen.tag("a");
        to.pen.begin_attribute("href");
        match url.strip_prefix(b"#") {
            Some(name) if !name.is_empty() => {
                to.pen.raw(b"#");
                to.pen.name(&[]);
                to.pen.address(name);
            }
            _ => to.pen.address(url),
        }
        to.pen.raw(b"\"");
        title(to, target.title);
        to.pen.done();
    }

    pub(super) fn end_link(&mut self, to: &mut Sink<'_, '_>, link: LinkId) {
        self.links = self.links.saturating_sub(1);
        if self.links == 0 && is_written(to, link) {
            to.pen.close("a");
        }
    }

    /// Begins a picture, whose text is a value of its tag; where it may not stand, its text does.
    pub(super) fn begin_picture(&mut self, to: &mut Sink<'_, '_>, link: LinkId) {
        let target = to.view.link(link);
        let url = to.view.text(target.url);
        let fate = fate(to, url);
        if fate == address::Picture::Goes {
            return to.lost(Loss::UnsafeLink);
        }
        to.pen.tag("img");
        to.pen.begin_attribute("src");
        match fate {
            address::Picture::Secured => {
                to.pen.raw(b"https:");
                to.pen.address(url);
            }
            _ if to.pen.form() == Form::Mail && cid(to, &mut self.picture, url) => {}
            _ => to.pen.address(url),
        }
        to.pen.raw(b"\"");
        to.pen.begin_attribute("alt");
        self.pictures = 1;
    }

    pub(super) fn end_picture(&mut self, to: &mut Sink<'_, '_>, link: LinkId) {
        self.pictures -= 1;
        if self.pictures > 0 {
            return;
        }
        to.pen.raw(b"\"");
        let target = to.view.link(link);
        title(to, target.title);
        for (name, twips) in [("width", target.width), ("height", target.height)] {
            if twips > 0 {
                to.pen.number(name, (twips / TWIPS).max(1));
            }
        }
        to.pen.done_void();
    }

    /// In the text of a picture.
    pub(super) fn enter_in_picture(&mut self, to: &mut Sink<'_, '_>, kind: &Kind) {
        if let Kind::Math { tex, .. } = *kind {
            return to.pen.value(to.view.text(tex));
        }
        self.pictures += u32::from(matches!(kind, Kind::Image(_)));
        match kind.words() {
            Words::Text(span) => to.pen.value(to.view.text(span)),
            Words::Markup(span) if to.passes() => to.pen.value(to.view.text(span)),
            Words::Blank => to.pen.raw(b" "),
            Words::Markup(_) | Words::Target(_) | Words::None => {}
        }
    }

    /// A formula: with `Math=Yes` as MathML where it can be told so; else its TeX, for scripts that set it and for
    /// people.
    pub(super) fn math(&mut self, to: &mut Sink<'_, '_>, tex: Span, display: bool) {
        if to.options.extensions.math
            && to.pen.form() == Form::Browser
            && let Ok(tex) = std::str::from_utf8(to.view.text(tex))
            && formula::write(tex, display, &mut self.formula, &mut to.pen)
        {
            return;
        }
        let (class, open, close): (&[u8], &[u8], &[u8]) = match display {
            true => (b"math display", b"\\[", b"\\]"),
            false => (b"math inline", b"\\(", b"\\)"),
        };
        to.pen.tag("span");
        to.pen.attribute("class", class);
        to.pen.done();
        to.pen.raw(open);
        to.pen.text(to.view.text(tex));
        to.pen.raw(close);
        to.pen.close("span");
    }

    /// A place that links lead to.
    pub(super) fn anchor(&self, to: &mut Sink<'_, '_>, name: Span) {
        let (view, pen) = (to.view, &mut to.pen);
        let tag = if self.links > 0 { "span" } else { "a" };
        pen.tag(tag);
        pen.id(&[view.text(name)]);
        pen.done();
        pen.close(tag);
    }
}

/// A tracked change: by whom and when.
pub(super) fn begin_change(to: &mut Sink<'_, '_>, name: &'static str, change: ChangeId) {
    let (view, pen) = (to.view, &mut to.pen);
    let change = view.change(change);
    pen.tag(name);
    pen.attribute("class", b"change");
    for (name, span) in [("title", change.author), ("datetime", change.date)] {
        let value = view.text(span);
        if !value.is_empty() {
            pen.attribute(name, value);
        }
    }
    pen.done();
}

pub(super) fn begin_colored(pen: &mut Pen<'_>, text: Color, back: Color) {
    pen.tag("span");
    for (name, color) in [("color:#", text), ("background-color:#", back)] {
        if let Some(bytes) = color.bytes() {
            pen.css(name);
            for byte in bytes {
                let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
                pen.raw(&[digit(byte >> 4), digit(byte)]);
            }
        }
    }
    pen.done();
}

/// Whether a link is written: not within another one, nor where it may not lead.
fn is_written(to: &Sink<'_, '_>, link: LinkId) -> bool {
    let url = to.view.text(to.view.link(link).url);
    to.passes() || address::link(url, to.options)
}

/// What becomes of the address of a picture.
fn fate(to: &Sink<'_, '_>, url: &[u8]) -> address::Picture {
    match to.passes() {
        true => address::Picture::Stays,
        false => address::picture(url, to.options),
    }
}

fn title(to: &mut Sink<'_, '_>, title: Span) {
    let title = to.view.text(title);
    if !title.is_empty() {
        to.pen.attribute("title", title);
    }
}

/// The address of a part of a mail: of a picture that is a file in the folder of the options, or
/// becomes one. False where it stays as it is.
fn cid(to: &mut Sink<'_, '_>, picture: &mut Vec<u8>, url: &[u8]) -> bool {
    let Images::Folder(name) = &to.options.images else { return false };
    let stored;
    let url = if address::is_stored(url, to.options) {
        url
    } else {
        let Some(data) = data_uri::parse(url) else { return false };
        picture.clear();
        let Some(format) = picture_format(data.media_type) else { return false };
        if data.decode(to.options.max_picture, picture).is_err() {
            return false;
        }
        match folder::store(name, format, picture) {
            Ok(path) => stored = path,
            Err(_) => {
                to.lost(Loss::PictureFile);
                return false;
            }
        }
        stored.as_bytes()
    };
    to.pen.raw(b"cid:");
    let file = memchr::memrchr(b'/', url).map_or(0, |slash| slash + 1);
    to.pen.address(&url[file..]);
    true
}

/// A tag of raw HTML: as it stands, or nothing.
pub(super) fn html(to: &mut Sink<'_, '_>, span: Span) {
    if to.passes() {
        to.pen.html(to.view.text(span));
    } else {
        to.lost(Loss::Html);
    }
}

/// Code among words; where a browser would leave out blanks of it, it says that they count.
pub(super) fn code(pen: &mut Pen<'_>, text: &[u8]) {
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    let counts = is_blank(text.first()) || is_blank(text.last());
    let counts = counts
        || memchr::memmem::find(text, b"  ").is_some()
        || memchr::memchr(b'\t', text).is_some();
    pen.tag("code");
    if counts && pen.form() != Form::Plain {
        pen.css("white-space:pre-wrap");
    }
    pen.done();
    pen.text(text);
    pen.close("code");
}

/// The format of a picture of that media type, if it may be a file.
fn picture_format(media_type: &[u8]) -> Option<picture::Format> {
    use picture::Format::{Gif, Jpeg, Png};
    [Png, Jpeg, Gif]
        .into_iter()
        .find(|format| media_type.eq_ignore_ascii_case(format.media_type().as_bytes()))
}
