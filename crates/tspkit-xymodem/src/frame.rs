//! Blocks on the wire: header byte, number, its complement, 128 or 1024 bytes, check.

use alloc::vec::Vec;

use crate::check::Check;
use crate::control::{SOH, STX};

/// How many data bytes a block carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockSize {
    /// 128 bytes, header byte SOH.
    Short,
    /// 1024 bytes, header byte STX.
    Long,
}

impl BlockSize {
    /// The number of data bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Short => 128,
            Self::Long => 1024,
        }
    }

    const fn header(self) -> u8 {
        match self {
            Self::Short => SOH,
            Self::Long => STX,
        }
    }
}

/// Bytes before the data.
const HEAD: usize = 3;
/// The longest block.
pub(crate) const MAX_FRAME: usize = HEAD + 1024 + 2;

/// Writes one block over `frame`. Of `data`, which must not be longer than the block, the rest is filled with `pad`.
pub(crate) fn build(
    frame: &mut Vec<u8>,
    number: u8,
    size: BlockSize,
    data: &[u8],
    pad: u8,
    check: Check,
) {
    let data = &data[..data.len().min(size.bytes())];
    frame.clear();
    frame.extend_from_slice(&[size.header(), number, !number]);
    frame.extend_from_slice(data);
    frame.resize(HEAD + size.bytes(), pad);
    let sum = check.compute(&frame[HEAD..]);
    frame.extend_from_slice(&sum[..check.width()]);
}

/// What has become of a block that is coming in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fed {
    /// More is to come.
    Partial,
    /// Whole and sound; the number it carries.
    Whole(u8),
    /// The number and its complement disagree, or the check does.
    Damaged,
}

/// Collects one incoming block.
#[derive(Debug)]
pub(crate) struct Incoming {
    bytes: Vec<u8>,
    length: usize,
    check: Check,
}

impl Incoming {
    pub(crate) fn new() -> Self {
        Self {
            bytes: Vec::new(),
            length: 0,
            check: Check::Crc,
        }
    }

    /// Whether `byte` starts a block.
    pub(crate) const fn is_header(byte: u8) -> bool {
        matches!(byte, SOH | STX)
    }

    /// Starts collecting; the header byte itself comes with [`feed`](Self::feed).
    pub(crate) fn start(&mut self, header: u8, check: Check) {
        let size = if header == STX {
            BlockSize::Long
        } else {
            BlockSize::Short
        };
        self.bytes.clear();
        self.bytes.reserve(MAX_FRAME);
        self.length = HEAD + size.bytes() + check.width();
        self.check = check;
    }

    /// Takes from the front of `input` what belongs to the block, and says how much that was.
    pub(crate) fn feed(&mut self, input: &[u8]) -> (usize, Fed) {
        let used = input
            .len()
            .min(self.length.saturating_sub(self.bytes.len()));
        self.bytes.extend_from_slice(&input[..used]);
        if self.bytes.len() >= HEAD && self.bytes[1] != !self.bytes[2] {
            return (used, Fed::Damaged);
        }
        if self.bytes.len() < self.length {
            return (used, Fed::Partial);
        }
        let (body, sum) = self.bytes.split_at(self.length - self.check.width());
        let expected = self.check.compute(&body[HEAD..]);
        let fed = if sum == &expected[..sum.len()] {
            Fed::Whole(self.bytes[1])
        } else {
            Fed::Damaged
        };
        (used, fed)
    }

    /// The data of the block that [`feed`](Self::feed) called whole.
    pub(crate) fn data(&self) -> &[u8] {
        self.bytes
            .get(HEAD..self.length - self.check.width())
            .unwrap_or_default()
    }

    /// What has come so far.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_block_byte_for_byte() {
        let mut frame = Vec::new();
        build(&mut frame, 0x7f, BlockSize::Short, b"abc", 0x1a, Check::Sum);
        assert_eq!(frame.len(), 132);
        assert_eq!(&frame[..7], &[0x01, 0x7f, 0x80, b'a', b'b', b'c', 0x1a]);
        // 97 + 98 + 99 + 125 * 26 = 3544 = 13 * 256 + 216
        assert_eq!(frame[131], 216);
        build(&mut frame, 0, BlockSize::Long, &[], 0, Check::Crc);
        assert_eq!(frame.len(), 1029);
        assert_eq!(&frame[..3], &[0x02, 0x00, 0xff]);
        assert_eq!(&frame[1027..], &[0, 0]);
    }

    #[test]
    fn every_single_byte_of_damage_is_seen() {
        for check in [Check::Sum, Check::Crc] {
            let mut frame = Vec::new();
            build(&mut frame, 5, BlockSize::Short, b"some data", 0x1a, check);
            for at in 1..frame.len() {
                for flip in 1..=255u8 {
                    let mut hurt = frame.clone();
                    hurt[at] ^= flip;
                    let mut incoming = Incoming::new();
                    incoming.start(hurt[0], check);
                    assert_eq!(
                        incoming.feed(&hurt).1,
                        Fed::Damaged,
                        "byte {at} flipped by {flip:#x}"
                    );
                }
            }
        }
    }

    #[test]
    fn pieces_make_the_whole() {
        let mut frame = Vec::new();
        build(&mut frame, 200, BlockSize::Long, &[9; 1024], 0, Check::Crc);
        frame.extend_from_slice(b"next");
        for step in [1, 2, 3, 100, 2000] {
            let mut incoming = Incoming::new();
            incoming.start(frame[0], Check::Crc);
            let mut rest = &frame[..];
            let fed = loop {
                let (used, fed) = incoming.feed(&rest[..rest.len().min(step)]);
                rest = &rest[used..];
                if fed != Fed::Partial {
                    break fed;
                }
            };
            assert_eq!(fed, Fed::Whole(200));
            assert_eq!(incoming.data(), &[9; 1024]);
            assert_eq!(rest, b"next");
        }
    }
}
