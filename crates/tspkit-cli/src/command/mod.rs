//! The commands, one module each.

mod call;
mod decode;
mod download;
mod phones;
mod ports;
mod trace;
mod upload;
mod watch;

pub(crate) use self::{
    call::call, decode::decode, download::download, phones::phones, ports::ports, trace::trace,
    upload::upload, watch::watch,
};
