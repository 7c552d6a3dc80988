//! The phones of an office, and how a file refers to one.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};

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
