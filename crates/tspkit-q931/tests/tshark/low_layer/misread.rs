//! Where tshark goes wrong.

use tspkit_q931::{DataBits, Layer1, Layer3, LowLayerCompatibility, ModemType, Parity, StopBits};

use super::element;
use crate::dissect;

/// What tshark 4.0.17 says of octets as Q.931 has them where it goes wrong; a version that is right shows here.
#[test]
fn misread() {
    let v120 = [0x88, 0x90, 0x28, 0x48, 0xC6];
    let v110 = [0x88, 0x90, 0x21, 0x48, 0x20, 0xBB];
    let modem = [0x88, 0x90, 0x21, 0x48, 0x20, 0x3B, 0xDE];
    let user = [0x88, 0x90, 0x70, 0x83];
    let bytes = [&v120[..], &v110, &modem, &user];
    let [v120, v110, modem, user] =
        bytes.map(|bytes| LowLayerCompatibility::decode(bytes).sound().expect("sound"));
    let elements = bytes.map(element);
    let found = dissect::elements(&elements);
    let field = |at: usize, name: &str| {
        found[at]
            .fields
            .get(&format!("q931.{name}"))
            .map(|values| values[0].as_str())
    };

    // Octet 5b of V.120 is read as that of V.110.
    let octet = v120.layer1().and_then(Layer1::v120).expect("octet 5b");
    assert!(octet.header() && octet.assignor_only() && octet.in_band_negotiation());
    assert_eq!(field(0, "rate_adaption_header"), None);
    assert_eq!(field(0, "bearer_capability.intermediate_rate"), Some("2"));

    // Octet 5c is read as octet 5b of V.120.
    let octet = v110
        .layer1()
        .and_then(Layer1::characters)
        .expect("octet 5c");
    assert_eq!(
        (octet.stop_bits(), octet.data_bits(), octet.parity()),
        (StopBits::ONE, DataBits::EIGHT, Parity::NONE)
    );
    assert_eq!(field(1, "rate_adaption_header"), Some("0"));
    assert_eq!(field(1, "bearer_capability.stop_bits"), None);

    // So octet 5d is read as octet 5c, and since it ends the group, as octet 6.
    let octet = modem.layer1().and_then(Layer1::modem).expect("octet 5d");
    assert!(octet.full_duplex());
    assert_eq!(octet.modem_type(), ModemType::V34);
    assert_eq!(modem.layer2(), None);
    assert_eq!(field(2, "bearer_capability.stop_bits"), Some("2"));
    assert_eq!(field(2, "bearer_capability.modem_type"), None);
    assert_eq!(field(2, "uil2"), Some("30"));

    // What the users have agreed on is read as a packet size.
    assert_eq!(user.layer3().and_then(Layer3::user_information), Some(3));
    assert_eq!(field(3, "bearer_capability.default_packet_size"), Some("8"));
}
