//! What the two sides may be told, with the defaults and why.

use core::num::NonZeroU32;
use core::time::Duration;

use crate::control::SUB;
use crate::frame::BlockSize;

/// The dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// 128-byte blocks with an arithmetic checksum. One file, no name, no size: the last block's padding stays.
    Xmodem,
    /// The same with a 16-bit CRC.
    XmodemCrc,
    /// XMODEM-CRC with blocks of up to 1024 bytes.
    Xmodem1k,
    /// A batch of files with names and sizes; the size cuts the padding.
    Ymodem,
    /// YMODEM without acknowledgements, for links that are already reliable: the first damaged block ends it.
    YmodemG,
}

impl Variant {
    /// Whether files have names and sizes and come in batches.
    pub const fn is_batch(self) -> bool {
        matches!(self, Self::Ymodem | Self::YmodemG)
    }
}

/// How a sender that has sent everything treats the last acknowledgement.
///
/// The last one is special: the XMODEM end of transmission, or the empty block that closes a YMODEM batch. Many
/// receivers leave the moment they have everything, and what they sent last is lost with them. The acknowledgement of
/// each file's end within a batch is always awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LastAck {
    /// Without it the transfer fails with [`LastAckLost`](crate::Error::LastAckLost), which says that everything before
    /// was acknowledged.
    Required,
    /// Without it the transfer is done, and [`Summary::confirmed`](crate::Summary::confirmed) is false.
    Optional,
    /// The transfer is done as soon as the last byte is handed out.
    NotAwaited,
}

/// When a receiver believes an end of transmission.
///
/// EOT is one unprotected byte: one wrong bit in a block's first byte makes an EOT out of it. A YMODEM file of known
/// size needs neither of these: the size says whether it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndCheck {
    /// Answer the first EOT with NAK and believe the second. Costs one exchange; a sender that does not wait for
    /// the answer fails, and the error says so.
    Confirm,
    /// Believe an EOT after which the line stays silent for [`ReceiveOptions::quiet`].
    Silence,
}

/// How a sender behaves. Made by [`new`](Self::new) with the defaults, then changed field by field.
///
/// ```
/// use tspkit_xymodem::{SendOptions, Variant};
/// let mut options = SendOptions::new(Variant::Ymodem);
/// options.retry_limit = 3;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SendOptions {
    /// The dialect.
    pub variant: Variant,
    /// The largest block. Default: long for XMODEM-1K and YMODEM, else short. When no more than 256 bytes are left,
    /// short blocks are used all the same, and always with checksums, which have no 1K variant.
    pub block: BlockSize,
    /// What fills the last block. Default 0x1a (SUB).
    pub pad: u8,
    /// Whether a sender made for CRC agrees to checksums when the receiver asks for them. Default true.
    pub fall_back: bool,
    /// How often one block, or one end, may be sent again. Default 10.
    pub retry_limit: u32,
    /// How long the receiver may take to ask for the first block, and for the next file. Default 60 s.
    pub start_timeout: Duration,
    /// How long an acknowledgement may take before the block is sent again. Default 15 s: longer than the 10 s after
    /// which receivers customarily ask again, or each loss would be repaired twice.
    pub ack_timeout: Duration,
    /// Bytes a second the line carries, when known. Answers that come before the block can have left are left-overs
    /// and are ignored; time-outs count from when it has. Default: unknown. Do not set it for links whose rate means
    /// nothing (USB, sockets).
    pub line_rate: Option<NonZeroU32>,
    /// What to make of a last acknowledgement that does not come. Default [`LastAck::Required`].
    pub last_ack: LastAck,
    /// How long to stay after the last acknowledgement, to answer a receiver that asks again after all. The transfer
    /// is done only then. Default zero. A noisy line wants more than the receiver's time-out: without it, a doubled or
    /// invented last acknowledgement can make the sender believe in an end that the receiver never saw.
    pub linger: Duration,
    /// How many bytes that mean nothing are skipped between two steps forward. Default 8192.
    pub junk_limit: u64,
    /// After a failure or [`cancel`](crate::Transfer::cancel): the silence after which the line counts as clean.
    /// Default 500 ms.
    pub quiet: Duration,
    /// How long to wait for that silence at most. Default 5 s.
    pub clean_limit: Duration,
}

impl SendOptions {
    /// The defaults for `variant`.
    pub const fn new(variant: Variant) -> Self {
        Self {
            variant,
            block: match variant {
                Variant::Xmodem | Variant::XmodemCrc => BlockSize::Short,
                Variant::Xmodem1k | Variant::Ymodem | Variant::YmodemG => BlockSize::Long,
            },
            pad: SUB,
            fall_back: true,
            retry_limit: 10,
            start_timeout: Duration::from_secs(60),
            ack_timeout: Duration::from_secs(15),
            line_rate: None,
            last_ack: LastAck::Required,
            linger: Duration::ZERO,
            junk_limit: 8192,
            quiet: Duration::from_millis(500),
            clean_limit: Duration::from_secs(5),
        }
    }
}

/// How a receiver behaves. Made by [`new`](Self::new) with the defaults, then changed field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceiveOptions {
    /// The dialect.
    pub variant: Variant,
    /// How many bytes of data are taken at most, all files together. Default 16 MiB.
    pub max_size: u64,
    /// How many files a batch may have. Default 1024.
    pub max_files: u32,
    /// Whether to ask for less when nobody answers: CRC instead of streaming, checksums instead of CRC. Default true for
    /// the XMODEM variants and YMODEM-g, false for YMODEM, whose senders all know CRC.
    pub fall_back: bool,
    /// How often to ask for a start before asking for less. Default 4.
    pub fall_back_after: u32,
    /// How often to ask for a start at all. Default 20.
    pub start_limit: u32,
    /// How long each of these waits. Default 3 s.
    pub start_interval: Duration,
    /// How long to wait for the next block before asking for it again. Default 10 s.
    pub block_timeout: Duration,
    /// The longest pause inside a block. Default 1 s.
    pub byte_timeout: Duration,
    /// How often to ask again for the same block, whatever the reason. Default 10.
    pub retry_limit: u32,
    /// The silence that ends a damaged block, proves an EOT ([`EndCheck::Silence`]), and after a failure shows
    /// that the line is clean. Default 500 ms.
    pub quiet: Duration,
    /// When to believe an EOT. Default [`EndCheck::Confirm`].
    pub end_check: EndCheck,
    /// Whether a batch must be closed with an empty block. Default true: silence or a hang-up instead is
    /// [`BatchNotClosed`](crate::Error::BatchNotClosed). When false it is done, and
    /// [`Summary::confirmed`](crate::Summary::confirmed) is false.
    pub close_required: bool,
    /// How long to stay after the end, to acknowledge it again when the sender has missed that. The transfer is done
    /// only then. Default zero.
    pub linger: Duration,
    /// How many bytes that mean nothing are skipped between two steps forward. Default 8192.
    pub junk_limit: u64,
    /// How long to wait, after a failure or [`cancel`](crate::Transfer::cancel), for a silent line. Default 5 s.
    pub clean_limit: Duration,
}

impl ReceiveOptions {
    /// The defaults for `variant`.
    pub const fn new(variant: Variant) -> Self {
        Self {
            variant,
            max_size: 16 << 20,
            max_files: 1024,
            fall_back: !matches!(variant, Variant::Ymodem),
            fall_back_after: 4,
            start_limit: 20,
            start_interval: Duration::from_secs(3),
            block_timeout: Duration::from_secs(10),
            byte_timeout: Duration::from_secs(1),
            retry_limit: 10,
            quiet: Duration::from_millis(500),
            end_check: EndCheck::Confirm,
            close_required: true,
            linger: Duration::ZERO,
            junk_limit: 8192,
            clean_limit: Duration::from_secs(5),
        }
    }
}
