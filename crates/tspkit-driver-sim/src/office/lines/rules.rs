//! What chance and rules make of a line's request.

use std::{sync::Arc, time::Duration};

use rand::Rng as _;
use rand_pcg::Pcg32;
use tspkit_abi::LineError;
use tspkit_hal::{HardwareError, LineId, LineRequest};

use crate::{
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
    every: Option<u32>,
    nth: Option<u32>,
    probability: Option<f64>,
    delay: Duration,
    out_of_service: Option<Duration>,
    conditions: Conditions,
    fate: Option<Fate>,
}

/// How a request ends.
#[derive(Debug, Clone, Default)]
pub(crate) enum Fate {
    /// It is carried out.
    #[default]
    CarryOut,
    /// It fails so.
    Error(LineError, Option<Arc<str>>),
    /// It is never answered.
    Silence,
    /// Its token is dropped.
    Discard,
    /// The driver panics.
    Panic,
}

impl Fate {
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Self::Silence)
    }

    /// The error to answer with, when it is one.
    pub(super) fn error(&self) -> Option<HardwareError<LineError>> {
        match self {
            Self::Error(code, Some(message)) => {
                Some(HardwareError::with_message(*code, &**message))
            }
            Self::Error(code, None) => Some(HardwareError::new(*code)),
            _ => None,
        }
    }
}

/// What becomes of one request.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// How long it waits.
    pub(crate) delay: Duration,
    /// The line goes out of service before it, for that long.
    pub(super) out_of_service: Option<Duration>,
    pub(super) conditions: Conditions,
    pub(crate) fate: Fate,
}

impl Rule {
    pub(super) fn new(config: &LineRuleConfig) -> Self {
        let fate = match config.error {
            Some(code) => Some(Fate::Error(code, config.message.as_deref().map(Arc::from))),
            None if config.silence => Some(Fate::Silence),
            None if config.discard => Some(Fate::Discard),
            None if config.panic => Some(Fate::Panic),
            None => None,
        };
        Self {
            line: config.line.clone(),
            requests: config.requests.as_slice().into(),
            every: config.every.map(std::num::NonZero::get),
            nth: config.nth.map(std::num::NonZero::get),
            probability: config.probability,
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
        !self.delay.is_zero() || matches!(self.fate, Some(Fate::Silence))
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

    /// It acts on the request of that number.
    fn chooses(&self, number: u64, rng: &mut Pcg32) -> bool {
        // The die is cast for each request, so that the other choices do not change what comes next.
        let chance = self
            .probability
            .is_none_or(|probability| rng.random_bool(probability));
        let every = self
            .every
            .is_none_or(|every| number.is_multiple_of(u64::from(every)));
        let nth = self.nth.is_none_or(|nth| number == u64::from(nth));
        chance && every && nth
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
            delay: latency,
            ..Verdict::default()
        };
        if !jitter.is_zero() {
            let most = u64::try_from(jitter.as_nanos()).unwrap_or(u64::MAX);
            verdict.delay += Duration::from_nanos(self.rng.random_range(0..=most));
        }
        self.counts.resize(rules.len(), 0);
        for (rule, count) in rules.iter().zip(&mut self.counts) {
            if !rule.concerns(address, request) {
                continue;
            }
            *count += 1;
            if rule.chooses(*count, &mut self.rng) {
                verdict.delay = verdict.delay.saturating_add(rule.delay);
                verdict.out_of_service = verdict.out_of_service.max(rule.out_of_service);
                let conditions = &mut verdict.conditions;
                conditions.lose |= rule.conditions.lose;
                conditions.late = conditions.late.saturating_add(rule.conditions.late);
                conditions.congested |= rule.conditions.congested;
                if let (Fate::CarryOut, Some(fate)) = (&verdict.fate, &rule.fate) {
                    verdict.fate = fate.clone();
                }
            }
        }
        verdict
    }
}
