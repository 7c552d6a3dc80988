//! Phones that TAPI was not told of when it enumerated, and phones that go.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider,
    hal::{
        Completion, DataArea, Deadline, Direction, EventSink, Hardware, HardwareError, Inventory,
        PhoneEvent, PhoneId, PhoneInfo, PhoneModel, PhoneReply, PhoneRequest, Stopped,
    },
    tspkit::OpenError,
};

const PROVIDER: u32 = 7;
const TAPI_PROVIDER: usize = 0x5150;
const PHONE_CLOSE: u32 = 15;
const PHONE_CREATE: u32 = 20;
const PHONE_REMOVE: u32 = 26;
const OPERATIONFAILED: i32 = 0x9000_001C_u32.cast_signed();

static EXPORTS: Exports = Exports::new(&Author, Functions::all(), &HANDLES);
static HANDLES: Handles = Handles::new();
static EVENTS: Mutex<Option<EventSink>> = Mutex::new(None);
static TOLD: Told = Told {
    all: Mutex::new(Vec::new()),
    more: Condvar::new(),
};

/// A callback with its parameters; a completion is message 0.
type Call = (usize, u32, [usize; 3]);

struct Told {
    all: Mutex<Vec<Call>>,
    more: Condvar,
}

impl Told {
    fn put(&self, call: Call) {
        self.all.lock().unwrap().push(call);
        self.more.notify_all();
    }

    /// The calls so far, as soon as there are that many.
    fn wait(&self, count: usize) -> Vec<Call> {
        let hang = Instant::now() + Duration::from_secs(300);
        let mut all = self.all.lock().unwrap();
        while all.len() < count {
            assert!(Instant::now() < hang, "only {all:?} came");
            all = self
                .more
                .wait_timeout(all, Duration::from_secs(1))
                .unwrap()
                .0;
        }
        all.clone()
    }
}

unsafe extern "system" fn event(phone: usize, message: u32, p1: usize, p2: usize, p3: usize) {
    TOLD.put((phone, message, [p1, p2, p3]));
}

unsafe extern "system" fn completion(request: u32, result: i32) {
    TOLD.put((request as usize, 0, [result.cast_unsigned() as usize, 0, 0]));
}

/// Three phones that keep every request.
struct Author;

#[derive(Default)]
struct Keeping(Mutex<Vec<Completion<PhoneReply>>>);

fn info(number: u32) -> PhoneInfo {
    let area = DataArea::new(0, 64, Direction::Both, "area");
    let model = PhoneModel::new("test").area(area);
    PhoneInfo::new(PhoneId(number), "phone", Arc::new(model))
}

impl ServiceProvider for Author {
    fn about(&self) -> About {
        About::new("tests", "Coming and going", "coming.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(Keeping::default()))
    }
}

impl Hardware for Keeping {
    fn inventory(&self) -> Inventory {
        (1..=3).fold(Inventory::new(), |all, number| all.phone(info(number)))
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *EVENTS.lock().unwrap() = Some(events);
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        self.0.lock().unwrap().push(done);
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        self.0.lock().unwrap().clear();
        *EVENTS.lock().unwrap() = None;
        Stopped::Clean
    }
}

#[test]
fn what_tapi_does_not_know_is_announced_and_what_goes_is_closed_first() {
    let (mut lines, mut phones) = (0, 0);
    // SAFETY: the pointers are those of live variables, the functions are TAPI's types.
    let result = unsafe {
        EXPORTS.provider_enum_devices(
            PROVIDER,
            &raw mut lines,
            &raw mut phones,
            TAPI_PROVIDER,
            None,
            Some(event),
        )
    };
    assert_eq!((result, lines, phones), (0, 0, 3));
    // Phone 4 comes by itself; of the first three, TAPI was told of one.
    let mut options = 9;
    // SAFETY: as above.
    let result = unsafe {
        EXPORTS.provider_init(
            0x0002_0002,
            PROVIDER,
            0,
            100,
            0,
            1,
            Some(completion),
            &raw mut options,
        )
    };
    assert_eq!((result, options), (0, 0));
    let events = EVENTS.lock().unwrap().clone().unwrap();
    events.phone(PhoneId(4), PhoneEvent::Added(info(4)));

    let created = TOLD.wait(3);
    let temporary: Vec<usize> = created.iter().map(|(_, _, params)| params[1]).collect();
    for (number, (phone, message, params)) in (2..).zip(&created) {
        assert_eq!((*phone, *message), (0, PHONE_CREATE));
        let temporary = (PROVIDER as usize) << 32 | number;
        assert_eq!(*params, [TAPI_PROVIDER, temporary, 0]);
    }
    let mut version = 0;
    // SAFETY: as above.
    let result = unsafe {
        EXPORTS.phone_negotiate_tspi_version(205, 0x0002_0000, 0x0003_0001, &raw mut version)
    };
    assert_eq!(
        result,
        0x9000_0002_u32.cast_signed(),
        "205 is not given yet"
    );
    // SAFETY: no pointers.
    let numbered = unsafe { EXPORTS.provider_create_phone_device(temporary[0], 205) };
    assert_eq!(numbered, 0);
    for (temporary, device) in [
        (temporary[0], 206),
        (temporary[1], 205),
        (temporary[1], 100),
    ] {
        // SAFETY: no pointers.
        let again = unsafe { EXPORTS.provider_create_phone_device(temporary, device) };
        assert_eq!(again, 0x9000_0002_u32.cast_signed(), "{device}");
    }

    let mut handle = 0;
    // SAFETY: as above.
    let opened =
        unsafe { EXPORTS.phone_open(205, 0xABC, &raw mut handle, 0x0002_0002, Some(event)) };
    assert_eq!(opened, 0);
    for request in [11, 12] {
        // SAFETY: the data is that of a live array.
        let accepted = unsafe { EXPORTS.phone_set_data(request, handle, 0, b"data".as_ptr(), 4) };
        assert_eq!(accepted, request.cast_signed());
    }
    events.phone(PhoneId(2), PhoneEvent::Removed);
    let told = TOLD.wait(7).split_off(3);
    let failed = [OPERATIONFAILED.cast_unsigned() as usize, 0, 0];
    let mut completions = told[..2].to_vec();
    completions.sort_unstable();
    assert_eq!(completions, [(11, 0, failed), (12, 0, failed)]);
    assert_eq!(told[2], (0xABC, PHONE_CLOSE, [0; 3]));
    assert_eq!(told[3], (0, PHONE_REMOVE, [205, 0, 0]));

    // SAFETY: no pointers.
    let closed = unsafe { EXPORTS.phone_close(handle) };
    assert_eq!(closed, 0x9000_0013_u32.cast_signed(), "the handle has died");
    // SAFETY: as above.
    let gone = unsafe { EXPORTS.phone_open(205, 1, &raw mut handle, 0x0002_0002, Some(event)) };
    assert_eq!(gone, 0x9000_0018_u32.cast_signed());
    // SAFETY: no pointers.
    let ended = unsafe { EXPORTS.provider_shutdown(0x0002_0002, PROVIDER) };
    assert_eq!(ended, 0);
    assert_eq!(TOLD.wait(7).len(), 7);
}
