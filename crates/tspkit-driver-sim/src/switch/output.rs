//! What the switch gives, and what it is told besides requests.

use std::time::{Duration, Instant};

use bytes::Bytes;
use tspkit_hal::{LineEvent, LineReply, Outcome};

use super::legs::Key;

/// What the switch gives.
#[derive(Debug)]
pub(crate) enum Output<T> {
    /// The answer to a request of the line of that place.
    Answer(u32, T, Outcome<LineReply>),
    /// Something on the line of that place.
    Event(u32, LineEvent),
    /// It wants to be told when that time has come.
    Later(Instant, Timer),
}

/// What happens when its time has come. What concerns a leg that is gone does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Timer {
    /// A line rings again.
    Ring(Key),
    /// The call to this leg is given up.
    NoAnswer(Key),
    /// A busy tone ends.
    ToneEnds(Key),
    /// Somebody outside answers.
    Answers(Key),
    /// Somebody outside hangs up.
    HangsUp(Key),
    /// A call outside costs more.
    Charge(Key),
    /// The digits of that number have been sent.
    DigitsSent(Key, u64),
    /// User-user information arrives that was late.
    UserUser(Key, Bytes),
    /// The line of that place is in service again.
    InService(u32),
}

/// What goes wrong with one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    /// Its user-user information is lost in the network.
    pub(crate) lose: bool,
    /// Its user-user information arrives that much later.
    pub(crate) late: Duration,
    /// The network has no way for a call that it makes.
    pub(crate) congested: bool,
}
