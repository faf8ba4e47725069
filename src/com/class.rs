//! The class factory.
//!
//! Shape   there is one, and it is not made or dropped: references to it only count.
//! Errors  HRESULTs; there are no aggregates.

use std::ffi::c_void;
use std::ptr::null_mut;

use windows_sys::core::{BOOL, GUID, HRESULT};

use super::errors::{CLASS_E_NOAGGREGATION, E_NOINTERFACE, E_POINTER, S_OK, contained};
use super::ole::{Interface, Unknown, release};
use super::{count, go, ids, object, stay};

#[repr(C)]
struct Table {
    unknown: Unknown,
    create:
        unsafe extern "system" fn(Interface, Interface, *const GUID, *mut *mut c_void) -> HRESULT,
    lock: unsafe extern "system" fn(Interface, BOOL) -> HRESULT,
}

#[repr(C)]
struct Factory(&'static Table);

static TABLE: Table = Table {
    unknown: Unknown { query: query_interface, add_reference, release: release_reference },
    create: create_instance,
    lock: lock_server,
};

static FACTORY: Factory = Factory(&TABLE);

/// The factory by one of its interfaces.
///
/// # Safety
/// `interface` must lead to a GUID and `object` to a pointer's place.
pub(super) unsafe fn query(interface: *const GUID, object: *mut *mut c_void) -> HRESULT {
    // SAFETY: the factory is there for ever; passed on to the caller.
    unsafe { query_interface((&raw const FACTORY).cast_mut().cast(), interface, object) }
}

unsafe extern "system" fn query_interface(
    this: Interface,
    interface: *const GUID,
    object: *mut *mut c_void,
) -> HRESULT {
    if object.is_null() || interface.is_null() {
        return E_POINTER;
    }
    // SAFETY: not NULL, and COM's contract says what they lead to.
    unsafe {
        let is_ours = [ids::IID_UNKNOWN, ids::IID_CLASS_FACTORY]
            .iter()
            .any(|known| ids::same(known, &*interface));
        *object = if is_ours { this } else { null_mut() };
        if !is_ours {
            return E_NOINTERFACE;
        }
    }
    stay();
    S_OK
}

unsafe extern "system" fn add_reference(_: Interface) -> u32 {
    stay();
    2
}

unsafe extern "system" fn release_reference(_: Interface) -> u32 {
    go();
    1
}

unsafe extern "system" fn create_instance(
    _: Interface,
    outer: Interface,
    interface: *const GUID,
    object: *mut *mut c_void,
) -> HRESULT {
    contained(|| {
        if object.is_null() || interface.is_null() {
            return E_POINTER;
        }
        // SAFETY: not NULL, and COM's contract says what they lead to. The first reference is
        // let go when the one that the caller asked for is there, or could not be had.
        unsafe {
            *object = null_mut();
            if !outer.is_null() {
                return CLASS_E_NOAGGREGATION;
            }
            let made = match object::make() {
                Ok(made) => made,
                Err(status) => return status,
            };
            count();
            let query = (**made.cast::<*const Unknown>()).query;
            let status = query(made, interface, object);
            release(made);
            status
        }
    })
}

unsafe extern "system" fn lock_server(_: Interface, lock: BOOL) -> HRESULT {
    if lock != 0 {
        stay();
    } else {
        go();
    }
    S_OK
}
