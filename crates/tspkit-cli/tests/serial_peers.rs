//! Files of 1 MiB over a pseudo-terminal to and from programs that nobody here wrote, by `tspkit` itself.

#![cfg(unix)]

#[path = "../../tspkit-driver-serial/tests/common/mod.rs"]
mod line;

use std::{
    fs,
    path::Path,
    process::{Child, Command, Output},
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use line::{
    program::{relay, spawn},
    pty::Pty,
    sample, until,
};
use tempfile::TempDir;

const RUNS: u32 = 50;
/// `rx` opens about a second late, so several run at once.
const AT_ONCE: u32 = 10;
const SIZE: usize = 1 << 20;

/// A directory with a profile whose only area travels as `transfer`, and with the peer's own folder.
fn directory(direction: &str, transfer: &str) -> TempDir {
    let directory = TempDir::new().expect("a directory for the test");
    let way = format!("{direction} = {{ transfer = \"{transfer}\" }}");
    let profile = format!(
        "name = \"Plain\"\n[[areas]]\nid = 0\nname = \"x.bin\"\nsize = {SIZE}\n\
         direction = \"{direction}\"\n{way}\n"
    );
    fs::write(directory.path().join("plain.toml"), profile).expect("a profile for the test");
    fs::create_dir(directory.path().join("peer")).expect("a folder for the peer");
    directory
}

fn tspkit(command: &str, pty: &Pty, directory: &Path, file: &[&str]) -> Output {
    let profile = directory.join("plain.toml");
    let url = format!("serial:{}?profile={}", pty.path(), profile.display());
    Command::new(env!("CARGO_BIN_EXE_tspkit"))
        .args([
            command, &url, "--phone", "0", "--area", "0", "--wait", "10m",
        ])
        .args(["--quiet", "--timeout", "10m"])
        .args(file)
        .current_dir(directory)
        .output()
        .expect("the program can be run")
}

/// Downloads a file to a program, which keeps it; gives back what it kept.
fn download(arguments: &'static [&'static str], transfer: &str, data: &[u8]) -> Vec<u8> {
    let directory = directory("download", transfer);
    fs::write(directory.path().join("x.bin"), data).expect("a file for the test");
    let peer = directory.path().join("peer");
    let mut pty = Pty::with(move |wire| {
        relay(wire, spawn(arguments[0], "lrzsz", &arguments[1..], &peer));
    });
    let output = tspkit("download", &pty, directory.path(), &["x.bin"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    // The program leaves when it has everything; the relay ends with it.
    until("the program leaves", || pty.peer_has_ended());
    pty.unplug();
    fs::read(directory.path().join("peer/x.bin")).expect("the peer has written the file")
}

fn fifty(arguments: &'static [&'static str], transfer: &str) {
    let data = sample(SIZE);
    let (next, identical) = (AtomicU32::new(0), AtomicU32::new(0));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < RUNS {
                    // A file of whole blocks: XMODEM has nothing to pad.
                    assert!(
                        download(arguments, transfer, &data) == data,
                        "{arguments:?}"
                    );
                    identical.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(identical.into_inner(), RUNS);
}

#[test]
fn fifty_downloads_by_ymodem_to_rb() {
    fifty(&["rb", "-q"], "ymodem");
}

#[test]
fn fifty_downloads_by_xmodem_crc_to_rx() {
    fifty(&["rx", "-q", "-c", "x.bin"], "xmodem-crc");
}

#[test]
fn fifty_downloads_by_xmodem_1k_to_rx() {
    fifty(&["rx", "-q", "-c", "x.bin"], "xmodem-1k");
}

fn upload(transfer: &str, start: impl FnOnce(&Path) -> Child + Send + 'static) {
    let directory = directory("upload", transfer);
    let data = sample(SIZE);
    let peer = directory.path().join("peer");
    fs::write(peer.join("x.bin"), &data).expect("a file for the test");
    let pty = Pty::with(move |wire| {
        relay(wire, start(&peer));
    });
    let output = tspkit("upload", &pty, directory.path(), &["-o", "got.bin"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{transfer}: {said}");
    let got = fs::read(directory.path().join("got.bin")).expect("the program has written the file");
    assert!(got == data, "{transfer}: {} bytes of {SIZE}", got.len());
}

#[test]
fn uploads_from_sb_and_sx() {
    let cases: [(&str, &str, &[&str]); 3] = [
        ("ymodem", "sb", &["-q", "-k", "x.bin"]),
        ("xmodem-crc", "sx", &["-q", "x.bin"]),
        ("xmodem-1k", "sx", &["-q", "-k", "x.bin"]),
    ];
    thread::scope(|scope| {
        for (transfer, program, arguments) in cases {
            scope.spawn(move || {
                upload(transfer, move |peer| {
                    spawn(program, "lrzsz", arguments, peer)
                });
            });
        }
    });
}

#[test]
fn an_upload_from_python_xmodem() {
    upload("xmodem-1k", |peer| {
        let arguments = ["-c", line::program::PYTHON_SENDER, "xmodem1k"];
        spawn("/usr/bin/python3", "python3-xmodem", &arguments, peer)
    });
}
