//! Where this library is, for the registry and to find the type library in it.
//!
//! Errors  `Internal` and `MemoryLimit`; the system's own words add nothing here.

use std::ptr::null_mut;

use windows_sys::Win32::Foundation::HMODULE;
use windows_sys::Win32::System::LibraryLoader::{
    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
    GetModuleFileNameW, GetModuleHandleExW,
};

use crate::error::{Error, Result, Status};

/// Longest path that Windows has, in UTF-16 units.
const LONGEST_PATH: usize = 32_768;

/// The library's path, with a NUL at its end.
pub(super) fn path() -> Result<Vec<u16>> {
    let module = handle()?;
    let mut path = Vec::new();
    let mut room = 512;
    while room <= LONGEST_PATH {
        path.try_reserve_exact(room)?;
        path.resize(room, 0);
        // SAFETY: the buffer has so much room.
        let length = unsafe { GetModuleFileNameW(module, path.as_mut_ptr(), room as u32) } as usize;
        if length == 0 {
            break;
        }
        if length < room {
            path.truncate(length);
            path.push(0);
            return Ok(path);
        }
        room *= 4;
    }
    Err(unknown())
}

/// The library, not counted as used once more.
fn handle() -> Result<HMODULE> {
    let mut module = null_mut();
    let inside: fn() -> Result<HMODULE> = handle;
    let flags =
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    // SAFETY: with this flag the "name" is any address inside the library.
    let found = unsafe { GetModuleHandleExW(flags, inside as *const u16, &mut module) };
    if found == 0 || module.is_null() { Err(unknown()) } else { Ok(module) }
}

#[cold]
fn unknown() -> Error {
    Error::new(Status::Internal, "the system does not know where this library is")
}
