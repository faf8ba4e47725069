//! Errors as hosts of automation see them: an HRESULT, and error information with the message.
//!
//! Shape   [`settle`] ends every method. VBScript and VB show the message as `Err.Description`
//!         and the HRESULT as `Err.Number`.
//! Units   status -n of the C interface is 0x80040200 + n: `vbObjectError + 512 + n`.
//! Errors  where no error information can be made, the HRESULT goes alone.

use std::ptr::null_mut;

use windows_sys::core::{GUID, HRESULT};

use super::ole::{Bstr, Interface, Ole, Unknown, ole, release};
use super::{ids, strings};
use crate::error::{Error, Result};
use crate::host::guard;

pub(super) const S_OK: HRESULT = 0;
pub(super) const S_FALSE: HRESULT = 1;
pub(super) const E_NOINTERFACE: HRESULT = 0x8000_4002_u32 as HRESULT;
pub(super) const E_POINTER: HRESULT = 0x8000_4003_u32 as HRESULT;
pub(super) const E_FAIL: HRESULT = 0x8000_4005_u32 as HRESULT;
pub(super) const E_UNEXPECTED: HRESULT = 0x8000_FFFF_u32 as HRESULT;
pub(super) const E_OUTOFMEMORY: HRESULT = 0x8007_000E_u32 as HRESULT;
pub(super) const E_INVALIDARG: HRESULT = 0x8007_0057_u32 as HRESULT;
pub(super) const CLASS_E_NOAGGREGATION: HRESULT = 0x8004_0110_u32 as HRESULT;
pub(super) const CLASS_E_CLASSNOTAVAILABLE: HRESULT = 0x8004_0111_u32 as HRESULT;
pub(super) const DISP_E_BADINDEX: HRESULT = 0x8002_000B_u32 as HRESULT;

/// FACILITY_ITF, in the part that interfaces may use for themselves.
const FIRST: u32 = 0x8004_0200;

/// What a method returns. A failure leaves its message with the thread.
#[inline(never)]
pub(super) fn settle(result: Result<()>) -> HRESULT {
    match result {
        Ok(()) => S_OK,
        Err(error) => {
            tell(&error);
            number(&error)
        }
    }
}

/// Runs what is no method of the interface; a panic in it is E_UNEXPECTED.
pub(super) fn contained(mut call: impl FnMut() -> HRESULT) -> HRESULT {
    contained_any(&mut call)
}

#[inline(never)]
fn contained_any(call: &mut dyn FnMut() -> HRESULT) -> HRESULT {
    guard::contain(|| Ok(call())).unwrap_or(E_UNEXPECTED)
}

/// The HRESULT of an error.
pub(super) fn number(error: &Error) -> HRESULT {
    (FIRST + (error.status as i32).unsigned_abs()) as HRESULT
}

/// The system's builder of error information.
#[repr(C)]
struct CreateErrorInfo {
    unknown: Unknown,
    set_guid: unsafe extern "system" fn(Interface, *const GUID) -> HRESULT,
    set_source: unsafe extern "system" fn(Interface, Bstr) -> HRESULT,
    set_description: unsafe extern "system" fn(Interface, Bstr) -> HRESULT,
}

fn tell(error: &Error) {
    let Some(ole) = ole() else { return };
    let (Ok(source), Ok(description)) =
        (strings::from_text(ids::PROGID), strings::from_text(&error.to_string()))
    else {
        return;
    };
    // SAFETY: both are BSTRs of ours, which the builder copies.
    unsafe {
        put(ole, source, description);
        (ole.free_string)(source);
        (ole.free_string)(description);
    }
}

/// # Safety
/// Both must be BSTRs.
unsafe fn put(ole: &Ole, source: Bstr, description: Bstr) {
    let (mut builder, mut information): (Interface, Interface) = (null_mut(), null_mut());
    // SAFETY: the builder's table is as the system documents it; every reference is let go.
    unsafe {
        if (ole.create_error)(&mut builder) < 0 || builder.is_null() {
            return;
        }
        let table = *builder.cast::<*const CreateErrorInfo>();
        ((*table).set_guid)(builder, &ids::IID_CONVERTER);
        ((*table).set_source)(builder, source);
        ((*table).set_description)(builder, description);
        let query = (*table).unknown.query;
        if query(builder, &ids::IID_ERROR_INFO, &mut information) >= 0 {
            (ole.set_error)(0, information);
        }
        release(information);
        release(builder);
    }
}
