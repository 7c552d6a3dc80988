//! What must go well in the end, whatever has happened before.

use std::time::Duration;

use tspkit::{Call, CallRequest, abi::LineCallStates};

use crate::{
    office::{ADDRESSES, Desks},
    switch::line_state,
};

/// How long each step may take before all of it is tried again: the network may lose something, or say nothing.
const STEP: Duration = Duration::from_secs(2);

fn asked<T>(request: CallRequest<T>) -> Option<T> {
    request.deadline(STEP).wait().ok()
}

fn comes_to(call: &Call, states: LineCallStates) -> Option<()> {
    call.wait_until(STEP, |call| {
        states.contains(line_state(call)) && call.status().is_some()
    })
    .then_some(())
}

/// The first line calls the second and hands it over to the third; `None` when something stood in its way.
pub(crate) fn transfer(desks: &Desks) -> Option<()> {
    let [first, second] = [0, 1].map(|index| desks.line(index));
    for line in desks.lines() {
        for call in line.calls() {
            call.close().ok()?;
        }
    }
    let call = first.create_call((ADDRESSES + 1).to_string()).ok()?;
    asked(call.connect())?;
    asked(second.next_call(STEP)?.answer(""))?;
    comes_to(&call, LineCallStates::CONNECTED)?;
    let consultation = asked(call.setup_transfer().ok()?)?;
    asked(consultation.dial((ADDRESSES + 2).to_string()))?;
    comes_to(
        &consultation,
        LineCallStates::RINGBACK | LineCallStates::CONNECTED,
    )?;
    asked(call.complete_transfer(&consultation))
}
