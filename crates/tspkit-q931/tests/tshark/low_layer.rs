//! Low layer compatibility.

mod combinations;
mod misread;
mod octets;

use tspkit_q931::{
    AdditionalLayer3Protocol, CapabilityOctet, CharacterOctet, CodingStandard, DataBits, Decoded,
    Element, ElementId, InformationTransferCapability, InformationTransferRate, IntermediateRate,
    Layer1, Layer2, Layer2ModeOctet, Layer3, Layer3ModeOctet, LowLayerCompatibility, ModemOctet,
    NegotiationOctet, OperationMode, PacketSize, Parity, Problem, RateMultiplier, RateOctet,
    StopBits, TransferMode, TransferOctet, UserInformationLayer1Protocol,
    UserInformationLayer2Protocol, UserInformationLayer3Protocol, UserRate, V110Octet, V120Octet,
    WindowSize,
};

use self::{combinations::combinations, octets::Octets as _};
use crate::{cut, dissect, expect::Expected, names};

const TITLE: &str = "Low-layer compatibility";

/// Octets as tshark is to get them, and what it is to say.
struct Case {
    element: Vec<u8>,
    expected: Expected,
}

/// What tshark is to say of a value.
///
/// It reads octet 5b in V.110's form and the octet after it in V.120's form, whatever the protocol is. It reads octet 5c
/// behind these, and then the same octet once more as octet 5d, or, where the group ends with it, as octet 6 or 7. So where
/// a value has such octets each is put where tshark looks for it: zeros stand for the form of 5b that the value does not have,
/// and 5c and 5d make a case each. All this is so in its version 4.0.17, and it is no other reading of Q.931: see
/// `misread`.
fn cases(value: &LowLayerCompatibility) -> Vec<Case> {
    let layer1 = value.layer1();
    let characters = layer1.and_then(Layer1::characters);
    let modem = layer1.and_then(Layer1::modem);
    if let Some(octet) = characters {
        let mut bits = vec![octet.bits()];
        bits.extend(modem.map(ModemOctet::bits));
        let place = |bits| Moved {
            octet_5c: Some(bits),
        };
        bits.into_iter()
            .map(|bits| case(value, Some(&place(bits))))
            .collect()
    } else if layer1.and_then(Layer1::v120).is_some() {
        vec![case(value, Some(&Moved { octet_5c: None }))]
    } else {
        vec![case(value, None)]
    }
}

/// Octets after 5a are not where they belong.
struct Moved {
    /// What lies where tshark looks for octet 5c, and for octet 5d.
    octet_5c: Option<u8>,
}

fn case(value: &LowLayerCompatibility, moved: Option<&Moved>) -> Case {
    let bytes = match moved {
        Some(moved) => rearranged(value, moved),
        None => value.encode(),
    };
    let element = element(&bytes);
    let mut expected = Expected::element(&element);
    expected.low_layer(value, moved);
    Case { element, expected }
}

fn element(contents: &[u8]) -> Vec<u8> {
    let element = Element::new(ElementId::LOW_LAYER, contents);
    element.expect("a short element").encode()
}

/// The contents with the octets after 5a where tshark looks for them.
fn rearranged(value: &LowLayerCompatibility, moved: &Moved) -> Vec<u8> {
    let layer1 = value.layer1().expect("octets to move");
    let whole = value.encode();
    let (before, rest) = whole.split_at(start_of_layer1(value));
    let (group, after) = rest.split_at(octets::count(layer1));
    let mut octets = group[..2].to_vec();
    octets.push(layer1.v110().map_or(0, V110Octet::bits));
    octets.push(layer1.v120().map_or(0, V120Octet::bits));
    match moved.octet_5c {
        Some(bits) => octets.push(bits),
        None => octets[3] |= group[2] & 0x80,
    }
    [before, &octets, after].concat()
}

/// How many octets come before octet 5.
fn start_of_layer1(value: &LowLayerCompatibility) -> usize {
    1 + [
        value.negotiation().is_some(),
        value.transfer().is_some(),
        value.multiplier().is_some(),
    ]
    .into_iter()
    .filter(|is_there| *is_there)
    .count()
}

/// Compares all of them; says how many elements and fields that were.
fn compare(values: &[LowLayerCompatibility]) -> (usize, usize) {
    let cases: Vec<_> = values.iter().flat_map(cases).collect();
    let elements: Vec<_> = cases.iter().map(|case| &case.element).collect();
    let found = dissect::elements(&elements);
    for value in values {
        assert_eq!(LowLayerCompatibility::decode(&value.encode()).value, *value);
    }
    let fields = cases
        .iter()
        .zip(&found)
        .map(|(case, found)| case.expected.compare(TITLE, &case.element, found));
    (cases.len(), fields.sum())
}

#[test]
fn octets_3_to_4() {
    let standards = (0..=CodingStandard::LARGEST).map(CodingStandard::from_bits);
    let capabilities = || {
        all(InformationTransferCapability::LARGEST).map(InformationTransferCapability::from_bits)
    };
    let mut values: Vec<_> = capabilities().map(LowLayerCompatibility::new).collect();
    for standard in standards {
        for capability in capabilities() {
            let octet = CapabilityOctet::new()
                .with_coding_standard(standard)
                .with_transfer_capability(capability);
            let bytes = [octet.bits() | 0x80, 0x90, 0xA3];
            values.push(LowLayerCompatibility::decode(&bytes).value);
        }
    }
    let plain = LowLayerCompatibility::unrestricted_digital();
    values.extend(all(0x7F).map(|bits| {
        plain
            .clone()
            .with_negotiation(NegotiationOctet::from_bits(bits))
    }));
    values
        .extend(all(0x7F).map(|bits| plain.clone().with_transfer(TransferOctet::from_bits(bits))));
    values.extend(all(0x7F).map(|bits| {
        plain
            .clone()
            .with_multiplier(RateMultiplier::from_bits(bits))
    }));
    let fields = [32 * 8, 32 * 11 + 96 * 5, 128 * 9, 128 * 8 + 4, 128 * 9];
    assert_eq!(compare(&values), (32 + 4 * 128, fields.iter().sum()));
}

fn all(largest: u8) -> impl Iterator<Item = u8> {
    0..=largest
}

#[test]
fn every_octet_of_layer_1() {
    let v110 = || Layer1::new(UserInformationLayer1Protocol::V110);
    let v120 = || Layer1::new(UserInformationLayer1Protocol::V120);
    let protocols = all(UserInformationLayer1Protocol::LARGEST)
        .map(UserInformationLayer1Protocol::from_bits)
        .map(Layer1::new);
    let mut layers: Vec<_> = protocols.collect();
    for bits in all(0x7F) {
        let v110_octet = V110Octet::from_bits(bits);
        let v120_octet = V120Octet::from_bits(bits);
        let characters = CharacterOctet::from_bits(bits);
        let modem = ModemOctet::from_bits(bits);
        layers.push(v110().with_rate(RateOctet::from_bits(bits)));
        layers.push(v110().with_v110(v110_octet));
        layers.push(v120().with_v120(v120_octet));
        layers.push(v110().with_v110(v110_octet).with_characters(characters));
        layers.push(v120().with_v120(v120_octet).with_characters(characters));
        layers.push(v110().with_modem(modem));
        layers.push(v120().with_modem(modem));
    }
    let plain = LowLayerCompatibility::unrestricted_digital();
    let values: Vec<_> = layers
        .into_iter()
        .map(|layer| plain.clone().with_layer1(layer))
        .collect();
    assert_eq!(values.len(), 32 + 7 * 128);
    // Octet 5, with 5a, with each form of 5b, with 5c, and with 5d, which makes two cases.
    let fields = 32 * 11 + 128 * (14 + 19 + 25 + 2 * 30 + 2 * 2 * 30);
    assert_eq!(compare(&values), (32 + 9 * 128, fields));
}

#[test]
fn every_octet_of_layer_2() {
    let protocols = || {
        all(UserInformationLayer2Protocol::LARGEST).map(UserInformationLayer2Protocol::from_bits)
    };
    let mut layers: Vec<_> = protocols().map(Layer2::new).collect();
    for bits in all(0x7F) {
        let mode = Layer2ModeOctet::from_bits(bits);
        let size = WindowSize::from_bits(bits);
        layers.push(Layer2::new(UserInformationLayer2Protocol::X25_LINK).with_mode(mode));
        layers.push(Layer2::new(UserInformationLayer2Protocol::Q922).with_window_size(size));
        layers.push(Layer2::user_specified(bits));
        layers.push(Layer2::user_specified(bits).with_window_size(size));
    }
    layers.extend(
        protocols()
            .map(|protocol| Layer2::new(protocol).with_window_size(WindowSize::from_bits(7))),
    );
    let plain = LowLayerCompatibility::unrestricted_digital();
    let values: Vec<_> = layers
        .into_iter()
        .map(|layer| plain.clone().with_layer2(layer))
        .collect();
    let fields = 32 * 11 + 128 * (12 + 13 + 12 + 13) + 32 * 13;
    assert_eq!(compare(&values), (32 + 4 * 128 + 32, fields));
}

#[test]
fn every_octet_of_layer_3() {
    let protocols = || {
        all(UserInformationLayer3Protocol::LARGEST).map(UserInformationLayer3Protocol::from_bits)
    };
    let mut layers: Vec<_> = protocols().map(Layer3::new).collect();
    for protocol in [
        UserInformationLayer3Protocol::X25_PACKET,
        UserInformationLayer3Protocol::ISO_8208,
        UserInformationLayer3Protocol::X223,
    ] {
        for bits in all(0x7F) {
            layers.push(Layer3::new(protocol).with_mode(Layer3ModeOctet::from_bits(bits)));
            layers.push(Layer3::new(protocol).with_packet_size(PacketSize::from_bits(bits)));
            layers.push(Layer3::new(protocol).with_window_size(WindowSize::from_bits(bits)));
        }
    }
    layers.extend(all(0x7F).map(Layer3::user_specified));
    layers.extend(all(0xFF).map(|code| Layer3::tr_9577(AdditionalLayer3Protocol::from_bits(code))));
    let plain = LowLayerCompatibility::unrestricted_digital();
    let values: Vec<_> = layers
        .into_iter()
        .map(|layer| plain.clone().with_layer3(layer))
        .collect();
    let fields = 32 * 11 + 3 * 128 * (12 + 13 + 14) + (128 + 256) * 12;
    assert_eq!(compare(&values), (32 + 9 * 128 + 128 + 256, fields));
}

#[test]
fn every_octet_there_and_not_there() {
    let values = combinations();
    assert_eq!(values.len(), 2 * 2 * 11 * 6 * 7);
    for value in &values {
        assert_eq!(LowLayerCompatibility::decode(&value.encode()).findings, []);
    }
    // Octet 5d makes a second case.
    let cases = 4 * 11 * 42 + 4 * 2 * 42;
    assert_eq!(compare(&values), (cases, 64_588));
}

/// Cut anywhere, what is there is read alike. tshark does not mind the rest, we say what is missing.
#[test]
fn cut_short() {
    let whole: Vec<_> = combinations()
        .iter()
        .map(LowLayerCompatibility::encode)
        .collect();
    let beginnings = cut::beginnings(&whole);
    let mut values = Vec::new();
    let mut kinds = [0; 4];
    for bytes in &beginnings {
        let Decoded { value, findings } = LowLayerCompatibility::decode(bytes);
        assert_eq!(value.encode(), *bytes);
        let problems: Vec<_> = findings
            .into_iter()
            .map(|found| (found.index, found.problem))
            .collect();
        let ends = bytes.last().is_none_or(|last| last & 0x80 != 0);
        let kind = match problems.as_slice() {
            // The beginning is a whole element of its own.
            [] => {
                assert!(ends, "{bytes:02x?}");
                0
            }
            [(index, Problem::Missing(_))] => {
                assert_eq!(*index, bytes.len());
                1
            }
            [(index, Problem::CutShort)] => {
                assert_eq!((*index, ends), (bytes.len() - 1, false));
                2
            }
            // Octet 3 says that 3a follows, and octet 4 has to come as well.
            [(at, Problem::CutShort), (end, Problem::Missing(_))] => {
                assert_eq!((*at, *end, ends), (0, 1, false));
                3
            }
            problems => panic!("{bytes:02x?}: {problems:?}"),
        };
        kinds[kind] += 1;
        values.push(value);
    }
    assert_eq!(kinds, [4 * 11 * 6, 5, 1748, 1]);
    assert_eq!(compare(&values), (2018 + 360, 67_771));
    cut::promised_more(ElementId::LOW_LAYER, &beginnings);
}

/// The numbers that have a name are the same, but for those that came later than tshark's table or are not in Q.931 of 1998.
#[test]
fn names() {
    fn compare(
        field: &str,
        ours: impl IntoIterator<Item = u8>,
        only_ours: &[u64],
        only_theirs: &[u64],
    ) {
        let theirs = names::numbers(field);
        let ours: Vec<u64> = ours.into_iter().map(u64::from).collect();
        let only = |a: &[u64], b: &[u64]| -> Vec<u64> {
            a.iter()
                .filter(|number| !b.contains(number))
                .copied()
                .collect()
        };
        assert_eq!(only(&ours, &theirs), only_ours, "{field}");
        assert_eq!(only(&theirs, &ours), only_theirs, "{field}");
    }
    macro_rules! named {
        ($type:ident) => {
            $type::NAMED.iter().map(|named| named.code())
        };
    }
    compare("q931.coding_standard", named!(CodingStandard), &[], &[]);
    compare(
        "q931.information_transfer_capability",
        named!(InformationTransferCapability),
        &[],
        &[],
    );
    compare("q931.transfer_mode", named!(TransferMode), &[], &[]);
    compare(
        "q931.information_transfer_rate",
        named!(InformationTransferRate),
        &[],
        &[],
    );
    compare("q931.uil1", named!(UserInformationLayer1Protocol), &[], &[]);
    compare(
        "q931.bearer_capability.user_rate",
        named!(UserRate),
        &[13, 18, 19, 20],
        &[],
    );
    compare("q931.bearer_capability.parity", named!(Parity), &[], &[]);
    compare("q931.uil2", named!(UserInformationLayer2Protocol), &[], &[]);
    compare("q931.uil3", named!(UserInformationLayer3Protocol), &[], &[]);
    // tshark's tables have these not shifted down, but its values are.
    let intermediate = named!(IntermediateRate)
        .filter(|rate| *rate != 0)
        .map(|rate| rate << 5);
    compare(
        "q931.bearer_capability.intermediate_rate",
        intermediate,
        &[],
        &[],
    );
    let stop_bits = named!(StopBits)
        .filter(|bits| *bits != 0)
        .map(|bits| bits << 5);
    compare("q931.bearer_capability.stop_bits", stop_bits, &[], &[]);
    let data_bits = named!(DataBits)
        .filter(|bits| *bits != 0)
        .map(|bits| bits << 3);
    compare("q931.bearer_capability.data_bits", data_bits, &[], &[]);
    let modes = named!(OperationMode).map(|mode| mode << 5);
    compare("q931.bearer_capability.mode", modes, &[], &[]);
}
