//! Decode then encode is the identity on bytes, and encode then decode on values.

use proptest::{collection::vec, prelude::*};
use tspkit_q931::{
    AudiovisualCharacteristics, CodingStandard, Decoded, Element, Finding,
    HighLayerCharacteristics, HighLayerCompatibility, Interpretation, Kind, PresentationMethod,
    ProtocolDiscriminator, UserUserInfo, explain,
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

proptest! {
    #[test]
    fn bytes_come_out_as_they_went_in(bytes in vec(any::<u8>(), 0..300)) {
        check_all(&bytes)?;
    }

    /// Extension bits are mostly set in real buffers, and the first octets mostly sensible ones.
    #[test]
    fn nearly_valid_bytes_come_out_as_they_went_in(
        first in prop::sample::select(vec![0x91, 0x11, 0x80, 0x88, 0x08, 0x90, 0x04]),
        bytes in vec(prop_oneof![any::<u8>(), 0x80..=0xFF_u8, Just(0x5E), Just(0x60)], 0..24),
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
    fn high_layer_values_come_back(value in high_layer()) {
        prop_assert_eq!(HighLayerCompatibility::decode(&value.encode()).value, value);
    }
}
