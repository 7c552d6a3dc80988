//! Low layer compatibility: nothing is lost, and what is set is there and alone has changed.
//!
//! The first two bytes are an octet to set, and which.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_fuzz::q931::{check, worthwhile};
use tspkit_q931::{
    CharacterOctet, CodingStandard, InformationTransferCapability, Kind, Layer1, Layer2,
    LowLayerCompatibility, ModemOctet, NegotiationOctet, RateOctet, UserInformationLayer1Protocol,
    UserInformationLayer2Protocol, V110Octet, WindowSize,
};

fuzz_target!(|input: &[u8]| {
    let [which, octet, bytes @ ..] = worthwhile(input) else {
        return;
    };
    let decoded = LowLayerCompatibility::decode(bytes);
    check(
        Kind::LowLayer,
        bytes,
        &decoded,
        LowLayerCompatibility::encode,
    );

    let before = decoded.value;
    if before.coding_standard().unwrap_or(CodingStandard::ITU_T) != CodingStandard::ITU_T {
        let layer = Layer1::new(UserInformationLayer1Protocol::from_bits(*octet));
        assert_eq!(before.clone().with_layer1(layer), before);
        return;
    }
    let value = set(before.clone(), *which, *octet);
    let capability = before
        .transfer_capability()
        .unwrap_or(InformationTransferCapability::SPEECH);
    assert_eq!(value.transfer_capability(), Some(capability));
    assert!(value.multiplier() == before.multiplier() || before.multiplier().is_none());
    assert_eq!(value.layer3(), before.layer3());
    assert_eq!(value.rest(), before.rest());
    // What lies behind the layers could be told apart from them only by what was there before.
    if before.rest().is_empty() {
        let again = LowLayerCompatibility::decode(&value.encode()).value;
        assert_eq!(again, value);
    }
});

fn set(value: LowLayerCompatibility, which: u8, octet: u8) -> LowLayerCompatibility {
    let new = || Layer1::new(UserInformationLayer1Protocol::from_bits(octet));
    let layer1 = value.layer1().cloned().unwrap_or_else(new);
    let layer1 = match which % 7 {
        0 => return value.with_negotiation(NegotiationOctet::from_bits(octet)),
        1 => layer1.with_rate(RateOctet::from_bits(octet)),
        2 => layer1.with_v110(V110Octet::from_bits(octet)),
        3 => layer1.with_characters(CharacterOctet::from_bits(octet)),
        4 => layer1.with_modem(ModemOctet::from_bits(octet)),
        5 => layer1,
        _ => {
            let new = || Layer2::new(UserInformationLayer2Protocol::from_bits(octet));
            let layer2 = value.layer2().cloned().unwrap_or_else(new);
            let size = WindowSize::from_bits(octet);
            let value = value.with_layer2(layer2.with_window_size(size));
            assert_eq!(value.layer2().and_then(Layer2::window_size), Some(size));
            return value;
        }
    };
    value.with_layer1(layer1)
}
