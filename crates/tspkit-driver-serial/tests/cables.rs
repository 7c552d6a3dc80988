//! Life with cables: ports that are missing, busy, pulled out and put back; phones that babble or are spoken to at a wrong
//! baud rate; transfers that are cancelled.

#![cfg(unix)]

mod common;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use common::{
    driver,
    notepad::{Areas, PROFILE, notepad},
    pty::{Pty, Wire},
    sample, until,
    user::{HANG, User},
};
use tspkit_abi::PhoneError;
use tspkit_driver_serial::{Opener, PortError, Profile, SerialPorts};
use tspkit_hal::{Hardware as _, HardwareError, PhoneEvent, PhoneId, PhoneRequest};

const PHONE: PhoneId = PhoneId(1);

fn plug_notepad(pty: &mut Pty, areas: &Areas) {
    let areas = areas.clone();
    pty.plug(move |wire| notepad(wire, &areas));
}

/// Asks until the answer contains `part`: what is wrong with a link is known once it was tried.
fn error_with(user: &User, part: &str) -> HardwareError {
    let start = Instant::now();
    loop {
        let error = user.download(0, b"x").expect_err("nobody is there");
        if error.to_string().contains(part) {
            return error;
        }
        assert!(start.elapsed() < HANG, "{error}");
    }
}

#[test]
fn a_port_that_is_missing_is_opened_when_it_appears() {
    let mut pty = Pty::unplugged();
    let user = User::of(driver(&pty, PROFILE));
    let error = error_with(&user, "there is no port");
    assert_eq!(error.code(), PhoneError::OperationFailed);
    assert!(!user.driver.inventory().phones[0].connected);
    assert_eq!(user.events(), []);
    plug_notepad(&mut pty, &Areas::default());
    user.expect(PHONE, &PhoneEvent::Connected);
    assert!(user.driver.inventory().phones[0].connected);
    user.download(0, b"hello").unwrap();
    assert_eq!(user.upload(0, 100).unwrap(), b"hello");
    assert_eq!(user.upload(2, 100).unwrap(), b"hello");
    let long = sample(65536);
    user.download(3, &long).unwrap();
    assert_eq!(user.upload(0, 65536).unwrap(), long);
    assert_eq!(user.upload(3, 65536).unwrap(), long);
}

#[test]
fn a_port_that_is_busy_is_opened_when_it_is_free() {
    let areas = Areas::default();
    let pty = Pty::with(move |wire| notepad(wire, &areas));
    let profile = Profile::from_toml(PROFILE).unwrap();
    let settings = profile.settings();
    let other = SerialPorts.open(&pty.path(), &settings).unwrap();
    let busy = SerialPorts.open(&pty.path(), &settings);
    assert!(matches!(busy, Err(PortError::Busy { .. })));
    let user = User::of(driver(&pty, PROFILE));
    error_with(&user, "is in use by another program");
    drop(other);
    user.expect(PHONE, &PhoneEvent::Connected);
    user.download(0, b"hello").unwrap();
}

#[test]
fn a_port_that_cannot_be_one_says_so() {
    let profile = Profile::from_toml(PROFILE).unwrap();
    let settings = profile.settings();
    let open = |name| match SerialPorts.open(name, &settings) {
        Ok(_) => panic!("{name} is a port"),
        Err(error) => error,
    };
    assert!(matches!(open("/no/such/port"), PortError::Missing { .. }));
    let error = open("/dev/null").to_string();
    assert!(
        error.starts_with("the port `/dev/null` cannot be opened with 115200 8N1: "),
        "{error}"
    );
}

#[test]
fn a_cable_pulled_in_the_middle_of_a_download() {
    let areas = Areas::default();
    let mut pty = Pty::unplugged();
    plug_notepad(&mut pty, &areas);
    let user = User::connected(driver(&pty, PROFILE));
    user.download(0, b"before").unwrap();
    for round in 0..3 {
        let request = PhoneRequest::SetData {
            area: 1,
            data: sample(60_000).into(),
        };
        let token = user.submit(1, request);
        user.wait_progress(token, 4096);
        pty.unplug();
        let error = user.end(token).unwrap().unwrap_err();
        assert!(
            error.to_string().contains("the line is gone"),
            "{round}: {error}"
        );
        assert!(std::error::Error::source(&error).is_some());
        user.expect(PHONE, &PhoneEvent::Disconnected);
        error_with(&user, "the phone is not there");
        plug_notepad(&mut pty, &areas);
        user.expect(PHONE, &PhoneEvent::Connected);
        assert_eq!(user.upload(0, 100).unwrap(), b"before", "{round}");
    }
}

#[test]
fn a_cable_pulled_while_nothing_happens() {
    let mut pty = Pty::unplugged();
    plug_notepad(&mut pty, &Areas::default());
    let user = User::connected(driver(&pty, PROFILE));
    pty.unplug();
    user.expect(PHONE, &PhoneEvent::Disconnected);
    plug_notepad(&mut pty, &Areas::default());
    user.expect(PHONE, &PhoneEvent::Connected);
    assert_eq!(
        user.events(),
        [
            (PHONE, PhoneEvent::Connected),
            (PHONE, PhoneEvent::Disconnected),
            (PHONE, PhoneEvent::Connected)
        ]
    );
}

/// Opens nothing, and counts how often it was asked to.
struct Closed {
    asked: Mutex<Vec<Instant>>,
}

impl Opener for Closed {
    fn open(
        &self,
        name: &str,
        settings: &tspkit_driver_serial::LineSettings,
    ) -> Result<Box<dyn tspkit_driver_serial::Port>, PortError> {
        self.asked.lock().unwrap().push(Instant::now());
        SerialPorts.open(name, settings)
    }
}

#[test]
fn a_missing_port_is_tried_less_and_less_often() {
    let opener = Arc::new(Closed {
        asked: Mutex::default(),
    });
    let profile = Arc::new(Profile::from_toml(PROFILE).unwrap());
    let driver = tspkit_driver_serial::SerialDriver::new()
        .port_by(opener.clone(), "/no/such/port", profile)
        .into_hardware();
    let user = User::of(driver);
    let times = loop {
        let asked = opener.asked.lock().unwrap().clone();
        if asked.len() >= 6 {
            break asked;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    drop(user);
    // 20, 40, 80, 160, 200 ms: never sooner, whatever the machine is busy with.
    for (pair, least) in times.windows(2).zip([20, 40, 80, 160, 200]) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(least));
    }
}

#[test]
fn a_cancelled_download_leaves_the_line_clean() {
    let areas = Areas::default();
    let phone = areas.clone();
    let pty = Pty::with(move |wire| notepad(wire, &phone));
    let user = User::connected(driver(&pty, PROFILE));
    user.download(1, b"kept").unwrap();
    for _ in 0..3 {
        let request = PhoneRequest::SetData {
            area: 1,
            data: sample(60_000).into(),
        };
        let token = user.submit(1, request);
        user.wait_progress(token, 2048);
        user.cancel(token);
        let outcome = user.end(token);
        assert!(!matches!(outcome, Some(Ok(_))), "{outcome:?}");
        assert_eq!(user.upload(1, 100).unwrap(), b"kept");
        user.download(0, b"next").unwrap();
        assert_eq!(user.upload(0, 100).unwrap(), b"next");
    }
    // The phone was there all the time.
    assert_eq!(user.events(), [(PHONE, PhoneEvent::Connected)]);
}

/// A phone with an area of that size, which is asked before the transfer.
fn asking(size: u32) -> String {
    format!(
        "name = \"x\"\n[dialogue]\ntimeout = \"60s\"\n[[areas]]\nid = 0\nname = \"x\"\nsize = {size}\n\
         direction = \"download\"\n\
         download = {{ transfer = \"xmodem-crc\", command = \"take\", prompt = \"READY\\r\\n\" }}"
    )
}

#[test]
fn cancelling_tells_the_phone() {
    let heard: Arc<Mutex<Vec<u8>>> = Arc::default();
    let phone = heard.clone();
    let pty = Pty::with(move |wire: &Wire| {
        let mut rest = Vec::new();
        wire.line(&mut rest);
        wire.write_text("READY\r\nC");
        while !wire.is_unplugged() {
            let bytes = wire.read(Duration::from_millis(20));
            phone.lock().unwrap().extend_from_slice(&bytes);
        }
    });
    let user = User::connected(driver(&pty, &asking(1000)));
    let request = PhoneRequest::SetData {
        area: 0,
        data: sample(1000).into(),
    };
    let token = user.submit(1, request);
    // The first block, which is never acknowledged.
    until("a block comes", || heard.lock().unwrap().len() >= 133);
    user.cancel(token);
    user.end(token);
    until("CAN CAN comes", || {
        heard.lock().unwrap().ends_with(&[0x18, 0x18])
    });
}

/// A phone that has everything and is gone before it says so is neither a success nor just any failure.
#[test]
fn a_phone_that_leaves_before_the_last_acknowledgement() {
    let (has_everything, told) = std::sync::mpsc::channel();
    let mut pty = Pty::with(move |wire: &Wire| {
        let mut rest = Vec::new();
        wire.line(&mut rest);
        wire.write_text("READY\r\nC");
        let mut bytes = 0;
        while let Some(byte) = wire.byte(&mut rest) {
            bytes += 1;
            match (bytes, byte) {
                (133, _) => wire.write(&[0x06]),
                (134, 0x04) => has_everything.send(()).unwrap(),
                _ => {}
            }
        }
    });
    let user = User::connected(driver(&pty, &asking(100)));
    let request = PhoneRequest::SetData {
        area: 0,
        data: sample(100).into(),
    };
    let token = user.submit(1, request);
    told.recv_timeout(HANG).unwrap();
    pty.unplug();
    let error = user.end(token).unwrap().unwrap_err().to_string();
    let expected =
        "every byte was acknowledged, but the last acknowledgement never came (the peer hung up";
    assert!(error.contains(expected), "{error}");
    assert!(error.contains("the line is gone"), "{error}");
    user.expect(PHONE, &PhoneEvent::Disconnected);
}

#[test]
fn a_phone_that_babbles_is_not_listened_to_for_ever() {
    let pty = Pty::with(|wire: &Wire| {
        while !wire.is_unplugged() {
            wire.write_text("blah blah blah blah blah blah blah blah blah blah blah blah\r\n");
            // Whoever babbles does not listen, and the line takes only so much.
            wire.read(Duration::from_millis(1));
        }
    });
    let profile = PROFILE.replace("tries = 10, timeout = \"300ms\"", "tries = 2");
    let profile = profile.replace("timeout = \"60s\"", "timeout = \"200ms\"");
    let user = User::of(driver(&pty, &profile));
    // None may have come so soon on a busy machine: then it is tried again.
    let error = error_with(&user, "other bytes came");
    let silent = "the answer to `hello` did not come within 200 ms";
    assert!(error.to_string().contains(silent), "{error}");
    assert!(!error.to_string().contains("baud"), "{error}");
}

#[test]
fn a_wrong_baud_rate_is_suspected() {
    let pty = Pty::with(|wire: &Wire| {
        while !wire.is_unplugged() {
            if !wire.read(Duration::from_millis(20)).is_empty() {
                wire.write(&[0xF8, 0x00, 0x78, 0xE0, 0xFC, 0x80, 0x1E]);
            }
        }
    });
    let profile = PROFILE.replace("tries = 10, timeout = \"300ms\"", "timeout = \"100ms\"");
    let user = User::of(driver(&pty, &profile));
    error_with(&user, "looks like a wrong baud rate or parity");
    assert_eq!(user.events(), []);
}

#[test]
fn a_phone_that_is_switched_off_is_noticed() {
    let on = Arc::new(AtomicUsize::new(1));
    let switch = on.clone();
    let pty = Pty::with(move |wire: &Wire| {
        let mut rest = Vec::new();
        while let Some(line) = wire.line(&mut rest) {
            if switch.load(Ordering::Acquire) == 1 && line == "hello" {
                wire.write_text("NOTEPAD\r\n");
            }
        }
    });
    let profile = PROFILE.replace(
        "tries = 10, timeout = \"300ms\" }]",
        "tries = 2, timeout = \"100ms\" }]\nevery = \"50ms\"",
    );
    let user = User::connected(driver(&pty, &profile));
    on.store(0, Ordering::Release);
    user.expect(PHONE, &PhoneEvent::Disconnected);
    on.store(1, Ordering::Release);
    user.expect(PHONE, &PhoneEvent::Connected);
}

#[test]
fn a_phone_that_takes_no_bytes_does_not_hold_up_a_cancellation() {
    // Nobody reads at the other end, and the data is more than any buffer on the way.
    let pty = Pty::with(|wire: &Wire| {
        while !wire.is_unplugged() {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let profile = "name = \"x\"\n[[areas]]\nid = 0\nname = \"x\"\nsize = 1048576\ndirection = \"download\"\n\
                   download = { transfer = \"raw\" }";
    let user = User::connected(driver(&pty, profile));
    let request = PhoneRequest::SetData {
        area: 0,
        data: sample(1 << 20).into(),
    };
    let token = user.submit(1, request);
    user.wait_progress(token, 4096);
    // Until the line is full.
    std::thread::sleep(Duration::from_millis(300));
    user.cancel(token);
    user.end(token);
    user.stop();
}
