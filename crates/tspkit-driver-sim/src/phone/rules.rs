//! What chance and rules make of a request.

use std::time::Duration;

use rand_pcg::Pcg32;
use tspkit_hal::{PhoneId, PhoneRequest};

use super::plan::{Plan, Route};
use crate::{
    chance::{Choice, Fate, Words, jittered},
    config::{RequestKind, RuleConfig},
};

/// A rule, without the phones that it is for.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) area: Option<u32>,
    requests: Box<[RequestKind]>,
    choice: Choice,
    delay: Duration,
    unplug: Option<Duration>,
    fate: Fate,
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
        let fate = Fate::new(&Words {
            error: config.error,
            message: config.message.as_deref(),
            silence: config.silence,
            discard: config.discard,
            panic: config.panic,
        });
        Self {
            area: config.area,
            requests: config.requests.as_slice().into(),
            choice: Choice {
                every: config.every,
                nth: config.nth,
                probability: config.probability,
            },
            delay: config.delay.unwrap_or_default(),
            unplug: config.unplug,
            fate,
        }
    }

    /// It makes requests outlast their submission.
    pub(super) fn takes_time(&self) -> bool {
        !self.delay.is_zero() || self.fate.is_silence()
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
            delay: jittered(route.latency, route.jitter, &mut self.rng),
            ..Verdict::default()
        };
        for (rule, count) in rules.iter().zip(&mut self.counts) {
            if !rule.concerns(request) {
                continue;
            }
            *count += 1;
            if rule.choice.chooses(*count, &mut self.rng) {
                verdict.delay = verdict.delay.saturating_add(rule.delay);
                verdict.unplug = verdict.unplug.max(rule.unplug);
                verdict.fate.add(&rule.fate);
            }
        }
        verdict
    }
}
