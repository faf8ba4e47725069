//! A picture's name by its content, so that the same picture is written once.
//!
//! Shape   FNV-1a, 64 bits, written as 16 lower-case hex digits.
//! Limits  it tells pictures of one document apart; it is no defence against forgery.

/// FNV-1a over all bytes.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    fnv1a_on(0xCBF2_9CE4_8422_2325, bytes)
}

/// FNV-1a that goes on from the hash of what stands before.
pub fn fnv1a_on(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ byte as u64).wrapping_mul(0x100_0000_01B3))
}

/// The hash as 16 hex digits.
pub fn digits(hash: u64) -> [u8; 16] {
    let mut text = [0; 16];
    for (index, digit) in text.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(hash >> (60 - 4 * index)) as usize & 15];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_values_of_fnv_1a() {
        for (text, hash) in
            [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")]
        {
            assert_eq!(&digits(fnv1a(text.as_bytes())), hash.as_bytes(), "{text}");
        }
    }
}
