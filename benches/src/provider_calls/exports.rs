//! The exported functions of lines and calls, as TAPI has them, and what they tell TAPI.

use std::{
    cell::Cell,
    hint::black_box,
    ptr,
    sync::atomic::{AtomicU32, AtomicUsize, Ordering::SeqCst},
};

use tspkit::abi::{
    LineCallInfoStates, Message, TspiVersion, layout::LINECALLPARAMS, structure::StructWriter,
};
use tspkit_provider::{LineEventProc, hal::Hardware};

use crate::{
    block::Block,
    exports::{Session, VERSION},
};

// SAFETY: `export!` defines these, with these types.
#[allow(
    clippy::undocumented_unsafe_blocks,
    reason = "the lint does not see the comment of an extern block"
)]
unsafe extern "system" {
    fn TSPI_lineOpen(
        device: u32,
        tapi_line: usize,
        line: *mut usize,
        version: u32,
        event: LineEventProc,
    ) -> i32;
    fn TSPI_lineClose(line: usize) -> i32;
    fn TSPI_lineMakeCall(
        request: u32,
        line: usize,
        tapi_call: usize,
        call: *mut usize,
        number: *const u16,
        country: u32,
        params: *const u8,
    ) -> i32;
    fn TSPI_lineDrop(request: u32, call: usize, user_user: *const u8, size: u32) -> i32;
    fn TSPI_lineCloseCall(call: usize) -> i32;
    fn TSPI_lineGetCallInfo(call: usize, info: *mut u8) -> i32;
    fn TSPI_lineGetCallStatus(call: usize, status: *mut u8) -> i32;
    fn TSPI_lineSetAppSpecific(call: usize, value: u32) -> i32;
    fn TSPI_lineSetCallData(request: u32, call: usize, data: *const u8, size: u32) -> i32;
    fn TSPI_lineSendUserUserInfo(request: u32, call: usize, data: *const u8, size: u32) -> i32;
}

type Fill = unsafe extern "system" fn(usize, *mut u8) -> i32;
type SetNumber = unsafe extern "system" fn(usize, u32) -> i32;
type SetBytes = unsafe extern "system" fn(u32, usize, *const u8, u32) -> i32;

/// 300.
const NUMBER: &[u16] = &[0x33, 0x30, 0x30, 0];

static COMPLETED: AtomicU32 = AtomicU32::new(0);
static STATES: AtomicU32 = AtomicU32::new(0);
/// How often something of the last call was told.
static LAST_TOLD: AtomicU32 = AtomicU32::new(0);
static LAST: AtomicUsize = AtomicUsize::new(0);

extern "system" fn completed(_request: u32, result: i32) {
    assert_eq!(result, 0);
    COMPLETED.fetch_add(1, SeqCst);
}

extern "system" fn told(_: usize, call: usize, message: u32, first: usize, _: usize, _: usize) {
    if message == Message::LineCallState.code() {
        STATES.fetch_add(1, SeqCst);
    } else if message == Message::LineCallInfo.code()
        && call == LAST.load(SeqCst)
        && first & LineCallInfoStates::APPSPECIFIC.bits() as usize != 0
    {
        LAST_TOLD.fetch_add(1, SeqCst);
    }
}

/// What is told comes on another thread.
pub(crate) fn wait_until(done: impl Fn() -> bool) {
    while !done() {
        std::thread::yield_now();
    }
}

/// What a call is made with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Contents {
    /// Nothing.
    Nothing,
    /// Who calls, by number and name: what there is of an ordinary call.
    Caller,
    /// That, whom it is for, and every buffer.
    Everything,
}

/// A provider with lines open, and calls on them.
pub(crate) struct Lines {
    opened: Vec<usize>,
    calls: Vec<usize>,
    requests: Cell<u32>,
    get_call_info: Fill,
    get_call_status: Fill,
    set_app_specific: SetNumber,
    set_call_data: SetBytes,
    _session: Session,
}

impl Lines {
    /// Starts the provider over that hardware, with no line open.
    pub(crate) fn start(hardware: fn() -> Box<dyn Hardware>) -> Self {
        STATES.store(0, SeqCst);
        let session = Session::start(hardware, completed);
        Self {
            opened: Vec::new(),
            calls: Vec::new(),
            requests: Cell::new(COMPLETED.load(SeqCst)),
            // TAPI has them from `GetProcAddress`: nothing of them may be compiled into their caller.
            get_call_info: black_box(TSPI_lineGetCallInfo),
            get_call_status: black_box(TSPI_lineGetCallStatus),
            set_app_specific: black_box(TSPI_lineSetAppSpecific),
            set_call_data: black_box(TSPI_lineSetCallData),
            _session: session,
        }
    }

    /// Opens the first `count` lines.
    pub(crate) fn open(&mut self, count: u32) {
        for device in 0..count {
            let mut line = 0;
            let tapi = device as usize + 1;
            // SAFETY: the pointer is to a number of our own, the procedure is of TAPI's type.
            let opened = unsafe { TSPI_lineOpen(device, tapi, &raw mut line, VERSION, Some(told)) };
            assert_eq!(opened, 0);
            self.opened.push(line);
        }
    }

    /// Where the handles of as many lines and calls go.
    pub(crate) fn reserve(&mut self, lines: u32, calls: u32) {
        self.opened.reserve(lines as usize);
        self.calls.reserve(calls as usize);
    }

    /// Makes a call on one of the lines, and waits until it is up.
    pub(crate) fn make(&mut self, line: usize, contents: Contents) {
        let (mut call, tapi) = (0, self.calls.len() + 1);
        let params = params(contents);
        let params = params.as_ref().map_or(ptr::null(), Block::as_ptr);
        let number = match contents {
            Contents::Everything => NUMBER.as_ptr(),
            Contents::Nothing | Contents::Caller => ptr::null(),
        };
        let line = self.opened[line];
        LAST.store(tapi, SeqCst);
        let before = STATES.load(SeqCst);
        // SAFETY: the pointers are to a number of our own, to a text that ends, and to a structure as long as it says.
        self.ask(|request| unsafe {
            TSPI_lineMakeCall(request, line, tapi, &raw mut call, number, 0, params)
        });
        self.wait();
        wait_until(|| STATES.load(SeqCst) != before);
        self.calls.push(call);
    }

    /// The calls' handles.
    pub(crate) fn calls(&self) -> &[usize] {
        &self.calls
    }

    /// Fills LINECALLINFO.
    #[inline]
    pub(crate) fn call_info(&self, call: usize, block: &mut Block) -> i32 {
        // SAFETY: the structure is as long as it says.
        unsafe { (self.get_call_info)(call, block.as_mut_ptr()) }
    }

    /// Fills LINECALLSTATUS.
    #[inline]
    pub(crate) fn call_status(&self, call: usize, block: &mut Block) -> i32 {
        // SAFETY: the structure is as long as it says.
        unsafe { (self.get_call_status)(call, block.as_mut_ptr()) }
    }

    #[inline]
    pub(crate) fn set_app_specific(&self, call: usize, value: u32) {
        // SAFETY: numbers.
        let set = unsafe { (self.set_app_specific)(call, value) };
        assert_eq!(set, 0);
    }

    /// Has the last call told of, after everything that is still to be told, and waits for that.
    pub(crate) fn flush(&self) {
        let before = LAST_TOLD.load(SeqCst);
        let last = *self.calls.last().expect("there are calls");
        self.set_app_specific(last, before.wrapping_add(1));
        wait_until(|| LAST_TOLD.load(SeqCst) != before);
    }

    /// A request that must be accepted.
    #[inline]
    fn ask(&self, ask: impl FnOnce(u32) -> i32) {
        self.requests.set(self.requests.get().wrapping_add(1));
        // TAPI's have 31 bits and are not 0.
        let request = self.requests.get() % 0x7FFF_FFFF + 1;
        assert_eq!(u32::try_from(ask(request)), Ok(request));
    }

    /// Waits until all that was asked is done.
    pub(crate) fn wait(&self) {
        wait_until(|| COMPLETED.load(SeqCst) == self.requests.get());
    }

    /// Sets the call data, without waiting for that.
    #[inline]
    pub(crate) fn set_call_data(&self, call: usize, data: &[u8]) {
        // SAFETY: the bytes are there, and nobody writes them.
        self.ask(|request| unsafe {
            (self.set_call_data)(request, call, data.as_ptr(), size(data))
        });
    }

    /// Sends user-user information, likewise.
    pub(crate) fn send_user_user(&self, call: usize, data: &[u8]) {
        // SAFETY: the bytes are there, and nobody writes them.
        self.ask(|request| unsafe {
            TSPI_lineSendUserUserInfo(request, call, data.as_ptr(), size(data))
        });
    }

    /// Drops a call, likewise.
    pub(crate) fn drop_call(&self, call: usize) {
        // SAFETY: no bytes are given.
        self.ask(|request| unsafe { TSPI_lineDrop(request, call, ptr::null(), 0) });
    }

    /// Closes the last call.
    pub(crate) fn close_last(&mut self) {
        let call = self.calls.pop().expect("there are calls");
        // SAFETY: a number.
        let closed = unsafe { TSPI_lineCloseCall(call) };
        assert_eq!(closed, 0);
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        for line in self.opened.drain(..) {
            // SAFETY: a number.
            let closed = unsafe { TSPI_lineClose(line) };
            assert_eq!(closed, 0);
        }
    }
}

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("TAPI's sizes have 32 bits")
}

fn params(contents: Contents) -> Option<Block> {
    const BUFFER: [u8; 64] = [0x5A; 64];
    if let Contents::Nothing = contents {
        return None;
    }
    let mut block = Block::new(1024);
    let mut writer = StructWriter::<LINECALLPARAMS>::new(block.as_mut(), TspiVersion::V3_1)
        .expect("there is room for it");
    writer.put_utf16_nul(LINECALLPARAMS::CALLING_PARTY_ID, "+49 30 1234567");
    if let Contents::Everything = contents {
        writer.put_utf16_nul(LINECALLPARAMS::CALLED_PARTY, "Berta Clausen");
        for field in [
            LINECALLPARAMS::USER_USER_INFO,
            LINECALLPARAMS::HIGH_LEVEL_COMP,
            LINECALLPARAMS::LOW_LEVEL_COMP,
            LINECALLPARAMS::DEV_SPECIFIC,
            LINECALLPARAMS::CALL_DATA,
        ] {
            writer.put_bytes(field, &BUFFER);
        }
    }
    writer.finish();
    Some(block)
}
