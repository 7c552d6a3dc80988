//! Lines and the calls on them.

mod event;
mod info;
mod limits;
mod params;
mod party;
mod reply;
mod request;
mod snapshot;
mod status;

pub use self::{
    event::{CallChange, LineEvent},
    info::{LineInfo, LineModel},
    limits::{DialLimits, UserUserLimits},
    params::CallParams,
    party::{Parties, Party, PartyRole},
    reply::LineReply,
    request::LineRequest,
    snapshot::CallInfo,
    status::CallStatus,
};
