//! Threads that do anything with lines and calls, by a seed, while calls go on by themselves; what came of it is
//! judged from one log.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use tspkit_driver_sim::{LineRuleConfig, OfficeConfig, SimOffice};
use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider, hal::Hardware,
    tspkit::OpenError,
};

use crate::{
    support::{code::line as code, tapi::V3_0, within_reason},
    tapi::Lines,
    world::{IDLE, LINE_CALLSTATE, LINE_NEWCALL, VOICE, next_handle, next_request, params},
};

const PERMANENT: u32 = 12;
const THREADS: u64 = 4;
const STEPS: usize = 20_000;
const LINES: u32 = 12;

/// Lines that call one another, and a number outside.
const OFFICE: &str = r#"
[switch]
trunks = 4

[[lines]]
name = "Agent"
address = "101"
count = 12
active_calls = 2

[[outside]]
number = "0800"
"#;

/// What happened, in order.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Accepted(u32),
    Refused(u32),
    Completed(u32, i32),
    /// A call that is made under this request has this handle of TAPI's.
    Making(u32, usize),
    Message {
        line: usize,
        call: usize,
        what: u32,
        first: usize,
        given: usize,
    },
    ClosedLine(usize),
    ClosedCall(usize),
}

static LOG: Mutex<Vec<Entry>> = Mutex::new(Vec::new());
/// Calls that have come in, by the line: their handles, and TAPI's.
static CAME: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log(entry: Entry) {
    lock(&LOG).push(entry);
}

unsafe extern "system" fn completion(request: u32, result: i32) {
    log(Entry::Completed(request, result));
}

unsafe extern "system" fn event(
    line: usize,
    call: usize,
    what: u32,
    p1: usize,
    p2: usize,
    _: usize,
) {
    let mut given = 0;
    if what == LINE_NEWCALL {
        // Now and then there is no room.
        given = if p1.is_multiple_of(7) {
            0
        } else {
            next_handle()
        };
        // SAFETY: it points to where the provider wants the handle.
        unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(given) };
        if given != 0 {
            lock(&CAME).push((p1, given));
        }
    }
    log(Entry::Message {
        line,
        call,
        what,
        first: p1,
        given,
    });
}

struct Author;

impl ServiceProvider for Author {
    fn about(&self) -> About {
        About::new("tspkit tests", "Torture of lines", "torture.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        let mut config = OfficeConfig::from_toml(OFFICE).expect("the test's office is valid");
        config.line_rules = vec![
            LineRuleConfig::new().probability(0.002).silence(),
            LineRuleConfig::new().probability(0.01).discard(),
        ];
        Ok(Box::new(SimOffice::new(config).expect("it is valid")))
    }
}

static HANDLES: Handles = Handles::new();
static EXPORTS: Exports = Exports::new(&Author, Functions::all(), &HANDLES);

struct User {
    lines: Lines,
    random: Pcg64Mcg,
    open: Vec<(usize, usize)>,
    calls: Vec<(usize, usize)>,
}

impl User {
    fn ask(asked: impl FnOnce(u32) -> i32) {
        let request = next_request();
        let result = asked(request);
        if result < 0 {
            log(Entry::Refused(request));
        } else {
            assert_eq!(result, request.cast_signed());
            log(Entry::Accepted(request));
        }
    }

    fn open(&mut self) {
        let tapi = next_handle();
        let device = self.random.random_range(0..LINES);
        let (result, handle) = self.lines.open_as(device, tapi, V3_0, Some(event));
        match result {
            0 => {
                self.lines.detect(handle, VOICE);
                self.lines.set_status_messages(handle, 0x01FF_FFFF, 0x1FF);
                self.open.push((handle, tapi));
            }
            code::ALLOCATED => {}
            other => panic!("Open says {other:#x}"),
        }
    }

    fn make(&mut self, line: usize) {
        let (request, tapi) = (next_request(), next_handle());
        let number = match self.random.random_range(0..16) {
            12 => "0800".into(),
            13 => "7".into(),
            14 => String::new(),
            other => (101 + other % 12).to_string(),
        };
        let given = params(&[(80, b"user"), (156, b"data")]);
        log(Entry::Making(request, tapi));
        let (result, handle) =
            self.lines
                .make_call(request, line, tapi, Some(&number), Some(&given));
        if result < 0 {
            log(Entry::Refused(request));
        } else {
            log(Entry::Accepted(request));
            self.calls.push((handle, tapi));
        }
    }

    fn step(&mut self) {
        if let Some(came) = lock(&CAME).pop() {
            self.calls.push(came);
        }
        let what = self.random.random_range(0..26);
        let place = self.random.random_range(0..self.open.len().max(1));
        let line = self.open.get(place).map_or(0, |(handle, _)| *handle);
        // Mostly one of the last.
        let back = self.random.random_range(0..self.calls.len().clamp(1, 6));
        let place = self.calls.len().saturating_sub(1 + back);
        let (call, tapi) = self.calls.get(place).copied().unwrap_or_default();
        if call != 0 && self.lines.call_status(call).0 != 0 {
            // Its line was closed.
            self.calls.swap_remove(place);
            return;
        }
        let other = self.calls.first().map_or(0, |(handle, _)| *handle);
        let lines = self.lines;
        match what {
            0 => self.open(),
            1 if self.random.random_range(0..8) == 0 => {
                if let Some((handle, tapi)) = self.open.pop() {
                    assert_eq!(lines.close(handle), 0);
                    log(Entry::ClosedLine(tapi));
                }
            }
            2 | 3 => self.make(line),
            4..=7 => Self::ask(|id| lines.answer(id, call, b"answer")),
            8 => Self::ask(|id| lines.accept(id, call, b"")),
            9 | 10 => Self::ask(|id| lines.drop_call(id, call, b"bye")),
            11 => Self::ask(|id| lines.hold(id, call)),
            12 => Self::ask(|id| lines.unhold(id, call)),
            13 => Self::ask(|id| lines.swap_hold(id, call, other)),
            14 => Self::ask(|id| lines.complete_transfer(id, call, other, 1)),
            15 => Self::ask(|id| lines.send(id, call, b"something")),
            16 => Self::ask(|id| lines.release(id, call)),
            17 => Self::ask(|id| lines.set_call_data(id, call, b"more")),
            18 => Self::ask(|id| lines.blind_transfer(id, call, "103")),
            19 => {
                lines.generate_digits(call, 1, 2, Some("12"));
            }
            20 => {
                lines.set_app_specific(call, 3);
                lines.set_media_mode(call, VOICE);
            }
            21 => {
                lines.call_info(call);
                lines.call_status(call);
                lines.line_status(line);
            }
            22 => thread::yield_now(),
            23 if call != 0 => {
                let closed = lines.close_call(call);
                assert!(closed == 0 || closed == code::INVALCALLHANDLE);
                if closed == 0 {
                    log(Entry::ClosedCall(tapi));
                }
                self.calls.swap_remove(place);
            }
            _ => {}
        }
    }
}

#[test]
fn every_request_is_completed_once_and_every_call_told_in_order() {
    within_reason(|| {
        let mut options = 0;
        let (mut count, mut phones) = (0, 0);
        // SAFETY: the outputs are variables, and the procedures functions.
        let result = unsafe {
            EXPORTS.provider_enum_devices(
                PERMANENT,
                &raw mut count,
                &raw mut phones,
                1,
                Some(event),
                None,
            )
        };
        assert_eq!((result, count), (0, LINES));
        // SAFETY: the output is a variable, and the procedure a function.
        let result = unsafe {
            EXPORTS.provider_init(
                V3_0,
                PERMANENT,
                0,
                0,
                count as usize,
                phones as usize,
                Some(completion),
                &raw mut options,
            )
        };
        assert_eq!(result, 0);
        thread::scope(|scope| {
            for seed in 0..THREADS {
                scope.spawn(move || {
                    let mut user = User {
                        lines: Lines(&EXPORTS),
                        random: Pcg64Mcg::seed_from_u64(seed),
                        open: Vec::new(),
                        calls: Vec::new(),
                    };
                    (0..STEPS).for_each(|_| user.step());
                });
            }
        });
        // SAFETY: it takes numbers only.
        assert_eq!(unsafe { EXPORTS.provider_shutdown(V3_0, PERMANENT) }, 0);
        let log = lock(&LOG).clone();
        judge(&log);
    });
}

fn judge(log: &[Entry]) {
    let mut completed: HashMap<u32, i32> = HashMap::new();
    let (mut accepted, mut refused) = (HashSet::new(), HashSet::new());
    // What may be told of a call, and what not any more.
    let (mut made, mut known) = (HashMap::new(), HashSet::new());
    let (mut closed, mut idle, mut stated) = (HashSet::new(), HashSet::new(), HashSet::new());
    let (mut news, mut came) = (0, HashSet::new());
    for entry in log {
        match *entry {
            Entry::Accepted(request) => assert!(accepted.insert(request)),
            Entry::Refused(request) => assert!(refused.insert(request)),
            Entry::Making(request, call) => {
                made.insert(request, call);
            }
            Entry::Completed(request, result) => {
                let before = completed.insert(request, result);
                assert!(before.is_none(), "{request} was completed twice");
                if let Some(call) = made.get(&request).filter(|_| result == 0) {
                    known.insert(*call);
                }
            }
            Entry::ClosedLine(line) => assert!(closed.insert(line)),
            Entry::ClosedCall(call) => assert!(closed.insert(call)),
            Entry::Message {
                line,
                call,
                what,
                first,
                given,
            } => {
                assert!(!closed.contains(&line), "{what} of a line that was closed");
                if what == LINE_NEWCALL {
                    assert_eq!(call, 0);
                    if given != 0 {
                        known.insert(given);
                        came.insert(given);
                        news += 1;
                    }
                } else if call != 0 {
                    assert!(
                        known.contains(&call),
                        "{what} of a call that TAPI does not know"
                    );
                    assert!(!closed.contains(&call), "{what} of a call that was closed");
                    assert!(
                        !idle.contains(&call) || what == 7,
                        "{what} of a call that is over"
                    );
                    if what == LINE_CALLSTATE {
                        stated.insert(call);
                        if first == IDLE {
                            idle.insert(call);
                        }
                    } else {
                        let first_is_a_state = stated.contains(&call) || !came.contains(&call);
                        assert!(first_is_a_state, "{what} comes before a call's first state");
                    }
                }
            }
        }
    }
    for request in &accepted {
        assert!(
            completed.contains_key(request),
            "{request} was never completed"
        );
    }
    for request in &refused {
        assert!(
            !completed.contains_key(request),
            "{request} was refused, and completed"
        );
    }
    assert_eq!(completed.len(), accepted.len());
    // It was worth it.
    let counts = [accepted.len(), news, idle.len()];
    assert!(
        accepted.len() > 1_000 && news > 40 && idle.len() > 40,
        "{counts:?}"
    );
}
