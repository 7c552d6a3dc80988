//! How the receiver is driven.

use core::time::Duration;

use super::{Line, Phase, Receiver};
use crate::control::{CAN, EOT};
use crate::error::{Error, Side};
use crate::event::Event;
use crate::frame::{Fed, Incoming};
use crate::transfer::Transfer;

impl Receiver {
    fn tick(&mut self, now: Duration) {
        if self.session.tick(now) {
            self.asks = 1;
            self.ask();
        }
    }

    /// The first bytes of a burst; returns how many of them were used.
    fn on_burst(&mut self, input: &[u8]) -> usize {
        let Some(first) = input.first().copied() else {
            return 0;
        };
        if self.session.is_cancel(first) {
            self.cancelled_by_peer();
            return 1;
        }
        if first == CAN {
            return 1;
        }
        if Incoming::is_header(first) {
            self.heard_block = true;
            self.end_seen = false;
            self.incoming.start(first, self.check());
            self.line = Line::Frame;
            return self.on_frame(input);
        }
        if first == EOT {
            self.on_end(input);
        } else {
            self.purge(input);
        }
        input.len()
    }

    fn on_frame(&mut self, input: &[u8]) -> usize {
        let (used, fed) = self.incoming.feed(input);
        match fed {
            Fed::Partial if self.phase == Phase::Linger => {}
            Fed::Partial => self.session.wait(self.options.byte_timeout),
            Fed::Whole(number) => self.on_block(number),
            Fed::Damaged => {
                self.purge_frame();
            }
        }
        used
    }

    /// What has come of a block is skipped together with what follows.
    fn purge_frame(&mut self) {
        let frame = core::mem::replace(&mut self.incoming, Incoming::new());
        self.purge(frame.raw());
        self.incoming = frame;
    }

    fn on_silence(&mut self) {
        match self.line {
            Line::Fresh => {
                self.burst = 0;
                self.cans = 0;
                self.fall_back();
                if self.is_stream()
                    && self.phase == Phase::Data
                    && self.expected > 1
                    && !self.end_seen
                {
                    let stage = self.stage();
                    self.fail(Error::NoAnswer { stage });
                } else {
                    self.ask_again();
                }
            }
            Line::Frame => {
                self.purge_frame();
                if self.session.is_running() {
                    self.damaged();
                }
            }
            Line::Purge => self.damaged(),
            Line::End => self.take_end(),
        }
    }
}

impl Transfer for Receiver {
    fn handle_input(&mut self, now: Duration, bytes: &[u8]) {
        self.tick(now);
        let mut rest = bytes;
        while !rest.is_empty() {
            if !self.session.is_running() {
                self.session.drain();
                return;
            }
            let used = match self.line {
                Line::Fresh => self.on_burst(rest),
                Line::Frame => self.on_frame(rest),
                Line::Purge => {
                    self.skip(rest);
                    rest.len()
                }
                Line::End => {
                    self.on_end(rest);
                    rest.len()
                }
            };
            rest = rest.get(used..).unwrap_or_default();
        }
    }

    fn handle_timeout(&mut self, now: Duration) {
        self.tick(now);
        if !self.session.is_due() {
            return;
        }
        if !self.session.is_running() {
            self.session.drained();
        } else if self.phase == Phase::Linger {
            self.finish(true);
        } else {
            self.on_silence();
        }
    }

    fn handle_hang_up(&mut self, now: Duration) {
        self.tick(now);
        self.answers.clear();
        if !self.session.is_running() {
            self.session.hung_up();
            return;
        }
        if self.phase == Phase::Linger {
            return self.finish(true);
        }
        if self.line == Line::End {
            // Nothing more can follow the EOT, which is what was to be proved.
            self.take_end();
            self.answers.clear();
            if !self.session.is_running() || self.phase == Phase::Linger {
                return self.handle_hang_up(now);
            }
        }
        match self.gone(true) {
            Some(error) => {
                self.data = alloc::vec::Vec::new();
                self.session.fail_at_once(error);
            }
            None => self.finish(false),
        }
    }

    fn poll_transmit(&mut self, now: Duration) -> Option<&[u8]> {
        self.tick(now);
        if self.answers.is_empty() {
            return None;
        }
        core::mem::swap(&mut self.answers, &mut self.sending);
        self.answers.clear();
        Some(&self.sending)
    }

    fn poll_timeout(&self) -> Option<Duration> {
        self.session.deadline()
    }

    fn poll_event(&mut self) -> Option<Event> {
        if !self.session.has_events() {
            self.flush_data();
        }
        self.session.next_event()
    }

    fn cancel(&mut self, now: Duration) {
        self.tick(now);
        if self.session.is_running() {
            self.fail(Error::Cancelled { by: Side::Local });
        }
    }

    fn is_finished(&self) -> bool {
        self.session.is_finished() && self.answers.is_empty()
    }
}
