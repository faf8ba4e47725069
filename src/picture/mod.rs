//! Pictures: bytes in one format to bytes in a format that the other side can show.
//!
//! Shape   [`extract`] makes PNG, JPEG or GIF of what an RTF `\pict` holds; [`embed`] makes PNG
//!         or JPEG of what a Markdown image holds; [`bitmap`] and [`wmf::write`] make the metafile
//!         that old RichEdit controls show. [`hex`] and [`data_uri`] carry the bytes.
//!         Formats are told by their signatures; what the document says counts only after that.
//! Units   bytes and pixels; densities are pixels per metre in files and dots per inch here.
//! Errors  [`Unfit`] says why a picture can't be carried over; nothing panics on any bytes.
//! Limits  the pixels of one picture in bytes, given by the caller; a picture whose data could
//!         not fill what its header claims is refused, so that time stays linear in the input.
//!         Large buffers grow by `try_reserve` and stay in [`Scratch`] for the next picture.
//! Source  the published descriptions of PNG, GIF89a, JFIF, DIB, WMF, EMF and EMF+.

use std::borrow::Cow;

use crate::buffers::{Kept, kept};

mod bytes;
mod colors;
mod convert;
pub mod data_uri;
mod dib;
pub mod folder;
mod gif;
pub mod hash;
pub mod hex;
mod load;
mod metafile;
mod png;
mod size;
mod whole;

pub use load::load;
pub use metafile::write as wmf;
pub use size::{Dimensions, dimensions, sniff};

/// What a document says that a picture is: the word beside `\pict`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `\pngblip`.
    Png,
    /// `\jpegblip`.
    Jpeg,
    /// `\emfblip`.
    Emf,
    /// `\wmetafile`.
    Wmf,
    /// `\dibitmap`: a bitmap without the header that a file would have.
    Dib,
    /// `\macpict`: QuickDraw, which is not read.
    MacPict,
    /// Nothing was said, or something else; only the signature counts.
    Other,
}

/// A picture format with a signature of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG, with or without JFIF.
    Jpeg,
    /// GIF.
    Gif,
    /// A Windows bitmap file.
    Bmp,
    /// A Windows metafile, with or without the placeable header.
    Wmf,
    /// An enhanced metafile.
    Emf,
}

impl Format {
    /// The extension of a file of this format, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Png => "png",
            Format::Jpeg => "jpg",
            Format::Gif => "gif",
            Format::Bmp => "bmp",
            Format::Wmf => "wmf",
            Format::Emf => "emf",
        }
    }

    /// The media type, as a data URI names it.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Png => "image/png",
            Format::Jpeg => "image/jpeg",
            Format::Gif => "image/gif",
            Format::Bmp => "image/bmp",
            Format::Wmf => "image/wmf",
            Format::Emf => "image/emf",
        }
    }
}

/// Why a picture can't be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There are no bytes.
    Empty,
    /// The format, or a feature of it, is not read here.
    Unsupported,
    /// A metafile that is drawn with lines and text, not filled by one bitmap.
    VectorOnly,
    /// The bytes are not what they claim to be, or most of them are missing.
    Damaged,
    /// The picture is larger than the limit.
    TooLarge,
    /// The system could not give the memory.
    OutOfMemory,
}

impl From<std::collections::TryReserveError> for Unfit {
    fn from(_: std::collections::TryReserveError) -> Self {
        Unfit::OutOfMemory
    }
}

/// A picture that a browser can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted<'a> {
    /// [`Format::Png`], [`Format::Jpeg`] or [`Format::Gif`].
    pub format: Format,
    /// The file: borrowed from the data where it stands there, else from the scratch buffers.
    pub bytes: Cow<'a, [u8]>,
    /// The data ended early; the missing part is white or transparent.
    pub truncated: bool,
    /// A metafile drew more than the bitmap that was taken out of it.
    pub partial: bool,
}

kept! {
    /// Buffers that serve one picture after the other.
    #[derive(Default)]
    pub struct Scratch {
        /// The file that was made.
        file: Vec<u8>,
        /// Pixels on the way.
        pixels: Vec<u8>,
        /// A line of which only a part is shown.
        line: Vec<u8>,
        /// Compressed data on the way, or the parts of an EMF+ object.
        joined: Vec<u8>,
        codes: gif::Codes,
        colors: Option<Box<colors::Colors>>,
        encoder: png::Encoder,
        decoder: png::Decoder,
    }
}

impl std::fmt::Debug for Scratch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scratch").field("retained", &self.retained()).finish_non_exhaustive()
    }
}

impl Scratch {
    /// The bytes that the buffers keep, the compressor's included.
    pub fn retained(&self) -> usize {
        self.retained_bytes()
    }
}

/// What was found in a picture's data; it lives on the stack for a moment, so its size is no matter.
#[allow(clippy::large_enum_variant)]
enum Found<'a> {
    /// A file that can be passed on as it stands.
    Whole(whole::Whole<'a>),
    /// A bitmap, perhaps with a mask.
    Bitmap {
        image: dib::Dib<'a>,
        /// More bitmaps of the same width, one below the other; mostly none.
        below: Vec<dib::Dib<'a>>,
        mask: Option<dib::Mask<'a>>,
        partial: bool,
    },
}

/// The picture in the data of an RTF `\pict`, as PNG, JPEG or GIF of at most `limit` bytes of pixels.
pub fn extract<'a>(
    kind: Kind,
    data: &'a [u8],
    limit: usize,
    scratch: &'a mut Scratch,
) -> Result<Extracted<'a>, Unfit> {
    if data.is_empty() {
        return Err(Unfit::Empty);
    }
    let Scratch { file, pixels, line, joined, colors, encoder, .. } = scratch;
    let found = match (sniff(data), kind) {
        (Some(Format::Png | Format::Jpeg | Format::Gif), _) => {
            Found::Whole(whole::check(data).ok_or(Unfit::Damaged)?)
        }
        (Some(Format::Emf), _) | (None, Kind::Emf) => metafile::emf::find(data, limit, joined)?,
        (Some(Format::Bmp), _) => dib::Dib::file(data)?.into_found(),
        (None, Kind::Dib) => dib::Dib::packed(data)?.into_found(),
        (Some(Format::Wmf), _) | (None, Kind::Wmf) => metafile::wmf::find(data)?,
        (None, Kind::Png | Kind::Jpeg) => return Err(Unfit::Damaged),
        (None, Kind::MacPict | Kind::Other) => return Err(Unfit::Unsupported),
    };
    match found {
        Found::Whole(whole) if whole.bytes.len() > limit => Err(Unfit::TooLarge),
        Found::Whole(whole) => Ok(Extracted {
            format: whole.format,
            bytes: Cow::Borrowed(whole.bytes),
            truncated: whole.truncated,
            partial: false,
        }),
        Found::Bitmap { image, below, mask, partial } => {
            let work = convert::Work {
                image,
                below: &below,
                mask,
                limit,
                pixels,
                line,
                colors,
                encoder,
                out: file,
            };
            let truncated = work.write()?;
            Ok(Extracted { format: Format::Png, bytes: Cow::Borrowed(file), truncated, partial })
        }
    }
}

/// The picture of a Markdown image as PNG or JPEG, which is what RTF holds.
pub fn embed<'a>(
    data: &'a [u8],
    limit: usize,
    scratch: &'a mut Scratch,
) -> Result<Extracted<'a>, Unfit> {
    if sniff(data) != Some(Format::Gif) {
        return extract(Kind::Other, data, limit, scratch);
    }
    let Scratch { file, pixels, codes, encoder, .. } = scratch;
    let truncated = gif::to_png(data, limit, pixels, codes, encoder, file)?;
    Ok(Extracted { format: Format::Png, bytes: Cow::Borrowed(file), truncated, partial: false })
}

/// A picture as rows of 24 bits a pixel, for [`wmf::write`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bitmap24<'a> {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Rows from the bottom up, blue first, each padded to a multiple of 4 bytes.
    pub rows: &'a [u8],
}

/// The pixels of a PNG file on a white ground. JPEG files are not decoded here.
pub fn bitmap<'a>(
    data: &[u8],
    limit: usize,
    scratch: &'a mut Scratch,
) -> Result<Bitmap24<'a>, Unfit> {
    if sniff(data) != Some(Format::Png) {
        return Err(Unfit::Unsupported);
    }
    let Scratch { pixels, joined, decoder, .. } = scratch;
    let (width, height) = decoder.decode_bgr(data, limit, joined, pixels)?;
    Ok(Bitmap24 { width, height, rows: pixels })
}
