//! The commands, one module each.

mod download;
mod phones;
mod ports;
mod upload;
mod watch;

pub(crate) use self::{
    download::download, phones::phones, ports::ports, upload::upload, watch::watch,
};
