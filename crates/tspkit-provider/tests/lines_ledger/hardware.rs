//! The hardware: a simulated office with faults, some of whose requests are put aside, and guests, lines that come and
//! go.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use rand::Rng;
use tspkit_driver_sim::{LineRuleConfig, OfficeConfig, SimControl, SimOffice};
use tspkit_provider::{
    abi::{LineCallFeatures as F, LineConnectedModes, LineError},
    hal::{
        CallId, CallStatus, Completion, Deadline, EventSink, Hardware, HardwareError, Inventory,
        LineEvent, LineId, LineInfo, LineModel, LineReply, LineRequest, PhoneId, PhoneReply,
        PhoneRequest, Stopped, UserUserLimits,
    },
};

use crate::world::World;

/// The lines that are there from the beginning. Each block of eight is another kind.
pub(crate) const LINES: u32 = 32;
/// How many guests TAPI has device ids for at a time.
pub(crate) const GUESTS: u32 = 4;
/// The guests' numbers begin here.
const GUEST: u32 = 5_000;

const OFFICE: &str = r#"
[switch]
trunks = 16
no_answer = "200ms"
ring_every = "20ms"
busy_tone = "5ms"

[[lines]]
name = "Quick"
address = "101"
count = 8
active_calls = 2

[[lines]]
name = "Quick, its requests put aside"
address = "109"
count = 8
active_calls = 2

[[lines]]
name = "Slow"
address = "117"
count = 8
active_calls = 2
latency = "20us"
jitter = "200us"

[[lines]]
name = "Slow, its requests put aside"
address = "125"
count = 8
active_calls = 2
latency = "20us"
jitter = "200us"

[[outside]]
number = "0800"
after = "0s"
talks = "50ms"
units = 1
units_every = "10ms"

[[outside]]
number = "0801"
after = "1ms"

[[outside]]
number = "0555"
behaviour = "busy"

[[outside]]
number = "0444"
behaviour = "silent"
"#;

/// What goes wrong, with which probability.
fn faults() -> Vec<LineRuleConfig> {
    let rule = |probability| LineRuleConfig::new().probability(probability);
    let time = std::time::Duration::from_micros;
    vec![
        rule(0.001).silence(),
        rule(0.005).discard(),
        rule(0.005).error(LineError::OperationFailed),
        rule(0.0005).panic(),
        rule(0.01).delay(time(300)),
        rule(0.005).congested(),
        rule(0.01).lose_user_user(),
        rule(0.01).delay_user_user(time(300)),
        rule(0.0005).out_of_service(time(500)),
    ]
}

/// What the sim panics with when a rule says so.
pub(crate) const PLANTED: &str = "the office was told to panic";

/// Another thread answers what is asked of the line in that place.
pub(crate) fn is_elsewhere(place: u32) -> bool {
    place >= 8
}

fn is_put_aside(line: LineId) -> bool {
    matches!(line.0, 9..=16 | 25..=32)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What people do there.
#[derive(Clone)]
pub(crate) struct Hands {
    pub(crate) control: SimControl,
    events: EventSink,
}

pub(crate) struct Exchange {
    world: &'static World,
    office: Arc<SimOffice>,
    events: Mutex<Option<EventSink>>,
}

impl Exchange {
    pub(crate) fn new(world: &'static World) -> Self {
        let mut config = OfficeConfig::from_toml(OFFICE).expect("the office is right");
        config.line_rules = faults();
        Self {
            world,
            office: Arc::new(SimOffice::new(config).expect("it is right")),
            events: Mutex::new(None),
        }
    }

    /// A guest's own switch: every call is answered at once, by nobody.
    fn guest(&self, line: LineId, request: &LineRequest, done: Completion<LineReply>) {
        let Some(events) = lock(&self.events).clone() else {
            return;
        };
        let state = |call: CallId, status| events.line(line, LineEvent::CallState { call, status });
        match request {
            LineRequest::MakeCall { call, .. } => {
                done.complete(Ok(LineReply::Done));
                state(*call, CallStatus::Proceeding);
                state(*call, CallStatus::Connected(LineConnectedModes::ACTIVE));
            }
            LineRequest::Drop { call, .. } => {
                done.complete(Ok(LineReply::Done));
                state(*call, CallStatus::Idle);
            }
            // It loses what it does not know.
            LineRequest::Hold { .. } => drop(done),
            LineRequest::DevSpecific { .. } => {
                done.complete(Ok(LineReply::Data(Vec::new().into())));
            }
            LineRequest::SendUserUserInfo { .. }
            | LineRequest::SetCallData { .. }
            | LineRequest::SetCallParams { .. } => done.complete(Ok(LineReply::Done)),
            _ => done.unavailable(),
        }
    }
}

impl Hardware for Exchange {
    fn inventory(&self) -> Inventory {
        self.office.inventory()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *lock(&self.events) = Some(events.clone());
        self.office.start(events.clone())?;
        let control = self.office.control();
        *lock(&self.world.hands) = Some(Hands { control, events });
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        self.world.look_at(&request);
        if line.0 >= GUEST {
            self.guest(line, &request, done);
        } else if is_put_aside(line) {
            let office = self.office.clone();
            lock(&self.world.aside.0).push((office, line, request, done));
        } else {
            self.office.submit_line(line, request, done);
        }
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        *lock(&self.events) = None;
        self.office.stop(deadline)
    }
}

type Waiting = (Arc<SimOffice>, LineId, LineRequest, Completion<LineReply>);

/// Requests that the office gets later, from another thread, in any order; also when their provider has been shut
/// down.
#[derive(Default)]
pub(crate) struct Aside(Mutex<Vec<Waiting>>);

impl Aside {
    /// Hands one of them on; `false` when there is none.
    pub(crate) fn hand_on(&self, world: &World, random: &mut impl Rng) -> bool {
        let (office, line, request, done) = {
            let mut waiting = lock(&self.0);
            if waiting.is_empty() {
                return false;
            }
            let chosen = random.random_range(0..waiting.len());
            waiting.swap_remove(chosen)
        };
        // Still as it was.
        world.look_at(&request);
        if done.is_cancelled() || random.random_range(0..64) == 0 {
            drop(done);
        } else {
            // As the SDK does it for a driver.
            let submit = || office.submit_line(line, request, done);
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(submit));
        }
        true
    }

    pub(crate) fn drop_all(&self) {
        drop(std::mem::take(&mut *lock(&self.0)));
    }
}

impl Hands {
    /// A guest comes.
    pub(crate) fn come(&self) {
        static NEXT: AtomicU32 = AtomicU32::new(GUEST);
        let line = LineId(NEXT.fetch_add(1, Ordering::SeqCst));
        let model = LineModel::new("a guest")
            .features(F::DROP | F::HOLD | F::SENDUSERUSER | F::SETCALLDATA | F::SETCALLPARAMS)
            .user_user(UserUserLimits::all(131))
            .call_data(4096)
            .dev_specific_requests();
        let info = LineInfo::new(line, "guest", line.0.to_string(), model.into());
        self.events.line(line, LineEvent::Added(info));
    }

    /// The guest of that temporary id goes.
    pub(crate) fn go(&self, temporary: usize) {
        let number = u32::try_from(temporary & 0xFFFF_FFFF).expect("it is a driver's number");
        self.events.line(LineId(number), LineEvent::Removed);
    }
}
