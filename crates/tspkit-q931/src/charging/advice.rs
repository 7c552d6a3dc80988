//! What advice of charge says.

use alloc::{string::String, vec::Vec};
use core::fmt;

use super::{
    BillingId, ChargedItem, ChargingType, Multiplier, Scale, TypeOfChargingInfo, VolumeUnit,
};

/// One advice of charge, by its operation (Q.956.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AdviceOfCharge {
    /// Before the call, in currency: operation 31. `None` when no charge is available.
    AtSetup(Option<Vec<ChargingRate>>),
    /// Before the call, the number of a special arrangement, 1 to 10: operation 32. `None` when no charge is available.
    SpecialArrangement(Option<u32>),
    /// During the call, in currency: operation 33.
    DuringInCurrency(DuringCall<RecordedCurrency>),
    /// During the call, in units: operation 34.
    DuringInUnits(DuringCall<Vec<RecordedUnits>>),
    /// At its end, in currency: operation 35.
    AtEndInCurrency(AtEnd<RecordedCurrency>),
    /// At its end, in units: operation 36.
    AtEndInUnits(AtEnd<Vec<RecordedUnits>>),
}

impl AdviceOfCharge {
    /// The operation's number.
    pub const fn operation(&self) -> u8 {
        match self {
            Self::AtSetup(_) => 31,
            Self::SpecialArrangement(_) => 32,
            Self::DuringInCurrency(_) => 33,
            Self::DuringInUnits(_) => 34,
            Self::AtEndInCurrency(_) => 35,
            Self::AtEndInUnits(_) => 36,
        }
    }

    /// So many units so far, charged normally.
    pub fn units_so_far(units: u32) -> Self {
        Self::DuringInUnits(DuringCall::so_far(Vec::from([RecordedUnits::new(units)])))
    }

    /// So many units in all, charged normally.
    pub fn units_in_all(units: u32) -> Self {
        Self::AtEndInUnits(AtEnd::in_all(Vec::from([RecordedUnits::new(units)])))
    }

    /// Such an amount so far, charged normally.
    pub fn amount_so_far(amount: RecordedCurrency) -> Self {
        Self::DuringInCurrency(DuringCall::so_far(amount))
    }

    /// Such an amount in all, charged normally.
    pub fn amount_in_all(amount: RecordedCurrency) -> Self {
        Self::AtEndInCurrency(AtEnd::in_all(amount))
    }
}

/// An advice during a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DuringCall<T> {
    /// No charge is available.
    NotAvailable,
    /// The call is free of charge.
    Free,
    /// What the call costs so far.
    Charged {
        /// The units, or the amount.
        recorded: T,
        /// Whether it goes on growing.
        total: TypeOfChargingInfo,
        /// Why it is what it is.
        billing: Option<BillingId>,
    },
}

impl<T> DuringCall<T> {
    const fn so_far(recorded: T) -> Self {
        Self::Charged {
            recorded,
            total: TypeOfChargingInfo::SUBTOTAL,
            billing: None,
        }
    }
}

/// An advice at a call's end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AtEnd<T> {
    /// No charge is available.
    NotAvailable,
    /// What the call has cost.
    Known {
        /// The charge.
        charge: EndCharge<T>,
        /// What it belongs to, when it comes without its call.
        association: Option<ChargingAssociation>,
    },
}

impl<T> AtEnd<T> {
    const fn in_all(recorded: T) -> Self {
        Self::Known {
            charge: EndCharge::Charged {
                recorded,
                billing: None,
            },
            association: None,
        }
    }
}

/// What a call has cost.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EndCharge<T> {
    /// It was free of charge.
    Free,
    /// It was not.
    Charged {
        /// The units, or the amount.
        recorded: T,
        /// Why it is what it is.
        billing: Option<BillingId>,
    },
}

/// What a charge belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ChargingAssociation {
    /// The number that the network gave the charge, −32768 to 32767.
    Identifier(i64),
    /// The charged number: the octets of Q.932's `PartyNumber`, which are not looked into.
    Number(Vec<u8>),
}

/// An amount and its currency.
///
/// ```
/// use tspkit_q931::{Multiplier, RecordedCurrency};
///
/// let amount = RecordedCurrency::new("EUR", 1234, Multiplier::HUNDREDTH);
/// assert_eq!(amount.to_string(), "12.34 EUR");
/// assert_eq!(amount.thousandths(), Some(12340));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RecordedCurrency {
    /// The currency's name, 1 to 10 characters of IA5.
    pub currency: String,
    /// The amount, up to 16,777,215.
    pub amount: u32,
    /// What it is to be multiplied by.
    pub multiplier: Multiplier,
}

impl RecordedCurrency {
    /// So many times the multiplier.
    pub fn new(currency: &str, amount: u32, multiplier: Multiplier) -> Self {
        Self {
            currency: currency.into(),
            amount,
            multiplier,
        }
    }

    /// The amount in thousandths of the currency. `None` for an unknown multiplier.
    pub fn thousandths(&self) -> Option<u64> {
        let exponent = u32::from(self.multiplier.code());
        self.multiplier.meaning()?;
        Some(u64::from(self.amount) * 10_u64.pow(exponent))
    }
}

/// The amount with as many digits after the point as the multiplier makes exact.
impl fmt::Display for RecordedCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(thousandths) = self.thousandths() else {
            return write!(
                f,
                "{} (times an unknown multiplier) {}",
                self.amount, self.currency
            );
        };
        let digits = 3_u8.saturating_sub(self.multiplier.code());
        let one = 10_u64.pow(digits.into());
        let exact = thousandths * one / 1000;
        write!(f, "{}", exact / one)?;
        if digits > 0 {
            write!(f, ".{:0width$}", exact % one, width = usize::from(digits))?;
        }
        write!(f, " {}", self.currency)
    }
}

/// Charging units of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordedUnits {
    /// How many, up to 16,777,215. `None` when that is not available.
    pub number: Option<u32>,
    /// Their type, 1 to 16.
    pub unit_type: Option<u32>,
}

impl RecordedUnits {
    /// So many units.
    pub const fn new(number: u32) -> Self {
        Self {
            number: Some(number),
            unit_type: None,
        }
    }
}

/// A rate told of before the call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChargingRate {
    /// What is charged.
    pub item: ChargedItem,
    /// How.
    pub rate: Rate,
}

/// How something is charged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rate {
    /// By time.
    Duration {
        /// So much …
        amount: RecordedCurrency,
        /// … in this manner …
        charging: ChargingType,
        /// … for so long.
        time: Time,
        /// In such steps.
        granularity: Option<Time>,
    },
    /// Once.
    Flat(RecordedCurrency),
    /// By volume.
    Volume {
        /// So much …
        amount: RecordedCurrency,
        /// … for each of these.
        unit: VolumeUnit,
    },
    /// By a special arrangement of this number, 1 to 10.
    Special(u32),
    /// Not at all.
    Free,
    /// Not available.
    NotAvailable,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// How many units, up to 16,777,215.
    pub length: u32,
    /// The unit.
    pub scale: Scale,
}
