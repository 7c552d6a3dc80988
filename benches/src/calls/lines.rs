//! Lines of the SDK under the benches, and calls on them.

use std::sync::Arc;

use tspkit::{Call, CallError, Line, Office, OpenOptions, hal::LineReply};

use crate::line_driver::Lines;

/// An office of such lines, and the lines opened.
pub(crate) fn open(count: u32) -> (Office, Vec<Line>) {
    let done = |_: u64, result: Result<LineReply, CallError>| assert!(result.is_ok());
    let office = OpenOptions::new()
        .line_completion_sink(Arc::new(done))
        .open_hardware(Box::new(Lines::new(count)))
        .expect("the bench's hardware opens");
    let lines = (0..count)
        .map(|index| office.line(index).expect("the line opens"))
        .collect();
    (office, lines)
}

/// A call that is up.
pub(crate) fn connected(line: &Line) -> Call {
    let call = created(line);
    call.connect().wait().expect("the call is made");
    call
}

/// A call that has not been connected.
pub(crate) fn created(line: &Line) -> Call {
    line.create_call("300").expect("a call is created")
}
