//! What ends the program early, and with which exit code.

use std::{error::Error as StdError, fmt::Write as _, io, path::Path};

use serde_json::{Value, json};
use tspkit::{LineError, PhoneError};

/// Kinds of failures: the exit codes, and `error.kind` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Failed,
    Usage,
    CannotOpen,
    Refused,
    TimedOut,
    File,
    Differs,
    Breach,
    Malformed,
    Busy,
    NoAnswer,
    NotReached,
    Interrupted,
    /// Whoever read our output does not any more: nobody is left to be told anything.
    Unread,
}

impl Kind {
    pub(crate) const fn exit_code(self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::CannotOpen => 3,
            Self::Refused => 4,
            Self::TimedOut => 5,
            Self::File => 6,
            Self::Differs => 7,
            Self::Breach => 8,
            Self::Malformed => 9,
            Self::Busy => 10,
            Self::NoAnswer => 11,
            Self::NotReached => 12,
            Self::Interrupted => 130,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::CannotOpen => "cannot_open",
            Self::Refused => "refused",
            Self::TimedOut => "timed_out",
            Self::File => "file",
            Self::Differs => "differs",
            Self::Breach => "breach",
            Self::Malformed => "malformed",
            Self::Busy => "busy",
            Self::NoAnswer => "no_answer",
            Self::NotReached => "not_reached",
            Self::Interrupted => "interrupted",
            Self::Unread => "unread",
        }
    }
}

/// Why the program ends without having done what it was told.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    /// What happened, where, with which value; no full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
    /// TAPI's code, when the SDK or the driver gave one.
    pub(crate) code: Option<TapiCode>,
    /// An object with what else there is to say in JSON.
    pub(crate) fields: Option<Box<Value>>,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
            code: None,
            fields: None,
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn code(mut self, code: impl Into<TapiCode>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub(crate) fn fields(mut self, fields: Value) -> Self {
        self.fields = Some(Box::new(fields));
        self
    }

    pub(crate) fn interrupted() -> Self {
        Self::new(Kind::Interrupted, "interrupted")
    }

    /// Something could not be done with a file.
    pub(crate) fn file(action: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(
            Kind::File,
            format!("cannot {action} `{}`: {error}", path.display()),
        )
    }

    /// Standard output could not be written.
    pub(crate) fn stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Kind::Unread, "nobody reads the output");
        }
        Self::new(
            Kind::File,
            format!("cannot write to standard output: {error}"),
        )
    }

    pub(crate) fn from_open(error: &tspkit::OpenError) -> Self {
        let failure = Self::new(Kind::CannotOpen, with_causes(error));
        match error {
            tspkit::OpenError::Url { .. } => failure.hint(
                "`sim:` is the simulated office, `serial:/dev/ttyUSB0?profile=acme.toml` a phone on a serial port",
            ),
            _ => failure,
        }
    }

    /// As text, for a person.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("error: {}", self.message);
        if let Some(code) = self.code {
            let _ = write!(text, " ({})", code.shown());
        }
        if let Some(hint) = &self.hint {
            let _ = write!(text, "\nhint: {hint}");
        }
        text
    }

    /// As JSON; `exit_code` is the program's.
    pub(crate) fn json(&self) -> Value {
        let code = self.code.map(|code| code.number);
        let mut object = json!({
            "ok": false,
            "exit_code": self.kind.exit_code(),
            "error": {
                "kind": self.kind.name(),
                "message": self.message,
                "hint": self.hint,
                "tapi_name": self.code.map(|code| code.name),
                "tapi_code": code,
                "tapi_hex": code.map(|code| format!("0x{code:08X}")),
            },
        });
        let fields = self.fields.as_deref().and_then(Value::as_object);
        if let (Some(object), Some(fields)) = (object.as_object_mut(), fields) {
            object.extend(fields.clone());
        }
        object
    }
}

/// A code of TAPI's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TapiCode {
    name: &'static str,
    number: i32,
    /// The name says nothing.
    nameless: bool,
}

impl TapiCode {
    /// The name, or the number where the name says nothing.
    fn shown(self) -> String {
        if self.nameless {
            format!("0x{:08X}", self.number)
        } else {
            self.name.into()
        }
    }
}

impl From<PhoneError> for TapiCode {
    fn from(code: PhoneError) -> Self {
        Self {
            name: code.name(),
            number: code.code(),
            nameless: matches!(code, PhoneError::Vendor(_) | PhoneError::Unknown(_)),
        }
    }
}

impl From<LineError> for TapiCode {
    fn from(code: LineError) -> Self {
        Self {
            name: code.name(),
            number: code.code(),
            nameless: matches!(code, LineError::Vendor(_) | LineError::Unknown(_)),
        }
    }
}

/// An error with its causes, as far as it does not repeat them itself.
pub(crate) fn with_causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !text.contains(&words) {
            let _ = write!(text, ": {words}");
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_a_name_are_shown_as_numbers() {
        let vendor = PhoneError::from_code(0xC000_0007_u32.cast_signed()).unwrap();
        let failure = Failure::new(Kind::Failed, "phone 0 (Desk): no").code(vendor);
        assert_eq!(failure.text(), "error: phone 0 (Desk): no (0xC0000007)");
        assert_eq!(failure.json()["error"]["tapi_hex"], "0xC0000007");
        assert_eq!(failure.json()["error"]["tapi_code"], -0x3FFF_FFF9);
    }

    #[test]
    fn causes_are_told_once() {
        let cause = io::Error::other("the cable is out");
        let error = tspkit::HardwareError::<PhoneError>::failed("no answer").with_source(cause);
        assert_eq!(with_causes(&error), "no answer: the cable is out");
        let repeated: tspkit::HardwareError =
            tspkit::HardwareError::failed("no answer, the cable is out")
                .with_source(io::Error::other("the cable is out"));
        assert_eq!(with_causes(&repeated), "no answer, the cable is out");
    }
}
