//! The checks for drivers with lines, in the order in which they are run.

mod calls;
mod recorder;
mod requests;
mod session;

use super::{checks::check, context::Check};

pub(super) const ALL: &[Check] = &[
    check!("every request of a line is answered", requests::every_kind),
    check!(
        "an unknown line or call is answered with an error",
        requests::unknown
    ),
    check!(
        "requests of lines by many threads are each answered once",
        requests::many_threads
    ),
    check!(
        "a call is told of after its answer and not after idle",
        calls::made_and_dropped
    ),
    check!(
        "a call that is dropped at once ends",
        calls::dropped_at_once
    ),
    check!("a call that comes in is a new one", calls::incoming),
    check!(
        "stopping ends calls and what is pending on lines",
        calls::stop_with_calls
    ),
    check!(
        "after stopping, requests of lines are answered with an error",
        requests::after_stop
    ),
];
