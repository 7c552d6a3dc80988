//! The first octet of user-user information.

use crate::coded::coded;

coded! {
    /// How user-user information is coded: its first octet (Q.931 4.5.30, table 4-26).
    ///
    /// ```
    /// use tspkit_q931::ProtocolDiscriminator;
    ///
    /// assert_eq!(ProtocolDiscriminator::from(4), ProtocolDiscriminator::IA5);
    /// assert_eq!(ProtocolDiscriminator::from(0x41).meaning(), Some("national use"));
    /// assert_eq!(ProtocolDiscriminator::from(6).meaning(), None);
    /// ```
    ProtocolDiscriminator, 8 bits;
    USER_SPECIFIC = 0x00, "user-specific protocol";
    OSI_HIGH_LAYER = 0x01, "OSI high layer protocols";
    X244 = 0x02, "Recommendation X.244";
    SYSTEM_MANAGEMENT = 0x03, "reserved for system management convergence function";
    IA5 = 0x04, "IA5 characters";
    ASN1 = 0x05, "X.208 and X.209 coded user information";
    V120 = 0x07, "Recommendation V.120 rate adaption";
    Q931 = 0x08, "Q.931/I.451 user-network call control messages";
    0x10..=0x3F, "other network layer or layer 3 protocol";
    0x40..=0x4F, "national use";
    0x50..=0xFE, "other network layer or layer 3 protocol";
}

#[cfg(test)]
mod tests {
    use super::ProtocolDiscriminator;

    #[test]
    fn ranges_have_meanings_and_reserved_values_none() {
        let known = (0..=u8::MAX)
            .filter(|code| ProtocolDiscriminator::from_bits(*code).meaning().is_some())
            .count();
        assert_eq!(known, 256 - 1 - 7 - 1);
        for reserved in [0x06, 0x09, 0x0F, 0xFF] {
            assert_eq!(ProtocolDiscriminator::from_bits(reserved).meaning(), None);
        }
        assert_eq!(ProtocolDiscriminator::NAMED.len(), 8);
    }
}
