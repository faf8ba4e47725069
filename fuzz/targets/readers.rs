//! Every reader into every writer, or looked at: an answer or an error, and the rules of the format.
#![no_main]

use legacybridge::converter::Format;
use legacybridge_fuzz::{FORMATS, OPTIONS, choose, convert, converter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut data = data;
    let converter = converter(choose(&mut data, OPTIONS.len()));
    let from = match choose(&mut data, FORMATS.len() + 1) {
        0 => Format::Detect,
        known => FORMATS[known - 1],
    };
    // One way of each input: the fuzzer keeps those that reach what no other did.
    match choose(&mut data, FORMATS.len() + 1) {
        0 => {
            if let Ok(findings) = converter.check(from, data, None) {
                assert!(
                    findings.is_ascii() && findings.ends_with(b"}"),
                    "{}",
                    findings.escape_ascii()
                );
            }
        }
        to => drop(convert(converter, from, FORMATS[to - 1], data)),
    }
});
