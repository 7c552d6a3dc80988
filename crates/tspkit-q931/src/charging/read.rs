//! Reading advice of charge.

use alloc::{string::String, vec::Vec};

use super::{
    AdviceOfCharge, AtEnd, BillingId, ChargedItem, ChargingAssociation, ChargingRate, ChargingType,
    DuringCall, EndCharge, Invocation, Multiplier, ProtocolProfile, Rate, RecordedCurrency,
    RecordedUnits, Scale, Time, TypeOfChargingInfo, VolumeUnit,
};
use crate::{
    Problem,
    ber::{ENUMERATED, INTEGER, NULL, Reader, SEQUENCE, context, holder},
    walk::{Walk, WalkMore as _},
};

/// The largest of Q.956's numbers of units, amounts and times.
const LARGEST: i64 = 16_777_215;

/// The components of a Facility element, after its octet 3 if that is there.
pub(super) fn facility(bytes: &[u8], walk: &mut dyn Walk) -> Vec<Invocation> {
    let mut reader = Reader::new(bytes, walk);
    let mut invocations = Vec::new();
    match reader.peek() {
        None => {
            reader.missing::<()>("protocol profile");
        }
        Some(component) if component >> 5 == 5 => {}
        Some(octet) => {
            let profile = ProtocolProfile::from_bits(octet);
            reader.take(1);
            let walk = reader.walk();
            walk.coded("protocol profile", profile.code(), profile.meaning());
            walk.spare((octet ^ 0x80) & 0xE0);
            let known = [
                ProtocolProfile::REMOTE_OPERATIONS,
                ProtocolProfile::NETWORKING_EXTENSIONS,
            ];
            if !known.contains(&profile) {
                walk.problem(Problem::OtherStandard);
                if reader.peek().is_some() {
                    reader.take(bytes.len());
                }
            }
        }
    }
    while let Some(tag) = reader.peek() {
        match tag {
            0xA1 => invocations.extend(reader.open(tag, "invoke component", invocation).flatten()),
            0xA2 => not_read(&mut reader, "return result component"),
            0xA3 => not_read(&mut reader, "return error component"),
            0xA4 => not_read(&mut reader, "reject component"),
            0xAA => reader.skip("network facility extension"),
            0x92 => reader.skip("network protocol profile"),
            0x8B => reader.skip("interpretation"),
            _ => reader.finish(),
        }
    }
    invocations
}

fn not_read(reader: &mut Reader<'_, '_>, name: &'static str) {
    reader.skip(name);
    reader.walk().problem(Problem::NotRead(name));
}

fn invocation(reader: &mut Reader<'_, '_>) -> Option<Invocation> {
    let Some(id) = reader.integer(INTEGER, "invoke identifier") else {
        return reader.missing("invoke identifier");
    };
    reader.integer(context(0), "linked identifier");
    let Some(operation) = reader.integer(INTEGER, "operation") else {
        return reader.missing("operation");
    };
    let advice = match operation {
        31 => at_setup(reader),
        32 => special_arrangement(reader),
        33 => during_call(reader, currency).map(AdviceOfCharge::DuringInCurrency),
        34 => during_call(reader, units).map(AdviceOfCharge::DuringInUnits),
        35 => at_end(reader, currency).map(AdviceOfCharge::AtEndInCurrency),
        36 => at_end(reader, units).map(AdviceOfCharge::AtEndInUnits),
        _ => {
            reader.walk().problem(Problem::OtherOperation(operation));
            while reader.peek().is_some() {
                reader.skip("argument");
            }
            return None;
        }
    }?;
    Some(Invocation { id, advice })
}

fn at_setup(reader: &mut Reader<'_, '_>) -> Option<AdviceOfCharge> {
    if reader.null(NULL, "charge not available").is_some() {
        return Some(AdviceOfCharge::AtSetup(None));
    }
    let rates = reader.open(SEQUENCE, "list of rates", |rates| all(rates, "rate", rate));
    match rates {
        Some(rates) => Some(AdviceOfCharge::AtSetup(Some(rates?))),
        None => reader.missing("list of rates"),
    }
}

fn special_arrangement(reader: &mut Reader<'_, '_>) -> Option<AdviceOfCharge> {
    if reader.null(NULL, "charge not available").is_some() {
        return Some(AdviceOfCharge::SpecialArrangement(None));
    }
    match reader.number(INTEGER, "special arrangement", 1, 10) {
        Some(code) => Some(AdviceOfCharge::SpecialArrangement(Some(code))),
        None => reader.missing("special arrangement"),
    }
}

/// All of a list's sequences. `None` when something is missing in one of them, which has been told of.
fn all<T>(
    reader: &mut Reader<'_, '_>,
    name: &'static str,
    read: impl Fn(&mut Reader<'_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut items = Some(Vec::new());
    while reader.peek() == Some(SEQUENCE) {
        let item = reader.open(SEQUENCE, name, &read).flatten();
        items = items.zip(item).map(|(mut items, item)| {
            items.push(item);
            items
        });
    }
    if items.as_ref().is_some_and(Vec::is_empty) {
        return reader.missing(name);
    }
    items
}

fn rate(reader: &mut Reader<'_, '_>) -> Option<ChargingRate> {
    let item = reader.enumerated(ENUMERATED, "charged item", ChargedItem::meaning);
    let rate = match reader.peek() {
        Some(0xA1) => reader
            .open(holder(1), "rate by duration", duration)
            .flatten(),
        Some(0xA2) => reader
            .open(holder(2), "flat rate", currency_and_amount)
            .flatten()
            .map(Rate::Flat),
        Some(0xA3) => reader.open(holder(3), "rate by volume", volume).flatten(),
        Some(INTEGER) => reader
            .number(INTEGER, "special charging code", 1, 10)
            .map(Rate::Special),
        Some(0x84) => reader
            .null(context(4), "free of charge")
            .map(|()| Rate::Free),
        Some(0x85) => reader
            .null(context(5), "not available")
            .map(|()| Rate::NotAvailable),
        _ => reader.missing("rate"),
    };
    match item {
        Some(item) => rate.map(|rate| ChargingRate { item, rate }),
        None => reader.missing("charged item"),
    }
}

fn duration(reader: &mut Reader<'_, '_>) -> Option<Rate> {
    let amount = currency_and_amount(reader);
    let charging = reader.enumerated(context(3), "charging type", ChargingType::meaning);
    let long = reader.open(holder(4), "time", time).flatten();
    let granularity = reader.open(holder(5), "granularity", time);
    let (Some(charging), Some(time)) = (charging, long) else {
        return reader.missing("charging type or time");
    };
    Some(Rate::Duration {
        amount: amount?,
        charging,
        time,
        granularity: granularity.flatten(),
    })
}

fn volume(reader: &mut Reader<'_, '_>) -> Option<Rate> {
    let amount = currency_and_amount(reader);
    match reader.enumerated(context(3), "volume unit", VolumeUnit::meaning) {
        Some(unit) => amount.map(|amount| Rate::Volume { amount, unit }),
        None => reader.missing("volume unit"),
    }
}

fn time(reader: &mut Reader<'_, '_>) -> Option<Time> {
    let length = reader.number(context(1), "length of time unit", 0, LARGEST);
    let scale = reader.enumerated(context(2), "scale", Scale::meaning);
    match (length, scale) {
        (Some(length), Some(scale)) => Some(Time { length, scale }),
        _ => reader.missing("length of time unit or scale"),
    }
}

fn during_call<T>(
    reader: &mut Reader<'_, '_>,
    read: impl Fn(&mut Reader<'_, '_>) -> Option<T>,
) -> Option<DuringCall<T>> {
    if reader.null(NULL, "charge not available").is_some() {
        return Some(DuringCall::NotAvailable);
    }
    if reader.null(context(1), "free of charge").is_some() {
        return Some(DuringCall::Free);
    }
    let charged = reader.open(SEQUENCE, "charge", |reader| {
        let recorded = read(reader);
        let field = "type of charging information";
        let total = reader.enumerated(context(2), field, TypeOfChargingInfo::meaning);
        let billing = reader.enumerated(context(3), "billing identification", BillingId::meaning);
        match total {
            Some(total) => recorded.map(|recorded| DuringCall::Charged {
                recorded,
                total,
                billing,
            }),
            None => reader.missing(field),
        }
    });
    match charged {
        Some(charged) => charged,
        None => reader.missing("charge"),
    }
}

fn at_end<T>(
    reader: &mut Reader<'_, '_>,
    read: impl Fn(&mut Reader<'_, '_>) -> Option<T>,
) -> Option<AtEnd<T>> {
    if reader.null(NULL, "charge not available").is_some() {
        return Some(AtEnd::NotAvailable);
    }
    let known = reader.open(SEQUENCE, "charging information", |reader| {
        let charge = if reader.null(context(1), "free of charge").is_some() {
            Some(EndCharge::Free)
        } else {
            end_charge(reader, read)
        };
        let association = association(reader);
        charge.map(|charge| AtEnd::Known {
            charge,
            association,
        })
    });
    match known {
        Some(known) => known,
        None => reader.missing("charging information"),
    }
}

fn end_charge<T>(
    reader: &mut Reader<'_, '_>,
    read: impl Fn(&mut Reader<'_, '_>) -> Option<T>,
) -> Option<EndCharge<T>> {
    let charge = reader.open(SEQUENCE, "charge", |reader| {
        let recorded = read(reader);
        let billing = reader.enumerated(context(2), "billing identification", BillingId::meaning);
        recorded.map(|recorded| EndCharge::Charged { recorded, billing })
    });
    match charge {
        Some(charge) => charge,
        None => reader.missing("charge"),
    }
}

fn association(reader: &mut Reader<'_, '_>) -> Option<ChargingAssociation> {
    const IDENTIFIER: &str = "charge identifier";
    if let Some(number) = reader.integer(INTEGER, IDENTIFIER) {
        if i16::try_from(number).is_err() {
            reader.walk().problem(Problem::OutOfRange {
                field: IDENTIFIER,
                number,
            });
        }
        return Some(ChargingAssociation::Identifier(number));
    }
    reader.open(holder(0), "charged number", |reader| {
        ChargingAssociation::Number(reader.rest_as("party number").into())
    })
}

fn currency(reader: &mut Reader<'_, '_>) -> Option<RecordedCurrency> {
    match reader.open(holder(1), "recorded currency", currency_and_amount) {
        Some(recorded) => recorded,
        None => reader.missing("recorded currency"),
    }
}

/// The currency's name as [1], the amount as [2].
fn currency_and_amount(reader: &mut Reader<'_, '_>) -> Option<RecordedCurrency> {
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

fn units(reader: &mut Reader<'_, '_>) -> Option<Vec<RecordedUnits>> {
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
