//! Lines and calls on a driver whose answers and events the test gives.

#[path = "../support/mod.rs"]
mod support;

mod buffers;
mod callbacks;
mod closing;
mod going_on;
mod lines;
mod received;
mod requests;

use std::sync::{Arc, Mutex};

use support::{
    lines::{Board, CONNECTED},
    until,
};
use tspkit::{Bytes, Call, Event, Line, Office};

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

/// As [`made`], and connected.
fn connected(board: &Board, line: &Line) -> Call {
    let call = made(board, line);
    board.state(0, call.id(), CONNECTED);
    call
}
