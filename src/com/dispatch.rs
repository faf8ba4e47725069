//! Late binding: names and calls by number, left to the system and the type library.
//!
//! Shape   the type library is a resource of this library. What it says of the dual interface is
//!         read once, shared by all objects, and forgotten when COM may unload the library.
//! Errors  HRESULTs of the system's. DispInvoke turns a method's failure and its error
//!         information into what script hosts show.

use std::ffi::c_void;
use std::ptr::null_mut;

use windows_sys::core::{GUID, HRESULT, PCWSTR};

use super::errors::{DISP_E_BADINDEX, E_FAIL, E_POINTER, S_OK, contained};
use super::ole::{Interface, Unknown, ole, release};
use super::{ids, module};
use crate::memory::lock::Lock;

/// LoadTypeLibEx shall register nothing.
const REGKIND_NONE: i32 = 2;

/// The description of the dual interface, or NULL.
struct Description(Interface);

// SAFETY: the system's descriptions may be used by any thread.
unsafe impl Send for Description {}

static DESCRIPTION: Lock<Description> = Lock::new(Description(null_mut()));

/// The table of ITypeLib as far as it is used.
#[repr(C)]
struct TypeLibrary {
    unknown: Unknown,
    count: usize,
    one: usize,
    kind: usize,
    by_guid: unsafe extern "system" fn(Interface, *const GUID, *mut Interface) -> HRESULT,
}

/// The type library of this library; the caller lets go of it.
pub(super) fn library(path: &[u16]) -> Result<Interface, HRESULT> {
    let ole = ole().ok_or(E_FAIL)?;
    let mut library = null_mut();
    // SAFETY: the path ends with a NUL.
    let status = unsafe { (ole.load_library)(path.as_ptr(), REGKIND_NONE, &mut library) };
    if status < 0 { Err(status) } else { Ok(library) }
}

/// Lets go of the description: nobody uses it any more.
pub(super) fn forget() {
    let description =
        DESCRIPTION.with(|description| std::mem::replace(&mut description.0, null_mut()));
    // SAFETY: our reference.
    unsafe { release(description) };
}

/// The description with a reference of the caller's.
fn description() -> Result<Interface, HRESULT> {
    let known = DESCRIPTION.with(|description| counted(description.0));
    if !known.is_null() {
        return Ok(known);
    }
    // Read without the lock: the system may take locks of its own.
    let library = library(&module::path().map_err(|_| E_FAIL)?)?;
    let mut read = null_mut();
    // SAFETY: the table is as the system documents it.
    let status = unsafe {
        let by_guid = (**library.cast::<*const TypeLibrary>()).by_guid;
        let status = by_guid(library, &ids::IID_CONVERTER, &mut read);
        release(library);
        status
    };
    if status < 0 {
        return Err(status);
    }
    let before =
        DESCRIPTION.with(|description| std::mem::replace(&mut description.0, counted(read)));
    // SAFETY: another thread's reference, if it was quicker.
    unsafe { release(before) };
    Ok(read)
}

/// The same with one more reference; NULL stays NULL.
fn counted(interface: Interface) -> Interface {
    if !interface.is_null() {
        // SAFETY: who calls this holds a reference.
        unsafe { ((**interface.cast::<*const Unknown>()).add_reference)(interface) };
    }
    interface
}

/// Runs a call with the description.
fn described(call: impl Fn(Interface) -> HRESULT) -> HRESULT {
    contained(|| match description() {
        Ok(description) => {
            let status = call(description);
            // SAFETY: the reference that `description` gave.
            unsafe { release(description) };
            status
        }
        Err(status) => status,
    })
}

pub(super) unsafe extern "system" fn get_type_info_count(_: Interface, count: *mut u32) -> HRESULT {
    if count.is_null() {
        return E_POINTER;
    }
    // SAFETY: not NULL, and COM's contract says that it leads to a number's place.
    unsafe { *count = 1 };
    S_OK
}

pub(super) unsafe extern "system" fn get_type_info(
    _: Interface,
    index: u32,
    _locale: u32,
    found: *mut Interface,
) -> HRESULT {
    if found.is_null() {
        return E_POINTER;
    }
    // SAFETY: not NULL, and COM's contract says that it leads to a pointer's place.
    unsafe { *found = null_mut() };
    if index != 0 {
        return DISP_E_BADINDEX;
    }
    described(|description| {
        // SAFETY: as above.
        unsafe { *found = counted(description) };
        S_OK
    })
}

pub(super) unsafe extern "system" fn get_ids_of_names(
    _: Interface,
    _: *const GUID,
    names: *const PCWSTR,
    count: u32,
    _locale: u32,
    numbers: *mut i32,
) -> HRESULT {
    if names.is_null() || numbers.is_null() {
        return E_POINTER;
    }
    described(|description| {
        let Some(ole) = ole() else { return E_FAIL };
        // SAFETY: passed on to the caller, who knows how many names there are.
        unsafe { (ole.names)(description, names, count, numbers) }
    })
}

#[allow(clippy::too_many_arguments)]
pub(super) unsafe extern "system" fn invoke(
    this: Interface,
    number: i32,
    _: *const GUID,
    _locale: u32,
    flags: u16,
    arguments: *mut c_void,
    result: *mut c_void,
    exception: *mut c_void,
    wrong: *mut u32,
) -> HRESULT {
    if arguments.is_null() {
        return E_POINTER;
    }
    described(|description| {
        let Some(ole) = ole() else { return E_FAIL };
        // SAFETY: passed on to the caller. The system calls a method in the object's own table.
        unsafe {
            (ole.invoke)(this, description, number, flags, arguments, result, exception, wrong)
        }
    })
}
