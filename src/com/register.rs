//! The registry's keys of the class, for all users or for one.
//!
//! Shape   [`register`] writes the class, its two names and the type library; [`unregister`]
//!         takes away what it wrote. A registration that fails halfway is taken back.
//! Errors  HRESULTs: E_ACCESSDENIED without the right to write for all users.
//! Limits  the 32-bit and the 64-bit library share the names; they stay while one of the two is
//!         registered.

use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{ERROR_FILE_NOT_FOUND, ERROR_SUCCESS};
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_32KEY, KEY_WOW64_64KEY,
    KEY_WRITE, REG_SZ, RegCloseKey, RegCreateKeyExW, RegDeleteTreeW, RegOpenKeyExW, RegSetValueExW,
};
use windows_sys::core::HRESULT;

use super::errors::{E_FAIL, S_OK};
use super::ole::{Interface, ole, release};
use super::{dispatch, ids, module, strings};

/// For whom the class is registered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All users; needs the rights of an administrator.
    Machine,
    /// The user who runs the process.
    User,
}

/// The kind of system that the type library is for: SYS_WIN32, SYS_WIN64.
const SYSTEM: i32 = if cfg!(target_pointer_width = "64") { 3 } else { 1 };
/// Where a process of the other width finds its classes.
const OTHER_VIEW: u32 =
    if cfg!(target_pointer_width = "64") { KEY_WOW64_32KEY } else { KEY_WOW64_64KEY };

type Outcome = Result<(), HRESULT>;

/// Registers the class.
pub(super) fn register(scope: Scope) -> HRESULT {
    write(scope).err().unwrap_or(S_OK)
}

/// Takes the registration back; one that is not there is no failure.
pub(super) fn unregister(scope: Scope) -> HRESULT {
    erase(scope).err().unwrap_or(S_OK)
}

fn write(scope: Scope) -> Outcome {
    let path = module::path().map_err(|_| E_FAIL)?;
    let library = dispatch::library(&path)?;
    let result = write_keys(scope, &path).and_then(|()| write_library(scope, library, &path));
    // SAFETY: the reference that `library` gave.
    unsafe { release(library) };
    if result.is_err() {
        let _ = erase(scope);
    }
    result
}

fn write_keys(scope: Scope, path: &[u16]) -> Outcome {
    let class = format!("CLSID\\{}", ids::text(&ids::CLSID_CONVERTER));
    let server = format!("{class}\\InprocServer32");
    let (clsid, libid) = (ids::text(&ids::CLSID_CONVERTER), ids::text(&ids::LIBID));
    let (major, minor) = ids::LIBRARY_VERSION;
    let set =
        |key: &str, name: Option<&str>, value: &str| set(scope, key, name, &strings::wide(value));
    set(&class, None, ids::DESCRIPTION)?;
    self::set(scope, &server, None, path)?;
    set(&server, Some("ThreadingModel"), "Both")?;
    set(&format!("{class}\\ProgID"), None, ids::PROGID_1)?;
    set(&format!("{class}\\VersionIndependentProgID"), None, ids::PROGID)?;
    set(&format!("{class}\\TypeLib"), None, &libid)?;
    set(&format!("{class}\\Version"), None, &format!("{major}.{minor}"))?;
    set(&format!("{class}\\Programmable"), None, "")?;
    for name in [ids::PROGID, ids::PROGID_1] {
        set(name, None, ids::DESCRIPTION)?;
        set(&format!("{name}\\CLSID"), None, &clsid)?;
    }
    set(&format!("{}\\CurVer", ids::PROGID), None, ids::PROGID_1)
}

fn write_library(scope: Scope, library: Interface, path: &[u16]) -> Outcome {
    let ole = ole().ok_or(E_FAIL)?;
    let register = match scope {
        Scope::Machine => Some(ole.register),
        Scope::User => ole.register_for_user,
    };
    let Some(register) = register else { return Ok(()) };
    // SAFETY: a type library, and a path that ends with a NUL.
    checked(unsafe { register(library, path.as_ptr(), null()) })
}

fn erase(scope: Scope) -> Outcome {
    let class = format!("CLSID\\{}", ids::text(&ids::CLSID_CONVERTER));
    erase_library(scope);
    let outcome = delete(scope, &class);
    if is_in_other_view(scope, &class) {
        return outcome;
    }
    // All is tried, whatever fails first.
    outcome.and(delete(scope, ids::PROGID_1)).and(delete(scope, ids::PROGID))
}

/// Says nothing of failures: there may be nothing to take away, systems have several words for
/// that, and who lacks the right to do it is told so when the class goes.
fn erase_library(scope: Scope) {
    let Some(ole) = ole() else { return };
    let unregister = match scope {
        Scope::Machine => Some(ole.unregister),
        Scope::User => ole.unregister_for_user,
    };
    if let Some(unregister) = unregister {
        let (major, minor) = ids::LIBRARY_VERSION;
        // SAFETY: takes numbers and a GUID.
        unsafe { unregister(&ids::LIBID, major, minor, 0, SYSTEM) };
    }
}

/// The key above all, and a key of classes under it.
fn place(scope: Scope, key: &str) -> (HKEY, Vec<u16>) {
    let root = match scope {
        Scope::Machine => HKEY_LOCAL_MACHINE,
        Scope::User => HKEY_CURRENT_USER,
    };
    (root, strings::wide(&format!("Software\\Classes\\{key}")))
}

/// Writes a value, which ends with a NUL; without a name it is the key's own.
fn set(scope: Scope, key: &str, name: Option<&str>, value: &[u16]) -> Outcome {
    let (root, key) = place(scope, key);
    let name = name.map(strings::wide);
    let name = name.as_ref().map_or(null(), |name| name.as_ptr());
    let mut open = null_mut();
    // SAFETY: texts end with NULs, the value has so many bytes, the key is closed.
    unsafe {
        let status = RegCreateKeyExW(
            root,
            key.as_ptr(),
            0,
            null(),
            0,
            KEY_WRITE,
            null(),
            &mut open,
            null_mut(),
        );
        of_system(status)?;
        let bytes = size_of_val(value) as u32;
        let status = RegSetValueExW(open, name, 0, REG_SZ, value.as_ptr().cast(), bytes);
        RegCloseKey(open);
        of_system(status)
    }
}

/// Deletes a key and what is under it.
fn delete(scope: Scope, key: &str) -> Outcome {
    let (root, key) = place(scope, key);
    // SAFETY: the text ends with a NUL.
    match unsafe { RegDeleteTreeW(root, key.as_ptr()) } {
        ERROR_FILE_NOT_FOUND => Ok(()),
        status => of_system(status),
    }
}

/// Whether the library of the other width is registered too.
fn is_in_other_view(scope: Scope, key: &str) -> bool {
    let (root, key) = place(scope, key);
    let mut open = null_mut();
    // SAFETY: the text ends with a NUL, and the key is closed.
    unsafe {
        let status = RegOpenKeyExW(root, key.as_ptr(), 0, KEY_READ | OTHER_VIEW, &mut open);
        if status == ERROR_SUCCESS {
            RegCloseKey(open);
        }
        status == ERROR_SUCCESS
    }
}

fn checked(status: HRESULT) -> Outcome {
    if status < 0 { Err(status) } else { Ok(()) }
}

/// A status of the system's as an HRESULT.
fn of_system(status: u32) -> Outcome {
    if status == ERROR_SUCCESS { Ok(()) } else { Err((0x8007_0000 | status) as HRESULT) }
}
