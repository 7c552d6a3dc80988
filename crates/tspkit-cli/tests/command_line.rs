//! Help, completions, logs, and command lines that are wrong.

mod common;

use std::fs;

use common::{Folder, run, text};
use serde_json::json;

#[test]
fn phones_are_listed_with_their_areas() {
    let run = run(["phones", "sim:"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "PHONE  NAME             STATE         DESCRIPTION",
            "    0  Reception        connected     Executive desk phone, simulated",
            "       AREA       BYTES  DIRECTION  NAME",
        ]
    );
    assert_eq!(lines[6], "          3     1048576  both       firmware");
    assert!(
        lines.contains(&"    3  Cordless         disconnected  Cordless handset, simulated"),
        "{lines:?}"
    );
}

#[test]
fn phones_as_json() {
    let run = run(["phones", "sim:", "--json"]);
    let report = run.json();
    assert_eq!((run.code, &report["ok"]), (Some(0), &json!(true)));
    assert_eq!(report["phones"].as_array().unwrap().len(), 4);
    assert_eq!(
        report["phones"][1],
        json!({
            "index": 1,
            "id": 2,
            "name": "Lobby",
            "state": "connected",
            "description": "Lobby phone, simulated",
            "line": 2,
            "display": { "rows": 1, "columns": 16 },
            "ring_modes": 1,
            "button_lamps": 1,
            "areas": [
                { "id": 0, "name": "greeting", "bytes": 1024, "direction": "both" },
                { "id": 1, "name": "ring", "bytes": 16, "direction": "download" },
                { "id": 2, "name": "clear", "bytes": 0, "direction": "download" },
            ],
        })
    );
    assert_eq!(report["phones"][3]["state"], "disconnected");
    assert_eq!(report["phones"][3]["line"], json!(null));
}

#[test]
fn urls_that_cannot_be_opened() {
    let unknown = run(["phones", "acme:somewhere"]);
    assert_eq!(
        (
            unknown.code,
            unknown.stdout.as_str(),
            unknown.stderr.as_str()
        ),
        (
            Some(3),
            "",
            "error: cannot open `acme:somewhere`: there is no driver of that name; a URL begins with the name of \
             a driver, one of `serial:`, `sim:`\n\
             hint: `sim:` is the simulated office, `serial:/dev/ttyUSB0?profile=acme.toml` a phone on a serial port\n"
        )
    );
    assert_eq!(run(["phones", "nothing"]).code, Some(3));
    let missing = run(["phones", "sim:no-such-file.toml", "--json"]);
    assert_eq!(missing.code, Some(3));
    assert_eq!(missing.json()["error"]["kind"], "cannot_open");

    let folder = Folder::new();
    let office = folder.office("seed = 1\nphoness = []\n");
    let wrong = run(["phones", &office]);
    assert_eq!(wrong.code, Some(3));
    assert!(
        wrong.stderr.contains("line 2, column 1"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn wrong_command_lines() {
    for args in [
        &["dial"][..],
        &["phones"],
        &["download", "sim:", "-p0", "-a0"],
        &["download", "sim:", "-p", "first", "-a0", "x"],
        &["upload", "sim:", "-p0", "-a0", "--timeout", "soon"],
        &["phones", "sim:", "--log", "tspkit=loud"],
    ] {
        let run = run(args);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    let run = run(["download", "sim:", "--json"]);
    assert_eq!(run.code, Some(2));
    let error = &run.json()["error"];
    assert_eq!(error["kind"], "usage");
    assert!(error["message"].as_str().unwrap().contains("--phone <N>"));
}

#[test]
fn help_and_version() {
    let help = run(["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for code in [
        "    0  it is done",
        "    5  it took longer than it was given",
        "  130  Ctrl-C",
    ] {
        assert!(help.stdout.contains(code), "{}", help.stdout);
    }
    let version = run(["--version"]);
    assert_eq!(
        version.stdout,
        concat!("tspkit ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert_eq!(version.code, Some(0));
}

#[test]
fn completions_for_every_shell() {
    for (shell, sign) in [
        ("bash", "complete -F _tspkit"),
        ("zsh", "#compdef tspkit"),
        ("fish", "complete -c tspkit"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer[tspkit]"),
    ] {
        let run = run(["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{shell}");
        for word in [sign, "download", "upload", "timeout", "read-back"] {
            assert!(run.stdout.contains(word), "{shell} lacks {word}");
        }
    }
}

#[test]
fn logs_go_to_standard_error_or_a_file() {
    let folder = Folder::new();
    let file = folder.file("data", "x");
    let args = [
        "download", "sim:", "-p0", "-a0", &file, "--quiet", "--log", "debug",
    ];
    let shown = run(args);
    assert_eq!((shown.code, shown.stdout.as_str()), (Some(0), ""));
    assert!(shown.stderr.contains("DEBUG"), "{}", shown.stderr);
    assert!(
        shown.stderr.contains("the request was accepted"),
        "{}",
        shown.stderr
    );

    let log = folder.path("log");
    let kept = run(args.into_iter().chain(["--log-file", &text(&log)]));
    assert_eq!(
        (kept.code, kept.stdout.as_str(), kept.stderr.as_str()),
        (Some(0), "", "")
    );
    assert!(
        fs::read_to_string(log)
            .unwrap()
            .contains("the request was accepted")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = common::tspkit()
        .args(["phones", "sim:"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(6));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: cannot write to standard output: No space left on device (os error 28)\n"
    );
}
