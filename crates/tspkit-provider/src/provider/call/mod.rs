//! Calls as TAPI has them.

mod digits;
mod events;
mod info;
mod making;
mod open;
mod params;

pub(crate) use self::{
    open::{OpenCall, submit},
    params::call_params,
};
