//! Transfer and redirect: the call goes elsewhere, and its call data with it.

use tspkit::{
    CallRequest,
    abi::{CallInfoBuffer, LineCallReasons, LineCallStates},
    hal::PartyRole,
};

use crate::{
    exchange::{line_code, refused},
    support::{until, within_reason},
    switch::{Switch, buffer, carries, line_state, over, reach, shows},
};

#[test]
fn a_transfer_with_asking_keeps_the_call_data() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        partner.set_call_data("customer 4711").wait().unwrap();
        carries(&caller, "customer 4711");

        let consultation = partner.setup_transfer().unwrap().wait().unwrap();
        reach(&partner, LineCallStates::ONHOLDPENDTRANSFER);
        reach(&consultation, LineCallStates::DIALTONE);
        consultation.dial("103").wait().unwrap();
        let third = switch.comes_in(2);
        third.answer("").wait().unwrap();
        reach(&consultation, LineCallStates::CONNECTED);
        // They talk before the call is handed over.
        consultation
            .send_user_user_info("take this")
            .wait()
            .unwrap();
        shows(&third, "take this");
        third.release_user_user_info().wait().unwrap();

        partner.complete_transfer(&consultation).wait().unwrap();
        over(&partner);
        over(&consultation);
        carries(&third, "customer 4711");
        reach(&caller, LineCallStates::CONNECTED);
        reach(&third, LineCallStates::CONNECTED);
        caller.send_user_user_info("hello").wait().unwrap();
        shows(&third, "hello");
        third.send_user_user_info("hello back").wait().unwrap();
        shows(&caller, "hello back");
        // Who talks to whom now is told at both ends.
        until("the caller to know", || {
            caller.info().parties[PartyRole::Connected].number == "103"
        });
        until("the third to know", || {
            third.info().parties[PartyRole::Connected].number == "101"
        });
    });
}

#[test]
fn a_blind_transfer_keeps_the_call_data() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller.set_call_data("customer 4712").wait().unwrap();
        partner.blind_transfer("103").wait().unwrap();
        over(&partner);
        let third = switch.comes_in(2);
        assert_eq!(
            buffer(&third, CallInfoBuffer::CallDataBuffer),
            "customer 4712"
        );
        assert_eq!(third.info().reason, LineCallReasons::TRANSFER);
        assert_eq!(third.info().parties[PartyRole::Caller].number, "101");
        third.answer("").wait().unwrap();
        reach(&caller, LineCallStates::CONNECTED);
        reach(&third, LineCallStates::CONNECTED);
        third.send_user_user_info("hello").wait().unwrap();
        shows(&caller, "hello");
    });
}

#[test]
fn a_redirected_call_brings_everything_along() {
    within_reason(|| {
        let switch = Switch::new();
        let caller = switch.create(0, "102");
        let given = [
            (CallInfoBuffer::UserUserInfo, "for whoever answers"),
            (CallInfoBuffer::CallDataBuffer, "customer 4713"),
            (CallInfoBuffer::HighLevelCompatibilityBuffer, "hlc"),
            (CallInfoBuffer::LowLevelCompatibilityBuffer, "llc"),
        ];
        for (kind, data) in given {
            caller.put_buffer(kind, data).unwrap();
        }
        caller.connect().wait().unwrap();
        let partner = switch.comes_in(1);
        partner.redirect("103").wait().unwrap();
        over(&partner);
        let third = switch.comes_in(2);
        for (kind, data) in given {
            assert_eq!(buffer(&third, kind), data, "{kind:?}");
        }
        let info = third.info();
        assert_eq!(info.reason, LineCallReasons::REDIRECT);
        assert_eq!(info.parties[PartyRole::Caller].number, "101");
        assert_eq!(info.parties[PartyRole::Redirecting].number, "102");
        third.answer("").wait().unwrap();
        reach(&caller, LineCallStates::CONNECTED);
    });
}

#[test]
fn a_transfer_that_is_given_up_leaves_the_call() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let consultation = partner.setup_transfer().unwrap().wait().unwrap();
        reach(&partner, LineCallStates::ONHOLDPENDTRANSFER);
        consultation.disconnect("").wait().unwrap();
        over(&consultation);
        reach(&partner, LineCallStates::CONNECTED);
        caller.send_user_user_info("still here").wait().unwrap();
        shows(&partner, "still here");
    });
}

#[test]
fn only_a_call_in_the_right_state_is_transferred() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.ringing(0, 1);
        for call in [&caller, &partner] {
            let refusal = refused(call.setup_transfer().and_then(CallRequest::wait));
            assert_eq!(refusal, line_code::INVALCALLSTATE);
            let refusal = refused(call.blind_transfer("103").wait());
            assert_eq!(refusal, line_code::INVALCALLSTATE);
        }
        partner.answer("").wait().unwrap();
        reach(&partner, LineCallStates::CONNECTED);
        // Redirecting is for calls that are offered.
        let refusal = refused(partner.redirect("103").wait());
        assert_eq!(refusal, line_code::INVALCALLSTATE);
        assert_eq!(line_state(&partner), LineCallStates::CONNECTED);
    });
}
