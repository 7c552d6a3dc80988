//! Requests to calls: limits, deadlines, numbers, and drivers that panic.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tspkit::{Bytes, HardwareError, LineError, LineReply, LineRequest, TapiError, abi::CallState};

use crate::{
    NONE, made,
    support::{
        self, HANG,
        lines::{Board, CONNECTED, board, board_with, incoming, line_model, line_refusal, nobody},
        options, within_reason,
    },
};

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
        // Nothing is completed about a call that is closed, though this is always right otherwise.
        let refused = call.release_user_user_info().numbered(5);
        assert_eq!(line_refusal(refused).0, LineError::InvalCallHandle);
        call.release_user_user_info().wait().unwrap();
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
