//! The whole office, its phones, and what happens in it.

use std::{collections::BTreeMap, fmt, num::NonZeroU32, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};
use tspkit_abi::PhoneError;

use super::{model::ModelConfig, names, names::RequestKind, time};

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
    /// What goes wrong, and when.
    pub rules: Vec<RuleConfig>,
    /// What happens by itself after the office was started.
    pub events: Vec<EventConfig>,
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

    /// The same with one rule more.
    #[must_use]
    pub fn rule(mut self, rule: RuleConfig) -> Self {
        self.rules.push(rule);
        self
    }

    /// The same with one event more.
    #[must_use]
    pub fn event(mut self, event: EventConfig) -> Self {
        self.events.push(event);
        self
    }
}

/// A phone, or several of one kind: `[[phones]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PhoneConfig {
    /// Its name. With a `count`, each phone's name ends in its number in the block, from 1.
    pub name: String,
    /// Which model it is.
    pub model: String,
    /// Its permanent number, with a `count` the first one's. One more than the last phone's when missing, and
    /// 1 for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// How many there are; one when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// It is plugged in at first.
    #[serde(default = "yes")]
    pub connected: bool,
}

fn yes() -> bool {
    true
}

impl PhoneConfig {
    /// A phone of that name and model.
    pub fn new(name: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            model: model.into(),
            id: None,
            count: None,
            connected: true,
        }
    }

    /// The same with that permanent number.
    #[must_use]
    pub fn id(mut self, id: u32) -> Self {
        self.id = Some(id);
        self
    }

    /// That many of it.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// The same, unplugged at first.
    #[must_use]
    pub fn unplugged(mut self) -> Self {
        self.connected = false;
        self
    }
}

/// Which phone: by its place in the file, counted from 0, or by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneRef {
    /// Its place.
    Place(u32),
    /// Its name.
    Name(String),
}

impl From<u32> for PhoneRef {
    fn from(place: u32) -> Self {
        Self::Place(place)
    }
}

impl From<&str> for PhoneRef {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl fmt::Display for PhoneRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(place) => write!(f, "phone {place}"),
            Self::Name(name) => write!(f, "phone `{name}`"),
        }
    }
}

impl Serialize for PhoneRef {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Place(place) => to.serialize_u32(*place),
            Self::Name(name) => to.serialize_str(name),
        }
    }
}

impl<'de> Deserialize<'de> for PhoneRef {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reference;
        impl Visitor<'_> for Reference {
            type Value = PhoneRef;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a phone's place in the file, counted from 0, or its name")
            }

            fn visit_i64<E: serde::de::Error>(self, place: i64) -> Result<PhoneRef, E> {
                let place = u32::try_from(place).map_err(|_| {
                    E::custom(format!("{place} is no phone's place; they count from 0"))
                })?;
                Ok(PhoneRef::Place(place))
            }

            fn visit_str<E>(self, name: &str) -> Result<PhoneRef, E> {
                Ok(PhoneRef::from(name))
            }
        }
        from.deserialize_any(Reference)
    }
}

/// What goes wrong, and with which requests: `[[rules]]`.
///
/// A rule counts, for each phone by itself, the requests that fit `phone`, `area` and `requests`, and acts on
/// those that `every`, `nth` and `probability` choose: on each where none of the three is given, on those that
/// all given ones choose otherwise.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct RuleConfig {
    /// Only this phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneRef>,
    /// Only requests for this data area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<u32>,
    /// Only these kinds of requests, such as `["SetData"]`; every kind when empty.
    pub requests: Vec<RequestKind>,
    /// Each request whose number is a multiple of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<NonZeroU32>,
    /// The request of this number, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<NonZeroU32>,
    /// With this probability, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// It takes that much longer.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub delay: Option<Duration>,
    /// The phone is unplugged for that long as the request comes, which fails the request.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub unplug: Option<Duration>,
    /// It is answered with this error, such as `PHONEERR_RESOURCEUNAVAIL`.
    #[serde(with = "names::phone_error", skip_serializing_if = "Option::is_none")]
    pub error: Option<PhoneError>,
    /// What the error says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// It is never answered: only cancelling it, unplugging the phone or stopping ends it. Later requests
    /// overtake it.
    pub silence: bool,
    /// The driver drops the request's token without an answer.
    pub discard: bool,
    /// The driver panics as it is handed the request.
    pub panic: bool,
}

impl RuleConfig {
    /// A rule for every request, that does nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, for that phone only.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<PhoneRef>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// The same, for that data area only.
    #[must_use]
    pub fn area(mut self, area: u32) -> Self {
        self.area = Some(area);
        self
    }

    /// The same, for requests of that kind and of those named before.
    #[must_use]
    pub fn request(mut self, kind: RequestKind) -> Self {
        self.requests.push(kind);
        self
    }

    /// The same, for every so many requests. Zero stands for one.
    #[must_use]
    pub fn every(mut self, number: u32) -> Self {
        self.every = Some(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        self
    }

    /// The same, for the request of that number, counted from 1, for which zero stands too.
    #[must_use]
    pub fn nth(mut self, number: u32) -> Self {
        self.nth = Some(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        self
    }

    /// The same, with that probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// The same, making requests take longer.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// The same, unplugging the phone for a time.
    #[must_use]
    pub fn unplug(mut self, time: Duration) -> Self {
        self.unplug = Some(time);
        self
    }

    /// The same, answering with an error.
    #[must_use]
    pub fn error(mut self, error: PhoneError) -> Self {
        self.error = Some(error);
        self
    }

    /// The same, with what the error says.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// The same, never answering.
    #[must_use]
    pub fn silence(mut self) -> Self {
        self.silence = true;
        self
    }

    /// The same, dropping tokens.
    #[must_use]
    pub fn discard(mut self) -> Self {
        self.discard = true;
        self
    }

    /// The same, panicking.
    #[must_use]
    pub fn panic(mut self) -> Self {
        self.panic = true;
        self
    }
}

/// What happens by itself: `[[events]]`. The clock begins each time the office is started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EventConfig {
    /// When.
    #[serde(with = "time")]
    pub at: Duration,
    /// And again and again after that time.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub every: Option<Duration>,
    /// To which phone; for `add`, the new phone's name.
    pub phone: PhoneRef,
    /// What happens.
    pub action: Action,
    /// The button of `press`; 0 when missing.
    #[serde(default)]
    pub button: u32,
    /// The area of `change`; 0 when missing.
    #[serde(default)]
    pub area: u32,
    /// What `change` puts there.
    #[serde(
        with = "names::content",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub content: Option<Bytes>,
    /// The model of `add`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl EventConfig {
    /// An event.
    pub fn new(at: Duration, phone: impl Into<PhoneRef>, action: Action) -> Self {
        Self {
            at,
            every: None,
            phone: phone.into(),
            action,
            button: 0,
            area: 0,
            content: None,
            model: None,
        }
    }

    /// The same, again and again after that time.
    #[must_use]
    pub fn every(mut self, period: Duration) -> Self {
        self.every = Some(period);
        self
    }

    /// The same, about that button.
    #[must_use]
    pub fn button(mut self, button: u32) -> Self {
        self.button = button;
        self
    }

    /// The same, about that area and its new content.
    #[must_use]
    pub fn content(mut self, area: u32, content: impl Into<Bytes>) -> Self {
        self.area = area;
        self.content = Some(content.into());
        self
    }

    /// The same, about a phone of that model.
    #[must_use]
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }
}

/// What can happen to a phone by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// It goes out of reach.
    Unplug,
    /// It comes back.
    Replug,
    /// A button is pressed and let go.
    Press,
    /// The first of its hookswitch devices goes off hook.
    Lift,
    /// The first of its hookswitch devices goes on hook.
    HangUp,
    /// A data area gets another content.
    Change,
    /// Its use is suspended.
    Suspend,
    /// Its use is resumed.
    Resume,
    /// A new phone appears.
    Add,
    /// It disappears for good.
    Remove,
}
