//! The office: sixteen lines and the outside world.

use std::sync::Arc;

use tspkit::{CallEvent, Event};
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
requests = ["Unhold", "SetCallData", "MakeCall"]
probability = 0.002
panic = true
"#;

/// The office, and the states that its calls go through.
pub(crate) fn open(faults: bool) -> (Switch, Arc<States>) {
    let states = Arc::new(States::default());
    let log = states.clone();
    let options = options().on_event(move |event| {
        if let Event::Call { call, event, .. } = event
            && let CallEvent::State(status) = event
        {
            log.note(*call, *status);
        }
    });
    let text = [OFFICE, if faults { FAULTS } else { "" }].concat();
    let office = SimOffice::from_toml(&text).expect("the test's office is valid");
    (Switch::with(office, &options), states)
}

/// The switch has no call any more.
pub(crate) fn assert_empty(switch: &Switch) {
    let counters = || switch.control.counters();
    crate::support::until("the switch is empty", || counters().calls == 0);
    assert_eq!(counters().trunks, 0, "trunks are in use");
}
