//! Compressed RTF, as MAPI keeps it in `PR_RTF_COMPRESSED`.
//!
//! Shape   [`is_compressed`] looks at the header, [`decompress`] appends the RTF to a buffer.
//! Units   bytes; the numbers of the header are little-endian, references are big-endian.
//! Errors  a wrong checksum and a missing end are reported and what came out is kept. The only
//!         failure is lack of memory.
//! Limits  at most `limit` bytes come out; the size that the header promises is a hint only.
//! Source  [MS-OXRTFCP]: header, dictionary, tokens, checksum.

use crate::error::Result;
use crate::report::{Loss, Report};

/// COMPSIZE, RAWSIZE, COMPTYPE and CRC, four bytes each.
const HEADER: usize = 16;
/// COMPTYPE of a stream that is compressed.
const COMPRESSED: &[u8] = b"LZFu";
/// COMPTYPE of a stream that is stored as it is.
const STORED: &[u8] = b"MELA";
/// What stands in the dictionary before the first byte.
const START: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// Size of the dictionary, a ring.
const RING: usize = 4096;

/// Remainders of the checksum for each byte: the polynomial 0xEDB88320.
static REMAINDERS: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            value = (value >> 1) ^ ((value & 1) * 0xEDB8_8320);
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
};

/// Whether the bytes are what MAPI keeps: compressed or stored RTF behind a header.
pub fn is_compressed(source: &[u8]) -> bool {
    matches!(source.get(8..12), Some(COMPRESSED | STORED)) && source.len() >= HEADER
}

/// The checksum of the contents. It begins with 0 and is not inverted at the end.
fn checksum(contents: &[u8]) -> u32 {
    contents
        .iter()
        .fold(0, |sum, &byte| REMAINDERS[((sum ^ u32::from(byte)) & 0xFF) as usize] ^ (sum >> 8))
}

fn number(source: &[u8], at: usize) -> u32 {
    let bytes = source.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_le_bytes)
}

/// Appends the RTF that `source` holds to `out`. See [`is_compressed`].
pub fn decompress(
    source: &[u8],
    limit: usize,
    out: &mut Vec<u8>,
    report: &mut Report,
) -> Result<()> {
    let promised = number(source, 4) as usize;
    // COMPSIZE counts from behind itself. Other bytes may follow, or some may be missing.
    let end = (number(source, 0) as usize).saturating_add(4);
    let whole = (HEADER..=source.len()).contains(&end);
    let contents = &source[HEADER.min(source.len())..if whole { end } else { source.len() }];
    if source.get(8..12) == Some(STORED) {
        let length = contents.len().min(promised).min(limit);
        out.try_reserve_exact(length)?;
        out.extend_from_slice(&contents[..length]);
        if contents.len() < promised {
            report.add(Loss::Other, source.len());
        }
        if length < contents.len().min(promised) {
            report.add(Loss::LimitReached, HEADER + length);
        }
        return Ok(());
    }
    if whole && checksum(contents) != number(source, 12) {
        report.add(Loss::Other, 12);
    }
    let before = out.len();
    // Never more than the promise, nor than nine times what there is.
    out.try_reserve(promised.min(limit).min(contents.len().saturating_mul(9)))?;
    let ended = expand(contents, limit, out)?;
    match ended {
        End::Marker => {}
        // Some writers leave the mark out.
        End::Contents if out.len() - before >= promised && whole => {}
        End::Contents => report.add(Loss::Other, source.len()),
        End::Limit(at) => report.add(Loss::LimitReached, HEADER + at),
    }
    Ok(())
}

/// Why expansion came to an end.
enum End {
    Marker,
    Contents,
    /// At that byte of the contents.
    Limit(usize),
}

fn expand(contents: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<End> {
    let mut ring = [b' '; RING];
    ring[..START.len()].copy_from_slice(START);
    let mut write = START.len();
    let mut at = 0;
    let mut left = limit;
    while let Some(&control) = contents.get(at) {
        at += 1;
        // Eight tokens of at most 17 bytes.
        out.try_reserve(8 * 17)?;
        for bit in 0..8 {
            if (control >> bit) & 1 == 0 {
                let Some(&byte) = contents.get(at) else { return Ok(End::Contents) };
                if left == 0 {
                    return Ok(End::Limit(at));
                }
                at += 1;
                left -= 1;
                ring[write] = byte;
                write = (write + 1) % RING;
                out.push(byte);
                continue;
            }
            let Some(&[high, low]) = contents.get(at..at + 2) else { return Ok(End::Contents) };
            let reference = usize::from(u16::from_be_bytes([high, low]));
            let (mut read, length) = (reference >> 4, (reference & 15) + 2);
            if read == write {
                return Ok(End::Marker);
            }
            at += 2;
            for _ in 0..length {
                if left == 0 {
                    return Ok(End::Limit(at));
                }
                left -= 1;
                let byte = ring[read];
                read = (read + 1) % RING;
                ring[write] = byte;
                write = (write + 1) % RING;
                out.push(byte);
            }
        }
    }
    Ok(End::Contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_the_specification() {
        for (contents, expected) in
            [(&b"\x03"[..], 0x9909_51BA), (b"\x03\0", 0x2B2D_53C3), (b"", 0)]
        {
            assert_eq!(checksum(contents), expected);
        }
    }

    #[test]
    fn the_dictionary_of_the_specification() {
        for (at, expected) in [
            (0, &b"{\\rtf1\\ansi\\"[..]),
            (7, b"ansi"),
            (91, b"or"),
            (144, b"lo"),
            (168, b"\r\n"),
            (175, b"\\pard"),
            (204, b"\\tx"),
        ] {
            assert_eq!(&START[at..at + expected.len()], expected);
        }
    }
}
