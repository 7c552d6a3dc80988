//! Calls from beginning to end: made, come in, closed; in which order things are told.

mod support;

use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use support::{
    HANG,
    lines::{
        Board, CONNECTED, OFFERING, board, board_with, incoming, line_model, line_refusal, nobody,
    },
    options, until, within_reason,
};
use tspkit::{
    Bytes, Call, CallEvent, CallStatus, Event, HardwareError, Line, LineError, LineEvent,
    LineReply, LineRequest, Office, TapiError,
    abi::{CallState, LineCallInfoStates, LineDisconnectModes, LineFeatures},
};

const NONE: Bytes = Bytes::new();

/// Keeps what is told of calls, in words.
fn listen(office: &Office) -> (Arc<Mutex<Vec<String>>>, tspkit::Subscription) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = told.clone();
    let subscription = office.on_event(move |event| {
        if let Event::Call { event, .. } = event {
            list.lock().unwrap().push(format!("{event:?}"));
        }
    });
    (told, subscription)
}

#[track_caller]
fn wait_told(told: &Mutex<Vec<String>>, expected: &[&str]) {
    until("it is told", || {
        told.lock().unwrap().len() >= expected.len()
    });
    assert_eq!(*told.lock().unwrap(), expected);
}

/// A call from the first line that the hardware has made.
fn made(board: &Board, line: &Line) -> Call {
    let call = line.create_call("101").unwrap();
    let connecting = call.connect().start().unwrap();
    board.take().named("MakeCall").succeed();
    connecting.wait().unwrap();
    call
}

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
        assert!(line.next_call(Duration::ZERO).is_none());
        let mut info = nobody();
        info.user_user = Bytes::from_static(b"\x04hello");
        board.offer(0, incoming(1), info.clone());
        let call = line.next_call(HANG).unwrap();
        assert_eq!(call.id(), incoming(1));
        assert!(line.next_call(Duration::ZERO).is_none());
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
fn calls_are_found_on_a_line_that_is_opened_later_and_stay_when_it_closes() {
    within_reason(|| {
        let (board, office) = board();
        board.offer(0, incoming(1), nobody());
        board.offer(0, incoming(2), nobody());
        board.state(0, incoming(2), CONNECTED);
        board.offer(0, incoming(3), nobody());
        board.state(0, incoming(3), CallStatus::Idle);
        assert_eq!(board.take().named("CloseCall").call(), incoming(3));
        let line = office.line(0).unwrap();
        assert_eq!(line.calls().len(), 2);
        let first = line.next_call(HANG).unwrap();
        assert_eq!(first.id(), incoming(1));
        line.close().unwrap();
        // The one that was taken is ended, the other is nobody's.
        assert_eq!(board.take().named("Drop").call(), incoming(1));
        assert_eq!(board.take().named("CloseCall").call(), incoming(1));
        board.assert_untold();
        assert!(first.is_closed());
        let line = office.line(0).unwrap();
        let second = line.next_call(HANG).unwrap();
        assert_eq!(
            (second.id(), second.status()),
            (incoming(2), Some(CONNECTED))
        );
    });
}

#[test]
fn closing_a_call_answers_what_is_open_on_it_and_drops_it() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        let other = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        board.state(0, other.id(), CONNECTED);
        until("they are told", || told.lock().unwrap().len() == 2);
        let holding = call.hold().start().unwrap();
        let sending = call.send_user_user_info(&b"x"[..]).start().unwrap();
        let others = other.hold().start().unwrap();
        let [hold, send, kept] = [board.take(), board.take(), board.take()];
        call.close().unwrap();
        for pending in [holding, sending] {
            assert_eq!(line_refusal(pending.wait()).0, LineError::OperationFailed);
        }
        assert!(hold.done.is_cancelled() && send.done.is_cancelled());
        assert!(!kept.done.is_cancelled());
        assert_eq!(board.take().named("Drop").call(), call.id());
        assert_eq!(board.take().named("CloseCall").call(), call.id());
        // Late answers and events go nowhere.
        hold.succeed();
        send.succeed();
        board.state(0, call.id(), CallStatus::Idle);
        assert_eq!(line.calls(), [other]);
        kept.succeed();
        others.wait().unwrap();
        assert_eq!(told.lock().unwrap().len(), 2);
        call.close().unwrap();
        board.assert_untold();
        let gone = (LineError::InvalCallHandle, TapiError::InvalCallState);
        assert_eq!(line_refusal(call.hold().wait()), gone);
        call.release_user_user_info().wait().unwrap();
    });
}

#[test]
fn closing_right_after_dropping_answers_the_drop() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        let dropping = call.disconnect(NONE).start().unwrap();
        let asked = board.take().named("Drop");
        call.close().unwrap();
        assert_eq!(line_refusal(dropping.wait()).0, LineError::OperationFailed);
        asked.succeed();
        assert_eq!(board.take().named("Drop").call(), call.id());
        assert_eq!(board.take().named("CloseCall").call(), call.id());
    });
}

#[test]
fn a_call_that_is_made_after_nobody_wants_it_any_more_is_dropped() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        let connecting = call.connect().start().unwrap();
        let asked = board.take().named("MakeCall");
        call.close().unwrap();
        assert_eq!(
            line_refusal(connecting.wait()).0,
            LineError::OperationFailed
        );
        board.assert_untold();
        asked.succeed();
        assert_eq!(board.take().named("Drop").call(), call.id());
        assert_eq!(board.take().named("CloseCall").call(), call.id());
        // One that the hardware does not make then needs nothing.
        let call = line.create_call("101").unwrap();
        let _ticket = call.connect().on_done(|_| {}).unwrap();
        let asked = board.take().named("MakeCall");
        call.close().unwrap();
        asked.done.fail(LineError::CallUnavail);
        board.assert_untold();
    });
}

#[test]
fn closing_the_office_answers_everything() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        let pending = call.hold().start().unwrap();
        let asking = line.dev_specific(&b"?"[..]).start().unwrap();
        let waiting = {
            let line = line.clone();
            thread::spawn(move || line.next_call(HANG).is_none())
        };
        office.close().unwrap();
        assert_eq!(line_refusal(pending.wait()).0, LineError::OperationFailed);
        assert_eq!(line_refusal(asking.wait()).0, LineError::OperationFailed);
        assert!(waiting.join().unwrap());
        assert_eq!(line_refusal(call.hold().wait()).0, LineError::Uninitialized);
        assert_eq!(
            line_refusal(line.create_call("1")).0,
            LineError::Uninitialized
        );
        assert_eq!(line_refusal(office.line(1)).0, LineError::Uninitialized);
    });
}

#[test]
fn lines_are_opened_once_and_by_numbers_that_there_are() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        assert_eq!(office.lines().len(), 2);
        assert!(office.line_entry(0).unwrap().open && !office.line_entry(1).unwrap().open);
        assert_eq!(office.find_line(line.id()), office.line_entry(0));
        assert_eq!(line_refusal(office.line(0)).0, LineError::Allocated);
        assert_eq!(line_refusal(office.line(2)).0, LineError::BadDeviceId);
        line.close().unwrap();
        assert_eq!(
            line_refusal(line.create_call("1")).0,
            LineError::InvalLineHandle
        );
        assert!(!office.line_entry(0).unwrap().open);
        let line = office.line(0).unwrap();
        drop(line);
        assert!(!office.line_entry(0).unwrap().open);
        board.assert_untold();
    });
}

#[test]
fn a_line_out_of_service_makes_no_calls() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let mut events = office.events();
        assert_eq!(
            line.features(),
            LineFeatures::MAKECALL | LineFeatures::DEVSPECIFIC
        );
        for _ in 0..2 {
            board.tell(0, LineEvent::OutOfService);
        }
        let event = LineEvent::OutOfService;
        assert_eq!(
            events.next(),
            Some(Event::Line {
                line: line.id(),
                event
            })
        );
        assert_eq!(line.features(), LineFeatures::DEVSPECIFIC);
        let call = line.create_call("101").unwrap();
        assert_eq!(
            line_refusal(call.connect().wait()).0,
            LineError::InvalLineState
        );
        assert_eq!(call.state(), CallState::Idle);
        board.tell(0, LineEvent::InService);
        let event = LineEvent::InService;
        assert_eq!(
            events.next(),
            Some(Event::Line {
                line: line.id(),
                event
            })
        );
        let _pending = call.connect().start().unwrap();
        board.take().named("MakeCall");
    });
}

#[test]
fn a_removed_line_ends_its_calls_and_is_closed() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        let mut events = office.events();
        let pending = call.hold().start().unwrap();
        let asked = board.take();
        board.tell(0, LineEvent::Removed);
        let (id, idle) = (call.id(), CallEvent::State(CallStatus::Idle));
        let ended = Event::Call {
            line: line.id(),
            call: id,
            event: idle,
        };
        assert_eq!(events.next(), Some(ended));
        let event = LineEvent::Removed;
        assert_eq!(
            events.next(),
            Some(Event::Line {
                line: line.id(),
                event
            })
        );
        assert_eq!(line_refusal(pending.wait()).0, LineError::OperationFailed);
        asked.succeed();
        until("it is closed", || line.calls().is_empty());
        assert_eq!(line_refusal(call.hold().wait()).0, LineError::NoDevice);
        assert_eq!(line_refusal(office.line(0)).0, LineError::NoDevice);
        assert!(office.line_entry(0).is_none());
        board.assert_untold();
        // Its number is not used again.
        let added = support::lines::line_info(0, &Arc::new(line_model()));
        board.tell(0, LineEvent::Added(added));
        let added = support::lines::line_info(7, &Arc::new(line_model()));
        board.tell(7, LineEvent::Added(added));
        assert!(matches!(
            events.next(),
            Some(Event::Line {
                event: LineEvent::Added(_),
                ..
            })
        ));
        assert_eq!(office.line(2).unwrap().info().address.as_ref(), "107");
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
fn a_driver_that_panics_answers_by_that() {
    struct Panics(Board);
    impl tspkit::Hardware for Panics {
        fn inventory(&self) -> tspkit::hal::Inventory {
            self.0.inventory()
        }
        fn start(&self, events: tspkit::hal::EventSink) -> Result<(), HardwareError> {
            self.0.start(events)
        }
        fn submit(
            &self,
            _phone: tspkit::PhoneId,
            _request: tspkit::PhoneRequest,
            done: tspkit::hal::Completion<tspkit::PhoneReply>,
        ) {
            done.unavailable();
        }
        fn submit_line(
            &self,
            _line: tspkit::LineId,
            _request: LineRequest,
            _done: tspkit::hal::Completion<LineReply>,
        ) {
            panic!("on purpose");
        }
        fn stop(&self, deadline: tspkit::hal::Deadline) -> tspkit::hal::Stopped {
            self.0.stop(deadline)
        }
    }
    within_reason(|| {
        let board = Board::new(support::lines::lines_of(line_model(), 1));
        let office = support::open(Panics(board.clone()));
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        assert_eq!(
            line_refusal(call.connect().wait()).0,
            LineError::OperationFailed
        );
        assert_eq!(call.state(), CallState::Disconnected);
        board.offer(0, incoming(1), nobody());
        let call = line.next_call(HANG).unwrap();
        let (send, receive) = std::sync::mpsc::channel();
        let _ticket = call
            .answer(NONE)
            .on_done(move |result| send.send(line_refusal(result).0).unwrap())
            .unwrap();
        assert_eq!(receive.recv_timeout(HANG), Ok(LineError::OperationFailed));
        call.close().unwrap();
        office.close().unwrap();
    });
}

#[test]
fn a_line_takes_as_many_requests_as_its_limit() {
    within_reason(|| {
        let (board, office) = board_with(line_model(), &options().request_limit(3));
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        let open: Vec<_> = (0..3).map(|_| call.hold().start().unwrap()).collect();
        assert_eq!(
            line_refusal(call.hold().wait()).0,
            LineError::ResourceUnavail
        );
        // What is refused for another reason says that.
        assert_eq!(
            line_refusal(call.answer(NONE).wait()).0,
            LineError::InvalCallState
        );
        board.take().succeed();
        let more = call.hold().start().unwrap();
        for pending in open.into_iter().skip(1).chain([more]) {
            board.take().succeed();
            pending.wait().unwrap();
        }
    });
}

#[test]
fn numbered_requests_are_answered_to_the_sink() {
    within_reason(|| {
        let told = Arc::new(Mutex::new(Vec::new()));
        let list = told.clone();
        let sink = move |number: u64, result: Result<LineReply, tspkit::CallError>| {
            let result = result.map_err(|error| error.code());
            list.lock().unwrap().push((number, result));
        };
        let options = options().line_completion_sink(Arc::new(sink));
        let (board, office) = board_with(line_model(), &options);
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        call.connect().numbered(1).unwrap();
        board.take().succeed();
        board.state(0, call.id(), CONNECTED);
        call.dev_specific(&b"?"[..]).numbered(2).unwrap();
        let data = LineReply::Data(Bytes::from_static(b"!"));
        board.take().done.complete(Ok(data.clone()));
        call.hold().numbered(3).unwrap();
        let refused = call.answer(NONE).numbered(4);
        assert_eq!(line_refusal(refused).0, LineError::InvalCallState);
        call.close().unwrap();
        let expected = [
            (1, Ok(LineReply::Done)),
            (2, Ok(data)),
            (3, Err(LineError::OperationFailed)),
        ];
        assert_eq!(*told.lock().unwrap(), expected);
    });
}

#[test]
fn a_request_ends_when_its_time_is_up() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        board.state(0, call.id(), CONNECTED);
        let late = call.hold().deadline(Duration::from_millis(20)).wait();
        let codes = (LineError::OperationFailed, TapiError::Timeout);
        assert_eq!(line_refusal(late), codes);
        assert!(board.take().done.is_cancelled());
        let ticket = call.hold().on_done(|_| {}).unwrap();
        let asked = board.take();
        ticket.cancel();
        assert!(asked.done.is_cancelled());
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

#[test]
fn events_of_calls_that_are_not_taken_in_time_are_merged_and_none_is_lost() {
    within_reason(|| {
        let gate = support::recorder::Gate::new();
        let told = Arc::new(Mutex::new(Vec::new()));
        let (held, list) = (gate.clone(), told.clone());
        let options = options().on_event(move |event| {
            held.wait();
            list.lock().unwrap().push(event.clone());
        });
        let (board, office) = board_with(line_model(), &options);
        let mut events = office.events();
        for _ in 0..700 {
            board.tell(0, LineEvent::OutOfService);
            board.tell(0, LineEvent::InService);
        }
        board.offer(1, incoming(1), nobody());
        board.state(1, incoming(1), CONNECTED);
        board.user_user(1, incoming(1), b"\x04hello");
        gate.open();
        let of_call = |events: &[Event]| -> Vec<CallEvent> {
            let each = events.iter().filter_map(|event| match event {
                Event::Call { event, .. } => Some(*event),
                _ => None,
            });
            each.collect()
        };
        let expected = [
            CallEvent::New,
            CallEvent::State(CONNECTED),
            CallEvent::Info(LineCallInfoStates::USERUSERINFO),
        ];
        until("all are told", || of_call(&told.lock().unwrap()).len() == 3);
        assert_eq!(of_call(&told.lock().unwrap()), expected);
        let merged = |events: &[Event]| -> u32 {
            let each = events.iter().map(|event| match event {
                Event::Line { .. } => 1,
                Event::LineMerged { count, .. } => *count,
                _ => 0,
            });
            each.sum()
        };
        until("the lines' are told", || {
            merged(&told.lock().unwrap()) == 1400
        });
        office.close().unwrap();
        let read: Vec<_> = events.by_ref().collect();
        assert_eq!((merged(&read), of_call(&read)), (1400, expected.to_vec()));
    });
}
