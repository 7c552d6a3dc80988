//! The receiving side: its state, what it asks for, and how it gives up.

mod blocks;
mod drive;

use alloc::vec::Vec;

use crate::check::Check;
use crate::control::{BS, CAN, CANCEL, CANCEL_TAIL, NAK, START_CRC, START_STREAM};
use crate::error::{Error, Side, Stage, Violation};
use crate::event::{Event, Summary};
use crate::frame::Incoming;
use crate::options::{ReceiveOptions, Variant};
use crate::session::Session;

/// More answers than these are never waiting at once, unless their owner does not write them; the rest count as lost.
const MAX_ANSWERS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// A YMODEM header is due.
    Header,
    /// A data block is due.
    Data,
    /// Everything was taken; the sender may say its last word again.
    Linger,
}

/// What the bytes that come in belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// The next byte starts something.
    Fresh,
    /// A block.
    Frame,
    /// Something damaged; it is over when the line falls silent.
    Purge,
    /// An EOT that silence is to confirm.
    End,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Stream,
    Crc,
    Sum,
}

/// Receives one file by XMODEM, or a batch by YMODEM. See [`Transfer`](crate::Transfer) for how it is driven.
///
/// The first thing in a burst decides what it is. A burst that does not begin as anything known, and a damaged block, are
/// skipped until the line is silent, and asked for again; nothing inside them is mistaken for a block, an end or
/// a cancellation. Memory for the data is reserved fallibly and bounded by [`ReceiveOptions::max_size`].
#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "four facts that are independent of each other"
)]
pub struct Receiver {
    options: ReceiveOptions,
    mode: Mode,
    phase: Phase,
    line: Line,
    incoming: Incoming,
    /// Something was taken: the peer speaks the protocol.
    started: bool,
    /// Something that began like a block has been seen, so asking for less would only confuse.
    heard_block: bool,
    asks: u32,
    /// The block that is due, counted from 1.
    expected: u64,
    size: Option<u64>,
    received: u64,
    total: u64,
    files: u32,
    /// A damaged block is due again, so that an end cannot be right.
    owed: bool,
    /// An EOT was answered with NAK; the next one counts.
    end_seen: bool,
    retries: u32,
    junk: u64,
    /// Length of the burst that is being skipped, and how many CAN it ends with.
    burst: usize,
    cans: usize,
    data: Vec<u8>,
    answers: Vec<u8>,
    sending: Vec<u8>,
    session: Session,
}

impl Receiver {
    /// A receiver that will ask for a start as soon as it is driven.
    pub fn new(options: ReceiveOptions) -> Self {
        Self {
            mode: match options.variant {
                Variant::Xmodem => Mode::Sum,
                Variant::XmodemCrc | Variant::Xmodem1k | Variant::Ymodem => Mode::Crc,
                Variant::YmodemG => Mode::Stream,
            },
            phase: if options.variant.is_batch() {
                Phase::Header
            } else {
                Phase::Data
            },
            line: Line::Fresh,
            incoming: Incoming::new(),
            started: false,
            heard_block: false,
            asks: 0,
            expected: 1,
            size: None,
            received: 0,
            total: 0,
            files: 0,
            owed: false,
            end_seen: false,
            retries: 0,
            junk: 0,
            burst: 0,
            cans: 0,
            data: Vec::new(),
            answers: Vec::with_capacity(MAX_ANSWERS),
            sending: Vec::with_capacity(MAX_ANSWERS),
            session: Session::new(options.quiet, options.clean_limit),
            options,
        }
    }

    fn stage(&self) -> Stage {
        match self.phase {
            _ if !self.started => Stage::Start,
            Phase::Header if self.files == 0 => Stage::Header,
            Phase::Header => Stage::BetweenFiles,
            Phase::Data if self.end_seen || self.line == Line::End => Stage::EndOfFile,
            Phase::Data => Stage::Data {
                block: self.expected,
            },
            Phase::Linger => Stage::Closing,
        }
    }

    fn check(&self) -> Check {
        if self.mode == Mode::Sum {
            Check::Sum
        } else {
            Check::Crc
        }
    }

    fn is_stream(&self) -> bool {
        self.mode == Mode::Stream
    }

    fn answer(&mut self, bytes: &[u8]) {
        if self.answers.len() + bytes.len() <= MAX_ANSWERS {
            self.answers.extend_from_slice(bytes);
        }
    }

    const fn start_byte(&self) -> u8 {
        match self.mode {
            Mode::Stream => START_STREAM,
            Mode::Crc => START_CRC,
            Mode::Sum => NAK,
        }
    }

    /// Asks for what is due and waits for it.
    fn ask(&mut self) {
        self.line = Line::Fresh;
        let first = self.phase == Phase::Header || (self.expected == 1 && !self.end_seen);
        self.answer(&[if first { self.start_byte() } else { NAK }]);
        self.session.wait(if self.started {
            self.options.block_timeout
        } else {
            self.options.start_interval
        });
    }

    /// Asks again for what came damaged or not at all, within the limits.
    fn ask_again(&mut self) {
        let (count, limit) = if self.started {
            (&mut self.retries, self.options.retry_limit)
        } else {
            (&mut self.asks, self.options.start_limit)
        };
        *count += 1;
        if *count <= limit {
            self.ask();
            return;
        }
        let stage = self.stage();
        match self.gone(false) {
            None => self.finish(false),
            Some(Error::PeerHungUp { .. }) if self.started || self.heard_block => {
                self.fail(Error::TooManyRetries { stage });
            }
            Some(Error::PeerHungUp { .. }) => self.fail(Error::NoAnswer { stage }),
            Some(error) => self.fail(error),
        }
    }

    /// Nobody has answered the request for a start: asks for less, if that may help.
    fn fall_back(&mut self) {
        let due = self.asks.saturating_add(1) == self.options.fall_back_after.max(1);
        if self.started || self.heard_block || !self.options.fall_back || !due {
            return;
        }
        self.mode = match self.mode {
            Mode::Stream => Mode::Crc,
            Mode::Crc | Mode::Sum => Mode::Sum,
        };
    }

    /// What it means that the peer is gone; `None` when that is no failure.
    fn gone(&self, hung_up: bool) -> Option<Error> {
        if self.phase == Phase::Header && self.files > 0 {
            let error = Error::BatchNotClosed {
                files: self.files,
                hung_up,
            };
            return self.options.close_required.then_some(error);
        }
        Some(Error::PeerHungUp {
            stage: self.stage(),
        })
    }

    /// A damaged burst is over.
    fn damaged(&mut self) {
        if self.cans >= CANCEL_TAIL {
            self.cancelled_by_peer();
            return;
        }
        // A byte or two are noise; more may have been a block.
        self.owed |= self.phase == Phase::Data && self.burst > 2;
        self.end_seen = false;
        if self.is_stream() && self.phase == Phase::Data && self.burst > 0 {
            self.violated(Violation::StreamBroken);
        } else {
            self.ask_again();
        }
    }

    /// Begins to skip a damaged burst, of which `bytes` have come.
    fn purge(&mut self, bytes: &[u8]) {
        self.line = Line::Purge;
        self.burst = 0;
        self.cans = 0;
        self.skip(bytes);
    }

    fn skip(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match *byte {
                CAN => self.cans += 1,
                BS => {}
                _ => self.cans = 0,
            }
        }
        self.burst = self.burst.saturating_add(bytes.len());
        self.junk = self.junk.saturating_add(bytes.len() as u64);
        if self.phase == Phase::Linger {
            self.line = Line::Fresh;
        } else if self.junk > self.options.junk_limit {
            let (bytes, stage) = (self.junk, self.stage());
            self.fail(Error::TooMuchNoise { bytes, stage });
        } else {
            self.session.wait(self.options.quiet);
        }
    }

    fn complete(&mut self, confirmed: bool) {
        if self.options.linger.is_zero() {
            self.finish(confirmed);
        } else {
            self.phase = Phase::Linger;
            self.session.wait(self.options.linger);
        }
    }

    fn finish(&mut self, confirmed: bool) {
        self.session.finish(Summary {
            files: self.files,
            bytes: self.total,
            confirmed,
        });
    }

    fn violated(&mut self, violation: Violation) {
        let stage = self.stage();
        self.fail(Error::ProtocolViolation { stage, violation });
    }

    /// Fails and tells the peer.
    fn fail(&mut self, error: Error) {
        self.answers.clear();
        self.answers.extend_from_slice(&CANCEL);
        self.data = Vec::new();
        self.session.fail(error);
    }

    fn cancelled_by_peer(&mut self) {
        self.answers.clear();
        self.data = Vec::new();
        self.session.fail(Error::Cancelled { by: Side::Peer });
    }

    /// Puts the data taken so far in front of the events to come.
    fn flush_data(&mut self) {
        if !self.data.is_empty() {
            let data = core::mem::take(&mut self.data);
            self.session.note(Event::Data(data.into()));
        }
    }
}
