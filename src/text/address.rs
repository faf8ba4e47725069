//! What an address is to whoever opens it: the one place that judges them, for all writers.
//!
//! Shape   [`judge`] reads an address up to the byte that decides. Where an entity or a percent encoding
//!         stands before that, it reads the decoded address, and that again. Blanks, control characters
//!         and what is not ASCII (zero-width characters, soft hyphens) never count, since some reader of
//!         addresses passes them over. A backslash is a slash.
//! Units   bytes of UTF-8; the first [`START`] that count, within [`MOST_BYTES`], must decide.
//! Errors  none: what can't be judged is [`Address::Unsafe`].
//! Source  RFC 3986, section 3.1; the URL standard's basic URL parser, for what it passes over; the names
//!         of Windows' devices and servers (`\\server`, `\\?\UNC\server`, `\??\UNC\server`).

use crate::work;

/// Bytes that count and are looked at. No scheme is nearly as long.
const START: usize = 512;

/// Bytes that are looked at for them, so that one address with many links to it costs little.
const MOST_BYTES: usize = 4096;

/// How often encodings are taken out: who wraps a scheme deeper than that means no good.
const ROUNDS: usize = 8;

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// A place in the document, or relative to it.
    Relative,
    /// `http`, `https`, `mailto` or `tel`.
    Web,
    /// `data` of a picture made of pixels.
    Raster,
    /// A drive of Windows: a letter and a colon.
    Drive,
    /// Any other scheme.
    Scheme,
    /// Another machine without a scheme: `//host`, `\\server`, and their mixtures.
    Machine,
    /// A script, or data that a reader may run.
    Unsafe,
}

/// What an address is.
pub(crate) fn judge(address: &[u8]) -> Address {
    if let Some(address) = plain(address) {
        return address;
    }
    let mut buffer = [0; START];
    let mut start = Start { bytes: &mut buffer, len: 0, is_cut: false };
    start.fill(address);
    for _ in 0..ROUNDS {
        match start.read() {
            Reading::Decided(address) => return address,
            Reading::Encoded => start.decode(),
        }
    }
    Address::Unsafe
}

/// What nearly all addresses are, at once: those with nothing to decode or to pass over where it decides.
fn plain(address: &[u8]) -> Option<Address> {
    if [&b"https://"[..], b"http://", b"mailto:"].iter().any(|start| address.starts_with(start)) {
        return Some(Address::Web);
    }
    let start = &address[..address.len().min(START)];
    let length = start.iter().position(|byte| !is_of_scheme(*byte)).unwrap_or(start.len());
    match address.get(length) {
        Some(b'#' | b'?') => Some(Address::Relative),
        Some(b'/') if length > 0 => Some(Address::Relative),
        None => Some(Address::Relative),
        Some(_) => None,
    }
}

/// Whether a link of a page may lead there: of other schemes than those of the web only to those that open a
/// program that people know and that no page can misuse, unless it may be `any` but those of scripts.
pub(crate) fn may_lead_from_a_page(address: &[u8], any: bool) -> bool {
    const SCHEMES: [&str; 12] = [
        "ftp", "ftps", "sms", "callto", "cid", "mid", "xmpp", "matrix", "file", "news", "irc",
        "geo",
    ];
    match judge(address) {
        Address::Relative | Address::Web | Address::Drive | Address::Machine => true,
        Address::Scheme => any || scheme_is(address, &SCHEMES),
        Address::Raster | Address::Unsafe => false,
    }
}

/// Whether a page may ask for a picture at that address: no program is opened by it, and no file of another
/// machine.
pub(crate) fn is_of_a_page(address: &[u8]) -> bool {
    match judge(address) {
        Address::Relative | Address::Raster | Address::Drive => true,
        Address::Web => !scheme_is(address, &["mailto", "tel"]),
        Address::Scheme => scheme_is(address, &["cid", "file"]),
        Address::Machine => address.starts_with(b"//") && !address.contains(&b'\\'),
        Address::Unsafe => false,
    }
}

/// Whether a picture's address leads out of this machine or out of files: what a host must not fetch
/// because it opens a document. A drive is of this machine.
pub(crate) fn is_remote(address: &[u8]) -> bool {
    match judge(address) {
        Address::Relative | Address::Drive => false,
        Address::Web | Address::Raster | Address::Scheme => true,
        Address::Machine | Address::Unsafe => true,
    }
}

/// Whether the scheme of an address is one of these; what readers pass over does not count.
pub(crate) fn scheme_is(address: &[u8], names: &[&str]) -> bool {
    let mut buffer = [0; START];
    let mut start = Start { bytes: &mut buffer, len: 0, is_cut: false };
    start.fill(address);
    let bytes = &start.bytes[..start.len];
    let length = bytes.iter().take_while(|byte| is_of_scheme(**byte)).count();
    bytes.get(length) == Some(&b':')
        && names.iter().any(|name| bytes[..length].eq_ignore_ascii_case(name.as_bytes()))
}

/// What was read so far.
enum Reading {
    Decided(Address),
    /// An encoding stands where it decides.
    Encoded,
}

/// The bytes of an address that count, from its start.
struct Start<'b> {
    bytes: &'b mut [u8; START],
    len: usize,
    /// The address goes on.
    is_cut: bool,
}

impl Start<'_> {
    fn fill(&mut self, address: &[u8]) {
        let looked_at = &address[..address.len().min(MOST_BYTES)];
        work::step(looked_at.len());
        self.is_cut = address.len() > looked_at.len();
        let mut at = 0;
        while let Some(&byte) = looked_at.get(at) {
            at += 1;
            // Encoded, what is not ASCII counts no more than as it stands: a long name may begin with it.
            if byte == b'%' && matches!(percent(&looked_at[at - 1..]), Some((Some(128..), _))) {
                at += 2;
            } else if byte.is_ascii_graphic() {
                let Some(place) = self.bytes.get_mut(self.len) else {
                    self.is_cut = true;
                    return;
                };
                *place = byte;
                self.len += 1;
            }
        }
    }

    fn read(&self) -> Reading {
        let bytes = &self.bytes[..self.len];
        // Servers first: they begin with what ends a scheme.
        for names in [&b"//"[..], b"/??/"] {
            match self.begins_like(names) {
                Some(true) => return Reading::Decided(Address::Machine),
                Some(false) => {}
                None => return Reading::Encoded,
            }
        }
        let length = bytes.iter().take_while(|byte| is_of_scheme(**byte)).count();
        let (scheme, rest) = bytes.split_at(length);
        let address = match rest.first() {
            Some(b':') => of_scheme(scheme, &rest[1..]),
            Some(b'%' | b'&') if encoding(rest).is_some() => return Reading::Encoded,
            // What is encoded here may go on behind what is looked at.
            Some(b'%' | b'&') if self.is_cut && rest.len() < LONGEST_NAME => Address::Unsafe,
            // Nothing but letters up to the end of what is looked at, which nobody writes.
            None if self.is_cut => Address::Unsafe,
            Some(_) | None => Address::Relative,
        };
        Reading::Decided(address)
    }

    /// Whether the address begins with these bytes, a backslash being a slash; `None` where an encoding
    /// stands in the way.
    fn begins_like(&self, name: &[u8]) -> Option<bool> {
        let bytes = &self.bytes[..self.len];
        for (at, expected) in name.iter().enumerate() {
            let Some(&byte) = bytes.get(at) else { return Some(false) };
            let byte = if byte == b'\\' { b'/' } else { byte };
            if byte != *expected {
                let is_encoded = matches!(byte, b'%' | b'&') && encoding(&bytes[at..]).is_some();
                return if is_encoded { None } else { Some(false) };
            }
        }
        Some(true)
    }

    /// Takes entities and percent encodings out, and what doesn't count then.
    fn decode(&mut self) {
        work::step(self.len);
        let (mut read, mut write) = (0, 0);
        while read < self.len {
            let rest = &self.bytes[read..self.len];
            let (byte, length) = encoding(rest).unwrap_or((Some(rest[0]), 1));
            read += length;
            if let Some(byte) = byte.filter(u8::is_ascii_graphic) {
                self.bytes[write] = byte;
                write += 1;
            }
        }
        self.len = write;
    }
}

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// What an address is by its scheme, and by what follows the colon.
fn of_scheme(scheme: &[u8], rest: &[u8]) -> Address {
    let is = |names: &[&str]| names.iter().any(|name| scheme.eq_ignore_ascii_case(name.as_bytes()));
    match scheme {
        // A colon alone names nothing.
        [] => Address::Relative,
        [letter] if letter.is_ascii_alphabetic() => Address::Drive,
        _ if is(&["http", "https", "mailto", "tel"]) => Address::Web,
        _ if is(&["javascript", "vbscript"]) => Address::Unsafe,
        _ if is(&["data"]) => data(rest),
        _ => Address::Scheme,
    }
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

/// The byte of the encoding that a text begins with, and the encoding's length. No byte for what is not
/// ASCII.
fn encoding(text: &[u8]) -> Option<(Option<u8>, usize)> {
    match text.first()? {
        b'%' => percent(text),
        b'&' => entity(text),
        _ => None,
    }
}

fn percent(text: &[u8]) -> Option<(Option<u8>, usize)> {
    let digit = |at: usize| text.get(at).and_then(|&byte| (byte as char).to_digit(16));
    let byte = (digit(1)? * 16 + digit(2)?) as u8;
    Some((Some(byte), 3))
}

/// The length of no name of an entity is greater, its signs included.
const LONGEST_NAME: usize = 40;

fn entity(text: &[u8]) -> Option<(Option<u8>, usize)> {
    match text.strip_prefix(b"&#") {
        Some(digits) => number(digits),
        None => name(text),
    }
}

/// A numeric entity, by what follows its `&#`.
fn number(digits: &[u8]) -> Option<(Option<u8>, usize)> {
    let (radix, from) = match digits.first()? {
        b'x' | b'X' => (16, 1),
        _ => (10, 0),
    };
    let mut at = from;
    let mut number = 0u32;
    while let Some(digit) = digits.get(at).and_then(|&byte| (byte as char).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == from {
        return None;
    }
    // Readers take it without the semicolon too.
    at += (digits.get(at) == Some(&b';')) as usize;
    Some((u8::try_from(number).ok(), 2 + at))
}

/// A named entity. All that are not ASCII are alike here, known or not.
fn name(text: &[u8]) -> Option<(Option<u8>, usize)> {
    /// Those of ASCII that can stand in the start of an address; the others end what could be a scheme.
    const NAMED: [(&[u8], u8); 16] = [
        (b"colon", b':'),
        (b"sol", b'/'),
        (b"bsol", b'\\'),
        (b"quest", b'?'),
        (b"num", b'#'),
        (b"percnt", b'%'),
        (b"amp", b'&'),
        (b"AMP", b'&'),
        (b"semi", b';'),
        (b"comma", b','),
        (b"period", b'.'),
        (b"plus", b'+'),
        (b"lt", b'<'),
        (b"gt", b'>'),
        (b"quot", b'"'),
        (b"equals", b'='),
    ];
    /// Readers take these without the semicolon too.
    const OPEN: [&[u8]; 3] = [b"amp", b"nbsp", b"shy"];
    let name = &text[1..];
    let length = name.iter().take(LONGEST_NAME).take_while(|b| b.is_ascii_alphanumeric()).count();
    let byte_of = |name: &[u8]| NAMED.iter().find(|named| named.0 == name).map(|named| named.1);
    if length > 0 && name.get(length) == Some(&b';') {
        return Some((byte_of(&name[..length]), 1 + length + 1));
    }
    let open = OPEN.into_iter().find(|open| name.starts_with(open))?;
    Some((byte_of(open), 1 + open.len()))
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
            ("/??a", Address::Relative),
            ("?q=javascript:", Address::Relative),
            ("a&b=c", Address::Relative),
            ("a&b=%252525252525252525252525", Address::Relative),
            ("a?next=%252525252525252525252525", Address::Relative),
            ("100%", Address::Relative),
            ("100%.html", Address::Relative),
            (":javascript:x", Address::Relative),
            ("a%20b/c:d", Address::Relative),
            ("http://a", Address::Web),
            ("HTTP:a", Address::Web),
            ("http:\\\\a", Address::Web),
            ("tel:1", Address::Web),
            ("http://a/?x=javascript:y", Address::Web),
            ("ftp://a", Address::Scheme),
            ("file:///etc/passwd", Address::Scheme),
            ("file:\\\\\\\\server\\share", Address::Scheme),
            ("feed:javascript:x", Address::Scheme),
            ("a%3Ab", Address::Drive),
            ("ab%3Ac", Address::Scheme),
            ("C:\\x", Address::Drive),
            ("c|/x", Address::Relative),
            ("//host/a", Address::Machine),
            ("///host/a", Address::Machine),
            ("\\\\server\\share", Address::Machine),
            ("/\\server", Address::Machine),
            ("\\/server", Address::Machine),
            ("/\u{200B}/server", Address::Machine),
            (" \t//host", Address::Machine),
            ("/%2Fhost", Address::Machine),
            ("%5C%5cserver", Address::Machine),
            ("&#92;&#x5c;server", Address::Machine),
            ("&bsol;&sol;server", Address::Machine),
            ("\\\\?\\UNC\\server\\share", Address::Machine),
            ("\\\\.\\UNC\\server\\share", Address::Machine),
            ("\\??\\UNC\\server", Address::Machine),
            ("/??/UNC/server", Address::Machine),
            ("\\%3F?\\UNC\\server", Address::Machine),
            ("data:image/png;base64,AA", Address::Raster),
            ("DATA:Image/PNG,AA", Address::Raster),
            ("data:image/png", Address::Unsafe),
            ("data:image/png%3Btext/html,x", Address::Unsafe),
            ("data:image/svg+xml,<svg>", Address::Unsafe),
            ("data:text/html,x", Address::Unsafe),
            ("data:,x", Address::Unsafe),
            ("data%3Atext/html,x", Address::Unsafe),
            ("javascript:x", Address::Unsafe),
            ("JaVaScRiPt:x", Address::Unsafe),
            ("vbscript:x", Address::Unsafe),
            (" \u{1}javascript:x", Address::Unsafe),
            ("%C3%BFjavascript:x", Address::Unsafe),
            ("java%C3%BFscript:x", Address::Unsafe),
            ("%%C3%BF6aavascript:x", Address::Unsafe),
            ("\u{85}\u{A0}\u{FEFF}javascript:x", Address::Unsafe),
            ("java\tscript:x", Address::Unsafe),
            ("java\u{FFFD}script\u{200B}:x", Address::Unsafe),
            ("java\u{AD}script:x", Address::Unsafe),
            ("%6Aavascript:x", Address::Unsafe),
            ("javascript%3Ax", Address::Unsafe),
            ("java%0Dscript:x", Address::Unsafe),
            ("java%E2%80%8Bscript:x", Address::Unsafe),
            ("%256aavascript:x", Address::Unsafe),
            ("&#106;avascript:x", Address::Unsafe),
            ("&#x000006A;avascript:x", Address::Unsafe),
            ("&#106avascript:x", Address::Unsafe),
            ("javascript&colon;x", Address::Unsafe),
            ("java&Tab;script:x", Address::Unsafe),
            ("java&ZeroWidthSpace;script:x", Address::Unsafe),
            ("java&shy;script&nbsp:x", Address::Unsafe),
            ("&amp;#106;avascript:x", Address::Unsafe),
            ("&amp#106;avascript:x", Address::Unsafe),
            ("%26%23106%3Bavascript:x", Address::Unsafe),
            ("&amp;amp;amp;amp;amp;amp;amp;amp;amp;#106;", Address::Unsafe),
        ] {
            assert_eq!(judge(address.as_bytes()), expected, "{address}");
        }
    }

    #[test]
    fn what_is_long_is_judged_too() {
        for (address, expected) in [
            (format!("java{}script:x", " \n".repeat(10_000)), Address::Unsafe),
            (format!("&#{}106;avascript:x", "0".repeat(10_000)), Address::Unsafe),
            (format!("{}javascript:x", "&Tab;".repeat(10_000)), Address::Unsafe),
            (format!("{}x", "%09".repeat(10_000)), Address::Unsafe),
            ("%E6%BC%A2".repeat(400), Address::Relative),
            ("a".repeat(10_000), Address::Unsafe),
            ("a/".repeat(10_000), Address::Relative),
            (format!("data:image/png;base64,{}", "A".repeat(10_000)), Address::Raster),
        ] {
            assert_eq!(judge(address.as_bytes()), expected, "{}", &address[..20]);
        }
    }

    #[test]
    fn a_drive_is_of_this_machine() {
        for (address, remote) in [
            ("a.png", false),
            ("C:\\a.png", false),
            ("http://a/b.png", true),
            ("file:///a.png", true),
            ("file://///evil/share/x.png", true),
            ("ftp://a", true),
            ("\\\\server\\a.png", true),
            ("//server/a.png", true),
            ("/a.png", false),
        ] {
            assert_eq!(is_remote(address.as_bytes()), remote, "{address}");
        }
    }
}
