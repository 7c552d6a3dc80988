//! Closing a phone, and shutting down, waits for callbacks of events that other threads are in: nothing is called
//! back afterwards.

mod support;

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::channel,
    },
    thread,
    time::Duration,
};

use support::{
    HANG, code, desk,
    tapi::{BASE, Tapi, ignore_event},
    until, within_reason,
};
use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider,
    abi::LampModes,
    hal::{
        Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, PhoneEvent, PhoneId,
        PhoneReply, PhoneRequest, Stopped,
    },
    tspkit::OpenError,
};

const PHONE_REMOVE: u32 = 26;
const PHONE_STATE: u32 = 18;

/// Hardware that tells what the test says. One for each provider.
struct Teller {
    phones: u32,
    events: &'static Mutex<Option<EventSink>>,
}

impl Hardware for Teller {
    fn inventory(&self) -> Inventory {
        desk::phones(self.phones)
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *self.events.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        done.complete(Ok(desk::answer(&request)));
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

struct Author {
    product: &'static str,
    phones: u32,
    events: &'static Mutex<Option<EventSink>>,
}

impl ServiceProvider for Author {
    fn about(&self) -> About {
        About::new("tspkit tests", self.product, "closing.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(Teller {
            phones: self.phones,
            events: self.events,
        }))
    }
}

/// A provider of its own for a test, and how its hardware tells.
macro_rules! provider {
    ($product:literal) => {
        provider!($product, 2)
    };
    ($product:literal, $phones:literal) => {{
        static EVENTS: Mutex<Option<EventSink>> = Mutex::new(None);
        static AUTHOR: Author = Author {
            product: $product,
            phones: $phones,
            events: &EVENTS,
        };
        static HANDLES: Handles = Handles::new();
        static EXPORTS: Exports = Exports::new(&AUTHOR, Functions::all(), &HANDLES);
        // Nobody reaches it, but for those who set another.
        set_close_limit(&AUTHOR, "1h");
        (Tapi(&EXPORTS), Tell(&EVENTS))
    }};
}

fn set_close_limit(author: &Author, limit: &str) {
    let variable = Configuration::new(author.about()).variable("CloseLimit");
    // SAFETY: only code of Rust's reads variables in this process, and the standard library orders that.
    unsafe { std::env::set_var(variable, limit) };
}

#[derive(Clone, Copy)]
struct Tell(&'static Mutex<Option<EventSink>>);

impl Tell {
    fn phone(self, index: u32, event: PhoneEvent) {
        let events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let events = events.clone().expect("the driver was started");
        events.phone(PhoneId(100 + index), event);
    }

    fn lamp(self) {
        let mode = LampModes::STEADY;
        self.phone(0, PhoneEvent::LampChanged { lamp: 0, mode });
    }
}

/// A callback's room: who comes in stays until the door is opened.
#[derive(Default)]
struct Room {
    inside: Mutex<usize>,
    open: Mutex<bool>,
    changed: Condvar,
    left: AtomicUsize,
}

impl Room {
    const fn new() -> Self {
        Self {
            inside: Mutex::new(0),
            open: Mutex::new(false),
            changed: Condvar::new(),
            left: AtomicUsize::new(0),
        }
    }

    fn stay(&self) {
        *self.inside.lock().unwrap() += 1;
        let open = self.open.lock().unwrap();
        let waited = self.changed.wait_timeout_while(open, HANG, |open| !*open);
        drop(waited.unwrap());
        self.left.fetch_add(1, Ordering::SeqCst);
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.changed.notify_all();
    }

    fn wait_for_somebody(&self) {
        until("somebody is inside", || *self.inside.lock().unwrap() > 0);
    }

    fn left(&self) -> usize {
        self.left.load(Ordering::SeqCst)
    }
}

unsafe extern "system" fn no_completion(_: u32, _: i32) {}

fn init(tapi: Tapi) {
    assert_eq!(tapi.init(2, Some(no_completion)), 0);
}

/// `end` returns only when the callback has.
#[track_caller]
fn assert_waits(room: &'static Room, end: impl FnOnce() -> i32 + Send + 'static) {
    room.wait_for_somebody();
    let (send, ended) = channel();
    let ending = thread::spawn(move || send.send((end(), room.left())).unwrap());
    assert!(ended.recv_timeout(Duration::from_millis(100)).is_err());
    room.open();
    assert_eq!(ended.recv().unwrap(), (0, 1));
    ending.join().unwrap();
}

#[test]
fn close_waits_for_a_state_that_is_told() {
    within_reason(|| {
        static ROOM: Room = Room::new();
        unsafe extern "system" fn event(_: usize, _: u32, _: usize, _: usize, _: usize) {
            ROOM.stay();
        }
        let (tapi, tell) = provider!("Close waits");
        init(tapi);
        let (_, phone) = tapi.open(BASE, 1, Some(event));
        assert_eq!(tapi.set_status_messages(phone, 0x00FF_FFFF, 0, 0), 0);
        tell.lamp();
        assert_waits(&ROOM, move || tapi.close(phone));
        tell.lamp();
        assert_eq!(tapi.shutdown(), 0);
        assert_eq!(ROOM.left(), 1);
    });
}

#[test]
fn shutdown_waits_for_the_removal_of_a_phone_that_is_not_open() {
    within_reason(|| {
        static ROOM: Room = Room::new();
        unsafe extern "system" fn create(_: usize, message: u32, _: usize, _: usize, _: usize) {
            assert_eq!(message, PHONE_REMOVE);
            ROOM.stay();
        }
        let (tapi, tell) = provider!("Shutdown waits");
        assert_eq!(tapi.enumerate(Some(create)), (0, 2));
        init(tapi);
        tell.phone(1, PhoneEvent::Removed);
        assert_waits(&ROOM, move || tapi.shutdown());
        assert_eq!(ROOM.left(), 1);
    });
}

#[test]
fn a_callback_that_never_returns_keeps_nobody_for_ever() {
    within_reason(|| {
        static ROOM: Room = Room::new();
        unsafe extern "system" fn event(_: usize, _: u32, _: usize, _: usize, _: usize) {
            ROOM.stay();
        }
        let (tapi, tell) = provider!("Close in vain");
        // SAFETY: only code of Rust's reads variables in this process, and the standard library orders that.
        unsafe { std::env::set_var("CLOSE_IN_VAIN_CLOSE_LIMIT", "50ms") };
        init(tapi);
        let (_, phone) = tapi.open(BASE, 1, Some(event));
        assert_eq!(tapi.set_status_messages(phone, 0x00FF_FFFF, 0, 0), 0);
        tell.lamp();
        ROOM.wait_for_somebody();
        assert_eq!(tapi.close(phone), 0);
        assert_eq!(tapi.shutdown(), 0);
        assert_eq!(ROOM.left(), 0);
        ROOM.open();
        until("it has returned", || ROOM.left() == 1);
    });
}

/// Who comes while the last is being matched finds the provider whole, or gone.
#[test]
fn each_init_is_matched_by_one_shutdown_whoever_else_comes_meanwhile() {
    within_reason(|| {
        let (tapi, _) = provider!("Pairs");
        for _ in 0..200 {
            init(tapi);
            let mut ends = thread::scope(|scope| {
                let ends = [(); 2].map(|()| scope.spawn(move || tapi.shutdown()));
                ends.map(|end| end.join().unwrap())
            });
            ends.sort_unstable();
            assert_eq!(ends, [code::line::UNINITIALIZED, 0]);
            init(tapi);
            thread::scope(|scope| {
                scope.spawn(move || assert_eq!(tapi.shutdown(), 0));
                init(tapi);
            });
            assert_eq!(tapi.shutdown(), 0);
            assert_eq!(tapi.shutdown(), code::line::UNINITIALIZED);
        }
    });
}

/// The limit is the shutdown's, not each phone's: two seconds for two hundred phones would be more than a hang.
#[test]
fn a_callback_that_never_returns_keeps_a_shutdown_once_however_many_phones_wait_for_answers() {
    within_reason(|| {
        static ROOM: Room = Room::new();
        unsafe extern "system" fn event(_: usize, _: u32, _: usize, _: usize, _: usize) {
            ROOM.stay();
        }
        let (tapi, tell) = provider!("Many in vain", 200);
        // SAFETY: only code of Rust's reads variables in this process, and the standard library orders that.
        unsafe { std::env::set_var("MANY_IN_VAIN_CLOSE_LIMIT", "2s") };
        assert_eq!(tapi.init(200, Some(no_completion)), 0);
        let phones: Vec<_> = (0..200)
            .map(|index| tapi.open(BASE + index, 1, Some(event)).1)
            .collect();
        assert_eq!(tapi.set_status_messages(phones[0], 0x00FF_FFFF, 0, 0), 0);
        tell.lamp();
        ROOM.wait_for_somebody();
        for (request, phone) in (1..).zip(phones) {
            let accepted = tapi.set_data(request, phone, 0, b"x");
            assert_eq!(accepted, request.cast_signed());
        }
        assert_eq!(tapi.shutdown(), 0);
        ROOM.open();
        until("it has returned", || ROOM.left() == 1);
    });
}

#[test]
fn the_phone_and_the_provider_can_be_closed_in_an_event() {
    within_reason(|| {
        static TAPI: Mutex<Option<(Tapi, usize)>> = Mutex::new(None);
        static RESULTS: Mutex<Vec<[i32; 3]>> = Mutex::new(Vec::new());
        unsafe extern "system" fn event(_: usize, message: u32, _: usize, _: usize, _: usize) {
            assert_eq!(message, PHONE_STATE);
            let (tapi, phone) = TAPI.lock().unwrap().expect("it is open");
            let results = [tapi.close(phone), tapi.close(phone), tapi.shutdown()];
            RESULTS.lock().unwrap().push(results);
        }
        let (tapi, tell) = provider!("Closed inside");
        init(tapi);
        let (_, phone) = tapi.open(BASE, 1, Some(event));
        *TAPI.lock().unwrap() = Some((tapi, phone));
        assert_eq!(tapi.set_status_messages(phone, 0x00FF_FFFF, 0, 0), 0);
        tell.lamp();
        until("it is closed", || !RESULTS.lock().unwrap().is_empty());
        let expected = [0, code::INVALPHONEHANDLE, 0];
        assert_eq!(*RESULTS.lock().unwrap(), [expected]);
        assert_eq!(tapi.shutdown(), code::line::UNINITIALIZED);
        init(tapi);
        assert_eq!(tapi.shutdown(), 0);
    });
}

#[test]
fn closing_races_with_events_and_none_outlasts_it() {
    within_reason(|| {
        static CLOSED: AtomicBool = AtomicBool::new(false);
        static LATE: AtomicUsize = AtomicUsize::new(0);
        static TOLD: AtomicUsize = AtomicUsize::new(0);
        unsafe extern "system" fn event(_: usize, _: u32, _: usize, _: usize, _: usize) {
            let late = || {
                LATE.fetch_add(usize::from(CLOSED.load(Ordering::SeqCst)), Ordering::SeqCst);
            };
            TOLD.fetch_add(1, Ordering::SeqCst);
            late();
            (0..20).for_each(|_| thread::yield_now());
            late();
        }
        let (tapi, tell) = provider!("Closing races");
        init(tapi);
        let over = Arc::new(AtomicBool::new(false));
        let telling = thread::spawn({
            let over = over.clone();
            move || {
                while !over.load(Ordering::SeqCst) {
                    tell.lamp();
                    thread::yield_now();
                }
            }
        });
        for _ in 0..300 {
            CLOSED.store(false, Ordering::SeqCst);
            let (result, phone) = tapi.open(BASE, 1, Some(event));
            assert_eq!(result, 0);
            assert_eq!(tapi.set_status_messages(phone, 0x00FF_FFFF, 0, 0), 0);
            let before = TOLD.load(Ordering::SeqCst);
            // While it is being told.
            while TOLD.load(Ordering::SeqCst) == before {
                thread::yield_now();
            }
            assert_eq!(tapi.close(phone), 0);
            CLOSED.store(true, Ordering::SeqCst);
        }
        over.store(true, Ordering::SeqCst);
        telling.join().unwrap();
        assert_eq!(tapi.shutdown(), 0);
        assert_eq!(LATE.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_phone_that_is_removed_while_it_is_closed_is_told_once_or_not_at_all() {
    within_reason(|| {
        static CLOSES: AtomicUsize = AtomicUsize::new(0);
        static REMOVES: AtomicUsize = AtomicUsize::new(0);
        unsafe extern "system" fn event(_: usize, _: u32, _: usize, _: usize, _: usize) {
            CLOSES.fetch_add(1, Ordering::SeqCst);
        }
        unsafe extern "system" fn create(_: usize, message: u32, _: usize, _: usize, _: usize) {
            assert_eq!(message, PHONE_REMOVE);
            REMOVES.fetch_add(1, Ordering::SeqCst);
        }
        let (tapi, tell) = provider!("Removed and closed");
        let mut closed = 0;
        for round in 1..=200 {
            assert_eq!(tapi.enumerate(Some(create)), (0, 2));
            init(tapi);
            let (_, phone) = tapi.open(BASE, 1, Some(event));
            thread::scope(|scope| {
                scope.spawn(|| tell.phone(0, PhoneEvent::Removed));
                match tapi.close(phone) {
                    0 => closed += 1,
                    other => assert_eq!(other, code::INVALPHONEHANDLE),
                }
            });
            until("it is told", || REMOVES.load(Ordering::SeqCst) == round);
            assert_eq!(tapi.open(BASE, 1, Some(ignore_event)).0, code::NODEVICE);
            assert_eq!(tapi.close(phone), code::INVALPHONEHANDLE);
            assert_eq!(tapi.shutdown(), 0);
            // Either TAPI has closed the phone, or it was told that the phone has closed.
            assert_eq!(closed + CLOSES.load(Ordering::SeqCst), round);
        }
    });
}
