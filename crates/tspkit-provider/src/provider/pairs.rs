//! Which phone belongs to which line.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use tspkit::{LineId, PhoneId, PhoneInfo};

/// The phone of each line that has one, which TAPI can only learn from the provider. Of several phones of a line the
/// first counts.
#[derive(Default)]
pub(crate) struct Pairs(RwLock<HashMap<LineId, PhoneId>>);

impl Pairs {
    pub(super) fn new(phones: &[PhoneInfo]) -> Self {
        let pairs = Self::default();
        for phone in phones {
            pairs.note(phone);
        }
        pairs
    }

    /// A phone has come, or has changed.
    pub(super) fn note(&self, phone: &PhoneInfo) {
        if self.phone_is(phone.id, phone.line) {
            return;
        }
        let mut pairs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        pairs.retain(|_, paired| *paired != phone.id);
        if let Some(line) = phone.line {
            pairs.entry(line).or_insert(phone.id);
        }
    }

    /// A phone is gone.
    pub(super) fn removed(&self, phone: PhoneId) {
        let mut pairs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        pairs.retain(|_, paired| *paired != phone);
    }

    /// The phone of that line.
    pub(crate) fn phone(&self, line: LineId) -> Option<PhoneId> {
        let pairs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        pairs.get(&line).copied()
    }

    /// The line that the phone belongs to.
    pub(crate) fn line(&self, phone: PhoneId) -> Option<LineId> {
        let pairs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let own = pairs.iter().find(|(_, paired)| **paired == phone);
        own.map(|(line, _)| *line)
    }

    /// That phone is known to belong to that line, or, with `None`, no line has any phone.
    fn phone_is(&self, phone: PhoneId, line: Option<LineId>) -> bool {
        let pairs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match line {
            Some(line) => pairs.get(&line) == Some(&phone),
            None => pairs.is_empty(),
        }
    }
}
