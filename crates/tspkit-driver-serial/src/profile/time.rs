//! How times are written in a profile: `250ms`, `2s`, `1m`.

use std::time::Duration;

use serde::{Deserialize, Deserializer, de::Error as _};

/// The longest time that a profile knows, so that no sum of times overflows.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// A time from a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) Duration);

impl Time {
    pub(crate) const fn millis(millis: u64) -> Self {
        Self(Duration::from_millis(millis))
    }

    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no time; write a whole number and its unit, `ms`, `s` or `m`, such as \"250ms\", up to \"60m\""
            )
        };
        let split = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (digits, unit) = text.split_at(split);
        let number: u64 = digits.parse().map_err(|_| wrong())?;
        let unit = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            _ => return Err(wrong()),
        };
        number
            .checked_mul(unit)
            .map(Duration::from_millis)
            .filter(|time| *time <= LONGEST)
            .map(Self)
            .ok_or_else(wrong)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units_and_a_limit() {
        assert_eq!(Time::parse("250ms"), Ok(Time::millis(250)));
        assert_eq!(Time::parse("2s"), Ok(Time::millis(2000)));
        assert_eq!(Time::parse("60m"), Ok(Time::millis(3_600_000)));
        for wrong in [
            "",
            "5",
            "ms",
            "1.5s",
            "-1s",
            "61m",
            "99999999999999999999ms",
            "18446744073709551615m",
            "1h",
        ] {
            assert!(Time::parse(wrong).is_err(), "{wrong}");
        }
    }
}
