//! A phone between open and close: where requests are accepted and answered.

mod answer;
mod ending;
mod submit;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use tspkit_delivery::Requests;
use tspkit_hal::{PhoneId, PhoneInfo, PhoneModel};

use super::{device::Device, payload::Payload};
use crate::{
    error::Error,
    office::{Callbacks, OfficeCore, lock},
};

/// The phone is out of reach.
const DISCONNECTED: u32 = 1;
/// Its use is suspended.
const SUSPENDED: u32 = 2;
/// It was removed.
const REMOVED: u32 = 4;
/// It was closed.
const CLOSED: u32 = 8;
/// A cancelled request is still with the driver, so that others may have to wait.
const BUSY: u32 = 16;
/// Its capabilities have changed since it was opened.
const REMODELLED: u32 = 32;

/// The order of the fields is that of their use: a request touches little memory of a phone.
#[repr(C)]
pub(crate) struct Session {
    /// Nothing set: requests need nothing but a look at the model.
    flags: AtomicU32,
    calling: Callbacks,
    office: Arc<OfficeCore>,
    model: Arc<PhoneModel>,
    id: PhoneId,
    /// Nobody is told of downloads that have succeeded.
    downloads_untold: AtomicBool,
    requests: Requests<Payload>,
    pub(crate) device: Arc<Device>,
    /// In place of `model`, once it has changed.
    remodelled: Mutex<Option<Arc<PhoneModel>>>,
}

impl Session {
    pub(super) fn open(office: &Arc<OfficeCore>, index: u32) -> Result<Arc<Self>, Error> {
        if office.is_closed() {
            return Err(Error::OfficeClosed);
        }
        let device = office.table.by_index(index)?;
        let session = device.open(|info, suspended| {
            let requests = Requests::new(office.options.request_limit);
            let slots = requests.initial_slots() as usize;
            office
                .dispatcher
                .reserve(slots)
                .map_err(|_| Error::NoMemory { phone: device.id })?;
            let session = Arc::new(Self {
                flags: AtomicU32::new(0),
                calling: Callbacks::default(),
                office: office.clone(),
                model: info.model.clone(),
                id: device.id,
                downloads_untold: AtomicBool::new(false),
                requests,
                device: device.clone(),
                remodelled: Mutex::default(),
            });
            session.note(info, suspended, false);
            Ok(session)
        })?;
        {
            let order = lock(&device.order);
            if !order.is_clear() {
                session.flags.fetch_or(BUSY, Ordering::SeqCst);
            }
        }
        // The office may have been closed meanwhile, without seeing this phone.
        if office.is_closed() {
            let _ = session.close();
            return Err(Error::OfficeClosed);
        }
        Ok(session)
    }

    /// Takes in how the phone is.
    pub(super) fn note(&self, info: &PhoneInfo, suspended: bool, removed: bool) {
        let states = [
            (DISCONNECTED, !info.connected),
            (SUSPENDED, suspended),
            (REMOVED, removed),
        ];
        for (flag, set) in states {
            if set {
                self.flags.fetch_or(flag, Ordering::SeqCst);
            } else {
                self.flags.fetch_and(!flag, Ordering::SeqCst);
            }
        }
        if !Arc::ptr_eq(&info.model, &self.model) {
            *lock(&self.remodelled) = Some(info.model.clone());
            self.flags.fetch_or(REMODELLED, Ordering::SeqCst);
        }
    }

    /// How long a request may take unless it says something else.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.office.options.deadline
    }

    /// It accepts nothing more: it is closed, or being closed.
    pub(super) fn is_shut(&self) -> bool {
        self.flags.load(Ordering::SeqCst) & CLOSED != 0
    }

    /// Whether downloads that have succeeded are told.
    pub(super) fn tell_downloads(&self, wanted: bool) {
        self.downloads_untold.store(!wanted, Ordering::SeqCst);
    }

    pub(super) fn model(&self) -> Arc<PhoneModel> {
        lock(&self.remodelled)
            .clone()
            .unwrap_or_else(|| self.model.clone())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.office.dispatcher.unreserve(self.requests.slots());
    }
}
