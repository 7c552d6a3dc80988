//! What TAPI's call info buffers hold, read, written and explained.
//!
//! TAPI hands user-user information and the compatibility buffers over as they are on an ISDN: what Q.931 calls the element's
//! contents, from octet 3 on (`ns-tapi-linecallinfo`, `ns-tapi-linecallparams`). This crate gives them types:
//!
//! | buffer | type | Recommendation |
//! |---|---|---|
//! | user-user information | [`UserUserInfo`] | Q.931 4.5.30 |
//! | high level compatibility | [`HighLayerCompatibility`] | Q.931 4.5.17 |
//! | low level compatibility | [`LowLayerCompatibility`] | Q.931 4.5.19 |
//! | charging information | [`ChargingInfo`] | Q.956.2, Q.932 |
//! | – | [`UserToUser`]: user-user information in a SIP header | RFC 7433, RFC 7434 |
//!
//! # Nothing is lost
//!
//! Reading never fails: [`Decoded`] is a value and a list of [`Finding`]s, each with its place. The value keeps every bit, known or
//! not, and what was decoded and not changed is encoded as the same bytes, whatever they were. Numbers without a meaning are
//! kept in types that name those that have one. Whoever wants sound bytes only uses [`Decoded::sound`], or `try_from`.
//!
//! [`split`] and [`Reassembler`] carry long user-user information over networks with short messages. [`explain`] shows a person what a buffer holds, octet by octet. [`Element`] puts an element's identifier and length before
//! the contents, for drivers that speak to a network.
//!
//! `no_std`, with `alloc`; no I/O, no logging, no panics on any input.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod ber;
mod bits;
mod chain;
mod charging;
mod coded;
mod discriminator;
mod element;
mod explain;
mod finding;
mod group;
mod high_layer;
mod low_layer;
mod octet;
mod user_to_user;
mod user_user;
mod walk;

pub use chain::{
    BrokenChain, ChainProblem, MORE_DATA, MessageSize, Reassembler, UserInformation, split,
};
pub use charging::{
    AdviceOfCharge, AtEnd, BillingId, ChargedItem, ChargingAssociation, ChargingInfo, ChargingRate,
    ChargingType, DuringCall, EndCharge, Invocation, Multiplier, ProtocolProfile, Rate,
    RecordedCurrency, RecordedUnits, Scale, Time, TypeOfChargingInfo, VolumeUnit,
};
pub use coded::OutOfRange;
pub use discriminator::ProtocolDiscriminator;
pub use element::{Element, ElementId, TooLong};
pub use explain::{Explanation, Field, Kind, Row, explain};
pub use finding::{Decoded, Finding, Malformed, Problem};
pub use high_layer::{
    AudiovisualCharacteristics, CodingStandard, HighLayerCharacteristics, HighLayerCompatibility,
    Interpretation, PresentationMethod,
};
pub use low_layer::{
    AdditionalLayer3Protocol, CapabilityOctet, CharacterOctet, DataBits,
    InformationTransferCapability, InformationTransferRate, IntermediateRate, Layer1, Layer2,
    Layer2ModeOctet, Layer3, Layer3ModeOctet, LowLayerCompatibility, ModemOctet, ModemType,
    NegotiationOctet, OperationMode, PacketSize, PacketSizeOctet, Parity, Q933Use, RateMultiplier,
    RateOctet, StopBits, TransferMode, TransferOctet, UserInformationLayer1Protocol,
    UserInformationLayer2Protocol, UserInformationLayer3Protocol, UserRate, V110Octet, V120Octet,
    WindowSize,
};
pub use octet::Octet;
pub use user_to_user::{NotInHeader, Parameter, UserToUser, UserToUserValue};
pub use user_user::{NotIa5, UserUserInfo};
