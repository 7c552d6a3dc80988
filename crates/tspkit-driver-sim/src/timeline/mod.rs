//! The office's thread: everything that takes time, in the order of its time.

mod inbox;
mod lane;
mod lines;

use std::{
    cmp::Ordering,
    collections::{BinaryHeap, HashMap, VecDeque},
    sync::Arc,
    time::Instant,
};

use tspkit_hal::{HardwareError, PhoneId};

use self::{
    inbox::Found,
    lane::{LaneKey, Stage, Transfer, Waiting},
    lines::LineLanes,
};
pub(crate) use self::{
    inbox::{Inbox, Job, Message},
    lines::LineJob,
};
use crate::{
    chance::Fate,
    config::{EventConfig, LineEventConfig},
    office::Office,
    phone::unplugged,
    switch::Timer,
};

/// What happens at a time.
#[derive(Debug)]
pub(crate) enum What {
    /// The first job of a lane goes on.
    Step(LaneKey),
    /// The phone comes back.
    Replug(PhoneId),
    /// A data area changes by itself, for the `count`th time.
    Change {
        phone: PhoneId,
        area: u32,
        count: u64,
    },
    /// An event of the office.
    Event(Arc<EventConfig>),
    /// An event of a line.
    LineEvent(Arc<LineEventConfig>),
    /// Something in the switch.
    Line(Timer),
    /// The first job of the lane of the line of that place goes on.
    LineStep(u32),
}

/// Something to come. The one that comes first is the greatest; of two at once, the one that was put in first.
#[derive(Debug)]
struct Due {
    at: Instant,
    number: u64,
    what: What,
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Due {}

/// What the office's thread has before it.
pub(super) struct Timeline {
    office: Arc<Office>,
    due: BinaryHeap<Due>,
    lanes: HashMap<LaneKey, VecDeque<Waiting>>,
    /// Requests that are never answered.
    silent: HashMap<u64, Job>,
    lines: LineLanes,
    last: u64,
}

/// Whether a job is over.
enum Begun {
    Over(Job),
    Waits(Waiting),
}

impl Timeline {
    fn new(office: Arc<Office>) -> Self {
        Self {
            office,
            due: BinaryHeap::new(),
            lanes: HashMap::new(),
            silent: HashMap::new(),
            lines: LineLanes::default(),
            last: 0,
        }
    }

    /// Works until the inbox is shut.
    fn run(mut self) {
        let mut messages = Vec::new();
        let office = self.office.clone();
        loop {
            match office
                .inbox
                .take(&mut messages, self.due.peek().map(|due| due.at))
            {
                Found::Something => messages.drain(..).for_each(|message| self.accept(message)),
                Found::Nothing => {}
                Found::Shut => break,
            }
            self.run_due();
        }
        for message in messages {
            match message {
                Message::Request(job) => stopped(job),
                Message::LineRequest(job) => lines::stopped(job),
                _ => {}
            }
        }
        let jobs = self
            .lanes
            .drain()
            .flat_map(|(_, lane)| lane)
            .map(|waiting| waiting.job);
        jobs.chain(self.silent.drain().map(|(_, job)| job))
            .for_each(stopped);
        self.lines.drain().for_each(lines::stopped);
    }

    fn accept(&mut self, message: Message) {
        match message {
            Message::Request(job) => self.accept_job(job),
            Message::Cancelled(lane, number) => self.cancel(lane, number),
            Message::Unplugged(phone) => self.fail_all(phone),
            Message::Later(at, what) => {
                self.put(at, what);
            }
            Message::LineRequest(job) => self.accept_line_job(job),
            Message::LineCancelled(place, number) => self.cancel_line(place, number),
            Message::DigitsCancelled(place, call) => self.office.cancel_digits(place, call),
        }
    }

    fn put(&mut self, at: Instant, what: What) -> u64 {
        self.last += 1;
        let number = self.last;
        self.due.push(Due { at, number, what });
        number
    }

    fn run_due(&mut self) {
        while let Some(first) = self.due.peek()
            && first.at <= Instant::now()
        {
            let Some(Due { at, number, what }) = self.due.pop() else {
                return;
            };
            match what {
                What::Step(lane) => self.step(lane, number),
                What::Replug(phone) => {
                    if let Some(phone) = self.office.phones.find(phone) {
                        self.office.replug(&phone);
                    }
                }
                What::Change { phone, area, count } => {
                    if let Some(period) = self.office.change_by_itself(phone, area, count) {
                        self.put(
                            at + period,
                            What::Change {
                                phone,
                                area,
                                count: count + 1,
                            },
                        );
                    }
                }
                What::LineEvent(event) => {
                    if let Some(period) = self.office.happen_on_line(&event) {
                        self.put(at + period, What::LineEvent(event));
                    }
                }
                What::LineStep(place) => self.step_line(place, number),
                What::Line(timer) => self.office.line_timer(timer),
                What::Event(event) => {
                    if let Some(period) = self.office.happen(&event) {
                        self.put(at + period, What::Event(event));
                    }
                }
            }
        }
    }

    fn accept_job(&mut self, job: Job) {
        let key = LaneKey::of(job.phone, &job.request);
        if job.verdict.fate == Fate::Silence {
            self.last += 1;
            let number = self.last;
            self.hook(&job, key, number);
            self.silent.insert(number, job);
            return;
        }
        if let Some(lane) = (!self.lanes.is_empty())
            .then(|| self.lanes.get_mut(&key))
            .flatten()
        {
            self.last += 1;
            let number = self.last;
            lane.push_back(Waiting {
                number,
                job,
                stage: Stage::Queued,
                step: 0,
            });
            if let Some(waiting) = self.lanes.get(&key).and_then(VecDeque::back) {
                self.hook(&waiting.job, key, number);
            }
            return;
        }
        self.last += 1;
        match self.begin(key, self.last, job) {
            Begun::Over(job) => self.finish(job),
            Begun::Waits(waiting) => {
                self.lanes.insert(key, VecDeque::from([waiting]));
            }
        }
    }

    /// Has the thread told when a job is cancelled.
    fn hook(&self, job: &Job, lane: LaneKey, number: u64) {
        let office = Arc::downgrade(&self.office);
        job.done.on_cancel(move || {
            if let Some(office) = office.upgrade() {
                office
                    .inbox
                    .send_if_running(Message::Cancelled(lane, number));
            }
        });
    }

    /// Begins with a job that nothing stands before.
    fn begin(&mut self, key: LaneKey, number: u64, job: Job) -> Begun {
        let now = Instant::now;
        let delay = job.verdict.delay;
        if !delay.is_zero() {
            let step = self.put(now() + delay, What::Step(key));
            self.hook(&job, key, number);
            return Begun::Waits(Waiting {
                number,
                job,
                stage: Stage::Delay,
                step,
            });
        }
        match self.transfer(&job) {
            None => Begun::Over(job),
            Some(transfer) => {
                job.done.progress(0, transfer.total);
                let step = self.put(transfer.next(now()), What::Step(key));
                self.hook(&job, key, number);
                Begun::Waits(Waiting {
                    number,
                    job,
                    stage: Stage::Transfer(transfer),
                    step,
                })
            }
        }
    }

    /// The transfer that a job needs, if its bytes take time.
    fn transfer(&self, job: &Job) -> Option<Transfer> {
        let phone = self.office.phones.find(job.phone)?;
        let rate = phone.plan.route(&job.request).rate?;
        let total = match job.verdict.fate {
            Fate::CarryOut => phone.bytes_moved(&job.request),
            _ => 0,
        };
        (total > 0).then(|| Transfer {
            begun: Instant::now(),
            total,
            rate,
        })
    }

    /// The first job of a lane goes on.
    fn step(&mut self, key: LaneKey, number: u64) {
        let Some(mut first) = self.lanes.get_mut(&key).and_then(|lane| {
            let current = lane.front().is_some_and(|first| first.step == number);
            current.then(|| lane.pop_front()).flatten()
        }) else {
            return;
        };
        let now = Instant::now();
        match first.stage {
            Stage::Delay => {
                if let Some(transfer) = self.transfer(&first.job) {
                    first.job.done.progress(0, transfer.total);
                    return self.wait_on(key, first, transfer, now);
                }
            }
            Stage::Transfer(transfer) => {
                let moved = transfer.moved(now);
                first.job.done.progress(moved, transfer.total);
                if moved < transfer.total {
                    first.stage = Stage::Queued;
                    return self.wait_on(key, first, transfer, now);
                }
            }
            Stage::Leaving => {
                drop(first.job);
                return self.next(key);
            }
            Stage::Queued => {}
        }
        self.finish(first.job);
        self.next(key);
    }

    fn wait_on(&mut self, key: LaneKey, mut first: Waiting, transfer: Transfer, now: Instant) {
        first.step = self.put(transfer.next(now), What::Step(key));
        first.stage = Stage::Transfer(transfer);
        self.lanes.entry(key).or_default().push_front(first);
    }

    /// Goes on with a lane whose first job is over.
    fn next(&mut self, key: LaneKey) {
        while let Some(Waiting { job, number, .. }) =
            self.lanes.get_mut(&key).and_then(VecDeque::pop_front)
        {
            match self.begin(key, number, job) {
                Begun::Over(job) => self.finish(job),
                Begun::Waits(waiting) => {
                    self.lanes.entry(key).or_default().push_front(waiting);
                    return;
                }
            }
        }
        self.lanes.remove(&key);
    }

    fn finish(&self, job: Job) {
        let Job {
            phone,
            request,
            done,
            verdict,
        } = job;
        if done.is_cancelled() {
            return;
        }
        match self.office.phones.find(phone) {
            Some(phone) => self.office.answer(&phone, request, &verdict.fate, done),
            None => done.fail(unplugged(phone, &request)),
        }
    }

    fn cancel(&mut self, key: LaneKey, number: u64) {
        if self.silent.remove(&number).is_some() {
            return;
        }
        let Some(lane) = self.lanes.get_mut(&key) else {
            return;
        };
        let Some(index) = lane.iter().position(|waiting| waiting.number == number) else {
            return;
        };
        if index > 0 {
            lane.remove(index);
            return;
        }
        let delay = self.office.config.cancel_delay;
        if delay.is_zero() {
            lane.pop_front();
            return self.next(key);
        }
        let step = self.put(Instant::now() + delay, What::Step(key));
        if let Some(first) = self.lanes.get_mut(&key).and_then(VecDeque::front_mut) {
            first.stage = Stage::Leaving;
            first.step = step;
        }
    }

    /// Fails everything that is pending for a phone.
    fn fail_all(&mut self, phone: PhoneId) {
        let keys: Vec<_> = self
            .lanes
            .keys()
            .filter(|key| key.phone == phone)
            .copied()
            .collect();
        let lanes = keys.into_iter().filter_map(|key| self.lanes.remove(&key));
        let mut jobs: Vec<_> = lanes.flatten().map(|waiting| waiting.job).collect();
        jobs.extend(
            self.silent
                .extract_if(|_, job| job.phone == phone)
                .map(|(_, job)| job),
        );
        for job in jobs {
            let error = unplugged(phone, &job.request);
            job.done.fail(error);
        }
    }
}

fn stopped(job: Job) {
    let message = format!(
        "{}: the office stopped before {} was done",
        job.request.name(),
        job.phone
    );
    job.done.fail(HardwareError::failed(message));
}
