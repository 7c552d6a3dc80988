//! Buffers that are put: kept, sent or set by the call's state, with what is too large and what is refused.

use std::time::Duration;

use tspkit::{
    Bytes, CallError, CallInfo, LineError, LineRequest, PutRule, TapiError,
    abi::{CallInfoBuffer as Kind, CallState, LineCallFeatures, LineDevCapFlags},
    hal::CallChange,
};

use crate::{
    connected, listen, made,
    support::{
        HANG,
        lines::{board, board_with, incoming, line_model, line_refusal, nobody},
        options, within_reason,
    },
    wait_told,
};

const KINDS: [Kind; 5] = [
    Kind::UserUserInfo,
    Kind::DevSpecificBuffer,
    Kind::CallDataBuffer,
    Kind::HighLevelCompatibilityBuffer,
    Kind::LowLevelCompatibilityBuffer,
];

fn text(kind: Kind) -> Bytes {
    format!("\x04{kind:?}").into()
}

#[test]
fn what_is_put_before_a_call_is_made_goes_with_it() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        for kind in KINDS {
            assert_eq!(call.buffer(kind).unwrap(), "");
            call.put_buffer(kind, "replaced").unwrap();
            call.put(kind, text(kind)).wait().unwrap();
            assert_eq!(call.buffer(kind).unwrap(), text(kind));
        }
        assert_eq!(call.info().user_user, text(Kind::UserUserInfo));
        board.assert_untold();
        let connecting = call.connect().start().unwrap();
        let asked = board.take();
        let LineRequest::MakeCall { params, .. } = &asked.request else {
            panic!("{:?}", asked.request);
        };
        let buffers = [
            &params.user_user,
            &params.dev_specific,
            &params.call_data,
            &params.high_layer,
            &params.low_layer,
        ];
        for (kind, found) in KINDS.into_iter().zip(buffers) {
            assert_eq!(*found, text(kind));
        }
        asked.succeed();
        connecting.wait().unwrap();
        // One's own user-user information is gone, the others describe the call.
        for kind in KINDS {
            let expected = if kind == Kind::UserUserInfo {
                Bytes::new()
            } else {
                text(kind)
            };
            assert_eq!(call.buffer(kind).unwrap(), expected, "{kind:?}");
        }
        assert!(call.params().is_none());
    });
}

#[test]
fn charging_information_is_read_only_whatever_the_call_is() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let kind = Kind::ChargingInfoBuffer;
        let call = line.create_call("101").unwrap();
        let codes = (LineError::InvalParam, TapiError::InvalidArg);
        assert_eq!(line_refusal(call.put_buffer(kind, "")), codes);
        assert_eq!(call.buffer(kind).unwrap(), "");
        let call = connected(&board, &line);
        board.change(0, call.id(), CallChange::ChargingInfo("12 units".into()));
        assert_eq!(call.buffer(kind).unwrap(), "12 units");
        assert_eq!(line_refusal(call.put_buffer(kind, "1 unit")), codes);
        call.close().unwrap();
        assert_eq!(line_refusal(call.put_buffer(kind, "")), codes);
        let gone = (LineError::InvalCallHandle, TapiError::InvalCallState);
        assert_eq!(line_refusal(call.buffer(kind)), gone);
        assert_eq!(
            line_refusal(call.put_buffer(Kind::CallDataBuffer, "")),
            gone
        );
    });
}

#[test]
fn a_put_in_a_call_waits_for_the_hardware_and_brings_what_it_says() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        let user_user = call.put(Kind::UserUserInfo, "hello").start().unwrap();
        let expected = LineRequest::SendUserUserInfo {
            call: call.id(),
            data: "hello".into(),
        };
        let asked = board.take();
        assert_eq!(asked.request, expected);
        // The network takes less than the line said.
        asked.done.fail(LineError::UserUserInfoTooBig);
        let codes = (LineError::UserUserInfoTooBig, TapiError::UserUserInfoTooBig);
        assert_eq!(line_refusal(user_user.wait()), codes);
        assert_eq!(call.buffer(Kind::UserUserInfo).unwrap(), "");
        // Nothing to say needs nobody.
        call.put_buffer(Kind::UserUserInfo, "").unwrap();
        call.send_user_user_info("").wait().unwrap();
        board.assert_untold();
        for kind in [
            Kind::DevSpecificBuffer,
            Kind::HighLevelCompatibilityBuffer,
            Kind::LowLevelCompatibilityBuffer,
        ] {
            let codes = (LineError::InvalCallState, TapiError::InvalCallState);
            assert_eq!(line_refusal(call.put_buffer(kind, "x")), codes);
        }
    });
}

#[test]
fn a_put_that_nobody_answers_ends_within_its_bound() {
    within_reason(|| {
        let options = options().put_limit(Duration::from_millis(20));
        let (board, office) = board_with(line_model(), &options);
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        let late = call.put_buffer(Kind::UserUserInfo, "hello").unwrap_err();
        assert!(late.is_timeout());
        assert_eq!(late.tapi(), TapiError::Timeout);
        assert!(board.take().done.is_cancelled());
    });
}

#[test]
fn call_data_is_set_for_the_call_and_told_once() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        for data in ["wrap-up", ""] {
            let setting = call.put(Kind::CallDataBuffer, data).start().unwrap();
            let asked = board.take();
            let expected = LineRequest::SetCallData {
                call: call.id(),
                data: data.into(),
            };
            assert_eq!(asked.request, expected);
            asked.succeed();
            setting.wait().unwrap();
            assert_eq!(call.buffer(Kind::CallDataBuffer).unwrap(), data);
            // The switch tells every end, this one too: that is no news.
            board.change(0, call.id(), CallChange::CallData(data.into()));
        }
        board.change(0, call.id(), CallChange::CallData("theirs".into()));
        let once = "Info(LineCallInfoStates(CALLDATA))";
        wait_told(&told, &[once; 3]);
        let failing = call.set_call_data("mine").start().unwrap();
        board.take().done.fail(LineError::OperationFailed);
        assert_eq!(line_refusal(failing.wait()).0, LineError::OperationFailed);
        assert_eq!(call.buffer(Kind::CallDataBuffer).unwrap(), "theirs");
    });
}

#[test]
fn call_data_can_be_put_when_the_call_is_over_and_nothing_is_told_of_it() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        board.state(0, call.id(), tspkit::CallStatus::Idle);
        // A driver that keeps the call, and one that has forgotten it.
        let setting = call.put(Kind::CallDataBuffer, "sold").start().unwrap();
        board.take().named("SetCallData").succeed();
        setting.wait().unwrap();
        let setting = call.put(Kind::CallDataBuffer, "twice").start().unwrap();
        board.take().done.fail(LineError::InvalCallHandle);
        setting.wait().unwrap();
        assert_eq!(call.buffer(Kind::CallDataBuffer).unwrap(), "twice");
        let over = (LineError::InvalCallState, TapiError::InvalCallState);
        assert_eq!(line_refusal(call.put_buffer(Kind::UserUserInfo, "x")), over);
        wait_told(
            &told,
            &[
                "State(Connected(LineConnectedModes(ACTIVE)))",
                "State(Idle)",
            ],
        );
        office.close().unwrap();
        assert_eq!(told.lock().unwrap().len(), 2);
    });
}

#[test]
fn what_is_too_large_is_refused_where_it_would_go() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let too_big = (LineError::UserUserInfoTooBig, TapiError::UserUserInfoTooBig);
        let params = (LineError::InvalCallParams, TapiError::InvalCallParams);
        let call = line.create_call("101").unwrap();
        for (kind, limit, codes) in [
            (Kind::UserUserInfo, 100, too_big),
            (Kind::CallDataBuffer, 40, params),
            (Kind::DevSpecificBuffer, 50, params),
        ] {
            call.put_buffer(kind, vec![1; limit + 1]).unwrap();
            assert_eq!(line_refusal(call.connect().wait()), codes, "{kind:?}");
            assert_eq!(call.state(), CallState::Idle);
            call.put_buffer(kind, vec![1; limit]).unwrap();
        }
        let connecting = call.connect().start().unwrap();
        board.take().succeed();
        connecting.wait().unwrap();
        board.state(0, call.id(), crate::support::lines::CONNECTED);
        assert_eq!(
            line_refusal(call.send_user_user_info(vec![1; 21]).wait()),
            too_big
        );
        assert_eq!(line_refusal(call.disconnect(vec![1; 13]).wait()), too_big);
        let invalid = (LineError::InvalParam, TapiError::InvalidArg);
        assert_eq!(
            line_refusal(call.set_call_data(vec![1; 41]).wait()),
            invalid
        );
        board.offer(0, incoming(1), nobody());
        let call = line.next_call(HANG).unwrap();
        assert_eq!(line_refusal(call.accept(vec![1; 11]).wait()), too_big);
        let error = call.answer(vec![1; 12]).wait().unwrap_err();
        assert_eq!(
            error.to_string(),
            "call 2147483649 on line 200: 12 octets of user-user information are more than the 11 that go with answering"
        );
        board.assert_untold();
    });
}

#[test]
fn a_line_refuses_what_it_does_not_have() {
    within_reason(|| {
        let mut model = line_model().features(LineCallFeatures::DROP);
        model.device_flags -= LineDevCapFlags::HIGHLEVCOMP;
        let (board, office) = board_with(model, &options());
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        call.put_buffer(Kind::HighLevelCompatibilityBuffer, "x")
            .unwrap();
        let refused = call.connect().wait();
        assert_eq!(line_refusal(refused).0, LineError::InvalCallParams);
        let call = connected(&board, &line);
        let none = (LineError::OperationUnavail, TapiError::NotSupported);
        for request in [
            call.hold(),
            call.put(Kind::UserUserInfo, "x"),
            call.put(Kind::CallDataBuffer, "x"),
            call.redirect("102"),
        ] {
            assert_eq!(line_refusal(request.wait()), none);
        }
        assert_eq!(call.features(), LineCallFeatures::DROP);
    });
}

#[test]
fn the_rule_is_what_is_done() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        for kind in KINDS {
            let status = call.status().map(tspkit::CallStatus::state);
            let rule = PutRule::of(kind, call.state(), status);
            match call.put(kind, "x").start() {
                Ok(pending) => {
                    let name = board.take().request.name();
                    let expected = if name == "SetCallData" {
                        PutRule::Set
                    } else {
                        PutRule::Send
                    };
                    assert_eq!(rule, expected, "{kind:?}");
                    drop(pending);
                }
                Err(error) => assert_eq!(rule, PutRule::Refuse(error.tapi()), "{kind:?}"),
            }
        }
    });
}

#[test]
fn what_a_call_that_comes_in_brings_can_be_read() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let mut info: CallInfo = nobody();
        info.user_user = text(Kind::UserUserInfo);
        info.dev_specific = text(Kind::DevSpecificBuffer);
        info.call_data = text(Kind::CallDataBuffer);
        info.high_layer = text(Kind::HighLevelCompatibilityBuffer);
        info.low_layer = text(Kind::LowLevelCompatibilityBuffer);
        board.offer(0, incoming(1), info.clone());
        let call = line.next_call(HANG).unwrap();
        for kind in KINDS {
            assert_eq!(call.buffer(kind).unwrap(), text(kind), "{kind:?}");
        }
        assert_eq!(call.info(), info);
        let late: Result<(), CallError> = call.set_params(|_| panic!("too late"));
        assert_eq!(line_refusal(late).0, LineError::InvalCallState);
    });
}
