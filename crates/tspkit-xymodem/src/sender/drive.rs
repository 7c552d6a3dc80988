//! How the sender is driven.

use core::time::Duration;

use super::{Pending, Phase, Sender, What};
use crate::control::{CANCEL, EOT};
use crate::error::{Error, Side};
use crate::event::Event;
use crate::options::LastAck;
use crate::transfer::Transfer;

impl Sender {
    fn tick(&mut self, now: Duration) {
        if self.session.tick(now) {
            self.session.wait(self.options.start_timeout);
        }
    }

    /// How long `bytes` take on the line, as far as that is known.
    fn wire_time(&self, bytes: usize) -> Duration {
        let Some(rate) = self.options.line_rate else {
            return Duration::ZERO;
        };
        Duration::from_nanos((bytes as u64).saturating_mul(1_000_000_000) / u64::from(rate.get()))
    }

    /// In a stream, moves on when the last frame was handed out.
    fn stream_on(&mut self) {
        let handed_out = self.pending == Pending::Nothing && self.session.is_running();
        if handed_out && self.streaming && self.phase == Phase::Block(What::Data) {
            self.advance();
            self.next_block();
        }
    }

    /// Sets what is due after something was handed out.
    fn sent(&mut self, bytes: usize) {
        if !self.session.is_running() || self.phase == Phase::Linger {
            return;
        }
        let wire = self.wire_time(bytes);
        self.answerable = self.session.now().saturating_add(wire);
        if self.streaming && self.phase == Phase::Block(What::Header) {
            // The request for the data is the acknowledgement.
            self.phase = Phase::Request(What::Data);
            self.session
                .wait(wire.saturating_add(self.options.start_timeout));
        } else if self.is_last() && self.options.last_ack == LastAck::NotAwaited {
            self.finish_unconfirmed();
        } else {
            self.session
                .wait(wire.saturating_add(self.options.ack_timeout));
        }
    }
}

impl Transfer for Sender {
    fn handle_input(&mut self, now: Duration, bytes: &[u8]) {
        self.tick(now);
        for byte in bytes {
            if !self.session.is_running() {
                self.session.drain();
                return;
            }
            if self.session.is_cancel(*byte) {
                self.cancelled_by_peer();
                continue;
            }
            // What comes before the latest block has left is about an earlier one. A stream never waits.
            let streams = self.streaming && self.phase == Phase::Block(What::Data);
            let early = self.pending != Pending::Nothing || self.session.now() < self.answerable;
            if *byte == crate::control::CAN || (early && !streams) {
                continue;
            }
            if !self.on_byte(*byte) {
                self.count_junk();
            }
        }
    }

    fn handle_timeout(&mut self, now: Duration) {
        self.tick(now);
        if !self.session.is_due() {
            return;
        }
        if !self.session.is_running() {
            self.session.drained();
            return;
        }
        if self.pending != Pending::Nothing
            || (self.streaming && self.phase == Phase::Block(What::Data))
        {
            // It is the owner that is late, not the peer; but not for ever.
            self.retries += 1;
            if self.retries > self.options.retry_limit {
                let stage = self.stage();
                self.fail(Error::TooManyRetries { stage });
            } else {
                self.session.wait(self.options.ack_timeout);
            }
            return;
        }
        let waits_for_request = matches!(self.phase, Phase::Request(_));
        if self.phase == Phase::Linger {
            self.finish(true);
        } else if waits_for_request || self.retries >= self.options.retry_limit {
            match self.unanswered(false) {
                Some(error) => self.fail(error),
                None => self.finish_unconfirmed(),
            }
        } else {
            self.again();
            self.session.wait(self.options.ack_timeout);
        }
    }

    fn handle_hang_up(&mut self, now: Duration) {
        self.tick(now);
        self.pending = Pending::Nothing;
        if !self.session.is_running() {
            self.session.hung_up();
        } else if self.phase == Phase::Linger {
            self.finish(true);
        } else {
            match self.unanswered(true) {
                Some(error) => self.session.fail_at_once(error),
                None => self.finish_unconfirmed(),
            }
        }
    }

    fn poll_transmit(&mut self, now: Duration) -> Option<&[u8]> {
        self.tick(now);
        self.stream_on();
        match core::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Nothing => None,
            Pending::Frame => {
                self.sent(self.frame.len());
                Some(&self.frame)
            }
            Pending::End => {
                self.sent(1);
                Some(&[EOT])
            }
            Pending::Cancel => Some(&CANCEL),
        }
    }

    fn poll_timeout(&self) -> Option<Duration> {
        self.session.deadline()
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.session.next_event()
    }

    fn cancel(&mut self, now: Duration) {
        self.tick(now);
        if self.session.is_running() {
            self.fail(Error::Cancelled { by: Side::Local });
        }
    }

    fn is_finished(&self) -> bool {
        self.session.is_finished() && self.pending == Pending::Nothing
    }
}
