//! User-user information and call data while a call is up.

use tspkit::abi::{CallInfoBuffer, LineCallInfoStates};

use crate::{
    support::within_reason,
    switch::{Switch, binary, buffer, carries, shows, user_user},
};

#[test]
fn both_ends_send_and_each_reads_the_other() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        caller
            .put_buffer(CallInfoBuffer::UserUserInfo, binary(131, 1))
            .unwrap();
        partner
            .put_buffer(CallInfoBuffer::UserUserInfo, binary(130, 2))
            .unwrap();
        shows(&partner, binary(131, 1));
        shows(&caller, binary(130, 2));
    });
}

#[test]
fn both_ends_send_while_the_call_is_not_yet_answered() {
    within_reason(|| {
        let switch = Switch::new();
        let caller = switch.create(0, "102");
        caller.connect().wait().unwrap();
        let partner = switch.comes_in(1);
        partner.send_user_user_info("offered").wait().unwrap();
        shows(&caller, "offered");
        partner.accept("accepted").wait().unwrap();
        crate::switch::reach(&caller, tspkit::abi::LineCallStates::RINGBACK);
        caller.send_user_user_info("ringing").wait().unwrap();
        shows(&partner, "ringing");
        partner.answer("answered").wait().unwrap();
        crate::switch::reach(&caller, tspkit::abi::LineCallStates::CONNECTED);
        for expected in ["offered", "accepted", "answered", ""] {
            shows(&caller, expected);
            caller.release_user_user_info().wait().unwrap();
        }
    });
}

#[test]
fn a_message_longer_than_the_network_takes_arrives_in_one() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let limit = switch.lines[0].info().model.user_user.send as usize;
        assert!(limit > 131, "the switch chains messages");
        for length in [132, 262, 263, limit] {
            switch.watch.forget();
            caller
                .send_user_user_info(binary(length, 3))
                .wait()
                .unwrap();
            shows(&partner, binary(length, 3));
            // What is told of this comes after everything before it.
            caller.set_call_data(length.to_string()).wait().unwrap();
            switch
                .watch
                .wait_for(partner.id(), LineCallInfoStates::CALLDATA, 1);
            let told = switch
                .watch
                .count(partner.id(), LineCallInfoStates::USERUSERINFO);
            assert_eq!(told, 1, "{length} octets are one message");
            partner.release_user_user_info().wait().unwrap();
            assert_eq!(user_user(&partner), "");
        }
    });
}

#[test]
fn call_data_is_the_same_at_both_ends_and_each_is_told() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        for (setter, other, data) in [
            (&caller, &partner, "by the caller"),
            (&partner, &caller, "by the partner"),
            (&partner, &caller, ""),
        ] {
            switch.watch.forget();
            setter
                .put_buffer(CallInfoBuffer::CallDataBuffer, data)
                .unwrap();
            assert_eq!(buffer(setter, CallInfoBuffer::CallDataBuffer), data);
            carries(other, data);
            for call in [setter, other] {
                switch
                    .watch
                    .wait_for(call.id(), LineCallInfoStates::CALLDATA, 1);
            }
            // What is told of these comes after everything before them.
            for (from, to) in [(setter, other), (other, setter)] {
                from.send_user_user_info("behind it").wait().unwrap();
                switch
                    .watch
                    .wait_for(to.id(), LineCallInfoStates::USERUSERINFO, 1);
                to.release_user_user_info().wait().unwrap();
            }
            let told = [setter, other]
                .map(|call| switch.watch.count(call.id(), LineCallInfoStates::CALLDATA));
            assert_eq!(told, [1, 1], "after {data:?}");
        }
    });
}

#[test]
fn an_outside_call_tells_its_charges() {
    within_reason(|| {
        let switch = Switch::new();
        let call = switch.outside(0);
        switch
            .watch
            .wait_for(call.id(), LineCallInfoStates::CHARGINGINFO, 1);
        let charges = buffer(&call, CallInfoBuffer::ChargingInfoBuffer);
        assert!(!charges.is_empty());
        let refused = call
            .put_buffer(CallInfoBuffer::ChargingInfoBuffer, "free of charge")
            .unwrap_err();
        assert_eq!(
            crate::exchange::hresult(&refused),
            crate::exchange::code::INVALIDARG
        );
        let after = buffer(&call, CallInfoBuffer::ChargingInfoBuffer);
        assert_ne!(after, "free of charge");
    });
}
