//! What can go wrong, and where.

use core::fmt;

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// This one: [`cancel`](crate::Transfer::cancel) was called.
    Local,
    /// The other: it sent CAN CAN.
    Peer,
}

/// How far a transfer had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nothing has been transferred; the sides have not found each other yet.
    Start,
    /// A YMODEM file's header.
    Header,
    /// Data; the block concerned, counted from 1 and not wrapped at 256.
    Data {
        /// The block.
        block: u64,
    },
    /// Every data block was taken; the file's end is being agreed on.
    EndOfFile,
    /// A YMODEM file is over and confirmed; the next one, or the end of the batch, is awaited.
    BetweenFiles,
    /// Every file of the batch was confirmed; the empty block that closes it is not.
    Closing,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("before the first block"),
            Self::Header => f.write_str("in the file's header"),
            Self::Data { block } => write!(f, "in data block {block}"),
            Self::EndOfFile => f.write_str("at the end of the file"),
            Self::BetweenFiles => f.write_str("between two files"),
            Self::Closing => f.write_str("at the end of the batch"),
        }
    }
}

/// A rule of the protocol that the peer broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// Neither the block that is due nor a repetition of the last one.
    #[error("block {got} came where {expected} was due (numbers modulo 256)")]
    OutOfSequence {
        /// The number that was due.
        expected: u8,
        /// The number that came.
        got: u8,
    },
    /// The file's end came instead of a block that had arrived damaged: that block is lost.
    #[error("the end came while a damaged block was still due again")]
    EndInsteadOfBlock,
    /// A data block came where a YMODEM header was due: the peer speaks XMODEM.
    #[error("data block {got} came where a file's header was due; the peer seems to speak XMODEM")]
    DataInsteadOfHeader {
        /// The number that came.
        got: u8,
    },
    /// A YMODEM header came to an XMODEM receiver.
    #[error("a file's header came where data was due; the peer seems to speak YMODEM")]
    HeaderInsteadOfData,
    /// A YMODEM header that cannot be read.
    #[error(
        "the file's header cannot be read: its name is not terminated or its size is no number"
    )]
    BadHeader,
    /// More blocks came than the announced size needs.
    #[error("more data came than the announced {size} bytes")]
    BeyondSize {
        /// The size in the header, in bytes.
        size: u64,
    },
    /// A block of a stream (YMODEM-g) is damaged or missing, and streams repeat nothing.
    #[error("a block of the stream is damaged or missing, and streaming cannot repeat it")]
    StreamBroken,
}

/// Why a transfer failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// One side cancelled.
    #[error("the transfer was cancelled by {}", match .by { Side::Local => "this side", Side::Peer => "the peer" })]
    Cancelled {
        /// Which.
        by: Side,
    },
    /// The peer did not start, or did not ask for the next file, in time.
    #[error("the peer stayed silent {stage}; check that it is set to the same protocol")]
    NoAnswer {
        /// Where.
        stage: Stage,
    },
    /// The same block was tried as often as [`retry_limit`](crate::SendOptions::retry_limit) allows.
    #[error("too many retries {stage}; the line is too bad or the peer speaks another variant")]
    TooManyRetries {
        /// Where.
        stage: Stage,
    },
    /// The line went away.
    #[error("the peer hung up {stage}")]
    PeerHungUp {
        /// Where.
        stage: Stage,
    },
    /// Every byte of data was acknowledged, and then the acknowledgement of the end did not come. Most likely the peer
    /// has everything and left early; this side cannot know.
    #[error(
        "every byte was acknowledged, but the last acknowledgement never came ({}, {stage})",
        if *.hung_up { "the peer hung up" } else { "the peer fell silent" }
    )]
    LastAckLost {
        /// [`Stage::EndOfFile`] or [`Stage::Closing`].
        stage: Stage,
        /// Whether the peer hung up; otherwise it fell silent.
        hung_up: bool,
    },
    /// So many files came whole, and then the sender neither sent another one nor closed the batch.
    #[error(
        "{files} file(s) came whole, but the batch was not closed: the peer {}",
        if *.hung_up { "hung up" } else { "fell silent" }
    )]
    BatchNotClosed {
        /// How many came whole.
        files: u32,
        /// Whether the peer hung up; otherwise it fell silent.
        hung_up: bool,
    },
    /// More data than [`max_size`](crate::ReceiveOptions::max_size) allows.
    #[error("the peer sends at least {needed} bytes, more than the {limit} allowed")]
    SizeExceeded {
        /// Bytes allowed.
        limit: u64,
        /// Bytes announced or seen.
        needed: u64,
    },
    /// More files than [`max_files`](crate::ReceiveOptions::max_files) allows.
    #[error("the peer sends more than the {limit} files allowed")]
    TooManyFiles {
        /// Files allowed.
        limit: u32,
    },
    /// The file ended before its announced size was reached.
    #[error("the file ended after {received} of {expected} bytes")]
    Truncated {
        /// The announced size in bytes.
        expected: u64,
        /// The bytes that came.
        received: u64,
    },
    /// The peer broke the protocol in a way that repeating cannot mend.
    #[error("protocol violation {stage}: {violation}")]
    ProtocolViolation {
        /// Where.
        stage: Stage,
        /// What.
        violation: Violation,
    },
    /// Too many bytes that mean nothing.
    #[error("{bytes} meaningless bytes {stage}; the peer does not seem to speak XMODEM or YMODEM")]
    TooMuchNoise {
        /// How many.
        bytes: u64,
        /// Where.
        stage: Stage,
    },
    /// Memory for the data was refused.
    #[error("no memory for {bytes} more bytes of received data")]
    OutOfMemory {
        /// How much was asked for.
        bytes: usize,
    },
}

impl Error {
    /// Whether every byte of data is known to have reached the other side although the transfer failed.
    pub const fn all_data_acknowledged(&self) -> bool {
        matches!(self, Self::LastAckLost { .. } | Self::BatchNotClosed { .. })
    }
}

/// Why a [`Sender`](crate::Sender) could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// XMODEM sends exactly one file.
    #[error("XMODEM sends exactly one file, {files} were given; use YMODEM for a batch")]
    NotOneFile {
        /// How many were given.
        files: usize,
    },
    /// A YMODEM file without a name would end the batch.
    #[error("file {index} has no name, which would end the YMODEM batch; name it")]
    NoName {
        /// Which, counted from 0.
        index: usize,
    },
    /// A name with a NUL in it, or too long for a header block of 1024 bytes.
    #[error(
        "the name of file {index} ({length} bytes) contains a NUL or does not fit a YMODEM header; shorten it"
    )]
    BadName {
        /// Which, counted from 0.
        index: usize,
        /// The name's length in bytes.
        length: usize,
    },
}
