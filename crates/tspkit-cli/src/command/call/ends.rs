//! The ends of a call, and what they are told.

use std::time::{Duration, Instant};

use tspkit::{
    Call, CallEvent, CallId, CallStatus, Event, Events, Line, LineEvent, abi::LineCallInfoStates,
};

use super::{
    failure,
    timeline::{Shown, Timeline},
};
use crate::{
    args::MakeCall,
    failure::{Failure, Kind},
};

/// A line with its call.
#[derive(Debug)]
pub(super) struct End {
    /// The line's address.
    pub(super) name: String,
    pub(super) line: Line,
    pub(super) call: Option<Call>,
    pub(super) status: Option<CallStatus>,
    /// How often user-user information has come.
    pub(super) heard: u32,
    /// The number that it is said to be connected with.
    pub(super) with: String,
    shown: Shown,
}

impl End {
    pub(super) fn new(line: Line) -> Self {
        Self {
            name: line.info().address.to_string(),
            line,
            call: None,
            status: None,
            heard: 0,
            with: String::new(),
            shown: Shown::default(),
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        matches!(self.status, Some(CallStatus::Connected(_)))
    }

    pub(super) fn is_offered(&self) -> bool {
        matches!(
            self.status,
            Some(CallStatus::Offering(_) | CallStatus::Accepted)
        )
    }

    /// No call, or none any more.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.status, None | Some(CallStatus::Idle))
    }

    /// The other end has gone, or this one has.
    pub(super) fn is_over(&self) -> bool {
        self.is_idle() || matches!(self.status, Some(CallStatus::Disconnected(_)))
    }

    /// It has come to whatever it came to.
    pub(super) fn is_decided(&self) -> bool {
        matches!(
            self.status,
            Some(
                CallStatus::Connected(_)
                    | CallStatus::Busy(_)
                    | CallStatus::SpecialInfo(_)
                    | CallStatus::Disconnected(_)
                    | CallStatus::Idle
            )
        )
    }
}

/// Both ends, and the one that the call is passed on to.
#[derive(Debug)]
pub(super) struct Conversation<'a> {
    pub(super) args: &'a MakeCall,
    pub(super) caller: End,
    /// The end that is called, and the one that the call is passed on to, as far as they are here.
    pub(super) others: Vec<End>,
    pub(super) timeline: Timeline<'a>,
    events: Events,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        args: &'a MakeCall,
        from: Line,
        others: Vec<Line>,
        events: Events,
        timeline: Timeline<'a>,
    ) -> Self {
        Self {
            args,
            caller: End::new(from),
            others: others.into_iter().map(End::new).collect(),
            timeline,
            events,
        }
    }

    /// Prints what the ends are told until that is so.
    pub(super) fn until(
        &mut self,
        limit: Duration,
        what: &str,
        wanted: impl Fn(&Self) -> bool,
    ) -> Result<(), Failure> {
        let end = Instant::now().checked_add(limit);
        while !wanted(self) {
            if !self.told_by(end)? {
                let message = format!("{what} within {limit:?}");
                return Err(Failure::new(Kind::TimedOut, message));
            }
        }
        Ok(())
    }

    /// Prints what the ends are told for so long.
    pub(super) fn during(&mut self, time: Duration) -> Result<(), Failure> {
        let end = Instant::now().checked_add(time);
        while self.told_by(end)? {}
        Ok(())
    }

    /// Prints the next event; says whether one came by then.
    fn told_by(&mut self, end: Option<Instant>) -> Result<bool, Failure> {
        let event = match end {
            Some(end) => {
                let left = end.saturating_duration_since(Instant::now());
                self.events.next_within(left)
            }
            None => self.events.next(),
        };
        let Some(event) = event else { return Ok(false) };
        let ends = std::iter::once(&mut self.caller).chain(&mut self.others);
        for end in ends {
            if event.line() == Some(end.line.id()) {
                end.told(&event, &self.timeline)?;
            }
        }
        Ok(true)
    }
}

impl End {
    fn told(&mut self, event: &Event, timeline: &Timeline<'_>) -> Result<(), Failure> {
        match event {
            Event::Call { call, event, .. } => self.told_of_call(*call, *event, timeline),
            Event::Line {
                event: LineEvent::Ringing { mode, count },
                ..
            } => timeline.rings(&self.name, *mode, *count),
            _ => Ok(()),
        }
    }

    fn told_of_call(
        &mut self,
        id: CallId,
        event: CallEvent,
        timeline: &Timeline<'_>,
    ) -> Result<(), Failure> {
        if event == CallEvent::New && self.is_idle() {
            self.call = self.line.call(id);
            if let Some(call) = &self.call {
                timeline.came_in(&self.name, call, &mut self.shown)?;
            }
            return self.release();
        }
        let Some(call) = self.call.clone().filter(|call| call.id() == id) else {
            return Ok(());
        };
        match event {
            CallEvent::State(status) => {
                self.status = Some(status);
                timeline.state(&self.name, status)
            }
            CallEvent::Info(states) => {
                timeline.changed(&self.name, &call, states, &mut self.shown)?;
                if states.contains(LineCallInfoStates::CONNECTEDID) {
                    self.with = call.info().parties.connected.number;
                }
                if states.contains(LineCallInfoStates::USERUSERINFO) {
                    self.release()?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Lets the next user-user information come: what there was has been printed.
    fn release(&mut self) -> Result<(), Failure> {
        let Some(call) = &self.call else {
            return Ok(());
        };
        if call.info().user_user.is_empty() {
            return Ok(());
        }
        self.heard += 1;
        match call.release_user_user_info().wait() {
            // A call that is over has nothing to come.
            Err(_) if call.is_closed() => Ok(()),
            released => released.map_err(|error| failure(&error, Kind::Failed)),
        }
    }
}
