//! Two phones on one line, by the example profile `xmodem`: XMODEM with `rx` and `sx`, display, lamps, ring, reports.

#![cfg(unix)]

mod common;

use std::{
    fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use common::{
    driver, example, patient,
    program::{relay, spawn},
    pty::{Pty, Wire},
    sample,
    user::User,
};
use tempfile::TempDir;
use tspkit_abi::{ButtonModes, ButtonStates, LampModes, PhoneError};
use tspkit_hal::{Hardware as _, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Ring};

type Journal = Arc<Mutex<Vec<String>>>;

/// The line: two phones `A` and `B`, of which `B` may be away. What comes from `reports` is said unasked.
struct Desk {
    directory: TempDir,
    journal: Journal,
    lobby: Arc<AtomicBool>,
    reports: mpsc::Sender<&'static str>,
    pty: Pty,
}

fn desk() -> Desk {
    let directory = TempDir::new().unwrap();
    let journal = Journal::default();
    let lobby = Arc::new(AtomicBool::new(true));
    let (reports, inbox) = mpsc::channel();
    let pty = Pty::with({
        let (path, journal, lobby) = (directory.path().to_owned(), journal.clone(), lobby.clone());
        move |wire| serve(wire, &path, &journal, &lobby, &inbox)
    });
    Desk {
        directory,
        journal,
        lobby,
        reports,
        pty,
    }
}

fn serve(
    wire: &Wire,
    directory: &Path,
    journal: &Journal,
    lobby: &AtomicBool,
    reports: &mpsc::Receiver<&'static str>,
) {
    let mut phone = String::new();
    let mut typed = Vec::new();
    while !wire.is_unplugged() {
        while let Ok(report) = reports.try_recv() {
            wire.write_text(report);
        }
        for byte in wire.read(Duration::from_millis(10)) {
            if byte != b'\r' {
                typed.push(byte);
                continue;
            }
            let line = String::from_utf8(std::mem::take(&mut typed)).unwrap();
            if !matches!(line.as_str(), "?" | "I") {
                journal.lock().unwrap().push(line.clone());
            }
            let here = phone != "B" || lobby.load(Ordering::Acquire);
            match line.split_at(1) {
                ("?", "") => wire.write_text("DESK\r\n"),
                ("@", address) => {
                    address.clone_into(&mut phone);
                    wire.write_text(&format!("{address}\r\n"));
                }
                _ if !here => {}
                ("I", "") => wire.write_text("HERE\r\n"),
                ("T" | "R" | "L", _) => wire.write_text("OK\r\n"),
                ("D" | "U", area) => {
                    let area = area.split(' ').next().unwrap();
                    let file = format!("{phone}{area}");
                    wire.write_text("GO\r\n");
                    let program = if line.starts_with('D') {
                        spawn("rx", "lrzsz", &["-q", "-c", &file], directory)
                    } else {
                        spawn("sx", "lrzsz", &["-q", &file], directory)
                    };
                    relay(wire, program);
                    wire.write_text("DONE\r\n");
                }
                _ => wire.write_text("NO\r\n"),
            }
        }
    }
}

#[test]
fn each_phone_gets_its_own_data() {
    let desk = desk();
    let user = User::connected(driver(&desk.pty, &patient(&example("xmodem"))));
    user.expect(PhoneId(2), &PhoneEvent::Connected);
    let set = |phone, area, data: Vec<u8>| {
        let data = data.into();
        user.ask(phone, PhoneRequest::SetData { area, data })
    };
    let melody = sample(65536);
    assert_eq!(
        set(1, 0, b"settings of A".to_vec()).unwrap(),
        PhoneReply::Done
    );
    assert_eq!(
        set(2, 0, b"settings of B".to_vec()).unwrap(),
        PhoneReply::Done
    );
    assert_eq!(set(1, 1, melody.clone()).unwrap(), PhoneReply::Done);
    let file = |name| fs::read(desk.directory.path().join(name)).unwrap();
    assert!(file("A0").starts_with(b"settings of A\x1a"));
    assert!(file("B0").starts_with(b"settings of B\x1a"));
    assert_eq!(file("A1"), melody);
    let get = PhoneRequest::GetData {
        area: 0,
        size: 4096,
    };
    assert_eq!(
        user.ask(2, get).unwrap(),
        PhoneReply::Data("settings of B".into())
    );
    assert_eq!(
        *desk.journal.lock().unwrap(),
        [
            "@A", "@B", "@A", "D0", "@B", "D0", "@A", "D1 10000", "@B", "U0"
        ]
    );
}

#[test]
fn a_phone_that_does_not_answer_is_disconnected_and_the_other_is_not() {
    let desk = desk();
    desk.lobby.store(false, Ordering::Release);
    let profile = example("xmodem")
        .replace("timeout = \"3s\"", "timeout = \"200ms\"")
        .replace("every = \"30s\"", "every = \"100ms\"");
    let user = User::connected(driver(&desk.pty, &profile));
    let ring = |phone| {
        user.ask(
            phone,
            PhoneRequest::SetRing {
                mode: 1,
                volume: 0xFFFF,
            },
        )
    };
    // On a busy machine the short limit may be too short for a phone that is there, too; it is then asked again.
    let rings = |phone| while ring(phone).is_err() {};
    rings(1);
    let error = ring(2).unwrap_err();
    assert_eq!(error.code(), PhoneError::OperationFailed);
    assert!(
        error.to_string().contains("the phone is not there"),
        "{error}"
    );
    assert!(!user.driver.inventory().phones[1].connected);
    desk.lobby.store(true, Ordering::Release);
    user.expect(PhoneId(2), &PhoneEvent::Connected);
    rings(2);
}

#[test]
fn display_lamps_and_ring() {
    let desk = desk();
    let user = User::connected(driver(&desk.pty, &patient(&example("xmodem"))));
    let ask = |request| user.ask(1, request);
    let text = "Hi\u{7}\r=> ".to_owned();
    ask(PhoneRequest::SetDisplay {
        row: 1,
        column: 3,
        text,
    })
    .unwrap();
    let rows = vec![" ".repeat(16), "   Hi  =>       ".to_owned()];
    assert_eq!(
        ask(PhoneRequest::GetDisplay).unwrap(),
        PhoneReply::Display(rows.clone())
    );
    ask(PhoneRequest::SetLamp {
        lamp: 0,
        mode: LampModes::FLASH,
    })
    .unwrap();
    assert_eq!(
        ask(PhoneRequest::GetLamp { lamp: 0 }).unwrap(),
        PhoneReply::Lamp(LampModes::FLASH)
    );
    let broken = ask(PhoneRequest::SetLamp {
        lamp: 0,
        mode: LampModes::WINK,
    });
    assert_eq!(broken.unwrap_err().code(), PhoneError::OperationUnavail);
    ask(PhoneRequest::SetRing {
        mode: 2,
        volume: 255,
    })
    .unwrap();
    let ring = Ring {
        mode: 2,
        volume: 255,
    };
    assert_eq!(ask(PhoneRequest::GetRing).unwrap(), PhoneReply::Ring(ring));
    let journal = desk.journal.lock().unwrap();
    assert_eq!(journal[2..], ["@A", "T1,3,Hi  => ", "L0,2", "R2,00ff"]);
    let phone = PhoneId(1);
    user.expect(phone, &PhoneEvent::DisplayChanged { rows });
    user.expect(
        phone,
        &PhoneEvent::LampChanged {
            lamp: 0,
            mode: LampModes::FLASH,
        },
    );
    user.expect(phone, &PhoneEvent::RingChanged(ring));
}

#[test]
fn lines_that_phones_say_unasked_are_events() {
    let desk = desk();
    let user = User::connected(driver(&desk.pty, &patient(&example("xmodem"))));
    user.expect(PhoneId(2), &PhoneEvent::Connected);
    for line in [
        "!B KEY 0 DOWN\r\n",
        "!B KEY 0 UP\r\n",
        "!C KEY 0 DOWN\r\n",
        "!A KEY 7 DOWN\r\n",
        "nonsense\r\n",
        "!A LAMP 0 1\r\n!A LAMP 0 9\r\n",
        "!B RI",
        "NG 3\r\n",
        "!B AREA 1\r\n",
        "!B AREA 0\r\n",
    ] {
        desk.reports.send(line).unwrap();
    }
    let button = |state| PhoneEvent::Button {
        button: 0,
        mode: ButtonModes::FEATURE,
        state,
    };
    let lamp = PhoneEvent::LampChanged {
        lamp: 0,
        mode: LampModes::STEADY,
    };
    let ring = Ring {
        mode: 3,
        volume: 0xFFFF,
    };
    let expected = [
        (PhoneId(2), button(ButtonStates::DOWN)),
        (PhoneId(2), button(ButtonStates::UP)),
        (PhoneId(1), lamp),
        (PhoneId(2), PhoneEvent::RingChanged(ring)),
        (PhoneId(2), PhoneEvent::DataChanged { area: 0 }),
    ];
    for (phone, event) in &expected {
        user.expect(*phone, event);
    }
    assert_eq!(user.events()[2..], expected);
    assert_eq!(
        user.ask(1, PhoneRequest::GetLamp { lamp: 0 }).unwrap(),
        PhoneReply::Lamp(LampModes::STEADY)
    );
}
