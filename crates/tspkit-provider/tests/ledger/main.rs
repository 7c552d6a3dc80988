//! Random calls of TAPI's functions by contending threads, kept in a ledger by request id: each accepted request is
//! completed once, a refused one never; one callback at a time, and none after its phone was closed.
//!
//! `TSPKIT_LEDGER_OPS` says how many calls, `TSPKIT_LEDGER_THREADS` on how many threads, and `TSPKIT_SEED` repeats a
//! run's choices (the interleaving of its threads is the system's). The provider is initialised and shut down several
//! times on the way, also while the threads are calling.

#[path = "../support/mod.rs"]
mod support;

mod book;
mod hardware;
mod user;
mod world;

use std::{
    env,
    hash::{BuildHasher, RandomState},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use book::Book;
use hardware::{Mixed, PHONES};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use support::{
    code,
    ledger::{StopPump, setting},
    tapi::{Tapi, ignore_event},
};
use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider, hal::Hardware,
    tspkit::OpenError,
};
use user::User;
use world::World;

/// How often the provider is initialised.
const SESSIONS: u64 = 4;

static HANDLES: Handles = Handles::new();
static EXPORTS: Exports = Exports::new(&Office, Functions::all(), &HANDLES);
static WORLD: OnceLock<World> = OnceLock::new();

fn world() -> &'static World {
    WORLD.get().expect("the world has begun")
}

struct Office;

impl ServiceProvider for Office {
    fn about(&self) -> About {
        About::new("tspkit tests", "Ledger", "ledger.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(Mixed::new(world())))
    }
}

unsafe extern "system" fn completion(request: u32, result: i32) {
    world().completed(request, result);
}

unsafe extern "system" fn event(phone: usize, _: u32, _: usize, _: usize, _: usize) {
    world().event(phone);
}

/// One session: the users call until each has `left` calls left or one has, then the provider is shut down while the
/// others still call.
fn session(users: &mut [User], left: u64) {
    let world = world();
    assert_eq!(world.tapi.enumerate(Some(ignore_event)), (0, PHONES));
    world.ended.store(false, Ordering::SeqCst);
    world.ending.store(false, Ordering::SeqCst);
    assert_eq!(world.tapi.init(PHONES, Some(completion)), 0);
    thread::scope(|scope| {
        for user in users {
            scope.spawn(move || {
                user.work(left);
                if !world.ending.swap(true, Ordering::SeqCst) {
                    assert_eq!(world.tapi.shutdown(), 0);
                    world.ended.store(true, Ordering::SeqCst);
                }
            });
        }
    });
    world.forget_all();
    assert_eq!(world.tapi.shutdown(), code::line::UNINITIALIZED);
}

#[test]
#[allow(
    clippy::print_stderr,
    reason = "the seed is for whoever reads a failure"
)]
fn each_accepted_request_is_completed_once_and_a_refused_one_never() {
    let seed = setting("TSPKIT_SEED", RandomState::new().hash_one(0));
    let threads = setting("TSPKIT_LEDGER_THREADS", 8).max(1);
    let each = setting("TSPKIT_LEDGER_OPS", 100_000).div_ceil(threads);
    eprintln!("{threads} threads of {each} calls; repeat with TSPKIT_SEED={seed}");
    // Nobody reaches these limits, under a sanitizer on a slow machine either.
    for variable in ["LEDGER_CLOSE_LIMIT", "LEDGER_SYNC_LIMIT"] {
        // SAFETY: no other thread of this test runs yet, and the other test reads no variables.
        unsafe { env::set_var(variable, "1h") };
    }
    let world = WORLD.get_or_init(|| World::new(Tapi(&EXPORTS), threads * each));
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        // Answers what the driver has put aside, in any order, whatever has become of it.
        let pump = scope.spawn(|| {
            let mut random = Pcg64Mcg::seed_from_u64(!seed);
            while !over.load(Ordering::SeqCst) {
                if !world.aside.answer_one(&mut random) {
                    thread::yield_now();
                }
            }
        });
        let mut users: Vec<_> = (0..threads)
            .map(|number| {
                let random = Pcg64Mcg::seed_from_u64(seed.wrapping_add(number));
                User::new(world, random, number * each..(number + 1) * each)
            })
            .collect();
        let stop = StopPump(&over);
        for number in 1..SESSIONS {
            session(&mut users, each - each * number / SESSIONS);
        }
        // Each of the last sessions ends when its quickest user does.
        while users.iter().any(|user| user.left() > 0) {
            session(&mut users, 0);
            users.retain(|user| user.left() > 0);
        }
        drop(stop);
        pump.join().expect("the pump ends");
    });
    world.aside.drop_all();

    let (book, sums) = (&world.book, world.book.audit());
    let get = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::SeqCst);
    let counted = [
        ("succeeded", get(&book.succeeded)),
        ("failed", get(&book.failed)),
        ("nested", get(&book.nested)),
        ("events", get(&book.events)),
        ("opened", get(&book.opened)),
        ("closed", get(&book.closed)),
        ("closed inside", get(&book.closed_inside)),
        ("invalid", get(&book.invalid)),
        ("synchronous", get(&book.synchronous)),
    ];
    eprintln!("{sums:?} {counted:?}; refused: {:?}", book.refusals());
    assert_eq!((get(&book.overlaps), get(&book.late)), (0, 0));
    assert!(
        sums.accepted * 2 >= threads * each,
        "at least half are accepted"
    );
    assert!(
        sums.through_worker * 3 >= sums.accepted,
        "at least a third go through a worker"
    );
    assert_eq!(sums.completed, sums.accepted);
    for (what, count) in counted {
        assert!(count > 0, "nothing is {what}");
    }
}

#[test]
fn the_ledger_finds_what_is_lost_doubled_and_late() {
    let book = Book::new(3);
    book.begin(0, 2);
    book.accepted(0, false);
    assert!(
        book.problem(0)
            .is_some_and(|it| it.contains("0 completions"))
    );
    book.completed(0, 0);
    assert_eq!(book.problem(0), None);
    let late = || book.late.load(Ordering::SeqCst);
    drop(book.enter(2));
    assert_eq!(late(), 0);
    let inside = book.enter(2);
    book.close(2);
    drop(inside);
    assert_eq!(late(), 1);
    drop(book.enter(2));
    assert_eq!(late(), 3);
    book.completed(0, code::OPERATIONFAILED);
    assert!(
        book.problem(0)
            .is_some_and(|it| it.contains("2 completions"))
    );
    assert_eq!(book.problem(1), None);
    book.completed(1, 0);
    assert!(book.problem(1).is_some_and(|it| it.contains("refused")));
    let one = book.enter(1);
    thread::scope(|scope| {
        scope.spawn(|| drop(book.enter(1)));
    });
    drop(one);
    assert_eq!(book.overlaps.load(Ordering::SeqCst), 1);
}
