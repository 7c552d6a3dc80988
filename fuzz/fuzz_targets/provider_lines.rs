//! The functions of lines and calls with any parameters, in any order, over lines that call one another: no panic (which
//! the provider would contain, and which ends this process), one completion for each accepted request by the time its
//! line is closed, nothing read or written beside what a caller gave, nothing told of a call that TAPI does not know.
//!
//! Input: calls of functions, one after another. A byte chooses the function, the next ones its parameters; numbers are
//! mostly small, handles mostly those of open lines and of calls.

#![no_main]
#![allow(unsafe_code, reason = "the exported functions are C's")]

use std::sync::{
    Mutex, Once,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use libfuzzer_sys::fuzz_target;
use tspkit_driver_sim::SimOffice;
use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider, hal::Hardware,
    tspkit::OpenError,
};

static HANDLES: Handles = Handles::new();
static EXPORTS: Exports = Exports::new(&Author, Functions::all(), &HANDLES);
static COMPLETED: AtomicU64 = AtomicU64::new(0);
static NEXT: AtomicUsize = AtomicUsize::new(1);
/// Calls that have come in.
static CAME: Mutex<Vec<usize>> = Mutex::new(Vec::new());
static INIT: Once = Once::new();

const LINES: u32 = 3;
const VERSIONS: [u32; 6] = [0x2_0000, 0x2_0001, 0x2_0002, 0x3_0000, 0x3_0001, 0x1_0004];
const VOICE: u32 = 4;
const LINE_NEWCALL: u32 = 500;
/// What the caller's memory holds before a call.
const BEFORE: u8 = 0xA5;
/// The largest buffer of a caller.
const MOST: usize = 700;

/// An office in which nothing takes time.
const OFFICE: &str = r#"
[[lines]]
name = "Line"
address = "101"
count = 3
active_calls = 2

[[outside]]
number = "0800"
"#;

struct Author;

impl ServiceProvider for Author {
    fn about(&self) -> About {
        About::new("tspkit", "Fuzzed", "fuzzed.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(
            SimOffice::from_toml(OFFICE).expect("the office is right"),
        ))
    }
}

extern "system" fn completed(request: u32, result: i32) {
    assert!(request > 0 && result <= 0, "{request} {result:#x}");
    COMPLETED.fetch_add(1, Ordering::SeqCst);
}

unsafe extern "system" fn event(_: usize, call: usize, what: u32, p1: usize, p2: usize, _: usize) {
    // Messages about calls, but for the one that brings the handle.
    assert!(
        call != 0 || !matches!(what, 1 | 2 | 7 | 501),
        "{what} of no call"
    );
    if what == LINE_NEWCALL {
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let handle = if number.is_multiple_of(5) {
            0
        } else {
            number << 4
        };
        // SAFETY: it points to where the provider wants the handle.
        unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(handle) };
        if handle != 0 {
            CAME.lock().expect("nobody panics with it").push(p1);
        }
    }
}

/// Takes parameters out of the input; zeros when it is at its end.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// Mostly a small number; sometimes any, or one with a single bit.
    fn number(&mut self) -> u32 {
        match self.byte() {
            small @ 0..=199 => u32::from(small % 20),
            200..=229 => 1 << (self.byte() % 32),
            _ => u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()]),
        }
    }

    fn handle(&mut self, open: &[usize]) -> usize {
        let live = |number: u8| open.get(usize::from(number) % open.len().max(1)).copied();
        match self.byte() {
            number @ 0..=219 => live(number).unwrap_or(0),
            220..=239 => live(0).unwrap_or(0) ^ 1 << (self.byte() % 64),
            _ => self.number() as usize,
        }
    }

    /// A caller's memory, of exactly that length: its first bytes from the input. AddressSanitizer sees who reads or
    /// writes beside it.
    fn memory(&mut self, length: usize) -> Box<[u8]> {
        let mut memory = vec![BEFORE; length].into_boxed_slice();
        for byte in memory.iter_mut().take(64) {
            *byte = self.byte();
        }
        memory
    }

    /// A structure's memory, which begins with how long it is; that can always be read.
    fn structure(&mut self) -> Box<[u8]> {
        let total = self.number() as usize % MOST;
        let mut memory = self.memory(total.max(4));
        memory[..4].copy_from_slice(&u32::try_from(total).unwrap_or(0).to_le_bytes());
        memory
    }

    /// Call parameters: a fixed part of few numbers, and sizes and offsets that mostly lie inside. Now and then they are
    /// too short for their fixed part.
    fn params(&mut self) -> Box<[u8]> {
        let total = match self.byte() {
            short @ 0..=31 => usize::from(short) * 6,
            more => 176 + usize::from(more) - 32,
        };
        let mut memory = vec![0; total.max(4)].into_boxed_slice();
        memory[..4].copy_from_slice(&u32::try_from(total).unwrap_or(0).to_le_bytes());
        for _ in 0..self.byte() % 8 {
            let place = 4 + usize::from(self.byte()) % 43 * 4;
            let value = match self.byte() {
                small @ 0..=99 => u32::from(small),
                inside @ 100..=219 => 176 + u32::from(inside - 100),
                _ => self.number(),
            };
            if let Some(member) = memory.get_mut(place..place + 4) {
                member.copy_from_slice(&value.to_le_bytes());
            }
        }
        memory
    }

    /// What goes with a request, of exactly that length.
    fn data(&mut self) -> Box<[u8]> {
        let size = self.number() as usize % MOST;
        self.memory(size)
    }

    /// What is dialled, with its NUL.
    fn destination(&mut self) -> Vec<u16> {
        let texts = ["101", "102", "103", "0800", "", "1;", "103W", "7"];
        let text = texts[usize::from(self.byte()) % texts.len()];
        text.encode_utf16().chain([0]).collect()
    }
}

fn synchronous(result: i32) {
    assert!(result <= 0, "{result:#x}");
}

fn init() {
    // Closing completes everything, however busy the machine is.
    // SAFETY: the provider has no thread yet, and the fuzzer's read no variables.
    unsafe { std::env::set_var("FUZZED_CLOSE_LIMIT", "10m") };
    // SAFETY: no option is asked for, and the functions live for ever.
    let result = unsafe {
        EXPORTS.provider_init(
            0x3_0001,
            1,
            0,
            0,
            LINES as usize,
            0,
            Some(completed),
            std::ptr::null_mut(),
        )
    };
    assert_eq!(result, 0);
}

/// What is open.
#[derive(Default)]
struct Open {
    lines: Vec<usize>,
    calls: Vec<usize>,
    accepted: u64,
    request: u32,
}

impl Open {
    fn ask(&mut self, asked: impl FnOnce(u32) -> i32) {
        self.request += 1;
        let result = asked(self.request);
        if result > 0 {
            assert_eq!(result.cast_unsigned(), self.request);
            self.accepted += 1;
        }
    }

    fn take_new(&mut self) {
        let mut came = CAME.lock().expect("nobody panics with it");
        self.calls.append(&mut came);
    }
}

fuzz_target!(|input: &[u8]| {
    INIT.call_once(init);
    let mut input = Input(input);
    let mut open = Open::default();
    let before = COMPLETED.load(Ordering::SeqCst);
    while !input.0.is_empty() {
        open.take_new();
        call(&mut input, &mut open);
    }
    // Nobody is left over for the next input.
    for line in open.lines.clone() {
        // SAFETY: no pointers.
        synchronous(unsafe { EXPORTS.line_set_default_media_detection(line, VOICE) });
    }
    open.take_new();
    for call in open.calls.clone() {
        // SAFETY: a null pointer without a size.
        open.ask(|id| unsafe { EXPORTS.line_drop(id, call, std::ptr::null(), 0) });
        // SAFETY: no pointers.
        synchronous(unsafe { EXPORTS.line_close_call(call) });
    }
    for line in &open.lines {
        // SAFETY: no pointers.
        synchronous(unsafe { EXPORTS.line_close(*line) });
    }
    assert_eq!(COMPLETED.load(Ordering::SeqCst) - before, open.accepted);
});

fn call(input: &mut Input<'_>, open: &mut Open) {
    match input.byte() % 16 {
        0 | 1 => {
            let version = VERSIONS[usize::from(input.byte()) % VERSIONS.len()];
            let (device, mut handle) = (input.number() % (LINES + 1), 0);
            // SAFETY: the output is a live variable, the function lives for ever.
            let result =
                unsafe { EXPORTS.line_open(device, 77, &raw mut handle, version, Some(event)) };
            synchronous(result);
            if result == 0 {
                open.lines.push(handle);
                // SAFETY: no pointers.
                synchronous(unsafe { EXPORTS.line_set_default_media_detection(handle, VOICE) });
            }
        }
        2 => {
            let handle = input.handle(&open.lines);
            if input.byte().is_multiple_of(4) {
                // SAFETY: no pointers.
                synchronous(unsafe { EXPORTS.line_close(handle) });
                open.lines.retain(|each| *each != handle);
            }
        }
        3..=5 => make(input, open),
        6..=9 => ask(input, open),
        10 | 11 => filling(input, open),
        12 => {
            let handle = input.handle(&open.calls);
            // SAFETY: no pointers.
            synchronous(unsafe { EXPORTS.line_close_call(handle) });
            open.calls.retain(|each| *each != handle);
        }
        13 => {
            let (handle, number, mode) =
                (input.handle(&open.calls), input.number(), input.number());
            let digits = input.destination();
            // SAFETY: the digits end in a NUL; the others take no pointers.
            unsafe {
                synchronous(EXPORTS.line_set_app_specific(handle, number));
                synchronous(EXPORTS.line_set_media_mode(handle, mode));
                synchronous(EXPORTS.line_generate_digits(handle, 1, mode, digits.as_ptr(), number));
            }
        }
        14 => {
            let (handle, first, second) =
                (input.handle(&open.lines), input.number(), input.number());
            // SAFETY: no pointers.
            unsafe {
                synchronous(EXPORTS.line_set_status_messages(handle, first, second));
                synchronous(EXPORTS.line_set_default_media_detection(handle, first));
                synchronous(EXPORTS.line_select_ext_version(handle, second));
            }
        }
        _ => {
            let (handle, modes, params) =
                (input.handle(&open.lines), input.number(), input.params());
            // SAFETY: the structure is live and as long as it says.
            synchronous(unsafe {
                EXPORTS.line_conditional_media_detection(handle, modes, params.as_ptr())
            });
        }
    }
}

fn make(input: &mut Input<'_>, open: &mut Open) {
    let (line, number, params) = (
        input.handle(&open.lines),
        input.destination(),
        input.params(),
    );
    let about = input.handle(&open.calls);
    let tapi = NEXT.fetch_add(1, Ordering::SeqCst) << 4;
    let transfers = input.byte().is_multiple_of(4);
    let (mut handle, before) = (0, open.accepted);
    // SAFETY: the output is a live variable, the number ends in a NUL, the structure is as long as it says.
    open.ask(|id| unsafe {
        if transfers {
            EXPORTS.line_setup_transfer(id, about, tapi, &raw mut handle, params.as_ptr())
        } else {
            let (number, params) = (number.as_ptr(), params.as_ptr());
            EXPORTS.line_make_call(id, line, tapi, &raw mut handle, number, 0, params)
        }
    });
    if open.accepted > before {
        open.calls.push(handle);
    }
}

fn ask(input: &mut Input<'_>, open: &mut Open) {
    let (call, other) = (input.handle(&open.calls), input.handle(&open.calls));
    let line = input.handle(&open.lines);
    let number = input.destination();
    let memory = input.data();
    let (data, size) = (memory.as_ptr(), u32::try_from(memory.len()).unwrap_or(0));
    let function = input.byte() % 17;
    let (first, second) = (input.number(), input.number());
    // SAFETY: the buffer is live and at least of that size, the number ends in a NUL.
    open.ask(|id| unsafe {
        match function {
            0 => EXPORTS.line_accept(id, call, data, size),
            1 | 2 => EXPORTS.line_answer(id, call, data, size % 64),
            3 => EXPORTS.line_drop(id, call, data, size),
            4 => EXPORTS.line_hold(id, call),
            5 => EXPORTS.line_unhold(id, call),
            6 => EXPORTS.line_swap_hold(id, call, other),
            7 => EXPORTS.line_complete_transfer(id, call, other, 0, std::ptr::null_mut(), 1),
            8 => EXPORTS.line_blind_transfer(id, call, number.as_ptr(), 0),
            9 => EXPORTS.line_redirect(id, call, number.as_ptr(), 0),
            10 => EXPORTS.line_dial(id, call, number.as_ptr(), 0),
            11 => EXPORTS.line_send_user_user_info(id, call, data, size),
            12 => EXPORTS.line_release_user_user_info(id, call),
            13 => EXPORTS.line_set_call_data(id, call, data, size),
            14 => EXPORTS.line_set_call_params(id, call, first, second, first, std::ptr::null()),
            _ => EXPORTS.line_dev_specific(id, line, first % 2, call, data, size),
        }
    });
}

/// Functions that fill a structure.
fn filling(input: &mut Input<'_>, open: &Open) {
    let (line, call) = (input.handle(&open.lines), input.handle(&open.calls));
    let (device, number) = (input.number() % 4, input.number() % 6);
    let version = VERSIONS[usize::from(input.byte()) % VERSIONS.len()];
    let mut memory = input.structure();
    let structure = memory.as_mut_ptr();
    let class: Vec<u16> = "tapi/line\0".encode_utf16().collect();
    // SAFETY: the structure is live and as long as it says; the class ends in a NUL.
    synchronous(unsafe {
        match input.byte() % 7 {
            0 => EXPORTS.line_get_dev_caps(device, version, 0, structure),
            1 => EXPORTS.line_get_address_caps(device, number, version, 0, structure),
            2 => EXPORTS.line_get_line_dev_status(line, structure),
            3 => EXPORTS.line_get_address_status(line, number, structure),
            4 => EXPORTS.line_get_id(line, 0, call, number, structure, class.as_ptr(), 0),
            5 => EXPORTS.line_get_call_status(call, structure),
            _ => EXPORTS.line_get_call_info(call, structure),
        }
    });
}
