//! How calls turn out that are not answered: busy, no answer, no such number.

use std::time::Duration;

use tspkit::{
    Call,
    abi::{CallState, LineBusyModes, LineCallStates, LineDisconnectModes},
    hal::CallStatus,
};

use crate::{
    exchange::{line_code, refused},
    support::{until, within_reason},
    switch::{Switch, over, reach, shows},
};

#[track_caller]
fn dial(switch: &Switch, to: &str) -> Call {
    let call = switch.create(0, to);
    call.connect().wait().expect("the call is made");
    call
}

/// Waits until the call has that status, also when it is soon over.
#[track_caller]
fn passes(switch: &Switch, call: &Call, status: CallStatus) {
    until(&format!("{status:?}"), || {
        switch.watch.states(call.id()).contains(&status)
    });
}

#[test]
fn a_busy_number_is_busy() {
    within_reason(|| {
        let switch = Switch::new();
        let call = dial(&switch, "0555");
        passes(&switch, &call, CallStatus::Busy(LineBusyModes::STATION));
        call.disconnect("").wait().unwrap();
        over(&call);
        assert_eq!(call.state(), CallState::Disconnected);
    });
}

#[test]
fn a_line_whose_call_is_up_is_busy() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let third = switch.create(2, "102");
        third.connect().wait().unwrap();
        until("busy", || {
            let states = switch.watch.states(third.id());
            states
                .iter()
                .any(|status| matches!(status, CallStatus::Busy(_)))
        });
        third.disconnect("").wait().unwrap();
        over(&third);
        // The call that is up does not notice.
        caller.send_user_user_info("undisturbed").wait().unwrap();
        shows(&partner, "undisturbed");
        assert!(switch.lines[1].next_call(Duration::ZERO).is_none());
    });
}

#[test]
fn one_s_own_number_is_busy() {
    within_reason(|| {
        let switch = Switch::new();
        let call = dial(&switch, "101");
        until("busy", || {
            let states = switch.watch.states(call.id());
            states
                .iter()
                .any(|status| matches!(status, CallStatus::Busy(_)))
        });
    });
}

#[test]
fn nobody_answers_until_the_limit_passes() {
    within_reason(|| {
        let switch = Switch::new();
        let call = switch.create(0, "0444");
        call.set_params(|params| params.no_answer = Some(Duration::from_millis(30)))
            .unwrap();
        call.connect().wait().unwrap();
        passes(&switch, &call, CallStatus::Ringback);
        let given_up = CallStatus::Disconnected(LineDisconnectModes::NOANSWER);
        passes(&switch, &call, given_up);
    });
}

#[test]
fn whoever_is_not_answered_may_give_up() {
    within_reason(|| {
        let switch = Switch::new();
        let call = dial(&switch, "0444");
        reach(&call, LineCallStates::RINGBACK);
        call.disconnect("").wait().unwrap();
        over(&call);
    });
}

#[test]
fn a_number_that_does_not_exist_is_said_to_be_bad() {
    within_reason(|| {
        let switch = Switch::new();
        for number in ["77", "0123"] {
            let call = dial(&switch, number);
            let bad = CallStatus::Disconnected(LineDisconnectModes::BADADDRESS);
            passes(&switch, &call, bad);
            assert_eq!(call.state(), CallState::Disconnected);
            call.close().unwrap();
        }
    });
}

#[test]
fn a_number_can_be_dialled_in_parts() {
    within_reason(|| {
        let switch = Switch::new();
        let call = dial(&switch, "");
        reach(&call, LineCallStates::DIALTONE);
        call.dial("1;").wait().unwrap();
        reach(&call, LineCallStates::DIALING);
        call.dial("02").wait().unwrap();
        let partner = switch.comes_in(1);
        partner.answer("").wait().unwrap();
        reach(&call, LineCallStates::CONNECTED);
        let refusal = refused(call.dial("3").wait());
        assert_eq!(refusal, line_code::INVALCALLSTATE);
    });
}

#[test]
fn a_call_is_connected_once() {
    within_reason(|| {
        let switch = Switch::new();
        let call = dial(&switch, "0444");
        let refusal = refused(call.connect().wait());
        assert_eq!(refusal, line_code::INVALCALLSTATE);
        // What goes with a call is settled when it is made.
        let changed = call.set_params(|params| params.calling_number = "1".into());
        assert_eq!(refused(changed), line_code::INVALCALLSTATE);
    });
}

#[test]
fn the_states_of_a_call_are_those_of_tapi() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        partner.disconnect("").wait().unwrap();
        reach(&caller, LineCallStates::DISCONNECTED);
        caller.disconnect("").wait().unwrap();
        over(&caller);
        over(&partner);
        let words = |call: &Call| -> Vec<_> {
            let states = switch.watch.states(call.id());
            states.into_iter().map(CallStatus::state).collect()
        };
        until("the last state", || {
            words(&caller).last() == Some(&LineCallStates::IDLE)
        });
        let at_caller = words(&caller);
        let expected = [
            LineCallStates::RINGBACK,
            LineCallStates::CONNECTED,
            LineCallStates::DISCONNECTED,
            LineCallStates::IDLE,
        ];
        // What comes before ringback is the switch's own affair, but it must be progress.
        assert!(at_caller.ends_with(&expected), "{at_caller:?}");
        let before = &at_caller[..at_caller.len() - expected.len()];
        let progress =
            LineCallStates::DIALTONE | LineCallStates::DIALING | LineCallStates::PROCEEDING;
        assert!(
            before.iter().all(|state| progress.contains(*state)),
            "{before:?}"
        );
    });
}
