//! Pictures that stand in the document itself, or in the folder that it may read from.
//!
//! Shape   `{\*\shppict{\pict…}}` with the file as hex digits, for Word, LibreOffice and RichEdit
//!         since Windows 8; with `Target=RichEdit` a metafile in `{\nonshppict…}` for older ones.
//! State   [`Pictures`]: what a picture's conversion needs.
//! Units   pixels become twips by the file's density, 96 a inch where it gives none; a picture
//!         wider than the place it stands in, or higher than the page, is scaled
//!         down to it.
//! Errors  a picture that can't be carried over is its text, and reported.
//! Limits  `MaxPicture` bytes decoded; no file is read but below `ImageRoot=`.
//! Source  RTF 1.9.1, "Pictures".

use super::sink::Sink;
use crate::buffers::kept;
use crate::document::{Kind, LinkId, NodeId, View, Words};
use crate::memory::Output;
use crate::options::{Options, Target};
use crate::picture::{self, Dimensions, Extracted, Format, data_uri, hex};
use crate::report::Loss;
use crate::text::escape_rtf;

/// Twips in an inch, and pixels where a file doesn't say how many.
const INCH: u64 = 1440;
const PIXELS_PER_INCH: u64 = 96;

/// What became of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is in the RTF.
    Picture,
    /// It was to be in the RTF and can't.
    Lost,
    /// It can't be shown, and its address is all that can be kept.
    Named,
    /// It is somewhere else.
    Elsewhere,
}

kept! {
    /// Buffers for pictures.
    #[derive(Debug, Default)]
    pub(super) struct Pictures {
        /// A picture's file and its metafile.
        file: Vec<u8>,
        metafile: Vec<u8>,
        /// What its conversion needs.
        conversion: picture::Scratch,
    }
}

impl Pictures {
    /// Writes an image as a picture, if its bytes are at hand. The nodes of `text` describe it.
    pub(super) fn show(
        &mut self,
        id: LinkId,
        text: (NodeId, NodeId),
        options: &Options,
        room: (i64, i64),
        sink: &mut Sink<'_>,
    ) -> Shown {
        let view = sink.view();
        let link = view.link(id);
        let url = view.text(link.url);
        let limit = options.max_picture;
        self.file.clear();
        let uri = data_uri::parse(url);
        let at_hand = match &uri {
            Some(uri) => Some(uri.decode(limit, &mut self.file).is_ok()),
            None => picture::load(&options.image_root, url, limit, &mut self.file),
        };
        let Some(read) = at_hand else {
            if (link.width, link.height) != (0, 0) {
                sink.lose(Loss::PictureSize, url);
            }
            return Shown::Elsewhere;
        };
        let asked = (link.width, link.height);
        let mut write = |out: &mut Output| self.write(view, text, options, (room, asked), out);
        let done = read
            && match uri {
                Some(_) => write(sink.out()),
                // The document is short, and its picture is not.
                None => sink.out().write_file(write),
            };
        if !done || !link.title.is_empty() {
            sink.lose(Loss::Picture, url);
        }
        match (done, data_uri::parse(url)) {
            (true, _) => Shown::Picture,
            // A kind of picture that no reader of RTF knows.
            (false, Some(_)) if url.len() <= limit && is_of_the_web(url) => Shown::Named,
            (false, Some(_)) => Shown::Lost,
            (false, None) => Shown::Elsewhere,
        }
    }

    fn write(
        &mut self,
        view: View<'_>,
        text: (NodeId, NodeId),
        options: &Options,
        room: Room,
        out: &mut Output,
    ) -> bool {
        let Pictures { file, metafile, conversion } = self;
        let limit = options.max_picture;
        let shown = match picture::embed(file, limit, conversion) {
            Ok(found) => write_picture(&found, view, text, room, out),
            Err(_) => None,
        };
        metafile.clear();
        if let Some(size) = shown
            && options.target == Target::RichEdit
            && let Ok(bitmap) = picture::bitmap(file, limit, conversion)
            && picture::wmf::write(bitmap, metafile).is_ok()
        {
            out.push(b"{\\nonshppict{\\pict\\wmetafile8");
            size_words(size, 2540, out);
            hex::encode(metafile, out);
            out.push(b"}}");
        }
        shown.is_some()
    }
}

fn write_picture(
    found: &Extracted<'_>,
    view: View<'_>,
    text: (NodeId, NodeId),
    (room, asked): Room,
    out: &mut Output,
) -> Option<Size> {
    let size = Size::of(picture::dimensions(&found.bytes)?, room).asked(asked);
    out.push(b"{\\*\\shppict{\\pict");
    describe(view, text, out);
    let jpeg = found.format == Format::Jpeg;
    out.push(if jpeg { b"\\jpegblip" } else { b"\\pngblip" });
    size_words(size, 0, out);
    hex::encode(&found.bytes, out);
    out.push(b"}}");
    Some(size)
}

/// Whether the data are those of a picture of a kind that only browsers show.
fn is_of_the_web(uri: &[u8]) -> bool {
    const KINDS: [&[u8]; 3] = [b"svg", b"webp", b"avif"];
    let kind = uri.strip_prefix(b"data:image/").unwrap_or(b"");
    KINDS.iter().any(|name| kind.starts_with(name))
}

/// The text of an image as the picture's description; nothing without text.
fn describe(view: View<'_>, text: (NodeId, NodeId), out: &mut Output) {
    let start = out.len();
    out.push(b"{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv ");
    let empty = out.len();
    for id in text.0..text.1 {
        match view.kind(id).map_or(Words::None, Kind::words) {
            Words::Text(span) => {
                escape_rtf(view.text(span), out);
            }
            Words::Blank => out.push_byte(b' '),
            Words::Markup(_) | Words::Target(_) | Words::None => {}
        }
    }
    if out.len() == empty {
        out.truncate(start);
    } else {
        out.push(b"}}}");
    }
}

/// The size of a picture; `unit` is what an inch has of the units of `\picw`, 0 meaning pixels.
fn size_words(size: Size, unit: u64, out: &mut Output) {
    let natural = |twips: u64, pixels: u64| if unit == 0 { pixels } else { twips * unit / INCH };
    for (word, value) in [
        (&b"\\picw"[..], natural(size.width, size.width_px)),
        (b"\\pich", natural(size.height, size.height_px)),
        (b"\\picwgoal", size.width),
        (b"\\pichgoal", size.height),
    ] {
        out.push(word);
        out.push_int(value as i64);
    }
    out.push(b"\r\n");
}

/// How wide and how high a picture may be by itself, and how large it is to be.
type Room = ((i64, i64), (u32, u32));

/// A picture's size in pixels and in twips.
#[derive(Clone, Copy)]
struct Size {
    width_px: u64,
    height_px: u64,
    width: u64,
    height: u64,
}

impl Size {
    fn of(found: Dimensions, room: (i64, i64)) -> Size {
        let twips = |pixels: u64, dpi: Option<u32>| {
            let dpi = dpi.map_or(PIXELS_PER_INCH, u64::from).max(1);
            (pixels * INCH / dpi).max(1)
        };
        let (width_px, height_px) = (u64::from(found.width_px), u64::from(found.height_px));
        let (mut width, mut height) = (twips(width_px, found.dpi_x), twips(height_px, found.dpi_y));
        let (widest, highest) = (room.0.max(1) as u64, room.1.clamp(1, FARTHEST) as u64);
        if width > widest {
            (width, height) = (widest, (height * widest / width).max(1));
        }
        if height > highest {
            (width, height) = ((width * highest / height).max(1), highest);
        }
        Size { width_px, height_px, width, height }
    }

    /// The size that is said; where half of it is, the other half follows.
    fn asked(self, (width, height): (u32, u32)) -> Size {
        let most = FARTHEST as u64;
        let (width, height) = (u64::from(width).min(most), u64::from(height).min(most));
        let (width, height) = match (width, height) {
            (0, 0) => (self.width, self.height),
            (0, height) => ((self.width * height / self.height).clamp(1, most), height),
            (width, 0) => (width, (self.height * width / self.width).clamp(1, most)),
            both => both,
        };
        Size { width, height, ..self }
    }
}

/// A page has no room for more, and Word no number.
const FARTHEST: i64 = 31_680;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_in_one_line_each() {
        for (pixels, dpi, twips) in [
            ((96, 48), None, (1_440, 720)),
            ((300, 300), Some(300), (1_440, 1_440)),
            // As wide as the text, and no wider.
            ((1_000, 500), None, (9_000, 4_500)),
            // As high as the page, and no higher.
            ((100, 2_000), None, (600, 12_000)),
            ((1, 10_000), None, (1, 12_000)),
            ((0, 0), Some(0), (1, 1)),
        ] {
            let (width_px, height_px) = pixels;
            let size = Size::of(
                Dimensions { width_px, height_px, dpi_x: dpi, dpi_y: dpi },
                (9_000, 12_000),
            );
            assert_eq!((size.width, size.height), twips, "{pixels:?} {dpi:?}");
        }
    }
}
