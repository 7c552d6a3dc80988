//! `LINEDIALPARAMS`, which lies inside other structures.

use super::dword;

/// Times of dialling, in milliseconds: `LINEDIALPARAMS`.
///
/// In call parameters 0 stands for the line's default. Page: `ns-tapi-linedialparams`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct DialParams {
    /// How long a comma in a number pauses (`dwDialPause`).
    pub pause: u32,
    /// The silence between two digits (`dwDialSpeed`).
    pub speed: u32,
    /// How long a digit's tone lasts (`dwDigitDuration`).
    pub digit_duration: u32,
    /// How long to wait for dial tone at a "W" in a number (`dwWaitForDialtone`).
    pub wait_for_dialtone: u32,
}

impl DialParams {
    /// As structures hold it.
    pub fn to_bytes(self) -> [u8; 16] {
        let values = [
            self.pause,
            self.speed,
            self.digit_duration,
            self.wait_for_dialtone,
        ];
        let mut bytes = [0; 16];
        for (four, value) in bytes.chunks_exact_mut(4).zip(values) {
            four.copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    /// From what a structure holds.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let value = |offset| dword(&bytes, offset).unwrap_or(0);
        Self {
            pause: value(0),
            speed: value(4),
            digit_duration: value(8),
            wait_for_dialtone: value(12),
        }
    }
}
