//! Whatever is asked of the switch, in whatever order and time, its calls stay whole and its answers right.

mod whole;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet},
    time::{Duration, Instant},
};

use bytes::Bytes;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use tspkit_abi::{LineBearerModes, LineCallStates as S, LineDigitModes};
use tspkit_hal::{CallId, CallStatus, LineEvent, LineRequest, Party};

use super::{Conditions, Exchange, Incoming, Output, Timer, exchange::INCOMING};
use crate::config::OfficeConfig;

const OFFICE: &str = r#"
[switch]
network_message = 4
trunks = 2
no_answer = "5s"
ring_every = "1s"
busy_tone = "2s"
[[lines]]
name = "A"
address = "101"
[[lines]]
name = "B"
address = "102"
active_calls = 2
held_calls = 2
transfer_calls = 2
[[lines]]
name = "C"
address = "103"
accept_to_alert = true
bearer_modes = ["voice", "speech"]
max_rate = 9600
[[outside]]
number = "01"
after = "1s"
talks = "20s"
units = 1
units_every = "3s"
[[outside]]
number = "02"
behaviour = "silent"
[[outside]]
number = "03"
behaviour = "busy"
[[outside]]
number = "04"
behaviour = "vacant"
"#;

const NUMBERS: &[&str] = &[
    "101", "102", "103", "01", "02", "03", "04", "9", "1;", "01;", "", "W",
];
const LINES: u32 = 3;

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A request of a line: its kind, which calls it is about, a number to dial, and what goes wrong.
    Ask(u32, u8, [usize; 2], usize, u8),
    /// Time passes.
    Pass(u64),
    /// Somebody outside does something.
    Far(u32, u8, usize),
    /// A line goes in or out of service.
    Serve(u32, bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..LINES, 0..28_u8, any::<[usize; 2]>(), 0..NUMBERS.len(), 0..20_u8)
            .prop_map(|(line, kind, calls, number, wrong)| Step::Ask(line, kind, calls, number, wrong)),
        3 => (0..3000_u64).prop_map(Step::Pass),
        2 => (0..LINES, 0..6_u8, any::<usize>()).prop_map(|(line, what, call)| Step::Far(line, what, call)),
        1 => (0..LINES, prop::bool::weighted(0.95)).prop_map(|(line, on)| Step::Serve(line, on)),
    ]
}

/// A request's name, and the call that it begins.
type Asked = (&'static str, Option<(u32, CallId)>);

struct World {
    switch: Exchange<u64>,
    now: Instant,
    timers: BinaryHeap<Reverse<(Instant, u64)>>,
    due: HashMap<u64, Timer>,
    /// Each call that was announced, with its last state; none while it is in no state yet.
    calls: BTreeMap<(u32, CallId), Option<CallStatus>>,
    closed: HashSet<(u32, CallId)>,
    /// Requests that are not answered, and the calls that they begin.
    pending: HashMap<u64, Asked>,
    last: u64,
    last_call: u32,
    /// The kinds of requests that have succeeded.
    succeeded: BTreeSet<&'static str>,
    /// All states that calls have been in.
    seen: S,
}

/// The states that may follow.
fn follows(from: Option<CallStatus>, to: S) -> bool {
    let Some(from) = from else {
        return (S::DIALTONE | S::DIALING).contains(to);
    };
    let over = S::DISCONNECTED | S::IDLE;
    let next = match from.state() {
        S::DIALTONE => S::DIALING | over,
        S::DIALING => S::PROCEEDING | over,
        S::PROCEEDING => S::RINGBACK | S::BUSY | S::SPECIALINFO | S::CONNECTED | over,
        S::RINGBACK | S::ACCEPTED | S::ONHOLDPENDTRANSFER => S::CONNECTED | over,
        S::OFFERING => S::ACCEPTED | S::CONNECTED | over,
        S::CONNECTED => S::CONNECTED | S::ONHOLD | S::ONHOLDPENDTRANSFER | over,
        S::ONHOLD => S::CONNECTED | S::ONHOLDPENDTRANSFER | over,
        S::BUSY | S::SPECIALINFO => over,
        S::DISCONNECTED => S::IDLE,
        _ => S::empty(),
    };
    next.contains(to)
}

impl World {
    fn new() -> Self {
        let office = OfficeConfig::from_toml(OFFICE).unwrap();
        let mut switch = Exchange::new(&office);
        switch.open();
        Self {
            switch,
            now: Instant::now(),
            timers: BinaryHeap::new(),
            due: HashMap::new(),
            calls: BTreeMap::new(),
            closed: HashSet::new(),
            pending: HashMap::new(),
            last: 0,
            last_call: 0,
            succeeded: BTreeSet::new(),
            seen: S::empty(),
        }
    }

    /// One of a line's calls that are not over, or now and then another one or one that there is not.
    fn call(&self, line: u32, choice: usize) -> CallId {
        let own = self
            .calls
            .range((line, CallId(0))..=(line, CallId(u32::MAX)));
        let up = |status: &Option<CallStatus>| *status != Some(CallStatus::Idle);
        let (up, over): (Vec<_>, Vec<_>) = own.partition(|(_, status)| up(status));
        let from = if choice.is_multiple_of(16) {
            &over
        } else {
            &up
        };
        let chosen = from.get(choice / 16 % from.len().max(1));
        chosen.map_or(CallId(99_999), |((_, call), _)| *call)
    }

    fn request(&mut self, line: u32, kind: u8, calls: [usize; 2], number: usize) -> LineRequest {
        let call = self.call(line, calls[0]);
        let other = self.call(line, calls[1]);
        let user_user = Bytes::from(vec![b'u'; calls[1] % 12]);
        let destination = NUMBERS[number].to_owned();
        let mut fresh = || {
            self.last_call += 1;
            CallId(self.last_call)
        };
        match kind {
            0..=2 => LineRequest::MakeCall {
                call: fresh(),
                destination,
                params: Box::default(),
            },
            3 | 19 | 20 => LineRequest::Dial {
                call,
                digits: destination,
            },
            4 => LineRequest::Accept { call, user_user },
            5..=7 => LineRequest::Answer { call, user_user },
            8 => LineRequest::Drop { call, user_user },
            9 => LineRequest::Hold { call },
            10 => LineRequest::Unhold { call },
            11 | 24 | 25 => LineRequest::SwapHold {
                active: call,
                held: other,
            },
            12 | 21 => LineRequest::SetupTransfer {
                call,
                consultation: fresh(),
                params: Box::default(),
            },
            13 | 22 | 23 => LineRequest::CompleteTransfer {
                call,
                consultation: other,
            },
            14 => LineRequest::BlindTransfer { call, destination },
            15 => LineRequest::Redirect { call, destination },
            16 => LineRequest::GenerateDigits {
                call,
                digits: "12".to_owned(),
                mode: LineDigitModes::DTMF,
                duration: None,
            },
            17 => LineRequest::SendUserUserInfo {
                call,
                data: user_user,
            },
            26 | 27 => LineRequest::SetCallParams {
                call,
                bearer_mode: [
                    LineBearerModes::VOICE,
                    LineBearerModes::SPEECH,
                    LineBearerModes::DATA,
                ][number % 3],
                rates: [(0, 0), (0, 64_000), (2400, 9600), (64_000, 0)][calls[1] % 4],
                dial: None,
            },
            _ => LineRequest::SetCallData {
                call,
                data: user_user,
            },
        }
    }

    fn ask(&mut self, line: u32, request: LineRequest, conditions: &Conditions) {
        self.last += 1;
        let token = self.last;
        let begins = match &request {
            LineRequest::MakeCall { call, .. } => Some((line, *call)),
            LineRequest::SetupTransfer { consultation, .. } => Some((line, *consultation)),
            _ => None,
        };
        let waits = matches!(request, LineRequest::GenerateDigits { .. });
        self.pending.insert(token, (request.name(), begins));
        self.switch
            .request(self.now, line, request, conditions, token);
        self.hear();
        assert!(waits || !self.pending.contains_key(&token), "no answer");
    }

    /// Takes in what the switch gives, and looks at it.
    fn hear(&mut self) {
        for output in self.switch.take() {
            match output {
                Output::Answer(_, token, outcome) => {
                    let (name, begins) = self.pending.remove(&token).expect("answered once");
                    if outcome.is_ok() {
                        self.succeeded.insert(name);
                        let before = begins.and_then(|call| self.calls.insert(call, None));
                        assert_eq!(before, None);
                    }
                }
                Output::Later(at, timer) => {
                    self.last += 1;
                    self.timers.push(Reverse((at, self.last)));
                    self.due.insert(self.last, timer);
                }
                Output::Event(line, event) => self.event(line, event),
            }
        }
    }

    fn event(&mut self, line: u32, event: LineEvent) {
        let Some(call) = event.call() else { return };
        assert!(!self.closed.contains(&(line, call)), "closed: {event:?}");
        match event {
            LineEvent::NewCall { status, .. } => {
                assert!(call.0 & INCOMING != 0);
                assert_eq!(status.state(), S::OFFERING);
                self.seen |= S::OFFERING;
                assert_eq!(self.calls.insert((line, call), Some(status)), None);
            }
            LineEvent::CallState { status, .. } => {
                let known = self.calls.get_mut(&(line, call)).expect("announced");
                assert!(follows(*known, status.state()), "{known:?} to {status:?}");
                assert_ne!(*known, Some(status));
                *known = Some(status);
                self.seen |= status.state();
            }
            other => {
                let known = self.calls.get(&(line, call)).expect("announced");
                assert_ne!(*known, Some(CallStatus::Idle), "{other:?}");
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(Reverse((at, number))) = self.timers.peek().copied()
            && at <= end
        {
            self.timers.pop();
            self.now = self.now.max(at);
            let timer = self.due.remove(&number).unwrap();
            self.switch.timer(self.now, timer);
            self.hear();
            self.check();
        }
        self.now = end;
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Ask(line, kind, calls, number, wrong) => {
                let request = self.request(line, kind, calls, number);
                let conditions = Conditions {
                    lose: wrong == 0,
                    late: Duration::from_millis(if wrong == 1 { 700 } else { 0 }),
                    congested: wrong == 2,
                };
                self.ask(line, request, &conditions);
            }
            Step::Pass(millis) => self.pass(Duration::from_millis(millis)),
            Step::Far(line, what, call) => self.far(line, what, call),
            Step::Serve(line, on) => {
                self.switch.serve(line, on);
                self.hear();
            }
        }
        self.check();
    }

    fn far(&mut self, line: u32, what: u8, choice: usize) {
        let call = self.call(line, choice);
        let data = Bytes::from_static(b"hello");
        let far = self.switch.far(line, call);
        match (what, far) {
            (0, _) => {
                let incoming = Incoming::new(Party::known("0123", ""));
                self.switch.call_in(self.now, line, incoming);
            }
            (1, Some(far)) => {
                self.switch.far_answer(self.now, far, &data);
            }
            (2, Some(far)) => {
                self.switch.far_hang_up(far, &data);
            }
            (3, Some(far)) => {
                self.switch.far_send(far, &data);
            }
            (4, Some(far)) => {
                self.switch.far_party(far, Party::blocked());
            }
            (5, Some(far)) => {
                self.switch.far_charge(far, data);
            }
            _ => {}
        }
        self.hear();
    }

    /// Everybody hangs up, and all is as at first.
    fn finish(&mut self) {
        for ((line, call), status) in self.calls.clone() {
            if status != Some(CallStatus::Idle) {
                let user_user = Bytes::new();
                let drop = LineRequest::Drop { call, user_user };
                self.ask(line, drop, &Conditions::default());
                assert_eq!(self.calls[&(line, call)], Some(CallStatus::Idle));
            }
            self.ask(
                line,
                LineRequest::CloseCall { call },
                &Conditions::default(),
            );
            self.closed.insert((line, call));
        }
        // Those outside may have been brought together.
        let outside: Vec<_> = self.switch.legs.iter().map(|(key, _)| key).collect();
        for key in outside {
            self.switch.far_hang_up(key, &Bytes::new());
            self.hear();
        }
        assert_eq!(self.switch.kept(), (0, 0));
        assert_eq!(self.switch.calls_up(), 0);
        assert!(self.pending.is_empty() && self.switch.calls.is_empty());
        self.pass(Duration::from_secs(1000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn calls_stay_whole(steps in prop::collection::vec(step(), 0..200)) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
        }
        world.finish();
    }
}

/// The steps above are not in vain: they lead everywhere.
#[test]
fn every_request_succeeds_and_every_state_is_seen() {
    let mut runner = TestRunner::deterministic();
    let mut seen = S::empty();
    let mut succeeded = BTreeSet::new();
    for _ in 0..300 {
        let mut world = World::new();
        let steps = prop::collection::vec(step(), 200).new_tree(&mut runner);
        for step in steps.unwrap().current() {
            world.take(step);
        }
        world.finish();
        seen |= world.seen;
        succeeded.extend(world.succeeded);
    }
    let kinds = [
        "MakeCall",
        "Dial",
        "Accept",
        "Answer",
        "Drop",
        "Hold",
        "Unhold",
        "SwapHold",
        "SetupTransfer",
        "CompleteTransfer",
        "BlindTransfer",
        "Redirect",
        "GenerateDigits",
        "SendUserUserInfo",
        "SetCallData",
        "SetCallParams",
        "CloseCall",
    ];
    for kind in kinds {
        assert!(succeeded.contains(kind), "{kind} is not in {succeeded:?}");
    }
    assert_eq!(seen, super::line::STATES);
}
