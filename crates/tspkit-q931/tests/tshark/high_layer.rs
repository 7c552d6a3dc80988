//! High layer compatibility.

use tspkit_q931::{
    AudiovisualCharacteristics, CodingStandard, ElementId, HighLayerCharacteristics,
    HighLayerCompatibility, Interpretation, PresentationMethod, Problem,
};

use crate::{cut, dissect, expect::Expected, names};

const TITLE: &str = "High-layer compatibility";

/// What tshark is to say of a value.
fn expected(value: &HighLayerCompatibility) -> Expected {
    let bytes = value.to_element().expect("a short element").encode();
    let mut expected = Expected::element(&bytes);
    let mut octets = bytes[2..].iter().map(|octet| octet >> 7);
    let mut extension = |expected: &mut Expected| {
        let bit = octets.next().expect("an octet");
        expected.number("q931.extension_ind", bit);
    };
    let Some(standard) = value.coding_standard() else {
        return expected;
    };
    extension(&mut expected);
    expected.number("q931.coding_standard", standard.code());
    let interpretation = value.interpretation().expect("octet 3");
    expected.number("q931.interpretation", interpretation.code());
    let method = value.presentation_method().expect("octet 3");
    expected.number("q931.presentation_method_protocol_profile", method.code());
    // Q.931 has no other method; we keep and show what is there all the same.
    if standard != CodingStandard::ITU_T || method != PresentationMethod::PROFILE {
        if bytes.len() > 3 {
            expected.bytes("q931.high_layer_compat.data", &bytes[3..]);
        }
        return expected;
    }
    if let Some(characteristics) = value.characteristics() {
        extension(&mut expected);
        expected.number("q931.high_layer_characteristics", characteristics.code());
    }
    if let Some(extended) = value.extended() {
        extension(&mut expected);
        expected.number("q931.extended_high_layer_characteristics", extended.code());
    }
    // Of the numbers reserved for audiovisual services tshark knows those that have a name.
    let named = value
        .characteristics()
        .filter(|number| HighLayerCharacteristics::NAMED.contains(number));
    if let Some(audiovisual) = value.audiovisual().filter(|_| named.is_some()) {
        extension(&mut expected);
        let field = "q931.extended_audiovisual_characteristics";
        expected.number(field, audiovisual.code());
    }
    expected
}

/// Compares all of them; says how many fields that were.
fn compare(values: &[HighLayerCompatibility]) -> usize {
    let elements: Vec<_> = values
        .iter()
        .map(|value| value.to_element().expect("a short element").encode())
        .collect();
    let found = dissect::elements(&elements);
    let mut fields = 0;
    for ((value, element), found) in values.iter().zip(&elements).zip(&found) {
        assert_eq!(HighLayerCompatibility::decode(&element[2..]).value, *value);
        fields += expected(value).compare(TITLE, element, found);
    }
    fields
}

fn characteristics() -> impl Iterator<Item = HighLayerCharacteristics> {
    (0..=HighLayerCharacteristics::LARGEST).map(HighLayerCharacteristics::from_bits)
}

#[test]
fn every_characteristic() {
    let values: Vec<_> = characteristics().map(HighLayerCompatibility::new).collect();
    let named = values.iter().filter(|value| {
        let characteristics = value.characteristics().expect("octet 4");
        HighLayerCharacteristics::NAMED.contains(&characteristics)
    });
    assert_eq!(named.count(), HighLayerCharacteristics::NAMED.len());
    assert_eq!((values.len(), compare(&values)), (128, 128 * 8));
}

#[test]
fn every_octet_3() {
    let mut values = Vec::new();
    for standard in (0..=CodingStandard::LARGEST).map(CodingStandard::from_bits) {
        for interpretation in (0..=Interpretation::LARGEST).map(Interpretation::from_bits) {
            for method in (0..=PresentationMethod::LARGEST).map(PresentationMethod::from_bits) {
                let value = HighLayerCompatibility::new(HighLayerCharacteristics::TELEPHONY)
                    .with_coding_standard(standard)
                    .with_interpretation(interpretation)
                    .with_presentation_method(method);
                assert_eq!(value.coding_standard(), Some(standard));
                assert_eq!(value.interpretation(), Some(interpretation));
                assert_eq!(value.presentation_method(), Some(method));
                values.push(value);
            }
        }
    }
    // What it does not read is one field of bytes for tshark, without an extension bit.
    assert_eq!((values.len(), compare(&values)), (128, 8 * 8 + 120 * 7));
}

/// Octet 4a after every octet 4, and every octet 4a after those that have one.
#[test]
fn every_octet_4a() {
    let mut values = Vec::new();
    for of in characteristics() {
        let value = HighLayerCompatibility::new(of);
        let has_one = of.is_maintenance_or_management() || of.is_audiovisual();
        let extended = characteristics().filter(|extended| has_one || extended.code() == 1);
        values.extend(extended.map(|extended| value.clone().with_extended(extended)));
    }
    // Two numbers for maintenance and sixteen audiovisual ones, of which tshark knows four.
    let read = values.iter().filter(|value| {
        assert!(value.octet_4a().is_some());
        value.extended().is_some() || value.audiovisual().is_some()
    });
    assert_eq!(read.count(), 18 * 128);
    let count = 18 * 128 + 110;
    let fields = count * 8 + 6 * 128 * 2;
    assert_eq!((values.len(), compare(&values)), (count, fields));
}

/// Cut anywhere, what is there is read alike. tshark does not mind the rest, we say what is missing.
#[test]
fn cut_short() {
    let video = HighLayerCompatibility::new(HighLayerCharacteristics::VIDEOTELEPHONY)
        .with_audiovisual(AudiovisualCharacteristics::SUBSEQUENT_CHANNEL);
    let maintenance = HighLayerCompatibility::new(HighLayerCharacteristics::MAINTENANCE)
        .with_extended(HighLayerCharacteristics::TELEX);
    let plain = HighLayerCompatibility::new(HighLayerCharacteristics::TELEX);
    let whole = [video, maintenance, plain].map(|value| value.encode());
    let beginnings = cut::beginnings(&whole);
    let octet_4 = Problem::Missing("high layer characteristics identification");
    let expected: [(&[u8], Problem); 4] = [
        (&[], Problem::Missing("coding standard")),
        (&[0x91], octet_4),
        (&[0x91, 0x5E], Problem::CutShort),
        (&[0x91, 0x60], Problem::CutShort),
    ];
    assert_eq!(beginnings.len(), expected.len());
    let mut values = Vec::new();
    for (beginning, (bytes, problem)) in beginnings.iter().zip(expected) {
        let decoded = HighLayerCompatibility::decode(beginning);
        let problems: Vec<_> = decoded
            .findings
            .into_iter()
            .map(|found| found.problem)
            .collect();
        assert_eq!((beginning.as_slice(), problems), (bytes, vec![problem]));
        values.push(decoded.value);
    }
    assert_eq!(compare(&values), 2 + 6 + 8 + 8);
    cut::promised_more(ElementId::HIGH_LAYER, &beginnings);
}

/// The numbers that have a name are the same.
#[test]
fn names() {
    let ours = HighLayerCharacteristics::NAMED
        .iter()
        .map(|named| named.code());
    let theirs = names::numbers("q931.high_layer_characteristics");
    assert_eq!(ours.map(u64::from).collect::<Vec<_>>(), theirs);
    let ours = AudiovisualCharacteristics::NAMED
        .iter()
        .map(|named| named.code());
    let theirs = names::numbers("q931.extended_audiovisual_characteristics");
    assert_eq!(ours.map(u64::from).collect::<Vec<_>>(), theirs);
}
