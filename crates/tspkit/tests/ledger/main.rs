//! Random operations of contending threads, kept in a ledger by request: none is lost, none is answered twice.
//!
//! `TSPKIT_LEDGER_OPS` says how many operations, `TSPKIT_LEDGER_THREADS` on how many threads, and `TSPKIT_SEED`
//! repeats a run's choices (the interleaving of its threads is the system's).

#[path = "../support/mod.rs"]
mod support;

mod book;
mod hardware;
mod user;

use std::{
    env,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use book::Book;
use hardware::{Mixed, PHONES};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use tspkit::OpenOptions;
use user::{Desk, User};

/// How long the whole may take before it counts as hanging, under a sanitizer on a slow machine too.
const GIVE_UP: Duration = Duration::from_secs(3600);

fn setting(name: &str, default: u64) -> u64 {
    match env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|error| panic!("{name}={text}: {error}")),
        Err(_) => default,
    }
}

#[test]
#[allow(
    clippy::print_stderr,
    reason = "the seed is for whoever reads a failure"
)]
fn none_is_lost_and_none_is_answered_twice() {
    let seed = setting("TSPKIT_SEED", RandomState::new().hash_one(0));
    let threads = setting("TSPKIT_LEDGER_THREADS", 8).max(1);
    let each = setting("TSPKIT_LEDGER_OPS", 100_000).div_ceil(threads);
    eprintln!("{threads} threads of {each} operations; repeat with TSPKIT_SEED={seed}");

    let book = Arc::new(Book::new(threads * each));
    let hardware = Mixed::new(book.clone());
    let parked = hardware.parked();
    // No deadline unless a request has one of its own; nobody reaches the close limit.
    let office = OpenOptions::new()
        .deadline(None)
        .close_limit(GIVE_UP)
        .request_limit(64)
        .completion_sink(book.clone())
        .open_hardware(Box::new(hardware))
        .unwrap();
    let listener = book.clone();
    let subscription = office.on_event(move |event| listener.event(event));
    let desk = Desk::new(office, PHONES);

    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        // Answers what the driver has put aside, in any order.
        let pump = scope.spawn(|| {
            let mut random = Pcg64Mcg::seed_from_u64(!seed);
            while !over.load(Ordering::SeqCst) {
                if !parked.answer_one(&mut random) {
                    thread::yield_now();
                }
            }
        });
        let users: Vec<_> = (0..threads)
            .map(|number| {
                let random = Pcg64Mcg::seed_from_u64(seed.wrapping_add(number));
                let mut user = User::new(
                    &desk,
                    &book,
                    &parked,
                    random,
                    number * each..(number + 1) * each,
                );
                scope.spawn(move || user.work())
            })
            .collect();
        let failed: Vec<_> = users
            .into_iter()
            .filter_map(|user| user.join().err())
            .collect();
        desk.close_all();
        over.store(true, Ordering::SeqCst);
        pump.join().expect("the pump ends");
        if let Some(panic) = failed.into_iter().next() {
            std::panic::resume_unwind(panic);
        }
    });
    desk.office.close().unwrap();
    drop(subscription);
    parked.drop_all();

    let sums = book.audit();
    eprintln!("{sums:?}");
    let operations = threads * each;
    assert!(
        sums.accepted * 2 >= operations,
        "at least half are accepted"
    );
    assert!(
        sums.through_worker * 3 >= sums.accepted,
        "at least a third go through a worker"
    );
    assert!(sums.refused > 0 && sums.cancelled > 0 && sums.succeeded > 0 && sums.failed > 0);
    assert!(sums.closes > 0 && sums.reopens > 0 && sums.progress > 0);
    assert_eq!(book.overlaps(), 0);
}

#[test]
fn the_ledger_finds_a_lost_and_a_doubled_answer() {
    let book = Book::new(2);
    book.accepted(0, false);
    assert!(
        book.problem(0)
            .is_some_and(|problem| problem.contains("0 answers"))
    );
    book.answered(0, &Ok(()));
    assert_eq!(book.problem(0), None);
    book.answered(0, &Ok(()));
    assert!(
        book.problem(0)
            .is_some_and(|problem| problem.contains("2 answers"))
    );
    assert_eq!(book.problem(1), None);
    book.answered(1, &Ok(()));
    assert!(
        book.problem(1)
            .is_some_and(|problem| problem.contains("refused"))
    );
}
