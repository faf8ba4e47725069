//! The caller's pointers as slices, and places to write results to.
//!
//! Shape   each function checks what can be checked (NULL, lengths, alignment) and says in its
//!         safety section what only the caller can know.
//! Units   lengths are units: bytes or UTF-16 code units. -1 means "up to the NUL".
//! Errors  `NullPointer`, `BadArgument`.

use std::ffi::c_char;

use crate::error::{Error, Result, Status};

/// What inputs are made of.
pub(super) trait Unit: Copy + Default + PartialEq {
    /// How many units stand before the NUL.
    ///
    /// # Safety
    /// `pointer` must be aligned and lead to units up to a NUL.
    unsafe fn length_to_nul(pointer: *const Self) -> usize;
}

impl Unit for u8 {
    unsafe fn length_to_nul(pointer: *const u8) -> usize {
        // SAFETY: passed on to the caller.
        unsafe { libc::strlen(pointer.cast()) }
    }
}

impl Unit for u16 {
    unsafe fn length_to_nul(pointer: *const u16) -> usize {
        let mut length = 0;
        // SAFETY: no unit after the NUL is looked at.
        while unsafe { *pointer.add(length) } != 0 {
            length += 1;
        }
        length
    }
}

/// The input at a pointer. NULL with length 0 is an empty input.
///
/// # Safety
/// A pointer that is not NULL must lead to `length` units, or where that is -1 to units up to a
/// NUL, which nobody changes while the slice lives.
pub(super) unsafe fn input<'a, T: Unit>(pointer: *const T, length: i32) -> Result<&'a [T]> {
    if pointer.is_null() {
        return if length == 0 { Ok(&[]) } else { Err(null("the input")) };
    }
    if !pointer.is_aligned() {
        return Err(Error::new(Status::BadArgument, "the input is not aligned for its units"));
    }
    let length = match usize::try_from(length) {
        Ok(length) => length,
        // SAFETY: the caller says that there is a NUL.
        Err(_) if length == -1 => unsafe { T::length_to_nul(pointer) },
        Err(_) => {
            let message = format!("{length} is not a length: it must be -1, 0 or more");
            return Err(Error::new(Status::BadArgument, message));
        }
    };
    // More bytes than an address can be away from another: no such input exists.
    if length > isize::MAX as usize / size_of::<T>() {
        return Err(Error::new(Status::LimitReached, "the input is larger than 2 GB"));
    }
    // SAFETY: not NULL, aligned, and the caller says that the units are there.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// Values of a host's array, as bytes: they need not be aligned. NULL with none is an empty array.
///
/// # Safety
/// A pointer that is not NULL must lead to `count` values of `N` bytes, which nobody changes while the
/// slice lives.
pub(super) unsafe fn values<'a, const N: usize>(
    pointer: *const u8,
    count: usize,
    what: &'static str,
) -> Result<&'a [[u8; N]]> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(null(what));
    }
    if count > isize::MAX as usize / N {
        return Err(Error::new(Status::BadArgument, format!("no array is as large as {what}")));
    }
    // SAFETY: not NULL, of no alignment, and the caller says that the values are there.
    Ok(unsafe { std::slice::from_raw_parts(pointer.cast(), count) })
}

/// A text that ends with a NUL.
///
/// # Safety
/// As [`input`] with length -1.
pub(super) unsafe fn text<'a, T: Unit>(pointer: *const T, what: &'static str) -> Result<&'a [T]> {
    if pointer.is_null() {
        return Err(null(what));
    }
    // SAFETY: passed on to the caller.
    unsafe { input(pointer, -1) }
}

/// An array of texts that each end with a NUL. NULL with no texts is an empty array.
///
/// # Safety
/// `pointer` must lead to `count` pointers, each as [`text`] wants them.
pub(super) unsafe fn texts<'a>(
    pointer: *const *const c_char,
    count: usize,
    what: &'static str,
) -> Result<Vec<&'a [u8]>> {
    let mut texts = Vec::new();
    texts.try_reserve_exact(count)?;
    if pointer.is_null() && count > 0 {
        return Err(null(what));
    }
    for index in 0..count {
        // SAFETY: the caller says that there are so many; they need not be aligned.
        let text = unsafe { pointer.add(index).read_unaligned() };
        // SAFETY: passed on to the caller.
        texts.push(unsafe { self::text(text.cast::<u8>(), what) }?);
    }
    Ok(texts)
}

/// A place for one value of the caller's.
#[derive(Debug)]
pub(super) struct Place<T> {
    pointer: *mut T,
    /// What stands in it while there is no other value.
    nothing: T,
}

impl<T: Copy> Place<T> {
    /// The place at a pointer, with `nothing` in it from now on. It is made before the call goes through the
    /// guard, so that what the call had put there can be taken back behind it.
    ///
    /// # Safety
    /// A pointer that is not NULL must lead to memory for one `T`, which nobody else uses while
    /// the call lasts. It need not be aligned: legacy structures are packed.
    pub(super) unsafe fn new(pointer: *mut T, nothing: T) -> Self {
        let place = Place { pointer, nothing };
        place.take_back();
        place
    }

    /// Complains about a NULL.
    pub(super) fn check(&self, what: &'static str) -> Result<()> {
        if self.pointer.is_null() { Err(null(what)) } else { Ok(()) }
    }

    /// Writes the value.
    pub(super) fn set(&self, value: T) {
        if !self.pointer.is_null() {
            // SAFETY: `new` has been told that the memory is there.
            unsafe { self.pointer.write_unaligned(value) };
        }
    }

    /// Writes what stands there while there is no value.
    pub(super) fn take_back(&self) {
        self.set(self.nothing);
    }
}

/// Where an output's pointer and length go: NULL and 0 until there is one.
#[derive(Debug)]
pub(super) struct Out<T> {
    pointer: Place<*mut T>,
    length: Place<i32>,
}

impl<T> Out<T> {
    /// The two places.
    ///
    /// # Safety
    /// As [`Place::new`], for both.
    pub(super) unsafe fn new(pointer: *mut *mut T, length: *mut i32) -> Self {
        // SAFETY: passed on to the caller.
        unsafe {
            Out {
                pointer: Place::new(pointer, std::ptr::null_mut()),
                length: Place::new(length, 0),
            }
        }
    }

    /// Complains about a NULL.
    pub(super) fn check(&self) -> Result<()> {
        self.pointer.check("the output pointer")?;
        self.length.check("the output length")
    }

    /// Whether the caller wants none.
    pub(super) fn is_unwanted(&self) -> bool {
        self.pointer.pointer.is_null() && self.length.pointer.is_null()
    }

    /// Takes back where it was.
    pub(super) fn take_back(&self) {
        self.pointer.take_back();
        self.length.take_back();
    }

    /// Tells the caller where the output is and how long.
    pub(super) fn give(&self, (pointer, length): (*mut T, usize)) -> Result<()> {
        let too_long = |_| Error::new(Status::LimitReached, "the output is larger than 2 GB");
        self.length.set(i32::try_from(length).map_err(too_long)?);
        self.pointer.set(pointer);
        Ok(())
    }
}

/// Most bytes that a caller's structure can reasonably have.
const MOST_BYTES: usize = 4096;
/// What the smallest structure must have room for: its size and three members of 32 bits.
const LEAST_BYTES: usize = 16;

/// A structure of the caller's that begins with its own size in bytes.
#[derive(Debug)]
pub(super) struct Figures<T> {
    place: *mut T,
    size: i32,
    bytes: usize,
}

impl<T: Copy> Figures<T> {
    /// The structure at a pointer.
    ///
    /// # Safety
    /// A pointer that is not NULL must lead to an `i32` and as many bytes as that says, which
    /// nobody else uses while the call lasts. The structure may be packed. `T` must be made of
    /// integers and pointers, with those of 64 bits at multiples of 8 and no gaps.
    pub(super) unsafe fn new(place: *mut T, what: &'static str) -> Result<Self> {
        if place.is_null() {
            return Err(null(what));
        }
        // SAFETY: as the caller says.
        let size = unsafe { place.cast::<i32>().read_unaligned() };
        let bytes = usize::try_from(size).ok();
        match bytes.filter(|bytes| (LEAST_BYTES..=MOST_BYTES).contains(bytes)) {
            Some(bytes) => Ok(Figures { place, size, bytes }),
            None => {
                let message =
                    format!("struct_size is {size}: it must be from {LEAST_BYTES} to {MOST_BYTES}");
                Err(Error::new(Status::BadArgument, message))
            }
        }
    }

    /// Whether members up to this place, a multiple of 8, are among those that fit whole.
    pub(super) fn holds(&self, end: usize) -> bool {
        self.bytes & !7 >= end
    }

    /// Writes the members that fit whole, and zeros after them. `figures` gets the size to
    /// put first.
    pub(super) fn fill(&self, figures: impl FnOnce(i32) -> T) {
        let figures = figures(self.size);
        let whole = self.bytes.min(size_of::<T>()) & !7;
        let (from, to) = (std::ptr::from_ref(&figures).cast::<u8>(), self.place.cast::<u8>());
        // SAFETY: `whole` is no more than either side has; the rest is within the caller's bytes.
        unsafe {
            std::ptr::copy_nonoverlapping(from, to, whole);
            to.add(whole).write_bytes(0, self.bytes - whole);
        }
    }
}

/// Copies `units` and a NUL to a buffer of the caller's, as much as there is room for.
///
/// # Safety
/// `buffer` must lead to memory for `capacity` units, unless `capacity` is 0.
pub(super) unsafe fn copy_text<T: Unit>(units: &[T], buffer: *mut T, capacity: usize) {
    let Some(room) = capacity.checked_sub(1) else { return };
    let count = units.len().min(room);
    // SAFETY: `count` units and a NUL are no more than `capacity`; our text is not the caller's.
    unsafe {
        std::ptr::copy_nonoverlapping(units.as_ptr(), buffer, count);
        buffer.add(count).write(T::default());
    }
}

/// The capacity of a buffer: 0 or more, and 0 where the buffer is NULL.
pub(super) fn capacity<T>(buffer: *mut T, capacity: i32) -> Result<usize> {
    match usize::try_from(capacity) {
        Ok(0) => Ok(0),
        Ok(_) if buffer.is_null() => Err(null("the buffer")),
        Ok(_) if !buffer.is_aligned() => {
            Err(Error::new(Status::BadArgument, "the buffer is not aligned for its units"))
        }
        Ok(capacity) => Ok(capacity),
        Err(_) => {
            let message = format!("{capacity} is not a capacity: it must be 0 or more");
            Err(Error::new(Status::BadArgument, message))
        }
    }
}

#[cold]
fn null(what: &'static str) -> Error {
    Error::new(Status::NullPointer, format!("{what} is NULL"))
}
