//! Requests that wait for one another: those of one data area, and those of a phone that are about none.

use std::{
    num::NonZeroU64,
    time::{Duration, Instant},
};

use tspkit_hal::{PhoneId, PhoneRequest};

use super::Job;

/// How often a transfer reports progress.
const REPORT_EVERY: Duration = Duration::from_millis(40);

/// Which requests wait for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct LaneKey {
    pub(crate) phone: PhoneId,
    area: Option<u32>,
}

impl LaneKey {
    pub(super) fn of(phone: PhoneId, request: &PhoneRequest) -> Self {
        Self {
            phone,
            area: request.area(),
        }
    }
}

/// A job in a lane.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) number: u64,
    pub(super) job: Job,
    pub(super) stage: Stage,
    /// The step that it waits for; a step of another number is out of date.
    pub(super) step: u64,
}

/// How far a job has come.
#[derive(Debug)]
pub(super) enum Stage {
    /// Others are before it.
    Queued,
    /// Its latency runs.
    Delay,
    /// Its bytes move.
    Transfer(Transfer),
    /// It is cancelled, and the phone is not ready for the next.
    Leaving,
}

/// Bytes on the move.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) begun: Instant,
    pub(super) total: u64,
    pub(super) rate: NonZeroU64,
}

impl Transfer {
    /// How many bytes have moved by then.
    pub(super) fn moved(&self, now: Instant) -> u64 {
        let elapsed = now.saturating_duration_since(self.begun).as_micros();
        let bytes = elapsed.saturating_mul(u128::from(self.rate.get())) / 1_000_000;
        u64::try_from(bytes).unwrap_or(u64::MAX).min(self.total)
    }

    /// When there is something to report next.
    pub(super) fn next(&self, now: Instant) -> Instant {
        let micros = u128::from(self.total) * 1_000_000 / u128::from(self.rate.get()) + 1;
        let whole = Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX));
        let end = self.begun.checked_add(whole).unwrap_or(now + REPORT_EVERY);
        end.min(now + REPORT_EVERY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_move_at_their_rate_and_no_further_than_all() {
        let begun = Instant::now();
        let transfer = Transfer {
            begun,
            total: 1000,
            rate: NonZeroU64::new(500).unwrap(),
        };
        assert_eq!(transfer.moved(begun), 0);
        assert_eq!(transfer.moved(begun + Duration::from_secs(1)), 500);
        assert_eq!(transfer.moved(begun + Duration::from_secs(9)), 1000);
        let last = transfer.next(begun + Duration::from_millis(1990));
        assert_eq!(transfer.moved(last), 1000);
        let slow = Transfer {
            begun,
            total: u64::MAX,
            rate: NonZeroU64::MIN,
        };
        assert_eq!(slow.next(begun), begun + REPORT_EVERY);
    }
}
