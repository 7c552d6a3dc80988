//! The commands, one module each.

mod download;
mod phones;
mod upload;
mod watch;

pub(crate) use self::{download::download, phones::phones, upload::upload, watch::watch};
