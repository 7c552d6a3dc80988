//! What cannot be sent says exactly why.

use tspkit::{
    Call, Line, Office, OpenOptions,
    abi::{CallInfoBuffer, LineCallStates, LineConnectedModes, LineDisconnectModes, LineError},
    hal::{CallStatus, LineRequest},
};

use crate::{
    exchange::{code, hands::Hands, hresult, line_code, lineerr, refused},
    support::{options, recorder::Gate, until, within_reason},
    switch::{Switch, binary, reach, user_user},
};

pub(crate) const CONNECTED: CallStatus = CallStatus::Connected(LineConnectedModes::ACTIVE);

/// An office over hands, with a call that is up; answers are held back from here on.
fn held_back(options: &OpenOptions) -> (Hands, Office, Line, Call) {
    let hands = Hands::new(1);
    let office = hands.open(options);
    let line = office.line(0).unwrap();
    let call = line.create_call("300").unwrap();
    call.connect().wait().unwrap();
    hands.state(call.id(), CONNECTED);
    until("the connected state", || call.status() == Some(CONNECTED));
    drop(hands.take());
    hands.hold_back(true);
    (hands, office, line, call)
}

#[test]
fn too_big_is_said_and_nothing_arrives() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let limit = switch.lines[0].info().model.user_user.send as usize;
        let error = caller
            .put_buffer(CallInfoBuffer::UserUserInfo, binary(limit + 1, 0))
            .unwrap_err();
        assert_eq!(hresult(&error), code::USERUSERINFOTOOBIG);
        assert_eq!(lineerr(&error), line_code::USERUSERINFOTOOBIG);
        let text = error.to_string();
        assert!(
            text.contains(&limit.to_string()) && text.contains(&(limit + 1).to_string()),
            "the message names both sizes: {text}"
        );
        caller.send_user_user_info("fits").wait().unwrap();
        crate::switch::shows(&partner, "fits");
    });
}

#[test]
fn what_the_network_refuses_is_said_by_put() {
    within_reason(|| {
        let (hands, _office, _line, call) = held_back(&options());
        let put = std::thread::spawn({
            let call = call.clone();
            move || call.put_buffer(CallInfoBuffer::UserUserInfo, "too big for it")
        });
        let asked = hands.next();
        assert!(matches!(
            asked.request,
            LineRequest::SendUserUserInfo { .. }
        ));
        asked.fail(LineError::UserUserInfoTooBig);
        let error = put.join().unwrap().unwrap_err();
        assert_eq!(hresult(&error), code::USERUSERINFOTOOBIG);
    });
}

#[test]
fn a_network_that_does_not_answer_is_not_waited_for_without_end() {
    within_reason(|| {
        let limit = std::time::Duration::from_millis(20);
        let (hands, _office, _line, call) = held_back(&options().put_limit(limit));
        let error = call
            .put_buffer(CallInfoBuffer::UserUserInfo, "into the void")
            .unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(hresult(&error), 0x8004_0044, "TAPI_E_TIMEOUT");
        // An answer that comes too late goes nowhere.
        hands.next().succeed();
        assert_eq!(user_user(&call), "");
    });
}

#[test]
fn on_hold_nothing_can_be_sent() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller.hold().wait().unwrap();
        reach(&caller, LineCallStates::ONHOLD);
        let error = caller
            .put_buffer(CallInfoBuffer::UserUserInfo, "held")
            .unwrap_err();
        assert_eq!(hresult(&error), code::INVALCALLSTATE);
        let refusal = refused(caller.send_user_user_info("held").wait());
        assert_eq!(refusal, line_code::INVALCALLSTATE);
        assert_eq!(user_user(&partner), "");
    });
}

#[test]
fn a_call_that_was_dropped_takes_nothing_more() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        partner.disconnect("").wait().unwrap();
        reach(&partner, LineCallStates::IDLE);
        until("the far end to notice", || {
            crate::switch::line_state(&caller) != LineCallStates::CONNECTED
        });
        for call in [&caller, &partner] {
            let error = call
                .put_buffer(CallInfoBuffer::UserUserInfo, "too late")
                .unwrap_err();
            assert_eq!(hresult(&error), code::INVALCALLSTATE);
        }
    });
}

#[test]
fn a_call_dropped_while_a_message_is_on_its_way_says_so() {
    within_reason(|| {
        let (hands, _office, _line, call) = held_back(&options());
        let sending = call.send_user_user_info("on its way").start().unwrap();
        let asked = hands.next();
        let gone = CallStatus::Disconnected(LineDisconnectModes::NORMAL);
        hands.state(call.id(), gone);
        hands.state(call.id(), CallStatus::Idle);
        asked.fail(LineError::InvalCallState);
        assert_eq!(refused(sending.wait()), line_code::INVALCALLSTATE);
    });
}

#[test]
fn a_call_closed_while_a_message_is_on_its_way_fails_it_once() {
    within_reason(|| {
        let (hands, _office, _line, call) = held_back(&options());
        let answered = Gate::new();
        let sending = call.send_user_user_info("on its way").start().unwrap();
        let gate = answered.clone();
        call.set_call_data("also")
            .on_done(move |result| {
                assert_eq!(refused(result), line_code::OPERATIONFAILED);
                gate.open();
            })
            .unwrap();
        let late = [hands.next(), hands.next()];
        hands.hold_back(false);
        call.close().unwrap();
        // Both are answered before close returns.
        answered.wait();
        assert_eq!(refused(sending.wait()), line_code::OPERATIONFAILED);
        for asked in late {
            asked.succeed();
        }
        let error = call
            .put_buffer(CallInfoBuffer::UserUserInfo, "closed")
            .unwrap_err();
        assert_eq!(hresult(&error), code::INVALCALLSTATE);
        let refusal = refused(call.send_user_user_info("closed").wait());
        assert_eq!(refusal, line_code::INVALCALLHANDLE);
    });
}

#[test]
fn no_more_than_the_limit_is_asked_of_a_line_at_a_time() {
    within_reason(|| {
        const LIMIT: u32 = 8;
        let (hands, _office, _line, call) = held_back(&options().request_limit(LIMIT));
        let pending: Vec<_> = (0..LIMIT)
            .map(|number| {
                let text = format!("message {number}");
                call.send_user_user_info(text).start().unwrap()
            })
            .collect();
        let refusal = refused(call.send_user_user_info("one more").start().map(drop));
        assert_eq!(refusal, line_code::RESOURCEUNAVAIL);
        for _ in 0..LIMIT {
            hands.next().succeed();
        }
        for request in pending {
            request.wait().unwrap();
        }
        hands.hold_back(false);
        call.send_user_user_info("now there is room")
            .wait()
            .unwrap();
    });
}
