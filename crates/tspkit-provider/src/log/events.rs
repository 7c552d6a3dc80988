//! The events of the SDK and of drivers, as notes.
//!
//! They come by way of `tracing`'s feature `log`, which hands events to the `log` crate where no subscriber has been
//! set. A `log::Log` is a plain reference to a static; a `tracing` subscriber would leave allocations behind in every
//! library that is unloaded. An author who sets a subscriber has the events there, and not in the provider's log.

use std::{
    fmt::{self, Write as _},
    panic::{self, AssertUnwindSafe},
    sync::{Mutex, PoisonError},
};

use log::{LevelFilter, Metadata, Record};
use tspkit_trace::{Level, MOST_TEXT};

use super::Log;

/// The log that is on. A process may have several providers in tests; the one that was started last has the notes.
static LISTENER: Mutex<Option<&'static Log>> = Mutex::new(None);

static LOGGER: Logger = Logger;

struct Logger;

pub(super) fn listener() -> Option<&'static Log> {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn listen(log: &'static Log, level: Level) {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(log);
    // It fails the second time, and where somebody else listens: then the notes are theirs.
    let _ = log::set_logger(&LOGGER);
    log::set_max_level(filter(level));
}

pub(super) fn ignore(log: &'static Log) {
    let mut listener = LISTENER.lock().unwrap_or_else(PoisonError::into_inner);
    if listener.is_some_and(|known| std::ptr::eq(known, log)) {
        *listener = None;
        log::set_max_level(LevelFilter::Off);
    }
}

impl log::Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // `tracing` reports here that a span is made without fields, entered, left or closed.
        !metadata.target().starts_with("tracing::span")
            && listener().is_some_and(|log| log.has(level(metadata.level())))
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        // Formatting runs code of drivers. It must not run with the file locked, nor unwind into whoever logs.
        let message = panic::catch_unwind(AssertUnwindSafe(|| {
            let mut text = Bounded(String::new());
            let _ = text.write_fmt(*record.args());
            text.0
        }));
        let message = message
            .as_deref()
            .unwrap_or("an event whose formatting panicked");
        if let Some(log) = listener() {
            log.note(level(record.level()), record.target(), message, &[]);
        }
    }

    fn flush(&self) {}
}

/// A text that stops to grow once it is longer than what the log keeps.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        if self.0.len() > MOST_TEXT {
            return Err(fmt::Error);
        }
        Ok(())
    }
}

const fn level(level: log::Level) -> Level {
    match level {
        log::Level::Error => Level::Error,
        log::Level::Warn => Level::Warn,
        log::Level::Info => Level::Info,
        log::Level::Debug => Level::Debug,
        log::Level::Trace => Level::Trace,
    }
}

const fn filter(level: Level) -> LevelFilter {
    match level {
        Level::Error => LevelFilter::Error,
        Level::Warn => LevelFilter::Warn,
        Level::Info => LevelFilter::Info,
        Level::Debug => LevelFilter::Debug,
        Level::Trace => LevelFilter::Trace,
    }
}
