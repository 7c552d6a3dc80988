//! A machine on the bench: fed by hand, and blocks made by another hand than the crate's.

use std::time::Duration;

use tspkit_xymodem::{Check, File, ReceiveOptions, Receiver, SendOptions, Sender, Transfer};

use super::Log;

pub(crate) const SOH: u8 = 0x01;
pub(crate) const STX: u8 = 0x02;
pub(crate) const EOT: u8 = 0x04;
pub(crate) const ACK: u8 = 0x06;
pub(crate) const NAK: u8 = 0x15;
pub(crate) const CAN: u8 = 0x18;

/// A machine, its clock and what it has told.
pub(crate) struct Bench<T> {
    pub(crate) machine: T,
    pub(crate) now: Duration,
    pub(crate) log: Log,
}

impl<T: Transfer> Bench<T> {
    pub(crate) fn new(machine: T) -> Self {
        Self {
            machine,
            now: Duration::ZERO,
            log: Log::default(),
        }
    }

    /// Everything it wants to write.
    pub(crate) fn out(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(more) = self.machine.poll_transmit(self.now) {
            bytes.extend_from_slice(more);
        }
        self.log.drain(&mut self.machine);
        bytes
    }

    pub(crate) fn put(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.machine.handle_input(self.now, bytes);
        self.out()
    }

    /// Lets the next time-out come.
    pub(crate) fn silence(&mut self) -> Vec<u8> {
        self.now = self.machine.poll_timeout().expect("a time-out");
        self.machine.handle_timeout(self.now);
        self.out()
    }

    pub(crate) fn hang_up(&mut self) {
        self.machine.handle_hang_up(self.now);
        assert_eq!(self.out(), []);
        assert!(self.machine.is_finished());
    }

    pub(crate) fn succeeded(&self) -> bool {
        self.machine.is_finished() && self.log.succeeded()
    }
}

pub(crate) fn sender(options: SendOptions, data: &[u8]) -> Bench<Sender> {
    Bench::new(Sender::new(options, File::new("f", data.to_vec())).expect("a good name"))
}

pub(crate) fn receiver(options: ReceiveOptions) -> Bench<Receiver> {
    Bench::new(Receiver::new(options))
}

/// A block as the specification draws it, its CRC computed bit by bit.
pub(crate) fn block(number: u8, data: &[u8], pad: u8, check: Check) -> Vec<u8> {
    let size = if data.len() > 128 { 1024 } else { 128 };
    let mut frame = vec![if size == 128 { SOH } else { STX }, number, 255 - number];
    frame.extend_from_slice(data);
    frame.resize(3 + size, pad);
    match check {
        Check::Sum => frame.push(
            frame[3..]
                .iter()
                .map(|byte| u32::from(*byte))
                .sum::<u32>()
                .to_le_bytes()[0],
        ),
        Check::Crc => {
            let mut crc = 0u16;
            for byte in &frame[3..] {
                crc ^= u16::from(*byte) << 8;
                for _ in 0..8 {
                    crc = if crc & 0x8000 == 0 {
                        crc << 1
                    } else {
                        (crc << 1) ^ 0x1021
                    };
                }
            }
            frame.extend_from_slice(&crc.to_be_bytes());
        }
    }
    frame
}

pub(crate) fn data_block(number: u8, data: &[u8]) -> Vec<u8> {
    block(number, data, 0x1a, Check::Crc)
}
