//! Ctrl-C.

#![cfg(unix)]

mod common;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use common::{Folder, Run, text, tspkit, wait_until};

const SLOW: &str = r#"
[models.desk]
areas = [{ id = 0, size = 100, latency = "1h" }, { id = 1, size = 1, changes_every = "20ms" }]
[[phones]]
name = "Desk"
model = "desk"
"#;

fn interrupt(child: &Child) {
    // `kill` is part of every shell.
    let status = Command::new("sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status();
    assert!(status.expect("sh can be run").success());
}

/// Starts a transfer, interrupts it once the driver has it, and says how that ended.
fn interrupted(folder: &Folder, args: &[&str]) -> Run {
    interrupted_at("the request was accepted", folder, args)
}

/// Interrupts the program once it has logged that.
fn interrupted_at(what: &str, folder: &Folder, args: &[&str]) -> Run {
    let log = folder.path("log");
    let child = tspkit()
        .args(args)
        .args(["--log", "debug", "--log-file", &text(&log)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until(what, || {
        fs::read_to_string(&log).is_ok_and(|log| log.contains(what))
    });
    interrupt(&child);
    let run = child.wait_with_output().unwrap().into();
    fs::remove_file(log).unwrap();
    run
}

#[test]
fn a_download_is_cancelled() {
    let folder = Folder::new();
    let (office, file) = (folder.office(SLOW), folder.file("data", "x"));
    let run = interrupted(&folder, &["download", &office, "-p0", "-a0", &file]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(130), "", "error: interrupted\n")
    );
    let run = interrupted(
        &folder,
        &["download", &office, "-p0", "-a0", &file, "--json"],
    );
    assert_eq!(run.code, Some(130));
    assert_eq!(run.json()["error"]["kind"], "interrupted");
}

#[test]
fn an_upload_is_cancelled_and_leaves_nothing() {
    let folder = Folder::new();
    let office = folder.office(SLOW);
    let file = text(&folder.path("out.bin"));
    let run = interrupted(&folder, &["upload", &office, "-p0", "-a0", "-o", &file]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(130), "error: interrupted\n")
    );
    assert_eq!(folder.names(), ["office.toml"]);
}

#[test]
fn waiting_for_a_phone_ends() {
    let folder = Folder::new();
    let file = folder.file("data", "x");
    let args = ["download", "sim:", "-p3", "-a0", &file, "--wait", "1h"];
    let run = interrupted_at("waiting for the phone", &folder, &args);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(130), "", "error: interrupted\n")
    );
}

#[test]
fn watching_ends() {
    let folder = Folder::new();
    let mut child = tspkit()
        .args(["watch", &folder.office(SLOW)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut String::new()).unwrap();
    interrupt(&child);
    let rest: Vec<_> = stdout.lines().map(Result::unwrap).collect();
    assert!(
        rest.iter()
            .all(|line| line.ends_with("data area 1 changed"))
    );
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(130), "error: interrupted\n")
    );
}

#[test]
fn while_standard_input_is_awaited_it_ends_at_once() {
    let folder = Folder::new();
    let log = folder.path("log");
    let mut child = tspkit()
        .args(["download", "sim:", "-p0", "-a0", "-"])
        .args(["--log", "debug", "--log-file", &text(&log)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take();
    wait_until("waiting for standard input", || {
        fs::read_to_string(&log).is_ok_and(|log| log.contains("reading standard input"))
    });
    interrupt(&child);
    let run = Run::from(child.wait_with_output().unwrap());
    drop(stdin);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(130), "", "")
    );
}

#[test]
fn a_call_ends() {
    let mut child = tspkit()
        .args(["call", "sim:", "101", "0444", "--ring", "1h"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let mut lines = stdout.lines().map(Result::unwrap);
    assert!(lines.any(|line| line.ends_with("ringback")));
    interrupt(&child);
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(130), "error: interrupted\n")
    );
}
