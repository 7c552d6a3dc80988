//! From text to an office, and back.

use std::fmt::Write as _;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    check::{self, Step},
    check_lines,
    error::{OfficeError, Position},
    event::EventConfig,
    line_event::LineEventConfig,
    line_rule::LineRuleConfig,
    office::OfficeConfig,
};

impl OfficeConfig {
    /// Reads an office from the text of an office file.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with its line and column, and what to write instead.
    pub fn from_toml(text: &str) -> Result<Self, OfficeError> {
        let config: Self = toml::from_str(text).map_err(|error| text_error(text, &error))?;
        match check::office(&config) {
            Ok(()) => Ok(config),
            Err(wrong) => Err(OfficeError::Invalid {
                at: locate(text, &wrong.place).map(|offset| Position::of(text, offset)),
                place: place(&wrong.place),
                problem: wrong.problem,
            }),
        }
    }

    /// Writes it as an office file, which [`from_toml`](Self::from_toml) reads back as the same office; times
    /// are rounded to the microsecond.
    ///
    /// # Errors
    ///
    /// Something in it has no name in an office file: a flag or number that TAPI does not define.
    pub fn to_toml(&self) -> Result<String, OfficeError> {
        toml::to_string(self).map_err(|error| OfficeError::invalid("the office", error.to_string()))
    }

    /// Checks that its parts fit together.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, and what to do about it.
    pub fn check(&self) -> Result<(), OfficeError> {
        check::office(self)
            .map_err(|wrong| OfficeError::invalid(place(&wrong.place), wrong.problem))
    }
}

impl EventConfig {
    /// Reads one event from the text of its table; of its phone it is not known yet whether it is there.
    pub(crate) fn from_toml(text: &str, office: &OfficeConfig) -> Result<Self, OfficeError> {
        let event: Self = toml::from_str(text).map_err(|error| text_error(text, &error))?;
        check::order(&event, office)
            .map_err(|wrong| OfficeError::invalid(place(&wrong.place), wrong.problem))?;
        Ok(event)
    }
}

impl LineEventConfig {
    /// Reads one event from the text of its table, given which addresses there are.
    pub(crate) fn from_toml(
        text: &str,
        found: impl FnOnce(&str) -> bool,
    ) -> Result<Self, OfficeError> {
        let event: Self = toml::from_str(text).map_err(|error| text_error(text, &error))?;
        check_lines::event(&event, found)
            .map_err(|wrong| OfficeError::invalid(place(&wrong.place), wrong.problem))?;
        Ok(event)
    }

    /// The text is a table about a line, and not about a phone.
    pub(crate) fn is_meant(text: &str) -> bool {
        DeTable::parse(text).is_ok_and(|table| table.get_ref().contains_key("line"))
    }
}

fn text_error(text: &str, error: &toml::de::Error) -> OfficeError {
    let offset = error.span().map_or(0, |span| span.start);
    OfficeError::Text {
        at: Position::of(text, offset),
        message: error.message().to_owned(),
    }
}

impl LineRuleConfig {
    /// Checks it, given which addresses there are.
    pub(crate) fn check(&self, found: impl FnOnce(&str) -> bool) -> Result<(), OfficeError> {
        check_lines::rule(self, found)
            .map_err(|wrong| OfficeError::invalid(place(&wrong.place), wrong.problem))
    }
}

/// Writes a place as in `models.desk.areas[2]`.
fn place(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        let result = match step {
            Step::Key(key) if text.is_empty() => write!(text, "{key}"),
            Step::Key(key) => write!(text, ".{key}"),
            Step::Index(index) => write!(text, "[{index}]"),
        };
        debug_assert!(result.is_ok(), "writing to a string does not fail");
    }
    text
}

/// Where in the text that is, as far down as the text goes.
fn locate(text: &str, steps: &[Step]) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut offset = None;
    let mut table = Some(document.get_ref());
    let mut list: Option<&[Spanned<DeValue<'_>>]> = None;
    for step in steps {
        let value = match step {
            Step::Key(key) => table.and_then(|table| table.get(key.as_str())),
            Step::Index(index) => list.and_then(|list| list.get(*index)),
        };
        let Some(value) = value else { break };
        offset = Some(value.span().start);
        (table, list) = match value.get_ref() {
            DeValue::Table(inner) => (Some(inner), None),
            DeValue::Array(inner) => (None, Some(&inner[..])),
            _ => (None, None),
        };
    }
    offset
}
