//! How a block is protected: XMODEM's arithmetic checksum or the CRC.

use crc::{CRC_16_XMODEM, Crc, Table};

static CRC16: Crc<u16, Table<16>> = Crc::<u16, Table<16>>::new(&CRC_16_XMODEM);

/// What follows the data in a block.
///
/// Neither is proof: of blocks damaged at random, the checksum lets one in 256 pass and the CRC one in 65,536. The CRC
/// always sees up to two wrong bits in a block and every burst of up to 16 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// One byte, the sum of the data modulo 256.
    Sum,
    /// Two bytes, CRC-16/XMODEM, high byte first.
    Crc,
}

impl Check {
    /// How many bytes the check takes.
    pub(crate) const fn width(self) -> usize {
        match self {
            Self::Sum => 1,
            Self::Crc => 2,
        }
    }

    /// The check of `data`; a checksum leaves the second byte unused.
    pub(crate) fn compute(self, data: &[u8]) -> [u8; 2] {
        match self {
            Self::Sum => [
                data.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)),
                0,
            ],
            Self::Crc => CRC16.checksum(data).to_be_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_values() {
        assert_eq!(Check::Crc.compute(b"123456789"), [0x31, 0xc3]);
        assert_eq!(Check::Sum.compute(b"123456789"), [0xdd, 0]);
        assert_eq!(Check::Sum.compute(&[0xff, 0x02]), [0x01, 0]);
    }
}
