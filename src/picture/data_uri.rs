//! `data:` URIs: a picture inside a link's address.
//!
//! Shape   `data:` media type, parameters, `;base64`, a comma, the data. White space is passed over
//!         and `%XX` decoded, for editors wrap and escape such addresses; both base64 alphabets
//!         are read, padding may be missing.
//! Units   bytes.
//! Errors  `Damaged` where the text is no data URI or its data no base64, `TooLarge` past the limit.
//! Source  RFC 2397, RFC 4648.

use super::Unfit;
use crate::memory::Output;

/// A data URI taken apart; nothing is decoded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataUri<'a> {
    /// The media type as it is written, without parameters; may be empty.
    pub media_type: &'a [u8],
    base64: bool,
    data: &'a [u8],
}

/// Takes a data URI apart; `None` where the text is something else.
pub fn parse(uri: &[u8]) -> Option<DataUri<'_>> {
    let uri = uri.trim_ascii();
    let (scheme, rest) = uri.split_at_checked(5)?;
    if !scheme.eq_ignore_ascii_case(b"data:") {
        return None;
    }
    let comma = memchr::memchr(b',', rest)?;
    let (head, data) = (&rest[..comma], &rest[comma + 1..]);
    let mut parts = head.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
    let media_type = parts.next().unwrap_or(&[]);
    let base64 = parts.any(|part| part.eq_ignore_ascii_case(b"base64"));
    Some(DataUri { media_type, base64, data })
}

impl DataUri<'_> {
    /// Appends the decoded data to `out`, at most `limit` bytes of it.
    pub fn decode(&self, limit: usize, out: &mut Vec<u8>) -> Result<(), Unfit> {
        let start = out.len();
        // White space and escapes make the text longer than its data needs: a little of both is
        // allowed for here, the exact check comes after.
        if self.data.len() / 4 > limit {
            return Err(Unfit::TooLarge);
        }
        out.try_reserve(if self.base64 { self.data.len() / 4 * 3 + 3 } else { self.data.len() })?;
        let done = if self.base64 { base64(self.data, out) } else { percent(self.data, out) };
        if done && out.len() - start <= limit {
            return Ok(());
        }
        let unfit = if done { Unfit::TooLarge } else { Unfit::Damaged };
        out.truncate(start);
        Err(unfit)
    }
}

const BLANK: u8 = 0x40;
const PADDING: u8 = 0x41;
const ESCAPE: u8 = 0x42;
const BAD: u8 = 0x80;

/// The value of each base64 digit, or a mark.
static VALUE: [u8; 256] = {
    let mut table = [BAD; 256];
    let mut index = 0;
    while index < 64 {
        table[DIGITS[index] as usize] = index as u8;
        index += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table[b'=' as usize] = PADDING;
    table[b'%' as usize] = ESCAPE;
    let blanks = b" \t\r\n\x0C\0";
    let mut index = 0;
    while index < blanks.len() {
        table[blanks[index] as usize] = BLANK;
        index += 1;
    }
    table
};

static DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends decoded base64. False where a byte has no place there.
fn base64(text: &[u8], out: &mut Vec<u8>) -> bool {
    let mut rest = text;
    let mut held = 0u32;
    let mut count = 0;
    let mut ended = false;
    loop {
        if count == 0 && !ended {
            rest = quads(rest, out);
        }
        let Some((&byte, tail)) = rest.split_first() else { break };
        rest = tail;
        let mut value = VALUE[byte as usize];
        if value == ESCAPE {
            let Some((escaped, tail)) = unescape(rest) else { return false };
            rest = tail;
            value = VALUE[escaped as usize];
        }
        match value {
            BLANK => {}
            PADDING => ended = true,
            _ if value >= 64 || ended => return false,
            _ => {
                held = held << 6 | value as u32;
                count += 1;
                if count == 4 {
                    out.extend_from_slice(&held.to_be_bytes()[1..]);
                    (held, count) = (0, 0);
                }
            }
        }
    }
    match count {
        0 => true,
        2 => {
            out.push((held >> 4) as u8);
            true
        }
        3 => {
            out.extend_from_slice(&((held >> 2) as u16).to_be_bytes());
            true
        }
        // A single digit holds less than a byte.
        _ => false,
    }
}

/// Decodes groups of four digits while nothing else comes, and returns the rest.
#[inline]
fn quads<'t>(mut rest: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
    while let Some((quad, tail)) = rest.split_first_chunk::<4>() {
        let [a, b, c, d] = quad.map(|byte| VALUE[byte as usize]);
        if (a | b | c | d) >= 64 {
            break;
        }
        let held = (a as u32) << 18 | (b as u32) << 12 | (c as u32) << 6 | d as u32;
        out.extend_from_slice(&held.to_be_bytes()[1..]);
        rest = tail;
    }
    rest
}

/// The byte of an escape whose `%` has been read, and what follows.
fn unescape(text: &[u8]) -> Option<(u8, &[u8])> {
    let (&[high, low], rest) = text.split_first_chunk()?;
    let digit = |byte: u8| (byte as char).to_digit(16);
    Some(((digit(high)? << 4 | digit(low)?) as u8, rest))
}

/// Appends text with `%XX` decoded; always true.
fn percent(text: &[u8], out: &mut Vec<u8>) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'%', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        match unescape(rest) {
            Some((byte, tail)) => {
                out.push(byte);
                rest = tail;
            }
            None => out.push(b'%'),
        }
    }
    out.extend_from_slice(rest);
    true
}

/// Appends text with `%XX` as the byte it stands for.
pub fn unescape_into(text: &[u8], out: &mut Vec<u8>) {
    percent(text, out);
}

/// Writes a picture as a data URI.
pub fn write(media_type: &str, bytes: &[u8], out: &mut Output) {
    out.push(b"data:");
    out.push(media_type.as_bytes());
    out.push(b";base64,");
    let mut text = [0u8; 1024];
    for block in bytes.chunks(768) {
        let (triples, last) = block.as_chunks::<3>();
        let mut len = 0;
        for (quad, &[a, b, c]) in text.as_chunks_mut::<4>().0.iter_mut().zip(triples) {
            let held = u32::from_be_bytes([0, a, b, c]);
            *quad = [18, 12, 6, 0].map(|shift| DIGITS[(held >> shift) as usize & 63]);
            len += 4;
        }
        if !last.is_empty() && len + 4 <= text.len() {
            let mut held = [0; 4];
            held[1..1 + last.len()].copy_from_slice(last);
            let held = u32::from_be_bytes(held);
            for (step, digit) in text[len..len + 4].iter_mut().enumerate() {
                *digit = match step <= last.len() {
                    true => DIGITS[(held >> (18 - 6 * step)) as usize & 63],
                    false => b'=',
                };
            }
            len += 4;
        }
        out.push(&text[..len]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(uri: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        parse(uri.as_bytes())?.decode(1 << 20, &mut out).ok()?;
        Some(out)
    }

    #[test]
    fn what_counts_as_a_data_uri() {
        for (uri, bytes) in [
            ("data:image/png;base64,QUJD", Some(&b"ABC"[..])),
            ("DATA:Image/PNG;charset=x;BASE64,QUJD", Some(b"ABC")),
            ("  data:;base64,QUJDRA==  ", Some(b"ABCD")),
            ("data:;base64,QUJDRA", Some(b"ABCD")),
            ("data:;base64,QUJDREU=", Some(b"ABCDE")),
            ("data:;base64,QU JD\r\n RE U", Some(b"ABCDE")),
            ("data:;base64,QUJDRA%3D%3d", Some(b"ABCD")),
            ("data:;base64,%51UJD", Some(b"ABC")),
            ("data:;base64,-_-_", Some(b"\xFB\xFF\xBF")),
            ("data:;base64,+/%2B%2f", Some(b"\xFB\xFF\xBF")),
            ("data:text/plain,a%20b%zz", Some(b"a b%zz")),
            ("data:,", Some(b"")),
            ("data:;base64,Q", None),
            ("data:;base64,QUJD!", None),
            ("data:;base64,QQ==QQ", None),
            ("data:image/png;base64", None),
            ("http://example.org/a,b", None),
            ("dat", None),
        ] {
            assert_eq!(decoded(uri).as_deref(), bytes, "{uri}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes: Vec<u8> = (0..2000u32).map(|n| (n * 37) as u8).collect();
        for len in (0..20).chain(760..780).chain([2000]) {
            let mut out = Output::new(Vec::new(), 10_000);
            write("image/png", &bytes[..len], &mut out);
            let text = String::from_utf8(out.finish().unwrap()).unwrap();
            assert_eq!(text.len(), 22 + len.div_ceil(3) * 4);
            assert_eq!(decoded(&text).as_deref(), Some(&bytes[..len]), "{len}");
        }
    }

    #[test]
    fn the_limit_is_in_decoded_bytes() {
        let uri = parse(b"data:;base64,QUJDREVG").unwrap();
        let mut out = b"x".to_vec();
        assert_eq!(uri.decode(6, &mut out), Ok(()));
        assert_eq!(out, b"xABCDEF");
        assert_eq!(uri.decode(5, &mut out), Err(Unfit::TooLarge));
        assert_eq!(out, b"xABCDEF");
    }
}
