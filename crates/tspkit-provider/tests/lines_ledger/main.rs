//! Random calls of TAPI's functions of lines and calls by contending threads, kept in a ledger by request id: each
//! accepted request is completed once, a refused one never; one callback at a time, none after what it is about was
//! closed, none about a call before TAPI knows it or after it was idle, and its state next after `LINE_NEWCALL`.
//!
//! `TSPKIT_LEDGER_OPS` says how many, `TSPKIT_LEDGER_THREADS` on how many threads, and `TSPKIT_SEED` repeats a run's
//! choices (the interleaving of its threads is the system's). The provider is initialised and shut down several times on
//! the way, also while the threads are calling.

#[path = "../support/mod.rs"]
mod support;
#[path = "../lines/tapi.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the tests of lines use all of it"
)]
mod tapi;

mod asking;
mod book;
mod hardware;
mod invalid;
mod kinds;
mod user;
mod world;

use std::{
    env,
    hash::{BuildHasher, RandomState},
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use book::{About, Book, Callback};
use hardware::{Exchange, LINES, PLANTED};
use kinds::Kind;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use support::{
    code::line as code,
    ledger::{StopPump, setting},
    tapi::V3_0,
};
use tapi::Lines;
use tspkit_provider::{
    About as Author, Configuration, Exports, Functions, Handles, ServiceProvider, hal::Hardware,
    tspkit::OpenError,
};
use user::User;
use world::World;

/// How often the provider is initialised.
const SESSIONS: u32 = 4;
const PERMANENT: u32 = 7;

static HANDLES: Handles = Handles::new();
static EXPORTS: Exports = Exports::new(&Office, Functions::all(), &HANDLES);
static WORLD: OnceLock<World> = OnceLock::new();

fn world() -> &'static World {
    WORLD.get().expect("the world has begun")
}

struct Office;

impl ServiceProvider for Office {
    fn about(&self) -> Author {
        Author::new("tspkit tests", "Ledger of lines", "lines.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(Exchange::new(world())))
    }
}

unsafe extern "system" fn completion(request: u32, result: i32) {
    world().completed(request, result);
}

unsafe extern "system" fn event(
    line: usize,
    call: usize,
    what: u32,
    p1: usize,
    p2: usize,
    p3: usize,
) {
    let given = world().event([line, call], what, [p1, p2, p3]);
    if what == 500 {
        // SAFETY: it points to where the provider wants the handle.
        unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(given) };
    }
}

/// The `DWORD` at an offset.
fn dword(bytes: &[u8], offset: usize) -> u32 {
    u32::from_le_bytes(*bytes[offset..].first_chunk().expect("it is inside"))
}

/// A variable field whose size and offset stand there.
fn field(bytes: &[u8], offset: usize) -> &[u8] {
    let [size, start] = [0, 4].map(|more| dword(bytes, offset + more) as usize);
    &bytes[start..start + size]
}

/// A `LINECALLPARAMS` of 3.0 with those variable fields, by the offsets of their sizes.
fn params(fields: &[(usize, &[u8])]) -> Vec<u8> {
    let small = |size: usize| u32::try_from(size).expect("it is small").to_le_bytes();
    let mut bytes = vec![0; 180];
    for (offset, data) in fields {
        let start = small(bytes.len());
        bytes[*offset..*offset + 4].copy_from_slice(&small(data.len()));
        bytes[*offset + 4..*offset + 8].copy_from_slice(&start);
        bytes.extend_from_slice(data);
    }
    let total = small(bytes.len());
    bytes[..4].copy_from_slice(&total);
    bytes
}

/// Enumerates and initialises the provider.
fn begin() {
    let world = world();
    let (mut lines, mut phones, mut options) = (0, 0, 0);
    // SAFETY: the outputs are variables, and the procedures functions.
    let result = unsafe {
        EXPORTS.provider_enum_devices(
            PERMANENT,
            &raw mut lines,
            &raw mut phones,
            1,
            Some(event),
            None,
        )
    };
    assert_eq!((result, lines, phones), (0, LINES, 0));
    world.ended.store(false, Ordering::SeqCst);
    world.ending.store(false, Ordering::SeqCst);
    // SAFETY: the output is a variable, and the procedure a function.
    let result = unsafe {
        EXPORTS.provider_init(
            V3_0,
            PERMANENT,
            0,
            0,
            lines as usize,
            0,
            Some(completion),
            &raw mut options,
        )
    };
    assert_eq!(result, 0);
}

fn shut_down() -> i32 {
    // SAFETY: it takes numbers only.
    unsafe { EXPORTS.provider_shutdown(V3_0, PERMANENT) }
}

/// One session: the users work until each has `left` operations left or one has, then the provider is shut down while
/// the others still work.
fn session(users: &mut [User], left: u32) {
    let world = world();
    begin();
    thread::scope(|scope| {
        for user in users {
            scope.spawn(move || {
                user.work(left);
                if !world.ending.swap(true, Ordering::SeqCst) {
                    assert_eq!(shut_down(), 0);
                    world.ended.store(true, Ordering::SeqCst);
                }
            });
        }
    });
    world.forget_all();
    assert_eq!(shut_down(), code::UNINITIALIZED);
}

/// What the hardware is told to panic with is not worth a line each.
fn expect_planted_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>();
        if !said.is_some_and(|said| said.starts_with(PLANTED)) {
            before(panic);
        }
    }));
}

#[test]
#[allow(
    clippy::print_stderr,
    reason = "the seed is for whoever reads a failure"
)]
fn each_request_is_completed_once_and_each_call_told_in_order() {
    let seed = setting("TSPKIT_SEED", RandomState::new().hash_one(0));
    let threads = setting("TSPKIT_LEDGER_THREADS", 8).max(1);
    let each = setting("TSPKIT_LEDGER_OPS", 100_000).div_ceil(threads);
    let (threads, each) = [threads, each]
        .map(|number| u32::try_from(number).expect("small"))
        .into();
    eprintln!("{threads} threads of {each} operations; repeat with TSPKIT_SEED={seed}");
    expect_planted_panics();
    let variable = Configuration::new(Office.about()).variable("CloseLimit");
    // Nobody reaches this limit, under a sanitizer on a slow machine either.
    // SAFETY: no other thread of this test runs yet, and the other test reads no variables.
    unsafe { env::set_var(variable, "1h") };
    let world = WORLD.get_or_init(|| World::new(Lines(&EXPORTS), threads * each));
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        // Hands on what the driver has put aside, in any order, whatever has become of it.
        let pump = scope.spawn(|| {
            let mut random = Pcg64Mcg::seed_from_u64(!seed);
            while !over.load(Ordering::SeqCst) {
                if !world.aside.hand_on(world, &mut random) {
                    thread::yield_now();
                }
            }
        });
        let mut users: Vec<_> = (0..threads)
            .map(|number| {
                let random = Pcg64Mcg::seed_from_u64(seed.wrapping_add(number.into()));
                User::new(world, random, number * each + 1..(number + 1) * each + 1)
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
    judge(world, u64::from(threads * each));
}

/// Among so many operations each kind of request succeeds.
const MANY: u64 = 1_000_000;

#[allow(
    clippy::print_stderr,
    reason = "the figures are for whoever reads a failure"
)]
fn judge(world: &World, operations: u64) {
    let (book, counts, sums) = (&world.book, &world.counts, world.book.audit());
    let get = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
    let succeeded = Kind::ALL.iter().zip(&book.succeeded);
    let succeeded: Vec<_> = succeeded.map(|(kind, count)| (*kind, get(count))).collect();
    let counted = [
        ("told", get(&counts.messages)),
        ("incoming", get(&counts.came)),
        ("without room", get(&counts.no_room)),
        ("connected", get(&counts.connected)),
        ("closed by the hardware", get(&counts.forced)),
        ("created", get(&counts.created)),
        ("removed", get(&counts.removed)),
        ("opened", get(&counts.opened)),
        ("closed as a line", get(&counts.lines_closed)),
        ("closed as a call", get(&counts.calls_closed)),
        ("closed inside", get(&book.closed_inside)),
        ("nested", get(&counts.nested)),
        ("invalid", get(&counts.invalid)),
        ("malformed", get(&counts.malformed)),
        ("synchronous", get(&counts.synchronous)),
        ("looked at", get(&counts.looked_at)),
    ];
    eprintln!("{sums:?} {succeeded:?} {counted:?}");
    let [refused, failed] = book.codes();
    eprintln!("refused: {refused:?}; failed: {failed:?}");
    assert!(!failed.is_empty());
    assert_eq!((get(&book.overlaps), get(&book.late)), (0, 0));
    assert_eq!(sums.completed, sums.accepted);
    assert!(
        sums.accepted * 4 >= operations,
        "at least a quarter are accepted"
    );
    assert!(
        sums.elsewhere * 4 >= sums.accepted,
        "at least a quarter are answered by another thread"
    );
    assert!(
        get(&counts.connected) * 500 >= operations,
        "one operation in five hundred connects a call"
    );
    // Fewer operations, on a machine that is slow or loaded, may not see each.
    for (kind, count) in succeeded {
        assert!(count > 0 || operations < MANY, "no {kind:?} succeeds");
    }
    for (what, count) in counted {
        assert!(count > 0, "nothing is {what}");
    }
}

#[test]
fn the_ledger_finds_what_is_lost_doubled_late_and_out_of_order() {
    let book = Book::new(10);
    let about = About::call(9, book.new_call());
    let problem = |id: u32| book.problem(id).unwrap_or_default();
    book.begin(1, Kind::Hold, about, 0);
    assert_eq!(problem(1), "");
    book.accepted(1, false);
    assert!(problem(1).contains("0 completions"));
    book.completed(1, 0);
    assert_eq!(problem(1), "");
    book.completed(1, code::OPERATIONFAILED);
    assert!(problem(1).contains("2 completions"));
    book.completed(2, 0);
    assert!(problem(2).contains("refused"));

    let complaints = || book.complaints().len();
    let [call, _] = about.calls;
    book.told(call, Some(2), false);
    assert_eq!(complaints(), 1, "it is not known");
    book.begin(3, Kind::MakeCall, about, call);
    book.completed(3, 0);
    book.told(call, None, false);
    book.told(call, Some(1), false);
    assert_eq!(complaints(), 1);
    book.told(call, None, true);
    assert_eq!(complaints(), 1);
    book.told(call, None, false);
    assert_eq!(complaints(), 2, "it is idle");
    let came = book.new_call();
    book.came(came);
    book.told(came, None, false);
    assert_eq!(complaints(), 3, "its state comes first");

    let late = || book.late.load(Ordering::SeqCst);
    let enter = |about| book.enter(Callback::Message(0), about);
    drop(enter(about));
    assert_eq!(late(), 0);
    let inside = enter(about);
    book.close_call(call);
    drop(inside);
    assert_eq!(late(), 1);
    drop(enter(About::line(9)));
    assert_eq!(late(), 1);
    book.close_line(9);
    drop(enter(About::line(9)));
    assert_eq!(late(), 3);
    let one = enter(About::line(8));
    thread::scope(|scope| {
        scope.spawn(|| drop(enter(About::line(7))));
    });
    drop(one);
    assert_eq!(book.overlaps.load(Ordering::SeqCst), 1);
}
