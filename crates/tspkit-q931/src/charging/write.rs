//! Writing advice of charge.

use alloc::vec::Vec;

use super::{
    AdviceOfCharge, AtEnd, BillingId, ChargingAssociation, ChargingRate, DuringCall, EndCharge,
    Invocation, Rate, RecordedCurrency, RecordedUnits, Time,
};
use crate::ber::{ENUMERATED, INTEGER, NULL, SEQUENCE, context, holder, integer, value};

pub(super) fn invocation(invocation: &Invocation) -> Vec<u8> {
    let advice = &invocation.advice;
    let contents = [
        integer(INTEGER, invocation.id),
        integer(INTEGER, advice.operation().into()),
        argument(advice),
    ];
    value(holder(1), &contents.concat())
}

fn argument(advice: &AdviceOfCharge) -> Vec<u8> {
    match advice {
        AdviceOfCharge::AtSetup(None) | AdviceOfCharge::SpecialArrangement(None) => null(NULL),
        AdviceOfCharge::AtSetup(Some(rates)) => list(SEQUENCE, rates, rate),
        AdviceOfCharge::SpecialArrangement(Some(code)) => integer(INTEGER, (*code).into()),
        AdviceOfCharge::DuringInCurrency(during) => during_call(during, currency),
        AdviceOfCharge::DuringInUnits(during) => during_call(during, |tag, list| units(tag, list)),
        AdviceOfCharge::AtEndInCurrency(end) => at_end(end, currency),
        AdviceOfCharge::AtEndInUnits(end) => at_end(end, |tag, list| units(tag, list)),
    }
}

fn null(tag: u8) -> Vec<u8> {
    value(tag, &[])
}

fn enumerated(tag: u8, code: impl Into<u8>) -> Vec<u8> {
    value(tag, &[code.into()])
}

fn list<T>(tag: u8, items: &[T], write: impl Fn(&T) -> Vec<u8>) -> Vec<u8> {
    let items: Vec<_> = items.iter().map(write).collect();
    value(tag, &items.concat())
}

fn during_call<T>(during: &DuringCall<T>, write: impl Fn(u8, &T) -> Vec<u8>) -> Vec<u8> {
    match during {
        DuringCall::NotAvailable => null(NULL),
        DuringCall::Free => null(context(1)),
        DuringCall::Charged {
            recorded,
            total,
            billing,
        } => {
            let contents = [
                write(holder(1), recorded),
                enumerated(context(2), *total),
                billing_id(3, *billing),
            ];
            value(SEQUENCE, &contents.concat())
        }
    }
}

fn at_end<T>(end: &AtEnd<T>, write: impl Fn(u8, &T) -> Vec<u8>) -> Vec<u8> {
    let AtEnd::Known {
        charge,
        association,
    } = end
    else {
        return null(NULL);
    };
    let charge = match charge {
        EndCharge::Free => null(context(1)),
        EndCharge::Charged { recorded, billing } => {
            let contents = [write(holder(1), recorded), billing_id(2, *billing)];
            value(SEQUENCE, &contents.concat())
        }
    };
    let association = match association {
        None => Vec::new(),
        Some(ChargingAssociation::Identifier(number)) => integer(INTEGER, *number),
        Some(ChargingAssociation::Number(party)) => value(holder(0), party),
    };
    value(SEQUENCE, &[charge, association].concat())
}

fn billing_id(number: u8, billing: Option<BillingId>) -> Vec<u8> {
    billing.map_or_else(Vec::new, |billing| enumerated(context(number), billing))
}

fn units(tag: u8, units: &[RecordedUnits]) -> Vec<u8> {
    list(tag, units, |units| {
        let number = units
            .number
            .map_or_else(|| null(NULL), |number| integer(INTEGER, number.into()));
        let unit_type = units
            .unit_type
            .map_or_else(Vec::new, |number| integer(INTEGER, number.into()));
        value(SEQUENCE, &[number, unit_type].concat())
    })
}

/// The currency's name as [1], the amount as [2].
fn currency(tag: u8, recorded: &RecordedCurrency) -> Vec<u8> {
    value(tag, &currency_and(recorded, &[]))
}

fn currency_and(recorded: &RecordedCurrency, more: &[Vec<u8>]) -> Vec<u8> {
    let amount = [
        integer(context(1), recorded.amount.into()),
        enumerated(context(2), recorded.multiplier),
    ];
    let mut contents = value(context(1), recorded.currency.as_bytes());
    contents.extend(value(holder(2), &amount.concat()));
    contents.extend(more.concat());
    contents
}

fn time(number: u8, time: Time) -> Vec<u8> {
    let contents = [
        integer(context(1), time.length.into()),
        enumerated(context(2), time.scale),
    ];
    value(holder(number), &contents.concat())
}

fn rate(rate: &ChargingRate) -> Vec<u8> {
    let how = match &rate.rate {
        Rate::Duration {
            amount,
            charging,
            time: long,
            granularity,
        } => {
            let steps = granularity.map_or_else(Vec::new, |steps| time(5, steps));
            let more = [enumerated(context(3), *charging), time(4, *long), steps];
            value(holder(1), &currency_and(amount, &more))
        }
        Rate::Flat(amount) => currency(holder(2), amount),
        Rate::Volume { amount, unit } => {
            let more = [enumerated(context(3), *unit)];
            value(holder(3), &currency_and(amount, &more))
        }
        Rate::Special(code) => integer(INTEGER, (*code).into()),
        Rate::Free => null(context(4)),
        Rate::NotAvailable => null(context(5)),
    };
    value(SEQUENCE, &[enumerated(ENUMERATED, rate.item), how].concat())
}
