//! The sending side: its state, and the blocks it builds.

mod answers;
mod drive;

use alloc::vec::Vec;
use core::time::Duration;

use crate::check::Check;
use crate::error::{SetupError, Stage};
use crate::event::Event;
use crate::file::{File, write_header};
use crate::frame::{self, BlockSize, MAX_FRAME};
use crate::options::SendOptions;
use crate::session::Session;

/// When no more than this is left, short blocks carry it: a padded long one would take longer on a slow line.
const SHORT_TAIL: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Header,
    Data,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The receiver is to ask for this.
    Request(What),
    /// This block is out and wants an acknowledgement.
    Block(What),
    /// EOT is out and wants an acknowledgement.
    End,
    /// All is acknowledged; the receiver may ask again.
    Linger,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    Nothing,
    Frame,
    End,
    Cancel,
}

/// Sends one file by XMODEM, or a batch by YMODEM. See [`Transfer`](crate::Transfer) for how it is driven.
///
/// The receiver decides between checksum, CRC and streaming, within what [`SendOptions::variant`] permits:
/// [`Xmodem`](crate::Variant::Xmodem) ignores requests for a CRC until the receiver falls back,
/// [`YmodemG`](crate::Variant::YmodemG) streams if asked to and sends plain YMODEM otherwise. What comes together with,
/// but behind, the answer that let a block go out is a left-over and ignored, so that an acknowledgement doubled on the
/// way does no harm.
#[derive(Debug)]
pub struct Sender {
    options: SendOptions,
    files: Vec<File>,
    current: usize,
    sent_bytes: u64,
    phase: Phase,
    pending: Pending,
    frame: Vec<u8>,
    check: Option<Check>,
    streaming: bool,
    /// Some block has been acknowledged, so the kind of check is settled.
    settled: bool,
    /// The end of the file before was asked for again and has been counted already.
    end_counted: bool,
    block: u64,
    offset: usize,
    in_flight: usize,
    retries: u32,
    junk: u64,
    /// Until then an answer cannot be about what was sent last.
    answerable: Duration,
    session: Session,
}

impl Sender {
    /// A sender of one file.
    ///
    /// # Errors
    ///
    /// With YMODEM, a name that is empty, contains a NUL or is too long for a header of 1024 bytes.
    pub fn new(options: SendOptions, file: File) -> Result<Self, SetupError> {
        Self::batch(options, [file])
    }

    /// A sender of any number of files; an empty YMODEM batch is allowed.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new), and anything but one file with an XMODEM variant.
    pub fn batch(
        options: SendOptions,
        files: impl IntoIterator<Item = File>,
    ) -> Result<Self, SetupError> {
        let files: Vec<File> = files.into_iter().collect();
        let first = if options.variant.is_batch() {
            for (index, file) in files.iter().enumerate() {
                check_name(index, file)?;
            }
            if files.is_empty() {
                What::Close
            } else {
                What::Header
            }
        } else if files.len() == 1 {
            What::Data
        } else {
            return Err(SetupError::NotOneFile { files: files.len() });
        };
        Ok(Self {
            session: Session::new(options.quiet, options.clean_limit),
            options,
            files,
            current: 0,
            sent_bytes: 0,
            phase: Phase::Request(first),
            pending: Pending::Nothing,
            frame: Vec::with_capacity(MAX_FRAME),
            check: None,
            streaming: false,
            settled: false,
            end_counted: false,
            block: 0,
            offset: 0,
            in_flight: 0,
            retries: 0,
            junk: 0,
            answerable: Duration::ZERO,
        })
    }

    fn stage(&self) -> Stage {
        match self.phase {
            Phase::Request(_) if self.check.is_none() => Stage::Start,
            Phase::Request(What::Data) => Stage::Data { block: 1 },
            Phase::Request(What::Header) => Stage::BetweenFiles,
            Phase::Request(What::Close) | Phase::Block(What::Close) | Phase::Linger => {
                Stage::Closing
            }
            Phase::Block(What::Header) => Stage::Header,
            Phase::Block(What::Data) => Stage::Data { block: self.block },
            Phase::End => Stage::EndOfFile,
        }
    }

    fn data(&self) -> &[u8] {
        self.files.get(self.current).map_or(&[], |file| &file.data)
    }

    fn announce(&mut self) {
        if let Some(file) = self.files.get(self.current) {
            self.session.note(Event::FileStart(file.info()));
        }
    }

    /// The next data block, or the end.
    fn next_block(&mut self) {
        if self.offset < self.data().len() {
            self.block += 1;
            self.phase = Phase::Block(What::Data);
            self.build();
        } else {
            self.phase = Phase::End;
            self.pending = Pending::End;
        }
    }

    /// Counts the block in flight as transferred.
    fn advance(&mut self) {
        self.offset += self.in_flight;
        self.in_flight = 0;
        let total = self.data().len() as u64;
        self.session.progress(self.offset as u64, Some(total));
    }

    /// Writes the block that is due, the first time or with another check.
    fn build(&mut self) {
        let check = self.check.unwrap_or(Check::Crc);
        let file = self.files.get(self.current);
        let pad = self.options.pad;
        match self.phase {
            Phase::Block(What::Data) => {
                let rest = file
                    .and_then(|file| file.data.get(self.offset..))
                    .unwrap_or_default();
                let long = self.options.block == BlockSize::Long
                    && check == Check::Crc
                    && rest.len() > SHORT_TAIL;
                let size = if long {
                    BlockSize::Long
                } else {
                    BlockSize::Short
                };
                self.in_flight = rest.len().min(size.bytes());
                // Block numbers count modulo 256.
                let number = self.block.to_le_bytes()[0];
                frame::build(
                    &mut self.frame,
                    number,
                    size,
                    &rest[..self.in_flight],
                    pad,
                    check,
                );
            }
            Phase::Block(What::Header) => {
                let header = file
                    .map(|file| write_header(&file.info()))
                    .unwrap_or_default();
                let size = if header.len() > BlockSize::Short.bytes() {
                    BlockSize::Long
                } else {
                    BlockSize::Short
                };
                frame::build(&mut self.frame, 0, size, &header, 0, check);
            }
            Phase::Block(What::Close) => {
                frame::build(&mut self.frame, 0, BlockSize::Short, &[], 0, check);
            }
            Phase::Request(_) | Phase::End | Phase::Linger => return,
        }
        self.pending = Pending::Frame;
    }
}

fn check_name(index: usize, file: &File) -> Result<(), SetupError> {
    let length = file.name.len();
    if length == 0 {
        return Err(SetupError::NoName { index });
    }
    // Checked by itself first, so that an absurd name is not copied.
    let fits = length < BlockSize::Long.bytes()
        && write_header(&file.info()).len() <= BlockSize::Long.bytes();
    if !fits || file.name.contains(&0) {
        return Err(SetupError::BadName { index, length });
    }
    Ok(())
}
