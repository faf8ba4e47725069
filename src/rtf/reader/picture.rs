//! Pictures: from the data of a `\pict` to an image of the flow.
//!
//! Shape   the data is collected while its group lasts; at its end it becomes a PNG, JPEG or GIF,
//!         and that a data URI or a file in the folder of the option `Images=`.
//! Errors  a picture that can't be carried over is left out and reported, unless the old spelling
//!         beside it (`\nonshppict`) can.
//! Limits  `MaxPicture` bytes decoded; 10,000 pictures a document.
//! Source  RTF 1.9.1, "Pictures"; `\shppict` as Word 97 and later write it, shape property `pib`.

use super::Reader;
use crate::document::{LinkTarget, Span};
use crate::memory::Output;
use crate::options::Images;
use crate::picture::{self, Kind, data_uri, hash, hex};
use crate::report::Loss;
use crate::rtf::assembly::flow::RunKind;

/// Pictures of one document that are carried over. Small ones can claim many pixels: a file full of
/// such would keep the host waiting.
const MOST_PICTURES: u32 = 10_000;

/// The picture in the making.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture {
    kind: Kind,
    hex: hex::Decoder,
    /// Its text for those who can't see it.
    alt: Span,
    /// Where its group began.
    offset: usize,
    /// It is Word's horizontal rule.
    rule: bool,
}

/// Why there is no picture.
enum Failure {
    /// It could not be read, or is not wanted.
    Unread,
    /// Something else, which the report has already.
    Reported,
}

impl Default for Picture {
    fn default() -> Self {
        Picture {
            kind: Kind::Other,
            hex: hex::Decoder::default(),
            alt: Span::EMPTY,
            offset: 0,
            rule: false,
        }
    }
}

/// A property of a shape or picture that says something to the reader of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Property {
    #[default]
    Other,
    /// `wzDescription`
    Description,
    /// `pib`: the picture that fills a shape.
    Fill,
    /// `fHorizRule`: whether it is a horizontal rule.
    Rule,
}

impl Property {
    pub fn from_name(name: &str) -> Self {
        match name {
            "wzDescription" => Property::Description,
            "pib" => Property::Fill,
            "fHorizRule" => Property::Rule,
            _ => Property::Other,
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn open_picture(&mut self) {
        self.flush();
        self.scratch.picture.clear();
        self.picture = Picture { offset: self.place(), ..Picture::default() };
    }

    /// A word that says what the data is.
    pub(super) fn picture_word(&mut self, kind: Kind) {
        self.picture.kind = kind;
    }

    /// Hex digits that begin at `start`: all up to the next control word or brace.
    pub(super) fn picture_digits(&mut self, start: usize) {
        let rest = &self.source[start..];
        let end = memchr::memchr3(b'\\', b'{', b'}', rest).unwrap_or(rest.len());
        self.lexer.seek(start + end);
        if let Some(guard) = self.guard
            && let Some(text) =
                rest[..end].iter().position(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit())
        {
            // Words among the digits: the picture never ended.
            let word = rest[..text].iter().rposition(|b| *b <= b' ').map_or(0, |at| at + 1);
            self.finish_picture();
            return self.release(guard, start + word);
        }
        self.full |= self.picture.hex.decode(&rest[..end], &mut self.scratch.picture).is_err();
    }

    /// The data of a `\bin`.
    pub(super) fn picture_bytes(&mut self, start: usize, end: usize) {
        let bytes = &self.source[start..end];
        if self.scratch.picture.try_reserve(bytes.len()).is_err() {
            self.full = true;
        } else {
            self.scratch.picture.extend_from_slice(bytes);
        }
    }

    /// What describes the picture for those who can't see it.
    pub(super) fn describe_picture(&mut self, text: Span) {
        self.picture.alt = text;
    }

    /// The property that says whether a shape, or the picture in the making, is a rule.
    pub(super) fn horizontal_rule(&mut self, is_rule: bool, in_picture: bool) {
        if in_picture {
            self.picture.rule = is_rule;
        } else if is_rule {
            self.shape = None;
            let format = self.format();
            self.push_run(RunKind::Rule, format);
        }
    }

    /// The data is complete.
    pub(super) fn finish_picture(&mut self) {
        self.flush();
        if self.picture.rule {
            let format = self.format();
            return self.push_run(RunKind::Rule, format);
        }
        let url = match self.picture_url() {
            Ok(url) => url,
            Err(Failure::Reported) => return,
            Err(Failure::Unread) => {
                self.lost_picture();
                self.failed_picture = Some(self.picture.offset);
                return self.show_description();
            }
        };
        self.failed_picture = None;
        self.take_description();
        self.shape = None;
        if let Some(link) = self.image_field() {
            // A linked picture that is also embedded: the embedded one is at hand.
            if let Some(target) = self.doc.links.get_mut(link.0 as usize) {
                target.url = url;
            }
            return;
        }
        let link = self.doc.add_link(LinkTarget { url, title: Span::EMPTY });
        let format = self.format();
        self.push_run(RunKind::Image(link), format);
        if !self.picture.alt.is_empty() {
            self.push_run(RunKind::Text(self.picture.alt), format);
        }
        self.push_run(RunKind::End, format);
    }

    /// What describes a picture that can't be shown stands in its place.
    fn show_description(&mut self) {
        let alt = self.picture.alt;
        if alt.is_empty() || self.images == &Images::Skip || self.image_field().is_some() {
            return;
        }
        let format = self.format();
        // Not joined with the text before: the other spelling may take it back.
        let count = self.push_run_apart(RunKind::Text(alt), format);
        self.description = Some((count, alt));
    }

    /// The other spelling of a picture that could not be read has its description.
    fn take_description(&mut self) {
        let Some((count, alt)) = self.description.take() else { return };
        let taken = self.scratch.assembly.take_back(self.state.flow, count, RunKind::Text(alt));
        if taken && self.picture.alt.is_empty() {
            self.picture.alt = alt;
        }
    }

    /// Reports the picture that failed last, whose other spelling did not come.
    pub(super) fn lost_picture(&mut self) {
        if let Some(offset) = self.failed_picture.take() {
            self.report.add(Loss::Picture, offset);
        }
    }

    /// Where the picture can be found from now on.
    fn picture_url(&mut self) -> Result<Span, Failure> {
        if self.images == &Images::Skip {
            return Err(Failure::Unread);
        }
        self.pictures += 1;
        if self.pictures > MOST_PICTURES {
            self.report.add(Loss::LimitReached, self.picture.offset);
            return Err(Failure::Reported);
        }
        let scratch = &mut *self.scratch;
        let found = picture::extract(
            self.picture.kind,
            &scratch.picture,
            self.max_picture,
            &mut scratch.pictures,
        );
        let found = found.map_err(|_| Failure::Unread)?;
        if found.truncated || found.partial {
            self.report.add(Loss::Picture, self.picture.offset);
        }
        let start = self.doc.own_len();
        match self.images {
            Images::Folder(folder) => {
                let digits = hash::digits(hash::fnv1a(&found.bytes));
                let name = String::from_utf8_lossy(&digits);
                let path = format!("{folder}/{name}.{}", found.format.extension());
                let written = std::fs::create_dir_all(&**folder)
                    .and_then(|()| std::fs::write(&path, &found.bytes));
                if written.is_err() {
                    self.report.add(Loss::PictureFile, self.picture.offset);
                    return Err(Failure::Reported);
                }
                self.doc.append(&path);
            }
            _ => {
                let buffer = std::mem::take(&mut scratch.uri);
                let mut out = Output::new(buffer, self.max_picture.saturating_mul(2));
                data_uri::write(found.format.media_type(), &found.bytes, &mut out);
                scratch.uri = out.finish().map_err(|_| Failure::Unread)?;
                self.doc.append_ascii(&scratch.uri);
            }
        }
        Ok(Span::of_own(start, self.doc.own_len()))
    }
}
