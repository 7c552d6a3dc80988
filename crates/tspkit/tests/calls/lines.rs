//! Lines: opened, out of service, removed, added; their events and those of their calls, merged rather than lost.

use std::sync::{Arc, Mutex};

use tspkit::{
    CallEvent, CallStatus, Event, LineError, LineEvent,
    abi::{CallState, LineCallInfoStates, LineFeatures},
};

use crate::{
    made,
    support::{
        self,
        lines::{CONNECTED, board, board_with, incoming, line_model, line_refusal, nobody},
        options, until, within_reason,
    },
};

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
