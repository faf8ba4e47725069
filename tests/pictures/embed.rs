//! Pictures into RTF by their rules: GIF to PNG, PNG to rows, rows to a metafile.

use legacybridge::picture::{
    Bitmap24, Format, Kind, Scratch, Unfit, bitmap, embed, extract, wmf as metafile,
};

use crate::kit::pictures::*;

const LIMIT: usize = 16 << 20;

#[test]
fn gif_files_become_png_for_rtf() {
    let mut scratch = Scratch::default();
    for (name, screen, frame, bits, clear, interlaced) in [
        ("plain", (5, 4), (0, 0, 5, 4), 2, None, false),
        ("interlaced", (5, 19), (0, 0, 5, 19), 3, None, true),
        ("interlaced, one row", (5, 1), (0, 0, 5, 1), 3, None, true),
        ("with a clear index", (6, 6), (0, 0, 6, 6), 2, Some(1), false),
        ("smaller than the screen", (9, 9), (2, 3, 5, 4), 2, None, false),
        ("smaller and with a clear index", (9, 9), (2, 3, 5, 4), 2, Some(2), false),
        ("long enough for every code size", (160, 120), (0, 0, 160, 120), 8, None, false),
    ] {
        let index = |x: usize, y: usize| ((x * x + y * 3 + x * y) % (1 << bits)) as u8;
        let (left, top, width, height) = frame;
        let file = gif(screen, frame, bits as u8, clear, interlaced, index);
        let found = embed(&file, LIMIT, &mut scratch).unwrap();
        assert_eq!((found.format, found.truncated), (Format::Png, false), "{name}");
        let found = read_png(&found.bytes);
        assert_eq!((found.width, found.height), screen, "{name}");
        for (at, pixel) in found.pixels.iter().enumerate() {
            let (x, y) = (at % screen.0, at / screen.0);
            let inside = (left..left + width).contains(&x) && (top..top + height).contains(&y);
            let expected = inside
                .then(|| index(x - left, y - top))
                .filter(|&index| clear != Some(index))
                .map(|index| color(index as usize));
            match expected {
                Some(expected) => assert_eq!(*pixel, expected, "{name} {x},{y}"),
                None => assert_eq!(pixel[3], 0, "{name} {x},{y}"),
            }
        }
    }
    let file = gif((50, 40), (0, 0, 50, 40), 4, None, false, |x, y| (x ^ y) as u8 & 15);
    let found = embed(&file[..file.len() / 2], LIMIT, &mut scratch).unwrap();
    assert!(found.truncated);
    assert_eq!(embed(&file, 1999, &mut scratch), Err(Unfit::TooLarge));
}

#[test]
fn png_files_of_every_colour_type_become_rows() {
    const ADAM7: [(usize, usize, usize, usize); 7] = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];
    let palette: Vec<u8> = (0..256).flat_map(|index| color(index)[..3].to_vec()).collect();
    let mut scratch = Scratch::default();
    for (kind, depths) in [
        (0u8, &[1usize, 2, 4, 8, 16][..]),
        (2, &[8, 16]),
        (3, &[1, 2, 4, 8]),
        (4, &[8, 16]),
        (6, &[8, 16]),
    ] {
        for &depth in depths {
            for (width, height) in [(1usize, 1usize), (13, 11), (3, 20)] {
                for interlace in [0u8, 1] {
                    let channels = [1, 0, 3, 1, 2, 0, 4][kind as usize];
                    // Samples as 16-bit numbers of which `depth` bits count.
                    let value = |x: usize, y: usize, channel: usize| -> u32 {
                        let mixed = (x * 7919 + y * 104_729 + channel * 1299) as u32;
                        (mixed ^ mixed >> 7) & ((1 << depth) - 1)
                    };
                    let whole = [(0, 0, 1, 1)];
                    let passes = if interlace == 1 { &ADAM7[..] } else { &whole[..] };
                    let mut lines = Vec::new();
                    for &(x0, y0, dx, dy) in passes {
                        let columns: Vec<usize> = (x0..width).step_by(dx).collect();
                        if columns.is_empty() {
                            continue;
                        }
                        let len = (columns.len() * channels * depth).div_ceil(8);
                        let step = (channels * depth).div_ceil(8);
                        let mut previous = vec![0u8; len];
                        for (count, y) in (y0..height).step_by(dy).enumerate() {
                            let mut bits = Vec::new();
                            for &x in &columns {
                                for channel in 0..channels {
                                    let value = value(x, y, channel);
                                    bits.extend((0..depth).rev().map(|bit| value >> bit & 1));
                                }
                            }
                            let row: Vec<u8> = bits
                                .chunks(8)
                                .map(|bits| {
                                    bits.iter()
                                        .enumerate()
                                        .fold(0, |byte, (at, &bit)| byte | (bit as u8) << (7 - at))
                                })
                                .collect();
                            // Every filter has its turn.
                            let filter = (count + width) % 5;
                            lines.push(filter as u8);
                            for at in 0..len {
                                let a = if at >= step { row[at - step] as i32 } else { 0 };
                                let b = previous[at] as i32;
                                let c = if at >= step { previous[at - step] as i32 } else { 0 };
                                let p = a + b - c;
                                let near = [a, b, c];
                                let guess = [
                                    0,
                                    a,
                                    b,
                                    (a + b) / 2,
                                    *near.iter().min_by_key(|&&v| (p - v).abs()).unwrap(),
                                ][filter];
                                lines.push(row[at].wrapping_sub(guess as u8));
                            }
                            previous = row;
                        }
                    }
                    let before =
                        if kind == 3 { vec![png_chunk(b"PLTE", &palette)] } else { vec![] };
                    let file = png(
                        (width as u32, height as u32),
                        (depth as u8, kind, interlace),
                        &before,
                        &lines,
                    );
                    let found = bitmap(&file, LIMIT, &mut scratch).unwrap();
                    assert_eq!((found.width as usize, found.height as usize), (width, height));
                    let stride = (3 * width).div_ceil(4) * 4;
                    for y in 0..height {
                        for x in 0..width {
                            let at = (height - 1 - y) * stride + 3 * x;
                            let bgr = &found.rows[at..at + 3];
                            let part = |channel| {
                                let value = value(x, y, channel);
                                if depth == 16 {
                                    value >> 8
                                } else {
                                    value * 255 / ((1 << depth) - 1)
                                }
                            };
                            let [red, green, blue, opacity] = match kind {
                                0 => [part(0), part(0), part(0), 255],
                                2 => [part(0), part(1), part(2), 255],
                                3 => color(value(x, y, 0) as usize).map(u32::from),
                                4 => [part(0), part(0), part(0), part(1)],
                                _ => [part(0), part(1), part(2), part(3)],
                            };
                            let over = |value: u32| {
                                ((value * opacity + 255 * (255 - opacity) + 127) / 255) as u8
                            };
                            assert_eq!(
                                bgr,
                                [over(blue), over(green), over(red)],
                                "type {kind} depth {depth} {width}x{height} interlace {interlace} at {x},{y}"
                            );
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn colours_that_a_png_file_makes_clear_are_white() {
    let mut scratch = Scratch::default();
    let grey = png((2, 1), (8, 0, 0), &[png_chunk(b"tRNS", &[0, 9])], &[0, 9, 8]);
    assert_eq!(bitmap(&grey, LIMIT, &mut scratch).unwrap().rows[..6], [255, 255, 255, 8, 8, 8]);
    let color =
        png((2, 1), (8, 2, 0), &[png_chunk(b"tRNS", &[0, 1, 0, 2, 0, 3])], &[0, 1, 2, 3, 1, 2, 4]);
    assert_eq!(bitmap(&color, LIMIT, &mut scratch).unwrap().rows[..6], [255, 255, 255, 4, 2, 1]);
    let before = [png_chunk(b"PLTE", &[0; 6]), png_chunk(b"tRNS", &[0])];
    let indexed = png((2, 1), (8, 3, 0), &before, &[0, 0, 1]);
    assert_eq!(bitmap(&indexed, LIMIT, &mut scratch).unwrap().rows[..6], [255, 255, 255, 0, 0, 0]);
}

#[test]
fn png_files_that_can_not_be_decoded() {
    let mut scratch = Scratch::default();
    let good = png((4, 4), (8, 2, 0), &[], &[0; 52]);
    assert_eq!(bitmap(&good, 48, &mut scratch).map(|found| found.rows.len()), Ok(48));
    assert_eq!(bitmap(&good, 47, &mut scratch), Err(Unfit::TooLarge));
    assert_eq!(
        bitmap(&png((4, 4), (3, 2, 0), &[], &[0; 52]), LIMIT, &mut scratch),
        Err(Unfit::Damaged)
    );
    assert_eq!(
        bitmap(&png((4, 4), (8, 2, 0), &[], &[9; 52]), LIMIT, &mut scratch),
        Err(Unfit::Damaged)
    );
    // A header that promises far more than the data can hold.
    let bomb = png((2000, 2000), (8, 2, 0), &[], &[0; 52]);
    assert_eq!(bitmap(&bomb, LIMIT, &mut scratch), Err(Unfit::Damaged));
    assert_eq!(bitmap(&jpeg(2, 2), LIMIT, &mut scratch), Err(Unfit::Unsupported));
    // Data that ends early: the rest is white.
    let short = png((1, 3), (8, 0, 0), &[], &[0, 5, 0, 6]);
    let found = bitmap(&short, LIMIT, &mut scratch).unwrap();
    assert_eq!(found.rows, [255, 255, 255, 255, 6, 6, 6, 255, 5, 5, 5, 255]);
}

#[test]
fn a_metafile_made_from_a_png_file_shows_the_same_picture() {
    let lines: Vec<u8> = (0..5)
        .flat_map(|y: u8| std::iter::once(0).chain((0..21).map(move |x| x * 11 + y * 3)))
        .collect();
    let file = png((7, 5), (8, 2, 0), &[], &lines);
    let mut scratch = Scratch::default();
    let found = bitmap(&file, LIMIT, &mut scratch).unwrap();
    let mut out = Vec::new();
    metafile::write(found, &mut out).unwrap();
    assert_eq!(out.len() as u64, metafile::size(7, 5));
    // The header names its own size and that of its largest record, in words.
    assert_eq!(u32::from_le_bytes(out[6..10].try_into().unwrap()) as usize * 2, out.len());
    assert_eq!(u32::from_le_bytes(out[12..16].try_into().unwrap()) as usize, 33 + 60);
    assert_eq!(
        read_png(&extract(Kind::Wmf, &out, LIMIT, &mut scratch).unwrap().bytes),
        Image::of(7, 5, |x, y| {
            let at = y * 22 + 1 + 3 * x;
            [lines[at], lines[at + 1], lines[at + 2], 255]
        })
    );
    let large = Bitmap24 { width: 40_000, height: 1, rows: &[0; 120_000] };
    assert_eq!(metafile::write(large, &mut out), Err(Unfit::TooLarge));
    let wrong = Bitmap24 { width: 4, height: 1, rows: &[0; 11] };
    assert_eq!(metafile::write(wrong, &mut out), Err(Unfit::Damaged));
}
