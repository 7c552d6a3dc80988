//! Callbacks of calls: whatever is done inside one goes, and none is left out.

use std::{
    future::{Future, IntoFuture},
    pin::pin,
    sync::{Arc, Mutex, mpsc},
    task::{Context, Poll, Waker},
};

use tspkit::{CallStatus, LineError, LineRequest, abi::CallState};

use crate::{
    NONE, connected, made,
    support::{
        HANG,
        lines::{CONNECTED, board, incoming, line_refusal, nobody},
        until, within_reason,
    },
};

#[test]
fn a_callback_may_wait_for_what_comes_of_the_call_it_was_told_of() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        let (send, receive) = mpsc::channel();
        let inside = call.clone();
        let _ticket = call
            .connect()
            .on_done(move |result| {
                result.unwrap();
                send.send(inside.wait_until(HANG, |call| call.state() == CallState::Connected))
                    .unwrap();
            })
            .unwrap();
        let asked = board.take();
        board.state(0, call.id(), CallStatus::Proceeding);
        let telling = {
            let (board, id) = (board.clone(), call.id());
            std::thread::spawn(move || board.state(0, id, CONNECTED))
        };
        asked.succeed();
        assert_eq!(receive.recv_timeout(HANG), Ok(true));
        telling.join().unwrap();
    });
}

#[test]
fn a_call_closed_inside_its_own_callback_answers_the_rest_there() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        let order = Arc::new(Mutex::new(Vec::new()));
        let (list, inside) = (order.clone(), call.clone());
        let _first = call
            .hold()
            .on_done(move |result| {
                result.unwrap();
                list.lock().unwrap().push("first begins");
                inside.close().unwrap();
                list.lock().unwrap().push("first ends");
            })
            .unwrap();
        let list = order.clone();
        let _second = call
            .generate_digits("1", tspkit::abi::LineDigitModes::DTMF, None)
            .on_done(move |result| {
                assert_eq!(line_refusal(result).0, LineError::OperationFailed);
                list.lock().unwrap().push("second");
            })
            .unwrap();
        board.take().succeed();
        until("all are told", || order.lock().unwrap().len() == 3);
        let expected = ["first begins", "second", "first ends"];
        assert_eq!(*order.lock().unwrap(), expected);
    });
}

#[test]
fn a_callback_that_panics_harms_nobody() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = line.create_call("101").unwrap();
        let _ticket = call.connect().on_done(|_| panic!("on purpose")).unwrap();
        let asked = board.take();
        board.state(0, call.id(), CONNECTED);
        asked.succeed();
        assert!(call.wait_until(HANG, |call| call.status() == Some(CONNECTED)));
        let holding = call.hold().start().unwrap();
        board.take().succeed();
        holding.wait().unwrap();
        call.close().unwrap();
    });
}

#[test]
fn a_consultation_call_that_is_closed_before_it_is_made_ends_its_making_and_is_dropped_then() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        let consultation = line.create_call("").unwrap();
        let pending = call.setup_transfer_by(&consultation).start().unwrap();
        let again = call.setup_transfer_by(&consultation).wait();
        assert_eq!(line_refusal(again).0, LineError::InvalCallState);
        let asked = board.take().named("SetupTransfer");
        consultation.close().unwrap();
        assert!(asked.done.is_cancelled());
        assert_eq!(line_refusal(pending.wait()).0, LineError::OperationFailed);
        board.assert_untold();
        asked.succeed();
        assert_eq!(board.take().named("Drop").call(), consultation.id());
        assert_eq!(board.take().named("CloseCall").call(), consultation.id());
        board.assert_untold();
        assert_eq!(line.calls(), [call]);
    });
}

#[test]
fn requests_can_be_awaited_and_are_cancelled_when_nobody_waits() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = made(&board, &line);
        let mut context = Context::from_waker(Waker::noop());
        {
            let mut future = pin!(call.disconnect(NONE).into_future());
            assert!(future.as_mut().poll(&mut context).is_pending());
            board.take().named("Drop").succeed();
            let answer = future.as_mut().poll(&mut context);
            assert!(matches!(answer, Poll::Ready(Ok(()))));
        }
        let asked = {
            let mut future = pin!(call.disconnect(NONE).into_future());
            assert!(future.as_mut().poll(&mut context).is_pending());
            board.take()
        };
        assert!(asked.done.is_cancelled());
    });
}

#[test]
fn calls_that_nobody_waits_for_are_not_remembered() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        for number in 0..1000 {
            board.offer(0, incoming(number), nobody());
            // Taken by its number, as a service provider does.
            let call = line.call(incoming(number)).unwrap();
            board.state(0, call.id(), CallStatus::Idle);
            drop(call);
            let asked = board.take();
            assert!(matches!(asked.request, LineRequest::CloseCall { .. }));
        }
        assert!(line.calls().is_empty());
        board.offer(0, incoming(5000), nobody());
        assert_eq!(line.next_call(HANG).unwrap().id(), incoming(5000));
    });
}
