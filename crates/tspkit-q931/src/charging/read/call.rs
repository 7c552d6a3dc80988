//! What a call costs, and has cost.

use super::super::{
    AtEnd, BillingId, ChargingAssociation, DuringCall, EndCharge, TypeOfChargingInfo,
};
use crate::{
    Problem,
    ber::{INTEGER, NULL, Reader, SEQUENCE, context, holder},
};

pub(super) fn during_call<T>(
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

pub(super) fn at_end<T>(
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
