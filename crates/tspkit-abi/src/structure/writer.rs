//! Filling a structure that a caller gave room for.

use core::marker::PhantomData;

use super::stretches::Stretches;
use super::{StructureError, checked_sizes};
use crate::layout::{Block, Dword, NEEDED_SIZE, Pair, Structure, USED_SIZE};
use crate::version::TspiVersion;

/// The sizes that a finished structure reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Written {
    /// Bytes that everything would take; the same whatever room there was.
    pub needed: u32,
    /// Bytes that were written, from the start; never more than `dwTotalSize`.
    pub used: u32,
}

impl Written {
    /// Whether every field found room.
    pub const fn is_complete(self) -> bool {
        self.used == self.needed
    }
}

/// Fills a structure of type `S` in place.
///
/// - `dwTotalSize` is the caller's and is not written.
/// - Fields that TAPI fills are left as they are; the others start out as zero.
/// - A field that the version lacks is not written and not counted.
/// - Variable data follows the fixed part, contiguous, in the order it is put. What does not fit is
///   left out, never cut, and its pair stays 0/0; it counts as needed all the same.
/// - Bytes beyond the used size are not touched.
/// - Putting a field a second time has no effect.
///
/// ```
/// use tspkit_abi::TspiVersion;
/// use tspkit_abi::layout::PHONECAPS;
/// use tspkit_abi::structure::StructWriter;
///
/// let mut room = [0_u8; 200];
/// room[0] = 200; // dwTotalSize
/// let mut caps = StructWriter::<PHONECAPS>::new(&mut room, TspiVersion::V2_2)?;
/// caps.set_u32(PHONECAPS::NUM_SET_DATA, 2);
/// caps.put_u32s(PHONECAPS::SET_DATA, [64, 4096]);
/// let written = caps.finish();
/// assert_eq!((written.needed, written.used), (204, 196));
/// assert_eq!(room[116], 0); // dwSetDataSize: left out, not cut
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug)]
#[must_use = "the sizes are written by `finish`"]
pub struct StructWriter<'a, S> {
    bytes: &'a mut [u8],
    version: TspiVersion,
    fixed: usize,
    used: usize,
    needed: u64,
    /// One bit for each pair that was put, by the place of its size member.
    put: u128,
    of: PhantomData<fn() -> S>,
}

impl<'a, S: Structure> StructWriter<'a, S> {
    /// What is not TAPI's.
    const OWN: &'static Stretches = &Stretches::of(S::FIELDS);

    /// Starts to fill `bytes`, whose `dwTotalSize` the caller has set; bytes beyond it are not touched.
    ///
    /// # Errors
    ///
    /// [`StructureError::TooSmall`] if `dwTotalSize` is less than the fixed part at `version`,
    /// [`StructureError::Truncated`] if it is more than the bytes that are there. Nothing is written
    /// then.
    pub fn new(bytes: &'a mut [u8], version: TspiVersion) -> Result<Self, StructureError> {
        let (total, fixed) = checked_sizes::<S>(bytes, version)?;
        let (bytes, _) = bytes.split_at_mut(total);
        for own in Self::OWN.iter() {
            if own.start < fixed {
                bytes[own.start..own.end.min(fixed)].fill(0);
            }
        }
        Ok(Self {
            bytes,
            version,
            fixed,
            used: fixed,
            needed: fixed as u64,
            put: 0,
            of: PhantomData,
        })
    }

    /// The version in whose layout the structure is filled.
    pub const fn version(&self) -> TspiVersion {
        self.version
    }

    /// Whether the negotiated version has this pair, so that putting it has an effect.
    pub fn has(&self, field: Pair<S>) -> bool {
        field.end() <= self.fixed
    }

    /// Sets a `DWORD`, if the version has it.
    pub fn set_u32(&mut self, field: Dword<S>, value: u32) -> &mut Self {
        self.set(field.offset(), &value.to_le_bytes());
        self
    }

    /// Sets a block of 16 bytes, if the version has it.
    pub fn set_block(&mut self, field: Block<S>, value: [u8; 16]) -> &mut Self {
        self.set(field.offset(), &value);
        self
    }

    /// Puts bytes. Empty ones leave the pair at 0/0.
    pub fn put_bytes(&mut self, field: Pair<S>, bytes: &[u8]) -> &mut Self {
        self.put(field, bytes.len(), |room| room.copy_from_slice(bytes))
    }

    /// Puts text as UTF-16 with its terminating NUL, which the size includes.
    ///
    /// Text ends at its first NUL, as every reader will see it. Empty text leaves the pair at 0/0.
    pub fn put_utf16_nul(&mut self, field: Pair<S>, text: &str) -> &mut Self {
        let text = until_nul(text);
        if text.is_empty() {
            return self;
        }
        let length = utf16_length(text);
        let size = length.saturating_add(1).saturating_mul(2);
        self.put(field, size, |room| {
            let (room, nul) = room.split_at_mut(length.saturating_mul(2));
            if length == text.len() {
                // ASCII alone, as numbers are and most names: nothing is to be decoded.
                fill_units(room, text.bytes().map(u16::from));
            } else {
                fill_units(room, text.encode_utf16());
            }
            nul.fill(0);
        })
    }

    /// Puts a list of texts, each with its terminating NUL, and a further NUL at the end.
    ///
    /// Empty texts are left out, for one would end the list. An empty list leaves the pair at 0/0.
    pub fn put_utf16_list(&mut self, field: Pair<S>, texts: &[&str]) -> &mut Self {
        let texts = texts
            .iter()
            .copied()
            .map(until_nul)
            .filter(|text| !text.is_empty());
        if texts.clone().next().is_none() {
            return self.put_bytes(field, &[]);
        }
        let units = texts
            .flat_map(|text| text.encode_utf16().chain([0]))
            .chain([0]);
        self.put(field, units.clone().count().saturating_mul(2), |room| {
            fill_units(room, units);
        })
    }

    /// Puts an array of `DWORD`s.
    pub fn put_u32s<I>(&mut self, field: Pair<S>, values: I) -> &mut Self
    where
        I: IntoIterator<Item = u32>,
        I::IntoIter: Clone,
    {
        let values = values.into_iter();
        self.put(field, values.clone().count().saturating_mul(4), |room| {
            for (four, value) in room.chunks_exact_mut(4).zip(values) {
                four.copy_from_slice(&value.to_le_bytes());
            }
        })
    }

    /// Writes `dwNeededSize` and `dwUsedSize` and reports them; `LINECALLPARAMS` has no place for them.
    pub fn finish(self) -> Written {
        let written = Written {
            needed: u32::try_from(self.needed).unwrap_or(u32::MAX),
            used: u32::try_from(self.used).unwrap_or(u32::MAX),
        };
        if S::REPORTS_SIZES {
            for (offset, value) in [(NEEDED_SIZE, written.needed), (USED_SIZE, written.used)] {
                self.bytes[offset..offset + size_of::<u32>()].copy_from_slice(&value.to_le_bytes());
            }
        }
        written
    }

    fn set(&mut self, offset: usize, value: &[u8]) {
        let end = offset + value.len();
        if end <= self.fixed {
            self.bytes[offset..end].copy_from_slice(value);
        }
    }

    /// Reserves `size` bytes for `field` and lets `fill` write them, if all of them fit.
    fn put(&mut self, field: Pair<S>, size: usize, fill: impl FnOnce(&mut [u8])) -> &mut Self {
        self.put_with(field, size, 0, |_, room| fill(room))
    }

    /// Reserves `size` bytes for `field` and `more` bytes behind them, to which the field's contents refer, and lets
    /// `fill` write all of it, if all of it fits; it is told the offset.
    pub(super) fn put_with(
        &mut self,
        field: Pair<S>,
        size: usize,
        more: usize,
        fill: impl FnOnce(usize, &mut [u8]),
    ) -> &mut Self {
        let bit = 1_u128 << (field.size_member() / size_of::<u32>());
        if !self.has(field) || self.put & bit != 0 || size == 0 {
            return self;
        }
        self.put |= bit;
        let all = size.saturating_add(more);
        self.needed = self.needed.saturating_add(all as u64);
        let start = self.used;
        let Some(end) = start
            .checked_add(all)
            .filter(|end| *end <= self.bytes.len())
        else {
            return self;
        };
        let (Ok(size_value), Ok(offset_value)) = (u32::try_from(size), u32::try_from(start)) else {
            return self;
        };
        fill(start, &mut self.bytes[start..end]);
        self.used = end;
        self.set(field.size_member(), &size_value.to_le_bytes());
        self.set(field.offset_member(), &offset_value.to_le_bytes());
        self
    }
}

/// Text up to its first NUL.
pub(super) fn until_nul(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte == 0);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// How many units of UTF-16 a text takes: two for what takes four bytes here, one for anything else.
fn utf16_length(text: &str) -> usize {
    let begins = |byte: &u8| byte & 0xC0 != 0x80;
    let begins_two = |byte: &u8| *byte >= 0xF0;
    let units = |byte: &u8| usize::from(begins(byte)) + usize::from(begins_two(byte));
    text.as_bytes().iter().map(units).sum()
}

pub(super) fn fill_units(room: &mut [u8], units: impl Iterator<Item = u16>) {
    for (two, unit) in room.chunks_exact_mut(2).zip(units) {
        two.copy_from_slice(&unit.to_le_bytes());
    }
}
