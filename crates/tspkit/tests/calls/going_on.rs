//! How calls are made, come in, go on and are transferred.

use tspkit::{
    Bytes, CallEvent, CallStatus, LineError, LineReply, LineRequest,
    abi::{CallState, LineDisconnectModes},
};

use crate::{
    NONE, listen, made,
    support::{
        HANG,
        lines::{CONNECTED, OFFERING, board, incoming, line_refusal, nobody},
        within_reason,
    },
    wait_told,
};

#[test]
fn a_call_is_made_with_what_was_put_and_goes_on_by_events() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        assert_eq!((call.state(), call.status()), (CallState::Idle, None));
        call.set_params(|params| params.called_party = "Bert".into())
            .unwrap();
        board.assert_untold();
        assert!(line.calls().is_empty());
        let connecting = call.connect().start().unwrap();
        assert_eq!(call.state(), CallState::InProgress);
        let asked = board.take();
        match &asked.request {
            LineRequest::MakeCall {
                call: id,
                destination,
                params,
            } => {
                assert_eq!((*id, destination.as_str()), (call.id(), "101"));
                assert_eq!(params.called_party, "Bert");
            }
            other => panic!("{other:?}"),
        }
        asked.succeed();
        connecting.wait().unwrap();
        assert_eq!(call.status(), None);
        assert_eq!(line.calls(), std::slice::from_ref(&call));
        board.state(0, call.id(), CallStatus::Ringback);
        assert_eq!(call.status(), Some(CallStatus::Ringback));
        board.state(0, call.id(), CONNECTED);
        assert!(call.wait_until(HANG, |call| call.state() == CallState::Connected));
        assert_eq!(call.info().parties.called.number, "101");
        assert_eq!(call.info().parties.called.name, "Bert");
    });
}

#[test]
fn nothing_is_told_of_a_call_before_the_answer_that_it_was_made() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        let list = told.clone();
        let seen = call.clone();
        let _ticket = call
            .connect()
            .on_done(move |result| {
                result.unwrap();
                // What has come of it meanwhile can be seen, but was not told.
                assert_eq!(seen.status(), Some(CONNECTED));
                list.lock().unwrap().push("made".into());
            })
            .unwrap();
        let asked = board.take();
        board.state(0, call.id(), CallStatus::Proceeding);
        board.state(0, call.id(), CONNECTED);
        assert_eq!(call.status(), None);
        asked.succeed();
        let connected = format!("{:?}", CallEvent::State(CONNECTED));
        wait_told(&told, &["made", "State(Proceeding)", &connected]);
    });
}

#[test]
fn a_call_that_is_not_made_is_disconnected_for_good_and_can_be_closed() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        let connecting = call.connect().start().unwrap();
        let asked = board.take();
        board.state(0, call.id(), CallStatus::Proceeding);
        asked.done.fail(LineError::CallUnavail);
        assert_eq!(line_refusal(connecting.wait()).0, LineError::CallUnavail);
        assert_eq!(
            (call.state(), call.status()),
            (CallState::Disconnected, None)
        );
        assert_eq!(
            line_refusal(call.connect().wait()).0,
            LineError::InvalCallState
        );
        assert_eq!(
            line_refusal(call.disconnect(NONE).wait()).0,
            LineError::InvalCallState
        );
        assert_eq!(line.call_counts(), (0, 0, 0));
        call.close().unwrap();
        // The hardware never had it.
        board.assert_untold();
        let again = line.create_call("102").unwrap();
        assert_ne!(again.id(), call.id());
    });
}

#[test]
fn a_call_that_comes_in_is_found_announced_answered_and_dropped() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        assert!(line.next_call(std::time::Duration::ZERO).is_none());
        let mut info = nobody();
        info.user_user = Bytes::from_static(b"\x04hello");
        board.offer(0, incoming(1), info.clone());
        let call = line.next_call(HANG).unwrap();
        assert_eq!(call.id(), incoming(1));
        assert!(line.next_call(std::time::Duration::ZERO).is_none());
        assert_eq!((call.state(), call.info()), (CallState::Offering, info));
        let answering = call.answer(&b"ok"[..]).start().unwrap();
        let asked = board.take();
        let expected = LineRequest::Answer {
            call: call.id(),
            user_user: Bytes::from_static(b"ok"),
        };
        assert_eq!(asked.request, expected);
        asked.succeed();
        answering.wait().unwrap();
        board.state(0, call.id(), CONNECTED);
        let dropping = call.disconnect(NONE).start().unwrap();
        board.take().named("Drop").succeed();
        dropping.wait().unwrap();
        board.state(0, call.id(), CallStatus::Idle);
        let offering = format!("{:?}", CallEvent::State(OFFERING));
        let connected = format!("{:?}", CallEvent::State(CONNECTED));
        wait_told(&told, &["New", &offering, &connected, "State(Idle)"]);
        // It is there until nobody has it, and then the hardware is told.
        assert_eq!(line.calls(), std::slice::from_ref(&call));
        board.assert_untold();
        drop(call);
        assert!(line.calls().is_empty());
        assert_eq!(board.take().named("CloseCall").call(), incoming(1));
    });
}

#[test]
fn a_transfer_by_a_consultation_call() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        let pending = call.setup_transfer().unwrap().start().unwrap();
        let asked = board.take().named("SetupTransfer");
        let LineRequest::SetupTransfer {
            consultation: id, ..
        } = asked.request
        else {
            panic!("{:?}", asked.request);
        };
        asked.done.complete(Ok(LineReply::Done));
        let consultation = pending.wait().unwrap();
        assert_eq!(consultation.id(), id);
        board.state(0, call.id(), CallStatus::OnHoldPendingTransfer);
        board.state(0, id, CONNECTED);
        assert_eq!(line.call_counts(), (1, 0, 1));
        let wrong = call.complete_transfer(&call).wait();
        assert_eq!(line_refusal(wrong).0, LineError::InvalConsultCallHandle);
        let completing = call.complete_transfer(&consultation).start().unwrap();
        let asked = board.take();
        let expected = LineRequest::CompleteTransfer {
            call: call.id(),
            consultation: id,
        };
        assert_eq!(asked.request, expected);
        asked.succeed();
        completing.wait().unwrap();
    });
}

#[test]
fn a_change_of_state_that_tapi_does_not_have_is_taken_as_it_is() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        board.offer(0, incoming(1), nobody());
        let call = line.next_call(HANG).unwrap();
        board.state(
            0,
            call.id(),
            CallStatus::Disconnected(LineDisconnectModes::NORMAL),
        );
        board.state(0, call.id(), CONNECTED);
        assert_eq!(call.state(), CallState::Connected);
        board.state(0, call.id(), CallStatus::Unknown);
        assert_eq!(
            (call.state(), call.status()),
            (CallState::Connected, Some(CallStatus::Unknown))
        );
        board.state(0, call.id(), CallStatus::Idle);
        board.state(0, call.id(), CONNECTED);
        assert_eq!(
            (call.state(), call.status()),
            (CallState::Disconnected, Some(CallStatus::Idle))
        );
    });
}
