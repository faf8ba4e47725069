//! Sixteen bytes at once: the few operations that the scans are made of, for each instruction set.
//!
//! Shape   a [`Block`] is 16 lanes of a byte; a comparison gives 0xFF in each lane where it holds, else 0.
//!         SSE2 on x86 and x86_64, where every supported target has it; SIMD of 128 bits on wasm32, where
//!         it is enabled.
//! Errors  none; [`load`] and [`store`] trust their caller.

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::*;
#[cfg(target_arch = "x86")]
use core::arch::x86::*;
#[cfg(target_arch = "x86_64")]
use core::arch::x86_64::*;

/// How many bytes a block has.
pub(super) const WIDTH: usize = 16;

#[cfg(not(target_arch = "wasm32"))]
pub(super) type Block = __m128i;
#[cfg(target_arch = "wasm32")]
pub(super) type Block = v128;

/// An operation, in the words of both instruction sets.
macro_rules! operations {
    ($($(#[$about:meta])* $name:ident($($value:ident: $kind:ty),*) -> $gives:ty { $x86:expr } { $wasm:expr })*) => {$(
        $(#[$about])*
        #[inline(always)]
        pub(super) fn $name($($value: $kind),*) -> $gives {
            // SAFETY: SSE2 is enabled for this target.
            #[cfg(not(target_arch = "wasm32"))]
            unsafe { $x86 }
            #[cfg(target_arch = "wasm32")]
            { $wasm }
        }
    )*};
}

operations! {
    /// The byte in every lane.
    all(byte: u8) -> Block { _mm_set1_epi8(byte as i8) } { u8x16_splat(byte) }
    /// Two words of 8 bytes.
    pair(first: u64, last: u64) -> Block
        { _mm_set_epi64x(last as i64, first as i64) } { u64x2(first, last) }
    /// Where both are equal.
    equal(a: Block, b: Block) -> Block { _mm_cmpeq_epi8(a, b) } { u8x16_eq(a, b) }
    /// Where a byte, its highest bit a sign, is below another.
    below(a: Block, b: Block) -> Block { _mm_cmplt_epi8(a, b) } { i8x16_lt(a, b) }
    /// The lesser of both, without signs.
    lesser(a: Block, b: Block) -> Block { _mm_min_epu8(a, b) } { u8x16_min(a, b) }
    minus(a: Block, b: Block) -> Block { _mm_sub_epi8(a, b) } { u8x16_sub(a, b) }
    and(a: Block, b: Block) -> Block { _mm_and_si128(a, b) } { v128_and(a, b) }
    or(a: Block, b: Block) -> Block { _mm_or_si128(a, b) } { v128_or(a, b) }
    /// What is in `a` and not in `b`.
    without(a: Block, b: Block) -> Block { _mm_andnot_si128(b, a) } { v128_andnot(a, b) }
    /// The highest bit of each lane, that of the first as the lowest.
    bits(block: Block) -> u32
        { _mm_movemask_epi8(block) as u32 } { u32::from(u8x16_bitmask(block)) }
}

/// Reads a block.
///
/// # Safety
/// 16 bytes must be readable at `from`.
#[inline(always)]
pub(super) unsafe fn load(from: *const u8) -> Block {
    // SAFETY: the caller vouches for the bytes; no alignment is asked for.
    #[cfg(not(target_arch = "wasm32"))]
    unsafe {
        _mm_loadu_si128(from.cast())
    }
    // SAFETY: the same.
    #[cfg(target_arch = "wasm32")]
    unsafe {
        v128_load(from.cast())
    }
}

/// Writes a block.
///
/// # Safety
/// 16 bytes must be writable at `to`.
#[inline(always)]
pub(super) unsafe fn store(to: *mut u8, block: Block) {
    // SAFETY: the caller vouches for the bytes; no alignment is asked for.
    #[cfg(not(target_arch = "wasm32"))]
    unsafe {
        _mm_storeu_si128(to.cast(), block);
    }
    // SAFETY: the same.
    #[cfg(target_arch = "wasm32")]
    unsafe {
        v128_store(to.cast(), block);
    }
}
