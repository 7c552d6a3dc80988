//! Watching an office whose events are written in a file.

mod common;

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use common::{Folder, run, tspkit};
use serde_json::{Value, json};

// Late enough for the program to be watching by then, on a busy machine too.
const OFFICE: &str = r#"
[models.desk]
areas = [{ id = 4, size = 10, name = "counter" }]
button_lamps = [{ mode = "call", function = "callapp" }]
hookswitches = [{ device = "handset" }]
[[phones]]
name = "Desk"
model = "desk"
[[events]]
at = "5s"
phone = "Desk"
action = "press"
[[events]]
at = "5100ms"
phone = "Desk"
action = "change"
area = 4
content = "1"
[[events]]
at = "5200ms"
phone = "Desk"
action = "unplug"
[[events]]
at = "5300ms"
phone = "Desk"
action = "replug"
[[events]]
at = "5400ms"
phone = "Desk"
action = "lift"
"#;

/// Nothing happens in it, however long it takes.
const QUIET: &str = r#"
[models.desk]
[[phones]]
name = "Desk"
model = "desk"
"#;

const TICKING: &str = r#"
[models.clock]
areas = [{ id = 0, size = 10, changes_every = "20ms" }]
[[phones]]
name = "Clock"
model = "clock"
"#;

#[test]
fn events_are_lines_of_json() {
    let folder = Folder::new();
    let office = folder.office(OFFICE);
    let run = run(["watch", &office, "--count", "6", "--for", "10m", "--json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let mut events: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let desk = json!({ "index": 0, "id": 1, "name": "Desk" });
    let mut before = 0.0;
    for event in &mut events {
        let event = event.as_object_mut().unwrap();
        let seconds = event.remove("seconds").unwrap().as_f64().unwrap();
        assert!(seconds >= before);
        before = seconds;
        assert_eq!(event.remove("phone"), Some(desk.clone()));
    }
    assert_eq!(
        events,
        [
            json!({ "event": "button", "button": 0, "mode": "call", "state": "down", "states": [] }),
            json!({ "event": "button", "button": 0, "mode": "call", "state": "up", "states": [] }),
            json!({ "event": "data_changed", "area": 4, "states": ["PHONESTATE_OTHER"] }),
            json!({ "event": "disconnected", "states": ["PHONESTATE_DISCONNECTED"] }),
            json!({ "event": "connected", "states": ["PHONESTATE_CONNECTED"] }),
            json!({
                "event": "hookswitch_changed",
                "device": "handset",
                "mode": "micspeaker",
                "states": ["PHONESTATE_HANDSETHOOKSWITCH"],
            }),
        ]
    );
}

#[test]
fn events_are_lines_of_text() {
    let folder = Folder::new();
    let office = folder.office(OFFICE);
    let run = run(["watch", &office, "-n", "6", "--for", "10m"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let words: Vec<_> = run
        .stdout
        .lines()
        .map(|line| line.split_once("  phone 0 (Desk): ").unwrap().1)
        .collect();
    assert_eq!(
        words,
        [
            "button 0 (call) down",
            "button 0 (call) up",
            "data area 4 changed",
            "disconnected",
            "connected",
            "hookswitch handset micspeaker",
        ]
    );
}

#[test]
fn too_few_events_in_the_time_are_told_apart() {
    let folder = Folder::new();
    let quiet_office = folder.office(QUIET);
    let quiet = run(["watch", &quiet_office, "--for", "10ms"]);
    assert_eq!(
        (quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()),
        (Some(0), "", "")
    );
    let few = run(["watch", &quiet_office, "--for", "10ms", "--count", "1"]);
    assert_eq!(
        (few.code, few.stdout.as_str(), few.stderr.as_str()),
        (Some(5), "", "error: 0 of 1 events came within the time\n")
    );
}

#[test]
fn it_ends_quietly_when_nobody_reads_on() {
    let folder = Folder::new();
    let mut child = tspkit()
        .args(["watch", &folder.office(TICKING)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert!(
        line.ends_with("phone 0 (Clock): data area 0 changed\n"),
        "{line}"
    );
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
