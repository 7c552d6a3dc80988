//! Which requests a rule chooses, and how those end: of phones and of lines alike.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use rand::Rng as _;
use rand_pcg::Pcg32;
use tspkit_abi::PhoneError;
use tspkit_hal::{ErrorCode, HardwareError};

/// Which of the requests that a rule is about it acts on.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) every: Option<NonZeroU32>,
    pub(crate) nth: Option<NonZeroU32>,
    pub(crate) probability: Option<f64>,
}

impl Choice {
    /// It acts on the request of that number.
    pub(crate) fn chooses(&self, number: u64, rng: &mut Pcg32) -> bool {
        // The die is cast for each request, so that the other choices do not change what comes next.
        let chance = self
            .probability
            .is_none_or(|probability| rng.random_bool(probability));
        let every = self
            .every
            .is_none_or(|every| number.is_multiple_of(u64::from(every.get())));
        let nth = self.nth.is_none_or(|nth| number == u64::from(nth.get()));
        chance && every && nth
    }
}

/// A time of at least `latency` and at most `jitter` more.
pub(crate) fn jittered(latency: Duration, jitter: Duration, rng: &mut Pcg32) -> Duration {
    if jitter.is_zero() {
        return latency;
    }
    let most = u64::try_from(jitter.as_nanos()).unwrap_or(u64::MAX);
    latency + Duration::from_nanos(rng.random_range(0..=most))
}

/// How a request ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Fate<C: ErrorCode = PhoneError> {
    /// It is carried out.
    #[default]
    CarryOut,
    /// It fails so.
    Error(C, Option<Arc<str>>),
    /// It is never answered.
    Silence,
    /// Its token is dropped.
    Discard,
    /// The driver panics.
    Panic,
}

/// What a rule says of how requests end, as an office file has it.
pub(crate) struct Words<'a, C> {
    pub(crate) error: Option<C>,
    pub(crate) message: Option<&'a str>,
    pub(crate) silence: bool,
    pub(crate) discard: bool,
    pub(crate) panic: bool,
}

impl<C: ErrorCode> Fate<C> {
    /// The fate that a rule has for requests; being carried out when it says nothing.
    pub(crate) fn new(words: &Words<'_, C>) -> Self {
        match words.error {
            Some(code) => Self::Error(code, words.message.map(Arc::from)),
            None if words.silence => Self::Silence,
            None if words.discard => Self::Discard,
            None if words.panic => Self::Panic,
            None => Self::CarryOut,
        }
    }

    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Self::Silence)
    }

    /// A further rule has its say: the first that says something counts.
    pub(crate) fn add(&mut self, further: &Self) {
        if let Self::CarryOut = self {
            self.clone_from(further);
        }
    }

    /// The error to answer with, when it is one.
    pub(crate) fn error(&self) -> Option<HardwareError<C>> {
        match self {
            Self::Error(code, Some(message)) => {
                Some(HardwareError::with_message(*code, &**message))
            }
            Self::Error(code, None) => Some(HardwareError::new(*code)),
            _ => None,
        }
    }
}
