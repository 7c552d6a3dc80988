//! The exported functions of a provider with any parameters, in any order: no panic (which the provider would
//! contain, and which ends this process), one completion for each accepted request by the time its phone is
//! closed, nothing written beyond what a caller gave.
//!
//! Input: calls, one after another. A byte chooses the function, the next ones its parameters; numbers are
//! mostly small, handles mostly those of open phones.

#![no_main]
#![allow(unsafe_code, reason = "the exported functions are C's")]

use std::sync::{
    Once,
    atomic::{AtomicU64, Ordering},
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
static INIT: Once = Once::new();

const PHONES: u32 = 2;
const VERSIONS: [u32; 6] = [0x2_0000, 0x2_0001, 0x2_0002, 0x3_0000, 0x3_0001, 0x1_0004];
/// What the caller's memory holds before a call.
const BEFORE: u8 = 0xA5;
/// The largest buffer of a caller.
const MOST: usize = 600;

/// An office in which nothing takes time.
const OFFICE: &str = r#"
[models.desk]
display = { rows = 2, columns = 8 }
ring_modes = 2
dev_specific = true
button_lamps = [
    { mode = "feature", function = "none", text = "", settable = true },
    { mode = "call", function = "callapp", text = "Line", lamp = ["off", "steady", "flash"] },
]
hookswitches = [
    { device = "handset", modes = ["onhook", "micspeaker"], settable = ["onhook", "micspeaker"], volume = true, gain = true },
]
areas = [
    { id = 0, size = 256, name = "both" },
    { id = 2, size = 16, name = "down", direction = "download" },
    { id = 3, size = 64, name = "up", direction = "upload", content = "up" },
]

[[phones]]
name = "Desk"
model = "desk"
count = 2
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

extern "system" fn event(_: usize, _: u32, _: usize, _: usize, _: usize) {}

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

    /// A caller's memory: its first bytes from the input, and a canary behind them.
    fn memory(&mut self, length: usize) -> Vec<u8> {
        let mut memory = vec![BEFORE; length + 16];
        for byte in &mut memory[..length.min(64)] {
            *byte = self.byte();
        }
        memory
    }

    fn size(&mut self) -> usize {
        self.number() as usize % MOST
    }

    /// A structure's memory, which begins with how long it is.
    fn structure(&mut self) -> (Vec<u8>, usize) {
        let total = self.size();
        let mut memory = self.memory(total.max(4));
        memory[..4].copy_from_slice(&u32::try_from(total).unwrap_or(0).to_le_bytes());
        (memory, total.max(4))
    }
}

fn is_untouched(memory: &[u8], length: usize) {
    assert!(
        memory[length..].iter().all(|byte| *byte == BEFORE),
        "written beyond {length}"
    );
}

/// A synchronous function answers 0 or a negative code.
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
            0,
            PHONES as usize,
            Some(completed),
            std::ptr::null_mut(),
        )
    };
    assert_eq!(result, 0);
}

fuzz_target!(|input: &[u8]| {
    INIT.call_once(init);
    let mut input = Input(input);
    let mut open = Vec::new();
    let mut accepted = 0_u64;
    let before = COMPLETED.load(Ordering::SeqCst);
    let mut request = 0;
    while !input.0.is_empty() {
        request += 1;
        let result = call(&mut input, &mut open, request);
        if result > 0 {
            assert_eq!(result.cast_unsigned(), request);
            accepted += 1;
        }
    }
    for phone in open {
        // SAFETY: no pointers.
        synchronous(unsafe { EXPORTS.phone_close(phone) });
    }
    assert_eq!(COMPLETED.load(Ordering::SeqCst) - before, accepted);
});

/// Does one call. Positive only for an asynchronous function that accepts.
fn call(input: &mut Input<'_>, open: &mut Vec<usize>, request: u32) -> i32 {
    let function = input.byte() % 24;
    match function {
        0 => {
            let version = VERSIONS[usize::from(input.byte()) % VERSIONS.len()];
            let (device, mut handle) = (input.number(), 0);
            // SAFETY: the output is a live variable, the function lives for ever.
            let result =
                unsafe { EXPORTS.phone_open(device, 77, &raw mut handle, version, Some(event)) };
            if result == 0 {
                open.push(handle);
            }
            synchronous(result);
        }
        1 => {
            let handle = input.handle(open);
            // SAFETY: no pointers.
            synchronous(unsafe { EXPORTS.phone_close(handle) });
            open.retain(|each| *each != handle);
        }
        2..=9 => return asynchronous(function, input, open, request),
        10..=14 => filling(function, input, open),
        15 => {
            let (handle, area, size) = (input.handle(open), input.number(), input.size());
            let mut data = input.memory(size);
            let length = u32::try_from(size).unwrap_or(0);
            // SAFETY: the buffer is a live vector of at least that size.
            let result = unsafe { EXPORTS.phone_get_data(handle, area, data.as_mut_ptr(), length) };
            synchronous(result);
            is_untouched(&data, size);
        }
        16..=19 => reading(function, input, open),
        20 => {
            let handle = input.handle(open);
            let (states, modes, buttons) = (input.number(), input.number(), input.number());
            // SAFETY: no pointers.
            synchronous(unsafe {
                EXPORTS.phone_set_status_messages(handle, states, modes, buttons)
            });
        }
        21 => {
            let (handle, version) = (input.handle(open), input.number());
            // SAFETY: no pointers.
            synchronous(unsafe { EXPORTS.phone_select_ext_version(handle, version) });
        }
        22 => {
            let (device, low, high, mut out) = (input.number(), input.number(), input.number(), 0);
            // SAFETY: the output is a live variable.
            synchronous(unsafe {
                EXPORTS.phone_negotiate_tspi_version(device, low, high, &raw mut out)
            });
        }
        _ => {
            let (device, version) = (input.number(), VERSIONS[usize::from(input.byte()) % 6]);
            let (low, high, mut out) = (input.number(), input.number(), 0);
            // SAFETY: the output is a live variable.
            synchronous(unsafe {
                EXPORTS.phone_negotiate_ext_version(device, version, low, high, &raw mut out)
            });
        }
    }
    0
}

fn asynchronous(function: u8, input: &mut Input<'_>, open: &[usize], request: u32) -> i32 {
    let handle = input.handle(open);
    let (first, second) = (input.number(), input.number());
    match function {
        2 | 3 => {
            let size = input.size();
            let mut data = input.memory(size);
            let length = u32::try_from(size).unwrap_or(0);
            // SAFETY: the buffer is a live vector of at least that size.
            let result = unsafe {
                if function == 2 {
                    EXPORTS.phone_set_data(request, handle, first, data.as_ptr(), length)
                } else {
                    EXPORTS.phone_set_display(request, handle, first, second, data.as_ptr(), length)
                }
            };
            data.fill(0);
            result
        }
        4 => {
            let (mut info, _) = input.structure();
            // SAFETY: the structure is a live vector as long as it says.
            unsafe { EXPORTS.phone_set_button_info(request, handle, first, info.as_mut_ptr()) }
        }
        5 => {
            let size = input.size();
            let mut params = input.memory(size);
            let length = u32::try_from(size).unwrap_or(0);
            // SAFETY: the buffer is a live vector of at least that size.
            unsafe { EXPORTS.phone_dev_specific(request, handle, params.as_mut_ptr(), length) }
        }
        // SAFETY: no pointers.
        6 => unsafe { EXPORTS.phone_set_lamp(request, handle, first, second) },
        // SAFETY: no pointers.
        7 => unsafe { EXPORTS.phone_set_ring(request, handle, first, second) },
        // SAFETY: no pointers.
        8 => unsafe { EXPORTS.phone_set_hook_switch(request, handle, first, second) },
        // SAFETY: no pointers.
        _ => unsafe { EXPORTS.phone_set_volume(request, handle, first, second) },
    }
}

/// Functions that fill a structure.
fn filling(function: u8, input: &mut Input<'_>, open: &[usize]) {
    let handle = input.handle(open);
    let number = input.number();
    let version = VERSIONS[usize::from(input.byte()) % VERSIONS.len()];
    let (mut memory, length) = input.structure();
    let structure = memory.as_mut_ptr();
    let class = [b't', b'a', b'p', b'i', b'/', input.byte(), 0].map(u16::from);
    // SAFETY: the structure is a live vector as long as it says; the class ends in a NUL.
    let result = unsafe {
        match function {
            10 => EXPORTS.phone_get_status(handle, structure),
            11 => EXPORTS.phone_get_display(handle, structure),
            12 => EXPORTS.phone_get_button_info(handle, number, structure),
            13 => EXPORTS.phone_get_dev_caps(number, version, 0, structure),
            _ => EXPORTS.phone_get_id(handle, structure, class.as_ptr(), 0),
        }
    };
    synchronous(result);
    is_untouched(&memory, length);
}

/// Functions that put out a number.
fn reading(function: u8, input: &mut Input<'_>, open: &[usize]) {
    let handle = input.handle(open);
    let number = input.number();
    let (mut first, mut second) = (0, 0);
    // SAFETY: the outputs are live variables.
    synchronous(unsafe {
        match function {
            16 => EXPORTS.phone_get_lamp(handle, number, &raw mut first),
            17 => EXPORTS.phone_get_ring(handle, &raw mut first, &raw mut second),
            18 => EXPORTS.phone_get_hook_switch(handle, &raw mut first),
            _ => EXPORTS.phone_get_volume(handle, number, &raw mut first),
        }
    });
}
