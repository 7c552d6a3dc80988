//! The example profiles, each with the phone it is for.

#![cfg(unix)]

mod common;

use std::process::Command;

use common::{
    at_phone::{Book, at_phone},
    boot_loader::{Journal, boot_loader},
    driver, example, patient,
    pty::Pty,
    sample, until,
    user::User,
};
use tempfile::TempDir;
use tspkit_hal::{Hardware as _, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Ring};

#[test]
fn the_boot_loader_takes_images_and_starts_them() {
    let directory = TempDir::new().unwrap();
    let journal = Journal::default();
    let (path, notes) = (directory.path().to_owned(), journal.clone());
    let pty = Pty::with(move |wire| boot_loader(wire, &path, &notes));
    let user = User::connected(driver(&pty, &patient(&example("boot-loader"))));
    let kernel = sample(1 << 20);
    let ramdisk = sample(100_001);
    user.download(0, &kernel).unwrap();
    user.download(1, &ramdisk).unwrap();
    user.download(2, b"").unwrap();
    assert!(std::fs::read(directory.path().join("kernel.img")).unwrap() == kernel);
    assert!(std::fs::read(directory.path().join("ramdisk.img")).unwrap() == ramdisk);
    let journal = journal.lock().unwrap();
    assert_eq!(
        *journal,
        [
            "version",
            "loady 0x82000000",
            "loady 0x88000000",
            "bootm 0x82000000 0x88000000"
        ]
    );
}

#[test]
fn a_boot_loader_is_usable_after_a_cancelled_download() {
    let directory = TempDir::new().unwrap();
    let journal = Journal::default();
    let (path, notes) = (directory.path().to_owned(), journal.clone());
    let pty = Pty::with(move |wire| boot_loader(wire, &path, &notes));
    let user = User::connected(driver(&pty, &patient(&example("boot-loader"))));
    let big = sample(8 << 20);
    let request = PhoneRequest::SetData {
        area: 0,
        data: big.into(),
    };
    let token = user.submit(1, request);
    user.wait_progress(token, 10_000);
    user.cancel(token);
    let outcome = user.end(token);
    assert!(!matches!(outcome, Some(Ok(_))), "{outcome:?}");
    // Until then what is typed goes to the program that receives.
    until("it is cancelled", || {
        journal.lock().unwrap().contains(&"cancelled".to_owned())
    });
    let image = sample(3000);
    user.download(1, &image).unwrap();
    assert!(std::fs::read(directory.path().join("ramdisk.img")).unwrap() == image);
}

fn book_of(entries: &[(usize, &str, &str)]) -> Book {
    let book = Book::default();
    for (index, number, name) in entries {
        let entry = ((*number).to_owned(), "129".to_owned(), (*name).to_owned());
        book.lock().unwrap().insert(*index, entry);
    }
    book
}

#[test]
fn phone_book_entries_are_written_read_and_removed() {
    let book = book_of(&[(3, "5559876", "Berta")]);
    let phone = book.clone();
    let pty = Pty::with(move |wire| at_phone(wire, &phone));
    let user = User::connected(driver(&pty, &patient(&example("at"))));

    assert_eq!(user.upload(2, 80).unwrap(), b"\"5559876\",129,\"Berta\"");
    assert_eq!(user.upload(2, 9).unwrap(), b"\"5559876\"");
    assert_eq!(user.upload(0, 80).unwrap(), b"");
    user.download(0, b"\"5551234\",129,\"Anna OK\"").unwrap();
    assert_eq!(
        book.lock().unwrap()[&1],
        ("5551234".to_owned(), "129".to_owned(), "Anna OK".to_owned())
    );
    assert_eq!(user.upload(0, 80).unwrap(), b"\"5551234\",129,\"Anna OK\"");
    user.download(0, b"").unwrap();
    assert!(!book.lock().unwrap().contains_key(&1));

    let error = user.download(0, b"nonsense").unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the phone answered `ERROR` to `AT+CPBW=1,`"),
        "{error}"
    );
    let error = user
        .download(0, b"\"1\",129,\"a name of more than twenty\"")
        .unwrap_err();
    assert!(error.to_string().contains("`+CME ERROR: 24`"), "{error}");
    let error = user
        .download(0, b"\"1\",129,\"x\"\rAT+CPBW=3\r")
        .unwrap_err();
    assert!(error.to_string().contains("the data contains"), "{error}");
    assert!(book.lock().unwrap().contains_key(&3));

    let display = PhoneRequest::SetDisplay {
        row: 0,
        column: 0,
        text: "Hello".to_owned(),
    };
    assert_eq!(user.ask(1, display).unwrap(), PhoneReply::Done);
    let shown = format!("{:20}", "Hello");
    assert_eq!(
        user.ask(1, PhoneRequest::GetDisplay).unwrap(),
        PhoneReply::Display(vec![shown.clone()])
    );
    user.expect(
        PhoneId(1),
        &PhoneEvent::DisplayChanged { rows: vec![shown] },
    );
}

/// The simulated phone is not only ours to judge: an independent client reads and writes its phone book.
#[test]
fn gammu_agrees_with_the_simulated_phone() {
    let book = book_of(&[(1, "5551234", "Anna"), (3, "5559876", "Berta")]);
    let phone = book.clone();
    let pty = Pty::with(move |wire| at_phone(wire, &phone));
    let directory = TempDir::new().unwrap();
    let config = directory.path().join("rc");
    let text = format!("[gammu]\ndevice={}\nconnection=at115200\n", pty.path());
    std::fs::write(&config, text).unwrap();
    let gammu = |arguments: &[&str]| {
        let output = Command::new("gammu")
            .arg("-c")
            .arg(&config)
            .args(arguments)
            .env("LC_ALL", "C")
            .output()
            .unwrap_or_else(|error| {
                panic!("cannot run gammu: {error}; install the Debian package gammu")
            });
        String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr)
    };
    let listed = gammu(&["getmemory", "ME", "1", "3"]);
    for part in ["5551234", "Anna", "5559876", "Berta"] {
        assert!(listed.contains(part), "{part} is not in:\n{listed}");
    }
    assert!(listed.contains("2 entries filled"), "{listed}");
    // And both sides see what the driver writes.
    {
        let user = User::connected(driver(&pty, &patient(&example("at"))));
        user.download(1, b"\"5550000\",129,\"Carla\"").unwrap();
    }
    let listed = gammu(&["getmemory", "ME", "2"]);
    assert!(
        listed.contains("5550000") && listed.contains("Carla"),
        "{listed}"
    );
    gammu(&["deletememory", "ME", "3"]);
    let user = User::connected(driver(&pty, &patient(&example("at"))));
    assert_eq!(user.upload(2, 80).unwrap(), b"");
}

#[test]
fn rings_are_events() {
    let pty = Pty::with(|wire| {
        let book = Book::default();
        let mut rest = Vec::new();
        for _ in 0..3 {
            wire.line(&mut rest);
            wire.write_text("\r\nOK\r\n");
        }
        wire.write_text("\r\nRING\r\n");
        // A ring may come in the middle of an answer, too.
        wire.line(&mut rest);
        wire.write_text("\r\n+CPBR: 1,\"5\",129,\"E\"\r\n\r\nNO CARRIER\r\n\r\nOK\r\n");
        at_phone(wire, &book);
    });
    let user = User::connected(driver(&pty, &patient(&example("at"))));
    let ring = |mode, volume| PhoneEvent::RingChanged(Ring { mode, volume });
    user.expect(PhoneId(1), &ring(1, 0xFFFF));
    assert_eq!(
        user.ask(1, PhoneRequest::GetRing).unwrap(),
        PhoneReply::Ring(Ring {
            mode: 1,
            volume: 0xFFFF
        })
    );
    assert_eq!(user.upload(0, 80).unwrap(), b"\"5\",129,\"E\"");
    user.expect(PhoneId(1), &ring(0, 0));
}

#[test]
fn examples_describe_their_phones() {
    let pty = Pty::unplugged();
    for (name, phones, areas) in [("boot-loader", 1, 3), ("xmodem", 2, 2), ("at", 1, 100)] {
        let inventory = driver(&pty, &example(name)).inventory();
        inventory.check().unwrap();
        assert_eq!(inventory.phones.len(), phones, "{name}");
        assert_eq!(inventory.phones[0].model.areas().count(), areas, "{name}");
        assert!(inventory.phones.iter().all(|phone| !phone.connected));
    }
}
