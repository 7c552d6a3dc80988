//! What is put before a call is connected is there when it is offered.

use tspkit::{
    Bytes,
    abi::{CallInfoBuffer, CallState, LineCallStates},
};

use crate::{
    exchange::KINDS,
    support::within_reason,
    switch::{Switch, binary, buffer, over, reach},
};

#[test]
fn every_kind_is_read_byte_for_byte_on_offering() {
    within_reason(|| {
        let switch = Switch::new();
        let data = [131, 200, 300, 0, 2, 16].map(|length| binary(length, 7));
        let call = switch.create(0, "102");
        for (kind, data) in KINDS.into_iter().zip(&data) {
            if kind != CallInfoBuffer::ChargingInfoBuffer {
                call.put_buffer(kind, data.clone()).unwrap();
                assert_eq!(buffer(&call, kind), data, "{kind:?} is stored");
            }
        }
        assert_eq!(call.state(), CallState::Idle);
        call.connect().wait().unwrap();

        let offered = switch.comes_in(1);
        assert_eq!(offered.state(), CallState::Offering);
        for (kind, data) in KINDS.into_iter().zip(&data) {
            assert_eq!(buffer(&offered, kind), data, "{kind:?} at the partner");
            // What was sent is not what was received.
            let own = match kind {
                CallInfoBuffer::UserUserInfo => &Bytes::new(),
                _ => data,
            };
            assert_eq!(buffer(&call, kind), own, "{kind:?} at the caller");
        }
        offered.disconnect("").wait().unwrap();
        over(&offered);
        reach(&call, LineCallStates::DISCONNECTED);
    });
}

#[test]
fn user_user_information_of_every_length_arrives() {
    within_reason(|| {
        let switch = Switch::new();
        for length in 0_u8..=131 {
            let data = binary(length.into(), length);
            let call = switch.create(0, "102");
            call.put_buffer(CallInfoBuffer::UserUserInfo, data.clone())
                .unwrap();
            call.connect().wait().unwrap();
            let offered = switch.comes_in(1);
            assert_eq!(buffer(&offered, CallInfoBuffer::UserUserInfo), data);
            call.disconnect("").wait().unwrap();
            over(&call);
            reach(&offered, LineCallStates::DISCONNECTED);
            call.close().unwrap();
            offered.close().unwrap();
        }
    });
}

#[test]
fn the_last_put_counts_and_an_empty_one_takes_away() {
    within_reason(|| {
        let switch = Switch::new();
        let call = switch.create(0, "102");
        for kind in KINDS {
            if kind != CallInfoBuffer::ChargingInfoBuffer {
                call.put_buffer(kind, "first").unwrap();
            }
        }
        call.put_buffer(CallInfoBuffer::CallDataBuffer, "second")
            .unwrap();
        call.put_buffer(CallInfoBuffer::UserUserInfo, "").unwrap();
        call.connect().wait().unwrap();
        let offered = switch.comes_in(1);
        let read = KINDS.map(|kind| buffer(&offered, kind));
        assert_eq!(read, ["", "first", "second", "", "first", "first"]);
    });
}
