//! What makes conversions cheap, each of which can be built without, to measure what it is worth.
//!
//! Shape   constants, so that a build has no trace of what it does without. Products have them
//!         all: only `make bench-memory` sets `LEGACYBRIDGE_WITHOUT`, to names with commas between.
//!
//! | name | with it | without it |
//! |---|---|---|
//! | `pools` | buffers serve one document after the other | each conversion makes its own |
//! | `interner` | what a font's or style's name means is remembered | it is found out each time |
//! | `zero-copy` | text is borrowed from input to output | each text is copied when read and when written |
//! | `simd` | 16 bytes are looked at together | one at a time |

/// Buffers serve one document after the other.
pub const POOLS: bool = has("pools");
/// What names mean is remembered between documents.
pub const INTERNER: bool = has("interner");
/// Text is borrowed from the input.
pub const ZERO_COPY: bool = has("zero-copy");
/// Bytes are scanned 16 at a time.
pub const SIMD: bool = has("simd");

/// Whether the build was not told to do without `name`.
const fn has(name: &str) -> bool {
    let Some(without) = option_env!("LEGACYBRIDGE_WITHOUT") else { return true };
    let (without, name) = (without.as_bytes(), name.as_bytes());
    let (mut start, mut at) = (0, 0);
    while at <= without.len() {
        if at == without.len() || without[at] == b',' {
            if is_same(without, start, at, name) {
                return false;
            }
            start = at + 1;
        }
        at += 1;
    }
    true
}

const fn is_same(text: &[u8], start: usize, end: usize, name: &[u8]) -> bool {
    if end - start != name.len() {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if text[start + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}
