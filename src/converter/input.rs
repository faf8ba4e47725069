//! What the host gave: which format it is in, and as bytes that a reader takes.
//!
//! Shape   [`Input::open`] gives a [`Source`]: a part of the input itself where it is RTF or
//!         UTF-8, else text decoded into a pooled string.
//! Units   places that readers name are mapped back to bytes of the host's input.
//! Errors  `BadEncoding` and `BadUtf16`, with the place.
//!
//! A byte order mark decides over the code page. NULs at the end are no part of the text: hosts
//! pass buffers that are longer than what is in them.

use std::path::Path;

use super::wide;
use crate::error::{Error, Result, Status};
use crate::files;
use crate::formats::{Form, Format};
use crate::memory::budget::Need;
use crate::memory::pool::{Pooled, Size};
use crate::memory::{self, Memory};
use crate::report::{Loss, Report};
use crate::rtf::wrapper::compressed;
use crate::text::codepage::{self, CodePage};

const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The input as the host gave it.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Bytes; text among them is in this code page.
    Bytes(&'a [u8], CodePage),
    /// UTF-16.
    Wide(&'a [u16]),
    /// A file of so many bytes, which is read when there is memory for it; as bytes then.
    File(&'a Path, u64, CodePage),
}

/// What an input is read or decoded into, where a reader can't take the host's own.
#[derive(Debug, Default)]
pub struct Decoded<'m> {
    file: Option<Pooled<'m, Vec<u8>>>,
    text: Option<Pooled<'m, String>>,
}

/// How a reader's offsets relate to the host's bytes.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// The reader got the host's bytes without the first few.
    Bytes { skipped: usize },
    /// The reader got text decoded from UTF-16 after a mark of that many bytes.
    Utf16 { skipped: usize },
    /// The reader got text decoded from a code page; exact where one byte is one character.
    CodePage,
}

/// Input that a reader can read.
#[derive(Debug)]
pub struct Source<'a> {
    /// What a reader gets.
    pub bytes: &'a [u8],
    /// The same as text, where it is text.
    pub text: Option<&'a str>,
    /// The format; never `Detect`.
    pub format: Format,
    /// Bytes that the host gave.
    pub size: usize,
    origin: Origin,
}

impl<'a> Input<'a> {
    /// Bytes that the host gave.
    pub fn size(&self) -> usize {
        match self {
            Input::Bytes(bytes, _) => bytes.len(),
            Input::Wide(units) => units.len() * 2,
            Input::File(_, size, _) => usize::try_from(*size).unwrap_or(usize::MAX),
        }
    }

    /// Fails where the input is larger than the options allow.
    pub fn check(&self, limit: usize) -> Result<()> {
        let size = match self {
            Input::File(_, size, _) => *size,
            Input::Bytes(..) | Input::Wide(_) => self.size() as u64,
        };
        if size <= limit as u64 {
            return Ok(());
        }
        let message = format!(
            "the input of {size} bytes is larger than the limit of {limit} bytes (MaxInput)"
        );
        Err(Error::new(Status::LimitReached, message))
    }

    /// What a conversion of this is expected to need.
    pub fn need(&self, from: Format) -> Need {
        let from = match (from, self) {
            (Format::Detect, Input::Bytes(bytes, _)) => Format::detect(bytes),
            (from, _) => from,
        };
        // What is in a file is not known yet; and the file itself has to be held.
        let factor = match self {
            Input::File(..) => from.row().need + 1,
            Input::Bytes(..) | Input::Wide(_) => from.row().need,
        };
        Need { input: self.size(), factor }
    }

    /// Finds the format if need be, and decodes what a reader can't take as it stands.
    pub fn open<'s, 'm>(
        &self,
        from: Format,
        max_input: usize,
        memory: &'m Memory,
        decoded: &'s mut Decoded<'m>,
        report: &mut Report,
    ) -> Result<Source<'s>>
    where
        'a: 's,
    {
        let Decoded { file, text: decoded } = decoded;
        let (bytes, page) = match *self {
            Input::Wide(units) => {
                let size = self.size();
                let units = units.strip_prefix(&[0xFEFF]).unwrap_or(units);
                let skipped = size - units.len() * 2;
                return open_wide(units.iter().copied(), from, size, skipped, memory, decoded);
            }
            Input::Bytes(bytes, page) => (bytes, page),
            Input::File(path, size, page) => {
                let pool_size = Size::beyond(memory::LARGE_DOCUMENT, self.size());
                let bytes = &mut **file.insert(memory.buffers.take(pool_size));
                files::read(path, size, bytes)?;
                // It may have grown since.
                Input::Bytes(bytes, page).check(max_input)?;
                (&bytes[..], page)
            }
        };
        let size = bytes.len();
        if let Some((mark, little)) = utf16_mark(bytes) {
            let (pairs, rest) = bytes[mark..].as_chunks();
            // Half a character at the end of bytes is damage that a reader gets over.
            if !rest.is_empty() && from.row().form == Form::Text {
                return Err(Error::at(
                    Status::BadEncoding,
                    size - 1,
                    "the UTF-16 input has an odd number of bytes",
                ));
            }
            let unit = if little { u16::from_le_bytes } else { u16::from_be_bytes };
            let units = pairs.iter().map(|&pair| unit(pair));
            return open_wide(units, from, size, mark, memory, decoded);
        }
        let marked = bytes.strip_prefix(UTF_8_MARK);
        if matches!(from, Format::Rtf | Format::Detect) && compressed::is_compressed(bytes) {
            let origin = Origin::Bytes { skipped: 0 };
            return Ok(Source { bytes, text: None, format: Format::Rtf, size, origin });
        }
        let bytes = without_nuls(marked.unwrap_or(bytes));
        let mut skipped = if marked.is_some() { UTF_8_MARK.len() } else { 0 };
        let mut page = page;
        let mut format = if from == Format::Detect { Format::detect(bytes) } else { from };
        if format == Format::Rtf {
            let rtf = bytes.trim_ascii_start();
            if !is_text(rtf) {
                skipped += bytes.len() - rtf.len();
                let origin = Origin::Bytes { skipped };
                return Ok(Source { bytes: rtf, text: None, format, size, origin });
            }
            // Columns that hold RTF hold plain text too, from before.
            report.add(Loss::Other, skipped);
            format = Format::Text;
            if std::str::from_utf8(bytes).is_ok() {
                page = CodePage::UTF_8;
            } else if page == CodePage::UTF_8 {
                page = CodePage::WINDOWS_1252;
            }
        }
        if marked.is_some() || page == CodePage::UTF_8 {
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let at = skipped + error.valid_up_to();
                Error::at(Status::BadEncoding, at, "the input is not UTF-8")
            })?;
            let origin = Origin::Bytes { skipped };
            return Ok(Source { bytes, text: Some(text), format, size, origin });
        }
        let size_of_text = Size::beyond(memory::LARGE_DOCUMENT, bytes.len());
        let text = &mut **decoded.insert(memory.strings.take(size_of_text));
        let lost = codepage::decode(page, bytes, text)?;
        if lost > 0 {
            report.add_many(Loss::UndecodableByte, lost.try_into().unwrap_or(u32::MAX), usize::MAX);
        }
        let origin = Origin::CodePage;
        Ok(Source { bytes: text.as_bytes(), text: Some(text), format, size, origin })
    }
}

fn open_wide<'s, 'm>(
    units: impl DoubleEndedIterator<Item = u16> + Clone,
    from: Format,
    size: usize,
    skipped: usize,
    memory: &'m Memory,
    decoded: &'s mut Option<Pooled<'m, String>>,
) -> Result<Source<'s>> {
    let start = units.clone().take(64).map(|unit| u8::try_from(unit).unwrap_or(b'?'));
    let format = match from {
        Format::Detect => Format::detect(&collected::<64>(start)),
        named => named,
    };
    let size_of_text = Size::beyond(memory::LARGE_DOCUMENT, size / 2);
    let text = &mut **decoded.insert(memory.strings.take(size_of_text));
    wide::decode(units, format == Format::Rtf, text)
        .map_err(|error| Error { offset: error.offset.map(|offset| offset + skipped), ..error })?;
    let mut text = text.trim_end_matches('\0');
    let mut skipped = skipped;
    if format == Format::Rtf {
        skipped += 2 * (text.len() - text.trim_ascii_start().len());
        text = text.trim_ascii_start();
    }
    let origin = Origin::Utf16 { skipped };
    Ok(Source { bytes: text.as_bytes(), text: Some(text), format, size, origin })
}

fn collected<const N: usize>(bytes: impl Iterator<Item = u8>) -> [u8; N] {
    let mut array = [0; N];
    array.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
    array
}

impl<'a> Source<'a> {
    /// The place in the host's input that an offset into `bytes` means.
    pub fn host_offset(&self, offset: usize) -> usize {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let characters = before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        match self.origin {
            Origin::Bytes { skipped } => skipped + offset,
            Origin::CodePage => characters,
            Origin::Utf16 { skipped } => {
                // A character of four bytes is two units.
                let pairs = before.iter().filter(|&&byte| byte >= 0xF0).count();
                skipped + 2 * (characters + pairs)
            }
        }
    }
}

/// Whether input that should be RTF has nothing of it, not even the fragment of a document.
fn is_text(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let word = start.len() > 1
        && start[0] == b'\\'
        && (start[1].is_ascii_alphabetic() || start[1] == b'\'');
    // The brace, and what stands beside it, may be damaged.
    let head = &start[..start.len().min(HEAD)];
    !start.is_empty()
        && start[0] != b'{'
        && !word
        && memchr::memmem::find(head, b"\\rtf").is_none()
        && memchr::memmem::find(head, b"\\ansi").is_none()
        && memchr::memmem::find(start, b"{\\rtf").is_none()
}

/// Bytes in which RTF says what it is.
const HEAD: usize = 32;

/// Whether the bytes are UTF-16, by their mark or as RTF without one: the length of the mark, and
/// whether the low byte comes first.
fn utf16_mark(bytes: &[u8]) -> Option<(usize, bool)> {
    match bytes {
        [0xFF, 0xFE, ..] => Some((2, true)),
        [0xFE, 0xFF, ..] => Some((2, false)),
        [b'{', 0, b'\\', 0, b'r', 0, ..] => Some((0, true)),
        [0, b'{', 0, b'\\', 0, b'r', ..] => Some((0, false)),
        _ => None,
    }
}

fn without_nuls(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1);
    &bytes[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(input: Input<'_>, from: Format) -> (String, Format, usize) {
        let memory = crate::memory::shared();
        let mut decoded = Decoded::default();
        let source =
            input.open(from, 1 << 20, &memory, &mut decoded, &mut Report::default()).unwrap();
        (String::from_utf8_lossy(source.bytes).into_owned(), source.format, source.host_offset(1))
    }

    #[test]
    fn marks_blanks_and_final_nuls_are_left_out_and_still_counted() {
        let cases: &[(&[u8], Format, &str, usize)] = &[
            (b"ab\0", Format::Markdown, "ab", 1),
            (b"\xEF\xBB\xBF{\\rtf1}", Format::Rtf, "{\\rtf1}", 4),
            (b"\xEF\xBB\xBF  {\\rtf1}\0\0", Format::Rtf, "{\\rtf1}", 6),
            (b"\xFF\xFEa\0b\0\0\0", Format::Markdown, "ab", 4),
            (b"\xFE\xFF\0{\0\\\0r\0t\0f", Format::Rtf, "{\\rtf", 4),
        ];
        for (bytes, format, text, offset) in cases {
            let result = opened(Input::Bytes(bytes, CodePage::UTF_8), Format::Detect);
            assert_eq!(result, (text.to_string(), *format, *offset), "{bytes:?}");
        }
    }

    #[test]
    fn wide_rtf_is_made_ascii() {
        let units: Vec<u16> = "\u{FEFF}{\\rtf1 ü😀}".encode_utf16().collect();
        let (text, format, _) = opened(Input::Wide(&units), Format::Detect);
        assert_eq!(text, "{\\rtf1 {\\uc0\\u252}{\\uc0\\u-10179}{\\uc0\\u-8704}}");
        assert_eq!(format, Format::Rtf);
    }
}
