//! A provider between `TSPI_providerInit` and `TSPI_providerShutdown`.

mod call;
mod completions;
mod devices;
mod guid;
mod line;
mod link;
mod pairs;
mod phone;

use std::{
    str::FromStr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering, fence},
    },
    time::Duration,
};

use tspkit::{
    CloseError, LineEntry, Office, OpenOptions, PhoneEntry, PhoneId,
    abi::{LineError, PhoneError},
    hal::{Hardware, Inventory},
};

pub(crate) use self::{
    call::{OpenCall, call_params, submit},
    completions::DEV_SPECIFIC,
    line::{
        LINE_CLASS, LineArguments, LineAsked, OpenLine, THE_ADDRESS, address_capabilities,
        line_capabilities, line_refused,
    },
    link::Link,
    phone::{OpenArguments, OpenPhone, PHONE_CLASS, capabilities, display_text, refused},
};
use self::{completions::Completions, devices::Devices, guid::permanent_guid, pairs::Pairs};
use crate::{
    config::Configuration,
    exports::Exports,
    raw::{CompletionProc, LineEventProc, PhoneEventProc},
};

/// What TAPI says when it enumerates the devices: the callbacks serve devices that come and go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Enumerated {
    pub(crate) permanent_id: u32,
    pub(crate) tapi_handle: usize,
    pub(crate) line_create: LineEventProc,
    pub(crate) phone_create: PhoneEventProc,
}

/// What TAPI says when it initialises a provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Initialised {
    pub(crate) permanent_id: u32,
    pub(crate) line_base: u32,
    pub(crate) lines: u32,
    pub(crate) phone_base: u32,
    pub(crate) phones: u32,
    pub(crate) completion: CompletionProc,
}

/// The hardware behind one permanent provider id, opened.
pub(crate) struct Provider {
    pub(crate) permanent_id: u32,
    pub(crate) link: Arc<Link>,
    /// How many calls of `TSPI_providerInit` are to be matched.
    pairs: AtomicU32,
    office: OnceLock<Office>,
}

impl Provider {
    /// A provider that is not open yet: nothing but the numbers of its phones and lines.
    pub(crate) fn new(
        exports: &'static Exports,
        configuration: &Configuration,
        enumerated: Option<Enumerated>,
        initialised: Initialised,
        inventory: &Inventory,
    ) -> Self {
        let phones = inventory.phones.iter().map(|phone| phone.id);
        let lines = inventory.lines.iter().map(|line| line.id);
        let link = Link {
            exports,
            permanent_id: initialised.permanent_id,
            tapi_handle: enumerated.map_or(0, |enumerated| enumerated.tapi_handle),
            phone_create: enumerated.and_then(|enumerated| enumerated.phone_create),
            line_create: enumerated.and_then(|enumerated| enumerated.line_create),
            phones: Devices::new(initialised.phone_base, initialised.phones, phones),
            lines: Devices::new(initialised.line_base, initialised.lines, lines),
            pairs: Pairs::new(&inventory.phones),
            completions: Arc::new(Completions::new(exports, initialised.completion)),
            closed: AtomicBool::new(false),
            sync_limit: duration(configuration, "SyncLimit", Duration::from_secs(5)),
        };
        Self {
            permanent_id: initialised.permanent_id,
            link: Arc::new(link),
            pairs: AtomicU32::new(1),
            office: OnceLock::new(),
        }
    }

    /// Starts the hardware. Callbacks may come from here on.
    pub(crate) fn open(
        &self,
        configuration: &Configuration,
        hardware: Box<dyn Hardware>,
    ) -> Result<(), LineError> {
        let link = self.link.clone();
        let options = OpenOptions::new()
            .completion_sink(self.link.completions.clone())
            .line_completion_sink(self.link.completions.clone())
            .close_limit(duration(
                configuration,
                "CloseLimit",
                Duration::from_secs(2),
            ))
            .request_limit(setting(configuration, "RequestLimit", 1024))
            .known_phones(self.link.phones.known())
            .known_lines(self.link.lines.known())
            .on_event(move |event| link.tell(event));
        let office = options.open_hardware(hardware).map_err(|error| {
            tracing::error!(%error, "the hardware cannot be opened");
            match error {
                tspkit::OpenError::Thread(_) => LineError::ResourceUnavail,
                _ => LineError::OperationFailed,
            }
        })?;
        if self.office.set(office).is_err() {
            tracing::error!("the hardware was opened twice");
            return Err(LineError::OperationFailed);
        }
        Ok(())
    }

    /// The same provider is initialised once more.
    pub(crate) fn count_pair(&self) {
        self.pairs.fetch_add(1, Ordering::Relaxed);
    }

    /// One shutdown has come; `true` for the last.
    pub(crate) fn end_pair(&self) -> bool {
        self.pairs.fetch_sub(1, Ordering::Relaxed) == 1
    }

    pub(crate) fn office(&self) -> Result<&Office, PhoneError> {
        self.office.get().ok_or(PhoneError::Uninitialized)
    }

    /// The phone behind a device id of this provider; `None` when the id is not one of them.
    pub(crate) fn phone(&self, device: u32) -> Option<Result<PhoneEntry, PhoneError>> {
        let phone = self.link.phones.find(device)?;
        Some(
            phone
                .map_err(PhoneError::from)
                .and_then(|phone| self.entry(phone)),
        )
    }

    pub(crate) fn entry(&self, phone: PhoneId) -> Result<PhoneEntry, PhoneError> {
        self.office()?.find(phone).ok_or(PhoneError::NoDevice)
    }

    /// Likewise the line behind a device id.
    pub(crate) fn line(&self, device: u32) -> Option<Result<LineEntry, LineError>> {
        let line = self.link.lines.find(device)?;
        Some(line.map_err(LineError::from).and_then(|line| {
            let office = self.office.get().ok_or(LineError::Uninitialized)?;
            office.find_line(line).ok_or(LineError::NoDevice)
        }))
    }

    /// Answers everything that is pending, stops the hardware, and calls nothing back afterwards.
    pub(crate) fn close(&self) -> Result<(), CloseError> {
        self.link.closed.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        let handles = self.link.exports.handles();
        // Kept until the office is closed, which waits for all of them at once: letting one go waits for it alone.
        let own: Vec<_> = handles
            .phones
            .all()
            .filter(|open| Arc::ptr_eq(&open.link, &self.link))
            .collect();
        for open in &own {
            open.close();
        }
        let own_lines: Vec<_> = handles
            .lines
            .all()
            .filter(|open| Arc::ptr_eq(&open.link, &self.link))
            .collect();
        for open in &own_lines {
            open.close_handles();
        }
        let closed = self.office.get().map_or(Ok(()), Office::close);
        drop((own, own_lines));
        closed
    }

    /// This thread is in one of this provider's callbacks.
    pub(crate) fn is_in_callback(&self) -> bool {
        self.office.get().is_some_and(Office::is_in_callback)
    }
}

/// A configuration value, or what stands for it when there is none or it makes no sense.
fn setting<T: FromStr<Err: ToString>>(configuration: &Configuration, key: &str, default: T) -> T {
    configuration
        .parsed(key)
        .unwrap_or_else(|error| {
            tracing::error!(%error, "the default is used instead");
            None
        })
        .unwrap_or(default)
}

/// A time such as `5s` or `500ms`.
fn duration(configuration: &Configuration, key: &str, default: Duration) -> Duration {
    setting::<humantime::Duration>(configuration, key, default.into()).into()
}
