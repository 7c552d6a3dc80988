//! Where the fields of TAPI's structures lie, and the way from a caller's pointer to checked bytes.
//!
//! Each structure is a type without values, named as in `tapi.h`, with a constant for each field; the
//! offsets are taken from `windows-sys` by the compiler. [`StructReader`](crate::structure::StructReader)
//! and [`StructWriter`](crate::structure::StructWriter) accept only fields of their own structure.
//!
//! A structure's fixed part grows with the TSPI version: a field beyond the negotiated version's part
//! does not exist there, because its place belongs to the variable data.
//!
//! ```
//! use tspkit_abi::TspiVersion;
//! use tspkit_abi::layout::{PHONECAPS, Structure};
//!
//! assert_eq!(PHONECAPS::fixed_size(TspiVersion::V2_0), 180);
//! assert_eq!(PHONECAPS::fixed_size(TspiVersion::V2_2), 196);
//! assert_eq!(PHONECAPS::SET_DATA.offset_member(), 120);
//! ```

mod address;
mod call;
mod define;
mod field;
mod line;
#[allow(unsafe_code, reason = "callers of C hand over raw pointers")]
mod memory;
mod newer;
mod phone;

pub use address::{LINEADDRESSCAPS, LINEADDRESSSTATUS};
pub use call::{LINECALLINFO, LINECALLPARAMS, LINECALLSTATUS};
pub use field::{Block, Dword, FieldInfo, FilledBy, Pair, Tapi};
pub use line::{LINEDEVCAPS, LINEDEVSTATUS};
pub use memory::{CopyInError, RawStructureError, copy_in, raw_structure};
pub use phone::{PHONEBUTTONINFO, PHONECAPS, PHONESTATUS, VARSTRING};

use crate::version::TspiVersion;

/// Offset of `dwTotalSize`, in every structure.
pub const TOTAL_SIZE: usize = 0;
/// Offset of `dwNeededSize`, where there is one.
pub const NEEDED_SIZE: usize = 4;
/// Offset of `dwUsedSize`, where there is one.
pub const USED_SIZE: usize = 8;

/// Sizes in bytes of a structure's fixed part, by the version that was negotiated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// At 2.0 and 2.1.
    pub v2_0: usize,
    /// At 2.2.
    pub v2_2: usize,
    /// At 3.0 and 3.1.
    pub v3_0: usize,
}

/// One of TAPI's variable-size structures. Implemented by the types of this module only.
pub trait Structure: sealed::Sealed + Sized + 'static {
    /// The name in `tapi.h`.
    const NAME: &'static str;
    /// Whether it has `dwNeededSize` and `dwUsedSize`; `LINECALLPARAMS` has not.
    const REPORTS_SIZES: bool;
    /// Sizes of the fixed part.
    const SIZES: Sizes;
    /// Every member after the size members, in the order of this crate's tables.
    const FIELDS: &'static [FieldInfo];
    /// Every size and offset pair.
    const PAIRS: &'static [Pair<Self>];

    /// Size in bytes of the fixed part at `version`.
    fn fixed_size(version: TspiVersion) -> usize {
        if version >= TspiVersion::V3_0 {
            Self::SIZES.v3_0
        } else if version >= TspiVersion::V2_2 {
            Self::SIZES.v2_2
        } else {
            Self::SIZES.v2_0
        }
    }
}

mod sealed {
    /// Keeps the implementations inside this crate, where the layouts are checked.
    pub trait Sealed {}
}
