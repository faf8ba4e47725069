//! RTF in what mail programs put around it: compressed, and with HTML in it.
#![no_main]

use legacybridge::converter::Format;
use legacybridge_fuzz::{FORMATS, OPTIONS, choose, convert, converter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut data = data;
    let converter = converter(choose(&mut data, OPTIONS.len()));
    let to = choose(&mut data, FORMATS.len());
    let input = match choose(&mut data, 3) {
        0 => {
            let mut input = Vec::from(&(data.len() as u32 + 12).to_le_bytes());
            input.extend((4 * data.len() as u32).to_le_bytes());
            input.extend(b"LZFu\0\0\0\0");
            input.extend(data);
            input
        }
        1 => [b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag ", data, b"}}"].concat(),
        _ => [b"{\\rtf1\\ansi\\fromtext ", data, b"}"].concat(),
    };
    convert(converter, Format::Rtf, FORMATS[to], &input);
});
