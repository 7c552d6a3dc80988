//! A new file when the old one is full.

use std::{fs, time::Duration};

use tspkit_trace::Value;

use super::Bench;
use crate::log::file::LogFile;

fn names(bench: &Bench) -> Vec<String> {
    let entries = fs::read_dir(bench.folder.path()).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

fn text(bench: &Bench, name: &str) -> String {
    fs::read_to_string(bench.path(name)).unwrap()
}

#[test]
fn the_oldest_file_goes() {
    let bench = Bench::new("Rotation oldest");
    let mut file = LogFile::open(&bench.path("log"), 10, 2).unwrap();
    for line in [
        "one\n", "two\n", "three\n", "four\n", "five\n", "six\n", "seven\n",
    ] {
        file.write(line.as_bytes());
    }
    assert_eq!(names(&bench), ["log", "log.1", "log.2"]);
    assert_eq!(text(&bench, "log"), "six\nseven\n", "exactly what fits");
    assert_eq!(text(&bench, "log.1"), "four\nfive\n");
    assert_eq!(text(&bench, "log.2"), "three\n");
}

#[test]
fn a_line_is_never_divided() {
    let bench = Bench::new("Rotation whole");
    let mut file = LogFile::open(&bench.path("log"), 3, 9).unwrap();
    file.write(b"longer than a file\n");
    file.write(b"x\n");
    assert_eq!(text(&bench, "log.1"), "longer than a file\n");
    assert_eq!(text(&bench, "log"), "x\n");
}

#[test]
fn without_old_files_the_one_begins_again() {
    let bench = Bench::new("Rotation none");
    let mut file = LogFile::open(&bench.path("log"), 8, 0).unwrap();
    for line in ["one\n", "two\n", "three\n"] {
        file.write(line.as_bytes());
    }
    assert_eq!(names(&bench), ["log"]);
    assert_eq!(text(&bench, "log"), "three\n");
}

#[test]
fn what_is_there_already_counts() {
    let bench = Bench::new("Rotation there");
    fs::write(bench.path("log"), "12345\n").unwrap();
    let mut file = LogFile::open(&bench.path("log"), 10, 1).unwrap();
    file.write(b"678\n");
    file.write(b"9\n");
    assert_eq!(text(&bench, "log.1"), "12345\n678\n");
    assert_eq!(text(&bench, "log"), "9\n");
}

#[test]
fn a_line_that_was_left_unfinished_is_ended() {
    let bench = Bench::new("Rotation torn");
    fs::write(bench.path("log"), "whole\nhal").unwrap();
    let mut file = LogFile::open(&bench.path("log"), 100, 1).unwrap();
    file.write(b"next\n");
    file.write(b"last\n");
    assert_eq!(text(&bench, "log"), "whole\nhal\nnext\nlast\n");
}

#[test]
fn folders_are_made() {
    let bench = Bench::new("Rotation folders");
    let mut file = LogFile::open(&bench.path("a/b/log"), 100, 1).unwrap();
    file.write(b"line\n");
    assert_eq!(text(&bench, "a/b/log"), "line\n");
}

#[test]
fn a_file_that_cannot_be_moved_is_written_on() {
    let bench = Bench::new("Rotation stuck");
    // A folder in its place, with something in it, is what no system replaces by a file.
    fs::create_dir_all(bench.path("log.1/inside")).unwrap();
    let mut file = LogFile::open(&bench.path("log"), 8, 1).unwrap();
    for line in ["one\n", "two\n", "three\n", "four\n"] {
        file.write(line.as_bytes());
    }
    assert_eq!(text(&bench, "log"), "one\ntwo\nthree\nfour\n");
    fs::remove_dir_all(bench.path("log.1")).unwrap();
    file.write(b"five\n");
    assert_eq!(text(&bench, "log.1"), "one\ntwo\nthree\nfour\n");
    assert_eq!(text(&bench, "log"), "five\n");
}

#[test]
fn size_and_count_come_from_the_configuration() {
    let bench = Bench::new("Rotation configured");
    bench.set("LogFile", bench.path("log").to_str().unwrap());
    bench.set("LogLevel", "info");
    bench.set("LogSize", "400");
    bench.set("LogFiles", "3");
    bench.start().unwrap();
    for number in 0..40 {
        let arguments = [("dwRequestID", Value::Number(number))];
        bench
            .log
            .call("TSPI_phoneSetRing", &arguments, 1, Duration::ZERO);
    }
    assert_eq!(names(&bench), ["log", "log.1", "log.2", "log.3"]);
    let mut numbers = Vec::new();
    for name in ["log.3", "log.2", "log.1", "log"] {
        assert!(text(&bench, name).len() <= 400);
        for record in bench.records(name) {
            numbers.push(
                record
                    .what
                    .argument("dwRequestID")
                    .unwrap()
                    .number()
                    .unwrap(),
            );
        }
    }
    let first = 40 - numbers.len() as u64;
    assert_eq!(numbers, (first..40).collect::<Vec<_>>(), "without a gap");
    assert!(numbers.len() >= 8, "{numbers:?}");
}
