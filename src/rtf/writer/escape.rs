//! Stand-in for `crate::text::escape_rtf` until that room is merged; to be replaced by it.
//!
//! Shape   clean stretches are copied whole; the rest goes character by character.
//! Units   bytes in; `\uN?` holds a UTF-16 unit as a signed 16-bit number.
//! Errors  remembered by the output; bytes that are not UTF-8 become U+FFFD.

use crate::memory::Output;

/// Appends UTF-8 text as RTF: tabs become `\tab `, line ends a space. Returns how many control
/// characters were left out.
pub fn escape_rtf(text: &[u8], out: &mut Output) -> usize {
    let mut dropped = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let clean = rest.iter().position(|&byte| SPECIAL[byte as usize]).unwrap_or(rest.len());
        let (plain, tail) = rest.split_at(clean);
        out.push(plain);
        let Some(&byte) = tail.first() else { break };
        let mut len = 1;
        match byte {
            b'\\' | b'{' | b'}' => out.push(&[b'\\', byte]),
            b'\t' => out.push(b"\\tab "),
            b'\r' if tail.get(1) == Some(&b'\n') => {}
            b'\n' | b'\r' | 0x0B | 0x0C => out.push_byte(b' '),
            0x7F => unit(0x7F, out),
            byte if byte < 0x80 => dropped += 1,
            _ => len = character(tail, out),
        }
        rest = &tail[len..];
    }
    dropped
}

const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20 || byte >= 0x7F;
        byte += 1;
    }
    table[b'\\' as usize] = true;
    table[b'{' as usize] = true;
    table[b'}' as usize] = true;
    table
};

fn character(text: &[u8], out: &mut Output) -> usize {
    let head = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    let Some(first) = valid.chars().next() else {
        unit(0xFFFD, out);
        return 1;
    };
    match first {
        '\u{A0}' => out.push(b"\\~"),
        '\u{AD}' => out.push(b"\\-"),
        '\u{2011}' => out.push(b"\\_"),
        _ => {
            let mut units = [0; 2];
            for &value in first.encode_utf16(&mut units).iter() {
                unit(value, out);
            }
        }
    }
    first.len_utf8()
}

fn unit(value: u16, out: &mut Output) {
    out.push(b"\\u");
    out.push_int(i64::from(value as i16));
    out.push_byte(b'?');
}
