//! Amounts and units.

use alloc::{string::String, vec::Vec};

use super::{
    super::{Multiplier, RecordedCurrency, RecordedUnits},
    LARGEST, all,
};
use crate::{
    Problem,
    ber::{INTEGER, NULL, Reader, context, holder},
    walk::WalkMore as _,
};

pub(super) fn currency(reader: &mut Reader<'_, '_>) -> Option<RecordedCurrency> {
    match reader.open(holder(1), "recorded currency", currency_and_amount) {
        Some(recorded) => recorded,
        None => reader.missing("recorded currency"),
    }
}

/// The currency's name as [1], the amount as [2].
pub(super) fn currency_and_amount(reader: &mut Reader<'_, '_>) -> Option<RecordedCurrency> {
    let currency = currency_name(reader);
    let amount = reader.open(holder(2), "amount", |reader| {
        let amount = reader.number(context(1), "currency amount", 0, LARGEST);
        let multiplier = reader.enumerated(context(2), "multiplier", Multiplier::meaning);
        match (amount, multiplier) {
            (Some(amount), Some(multiplier)) => Some((amount, multiplier)),
            _ => reader.missing("currency amount or multiplier"),
        }
    });
    match (currency, amount) {
        (Some(currency), Some(amount)) => amount.map(|(amount, multiplier)| RecordedCurrency {
            currency,
            amount,
            multiplier,
        }),
        _ => reader.missing("currency or amount"),
    }
}

fn currency_name(reader: &mut Reader<'_, '_>) -> Option<String> {
    let name = reader.primitive(context(1))?;
    let walk = reader.walk();
    walk.text("currency", name);
    if let Some(octet) = name.iter().find(|octet| !octet.is_ascii()) {
        walk.problem(Problem::NotIa5 {
            octet: *octet,
            count: name.iter().filter(|octet| !octet.is_ascii()).count(),
        });
    }
    if !(1..=10).contains(&name.len()) {
        walk.problem(Problem::OutOfRange {
            field: "the length of a currency's name",
            number: i64::try_from(name.len()).unwrap_or(i64::MAX),
        });
    }
    Some(String::from_utf8_lossy(name).into_owned())
}

pub(super) fn units(reader: &mut Reader<'_, '_>) -> Option<Vec<RecordedUnits>> {
    let list = reader.open(holder(1), "list of recorded units", |list| {
        all(list, "recorded units", |reader| {
            let number = if reader.null(NULL, "number of units not available").is_some() {
                None
            } else if let Some(number) = reader.number(INTEGER, "number of units", 0, LARGEST) {
                Some(number)
            } else {
                return reader.missing("number of units");
            };
            let unit_type = reader.number(INTEGER, "type of unit", 1, 16);
            Some(RecordedUnits { number, unit_type })
        })
    });
    match list {
        Some(units) => units,
        None => reader.missing("list of recorded units"),
    }
}
