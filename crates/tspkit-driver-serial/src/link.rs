//! A link: one port, opened again as it comes and goes, and the phones behind it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tspkit_hal::{EventSink, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Ring};

use crate::{
    fault::Fault,
    line::Line,
    port::Opener,
    profile::{Profile, reports::News},
    shadow::Shadow,
    want::Want,
};

/// How often an idle line is looked at when phones report events on it.
const LOOK: Duration = Duration::from_millis(20);

/// How often when they do not: only to see that the cable is there.
const GLANCE: Duration = Duration::from_millis(250);

/// One port and its phones.
pub(crate) struct Link {
    port: String,
    opener: Arc<dyn Opener>,
    profile: Arc<Profile>,
    /// Added to a phone's number in the profile.
    base: u32,
    /// Which phones are connected: looked at by other threads.
    connected: Arc<[AtomicBool]>,
    shadows: Vec<Shadow>,
    line: Option<Line>,
    attempts: Attempts,
    events: Option<EventSink>,
    /// Events that are told after the request that caused them was answered.
    due: Vec<(usize, PhoneEvent)>,
}

/// When a line that is down is tried again.
struct Attempts {
    next: Option<Instant>,
    delay: Duration,
    /// What was wrong the last time; empty when it is up.
    problem: String,
}

impl Link {
    pub(crate) fn new(
        port: String,
        opener: Arc<dyn Opener>,
        profile: Arc<Profile>,
        base: u32,
    ) -> Self {
        let phones = profile.phones();
        Self {
            port,
            opener,
            base,
            connected: phones.iter().map(|_| AtomicBool::new(false)).collect(),
            shadows: phones
                .iter()
                .map(|_| Shadow::new(profile.features()))
                .collect(),
            line: None,
            attempts: Attempts {
                next: None,
                delay: profile.reopen().0,
                problem: String::new(),
            },
            profile,
            events: None,
            due: Vec::new(),
        }
    }

    pub(crate) fn connected(&self) -> Arc<[AtomicBool]> {
        self.connected.clone()
    }

    pub(crate) fn set_events(&mut self, events: EventSink) {
        self.events = Some(events);
    }

    fn id(&self, phone: usize) -> PhoneId {
        PhoneId(self.base + self.profile.phones()[phone].id)
    }

    fn tell(&self, phone: usize, event: PhoneEvent) {
        if let Some(events) = &self.events {
            events.phone(self.id(phone), event);
        }
    }

    fn set_connected(&mut self, phone: usize, connected: bool) {
        if self.connected[phone].swap(connected, Ordering::AcqRel) == connected {
            return;
        }
        tracing::info!(port = self.port, phone = %self.id(phone), connected, "phone");
        self.tell(
            phone,
            if connected {
                PhoneEvent::Connected
            } else {
                PhoneEvent::Disconnected
            },
        );
    }

    fn is_connected(&self, phone: usize) -> bool {
        self.connected[phone].load(Ordering::Acquire)
    }

    /// Looks after the line while there is nothing else to do; when to do so again.
    pub(crate) fn tend(&mut self, want: &dyn Want) -> Duration {
        for (phone, event) in std::mem::take(&mut self.due) {
            self.tell(phone, event);
        }
        if let Err(fault) = self.look_after(want) {
            self.failed(&fault);
        }
        if let Some(next) = self.attempts.next {
            return next.saturating_duration_since(Instant::now());
        }
        let reports = !self.profile.reports().is_empty();
        if reports { LOOK } else { GLANCE }
    }

    fn look_after(&mut self, want: &dyn Want) -> Result<(), Fault> {
        if self.attempts.next.is_some_and(|next| next > Instant::now()) {
            return Ok(());
        }
        self.put_in_order(want)?;
        let repeat = self.profile.tables().wake.every.as_ref();
        let absent = (0..self.connected.len()).any(|phone| !self.is_connected(phone));
        let every = match repeat {
            Some(every) => Some(every.get_ref().0),
            None => absent.then(|| self.profile.reopen().1),
        };
        if let Some(line) = &mut self.line {
            line.idle(&self.profile, want)?;
            let due = every.is_some_and(|every| line.woken.elapsed() >= every);
            self.hear();
            if due {
                self.bring_up(want)?;
            }
        }
        Ok(())
    }

    /// Opens the line if it is closed, and wakes the phones if that is needed.
    fn put_in_order(&mut self, want: &dyn Want) -> Result<(), Fault> {
        match &mut self.line {
            Some(line) if line.is_in_order() => Ok(()),
            // Nobody has doubted that the phones are there.
            Some(line) if line.awake => {
                line.wake(&self.profile, want)?;
                self.hear();
                Ok(())
            }
            _ => self.bring_up(want),
        }
    }

    fn bring_up(&mut self, want: &dyn Want) -> Result<(), Fault> {
        if self.line.is_none() {
            let settings = self.profile.settings();
            let port = self.opener.open(&self.port, &settings)?;
            tracing::info!(port = self.port, %settings, "opened");
            self.line = Some(Line::new(port));
            if want.wait(self.profile.tables().line.settle.0) {
                return Err(Fault::Cancelled);
            }
        }
        let profile = self.profile.clone();
        let Some(line) = &mut self.line else {
            return Ok(());
        };
        line.wake(&profile, want)?;
        for (index, phone) in profile.phones().iter().enumerate() {
            let Some(line) = &mut self.line else {
                return Ok(());
            };
            let there = if profile.recognise(phone).is_empty() {
                Ok(())
            } else {
                line.recognise(&profile, phone, want)
            };
            match there {
                Err(fault) if fault.lost_the_line() || matches!(fault, Fault::Cancelled) => {
                    return Err(fault);
                }
                Err(fault) => {
                    tracing::info!(port = self.port, phone = %self.id(index), %fault, "no such phone");
                    self.set_connected(index, false);
                }
                Ok(()) => self.set_connected(index, true),
            }
        }
        self.attempts = Attempts {
            next: None,
            delay: profile.reopen().0,
            problem: String::new(),
        };
        self.hear();
        Ok(())
    }

    /// The line cannot be used now: lets go of it if it is gone, and plans the next attempt.
    fn failed(&mut self, fault: &Fault) {
        if matches!(fault, Fault::Cancelled) {
            return;
        }
        if fault.lost_the_line() {
            self.line = None;
        } else if let Some(line) = &mut self.line {
            line.awake = false;
        }
        for phone in 0..self.connected.len() {
            self.set_connected(phone, false);
        }
        let problem = fault.to_string();
        let delay = self.attempts.delay;
        if self.attempts.problem == problem {
            tracing::debug!(port = self.port, problem, ?delay, "still down");
        } else {
            tracing::warn!(port = self.port, problem, ?delay, "the link is down");
        }
        let longest = self.profile.reopen().1;
        self.attempts = Attempts {
            next: Instant::now().checked_add(delay),
            delay: delay.saturating_mul(2).min(longest),
            problem,
        };
    }

    /// Passes on what the phones have reported.
    fn hear(&mut self) {
        let Some(line) = &mut self.line else { return };
        for (phone, news) in std::mem::take(&mut line.heard) {
            let event = match (phone, news) {
                (_, News::Restarted) => {
                    if let Some(line) = &mut self.line {
                        line.awake = false;
                    }
                    continue;
                }
                (Some(phone), News::Row(row, text)) => {
                    self.shadows[phone].write_row(row, &text);
                    let rows = self.shadows[phone].display();
                    (phone, PhoneEvent::DisplayChanged { rows })
                }
                (Some(phone), News::Event(event)) => (phone, event),
                (None, _) | (_, News::Ignored) => continue,
            };
            self.shadows[event.0].learn(&event.1);
            self.tell(event.0, event.1);
        }
    }

    /// Carries out a request for the phone of that place in the profile.
    pub(crate) fn carry_out(
        &mut self,
        phone: usize,
        request: PhoneRequest,
        want: &dyn Want,
    ) -> Result<PhoneReply, Fault> {
        if self.attempts.next.is_some_and(|next| next > Instant::now()) {
            return Err(Fault::Away(self.attempts.problem.clone()));
        }
        if let Err(fault) = self.put_in_order(want) {
            self.failed(&fault);
            return Err(fault);
        }
        if !self.is_connected(phone) {
            return Err(Fault::Away(
                "it did not answer when it was looked for".to_owned(),
            ));
        }
        let profile = self.profile.clone();
        let Some(line) = &mut self.line else {
            return Err(Fault::Away("the line is closed".to_owned()));
        };
        let consequence = consequence(&request, &self.shadows[phone]);
        let shadow = &mut self.shadows[phone];
        let outcome = line.carry_out(&profile, &profile.phones()[phone], shadow, request, want);
        match &outcome {
            Err(fault) if fault.lost_the_line() => self.failed(fault),
            Err(fault) if fault.leaves_a_mess() => line.spoil(None),
            Err(_) => {}
            Ok(_) => {
                let display = self.shadows[phone].display();
                self.due
                    .extend(consequence.map(|event| (phone, filled(event, display))));
            }
        }
        self.hear();
        outcome
    }

    /// Lets go of the line.
    pub(crate) fn release(&mut self) {
        self.line = None;
        self.due.clear();
        self.attempts = Attempts {
            next: None,
            delay: self.profile.reopen().0,
            problem: String::new(),
        };
        for connected in &*self.connected {
            connected.store(false, Ordering::Release);
        }
        self.events = None;
    }
}

/// What else changes when the request succeeds.
fn consequence(request: &PhoneRequest, shadow: &Shadow) -> Option<PhoneEvent> {
    match request {
        PhoneRequest::SetLamp { lamp, mode } => {
            let changed = shadow.lamps.get(*lamp as usize) != Some(mode);
            changed.then_some(PhoneEvent::LampChanged {
                lamp: *lamp,
                mode: *mode,
            })
        }
        PhoneRequest::SetRing { mode, volume } => {
            let ring = Ring {
                mode: *mode,
                volume: *volume,
            };
            (shadow.ring != ring).then_some(PhoneEvent::RingChanged(ring))
        }
        PhoneRequest::SetDisplay { .. } => {
            let rows = shadow.display();
            Some(PhoneEvent::DisplayChanged { rows })
        }
        _ => None,
    }
}

/// The display's event says what it shows afterwards.
fn filled(event: PhoneEvent, display: Vec<String>) -> PhoneEvent {
    match event {
        PhoneEvent::DisplayChanged { .. } => PhoneEvent::DisplayChanged { rows: display },
        event => event,
    }
}
