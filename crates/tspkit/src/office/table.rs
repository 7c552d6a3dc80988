//! The phones of an office by their numbers.

use std::sync::Arc;

use tspkit_hal::{PhoneId, PhoneInfo};

use super::{PhoneEntry, Register};
use crate::{
    error::Error,
    phone::{Device, Session},
};

pub(crate) struct Table(Register<PhoneId, Device>);

impl Table {
    pub(super) fn new(phones: Vec<PhoneInfo>) -> Self {
        let table = Self(Register::with_capacity(phones.len()));
        for phone in phones {
            table.add(phone);
        }
        table
    }

    /// Adds a phone; `false` when its number has been in use before.
    pub(super) fn add(&self, phone: PhoneInfo) -> bool {
        self.0.add(phone.id, |index| Device::new(index, phone))
    }

    pub(crate) fn by_index(&self, index: u32) -> Result<Arc<Device>, Error> {
        let device = self.0.by_index(index);
        device.map_err(|count| Error::NoSuchPhone { index, count })
    }

    pub(super) fn by_id(&self, id: PhoneId) -> Option<Arc<Device>> {
        self.0.by_id(id)
    }

    pub(super) fn entries(&self) -> Vec<PhoneEntry> {
        self.0
            .all()
            .iter()
            .filter_map(|device| device.entry())
            .collect()
    }

    pub(super) fn for_each_session(&self, mut each: impl FnMut(&Arc<Session>)) {
        for device in self.0.all() {
            if let Some(session) = device.session() {
                each(&session);
            }
        }
    }

    /// The sessions of all open phones, which are open no more.
    pub(super) fn take_sessions(&self) -> Vec<Arc<Session>> {
        self.0
            .all()
            .iter()
            .filter_map(|device| device.take_session())
            .collect()
    }
}
