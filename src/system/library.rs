//! What only the operating system knows.

/// The system's ANSI code page; UTF-8 where there is no such thing.
#[cfg(windows)]
pub(crate) fn ansi_code_page() -> u32 {
    unsafe extern "system" {
        fn GetACP() -> u32;
    }
    // SAFETY: takes nothing, always succeeds, and is in kernel32, which every process has.
    unsafe { GetACP() }
}

/// The system's ANSI code page; UTF-8 where there is no such thing.
#[cfg(not(windows))]
pub(crate) fn ansi_code_page() -> u32 {
    65001
}

/// Keeps the library loaded for as long as the value lives: threads run its code. A host that
/// frees the DLL without a shutdown then keeps it, instead of crashing when a thread goes on.
#[derive(Debug)]
pub(crate) struct Loaded {
    #[cfg(windows)]
    module: usize,
}

#[cfg(windows)]
impl Loaded {
    /// Holds the module that this code is in. Where the system refuses, nothing is held.
    pub(crate) fn hold() -> Self {
        const FROM_ADDRESS: u32 = 4;
        unsafe extern "system" {
            fn GetModuleHandleExW(flags: u32, name: *const u16, module: *mut usize) -> i32;
        }
        let mut module = 0;
        let address = Loaded::hold as fn() -> Loaded as usize as *const u16;
        // SAFETY: with this flag the name is any address inside the module, and is not read.
        if unsafe { GetModuleHandleExW(FROM_ADDRESS, address, &mut module) } == 0 {
            module = 0;
        }
        Loaded { module }
    }
}

#[cfg(windows)]
impl Drop for Loaded {
    fn drop(&mut self) {
        unsafe extern "system" {
            fn FreeLibrary(module: usize) -> i32;
        }
        if self.module != 0 {
            // SAFETY: the handle was given by GetModuleHandleExW and is given back once. Whoever
            // drops this runs inside a call of the host, which holds the module itself.
            unsafe { FreeLibrary(self.module) };
        }
    }
}

#[cfg(not(windows))]
impl Loaded {
    /// Holds nothing: only Windows unloads a library under its threads so easily.
    pub(crate) fn hold() -> Self {
        Loaded {}
    }
}
