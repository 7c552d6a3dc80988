//! What the receiver says, and what follows from it.

use super::{Pending, Phase, Sender, What};
use crate::check::Check;
use crate::control::{ACK, NAK, START_CRC, START_STREAM};
use crate::error::{Error, Side, Stage, Violation};
use crate::event::{Event, Summary};
use crate::options::{LastAck, Variant};

/// After so many NAKs to the very first block, perhaps the receiver means the other check.
const CHECK_FLIP: u32 = 3;

impl Sender {
    /// One byte from the receiver. Returns whether it meant anything here.
    pub(super) fn on_byte(&mut self, byte: u8) -> bool {
        match (self.phase, byte) {
            (Phase::Request(what), START_CRC | START_STREAM | NAK) => self.on_request(what, byte),
            (Phase::Request(_) | Phase::Linger, ACK) => {}
            (Phase::Block(What::Data), NAK) if self.streaming => self.broken_stream(),
            (Phase::Block(What::Data), ACK | START_CRC | START_STREAM) if self.streaming => {}
            (Phase::Block(what), ACK) => self.on_block_taken(what),
            (Phase::Block(_), NAK) => {
                self.again();
                self.flip_check();
            }
            (Phase::Block(what), START_CRC) if what != What::Data || self.block == 1 => {
                if self.options.variant != Variant::Xmodem {
                    self.again();
                    self.settle_for(Check::Crc);
                }
            }
            (Phase::End, ACK) => self.on_end_taken(),
            (Phase::End, NAK | START_CRC | START_STREAM) => self.again(),
            (Phase::Linger, NAK | START_CRC) => {
                self.pending = if self.options.variant.is_batch() {
                    Pending::Frame
                } else {
                    Pending::End
                };
            }
            _ => return false,
        }
        true
    }

    fn on_request(&mut self, what: What, byte: u8) {
        let variant = self.options.variant;
        if let Some(check) = self.check {
            // With CRC a receiver asks for the next file with C: NAK is about the end, which it has not understood.
            if byte == NAK && check == Check::Crc && what != What::Data {
                self.end_counted = true;
                self.phase = Phase::End;
                self.again();
                return;
            }
            if byte == START_STREAM && variant != Variant::YmodemG {
                return;
            }
        } else {
            let (check, streaming) = match byte {
                START_STREAM if variant == Variant::YmodemG => (Check::Crc, true),
                START_CRC if variant != Variant::Xmodem => (Check::Crc, false),
                NAK if variant == Variant::Xmodem || self.options.fall_back => (Check::Sum, false),
                // Asked for what this sender was told not to give: the receiver will ask for less.
                _ => return,
            };
            self.check = Some(check);
            self.streaming = streaming;
            self.session.note(Event::Started { check, streaming });
        }
        match what {
            What::Header => {
                self.announce();
                self.phase = Phase::Block(What::Header);
                self.build();
            }
            What::Data => {
                if !variant.is_batch() {
                    self.announce();
                }
                self.next_block();
            }
            What::Close => {
                self.phase = Phase::Block(What::Close);
                self.build();
            }
        }
    }

    fn on_block_taken(&mut self, what: What) {
        self.settled = true;
        self.retries = 0;
        self.junk = 0;
        match what {
            What::Header => {
                self.phase = Phase::Request(What::Data);
                self.session.wait(self.options.start_timeout);
            }
            What::Data => {
                self.advance();
                self.next_block();
            }
            What::Close => self.complete(true),
        }
    }

    pub(super) fn on_end_taken(&mut self) {
        if self.end_counted {
            self.end_counted = false;
        } else {
            let size = self.data().len() as u64;
            self.session.note(Event::FileEnd { size });
            self.sent_bytes = self.sent_bytes.saturating_add(size);
            self.current += 1;
            self.offset = 0;
            self.block = 0;
        }
        if self.options.variant.is_batch() {
            self.phase = Phase::Request(if self.current < self.files.len() {
                What::Header
            } else {
                What::Close
            });
            self.session.wait(self.options.start_timeout);
        } else {
            self.complete(true);
        }
    }

    /// Everything is acknowledged.
    fn complete(&mut self, confirmed: bool) {
        if confirmed && !self.options.linger.is_zero() {
            self.phase = Phase::Linger;
            self.session.wait(self.options.linger);
        } else {
            self.finish(confirmed);
        }
    }

    pub(super) fn finish(&mut self, confirmed: bool) {
        let files = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.session.finish(Summary {
            files,
            bytes: self.sent_bytes,
            confirmed,
        });
    }

    /// The last thing to be said was said, and nobody waits for the answer.
    pub(super) fn finish_unconfirmed(&mut self) {
        if self.phase == Phase::End && !self.end_counted {
            let size = self.data().len() as u64;
            self.session.note(Event::FileEnd { size });
            self.sent_bytes = self.sent_bytes.saturating_add(size);
        }
        self.finish(false);
    }

    /// Whether what is out is the last thing of all, so that [`LastAck`] applies to it.
    pub(super) fn is_last(&self) -> bool {
        match self.phase {
            Phase::End => !self.options.variant.is_batch(),
            Phase::Block(What::Close) => true,
            Phase::Request(_) | Phase::Block(_) | Phase::Linger => false,
        }
    }

    /// Sends what is out once more, within the limit.
    pub(super) fn again(&mut self) {
        self.retries += 1;
        if self.retries > self.options.retry_limit {
            let stage = self.stage();
            self.fail(Error::TooManyRetries { stage });
        } else {
            self.pending = if self.phase == Phase::End {
                Pending::End
            } else {
                Pending::Frame
            };
        }
    }

    /// A receiver that refuses the first block again and again may have fallen back while the block was on its way.
    fn flip_check(&mut self) {
        let fixed =
            self.settled || self.options.variant == Variant::Xmodem || !self.options.fall_back;
        if !fixed && self.session.is_running() && self.retries.is_multiple_of(CHECK_FLIP) {
            let other = if self.check == Some(Check::Crc) {
                Check::Sum
            } else {
                Check::Crc
            };
            self.settle_for(other);
        }
    }

    fn settle_for(&mut self, check: Check) {
        if !self.settled && self.check != Some(check) && self.session.is_running() {
            self.check = Some(check);
            self.build();
        }
    }

    fn broken_stream(&mut self) {
        let stage = self.stage();
        self.fail(Error::ProtocolViolation {
            stage,
            violation: Violation::StreamBroken,
        });
    }

    /// Fails and tells the peer.
    pub(super) fn fail(&mut self, error: Error) {
        self.pending = Pending::Cancel;
        self.session.fail(error);
    }

    pub(super) fn cancelled_by_peer(&mut self) {
        self.pending = Pending::Nothing;
        self.session.fail(Error::Cancelled { by: Side::Peer });
    }

    /// The peer is gone, or as good as gone, while an answer was due: which error that is, if it is one.
    pub(super) fn unanswered(&self, hung_up: bool) -> Option<Error> {
        let stage = self.stage();
        let closing = matches!(
            self.phase,
            Phase::Block(What::Close) | Phase::Request(What::Close)
        );
        // Nothing was sent, so nothing can have been acknowledged.
        let closing = closing && self.check.is_some();
        let last_lost = Error::LastAckLost { stage, hung_up };
        if closing {
            // A stream's receiver need not acknowledge the closing block.
            let excused = self.streaming && self.phase == Phase::Block(What::Close);
            return (self.options.last_ack == LastAck::Required && !excused).then_some(last_lost);
        }
        if self.phase == Phase::End && !self.streaming {
            let excused = self.is_last() && self.options.last_ack != LastAck::Required;
            return (!excused).then_some(last_lost);
        }
        Some(match (hung_up, self.phase) {
            (true, _) => Error::PeerHungUp { stage },
            (false, Phase::Request(_)) => Error::NoAnswer { stage },
            (false, _) => Error::TooManyRetries { stage },
        })
    }

    pub(super) fn count_junk(&mut self) {
        self.junk += 1;
        if self.junk > self.options.junk_limit {
            let (bytes, stage): (u64, Stage) = (self.junk, self.stage());
            self.fail(Error::TooMuchNoise { bytes, stage });
        }
    }
}
