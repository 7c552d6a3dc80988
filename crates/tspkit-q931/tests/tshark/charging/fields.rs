//! What tshark is to say of an advice of charge.

use tspkit_q931::{
    AdviceOfCharge, AtEnd, ChargingAssociation, ChargingRate, DuringCall, EndCharge, Rate,
    RecordedCurrency, RecordedUnits, Time,
};

use crate::expect::Expected;

/// What tshark calls the operation.
pub(super) fn name(advice: &AdviceOfCharge) -> &'static str {
    match advice.operation() {
        31 => "aOCSCurrency",
        32 => "aOCSSpecialArr",
        33 => "aOCDCurrency",
        34 => "aOCDChargingUnit",
        35 => "aOCECurrency",
        36 => "aOCEChargingUnit",
        other => panic!("no operation {other}"),
    }
}

/// The fields of an advice of charge.
pub(super) trait Fields {
    fn advice(&mut self, advice: &AdviceOfCharge);
}

impl Fields for Expected {
    fn advice(&mut self, advice: &AdviceOfCharge) {
        match advice {
            AdviceOfCharge::AtSetup(None) => not_available(self, "AOCSCurrencyArg"),
            AdviceOfCharge::AtSetup(Some(rates)) => {
                number(self, "AOCSCurrencyArg", 1_u8);
                number(self, "aOCSCurrencyInfoList", rates.len() as u64);
                for charging in rates {
                    rate(self, charging);
                }
            }
            AdviceOfCharge::SpecialArrangement(None) => not_available(self, "AOCSSpecialArrArg"),
            AdviceOfCharge::SpecialArrangement(Some(code)) => {
                number(self, "AOCSSpecialArrArg", 1_u8);
                number(self, "aOCSSpecialArrInfo", *code);
            }
            AdviceOfCharge::DuringInCurrency(during) => {
                let names = ["AOCDCurrencyArg", "aOCDCurrencyInfo", "specificCurrency"];
                during_call(self, names, during, recorded_currency);
            }
            AdviceOfCharge::DuringInUnits(during) => {
                let names = [
                    "AOCDChargingUnitArg",
                    "aOCDChargingUnitInfo",
                    "specificChargingUnits",
                ];
                during_call(self, names, during, |to, units| recorded_units(to, units));
            }
            AdviceOfCharge::AtEndInCurrency(end) => {
                let names = ["AOCECurrencyArg", "aOCECurrencyInfo", "specificCurrency"];
                at_end(self, names, end, recorded_currency);
            }
            AdviceOfCharge::AtEndInUnits(end) => {
                let names = [
                    "AOCEChargingUnitArg",
                    "aOCEChargingUnitInfo",
                    "specificChargingUnits",
                ];
                at_end(self, names, end, |to, units| recorded_units(to, units));
            }
            other => panic!("{other:?} is new"),
        }
    }
}

fn number(to: &mut Expected, name: &str, value: impl Into<u64>) {
    to.number(&format!("isdn-sup.{name}"), value);
}

fn text(to: &mut Expected, name: &str, value: &str) {
    to.text(&format!("isdn-sup.{name}"), value);
}

/// Something without a value.
fn null(to: &mut Expected, name: &str) {
    text(to, &format!("{name}_element"), "");
}

fn not_available(to: &mut Expected, argument: &str) {
    number(to, argument, 0_u8);
    null(to, "chargeNotAvailable");
}

fn during_call<T>(
    to: &mut Expected,
    [argument, info, specific]: [&str; 3],
    during: &DuringCall<T>,
    write: impl Fn(&mut Expected, &T),
) {
    match during {
        DuringCall::NotAvailable => not_available(to, argument),
        DuringCall::Free => {
            number(to, argument, 1_u8);
            number(to, info, 1_u8);
            null(to, "freeOfCharge");
        }
        DuringCall::Charged {
            recorded,
            total,
            billing,
        } => {
            number(to, argument, 1_u8);
            number(to, info, 0_u8);
            null(to, specific);
            write(to, recorded);
            number(to, "typeOfChargingInfo", total.code());
            if let Some(billing) = billing {
                number(to, "aOCDBillingId", billing.code());
            }
        }
    }
}

fn at_end<T>(
    to: &mut Expected,
    [argument, info, specific]: [&str; 3],
    end: &AtEnd<T>,
    write: impl Fn(&mut Expected, &T),
) {
    let AtEnd::Known {
        charge,
        association,
    } = end
    else {
        return not_available(to, argument);
    };
    number(to, argument, 1_u8);
    null(to, info);
    match charge {
        EndCharge::Free => {
            number(to, "cc", 1_u8);
            null(to, "freeOfCharge");
        }
        EndCharge::Charged { recorded, billing } => {
            number(to, "cc", 0_u8);
            null(to, specific);
            write(to, recorded);
            if let Some(billing) = billing {
                number(to, "aOCEBillingId", billing.code());
            }
        }
    }
    match association {
        None => {}
        Some(ChargingAssociation::Identifier(identifier)) => {
            number(to, "chargingAssociation", 1_u8);
            text(to, "chargeIdentifier", &identifier.to_string());
        }
        // Only unknown party numbers are put in: their tag, their length, their digits.
        Some(ChargingAssociation::Number(party)) => {
            number(to, "chargingAssociation", 0_u8);
            number(to, "chargeNumber", 0_u8);
            let digits = str::from_utf8(&party[2..]).expect("digits");
            text(to, "unknownPartyNumber", digits);
        }
    }
}

fn recorded_units(to: &mut Expected, units: &[RecordedUnits]) {
    number(to, "recordedUnitsList", units.len() as u64);
    for units in units {
        null(to, "RecordedUnits");
        if let Some(count) = units.number {
            number(to, "cc", 0_u8);
            number(to, "recordedNumberOfUnits", count);
        } else {
            number(to, "cc", 1_u8);
            null(to, "notAvailable");
        }
        if let Some(unit_type) = units.unit_type {
            number(to, "recordedTypeOfUnits", unit_type);
        }
    }
}

fn recorded_currency(to: &mut Expected, recorded: &RecordedCurrency) {
    null(to, "recordedCurrency");
    currency(to, "r", recorded);
}

fn currency(to: &mut Expected, prefix: &str, recorded: &RecordedCurrency) {
    text(to, &format!("{prefix}Currency"), &recorded.currency);
    null(to, &format!("{prefix}Amount"));
    number(to, "currencyAmount", recorded.amount);
    number(to, "multiplier", recorded.multiplier.code());
}

fn time(to: &mut Expected, name: &str, time: Time) {
    null(to, name);
    number(to, "lengthOfTimeUnit", time.length);
    number(to, "scale", time.scale.code());
}

fn rate(to: &mut Expected, rate: &ChargingRate) {
    null(to, "AOCSCurrencyInfo");
    number(to, "chargedItem", rate.item.code());
    let how = match &rate.rate {
        Rate::Duration { .. } | Rate::Flat(_) | Rate::Volume { .. } => 0_u8,
        Rate::Special(_) => 1,
        Rate::Free => 2,
        Rate::NotAvailable => 3,
    };
    number(to, "chargingtype", how);
    match &rate.rate {
        Rate::Duration {
            amount,
            charging,
            time: long,
            granularity,
        } => {
            number(to, "specificCurrency", 1_u8);
            null(to, "durationCurrency");
            currency(to, "d", amount);
            number(to, "dChargingType", charging.code());
            time(to, "dTime", *long);
            if let Some(steps) = granularity {
                time(to, "dGranularity", *steps);
            }
        }
        Rate::Flat(amount) => {
            number(to, "specificCurrency", 2_u8);
            null(to, "flatRateCurrency");
            currency(to, "fR", amount);
        }
        Rate::Volume { amount, unit } => {
            number(to, "specificCurrency", 3_u8);
            null(to, "volumeRateCurrency");
            currency(to, "vR", amount);
            number(to, "vRVolumeUnit", unit.code());
        }
        Rate::Special(code) => number(to, "specialChargingCode", *code),
        Rate::Free => null(to, "freeOfCharge"),
        Rate::NotAvailable => null(to, "currencyInfoNotAvailable"),
    }
}
