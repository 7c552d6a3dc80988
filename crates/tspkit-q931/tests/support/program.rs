//! Real programs, run for a test.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::{
    fs::{self, File},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Nothing a test does takes this long; a hang is a failure and not a stuck test run.
const HANG: Duration = Duration::from_secs(300);

/// A program that is running; dropped, it is ended.
pub(crate) struct Program {
    child: Child,
    name: String,
    log: String,
}

impl Program {
    /// Starts `name` in `folder`. What it writes goes to the files `<log>.out` and `<log>.err` there.
    ///
    /// # Panics
    ///
    /// When it cannot be started, naming the Debian package.
    pub(crate) fn start(
        name: &str,
        package: &str,
        arguments: &[&str],
        folder: &Path,
        log: &str,
    ) -> Self {
        let file = |end: &str| {
            File::create(folder.join(format!("{log}.{end}"))).expect("a file for the test")
        };
        let child = Command::new(name)
            .args(arguments)
            .current_dir(folder)
            // Not as the user who runs the test has set it.
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder)
            .env("TERM", "dumb")
            .stdin(Stdio::null())
            .stdout(file("out"))
            .stderr(file("err"))
            .spawn()
            .unwrap_or_else(|error| {
                panic!("cannot run {name}: {error}; install the Debian package {package}")
            });
        Self {
            child,
            name: name.to_owned(),
            log: folder.join(log).to_string_lossy().into_owned(),
        }
    }

    /// Waits for its end.
    ///
    /// # Panics
    ///
    /// When it does not come.
    #[track_caller]
    pub(crate) fn end(mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return status;
            }
            assert!(
                began.elapsed() < HANG,
                "{} does not end; it said {}",
                self.name,
                self.said()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for its end, and demands that it was content.
    ///
    /// # Panics
    ///
    /// When it was not, with what it said.
    #[track_caller]
    pub(crate) fn succeed(self) -> String {
        let (name, log) = (self.name.clone(), self.log.clone());
        let status = self.end();
        let [out, err] = ["out", "err"].map(|end| read(&log, end));
        assert!(status.success(), "{name}: {status}\n{out}\n{err}");
        out
    }

    /// Whether it is still there.
    pub(crate) fn runs(&mut self) -> bool {
        let status = self.child.try_wait().expect("a child can be waited for");
        status.is_none()
    }

    /// All that it has written so far.
    pub(crate) fn said(&self) -> String {
        ["out", "err"].map(|end| read(&self.log, end)).concat()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It is over in most cases, and then this fails.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(log: &str, end: &str) -> String {
    let bytes = fs::read(format!("{log}.{end}")).expect("what the program wrote");
    String::from_utf8_lossy(&bytes).into_owned()
}
