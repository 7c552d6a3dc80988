//! What a person at a terminal sees.

#![cfg(unix)]

mod common;

use std::process::{Command, Stdio};

use common::{Folder, Run, noise};

/// Runs the program on a terminal of its own; what it prints there, on either stream, is `stdout`.
fn on_terminal(args: &[&str]) -> Run {
    let words: Vec<_> = [env!("CARGO_BIN_EXE_tspkit")]
        .iter()
        .chain(args)
        .map(|word| format!("'{}'", word.replace('\'', r"'\''")))
        .collect();
    let output = Command::new("script")
        .args([
            "--quiet",
            "--return",
            "--command",
            &words.join(" "),
            "/dev/null",
        ])
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .expect("`script` must be installed; Debian has it in the package bsdutils");
    output.into()
}

#[test]
fn a_bar_moves_and_goes_away() {
    let folder = Folder::new();
    let file = folder.file("firmware.bin", noise(300_000));
    // Three seconds, so that there is something to see in between on a busy machine too.
    let office = folder.office(
        r#"
        [models.desk]
        areas = [{ id = 3, size = 300000, bytes_per_second = 100000 }]
        [[phones]]
        name = "Desk"
        model = "desk"
        "#,
    );
    let run = on_terminal(&["download", &office, "-p0", "-a3", &file]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let bars: Vec<_> = run
        .stdout
        .split(['\r', '\n'])
        .filter(|line| line.contains("download ["))
        .collect();
    assert!(
        bars[0].contains("download [                              ]   0% 0 B/292.97 KiB"),
        "{bars:?}"
    );
    let half = bars
        .iter()
        .any(|bar| bar.contains("=>") && bar.contains("KiB/s, "));
    assert!(half, "{bars:?}");
    let end = run.stdout.rfind("downloaded `").expect("a summary");
    assert!(!run.stdout[end..].contains("download ["), "{}", run.stdout);
}

#[test]
fn quiet_draws_no_bar() {
    let folder = Folder::new();
    let file = folder.file("firmware.bin", noise(100_000));
    let run = on_terminal(&["download", "sim:", "-p0", "-a3", &file, "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
}

#[test]
fn text_is_shown_and_noise_is_not() {
    let text = on_terminal(&["upload", "sim:", "-p0", "-a0", "--quiet"]);
    assert_eq!(
        (text.code, text.stdout.as_str()),
        (Some(0), "language=en\r\nclock=24h\r\n")
    );

    let folder = Folder::new();
    let office = folder.office(
        r#"
        [models.desk]
        areas = [{ id = 0, size = 4, content = [97, 27, 91, 98] }]
        [[phones]]
        name = "Desk"
        model = "desk"
        "#,
    );
    let refused = on_terminal(&["upload", &office, "-p0", "-a0", "--quiet"]);
    assert_eq!(
        (refused.code, refused.stdout.as_str()),
        (
            Some(2),
            "error: the 4 bytes are not text, and would garble the terminal\r\n\
             hint: write them to a file with -o FILE, or to the terminal all the same with --force\r\n"
        )
    );
    let forced = on_terminal(&["upload", &office, "-p0", "-a0", "--quiet", "--force"]);
    assert_eq!(
        (forced.code, forced.stdout.as_str()),
        (Some(0), "a\u{1b}[b")
    );
}
