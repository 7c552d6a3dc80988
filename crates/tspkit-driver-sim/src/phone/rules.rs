//! What chance and rules make of a request.

use std::{sync::Arc, time::Duration};

use rand::Rng as _;
use rand_pcg::Pcg32;
use tspkit_abi::PhoneError;
use tspkit_hal::{HardwareError, PhoneId, PhoneRequest};

use super::plan::{Plan, Route};
use crate::config::{RequestKind, RuleConfig};

/// A rule, without the phones that it is for.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) area: Option<u32>,
    requests: Box<[RequestKind]>,
    every: Option<u32>,
    nth: Option<u32>,
    probability: Option<f64>,
    delay: Duration,
    unplug: Option<Duration>,
    fate: Option<Fate>,
}

/// How a request ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Fate {
    /// It is carried out.
    #[default]
    CarryOut,
    /// It fails so.
    Error(PhoneError, Option<Arc<str>>),
    /// It is never answered.
    Silence,
    /// Its token is dropped.
    Discard,
    /// The driver panics.
    Panic,
}

impl Fate {
    /// The error to answer with, when it is one.
    pub(crate) fn error(&self) -> Option<HardwareError> {
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
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Verdict {
    /// How long it waits.
    pub(crate) delay: Duration,
    /// The phone is unplugged before it, for that long.
    pub(crate) unplug: Option<Duration>,
    pub(crate) fate: Fate,
}

impl Rule {
    pub(super) fn new(config: &RuleConfig) -> Self {
        let fate = match config.error {
            Some(code) => Some(Fate::Error(code, config.message.as_deref().map(Arc::from))),
            None if config.silence => Some(Fate::Silence),
            None if config.discard => Some(Fate::Discard),
            None if config.panic => Some(Fate::Panic),
            None => None,
        };
        Self {
            area: config.area,
            requests: config.requests.as_slice().into(),
            every: config.every.map(std::num::NonZero::get),
            nth: config.nth.map(std::num::NonZero::get),
            probability: config.probability,
            delay: config.delay.unwrap_or_default(),
            unplug: config.unplug,
            fate,
        }
    }

    /// It makes requests outlast their submission.
    pub(super) fn takes_time(&self) -> bool {
        !self.delay.is_zero() || self.fate == Some(Fate::Silence)
    }

    fn concerns(&self, request: &PhoneRequest) -> bool {
        let area = self.area.is_none_or(|area| request.area() == Some(area));
        let kind = || {
            self.requests
                .iter()
                .any(|kind| kind.name() == request.name())
        };
        area && (self.requests.is_empty() || kind())
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

/// A phone's own chance, and how far its rules have counted.
#[derive(Debug)]
pub(super) struct Dice {
    rng: Pcg32,
    counts: Box<[u64]>,
}

impl Dice {
    /// From the office's seed and the phone's number alone, so that phones do not depend on each other.
    pub(super) fn new(plan: &Plan, phone: PhoneId) -> Self {
        Self {
            rng: Pcg32::new(plan.seed(), u64::from(phone.0)),
            counts: vec![0; plan.rules.len()].into(),
        }
    }

    pub(super) fn judge(
        &mut self,
        rules: &[Rule],
        route: &Route,
        request: &PhoneRequest,
    ) -> Verdict {
        let mut verdict = Verdict {
            delay: route.latency,
            ..Verdict::default()
        };
        if !route.jitter.is_zero() {
            let most = u64::try_from(route.jitter.as_nanos()).unwrap_or(u64::MAX);
            verdict.delay += Duration::from_nanos(self.rng.random_range(0..=most));
        }
        for (rule, count) in rules.iter().zip(&mut self.counts) {
            if !rule.concerns(request) {
                continue;
            }
            *count += 1;
            if rule.chooses(*count, &mut self.rng) {
                verdict.delay = verdict.delay.saturating_add(rule.delay);
                verdict.unplug = verdict.unplug.max(rule.unplug);
                if let (Fate::CarryOut, Some(fate)) = (&verdict.fate, &rule.fate) {
                    verdict.fate = fate.clone();
                }
            }
        }
        verdict
    }
}
