//! GUIDs that devices keep.

use crate::about::About;

/// The same for ever for one device of one product, and different for every other: an FNV-1a hash of the names and of
/// what tells the device apart, marked as a GUID of a vendor's own making (version 8).
pub(super) fn permanent_guid(about: About, device: &[&[u8]]) -> [u8; 16] {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let names = [about.vendor.as_bytes(), about.product.as_bytes()];
    let mut hash = BASIS;
    for part in names.iter().chain(device) {
        // A byte that no text has keeps the parts apart.
        for byte in part.iter().chain(&[0xFF]) {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    }
    let mut guid = hash.to_le_bytes();
    guid[7] = guid[7] & 0x0F | 0x80;
    guid[8] = guid[8] & 0x3F | 0x80;
    guid
}
