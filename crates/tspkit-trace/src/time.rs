//! When a record was made, and by which thread.

use std::{
    io::Write as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The last microsecond that RFC 3339 has a spelling for: the end of the year 9999.
const LAST: Duration = Duration::from_micros(253_402_300_799_999_999);

/// When a record was made, and by which thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The time; what lies before 1970 or after 9999 is written as the nearest time within.
    pub time: SystemTime,
    /// The operating system's number of the thread.
    pub thread: u64,
}

/// The time as it will be read back: in whole microseconds, and within the years that can be written.
pub(crate) fn rounded(time: SystemTime) -> SystemTime {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let whole = Duration::new(since.as_secs(), since.subsec_micros() * 1000);
    UNIX_EPOCH + whole.min(LAST)
}

pub(crate) fn write(line: &mut Vec<u8>, time: SystemTime) {
    // Writing to a vector does not fail, and the time is one that has a spelling.
    let _ = write!(line, "{}", humantime::format_rfc3339_micros(rounded(time)));
}

pub(crate) fn parse(text: &str) -> Result<SystemTime, humantime::TimestampError> {
    humantime::parse_rfc3339(text).map(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(time: SystemTime) -> String {
        let mut line = Vec::new();
        write(&mut line, time);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn microseconds_are_kept_and_less_is_cut() {
        let time = UNIX_EPOCH + Duration::new(1_795_260_332, 123_456_789);
        assert_eq!(spelling(time), "2026-11-21T11:25:32.123456Z");
        assert_eq!(parse("2026-11-21T11:25:32.123456Z").unwrap(), rounded(time));
    }

    #[test]
    fn times_without_a_spelling_are_the_nearest_that_have_one() {
        assert_eq!(
            spelling(UNIX_EPOCH - Duration::from_secs(1)),
            "1970-01-01T00:00:00.000000Z"
        );
        assert_eq!(
            spelling(UNIX_EPOCH + Duration::from_secs(300_000_000_000)),
            "9999-12-31T23:59:59.999999Z"
        );
        assert_eq!(
            parse("9999-12-31T23:59:59.999999Z").unwrap(),
            UNIX_EPOCH + LAST
        );
    }
}
