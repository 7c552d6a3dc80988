//! A structure of TAPI's, in memory of the bench's own.

const TOTAL_SIZE: usize = 0;
const USED_SIZE: usize = 8;

/// It has room for as much as its `dwTotalSize` says.
pub(crate) struct Block(Vec<u8>);

impl Block {
    /// Room for that many bytes.
    pub(crate) fn new(size: usize) -> Self {
        let mut bytes = vec![0; size];
        let total = u32::try_from(size).expect("TAPI's sizes have 32 bits");
        bytes[TOTAL_SIZE..TOTAL_SIZE + 4].copy_from_slice(&total.to_le_bytes());
        Self(bytes)
    }

    /// How much of it was used.
    pub(crate) fn used(&self) -> usize {
        let size = self.0[USED_SIZE..USED_SIZE + 4].try_into();
        u32::from_le_bytes(size.expect("these are four bytes")) as usize
    }

    pub(crate) fn as_ptr(&self) -> *const u8 {
        self.0.as_ptr()
    }

    pub(crate) fn as_mut_ptr(&mut self) -> *mut u8 {
        self.0.as_mut_ptr()
    }
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl AsMut<[u8]> for Block {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}
