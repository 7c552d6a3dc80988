//! How times are written in an office file: `250ms`, `2s`, `1.5s`, `1m`.

use std::time::Duration;

/// The longest time that an office knows, so that no sum of times overflows.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads a time.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let split = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let seconds = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => {
            return Err(format!(
                "`{text}` is no time; write a number and its unit, `us`, `ms`, `s`, `m` or `h`, such as \"250ms\""
            ));
        }
    };
    let number = number.trim();
    let value: f64 = number.parse().map_err(|_| {
        format!("`{number}` in the time `{text}` is no number; write it such as \"250ms\"")
    })?;
    let time = Duration::try_from_secs_f64(value * seconds).ok();
    time.filter(|time| *time <= LONGEST).ok_or_else(|| {
        format!("the time `{text}` is out of range; write one from \"0s\" to \"24h\"")
    })
}

/// Writes a time so that it is read back as the same, to the microsecond.
pub(super) fn write(time: Duration) -> String {
    let micros = time.as_micros();
    if micros.is_multiple_of(1_000_000) {
        format!("{}s", micros / 1_000_000)
    } else if micros.is_multiple_of(1000) {
        format!("{}ms", micros / 1000)
    } else {
        format!("{micros}us")
    }
}

pub(super) fn serialize<S: serde::Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&write(*time))
}

pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(from)?;
    parse(&text).map_err(serde::de::Error::custom)
}

/// A time that may be missing.
pub(super) mod option {
    use std::time::Duration;

    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(in crate::config) fn serialize<S: serde::Serializer>(
        time: &Option<Duration>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => super::serialize(time, to),
            None => to.serialize_none(),
        }
    }

    pub(in crate::config) fn deserialize<'de, D: serde::Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Duration>, D::Error> {
        super::deserialize(from).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse("1.5 s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse("24h"), Ok(LONGEST));
        assert_eq!(parse("7us"), Ok(Duration::from_micros(7)));
        for text in ["250ms", "2s", "7us", "0s", "90s"] {
            assert_eq!(write(parse(text).unwrap()), text);
        }
    }

    #[test]
    fn what_is_no_time_says_how_to_write_one() {
        for text in [
            "", "2", "s", "-1s", "25h", "1e300s", "nans", "two s", "2 days",
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains("write"), "{text}: {error}");
        }
    }
}
