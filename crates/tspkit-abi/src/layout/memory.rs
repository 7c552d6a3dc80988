//! From a C caller's pointer to bytes: the only unsafe code of this crate.

use std::{
    alloc::{Layout, alloc},
    ptr,
};

use bytes::Bytes;

use crate::error::{LineError, PhoneError, TapiError};

/// Copies a caller's buffer, once.
///
/// The memory belongs to the caller again when its call returns, so a provider takes a copy and works
/// on that (`TSPI_phoneSetData` and every other function with an input buffer). With `size` 0 the
/// pointer is not read and may be null: choosing a data area can be a command by itself.
///
/// # Errors
///
/// [`CopyInError::Null`] for a null pointer with a size, [`CopyInError::OutOfMemory`] if the copy
/// cannot be allocated; nothing aborts.
///
/// # Safety
///
/// Unless it is null or `size` is 0, `pointer` must be valid for reading `size` initialised bytes, and
/// nobody may write them during the call. It needs no alignment.
///
/// ```
/// use tspkit_abi::layout::copy_in;
///
/// let data = *b"ring";
/// // SAFETY: the pointer and the size are those of a live array.
/// let copy = unsafe { copy_in(data.as_ptr(), data.len()) }?;
/// assert_eq!(&copy[..], b"ring");
/// # Ok::<(), tspkit_abi::layout::CopyInError>(())
/// ```
#[inline]
pub unsafe fn copy_in(pointer: *const u8, size: usize) -> Result<Bytes, CopyInError> {
    if size == 0 {
        return Ok(Bytes::new());
    }
    if pointer.is_null() {
        return Err(CopyInError::Null { size });
    }
    let no_memory = CopyInError::OutOfMemory { size };
    let layout = Layout::array::<u8>(size).map_err(|_| no_memory)?;
    // Not by `Vec::try_reserve_exact`, which takes several times as many instructions.
    // SAFETY: the layout's size is not 0.
    let memory = unsafe { alloc(layout) };
    if memory.is_null() {
        return Err(no_memory);
    }
    // SAFETY: the caller vouches for `size` readable bytes, the memory has just been allocated with as many, and
    // what is new cannot overlap what is the caller's.
    unsafe { ptr::copy_nonoverlapping(pointer, memory, size) };
    // SAFETY: the global allocator gave the memory for an array of `size` bytes, all of which are written.
    let copy = unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(memory, size)) };
    Ok(Bytes::from(copy))
}

/// Why a caller's buffer could not be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CopyInError {
    /// The pointer is null and the size is not 0.
    #[error("the caller's buffer is a null pointer with a size of {size} bytes")]
    Null {
        /// Size given, in bytes.
        size: usize,
    },
    /// The copy cannot be allocated.
    #[error("no memory to copy the caller's {size} bytes")]
    OutOfMemory {
        /// Size given, in bytes.
        size: usize,
    },
}

impl From<CopyInError> for PhoneError {
    fn from(error: CopyInError) -> Self {
        match error {
            CopyInError::Null { .. } => Self::InvalPointer,
            CopyInError::OutOfMemory { .. } => Self::NoMem,
        }
    }
}

impl From<CopyInError> for LineError {
    fn from(error: CopyInError) -> Self {
        match error {
            CopyInError::Null { .. } => Self::InvalPointer,
            CopyInError::OutOfMemory { .. } => Self::NoMem,
        }
    }
}

impl From<CopyInError> for TapiError {
    fn from(error: CopyInError) -> Self {
        match error {
            CopyInError::Null { .. } => Self::Pointer,
            CopyInError::OutOfMemory { .. } => Self::OutOfMemory,
        }
    }
}

/// A caller's structure as bytes: as many as its `dwTotalSize` says.
///
/// The bytes are what [`StructReader`](crate::structure::StructReader) and
/// [`StructWriter`](crate::structure::StructWriter) work on; those check the fixed part of the
/// negotiated version.
///
/// # Errors
///
/// [`RawStructureError::Null`] for a null pointer, [`RawStructureError::TooSmall`] if `dwTotalSize` is
/// below `minimum`, the size of the smallest fixed part that makes sense to the caller.
///
/// # Safety
///
/// Unless it is null, `pointer` must be valid for reading and writing the four bytes of `dwTotalSize`,
/// and then for as many initialised bytes as they say; for `'a` nobody else may touch them. It needs
/// no alignment.
///
/// ```
/// use tspkit_abi::layout::raw_structure;
///
/// let mut varstring = [0_u8; 32];
/// varstring[0] = 28;
/// // SAFETY: the array is alive, initialised, and longer than the 28 bytes it announces.
/// let bytes = unsafe { raw_structure(varstring.as_mut_ptr(), 24) }?;
/// assert_eq!(bytes.len(), 28);
/// # Ok::<(), tspkit_abi::layout::RawStructureError>(())
/// ```
pub unsafe fn raw_structure<'a>(
    pointer: *mut u8,
    minimum: usize,
) -> Result<&'a mut [u8], RawStructureError> {
    if pointer.is_null() {
        return Err(RawStructureError::Null);
    }
    // SAFETY: not null, and the caller vouches for four readable bytes, aligned or not.
    let total = unsafe { pointer.cast::<u32>().read_unaligned() };
    let total = usize::try_from(u32::from_le(total)).unwrap_or(usize::MAX);
    if total < minimum.max(size_of::<u32>()) || isize::try_from(total).is_err() {
        return Err(RawStructureError::TooSmall { total, minimum });
    }
    // SAFETY: not null, at most `isize::MAX` long, and the caller vouches for `total` initialised bytes
    // that nobody else touches for `'a`.
    Ok(unsafe { core::slice::from_raw_parts_mut(pointer, total) })
}

/// Why a caller's pointer is no structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RawStructureError {
    /// The pointer is null.
    #[error("the structure is a null pointer")]
    Null,
    /// `dwTotalSize` is less than the fixed part.
    #[error("dwTotalSize is {total}, but the fixed part takes {minimum} bytes")]
    TooSmall {
        /// `dwTotalSize`.
        total: usize,
        /// Bytes that the fixed part takes.
        minimum: usize,
    },
}

impl From<RawStructureError> for PhoneError {
    fn from(error: RawStructureError) -> Self {
        match error {
            RawStructureError::Null => Self::InvalPointer,
            RawStructureError::TooSmall { .. } => Self::StructureTooSmall,
        }
    }
}

impl From<RawStructureError> for LineError {
    fn from(error: RawStructureError) -> Self {
        match error {
            RawStructureError::Null => Self::InvalPointer,
            RawStructureError::TooSmall { .. } => Self::StructureTooSmall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_when_the_size_is_zero() {
        // SAFETY: size 0, the pointer is not read.
        let copy = unsafe { copy_in(core::ptr::null(), 0) };
        assert_eq!(copy, Ok(Bytes::new()));
        // SAFETY: size 0, the dangling pointer is not read.
        let copy = unsafe { copy_in(core::ptr::dangling(), 0) };
        assert_eq!(copy, Ok(Bytes::new()));
    }

    #[test]
    fn null_with_a_size_is_an_error() {
        // SAFETY: null is refused before it is read.
        let copy = unsafe { copy_in(core::ptr::null(), 7) };
        assert_eq!(copy, Err(CopyInError::Null { size: 7 }));
        assert_eq!(
            PhoneError::from(CopyInError::Null { size: 7 }),
            PhoneError::InvalPointer
        );
    }

    #[test]
    fn an_impossible_size_is_no_memory() {
        // SAFETY: the reservation fails before the pointer is read.
        let copy = unsafe { copy_in(core::ptr::dangling(), usize::MAX) };
        assert_eq!(copy, Err(CopyInError::OutOfMemory { size: usize::MAX }));
        assert_eq!(PhoneError::from(copy.unwrap_err()), PhoneError::NoMem);
    }

    #[test]
    fn the_copy_outlives_the_caller() {
        let mut data = vec![1, 2, 3];
        // SAFETY: pointer and size of a live vector.
        let copy = unsafe { copy_in(data.as_ptr(), data.len()) }.unwrap();
        data.fill(9);
        drop(data);
        assert_eq!(&copy[..], [1, 2, 3]);
    }

    #[test]
    fn a_structure_is_as_long_as_it_says() {
        let mut bytes = vec![0xAA_u8; 41];
        bytes[1..5].copy_from_slice(&30_u32.to_le_bytes());
        // SAFETY: offset 1 lies inside the vector.
        let unaligned = unsafe { bytes.as_mut_ptr().add(1) };
        // SAFETY: 40 live bytes follow, of which 30 are announced.
        let structure = unsafe { raw_structure(unaligned, 24) };
        assert_eq!(structure.map(|s| s.len()), Ok(30));
        // SAFETY: as above.
        let structure = unsafe { raw_structure(unaligned, 31) };
        let small = RawStructureError::TooSmall {
            total: 30,
            minimum: 31,
        };
        assert_eq!(structure.err(), Some(small));
        assert_eq!(PhoneError::from(small), PhoneError::StructureTooSmall);
        // SAFETY: null is refused before it is read.
        let structure = unsafe { raw_structure(core::ptr::null_mut(), 24) };
        assert_eq!(structure.err(), Some(RawStructureError::Null));
    }
}
