//! Numbers in bytes, checked: a place past the end is `None`.
//!
//! Units   offsets in bytes; `le` is little-endian (Windows), `be` big-endian (PNG, JPEG).

#[inline]
pub(super) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

#[inline]
pub(super) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

#[inline]
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_be_bytes(*chunk))
}

#[inline]
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_be_bytes(*chunk))
}

/// Signed 16 bits, widened.
#[inline]
pub(super) fn le16i(bytes: &[u8], at: usize) -> Option<i32> {
    le16(bytes, at).map(|value| value as i16 as i32)
}

/// Signed 32 bits.
#[inline]
pub(super) fn le32i(bytes: &[u8], at: usize) -> Option<i32> {
    le32(bytes, at).map(|value| value as i32)
}

/// `len` bytes at `at`, or as many as there are.
#[inline]
pub(super) fn up_to(bytes: &[u8], at: usize, len: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.get(..len).unwrap_or(rest)
}

/// Makes `buffer` hold exactly `len` times `fill`, without ever aborting the host.
pub(super) fn refill<T: Copy>(
    buffer: &mut Vec<T>,
    len: usize,
    fill: T,
) -> Result<(), super::Unfit> {
    buffer.clear();
    buffer.try_reserve_exact(len)?;
    buffer.resize(len, fill);
    Ok(())
}

/// Appends bytes, without ever aborting the host.
pub(super) fn append(buffer: &mut Vec<u8>, bytes: &[u8]) -> Result<(), super::Unfit> {
    buffer.try_reserve(bytes.len())?;
    buffer.extend_from_slice(bytes);
    Ok(())
}
