//! The log, as its files show it.

mod contained;
mod ending;
mod notes;
mod rotation;
mod writing;

use std::{
    env, fs,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tempfile::TempDir;
use tspkit_trace::{Reader, Record};

use super::{Log, LogError};
use crate::{About, config::Configuration};

/// Notes go to the log that was started last, so one test has a log at a time.
static ONE: Mutex<()> = Mutex::new(());

/// A log of one test, in a folder of its own.
struct Bench {
    folder: TempDir,
    log: &'static Log,
    configuration: Configuration,
    _alone: MutexGuard<'static, ()>,
}

impl Bench {
    /// The log of a provider of that name, which no other test has; it is not started.
    fn new(product: &'static str) -> Self {
        let alone = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let about = About::new("tspkit", product, "office.tsp");
        Self {
            folder: tempfile::tempdir().unwrap(),
            log: Box::leak(Box::new(Log::new())),
            configuration: Configuration::new(about),
            _alone: alone,
        }
    }

    /// A log that is on.
    fn started(product: &'static str, level: &str) -> Self {
        let bench = Self::new(product);
        bench.set("LogFile", bench.path("log").to_str().unwrap());
        bench.set("LogLevel", level);
        bench.start().unwrap();
        bench
    }

    fn start(&self) -> Result<(), LogError> {
        self.log.start(&self.configuration)
    }

    fn set(&self, key: &str, value: &str) {
        set_variable(&self.configuration.variable(key), value);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The lines of a file of the folder, without their times and threads.
    fn lines(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.is_empty() || text.ends_with('\n'), "{text}");
        text.lines().map(without_stamp).collect()
    }

    /// All lines but the first, which says that the log begins.
    fn told(&self) -> Vec<String> {
        self.lines("log").split_off(1)
    }

    fn records(&self, name: &str) -> Vec<Record> {
        let text = fs::read(self.path(name)).unwrap();
        Reader::new(&text[..]).map(Result::unwrap).collect()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.log.stop();
    }
}

fn without_stamp(line: &str) -> String {
    let rest = line
        .split_once(",\"thread\":")
        .expect("a time and a thread")
        .1;
    let (thread, rest) = rest.split_once(',').unwrap();
    assert_ne!(thread.parse::<u64>().unwrap(), 0);
    format!("{{{rest}")
}

pub(crate) fn set_variable(name: &str, value: &str) {
    // SAFETY: nothing in these tests reads the environment but through the standard library, which locks it.
    unsafe { env::set_var(name, value) }
}
