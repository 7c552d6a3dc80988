//! TAPI's memory of what it was told, and one line of it.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicUsize, Ordering},
    },
};

use crate::{
    support::{tapi::V3_0, until},
    tapi::{Filled, Lines},
};

pub const LINE_ADDRESSSTATE: u32 = 0;
pub const LINE_CALLINFO: u32 = 1;
pub const LINE_CALLSTATE: u32 = 2;
pub const LINE_CLOSE: u32 = 3;
pub const LINE_GENERATE: u32 = 7;
pub const LINE_LINEDEVSTATE: u32 = 8;
pub const LINE_NEWCALL: u32 = 500;

pub const IDLE: usize = 0x1;
pub const OFFERING: usize = 0x2;
pub const ACCEPTED: usize = 0x4;
pub const DIALTONE: usize = 0x8;
pub const RINGBACK: usize = 0x20;
pub const CONNECTED: usize = 0x100;
pub const ONHOLD: usize = 0x400;
pub const ONHOLDPENDTRANSFER: usize = 0x2000;
pub const DISCONNECTED: usize = 0x4000;

pub const CALLDATA: usize = 0x4000_0000;
pub const USERUSERINFO: usize = 0x0020_0000;

/// `LINEMEDIAMODE_INTERACTIVEVOICE`.
pub const VOICE: u32 = 4;

/// A message of a line, as TAPI was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    pub line: usize,
    pub call: usize,
    pub what: u32,
    pub params: [usize; 3],
}

/// Requests with their results, and how many messages there had been.
static COMPLETED: Mutex<Vec<(u32, i32, usize)>> = Mutex::new(Vec::new());
static MESSAGES: Mutex<Vec<Message>> = Mutex::new(Vec::new());
/// Lines of which TAPI takes no new call for now, and how often not.
static FULL: Mutex<Option<HashMap<usize, u32>>> = Mutex::new(None);
static NEXT_HANDLE: AtomicUsize = AtomicUsize::new(0x5000_0000_0000);
static NEXT_REQUEST: AtomicU32 = AtomicU32::new(1);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub unsafe extern "system" fn completion(request: u32, result: i32) {
    let messages = lock(&MESSAGES).len();
    lock(&COMPLETED).push((request, result, messages));
}

pub unsafe extern "system" fn event(
    line: usize,
    call: usize,
    what: u32,
    p1: usize,
    mut p2: usize,
    p3: usize,
) {
    if what == LINE_NEWCALL {
        let handle = if is_full(line) { 0 } else { next_handle() };
        // SAFETY: it points to where the provider wants the handle.
        unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(handle) };
        p2 = handle;
    }
    let params = [p1, p2, p3];
    lock(&MESSAGES).push(Message {
        line,
        call,
        what,
        params,
    });
}

/// TAPI is offered a call, and has no room for it.
fn is_full(line: usize) -> bool {
    let mut full = lock(&FULL);
    let times = full.as_mut().and_then(|full| full.get_mut(&line));
    times.is_some_and(|times| {
        let left = times.checked_sub(1);
        *times = left.unwrap_or(0);
        left.is_some()
    })
}

/// A handle of TAPI's that no other has.
pub fn next_handle() -> usize {
    NEXT_HANDLE.fetch_add(0x10, Ordering::SeqCst)
}

/// A request id that no other request has.
pub fn next_request() -> u32 {
    NEXT_REQUEST.fetch_add(1, Ordering::SeqCst)
}

/// What was completed so far under that id.
pub fn completed_so_far(request: u32) -> Vec<i32> {
    let all = lock(&COMPLETED);
    let own = all.iter().filter(|(id, ..)| *id == request);
    own.map(|(_, result, _)| *result).collect()
}

/// How many messages there had been when a request was completed.
pub fn messages_before(request: u32) -> Option<usize> {
    let all = lock(&COMPLETED);
    let own = all.iter().find(|(id, ..)| *id == request);
    own.map(|(.., messages)| *messages)
}

/// How many messages had been before the first one that `wanted` picks.
pub fn position(wanted: impl Fn(&Message) -> bool) -> Option<usize> {
    lock(&MESSAGES).iter().position(wanted)
}

/// The messages so far that `wanted` picks.
pub fn messages(wanted: impl Fn(&Message) -> bool) -> Vec<Message> {
    let all = lock(&MESSAGES);
    all.iter().filter(|each| wanted(each)).copied().collect()
}

/// How a request ends, which it does once.
#[track_caller]
pub fn outcome(request: u32) -> i32 {
    until("it is completed", || !completed_so_far(request).is_empty());
    let all = completed_so_far(request);
    assert_eq!(all.len(), 1, "{request} was completed {all:x?}");
    all[0]
}

/// Has something asked under a request id of its own, which is accepted; how that ends.
#[track_caller]
pub fn ask(asked: impl FnOnce(u32) -> i32) -> i32 {
    let request = next_request();
    assert_eq!(asked(request), request.cast_signed());
    outcome(request)
}

/// Likewise, and it succeeds.
#[track_caller]
pub fn done(asked: impl FnOnce(u32) -> i32) {
    assert_eq!(ask(asked), 0);
}

/// A line that TAPI has opened.
#[derive(Clone, Copy)]
pub struct Line {
    pub lines: Lines,
    pub handle: usize,
    pub tapi: usize,
}

/// A call that TAPI knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub handle: usize,
    pub tapi: usize,
}

impl Line {
    /// Opens a line, for voice calls.
    #[track_caller]
    pub fn open(lines: Lines, device: u32) -> Self {
        let line = Self::open_deaf(lines, device, V3_0);
        assert_eq!(lines.detect(line.handle, VOICE), 0);
        line
    }

    /// Opens a line for which nobody wants calls.
    #[track_caller]
    pub fn open_deaf(lines: Lines, device: u32, version: u32) -> Self {
        let tapi = next_handle();
        let (result, handle) = lines.open_as(device, tapi, version, Some(event));
        assert_eq!(result, 0);
        assert_ne!(handle, 0);
        Self {
            lines,
            handle,
            tapi,
        }
    }

    /// TAPI takes no new calls of this line for now, or takes them again.
    pub fn set_full(&self, is_full: bool) {
        self.refuse(if is_full { u32::MAX } else { 0 });
    }

    /// TAPI takes no new calls of this line that many times.
    pub fn refuse(&self, times: u32) {
        lock(&FULL).get_or_insert_default().insert(self.tapi, times);
    }

    /// Makes a call, which succeeds as far as that.
    #[track_caller]
    pub fn make(&self, number: Option<&str>, params: Option<&[u8]>) -> Call {
        let (request, tapi) = (next_request(), next_handle());
        let (result, handle) = self
            .lines
            .make_call(request, self.handle, tapi, number, params);
        assert_eq!(result, request.cast_signed());
        assert_ne!(handle, 0);
        assert_eq!(outcome(request), 0);
        Call { handle, tapi }
    }

    /// The call that comes in as number so many, from 0.
    #[track_caller]
    pub fn comes_in(&self, number: usize) -> Call {
        let came = || {
            messages(|each| each.line == self.tapi && each.what == LINE_NEWCALL)
                .into_iter()
                .filter(|each| each.params[1] != 0)
                .map(|each| Call {
                    handle: each.params[0],
                    tapi: each.params[1],
                })
                .nth(number)
        };
        until("a call comes in", || came().is_some());
        came().expect("it has come")
    }

    /// What TAPI was told of this line, the calls left out.
    pub fn told(&self, what: u32) -> Vec<[usize; 3]> {
        let own = messages(|each| each.line == self.tapi && each.what == what);
        own.into_iter().map(|each| each.params).collect()
    }

    /// Waits until a call has reached a state.
    #[track_caller]
    pub fn reach(&self, call: Call, state: usize) {
        until("a state of the call", || {
            self.states(call).iter().any(|told| told[0] == state)
        });
    }

    /// The states of a call with what goes with them.
    pub fn states(&self, call: Call) -> Vec<[usize; 3]> {
        self.of_call(call, LINE_CALLSTATE)
    }

    /// Waits until a change of a call has been told that many times.
    #[track_caller]
    pub fn changes(&self, call: Call, state: usize, times: usize) {
        until("a change of the call", || {
            let told = self.of_call(call, LINE_CALLINFO);
            let own = told.iter().filter(|params| params[0] & state != 0);
            own.count() >= times
        });
    }

    pub fn of_call(&self, call: Call, what: u32) -> Vec<[usize; 3]> {
        let own =
            |each: &Message| each.line == self.tapi && each.call == call.tapi && each.what == what;
        messages(own).into_iter().map(|each| each.params).collect()
    }

    /// `LINECALLINFO` of a call.
    #[track_caller]
    pub fn info(&self, call: Call) -> Filled {
        let (result, info) = self.lines.call_info(call.handle);
        assert_eq!(result, 0);
        info
    }

    /// Shows what a variable field of `LINECALLINFO` is to hold at once or soon.
    #[track_caller]
    pub fn shows(&self, call: Call, offset: usize, expected: &[u8]) {
        until("the call's information", || {
            field(&self.info(call), offset) == expected
        });
    }
}

/// The `DWORD` at an offset.
pub fn dword(bytes: &[u8], offset: usize) -> u32 {
    u32::from_le_bytes(*bytes[offset..].first_chunk().expect("it is inside"))
}

/// A variable field whose size and offset stand there.
pub fn field(bytes: &[u8], offset: usize) -> &[u8] {
    let (size, start) = (
        dword(bytes, offset) as usize,
        dword(bytes, offset + 4) as usize,
    );
    &bytes[start..start + size]
}

/// Likewise a text, without its NUL.
pub fn text(bytes: &[u8], offset: usize) -> String {
    let units = field(bytes, offset).chunks_exact(2);
    let units: Vec<u16> = units
        .map(|two| u16::from_le_bytes([two[0], two[1]]))
        .collect();
    let units = units.strip_suffix(&[0]).unwrap_or(&units);
    String::from_utf16(units).expect("it is UTF-16")
}

/// A `LINECALLPARAMS` of 3.0 with those variable fields, by the offsets of their sizes.
pub fn params(fields: &[(usize, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0; 180];
    for (offset, data) in fields {
        let start = u32::try_from(bytes.len()).expect("it is small");
        let size = u32::try_from(data.len()).expect("it is small");
        bytes[*offset..*offset + 4].copy_from_slice(&size.to_le_bytes());
        bytes[*offset + 4..*offset + 8].copy_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(data);
    }
    let total = u32::try_from(bytes.len()).expect("it is small");
    bytes[..4].copy_from_slice(&total.to_le_bytes());
    bytes
}
