//! A provider over the bench's drivers, and its exported functions as TAPI has them: by their addresses.

use std::{
    hint::black_box,
    sync::{Mutex, PoisonError},
};

use tspkit_provider::{
    About, CompletionProc, Configuration, LineEventProc, PhoneEventProc, ServiceProvider, export,
    hal::Hardware, tspkit::OpenError,
};

/// Makes the hardware of the next session.
type Make = fn() -> Box<dyn Hardware>;
type SetData = unsafe extern "system" fn(u32, usize, u32, *const u8, u32) -> i32;

pub(crate) const VERSION: u32 = 0x0003_0001;
const PROVIDER: u32 = 1;

static HARDWARE: Mutex<Option<Make>> = Mutex::new(None);

struct Bench;

impl ServiceProvider for Bench {
    fn about(&self) -> About {
        About::new("tspkit", "Provider Bench", "bench.tsp")
    }

    fn hardware(&self, _: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        let make = *HARDWARE.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(make.expect("a session says which hardware it wants")())
    }
}

export!(Bench);

// SAFETY: the macro above defines these, with these types.
#[allow(
    clippy::undocumented_unsafe_blocks,
    reason = "the lint does not see the comment of an extern block"
)]
unsafe extern "system" {
    fn TSPI_lineNegotiateTSPIVersion(device: u32, low: u32, high: u32, version: *mut u32) -> i32;
    fn TSPI_providerEnumDevices(
        permanent_id: u32,
        lines: *mut u32,
        phones: *mut u32,
        provider: usize,
        line_create: LineEventProc,
        phone_create: PhoneEventProc,
    ) -> i32;
    fn TSPI_providerInit(
        version: u32,
        permanent_id: u32,
        line_base: u32,
        phone_base: u32,
        lines: usize,
        phones: usize,
        completion: CompletionProc,
        options: *mut u32,
    ) -> i32;
    fn TSPI_providerShutdown(version: u32, permanent_id: u32) -> i32;
    fn TSPI_phoneOpen(
        device: u32,
        tapi_phone: usize,
        phone: *mut usize,
        version: u32,
        event: PhoneEventProc,
    ) -> i32;
    fn TSPI_phoneSetStatusMessages(phone: usize, states: u32, modes: u32, buttons: u32) -> i32;
    fn TSPI_phoneClose(phone: usize) -> i32;
    fn TSPI_phoneSetData(request: u32, phone: usize, area: u32, data: *const u8, size: u32) -> i32;
}

extern "system" fn line_event(_: usize, _: usize, _: u32, _: usize, _: usize, _: usize) {}
extern "system" fn phone_event(_: usize, _: u32, _: usize, _: usize, _: usize) {}

/// From `TSPI_providerInit` to `TSPI_providerShutdown`.
pub(crate) struct Session {
    phones: Vec<usize>,
    set_data: SetData,
}

impl Session {
    /// Starts the provider over that hardware, with no phone open.
    pub(crate) fn start(hardware: Make, completion: extern "system" fn(u32, i32)) -> Self {
        *HARDWARE.lock().unwrap_or_else(PoisonError::into_inner) = Some(hardware);
        let (mut version, mut lines, mut phones, mut options) = (0, 0, 0, 0);
        // SAFETY: the pointer is to a number of our own.
        let negotiated = unsafe {
            TSPI_lineNegotiateTSPIVersion(u32::MAX, 0x0002_0000, VERSION, &raw mut version)
        };
        assert_eq!((negotiated, version), (0, VERSION));
        // SAFETY: the pointers are to numbers of our own, the procedures are of TAPI's types.
        let enumerated = unsafe {
            TSPI_providerEnumDevices(
                PROVIDER,
                &raw mut lines,
                &raw mut phones,
                0x10,
                Some(line_event),
                Some(phone_event),
            )
        };
        assert_eq!(enumerated, 0);
        // SAFETY: as above.
        let initialised = unsafe {
            TSPI_providerInit(
                VERSION,
                PROVIDER,
                0,
                0,
                lines as usize,
                phones as usize,
                Some(completion),
                &raw mut options,
            )
        };
        assert_eq!(initialised, 0);
        Self {
            phones: Vec::with_capacity(phones as usize),
            // TAPI has it from `GetProcAddress`: nothing of it may be compiled into its caller.
            set_data: black_box(TSPI_phoneSetData),
        }
    }

    /// Opens the first `count` phones; where their handles go is there already.
    pub(crate) fn open(&mut self, count: u32) {
        for device in 0..count {
            let mut handle = 0;
            let tapi = device as usize + 1;
            // SAFETY: the pointer is to a number of our own, the procedure is of TAPI's type.
            let opened = unsafe {
                TSPI_phoneOpen(device, tapi, &raw mut handle, VERSION, Some(phone_event))
            };
            assert_eq!(opened, 0);
            self.phones.push(handle);
        }
    }

    /// Asks for `PHONE_STATE` messages about everything.
    pub(crate) fn watch(&self, phone: usize) {
        // SAFETY: numbers.
        let watched = unsafe { TSPI_phoneSetStatusMessages(self.phones[phone], 0xFF_FFFF, 0, 0) };
        assert_eq!(watched, 0);
    }

    /// A download to area 0, which must be accepted.
    pub(crate) fn download(&self, phone: usize, request: u32, data: &[u8]) {
        let size = u32::try_from(data.len()).expect("TAPI's sizes have 32 bits");
        let handle = self.phones[phone];
        // SAFETY: the bytes are there, and nobody writes them.
        let result = unsafe { (self.set_data)(request, handle, 0, data.as_ptr(), size) };
        assert_eq!(u32::try_from(result), Ok(request));
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for phone in self.phones.drain(..) {
            // SAFETY: a number.
            let closed = unsafe { TSPI_phoneClose(phone) };
            assert_eq!(closed, 0);
        }
        // SAFETY: numbers.
        let shut_down = unsafe { TSPI_providerShutdown(VERSION, PROVIDER) };
        assert_eq!(shut_down, 0);
    }
}
