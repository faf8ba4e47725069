//! A short hash of bytes.
//!
//! Shape   FNV-1a, 64 bits.
//! Limits  it tells parts of one document apart; it is no defence against forgery.

/// FNV-1a over all bytes.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    fnv1a_on(0xCBF2_9CE4_8422_2325, bytes)
}

/// FNV-1a that goes on from the hash of what stands before.
pub fn fnv1a_on(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ byte as u64).wrapping_mul(0x100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_values_of_fnv_1a() {
        for (text, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }
}
