//! How calls end, and what can still be read and put then.

use tspkit::{
    abi::{CallInfoBuffer, CallState, LineCallStates, LineDisconnectModes},
    hal::CallStatus,
};

use crate::{
    support::{until, within_reason},
    switch::{Switch, binary, buffer, carries, line_state, over, reach, shows, user_user},
};

#[test]
fn drop_carries_its_last_message() {
    within_reason(|| {
        let switch = Switch::new();
        for at_caller in [true, false] {
            let (caller, partner) = switch.talking(0, 1);
            let (first, second) = if at_caller {
                (&caller, &partner)
            } else {
                (&partner, &caller)
            };
            first.disconnect(binary(131, 9)).wait().unwrap();
            reach(second, LineCallStates::DISCONNECTED);
            assert_eq!(
                second.status(),
                Some(CallStatus::Disconnected(LineDisconnectModes::NORMAL))
            );
            assert_eq!(second.state(), CallState::Disconnected);
            assert_eq!(user_user(second), binary(131, 9));
            over(first);
            second.disconnect("").wait().unwrap();
            over(second);
            // It stays readable until it is released.
            assert_eq!(user_user(second), binary(131, 9));
            caller.close().unwrap();
            partner.close().unwrap();
        }
    });
}

#[test]
fn the_last_message_waits_behind_those_not_released() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller.send_user_user_info("before").wait().unwrap();
        caller.disconnect("the last").wait().unwrap();
        reach(&partner, LineCallStates::DISCONNECTED);
        for expected in ["before", "the last", ""] {
            assert_eq!(user_user(&partner), expected);
            partner.release_user_user_info().wait().unwrap();
        }
    });
}

#[test]
fn rejecting_a_call_tells_why() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.ringing(0, 1);
        partner.disconnect("not now").wait().unwrap();
        over(&partner);
        reach(&caller, LineCallStates::DISCONNECTED);
        assert_eq!(user_user(&caller), "not now");
    });
}

#[test]
fn giving_up_tells_the_called() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.ringing(0, 1);
        caller.disconnect("never mind").wait().unwrap();
        over(&caller);
        until("the partner to notice", || {
            partner.state() == CallState::Disconnected
        });
        assert_eq!(user_user(&partner), "never mind");
    });
}

#[test]
fn call_data_is_still_taken_when_the_call_is_over() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller.disconnect("").wait().unwrap();
        over(&caller);
        reach(&partner, LineCallStates::DISCONNECTED);
        partner
            .put_buffer(CallInfoBuffer::CallDataBuffer, "code 17")
            .unwrap();
        carries(&partner, "code 17");
        caller
            .put_buffer(CallInfoBuffer::CallDataBuffer, "code 18")
            .unwrap();
        assert_eq!(buffer(&caller, CallInfoBuffer::CallDataBuffer), "code 18");
    });
}

#[test]
fn a_call_that_is_closed_while_it_is_up_is_dropped() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller.close().unwrap();
        until("the partner to notice", || {
            partner.state() == CallState::Disconnected
        });
        assert!(switch.lines[0].calls().is_empty());
        partner.close().unwrap();
        assert!(switch.lines[1].calls().is_empty());
        // The lines are free again.
        let (caller, partner) = switch.talking(1, 0);
        caller.send_user_user_info("again").wait().unwrap();
        shows(&partner, "again");
    });
}

#[test]
fn a_line_that_is_closed_ends_its_calls() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        switch.lines[0].close().unwrap();
        until("the partner to notice", || {
            partner.state() == CallState::Disconnected
        });
        let error = caller
            .put_buffer(CallInfoBuffer::UserUserInfo, "closed")
            .unwrap_err();
        assert_eq!(
            crate::exchange::hresult(&error),
            crate::exchange::code::INVALCALLSTATE
        );
        assert_ne!(line_state(&partner), LineCallStates::CONNECTED);
    });
}
