//! Fields as typed offsets.

use core::fmt;
use core::marker::PhantomData;

use super::Structure;

/// Who writes a member when TAPI asks a provider for a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilledBy {
    /// The one who fills the structure: the provider, or the application for `LINECALLPARAMS`.
    Writer,
    /// TAPI itself; a provider must leave it as it is.
    Tapi,
}

/// One member of a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The name in `tapi.h`.
    pub name: &'static str,
    /// Bytes from the start of the structure.
    pub offset: usize,
    /// Size in bytes.
    pub size: usize,
    /// Who writes it.
    pub filled_by: FilledBy,
}

/// A `DWORD` member of the structure `S`.
pub struct Dword<S> {
    offset: usize,
    of: PhantomData<fn() -> S>,
}

/// A member of 16 bytes of the structure `S`: a GUID, dialling parameters or a time.
pub struct Block<S> {
    offset: usize,
    of: PhantomData<fn() -> S>,
}

/// The two `DWORD` members of the structure `S` that say where variable data lies.
pub struct Pair<S> {
    name: &'static str,
    size: usize,
    offset: usize,
    of: PhantomData<fn() -> S>,
}

/// A field that TAPI fills. It can be read; the writer does not take it.
#[derive(Debug, Clone, Copy)]
pub struct Tapi<F>(F);

impl<S: Structure> Dword<S> {
    pub(super) const fn at(offset: usize) -> Self {
        Self {
            offset,
            of: PhantomData,
        }
    }

    /// Bytes from the start of the structure.
    pub const fn offset(self) -> usize {
        self.offset
    }
}

impl<S: Structure> Block<S> {
    /// Size in bytes of every block.
    pub const SIZE: usize = 16;

    pub(super) const fn at(offset: usize) -> Self {
        Self {
            offset,
            of: PhantomData,
        }
    }

    /// Bytes from the start of the structure.
    pub const fn offset(self) -> usize {
        self.offset
    }
}

impl<S: Structure> Pair<S> {
    pub(super) const fn at(name: &'static str, size: usize, offset: usize) -> Self {
        Self {
            name,
            size,
            offset,
            of: PhantomData,
        }
    }

    /// The name in `tapi.h` of the member with the size.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Offset of the member that holds the size.
    pub const fn size_member(self) -> usize {
        self.size
    }

    /// Offset of the member that holds the offset.
    pub const fn offset_member(self) -> usize {
        self.offset
    }

    /// Bytes from the start of the structure to the end of both members.
    pub(crate) fn end(self) -> usize {
        self.size.max(self.offset) + size_of::<u32>()
    }
}

impl<F> Tapi<F> {
    pub(super) const fn new(field: F) -> Self {
        Self(field)
    }
}

impl<S> From<Tapi<Dword<S>>> for Dword<S> {
    fn from(field: Tapi<Self>) -> Self {
        field.0
    }
}

impl<S> From<Tapi<Pair<S>>> for Pair<S> {
    fn from(field: Tapi<Self>) -> Self {
        field.0
    }
}

// Derives would ask the same of `S`, which has no values.
impl<S> Clone for Dword<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Dword<S> {}
impl<S> Clone for Block<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Block<S> {}
impl<S> Clone for Pair<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Pair<S> {}

impl<S> fmt::Debug for Dword<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dword({})", self.offset)
    }
}
impl<S> fmt::Debug for Block<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({})", self.offset)
    }
}
impl<S> fmt::Debug for Pair<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pair({} {}/{})", self.name, self.size, self.offset)
    }
}
