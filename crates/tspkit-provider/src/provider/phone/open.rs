//! A phone between `TSPI_phoneOpen` and `TSPI_phoneClose`.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering, fence},
    },
    time::Instant,
};

use tspkit::{
    CloseError, Error, Phone, PhoneRequest, Request,
    abi::{ButtonModes, ButtonStates, PhoneError, PhoneStates, TspiVersion},
};

use crate::{
    handles::{Entered, Kind},
    provider::{Link, Provider},
    raw::PhoneEventProc,
};

/// What a phone's handle stands for.
pub(crate) struct OpenPhone {
    pub(crate) phone: Phone,
    pub(crate) link: Arc<Link>,
    pub(crate) version: TspiVersion,
    pub(super) tapi_handle: usize,
    pub(super) event: PhoneEventProc,
    /// What TAPI wants to be told: `SetStatusMessages`.
    states: AtomicU32,
    /// Every mode and state that TAPI has a name for lies in the lower half.
    button_modes: AtomicU16,
    button_states: AtomicU16,
    /// The phone has been asked for what its events had not told.
    pub(super) asked: AtomicBool,
}

/// What TAPI says when it opens a phone.
pub(crate) struct OpenArguments {
    pub(crate) device: u32,
    pub(crate) tapi_handle: usize,
    pub(crate) version: TspiVersion,
    pub(crate) event: PhoneEventProc,
}

impl Provider {
    /// Opens a phone; `hand_out` is given its handle before anything can be called back for it.
    pub(crate) fn open_phone(
        &self,
        arguments: &OpenArguments,
        hand_out: impl FnOnce(usize),
    ) -> Result<(), PhoneError> {
        let entry = self
            .phone(arguments.device)
            .ok_or(PhoneError::BadDeviceId)??;
        let office = self.office()?;
        let phone = office.phone(entry.index).map_err(|error| {
            tracing::info!(%error, "refused");
            error.code()
        })?;
        let id = phone.id();
        // Until TAPI asks for it.
        phone.tell_downloads(false);
        let open = Box::new(OpenPhone {
            phone,
            link: self.link.clone(),
            version: arguments.version,
            tapi_handle: arguments.tapi_handle,
            event: arguments.event,
            // What TAPI must always be told; everything else is off at first.
            states: AtomicU32::new(PhoneStates::REINIT.bits()),
            button_modes: AtomicU16::new(0),
            button_states: AtomicU16::new(0),
            asked: AtomicBool::new(false),
        });
        let handle = self
            .link
            .exports
            .handles()
            .phones
            .insert(open)
            .ok_or_else(|| {
                tracing::error!("more phones are open than there are handles");
                PhoneError::ResourceUnavail
            })?;
        hand_out(handle);
        self.link.phones.opened(id, handle);
        // Shut down, or removed, before its handle was known: then nobody else closes it. Against the fence in
        // `close`: either this sees that, or the handle is seen there.
        fence(Ordering::SeqCst);
        let gone = if self.link.is_closed() {
            PhoneError::Uninitialized
        } else if office.find(id).is_none() {
            PhoneError::NoDevice
        } else {
            return Ok(());
        };
        match self.link.exports.handles().phones.enter(handle) {
            // Something may just be called back for it.
            Some(open) => match open.close_all() {
                Some(Ok(())) => Err(gone),
                Some(Err(error)) => {
                    tracing::error!(%error, "a phone that was opened too late did not close in time");
                    Err(gone)
                }
                None => Ok(()),
            },
            // It was opened, and has been closed since.
            None => Ok(()),
        }
    }
}

impl OpenPhone {
    /// Says what TAPI wants to be told. `REINIT` cannot be turned off.
    pub(crate) fn set_status_messages(
        &self,
        states: PhoneStates,
        modes: ButtonModes,
        buttons: ButtonStates,
    ) {
        let states = states | PhoneStates::REINIT;
        self.phone
            .tell_downloads(states.contains(PhoneStates::OTHER));
        self.states.store(states.bits(), Ordering::SeqCst);
        let half = |bits: u32| u16::try_from(bits & 0xFFFF).unwrap_or_default();
        self.button_modes
            .store(half(modes.bits()), Ordering::SeqCst);
        self.button_states
            .store(half(buttons.bits()), Ordering::SeqCst);
    }

    pub(super) fn wanted(&self, states: PhoneStates) -> PhoneStates {
        states & PhoneStates::from_bits_retain(self.states.load(Ordering::SeqCst))
    }

    pub(super) fn wants_button(&self, mode: ButtonModes, state: ButtonStates) -> bool {
        mode.bits() & u32::from(self.button_modes.load(Ordering::SeqCst)) != 0
            && state.bits() & u32::from(self.button_states.load(Ordering::SeqCst)) != 0
    }

    /// Hands a request to the phone, to be completed under that number.
    #[inline]
    pub(crate) fn submit(&self, number: u64, request: PhoneRequest) -> Result<(), PhoneError> {
        self.phone
            .submit(number, request)
            .map_err(|error| refused(&error))
    }

    /// Answers from what is known, and asks the phone for what is not.
    pub(crate) fn read<T>(
        &self,
        request: &PhoneRequest,
        known: impl FnOnce(&tspkit::PhoneStatus) -> Option<T>,
        ask: impl FnOnce(&Phone) -> Request<T>,
    ) -> Result<T, PhoneError> {
        self.phone.check(request).map_err(|error| refused(&error))?;
        match known(&self.phone.status()) {
            Some(answer) => Ok(answer),
            None => self.ask(ask(&self.phone)),
        }
    }

    /// Waits for the phone's answer, within the limit for synchronous functions. Closing the phone ends it.
    pub(crate) fn ask<T>(&self, request: Request<T>) -> Result<T, PhoneError> {
        let began = Instant::now();
        let answer = request.deadline(self.link.sync_limit).wait();
        answer.map_err(|error| {
            tracing::warn!(%error, waited = ?began.elapsed(), "a synchronous function failed");
            listed(error.code())
        })
    }

    /// Closes the phone, whose handle is closed already: answers everything that is pending.
    pub(crate) fn close_phone(&self, handle: usize) -> Result<(), CloseError> {
        self.link.phones.closed(self.phone.id(), handle);
        self.phone.close()
    }
}

impl Kind for OpenPhone {
    const MARK: u8 = 1;
}

impl Entered<OpenPhone> {
    /// Closes the handle and the phone; `None` when somebody else does.
    pub(crate) fn close_all(&self) -> Option<Result<(), CloseError>> {
        self.close().then(|| self.close_phone(self.handle()))
    }
}

/// The code of a refusal, whose reason goes to the log.
#[cold]
pub(crate) fn refused(error: &Error) -> PhoneError {
    tracing::info!(%error, "refused");
    listed(error.code())
}

/// What stands for a code that no function with a handle lists.
const fn listed(code: PhoneError) -> PhoneError {
    match code {
        // The office closes while the handle is still known.
        PhoneError::Uninitialized => PhoneError::InvalPhoneHandle,
        code => code,
    }
}

impl fmt::Debug for OpenPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPhone")
            .field("phone", &self.phone)
            .finish_non_exhaustive()
    }
}
