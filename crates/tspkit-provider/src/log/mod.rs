//! The provider's log: a file of `tspkit-trace`'s records, off unless the configuration has it on.
//!
//! It lives in a library that is loaded and unloaded any number of times. So there is no thread, nothing thread-local
//! (its destructor would keep the library loaded on glibc), and after [`Log::stop`] neither memory nor a handle.

mod events;
mod file;
mod hook;
mod thread;

use std::{
    path::PathBuf,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use tspkit_trace::{Level, Stamp, Value, write};

use self::file::LogFile;
pub(crate) use self::hook::install_panic_hook;
use crate::config::{BadValue, Configuration, OR_REGISTRY};

const DEFAULT_SIZE: u64 = 10 << 20;
const DEFAULT_FILES: u32 = 5;
/// A buffer that a long line has made larger than this is given back.
const USUAL_LINE: usize = 8 << 10;
const OFF: u8 = 0;

/// The log of one provider, for a `static`.
#[derive(Debug)]
pub(crate) struct Log {
    /// 0 while off, otherwise [`rank`] of the finest level that is written.
    level: AtomicU8,
    /// The thread that has `open` locked: a panic there must not lock it again. 0 is nobody.
    holder: AtomicU64,
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    file: LogFile,
    line: Vec<u8>,
}

/// Why there is no log although the configuration speaks of one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogError {
    #[error(transparent)]
    Value(#[from] BadValue),
    #[error("the configuration has LogLevel but no LogFile; set {variable}{or}", or = OR_REGISTRY)]
    NoFile { variable: String },
    #[error("the log `{path}` cannot be opened: {source}; correct {variable}{or}", or = OR_REGISTRY)]
    Open {
        path: PathBuf,
        variable: String,
        source: std::io::Error,
    },
}

impl Log {
    /// A log that is off.
    pub(crate) const fn new() -> Self {
        Self {
            level: AtomicU8::new(OFF),
            holder: AtomicU64::new(0),
            open: Mutex::new(None),
        }
    }

    /// Opens the file if the configuration has one; does nothing while the log is on.
    ///
    /// The error is also what a debugger shows on Windows. The log stays off then.
    pub(crate) fn start(&'static self, configuration: &Configuration) -> Result<(), LogError> {
        if self.level.load(Ordering::Relaxed) != OFF {
            return Ok(());
        }
        self.open(configuration)
            .inspect_err(|error| hook::debugger(&error.to_string()))
    }

    fn open(&'static self, configuration: &Configuration) -> Result<(), LogError> {
        let Some(level) = configured_level(configuration)? else {
            return Ok(());
        };
        let variable = configuration.variable("LogFile");
        let Some(path) = configuration.get("LogFile").map(PathBuf::from) else {
            return Err(LogError::NoFile { variable });
        };
        let size = configuration.parsed("LogSize")?.unwrap_or(DEFAULT_SIZE);
        let old = configuration.parsed("LogFiles")?.unwrap_or(DEFAULT_FILES);
        let Some(mut held) = self.lock() else {
            return Ok(());
        };
        if held.open.is_some() {
            return Ok(());
        }
        let file = LogFile::open(&path, size, old).map_err(|source| LogError::Open {
            path,
            variable,
            source,
        })?;
        let line = Vec::new();
        *held.open = Some(Open { file, line });
        self.level.store(rank(level), Ordering::Relaxed);
        drop(held);
        events::listen(self, level);
        self.begin(configuration, level);
        Ok(())
    }

    /// The first line: whose log it is.
    fn begin(&self, configuration: &Configuration, level: Level) {
        let about = configuration.about();
        let fields = [
            ("vendor", Value::Text(about.vendor)),
            ("product", Value::Text(about.product)),
            ("file", Value::Text(about.file)),
            ("version", Value::Text(env!("CARGO_PKG_VERSION"))),
            ("process", Value::Number(std::process::id().into())),
            ("level", Value::Text(level.name())),
        ];
        self.note(Level::Info, module_path!(), "the log begins", &fields);
    }

    /// Closes the file, and keeps nothing.
    pub(crate) fn stop(&'static self) {
        if self.level.load(Ordering::Relaxed) == OFF {
            return;
        }
        self.note(Level::Info, module_path!(), "the log ends", &[]);
        events::ignore(self);
        if let Some(mut held) = self.lock() {
            self.level.store(OFF, Ordering::Relaxed);
            *held.open = None;
        }
    }

    /// Whether calls and callbacks are logged: all that is paid while they are not.
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        self.has(Level::Info)
    }

    /// Whether notes of that level are.
    #[inline]
    pub(crate) fn has(&self, level: Level) -> bool {
        self.level.load(Ordering::Relaxed) >= rank(level)
    }

    /// TAPI's call of an exported function has just returned `result`.
    pub(crate) fn call(
        &self,
        function: &'static str,
        arguments: &[(&'static str, Value<'_>)],
        result: i32,
        took: Duration,
    ) {
        if self.is_on() {
            self.write(|line, stamp| write::call(line, stamp, function, arguments, result, took));
        }
    }

    /// A function of TAPI has just returned.
    pub(crate) fn callback(
        &self,
        function: &'static str,
        arguments: &[(&'static str, Value<'_>)],
        took: Duration,
    ) {
        if self.is_on() {
            self.write(|line, stamp| write::callback(line, stamp, function, arguments, took));
        }
    }

    /// Somebody has something to say.
    pub(crate) fn note(
        &self,
        level: Level,
        target: &str,
        message: &str,
        fields: &[(&str, Value<'_>)],
    ) {
        if self.has(level) {
            self.write(|line, stamp| write::note(line, stamp, level, target, message, fields));
        }
    }

    fn write(&self, format: impl FnOnce(&mut Vec<u8>, Stamp)) {
        let thread = thread::id();
        let time = SystemTime::now();
        let Some(mut held) = self.lock_as(thread) else {
            return;
        };
        let Some(open) = held.open.as_mut() else {
            return;
        };
        open.line.clear();
        format(&mut open.line, Stamp { time, thread });
        open.file.write(&open.line);
        if open.line.capacity() > USUAL_LINE {
            open.line = Vec::new();
        }
    }

    fn lock(&self) -> Option<Held<'_>> {
        self.lock_as(thread::id())
    }

    /// `None` when this very thread has it: something has panicked in here.
    fn lock_as(&self, thread: u64) -> Option<Held<'_>> {
        if self.holder.load(Ordering::Relaxed) == thread {
            return None;
        }
        // A panic in the middle of a line has left nothing that the next line does not put right.
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        self.holder.store(thread, Ordering::Relaxed);
        let holder = &self.holder;
        Some(Held { open, holder })
    }
}

/// The open file, locked.
struct Held<'a> {
    open: MutexGuard<'a, Option<Open>>,
    holder: &'a AtomicU64,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.holder.store(0, Ordering::Relaxed);
    }
}

/// The level that the configuration has; `None` for off.
fn configured_level(configuration: &Configuration) -> Result<Option<Level>, BadValue> {
    match configuration.get("LogLevel") {
        Some(word) if word.eq_ignore_ascii_case("off") => Ok(None),
        _ => configuration.parsed("LogLevel"),
    }
}

/// Finer levels are larger numbers; off is 0.
const fn rank(level: Level) -> u8 {
    match level {
        Level::Error => 1,
        Level::Warn => 2,
        Level::Info => 3,
        Level::Debug => 4,
        Level::Trace => 5,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use self::tests::set_variable;
