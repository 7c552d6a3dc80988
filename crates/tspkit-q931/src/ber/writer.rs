//! Writing values.

use alloc::vec::Vec;

/// A value: tag, length, contents. The shortest form of length, as Q.932 has it.
pub(crate) fn value(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut octets = Vec::from([tag]);
    let length = contents.len().to_be_bytes();
    let significant = length.iter().skip_while(|octet| **octet == 0);
    if contents.len() >= 0x80 {
        // At most 8 octets.
        octets.push(0x80 | u8::try_from(significant.clone().count()).unwrap_or(8));
        octets.extend(significant);
    } else {
        octets.push(length[length.len() - 1]);
    }
    octets.extend_from_slice(contents);
    octets
}

/// A number, in as few octets as it takes.
pub(crate) fn integer(tag: u8, number: i64) -> Vec<u8> {
    let octets = number.to_be_bytes();
    let sign = if number < 0 { 0xFF } else { 0 };
    // An octet can go when it and the next one's first bit are nothing but sign.
    let spare = octets
        .windows(2)
        .take_while(|pair| pair[0] == sign && (pair[1] ^ sign) < 0x80)
        .count();
    value(tag, &octets[spare..])
}
