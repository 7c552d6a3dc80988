//! Reads drivers' answers as what was asked for; an answer of another kind is given back.

use bytes::Bytes;
use tspkit_hal::LineReply;

pub(crate) fn done(reply: LineReply) -> Result<(), LineReply> {
    match reply {
        LineReply::Done => Ok(()),
        other => Err(other),
    }
}

pub(crate) fn data(reply: LineReply) -> Result<Bytes, LineReply> {
    match reply {
        LineReply::Data(data) => Ok(data),
        other => Err(other),
    }
}
