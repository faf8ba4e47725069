//! Gives back what the C runtime of 32-bit DLLs takes at every load and never returns.
//!
//! Shape   GCC's unwinder makes a semaphore for its lock when a DLL is loaded. It calls
//!         `CreateSemaphoreW` by the pointer that an import library has; the pointer is defined
//!         here instead, and what it made is closed when the DLL is unloaded. Without this a host
//!         that loads and frees the DLL again and again loses a handle each time.
//! Limits  at the end of the process nothing is closed: the system does that.
//! Source  the symbol is what `nm libgcc_eh.a` shows as undefined.

use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

type Handle = *mut c_void;
type Callback = unsafe extern "system" fn(*mut c_void, u32, *mut c_void);

unsafe extern "system" {
    fn CreateSemaphoreA(security: *mut c_void, first: i32, most: i32, name: *const u8) -> Handle;
    fn CloseHandle(handle: Handle) -> i32;
}

/// One for the unwinder, and room for other locks of the runtime.
static MADE: [AtomicPtr<c_void>; 4] = [const { AtomicPtr::new(null_mut()) }; 4];

// In assembler, because rustc exports every symbol that has a name of ours from the DLL.
std::arch::global_asm!(
    ".section .rdata,\"dr\"",
    ".balign 4",
    ".globl \"__imp__CreateSemaphoreW@16\"",
    "\"__imp__CreateSemaphoreW@16\":",
    ".long {create}",
    ".text",
    create = sym create,
);

/// `CreateSemaphoreW`, for a semaphore without a name.
unsafe extern "system" fn create(
    security: *mut c_void,
    first: i32,
    most: i32,
    _name: *const u16,
) -> Handle {
    // SAFETY: the caller's arguments; the runtime gives no names.
    let handle = unsafe { CreateSemaphoreA(security, first, most, std::ptr::null()) };
    for place in &MADE {
        if place.compare_exchange(null_mut(), handle, Relaxed, Relaxed).is_ok() {
            break;
        }
    }
    handle
}

// SAFETY: the linker collects these sections into the list that the loader calls.
#[unsafe(link_section = ".CRT$XLE")]
#[used]
static CALLBACK: Callback = unloaded;

/// Called by the loader. Nothing unwinds any more, and a lock that nobody waits for needs no
/// semaphore.
unsafe extern "system" fn unloaded(_module: *mut c_void, reason: u32, at_exit: *mut c_void) {
    const PROCESS_DETACH: u32 = 0;
    if reason == PROCESS_DETACH && at_exit.is_null() {
        for place in &MADE {
            let handle = place.swap(null_mut(), Relaxed);
            if !handle.is_null() {
                // SAFETY: made above and closed once.
                unsafe { CloseHandle(handle) };
            }
        }
    }
}
