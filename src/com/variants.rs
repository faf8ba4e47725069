//! Documents as automation gives them: strings, bytes, arrays of both; and arrays that go out.
//!
//! Shape   [`Document::of`] looks at a VARIANT, [`Documents::of`] at one that holds an array; what they give is
//!         borrowed for the call. An [`Array`] that goes out is made by the system and belongs to the
//!         caller.
//! Units   strings are UTF-16; `Byte()` is bytes as they stand in files and binary columns.
//! Errors  `BadArgument` for what is no document, `MemoryLimit` where the system gives no array.
//! Limits  arrays of one dimension. Null and Empty are the empty string.

use std::ffi::c_void;
use std::ptr::null_mut;

use windows_sys::core::HRESULT;

use super::ole::{Bstr, ole};
use super::strings;
use crate::error::{Error, Result, Status};

const EMPTY: u16 = 0;
const NULL: u16 = 1;
const BSTR: u16 = 8;
const ERROR: u16 = 10;
const VARIANT: u16 = 12;
const BYTE: u16 = 17;
const ARRAY: u16 = 0x2000;
const BY_REFERENCE: u16 = 0x4000;

/// A value of automation.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Variant {
    kind: u16,
    reserved: [u16; 3],
    value: [usize; 2],
}

// As the system's header has it.
const _: () = assert!(size_of::<Variant>() == 8 + 2 * size_of::<usize>());

impl Variant {
    /// Nothing.
    pub(super) const EMPTY: Variant = Variant { kind: EMPTY, reserved: [0; 3], value: [0; 2] };

    fn new(kind: u16, value: usize) -> Variant {
        Variant { kind, value: [value, 0], ..Variant::EMPTY }
    }

    /// Null, as databases have it.
    pub(super) fn null() -> Variant {
        Variant::new(NULL, 0)
    }

    /// A string, which belongs to it.
    pub(super) fn string(string: Bstr) -> Variant {
        Variant::new(BSTR, string as usize)
    }

    /// An error.
    pub(super) fn error(code: HRESULT) -> Variant {
        Variant::new(ERROR, code as u32 as usize)
    }

    /// An array, which belongs to it.
    pub(super) fn array(array: Array) -> Variant {
        let of = array.of;
        Variant::new(ARRAY | of, array.leave() as usize)
    }

    /// What stands behind a reference to it.
    ///
    /// # Safety
    /// It must be a VARIANT as automation passes them.
    unsafe fn meant(self) -> Variant {
        match self.kind {
            // SAFETY: that is what the kind says.
            kind if kind == BY_REFERENCE | VARIANT => unsafe {
                (self.value[0] as *const Variant).read_unaligned()
            },
            _ => self,
        }
    }

    /// The pointer of a kind, be it there or behind a reference.
    ///
    /// # Safety
    /// As [`Variant::meant`].
    unsafe fn pointer(&self, kind: u16) -> Option<*const c_void> {
        match self.kind {
            own if own == kind => Some(self.value[0] as *const c_void),
            // SAFETY: that is what the kind says.
            own if own == kind | BY_REFERENCE => {
                Some(unsafe { (self.value[0] as *const *const c_void).read_unaligned() })
            }
            _ => None,
        }
    }
}

/// The head of an array of one dimension, as the system's header has it.
#[repr(C)]
struct Head {
    dimensions: u16,
    features: u16,
    element_bytes: u32,
    locks: u32,
    data: *mut c_void,
    count: u32,
    first: i32,
}

/// The elements of an array, and the number of the first; NULL is an array without elements.
///
/// # Safety
/// `pointer` must be NULL or an array of the system's whose elements are `T`, which stays as it is for as
/// long as the slice.
unsafe fn elements<'a, T>(pointer: *const c_void) -> Result<(&'a [T], i32)> {
    if pointer.is_null() {
        return Ok((&[], 0));
    }
    // SAFETY: every array begins like this.
    let head = unsafe { &*pointer.cast::<Head>() };
    if head.dimensions != 1 || head.element_bytes as usize != size_of::<T>() {
        return Err(bad("an array must have one dimension"));
    }
    if head.count == 0 || head.data.is_null() {
        return Ok((&[], head.first));
    }
    // SAFETY: so many elements stand there, as the system aligns them.
    let elements =
        unsafe { std::slice::from_raw_parts(head.data.cast::<T>(), head.count as usize) };
    Ok((elements, head.first))
}

/// A document.
pub(super) enum Document<'a> {
    /// A string.
    Text(&'a [u16]),
    /// A string that was made of something else, and goes when the call ends.
    Made(Made),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Null or Empty.
    Nothing,
}

impl Document<'_> {
    /// What a VARIANT holds.
    ///
    /// # Safety
    /// It must be a VARIANT as automation passes them, which stays as it is while the document lives.
    pub(super) unsafe fn of(variant: Variant) -> Result<Self> {
        // SAFETY: passed on to the caller, here and below.
        unsafe {
            let variant = variant.meant();
            if let Some(string) = variant.pointer(BSTR) {
                return Ok(Document::Text(strings::units(string.cast())?));
            }
            if let Some(array) = variant.pointer(ARRAY | BYTE) {
                return Ok(Document::Bytes(elements(array)?.0));
            }
            match variant.kind {
                EMPTY | NULL => Ok(Document::Nothing),
                _ => Made::of(&variant).map(Document::Made),
            }
        }
    }
}

/// What a document is made of, once it has been looked at.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// UTF-16.
    Units(&'a [u16]),
    /// Bytes as they stand in files.
    Bytes(&'a [u8]),
    /// Nothing: the empty string.
    Nothing,
    /// Null, which stays Null in an array.
    Null,
}

impl Document<'_> {
    /// What it is made of.
    pub(super) fn source(&self) -> Result<Source<'_>> {
        Ok(match self {
            Document::Text(units) => Source::Units(units),
            // SAFETY: the string lives as long as this.
            Document::Made(made) => Source::Units(unsafe { strings::units(made.0) }?),
            Document::Bytes(bytes) => Source::Bytes(bytes),
            Document::Nothing => Source::Nothing,
        })
    }
}

/// A string that the system made of a number, a date or an object's value.
pub(super) struct Made(Bstr);

impl Made {
    /// # Safety
    /// As [`Document::of`].
    unsafe fn of(variant: &Variant) -> Result<Made> {
        let ole = ole().ok_or_else(strings::no_ole)?;
        let mut made = Variant::EMPTY;
        // SAFETY: both are VARIANTs, and the place is empty.
        let result = unsafe { (ole.change_type)(&mut made, variant, 0, BSTR) };
        if result < 0 || made.kind != BSTR {
            return Err(bad("a document must be a string or an array of bytes"));
        }
        Ok(Made(made.value[0] as Bstr))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if let Some(ole) = ole() {
            // SAFETY: it was made for us and is given back once.
            unsafe { (ole.free_string)(self.0) };
        }
    }
}

/// An array of documents.
pub(super) enum Documents<'a> {
    /// Of strings, and the number of the first.
    Strings(&'a [Bstr], i32),
    /// Of values, each of which is a document of its own kind.
    Values(&'a [Variant], i32),
}

impl Documents<'_> {
    /// The array that a VARIANT holds.
    ///
    /// # Safety
    /// As [`Document::of`].
    pub(super) unsafe fn of(variant: Variant) -> Result<Self> {
        // SAFETY: passed on to the caller, here and below.
        unsafe {
            let variant = variant.meant();
            if let Some(array) = variant.pointer(ARRAY | BSTR) {
                let (strings, first) = elements(array)?;
                return Ok(Documents::Strings(strings, first));
            }
            if let Some(array) = variant.pointer(ARRAY | VARIANT) {
                let (values, first) = elements(array)?;
                return Ok(Documents::Values(values, first));
            }
        }
        Err(bad("documents must be an array of strings or of variants"))
    }

    /// How many.
    pub(super) fn count(&self) -> usize {
        match self {
            Documents::Strings(strings, _) => strings.len(),
            Documents::Values(values, _) => values.len(),
        }
    }

    /// One of them.
    ///
    /// # Safety
    /// As [`Document::of`].
    pub(super) unsafe fn get(&self, row: usize) -> Result<Document<'_>> {
        // SAFETY: passed on to the caller.
        unsafe {
            match self {
                Documents::Strings(strings, _) => Ok(Document::Text(strings::units(strings[row])?)),
                Documents::Values(values, _) => Document::of(values[row]),
            }
        }
    }

    /// Whether one is Null.
    pub(super) fn is_null(&self, row: usize) -> bool {
        match self {
            Documents::Strings(..) => false,
            Documents::Values(values, _) => values[row].kind == NULL,
        }
    }

    /// An array for what becomes of them: of the same kind, with the same numbers.
    pub(super) fn answer(&self) -> Result<Array> {
        match *self {
            Documents::Strings(strings, first) => Array::new(BSTR, first, strings.len()),
            Documents::Values(values, first) => Array::new(VARIANT, first, values.len()),
        }
    }
}

/// An array that is being made.
pub(super) struct Array {
    head: *mut c_void,
    of: u16,
}

// SAFETY: the system's arrays belong to no thread.
unsafe impl Send for Array {}

impl Array {
    fn new(of: u16, first: i32, count: usize) -> Result<Array> {
        let ole = ole().ok_or_else(strings::no_ole)?;
        let count = u32::try_from(count).map_err(|_| Error::out_of_memory())?;
        // SAFETY: a kind that arrays can have; the system makes the elements zeros.
        let head = unsafe { (ole.array)(of, first, count) };
        if head.is_null() { Err(Error::out_of_memory()) } else { Ok(Array { head, of }) }
    }

    /// Whether its elements are values.
    pub(super) fn is_of_values(&self) -> bool {
        self.of == VARIANT
    }

    /// Sets an element, once: what it takes over belongs to it.
    pub(super) fn set(&mut self, row: usize, value: Variant) {
        // SAFETY: made by the system, and nobody else has it.
        let head = unsafe { &*self.head.cast::<Head>() };
        assert!(row < head.count as usize);
        // SAFETY: there are so many elements of the kind that it was made with.
        unsafe {
            match self.of {
                VARIANT => head.data.cast::<Variant>().add(row).write(value),
                _ => head.data.cast::<usize>().add(row).write(value.value[0]),
            }
        }
    }

    /// The array; what is left has no elements.
    pub(super) fn take(&mut self) -> Array {
        Array { head: std::mem::replace(&mut self.head, null_mut()), of: self.of }
    }

    fn leave(mut self) -> *mut c_void {
        std::mem::replace(&mut self.head, null_mut())
    }
}

impl Drop for Array {
    fn drop(&mut self) {
        if let Some(ole) = ole().filter(|_| !self.head.is_null()) {
            // SAFETY: nobody has taken it over; what its elements hold goes with it.
            unsafe { (ole.destroy_array)(self.head) };
        }
    }
}

fn bad(message: &'static str) -> Error {
    Error::new(Status::BadArgument, message)
}
