//! What an address is to whoever opens it: the one place that judges them, for all writers.
//!
//! Shape   [`judge`] says what an address is as the most dangerous of its readings: as it stands, and
//!         with entities and percent encodings taken out once and again. Blanks, control characters and
//!         what is not ASCII never count, since some reader of addresses passes them over.
//! Units   bytes of UTF-8; the first [`START`] that count decide.
//! Errors  none: what can't be judged is [`Address::Unsafe`].
//! Source  RFC 3986, section 3.1; the URL standard's basic URL parser, for what it passes over.

use crate::work;

/// Bytes that count and are looked at. No scheme is nearly as long.
const START: usize = 512;

/// How often encodings are taken out: who wraps a scheme deeper than that means no good.
const ROUNDS: usize = 4;

/// What an address is, the most dangerous last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Address {
    /// A place in the document, or relative to it.
    Relative,
    /// `http`, `https`, `mailto` or `tel`.
    Web,
    /// `data` of a picture made of pixels.
    Raster,
    /// Any other scheme, drives of Windows included.
    Scheme,
    /// Another machine without a scheme: `//host`, `\\server`, and their mixtures.
    Machine,
    /// A script, or data that a reader may run.
    Unsafe,
}

/// What an address is.
pub(crate) fn judge(address: &[u8]) -> Address {
    // Nearly all addresses, at once.
    if [&b"https://"[..], b"http://", b"mailto:"].iter().any(|start| address.starts_with(start)) {
        return Address::Web;
    }
    let mut buffer = [0; START];
    let mut start = Start { bytes: &mut buffer, len: 0, is_cut: false };
    for (at, byte) in address.iter().copied().filter(u8::is_ascii_graphic).enumerate() {
        if at == START {
            start.is_cut = true;
            break;
        }
        start.bytes[at] = byte;
        start.len = at + 1;
    }
    work::step(if start.is_cut { address.len() } else { start.len });
    let mut worst = start.judge();
    for _ in 0..ROUNDS {
        if !start.decode() {
            return worst;
        }
        worst = worst.max(start.judge());
    }
    // Still encoded.
    if start.decode() { Address::Unsafe } else { worst }
}

/// Whether a picture's address leads out of this machine or out of files: what a host must not fetch
/// because it opens a document. A drive is of this machine.
pub(crate) fn is_remote(address: &[u8]) -> bool {
    match judge(address) {
        Address::Relative => false,
        Address::Scheme => !is_drive(address),
        Address::Web | Address::Raster | Address::Machine | Address::Unsafe => true,
    }
}

/// Whether an address begins with a drive of Windows.
fn is_drive(address: &[u8]) -> bool {
    matches!(address, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// The bytes of an address that count, from its start.
struct Start<'b> {
    bytes: &'b mut [u8; START],
    len: usize,
    /// The address goes on.
    is_cut: bool,
}

impl Start<'_> {
    fn judge(&self) -> Address {
        let bytes = &self.bytes[..self.len];
        if let [b'/' | b'\\', second, ..] = bytes
            && matches!(second, b'/' | b'\\')
        {
            return Address::Machine;
        }
        // Windows' own name for its devices, servers among them.
        if bytes.starts_with(b"\\??\\") {
            return Address::Machine;
        }
        let length = bytes.iter().take_while(|byte| is_of_scheme(**byte)).count();
        let scheme = &bytes[..length];
        let is =
            |names: &[&str]| names.iter().any(|name| scheme.eq_ignore_ascii_case(name.as_bytes()));
        match bytes.get(length) {
            Some(b':') if is(&["http", "https", "mailto", "tel"]) => Address::Web,
            Some(b':') if is(&["javascript", "vbscript"]) => Address::Unsafe,
            Some(b':') if is(&["data"]) => data(&bytes[length + 1..]),
            // A colon alone names nothing.
            Some(b':') if length > 0 => Address::Scheme,
            // Nothing but letters up to the end of what is looked at, which nobody writes.
            None if self.is_cut => Address::Unsafe,
            // What is encoded here may be all that follows.
            Some(b'&') if self.is_cut && !bytes.contains(&b';') => Address::Unsafe,
            Some(_) | None => Address::Relative,
        }
    }

    /// Takes entities and percent encodings out, and then what doesn't count. False where there are
    /// none.
    fn decode(&mut self) -> bool {
        let (mut read, mut write, mut found) = (0, 0, false);
        while read < self.len {
            let rest = &self.bytes[read..self.len];
            let (decoded, length) = match rest[0] {
                b'%' => percent(rest),
                b'&' => entity(rest),
                _ => None,
            }
            .unwrap_or((Some(rest[0]), 0));
            found |= length > 0;
            read += length.max(1);
            if let Some(byte) = decoded.filter(u8::is_ascii_graphic) {
                self.bytes[write] = byte;
                write += 1;
            }
        }
        self.len = write;
        found
    }
}

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// What `data:` is by what follows.
fn data(rest: &[u8]) -> Address {
    const RASTER: [&str; 14] = [
        "png",
        "apng",
        "x-png",
        "jpeg",
        "jpg",
        "pjpeg",
        "gif",
        "bmp",
        "x-ms-bmp",
        "webp",
        "avif",
        "tiff",
        "x-icon",
        "vnd.microsoft.icon",
    ];
    let length = rest.iter().take_while(|byte| !matches!(byte, b';' | b',')).count();
    let (media, rest) = rest.split_at(length);
    let kind = media.split_at_checked(6).filter(|(class, _)| class.eq_ignore_ascii_case(b"image/"));
    let is_raster = kind.is_some_and(|(_, kind)| {
        !rest.is_empty() && RASTER.iter().any(|name| kind.eq_ignore_ascii_case(name.as_bytes()))
    });
    if is_raster { Address::Raster } else { Address::Unsafe }
}

/// The byte of a percent encoding and the encoding's length; none for what is not ASCII.
fn percent(text: &[u8]) -> Option<(Option<u8>, usize)> {
    let digit = |at: usize| text.get(at).and_then(|&byte| (byte as char).to_digit(16));
    let byte = (digit(1)? * 16 + digit(2)?) as u8;
    Some((Some(byte), 3))
}

/// The character of an entity and its length; none for what is not ASCII.
fn entity(text: &[u8]) -> Option<(Option<u8>, usize)> {
    const NAMED: [(&[u8], u8); 13] = [
        (b"&colon;", b':'),
        (b"&amp;", b'&'),
        (b"&sol;", b'/'),
        (b"&bsol;", b'\\'),
        (b"&num;", b'#'),
        (b"&percnt;", b'%'),
        (b"&semi;", b';'),
        (b"&comma;", b','),
        (b"&period;", b'.'),
        (b"&Tab;", b'\t'),
        (b"&NewLine;", b'\n'),
        (b"&nbsp;", b' '),
        (b"&shy;", b' '),
    ];
    if let Some((name, byte)) = NAMED.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((Some(*byte), name.len()));
    }
    let digits = text.strip_prefix(b"&#")?;
    let (radix, from) = match digits.first()? {
        b'x' | b'X' => (16, 3),
        _ => (10, 2),
    };
    let mut at = from;
    let mut number = 0u32;
    while let Some(digit) = text.get(at).and_then(|&byte| (byte as char).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == from {
        return None;
    }
    // Readers take it without the semicolon too.
    at += (text.get(at) == Some(&b';')) as usize;
    Some((u8::try_from(number).ok(), at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_one_line_each() {
        for (address, expected) in [
            ("", Address::Relative),
            ("a/b?c#d", Address::Relative),
            ("#javascript:x", Address::Relative),
            ("./javascript:x", Address::Relative),
            ("javascript", Address::Relative),
            ("/a", Address::Relative),
            ("?q=javascript:", Address::Relative),
            ("a&b=c", Address::Relative),
            ("100%", Address::Relative),
            ("http://a", Address::Web),
            ("HTTP:a", Address::Web),
            ("tel:1", Address::Web),
            ("http://a/?x=javascript:y", Address::Web),
            ("ftp://a", Address::Scheme),
            ("file:///etc/passwd", Address::Scheme),
            ("C:\\x", Address::Scheme),
            ("C:/x", Address::Scheme),
            ("//host/a", Address::Machine),
            ("\\\\server\\share", Address::Machine),
            ("/\\server", Address::Machine),
            ("\\/server", Address::Machine),
            (" \t//host", Address::Machine),
            ("%5C%5cserver", Address::Machine),
            ("&#92;&#x5c;server", Address::Machine),
            ("\\??\\UNC\\server", Address::Machine),
            ("data:image/png;base64,AA", Address::Raster),
            ("DATA:Image/PNG,AA", Address::Raster),
            ("data:image/png", Address::Unsafe),
            ("data:image/svg+xml,<svg>", Address::Unsafe),
            ("data:text/html,x", Address::Unsafe),
            ("data:,x", Address::Unsafe),
            ("javascript:x", Address::Unsafe),
            ("JaVaScRiPt:x", Address::Unsafe),
            ("vbscript:x", Address::Unsafe),
            (" \u{1}javascript:x", Address::Unsafe),
            ("java\tscript:x", Address::Unsafe),
            ("java\u{FFFD}script\u{200B}:x", Address::Unsafe),
            ("%6Aavascript:x", Address::Unsafe),
            ("javascript%3Ax", Address::Unsafe),
            ("%256aavascript:x", Address::Unsafe),
            ("&#106;avascript:x", Address::Unsafe),
            ("&#x000006A;avascript:x", Address::Unsafe),
            ("&#106avascript:x", Address::Unsafe),
            ("javascript&colon;x", Address::Unsafe),
            ("java&Tab;script:x", Address::Unsafe),
            ("&amp;#106;avascript:x", Address::Unsafe),
            ("&amp;amp;amp;amp;amp;amp;amp;#106;", Address::Unsafe),
        ] {
            assert_eq!(judge(address.as_bytes()), expected, "{address}");
        }
        let padded = format!("java{}script:x", " \n".repeat(10_000));
        assert_eq!(judge(padded.as_bytes()), Address::Unsafe);
        let padded = format!("&#{}106;avascript:x", "0".repeat(10_000));
        assert_eq!(judge(padded.as_bytes()), Address::Unsafe);
        let long = "a/".repeat(10_000);
        assert_eq!(judge(long.as_bytes()), Address::Relative);
    }

    #[test]
    fn a_drive_is_of_this_machine() {
        for (address, remote) in [
            ("a.png", false),
            ("C:\\a.png", false),
            ("http://a/b.png", true),
            ("file:///a.png", true),
            ("ftp://a", true),
            ("\\\\server\\a.png", true),
            ("//server/a.png", true),
        ] {
            assert_eq!(is_remote(address.as_bytes()), remote, "{address}");
        }
    }
}
