//! Data that travels as it is, by every kind of length and end, and exchanges that are repeated.

#![cfg(unix)]

mod common;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use common::{
    driver,
    pty::{Pty, Wire},
    until,
    user::User,
};

type Seen = Arc<Mutex<Vec<u8>>>;

/// Everything that comes, until so many bytes are there.
fn collect(wire: &Wire, seen: &Seen, length: usize) {
    while seen.lock().unwrap().len() < length && !wire.is_unplugged() {
        let bytes = wire.read(Duration::from_millis(10));
        seen.lock().unwrap().extend_from_slice(&bytes);
    }
}

fn profile(direction: &str, way: &str) -> String {
    format!(
        "name = \"x\"\n[dialogue]\ntimeout = \"60s\"\nquiet = \"20ms\"\n[[areas]]\nid = 4\nname = \"a\"\n\
         size = 10\ndirection = \"{direction}\"\n{direction} = {{ transfer = \"raw\", {way} }}"
    )
}

/// What arrives when `data` is downloaded.
fn downloaded(way: &str, data: &[u8], length: usize) -> Vec<u8> {
    let seen = Seen::default();
    let phone = seen.clone();
    let pty = Pty::with(move |wire| {
        collect(wire, &phone, length);
        wire.write_text("KEPT\r\n");
    });
    let user = User::connected(driver(&pty, &profile("download", way)));
    user.download(4, data).unwrap();
    seen.lock().unwrap().clone()
}

#[test]
fn downloads_of_every_length() {
    let done = "done = \"KEPT\\r\\n\"";
    for (way, expected) in [
        (
            "length = \"data\", command = \"PUT {area} {size}\"",
            &b"PUT 4 5\rhello"[..],
        ),
        (
            "length = \"area\", command = \"PUT {area}\"",
            b"PUT 4\rhello\0\0\0\0\0",
        ),
        (
            "length = 12, pad = 46, command = \"PUT\"",
            b"PUT\rhello.......",
        ),
        (
            "terminator = \"\\u001a\", command = \"{name}={index:02}:\", line_end = \"\"",
            b"a=01:hello\x1a",
        ),
        ("terminator = \"END\"", b"helloEND"),
        ("command = \"{{{area:x}}}\"", b"{4}\rhello"),
    ] {
        let way = format!("{way}, {done}");
        assert_eq!(
            downloaded(&way, b"hello", expected.len()),
            expected,
            "{way}"
        );
    }
    let way = format!("terminator = \"END\", {done}");
    assert_eq!(downloaded(&way, b"", 3), b"END");
}

#[test]
fn an_echo_is_skipped_and_not_taken_for_the_answer() {
    let seen = Seen::default();
    let phone = seen.clone();
    let pty = Pty::with(move |wire| {
        collect(wire, &phone, 7);
        // The echo contains what is awaited; the answer comes later.
        wire.write_text("PUT OK\r\n");
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(phone.lock().unwrap().len(), 7, "the data came too early");
        wire.write_text("OK\r\n");
        collect(wire, &phone, 12);
    });
    let way = "command = \"PUT OK\", echo = true, prompt = \"OK\"";
    let user = User::connected(driver(&pty, &profile("download", way)));
    user.download(4, b"hello").unwrap();
    until("all arrives", || seen.lock().unwrap().len() >= 12);
    assert_eq!(*seen.lock().unwrap(), b"PUT OK\rhello");
}

/// What an upload gives when the phone answers its first line with that.
fn uploaded(way: &str, answer: &'static [u8], size: u32) -> Result<Vec<u8>, String> {
    let pty = Pty::with(move |wire| {
        let mut rest = Vec::new();
        wire.line(&mut rest);
        wire.write(answer);
    });
    let way = format!("command = \"GET\", {way}");
    let user = User::connected(driver(&pty, &profile("upload", &way)));
    user.upload(4, size).map_err(|error| error.to_string())
}

#[test]
fn uploads_of_every_length() {
    let good: [(&str, &[u8], u32, &[u8]); 8] = [
        ("length = \"data\"", b"hello world", 5, b"hello"),
        ("length = \"area\"", b"0123456789", 10, b"0123456789"),
        ("length = \"area\"", b"0123456789", 4, b"0123"),
        ("length = 3", b"abc", 10, b"abc"),
        (
            "length = \"announced\", prompt = \"N={length}:\"",
            b"..N=3:abc",
            10,
            b"abc",
        ),
        (
            "length = \"announced\", prompt = \"N={length}:\"",
            b"N=0:",
            10,
            b"",
        ),
        (
            "terminator = \"\\r\\n\", done = \"OK\"",
            b"a\rb\r\nOK",
            10,
            b"a\rb",
        ),
        (
            "length = 6, strip_padding = true, pad = 46",
            b"a.b...",
            10,
            b"a.b",
        ),
    ];
    for (way, answer, size, expected) in good {
        assert_eq!(uploaded(way, answer, size).unwrap(), expected, "{way}");
    }
    let bad: [(&str, &[u8], &str); 6] = [
        (
            "length = \"announced\", prompt = \"N={length}:\"",
            b"N=11:",
            "announces 11 bytes, more than the 10",
        ),
        (
            "length = \"announced\", prompt = \"N={length}:\"",
            b"N=99999999999:",
            "announces too many bytes",
        ),
        (
            "terminator = \"\\r\"",
            b"0123456789a\r",
            "at least 11 bytes, more than the 10",
        ),
        (
            "terminator = \"\\r\"",
            b"0123456789abcdef",
            "bytes, more than the 10",
        ),
        (
            "length = 5, timeout = \"3s\"",
            b"1234",
            "the rest of the data did not come within 3000 ms; 4 other bytes came, the last `1234`",
        ),
        (
            "length = 5, fail = [\"NO\"], prompt = \"GO\"",
            b"..NO 7\r\n",
            "the phone answered `NO 7` to `GET`",
        ),
    ];
    for (way, answer, part) in bad {
        let error = uploaded(way, answer, 10).unwrap_err();
        assert!(error.contains(part), "{way}: {error}");
        assert!(
            error.starts_with("GetData, data area 4, phone 1 on `"),
            "{error}"
        );
    }
}

#[test]
fn an_exchange_is_repeated_as_often_as_the_profile_says() {
    for (retries, succeeds) in [(1, false), (2, true)] {
        let asked = Arc::new(AtomicU32::new(0));
        let count = asked.clone();
        let pty = Pty::with(move |wire| {
            let mut rest = Vec::new();
            while wire.line(&mut rest).is_some() {
                if count.fetch_add(1, Ordering::AcqRel) == 2 {
                    wire.write_text("abc");
                }
            }
        });
        let way = format!("command = \"GET\", length = 3, timeout = \"2s\", retries = {retries}");
        let user = User::connected(driver(&pty, &profile("upload", &way)));
        let outcome = user.upload(4, 10);
        assert_eq!(outcome.is_ok(), succeeds, "{outcome:?}");
        // The phone may be late to hear the last one.
        until("it was asked", || asked.load(Ordering::Acquire) > retries);
        drop(user);
        assert_eq!(asked.load(Ordering::Acquire), retries + 1);
        if let Err(error) = outcome {
            assert!(error.is_timeout());
        }
    }
}

#[test]
fn an_area_that_only_goes_one_way_is_unavailable_the_other() {
    let pty = Pty::with(|_| {});
    let user = User::connected(driver(&pty, &profile("upload", "length = 3")));
    let error = user.download(4, b"x").unwrap_err();
    assert_eq!(error.code(), tspkit_abi::PhoneError::OperationUnavail);
    let error = user.upload(5, 1).unwrap_err();
    assert_eq!(error.code(), tspkit_abi::PhoneError::OperationUnavail);
}
