//! The checks for drivers with lines, in the order in which they are run.

mod calls;
mod cancelling;
mod digits;
mod recorder;
mod requests;
mod service;
mod session;
mod within;

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
        "submitting a line's request never waits",
        requests::never_waits
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
        "a call whose making is cancelled leaves the line free",
        cancelling::making
    ),
    check!(
        "digits that are cancelled are let go, and the next are sent",
        cancelling::digits
    ),
    check!("digits are sent, and end with their call", digits::sent),
    check!(
        "what carries a call is changed and told",
        within::call_params
    ),
    check!("a call is transferred", within::transfer),
    check!(
        "a line that goes out of service says so, and comes back",
        service::serve
    ),
    check!("a line that is added is a new one", service::add),
    check!(
        "stopping ends calls and what is pending on lines",
        calls::stop_with_calls
    ),
    check!(
        "after stopping, requests of lines are answered with an error",
        requests::after_stop
    ),
];
