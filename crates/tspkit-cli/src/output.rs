//! Everything that the program prints.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::MultiProgress;
use serde_json::{Value, json};

use crate::failure::{Failure, Kind};

/// Standard output and standard error, in the form that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    /// The progress bar's place; what else goes to a terminal makes it stand aside.
    screen: MultiProgress,
}

impl Output {
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        Self {
            json,
            quiet,
            screen: MultiProgress::new(),
        }
    }

    /// A line of the result.
    pub(crate) fn line(&self, text: &str) -> Result<(), Failure> {
        self.write(format!("{text}\n").as_bytes())
    }

    /// A JSON object, on a line of its own.
    pub(crate) fn object(&self, object: &Value) -> Result<(), Failure> {
        self.line(&object.to_string())
    }

    /// Bytes, as they are.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.screen.suspend(|| {
            let mut stdout = io::stdout().lock();
            stdout.write_all(bytes).and_then(|()| stdout.flush())
        });
        written.map_err(|error| Failure::stdout(&error))
    }

    /// What was done: `summary` for people unless they want quiet, `fields` for programs.
    pub(crate) fn done(&self, summary: &str, fields: Value) -> Result<(), Failure> {
        if self.json {
            self.object(&with_ok(fields))
        } else if self.quiet {
            Ok(())
        } else {
            self.line(summary)
        }
    }

    /// A line for people beside the result.
    pub(crate) fn note(&self, text: &str) {
        // With standard error closed there is no one to tell.
        let _ = self
            .screen
            .suspend(|| writeln!(io::stderr().lock(), "{text}"));
    }

    /// Why the program ends.
    pub(crate) fn failure(&self, failure: &Failure) {
        if failure.kind == Kind::Unread {
            return;
        }
        if self.json {
            // When even this cannot be written, the exit code has to do.
            let _ = self.object(&failure.json());
        } else {
            self.note(&failure.text());
        }
    }

    /// The place for a progress bar.
    pub(crate) fn screen(&self) -> &MultiProgress {
        &self.screen
    }

    pub(crate) fn stdout_is_terminal() -> bool {
        io::stdout().is_terminal()
    }
}

fn with_ok(fields: Value) -> Value {
    let mut object = json!({ "ok": true });
    if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
        object.extend(fields);
    }
    object
}
