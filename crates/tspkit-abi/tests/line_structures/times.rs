//! Moments as `SYSTEMTIME`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use tspkit_abi::structure::system_time_bytes;

fn words(moment: SystemTime) -> Option<[u16; 8]> {
    let bytes = system_time_bytes(moment)?;
    let mut words = [0; 8];
    for (word, two) in words.iter_mut().zip(bytes.chunks_exact(2)) {
        *word = u16::from_le_bytes([two[0], two[1]]);
    }
    Some(words)
}

fn after(seconds: u64, millis: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_millis(millis)
}

/// Numbers as `date --utc --date=@…` gives them.
#[test]
fn known_moments() {
    let cases = [
        (after(0, 0), [1970, 1, 4, 1, 0, 0, 0, 0]),
        (after(951_868_799, 999), [2000, 2, 2, 29, 23, 59, 59, 999]),
        (after(951_868_800, 0), [2000, 3, 3, 1, 0, 0, 0, 0]),
        (after(1_234_567_890, 1), [2009, 2, 5, 13, 23, 31, 30, 1]),
        (after(4_107_542_399, 0), [2100, 2, 0, 28, 23, 59, 59, 0]),
        (after(4_107_542_400, 0), [2100, 3, 1, 1, 0, 0, 0, 0]),
        (
            // Windows counts in steps of 100 ns.
            UNIX_EPOCH - Duration::from_nanos(100),
            [1969, 12, 3, 31, 23, 59, 59, 999],
        ),
        (
            UNIX_EPOCH - Duration::from_secs(11_644_473_600),
            [1601, 1, 1, 1, 0, 0, 0, 0],
        ),
    ];
    for (moment, expected) in cases {
        assert_eq!(words(moment), Some(expected));
    }
}

#[test]
fn moments_that_windows_cannot_say() {
    // On Windows there may be no such moment at all.
    let before = UNIX_EPOCH.checked_sub(Duration::from_secs(11_644_473_601));
    assert_eq!(before.and_then(system_time_bytes), None);
    let last = after(910_670_515_199, 0);
    assert_eq!(words(last), Some([30827, 12, 5, 31, 23, 59, 59, 0]));
    assert_eq!(system_time_bytes(last + Duration::from_secs(1)), None);
}

proptest! {
    /// A day later is the next day of the week at the same time, and the day or the month goes on by one.
    #[test]
    fn days_follow_each_other(seconds in 0_u64..8_000_000_000) {
        let today = words(after(seconds, 0)).unwrap();
        let tomorrow = words(after(seconds + 86_400, 0)).unwrap();
        prop_assert_eq!(tomorrow[2], (today[2] + 1) % 7);
        prop_assert_eq!(&tomorrow[4..], &today[4..]);
        let [year, month, _, day, ..] = today;
        let [next_year, next_month, _, next_day, ..] = tomorrow;
        if next_day == 1 {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            prop_assert_eq!(day, length);
            let expected = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            prop_assert_eq!((next_year, next_month), expected);
        } else {
            prop_assert_eq!((next_year, next_month, next_day), (year, month, day + 1));
        }
    }
}
