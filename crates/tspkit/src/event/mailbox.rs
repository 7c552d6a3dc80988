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
