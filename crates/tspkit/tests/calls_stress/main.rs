//! A switch whose calls are made, answered, held, transferred, sent to and dropped by eight threads at random: every
//! request is answered once, states go only where TAPI lets them, messages keep their order, and nothing is left.

#![allow(clippy::print_stdout, reason = "the ledger says what it adds up to")]

mod calm;
#[path = "../exchange/mod.rs"]
mod exchange;
mod ledger;
mod office;
mod states;
#[path = "../support/mod.rs"]
mod support;
mod user;

use std::{env, sync::Arc, thread};

use exchange::switch;
use support::{until, within_reason};

use crate::{ledger::Ledger, user::User};

const THREADS: u64 = 8;
const STEPS: u32 = 20_000;

/// How many steps each thread takes: `TSPKIT_CALLS_STEPS`, for builds that are slow.
fn steps() -> u32 {
    let Ok(steps) = env::var("TSPKIT_CALLS_STEPS") else {
        return STEPS;
    };
    let steps = steps.parse().expect("TSPKIT_CALLS_STEPS is a number");
    assert!(steps >= 1000, "so few steps show nothing");
    steps
}

#[test]
fn eight_threads_do_as_they_like() {
    for seed in [1, 2, 3] {
        within_reason(move || torture(seed, false));
    }
}

#[test]
fn eight_threads_do_as_they_like_and_much_goes_wrong() {
    for seed in [4, 5, 6] {
        within_reason(move || torture(seed, true));
    }
}

fn torture(seed: u64, faults: bool) {
    let steps = steps();
    let ledger = Arc::new(Ledger::default());
    let (desks, states) = office::open(faults);
    let desks = Arc::new(desks);
    let threads: Vec<_> = (0..THREADS)
        .map(|number| {
            let mut user = User::new(seed << 8 | number, desks.clone(), ledger.clone());
            thread::spawn(move || (0..steps).for_each(|_| user.step()))
        })
        .collect();
    for thread in threads {
        thread.join().expect("a user of the test has panicked");
    }
    until("a transfer goes well when nobody disturbs it", || {
        calm::transfer(&desks).is_some()
    });
    until("every request is answered and no call is left", || {
        // Those that are not may still make calls.
        let answered = ledger.open() == 0;
        for line in desks.lines() {
            for call in line.calls() {
                call.close().expect("the call closes");
            }
        }
        answered && desks.lines().all(|line| line.calls().is_empty())
    });
    office::assert_empty(&desks);
    states.audit();
    let sums = ledger.audit();
    println!(
        "seed {seed}, faults {faults}: {sums:?}, {} states",
        states.seen()
    );
    assert!(
        sums.answered > u64::from(steps),
        "hardly anything happened: {sums:?}"
    );
    // Much less than usual: on a loaded machine calls end before anybody answers them.
    assert!(
        sums.messages > u64::from(steps) / 400,
        "hardly a message arrived: {sums:?}"
    );
}
