//! What can be wrong with a structure that came from outside.

use crate::error::{LineError, PhoneError, TapiError};
use crate::layout::{LINECALLPARAMS, Structure};

/// Why a structure cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum StructureError {
    /// `dwTotalSize` is less than the fixed part of the negotiated version. The caller has to give more
    /// room: `STRUCTURETOOSMALL`.
    #[error("{structure} has {total} bytes, but its fixed part takes {fixed}")]
    TooSmall {
        /// Name of the structure.
        structure: &'static str,
        /// `dwTotalSize`, or the bytes that are there if those do not even hold it.
        total: usize,
        /// Bytes that the fixed part takes.
        fixed: usize,
    },
    /// `dwTotalSize` announces more bytes than there are: `STRUCTURETOOSMALL`.
    #[error("{structure} announces {total} bytes, but only {length} are there")]
    Truncated {
        /// Name of the structure.
        structure: &'static str,
        /// `dwTotalSize`.
        total: usize,
        /// Bytes that are there.
        length: usize,
    },
    /// A size and offset pair points into the fixed part or beyond the end: `INVALCALLPARAMS` for call
    /// parameters, `OPERATIONFAILED` elsewhere.
    #[error(
        "{structure}.{field} is {size} at offset {offset}, outside the variable part from {fixed} to {total}"
    )]
    FieldOutside {
        /// Name of the structure.
        structure: &'static str,
        /// Name of the member with the size.
        field: &'static str,
        /// The size given, in bytes.
        size: u32,
        /// The offset given, in bytes.
        offset: u32,
        /// Where the variable part begins.
        fixed: usize,
        /// Where the structure ends.
        total: usize,
    },
}

impl From<StructureError> for PhoneError {
    fn from(error: StructureError) -> Self {
        match error {
            StructureError::TooSmall { .. } | StructureError::Truncated { .. } => {
                Self::StructureTooSmall
            }
            StructureError::FieldOutside { .. } => Self::OperationFailed,
        }
    }
}

impl From<StructureError> for LineError {
    fn from(error: StructureError) -> Self {
        match error {
            StructureError::TooSmall { .. } | StructureError::Truncated { .. } => {
                Self::StructureTooSmall
            }
            StructureError::FieldOutside { structure, .. } if structure == LINECALLPARAMS::NAME => {
                Self::InvalCallParams
            }
            StructureError::FieldOutside { .. } => Self::OperationFailed,
        }
    }
}

impl From<StructureError> for TapiError {
    fn from(error: StructureError) -> Self {
        LineError::from(error).into()
    }
}
