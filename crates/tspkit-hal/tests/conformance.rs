//! The suite passes a driver that is right, and finds each flaw by the check that is there for it.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tspkit_abi::PhoneError;
use tspkit_hal::{
    Completion, DataArea, Deadline, Direction, EventSink, Hardware, HardwareError, Inventory,
    PhoneEvent, PhoneId, PhoneInfo, PhoneModel, PhoneReply, PhoneRequest, Stopped,
    blocking::{BlockingHardware, Cancel, Worker},
    conformance::Suite,
};

const DESK: PhoneId = PhoneId(7);
/// Long enough for anything but a hang.
const HANG: Duration = Duration::from_secs(300);
/// How long a request of area 1 takes.
const SLOW: Duration = Duration::from_millis(80);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flaw {
    None,
    InventoryChanges,
    AreasCollide,
    StartsOnce,
    NeverStops,
    NeverAnswersRing,
    DropsRing,
    AcceptsUnknownAreas,
    LosesSomeRequests,
    WaitsInSubmit,
    CutsUploads,
    IgnoresSize,
    LosesOrder,
    KeepsCancelled,
    LeavesPending,
    TalksAfterStop,
    AnswersAfterStop,
    InventsPhones,
    AddsTheSameAgain,
    AnswersUnplugged,
    KeepsAThread,
    PanicsInSubmit,
    ReportsTooMuch,
}

type Job = (PhoneRequest, Completion<PhoneReply>);

/// A phone with two areas, the second slow, on one thread. Right, but for its flaw.
struct Desk {
    flaw: Flaw,
    state: Mutex<State>,
    worker: Mutex<Option<(Sender<Job>, JoinHandle<()>)>>,
    asked: AtomicU32,
    areas: Arc<Mutex<[Bytes; 2]>>,
}

#[derive(Default)]
struct State {
    connected: bool,
    starts: u32,
    events: Option<EventSink>,
    added: Vec<PhoneInfo>,
    kept: Vec<Completion<PhoneReply>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    fn new(flaw: Flaw) -> Arc<Self> {
        let state = State {
            connected: true,
            ..State::default()
        };
        Arc::new(Self {
            flaw,
            state: Mutex::new(state),
            worker: Mutex::default(),
            asked: AtomicU32::new(0),
            areas: Arc::default(),
        })
    }

    fn info(&self, name: &str) -> PhoneInfo {
        let area = |id| DataArea::new(id, 64, Direction::Both, "");
        let second = u32::from(self.flaw != Flaw::AreasCollide);
        let model = PhoneModel::new(name).area(area(0)).area(area(second));
        PhoneInfo::new(DESK, name, Arc::new(model))
    }

    fn plug(&self, connected: bool) {
        let events = {
            let mut state = lock(&self.state);
            state.connected = connected;
            state.events.clone()
        };
        let event = if connected {
            PhoneEvent::Connected
        } else {
            PhoneEvent::Disconnected
        };
        if let Some(events) = events {
            events.phone(DESK, event);
        }
    }

    fn add(&self) {
        let mut state = lock(&self.state);
        let id = if self.flaw == Flaw::AddsTheSameAgain {
            DESK
        } else {
            PhoneId(8)
        };
        let info = PhoneInfo::new(id, "new", Arc::new(PhoneModel::new("new")));
        state.added.push(info.clone());
        let events = state.events.clone();
        drop(state);
        if let Some(events) = events {
            events.phone(id, PhoneEvent::Added(info));
        }
    }

    fn refuse(&self, phone: PhoneId, request: &PhoneRequest) -> Option<HardwareError> {
        let state = lock(&self.state);
        let running = state.events.is_some() || self.flaw == Flaw::AnswersAfterStop;
        if phone != DESK {
            return Some(PhoneError::NoDevice.into());
        }
        if !running || (!state.connected && self.flaw != Flaw::AnswersUnplugged) {
            return Some(HardwareError::failed("out of reach"));
        }
        match request.area() {
            None => Some(HardwareError::unavailable()),
            Some(2..) if self.flaw != Flaw::AcceptsUnknownAreas => {
                Some(PhoneError::InvalDataId.into())
            }
            Some(_) => None,
        }
    }

    fn work(flaw: Flaw, areas: &Mutex<[Bytes; 2]>, jobs: &Receiver<Job>, kept: &mut Vec<Job>) {
        // A download that each request overtakes.
        let mut overtaken: Option<(usize, Bytes)> = None;
        for job in jobs {
            if flaw == Flaw::LosesOrder {
                let before = overtaken.take();
                if let (PhoneRequest::SetData { area, data }, done) = job {
                    overtaken = Some((area as usize % 2, data));
                    done.complete(Ok(PhoneReply::Done));
                } else {
                    carry_out(flaw, areas, job);
                }
                if let Some((area, data)) = before {
                    lock(areas)[area] = data;
                }
                continue;
            }
            if flaw == Flaw::LeavesPending && job.0.area() == Some(1) {
                kept.push(job);
                continue;
            }
            if job.0.area() == Some(1) {
                let end = Instant::now() + SLOW;
                while Instant::now() < end
                    && (!job.1.is_cancelled() || flaw == Flaw::KeepsCancelled)
                {
                    thread::sleep(Duration::from_millis(2));
                }
                if flaw == Flaw::ReportsTooMuch {
                    job.1.progress(2, 1);
                }
                if job.1.is_cancelled() {
                    if flaw == Flaw::KeepsCancelled {
                        kept.push(job);
                    }
                    continue;
                }
            }
            carry_out(flaw, areas, job);
        }
    }
}

fn carry_out(flaw: Flaw, areas: &Mutex<[Bytes; 2]>, (request, done): Job) {
    let reply = {
        let mut areas = lock(areas);
        match request {
            PhoneRequest::SetData { area, data } => {
                areas[area as usize % 2] = data;
                PhoneReply::Done
            }
            PhoneRequest::GetData { area, size } => {
                let mut content = areas[area as usize % 2].clone();
                if flaw != Flaw::IgnoresSize {
                    content.truncate(size as usize);
                }
                if flaw == Flaw::CutsUploads && content.len() == 64 {
                    content.truncate(63);
                }
                PhoneReply::Data(content)
            }
            _ => return done.unavailable(),
        }
    };
    done.complete(Ok(reply));
}

impl Hardware for Desk {
    fn inventory(&self) -> Inventory {
        let state = lock(&self.state);
        let name = match self.flaw {
            Flaw::InventoryChanges => {
                format!("asked {}", self.asked.fetch_add(1, Ordering::Relaxed))
            }
            _ => "desk".to_owned(),
        };
        let mut info = self.info(&name);
        info.connected = state.connected;
        let inventory = Inventory::new().phone(info);
        state
            .added
            .iter()
            .cloned()
            .fold(inventory, Inventory::phone)
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        let mut state = lock(&self.state);
        state.starts += 1;
        if self.flaw == Flaw::StartsOnce && state.starts > 1 {
            return Err(HardwareError::failed("the port is still open"));
        }
        if self.flaw == Flaw::InventsPhones {
            events.phone(PhoneId(99), PhoneEvent::Connected);
        }
        if self.flaw == Flaw::KeepsAThread {
            let events = events.clone();
            thread::spawn(move || {
                // Longer than the process lives.
                thread::sleep(Duration::from_secs(3600));
                drop(events);
            });
        }
        state.events = Some(events);
        let (sender, jobs) = channel();
        let (flaw, areas) = (self.flaw, self.areas.clone());
        let worker = thread::spawn(move || {
            let mut kept = Vec::new();
            Self::work(flaw, &areas, &jobs, &mut kept);
            // What was kept is never given back.
            mem::forget(kept);
        });
        *lock(&self.worker) = Some((sender, worker));
        Ok(())
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        assert!(
            self.flaw != Flaw::PanicsInSubmit || request != PhoneRequest::GetDisplay,
            "no display"
        );
        match (self.flaw, &request) {
            (Flaw::NeverAnswersRing, PhoneRequest::GetRing) => {
                return lock(&self.state).kept.push(done);
            }
            (Flaw::DropsRing, PhoneRequest::GetRing) => return drop(done),
            (Flaw::LosesSomeRequests, PhoneRequest::SetData { data, .. })
                if data.len() == 4 && self.asked.fetch_add(1, Ordering::Relaxed) % 5 == 4 =>
            {
                return lock(&self.state).kept.push(done);
            }
            _ => {}
        }
        if let Some(error) = self.refuse(phone, &request) {
            return done.fail(error);
        }
        let sender = lock(&self.worker)
            .as_ref()
            .map(|(sender, _)| sender.clone());
        match sender {
            Some(sender) if self.flaw == Flaw::WaitsInSubmit => {
                let (told, answered) = channel();
                drop(sender);
                let areas = self.areas.clone();
                thread::spawn(move || {
                    carry_out(Flaw::None, &areas, (request, done));
                    let _ = told.send(());
                });
                let _ = answered.recv();
            }
            Some(sender) => {
                // Should the worker be gone, the token goes with the job.
                let _ = sender.send((request, done));
            }
            None => carry_out(Flaw::None, &self.areas, (request, done)),
        }
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        let events = lock(&self.state).events.take();
        let worker = lock(&self.worker).take();
        if let Some((sender, worker)) = worker {
            drop(sender);
            if self.flaw == Flaw::LeavesPending {
                drop(worker);
                return Stopped::Clean;
            }
            let _ = worker.join();
        }
        if self.flaw == Flaw::TalksAfterStop
            && let Some(events) = events
        {
            thread::spawn(move || {
                for _ in 0..100 {
                    thread::sleep(Duration::from_millis(2));
                    events.phone(DESK, PhoneEvent::Disconnected);
                }
            });
        }
        match self.flaw {
            Flaw::NeverStops => Stopped::StillRunning,
            _ => Stopped::Clean,
        }
    }
}

/// A box around the shared desk.
struct Handle(Arc<Desk>);

impl Hardware for Handle {
    fn inventory(&self) -> Inventory {
        self.0.inventory()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        self.0.start(events)
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        self.0.submit(phone, request, done);
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.0.stop(deadline)
    }
}

fn suite(flaw: Flaw, limit: Duration) -> Suite {
    let latest = Arc::new(Mutex::new(Desk::new(flaw)));
    let (made, plugged, added) = (latest.clone(), latest.clone(), latest);
    Suite::new(move || {
        let desk = Desk::new(flaw);
        *lock(&made) = desk.clone();
        Box::new(Handle(desk))
    })
    .slow_area(DESK, 1)
    .requests_at_once(6)
    .limit(limit)
    .plug(move |_, connected| lock(&plugged).plug(connected))
    .add_phone(move || lock(&added).add())
}

/// The suite finds the flaw by that check.
fn finds(flaw: Flaw, check: &str) {
    // What is done a moment too late may be done too late to be seen, on a machine with other things to do.
    for _ in 0..10 {
        let report = suite(flaw, Duration::from_millis(700)).run();
        if report.failed().contains(&check) {
            assert!(report.to_string().contains("FAILED"), "{report}");
            return;
        }
    }
    panic!("{flaw:?} was not found by `{check}`");
}

#[test]
fn a_driver_without_flaw_passes_every_check_that_applies() {
    let report = suite(Flaw::None, HANG).run();
    report.assert_passed();
    assert_eq!(
        report.not_applicable(),
        ["no thread runs before start and after stop"]
    );
}

macro_rules! flaws {
    ($($test:ident: $flaw:ident by $check:literal;)*) => {
        $(
            #[test]
            fn $test() {
                finds(Flaw::$flaw, $check);
            }
        )*
    };
}

flaws! {
    an_inventory_that_changes: InventoryChanges by "the inventory makes sense and stays the same";
    areas_of_one_number: AreasCollide by "the inventory makes sense and stays the same";
    starting_only_once: StartsOnce by "it starts, stops, and starts again";
    never_stopping: NeverStops by "it starts, stops, and starts again";
    never_answering: NeverAnswersRing by "every request is answered";
    dropping_tokens: DropsRing by "every request is answered";
    panicking: PanicsInSubmit by "every request is answered";
    accepting_unknown_areas: AcceptsUnknownAreas by "what is unknown is answered with an error";
    losing_requests: LosesSomeRequests by "requests of many threads are each answered once";
    waiting_in_submit: WaitsInSubmit by "submitting never waits";
    cutting_uploads: CutsUploads by "what was downloaded is uploaded";
    ignoring_the_size: IgnoresSize by "what was downloaded is uploaded";
    losing_order: LosesOrder by "requests of one area are carried out in order";
    keeping_cancelled_requests: KeepsCancelled by "a cancelled request is let go, and the next one works";
    keeping_cancelled_requests_that_wait: KeepsCancelled by "a request that is cancelled before its turn is let go";
    leaving_requests_pending: LeavesPending by "stopping ends what is pending";
    talking_after_stop: TalksAfterStop by "events are of known phones, and new phones are new";
    answering_after_stop: AnswersAfterStop by "after stopping, requests are answered with an error";
    inventing_phones: InventsPhones by "events are of known phones, and new phones are new";
    giving_a_number_twice: AddsTheSameAgain by "events are of known phones, and new phones are new";
    answering_while_unplugged: AnswersUnplugged by "a phone that is unplugged answers, and comes back";
    keeping_a_thread: KeepsAThread by "nothing is left when it is dropped";
    reporting_more_than_all: ReportsTooMuch by "stopping ends what is pending";
}

/// A blocking driver, to show that the worker around it conforms.
#[derive(Default)]
struct Slow(Mutex<[Bytes; 2]>);

impl BlockingHardware for Slow {
    fn inventory(&self) -> Inventory {
        let area = |id| DataArea::new(id, 64, Direction::Both, "");
        let model = PhoneModel::new("slow").area(area(0)).area(area(1));
        Inventory::new().phone(PhoneInfo::new(DESK, "slow", Arc::new(model)))
    }

    fn link_of(&self, phone: PhoneId) -> Option<tspkit_hal::blocking::Link> {
        (phone == DESK).then_some(tspkit_hal::blocking::Link(0))
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry_out(
        &self,
        _phone: PhoneId,
        request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Result<PhoneReply, HardwareError> {
        let area = match request.area() {
            Some(area @ 0..2) => area as usize,
            Some(_) => return Err(PhoneError::InvalDataId.into()),
            None => return Err(HardwareError::unavailable()),
        };
        if area == 1 && cancel.wait(SLOW) {
            return Err(HardwareError::failed("cancelled"));
        }
        let mut areas = lock(&self.0);
        match request {
            PhoneRequest::SetData { data, .. } => {
                areas[area] = data;
                Ok(PhoneReply::Done)
            }
            PhoneRequest::GetData { size, .. } => {
                let length = areas[area].len().min(size as usize);
                Ok(PhoneReply::Data(areas[area].slice(..length)))
            }
            _ => Err(HardwareError::unavailable()),
        }
    }
}

#[test]
fn a_worker_conforms() {
    let suite = Suite::new(|| Box::new(Worker::new(Slow::default())));
    let report = suite
        .slow_area(DESK, 1)
        .requests_at_once(6)
        .limit(HANG)
        .run();
    report.assert_passed();
    let skipped = [
        "no thread runs before start and after stop",
        "a phone that is unplugged answers, and comes back",
    ];
    assert_eq!(report.not_applicable(), skipped);
}
