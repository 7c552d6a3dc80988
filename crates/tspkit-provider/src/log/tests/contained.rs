//! Panics: those of others are told, those in the log harm nobody.

use std::{fmt, panic, thread};

use tspkit_trace::{Level, Value};

use super::Bench;
use crate::log::install_panic_hook;

#[test]
fn a_panic_is_a_note_with_its_place() {
    let bench = Bench::started("Contained hook", "error");
    let before = panic::take_hook();
    install_panic_hook();
    let line = line!() + 2;
    let caught = [
        panic::catch_unwind(|| panic!("a driver's mistake")),
        panic::catch_unwind(|| panic!("number {}", caught_at())),
    ];
    panic::set_hook(before);
    assert!(caught.iter().all(Result::is_err));
    let lines = bench.lines("log");
    let begin = |message, line| {
        let file = json(file!());
        format!(
            r#"{{"note":"{message}","level":"error","target":"panic","fields":{{"file":{file},"line":{line},"column":"#
        )
    };
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with(&begin("a driver's mistake", line)));
    assert!(lines[1].starts_with(&begin("number 7", line + 1)));
}

/// Keeps the message from being a constant, which panics by another kind of payload.
fn caught_at() -> u32 {
    std::hint::black_box(7)
}

/// Backslashes of Windows' paths are doubled in JSON.
fn json(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\"))
}

struct Panics;

impl fmt::Display for Panics {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("cannot be shown");
    }
}

#[test]
fn a_field_that_panics_harms_nobody() {
    let bench = Bench::started("Contained field", "info");
    let before = panic::take_hook();
    install_panic_hook();
    tracing::info!(field = %Panics, "message");
    panic::set_hook(before);
    tracing::info!("and on");
    let lines = bench.told();
    assert!(lines[0].starts_with(r#"{"note":"cannot be shown","level":"error","target":"panic""#));
    assert!(lines[1].starts_with(r#"{"note":"an event whose formatting panicked","level":"info""#));
    assert!(lines[2].starts_with(r#"{"note":"and on""#));
    assert_eq!(lines.len(), 3);
}

struct Logs;

impl fmt::Display for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tracing::info!("from within");
        f.write_str("shown")
    }
}

#[test]
fn an_event_while_an_event_is_formatted_is_logged_too() {
    let bench = Bench::started("Contained nested", "info");
    tracing::info!("{Logs}");
    let lines = bench.told();
    assert!(lines[0].starts_with(r#"{"note":"from within""#));
    assert!(lines[1].starts_with(r#"{"note":"shown""#));
}

#[test]
fn a_panic_with_the_file_locked_neither_hangs_nor_ends_the_log() {
    let bench = Bench::started("Contained poison", "info");
    let log = bench.log;
    let before = panic::take_hook();
    install_panic_hook();
    let ended = thread::spawn(move || {
        log.write(|line, _| {
            line.extend_from_slice(b"half a li");
            panic!("in the middle of a line");
        });
    })
    .join();
    panic::set_hook(before);
    assert!(ended.is_err());
    assert!(log.open.is_poisoned());
    log.note(Level::Warn, "test", "and on", &[("n", Value::Number(1))]);
    assert_eq!(
        bench.told(),
        [r#"{"note":"and on","level":"warn","target":"test","fields":{"n":1}}"#]
    );
}
