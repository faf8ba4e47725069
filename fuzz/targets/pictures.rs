//! Pictures: of any bytes, either nothing or a file whose size can be told, within the limit.
#![no_main]

use legacybridge::picture::{Kind, Scratch, bitmap, dimensions, embed, extract};
use legacybridge_fuzz::choose;
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 1 << 20;

fuzz_target!(|data: &[u8]| {
    let mut data = data;
    let kinds =
        [Kind::Png, Kind::Jpeg, Kind::Emf, Kind::Wmf, Kind::Dib, Kind::MacPict, Kind::Other];
    let kind = kinds[choose(&mut data, kinds.len())];
    let mut scratch = Scratch::default();
    for round in 0..2 {
        // With fresh buffers and with used ones.
        if let Ok(found) = extract(kind, data, LIMIT, &mut scratch) {
            assert!(dimensions(&found.bytes).is_some(), "round {round}");
        }
        if let Ok(found) = embed(data, LIMIT, &mut scratch) {
            assert!(dimensions(&found.bytes).is_some(), "round {round}");
        }
        if let Ok(found) = bitmap(data, LIMIT, &mut scratch) {
            assert!(found.rows.len() <= LIMIT, "round {round}");
        }
    }
});
