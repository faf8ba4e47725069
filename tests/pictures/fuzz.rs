//! Any bytes at all: no panic, no absurd amounts of memory, and what comes out is a valid file.

use legacybridge::picture::{
    Format, Kind, Scratch, bitmap, data_uri, dimensions, embed, extract, hex, wmf as metafile,
};
use proptest::prelude::*;

use crate::kit::pictures::*;

const KINDS: [Kind; 7] =
    [Kind::Png, Kind::Jpeg, Kind::Emf, Kind::Wmf, Kind::Dib, Kind::MacPict, Kind::Other];
const LIMIT: usize = 1 << 20;

/// Everything that can be done with bytes.
fn exercise(data: &[u8], scratch: &mut Scratch) {
    dimensions(data);
    for kind in KINDS {
        if let Ok(found) = extract(kind, data, LIMIT, scratch) {
            assert!(matches!(found.format, Format::Png | Format::Jpeg | Format::Gif));
            assert!(dimensions(&found.bytes).is_some());
            let made = !found.bytes.is_empty()
                && !data.windows(found.bytes.len()).any(|part| part == &*found.bytes);
            // Files made here are perfect, whatever they were made of.
            if made && found.format == Format::Png && !data.windows(4).any(|part| part == b"EMF+") {
                read_png(&found.bytes);
            }
        }
    }
    if let Ok(found) = embed(data, LIMIT, scratch) {
        assert!(matches!(found.format, Format::Png | Format::Jpeg));
        if data.starts_with(b"GIF") {
            read_png(&found.bytes);
        }
    }
    if let Ok(found) = bitmap(data, LIMIT, scratch) {
        let mut out = Vec::new();
        if metafile::write(found, &mut out).is_ok() {
            assert!(extract(Kind::Wmf, &out, usize::MAX, scratch).is_ok());
        }
    }
}

/// Valid files of every kind, small.
fn seeds() -> Vec<Vec<u8>> {
    let image = Image::of(9, 7, |x, y| [x as u8 * 20, y as u8 * 30, 77, 255]);
    let full = dib24(&image);
    let mut file = b"BM".to_vec();
    le32(&mut file, &[0, 0, 54]);
    file.extend(&full);
    let mut seeds = vec![full.clone(), file];
    for depth in [1, 2, 4, 8, 16, 32] {
        seeds.push(dib(&DibHead::new(9, -7, depth), |x, y| {
            (x * y) as u32 & ((1 << depth.min(24)) - 1)
        }));
    }
    for (size, compression) in [(12, 0), (108, 3), (124, 3), (40, 6)] {
        let mut head = DibHead::new(6, 6, if size == 12 { 8 } else { 32 });
        (head.size, head.compression) = (size, compression);
        head.masks = vec![0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000];
        seeds.push(dib(&head, |x, y| (x * 77 + y * 13) as u32 * 0x01_0101));
    }
    for compression in [1, 2] {
        let mut head = DibHead::new(8, 3, if compression == 1 { 8 } else { 4 });
        head.compression = compression;
        let mut data = head.bytes();
        data.extend([8, 1, 0, 0, 0, 4, 1, 2, 3, 4, 0, 2, 1, 1, 2, 5, 0, 1]);
        seeds.push(data);
    }
    let mask = dib(&DibHead::new(9, 7, 1), |x, y| (x + y) as u32 & 1);
    seeds.push(wmf(
        true,
        &[
            wmf_window(9, 7),
            wmf_blit(0x0B41, SRCPAINT, 9, 7, &mask),
            wmf_blit(0x0B41, SRCAND, 9, 7, &full),
            wmf_blit(0x0D33, 0, 2, 2, &full),
        ],
    ));
    seeds.push(wmf(false, &[wmf_blit(0x0F43, SRCCOPY, 9, 7, &full), wmf_record(0x0213, &[0; 4])]));
    let lines: Vec<u8> = (0..56).map(|at| if at % 8 == 0 { at / 8 % 5 } else { at * 3 }).collect();
    let portable = png((7, 7), (8, 0, 0), &[], &lines);
    let palette = [png_chunk(b"PLTE", &[9; 48]), png_chunk(b"tRNS", &[3; 9])];
    seeds.push(png((9, 9), (4, 3, 1), &palette, &[0; 90]));
    let object = emf_plus_file(&portable);
    let (first, second) = object.split_at(50);
    seeds.push(emf(&[
        emf_plus(&[emf_plus_image(&object, None), emf_plus_image(first, Some(object.len()))]),
        emf_plus(&[emf_plus_image(second, None)]),
    ]));
    for kind in [76, 77, 80, 81, 114] {
        seeds.push(emf(&[emf_blit(kind, SRCCOPY, 100, &full[..40], &full[40..])]));
    }
    seeds.push(portable);
    seeds.push(jpeg(30, 20));
    seeds.push(gif((9, 9), (1, 1, 7, 7), 3, Some(2), true, |x, y| (x * y) as u8 & 7));
    seeds
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(data in prop::collection::vec(any::<u8>(), 0..400)) {
        exercise(&data, &mut Scratch::default());
    }

    #[test]
    fn files_with_bytes_changed(
        seed in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just(0u8), Just(1), Just(0x7F), Just(0x80), Just(0xFF), any::<u8>()
        ]), 1..6),
        // Headers are where the trouble is.
        early in any::<bool>(),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let seeds = seeds();
        let mut data = seeds[seed.index(seeds.len())].clone();
        let reach = if early { data.len().min(140) } else { data.len() };
        for (place, value) in changes {
            data[place.index(reach)] = value;
        }
        if let Some(cut) = cut {
            data.truncate(cut.index(data.len() + 1));
        }
        exercise(&data, &mut Scratch::default());
    }

    #[test]
    fn one_scratch_for_all(order in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        let seeds = seeds();
        let mut shared = Scratch::default();
        for pick in order {
            let data = &seeds[pick.index(seeds.len())];
            let mut fresh = Scratch::default();
            for kind in [Kind::Dib, Kind::Other] {
                prop_assert_eq!(
                    extract(kind, data, LIMIT, &mut shared),
                    extract(kind, data, LIMIT, &mut fresh)
                );
            }
        }
    }

    #[test]
    fn hex_in_pieces_equals_hex_in_one(
        text in prop::collection::vec(prop_oneof![
            8 => prop::sample::select(b"0123456789abcdefABCDEF".to_vec()),
            1 => prop::sample::select(b" \r\n\0xg\xFF".to_vec()),
        ], 0..200),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut whole = Vec::new();
        let mut all = hex::Decoder::default();
        all.decode(&text, &mut whole).unwrap();
        let bad = all.bad;
        let digits: Vec<u8> = text.iter().filter(|byte| byte.is_ascii_hexdigit()).copied().collect();
        let plain: Vec<u8> = digits
            .as_chunks::<2>().0.iter()
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        prop_assert_eq!(&whole, &plain);
        prop_assert_eq!(bad, text.iter().filter(|byte| b"xg\xFF".contains(byte)).count());
        let mut decoder = hex::Decoder::default();
        let mut out = Vec::new();
        let (first, second) = text.split_at(cut.index(text.len() + 1));
        decoder.decode(first, &mut out).unwrap();
        decoder.decode(second, &mut out).unwrap();
        prop_assert_eq!((&out, decoder.bad), (&plain, bad));
    }

    #[test]
    fn data_uris_of_any_text(text in prop::collection::vec(any::<u8>(), 0..100)) {
        let mut uri = b"data:x;base64,".to_vec();
        uri.extend(&text);
        for uri in [&uri[..], &text[..]] {
            if let Some(parsed) = data_uri::parse(uri) {
                let mut out = Vec::new();
                if parsed.decode(50, &mut out).is_ok() {
                    prop_assert!(out.len() <= 50);
                }
            }
        }
    }
}

#[test]
fn the_seeds_themselves_are_valid() {
    let mut scratch = Scratch::default();
    for (number, data) in seeds().iter().enumerate() {
        let found = [Kind::Other, Kind::Dib].iter().any(|&kind| {
            extract(kind, data, LIMIT, &mut scratch).is_ok_and(|found| !found.truncated)
        });
        assert!(found, "seed {number}");
    }
}

#[test]
fn every_seed_cut_at_every_byte() {
    let mut scratch = Scratch::default();
    for data in seeds() {
        for end in 0..data.len() {
            exercise(&data[..end], &mut scratch);
        }
    }
}
