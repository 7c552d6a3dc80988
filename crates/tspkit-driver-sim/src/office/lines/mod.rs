//! The lines of the office: the switch, with a lock around it, and what waits to be told.

mod control;
mod events;
mod judging;
mod mailbox;
mod rules;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Instant,
};

use tspkit_abi::LineError;
use tspkit_hal::{
    CallId, Completion, Deadline, EventSink, HardwareError, LineId, LineInfo, LineReply,
    LineRequest, PhoneId,
};

pub(crate) use self::rules::Verdict as LineVerdict;
use self::{
    judging::Judging,
    mailbox::{Item, Mailbox},
};
use super::{Office, table::Table};
use crate::{
    chance::Fate,
    config::OfficeConfig,
    lock,
    switch::{Exchange, Line, Output, Timer},
    timeline::{LineJob, Message, What},
};

type Switch = Exchange<Completion<LineReply>>;

/// The lines of the office.
///
/// What the switch gives is put into the mailboxes of the lines while the switch's lock is held, so that each line
/// hears what happens in the order in which it happened, and is told afterwards with no lock held.
#[derive(Debug)]
pub(crate) struct Lines {
    switch: Mutex<Switch>,
    mailboxes: Box<[Mailbox]>,
    ids: Box<[LineId]>,
    places: HashMap<LineId, u32>,
    /// The lines that phones belong to.
    phones: HashMap<PhoneId, LineId>,
    sink: Mutex<Option<EventSink>>,
    judging: Judging,
}

impl Lines {
    /// The lines of an office that was checked.
    pub(crate) fn new(config: &OfficeConfig, phones: &Table) -> Self {
        let switch = Switch::new(config);
        let mut of_phones = HashMap::new();
        let mut line = switch.lines().iter();
        for block in &config.lines {
            let first = block
                .phone
                .as_ref()
                .and_then(|phone| Table::place(config, phone));
            let lines = line.by_ref().take(block.count.unwrap_or(1) as usize);
            for (line, place) in lines.zip(first.into_iter().flat_map(|first| first..)) {
                of_phones.extend(phones.id(place).map(|phone| (phone, line.id)));
            }
        }
        let ids: Box<[_]> = switch.lines().iter().map(|line| line.id).collect();
        let judging = Judging::new(config, switch.lines());
        Self {
            judging,
            mailboxes: ids.iter().map(|_| Mailbox::default()).collect(),
            places: ids.iter().copied().zip(0..).collect(),
            ids,
            switch: Mutex::new(switch),
            phones: of_phones,
            sink: Mutex::default(),
        }
    }

    pub(crate) fn infos(&self) -> Vec<LineInfo> {
        let switch = lock(&self.switch);
        switch.lines().iter().map(Line::info).collect()
    }

    /// The line that a phone belongs to.
    pub(super) fn of_phone(&self, phone: PhoneId) -> Option<LineId> {
        self.phones.get(&phone).copied()
    }

    pub(super) fn place(&self, line: LineId) -> Option<u32> {
        self.places.get(&line).copied()
    }

    pub(super) fn open(&self, sink: EventSink) {
        *lock(&self.sink) = Some(sink);
        lock(&self.switch).open();
    }

    /// All calls vanish, what is pending is answered, and nothing is told any more. `false` when the deadline has
    /// passed before all was told.
    pub(super) fn shut(&self, deadline: Deadline) -> bool {
        let outputs = {
            let mut switch = lock(&self.switch);
            switch.close();
            switch.take()
        };
        // Nobody listens any more: only answers are told.
        let _ = lock(&self.sink).take();
        for output in outputs {
            if let Output::Answer(_, token, outcome) = output {
                token.complete(outcome);
            }
        }
        let shut = self.mailboxes.iter().zip(&self.ids);
        let shut = shut.map(|(mailbox, line)| mailbox.shut(*line, deadline));
        shut.fold(true, |all, one| all & one)
    }

    fn are_settled(&self) -> bool {
        self.mailboxes.iter().all(Mailbox::is_settled)
    }

    pub(super) fn has_address(&self, address: &str) -> bool {
        lock(&self.switch).has_address(address)
    }

    fn sink(&self) -> Option<EventSink> {
        lock(&self.sink).clone()
    }
}

impl Office {
    pub(super) fn submit_line(
        self: &Arc<Self>,
        id: LineId,
        request: LineRequest,
        done: Completion<LineReply>,
    ) {
        let Some(place) = self.lines.place(id) else {
            let message = format!("{}: the office has no {id}", request.name());
            return done.fail(HardwareError::with_message(LineError::NoDevice, message));
        };
        if !self.is_running() {
            let message = format!("{}: the office of {id} is not started", request.name());
            return done.fail(HardwareError::failed(message));
        }
        let judging = &self.lines.judging;
        let Some(verdict) = judging.judge(place, id, &request) else {
            return self.carry_out_line(place, request, &LineVerdict::default(), done);
        };
        match verdict.fate {
            Fate::Panic => panic!("the office was told to panic: {} of {id}", request.name()),
            Fate::Discard => return drop(done),
            _ => {}
        }
        let job = LineJob {
            place,
            request,
            done,
            verdict,
        };
        if judging.is_queued(place) {
            self.send(Message::LineRequest(job));
        } else {
            self.finish_line(job);
        }
    }

    /// Answers a line's request whose time has come.
    pub(crate) fn finish_line(self: &Arc<Self>, job: LineJob) {
        let LineJob {
            place,
            request,
            done,
            verdict,
        } = job;
        match verdict.fate.error() {
            _ if done.is_cancelled() => {}
            None => self.carry_out_line(place, request, &verdict, done),
            Some(error) => done.fail(error),
        }
    }

    /// How many ends of calls the switch knows, and how many trunks are in use.
    pub(super) fn calls_kept(&self) -> (u64, u64) {
        let (calls, trunks) = lock(&self.lines.switch).kept();
        (calls as u64, trunks as u64)
    }

    /// Carries a request of a line out.
    fn carry_out_line(
        self: &Arc<Self>,
        place: u32,
        request: LineRequest,
        verdict: &LineVerdict,
        done: Completion<LineReply>,
    ) {
        if let LineRequest::GenerateDigits { call, .. } = request {
            let office = Arc::downgrade(self);
            done.on_cancel(move || {
                if let Some(office) = office.upgrade() {
                    office
                        .inbox
                        .send_if_running(Message::DigitsCancelled(place, call));
                }
            });
        }
        self.in_switch(Some(place), |switch| {
            let now = Instant::now();
            if let Some(time) = verdict.out_of_service {
                switch.serve_not_for(now, place, time);
            }
            switch.request(now, place, request, &verdict.conditions, done);
        });
    }

    /// The digits that a call sends may be wanted no more.
    pub(crate) fn cancel_digits(self: &Arc<Self>, place: u32, call: CallId) {
        let token = self.in_switch(None, |switch| {
            switch.cancel_digits(place, call, Completion::is_cancelled)
        });
        // Dropped without the lock.
        drop(token);
    }

    /// The time of something in the switch has come.
    pub(crate) fn line_timer(self: &Arc<Self>, timer: Timer) {
        self.in_switch(None, |switch| switch.timer(Instant::now(), timer));
    }

    /// Does something in the switch, and tells what it gives: first to the line of that place.
    fn in_switch<R>(self: &Arc<Self>, own: Option<u32>, work: impl FnOnce(&mut Switch) -> R) -> R {
        let lines = &self.lines;
        let mut heard = Vec::new();
        let mut timers = Vec::new();
        let mut answered = None;
        let result = {
            let mut switch = lock(&lines.switch);
            let result = work(&mut switch);
            // Under the lock, or two threads would mix up the order.
            let mut outputs = switch.take();
            for output in outputs.drain(..) {
                let (place, item) = match output {
                    Output::Answer(place, token, outcome) => (place, Item::Answer(token, outcome)),
                    Output::Event(place, event) => (place, Item::Event(event)),
                    Output::Later(at, timer) => {
                        timers.push((at, timer));
                        continue;
                    }
                };
                let is_answer = matches!(item, Item::Answer(..));
                let number = lines.mailboxes[place as usize].put(item);
                if is_answer && own == Some(place) {
                    answered = Some(number);
                }
                if heard.last() != Some(&place) && !heard.contains(&place) {
                    heard.push(place);
                }
            }
            switch.give_back(outputs);
            result
        };
        for (at, timer) in timers {
            // Only an office that is stopped meanwhile takes none, and its calls are gone.
            self.inbox
                .send_if_running(Message::Later(at, What::Line(timer)));
        }
        for place in heard {
            let line = lines.ids[place as usize];
            let until = answered.filter(|_| own == Some(place));
            lines.mailboxes[place as usize].tell(line, until, || lines.sink());
        }
        result
    }
}
