//! The control characters both sides speak.

/// Starts a block of 128 bytes.
pub(crate) const SOH: u8 = 0x01;
/// Starts a block of 1024 bytes.
pub(crate) const STX: u8 = 0x02;
/// Ends a file.
pub(crate) const EOT: u8 = 0x04;
/// The block, or the end, was taken.
pub(crate) const ACK: u8 = 0x06;
/// Backspace; some programs send it after CAN to clean a terminal's line.
pub(crate) const BS: u8 = 0x08;
/// Send it again; before the first block also: start, with checksums.
pub(crate) const NAK: u8 = 0x15;
/// Two in a row cancel the transfer.
pub(crate) const CAN: u8 = 0x18;
/// The customary padding, CP/M's end of file.
pub(crate) const SUB: u8 = 0x1a;
/// Start, with CRC.
pub(crate) const START_CRC: u8 = b'C';
/// Start, with CRC and without waiting for acknowledgements (YMODEM-g).
pub(crate) const START_STREAM: u8 = b'G';

/// What cancels the peer: more than the two that are needed, because one may be lost on the way.
pub(crate) const CANCEL: [u8; 8] = [CAN; 8];

/// So many CAN must end a burst that began as something else (a block broken off) before it counts as cancelled:
/// two could be data.
pub(crate) const CANCEL_TAIL: usize = 5;
