//! The JSON of one record.

use std::{borrow::Cow, fmt, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};

use crate::{
    record::{Level, Record, What},
    time,
    value::{OwnedValue, hexadecimal},
};

/// The record in a line, or what is wrong and where.
pub(super) fn parse(text: &[u8]) -> Result<Record, String> {
    let line: Line<'_> = serde_json::from_slice(text).map_err(|error| {
        let column = error.column();
        let words = error.to_string();
        let words = words
            .rsplit_once(" at line ")
            .map_or(&*words, |(words, _)| words);
        format!("{words} (column {column})")
    })?;
    line.record()
}

/// Keys that are not known are passed over, so that a later version can add some.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    time: Cow<'a, str>,
    thread: u64,
    call: Option<String>,
    callback: Option<String>,
    note: Option<String>,
    args: Option<Values>,
    result: Option<i32>,
    us: Option<u64>,
    #[serde(borrow)]
    level: Option<Cow<'a, str>>,
    target: Option<String>,
    fields: Option<Values>,
}

impl Line<'_> {
    fn record(self) -> Result<Record, String> {
        let time = time::parse(&self.time)
            .map_err(|error| format!("the time `{}`: {error}", self.time.escape_debug()))?;
        let took = self.us.map(Duration::from_micros);
        let missing = |key: &str| format!("missing field `{key}`");
        let what = match (self.call, self.callback, self.note) {
            (Some(function), None, None) => What::Call {
                function,
                arguments: self.args.ok_or_else(|| missing("args"))?.0,
                result: self.result.ok_or_else(|| missing("result"))?,
                took: took.ok_or_else(|| missing("us"))?,
            },
            (None, Some(function), None) => What::Callback {
                function,
                arguments: self.args.ok_or_else(|| missing("args"))?.0,
                took: took.ok_or_else(|| missing("us"))?,
            },
            (None, None, Some(message)) => What::Note {
                message,
                level: level(self.level.as_deref().ok_or_else(|| missing("level"))?)?,
                target: self.target.ok_or_else(|| missing("target"))?,
                fields: self.fields.ok_or_else(|| missing("fields"))?.0,
            },
            _ => return Err("there must be one of `call`, `callback` and `note`".into()),
        };
        Ok(Record {
            time,
            thread: self.thread,
            what,
        })
    }
}

fn level(name: &str) -> Result<Level, String> {
    name.parse()
        .map_err(|error: crate::UnknownLevel| error.to_string())
}

/// The values of an object, in its order.
struct Values(Vec<(String, OwnedValue)>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with values by their names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    values.push(entry);
                }
                Ok(Values(values))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

impl<'de> Deserialize<'de> for OwnedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = OwnedValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, a string, or an object with `bytes` or `text` and `length`")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<OwnedValue, E> {
        Ok(OwnedValue::Number(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<OwnedValue, E> {
        Ok(match number.try_into() {
            Ok(number) => OwnedValue::Number(number),
            Err(_) => OwnedValue::Signed(number),
        })
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<OwnedValue, E> {
        Ok(match hexadecimal(text) {
            Some(number) => OwnedValue::Hex(number),
            None => OwnedValue::Text {
                shown: text.to_owned(),
                length: text.len() as u64,
            },
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OwnedValue, A::Error> {
        #[derive(Deserialize)]
        struct Part<'a> {
            #[serde(borrow)]
            bytes: Option<Cow<'a, str>>,
            text: Option<String>,
            length: u64,
        }

        let part = Part::deserialize(de::value::MapAccessDeserializer::new(map))?;
        let (value, seen) = match (part.bytes, part.text) {
            (Some(digits), None) => {
                let shown = bytes(&digits).ok_or_else(|| {
                    de::Error::custom("`bytes` must have two hexadecimal digits for each byte")
                })?;
                let seen = shown.len() as u64;
                let length = part.length;
                (OwnedValue::Bytes { shown, length }, seen)
            }
            (None, Some(shown)) => {
                let seen = shown.len() as u64;
                let length = part.length;
                (OwnedValue::Text { shown, length }, seen)
            }
            _ => {
                return Err(de::Error::custom(
                    "a value that is an object has either `bytes` or `text`",
                ));
            }
        };
        if seen > part.length {
            return Err(de::Error::custom(format_args!(
                "{seen} bytes are more than the `length` {}",
                part.length
            )));
        }
        Ok(value)
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    pairs
        .iter()
        .map(|[high, low]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok())
        .collect()
}
