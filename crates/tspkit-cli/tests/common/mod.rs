//! Running the program.

#![allow(dead_code, reason = "not every test file uses all of it")]

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use rand::{RngCore as _, SeedableRng as _};
use serde_json::Value;
use tempfile::TempDir;

/// The program, to be given arguments.
pub(crate) fn tspkit() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tspkit"));
    command.stdin(Stdio::null());
    command
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Standard output as one JSON object on one line, and nothing on standard error.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.stderr, "");
        assert_eq!(self.stdout.lines().count(), 1, "{}", self.stdout);
        serde_json::from_str(&self.stdout).expect("standard output is JSON")
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// Runs the program to its end.
pub(crate) fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Run {
    let output = tspkit().args(args).output();
    output.expect("the program can be run").into()
}

/// A folder for one test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and says where.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).expect("the file can be written");
        text(&path)
    }

    /// Writes an office file and says its URL.
    pub(crate) fn office(&self, content: &str) -> String {
        format!("sim:{}", self.file("office.toml", content))
    }

    /// The names of all that is in it.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder can be read");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.into_string().expect("a name in Unicode"))
            .collect();
        names.sort();
        names
    }
}

pub(crate) fn text(path: &Path) -> String {
    path.to_str().expect("a path in Unicode").to_owned()
}

/// Bytes that look random and are the same in every run.
pub(crate) fn noise(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    rand_pcg::Pcg64Mcg::seed_from_u64(size as u64).fill_bytes(&mut bytes);
    bytes
}

/// Waits until `found` says yes; five minutes at most.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut found: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(300);
    while !found() {
        assert!(
            Instant::now() < end,
            "{what} did not happen in five minutes"
        );
        thread::sleep(Duration::from_millis(10));
    }
}
