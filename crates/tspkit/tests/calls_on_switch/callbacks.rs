//! Callbacks that panic, close and call in turn.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tspkit::{
    CallEvent, Event,
    abi::{CallInfoBuffer, LineCallInfoStates, LineCallStates},
};

use crate::{
    support::{recorder::Gate, until, within_reason},
    switch::{Switch, reach, shows},
};

#[test]
fn a_listener_that_panics_stops_nothing() {
    within_reason(|| {
        let switch = Switch::new();
        let panics = Arc::new(AtomicUsize::new(0));
        let counted = panics.clone();
        let subscription = switch.office.on_event(move |event| {
            if matches!(event, Event::Call { .. }) {
                counted.fetch_add(1, Ordering::SeqCst);
                panic!("a listener of the test panics, as it should");
            }
        });
        let (caller, partner) = switch.talking(0, 1);
        caller.send_user_user_info("through it all").wait().unwrap();
        shows(&partner, "through it all");
        partner.disconnect("the last").wait().unwrap();
        reach(&caller, LineCallStates::DISCONNECTED);
        shows(&caller, "the last");
        // The other listener has missed nothing.
        until("the end at the other listener", || {
            let states = switch.watch.states(caller.id());
            states
                .iter()
                .any(|status| status.state() == LineCallStates::DISCONNECTED)
        });
        assert!(panics.load(Ordering::SeqCst) > 4);
        drop(subscription);
    });
}

#[test]
fn an_answer_s_callback_that_panics_stops_nothing() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let _ticket = caller
            .send_user_user_info("sent")
            .on_done(|_| panic!("a callback of the test panics, as it should"))
            .unwrap();
        shows(&partner, "sent");
        partner.release_user_user_info().wait().unwrap();
        caller.send_user_user_info("sent again").wait().unwrap();
        shows(&partner, "sent again");
    });
}

#[test]
fn everything_may_be_called_inside_a_callback() {
    within_reason(|| {
        let switch = Switch::new();
        let line = switch.lines[1].clone();
        let read = Arc::new(Mutex::new(Vec::new()));
        let log = read.clone();
        // A station that does everything where it is told.
        let _subscription = switch.office.on_event(move |event| {
            let Event::Call { call, event, .. } = event else {
                return;
            };
            let Some(call) = line.call(*call) else {
                return;
            };
            match event {
                CallEvent::New => {
                    call.put_buffer(CallInfoBuffer::UserUserInfo, "seen")
                        .unwrap();
                    call.answer("").wait().unwrap();
                }
                CallEvent::Info(_) => {
                    let shown = call.buffer(CallInfoBuffer::UserUserInfo).unwrap();
                    if !shown.is_empty() {
                        log.lock().unwrap().push(shown);
                        call.release_user_user_info().wait().unwrap();
                    }
                }
                _ => {}
            }
        });
        let caller = switch.create(0, "102");
        caller.connect().wait().unwrap();
        reach(&caller, LineCallStates::CONNECTED);
        shows(&caller, "seen");
        for number in 0..4 {
            let text = format!("message {number}");
            caller.send_user_user_info(text).wait().unwrap();
        }
        until("four messages", || read.lock().unwrap().len() == 4);
        let expected: Vec<_> = (0..4).map(|number| format!("message {number}")).collect();
        assert_eq!(*read.lock().unwrap(), expected);
    });
}

#[test]
fn a_call_may_be_closed_inside_its_own_callback() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let closed = Gate::new();
        let (gate, line) = (closed.clone(), switch.lines[1].clone());
        let _subscription = switch.office.on_event(move |event| {
            if let Event::Call { call, event, .. } = event
                && let CallEvent::Info(states) = event
                && states.contains(LineCallInfoStates::USERUSERINFO)
                && let Some(call) = line.call(*call)
            {
                call.close().unwrap();
                gate.open();
            }
        });
        caller.send_user_user_info("close it").wait().unwrap();
        closed.wait();
        reach(&caller, LineCallStates::DISCONNECTED);
        assert!(switch.lines[1].calls().is_empty());
        drop(partner);
    });
}
