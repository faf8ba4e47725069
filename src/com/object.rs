//! One object: how long it lives, which interfaces it has, and the converter behind it.
//!
//! Shape   two interfaces at two addresses: the dual one first, then ISupportErrorInfo. IMarshal
//!         is that of the system's free-threaded marshaler, made when it is first asked for.
//! Errors  those of making a converter, when it is first needed.
//! Limits  4,096 converters live at once, those of the C interface included.
//!
//! An object holds no interface pointer of its caller's and all it holds is locked, so that any
//! thread may use it: handing its address from apartment to apartment is right.

use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

use windows_sys::core::{GUID, HRESULT};

use super::errors::{E_NOINTERFACE, E_OUTOFMEMORY, E_POINTER, S_FALSE, S_OK, contained};
use super::ole::{Interface, Unknown, ole, release};
use super::table::{self, Methods};
use super::{go, ids, stay};
use crate::converter::Converter;
use crate::error::{Error, Result, Status};
use crate::host::guard;
use crate::memory::lock::Lock;
use crate::options::Options;
use crate::registry;
use crate::report::Report;

/// An object, as its callers' pointers see it.
#[repr(C)]
pub(super) struct Object {
    methods: &'static Methods,
    support: &'static Support,
    references: AtomicU32,
    state: Lock<State>,
    marshaler: Lock<Marshaler>,
    /// Which object it is, of all that the process has made.
    number: u64,
}

#[derive(Default)]
struct State {
    options: String,
    /// The registry's handle of the converter; 0 until one is needed.
    handle: i32,
    /// Whether options were set since that are wrong.
    failed: bool,
    /// What the last array of documents could not keep, as JSON.
    reports: String,
}

/// The last report of a thread: of which object's conversion, and what it could not keep.
type LastReport = Option<(u64, Report)>;

thread_local! {
    /// Plain data without a destructor, so that threads come and go freely.
    static LAST_REPORT: Cell<LastReport> = const { Cell::new(None) };
}

static NUMBERS: AtomicU64 = AtomicU64::new(0);

/// The system's marshaler, or NULL.
struct Marshaler(Interface);

// SAFETY: the free-threaded marshaler may be used by any thread; that is what it is for.
unsafe impl Send for Marshaler {}

/// The table of ISupportErrorInfo.
#[repr(C)]
struct Support {
    unknown: Unknown,
    supports: unsafe extern "system" fn(Interface, *const GUID) -> HRESULT,
}

static SUPPORT: Support = Support {
    unknown: Unknown {
        query: support_query,
        add_reference: support_add_reference,
        release: support_release,
    },
    supports: supports_error_info,
};

/// The first functions of the dual interface.
pub(super) const UNKNOWN: Unknown =
    Unknown { query: query_interface, add_reference, release: release_reference };

/// Makes an object with one reference.
pub(super) fn make() -> std::result::Result<Interface, HRESULT> {
    let layout = Layout::new::<Object>();
    // SAFETY: an object has a size.
    let object = unsafe { alloc(layout) }.cast::<Object>();
    if object.is_null() {
        return Err(E_OUTOFMEMORY);
    }
    // SAFETY: room for one object, aligned for it.
    unsafe {
        object.write(Object {
            methods: &table::METHODS,
            support: &SUPPORT,
            references: AtomicU32::new(1),
            state: Lock::new(State::default()),
            marshaler: Lock::new(Marshaler(null_mut())),
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
        });
    }
    stay();
    Ok(object.cast())
}

impl Object {
    /// The object's converter. It is made now if there is none, also when the host has shut the
    /// library down in between.
    pub(super) fn converter(&self) -> Result<Arc<Converter>> {
        self.state.with(|state| {
            if state.failed {
                let message = "the options that were set last are wrong: set others";
                return Err(Error::new(Status::BadHandle, message));
            }
            if state.handle != 0
                && let Ok(converter) = registry::get(state.handle)
            {
                return Ok(converter);
            }
            state.handle = registry::add(Converter::new(Options::parse(&state.options)?)?)?;
            registry::get(state.handle)
        })
    }

    /// The options as they were set.
    pub(super) fn options(&self) -> String {
        self.state.with(|state| state.options.clone())
    }

    /// Takes other options from the next call on. After bad ones the object converts nothing until
    /// it gets good ones: nothing is converted with other options than those that were asked for.
    pub(super) fn set_options(&self, options: String) -> Result<()> {
        let added = Options::parse(&options)
            .and_then(Converter::new)
            .and_then(registry::add)
            .inspect_err(|_| self.state.with(|state| state.failed = true));
        let state = State { options, handle: added?, ..State::default() };
        let before = self.state.with(|place| std::mem::replace(place, state));
        before.give_back();
        Ok(())
    }

    /// What the last array could not keep: a report for each document.
    pub(super) fn array_report(&self) -> String {
        self.state.with(|state| state.reports.clone())
    }

    /// Remembers that.
    pub(super) fn set_array_report(&self, reports: String) {
        drop(self.state.with(|state| std::mem::replace(&mut state.reports, reports)));
    }

    /// Ends the conversions that run or wait with the object now.
    pub(super) fn cancel(&self) {
        let handle = self.state.with(|state| state.handle);
        if handle != 0 {
            // After a shutdown there is no converter, and nothing to cancel.
            let _ = registry::cancel(handle);
        }
    }

    /// Runs a conversion of this thread's and remembers its report.
    pub(super) fn reporting<T>(
        &self,
        convert: impl FnOnce(&Converter, &mut Report) -> Result<T>,
    ) -> Result<T> {
        let mut report = Report::default();
        let result = convert(&*self.converter()?, &mut report);
        LAST_REPORT.set(Some((self.number, report)));
        result
    }

    /// What the last conversion with the object could not keep: this thread's, if it has done one
    /// since it converted with another object, else any thread's.
    pub(super) fn last_report(&self) -> Result<Report> {
        match LAST_REPORT.get() {
            Some((number, report)) if number == self.number => Ok(report),
            _ => Ok(self.converter()?.report()),
        }
    }
}

impl State {
    fn give_back(self) {
        if self.handle != 0 {
            // A host that has shut the library down in between has done this already.
            let _ = registry::remove(self.handle);
        }
    }
}

unsafe extern "system" fn query_interface(
    this: Interface,
    interface: *const GUID,
    found: *mut *mut c_void,
) -> HRESULT {
    if found.is_null() || interface.is_null() {
        return E_POINTER;
    }
    contained(|| {
        // SAFETY: not NULL, and COM's contract says what they lead to.
        unsafe {
            *found = null_mut();
            let interface = &*interface;
            let is = |known: &GUID| ids::same(known, interface);
            if is(&ids::IID_MARSHAL) {
                return query_marshaler(this, found);
            }
            let is_first =
                [ids::IID_UNKNOWN, ids::IID_DISPATCH, ids::IID_CONVERTER, ids::IID_AGILE_OBJECT];
            if is_first.iter().any(is) {
                *found = this;
            } else if is(&ids::IID_SUPPORT_ERROR_INFO) {
                *found = this.byte_add(offset_of!(Object, support));
            } else {
                return E_NOINTERFACE;
            }
            add_reference(this);
            S_OK
        }
    })
}

/// # Safety
/// As [`query_interface`].
unsafe fn query_marshaler(this: Interface, found: *mut *mut c_void) -> HRESULT {
    let Some(ole) = ole() else { return E_NOINTERFACE };
    // SAFETY: `this` is an object as long as its caller holds a reference.
    let object = unsafe { &*this.cast::<Object>() };
    let marshaler = object.marshaler.with(|marshaler| {
        if marshaler.0.is_null() {
            // SAFETY: the marshaler counts no reference to the object that it belongs to.
            unsafe { (ole.marshaler)(this, &mut marshaler.0) };
        }
        marshaler.0
    });
    if marshaler.is_null() {
        return E_OUTOFMEMORY;
    }
    // SAFETY: lives as long as the object; the reference that this gives is one to the object.
    unsafe {
        let query = (**marshaler.cast::<*const Unknown>()).query;
        query(marshaler, &ids::IID_MARSHAL, found)
    }
}

unsafe extern "system" fn add_reference(this: Interface) -> u32 {
    // SAFETY: an object lives as long as its callers hold references.
    let object = unsafe { &*this.cast::<Object>() };
    object.references.fetch_add(1, Ordering::Relaxed) + 1
}

unsafe extern "system" fn release_reference(this: Interface) -> u32 {
    // SAFETY: as above; the caller gives its reference up.
    let left = unsafe { (*this.cast::<Object>()).references.fetch_sub(1, Ordering::Release) } - 1;
    if left == 0 {
        fence(Ordering::Acquire);
        // SAFETY: that was the last reference, and `make` gave the memory.
        unsafe { end(this.cast()) };
    }
    left
}

/// # Safety
/// The object came from [`make`] and has no reference any more.
unsafe fn end(object: *mut Object) {
    // The marshaler asks for references while it goes: there must be one to take and give.
    // SAFETY: the object is still whole.
    let marshaler = unsafe {
        (*object).references.store(1, Ordering::Relaxed);
        (*object).marshaler.with(|marshaler| std::mem::replace(&mut marshaler.0, null_mut()))
    };
    // SAFETY: our reference to the marshaler. The object is taken apart once, and its memory is
    // given back as it was got.
    unsafe {
        release(marshaler);
        let state = (*object).state.with(std::mem::take);
        // A panic must not keep the memory, nor reach the caller.
        let _ = guard::enter(|| {
            state.give_back();
            Ok(())
        });
        object.drop_in_place();
        dealloc(object.cast(), Layout::new::<Object>());
    }
    go();
}

/// The object that has its second interface at this address.
fn whole(support: Interface) -> Interface {
    support.wrapping_byte_sub(offset_of!(Object, support))
}

unsafe extern "system" fn support_query(
    this: Interface,
    interface: *const GUID,
    found: *mut *mut c_void,
) -> HRESULT {
    // SAFETY: passed on to the caller.
    unsafe { query_interface(whole(this), interface, found) }
}

unsafe extern "system" fn support_add_reference(this: Interface) -> u32 {
    // SAFETY: passed on to the caller.
    unsafe { add_reference(whole(this)) }
}

unsafe extern "system" fn support_release(this: Interface) -> u32 {
    // SAFETY: passed on to the caller.
    unsafe { release_reference(whole(this)) }
}

unsafe extern "system" fn supports_error_info(_: Interface, interface: *const GUID) -> HRESULT {
    // SAFETY: COM's contract says that a GUID is there, unless NULL.
    let is_ours = unsafe { interface.as_ref() };
    match is_ours {
        Some(interface) if ids::same(interface, &ids::IID_CONVERTER) => S_OK,
        _ => S_FALSE,
    }
}
