//! The way of a user: a URL, the SDK, a phone on a line.

#![cfg(unix)]

#[path = "../../tspkit-driver-serial/tests/common/mod.rs"]
mod common;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use common::{
    notepad::{Areas, PROFILE, notepad},
    pty::Pty,
    sample, until,
    user::HANG,
};
use tspkit::PhoneError;

#[test]
fn a_phone_is_opened_by_its_url() {
    let areas = Areas::default();
    let phone = areas.clone();
    let mut pty = Pty::with(move |wire| notepad(wire, &phone));
    let directory = tempfile::tempdir().unwrap();
    let profile = directory.path().join("notepad.toml");
    std::fs::write(&profile, PROFILE).unwrap();
    let url = format!("serial:{}?profile={}", pty.path(), profile.display());
    let options = tspkit::OpenOptions::new().close_limit(HANG);
    let office = options.open(&url).unwrap();
    let phone = office.phone(0).unwrap();
    let wait_until = |connected| {
        until("it comes or goes", || phone.status().connected == connected);
    };
    wait_until(true);
    let data = sample(50_000);
    let most = Arc::new(AtomicU64::new(0));
    let seen = most.clone();
    phone
        .set_data(0, data.clone())
        .on_progress(move |done, total| {
            assert_eq!(total, 50_000);
            seen.fetch_max(done, Ordering::AcqRel);
        })
        .wait()
        .unwrap();
    assert_eq!(most.load(Ordering::Acquire), 50_000);
    assert_eq!(phone.get_data(0).wait().unwrap(), data);
    pty.unplug();
    wait_until(false);
    let error = phone.set_data(0, "x").wait().unwrap_err();
    assert_eq!(error.code(), PhoneError::InvalPhoneState);
    pty.plug(move |wire| notepad(wire, &areas));
    wait_until(true);
    assert_eq!(phone.get_data(0).wait().unwrap(), data);
    office.close().unwrap();
}

#[test]
fn a_url_that_is_wrong_says_how() {
    let error = tspkit::open("serial:/dev/ttyUSB0").unwrap_err().to_string();
    assert!(error.contains("it names no profile"), "{error}");
}
