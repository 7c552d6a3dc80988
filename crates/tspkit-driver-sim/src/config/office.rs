//! The whole office.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    event::EventConfig,
    exchange::{OutsideConfig, SwitchConfig},
    line::LineConfig,
    line_event::LineEventConfig,
    line_rule::LineRuleConfig,
    model::ModelConfig,
    phone::PhoneConfig,
    rule::RuleConfig,
    time,
};

/// An office: what an office file says, and what [`SimOffice::new`](crate::SimOffice::new) is made from.
///
/// ```
/// use tspkit_driver_sim::{AreaConfig, ModelConfig, OfficeConfig, PhoneConfig, SimOffice};
///
/// let config = OfficeConfig::new()
///     .seed(42)
///     .model("desk", ModelConfig::new("Desk phone").area(AreaConfig::new(0, 64).named("note")))
///     .phone(PhoneConfig::new("Desk", "desk").count(3));
/// let office = SimOffice::new(config)?;
/// # Ok::<(), tspkit_driver_sim::OfficeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct OfficeConfig {
    /// Where all chance comes from: with the same seed and the same requests, the same happens.
    pub seed: i64,
    /// Carry every request out on the office's own thread, even one that takes no time.
    pub worker: bool,
    /// How long every request takes at least, where neither model nor area says otherwise.
    #[serde(with = "time")]
    pub latency: Duration,
    /// By how much more, at most, at random.
    #[serde(with = "time")]
    pub jitter: Duration,
    /// How long a phone needs after a cancelled request until the next can begin.
    #[serde(with = "time")]
    pub cancel_delay: Duration,
    /// The kinds of phones, by name.
    pub models: BTreeMap<String, ModelConfig>,
    /// The phones.
    pub phones: Vec<PhoneConfig>,
    /// The lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineConfig>,
    /// The switch between them.
    pub switch: SwitchConfig,
    /// The numbers of the world outside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<OutsideConfig>,
    /// What goes wrong, and when.
    pub rules: Vec<RuleConfig>,
    /// What goes wrong on lines, and when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_rules: Vec<LineRuleConfig>,
    /// What happens by itself after the office was started.
    pub events: Vec<EventConfig>,
    /// What happens on lines by itself after the office was started.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_events: Vec<LineEventConfig>,
}

impl OfficeConfig {
    /// An office without phones.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with another seed.
    #[must_use]
    pub fn seed(mut self, seed: i64) -> Self {
        self.seed = seed;
        self
    }

    /// The same, with every request carried out on the office's own thread.
    #[must_use]
    pub fn worker(mut self) -> Self {
        self.worker = true;
        self
    }

    /// The same, with requests that take that long.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// The same, with requests that take up to that much longer, at random.
    #[must_use]
    pub fn jitter(mut self, jitter: Duration) -> Self {
        self.jitter = jitter;
        self
    }

    /// The same, with phones that need that long after a cancelled request.
    #[must_use]
    pub fn cancel_delay(mut self, delay: Duration) -> Self {
        self.cancel_delay = delay;
        self
    }

    /// The same with one kind of phone more.
    #[must_use]
    pub fn model(mut self, name: impl Into<String>, model: ModelConfig) -> Self {
        self.models.insert(name.into(), model);
        self
    }

    /// The same with one phone more, or as many as it says.
    #[must_use]
    pub fn phone(mut self, phone: PhoneConfig) -> Self {
        self.phones.push(phone);
        self
    }

    /// The same with one line more, or as many as it says.
    #[must_use]
    pub fn line(mut self, line: LineConfig) -> Self {
        self.lines.push(line);
        self
    }

    /// The same with another switch.
    #[must_use]
    pub fn switch(mut self, switch: SwitchConfig) -> Self {
        self.switch = switch;
        self
    }

    /// The same with one number more in the world outside.
    #[must_use]
    pub fn outside(mut self, number: OutsideConfig) -> Self {
        self.outside.push(number);
        self
    }

    /// The same with one rule more.
    #[must_use]
    pub fn rule(mut self, rule: RuleConfig) -> Self {
        self.rules.push(rule);
        self
    }

    /// The same with one rule for lines more.
    #[must_use]
    pub fn line_rule(mut self, rule: LineRuleConfig) -> Self {
        self.line_rules.push(rule);
        self
    }

    /// The same with one event more.
    #[must_use]
    pub fn event(mut self, event: EventConfig) -> Self {
        self.events.push(event);
        self
    }

    /// The same with one event on a line more.
    #[must_use]
    pub fn line_event(mut self, event: LineEventConfig) -> Self {
        self.line_events.push(event);
        self
    }
}
