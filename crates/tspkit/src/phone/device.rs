//! A phone of an office, open or not.

use std::sync::{Arc, Mutex};

use tspkit_abi::PhoneStates;
use tspkit_hal::{PhoneEvent, PhoneId, PhoneInfo, PhoneReply, PhoneRequest};

use super::{area_order::AreaOrder, session::Session, status::PhoneStatus};
use crate::{
    error::Error,
    office::{Merged, PhoneEntry, Tellings, lock},
};

/// What there is of a phone for as long as the office is open.
pub(crate) struct Device {
    pub(crate) id: PhoneId,
    index: u32,
    state: Mutex<State>,
    pub(crate) tellings: Tellings,
    pub(super) order: Mutex<AreaOrder>,
}

struct State {
    info: PhoneInfo,
    suspended: bool,
    removed: bool,
    session: Option<Arc<Session>>,
    merged: Merged,
    /// Kept from the first thing that is told.
    status: Option<Box<PhoneStatus>>,
}

impl Device {
    pub(crate) fn new(index: u32, info: PhoneInfo) -> Self {
        let id = info.id;
        let state = State {
            info,
            suspended: false,
            removed: false,
            session: None,
            merged: Merged::default(),
            status: None,
        };
        Self {
            id,
            index,
            state: Mutex::new(state),
            tellings: Tellings::default(),
            order: Mutex::default(),
        }
    }

    /// Makes `make`'s session the phone's, if it can be opened.
    pub(super) fn open(
        &self,
        make: impl FnOnce(&PhoneInfo, bool) -> Result<Arc<Session>, Error>,
    ) -> Result<Arc<Session>, Error> {
        let mut state = lock(&self.state);
        if state.removed {
            return Err(Error::Removed { phone: self.id });
        }
        if state.session.is_some() {
            return Err(Error::AlreadyOpen { phone: self.id });
        }
        let session = make(&state.info, state.suspended)?;
        state.session = Some(session.clone());
        Ok(session)
    }

    /// The session ends, if it is still the phone's.
    pub(super) fn end_session(&self, session: &Arc<Session>) {
        let mut state = lock(&self.state);
        if state
            .session
            .as_ref()
            .is_some_and(|each| Arc::ptr_eq(each, session))
        {
            let ended = state.session.take();
            drop(state);
            drop(ended);
        }
    }

    pub(crate) fn session(&self) -> Option<Arc<Session>> {
        lock(&self.state).session.clone()
    }

    /// Does something to the session, if the phone is open. The session is not kept.
    pub(super) fn with_session(&self, act: impl FnOnce(&Session)) {
        if let Some(session) = &lock(&self.state).session {
            act(session);
        }
    }

    pub(crate) fn take_session(&self) -> Option<Arc<Session>> {
        lock(&self.state).session.take()
    }

    pub(crate) fn entry(&self) -> Option<PhoneEntry> {
        let state = lock(&self.state);
        (!state.removed).then(|| PhoneEntry {
            index: self.index,
            info: state.info.clone(),
            suspended: state.suspended,
            open: state.session.is_some(),
        })
    }

    pub(super) fn info(&self) -> PhoneInfo {
        lock(&self.state).info.clone()
    }

    pub(super) fn status(&self) -> PhoneStatus {
        let state = lock(&self.state);
        let mut status = state.status.as_deref().cloned().unwrap_or_default();
        status.connected = state.info.connected && !state.removed;
        status.suspended = state.suspended;
        status
    }

    /// Takes in what an event says; `false` when it says nothing new about the phone's being there.
    pub(crate) fn note(&self, event: &PhoneEvent) -> bool {
        let mut state = lock(&self.state);
        if state.removed {
            return false;
        }
        match event {
            PhoneEvent::Connected if state.info.connected => return false,
            PhoneEvent::Disconnected if !state.info.connected => return false,
            PhoneEvent::Suspended if state.suspended => return false,
            PhoneEvent::Resumed if !state.suspended => return false,
            PhoneEvent::Connected => state.info.connected = true,
            PhoneEvent::Disconnected => state.info.connected = false,
            PhoneEvent::Suspended => state.suspended = true,
            PhoneEvent::Resumed => state.suspended = false,
            PhoneEvent::Removed => state.removed = true,
            PhoneEvent::CapabilitiesChanged(info) => {
                if info.id != self.id || info.check().is_err() {
                    tracing::error!(phone = %self.id, "the driver reports capabilities that make no sense");
                    return false;
                }
                let connected = state.info.connected;
                state.info = info.clone();
                state.info.connected = connected;
            }
            PhoneEvent::Added(_) => return true,
            other => state.status.get_or_insert_default().note(other),
        }
        if let Some(session) = &state.session {
            session.note(&state.info, state.suspended, state.removed);
        }
        true
    }

    /// Takes in what a request has done to the phone.
    pub(super) fn note_answer(&self, asked: PhoneRequest, reply: &PhoneReply) {
        let mut state = lock(&self.state);
        if !state.removed {
            let model = state.info.model.clone();
            let status = state.status.get_or_insert_default();
            status.note_answer(&model, asked, reply);
        }
    }

    /// Adds to what is merged; `true` when it is the first.
    pub(crate) fn merge(&self, states: PhoneStates) -> bool {
        let mut state = lock(&self.state);
        state.merged.states |= states;
        state.merged.count = state.merged.count.saturating_add(1);
        state.merged.count == 1
    }

    pub(crate) fn take_merged(&self) -> (PhoneStates, u32) {
        let merged = std::mem::take(&mut lock(&self.state).merged);
        (merged.states, merged.count)
    }

    /// The phone has been removed: what is open on it is answered.
    pub(crate) fn close_removed(&self) {
        if let Some(session) = self.session()
            && let Err(error) = session.close()
        {
            tracing::error!(phone = %self.id, %error, "a removed phone did not close in time");
        }
    }
}
