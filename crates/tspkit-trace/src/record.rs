//! A record as it was read.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use crate::{
    time::Stamp,
    value::OwnedValue,
    write::{self, add},
};

/// One line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When the call or callback had returned, or the note was made; to the microsecond.
    pub time: SystemTime,
    /// The operating system's number of the thread.
    pub thread: u64,
    /// What happened.
    pub what: What,
}

/// What a record tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// TAPI has called a function of the provider.
    Call {
        /// The function, such as `TSPI_phoneSetData`.
        function: String,
        /// The arguments by the names of TAPI's pages, in their order.
        arguments: Vec<(String, OwnedValue)>,
        /// What it returned.
        result: i32,
        /// How long it took, in whole microseconds.
        took: Duration,
    },
    /// The provider has called a function of TAPI.
    Callback {
        /// `ASYNC_COMPLETION`, `PHONEEVENT` or `LINEEVENT`.
        function: String,
        /// The arguments by the names of TAPI's pages, in their order.
        arguments: Vec<(String, OwnedValue)>,
        /// How long it took to return, in whole microseconds.
        took: Duration,
    },
    /// Somebody in the provider had something to say.
    Note {
        /// What.
        message: String,
        /// How important it is.
        level: Level,
        /// Who said it: a module of Rust as a rule.
        target: String,
        /// Values that go with it.
        fields: Vec<(String, OwnedValue)>,
    },
}

impl What {
    /// The name of the function; `None` for a note.
    pub fn function(&self) -> Option<&str> {
        match self {
            Self::Call { function, .. } | Self::Callback { function, .. } => Some(function),
            Self::Note { .. } => None,
        }
    }

    /// All arguments, or a note's fields.
    pub fn arguments(&self) -> &[(String, OwnedValue)] {
        match self {
            Self::Call { arguments, .. } | Self::Callback { arguments, .. } => arguments,
            Self::Note { fields, .. } => fields,
        }
    }

    /// The first argument, or field of a note, with that name.
    pub fn argument(&self, name: &str) -> Option<&OwnedValue> {
        let mut arguments = self.arguments().iter();
        arguments.find_map(|(known, value)| (known == name).then_some(value))
    }
}

impl Record {
    /// Appends the record to a buffer as one line, as it would have been written in the first place.
    pub fn write(&self, line: &mut Vec<u8>) {
        let stamp = Stamp {
            time: self.time,
            thread: self.thread,
        };
        match &self.what {
            What::Call {
                function,
                arguments,
                result,
                took,
            } => {
                write::begin(line, stamp, "call", function);
                named(line, "args", arguments);
                add(line, format_args!(",\"result\":{result}"));
                write::end_after(line, *took);
            }
            What::Callback {
                function,
                arguments,
                took,
            } => {
                write::begin(line, stamp, "callback", function);
                named(line, "args", arguments);
                write::end_after(line, *took);
            }
            What::Note {
                message,
                level,
                target,
                fields,
            } => {
                write::begin(line, stamp, "note", message);
                add(line, format_args!(",\"level\":\"{level}\",\"target\":"));
                write::string(line, target);
                named(line, "fields", fields);
                add(line, format_args!("}}\n"));
            }
        }
    }
}

fn named(line: &mut Vec<u8>, key: &str, values: &[(String, OwnedValue)]) {
    let values = values.iter().map(|(name, value)| (name.as_str(), value));
    write::object(line, key, values, |line, value| match value {
        OwnedValue::Number(number) => add(line, format_args!("{number}")),
        OwnedValue::Signed(number) => add(line, format_args!("{number}")),
        OwnedValue::Hex(number) => add(line, format_args!("\"{number:#x}\"")),
        OwnedValue::Bytes { shown, length } => write::bytes(line, shown, *length),
        OwnedValue::Text { shown, length } => write::text(line, shown, *length),
    });
}

/// How important a note is, and how much a log has: each level has all the levels before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Something has gone wrong.
    Error,
    /// Something may go wrong.
    Warn,
    /// What happens; every call and callback is of this level.
    Info,
    /// What happens, in detail.
    Debug,
    /// Everything.
    Trace,
}

impl Level {
    /// All levels, the most important first.
    pub const ALL: [Self; 5] = [
        Self::Error,
        Self::Warn,
        Self::Info,
        Self::Debug,
        Self::Trace,
    ];

    /// The level's name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no level; there are error, warn, info, debug and trace")]
pub struct UnknownLevel(pub String);

impl FromStr for Level {
    type Err = UnknownLevel;

    /// The level of that name, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let mut all = Self::ALL.into_iter();
        all.find(|level| level.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownLevel(text.into()))
    }
}
