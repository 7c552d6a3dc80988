//! Rates, told of before the call.

use super::{
    super::{
        AdviceOfCharge, ChargedItem, ChargingRate, ChargingType, Rate, Scale, Time, VolumeUnit,
    },
    LARGEST, all,
    recorded::currency_and_amount,
};
use crate::ber::{ENUMERATED, INTEGER, NULL, Reader, SEQUENCE, context, holder};

pub(super) fn at_setup(reader: &mut Reader<'_, '_>) -> Option<AdviceOfCharge> {
    if reader.null(NULL, "charge not available").is_some() {
        return Some(AdviceOfCharge::AtSetup(None));
    }
    let rates = reader.open(SEQUENCE, "list of rates", |rates| all(rates, "rate", rate));
    match rates {
        Some(rates) => Some(AdviceOfCharge::AtSetup(Some(rates?))),
        None => reader.missing("list of rates"),
    }
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
