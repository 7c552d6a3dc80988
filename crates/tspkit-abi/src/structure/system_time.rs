//! A moment as Windows' `SYSTEMTIME`.

use std::time::{SystemTime, UNIX_EPOCH};

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A moment as the 16 bytes of a `SYSTEMTIME` in UTC, to the millisecond below.
///
/// `None` outside the years 1601 to 30827, for which it has no words. Page: `ns-minwinbase-systemtime`.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use tspkit_abi::structure::system_time_bytes;
///
/// let moment = UNIX_EPOCH + Duration::from_millis(951_782_400_007); // Tuesday, 2000-02-29
/// let bytes = system_time_bytes(moment).unwrap();
/// assert_eq!(bytes, [0xD0, 7, 2, 0, 2, 0, 29, 0, 0, 0, 0, 0, 0, 0, 7, 0]);
/// ```
pub fn system_time_bytes(moment: SystemTime) -> Option<[u8; 16]> {
    let millis = match moment.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).ok()?,
        Err(before) => {
            let nanos = before.duration().as_nanos();
            i64::try_from(nanos.div_ceil(1_000_000))
                .ok()?
                .checked_neg()?
        }
    };
    let days = millis.div_euclid(MILLIS_PER_DAY);
    let in_day = millis.rem_euclid(MILLIS_PER_DAY);
    let (year, month, day) = civil(days)?;
    // 1970-01-01 was a Thursday, and Sunday is 0.
    let day_of_week = (days + 4).rem_euclid(7);
    let words = [
        year,
        month,
        day_of_week,
        day,
        in_day / 3_600_000,
        in_day / 60_000 % 60,
        in_day / 1000 % 60,
        in_day % 1000,
    ];
    let mut bytes = [0; 16];
    for (two, word) in bytes.chunks_exact_mut(2).zip(words) {
        two.copy_from_slice(&u16::try_from(word).ok()?.to_le_bytes());
    }
    Some(bytes)
}

/// Year, month and day of the day that many days after 1970-01-01, in the Gregorian calendar.
fn civil(days: i64) -> Option<(i64, i64, i64)> {
    // Counted from 0000-03-01, so that a leap day is the last of its year, in eras of 400 years.
    let days = days.checked_add(719_468)?;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (1601..=30827).contains(&year).then_some((year, month, day))
}
