//! Against python3-xmodem over pipes, both directions.

#![cfg(unix)]

mod support;

use std::fs;

use support::noise::Noise;
use support::{Log, program, sample};
use tempfile::TempDir;
use tspkit_xymodem::{
    EndCheck, File, ReceiveOptions, Receiver, SendOptions, Sender, Transfer, Variant,
};

/// The peer: reads what is asked for within the time, as a serial port would.
const PEER: &str = r#"
import os, select, sys, time
try:
    from xmodem import XMODEM
except ImportError:
    os.write(1, b"\x18" * 8)
    sys.exit("install python3-xmodem")
def getc(size, timeout=1):
    end, data = time.monotonic() + timeout, b""
    while len(data) < size:
        if not select.select([0], [], [], max(0, end - time.monotonic()))[0]:
            break
        more = os.read(0, size - len(data))
        if not more:
            break
        data += more
    return data or None
def putc(data, timeout=1):
    return os.write(1, data)
mode, direction = sys.argv[1:3]
with open("x.bin", "rb" if direction == "send" else "wb") as file:
    peer = XMODEM(getc, putc, mode)
    if direction == "send":
        done = peer.send(file, quiet=1, timeout=10)
    else:
        done = peer.recv(file, crc_mode=int(sys.argv[3]), timeout=3, quiet=1)
sys.exit(0 if done else 1)
"#;

fn run(directory: &TempDir, arguments: &[&str], machine: &mut dyn Transfer) -> Log {
    let mut all = vec!["-c", PEER];
    all.extend(arguments);
    // Debian's own interpreter, which is the one that has Debian's modules.
    let child = program::spawn("/usr/bin/python3", "python3-xmodem", &all, directory.path());
    let nothing: Option<(&mut Noise, &mut Noise)> = None;
    let (log, status) = program::run(child, machine, nothing);
    assert!(
        status.success() && log.succeeded(),
        "{arguments:?}: {:?}; is the Debian package python3-xmodem installed?",
        log.outcome
    );
    log
}

#[test]
fn python_receives() {
    for (variant, crc) in [
        (Variant::Xmodem, "0"),
        (Variant::XmodemCrc, "1"),
        (Variant::Xmodem1k, "1"),
    ] {
        let directory = TempDir::new().expect("a directory for the test");
        let data = sample(40_000);
        let mut sender =
            Sender::new(SendOptions::new(variant), File::unnamed(data.clone())).expect("one file");
        run(&directory, &["xmodem", "recv", crc], &mut sender);
        let got = fs::read(directory.path().join("x.bin")).expect("the file was made");
        assert!(
            got.starts_with(&data) && got[data.len()..].iter().all(|byte| *byte == 0x1a),
            "{variant:?}"
        );
    }
}

#[test]
fn python_sends() {
    for (variant, mode) in [
        (Variant::Xmodem, "xmodem"),
        (Variant::XmodemCrc, "xmodem"),
        (Variant::Xmodem1k, "xmodem1k"),
    ] {
        for end_check in [EndCheck::Confirm, EndCheck::Silence] {
            let directory = TempDir::new().expect("a directory for the test");
            let data = sample(40_000);
            fs::write(directory.path().join("x.bin"), &data).expect("a file for the test");
            let mut options = ReceiveOptions::new(variant);
            options.end_check = end_check;
            let log = run(&directory, &[mode, "send"], &mut Receiver::new(options));
            let got = &log.files[0].1;
            // Its padding is 0x1a too, or 0xff in older releases.
            assert!(
                got.starts_with(&data) && got.len() < data.len() + 1024,
                "{variant:?} {end_check:?}"
            );
        }
    }
}
