//! What a listener is too slow for is merged: bounded, and nothing that changed is lost.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use tspkit::{
    CallEvent, Event,
    abi::{LineCallInfoStates, LineDisconnectModes},
    hal::{CallChange, CallStatus},
};

use crate::{
    exchange::{hands::Hands, watch::Watch},
    refusals::CONNECTED,
    support::{options, recorder::Gate, until, within_reason},
};

#[test]
fn a_slow_listener_hears_of_everything_that_changed_in_the_end() {
    within_reason(|| {
        const TOLD: usize = 50_000;
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let line = office.line(0).unwrap();
        let call = line.create_call("300").unwrap();
        call.connect().wait().unwrap();
        hands.state(call.id(), CONNECTED);
        // What happened before is told to nobody who listens from now on.
        let watch = Watch::on(&office);
        watch.settle(&hands);

        let (seen, gate, inside) = (
            Arc::new(Mutex::new(Vec::new())),
            Gate::new(),
            Arc::new(AtomicBool::new(false)),
        );
        let _subscription = office.on_event({
            let (seen, gate, inside) = (seen.clone(), gate.clone(), inside.clone());
            move |event| {
                if let Event::Call { event, .. } = event {
                    seen.lock().unwrap().push(*event);
                    inside.store(true, Ordering::SeqCst);
                    gate.wait();
                }
            }
        });
        // The first holds up the listener, on a thread of its own; the others pile up.
        let first = std::thread::spawn({
            let (hands, call) = (hands.clone(), call.id());
            move || hands.change(call, CallChange::Rate(1))
        });
        until("the listener is inside", || inside.load(Ordering::SeqCst));
        for number in 0..TOLD {
            let change = match number % 3 {
                0 => CallChange::ChargingInfo(format!("{number}").into()),
                1 => CallChange::CallData(format!("{number}").into()),
                _ => CallChange::Trunk(Some(7)),
            };
            hands.change(call.id(), change);
        }
        let gone = CallStatus::Disconnected(LineDisconnectModes::NORMAL);
        hands.state(call.id(), gone);
        assert_eq!(call.status(), Some(gone), "the state does not wait");
        gate.open();
        first.join().unwrap();
        until("the last state at the listener", || {
            let seen = seen.lock().unwrap();
            seen.contains(&CallEvent::State(gone))
        });
        let seen = seen.lock().unwrap();
        assert!(seen.len() < TOLD, "{} events were kept", seen.len());
        let all = seen
            .iter()
            .fold(LineCallInfoStates::empty(), |all, event| match event {
                CallEvent::Info(states) => all | *states,
                _ => all,
            });
        let expected = LineCallInfoStates::CHARGINGINFO
            | LineCallInfoStates::CALLDATA
            | LineCallInfoStates::TRUNK
            | LineCallInfoStates::RATE;
        assert!(all.contains(expected), "{all:?}");
    });
}
