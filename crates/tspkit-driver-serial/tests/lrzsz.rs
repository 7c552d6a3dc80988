//! A real file of 1 MiB over a pseudo-terminal to and from programs that nobody here wrote.

#![cfg(unix)]

mod common;

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
};

use common::{
    driver,
    program::{PYTHON_SENDER, relay, spawn},
    pty::Pty,
    sample, until,
    user::User,
};
use tempfile::TempDir;

const RUNS: u32 = 8;
/// `rx` opens about a second late, so several run at once.
const AT_ONCE: u32 = 8;
const SIZE: usize = 1 << 20;

fn profile(table: &str) -> String {
    format!("name = \"Plain\"\n[[areas]]\nid = 0\nname = \"x.bin\"\nsize = 1048576\n{table}")
}

/// Downloads `data` to a program, which wrote a file that `check` looks at; several times at once. The program `tspkit`
/// does so fifty times, in tests of its own.
fn several(arguments: &'static [&'static str], transfer: &str, check: fn(&[u8], &[u8])) {
    let data = sample(SIZE);
    let profile = profile(&format!(
        "direction = \"download\"\ndownload = {{ transfer = \"{transfer}\" }}"
    ));
    let next = AtomicU32::new(0);
    let done = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < RUNS {
                    let got = one(arguments, &profile, &data);
                    check(&got, &data);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(done.into_inner(), RUNS);
}

fn one(arguments: &'static [&'static str], profile: &str, data: &[u8]) -> Vec<u8> {
    let directory = TempDir::new().expect("a directory for the test");
    let path = directory.path().to_owned();
    let content = Arc::new(AtomicBool::new(false));
    let told = content.clone();
    let mut pty = Pty::with(move |wire| {
        let child = spawn(arguments[0], "lrzsz", &arguments[1..], &path);
        told.store(relay(wire, child), Ordering::Release);
    });
    let user = User::connected(driver(&pty, profile));
    user.download(0, data)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
    let file = directory.path().join("x.bin");
    // The program leaves when it has everything; the relay ends with it.
    drop(user);
    until("the program leaves", || pty.peer_has_ended());
    pty.unplug();
    assert!(content.load(Ordering::Acquire), "{arguments:?} complains");
    fs::read(file).expect("the program has written the file")
}

fn identical(got: &[u8], data: &[u8]) {
    assert!(got == data, "{} of {} bytes", got.len(), data.len());
}

/// XMODEM pads the last block; a file of whole blocks has no padding.
fn padded(got: &[u8], data: &[u8]) {
    let (head, tail) = got.split_at(data.len().min(got.len()));
    identical(head, data);
    assert!(tail.len() < 1024 && tail.iter().all(|byte| *byte == 0x1a));
}

#[test]
fn files_by_ymodem_to_rb() {
    several(&["rb", "-q"], "ymodem", identical);
}

#[test]
fn files_by_xmodem_crc_to_rx() {
    several(&["rx", "-q", "-c", "x.bin"], "xmodem-crc", padded);
}

#[test]
fn files_by_xmodem_1k_to_rx() {
    several(&["rx", "-q", "-c", "x.bin"], "xmodem-1k", padded);
}

/// Uploads from `program`, which sends the file `x.bin` of its directory.
fn upload(
    transfer: &str,
    length: usize,
    start: impl FnOnce(&Path) -> std::process::Child + Send + 'static,
) {
    let directory = TempDir::new().expect("a directory for the test");
    let data = sample(length);
    fs::write(directory.path().join("x.bin"), &data).expect("a file for the test");
    let path = directory.path().to_owned();
    let pty = Pty::with(move |wire| {
        relay(wire, start(&path));
    });
    let profile = profile(&format!(
        "direction = \"upload\"\nupload = {{ transfer = \"{transfer}\" }}"
    ));
    let user = User::connected(driver(&pty, &profile));
    let size = u32::try_from(length).expect("small");
    let got = user
        .upload(0, size)
        .unwrap_or_else(|error| panic!("{transfer}: {error}"));
    identical(&got, &data);
}

#[test]
fn files_from_sb_and_sx() {
    let cases: [(&str, &str, &[&str]); 7] = [
        ("ymodem-g", "sb", &["-q", "-k", "x.bin"]),
        ("ymodem", "sb", &["-q", "-k", "x.bin"]),
        ("ymodem", "sb", &["-q", "x.bin"]),
        ("xmodem", "sx", &["-q", "x.bin"]),
        ("xmodem-crc", "sx", &["-q", "x.bin"]),
        ("xmodem-1k", "sx", &["-q", "-k", "x.bin"]),
        ("xmodem-crc", "sx", &["-q", "-k", "x.bin"]),
    ];
    thread::scope(|scope| {
        for (transfer, program, arguments) in cases {
            scope.spawn(move || {
                upload(transfer, SIZE, move |directory| {
                    spawn(program, "lrzsz", arguments, directory)
                });
            });
        }
    });
}

#[test]
fn files_from_python_xmodem() {
    let probe = std::process::Command::new("/usr/bin/python3")
        .args(["-c", "import xmodem"])
        .status();
    assert!(
        probe.is_ok_and(|status| status.success()),
        "install the Debian package python3-xmodem"
    );
    thread::scope(|scope| {
        for (transfer, mode) in [
            ("xmodem", "xmodem"),
            ("xmodem-crc", "xmodem"),
            ("xmodem-1k", "xmodem1k"),
        ] {
            scope.spawn(move || {
                upload(transfer, 256 * 1024, move |directory| {
                    let arguments = ["-c", PYTHON_SENDER, mode];
                    spawn("/usr/bin/python3", "python3-xmodem", &arguments, directory)
                });
            });
        }
    });
}
