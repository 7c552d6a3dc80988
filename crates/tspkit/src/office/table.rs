//! The phones of an office by their numbers.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use tspkit_hal::{PhoneId, PhoneInfo};

use super::PhoneEntry;
use crate::{
    error::Error,
    phone::{Device, Session},
};

/// Phones by the order in which they came, and by the driver's number.
pub(crate) struct Table(RwLock<Phones>);

#[derive(Default)]
struct Phones {
    by_index: Vec<Arc<Device>>,
    by_id: HashMap<PhoneId, u32>,
}

impl Table {
    pub(super) fn new(phones: Vec<PhoneInfo>) -> Self {
        let table = Self(RwLock::new(Phones {
            by_index: Vec::with_capacity(phones.len()),
            by_id: HashMap::with_capacity(phones.len()),
        }));
        for phone in phones {
            table.add(phone);
        }
        table
    }

    /// Adds a phone; `false` when its number has been in use before.
    pub(super) fn add(&self, phone: PhoneInfo) -> bool {
        let mut phones = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if phones.by_id.contains_key(&phone.id) {
            return false;
        }
        let Ok(index) = u32::try_from(phones.by_index.len()) else {
            return false;
        };
        phones.by_id.insert(phone.id, index);
        phones.by_index.push(Arc::new(Device::new(index, phone)));
        true
    }

    pub(crate) fn by_index(&self, index: u32) -> Result<Arc<Device>, Error> {
        let phones = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let count = u32::try_from(phones.by_index.len()).unwrap_or(u32::MAX);
        phones
            .by_index
            .get(index as usize)
            .cloned()
            .ok_or(Error::NoSuchPhone { index, count })
    }

    pub(super) fn by_id(&self, id: PhoneId) -> Option<Arc<Device>> {
        let phones = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let index = *phones.by_id.get(&id)?;
        phones.by_index.get(index as usize).cloned()
    }

    pub(super) fn entries(&self) -> Vec<PhoneEntry> {
        self.devices()
            .iter()
            .filter_map(|device| device.entry())
            .collect()
    }

    pub(super) fn for_each_session(&self, mut each: impl FnMut(&Arc<Session>)) {
        for device in self.devices() {
            if let Some(session) = device.session() {
                each(&session);
            }
        }
    }

    /// The sessions of all open phones, which are open no more.
    pub(super) fn take_sessions(&self) -> Vec<Arc<Session>> {
        self.devices()
            .iter()
            .filter_map(|device| device.take_session())
            .collect()
    }

    fn devices(&self) -> Vec<Arc<Device>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .by_index
            .clone()
    }
}
