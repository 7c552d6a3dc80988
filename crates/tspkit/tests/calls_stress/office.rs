//! The office: sixteen lines and the outside world.

use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use tspkit::{CallEvent, Event, Line};
use tspkit_driver_sim::SimOffice;

use crate::{states::States, support::options, switch::Switch};

pub(crate) const LINES: u32 = 16;
/// The first line's address.
pub(crate) const ADDRESSES: u32 = 101;

const OFFICE: &str = r#"
[switch]
trunks = 4
network_message = 8
no_answer = "50ms"
busy_tone = "10ms"
digit = "1ms"

[[lines]]
name = "Desk"
address = "101"
count = 16

[[outside]]
number = "0800"
after = "1ms"
talks = "20ms"
units = 1
units_every = "2ms"

[[outside]]
number = "0555"
behaviour = "busy"

[[outside]]
number = "0444"
behaviour = "silent"

[[outside]]
number = "0999"
behaviour = "congested"

[[outside]]
number = "0333"
behaviour = "vacant"
"#;

/// What goes wrong, when things are to go wrong.
const FAULTS: &str = r#"
[[line_rules]]
requests = ["SendUserUserInfo"]
probability = 0.02
error = "LINEERR_USERUSERINFOTOOBIG"

[[line_rules]]
requests = ["SendUserUserInfo", "Accept", "Answer", "Drop"]
probability = 0.02
lose_user_user = true

[[line_rules]]
requests = ["Answer", "Hold", "MakeCall", "SetCallData", "SetupTransfer"]
probability = 0.02
discard = true

[[line_rules]]
requests = ["Answer", "SendUserUserInfo", "CompleteTransfer", "MakeCall"]
probability = 0.01
delay = "1ms"

[[line_rules]]
requests = ["Hold", "SetCallData", "SetupTransfer"]
probability = 0.005
silence = true

[[line_rules]]
requests = ["Unhold", "SetCallData", "MakeCall"]
probability = 0.002
panic = true
"#;

/// The office whose lines are closed and opened again.
pub(crate) struct Desks {
    switch: Switch,
    lines: Vec<RwLock<Line>>,
}

impl Desks {
    pub(crate) fn line(&self, index: usize) -> Line {
        self.lines[index].read().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = Line> {
        (0..self.lines.len()).map(|index| self.line(index))
    }

    pub(crate) fn count(&self) -> usize {
        self.lines.len()
    }

    /// Closes a line while the others use it, and opens it again.
    pub(crate) fn reopen(&self, index: usize) {
        // Closed outside the lock: whoever has the old one finds it closed.
        self.line(index).close().expect("the line closes");
        let mut line = self.lines[index].write().unwrap();
        if let Ok(opened) = self.switch.office.line(number(index)) {
            *line = opened;
        }
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("there are few lines")
}

/// The office, and the states that its calls go through.
pub(crate) fn open(faults: bool) -> (Desks, Arc<States>) {
    let states = Arc::new(States::default());
    let log = states.clone();
    // Some puts are never answered, and nobody may be left to close their calls.
    let options = options().put_limit(Duration::from_millis(20));
    let options = options.on_event(move |event| {
        if let Event::Call { call, event, .. } = event
            && let CallEvent::State(status) = event
        {
            log.note(*call, *status);
        }
    });
    let text = [OFFICE, if faults { FAULTS } else { "" }].concat();
    let office = SimOffice::from_toml(&text).expect("the test's office is valid");
    let mut switch = Switch::with(office, &options);
    let lines = switch.lines.drain(..).map(RwLock::new).collect();
    (Desks { switch, lines }, states)
}

/// The switch has no call any more.
pub(crate) fn assert_empty(desks: &Desks) {
    let counters = || desks.switch.control.counters();
    crate::support::until("the switch is empty", || counters().calls == 0);
    assert_eq!(counters().trunks, 0, "trunks are in use");
}
