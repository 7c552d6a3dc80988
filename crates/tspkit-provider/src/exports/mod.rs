//! The functions that TAPI calls, as methods of one value.

mod boundary;
mod call;
mod dialogs;
mod extensions;
mod installation;
mod lifecycle;
mod line;
mod memory;
mod phone;

use self::boundary::Code;
pub(crate) use self::lifecycle::INITIALIZE_NEGOTIATION;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, atomic::AtomicU32},
};

use tspkit::{
    LineEntry, PhoneEntry,
    abi::{LineError, PhoneError},
};

use crate::{
    about::ServiceProvider,
    config::Configuration,
    functions::Functions,
    handles::{Entered, Handles},
    log::Log,
    provider::{Enumerated, OpenCall, OpenLine, OpenPhone, Provider},
};

/// How many providers can be enumerated at a time: a library serves one, or a few instances of it.
const MOST_ENUMERATED: usize = 8;

/// The exported functions of one library, with what they share.
///
/// [`export!`](crate::export) makes a static of it, and the functions with TAPI's names call its methods; tests
/// may have several. Every method may be called by any thread at any time, also inside the callbacks. What each
/// does, its parameters and errors are TAPI's page of that name; strings are UTF-16, handles numbers as wide as
/// a pointer. Codes that the pages leave open stand in the [crate's](crate) documentation.
///
/// # Safety of the methods
///
/// Each pointer must be null or valid for what the function's page says is read or written there: an output for
/// writing one value, a buffer for as many bytes as its size parameter says, a structure for as many as its
/// `dwTotalSize`, a string up to its NUL. None needs alignment. Procedures must be of the page's type and stay
/// callable for as long as the page says.
pub struct Exports {
    author: &'static (dyn ServiceProvider + 'static),
    exported: Functions,
    handles: &'static Handles,
    /// The whole library is this provider's, so that its panics can be told apart from the host's.
    owns_library: bool,
    /// Those between Init and Shutdown.
    providers: RwLock<Vec<Arc<Provider>>>,
    /// What TAPI said when it enumerated. No heap: a library may be unloaded after that.
    enumerated: Mutex<[Option<Enumerated>; MOST_ENUMERATED]>,
    log: Log,
    /// How many want the log open: providers, and calls outside Init and Shutdown.
    log_users: Mutex<u32>,
    pinned: AtomicU32,
}

impl Exports {
    /// The functions of that provider, with a table of handles of their own.
    pub const fn new(
        author: &'static (dyn ServiceProvider + 'static),
        exported: Functions,
        handles: &'static Handles,
    ) -> Self {
        Self {
            author,
            exported,
            handles,
            owns_library: false,
            providers: RwLock::new(Vec::new()),
            enumerated: Mutex::new([None; MOST_ENUMERATED]),
            log: Log::new(),
            log_users: Mutex::new(0),
            pinned: AtomicU32::new(0),
        }
    }

    /// The same for a library that is nothing but this provider: panics go to its log, and to nowhere else.
    #[doc(hidden)]
    pub const fn of_library(
        author: &'static (dyn ServiceProvider + 'static),
        exported: Functions,
        handles: &'static Handles,
    ) -> Self {
        let mut exports = Self::new(author, exported, handles);
        exports.owns_library = true;
        exports
    }

    pub(crate) fn handles(&self) -> &'static Handles {
        self.handles
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    fn configuration(&self) -> Configuration {
        Configuration::new(self.author.about())
    }

    /// What a phone's handle stands for.
    #[inline]
    fn open_phone(&self, handle: usize) -> Result<Entered<OpenPhone>, PhoneError> {
        self.handles
            .phones
            .enter(handle)
            .ok_or(PhoneError::InvalPhoneHandle)
    }

    /// The provider of a device id, and the phone as it is now.
    fn device(&self, device: u32) -> Result<(Arc<Provider>, PhoneEntry), PhoneError> {
        self.find_device(|provider| provider.phone(device))
    }

    /// What a line's handle stands for.
    fn open_line(&self, handle: usize) -> Result<Entered<OpenLine>, LineError> {
        let open = self.handles.lines.enter(handle);
        open.ok_or(LineError::InvalLineHandle)
    }

    /// What a call's handle stands for.
    fn open_call(&self, handle: usize) -> Result<Entered<OpenCall>, LineError> {
        let open = self.handles.calls.enter(handle);
        open.ok_or(LineError::InvalCallHandle)
    }

    /// The provider of a line's device id, and the line as it is now.
    fn line_device(&self, device: u32) -> Result<(Arc<Provider>, LineEntry), LineError> {
        self.find_device(|provider| provider.line(device))
    }

    fn find_device<D, E: Code>(
        &self,
        find: impl Fn(&Provider) -> Option<Result<D, E>>,
    ) -> Result<(Arc<Provider>, D), E> {
        let providers = self.providers();
        if providers.is_empty() {
            return Err(E::UNINITIALIZED);
        }
        for provider in providers {
            if let Some(device) = find(&provider) {
                return device.map(|device| (provider, device));
            }
        }
        Err(E::BAD_DEVICE_ID)
    }

    fn providers(&self) -> Vec<Arc<Provider>> {
        self.providers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn enumerated(&self) -> MutexGuard<'_, [Option<Enumerated>; MOST_ENUMERATED]> {
        self.enumerated
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exports").finish_non_exhaustive()
    }
}
