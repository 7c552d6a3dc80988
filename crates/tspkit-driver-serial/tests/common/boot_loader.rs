//! A phone's boot loader, as such devices behave: a countdown, a prompt, echo, and `loady` with a real YMODEM receiver.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use super::{
    program::{relay, spawn},
    pty::Wire,
};

const PROMPT: &str = "=> ";

/// What it was told to do, line by line.
pub(crate) type Journal = Arc<Mutex<Vec<String>>>;

/// Starts, counts down and takes commands until the cable is pulled. What is loaded becomes a file in `directory`.
pub(crate) fn boot_loader(wire: &Wire, directory: &Path, journal: &Journal) {
    wire.write_text("\r\nU-Boot 2024.01 (Jan 08 2024 - 15:37:48 +0000)\r\n\r\nDRAM:  256 MiB\r\n");
    let mut rest = Vec::new();
    if !countdown(wire, &mut rest) {
        journal.lock().unwrap().push("started by itself".to_owned());
        return;
    }
    wire.write_text(PROMPT);
    let mut typed = String::new();
    while let Some(byte) = wire.byte(&mut rest) {
        match byte {
            0x03 => {
                typed.clear();
                wire.write_text("^C\r\n");
                wire.write_text(PROMPT);
            }
            b'\r' => {
                wire.write_text("\r\n");
                let command = std::mem::take(&mut typed);
                if !command.is_empty() {
                    journal.lock().unwrap().push(command.clone());
                    execute(wire, directory, &command, journal);
                }
                wire.write_text(PROMPT);
            }
            0x20..=0x7e => {
                typed.push(char::from(byte));
                wire.write(&[byte]);
            }
            // A boot loader rings the bell for what it does not know.
            _ => wire.write(b"\x07"),
        }
    }
}

/// Counts down for a second; whether a key came.
fn countdown(wire: &Wire, rest: &mut Vec<u8>) -> bool {
    wire.write_text("Hit any key to stop autoboot:  1");
    // The driver may be late to open the port, and the phone under test is to be there.
    let end = Instant::now() + Duration::from_secs(300);
    while rest.is_empty() && Instant::now() < end && !wire.is_unplugged() {
        *rest = wire.read(Duration::from_millis(20));
    }
    let stopped = !rest.is_empty();
    rest.clear();
    wire.write_text("\x08\x08\x08 0 \r\n");
    stopped
}

fn execute(wire: &Wire, directory: &Path, command: &str, journal: &Journal) {
    let words: Vec<_> = command.split(' ').collect();
    match words.as_slice() {
        ["version"] => wire.write_text("U-Boot 2024.01 (Jan 08 2024)\r\n"),
        ["loady", address] => {
            wire.write_text(&format!(
                "## Ready for binary (ymodem) download to {address} at 115200 bps...\r\n"
            ));
            let content = relay(wire, spawn("rb", "lrzsz", &["-q"], directory));
            let note = if content { "" } else { " (cancelled)" };
            if !content {
                journal.lock().unwrap().push("cancelled".to_owned());
            }
            wire.write_text(&format!(
                "\r\n## Total Size      = 0x00100000 = 1048576 Bytes{note}\r\n"
            ));
        }
        ["bootm", _, _] => wire.write_text("## Booting kernel\r\nStarting kernel ...\r\n"),
        _ => wire.write_text(&format!("Unknown command '{}' - try 'help'\r\n", words[0])),
    }
}
