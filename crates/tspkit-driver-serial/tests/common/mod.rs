//! What the tests share: pseudo-terminals, programs and simulated phones at their other end, and a driver's user. On
//! Windows, where there are no pseudo-terminals, a COM port at whose other end is the program `peer`.
#![allow(dead_code, reason = "each test binary uses a part")]

#[cfg(unix)]
pub(crate) mod at_phone;
#[cfg(unix)]
pub(crate) mod boot_loader;
#[cfg_attr(windows, path = "cable_of_peer.rs")]
pub(crate) mod cable;
#[cfg(unix)]
pub(crate) mod notepad;
#[cfg(unix)]
pub(crate) mod program;
#[cfg(unix)]
pub(crate) mod pty;
pub(crate) mod user;

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tspkit_driver_serial::{Profile, SerialDriver};
use tspkit_hal::blocking::Worker;

#[cfg(unix)]
use pty::Pty;

/// Bytes in which every value occurs and no block is like another.
pub(crate) fn sample(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| (at.wrapping_mul(31) ^ (at >> 8).wrapping_mul(97) ^ (at >> 3)).to_le_bytes()[0])
        .collect()
}

/// Waits until `done`, looking again and again.
#[track_caller]
pub(crate) fn until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < user::HANG, "never: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// A driver for the phones of a profile behind a pseudo-terminal.
#[cfg(unix)]
pub(crate) fn driver(pty: &Pty, profile: &str) -> Worker<SerialDriver> {
    driver_at(&pty.path(), profile)
}

/// A driver for the phones of a profile behind the port of that name.
pub(crate) fn driver_at(port: &str, profile: &str) -> Worker<SerialDriver> {
    let profile = Profile::from_toml(profile).unwrap_or_else(|error| panic!("{error}"));
    SerialDriver::new()
        .port(port, Arc::new(profile))
        .into_hardware()
}

/// The profile, but for answers that a busy machine gives late.
pub(crate) fn patient(profile: &str) -> String {
    let lines = profile.split_inclusive("timeout = \"").map(|part| {
        let (time, rest) = part.split_once('"').unwrap_or((part, ""));
        let is_time = time.ends_with('s') && time.starts_with(|digit: char| digit.is_ascii_digit());
        if is_time {
            format!("300s\"{rest}")
        } else {
            part.to_owned()
        }
    });
    lines.collect()
}

/// The text of one of the project's example profiles.
pub(crate) fn example(name: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/profiles/");
    let path = format!("{path}{name}.toml");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
