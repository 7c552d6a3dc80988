//! The checks, in the order in which they are run.

mod cancelling;
mod data;
mod events;
mod life;
mod requests;

use super::context::Check;

/// A check, by its function.
macro_rules! check {
    ($name:literal, $function:path) => {
        Check {
            name: $name,
            run: $function,
        }
    };
}

pub(super) use check;

pub(super) const ALL: &[Check] = &[
    check!(
        "the inventory makes sense and stays the same",
        life::inventory
    ),
    check!("it starts, stops, and starts again", life::restart),
    check!("no thread runs before start and after stop", life::threads),
    check!("every request is answered", requests::every_kind),
    check!(
        "what is unknown is answered with an error",
        requests::unknown
    ),
    check!(
        "requests of many threads are each answered once",
        requests::many_threads
    ),
    check!("submitting never waits", requests::never_waits),
    check!("what was downloaded is uploaded", data::round_trip),
    check!("requests of one area are carried out in order", data::order),
    check!(
        "a cancelled request is let go, and the next one works",
        cancelling::in_the_middle
    ),
    check!(
        "a request that is cancelled before its turn is let go",
        cancelling::before_its_turn
    ),
    check!("stopping ends what is pending", life::stop_with_pending),
    check!(
        "after stopping, requests are answered with an error",
        life::after_stop
    ),
    check!(
        "events are of known phones, and new phones are new",
        events::known_phones
    ),
    check!(
        "a phone that is unplugged answers, and comes back",
        events::unplugged
    ),
    check!("nothing is left when it is dropped", life::dropped),
];
