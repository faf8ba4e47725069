//! What makes conversions cheap, each of which can be built with or without, to measure what it is
//! worth.
//!
//! Shape   constants, so that a build has no trace of what it does without. Products have all but
//!         the interner, which does not pay (`docs/memory.md`): only `make bench-memory` sets
//!         `LEGACYBRIDGE_WITHOUT` and `LEGACYBRIDGE_WITH`, to names with commas between, and
//!         `make test-valgrind`, since a block that is kept hides from valgrind who uses it still.
//!
//! | name | with it | without it |
//! |---|---|---|
//! | `pools` | buffers and blocks serve one document after the other | each conversion makes its own |
//! | `blocks` | the allocator keeps blocks (part of `pools`) | every block goes back to the system |
//! | `interner` | what a font's or style's name means is remembered | it is found out each time |
//! | `zero-copy` | text is borrowed from input to output | each text is copied when read and when written |
//! | `simd` | 16 bytes are looked at together | one at a time |

const WITHOUT: Option<&str> = option_env!("LEGACYBRIDGE_WITHOUT");
const WITH: Option<&str> = option_env!("LEGACYBRIDGE_WITH");

/// Buffers serve one document after the other.
pub const POOLS: bool = !named(WITHOUT, "pools");
/// The allocator of the C artifacts keeps blocks for whoever asks next.
pub const BLOCKS: bool = POOLS && cfg!(feature = "capi") && !named(WITHOUT, "blocks");
/// What names mean is remembered between documents.
pub const INTERNER: bool = named(WITH, "interner");
/// Text is borrowed from the input.
pub const ZERO_COPY: bool = !named(WITHOUT, "zero-copy");
/// Bytes are scanned 16 at a time.
pub const SIMD: bool = !named(WITHOUT, "simd");

/// Whether the names hold `name`.
const fn named(names: Option<&str>, name: &str) -> bool {
    let Some(names) = names else { return false };
    let (names, name) = (names.as_bytes(), name.as_bytes());
    let (mut start, mut at) = (0, 0);
    while at <= names.len() {
        if at == names.len() || names[at] == b',' {
            if is_same(names, start, at, name) {
                return true;
            }
            start = at + 1;
        }
        at += 1;
    }
    false
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
