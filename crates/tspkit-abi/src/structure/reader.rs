//! Reading a structure that came from outside.

use core::marker::PhantomData;
use core::ops::Range;

use super::{StructureError, checked_sizes, dword};
use crate::layout::{Block, Dword, NEEDED_SIZE, Pair, Structure, USED_SIZE};
use crate::version::TspiVersion;

/// A checked view of a structure of type `S`.
///
/// Every size and offset is checked against the fixed part and `dwTotalSize` before use, without
/// overflow. A field may not reach into the fixed part; two fields may share bytes, which applications
/// do when a text serves twice, and which does no harm to a reader.
///
/// ```
/// use tspkit_abi::TspiVersion;
/// use tspkit_abi::layout::LINECALLPARAMS;
/// use tspkit_abi::structure::StructReader;
///
/// let mut bytes = vec![0_u8; 180];
/// bytes[0] = 180;
/// bytes[80] = 4; // dwUserUserInfoSize, and no room for it
/// bytes[84] = 180;
/// let params = StructReader::<LINECALLPARAMS>::new(&bytes, TspiVersion::V3_1)?;
/// assert!(params.bytes(LINECALLPARAMS::USER_USER_INFO).is_err());
/// assert_eq!(params.bytes(LINECALLPARAMS::CALL_DATA)?, b"");
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct StructReader<'a, S> {
    bytes: &'a [u8],
    fixed: usize,
    of: PhantomData<fn() -> S>,
}

impl<'a, S: Structure> StructReader<'a, S> {
    /// A view of the first `dwTotalSize` bytes; what follows them is not part of the structure.
    ///
    /// # Errors
    ///
    /// [`StructureError::TooSmall`] if `dwTotalSize` is less than the fixed part at `version`,
    /// [`StructureError::Truncated`] if it is more than the bytes that are there.
    pub fn new(bytes: &'a [u8], version: TspiVersion) -> Result<Self, StructureError> {
        let (total, fixed) = checked_sizes::<S>(bytes, version)?;
        Ok(Self {
            bytes: bytes.get(..total).unwrap_or(bytes),
            fixed,
            of: PhantomData,
        })
    }

    /// `dwTotalSize`.
    pub fn total(&self) -> usize {
        self.bytes.len()
    }

    /// Size of the fixed part at the version given.
    pub fn fixed(&self) -> usize {
        self.fixed
    }

    /// `dwNeededSize`; `None` for `LINECALLPARAMS`.
    pub fn needed(&self) -> Option<u32> {
        S::REPORTS_SIZES.then(|| dword(self.bytes, NEEDED_SIZE))?
    }

    /// `dwUsedSize`; `None` for `LINECALLPARAMS`.
    pub fn used(&self) -> Option<u32> {
        S::REPORTS_SIZES.then(|| dword(self.bytes, USED_SIZE))?
    }

    /// The value of a `DWORD`; `None` if the version has no such field.
    pub fn u32(&self, field: impl Into<Dword<S>>) -> Option<u32> {
        dword(self.fixed_part(), field.into().offset())
    }

    /// The 16 bytes of a block; `None` if the version has no such field.
    pub fn block(&self, field: Block<S>) -> Option<[u8; 16]> {
        let end = field.offset().checked_add(Block::<S>::SIZE)?;
        let bytes = self.fixed_part().get(field.offset()..end)?;
        bytes.try_into().ok()
    }

    /// The variable data of a pair; empty if its size is 0 or the version has no such field.
    ///
    /// # Errors
    ///
    /// [`StructureError::FieldOutside`] if it reaches into the fixed part or beyond the end.
    pub fn bytes(&self, field: impl Into<Pair<S>>) -> Result<&'a [u8], StructureError> {
        let range = self.range(field.into())?;
        Ok(self.bytes.get(range).unwrap_or_default())
    }

    /// The variable data of a pair as UTF-16 text, up to its terminating NUL.
    ///
    /// What is no valid UTF-16 becomes U+FFFD; an odd byte at the end is ignored.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub fn text(&self, field: impl Into<Pair<S>>) -> Result<String, StructureError> {
        Ok(self.texts(field)?.into_iter().next().unwrap_or_default())
    }

    /// The variable data of a pair as a list of NUL-terminated texts, which an empty one ends.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub fn texts(&self, field: impl Into<Pair<S>>) -> Result<Vec<String>, StructureError> {
        let units: Vec<u16> = self
            .bytes(field)?
            .chunks_exact(2)
            .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
            .collect();
        Ok(units
            .split(|unit| *unit == 0)
            .take_while(|text| !text.is_empty())
            .map(String::from_utf16_lossy)
            .collect())
    }

    /// The variable data of a pair as an array of `DWORD`s; up to three bytes at the end are ignored.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub fn u32s(&self, field: impl Into<Pair<S>>) -> Result<Vec<u32>, StructureError> {
        Ok(self
            .bytes(field)?
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect())
    }

    /// Checks every pair that the version has.
    ///
    /// A provider checks call parameters with it before it acts on any of them.
    ///
    /// # Errors
    ///
    /// The first pair's error, as [`bytes`](Self::bytes).
    pub fn validate(&self) -> Result<(), StructureError> {
        S::PAIRS
            .iter()
            .try_for_each(|pair| self.range(*pair).map(|_| ()))
    }

    fn fixed_part(&self) -> &'a [u8] {
        self.bytes.get(..self.fixed).unwrap_or(self.bytes)
    }

    fn range(&self, pair: Pair<S>) -> Result<Range<usize>, StructureError> {
        let fixed_part = self.fixed_part();
        let (Some(size), Some(offset)) = (
            dword(fixed_part, pair.size_member()),
            dword(fixed_part, pair.offset_member()),
        ) else {
            return Ok(0..0);
        };
        if size == 0 {
            return Ok(0..0);
        }
        let total = self.bytes.len();
        let inside = |start: usize| {
            let end = start.checked_add(usize::try_from(size).ok()?)?;
            (start >= self.fixed && end <= total).then_some(start..end)
        };
        usize::try_from(offset)
            .ok()
            .and_then(inside)
            .ok_or(StructureError::FieldOutside {
                structure: S::NAME,
                field: pair.name(),
                size,
                offset,
                fixed: self.fixed,
                total,
            })
    }
}
