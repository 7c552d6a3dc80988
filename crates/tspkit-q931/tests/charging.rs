//! Advice of charge: exact bytes, and what is wrong with others.

use proptest::{collection::vec, option, prelude::*};
use tspkit_q931::{
    AdviceOfCharge, AtEnd, BillingId, ChargedItem, ChargingAssociation, ChargingInfo, ChargingRate,
    ChargingType, DuringCall, EndCharge, Finding, Kind, Multiplier, Rate, RecordedCurrency,
    RecordedUnits, Scale, Time, TypeOfChargingInfo, VolumeUnit, explain,
};

fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace()
        .map(|octet| u8::from_str_radix(octet, 16).expect("hex"))
        .collect()
}

fn problems(bytes: &[u8]) -> Vec<(usize, String)> {
    let decoded = ChargingInfo::decode(bytes);
    assert_eq!(decoded.value.encode(), bytes);
    decoded
        .findings
        .iter()
        .map(|finding| (finding.index, finding.problem.to_string()))
        .collect()
}

/// Written and read: these bytes, and this advice.
fn both_ways(advice: &AdviceOfCharge, hex: &str) {
    let info = ChargingInfo::new(1, advice.clone());
    assert_eq!(info.encode(), bytes(hex), "{advice:?}");
    let read = ChargingInfo::decode(&bytes(hex)).sound().unwrap();
    assert_eq!(read, info);
    assert_eq!(read.invocations()[0].id, 1);
    let element = info.to_element().unwrap().encode();
    assert_eq!(
        element[..2],
        [0x1C, u8::try_from(element.len() - 2).unwrap()]
    );
}

#[test]
fn units_have_exactly_these_bytes() {
    both_ways(
        &AdviceOfCharge::units_so_far(3),
        "91 A1 12 02 01 01 02 01 22 30 0A A1 05 30 03 02 01 03 82 01 00",
    );
    both_ways(
        &AdviceOfCharge::units_in_all(16_777_215),
        "91 A1 14 02 01 01 02 01 24 30 0C 30 0A A1 08 30 06 02 04 00 FF FF FF",
    );
    let several = [
        RecordedUnits {
            number: Some(2),
            unit_type: Some(16),
        },
        RecordedUnits {
            number: None,
            unit_type: None,
        },
    ];
    both_ways(
        &AdviceOfCharge::DuringInUnits(DuringCall::Charged {
            recorded: several.to_vec(),
            total: TypeOfChargingInfo::TOTAL,
            billing: Some(BillingId::CREDIT_CARD),
        }),
        "91 A1 1C 02 01 01 02 01 22 30 14 A1 0C 30 06 02 01 02 02 01 10 30 02 05 00 82 01 01 83 01 02",
    );
}

#[test]
fn amounts_have_exactly_these_bytes() {
    let amount = RecordedCurrency::new("EUR", 123, Multiplier::HUNDREDTH);
    both_ways(
        &AdviceOfCharge::amount_so_far(amount.clone()),
        "91 A1 1A 02 01 01 02 01 21 30 12 A1 0D 81 03 45 55 52 A2 06 81 01 7B 82 01 01 82 01 00",
    );
    both_ways(
        &AdviceOfCharge::AtEndInCurrency(AtEnd::Known {
            charge: EndCharge::Charged {
                recorded: amount,
                billing: Some(BillingId::TRANSFER),
            },
            association: Some(ChargingAssociation::Identifier(-2)),
        }),
        "91 A1 1F 02 01 01 02 01 23 30 17 30 12 A1 0D 81 03 45 55 52 A2 06 81 01 7B 82 01 01 82 01 07 02 01 FE",
    );
}

#[test]
fn what_is_free_or_not_known_has_exactly_these_bytes() {
    both_ways(
        &AdviceOfCharge::DuringInUnits(DuringCall::NotAvailable),
        "91 A1 08 02 01 01 02 01 22 05 00",
    );
    both_ways(
        &AdviceOfCharge::DuringInCurrency(DuringCall::Free),
        "91 A1 08 02 01 01 02 01 21 81 00",
    );
    both_ways(
        &AdviceOfCharge::AtEndInUnits(AtEnd::NotAvailable),
        "91 A1 08 02 01 01 02 01 24 05 00",
    );
    both_ways(
        &AdviceOfCharge::AtEndInCurrency(AtEnd::Known {
            charge: EndCharge::Free,
            association: Some(ChargingAssociation::Number(vec![0x80, 1, b'5'])),
        }),
        "91 A1 0F 02 01 01 02 01 23 30 07 81 00 A0 03 80 01 35",
    );
    both_ways(
        &AdviceOfCharge::SpecialArrangement(Some(10)),
        "91 A1 09 02 01 01 02 01 20 02 01 0A",
    );
    both_ways(
        &AdviceOfCharge::SpecialArrangement(None),
        "91 A1 08 02 01 01 02 01 20 05 00",
    );
    both_ways(
        &AdviceOfCharge::AtSetup(None),
        "91 A1 08 02 01 01 02 01 1F 05 00",
    );
}

#[test]
fn rates_have_exactly_these_bytes() {
    let amount = RecordedCurrency::new("X", 1, Multiplier::ONE);
    let minute = Time {
        length: 1,
        scale: Scale::MINUTE,
    };
    let rates = [
        Rate::Duration {
            amount: amount.clone(),
            charging: ChargingType::STEP_FUNCTION,
            time: minute,
            granularity: Some(minute),
        },
        Rate::Flat(amount.clone()),
        Rate::Volume {
            amount,
            unit: VolumeUnit::SEGMENT,
        },
        Rate::Special(7),
        Rate::Free,
        Rate::NotAvailable,
    ];
    let items = ChargedItem::NAMED.iter().cycle();
    let rates = items
        .zip(rates)
        .map(|(item, rate)| ChargingRate { item: *item, rate });
    both_ways(
        &AdviceOfCharge::AtSetup(Some(rates.collect())),
        "91 A1 6A 02 01 01 02 01 1F 30 62 \
         30 23 0A 01 00 A1 1E 81 01 58 A2 06 81 01 01 82 01 03 83 01 01 A4 06 81 01 01 82 01 04 A5 06 81 01 01 82 01 04 \
         30 10 0A 01 01 A2 0B 81 01 58 A2 06 81 01 01 82 01 03 \
         30 13 0A 01 02 A3 0E 81 01 58 A2 06 81 01 01 82 01 03 83 01 01 \
         30 06 0A 01 03 02 01 07 \
         30 05 0A 01 04 84 00 \
         30 05 0A 01 00 85 00",
    );
}

/// Other lengths than the shortest, an indefinite one, and no protocol profile.
#[test]
fn other_forms_of_the_same_are_read() {
    let expected = AdviceOfCharge::units_in_all(4);
    for hex in [
        "A1 11 02 01 01 02 01 24 30 09 30 07 A1 05 30 03 02 01 04",
        "91 A1 81 11 02 01 01 02 01 24 30 09 30 07 A1 05 30 03 02 01 04",
        "91 A1 80 02 01 01 02 01 24 30 80 30 80 A1 05 30 03 02 01 04 00 00 00 00 00 00",
        "9F AA 06 80 01 00 82 01 00 8B 01 00 A1 14 02 01 01 80 01 05 02 01 24 30 09 30 07 A1 05 30 03 02 01 04",
    ] {
        let bytes = bytes(hex);
        let info = ChargingInfo::decode(&bytes).sound().unwrap();
        assert_eq!(info.encode(), bytes);
        assert_eq!(info.advice().collect::<Vec<_>>(), [&expected], "{hex}");
    }
}

#[test]
fn several_components_stand_in_one_element() {
    let info = ChargingInfo::new(5, AdviceOfCharge::units_so_far(1))
        .with(6, AdviceOfCharge::units_in_all(2));
    let read = ChargingInfo::decode(info.as_bytes()).sound().unwrap();
    assert_eq!(read.invocations().len(), 2);
    assert_eq!(read.invocations()[1].id, 6);
    assert_eq!(read, info);
}

#[test]
fn other_components_are_kept_and_named() {
    assert_eq!(
        problems(&bytes(
            "91 A1 09 02 01 01 02 01 1E 0A 01 00 A2 03 02 01 05 A3 03 02 01 05 A4 03 02 01 05 04 00"
        )),
        [
            (6, "operation 30 is no advice of charge".into()),
            (12, "a return result component is not looked at".into()),
            (17, "a return error component is not looked at".into()),
            (22, "a reject component is not looked at".into()),
            (27, "a value with tag 0x04 has no place here".into()),
        ]
    );
    assert_eq!(
        problems(&[0x92, 1, 2]),
        [(
            0,
            "the octets that follow are coded to another standard and are not looked at".into()
        )]
    );
    assert_eq!(problems(&[0x11]), [(0, "spare bits are set: 0x80".into())]);
    assert_eq!(
        problems(&[]),
        [(0, "the protocol profile is missing".into())]
    );
}

#[test]
fn problems_have_their_places() {
    // Units: 16,777,216 of type 17, a total that is neither, and something after it.
    assert_eq!(
        problems(&bytes(
            "91 A1 1C 02 01 01 02 01 22 30 14 A1 0B 30 09 02 04 01 00 00 00 02 01 11 82 01 02 84 02 00 00"
        )),
        [
            (15, "16777216 is beyond what number of units may be".into()),
            (21, "17 is beyond what type of unit may be".into()),
            (
                24,
                "2 has no meaning as type of charging information".into()
            ),
            (27, "a value with tag 0x84 has no place here".into()),
        ]
    );
    // The amount is missing, and the currency's name is none.
    let decoded = ChargingInfo::decode(&bytes(
        "91 A1 13 02 01 01 02 01 21 30 0B A1 06 81 02 FF FE A2 00 82 01 00",
    ));
    assert_eq!(decoded.value.invocations(), []);
    let found: Vec<_> = decoded.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "octet 16 (byte 13 of the buffer): octets that are no IA5 characters: 2, the first 0xff",
            "octet 22 (byte 19 of the buffer): the currency amount or multiplier is missing",
        ]
    );
}

#[test]
fn cut_short_anywhere_something_is_missing() {
    let whole = ChargingInfo::new(
        1,
        AdviceOfCharge::amount_so_far(RecordedCurrency::new("EUR", 5, Multiplier::TEN)),
    );
    for end in 2..whole.as_bytes().len() {
        let decoded = ChargingInfo::decode(&whole.as_bytes()[..end]);
        assert_eq!(decoded.value.as_bytes(), &whole.as_bytes()[..end]);
        assert_eq!(decoded.value.invocations(), [], "{end} bytes");
        assert!(!decoded.findings.is_empty(), "{end} bytes");
    }
}

#[test]
fn amounts_are_exact_for_people() {
    let shown = |multiplier| RecordedCurrency::new("EUR", 1205, multiplier).to_string();
    assert_eq!(shown(Multiplier::THOUSANDTH), "1.205 EUR");
    assert_eq!(shown(Multiplier::HUNDREDTH), "12.05 EUR");
    assert_eq!(shown(Multiplier::TENTH), "120.5 EUR");
    assert_eq!(shown(Multiplier::ONE), "1205 EUR");
    assert_eq!(shown(Multiplier::TEN), "12050 EUR");
    assert_eq!(shown(Multiplier::THOUSAND), "1205000 EUR");
    assert_eq!(
        shown(Multiplier::from(9)),
        "1205 (times an unknown multiplier) EUR"
    );
    let largest = RecordedCurrency::new("", u32::MAX, Multiplier::THOUSAND);
    assert_eq!(largest.thousandths(), Some(4_294_967_295_000_000));
}

fn currency() -> impl Strategy<Value = RecordedCurrency> {
    ("[A-Z]{1,10}", 0..=16_777_215_u32, 0..=6_u8).prop_map(|(name, amount, multiplier)| {
        RecordedCurrency::new(&name, amount, multiplier.into())
    })
}

fn units() -> impl Strategy<Value = Vec<RecordedUnits>> {
    let item = (option::of(0..=16_777_215_u32), option::of(1..=16_u32));
    vec(
        item.prop_map(|(number, unit_type)| RecordedUnits { number, unit_type }),
        1..33,
    )
}

fn billing() -> impl Strategy<Value = Option<BillingId>> {
    option::of((0..=7_u8).prop_map(BillingId::from))
}

fn during<T: Clone + std::fmt::Debug>(
    recorded: impl Strategy<Value = T>,
) -> impl Strategy<Value = DuringCall<T>> {
    let charged = (recorded, 0..=1_u8, billing()).prop_map(|(recorded, total, billing)| {
        DuringCall::Charged {
            recorded,
            total: total.into(),
            billing,
        }
    });
    prop_oneof![
        Just(DuringCall::NotAvailable),
        Just(DuringCall::Free),
        charged
    ]
}

fn at_end<T: Clone + std::fmt::Debug>(
    recorded: impl Strategy<Value = T>,
) -> impl Strategy<Value = AtEnd<T>> {
    let charge = (recorded, billing(), any::<bool>()).prop_map(|(recorded, billing, free)| {
        if free {
            EndCharge::Free
        } else {
            EndCharge::Charged { recorded, billing }
        }
    });
    let association = prop_oneof![
        any::<i16>().prop_map(|number| ChargingAssociation::Identifier(number.into())),
        vec(any::<u8>(), 0..30).prop_map(ChargingAssociation::Number),
    ];
    let known = (charge, option::of(association)).prop_map(|(charge, association)| AtEnd::Known {
        charge,
        association,
    });
    prop_oneof![Just(AtEnd::NotAvailable), known]
}

fn time() -> impl Strategy<Value = Time> {
    (0..=16_777_215_u32, 0..=6_u8).prop_map(|(length, scale)| Time {
        length,
        scale: scale.into(),
    })
}

fn rate() -> impl Strategy<Value = ChargingRate> {
    let duration = (currency(), 0..=1_u8, time(), option::of(time())).prop_map(
        |(amount, charging, time, granularity)| Rate::Duration {
            amount,
            charging: charging.into(),
            time,
            granularity,
        },
    );
    let volume = (currency(), 0..=2_u8).prop_map(|(amount, unit)| Rate::Volume {
        amount,
        unit: unit.into(),
    });
    let rate = prop_oneof![
        duration,
        currency().prop_map(Rate::Flat),
        volume,
        (1..=10_u32).prop_map(Rate::Special),
        Just(Rate::Free),
        Just(Rate::NotAvailable),
    ];
    (0..=4_u8, rate).prop_map(|(item, rate)| ChargingRate {
        item: item.into(),
        rate,
    })
}

fn advice() -> impl Strategy<Value = AdviceOfCharge> {
    prop_oneof![
        option::of(vec(rate(), 1..11)).prop_map(AdviceOfCharge::AtSetup),
        option::of(1..=10_u32).prop_map(AdviceOfCharge::SpecialArrangement),
        during(currency()).prop_map(AdviceOfCharge::DuringInCurrency),
        during(units()).prop_map(AdviceOfCharge::DuringInUnits),
        at_end(currency()).prop_map(AdviceOfCharge::AtEndInCurrency),
        at_end(units()).prop_map(AdviceOfCharge::AtEndInUnits),
    ]
}

/// Nothing is lost, and each byte and finding has its place.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let decoded = ChargingInfo::decode(bytes);
    prop_assert_eq!(decoded.value.encode(), bytes);
    let rows = explain(Kind::Charging, bytes).rows;
    let shown: Vec<u8> = rows.iter().flat_map(|row| row.bytes.clone()).collect();
    prop_assert_eq!(shown, bytes);
    let explained = rows.iter().flat_map(|row| {
        row.problems.iter().map(|problem| Finding {
            index: row.range.start,
            octet: row.octet,
            problem: problem.clone(),
        })
    });
    prop_assert_eq!(explained.collect::<Vec<_>>(), decoded.findings);
    Ok(())
}

proptest! {
    #[test]
    fn values_come_back(id: i16, first in advice(), second in option::of(advice())) {
        let mut info = ChargingInfo::new(id.into(), first);
        if let Some(second) = second {
            info = info.with(7, second);
        }
        let decoded = ChargingInfo::decode(&info.encode());
        prop_assert_eq!(decoded.findings, []);
        prop_assert_eq!(decoded.value, info);
    }

    #[test]
    fn bytes_come_out_as_they_went_in(bytes in vec(any::<u8>(), 0..200)) {
        check(&bytes)?;
    }

    #[test]
    fn damaged_advice_comes_out_as_it_went_in(
        advice in advice(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = ChargingInfo::new(1, advice).encode();
        for (index, octet) in damage {
            *index.get_mut(&mut bytes) = octet;
        }
        check(&bytes)?;
        check(&bytes[..end.index(bytes.len())])?;
    }
}
