//! The system's OLE functions, found when COM is first used.
//!
//! Shape   [`ole`] gives a table of functions, or none where the system has no OLE. Who calls
//!         into this room has ole32 and oleaut32 in memory already, so that loading them again
//!         only counts them; they stay for as long as the process lives.
//! Limits  `RegisterTypeLibForUser` came with Windows Vista's first service pack and is optional.
//!
//! Importing these would load five more system libraries, windows and printing among them, into
//! every host that only uses the C interface.

use std::ffi::{c_char, c_void};

use once_cell::sync::OnceCell;
use windows_sys::Win32::Foundation::HMODULE;
use windows_sys::Win32::System::LibraryLoader::{GetProcAddress, LoadLibraryW};
use windows_sys::core::{GUID, HRESULT, PCWSTR, w};

use super::variants::Variant;

/// A pointer to any interface.
pub(super) type Interface = *mut c_void;
/// A string of automation; its length stands before it. NULL is the empty string.
pub(super) type Bstr = *const u16;

/// The first three functions of every interface.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Unknown {
    pub query: unsafe extern "system" fn(Interface, *const GUID, *mut Interface) -> HRESULT,
    pub add_reference: unsafe extern "system" fn(Interface) -> u32,
    pub release: unsafe extern "system" fn(Interface) -> u32,
}

type Register = unsafe extern "system" fn(Interface, PCWSTR, PCWSTR) -> HRESULT;
type Unregister = unsafe extern "system" fn(*const GUID, u16, u16, u32, i32) -> HRESULT;

/// What is used of oleaut32 and ole32.
pub(super) struct Ole {
    pub string: unsafe extern "system" fn(*const u16, u32) -> Bstr,
    pub string_bytes: unsafe extern "system" fn(Bstr) -> u32,
    pub free_string: unsafe extern "system" fn(Bstr),
    pub create_error: unsafe extern "system" fn(*mut Interface) -> HRESULT,
    pub set_error: unsafe extern "system" fn(u32, Interface) -> HRESULT,
    pub load_library: unsafe extern "system" fn(PCWSTR, i32, *mut Interface) -> HRESULT,
    pub names: unsafe extern "system" fn(Interface, *const PCWSTR, u32, *mut i32) -> HRESULT,
    #[allow(clippy::type_complexity)]
    pub invoke: unsafe extern "system" fn(
        Interface,
        Interface,
        i32,
        u16,
        *mut c_void,
        *mut c_void,
        *mut c_void,
        *mut u32,
    ) -> HRESULT,
    pub register: Register,
    pub unregister: Unregister,
    pub register_for_user: Option<Register>,
    pub unregister_for_user: Option<Unregister>,
    pub marshaler: unsafe extern "system" fn(Interface, *mut Interface) -> HRESULT,
    pub change_type: unsafe extern "system" fn(*mut Variant, *const Variant, u16, u16) -> HRESULT,
    pub array: unsafe extern "system" fn(u16, i32, u32) -> *mut c_void,
    pub destroy_array: unsafe extern "system" fn(*mut c_void) -> HRESULT,
}

/// The functions, if the system has them all.
pub(super) fn ole() -> Option<&'static Ole> {
    static FOUND: OnceCell<Option<Ole>> = OnceCell::new();
    FOUND.get_or_init(find).as_ref()
}

/// Lets go of an interface; NULL is none.
///
/// # Safety
/// The pointer must be a reference that the caller owns.
pub(super) unsafe fn release(interface: Interface) {
    if !interface.is_null() {
        // SAFETY: every interface begins with a pointer to a table that begins with these.
        unsafe { ((**interface.cast::<*const Unknown>()).release)(interface) };
    }
}

fn find() -> Option<Ole> {
    // SAFETY: names of libraries that the system itself keeps; nothing of theirs runs on loading
    // that this process has not had already.
    let (automation, ole) =
        unsafe { (LoadLibraryW(w!("oleaut32.dll")), LoadLibraryW(w!("ole32.dll"))) };
    if automation.is_null() || ole.is_null() {
        return None;
    }
    // SAFETY: each type is that of the function as the system documents it.
    unsafe {
        Some(Ole {
            string: function(automation, c"SysAllocStringLen")?,
            string_bytes: function(automation, c"SysStringByteLen")?,
            free_string: function(automation, c"SysFreeString")?,
            create_error: function(automation, c"CreateErrorInfo")?,
            set_error: function(automation, c"SetErrorInfo")?,
            load_library: function(automation, c"LoadTypeLibEx")?,
            names: function(automation, c"DispGetIDsOfNames")?,
            invoke: function(automation, c"DispInvoke")?,
            register: function(automation, c"RegisterTypeLib")?,
            unregister: function(automation, c"UnRegisterTypeLib")?,
            register_for_user: function(automation, c"RegisterTypeLibForUser"),
            unregister_for_user: function(automation, c"UnRegisterTypeLibForUser"),
            marshaler: function(ole, c"CoCreateFreeThreadedMarshaler")?,
            change_type: function(automation, c"VariantChangeType")?,
            array: function(automation, c"SafeArrayCreateVector")?,
            destroy_array: function(automation, c"SafeArrayDestroy")?,
        })
    }
}

/// A function of a library as a pointer of type `F`.
///
/// # Safety
/// `F` must be the type of a pointer to that function.
unsafe fn function<F: Copy>(library: HMODULE, name: &std::ffi::CStr) -> Option<F> {
    const { assert!(size_of::<F>() == size_of::<usize>()) };
    // SAFETY: the name ends with a NUL.
    let found = unsafe { GetProcAddress(library, name.as_ptr().cast::<c_char>().cast()) }?;
    // SAFETY: both are pointers to a function, and the caller says of which type.
    Some(unsafe { std::mem::transmute_copy::<_, F>(&found) })
}
