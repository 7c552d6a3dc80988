//! What a line answers.

use bytes::Bytes;

/// The answer to a [`LineRequest`](crate::LineRequest), where it succeeds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineReply {
    /// It is done.
    Done,
    /// The bytes that were asked for.
    Data(Bytes),
}
