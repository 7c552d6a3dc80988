//! An office: the phones and lines behind one driver.

mod callbacks;
mod closing;
mod core;
mod courier;
mod deliverer;
mod intake;
mod last;
mod register;
mod table;
mod timekeeper;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use thiserror::Error;
use tspkit_hal::{Hardware, LineId, PhoneId, PhoneInfo};

pub(crate) use self::{
    callbacks::{Callbacks, Tellings},
    core::OfficeCore,
    deliverer::{Answer, Deliverer, Job, Merged, OnDrop, Source},
    register::Register,
};
use crate::{
    call::CallError,
    drivers::OpenError,
    error::Error,
    event::{Event, Events, Subscription},
    line::{Line, LineEntry},
    options::OpenOptions,
    phone::Phone,
};

/// Locks, whatever a panicking thread has left behind: no lock of this crate is held while foreign code runs, but a call's
/// where [`Call::with_info`](crate::Call::with_info) shows it, for looking alone.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The hardware behind one driver, opened.
///
/// Cheap to clone; every clone is the same office, and so is every [`Phone`] and [`Line`] of it. It is closed by
/// [`close`](Self::close), or when the last of them is dropped. Any thread may use it.
#[derive(Clone)]
pub struct Office(Arc<Owner>);

/// Closes the office when nobody has it any more.
struct Owner(Arc<OfficeCore>);

/// A phone of an office, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhoneEntry {
    /// Its number in the office, from 0. Numbers of removed phones are not used again.
    pub index: u32,
    /// What it is and can do, and whether it is connected.
    pub info: PhoneInfo,
    /// It is suspended.
    pub suspended: bool,
    /// It is open.
    pub open: bool,
}

impl Office {
    pub(crate) fn open(
        options: OpenOptions,
        hardware: Box<dyn Hardware>,
    ) -> Result<Self, OpenError> {
        Ok(Self(Arc::new(Owner(OfficeCore::open(options, hardware)?))))
    }

    /// The phones there are now, those that have been removed left out.
    pub fn phones(&self) -> Vec<PhoneEntry> {
        self.core().table.entries()
    }

    /// The phone of that number; `None` when there is none, or it has been removed. However many phones there
    /// are, this takes no longer.
    ///
    /// ```
    /// let office = tspkit::open("sim:")?;
    /// let entry = office.entry(0).expect("there is a first phone");
    /// assert_eq!(office.find(entry.info.id), Some(entry));
    /// # Ok::<(), tspkit::OpenError>(())
    /// ```
    pub fn entry(&self, index: u32) -> Option<PhoneEntry> {
        self.core().table.by_index(index).ok()?.entry()
    }

    /// As [`entry`](Self::entry), by the driver's number for the phone.
    pub fn find(&self, id: PhoneId) -> Option<PhoneEntry> {
        self.core().table.by_id(id)?.entry()
    }

    /// Opens the phone of that number.
    ///
    /// # Errors
    ///
    /// `PHONEERR_BADDEVICEID` when there is none, `PHONEERR_NODEVICE` when it has been removed,
    /// `PHONEERR_ALLOCATED` when it is open already, `PHONEERR_NOMEM`, and `PHONEERR_UNINITIALIZED` when the
    /// office is closed. A phone that is not connected can be opened.
    pub fn phone(&self, index: u32) -> Result<Phone, Error> {
        Phone::open(self, index)
    }

    /// The lines there are now, those that have been removed left out.
    pub fn lines(&self) -> Vec<LineEntry> {
        self.core().lines.entries()
    }

    /// The line of that number; `None` when there is none, or it has been removed. However many lines there are,
    /// this takes no longer.
    pub fn line_entry(&self, index: u32) -> Option<LineEntry> {
        self.core().lines.by_index(index).ok()?.entry()
    }

    /// As [`line_entry`](Self::line_entry), by the driver's number for the line.
    pub fn find_line(&self, id: LineId) -> Option<LineEntry> {
        self.core().lines.by_id(id)?.entry()
    }

    /// Opens the line of that number (`TSPI_lineOpen`).
    ///
    /// # Errors
    ///
    /// `LINEERR_BADDEVICEID` when there is none, `LINEERR_NODEVICE` when it has been removed, `LINEERR_ALLOCATED` when it is
    /// open already, `LINEERR_NOMEM`, and `LINEERR_UNINITIALIZED` when the office is closed. A line that is out of
    /// service can be opened.
    pub fn line(&self, index: u32) -> Result<Line, CallError> {
        Line::open(self, index)
    }

    /// Has `listener` called for every event from now on, until the subscription is dropped. One call at a
    /// time, and never while an answer's callback runs; on any thread.
    pub fn on_event(&self, listener: impl Fn(&Event) + Send + Sync + 'static) -> Subscription {
        self.core().listeners().add(Arc::new(listener))
    }

    /// The events from now on, one after another.
    pub fn events(&self) -> Events {
        Events::new(self.core().listeners())
    }

    /// This thread is inside a callback of this office.
    pub fn is_in_callback(&self) -> bool {
        self.core().dispatcher.is_delivering()
    }

    /// Closes the office: closes its phones and lines, which answers every open request, stops the driver and ends every
    /// thread. Nothing is called back afterwards. Closing it again does nothing; while another thread is closing it, it waits
    /// for the answers and callbacks as that does, and leaves the driver to it.
    ///
    /// Inside a callback the answers are delivered nested, on this thread, and the driver is stopped by another
    /// one, which waits for the callback to return if that runs on a thread of the driver's.
    ///
    /// # Errors
    ///
    /// When something did not end within [`OpenOptions::close_limit`]; the office is closed all the same.
    /// Callbacks of events are waited for as well, those about phones that are not open included.
    pub fn close(&self) -> Result<(), CloseError> {
        self.core().close()
    }

    pub(crate) fn core(&self) -> &Arc<OfficeCore> {
        &self.0.0
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Err(error) = self.0.close() {
            tracing::error!(%error, "an office was dropped and did not close in time");
        }
    }
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office")
            .field("phones", &self.phones().len())
            .field("lines", &self.lines().len())
            .finish_non_exhaustive()
    }
}

/// What did not end in time when something was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CloseError {
    /// A callback was running on another thread and did not return. Answers that are still owed are given
    /// when it does.
    #[error("a callback on another thread did not return within the close limit")]
    CallbackRunning,
    /// The driver did not stop: some of it still runs, and its code must stay in memory.
    #[error("the driver did not stop within the close limit")]
    DriverRunning,
}
