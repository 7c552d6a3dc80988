//! What the network does wrong, and what is said of it.

use tspkit::{
    abi::{CallInfoBuffer, LineCallStates},
    hal::CallStatus,
};

use crate::{
    exchange::{code, hresult, line_code, refused},
    support::{until, within_reason},
    switch::{Switch, carries, line_state, shows, user_user},
};

/// An office whose first lines behave as the rule says.
fn with_rule(rule: &str) -> Switch {
    let text = format!(
        "[[lines]]\nname = \"Desk\"\naddress = \"101\"\ncount = 3\n\n[[line_rules]]\n{rule}"
    );
    Switch::of(&text)
}

#[test]
fn a_message_that_the_network_finds_too_big_is_said_to_be() {
    within_reason(|| {
        let rule = r#"
            requests = ["SendUserUserInfo"]
            nth = 1
            error = "LINEERR_USERUSERINFOTOOBIG"
        "#;
        let switch = with_rule(rule);
        let (caller, partner) = switch.talking(0, 1);
        let error = caller
            .put_buffer(CallInfoBuffer::UserUserInfo, "too big today")
            .unwrap_err();
        assert_eq!(hresult(&error), code::USERUSERINFOTOOBIG);
        caller
            .put_buffer(CallInfoBuffer::UserUserInfo, "fits")
            .unwrap();
        shows(&partner, "fits");
    });
}

#[test]
fn a_message_that_is_lost_leaves_the_others_in_order() {
    within_reason(|| {
        let rule = "requests = [\"SendUserUserInfo\"]\nnth = 2\nlose_user_user = true";
        let switch = with_rule(rule);
        let (caller, partner) = switch.talking(0, 1);
        for text in ["first", "lost", "third"] {
            caller.send_user_user_info(text).wait().unwrap();
        }
        for text in ["first", "third", ""] {
            shows(&partner, text);
            partner.release_user_user_info().wait().unwrap();
        }
    });
}

#[test]
fn a_call_is_closed_while_the_network_says_nothing() {
    within_reason(|| {
        let rule = "requests = [\"SendUserUserInfo\"]\nnth = 1\nsilence = true";
        let switch = with_rule(rule);
        let (caller, partner) = switch.talking(0, 1);
        let sending = caller.send_user_user_info("never sent").start().unwrap();
        // The others overtake it.
        caller.set_call_data("on its way").wait().unwrap();
        carries(&partner, "on its way");
        caller.close().unwrap();
        assert_eq!(refused(sending.wait()), line_code::OPERATIONFAILED);
        until("the partner to notice", || {
            line_state(&partner) == LineCallStates::DISCONNECTED
        });
        assert_eq!(user_user(&partner), "");
    });
}

#[test]
fn a_call_that_the_switch_drops_fails_what_it_says_nothing_to() {
    within_reason(|| {
        let limit = std::time::Duration::from_millis(50);
        let rule = "requests = [\"SendUserUserInfo\"]\nnth = 1\nsilence = true";
        let switch = with_rule(rule);
        let (caller, partner) = switch.talking(0, 1);
        let sending = caller
            .send_user_user_info("never sent")
            .deadline(limit)
            .start()
            .unwrap();
        partner.disconnect("bye").wait().unwrap();
        shows(&caller, "bye");
        assert_eq!(refused(sending.wait()), line_code::OPERATIONFAILED);
    });
}

#[test]
fn a_driver_that_loses_or_panics_fails_that_request_alone() {
    within_reason(|| {
        for fault in ["discard", "panic"] {
            let rule = format!("requests = [\"SetCallData\"]\nnth = 1\n{fault} = true");
            let switch = with_rule(&rule);
            let (caller, partner) = switch.talking(0, 1);
            let refusal = refused(caller.set_call_data("lost").wait());
            assert_eq!(refusal, line_code::OPERATIONFAILED, "{fault}");
            caller.set_call_data("kept").wait().unwrap();
            carries(&partner, "kept");
        }
    });
}

#[test]
fn a_network_without_a_way_disconnects() {
    within_reason(|| {
        let switch = with_rule("requests = [\"MakeCall\"]\nnth = 1\ncongested = true");
        let call = switch.create(0, "102");
        call.connect().wait().unwrap();
        until("the congestion", || {
            let gone = tspkit::abi::LineDisconnectModes::CONGESTION;
            call.status() == Some(CallStatus::Disconnected(gone))
        });
        call.close().unwrap();
        let (_caller, partner) = switch.talking(0, 1);
        assert_eq!(line_state(&partner), LineCallStates::CONNECTED);
    });
}
