//! A call in a given state, over a driver that does what the test says.

use tspkit::{
    Bytes, Call, Line, Office,
    abi::{
        LineBusyModes, LineCallInfoStates, LineCallOrigins, LineCallReasons, LineConnectedModes,
        LineDialToneModes, LineDisconnectModes, LineOfferingModes, LineSpecialInfo,
    },
    hal::{CallChange, CallId, CallInfo, CallStatus, LineRequest},
};

use crate::{
    exchange::{KINDS, hands::Hands, hresult, watch::Watch},
    support::{options, until},
    table::State,
};

/// The first call that comes in.
const INCOMING: CallId = CallId(0x8000_0001);

/// What the far end sends, one message after the other.
const FAR: [&str; 2] = ["far: first", "far: second"];

/// What get gives: the bytes, or the code.
pub(crate) type Got = Result<Bytes, u32>;

pub(crate) struct Scene {
    pub(crate) call: Call,
    pub(crate) hands: Hands,
    pub(crate) watch: Watch,
    state: State,
    /// Buffers were given for the set-up, and messages and reports have come in.
    filled: bool,
    _line: Line,
    _office: Office,
}

/// What the caller gives for the set-up.
pub(crate) fn given(kind: usize) -> Bytes {
    format!("set-up of kind {kind}").into()
}

/// What the driver reports.
fn reported(kind: usize) -> Bytes {
    format!("reported kind {kind}").into()
}

impl Scene {
    /// A call that is in that state.
    pub(crate) fn at(state: State, filled: bool) -> Self {
        Self::make(state, filled, filled)
    }

    /// A call that is in that state, for which buffers were given, and about which nothing has been said since.
    pub(crate) fn with_given_alone(state: State) -> Self {
        Self::make(state, true, false)
    }

    fn make(state: State, given_any: bool, filled: bool) -> Self {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let watch = Watch::on(&office);
        let line = office.line(0).expect("the line opens");
        let path = path(state);
        let call = if state.end == "out" {
            let to = if state.line == "dialtone" { "" } else { "300" };
            let call = line.create_call(to).expect("a call is created");
            if given_any {
                for kind in [0, 1, 2, 4, 5] {
                    call.put_buffer(KINDS[kind], given(kind))
                        .expect("it is stored");
                }
            }
            if state.line != "created" {
                call.connect().wait().expect("the call is made");
            }
            call
        } else {
            hands.comes_in(INCOMING, path[0], incoming(given_any));
            until("a call that comes in", || line.call(INCOMING).is_some());
            line.call(INCOMING).expect("the call is there")
        };
        let scene = Self {
            call,
            hands,
            watch,
            state,
            filled,
            _line: line,
            _office: office,
        };
        scene.follow(path);
        if state.line == "closed" {
            scene.call.close().expect("the call closes");
        }
        scene.watch.settle(&scene.hands);
        scene.forget();
        scene
    }

    /// Through the states, and what comes in meanwhile: before the far end is gone.
    fn follow(&self, path: &[CallStatus]) {
        let gone =
            |status: &CallStatus| matches!(status, CallStatus::Disconnected(_) | CallStatus::Idle);
        let first = usize::from(self.state.end == "in");
        let (there, after): (Vec<_>, Vec<_>) = path
            .iter()
            .skip(first)
            .copied()
            .partition(|status| !gone(status));
        self.tell(&there);
        if self.filled && self.state.line != "created" {
            self.come_in();
        }
        self.tell(&after);
    }

    fn tell(&self, statuses: &[CallStatus]) {
        let call = self.call.id();
        for status in statuses {
            self.hands.state(call, *status);
            until("the state that was told", || {
                self.call.status() == Some(*status)
            });
        }
    }

    fn come_in(&self) {
        let call = self.call.id();
        // An incoming call has brought the first message with it.
        let messages = if self.state.end == "in" {
            &FAR[1..]
        } else {
            &FAR[..]
        };
        for text in messages {
            self.hands.message(call, text);
        }
        self.hands
            .change(call, CallChange::DevSpecific(reported(1)));
        self.hands
            .change(call, CallChange::ChargingInfo(reported(3)));
        self.watch
            .wait_for(call, LineCallInfoStates::CHARGINGINFO, 1);
    }

    /// Forgets what was told and asked so far.
    pub(crate) fn forget(&self) {
        self.watch.forget();
        drop(self.hands.take());
    }

    pub(crate) fn get(&self, kind: usize) -> Got {
        self.call
            .buffer(KINDS[kind])
            .map_err(|error| hresult(&error))
    }

    pub(crate) fn get_all(&self) -> Vec<Got> {
        (0..KINDS.len()).map(|kind| self.get(kind)).collect()
    }

    /// What the driver has been asked, releases left out: a driver may hear of those or not.
    pub(crate) fn asked(&self) -> Vec<LineRequest> {
        let mut requests = self.hands.requests();
        requests.retain(|request| !matches!(request, LineRequest::ReleaseUserUserInfo { .. }));
        requests
    }

    /// What a word of the table's `[get]` means here.
    pub(crate) fn meaning(&self, word: &str, kind: usize) -> Got {
        let text = match word {
            "stored" if self.state.line == "created" => given(kind),
            "setup" if [4, 5].contains(&kind) => given(kind),
            "set" if kind == 2 => given(kind),
            "stored" | "setup" | "set" => panic!("{word} says nothing of kind {kind} there"),
            "far" => FAR[0].into(),
            "device" if self.state.line == "created" => Bytes::new(),
            "device" => reported(kind),
            error => return Err(crate::walk::code(error)),
        };
        Ok(if self.filled { text } else { Bytes::new() })
    }

    /// What get shows of the far end after that many releases.
    pub(crate) fn after_releases(&self, releases: usize) -> Bytes {
        match FAR.get(releases) {
            Some(text) if self.filled => Bytes::from(*text),
            _ => Bytes::new(),
        }
    }
}

/// What is known of a call that comes in.
fn incoming(filled: bool) -> CallInfo {
    let mut info = CallInfo::new(LineCallOrigins::INTERNAL, LineCallReasons::DIRECT);
    if filled {
        info.user_user = FAR[0].into();
        info.dev_specific = given(1);
        info.call_data = given(2);
        info.high_layer = given(4);
        info.low_layer = given(5);
    }
    info
}

/// The states that lead to one, itself the last.
fn path(state: State) -> &'static [CallStatus] {
    const DIALTONE: CallStatus = CallStatus::DialTone(LineDialToneModes::INTERNAL);
    const BUSY: CallStatus = CallStatus::Busy(LineBusyModes::STATION);
    const SPECIAL: CallStatus = CallStatus::SpecialInfo(LineSpecialInfo::REORDER);
    const OFFERING: CallStatus = CallStatus::Offering(LineOfferingModes::ACTIVE);
    const CONNECTED: CallStatus = CallStatus::Connected(LineConnectedModes::ACTIVE);
    const GONE: CallStatus = CallStatus::Disconnected(LineDisconnectModes::NORMAL);
    use CallStatus::{
        Accepted, Dialing, Idle, OnHold, OnHoldPendingConference, OnHoldPendingTransfer,
        Proceeding, Ringback,
    };
    match (state.end, state.line) {
        ("out", "created") => &[],
        ("out", "dialtone") => &[DIALTONE],
        ("out", "dialing") => &[Dialing],
        ("out", "proceeding") => &[Dialing, Proceeding],
        ("out", "ringback") => &[Dialing, Proceeding, Ringback],
        ("out", "busy") => &[Dialing, Proceeding, BUSY],
        ("out", "specialinfo") => &[Dialing, Proceeding, SPECIAL],
        ("out", "connected" | "closed") => &[Dialing, Proceeding, Ringback, CONNECTED],
        ("out", "onhold") => &[Proceeding, CONNECTED, OnHold],
        ("out", "onholdpendtransfer") => &[Proceeding, CONNECTED, OnHoldPendingTransfer],
        ("out", "onholdpendconf") => &[Proceeding, CONNECTED, OnHoldPendingConference],
        ("out", "disconnected") => &[Proceeding, CONNECTED, GONE],
        ("out", "ended") => &[Proceeding, CONNECTED, GONE, Idle],
        ("in", "offering") => &[OFFERING],
        ("in", "accepted") => &[OFFERING, Accepted],
        ("in", "connected" | "closed") => &[OFFERING, Accepted, CONNECTED],
        ("in", "onhold") => &[OFFERING, CONNECTED, OnHold],
        ("in", "onholdpendtransfer") => &[OFFERING, CONNECTED, OnHoldPendingTransfer],
        ("in", "onholdpendconf") => &[OFFERING, CONNECTED, OnHoldPendingConference],
        ("in", "disconnected") => &[OFFERING, CONNECTED, GONE],
        ("in", "ended") => &[OFFERING, CONNECTED, GONE, Idle],
        _ => panic!("no way is known to {state}"),
    }
}
