//! Decode then encode is the identity on bytes, and encode then decode on values.

use proptest::{collection::vec, prelude::*};
use tspkit_q931::{
    AdditionalLayer3Protocol, AudiovisualCharacteristics, CharacterOctet, CodingStandard, Decoded,
    Element, Finding, HighLayerCharacteristics, HighLayerCompatibility,
    InformationTransferCapability, Interpretation, Kind, Layer1, Layer2, Layer2ModeOctet, Layer3,
    Layer3ModeOctet, LowLayerCompatibility, ModemOctet, NegotiationOctet, PacketSize, Parameter,
    PresentationMethod, ProtocolDiscriminator, RateMultiplier, RateOctet, TransferOctet,
    UserInformationLayer1Protocol, UserInformationLayer2Protocol, UserInformationLayer3Protocol,
    UserToUser, UserToUserValue, UserUserInfo, V110Octet, V120Octet, WindowSize, explain,
};

/// What holds for every decoder and every buffer: nothing is lost, and each byte and finding has its place.
fn check<T>(
    bytes: &[u8],
    kind: Kind,
    decoded: &Decoded<T>,
    encode: impl Fn(&T) -> Vec<u8>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(encode(&decoded.value), bytes);
    let explanation = explain(kind, bytes);
    let shown: Vec<u8> = explanation
        .rows
        .iter()
        .flat_map(|row| row.bytes.clone())
        .collect();
    prop_assert_eq!(shown, bytes);
    let explained: Vec<_> = explanation
        .rows
        .iter()
        .flat_map(|row| {
            row.problems.iter().map(|problem| Finding {
                index: row.range.start,
                octet: row.octet,
                problem: problem.clone(),
            })
        })
        .collect();
    prop_assert_eq!(&explained, &decoded.findings);
    let mut next = 0;
    for row in &explanation.rows {
        prop_assert_eq!(row.range.start, next);
        next = row.range.end;
    }
    Ok(())
}

fn check_all(bytes: &[u8]) -> Result<(), TestCaseError> {
    let decoded = UserUserInfo::decode(bytes);
    check(bytes, Kind::UserUser, &decoded, UserUserInfo::encode)?;
    let decoded = HighLayerCompatibility::decode(bytes);
    check(
        bytes,
        Kind::HighLayer,
        &decoded,
        HighLayerCompatibility::encode,
    )?;
    let decoded = LowLayerCompatibility::decode(bytes);
    check(
        bytes,
        Kind::LowLayer,
        &decoded,
        LowLayerCompatibility::encode,
    )?;
    let decoded = UserToUser::decode(bytes);
    check(bytes, Kind::UserToUser, &decoded, UserToUser::encode)?;
    prop_assert_eq!(Element::decode(bytes).value.encode(), bytes);
    Ok(())
}

prop_compose! {
    fn high_layer()(
        characteristics in 0..=HighLayerCharacteristics::LARGEST,
        extended in proptest::option::of(0..=HighLayerCharacteristics::LARGEST),
        audiovisual in any::<bool>(),
        octet_3 in proptest::option::of(any::<u8>()),
    ) -> HighLayerCompatibility {
        let mut value = HighLayerCompatibility::new(HighLayerCharacteristics::from_bits(characteristics));
        if let Some(bits) = extended {
            value = if audiovisual {
                value.with_audiovisual(AudiovisualCharacteristics::from_bits(bits))
            } else {
                value.with_extended(HighLayerCharacteristics::from_bits(bits))
            };
        }
        if let Some(bits) = octet_3 {
            value = value
                .with_coding_standard(CodingStandard::from_bits(bits >> 5))
                .with_interpretation(Interpretation::from_bits(bits >> 2))
                .with_presentation_method(PresentationMethod::from_bits(bits));
        }
        value
    }
}

/// Any octets for what may be set, each there or not.
fn maybe<const N: usize>() -> impl Strategy<Value = [Option<u8>; N]> {
    prop::array::uniform(prop::option::of(any::<u8>()))
}

prop_compose! {
    fn layer1()(protocol: u8, octets in maybe::<5>()) -> Layer1 {
        let mut layer = Layer1::new(UserInformationLayer1Protocol::from_bits(protocol));
        let [rate, v110, v120, characters, modem] = octets;
        if let Some(bits) = rate {
            layer = layer.with_rate(RateOctet::from_bits(bits));
        }
        if let Some(bits) = v110 {
            layer = layer.with_v110(V110Octet::from_bits(bits));
        }
        if let Some(bits) = v120 {
            layer = layer.with_v120(V120Octet::from_bits(bits));
        }
        if let Some(bits) = characters {
            layer = layer.with_characters(CharacterOctet::from_bits(bits));
        }
        if let Some(bits) = modem {
            layer = layer.with_modem(ModemOctet::from_bits(bits));
        }
        layer
    }
}

prop_compose! {
    fn layer2()(protocol: u8, octets in maybe::<3>()) -> Layer2 {
        let [own, mode, window] = octets;
        let mut layer = match own {
            Some(bits) => Layer2::user_specified(bits),
            None => Layer2::new(UserInformationLayer2Protocol::from_bits(protocol)),
        };
        if let Some(bits) = mode {
            layer = layer.with_mode(Layer2ModeOctet::from_bits(bits));
        }
        if let Some(bits) = window {
            layer = layer.with_window_size(WindowSize::from_bits(bits));
        }
        layer
    }
}

prop_compose! {
    fn layer3()(protocol: u8, octets in maybe::<5>()) -> Layer3 {
        let [own, additional, mode, size, window] = octets;
        let mut layer = match (own, additional) {
            (Some(bits), _) => Layer3::user_specified(bits),
            (None, Some(code)) => Layer3::tr_9577(AdditionalLayer3Protocol::from(code)),
            (None, None) => Layer3::new(UserInformationLayer3Protocol::from_bits(protocol)),
        };
        if let Some(bits) = mode {
            layer = layer.with_mode(Layer3ModeOctet::from_bits(bits));
        }
        if let Some(bits) = size {
            layer = layer.with_packet_size(PacketSize::from_bits(bits));
        }
        if let Some(bits) = window {
            layer = layer.with_window_size(WindowSize::from_bits(bits));
        }
        layer
    }
}

prop_compose! {
    fn low_layer()(
        capability: u8,
        octets in maybe::<3>(),
        layer1 in prop::option::of(layer1()),
        layer2 in prop::option::of(layer2()),
        layer3 in prop::option::of(layer3()),
    ) -> LowLayerCompatibility {
        let [negotiation, transfer, multiplier] = octets;
        let capability = InformationTransferCapability::from_bits(capability);
        let mut value = LowLayerCompatibility::new(capability);
        if let Some(bits) = negotiation {
            value = value.with_negotiation(NegotiationOctet::from_bits(bits));
        }
        if let Some(bits) = multiplier {
            value = value.with_multiplier(RateMultiplier::from_bits(bits));
        }
        if let Some(bits) = transfer {
            value = value.with_transfer(TransferOctet::from_bits(bits));
        }
        value.with_layer1(layer1).with_layer2(layer2).with_layer3(layer3)
    }
}

proptest! {
    #[test]
    fn bytes_come_out_as_they_went_in(bytes in vec(any::<u8>(), 0..300)) {
        check_all(&bytes)?;
    }

    /// Extension bits are mostly set in real buffers, and the first octets mostly sensible ones.
    #[test]
    fn nearly_valid_bytes_come_out_as_they_went_in(
        first in prop::sample::select(vec![0x91, 0x11, 0x80, 0x88, 0x08, 0x90, 0x04]),
        bytes in vec(prop_oneof![any::<u8>(), 0x80..=0xFF_u8, 0x20..=0x7F_u8], 0..24),
    ) {
        let bytes = [&[first], bytes.as_slice()].concat();
        for end in 0..=bytes.len() {
            check_all(&bytes[..end])?;
        }
    }

    #[test]
    fn user_user_values_come_back(discriminator: u8, content in vec(any::<u8>(), 0..300)) {
        let value = UserUserInfo::new(ProtocolDiscriminator::from(discriminator), &content);
        prop_assert_eq!(value.discriminator(), Some(discriminator.into()));
        prop_assert_eq!(value.content(), content);
        prop_assert_eq!(UserUserInfo::decode(&value.encode()).value, value);
    }

    #[test]
    fn text_comes_back(text in "[\\x00-\\x7F]{0,200}") {
        let value = UserUserInfo::ia5(&text).expect("it is IA5");
        let decoded = UserUserInfo::decode(&value.encode());
        prop_assert_eq!(decoded.findings, []);
        prop_assert_eq!(decoded.value.text(), Some(text.as_str()));
    }

    #[test]
    fn low_layer_values_come_back(value in low_layer()) {
        prop_assert_eq!(LowLayerCompatibility::decode(&value.encode()).value, value);
    }

    /// Also a value that was cut short somewhere comes back once more was added to it.
    #[test]
    fn what_is_added_to_decoded_values_comes_back(
        bytes in vec(any::<u8>(), 0..12),
        layer1 in layer1(),
        layer3 in layer3(),
        extended: u8,
        multirate: bool,
    ) {
        let low = LowLayerCompatibility::decode(&bytes).value;
        if low.rest().is_empty() {
            let low = low.with_layer1(layer1).with_layer3(layer3);
            let low = if multirate { low.with_multiplier(RateMultiplier::from_bits(extended)) } else { low };
            prop_assert_eq!(LowLayerCompatibility::decode(&low.encode()).value, low);
        }
        let high = HighLayerCompatibility::decode(&bytes).value;
        let high = high.with_extended(HighLayerCharacteristics::from_bits(extended));
        prop_assert_eq!(HighLayerCompatibility::decode(&high.encode()).value, high);
    }

    /// A real element's bytes, changed somewhere and cut somewhere.
    #[test]
    fn damaged_low_layer_elements_come_out_as_they_went_in(
        value in low_layer(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let mut bytes = value.encode();
        for (index, octet) in damage {
            *index.get_mut(&mut bytes) = octet;
        }
        for end in 0..=bytes.len() {
            check_all(&bytes[..end])?;
        }
    }

    #[test]
    fn high_layer_values_come_back(value in high_layer()) {
        prop_assert_eq!(HighLayerCompatibility::decode(&value.encode()).value, value);
    }

    #[test]
    fn headers_come_out_as_they_went_in(text in "[0-9a-f \";,=\\\\\\tx-z]{0,40}") {
        for end in 0..=text.len() {
            check_all(&text.as_bytes()[..end])?;
        }
    }

    #[test]
    fn header_values_come_back(
        octets in vec(any::<u8>(), 0..140),
        texts in vec(("[a-z!.]{1,8}", "[^\r\n]{0,12}"), 0..4),
        more in any::<bool>(),
    ) {
        let info = UserUserInfo::decode(&octets).value;
        let mut value = UserToUserValue::isdn(&info);
        for (name, text) in &texts {
            value = value.with_parameter(name, text).expect("a token, and no line ends");
        }
        let mut header = UserToUser::from(value.clone());
        if more {
            header = header.with_value(UserToUserValue::text("x, y; z", "other").expect("no line ends"));
        }
        let decoded = UserToUser::decode(&header.encode());
        prop_assert_eq!(&decoded.value, &header);
        prop_assert_eq!(decoded.value.values()[0].user_user_info(), Some(info));
        for (name, text) in &texts {
            let last = texts.iter().rfind(|(other, _)| other == name).map(|(_, text)| text);
            prop_assert!(last.is_some());
            if last == Some(text) {
                let value = value.parameter(name).and_then(Parameter::value);
                prop_assert_eq!(value.as_deref(), Some(text.as_bytes()));
            }
        }
    }
}
