//! Every form of advice of charge, and the numbers at the ends of their ranges.

use tspkit_q931::{
    AdviceOfCharge, AtEnd, BillingId, ChargedItem, ChargingAssociation, ChargingRate, ChargingType,
    DuringCall, EndCharge, Multiplier, Rate, RecordedCurrency, RecordedUnits, Scale, Time,
    TypeOfChargingInfo, VolumeUnit,
};

use super::compare;

/// Around every length that a number can be encoded in.
const NUMBERS: [u32; 10] = [
    0, 1, 127, 128, 255, 256, 32_767, 32_768, 8_388_608, 16_777_215,
];

fn amounts() -> Vec<RecordedCurrency> {
    let numbers = NUMBERS.iter().zip(Multiplier::NAMED.iter().cycle());
    let names = ["E", "EUR", "0123456789"].iter().cycle();
    let mut amounts: Vec<_> = numbers
        .zip(names)
        .map(|((number, multiplier), name)| RecordedCurrency::new(name, *number, *multiplier))
        .collect();
    let one = |multiplier: &Multiplier| RecordedCurrency::new("CHF", 1, *multiplier);
    amounts.extend(Multiplier::NAMED.iter().map(one));
    amounts
}

fn units() -> Vec<Vec<RecordedUnits>> {
    let mut lists: Vec<_> = NUMBERS
        .iter()
        .map(|number| vec![RecordedUnits::new(*number)])
        .collect();
    lists.push(vec![RecordedUnits {
        number: None,
        unit_type: None,
    }]);
    let typed = |unit_type| RecordedUnits {
        number: Some(unit_type * 100),
        unit_type: Some(unit_type),
    };
    lists.extend((1..=16).map(|unit_type| vec![typed(unit_type)]));
    // As many as one element has room for.
    lists.push((1..=16).map(typed).collect());
    lists
}

fn billings(largest: u8) -> Vec<Option<BillingId>> {
    let named = BillingId::NAMED
        .iter()
        .filter(|billing| billing.code() <= largest);
    let mut billings = vec![None];
    billings.extend(named.copied().map(Some));
    billings
}

fn during<T: Clone>(recorded: &[T]) -> Vec<DuringCall<T>> {
    let mut all = vec![DuringCall::NotAvailable, DuringCall::Free];
    for recorded in recorded {
        for total in TypeOfChargingInfo::NAMED {
            for billing in billings(2) {
                all.push(DuringCall::Charged {
                    recorded: recorded.clone(),
                    total: *total,
                    billing,
                });
            }
        }
    }
    all
}

fn at_end<T: Clone>(recorded: &[T]) -> Vec<AtEnd<T>> {
    let mut charges = vec![EndCharge::Free];
    for recorded in recorded {
        for billing in billings(7) {
            charges.push(EndCharge::Charged {
                recorded: recorded.clone(),
                billing,
            });
        }
    }
    let identifiers = [0, 1, -1, 127, 128, -128, -129, 32_767, -32_768];
    let mut associations = vec![None];
    associations.extend(identifiers.map(|number| Some(ChargingAssociation::Identifier(number))));
    let party = [&[0x80, 11], &b"08001234567"[..]].concat();
    associations.push(Some(ChargingAssociation::Number(party)));
    let mut all = vec![AtEnd::NotAvailable];
    for (charge, association) in charges.iter().zip(associations.iter().cycle()) {
        all.push(AtEnd::Known {
            charge: charge.clone(),
            association: association.clone(),
        });
    }
    for association in associations {
        all.push(AtEnd::Known {
            charge: EndCharge::Free,
            association,
        });
    }
    all
}

#[test]
fn during_the_call() {
    let currency = during(&amounts())
        .into_iter()
        .map(AdviceOfCharge::DuringInCurrency);
    let units = during(&units())
        .into_iter()
        .map(AdviceOfCharge::DuringInUnits);
    let all: Vec<_> = currency.chain(units).collect();
    assert_eq!((all.len(), compare(&all)), (364, 7916));
}

#[test]
fn at_the_end() {
    let currency = at_end(&amounts())
        .into_iter()
        .map(AdviceOfCharge::AtEndInCurrency);
    let units = at_end(&units())
        .into_iter()
        .map(AdviceOfCharge::AtEndInUnits);
    let all: Vec<_> = currency.chain(units).collect();
    assert_eq!((all.len(), compare(&all)), (431, 10_106));
}

#[test]
fn before_the_call() {
    let mut rates = vec![Rate::Free, Rate::NotAvailable];
    rates.extend((1..=10).map(Rate::Special));
    rates.extend(amounts().into_iter().map(Rate::Flat));
    let mut scales = Scale::NAMED.iter().copied().cycle();
    let mut scale = || scales.next().expect("a cycle");
    for (amount, number) in amounts().into_iter().zip(NUMBERS.iter().cycle()) {
        for unit in VolumeUnit::NAMED {
            rates.push(Rate::Volume {
                amount: amount.clone(),
                unit: *unit,
            });
        }
        for charging in ChargingType::NAMED {
            for steps in [false, true] {
                rates.push(Rate::Duration {
                    amount: amount.clone(),
                    charging: *charging,
                    time: Time {
                        length: *number,
                        scale: scale(),
                    },
                    granularity: steps.then(|| Time {
                        length: *number,
                        scale: scale(),
                    }),
                });
            }
        }
    }
    let rates: Vec<_> = rates
        .into_iter()
        .zip(ChargedItem::NAMED.iter().cycle())
        .map(|(rate, item)| ChargingRate { item: *item, rate })
        .collect();
    let mut all = vec![
        AdviceOfCharge::AtSetup(None),
        AdviceOfCharge::SpecialArrangement(None),
    ];
    all.extend((1..=10).map(|code| AdviceOfCharge::SpecialArrangement(Some(code))));
    all.extend(
        rates
            .iter()
            .map(|rate| AdviceOfCharge::AtSetup(Some(vec![rate.clone()]))),
    );
    all.extend(
        rates
            .chunks(4)
            .map(|rates| AdviceOfCharge::AtSetup(Some(rates.to_vec()))),
    );
    assert_eq!((all.len(), compare(&all)), (197, 5955));
}
