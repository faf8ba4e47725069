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

use super::page::Page;
use super::wide::{self, Units};
use crate::error::{Error, Result, Status};
use crate::files;
use crate::formats::{self, Form, Format, Read};
use crate::memory::budget::Need;
use crate::memory::pool::{Pooled, Size};
use crate::memory::{self, Memory};
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::rtf::begins_like_text;
use crate::rtf::wrapper::compressed;
use crate::text::codepage::{self, CodePage};

const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The input as the host gave it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Input<'a> {
    /// Bytes; text among them is in this code page.
    Bytes(&'a [u8], Page),
    /// UTF-16.
    Wide(&'a [u16]),
    /// A file of so many bytes, which is read when there is memory for it; as bytes then.
    File(&'a Path, u64, Page),
}

/// What an input is read or decoded into, where a reader can't take the host's own.
#[derive(Debug, Default)]
pub(super) struct Decoded<'m> {
    file: Option<Pooled<'m, Vec<u8>>>,
    text: Option<Pooled<'m, String>>,
}

/// How a reader's offsets relate to the host's bytes.
#[derive(Clone, Copy, Debug)]
enum Origin<'a> {
    /// The reader got the host's bytes without the first few.
    Bytes { skipped: usize },
    /// The reader got text decoded from UTF-16 after a mark of that many bytes.
    Utf16 { skipped: usize },
    /// The reader got RTF made ASCII of these units, without its first few bytes; a mark of so many
    /// bytes stood before them.
    WideRtf { units: Units<'a>, trimmed: usize, skipped: usize },
    /// The reader got text decoded from a code page.
    CodePage(CodePage),
}

/// Input that a reader can read.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// What a reader gets.
    pub bytes: &'a [u8],
    /// The same as text, where it is text.
    pub text: Option<&'a str>,
    /// The format; never `Detect`.
    pub format: Format,
    /// Bytes that the host gave.
    pub size: usize,
    origin: Origin<'a>,
}

/// The folder of a file, as a whole path.
pub(super) fn folder_of(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    Some(path.parent()?.to_str()?.to_owned())
}

impl<'a> Input<'a> {
    /// The folder that the input stands in, if it is a file.
    pub(super) fn folder(&self) -> Option<String> {
        match self {
            Input::Bytes(..) | Input::Wide(_) => None,
            Input::File(path, ..) => folder_of(path),
        }
    }

    /// Bytes that the host gave.
    pub(super) fn size(&self) -> usize {
        match self {
            Input::Bytes(bytes, _) => bytes.len(),
            Input::Wide(units) => units.len() * 2,
            Input::File(_, size, _) => usize::try_from(*size).unwrap_or(usize::MAX),
        }
    }

    /// Fails where the input is larger than the options allow.
    pub(super) fn check(&self, limit: usize) -> Result<()> {
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
    pub(super) fn need(&self, from: Format, otherwise: Format) -> Need {
        let from = match (from, self) {
            (Format::Detect, Input::Bytes(bytes, _)) => Format::detect(bytes).unwrap_or(otherwise),
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
    pub(super) fn open<'s, 'm>(
        &self,
        from: Format,
        options: &Options,
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
                let after = units.strip_prefix(&[0xFEFF]).unwrap_or(units);
                let given = Given {
                    units: Units::Wide(after),
                    size: self.size(),
                    skipped: 2 * (units.len() - after.len()),
                };
                return given.open(from, options, memory, decoded, report);
            }
            Input::Bytes(bytes, page) => (bytes, page),
            Input::File(path, size, page) => {
                let pool_size = Size::beyond(memory::LARGE_DOCUMENT, self.size());
                let bytes = &mut **file.insert(memory.buffers.take(pool_size));
                files::read(path, size, options.max_input as u64, bytes)?;
                // It may be larger than it said.
                Input::Bytes(bytes, page).check(options.max_input)?;
                (&bytes[..], page)
            }
        };
        let size = bytes.len();
        let (page, wide) = match page {
            Page::Narrow(page) => (page, None),
            Page::Utf16 { little } => (CodePage::UTF_8, Some((0, little))),
        };
        let wide = wide.filter(|_| from.row().form != Form::Utf8 && !is_narrow(bytes, from));
        if let Some((mark, little)) = utf16_mark(bytes).or(wide) {
            let (pairs, rest) = bytes[mark..].as_chunks();
            // Half a character at the end of bytes is damage that a reader gets over.
            if !rest.is_empty() && from.row().form != Form::Bytes {
                return Err(Error::at(
                    Status::BadEncoding,
                    size - 1,
                    "the UTF-16 input has an odd number of bytes",
                ));
            }
            let given = Given { units: Units::Bytes(pairs, little), size, skipped: mark };
            return given.open(from, options, memory, decoded, report);
        }
        let marked = bytes.strip_prefix(UTF_8_MARK);
        if matches!(from, Format::Rtf | Format::Detect) && compressed::is_compressed(bytes) {
            let origin = Origin::Bytes { skipped: 0 };
            return Ok(Source { bytes, text: None, format: Format::Rtf, size, origin });
        }
        let bytes = without_nuls(marked.unwrap_or(bytes));
        let mut skipped = if marked.is_some() { UTF_8_MARK.len() } else { 0 };
        let mut page = page;
        let mut format = named(from, bytes, options);
        if format.row().form == Form::Utf8 {
            page = CodePage::UTF_8;
        }
        if format == Format::Rtf {
            let rtf = bytes.trim_ascii_start();
            if !is_text(rtf) {
                skipped += bytes.len() - rtf.len();
                let origin = Origin::Bytes { skipped };
                return Ok(Source { bytes: rtf, text: None, format, size, origin });
            }
            // Columns that hold RTF hold plain text too, from before.
            report.add(Loss::NotRtf, 0);
            format = Format::Text;
            if std::str::from_utf8(bytes).is_ok() {
                page = CodePage::UTF_8;
            } else if page == CodePage::UTF_8 {
                page = CodePage::WINDOWS_1252;
            }
        }
        if let Some(named) = format.row().page.filter(|_| marked.is_none()) {
            page = named(bytes, page);
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
        let origin = Origin::CodePage(page);
        Ok(Source { bytes: text.as_bytes(), text: Some(text), format, size, origin })
    }
}

/// The format that was named, or is found, or is taken for what can't be found.
fn named(from: Format, bytes: &[u8], options: &Options) -> Format {
    match from {
        Format::Detect => Format::detect(bytes).unwrap_or(options.otherwise),
        named => named,
    }
}

/// UTF-16 as the host gave it, behind a mark of `skipped` bytes.
struct Given<'a> {
    units: Units<'a>,
    /// Bytes, the mark among them.
    size: usize,
    skipped: usize,
}

impl<'a> Given<'a> {
    fn open<'s, 'm>(
        self,
        from: Format,
        options: &Options,
        memory: &'m Memory,
        decoded: &'s mut Option<Pooled<'m, String>>,
        report: &mut Report,
    ) -> Result<Source<'s>>
    where
        'a: 's,
    {
        let Given { units, size, skipped } = self;
        let narrow = |unit| u8::try_from(unit).unwrap_or(b'?');
        let is_blank =
            |unit: &u16| u8::try_from(*unit).is_ok_and(|byte| byte.is_ascii_whitespace());
        let start = collected::<64>(units.iter().skip_while(is_blank).take(64).map(narrow));
        let mut format = named(from, &start, options);
        let size_of_text = Size::beyond(memory::LARGE_DOCUMENT, size / 2);
        let text = &mut **decoded.insert(memory.strings.take(size_of_text));
        if format == Format::Rtf {
            wide::decode_rtf(units.iter(), text)?;
            let length = text.trim_ascii_start().trim_end_matches('\0').len();
            if !begins_like_text(without_nuls(&start)) || holds_rtf(text.as_bytes()) || length == 0
            {
                let trimmed = text.len() - text.trim_ascii_start().len();
                let text = &text[trimmed..trimmed + length];
                let origin = Origin::WideRtf { units, trimmed, skipped };
                return Ok(Source { bytes: text.as_bytes(), text: None, format, size, origin });
            }
            report.add(Loss::NotRtf, 0);
            format = Format::Text;
            text.clear();
        }
        wide::decode(units.iter(), text).map_err(|error| Error {
            offset: error.offset.map(|offset| offset + skipped),
            ..error
        })?;
        let text = text.trim_end_matches('\0');
        let origin = Origin::Utf16 { skipped };
        Ok(Source { bytes: text.as_bytes(), text: Some(text), format, size, origin })
    }
}

fn collected<const N: usize>(bytes: impl Iterator<Item = u8>) -> [u8; N] {
    let mut array = [0; N];
    array.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
    array
}

impl<'a> Source<'a> {
    /// How it is read.
    pub(super) fn reader(&self) -> Result<Read> {
        let read = self.format.row().reader;
        read.ok_or_else(|| Error::new(Status::Internal, "no reader for the input"))
    }

    /// What its reader is given.
    pub(super) fn given(&self) -> formats::Given<'a> {
        formats::Given { bytes: self.bytes, text: self.text }
    }

    /// The place in the host's input that an offset into `bytes` means.
    pub(super) fn host_offset(&self, offset: usize) -> usize {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let characters = || before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        match self.origin {
            Origin::Bytes { skipped } => skipped + offset,
            Origin::CodePage(page) => {
                // What it takes to write the text is what it took, but for bytes that meant nothing.
                let text = self.text.and_then(|text| text.get(..before.len())).unwrap_or("");
                let mut encoded = Vec::new();
                match page.is_multi_byte().then(|| codepage::encode(page, text, &mut encoded)) {
                    Some(Ok(_)) => encoded.len().min(self.size),
                    Some(Err(_)) | None => characters(),
                }
            }
            Origin::Utf16 { skipped } => {
                // A character of four bytes is two units.
                let pairs = before.iter().filter(|&&byte| byte >= 0xF0).count();
                skipped + 2 * (characters() + pairs)
            }
            Origin::WideRtf { units, trimmed, skipped } => {
                let mut left = trimmed + before.len();
                let whole = units.iter().take_while(|&unit| {
                    let length = wide::rtf_length(unit);
                    let fits = length <= left;
                    left -= if fits { length } else { left };
                    fits
                });
                skipped + 2 * whole.count()
            }
        }
    }
}

/// Whether input that should be RTF has nothing of it, not even the fragment of a document.
fn is_text(bytes: &[u8]) -> bool {
    begins_like_text(bytes.trim_ascii_start()) && !holds_rtf(bytes)
}

/// Whether a document in RTF begins anywhere.
fn holds_rtf(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"{\\rtf").is_some()
}

/// Whether bytes of a host whose text is UTF-16 are RTF or UTF-8 all the same.
fn is_narrow(bytes: &[u8], from: Format) -> bool {
    let may_be_rtf = matches!(from, Format::Rtf | Format::Detect);
    let found = || Format::detect(bytes).is_some() || compressed::is_compressed(bytes);
    // A brace or a backslash of UTF-16 has a NUL beside it.
    let fragment = || from == Format::Rtf && !is_text(bytes) && bytes.get(1) != Some(&0);
    bytes.starts_with(UTF_8_MARK) || may_be_rtf && (found() || fragment())
}

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

    const UTF_8: Page = Page::Narrow(CodePage::UTF_8);

    /// What a reader gets, its format, and what `ask` wants to know.
    fn opened<R>(
        input: Input<'_>,
        from: Format,
        ask: impl FnOnce(&Source<'_>) -> R,
    ) -> (String, Format, R) {
        let memory = crate::memory::shared();
        let mut decoded = Decoded::default();
        let (options, mut report) = (Options::default(), Report::default());
        let source = input.open(from, &options, &memory, &mut decoded, &mut report).unwrap();
        (String::from_utf8_lossy(source.bytes).into_owned(), source.format, ask(&source))
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
            let ask = |source: &Source<'_>| source.host_offset(1);
            let result = opened(Input::Bytes(bytes, UTF_8), Format::Detect, ask);
            assert_eq!(result, (text.to_string(), *format, *offset), "{bytes:?}");
        }
    }

    #[test]
    fn wide_rtf_is_made_ascii() {
        let units: Vec<u16> = "\u{FEFF}{\\rtf1 ü😀}".encode_utf16().collect();
        let (text, format, _) = opened(Input::Wide(&units), Format::Detect, |_| ());
        assert_eq!(text, "{\\rtf1 {\\uc0\\u252}{\\uc0\\u-10179}{\\uc0\\u-8704}}");
        assert_eq!(format, Format::Rtf);
    }

    /// Places of what follows characters that RTF spells with words.
    #[test]
    fn places_in_wide_rtf_are_those_of_its_units() {
        for before in ["", "\u{FEFF}", " \r\n", "\u{FEFF}\t"] {
            let given = format!("{before}{{\\rtf1 é{{\\v 😀x}}}}");
            let units: Vec<u16> = given.encode_utf16().collect();
            let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let place = 2 * units.iter().position(|&unit| unit == u16::from(b'x')).unwrap();
            let ask = |source: &Source<'_>| {
                let x = source.bytes.iter().position(|&byte| byte == b'x').unwrap();
                (source.host_offset(x), source.host_offset(source.bytes.len()))
            };
            let expected = (place, 2 * units.len());
            assert_eq!(opened(Input::Wide(&units), Format::Rtf, ask).2, expected, "{before:?}");
            if before.is_empty() || before.starts_with('\u{FEFF}') {
                let found = opened(Input::Bytes(&bytes, UTF_8), Format::Rtf, ask).2;
                assert_eq!(found, expected, "{before:?}");
            }
        }
    }

    #[test]
    fn places_in_a_code_page_count_its_bytes() {
        let page = CodePage::from_number(932).unwrap();
        let ask = |source: &Source<'_>| source.host_offset(source.bytes.len() - 1);
        let input = Input::Bytes(b"\x8A\xBF\x8A\xBFx", Page::Narrow(page));
        assert_eq!(opened(input, Format::Text, ask), ("漢漢x".into(), Format::Text, 4));
    }

    #[test]
    fn utf_16_by_its_code_page() {
        let little = Page::Utf16 { little: true };
        let cases: &[(&[u8], Page, Format, &str, Format)] = &[
            (b"h\0\xE9\0", little, Format::Text, "hé", Format::Text),
            (b"\0h\0\xE9", Page::Utf16 { little: false }, Format::Text, "hé", Format::Text),
            (b"\xEF\xBB\xBFh", little, Format::Text, "h", Format::Text),
            (b"h\0i\0", little, Format::Rtf, "hi", Format::Text),
            (b"{\0a\0}\0", little, Format::Rtf, "{a}", Format::Text),
            (b"{\0\\\0b\0}\0", little, Format::Rtf, "{\\b}", Format::Rtf),
            (b"\\\0b\0 \0a\0", little, Format::Rtf, "\\b a", Format::Rtf),
            (b"{\\rtf1 x}", little, Format::Rtf, "{\\rtf1 x}", Format::Rtf),
            (b"{\\rtf1 x}", little, Format::Detect, "{\\rtf1 x}", Format::Rtf),
            (b"\\b x", little, Format::Rtf, "\\b x", Format::Rtf),
            (b"#\0 \0h\0", little, Format::Detect, "# h", Format::Markdown),
        ];
        for &(bytes, page, from, text, format) in cases {
            let found = opened(Input::Bytes(bytes, page), from, |_| ());
            assert_eq!(found, (text.into(), format, ()), "{bytes:?} as {from:?}");
        }
    }
}
