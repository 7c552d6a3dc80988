//! What a transfer tells its owner.

use bytes::Bytes;

use crate::check::Check;
use crate::error::Error;
use crate::file::FileInfo;

/// Something that happened, in order, from [`poll_event`](crate::Transfer::poll_event).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The sides have found each other: the sender was asked for its first block, or the receiver took one.
    Started {
        /// How blocks are protected.
        check: Check,
        /// Whether blocks are sent without waiting (YMODEM-g).
        streaming: bool,
    },
    /// A file begins. The receiver knows of names and sizes only in YMODEM.
    FileStart(FileInfo),
    /// Receiver: the file's next bytes, padding already cut where the size is known. Not before
    /// [`FileEnd`](Self::FileEnd) are they a whole file: discard them when [`Failed`](Self::Failed) comes first.
    Data(Bytes),
    /// The file is over: its end was acknowledged (sender) or taken (receiver).
    FileEnd {
        /// Its length in bytes; with XMODEM at the receiver, including the padding.
        size: u64,
    },
    /// How much of the current file was acknowledged (sender) or taken (receiver). Only the newest is kept.
    Progress {
        /// Bytes so far.
        done: u64,
        /// Bytes in all, when known.
        total: Option<u64>,
    },
    /// The transfer succeeded and is finished.
    Done(Summary),
    /// The transfer failed. What this side had to say to the peer may still be in
    /// [`poll_transmit`](crate::Transfer::poll_transmit); [`LineClean`](Self::LineClean) follows.
    Failed(Error),
    /// After a failure: the line can be used for something else.
    LineClean {
        /// False when the peer was still talking as the limit ran out, or hung up.
        silent: bool,
    },
}

/// What a successful transfer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Files transferred.
    pub files: u32,
    /// Bytes of data in them, as in [`Event::FileEnd`].
    pub bytes: u64,
    /// False when the last acknowledgement (sender) or the batch's closing block (receiver) did not come and the options
    /// did not insist on it.
    pub confirmed: bool,
}
