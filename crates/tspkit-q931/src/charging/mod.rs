//! Advice of charge (Q.956.2, ETS 300 182), as Facility elements (Q.932) carry it.

mod advice;
mod numbers;
mod read;
mod write;

use alloc::vec::Vec;

pub use advice::{
    AdviceOfCharge, AtEnd, ChargingAssociation, ChargingRate, DuringCall, EndCharge, Rate,
    RecordedCurrency, RecordedUnits, Time,
};
pub use numbers::{
    BillingId, ChargedItem, ChargingType, Multiplier, ProtocolProfile, Scale, TypeOfChargingInfo,
    VolumeUnit,
};

use crate::{
    Decoded, Element, ElementId, TooLong,
    walk::{Findings, Walk},
};

/// Charging information: the contents of a Facility element with advice of charge, from octet 3 on.
///
/// TAPI leaves the format to "other standards" (`ns-tapi-linecallinfo`) and lets nobody but the provider write it. Components
/// without the octet of the protocol profile before them are read as well. Read are invocations of the operations 31 to 36:
/// advice at set-up, during the call and at its end, in units and in currency. Other components are kept and named, but not read:
/// the request for charging and its answer (30), identification of charge (37), errors and rejects.
///
/// ```
/// use tspkit_q931::{AdviceOfCharge, ChargingInfo};
///
/// let info = ChargingInfo::new(1, AdviceOfCharge::units_in_all(4));
/// assert_eq!(
///     info.encode(),
///     [0x91, 0xA1, 17, 2, 1, 1, 2, 1, 36, 0x30, 9, 0x30, 7, 0xA1, 5, 0x30, 3, 2, 1, 4]
/// );
/// let read = ChargingInfo::decode(&info.encode()).sound()?;
/// assert_eq!(read.advice().next(), Some(&AdviceOfCharge::units_in_all(4)));
/// # Ok::<(), tspkit_q931::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChargingInfo {
    octets: Vec<u8>,
    invocations: Vec<Invocation>,
}

/// An advice of charge and the number of its invocation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Invocation {
    /// The invocation's number, chosen by who sends it.
    pub id: i64,
    /// What it says.
    pub advice: AdviceOfCharge,
}

impl ChargingInfo {
    /// One advice, as remote operation.
    pub fn new(id: i64, advice: AdviceOfCharge) -> Self {
        let info = Self {
            octets: Vec::from([0x80 | ProtocolProfile::REMOTE_OPERATIONS.code()]),
            invocations: Vec::new(),
        };
        info.with(id, advice)
    }

    /// With one more advice, the last.
    #[must_use]
    pub fn with(mut self, id: i64, advice: AdviceOfCharge) -> Self {
        let invocation = Invocation { id, advice };
        self.octets.extend(write::invocation(&invocation));
        self.invocations.push(invocation);
        self
    }

    /// Reads a buffer. Every buffer can be read.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        let mut findings = Findings::default();
        let value = Self::walk(bytes, &mut findings);
        Decoded {
            value,
            findings: findings.found(),
        }
    }

    pub(crate) fn walk(bytes: &[u8], walk: &mut dyn Walk) -> Self {
        Self {
            octets: bytes.into(),
            invocations: read::facility(bytes, walk),
        }
    }

    /// The buffer's bytes.
    pub fn encode(&self) -> Vec<u8> {
        self.octets.clone()
    }

    /// The same bytes, borrowed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// Each advice of charge that could be read, with its invocation's number.
    pub fn invocations(&self) -> &[Invocation] {
        &self.invocations
    }

    /// Each advice of charge that could be read.
    pub fn advice(&self) -> impl Iterator<Item = &AdviceOfCharge> {
        self.invocations.iter().map(|invocation| &invocation.advice)
    }

    /// The whole information element, for drivers that speak to a network.
    ///
    /// # Errors
    /// [`TooLong`] beyond the 255 octets that an element has room for.
    pub fn to_element(&self) -> Result<Element, TooLong> {
        Element::new(ElementId::FACILITY, &self.octets)
    }
}

impl From<ChargingInfo> for Vec<u8> {
    fn from(value: ChargingInfo) -> Self {
        value.octets
    }
}

/// Only sound bytes; [`ChargingInfo::decode`] takes all.
impl TryFrom<&[u8]> for ChargingInfo {
    type Error = crate::Malformed;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        Self::decode(bytes).sound()
    }
}
