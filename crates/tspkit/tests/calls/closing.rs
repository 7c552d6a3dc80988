//! What closing a call, a line and the office answers and ends.

use std::{
    sync::{Mutex, mpsc},
    thread,
    time::Duration,
};

use tspkit::{Call, CallStatus, Line, LineError, Office, TapiError};

use crate::{
    NONE, listen, made,
    support::{
        HANG,
        lines::{CONNECTED, board, incoming, line_refusal, nobody},
        until, within_reason,
    },
};

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

/// Somebody else is closing it, by closing the call, its line or the office, and is just answering.
#[test]
fn closing_a_call_waits_for_what_is_answered_by_somebody_else_who_closes_it() {
    type Close = fn(&Call, &Line, &Office);
    let ways: [Close; 3] = [
        |call, _, _| call.close().unwrap(),
        |_, line, _| line.close().unwrap(),
        |_, _, office| office.close().unwrap(),
    ];
    for close in ways {
        within_reason(move || {
            let (board, office) = board();
            let line = office.line(0).unwrap();
            let call = made(&board, &line);
            board.state(0, call.id(), CONNECTED);
            let (entered, inside) = mpsc::channel();
            let (leave, left) = mpsc::channel::<()>();
            let _ticket = call
                .hold()
                .on_done(move |result| {
                    assert_eq!(line_refusal(result).0, LineError::OperationFailed);
                    entered.send(()).unwrap();
                    left.recv().unwrap();
                })
                .unwrap();
            thread::scope(|scope| {
                scope.spawn(|| close(&call, &line, &office));
                inside.recv().unwrap();
                let (send, returned) = mpsc::channel();
                let second = &call;
                scope.spawn(move || send.send(second.close()).unwrap());
                let early = returned.recv_timeout(Duration::from_millis(100));
                leave.send(()).unwrap();
                assert!(early.is_err());
                assert_eq!(returned.recv(), Ok(Ok(())));
            });
        });
    }
}

/// The thread that it waits for goes on with what is told of another call, and does not come back.
#[test]
fn closing_a_call_does_not_wait_for_what_is_told_next() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let [call, other] = [made(&board, &line), made(&board, &line)];
        let (entered, inside) = mpsc::channel();
        let (leave, left) = mpsc::channel::<()>();
        let left = Mutex::new(left);
        let _told = office.on_event(move |_| {
            entered.send(()).unwrap();
            left.lock().unwrap().recv().unwrap();
        });
        board.state(0, call.id(), CONNECTED);
        inside.recv().unwrap();
        board.state(0, other.id(), CONNECTED);
        thread::scope(|scope| {
            let (send, returned) = mpsc::channel();
            let call = &call;
            scope.spawn(move || send.send(call.close()).unwrap());
            let early = returned.recv_timeout(Duration::from_millis(100));
            leave.send(()).unwrap();
            inside.recv().unwrap();
            let closed = returned.recv_timeout(HANG / 2);
            leave.send(()).unwrap();
            assert!(early.is_err());
            assert_eq!(closed, Ok(Ok(())));
        });
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
fn who_looks_at_a_call_has_not_taken_it_and_who_asks_something_of_it_has() {
    within_reason(|| {
        let (board, office) = board();
        board.offer(0, incoming(1), nobody());
        board.offer(0, incoming(2), nobody());
        let line = office.line(0).unwrap();
        let calls = line.calls();
        let answering = calls[1].answer(NONE).start().unwrap();
        board.take().named("Answer").succeed();
        answering.wait().unwrap();
        assert_eq!(line.next_call(HANG).unwrap(), calls[0]);
        line.close().unwrap();
        let line = office.line(0).unwrap();
        assert!(line.calls().is_empty());
        let told: Vec<_> = (0..4).map(|_| board.take().request.name()).collect();
        assert_eq!(told, ["Drop", "CloseCall", "Drop", "CloseCall"]);
    });
}

#[test]
fn who_waits_for_a_call_is_woken_when_its_line_is_closed() {
    within_reason(|| {
        let (board, office) = board();
        board.offer(0, incoming(1), nobody());
        let line = office.line(0).unwrap();
        let [call] = <[_; 1]>::try_from(line.calls()).unwrap();
        let waiting = thread::spawn(move || call.wait_until(HANG, |_| false));
        line.close().unwrap();
        assert!(!waiting.join().unwrap());
        // It is nobody's, and still there.
        let line = office.line(0).unwrap();
        assert_eq!(line.next_call(HANG).unwrap().id(), incoming(1));
    });
}
