//! Phones as TAPI has them.

mod caps;
mod events;
mod open;
mod status;

pub(crate) use self::{
    caps::{PHONE_CLASS, capabilities},
    open::{OpenArguments, OpenPhone, refused},
    status::display_text,
};
