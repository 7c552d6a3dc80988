//! What happens in an office by itself or by somebody's hand.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use tspkit_abi::HookSwitchModes;
use tspkit_hal::{PhoneEvent, PhoneId};

use super::Office;
use crate::{
    config::{Action, Change, EventConfig, OfficeError, PhoneConfig, PhoneRef},
    phone::{Phone, Presence, State},
    timeline::{Message, What},
};

impl Office {
    /// Begins everything that happens by itself.
    pub(super) fn begin_events(&self) {
        let now = Instant::now();
        let mut first = Vec::new();
        for event in &self.config.events {
            first.push((now + event.at, What::Event(Arc::new(event.clone()))));
        }
        for event in &self.config.line_events {
            first.push((now + event.at, What::LineEvent(Arc::new(event.clone()))));
        }
        self.phones.each(|phone| first.extend(changes(phone, now)));
        for (at, what) in first {
            // Only an office that is stopped meanwhile takes none.
            self.inbox.send_if_running(Message::Later(at, what));
        }
    }

    /// Changes a phone, and tells what changed. `false` when the phone is not there.
    pub(super) fn with<I>(&self, phone: &Phone, work: impl FnOnce(&mut State) -> I) -> bool
    where
        I: IntoIterator<Item = PhoneEvent>,
    {
        {
            let mut state = phone.state();
            if state.presence == Presence::Removed {
                return false;
            }
            let events = work(&mut state);
            // A phone out of reach tells of nothing but its coming and going.
            let reachable = state.presence == Presence::Connected;
            let goes = |event: &PhoneEvent| {
                matches!(event, PhoneEvent::Disconnected | PhoneEvent::Removed)
            };
            self.outbox.put(
                phone.id,
                events.into_iter().filter(|event| reachable || goes(event)),
            );
        }
        self.outbox.tell();
        true
    }

    /// Unplugs a phone for a time.
    pub(super) fn away(self: &Arc<Self>, phone: &Phone, time: Duration) {
        self.unplug(phone);
        if !self.send(Message::Later(
            Instant::now() + time,
            What::Replug(phone.id),
        )) {
            tracing::warn!(phone = %phone.id, "nobody is there to plug the phone in again");
        }
    }

    pub(super) fn unplug(&self, phone: &Phone) -> bool {
        let there = self.with(phone, |state| {
            let was = std::mem::replace(&mut state.presence, Presence::Unplugged);
            (was == Presence::Connected).then_some(PhoneEvent::Disconnected)
        });
        self.inbox.send_if_running(Message::Unplugged(phone.id));
        there
    }

    pub(crate) fn replug(&self, phone: &Phone) -> bool {
        self.with(phone, |state| {
            let was = std::mem::replace(&mut state.presence, Presence::Connected);
            (was == Presence::Unplugged).then_some(PhoneEvent::Connected)
        })
    }

    pub(super) fn suspend(&self, phone: &Phone, suspended: bool) -> bool {
        self.with(phone, |state| {
            let changed = std::mem::replace(&mut state.suspended, suspended) != suspended;
            changed.then_some(if suspended {
                PhoneEvent::Suspended
            } else {
                PhoneEvent::Resumed
            })
        })
    }

    pub(super) fn add(self: &Arc<Self>, config: &PhoneConfig) -> Result<PhoneId, OfficeError> {
        let phone = self.phones.add(&self.config, config)?;
        if let Some(info) = phone.info() {
            self.outbox.put(phone.id, [PhoneEvent::Added(info)]);
            self.outbox.tell();
        }
        for (at, what) in changes(&phone, Instant::now()) {
            self.inbox_later(at, what);
        }
        Ok(phone.id)
    }

    fn inbox_later(self: &Arc<Self>, at: Instant, what: What) {
        // Before the office is started nothing changes by itself; starting it begins all changes.
        if self.is_running() && !self.send(Message::Later(at, what)) {
            tracing::warn!("the office stops, and an area changes no more");
        }
    }

    pub(super) fn remove(&self, phone: &Phone) -> bool {
        let there = self.with(phone, |state| {
            state.presence = Presence::Removed;
            state.clear();
            [PhoneEvent::Removed]
        });
        self.inbox.send_if_running(Message::Unplugged(phone.id));
        there
    }

    pub(super) fn change(&self, phone: &Phone, area: u32, content: &Bytes) -> bool {
        self.with(phone, |state| state.change(&phone.plan, area, content))
    }

    pub(super) fn press(&self, phone: &Phone, button: u32) -> bool {
        self.with(phone, |state| {
            state.press(&phone.plan, button).into_iter().flatten()
        })
    }

    pub(super) fn hook(&self, phone: &Phone, mode: HookSwitchModes) -> bool {
        self.with(phone, |state| state.hook(&phone.plan, mode))
    }

    /// An area changes by itself for the `count`th time. When it changes next, unless the phone is gone.
    pub(crate) fn change_by_itself(&self, id: PhoneId, area: u32, count: u64) -> Option<Duration> {
        let phone = self.phones.find(id)?;
        let (period, change) = phone.plan.area(area)?.changes?;
        let content = match change {
            Change::Counter => count.to_string(),
            Change::Clock => {
                let seconds = u64::try_from(period.as_micros())
                    .unwrap_or(u64::MAX)
                    .saturating_mul(count)
                    / 1_000_000;
                format!(
                    "{:02}:{:02}:{:02}",
                    seconds / 3600,
                    seconds / 60 % 60,
                    seconds % 60
                )
            }
        };
        self.change(&phone, area, &content.into()).then_some(period)
    }

    /// An event of the office happens. When it happens next, if it does.
    pub(crate) fn happen(self: &Arc<Self>, event: &EventConfig) -> Option<Duration> {
        if event.action == Action::Add {
            if let (PhoneRef::Name(name), Some(model)) = (&event.phone, &event.model)
                && let Err(error) = self.add(&PhoneConfig::new(name.as_str(), model.as_str()))
            {
                tracing::warn!(%error, "a phone could not be added");
            }
            return event.every;
        }
        let found = self.phones.resolve(&self.config, &event.phone);
        if let Some(phone) = found.and_then(|id| self.phones.find(id)) {
            match event.action {
                Action::Unplug => self.unplug(&phone),
                Action::Replug => self.replug(&phone),
                Action::Press => self.press(&phone, event.button),
                Action::Lift => self.hook(&phone, HookSwitchModes::MICSPEAKER),
                Action::HangUp => self.hook(&phone, HookSwitchModes::ONHOOK),
                Action::Change => self.change(
                    &phone,
                    event.area,
                    event.content.as_ref().unwrap_or(&Bytes::new()),
                ),
                Action::Suspend => self.suspend(&phone, true),
                Action::Resume => self.suspend(&phone, false),
                Action::Remove => self.remove(&phone),
                Action::Add => false,
            };
        }
        event.every
    }
}

/// When a phone's areas first change by themselves.
fn changes(phone: &Phone, now: Instant) -> Vec<(Instant, What)> {
    let id = phone.id;
    let changing = phone
        .plan
        .areas()
        .filter_map(|(area, plan)| Some((area, plan.changes?.0)));
    changing
        .map(|(area, period)| {
            (
                now + period,
                What::Change {
                    phone: id,
                    area,
                    count: 1,
                },
            )
        })
        .collect()
}
