//! User-user information that has come in: put together, shown, and queued until it is released.

use std::collections::VecDeque;

use bytes::Bytes;

/// How many messages wait behind the one that is shown.
const MESSAGES: usize = 64;
/// How many bytes they have together.
const BYTES: usize = 64 * 1024;

/// The messages of one call.
#[derive(Debug, Default)]
pub(super) struct Received {
    /// Stays until it is released; empty: nothing is held.
    shown: Bytes,
    waiting: VecDeque<Bytes>,
    /// The bytes of those.
    size: usize,
    /// What has come of a chain so far.
    chain: Vec<u8>,
    /// The chain has become too long: what else comes of it is dropped.
    overlong: bool,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It is shown: there is something new to read.
    Shown,
    /// It waits until what is shown has been released, or is not yet whole.
    Waiting,
    /// There was nothing in it.
    Empty,
    /// It is longer than the line takes, and lost.
    TooLong {
        /// How long it was, as far as it was looked at.
        size: usize,
    },
    /// Too many wait, and it is lost.
    Full,
}

impl Received {
    /// What is shown.
    pub(super) fn shown(&self) -> &Bytes {
        &self.shown
    }

    /// Takes in a message, of which `more` may follow; together at most `limit` bytes.
    pub(super) fn arrive(&mut self, data: Bytes, more: bool, limit: u32) -> Arrival {
        let size = self.chain.len().saturating_add(data.len());
        let is_first = !self.overlong;
        self.overlong |= size as u64 > u64::from(limit);
        if self.overlong {
            self.chain = Vec::new();
            self.overlong = more;
            return if is_first {
                Arrival::TooLong { size }
            } else {
                Arrival::Waiting
            };
        }
        if more {
            self.chain.extend_from_slice(&data);
            return Arrival::Waiting;
        }
        if self.chain.is_empty() {
            return self.show(data);
        }
        self.chain.extend_from_slice(&data);
        let whole = std::mem::take(&mut self.chain);
        self.show(whole.into())
    }

    fn show(&mut self, message: Bytes) -> Arrival {
        if message.is_empty() {
            return Arrival::Empty;
        }
        if self.shown.is_empty() {
            self.shown = message;
            return Arrival::Shown;
        }
        if self.waiting.len() >= MESSAGES || self.size + message.len() > BYTES {
            return Arrival::Full;
        }
        self.size += message.len();
        self.waiting.push_back(message);
        Arrival::Waiting
    }

    /// Lets go of what is shown; `true` when there is a next to read.
    pub(super) fn release(&mut self) -> bool {
        self.shown = self.waiting.pop_front().unwrap_or_default();
        self.size -= self.shown.len();
        !self.shown.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(number: usize, size: usize) -> Bytes {
        vec![u8::try_from(number).unwrap(); size].into()
    }

    #[test]
    fn the_second_message_waits_until_the_first_is_released() {
        let mut received = Received::default();
        assert!(!received.release());
        assert_eq!(received.arrive(message(1, 3), false, 10), Arrival::Shown);
        assert_eq!(received.arrive(message(2, 4), false, 10), Arrival::Waiting);
        assert_eq!(received.shown(), &message(1, 3));
        assert!(received.release());
        assert_eq!(received.shown(), &message(2, 4));
        assert!(!received.release());
        assert!(received.shown().is_empty() && received.size == 0);
        assert_eq!(received.arrive(message(3, 1), false, 10), Arrival::Shown);
    }

    #[test]
    fn a_chain_is_one_message() {
        let mut received = Received::default();
        assert_eq!(received.arrive(message(1, 4), true, 10), Arrival::Waiting);
        assert_eq!(received.arrive(message(2, 4), true, 10), Arrival::Waiting);
        assert_eq!(received.arrive(message(3, 2), false, 10), Arrival::Shown);
        assert_eq!(&received.shown()[..], [1, 1, 1, 1, 2, 2, 2, 2, 3, 3]);
        received.release();
        // It may end with nothing.
        received.arrive(message(4, 2), true, 10);
        assert_eq!(received.arrive(Bytes::new(), false, 10), Arrival::Shown);
        assert_eq!(received.shown(), &message(4, 2));
    }

    #[test]
    fn a_chain_that_is_too_long_is_dropped_to_its_end_and_said_once() {
        let mut received = Received::default();
        received.arrive(message(1, 6), true, 10);
        let dropped = received.arrive(message(2, 5), true, 10);
        assert_eq!(dropped, Arrival::TooLong { size: 11 });
        assert_eq!(received.arrive(message(3, 9), true, 10), Arrival::Waiting);
        assert_eq!(received.arrive(message(4, 9), false, 10), Arrival::Waiting);
        assert!(received.shown().is_empty());
        assert_eq!(received.arrive(message(5, 10), false, 10), Arrival::Shown);
        let alone = received.arrive(message(6, 11), false, 10);
        assert_eq!(alone, Arrival::TooLong { size: 11 });
        assert_eq!(received.arrive(message(7, 1), false, 10), Arrival::Waiting);
    }

    #[test]
    fn nothing_is_no_message() {
        let mut received = Received::default();
        assert_eq!(received.arrive(Bytes::new(), false, 10), Arrival::Empty);
        assert_eq!(received.arrive(Bytes::new(), false, 0), Arrival::Empty);
        assert!(received.shown().is_empty());
    }

    #[test]
    fn the_queue_is_bounded_in_messages_and_in_bytes() {
        let mut received = Received::default();
        for number in 0..=MESSAGES {
            received.arrive(message(number, 1), false, 10);
        }
        assert_eq!(received.arrive(message(99, 1), false, 10), Arrival::Full);
        for number in 0..=MESSAGES {
            assert_eq!(received.shown(), &message(number, 1));
            assert_eq!(received.release(), number < MESSAGES);
        }
        assert_eq!(received.size, 0);
        let limit = u32::try_from(BYTES).unwrap();
        received.arrive(message(1, 1), false, limit);
        assert_eq!(
            received.arrive(message(2, BYTES), false, limit),
            Arrival::Waiting
        );
        assert_eq!(received.arrive(message(3, 1), false, limit), Arrival::Full);
    }
}
