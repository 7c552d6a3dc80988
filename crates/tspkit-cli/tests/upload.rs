//! Uploads from the simulated office.

mod common;

use std::fs;

use common::{Folder, noise, run, text, tspkit};
use serde_json::json;

/// An office with one phone: area 0 holds `content`, uploads of area 1 fail, area 2 takes its time.
fn office(folder: &Folder, content: &[u8]) -> String {
    let bytes: Vec<_> = content.iter().map(u8::to_string).collect();
    folder.office(&format!(
        r#"
        [models.desk]
        areas = [
            {{ id = 0, size = 65536, name = "noise", content = [{}] }},
            {{ id = 1, size = 10, name = "failing" }},
            {{ id = 2, size = 10, name = "slow", latency = "1h" }},
        ]
        [[phones]]
        name = "Desk"
        model = "desk"
        [[rules]]
        area = 1
        error = "PHONEERR_OPERATIONFAILED"
        message = "the phone hung up"
        "#,
        bytes.join(", ")
    ))
}

#[test]
fn bytes_reach_a_file_and_standard_output_as_they_are() {
    let folder = Folder::new();
    let content = noise(65536);
    let office = office(&folder, &content);
    let file = folder.path("out.bin");
    let to_file = run([
        "upload",
        &office,
        "-p0",
        "-a0",
        "-o",
        &text(&file),
        "--json",
    ]);
    let report = to_file.json();
    assert_eq!(to_file.code, Some(0));
    assert!(fs::read(&file).unwrap() == content);
    assert_eq!(report["bytes"], 65536);
    assert_eq!(report["command"], "upload");
    assert_eq!(report["file"], text(&file));
    assert_eq!(report["area"]["name"], "noise");

    let to_stdout = tspkit()
        .args(["upload", &office, "-p0", "-a0"])
        .output()
        .unwrap();
    assert_eq!(to_stdout.status.code(), Some(0));
    assert!(to_stdout.stdout == content);
    let note = String::from_utf8(to_stdout.stderr).unwrap();
    assert!(
        note.starts_with("uploaded data area 0 (noise) of phone 0 (Desk): 65536 bytes in "),
        "{note}"
    );
}

#[test]
fn quiet_is_quiet() {
    let run = run(["upload", "sim:", "-p0", "-a0", "--quiet"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(0), "language=en\nclock=24h\n", "")
    );
}

#[test]
fn a_failed_upload_leaves_the_file_and_nothing_beside_it() {
    let folder = Folder::new();
    let office = office(&folder, b"");
    let file = folder.file("out.bin", "the old content");
    let failed = run(["upload", &office, "-p0", "-a1", "-o", &file]);
    assert_eq!(
        (failed.code, failed.stdout.as_str(), failed.stderr.as_str()),
        (
            Some(1),
            "",
            "error: phone 0 (Desk): the phone hung up (PHONEERR_OPERATIONFAILED)\n"
        )
    );
    let late = run([
        "upload",
        &office,
        "-p0",
        "-a2",
        "-o",
        &file,
        "--timeout",
        "100ms",
    ]);
    assert_eq!(late.code, Some(5));
    assert_eq!(fs::read(&file).unwrap(), b"the old content");
    assert_eq!(folder.names(), ["office.toml", "out.bin"]);

    let other = text(&folder.path("new.bin"));
    assert_eq!(
        run(["upload", &office, "-p0", "-a1", "-o", &other]).code,
        Some(1)
    );
    assert_eq!(folder.names(), ["office.toml", "out.bin"]);

    // And a successful one replaces it.
    assert_eq!(
        run(["upload", "sim:", "-p0", "-a0", "-o", &file]).code,
        Some(0)
    );
    assert_eq!(fs::read(&file).unwrap(), b"language=en\nclock=24h\n");
    assert_eq!(folder.names(), ["office.toml", "out.bin"]);
}

#[test]
fn a_place_that_cannot_be_written_is_found_before_the_transfer() {
    let folder = Folder::new();
    let office = office(&folder, b"");
    let file = text(&folder.path("missing").join("out.bin"));
    // The area would take an hour.
    let run = run(["upload", &office, "-p0", "-a2", "-o", &file, "--json"]);
    let error = &run.json()["error"];
    assert_eq!((run.code, &error["kind"]), (Some(6), &json!("file")));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with(&format!("cannot write `{file}`: ")),
        "{message}"
    );
}

#[test]
fn data_and_json_do_not_share_standard_output() {
    let run = run(["upload", "sim:", "-p0", "-a0", "--json"]);
    let report = run.json();
    assert_eq!(run.code, Some(2));
    assert_eq!(
        report["error"]["message"],
        "standard output cannot take both the data and --json"
    );
    assert_eq!(
        report["error"]["hint"],
        "write the data to a file with -o FILE"
    );
}

#[test]
fn an_area_for_download_only_is_refused() {
    let run = run(["upload", "sim:", "-p0", "-a4"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (
            Some(4),
            "",
            "error: phone 0 (Reception) has no data area 4 for upload (PHONEERR_INVALDATAID)\n\
             hint: data areas for upload: 0 (settings), 2 (directory), 3 (firmware), 6 (echo out)\n"
        )
    );
}
