//! Downloads to the simulated office.

mod common;

use std::{fs, io::Write as _, process::Stdio};

use common::{Folder, Run, noise, run, text, tspkit};
use serde_json::{Value, json};

const SLOW: &str = r#"
[models.desk]
areas = [
    { id = 0, size = 100, name = "slow", latency = "1h" },
    { id = 1, size = 100, name = "failing" },
    { id = 2, size = 100, name = "restless", latency = "300ms", changes_every = "10ms" },
    { id = 3, size = 100 },
]
[[phones]]
name = "Desk"
model = "desk"
[[rules]]
area = 1
error = "PHONEERR_RESOURCEUNAVAIL"
message = "the flash is worn out"
[[rules]]
area = 3
requests = ["SetData"]
error = "PHONEERR_NOTOWNER"
"#;

#[test]
fn a_mebibyte_comes_back_as_it_was() {
    let folder = Folder::new();
    let sent = noise(1 << 20);
    let (file, back) = (folder.file("firmware.bin", &sent), folder.path("back.bin"));
    let run = run([
        "download",
        "sim:",
        "--phone",
        "0",
        "--area",
        "3",
        &file,
        "--read-back",
        &text(&back),
        "--json",
    ]);
    let report = run.json();
    assert_eq!(run.code, Some(0));
    assert!(fs::read(back).unwrap() == sent);
    assert_eq!(report["ok"], true);
    assert_eq!(report["command"], "download");
    assert_eq!(report["url"], "sim:");
    assert_eq!(
        report["phone"],
        json!({ "index": 0, "id": 1, "name": "Reception" })
    );
    assert_eq!(
        report["area"],
        json!({ "id": 3, "name": "firmware", "bytes": 1_048_576, "direction": "both" })
    );
    assert_eq!(report["bytes"], 1_048_576);
    assert_eq!(report["verified"], true);
    // 512 KiB a second.
    assert!(report["seconds"].as_f64().unwrap() >= 1.9);
}

fn from_stdin(data: &[u8], args: &[&str]) -> Run {
    let mut child = tspkit()
        .args(["download", "sim:", "--phone", "0"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may have read enough before all is written.
    let _ = child.stdin.take().unwrap().write_all(data);
    child.wait_with_output().unwrap().into()
}

#[test]
fn standard_input_is_downloaded() {
    let folder = Folder::new();
    let back = folder.path("back");
    let run = from_stdin(
        b"language=de\n",
        &["--area", "0", "-", "--read-back", &text(&back), "--quiet"],
    );
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(0), "", "")
    );
    assert_eq!(fs::read(back).unwrap(), b"language=de\n");
}

#[test]
fn the_summary_says_what_went_where() {
    let folder = Folder::new();
    let file = folder.file("settings", "clock=12h\n");
    let run = run(["download", "sim:", "-p0", "-a0", &file]);
    let expected = format!(
        "downloaded `{file}` to data area 0 (settings) of phone 0 (Reception): 10 bytes in "
    );
    assert!(run.stdout.starts_with(&expected), "{}", run.stdout);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn an_empty_file_is_a_download_too() {
    let folder = Folder::new();
    let file = folder.file("empty", "");
    let run = run(["download", "sim:", "-p1", "-a2", &file, "--json"]);
    assert_eq!((run.json()["bytes"].as_u64(), run.code), (Some(0), Some(0)));
}

#[test]
fn one_byte_too_many_is_refused_before_anything_is_sent() {
    let folder = Folder::new();
    let data = noise((1 << 20) + 1);
    let file = folder.file("large.bin", &data);
    let by_name = run(["download", "sim:", "-p0", "-a3", &file]);
    assert_eq!(
        by_name.stderr,
        format!(
            "error: `{file}` has 1048577 bytes; data area 3 (firmware) of phone 0 (Reception) holds 1048576 \
             (PHONEERR_OPERATIONFAILED)\n\
             hint: nothing was sent; a smaller file or a larger area is needed\n"
        )
    );
    assert_eq!((by_name.code, by_name.stdout.as_str()), (Some(4), ""));

    let by_stdin = from_stdin(&data, &["--area", "3", "-", "--json"]);
    let error = &by_stdin.json()["error"];
    assert_eq!(by_stdin.code, Some(4));
    assert_eq!(error["kind"], "refused");
    assert_eq!(
        error["message"],
        "standard input has more than 1048576 bytes; data area 3 (firmware) of phone 0 (Reception) holds 1048576"
    );
}

/// Exit code, and `error` of the JSON report.
fn error_of(args: &[&str]) -> (Option<i32>, Value) {
    let run = run(args.iter().chain(&["--json"]));
    let mut report = run.json();
    assert_eq!(report["ok"], false);
    assert_eq!(report["exit_code"].as_i64(), run.code.map(i64::from));
    (run.code, report["error"].take())
}

#[test]
fn what_does_not_exist_is_refused_with_what_does() {
    let folder = Folder::new();
    let file = folder.file("data", "x");
    let (code, error) = error_of(&["download", "sim:", "-p9", "-a0", &file]);
    assert_eq!(code, Some(4));
    assert_eq!(
        error,
        json!({
            "kind": "refused",
            "message": "there is no phone 9; the office has 4, numbered from 0",
            "hint": "`tspkit phones sim:` lists the phones",
            "tapi_name": "PHONEERR_BADDEVICEID",
            "tapi_code": 0x9000_0002_u32.cast_signed(),
            "tapi_hex": "0x90000002",
        })
    );
    let (code, error) = error_of(&["download", "sim:", "-p1", "-a9", &file]);
    assert_eq!(code, Some(4));
    assert_eq!(
        error,
        json!({
            "kind": "refused",
            "message": "phone 1 (Lobby) has no data area 9 for download",
            "hint": "data areas for download: 0 (greeting), 1 (ring), 2 (clear)",
            "tapi_name": "PHONEERR_INVALDATAID",
            "tapi_code": 0x9000_000C_u32.cast_signed(),
            "tapi_hex": "0x9000000C",
        })
    );
    let (code, error) = error_of(&["download", "sim:", "-p2", "-a0", &file]);
    assert_eq!(code, Some(4));
    assert_eq!(error["tapi_name"], "PHONEERR_OPERATIONUNAVAIL");
    let (code, error) = error_of(&["download", "sim:", "-p3", "-a0", &file]);
    assert_eq!(code, Some(4));
    assert_eq!(error["message"], "phone 3 (Cordless) is not connected");
    assert_eq!(error["tapi_name"], "PHONEERR_INVALPHONESTATE");
    // What cannot be uploaded cannot be verified, and is not sent.
    let (code, error) = error_of(&["download", "sim:", "-p0", "-a1", &file, "--verify"]);
    assert_eq!(code, Some(4));
    assert_eq!(
        error["message"],
        "phone 0 (Reception) has no data area 1 for upload"
    );
}

#[test]
fn the_drivers_failure_is_told_with_its_code() {
    let folder = Folder::new();
    let (office, file) = (folder.office(SLOW), folder.file("data", "x"));
    let run = run(["download", &office, "-p0", "-a1", &file]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (
            Some(1),
            "",
            "error: phone 0 (Desk): the flash is worn out (PHONEERR_RESOURCEUNAVAIL)\n"
        )
    );
    let (code, error) = error_of(&["download", &office, "-p0", "-a1", &file]);
    assert_eq!((code, &error["kind"]), (Some(1), &json!("failed")));
    assert_eq!(error["tapi_name"], "PHONEERR_RESOURCEUNAVAIL");
    // Without words of the driver's own the code's text stands in, and the name is not repeated.
    let (code, error) = error_of(&["download", &office, "-p0", "-a3", &file]);
    assert_eq!(code, Some(1));
    assert_eq!(error["tapi_name"], "PHONEERR_NOTOWNER");
    assert!(
        !error["message"].as_str().unwrap().contains("PHONEERR"),
        "{error}"
    );
}

#[test]
fn a_time_limit_ends_it() {
    let folder = Folder::new();
    let (office, file) = (folder.office(SLOW), folder.file("data", "x"));
    let run = run([
        "download",
        &office,
        "-p0",
        "-a0",
        "--timeout",
        "200ms",
        &file,
    ]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (
            Some(5),
            "",
            "error: phone 0 (Desk) did not finish within 200ms (PHONEERR_OPERATIONFAILED)\n\
             hint: give it longer with --timeout, or see with --log debug what it does\n"
        )
    );
}

#[test]
fn verifying_finds_a_difference() {
    let folder = Folder::new();
    let (office, file) = (folder.office(SLOW), folder.file("data", "firm"));
    let (code, error) = error_of(&["download", &office, "-p0", "-a2", "--verify", &file]);
    assert_eq!((code, &error["kind"]), (Some(7), &json!("differs")));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("what came back is not what was sent: 4 bytes sent, "),
        "{message}"
    );
    assert!(
        message.ends_with("the first difference is at byte 0"),
        "{message}"
    );
}

#[test]
fn a_phone_that_comes_back_is_waited_for() {
    let folder = Folder::new();
    let office = folder.office(
        r#"
        [models.desk]
        areas = [{ id = 0, size = 10 }]
        [[phones]]
        name = "Desk"
        model = "desk"
        connected = false
        [[events]]
        at = "300ms"
        phone = "Desk"
        action = "replug"
        "#,
    );
    let file = folder.file("data", "x");
    let args = ["download", &office, "-p0", "-a0", &file];
    let (code, error) = error_of(&["download", "sim:", "-p3", "-a0", &file]);
    assert_eq!((code, &error["kind"]), (Some(4), &json!("refused")));
    assert_eq!(
        error["hint"],
        "wait for it with --wait TIME; `tspkit watch URL` shows when it is back"
    );
    let waited = run(args.iter().chain(&["--wait", "10m", "--json"]));
    assert_eq!(waited.code, Some(0), "{}", waited.stdout);

    let never = run(["download", "sim:", "-p3", "-a0", &file, "--wait", "50ms"]);
    assert_eq!(
        (never.code, never.stdout.as_str(), never.stderr.as_str()),
        (
            Some(5),
            "",
            "error: phone 3 (Cordless) was not connected within 50ms\n"
        )
    );
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::new();
    let missing = text(&folder.path("missing"));
    let (code, error) = error_of(&["download", "sim:", "-p0", "-a0", &missing]);
    assert_eq!((code, &error["kind"]), (Some(6), &json!("file")));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with(&format!("cannot read `{missing}`: ")),
        "{message}"
    );
    let (code, _) = error_of(&["download", "sim:", "-p0", "-a0", &text(&folder.path("."))]);
    assert_eq!(code, Some(6));
}
