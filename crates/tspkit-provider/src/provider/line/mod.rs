//! Lines as TAPI has them.

mod caps;
mod events;
mod media;
mod open;
mod status;

pub(crate) use self::{
    caps::{LINE_CLASS, LineAsked, THE_ADDRESS, address_capabilities, line_capabilities},
    open::{LineArguments, OpenLine, line_refused},
};
pub(in crate::provider) use self::{events::Caller, media::check_media, open::Known};
