//! The functions of lines.

mod caps;
mod config;
mod devices;
mod opening;
mod status;

pub(super) use self::status::check_address;
