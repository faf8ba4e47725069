//! Pictures out of metafiles by their rules: which bitmap is taken, and how it stands in them.

use legacybridge::picture::{Format, Kind, Unfit};

use crate::kit::pictures::*;

#[test]
fn metafiles_around_one_bitmap() {
    let full = sample(9, 5);
    let dib = dib24(&full);
    for function in [0x0F43, 0x0B41, 0x0940, 0x0D33] {
        for placeable in [false, true] {
            let blit = wmf_blit(function, SRCCOPY, 9, 5, &dib);
            let data = wmf(placeable, &[wmf_window(9, 5), blit]);
            assert_eq!(image(Kind::Wmf, &data), full, "{function:#x} {placeable}");
            assert_eq!(image(Kind::Other, &data), full, "by its signature");
        }
    }
}

#[test]
fn metafiles_of_lines_and_text() {
    let line = wmf_record(0x0213, &[1, 0, 1, 0]);
    let small = wmf_blit(0x0B41, SRCCOPY, 9, 5, &dib24(&sample(9, 5)));
    let window = wmf_window(100, 100);
    assert_eq!(
        take(Kind::Wmf, &wmf(false, &[window.clone(), line.clone()])),
        Err(Unfit::VectorOnly)
    );
    assert_eq!(take(Kind::Wmf, &wmf(false, &[])), Err(Unfit::VectorOnly));
    // A small bitmap in a drawing is not the picture; a large one is, and the drawing is missed.
    let records = [window, small.clone(), line.clone()];
    assert_eq!(take(Kind::Wmf, &wmf(false, &records)), Err(Unfit::VectorOnly));
    let found = take(Kind::Wmf, &wmf(false, &[wmf_window(9, 6), small, line])).unwrap();
    assert!(found.partial);
    // A record of the same number without a bitmap fills with a brush.
    let fill = wmf_record(0x0940, &[0; 18]);
    assert_eq!(take(Kind::Wmf, &wmf(false, &[fill])), Err(Unfit::VectorOnly));
}

#[test]
fn the_bitmap_that_covers_most_is_the_picture() {
    let (small, large) = (sample(20, 20), sample(3, 3));
    let records = [
        wmf_window(100, 100),
        wmf_blit(0x0B41, SRCCOPY, 10, 10, &dib24(&small)),
        wmf_blit(0x0B41, SRCCOPY, 100, 100, &dib24(&large)),
        wmf_blit(0x0B41, SRCCOPY, 10, 10, &dib24(&small)),
    ];
    let found = take(Kind::Wmf, &wmf(false, &records)).unwrap();
    assert!(found.partial);
    assert_eq!(read_png(&found.bytes), large);
}

#[test]
fn a_mask_and_its_picture_become_one_with_opacity() {
    let full = sample(10, 4);
    let seen = |x: usize, y: usize| !(x + y).is_multiple_of(3);
    let expected =
        Image::of(10, 4, |x, y| if seen(x, y) { full.pixels[y * 10 + x] } else { [0; 4] });
    let mut head = DibHead::new(10, 4, 1);
    head.palette = vec![[0, 0, 0, 255], [255, 255, 255, 255]];
    let mut turned = head.clone();
    turned.palette.reverse();
    for (name, head, white, first, second) in [
        ("painted", &head, true, SRCPAINT, SRCAND),
        ("cut out", &head, false, SRCAND, SRCPAINT),
        ("cut out and inverted", &head, false, SRCAND, SRCINVERT),
        ("white is 0", &turned, true, SRCPAINT, SRCAND),
    ] {
        let white_index = if head.palette[0][0] == 255 { 0 } else { 1 };
        let mask =
            dib(head, |x, y| if seen(x, y) == white { white_index } else { 1 - white_index });
        let records = [
            wmf_window(10, 4),
            wmf_blit(0x0B41, first, 10, 4, &mask),
            wmf_blit(0x0B41, second, 10, 4, &dib24(&full)),
        ];
        assert_eq!(image(Kind::Wmf, &wmf(false, &records)), expected, "{name}");
    }
    // A picture with a palette under a mask.
    let mask = dib(&head, |x, y| seen(x, y) as u32);
    let indexed = dib(&DibHead::new(10, 4, 4), |x, _| x as u32);
    let records =
        [wmf_blit(0x0940, SRCPAINT, 10, 4, &mask), wmf_blit(0x0940, SRCAND, 10, 4, &indexed)];
    let expected = Image::of(10, 4, |x, y| if seen(x, y) { color(x) } else { [0; 4] });
    assert_eq!(image(Kind::Wmf, &wmf(false, &records)), expected);
}

#[test]
fn a_metafile_cut_short_gives_what_is_there() {
    let full = sample(9, 5);
    let data = wmf(false, &[wmf_window(9, 5), wmf_blit(0x0F43, SRCCOPY, 9, 5, &dib24(&full))]);
    let found = take(Kind::Wmf, &data[..data.len() - 6 - 28]).unwrap();
    assert!(found.truncated);
    let expected = Image::of(9, 5, |x, y| if y == 0 { [255; 4] } else { full.pixels[y * 9 + x] });
    assert_eq!(read_png(&found.bytes), expected);
}

#[test]
fn enhanced_metafiles_around_one_bitmap() {
    let full = sample(9, 5);
    let dib = dib24(&full);
    let (head, bits) = dib.split_at(40);
    for kind in [76, 77, 80, 81] {
        let data = emf(&[emf_blit(kind, SRCCOPY, 100, head, bits)]);
        assert_eq!(image(Kind::Emf, &data), full, "{kind}");
        assert_eq!(image(Kind::Wmf, &data), full, "by its signature");
    }
    let line = emf_record(54, &[1; 8]);
    let small = emf_blit(81, SRCCOPY, 20, head, bits);
    assert_eq!(take(Kind::Emf, &emf(std::slice::from_ref(&line))), Err(Unfit::VectorOnly));
    assert_eq!(take(Kind::Emf, &emf(&[small, line])), Err(Unfit::VectorOnly));
    assert_eq!(take(Kind::Emf, &data_without_signature()), Err(Unfit::Damaged));
}

fn data_without_signature() -> Vec<u8> {
    let mut data = emf(&[]);
    data[40] = 0;
    data
}

#[test]
fn blended_bitmaps_keep_their_opacity() {
    let head = DibHead::new(3, 1, 32);
    // Colours are multiplied with the opacity.
    let data = dib(&head, |x, _| [0x8040_2010, 0xFF01_0203, 0][x]);
    let (head, bits) = data.split_at(40);
    let found = image(Kind::Emf, &emf(&[emf_blit(114, 0x01FF_0000, 100, head, bits)]));
    assert_eq!(found.pixels, [[0x7F, 0x3F, 0x1F, 0x80], [1, 2, 3, 255], [0, 0, 0, 0]]);
    let found = image(Kind::Emf, &emf(&[emf_blit(114, 0x00FF_0000, 100, head, bits)]));
    assert_eq!(found.pixels, [[0x40, 0x20, 0x10, 255], [1, 2, 3, 255], [0, 0, 0, 255]]);
}

#[test]
fn files_in_emf_plus_objects_are_passed_on() {
    let file = png((2, 2), (8, 0, 0), &[], &[0, 1, 2, 0, 3, 4]);
    let object = emf_plus_file(&file);
    let one = emf(&[emf_plus(&[emf_plus_image(&object, None)])]);
    let (first, rest) = object.split_at(40);
    let (second, third) = rest.split_at(11);
    let total = Some(object.len());
    let parts = emf(&[
        emf_plus(&[emf_plus_image(first, total)]),
        emf_plus(&[emf_plus_image(second, total)]),
        emf_plus(&[emf_plus_image(third, None)]),
    ]);
    // Each part with the flag, the last too.
    let flagged =
        emf(&[emf_plus(&[emf_plus_image(first, total)]), emf_plus(&[emf_plus_image(rest, total)])]);
    for data in [one, parts, flagged] {
        let found = take(Kind::Emf, &data).unwrap();
        assert_eq!((found.format, &*found.bytes), (Format::Png, &file[..]));
    }
}

/// A record that takes `source` out of a bitmap and paints it at `target`: left, top, width, height.
fn stretch(source: [i32; 4], target: [i32; 4], dib: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    le32(&mut body, &[SRCCOPY as i64]);
    le16(&mut body, &[0]);
    for [left, top, width, height] in [source, target] {
        le16(&mut body, &[height, width, top, left]);
    }
    body.extend(dib);
    wmf_record(0x0F43, &body)
}

#[test]
fn bitmaps_in_a_stack_become_one() {
    let full = sample(7, 9);
    let band = |top: usize, height: usize| {
        let part = Image::of(7, height, |x, y| full.pixels[(top + y) * 7 + x]);
        dib24(&part)
    };
    let record = |top: i32, height: i32, place: i32, tall: i32| {
        stretch([0, 0, 7, height], [0, place, 70, tall], &band(top as usize, height as usize))
    };
    let falling = [record(6, 3, 60, 30), record(4, 2, 40, 20), record(0, 4, 0, 40)];
    let mut rising = falling.clone();
    rising.reverse();
    // The axis points up: the top band has the largest coordinates, and heights are negative.
    let upward = [record(0, 4, 90, -40), record(4, 2, 50, -20), record(6, 3, 30, -30)];
    for (name, height, records) in
        [("falling", 90, &falling), ("rising", 90, &rising), ("upward", -90, &upward)]
    {
        let data = wmf(false, &[&[wmf_window(70, height)], &records[..]].concat());
        assert_eq!(image(Kind::Wmf, &data), full, "{name}");
    }
    // One that stands apart ends the stack, and is missed.
    let apart = stretch([0, 0, 7, 3], [80, 60, 70, 30], &band(6, 3));
    let data = wmf(false, &[rising[0].clone(), rising[1].clone(), apart]);
    let found = take(Kind::Wmf, &data).unwrap();
    assert!(found.partial);
    assert_eq!(read_png(&found.bytes), Image::of(7, 6, |x, y| full.pixels[y * 7 + x]));
}

#[test]
fn a_part_of_a_bitmap_is_cut_out() {
    let full = sample(12, 10);
    let cut = |left: usize, top: usize, width: usize, height: usize| {
        Image::of(width, height, |x, y| full.pixels[(top + y) * 12 + left + x])
    };
    // The source counts from the lowest line.
    let data = wmf(false, &[stretch([3, 1, 5, 4], [0, 0, 50, 40], &dib24(&full))]);
    assert_eq!(image(Kind::Wmf, &data), cut(3, 5, 5, 4));
    // One that reaches outside is no reason to show nothing.
    let data = wmf(false, &[stretch([3, 1, 50, 40], [0, 0, 50, 40], &dib24(&full))]);
    assert_eq!(image(Kind::Wmf, &data), full);
    // With a palette of 1 bit.
    let head = DibHead::new(12, -3, 1);
    let value = |x: usize, y: usize| (x * y / 3 % 2) as u32;
    let data = wmf(false, &[stretch([5, 1, 6, 2], [0, 0, 6, 2], &dib(&head, value))]);
    let expected = Image::of(6, 2, |x, y| color(value(x + 5, y + 1) as usize));
    assert_eq!(image(Kind::Wmf, &data), expected);
}

#[test]
fn negative_heights_turn_a_bitmap_over() {
    let full = sample(6, 5);
    let turned = Image::of(6, 5, |x, y| full.pixels[(4 - y) * 6 + x]);
    for (window, source, target, expected) in [
        (50, 5, 50, &full),
        (50, 5, -50, &turned),
        (50, -5, 50, &turned),
        (50, -5, -50, &full),
        (-50, 5, -50, &full),
    ] {
        let top = if target < 0 { 50 } else { 0 };
        let from = if source < 0 { 5 } else { 0 };
        let record = stretch([0, from, 6, source], [0, top, 60, target], &dib24(&full));
        let data = wmf(false, &[wmf_window(60, window), record]);
        assert_eq!(&image(Kind::Wmf, &data), expected, "{window} {source} {target}");
    }
}
