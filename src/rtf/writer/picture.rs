//! Pictures that stand in the document itself, or in the folder that it may read from.
//!
//! Shape   `{\*\shppict{\pict…}}` with the file as hex digits, for Word, LibreOffice and RichEdit
//!         since Windows 8; with `Target=RichEdit` a metafile in `{\nonshppict…}` for older ones.
//! Units   pixels become twips by the file's density, 96 a inch where it gives none; a picture
//!         wider than the text is scaled down to it.
//! Errors  a picture that can't be carried over is its text, and reported.
//! Limits  `MaxPicture` bytes decoded; no file is read but below `ImageRoot=`.
//! Source  RTF 1.9.1, "Pictures".

use super::Writer;
use crate::document::{Kind, LinkId, NodeId};
use crate::options::Target;
use crate::picture::{self, Dimensions, Extracted, Format, data_uri, hex};
use crate::report::Loss;
use crate::text::escape_rtf;

/// Twips in an inch, and pixels where a file doesn't say how many.
const INCH: u64 = 1440;
const PIXELS_PER_INCH: u64 = 96;

/// What became of an image.
pub enum Shown {
    /// It is in the RTF.
    Picture,
    /// It was to be in the RTF and can't.
    Lost,
    /// It is somewhere else.
    Elsewhere,
}

impl Writer<'_> {
    /// Writes the image at `node` as a picture, if its bytes are at hand.
    pub fn picture(&mut self, id: LinkId, node: NodeId, end: NodeId) -> Shown {
        let target = self.view.link(id);
        let url = self.view.text(target.url);
        let limit = self.options.max_picture;
        let mut file = std::mem::take(&mut self.scratch.file);
        file.clear();
        let at_hand = match data_uri::parse(url) {
            Some(uri) => Some(uri.decode(limit, &mut file).is_ok()),
            None => picture::load(&self.options.image_root, url, limit, &mut file),
        };
        let shown = match at_hand {
            None => Shown::Elsewhere,
            Some(read) => {
                let done = read && self.show_picture(&file, node, end);
                if !done || !target.title.is_empty() {
                    self.lose(if done { Loss::Image } else { Loss::Picture }, url);
                }
                if done { Shown::Picture } else { Shown::Lost }
            }
        };
        self.scratch.file = file;
        shown
    }

    fn show_picture(&mut self, file: &[u8], node: NodeId, end: NodeId) -> bool {
        let limit = self.options.max_picture;
        let mut scratch = std::mem::take(&mut self.scratch.pictures);
        let mut metafile = std::mem::take(&mut self.scratch.metafile);
        metafile.clear();
        let shown = match picture::embed(file, limit, &mut scratch) {
            Ok(found) => self.write_picture(&found, node, end),
            Err(_) => None,
        };
        if let Some(size) = shown
            && self.options.target == Target::RichEdit
            && let Ok(bitmap) = picture::bitmap(file, limit, &mut scratch)
            && picture::wmf::write(bitmap, &mut metafile).is_ok()
        {
            self.out.push(b"{\\nonshppict{\\pict\\wmetafile8");
            self.size_words(size, 2540);
            hex::encode(&metafile, self.out);
            self.out.push(b"}}");
        }
        self.scratch.pictures = scratch;
        self.scratch.metafile = metafile;
        shown.is_some()
    }

    fn write_picture(&mut self, found: &Extracted<'_>, node: NodeId, end: NodeId) -> Option<Size> {
        let size = Size::of(picture::dimensions(&found.bytes)?, self.look.text_width);
        self.out.push(b"{\\*\\shppict{\\pict");
        let text = self.out.len();
        self.out.push(b"{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv ");
        let empty = self.out.len();
        for id in node + 1..end {
            match self.view.kind(id) {
                Some(Kind::Text(span) | Kind::Code(span)) => {
                    escape_rtf(self.view.text(*span), self.out);
                }
                Some(Kind::SoftBreak | Kind::HardBreak) => self.out.push_byte(b' '),
                _ => {}
            }
        }
        if self.out.len() == empty {
            self.out.truncate(text);
        } else {
            self.out.push(b"}}}");
        }
        let jpeg = found.format == Format::Jpeg;
        self.out.push(if jpeg { b"\\jpegblip" } else { b"\\pngblip" });
        self.size_words(size, 0);
        hex::encode(&found.bytes, self.out);
        self.out.push(b"}}");
        Some(size)
    }

    /// The size of a picture; `unit` is what an inch has of the units of `\picw`, 0 meaning pixels.
    fn size_words(&mut self, size: Size, unit: u64) {
        let natural =
            |twips: u64, pixels: u64| if unit == 0 { pixels } else { twips * unit / INCH };
        for (word, value) in [
            (&b"\\picw"[..], natural(size.width, size.width_px)),
            (b"\\pich", natural(size.height, size.height_px)),
            (b"\\picwgoal", size.width),
            (b"\\pichgoal", size.height),
        ] {
            self.out.push(word);
            self.out.push_int(value as i64);
        }
        self.out.push(b"\r\n");
    }
}

/// A picture's size in pixels and in twips.
#[derive(Clone, Copy)]
struct Size {
    width_px: u64,
    height_px: u64,
    width: u64,
    height: u64,
}

impl Size {
    fn of(found: Dimensions, text_width: i64) -> Size {
        let twips = |pixels: u64, dpi: Option<u32>| {
            let dpi = dpi.map_or(PIXELS_PER_INCH, u64::from).max(1);
            (pixels * INCH / dpi).max(1)
        };
        let (width_px, height_px) = (u64::from(found.width_px), u64::from(found.height_px));
        let (mut width, mut height) = (twips(width_px, found.dpi_x), twips(height_px, found.dpi_y));
        let widest = text_width.max(1) as u64;
        if width > widest {
            height = (height * widest / width).max(1);
            width = widest;
        }
        Size { width_px, height_px, width, height: height.min(FARTHEST) }
    }
}

/// A page has no room for more, and Word no number.
const FARTHEST: u64 = 31_680;
