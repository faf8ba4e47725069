//! Pictures: from the data of a `\pict` to an image of the flow.
//!
//! Shape   the data is collected while its group lasts; at its end it becomes a PNG, JPEG or GIF,
//!         and that a data URI or a file in the folder of the option `Images=`.
//! Errors  a picture that can't be carried over is left out and reported, unless the old spelling
//!         beside it (`\nonshppict`) can.
//! Limits  `MaxPicture` bytes decoded; 10,000 pictures a document.
//! Source  RTF 1.9.1, "Pictures"; `\shppict` as Word 97 and later write it, shape property `pib`.

use super::losses::Losses;
use super::sink::Sink;
use crate::buffers::kept;
use crate::document::{LinkId, LinkTarget, Span};
use crate::memory::Output;
use crate::options::Images;
use crate::picture::{self, Dimensions, Kind, data_uri, hex};
use crate::report::Loss;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::assembly::format::CharFormat;
use crate::rtf::words::{PaperWord, SizeWord};

/// Pictures of one document that are carried over. Small ones can claim many pixels: a file full of
/// such would keep the host waiting.
const MOST_PICTURES: u32 = 10_000;

kept! {
    /// The data of the picture in the making, its data URI, and what its conversion needs.
    #[derive(Debug, Default)]
    pub(super) struct Buffers {
        data: Vec<u8>,
        uri: Vec<u8>,
        conversion: picture::Scratch,
    }
}

/// The picture in the making.
#[derive(Clone, Copy, Debug)]
struct Picture {
    kind: Kind,
    hex: hex::Decoder,
    /// Its text for those who can't see it.
    alt: Span,
    /// Where its group began.
    offset: usize,
    /// It is Word's horizontal rule.
    rule: bool,
    shown: Shown,
    /// Its width and height, where they are not its own.
    size: (u32, u32),
}

impl Default for Picture {
    fn default() -> Self {
        Picture {
            kind: Kind::Other,
            hex: hex::Decoder::default(),
            alt: Span::EMPTY,
            offset: 0,
            rule: false,
            shown: Shown::default(),
            size: (0, 0),
        }
    }
}

/// No picture is longer than a hundred metres.
const LONGEST: i64 = 1 << 22;

/// The size that a picture has by itself, in twips.
fn natural(own: Dimensions) -> (i64, i64) {
    let twips = |pixels: u32, density: Option<u32>| {
        i64::from(pixels) * 1440 / i64::from(density.unwrap_or(96).max(1))
    };
    (twips(own.width_px, own.dpi_x), twips(own.height_px, own.dpi_y))
}

/// How large a picture is shown: twips, 0 where nothing is said, and by how many percent that is changed.
#[derive(Clone, Copy, Debug)]
struct Shown {
    goal: (i64, i64),
    scale: (i64, i64),
}

impl Default for Shown {
    fn default() -> Self {
        Shown { goal: (0, 0), scale: (100, 100) }
    }
}

impl Shown {
    /// How large it is shown; nothing where that can't be known.
    fn size(&self, own: Option<Dimensions>) -> (u32, u32) {
        let (width, height) = match (self.goal, own) {
            ((width, height), _) if width > 0 && height > 0 => (width, height),
            (_, Some(own)) => natural(own),
            (_, None) => (0, 0),
        };
        let shown = |length: i64, percent: i64| {
            (length.saturating_mul(percent) / 100).clamp(0, LONGEST) as u32
        };
        (shown(width, self.scale.0), shown(height, self.scale.1))
    }

    /// Whether it is larger or smaller than it is by itself, a page as wide as its text reckoned with.
    fn is_resized(&self, own: Option<Dimensions>, text_width: i64) -> bool {
        let (goal, scale) = (self.goal, self.scale);
        // What is drawn has no size but the one that is said.
        let Some(own) = own.filter(|_| goal.0 > 0 && goal.1 > 0) else {
            return scale != (100, 100);
        };
        let own = natural(own);
        let fitting = if own.0 > text_width && own.0 > 0 {
            (text_width, own.1 * text_width / own.0)
        } else {
            own
        };
        let shown = (goal.0 * scale.0 / 100, goal.1 * scale.1 / 100);
        let is = |other: (i64, i64)| {
            [(shown.0, other.0), (shown.1, other.1)]
                .iter()
                .all(|(a, b)| (a - b).abs() <= 30.max(b / 50))
        };
        !is(own) && !is(fitting)
    }
}

/// The paper, as far as it tells how wide the text is.
#[derive(Clone, Copy, Debug)]
struct Paper {
    width: i64,
    margins: (i64, i64),
}

/// Why there is no picture.
enum Failure {
    /// It could not be read, or is not wanted.
    Unread,
    /// Something else, which the report has already.
    Reported,
}

/// Where a picture is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub chars: CharFormat,
    pub flow: u8,
    /// The image of a field whose result the picture is.
    pub linked: Option<LinkId>,
}

/// The pictures of a document.
#[derive(Debug)]
pub(super) struct Pictures<'b> {
    images: &'b Images,
    /// Bytes that one may have.
    limit: usize,
    buffers: &'b mut Buffers,
    picture: Picture,
    /// Pictures seen so far.
    count: u32,
    /// A picture that could not be read, as long as its other spelling may follow.
    failed: Option<usize>,
    /// The text shown in its place: runs of the flow up to it, and the text.
    description: Option<(usize, Span)>,
    paper: Paper,
}

impl<'b> Pictures<'b> {
    pub(super) fn new(images: &'b Images, limit: usize, buffers: &'b mut Buffers) -> Self {
        let (picture, failed, description) = (Picture::default(), None, None);
        let paper = Paper { width: 12_240, margins: (1_800, 1_800) };
        Pictures { images, limit, buffers, picture, count: 0, failed, description, paper }
    }

    /// A picture begins at `at`.
    pub(super) fn begin(&mut self, at: usize) {
        self.buffers.data.clear();
        self.picture = Picture { offset: at, ..Picture::default() };
    }

    /// What the data is.
    pub(super) fn is_a(&mut self, kind: Kind) {
        self.picture.kind = kind;
    }

    /// Hex digits of the data. False where memory is short.
    pub(super) fn digits(&mut self, digits: &[u8]) -> bool {
        self.picture.hex.decode(digits, &mut self.buffers.data).is_ok()
    }

    /// Data of a `\bin`. False where memory is short.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> bool {
        let room = self.buffers.data.try_reserve(bytes.len()).is_ok();
        if room {
            self.buffers.data.extend_from_slice(bytes);
        }
        room
    }

    /// How large the picture in the making is shown.
    pub(super) fn is_sized(&mut self, what: SizeWord, value: i32) {
        let (Shown { goal, scale }, value) = (&mut self.picture.shown, i64::from(value));
        match what {
            SizeWord::Width => goal.0 = value,
            SizeWord::Height => goal.1 = value,
            SizeWord::ScaleX => scale.0 = value,
            SizeWord::ScaleY => scale.1 = value,
        }
    }

    /// How wide the paper is, and its margins.
    pub(super) fn paper(&mut self, what: PaperWord, value: i32) {
        match what {
            PaperWord::Width => self.paper.width = value.into(),
            PaperWord::LeftMargin => self.paper.margins.0 = value.into(),
            PaperWord::RightMargin => self.paper.margins.1 = value.into(),
        }
    }

    /// How wide the text of a page is, in twips.
    pub(super) fn text_width(&self) -> i32 {
        let Paper { width, margins: (left, right) } = self.paper;
        (width - left - right).clamp(1, 1 << 22) as i32
    }

    /// What describes the picture for those who can't see it.
    pub(super) fn describe(&mut self, text: Span) {
        self.picture.alt = text;
    }

    /// Whether the picture in the making is a rule.
    pub(super) fn is_a_rule(&mut self, rule: bool) {
        self.picture.rule = rule;
    }

    /// Whether the old spelling that follows stands for a picture that could not be read.
    pub(super) fn want_the_old_one(&mut self) -> bool {
        self.failed.take().is_some()
    }

    /// Reports the picture that failed last, whose other spelling did not come.
    pub(super) fn give_up(&mut self, losses: &mut Losses<'_>) {
        if let Some(offset) = self.failed.take() {
            losses.add(Loss::Picture, offset);
        }
    }

    /// The data is complete. Returns whether an image is shown.
    pub(super) fn end(
        &mut self,
        place: Place,
        sink: &mut Sink<'_, '_>,
        losses: &mut Losses<'_>,
    ) -> bool {
        sink.flush();
        if self.picture.rule {
            let format = sink.format(place.chars);
            sink.run(RunKind::Rule, format, place.flow);
            return false;
        }
        let url = match self.url(sink, losses) {
            Ok(url) => url,
            Err(Failure::Reported) => return false,
            Err(Failure::Unread) => {
                self.give_up(losses);
                self.failed = Some(self.picture.offset);
                self.show_description(place, sink);
                return false;
            }
        };
        self.failed = None;
        self.take_description(place.flow, sink);
        let doc = sink.document();
        if let Some(link) = place.linked {
            // A linked picture that is also embedded: the embedded one is at hand.
            if let Some(target) = doc.links.get_mut(link.0 as usize) {
                target.url = url;
                (target.width, target.height) = self.picture.size;
            }
            return true;
        }
        let (width, height) = self.picture.size;
        let link = doc.add_link(LinkTarget { width, height, ..LinkTarget::new(url, Span::EMPTY) });
        let format = sink.format(place.chars);
        sink.run(RunKind::Image(link), format, place.flow);
        if !self.picture.alt.is_empty() {
            sink.run(RunKind::Text(self.picture.alt), format, place.flow);
        }
        sink.run(RunKind::End, format, place.flow);
        true
    }

    /// What describes a picture that can't be shown stands in its place.
    fn show_description(&mut self, place: Place, sink: &mut Sink<'_, '_>) {
        let alt = self.picture.alt;
        if alt.is_empty() || self.images == &Images::Skip || place.linked.is_some() {
            return;
        }
        let format = sink.format(place.chars);
        // Not joined with the text before: the other spelling may take it back.
        let count = sink.run_apart(RunKind::Text(alt), format, place.flow);
        self.description = Some((count, alt));
    }

    /// The other spelling of a picture that could not be read has its description.
    fn take_description(&mut self, flow: u8, sink: &mut Sink<'_, '_>) {
        let Some((count, alt)) = self.description.take() else { return };
        let taken = sink.tables().take_back(flow, count, RunKind::Text(alt));
        if taken && self.picture.alt.is_empty() {
            self.picture.alt = alt;
        }
    }

    /// Where the picture can be found from now on.
    fn url(&mut self, sink: &mut Sink<'_, '_>, losses: &mut Losses<'_>) -> Result<Span, Failure> {
        if self.images == &Images::Skip {
            return Err(Failure::Unread);
        }
        let offset = self.picture.offset;
        self.count += 1;
        if self.count > MOST_PICTURES {
            losses.add(Loss::LimitReached, offset);
            return Err(Failure::Reported);
        }
        let text_width = self.text_width().into();
        let Buffers { data, uri, conversion } = &mut *self.buffers;
        let found = picture::extract(self.picture.kind, data, self.limit, conversion);
        let found = found.map_err(|_| Failure::Unread)?;
        if found.truncated || found.partial {
            losses.add(Loss::Picture, offset);
        }
        let is_drawn = matches!(self.picture.kind, Kind::Wmf | Kind::Emf | Kind::MacPict);
        let own = picture::dimensions(&found.bytes).filter(|_| !is_drawn);
        if self.picture.shown.is_resized(own, text_width) {
            self.picture.size = self.picture.shown.size(own);
        }
        match self.images {
            Images::Folder(folder) => {
                let Ok(path) = picture::folder::store(folder, found.format, &found.bytes) else {
                    losses.add(Loss::PictureFile, offset);
                    return Err(Failure::Reported);
                };
                Ok(sink.own(&path))
            }
            Images::Embed | Images::Skip => {
                let mut out = Output::new(std::mem::take(uri), self.limit.saturating_mul(2));
                data_uri::write(found.format.media_type(), &found.bytes, &mut out);
                *uri = out.finish().map_err(|_| Failure::Unread)?;
                let doc = sink.document();
                let start = doc.own_len();
                doc.append_ascii(uri);
                Ok(Span::of_own(start, doc.own_len()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_in_one_line_each() {
        for (pixels, density, goal, scale, resized) in [
            ((96, 48), None, (1_440, 720), (100, 100), false),
            ((96, 48), None, (1_440, 720), (50, 50), true),
            ((96, 48), None, (720, 360), (200, 200), false),
            ((96, 48), None, (0, 0), (100, 100), false),
            ((96, 48), None, (0, 0), (100, 90), true),
            ((300, 300), Some(300), (1_440, 1_440), (100, 100), false),
            ((300, 300), Some(300), (4_500, 4_500), (100, 100), true),
            // As wide as the text, and no wider.
            ((1_000, 500), None, (9_000, 4_500), (100, 100), false),
            ((1_000, 500), None, (9_000, 9_000), (100, 100), true),
            ((1_000, 500), None, (15_000, 7_500), (100, 100), false),
        ] {
            let own = Dimensions {
                width_px: pixels.0,
                height_px: pixels.1,
                dpi_x: density,
                dpi_y: density,
            };
            let shown = Shown { goal, scale };
            assert_eq!(shown.is_resized(Some(own), 9_000), resized, "{pixels:?} {shown:?}");
        }
        assert!(!Shown { goal: (100, 100), scale: (100, 100) }.is_resized(None, 9_000));
    }
}
