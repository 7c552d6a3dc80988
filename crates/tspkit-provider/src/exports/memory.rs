//! The caller's memory: values out, texts in.

use std::ptr;

use tspkit::abi::{
    LineError, PhoneError,
    layout::{RawStructureError, raw_structure},
};
use tspkit_trace::Value;

/// The longest device class or name that is read from a caller, in UTF-16 units.
const LONGEST_TEXT: usize = 1024;

/// Writes an output.
///
/// # Errors
///
/// A null pointer, which is `INVALPOINTER`.
///
/// # Safety
///
/// The pointer is null or valid for writing; it needs no alignment.
pub(super) unsafe fn write_out<T>(to: *mut T, value: T) -> Result<(), NullPointer> {
    if to.is_null() {
        return Err(NullPointer);
    }
    // SAFETY: not null, and the caller vouches for the rest.
    unsafe { ptr::write_unaligned(to, value) };
    Ok(())
}

/// An output that is logged after the call.
///
/// # Safety
///
/// As [`write_out`], for reading.
pub(super) unsafe fn peek(from: *const u32) -> u64 {
    if from.is_null() {
        return 0;
    }
    // SAFETY: not null, and the caller vouches for the rest.
    u64::from(unsafe { ptr::read_unaligned(from) })
}

/// A handle that is logged after the call.
///
/// # Safety
///
/// As [`write_out`], for reading.
pub(super) unsafe fn peek_handle(from: *const usize) -> u64 {
    if from.is_null() {
        return 0;
    }
    // SAFETY: not null, and the caller vouches for the rest.
    unsafe { ptr::read_unaligned(from) as u64 }
}

/// The `dwTotalSize` with which a structure begins.
///
/// # Safety
///
/// The pointer is null or valid for reading four bytes; it needs no alignment.
pub(super) unsafe fn total_size(structure: *const u8) -> Value<'static> {
    // SAFETY: as the caller says.
    Value::Number(unsafe { peek(structure.cast()) })
}

/// Something is to be written where there is nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct NullPointer;

impl From<NullPointer> for PhoneError {
    fn from(_: NullPointer) -> Self {
        Self::InvalPointer
    }
}

impl From<NullPointer> for LineError {
    fn from(_: NullPointer) -> Self {
        Self::InvalPointer
    }
}

/// Checks an output before the work that it is for.
pub(super) fn not_null<T>(pointer: *const T) -> Result<(), NullPointer> {
    if pointer.is_null() {
        Err(NullPointer)
    } else {
        Ok(())
    }
}

/// A text up to its NUL; `None` for a null pointer, and for one that does not end within a sensible length.
///
/// # Safety
///
/// The pointer is null or valid for reading up to and including a NUL; it needs no alignment.
pub(super) unsafe fn text(from: *const u16) -> Option<String> {
    if from.is_null() {
        return None;
    }
    let mut units = Vec::new();
    for index in 0..LONGEST_TEXT {
        // SAFETY: everything before this unit was no NUL, so that the text reaches at least to here.
        let place = unsafe { from.add(index) };
        // SAFETY: as above.
        match unsafe { ptr::read_unaligned(place) } {
            0 => return Some(String::from_utf16_lossy(&units)),
            unit => units.push(unit),
        }
    }
    None
}

/// A caller's structure that is only read; `None` for a null pointer.
///
/// # Errors
///
/// When it is smaller than its fixed part.
///
/// # Safety
///
/// The pointer is null, or valid for reading the four bytes of `dwTotalSize` and then as many as they say, which nobody
/// writes meanwhile; it needs no alignment.
pub(super) unsafe fn input_structure<'a>(
    from: *const u8,
    minimum: usize,
) -> Result<Option<&'a [u8]>, RawStructureError> {
    if from.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller vouches for reading, and nothing is written through what this gives.
    let bytes = unsafe { raw_structure(from.cast_mut(), minimum) }?;
    Ok(Some(bytes))
}
