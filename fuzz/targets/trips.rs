//! There and back between every two formats: the second trip gives what the first gave.
#![no_main]

use legacybridge_fuzz::{FORMATS, OPTIONS, choose, convert, converter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut data = data;
    let converter = converter(choose(&mut data, OPTIONS.len()));
    let pair = choose(&mut data, FORMATS.len() * FORMATS.len());
    let (here, there) = (FORMATS[pair / FORMATS.len()], FORMATS[pair % FORMATS.len()]);
    let trip = |input: &[u8]| {
        let out = convert(converter, here, there, input)?;
        convert(converter, there, here, &out)
    };
    if let Some(first) = trip(data)
        && let Some(second) = trip(&first)
    {
        // Lines are broken by what stands in them, also by addresses that the other format does not let in.
        let same = first == second
            || converter.options().markdown.wrap > 0 && words(&first).eq(words(&second));
        assert!(same, "{here:?} {there:?}\n{}\n----\n{}", show(&first), show(&second));
    }
});

fn words(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

fn show(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}
