//! Every reader into every writer: an answer or an error, and the rules of the format.
#![no_main]

use legacybridge::converter::Format;
use legacybridge_fuzz::{FORMATS, OPTIONS, choose, convert, converter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut data = data;
    let converter = converter(OPTIONS[choose(&mut data, OPTIONS.len())]);
    let from = [Format::Detect, FORMATS[0], FORMATS[1], FORMATS[2]][choose(&mut data, 4)];
    for to in FORMATS {
        convert(&converter, from, to, data);
    }
});
