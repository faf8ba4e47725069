//! What the buffers for pictures say they keep is what they keep.

use legacybridge::memory::gauge;
use legacybridge::picture::{Kind, Scratch, bitmap, embed, extract};

use crate::kit::pictures::*;

const LIMIT: usize = 1 << 24;
/// Of the test's own, and of what is kept of blocks that were given back.
const SPARE: usize = 16 << 10;

pub(crate) fn test() {
    let dib = dib24(&sample(300, 300));
    let gif = gif((50, 40), (0, 0, 50, 40), 3, None, false, |x, y| (x + y) as u8 % 8);
    let png = extract(Kind::Dib, &dib, LIMIT, &mut Scratch::default()).unwrap().bytes.into_owned();
    legacybridge::memory::release_idle();
    let before = gauge::in_use();
    let mut scratch = Scratch::default();
    let compare = |scratch: &Scratch, what: &str| {
        let (held, said) = (gauge::in_use() - before, scratch.retained());
        println!("{what}: {held} bytes held, {said} said");
        // A block is given half again as large as it was asked for, at most.
        assert!(held >= said && held <= said * 3 / 2 + SPARE, "{what}: {held} held, {said} said");
    };
    compare(&scratch, "nothing");
    extract(Kind::Dib, &dib, LIMIT, &mut scratch).unwrap();
    compare(&scratch, "a DIB");
    assert!(scratch.retained() > 300 << 10, "the compressor is kept");
    embed(&gif, LIMIT, &mut scratch).unwrap();
    compare(&scratch, "a GIF");
    bitmap(&png, LIMIT, &mut scratch).unwrap();
    compare(&scratch, "a PNG as rows");
}
