//! What fuzz targets compare the crates with.

pub mod q931;

/// The bytes that an offset and a size select from a structure whose fixed part nothing may reach into, worked out
/// the plain way: in numbers so wide that nothing overflows. `None` when the offset and the size are wrong.
///
/// The feature `planted_bug` makes it refuse a field that ends just where the structure ends. A target that compares
/// a reader with it then fails, which is how `cargo xtask fuzz --prove` knows that fuzzing would find such a mistake.
pub fn field(structure: &[u8], fixed: usize, offset: u32, size: u32) -> Option<&[u8]> {
    if size == 0 {
        return Some(&[]);
    }
    let start = u64::from(offset);
    let end = start + u64::from(size);
    let (fixed, total) = (fixed as u64, structure.len() as u64);
    let refused = cfg!(feature = "planted_bug") && end == total;
    if start < fixed || end > total || refused {
        return None;
    }
    structure.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

/// The little-endian `DWORD` at an offset, 0 where the bytes end.
pub fn dword(bytes: &[u8], offset: usize) -> u32 {
    let four = bytes.get(offset..).and_then(<[u8]>::first_chunk);
    four.map_or(0, |four| u32::from_le_bytes(*four))
}
