//! How many calls of a line are in which class of states.

use std::sync::atomic::{AtomicU32, Ordering};

use tspkit_hal::CallStatus;

/// How a call counts against what a line has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Not at all.
    None,
    /// As one that is up (`dwMaxNumActiveCalls`).
    Active,
    /// Likewise, and it has come far enough to be what another is transferred to.
    Reached,
    /// Likewise, and it is connected.
    Connected,
    /// As one on hold (`dwMaxNumOnHoldCalls`).
    Held,
    /// As one on hold for a transfer or conference (`dwMaxNumOnHoldPendingCalls`).
    Transfer,
}

impl Class {
    pub(crate) const fn of(status: CallStatus) -> Self {
        match status {
            CallStatus::Idle => Self::None,
            CallStatus::Connected(_) => Self::Connected,
            CallStatus::Proceeding | CallStatus::Ringback | CallStatus::Busy(_) => Self::Reached,
            CallStatus::OnHold => Self::Held,
            CallStatus::OnHoldPendingTransfer | CallStatus::OnHoldPendingConference => {
                Self::Transfer
            }
            _ => Self::Active,
        }
    }
}

/// How many calls there are of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// Those that are up, with those that are reached or connected.
    pub(crate) active: u32,
    pub(crate) reached: u32,
    pub(crate) connected: u32,
    pub(crate) held: u32,
    pub(crate) transfer: u32,
}

/// Keeps the counts, so that nobody has to count.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    active: AtomicU32,
    reached: AtomicU32,
    connected: AtomicU32,
    held: AtomicU32,
    transfer: AtomicU32,
}

impl Tally {
    /// A call has gone from one class to another.
    pub(crate) fn moved(&self, from: Class, to: Class) {
        if from == to {
            return;
        }
        if let Some(count) = self.of(from) {
            count.fetch_sub(1, Ordering::SeqCst);
        }
        if let Some(count) = self.of(to) {
            count.fetch_add(1, Ordering::SeqCst);
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        let [reached, connected] =
            [&self.reached, &self.connected].map(|count| count.load(Ordering::SeqCst));
        Counts {
            active: self.active.load(Ordering::SeqCst) + reached + connected,
            reached,
            connected,
            held: self.held.load(Ordering::SeqCst),
            transfer: self.transfer.load(Ordering::SeqCst),
        }
    }

    const fn of(&self, class: Class) -> Option<&AtomicU32> {
        match class {
            Class::None => None,
            Class::Active => Some(&self.active),
            Class::Reached => Some(&self.reached),
            Class::Connected => Some(&self.connected),
            Class::Held => Some(&self.held),
            Class::Transfer => Some(&self.transfer),
        }
    }
}
