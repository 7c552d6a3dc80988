//! Drives an XMODEM or YMODEM transfer over a line.

use std::time::{Duration, Instant};

use bytes::Bytes;
use tspkit_xymodem::{
    EndCheck, Error, Event, File, LastAck, ReceiveOptions, Receiver, SendOptions, Sender, Transfer,
    Variant,
};

use crate::{
    fault::Fault,
    profile::tables::{AckName, EndName, How, WayTable},
    talk::{CLEAN_LIMIT, SLICE, Talk},
};

/// The silence after which a line counts as clean.
const QUIET: Duration = Duration::from_millis(500);

/// More than an area's size may come: the padding of the last block.
const LARGEST_BLOCK: u64 = 1024;

const fn variant(how: How) -> Option<Variant> {
    match how {
        How::Xmodem => Some(Variant::Xmodem),
        How::XmodemCrc => Some(Variant::XmodemCrc),
        How::Xmodem1k => Some(Variant::Xmodem1k),
        How::Ymodem => Some(Variant::Ymodem),
        How::YmodemG => Some(Variant::YmodemG),
        How::Raw | How::None => None,
    }
}

/// Sends `data` in blocks; `name` is for YMODEM.
pub(crate) fn send(
    talk: &mut Talk<'_>,
    way: &WayTable,
    name: Vec<u8>,
    data: Bytes,
) -> Result<(), Fault> {
    let Some(variant) = variant(*way.transfer.get_ref()) else {
        return Err(Fault::Unavailable);
    };
    let mut options = SendOptions::new(variant);
    options.quiet = QUIET;
    options.clean_limit = CLEAN_LIMIT;
    options.pad = way.pad.unwrap_or(options.pad);
    options.retry_limit = way.block_retries.unwrap_or(options.retry_limit);
    if let Some(time) = way.start_timeout {
        options.start_timeout = time.0;
    }
    if let Some(time) = way.block_timeout {
        options.ack_timeout = time.0;
    }
    options.last_ack = match way.last_ack {
        AckName::Required => LastAck::Required,
        AckName::Optional => LastAck::Optional,
    };
    let file = if variant.is_batch() {
        File::new(name, data)
    } else {
        File::unnamed(data)
    };
    let mut sender = Sender::new(options, file).map_err(|error| Fault::Data(error.to_string()))?;
    // What follows the last answer in one go is the phone's next text, and not the sender's to skip.
    drive(talk, &mut sender, 1, &mut |_| {})
}

/// Receives at most `size` bytes of data and the padding of the last block.
pub(crate) fn receive(talk: &mut Talk<'_>, way: &WayTable, size: u32) -> Result<Bytes, Fault> {
    let Some(variant) = variant(*way.transfer.get_ref()) else {
        return Err(Fault::Unavailable);
    };
    let mut options = ReceiveOptions::new(variant);
    options.quiet = QUIET;
    options.clean_limit = CLEAN_LIMIT;
    let padding = if variant.is_batch() { 0 } else { LARGEST_BLOCK };
    options.max_size = u64::from(size) + padding;
    options.max_files = 1;
    options.retry_limit = way.block_retries.unwrap_or(options.retry_limit);
    if let Some(time) = way.start_timeout {
        let asks = time.0.as_millis() / options.start_interval.as_millis().max(1);
        options.start_limit = u32::try_from(asks).unwrap_or(u32::MAX).max(1);
    }
    if let Some(time) = way.block_timeout {
        options.block_timeout = time.0;
    }
    options.end_check = match way.end_check {
        EndName::Confirm => EndCheck::Confirm,
        EndName::Silence => EndCheck::Silence,
    };
    options.close_required = way.last_ack == AckName::Required;
    let mut receiver = Receiver::new(options);
    // The peer says nothing before it is asked: what follows the prompt belongs to the prompt.
    talk.inbox.clear();
    let mut data = Vec::new();
    let mut refused = None;
    drive(
        talk,
        &mut receiver,
        usize::MAX,
        &mut |bytes| match data.try_reserve(bytes.len()) {
            Ok(()) => data.extend_from_slice(&bytes),
            Err(_) => refused = Some(bytes.len()),
        },
    )?;
    match refused {
        Some(bytes) => Err(Fault::Transfer(Error::OutOfMemory { bytes })),
        None => Ok(data.into()),
    }
}

/// Runs `machine` to its end. It is handed the input in pieces of at most `piece` bytes, and what comes after its end
/// goes back to the inbox.
fn drive(
    talk: &mut Talk<'_>,
    machine: &mut dyn Transfer,
    piece: usize,
    take: &mut dyn FnMut(Bytes),
) -> Result<(), Fault> {
    let start = Instant::now();
    let mut pump = Pump {
        start,
        piece,
        cancelled: false,
        streaming: false,
        outcome: None,
    };
    // What came along with the prompt may be the peer's first request already.
    let waiting = std::mem::take(talk.inbox);
    pump.feed(talk, machine, &waiting);
    let outcome = pump.run(talk, machine, take);
    let Err(Fault::Gone(source)) = outcome else {
        return outcome;
    };
    // What the hang-up means is the protocol's to say: the peer may have had everything.
    machine.handle_hang_up(start.elapsed());
    pump.events(talk, machine, take);
    match pump.outcome {
        Some(Err(transfer)) if !pump.cancelled => Err(Fault::HungUp { source, transfer }),
        Some(Ok(())) => Ok(()),
        _ => Err(Fault::Gone(source)),
    }
}

struct Pump {
    start: Instant,
    piece: usize,
    cancelled: bool,
    streaming: bool,
    outcome: Option<Result<(), Error>>,
}

impl Pump {
    fn run(
        &mut self,
        talk: &mut Talk<'_>,
        machine: &mut dyn Transfer,
        take: &mut dyn FnMut(Bytes),
    ) -> Result<(), Fault> {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            self.transmit(talk, machine, &mut buffer, take)?;
            self.events(talk, machine, take);
            if machine.is_finished() {
                break;
            }
            if !self.cancelled && talk.want.is_over() {
                self.cancelled = true;
                talk.port.discard_output();
                machine.cancel(self.start.elapsed());
                continue;
            }
            let Some(due) = machine.poll_timeout() else {
                break;
            };
            let left = due.saturating_sub(self.start.elapsed());
            let length = talk
                .port
                .read(&mut buffer, left.min(SLICE))
                .map_err(Fault::Gone)?;
            if length > 0 {
                self.feed(talk, machine, &buffer[..length]);
            } else if left <= SLICE {
                machine.handle_timeout(self.start.elapsed());
            }
        }
        match self.outcome.take() {
            _ if self.cancelled => Err(Fault::Cancelled),
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => Err(error.into()),
            None => Err(Fault::Data(
                "the transfer ended without an outcome".to_owned(),
            )),
        }
    }

    fn feed(&mut self, talk: &mut Talk<'_>, machine: &mut dyn Transfer, bytes: &[u8]) {
        let now = self.start.elapsed();
        let mut rest = bytes;
        while !rest.is_empty() {
            if machine.is_finished() {
                talk.inbox.extend_from_slice(rest);
                return;
            }
            let (piece, after) = rest.split_at(rest.len().min(self.piece));
            machine.handle_input(now, piece);
            rest = after;
        }
    }

    fn transmit(
        &mut self,
        talk: &mut Talk<'_>,
        machine: &mut dyn Transfer,
        buffer: &mut [u8],
        take: &mut dyn FnMut(Bytes),
    ) -> Result<(), Fault> {
        while let Some(bytes) = machine.poll_transmit(self.start.elapsed()) {
            match put(talk, bytes, self.cancelled) {
                Ok(()) => {}
                Err(Fault::Cancelled) => {
                    // The rest of the block is lost, and the peer is told why.
                    self.cancelled = true;
                    machine.cancel(self.start.elapsed());
                    continue;
                }
                Err(fault) => return Err(fault),
            }
            if self.streaming {
                // Nothing else stops a stream: its peer may cancel, and so may the requester.
                let length = talk
                    .port
                    .read(buffer, Duration::ZERO)
                    .map_err(Fault::Gone)?;
                self.feed(talk, machine, &buffer[..length]);
                self.events(talk, machine, take);
            }
        }
        Ok(())
    }

    fn events(
        &mut self,
        talk: &mut Talk<'_>,
        machine: &mut dyn Transfer,
        take: &mut dyn FnMut(Bytes),
    ) {
        while let Some(event) = machine.poll_event() {
            match event {
                Event::Started { streaming, .. } => self.streaming = streaming,
                Event::Data(bytes) => take(bytes),
                Event::Progress { done, total } => {
                    talk.want.progress(done, total.unwrap_or(done));
                }
                Event::Done(summary) => {
                    if !summary.confirmed {
                        tracing::info!(
                            "the last acknowledgement did not come; the profile allows that"
                        );
                    }
                    self.outcome = Some(Ok(()));
                }
                Event::Failed(error) => self.outcome = Some(Err(error)),
                _ => {}
            }
        }
    }
}

/// Writes a frame. What tells the peer that all is over is written though nobody wants it any more, if the line takes it.
fn put(talk: &mut Talk<'_>, bytes: &[u8], cancelled: bool) -> Result<(), Fault> {
    if !cancelled {
        return talk.say(bytes);
    }
    let end = Instant::now() + Duration::from_millis(500);
    let mut rest = bytes;
    while !rest.is_empty() && Instant::now() < end {
        let length = talk.port.write(rest, SLICE).map_err(Fault::Gone)?;
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(())
}
