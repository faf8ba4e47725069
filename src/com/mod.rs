//! The automation server: `LegacyBridge.Converter` for VBScript, VBA, VB6, FoxPro and others.
//!
//! | file | what it is for |
//! |---|---|
//! | `legacybridge.idl` | the type library: what hosts see |
//! | `ids` | the identifiers, fixed for ever |
//! | `class` | the class factory |
//! | `object` | one object: lifetime, its interfaces, its converter |
//! | `table` | the dual interface's table of functions |
//! | `methods` | what the methods do |
//! | `array` | an array of documents, converted by threads of its own |
//! | `dispatch` | late binding, left to the system and the type library |
//! | `strings` | BSTRs in and out |
//! | `variants` | documents as strings, bytes and arrays of both |
//! | `errors` | errors as HRESULTs and error information |
//! | `register` | the registry's keys |
//! | `module` | where this library is |
//! | `ole` | the system's OLE functions, found when COM is first used |
//!
//! Shape   the functions below are what COM and regsvr32 call. An object has a converter of its
//!         own; any thread may call it, so that it is of both apartments (`ThreadingModel=Both`)
//!         and marshals by handing out its address.
//! Errors  HRESULTs; panics are contained.
//! Limits  Windows only. The library imports no OLE library: hosts that only use the C interface
//!         load none.

#![allow(unsafe_code)]

mod array;
mod class;
mod dispatch;
mod errors;
mod ids;
mod methods;
mod module;
mod object;
mod ole;
mod register;
mod strings;
mod table;
mod variants;

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use windows_sys::core::{BOOL, GUID, HRESULT, PCWSTR};

use crate::batch::table as jobs;
use crate::host::closing;
use errors::{CLASS_E_CLASSNOTAVAILABLE, E_INVALIDARG, E_POINTER, S_FALSE, S_OK};
use register::Scope;

/// Objects, references to the class factory, and locks of it: what keeps the library in memory.
static IN_USE: AtomicUsize = AtomicUsize::new(0);

/// Whether the server is counted as a part of the host that uses the library: from its first object on until
/// COM may unload it.
static COUNTED: AtomicBool = AtomicBool::new(false);

/// Counts the server, once.
fn count() {
    if !COUNTED.swap(true, Ordering::SeqCst) && closing::start_up().is_err() {
        COUNTED.store(false, Ordering::SeqCst);
    }
}

/// Counts one more reason to stay in memory.
fn stay() {
    IN_USE.fetch_add(1, Ordering::SeqCst);
}

/// Counts one reason less.
fn go() {
    IN_USE.fetch_sub(1, Ordering::SeqCst);
}

/// Gives COM the class factory.
///
/// # Safety
/// As COM calls it: `class` and `interface` lead to GUIDs, `object` to a pointer's place.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn DllGetClassObject(
    class: *const GUID,
    interface: *const GUID,
    object: *mut *mut c_void,
) -> HRESULT {
    errors::contained(|| {
        if object.is_null() || class.is_null() || interface.is_null() {
            return E_POINTER;
        }
        // SAFETY: not NULL, and the caller's GUIDs and place.
        unsafe {
            *object = std::ptr::null_mut();
            if !ids::same(&*class, &ids::CLSID_CONVERTER) {
                return CLASS_E_CLASSNOTAVAILABLE;
            }
            class::query(interface, object)
        }
    })
}

/// Tells COM whether the library may be unloaded: no object, no lock, no thread of a batch job.
/// What it keeps for later documents is given back then, unless the C interface is in use.
#[unsafe(no_mangle)]
pub extern "system" fn DllCanUnloadNow() -> HRESULT {
    errors::contained(|| {
        if IN_USE.load(Ordering::SeqCst) > 0 || jobs::is_running() {
            return S_FALSE;
        }
        dispatch::forget();
        if COUNTED.swap(false, Ordering::SeqCst) {
            closing::leave();
        }
        closing::give_back();
        S_OK
    })
}

/// Registers the class for all users: regsvr32 without options.
#[unsafe(no_mangle)]
pub extern "system" fn DllRegisterServer() -> HRESULT {
    errors::contained(|| register::register(Scope::Machine))
}

/// Takes the registration for all users back.
#[unsafe(no_mangle)]
pub extern "system" fn DllUnregisterServer() -> HRESULT {
    errors::contained(|| register::unregister(Scope::Machine))
}

/// Registers the class, or takes that back: `regsvr32 /n /i:user` for this user alone,
/// `regsvr32 /n /i` for all.
///
/// # Safety
/// As regsvr32 calls it: `command` is NULL or leads to text that ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn DllInstall(install: BOOL, command: PCWSTR) -> HRESULT {
    errors::contained(|| {
        // SAFETY: the caller's text, as above.
        let command = unsafe { strings::from_nul(command) };
        let scope = match command.trim().to_ascii_lowercase().as_str() {
            "user" => Scope::User,
            "" | "machine" => Scope::Machine,
            _ => return E_INVALIDARG,
        };
        if install != 0 { register::register(scope) } else { register::unregister(scope) }
    })
}
