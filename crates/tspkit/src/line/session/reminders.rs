//! Calls of which the listeners are to be told anew, later.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tspkit_hal::CallId;

use super::LineSession;
use crate::office::lock;

/// Which calls, and when, as the office's timekeeper counts.
pub(super) type Reminders = Mutex<HashMap<CallId, u64>>;

impl LineSession {
    /// Has the call told anew when that time has passed, and not when it was to be before.
    pub(crate) fn remind(&self, call: CallId, delay: Duration) {
        let keeper = &self.office.timekeeper;
        let at = keeper.after(delay);
        lock(&self.reminders).insert(call, at);
        if keeper.watch(at) {
            self.office.dispatcher.nudge();
        }
    }

    /// Tells of the calls whose time has come, those that are over left out; keeps the earliest of the others in `next`.
    pub(super) fn tell_reminded(self: &Arc<Self>, now: u64, next: &mut u64) {
        let mut due = Vec::new();
        lock(&self.reminders).retain(|call, at| {
            if *at <= now {
                due.push(*call);
            } else {
                *next = (*at).min(*next);
            }
            *at > now
        });
        if self.is_shut() {
            return;
        }
        for call in due {
            if let Some(cell) = self.device.call(call)
                && !cell.is_closed()
                && !cell.is_over()
            {
                cell.announce(&self.office);
            }
        }
    }
}
