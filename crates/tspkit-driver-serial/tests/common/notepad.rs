//! A phone that keeps what is downloaded to its two areas; the second one takes its time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use tspkit_xymodem::{
    Event, File, ReceiveOptions, Receiver, SendOptions, Sender, Transfer, Variant,
};

use super::pty::Wire;

/// What the areas hold.
pub(crate) type Areas = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// How the phone is spoken to.
pub(crate) const PROFILE: &str = include_str!("notepad.toml");

/// Takes commands until the cable is pulled.
pub(crate) fn notepad(wire: &Wire, areas: &Areas) {
    let mut rest = Vec::new();
    while let Some(line) = wire.line(&mut rest) {
        let words: Vec<_> = line.split(' ').collect();
        let answer = match words.as_slice() {
            ["hello"] => "NOTEPAD\r\n",
            [put @ ("put" | "stream"), area] => {
                wire.write_text("READY\r\n");
                let slow = *area == "2";
                let variant = if *put == "put" {
                    Variant::Ymodem
                } else {
                    Variant::YmodemG
                };
                match take(wire, variant, slow) {
                    Some(data) => {
                        areas.lock().unwrap().insert((*area).to_owned(), data);
                        "KEPT\r\n"
                    }
                    // No refusal: it may come late, when the next command has been sent.
                    None => "BROKEN OFF\r\n",
                }
            }
            ["clear", area] => {
                areas.lock().unwrap().remove(*area);
                "KEPT\r\n"
            }
            ["get", area] => {
                let data = areas
                    .lock()
                    .unwrap()
                    .get(*area)
                    .cloned()
                    .unwrap_or_default();
                wire.write_text(&format!("SIZE {}\r\n", data.len()));
                wire.write(&data);
                "\r\nSENT\r\n"
            }
            ["send", area] => {
                let data = areas
                    .lock()
                    .unwrap()
                    .get(*area)
                    .cloned()
                    .unwrap_or_default();
                wire.write_text("READY\r\n");
                let file = File::new("note", data);
                let sender = Sender::new(SendOptions::new(Variant::YmodemG), file);
                if run(wire, &mut sender.expect("it has a name"), false).is_some() {
                    "SENT\r\n"
                } else {
                    "NO\r\n"
                }
            }
            _ => "NO such command\r\n",
        };
        wire.write_text(answer);
    }
}

fn take(wire: &Wire, variant: Variant, slow: bool) -> Option<Vec<u8>> {
    let mut options = ReceiveOptions::new(variant);
    options.start_interval = Duration::from_millis(500);
    run(wire, &mut Receiver::new(options), slow)
}

/// Drives a transfer over the wire; what was received, if it succeeded.
fn run(wire: &Wire, machine: &mut dyn Transfer, slow: bool) -> Option<Vec<u8>> {
    let start = Instant::now();
    let mut data = Vec::new();
    let mut content = false;
    loop {
        while let Some(bytes) = machine.poll_transmit(start.elapsed()) {
            wire.write(bytes);
        }
        while let Some(event) = machine.poll_event() {
            match event {
                Event::Data(bytes) => data.extend_from_slice(&bytes),
                Event::Done(_) => content = true,
                _ => {}
            }
        }
        if machine.is_finished() {
            return content.then_some(data);
        }
        if wire.is_unplugged() {
            machine.handle_hang_up(start.elapsed());
            continue;
        }
        let bytes = wire.read(Duration::from_millis(20));
        if slow && bytes.len() > 3 {
            thread::sleep(Duration::from_millis(10));
        }
        if bytes.is_empty() {
            machine.handle_timeout(start.elapsed());
        } else {
            machine.handle_input(start.elapsed(), &bytes);
        }
    }
}
