//! The checked reader and the checked writer of TAPI's variable-size structures.
//!
//! Both work on plain bytes, aligned or not, and take the fields of one structure from
//! [`layout`](crate::layout). [`StructReader`] never looks outside what `dwTotalSize` announces and
//! never panics; [`StructWriter`] keeps TAPI's rules of total, needed and used size, so that a caller
//! who gave too little room learns how much it takes. [`PhoneCaps`], [`PhoneStatus`],
//! [`PhoneButtonInfo`], [`VarString`], [`LineDevCaps`], [`LineAddressCaps`], [`LineAddressStatus`], [`LineDevStatus`],
//! [`LineCallInfo`] and [`LineCallStatus`] are contents in Rust's types that write themselves; [`LineCallParams`] is what
//! an application wrote.
//! Page: `variably-sized-data-structures`, `memory-allocation`.

mod button_info;
mod dial_params;
mod error;
mod line_address_caps;
mod line_address_status;
mod line_call_info;
mod line_call_params;
mod line_call_status;
mod line_dev_caps;
mod line_dev_status;
mod phone_caps;
mod phone_status;
mod reader;
mod stretches;
mod system_time;
mod tables;
mod text;
mod var_string;
mod writer;

pub use button_info::PhoneButtonInfo;
pub use dial_params::DialParams;
pub use error::StructureError;
pub use line_address_caps::{
    LineAddressCaps, LineCallTreatment, LineCompletionCaps, LineForwardCaps,
};
pub use line_address_status::{LineAddressStatus, LineForward};
pub use line_call_info::{LineCallInfo, LineCallParty};
pub use line_call_params::LineCallParams;
pub use line_call_status::LineCallStatus;
pub use line_dev_caps::{LineDevCaps, LineTerminal, UserUserSizes};
pub use line_dev_status::LineDevStatus;
pub use phone_caps::{HookSwitchCaps, PhoneCaps};
pub use phone_status::{HookSwitchStatus, PhoneStatus};
pub use reader::StructReader;
pub use system_time::system_time_bytes;
pub use text::Utf16Text;
pub use var_string::VarString;
pub use writer::{StructWriter, Written};

use windows_sys::core::GUID;

use crate::layout::{Structure, TOTAL_SIZE};
use crate::version::TspiVersion;

/// A GUID as the 16 bytes that structures hold: the first three groups little-endian.
///
/// ```
/// use tspkit_abi::structure::guid_bytes;
/// use windows_sys::core::GUID;
///
/// let guid = GUID::from_u128(0x350F_85D1_1227_11D3_83D4_00C0_4FB6_809F);
/// assert_eq!(guid_bytes(guid)[..4], [0xD1, 0x85, 0x0F, 0x35]);
/// ```
pub fn guid_bytes(guid: GUID) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&guid.data1.to_le_bytes());
    bytes[4..6].copy_from_slice(&guid.data2.to_le_bytes());
    bytes[6..8].copy_from_slice(&guid.data3.to_le_bytes());
    bytes[8..].copy_from_slice(&guid.data4);
    bytes
}

/// The protocol of calls over telephone networks, `TAPIPROTOCOL_PSTN` of `tapi3.h`: for
/// [`LineDevCaps::protocol_guid`].
pub fn pstn_protocol_guid() -> [u8; 16] {
    // `windows-sys` does not have it.
    guid_bytes(GUID::from_u128(0x831C_E2D6_83B5_11D1_BB5C_00C0_4FB6_809F))
}

/// The `DWORD` at `offset`, or `None` beyond the end.
fn dword(bytes: &[u8], offset: usize) -> Option<u32> {
    let end = offset.checked_add(size_of::<u32>())?;
    let four = bytes.get(offset..end)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// `dwTotalSize` and the fixed part of `S`, checked against the bytes that are there.
fn checked_sizes<S: Structure>(
    bytes: &[u8],
    version: TspiVersion,
) -> Result<(usize, usize), StructureError> {
    let fixed = S::fixed_size(version);
    let length = bytes.len();
    let total = dword(bytes, TOTAL_SIZE).ok_or(StructureError::TooSmall {
        structure: S::NAME,
        total: length,
        fixed,
    })?;
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    if total < fixed {
        return Err(StructureError::TooSmall {
            structure: S::NAME,
            total,
            fixed,
        });
    }
    if total > length {
        return Err(StructureError::Truncated {
            structure: S::NAME,
            total,
            length,
        });
    }
    Ok((total, fixed))
}
