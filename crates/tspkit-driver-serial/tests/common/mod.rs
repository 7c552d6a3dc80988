//! What the tests share: pseudo-terminals, programs and simulated phones at their other end, and a driver's user.
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod at_phone;
pub(crate) mod boot_loader;
pub(crate) mod notepad;
pub(crate) mod program;
pub(crate) mod pty;
pub(crate) mod user;

use std::sync::Arc;

use tspkit_driver_serial::{Profile, SerialDriver};
use tspkit_hal::blocking::Worker;

use pty::Pty;

/// Bytes in which every value occurs and no block is like another.
pub(crate) fn sample(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| (at.wrapping_mul(31) ^ (at >> 8).wrapping_mul(97) ^ (at >> 3)).to_le_bytes()[0])
        .collect()
}

/// A driver for the phones of a profile behind a pseudo-terminal.
pub(crate) fn driver(pty: &Pty, profile: &str) -> Worker<SerialDriver> {
    let profile = Profile::from_toml(profile).unwrap_or_else(|error| panic!("{error}"));
    SerialDriver::new()
        .port(pty.path(), Arc::new(profile))
        .into_hardware()
}

/// The text of one of the project's example profiles.
pub(crate) fn example(name: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/profiles/");
    let path = format!("{path}{name}.toml");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
