//! What the tests of the SDK share: drivers under the test's control, recorders of what is called back, and
//! TAPI's codes as numbers.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary uses its own part of this"
)]

pub mod drivers;
pub mod lines;
pub mod offices;
pub mod process;
pub mod recorder;

use std::{
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use tspkit::{
    DataArea, Direction, Error, Hardware, LineEvent, LineId, LineInfo, LineModel, Office,
    OpenOptions, PhoneId, PhoneInfo, PhoneModel, hal::Inventory,
};

/// `PHONEERR_` codes, as the header has them.
pub mod code {
    pub const ALLOCATED: u32 = 0x9000_0001;
    pub const BADDEVICEID: u32 = 0x9000_0002;
    pub const INVALBUTTONLAMPID: u32 = 0x9000_0009;
    pub const INVALDATAID: u32 = 0x9000_000C;
    pub const INVALHOOKSWITCHDEV: u32 = 0x9000_000F;
    pub const INVALHOOKSWITCHMODE: u32 = 0x9000_0010;
    pub const INVALLAMPMODE: u32 = 0x9000_0011;
    pub const INVALPARAM: u32 = 0x9000_0012;
    pub const INVALPHONEHANDLE: u32 = 0x9000_0013;
    pub const INVALPHONESTATE: u32 = 0x9000_0014;
    pub const INVALPOINTER: u32 = 0x9000_0015;
    pub const INVALRINGMODE: u32 = 0x9000_0017;
    pub const NODEVICE: u32 = 0x9000_0018;
    pub const OPERATIONFAILED: u32 = 0x9000_001C;
    pub const OPERATIONUNAVAIL: u32 = 0x9000_001D;
    pub const RESOURCEUNAVAIL: u32 = 0x9000_001F;
    pub const UNINITIALIZED: u32 = 0x9000_0022;
}

/// How long a test may hang before it is given up. Nothing is measured by it.
pub const HANG: Duration = Duration::from_secs(300);

/// The size in bytes of each area of [`model`].
pub const AREA_SIZE: u32 = 256;

/// The code of an error, as the number that TAPI gets.
pub fn code_of(error: &Error) -> u32 {
    error.code().code().cast_unsigned()
}

/// The code of what has to be an error.
#[track_caller]
pub fn refusal<T>(result: Result<T, Error>) -> u32 {
    match result {
        Ok(_) => panic!("it should have been refused"),
        Err(error) => code_of(&error),
    }
}

/// A phone with areas 0 and 1 for both ways, 2 for upload only and 3 for download only; 4 is missing, and 5 is
/// for upload.
pub fn model() -> PhoneModel {
    let area = |id, direction| DataArea::new(id, AREA_SIZE, direction, format!("area {id}"));
    PhoneModel::new("a phone for tests")
        .area(area(0, Direction::Both))
        .area(area(1, Direction::Both))
        .area(area(2, Direction::Upload))
        .area(area(3, Direction::Download))
        .area(area(5, Direction::Upload))
}

/// That many phones of [`model`], and a line; the driver's numbers for phones begin with 100, that of the line
/// is 1.
pub fn phones(count: u32) -> Inventory {
    let model = Arc::new(model());
    let line = LineModel::new("a line for tests");
    let line = LineInfo::new(LineId(1), "line", "1", Arc::new(line));
    (0..count).fold(Inventory::new().line(line), |all, index| {
        all.phone(phone_info(index, &model))
    })
}

/// Something that happens to a line.
pub const RINGING: LineEvent = LineEvent::Ringing { mode: 1, count: 1 };

pub fn phone_info(index: u32, model: &Arc<PhoneModel>) -> PhoneInfo {
    PhoneInfo::new(
        PhoneId(100 + index),
        format!("phone {index}"),
        model.clone(),
    )
}

/// One phone of that model.
pub fn one(model: PhoneModel) -> Inventory {
    Inventory::new().phone(phone_info(0, &Arc::new(model)))
}

/// Options whose limits nobody reaches.
pub fn options() -> OpenOptions {
    OpenOptions::new().close_limit(HANG).put_limit(HANG)
}

pub fn open(hardware: impl Hardware + 'static) -> Office {
    options()
        .open_hardware(Box::new(hardware))
        .expect("the office opens")
}

/// Runs a test on a thread of its own, and fails if it hangs.
#[track_caller]
pub fn within_reason(test: impl FnOnce() + Send + 'static) {
    on_thread(thread::Builder::new(), test);
}

/// As [`within_reason`], on a stack of that many KiB.
#[track_caller]
pub fn on_small_stack(kibibytes: usize, test: impl FnOnce() + Send + 'static) {
    on_thread(thread::Builder::new().stack_size(kibibytes << 10), test);
}

#[track_caller]
fn on_thread(builder: thread::Builder, test: impl FnOnce() + Send + 'static) {
    let (send, receive) = channel();
    let thread = builder
        .spawn(move || {
            test();
            let _ = send.send(());
        })
        .expect("a thread can be started");
    match receive.recv_timeout(HANG) {
        Ok(()) => thread.join().expect("it has ended"),
        Err(RecvTimeoutError::Disconnected) => {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
        Err(RecvTimeoutError::Timeout) => panic!("it hangs"),
    }
}

/// Waits until `done`, looking again and again.
#[track_caller]
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !done() {
        assert!(start.elapsed() < HANG, "never: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}
