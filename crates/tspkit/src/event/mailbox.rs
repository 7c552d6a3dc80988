//! Where events wait for one who reads them.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Condvar, Mutex, PoisonError},
    time::Instant,
};

use tspkit_abi::{LineDevStates, PhoneStates};
use tspkit_hal::{CallId, LineId, PhoneId};

use super::Event;
use crate::{
    call::{CallEvent, MergedCall},
    office::lock,
};

/// How many events are kept before they are merged.
const KEPT: usize = 1024;

/// Keeps so many events, and what the others were merged to.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    state: Mutex<Kept>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Kept {
    events: VecDeque<Event>,
    merged: HashMap<Source, Merged>,
    /// Those of a source whose merged events are being taken.
    rest: VecDeque<Event>,
    closed: bool,
}

/// What events are about that are merged with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    Phone(PhoneId),
    Line(LineId),
    Call(LineId, CallId),
}

#[derive(Debug, Default)]
struct Merged {
    phone: PhoneStates,
    line: LineDevStates,
    call: MergedCall,
    count: u32,
}

impl Source {
    fn of(event: &Event) -> Self {
        match event {
            Event::Phone { phone, .. }
            | Event::Downloaded { phone, .. }
            | Event::Merged { phone, .. } => Self::Phone(*phone),
            Event::Line { line, .. } | Event::LineMerged { line, .. } => Self::Line(*line),
            Event::Call { line, call, .. } => Self::Call(*line, *call),
        }
    }

    /// The events that are left of what was merged.
    fn events(self, merged: &Merged) -> Vec<Event> {
        let count = merged.count;
        match self {
            Self::Phone(phone) => vec![Event::Merged {
                phone,
                states: merged.phone,
                count,
            }],
            Self::Line(line) => vec![Event::LineMerged {
                line,
                states: merged.line,
                count,
            }],
            Self::Call(line, call) => {
                let event = |event| Event::Call { line, call, event };
                merged.call.events().map(event).collect()
            }
        }
    }
}

impl Merged {
    fn add(&mut self, event: &Event) {
        self.phone |= event.states();
        self.line |= event.line_states();
        if let Event::Call { event, .. } = event {
            self.call.add(CallEvent::clone(event));
        }
        let more = match event {
            Event::Merged { count, .. } | Event::LineMerged { count, .. } => *count,
            _ => 1,
        };
        self.count = self.count.saturating_add(more);
    }
}

impl Kept {
    fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.rest.pop_front().or_else(|| self.events.pop_front()) {
            return Some(event);
        }
        let source = self.merged.keys().next().copied()?;
        let merged = self.merged.remove(&source)?;
        self.rest = source.events(&merged).into();
        self.rest.pop_front()
    }
}

impl Mailbox {
    pub(super) fn put(&self, event: &Event) {
        let mut kept = lock(&self.state);
        let source = Source::of(event);
        if kept.events.len() >= KEPT || kept.merged.contains_key(&source) {
            kept.merged.entry(source).or_default().add(event);
        } else {
            kept.events.push_back(event.clone());
        }
        drop(kept);
        self.changed.notify_one();
    }

    /// Nothing more comes.
    pub(super) fn close(&self) {
        lock(&self.state).closed = true;
        self.changed.notify_all();
    }

    /// The next event, waited for until `end`.
    pub(super) fn take(&self, end: Option<Instant>) -> Option<Event> {
        let mut kept = lock(&self.state);
        loop {
            if let Some(event) = kept.next() {
                return Some(event);
            }
            if kept.closed || end.is_some_and(|end| end <= Instant::now()) {
                return None;
            }
            kept = match end {
                None => self
                    .changed
                    .wait(kept)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    self.changed
                        .wait_timeout(kept, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use tspkit_hal::{CallStatus, LineEvent, PhoneEvent};

    use super::*;

    const LINE: LineId = LineId(1);
    const CALL: CallId = CallId(2);

    fn call(event: CallEvent) -> Event {
        Event::Call {
            line: LINE,
            call: CALL,
            event,
        }
    }

    fn line(event: LineEvent) -> Event {
        Event::Line { line: LINE, event }
    }

    fn rest(mailbox: &Mailbox) -> Vec<Event> {
        std::iter::from_fn(|| mailbox.take(Some(Instant::now()))).collect()
    }

    #[test]
    fn what_is_too_much_is_merged_by_what_it_is_about() {
        let mailbox = Mailbox::default();
        let phone = PhoneId(3);
        for _ in 0..KEPT {
            mailbox.put(&line(LineEvent::InService));
        }
        let state = CallEvent::State(CallStatus::Ringback);
        for event in [CallEvent::New, CallEvent::State(CallStatus::Dialing), state] {
            mailbox.put(&call(event));
        }
        mailbox.put(&line(LineEvent::OutOfService));
        mailbox.put(&line(LineEvent::InService));
        let event = PhoneEvent::Disconnected;
        mailbox.put(&Event::Phone { phone, event });
        let read = rest(&mailbox);
        assert_eq!(read[..KEPT], vec![line(LineEvent::InService); KEPT]);
        let merged = &read[KEPT..];
        assert_eq!(merged.len(), 4);
        let new = merged.iter().position(|each| *each == call(CallEvent::New));
        let new = new.expect("it is told");
        assert_eq!(merged[new + 1], call(state));
        assert!(merged.contains(&Event::LineMerged {
            line: LINE,
            states: LineDevStates::INSERVICE | LineDevStates::OUTOFSERVICE,
            count: 2,
        }));
        assert!(merged.contains(&Event::Merged {
            phone,
            states: PhoneStates::DISCONNECTED,
            count: 1,
        }));
    }

    #[test]
    fn what_comes_while_merged_events_are_read_comes_after_them() {
        let mailbox = Mailbox::default();
        for _ in 0..KEPT {
            mailbox.put(&line(LineEvent::InService));
        }
        mailbox.put(&call(CallEvent::New));
        mailbox.put(&call(CallEvent::State(CallStatus::Dialing)));
        for _ in 0..KEPT {
            mailbox.take(None);
        }
        assert_eq!(mailbox.take(None), Some(call(CallEvent::New)));
        mailbox.put(&call(CallEvent::State(CallStatus::Ringback)));
        let states =
            [CallStatus::Dialing, CallStatus::Ringback].map(|state| call(CallEvent::State(state)));
        assert_eq!(rest(&mailbox), states);
    }
}
