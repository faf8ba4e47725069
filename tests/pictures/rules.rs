//! Pictures out of RTF by their rules: bitmaps, and files passed on.

use legacybridge::picture::{Format, Kind, Scratch, Unfit, dimensions, extract, sniff};

use crate::kit::pictures::*;

#[test]
fn indexed_bitmaps_of_every_depth_header_and_direction() {
    for depth in [1u16, 2, 4, 8] {
        for size in [12usize, 40, 64, 108, 124] {
            for (width, height) in [(1, 1), (5, 3), (5, -3), (9, 2), (33, -7)] {
                if size == 12 && height < 0 {
                    continue;
                }
                let head = DibHead { size, ..DibHead::new(width, height, depth) };
                let value = |x: usize, y: usize| ((x * 3 + y * 5) % (1 << depth)) as u32;
                let expected = Image::of(width as usize, height.unsigned_abs() as usize, |x, y| {
                    color(value(x, y) as usize)
                });
                let found = image(Kind::Dib, &dib(&head, value));
                assert_eq!(found, expected, "depth {depth} header {size} {width}x{height}");
            }
        }
    }
}

#[test]
fn palettes_that_are_shorter_or_missing() {
    // Three colours for 8 bits; the fourth index is black, as Windows shows it.
    let mut head = DibHead::new(4, 1, 8);
    head.used = 3;
    head.palette.truncate(3);
    let found = image(Kind::Dib, &dib(&head, |x, _| x as u32));
    assert_eq!(found.pixels, [color(0), color(1), color(2), [0, 0, 0, 255]]);
}

#[test]
fn true_colour_bitmaps_of_every_layout() {
    fn five(value: u32) -> u8 {
        (value * 255 / 31) as u8
    }
    fn six(value: u32) -> u8 {
        (value * 255 / 63) as u8
    }
    fn byte(value: u32, shift: u32) -> u8 {
        (value >> shift) as u8
    }
    type Case = (&'static str, u16, usize, u32, &'static [u32], &'static dyn Fn(u32) -> Pixel);
    let cases: &[Case] = &[
        ("24", 24, 40, 0, &[], &|v| [byte(v, 16), byte(v, 8), byte(v, 0), 255]),
        ("24 core", 24, 12, 0, &[], &|v| [byte(v, 16), byte(v, 8), byte(v, 0), 255]),
        ("32", 32, 40, 0, &[], &|v| [byte(v, 16), byte(v, 8), byte(v, 0), 255]),
        ("555", 16, 40, 0, &[], &|v| [five(v >> 10 & 31), five(v >> 5 & 31), five(v & 31), 255]),
        ("565", 16, 40, 3, &[0xF800, 0x7E0, 0x1F], &|v| {
            [five(v >> 11 & 31), six(v >> 5 & 63), five(v & 31), 255]
        }),
        ("565 V4", 16, 108, 3, &[0xF800, 0x7E0, 0x1F, 0], &|v| {
            [five(v >> 11 & 31), six(v >> 5 & 63), five(v & 31), 255]
        }),
        ("32 in another order", 32, 40, 3, &[0xFF, 0xFF00, 0xFF_0000], &|v| {
            [byte(v, 0), byte(v, 8), byte(v, 16), 255]
        }),
        ("10 bits", 32, 52, 3, &[0x3FF0_0000, 0x000F_FC00, 0x3FF], &|v| {
            [byte(v, 22), byte(v, 12), byte(v, 2), 255]
        }),
    ];
    for (name, depth, size, compression, masks, decode) in cases {
        for height in [4, -4] {
            if *size == 12 && height < 0 {
                continue;
            }
            let mut head = DibHead::new(7, height, *depth);
            (head.size, head.compression, head.masks) = (*size, *compression, masks.to_vec());
            let value = |x: usize, y: usize| {
                let value = (x as u32 * 0x0317_2D4B).wrapping_add(y as u32 * 0x0059_1133);
                // No opacity: the fourth byte is clear.
                value & if *depth == 32 && *size == 40 { 0xFF_FFFF } else { 0x3FFF_FFFF }
            };
            let mask = if *depth == 16 { 0xFFFF } else { u32::MAX };
            let expected = Image::of(7, 4, |x, y| decode(value(x, y) & mask));
            assert_eq!(image(Kind::Dib, &dib(&head, value)), expected, "{name} {height}");
        }
    }
}

#[test]
fn opacity_counts_only_where_it_makes_sense() {
    let usual = &[0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000][..];
    // Header, compression, masks, the pixels, and their opacities that should come out.
    for (size, compression, masks, pixels, expected) in [
        (40, 0, &[][..], [0x10_2030, 0x10_2030, 0], [255, 255, 255]),
        (40, 0, &[], [0xFF10_2030, 0xFF00_0000, 0xFF00_0001], [255, 255, 255]),
        // Text drawn by GDI clears opacities: it must not vanish.
        (40, 0, &[], [0xFF10_2030, 0, 0xFF00_0001], [255, 255, 255]),
        (40, 0, &[], [0x8010_2030, 0, 0x0000_0001], [255, 255, 255]),
        (40, 0, &[], [0x8010_2030, 0, 0xFF00_0001], [128, 0, 255]),
        (124, 3, usual, [0x8010_2030, 0x7, 0x8], [128, 0, 0]),
        (124, 3, usual, [0x10_2030, 0, 1], [255, 255, 255]),
        (108, 3, &usual[..3], [0x8010_2030, 0, 0xFF00_0001], [255, 255, 255]),
        (40, 6, usual, [0x8010_2030, 0x7, 0x8], [128, 0, 0]),
    ] {
        let mut head = DibHead::new(3, 1, 32);
        (head.size, head.compression, head.masks) = (size, compression, masks.to_vec());
        let data = dib(&head, |x, _| pixels[x]);
        let expected: Vec<Pixel> = pixels
            .iter()
            .zip(expected)
            .map(|(&pixel, opacity)| {
                let [blue, green, red, _] = pixel.to_le_bytes();
                [red, green, blue, opacity]
            })
            .collect();
        let name = format!("header {size} compression {compression} {pixels:x?}");
        assert_eq!(image(Kind::Dib, &data).pixels, expected, "{name}");
        // In a metafile only what is declared counts.
        let found = image(Kind::Wmf, &wmf(false, &[wmf_blit(0x0B41, SRCCOPY, 3, 1, &data)]));
        let opaque = found.pixels.iter().all(|pixel| pixel[3] == 255);
        assert_eq!(
            opaque,
            size == 40 && compression == 0 || expected.iter().all(|pixel| pixel[3] == 255),
            "{name}"
        );
    }
}

#[test]
fn runs_of_indices() {
    // Width, height, compression, runs, and the rows that come out, top first.
    for (width, height, compression, runs, rows) in [
        (
            4,
            2,
            1,
            &[4u8, 7, 0, 0, 0, 3, 1, 2, 3, 0, 1, 9, 0, 1][..],
            &[[1, 2, 3, 9], [7, 7, 7, 7]][..],
        ),
        // A step of 2 to the right and one up leaves what it passes as index 0.
        (4, 2, 1, &[1, 5, 0, 2, 2, 1, 1, 6, 0, 1], &[[0, 0, 0, 6], [5, 0, 0, 0]]),
        // Without the mark at the end, and with a run past the line's end.
        (4, 1, 1, &[200, 8], &[[8, 8, 8, 8]]),
        (4, 2, 2, &[4, 0x12, 0, 0, 0, 3, 0x34, 0x50, 1, 0x60, 0, 1], &[[3, 4, 5, 6], [1, 2, 1, 2]]),
    ] {
        let mut head = DibHead::new(width, height, if compression == 1 { 8 } else { 4 });
        head.compression = compression;
        let mut data = head.bytes();
        data.extend(runs);
        let expected = Image::of(4, height as usize, |x, y| color(rows[y][x]));
        assert_eq!(image(Kind::Dib, &data), expected, "{runs:?}");
    }
}

#[test]
fn runs_that_end_early_leave_white_rows() {
    let mut head = DibHead::new(4, 3, 8);
    head.compression = 1;
    let mut data = head.bytes();
    data.extend([4, 7, 0, 0]);
    let found = take(Kind::Dib, &data).unwrap();
    assert!(found.truncated);
    let white = color(0);
    assert_eq!(
        read_png(&found.bytes),
        Image::of(4, 3, |_, y| if y == 2 { color(7) } else { white })
    );
}

#[test]
fn bits_that_end_early_leave_white_or_clear_pixels() {
    let full = sample(8, 8);
    let data = dib24(&full);
    // Five rows and two pixels of the sixth are there; bitmaps start at the bottom.
    let found = take(Kind::Dib, &data[..40 + 5 * 24 + 6]).unwrap();
    assert!(found.truncated);
    let expected = Image::of(8, 8, |x, y| match y {
        3.. => full.pixels[y * 8 + x],
        2 if x < 2 => full.pixels[y * 8 + x],
        _ => [255; 4],
    });
    assert_eq!(read_png(&found.bytes), expected);
    // Too little to show anything.
    assert_eq!(take(Kind::Dib, &data[..40 + 20]), Err(Unfit::Damaged));

    let mut head = DibHead::new(4, -4, 32);
    (head.size, head.compression) = (124, 3);
    head.masks = vec![0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000];
    let data = dib(&head, |x, _| 0x8000_0000 | x as u32);
    let found = take(Kind::Dib, &data[..124 + 32]).unwrap();
    assert!(found.truncated);
    let expected = Image::of(4, 4, |x, y| if y < 2 { [0, 0, x as u8, 128] } else { [0; 4] });
    assert_eq!(read_png(&found.bytes), expected);

    let head = DibHead::new(16, -2, 4);
    let data = dib(&head, |_, _| 3);
    let found = take(Kind::Dib, &data[..data.len() - 8]).unwrap();
    assert!(found.truncated);
    let expected = Image::of(16, 2, |_, y| if y == 0 { color(3) } else { color(0) });
    assert_eq!(read_png(&found.bytes), expected);
}

#[test]
fn bitmap_files_and_files_inside_bitmaps() {
    let full = sample(6, 4);
    let packed = dib24(&full);
    let mut file = b"BM".to_vec();
    // Eight bytes between header and bits.
    le32(&mut file, &[0, 0, 14 + 40 + 8]);
    file.extend(&packed[..40]);
    file.extend([0xEE; 8]);
    file.extend(&packed[40..]);
    assert_eq!(image(Kind::Other, &file), full);
    assert_eq!(image(Kind::Png, &file), full, "the signature counts, not the word");

    let inner = jpeg(3, 2);
    let mut head = DibHead::new(3, 2, 0);
    head.compression = 4;
    let mut data = head.bytes();
    data.truncate(40);
    data.extend(&inner);
    let found = take(Kind::Dib, &data).unwrap();
    assert_eq!((found.format, &*found.bytes), (Format::Jpeg, &inner[..]));
}

#[test]
fn headers_that_make_no_sense() {
    let good = DibHead::new(2, 2, 24);
    for (name, head, unfit) in [
        ("no width", DibHead { width: 0, ..good.clone() }, Unfit::Damaged),
        ("negative width", DibHead { width: -2, ..good.clone() }, Unfit::Damaged),
        ("no height", DibHead { height: 0, ..good.clone() }, Unfit::Damaged),
        ("least height", DibHead { height: i32::MIN, ..good.clone() }, Unfit::Damaged),
        (
            "all too large",
            DibHead { width: i32::MAX, height: i32::MAX, ..good.clone() },
            Unfit::Damaged,
        ),
        ("depth 3", DibHead { depth: 3, ..good.clone() }, Unfit::Unsupported),
        ("header 200", DibHead { size: 200, ..good.clone() }, Unfit::Unsupported),
        ("RLE8 of 24 bits", DibHead { compression: 1, ..good.clone() }, Unfit::Unsupported),
    ] {
        let mut data = head.bytes();
        data.extend([0; 16]);
        assert_eq!(take(Kind::Dib, &data), Err(unfit), "{name}");
    }
    assert_eq!(take(Kind::Dib, &[]), Err(Unfit::Empty));
    assert_eq!(take(Kind::Dib, &[40, 0]), Err(Unfit::Damaged));
    assert_eq!(take(Kind::MacPict, &[0; 600]), Err(Unfit::Unsupported));
    assert_eq!(take(Kind::Png, b"abc"), Err(Unfit::Damaged));
}

#[test]
fn the_limit_is_in_bytes_of_pixels() {
    let data = dib24(&sample(10, 10));
    let mut scratch = Scratch::default();
    assert!(extract(Kind::Dib, &data, 300, &mut scratch).is_ok());
    assert_eq!(extract(Kind::Dib, &data, 299, &mut scratch), Err(Unfit::TooLarge));
    let file = jpeg(3, 2);
    assert!(extract(Kind::Jpeg, &file, file.len(), &mut scratch).is_ok());
    assert_eq!(extract(Kind::Jpeg, &file, file.len() - 1, &mut scratch), Err(Unfit::TooLarge));
}

#[test]
fn files_are_passed_on_as_they_stand() {
    let portable = png((2, 2), (8, 0, 0), &[], &[0, 1, 2, 0, 3, 4]);
    let photo = jpeg(3, 2);
    let animation = gif((5, 4), (0, 0, 5, 4), 2, None, false, |x, _| (x % 4) as u8);
    for (format, file) in
        [(Format::Png, &portable), (Format::Jpeg, &photo), (Format::Gif, &animation)]
    {
        for kind in [Kind::Png, Kind::Jpeg, Kind::Wmf, Kind::Dib, Kind::MacPict, Kind::Other] {
            let found = take(kind, file).unwrap();
            assert_eq!((found.format, &*found.bytes, found.truncated), (format, &file[..], false));
        }
        // What follows the end of the file is cut off.
        let mut longer = file.clone();
        longer.extend(b"\0\0trailing");
        assert_eq!(&*take(Kind::Other, &longer).unwrap().bytes, &file[..], "{format:?}");
        let found = take(Kind::Other, &file[..file.len() - 1]).unwrap();
        assert!(found.truncated, "{format:?}");
        // Nothing to show.
        assert_eq!(take(Kind::Other, &file[..12]), Err(Unfit::Damaged), "{format:?}");
    }
}

#[test]
fn sizes_and_densities() {
    let dense = png_chunk(b"pHYs", &[0, 0, 0x0B, 0x13, 0, 0, 0x16, 0x26, 1]);
    let unknown = png_chunk(b"pHYs", &[0, 0, 0x0B, 0x13, 0, 0, 0x16, 0x26, 0]);
    let mut metric = jpeg(30, 20);
    metric[13] = 2;
    let mut bare = jpeg(30, 20);
    bare.drain(2..20);
    let mut file = b"BM".to_vec();
    le32(&mut file, &[0, 0, 54]);
    file.extend(dib24(&sample(6, 4)));
    for (name, file, expected) in [
        ("png", png((7, 9), (8, 2, 0), &[], &[]), Some((7, 9, None))),
        ("png pHYs", png((7, 9), (8, 2, 0), &[dense], &[]), Some((7, 9, Some((72, 144))))),
        ("png pHYs without unit", png((7, 9), (8, 2, 0), &[unknown], &[]), Some((7, 9, None))),
        ("jpeg", jpeg(300, 200), Some((300, 200, Some((72, 144))))),
        ("jpeg in dots per cm", metric, Some((30, 20, Some((183, 366))))),
        ("jpeg without JFIF", bare, Some((30, 20, None))),
        ("gif", gif((5, 4), (0, 0, 5, 4), 2, None, false, |_, _| 0), Some((5, 4, None))),
        ("bmp", file, Some((6, 4, Some((72, 144))))),
        ("no size", jpeg(0, 5), None),
        ("text", b"hello".to_vec(), None),
    ] {
        let found = dimensions(&file)
            .map(|found| (found.width_px, found.height_px, found.dpi_x.zip(found.dpi_y)));
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(sniff(&wmf(true, &[])), Some(Format::Wmf));
    assert_eq!(sniff(&emf(&[])), Some(Format::Emf));
    assert_eq!(sniff(b""), None);
}

#[test]
fn scratch_buffers_serve_again() {
    let mut scratch = Scratch::default();
    let data = dib24(&sample(300, 300));
    let first = extract(Kind::Dib, &data, LIMIT, &mut scratch).unwrap().bytes.into_owned();
    let retained = scratch.retained();
    for _ in 0..3 {
        let again = extract(Kind::Dib, &data, LIMIT, &mut scratch).unwrap();
        assert_eq!(&*again.bytes, &first[..]);
        assert_eq!(scratch.retained(), retained);
    }
}

#[test]
fn few_colours_become_indices() {
    // Colours, and the depth and colour type of the file.
    for (count, depth, kind) in
        [(2, 1, 3), (4, 2, 3), (16, 4, 3), (17, 8, 3), (256, 8, 3), (257, 8, 2)]
    {
        let full = Image::of(30, 30, |x, y| {
            let index = ((y * 30 + x) % count) as u32;
            let [red, green, ..] = index.to_le_bytes();
            [red, green, 7, 255]
        });
        let found = take(Kind::Dib, &dib24(&full)).unwrap();
        assert_eq!((found.bytes[24], found.bytes[25]), (depth, kind), "{count} colours");
        assert_eq!(read_png(&found.bytes), full, "{count} colours");
    }
    // Opacities are colours too.
    let mut head = DibHead::new(40, 40, 32);
    (head.size, head.compression) = (124, 3);
    head.masks = vec![0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000];
    for (step, kind) in [(16, 3), (1, 6)] {
        let green = |x: usize| if step == 1 { x } else { x / 10 };
        let value =
            |x: usize, y: usize| ((x * y / step * step) as u32) << 24 | (green(x) as u32) << 8;
        let found = take(Kind::Dib, &dib(&head, value)).unwrap();
        assert_eq!(found.bytes[25], kind);
        let expected = Image::of(40, 40, |x, y| [0, green(x) as u8, 0, (value(x, y) >> 24) as u8]);
        assert_eq!(read_png(&found.bytes), expected);
    }
}
