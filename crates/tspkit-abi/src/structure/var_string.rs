//! The contents of `VARSTRING`.

use super::{StructReader, StructWriter, StructureError, Written};
use crate::ids::StringFormat;
use crate::layout::VARSTRING;
use crate::version::TspiVersion;

/// A text or a block of bytes, as `TSPI_phoneGetID`, `TSPI_phoneGetDisplay` and their like report it.
/// Page: `ns-tapi-varstring`.
///
/// ```
/// use tspkit_abi::TspiVersion;
/// use tspkit_abi::structure::VarString;
///
/// let mut room = [0_u8; 32];
/// room[0] = 32;
/// VarString::Binary(&7_u32.to_le_bytes()).write(&mut room, TspiVersion::V2_2)?;
/// assert_eq!(VarString::read(&room, TspiVersion::V2_2)?, [7, 0, 0, 0]);
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarString<'a> {
    /// Text, written as UTF-16 with its terminating NUL.
    Text(&'a str),
    /// Bytes without a character set: a device id, a handle.
    Binary(&'a [u8]),
}

impl VarString<'_> {
    /// The bytes of a caller's structure; empty in each of the three ways that the page allows: size 0
    /// with or without an offset, and a single zero byte.
    ///
    /// # Errors
    ///
    /// As [`StructReader::new`] and [`StructReader::bytes`].
    pub fn read(bytes: &[u8], version: TspiVersion) -> Result<&[u8], StructureError> {
        let content = StructReader::<VARSTRING>::new(bytes, version)?.bytes(VARSTRING::STRING)?;
        Ok(match content {
            [0] => &[],
            content => content,
        })
    }

    /// Writes it into the caller's structure.
    ///
    /// # Errors
    ///
    /// As [`StructWriter::new`]. Too little room for the string is no error.
    pub fn write(&self, bytes: &mut [u8], version: TspiVersion) -> Result<Written, StructureError> {
        let mut writer = StructWriter::<VARSTRING>::new(bytes, version)?;
        match self {
            Self::Text(text) => writer
                .set_u32(VARSTRING::STRING_FORMAT, StringFormat::UNICODE.value())
                .put_utf16_nul(VARSTRING::STRING, text),
            Self::Binary(binary) => writer
                .set_u32(VARSTRING::STRING_FORMAT, StringFormat::BINARY.value())
                .put_bytes(VARSTRING::STRING, binary),
        };
        Ok(writer.finish())
    }
}
