//! Lines of the simulated switch.

use std::{sync::Arc, time::Duration};

use tspkit::{
    Bytes, Call, Line, Office, OpenOptions,
    abi::{CallInfoBuffer, LineCallStates},
    hal::CallStatus,
};
use tspkit_driver_sim::{OfficeConfig, SimControl, SimOffice, SwitchConfig};

use crate::exchange::watch::Watch;
use crate::support::{HANG, options, until};

/// The addresses of the default office's lines.
pub const ADDRESSES: [&str; 3] = ["101", "102", "103"];

/// The default office, its lines open.
pub struct Switch {
    pub lines: Vec<Line>,
    pub watch: Arc<Watch>,
    pub control: SimControl,
    pub office: Office,
}

impl Switch {
    pub fn new() -> Self {
        let config = OfficeConfig::default_office().expect("the default office is valid");
        Self::with(patient(config), &options())
    }

    /// The lines of an office file, in which nothing happens by itself but what the text says.
    pub fn of(text: &str) -> Self {
        let config = OfficeConfig::from_toml(text).expect("the test's office is valid");
        Self::with(patient(config), &options())
    }

    pub fn with(sim: SimOffice, options: &OpenOptions) -> Self {
        let control = sim.control();
        let office = options
            .open_hardware(Box::new(sim))
            .expect("the office opens");
        let watch = Arc::new(Watch::on(&office));
        let lines = office
            .lines()
            .iter()
            .map(|entry| office.line(entry.index).expect("the line opens"))
            .collect();
        Self {
            lines,
            watch,
            control,
            office,
        }
    }

    /// A call from that line that has not been connected yet.
    #[track_caller]
    pub fn create(&self, from: usize, to: &str) -> Call {
        self.lines[from].create_call(to).expect("a call is created")
    }

    /// The next call that comes in at that line.
    #[track_caller]
    pub fn comes_in(&self, at: usize) -> Call {
        self.lines[at].next_call(HANG).expect("a call comes in")
    }

    /// A call from one line to another, not yet answered: its ends.
    #[track_caller]
    pub fn ringing(&self, from: usize, to: usize) -> (Call, Call) {
        let caller = self.create(from, ADDRESSES[to]);
        caller.connect().wait().expect("the call is made");
        let partner = self.comes_in(to);
        partner.accept("").wait().expect("the call is accepted");
        reach(&caller, LineCallStates::RINGBACK);
        reach(&partner, LineCallStates::ACCEPTED);
        (caller, partner)
    }

    /// A call from one line to another, answered: its ends.
    #[track_caller]
    pub fn talking(&self, from: usize, to: usize) -> (Call, Call) {
        let (caller, partner) = self.ringing(from, to);
        partner.answer("").wait().expect("the call is answered");
        reach(&caller, LineCallStates::CONNECTED);
        reach(&partner, LineCallStates::CONNECTED);
        (caller, partner)
    }

    /// A call from a line to an outside number that answers.
    #[track_caller]
    pub fn outside(&self, from: usize) -> Call {
        let call = self.create(from, "0800");
        call.connect().wait().expect("the call is made");
        reach(&call, LineCallStates::CONNECTED);
        call
    }
}

/// An office whose usual times are long: a machine may be slower than they are.
fn patient(mut config: OfficeConfig) -> SimOffice {
    let (usual, never) = (SwitchConfig::new(), Duration::from_secs(24 * 60 * 60));
    let patient = |own, usual| if own == usual { never } else { own };
    let own = config.switch;
    config.switch = own
        .clone()
        .ring_every(patient(own.ring_every, usual.ring_every))
        .no_answer(patient(own.no_answer, usual.no_answer))
        .busy_tone(patient(own.busy_tone, usual.busy_tone));
    SimOffice::new(config).expect("the test's office is valid")
}

/// The state of a call below TAPI 3: nothing before it was made.
pub fn line_state(call: &Call) -> LineCallStates {
    call.status()
        .map_or(LineCallStates::empty(), CallStatus::state)
}

/// Waits until the call is in that state.
#[track_caller]
pub fn reach(call: &Call, state: LineCallStates) {
    until(&format!("{state:?}"), || line_state(call) == state);
}

/// Waits until the call is over.
#[track_caller]
pub fn over(call: &Call) {
    reach(call, LineCallStates::IDLE);
}

/// The call's buffer of that kind.
#[track_caller]
pub fn buffer(call: &Call, kind: CallInfoBuffer) -> Bytes {
    call.buffer(kind).expect("a buffer can be read")
}

/// The user-user information that the call shows.
#[track_caller]
pub fn user_user(call: &Call) -> Bytes {
    buffer(call, CallInfoBuffer::UserUserInfo)
}

/// Waits until the call shows that user-user information.
#[track_caller]
pub fn shows(call: &Call, data: impl Into<Bytes>) {
    let data = data.into();
    until("that user-user information", || user_user(call) == data);
}

/// Waits until the call's call data is that.
#[track_caller]
pub fn carries(call: &Call, data: impl Into<Bytes>) {
    let data = data.into();
    until("that call data", || {
        buffer(call, CallInfoBuffer::CallDataBuffer) == data
    });
}

/// Bytes of all values, that many, and others for another seed.
pub fn binary(length: usize, seed: u8) -> Bytes {
    let values = std::iter::successors(Some(seed), |last| Some(last.wrapping_add(31)));
    values.take(length).collect()
}
