//! What only the operating system knows.

/// The system's ANSI code page; UTF-8 where there is no such thing.
#[cfg(windows)]
pub fn ansi_code_page() -> u32 {
    unsafe extern "system" {
        fn GetACP() -> u32;
    }
    // SAFETY: takes nothing, always succeeds, and is in kernel32, which every process has.
    unsafe { GetACP() }
}

/// The system's ANSI code page; UTF-8 where there is no such thing.
#[cfg(not(windows))]
pub fn ansi_code_page() -> u32 {
    65001
}
