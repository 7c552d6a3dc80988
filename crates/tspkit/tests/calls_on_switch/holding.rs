//! Hold, unhold and swap.

use tspkit::abi::{CallState, LineCallFeatures, LineCallStates};

use crate::{
    exchange::{line_code, refused},
    support::within_reason,
    switch::{Switch, line_state, reach, shows},
};

#[test]
fn a_call_is_put_on_hold_and_taken_back() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        assert!(caller.features().contains(LineCallFeatures::HOLD));
        caller.hold().wait().unwrap();
        reach(&caller, LineCallStates::ONHOLD);
        assert_eq!(caller.state(), CallState::Hold);
        assert!(caller.features().contains(LineCallFeatures::UNHOLD));
        assert!(!caller.features().contains(LineCallFeatures::HOLD));
        // The other end is still connected.
        assert_eq!(partner.state(), CallState::Connected);
        assert_eq!(refused(caller.hold().wait()), line_code::INVALCALLSTATE);

        caller.unhold().wait().unwrap();
        reach(&caller, LineCallStates::CONNECTED);
        assert_eq!(refused(caller.unhold().wait()), line_code::INVALCALLSTATE);
        partner.send_user_user_info("back").wait().unwrap();
        shows(&caller, "back");
    });
}

#[test]
fn a_message_reaches_a_call_on_hold() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller.hold().wait().unwrap();
        reach(&caller, LineCallStates::ONHOLD);
        partner
            .send_user_user_info("are you there?")
            .wait()
            .unwrap();
        shows(&caller, "are you there?");
        caller.release_user_user_info().wait().unwrap();
        shows(&caller, "");
    });
}

#[test]
fn two_calls_are_swapped() {
    within_reason(|| {
        let switch = Switch::new();
        let (first, other) = switch.talking(0, 1);
        first.hold().wait().unwrap();
        reach(&first, LineCallStates::ONHOLD);
        let (second, third) = switch.talking(0, 2);

        second.swap_hold(&first).wait().unwrap();
        reach(&first, LineCallStates::CONNECTED);
        reach(&second, LineCallStates::ONHOLD);
        first.send_user_user_info("to the first").wait().unwrap();
        shows(&other, "to the first");
        assert_eq!(
            refused(second.send_user_user_info("held").wait()),
            line_code::INVALCALLSTATE
        );

        first.swap_hold(&second).wait().unwrap();
        reach(&first, LineCallStates::ONHOLD);
        reach(&second, LineCallStates::CONNECTED);
        second.send_user_user_info("to the second").wait().unwrap();
        shows(&third, "to the second");
        // The wrong way round.
        assert_eq!(
            refused(first.swap_hold(&second).wait()),
            line_code::INVALCALLSTATE
        );
    });
}

#[test]
fn a_held_call_can_be_dropped_from_either_end() {
    within_reason(|| {
        let switch = Switch::new();
        for by_holder in [true, false] {
            let (caller, partner) = switch.talking(0, 1);
            caller.hold().wait().unwrap();
            reach(&caller, LineCallStates::ONHOLD);
            let (first, second) = if by_holder {
                (&caller, &partner)
            } else {
                (&partner, &caller)
            };
            first.disconnect("done").wait().unwrap();
            reach(first, LineCallStates::IDLE);
            reach(second, LineCallStates::DISCONNECTED);
            shows(second, "done");
            caller.close().unwrap();
            partner.close().unwrap();
        }
        assert_eq!(line_state(&switch.outside(0)), LineCallStates::CONNECTED);
    });
}
