//! What the receiver makes of sound blocks and of the end.

use super::{Line, Phase, Receiver};
use crate::control::{ACK, EOT, NAK};
use crate::error::{Error, Violation};
use crate::event::Event;
use crate::file::{FileInfo, Header, read_header};
use crate::options::EndCheck;

impl Receiver {
    /// A sound block with this number.
    pub(super) fn on_block(&mut self, number: u8) {
        self.line = Line::Fresh;
        match self.phase {
            Phase::Header if number == 0 => self.on_header(),
            Phase::Header => self.violated(Violation::DataInsteadOfHeader { got: number }),
            Phase::Data => self.on_data(number),
            Phase::Linger => self.answer(&[ACK]),
        }
    }

    fn on_header(&mut self) {
        let info = match read_header(self.incoming.data()) {
            None => return self.violated(Violation::BadHeader),
            Some(Header::End) => {
                self.start();
                self.answer(&[ACK]);
                return self.complete(true);
            }
            Some(Header::File(info)) => info,
        };
        if self.files >= self.options.max_files {
            return self.fail(Error::TooManyFiles {
                limit: self.options.max_files,
            });
        }
        let needed = self.total.saturating_add(info.size.unwrap_or(0));
        if needed > self.options.max_size {
            return self.fail(Error::SizeExceeded {
                limit: self.options.max_size,
                needed,
            });
        }
        self.start();
        self.begin(info);
        self.phase = Phase::Data;
        self.answer(&[ACK]);
        self.ask();
    }

    fn start(&mut self) {
        if !self.started {
            self.started = true;
            let (check, streaming) = (self.check(), self.is_stream());
            self.session.note(Event::Started { check, streaming });
        }
        self.retries = 0;
        self.junk = 0;
    }

    fn begin(&mut self, info: FileInfo) {
        self.expected = 1;
        self.received = 0;
        self.size = info.size;
        self.owed = false;
        self.end_seen = false;
        self.session.note(Event::FileStart(info));
    }

    fn on_data(&mut self, number: u8) {
        // Block numbers count modulo 256.
        let expected = self.expected.to_le_bytes()[0];
        if number == expected {
            self.take();
        } else if number == expected.wrapping_sub(1) && !self.is_stream() {
            self.on_repeated();
        } else {
            self.violated(if self.is_stream() {
                Violation::StreamBroken
            } else {
                Violation::OutOfSequence {
                    expected,
                    got: number,
                }
            });
        }
    }

    /// The sender has missed an acknowledgement: once more, within the limit.
    fn on_repeated(&mut self) {
        let header = self.expected == 1;
        if header && !self.options.variant.is_batch() {
            return self.violated(Violation::HeaderInsteadOfData);
        }
        self.retries += 1;
        if self.retries > self.options.retry_limit {
            let stage = self.stage();
            return self.fail(Error::TooManyRetries { stage });
        }
        // What came damaged was this block, on its way a second time.
        self.owed = false;
        self.answer(&[ACK]);
        if header {
            self.ask();
        } else {
            self.session.wait(self.options.block_timeout);
        }
    }

    fn take(&mut self) {
        let data = self.incoming.data();
        let mut length = data.len();
        if let Some(size) = self.size {
            let rest = size.saturating_sub(self.received);
            if rest == 0 {
                return self.violated(Violation::BeyondSize { size });
            }
            length = usize::try_from(rest).map_or(length, |rest| rest.min(length));
        }
        let needed = self.total.saturating_add(length as u64);
        if needed > self.options.max_size {
            return self.fail(Error::SizeExceeded {
                limit: self.options.max_size,
                needed,
            });
        }
        if self.data.try_reserve(length).is_err() {
            return self.fail(Error::OutOfMemory { bytes: length });
        }
        self.data.extend_from_slice(&data[..length]);
        if !self.started {
            self.start();
            self.begin(FileInfo::default());
        }
        self.total = needed;
        self.received += length as u64;
        self.expected += 1;
        self.retries = 0;
        self.junk = 0;
        self.owed = false;
        self.session.progress(self.received, self.size);
        if !self.is_stream() {
            self.answer(&[ACK]);
        }
        self.session.wait(self.options.block_timeout);
    }

    /// An EOT that begins a burst, and what came with it.
    pub(super) fn on_end(&mut self, burst: &[u8]) {
        if burst.iter().any(|byte| *byte != EOT) {
            return self.purge(burst);
        }
        match self.phase {
            Phase::Linger => self.answer(&[ACK]),
            Phase::Header if self.files == 0 => self.purge(burst),
            Phase::Header => {
                self.retries += 1;
                if self.retries > self.options.retry_limit {
                    let stage = self.stage();
                    return self.fail(Error::TooManyRetries { stage });
                }
                self.answer(&[ACK]);
                self.ask();
            }
            Phase::Data => self.on_end_of_file(),
        }
    }

    fn on_end_of_file(&mut self) {
        match self.size {
            Some(size) if self.received >= size => self.take_end(),
            Some(expected) if self.end_seen || self.is_stream() => {
                self.fail(Error::Truncated {
                    expected,
                    received: self.received,
                });
            }
            None if self.owed => self.violated(Violation::EndInsteadOfBlock),
            None if self.options.end_check == EndCheck::Silence => {
                self.line = Line::End;
                self.session.wait(self.options.quiet);
            }
            None if self.end_seen => self.take_end(),
            Some(_) | None => self.refuse_end(),
        }
    }

    /// The first EOT is not believed.
    fn refuse_end(&mut self) {
        self.end_seen = true;
        self.answer(&[NAK]);
        self.session.wait(self.options.block_timeout);
    }

    pub(super) fn take_end(&mut self) {
        if !self.started {
            self.start();
            self.begin(FileInfo::default());
        }
        self.line = Line::Fresh;
        self.end_seen = false;
        self.owed = false;
        self.retries = 0;
        self.flush_data();
        self.session.note(Event::FileEnd {
            size: self.received,
        });
        self.files += 1;
        self.answer(&[ACK]);
        if self.options.variant.is_batch() {
            self.phase = Phase::Header;
            self.ask();
        } else {
            self.complete(true);
        }
    }
}
