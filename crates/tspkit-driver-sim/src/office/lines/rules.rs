//! What chance and rules make of a line's request.

use std::time::Duration;

use rand_pcg::Pcg32;
use tspkit_abi::LineError;
use tspkit_hal::{LineId, LineRequest};

use crate::{
    chance::{Choice, Fate, Words, jittered},
    config::{LineRequestKind, LineRuleConfig},
    switch::Conditions,
};

/// Keeps the chance of lines apart from that of phones of the same number.
const STREAM: u64 = 1 << 32;

/// A rule, ready to be asked.
#[derive(Debug)]
pub(super) struct Rule {
    line: Option<String>,
    requests: Box<[LineRequestKind]>,
    choice: Choice,
    delay: Duration,
    out_of_service: Option<Duration>,
    conditions: Conditions,
    fate: Fate<LineError>,
}

/// What becomes of one request.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// How long it waits.
    pub(crate) delay: Duration,
    /// The line goes out of service before it, for that long.
    pub(super) out_of_service: Option<Duration>,
    pub(super) conditions: Conditions,
    pub(crate) fate: Fate<LineError>,
}

impl Rule {
    pub(super) fn new(config: &LineRuleConfig) -> Self {
        let fate = Fate::new(&Words {
            error: config.error,
            message: config.message.as_deref(),
            silence: config.silence,
            discard: config.discard,
            panic: config.panic,
        });
        Self {
            line: config.line.clone(),
            requests: config.requests.as_slice().into(),
            choice: Choice {
                every: config.every,
                nth: config.nth,
                probability: config.probability,
            },
            delay: config.delay.unwrap_or_default(),
            out_of_service: config.out_of_service,
            conditions: Conditions {
                lose: config.lose_user_user,
                late: config.delay_user_user.unwrap_or_default(),
                congested: config.congested,
            },
            fate,
        }
    }

    /// It makes requests outlast their submission.
    pub(super) fn takes_time(&self) -> bool {
        !self.delay.is_zero() || self.fate.is_silence()
    }

    /// It is about that line.
    pub(super) fn is_about(&self, address: &str) -> bool {
        self.line.as_deref().is_none_or(|line| line == address)
    }

    fn concerns(&self, address: &str, request: &LineRequest) -> bool {
        let kind = || {
            let mut kinds = self.requests.iter();
            kinds.any(|kind| kind.name() == request.name())
        };
        self.is_about(address) && (self.requests.is_empty() || kind())
    }
}

/// A line's own chance, and how far the rules have counted for it.
#[derive(Debug)]
pub(super) struct Dice {
    rng: Pcg32,
    counts: Vec<u64>,
}

impl Dice {
    /// From the office's seed and the line's number alone, so that lines do not depend on each other.
    pub(super) fn new(seed: i64, line: LineId) -> Self {
        Self {
            rng: Pcg32::new(seed.cast_unsigned(), STREAM | u64::from(line.0)),
            counts: Vec::new(),
        }
    }

    pub(super) fn judge(
        &mut self,
        rules: &[Rule],
        (latency, jitter): (Duration, Duration),
        address: &str,
        request: &LineRequest,
    ) -> Verdict {
        let mut verdict = Verdict {
            delay: jittered(latency, jitter, &mut self.rng),
            ..Verdict::default()
        };
        self.counts.resize(rules.len(), 0);
        for (rule, count) in rules.iter().zip(&mut self.counts) {
            if !rule.concerns(address, request) {
                continue;
            }
            *count += 1;
            if rule.choice.chooses(*count, &mut self.rng) {
                verdict.delay = verdict.delay.saturating_add(rule.delay);
                verdict.out_of_service = verdict.out_of_service.max(rule.out_of_service);
                let conditions = &mut verdict.conditions;
                conditions.lose |= rule.conditions.lose;
                conditions.late = conditions.late.saturating_add(rule.conditions.late);
                conditions.congested |= rule.conditions.congested;
                verdict.fate.add(&rule.fate);
            }
        }
        verdict
    }
}
