//! The phone and data area that a command is about, and what to say when something is wrong with them.

use std::time::Duration;

use serde_json::{Value, json};
use tspkit::{DataArea, Direction, Error, Office, OpenOptions, Phone, PhoneEntry, Request};

use crate::{
    args::Place,
    failure::{Failure, Kind, with_causes},
    interrupt::Interrupts,
    reach,
};

pub(crate) fn open(url: &str) -> Result<Office, Failure> {
    OpenOptions::new()
        .open(url)
        .map_err(|error| Failure::from_open(&error))
}

/// Closes the office. What does not end in time is logged: the command has its result by now.
pub(crate) fn close(office: &Office) {
    if let Err(error) = office.close() {
        tracing::warn!(%error, "closing");
    }
}

/// When something went wrong: before the request was accepted, or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Refused,
    Accepted,
}

/// An opened phone, and the number of an area that may or may not exist.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) phone: Phone,
    url: String,
    index: u32,
    area: u32,
    timeout: Option<Duration>,
}

impl Target {
    /// Opens the office and the phone; with `--wait`, waits for the phone.
    pub(crate) fn open(place: &Place, interrupts: &Interrupts) -> Result<Self, Failure> {
        let office = open(&place.url)?;
        let phone = office.phone(place.phone).map_err(|error| {
            Failure::new(Kind::Refused, error.to_string())
                .code(error.code())
                .hint(format!("`tspkit phones {}` lists the phones", place.url))
        })?;
        let target = Self {
            phone,
            url: place.url.clone(),
            index: place.phone,
            area: place.area,
            timeout: place.timeout,
        };
        if let Some(limit) = place.wait {
            reach::wait(&target, limit, interrupts)?;
        }
        Ok(target)
    }

    /// The area, if data can go that way.
    pub(crate) fn area(&self, direction: Direction) -> Result<DataArea, Failure> {
        let model = self.phone.capabilities();
        let goes = |area: &&DataArea| match direction {
            Direction::Download => area.direction.downloads(),
            Direction::Upload => area.direction.uploads(),
            Direction::Both => area.direction == Direction::Both,
        };
        if let Some(area) = model.find_area(self.area).filter(goes) {
            return Ok(area.clone());
        }
        let count = match direction {
            Direction::Upload => model.upload_count(),
            _ => model.download_count(),
        };
        let error = if count == 0 {
            Error::Unavailable {
                phone: self.phone.id(),
                reason: match direction {
                    Direction::Upload => "it has no data area for upload",
                    _ => "it has no data area for download",
                },
            }
        } else {
            Error::NoSuchArea {
                phone: self.phone.id(),
                area: self.area,
                direction,
                count,
            }
        };
        let there_are: Vec<_> = model.areas().filter(goes).map(area_words).collect();
        let failure = self.failure(&error, Stage::Refused);
        if there_are.is_empty() {
            return Err(failure);
        }
        let list = there_are.join(", ");
        Err(failure.hint(format!("data areas for {}: {list}", way(direction))))
    }

    /// The request with the time limit that was asked for.
    pub(crate) fn limited<T>(&self, request: Request<T>) -> Request<T> {
        match self.timeout {
            Some(limit) => request.deadline(limit),
            None => request,
        }
    }

    /// `phone 0 (Reception)`.
    pub(crate) fn name(&self) -> String {
        format!("phone {} ({})", self.index, self.phone.info().name)
    }

    /// The fields that say which area of which phone, in JSON.
    pub(crate) fn fields(&self, command: &str, area: &DataArea) -> Value {
        let info = self.phone.info();
        json!({
            "command": command,
            "url": self.url,
            "phone": { "index": self.index, "id": info.id.0, "name": &*info.name },
            "area": area_fields(area),
        })
    }

    /// The SDK's error in the words of the command line, which numbers phones as the user does.
    pub(crate) fn failure(&self, error: &Error, stage: Stage) -> Failure {
        let kind = if error.is_timeout() {
            Kind::TimedOut
        } else if stage == Stage::Refused {
            Kind::Refused
        } else {
            Kind::Failed
        };
        let (message, hint) = self.words(error);
        let failure = Failure::new(kind, message).code(error.code());
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    fn words(&self, error: &Error) -> (String, Option<String>) {
        let name = self.name();
        let later = "wait for it with --wait TIME; `tspkit watch URL` shows when it is back";
        match error {
            Error::NoSuchArea {
                area, direction, ..
            } => (
                format!("{name} has no data area {area} for {}", way(*direction)),
                None,
            ),
            Error::Unavailable { reason, .. } => (format!("{name} cannot do this: {reason}"), None),
            Error::TooLarge {
                size, limit, area, ..
            } => (
                format!("{size} bytes do not fit data area {area} of {name}, which holds {limit}"),
                Some("nothing was sent".into()),
            ),
            Error::NotConnected { .. } => (format!("{name} is not connected"), Some(later.into())),
            Error::Suspended { .. } => (
                format!("{name} is suspended"),
                Some("try again when it is resumed, which `tspkit watch URL` shows".into()),
            ),
            Error::Removed { .. } => (format!("{name} has been removed"), None),
            Error::Cancelled { .. } => (format!("the request to {name} was cancelled"), None),
            Error::TimedOut { limit, .. } => (
                format!("{name} did not finish within {limit:?}"),
                Some("give it longer with --timeout, or see with --log debug what it does".into()),
            ),
            Error::Abandoned { .. } => (
                format!("the driver of {name} dropped the request without an answer"),
                Some(
                    "that is a fault in the driver: report it, with what --log debug shows".into(),
                ),
            ),
            Error::Hardware { source, .. } => {
                let words = with_causes(source);
                // The code is printed behind every message.
                let code = format!(" ({})", source.code().name());
                let words = words.strip_suffix(&code).unwrap_or(&words);
                (format!("{name}: {words}"), None)
            }
            other => (format!("{name}: {}", with_causes(other)), None),
        }
    }
}

/// `data area 3 (firmware)`, or without a name `data area 3`.
pub(crate) fn area_name(area: &DataArea) -> String {
    format!("data area {}", area_words(area))
}

fn area_words(area: &DataArea) -> String {
    match area.name.as_str() {
        "" => area.id.to_string(),
        name => format!("{} ({name})", area.id),
    }
}

pub(crate) fn area_fields(area: &DataArea) -> Value {
    json!({
        "id": area.id,
        "name": area.name,
        "bytes": area.size,
        "direction": way(area.direction),
    })
}

pub(crate) const fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Download => "download",
        Direction::Upload => "upload",
        Direction::Both => "both",
    }
}

/// `connected`, `disconnected` or `suspended`.
pub(crate) const fn state(entry: &PhoneEntry) -> &'static str {
    match (entry.info.connected, entry.suspended) {
        (false, _) => "disconnected",
        (true, true) => "suspended",
        (true, false) => "connected",
    }
}
