//! Which of TAPI's device ids stands for which phone.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use tspkit::{PhoneId, abi::PhoneError};

/// The phones of a provider, with the device ids that TAPI gave them.
///
/// Those of the enumeration have consecutive ids from a base on; one that came later has the id that
/// `TSPI_providerCreatePhoneDevice` brought.
pub(crate) struct Devices(RwLock<Table>);

struct Table {
    base: u32,
    /// How many ids from the base on TAPI has given.
    numbered: u32,
    records: Vec<Record>,
    by_phone: HashMap<PhoneId, u32>,
    /// Device ids beyond those of the enumeration.
    created: HashMap<u32, u32>,
    /// Extension versions that are selected, of the few phones that have one.
    extensions: HashMap<PhoneId, u32>,
}

struct Record {
    phone: PhoneId,
    /// TAPI's id, as soon as it has given one.
    device: Option<u32>,
    /// The handle, while the phone is open; 0 otherwise.
    handle: usize,
    removed: bool,
}

impl Devices {
    /// Phones in the order of the enumeration, of which TAPI knows the first `numbered`; the others are to be
    /// [added](Self::added).
    pub(super) fn new(base: u32, numbered: u32, phones: impl Iterator<Item = PhoneId>) -> Self {
        let phones = (0..numbered).zip(phones);
        let (count, _) = phones.size_hint();
        let mut table = Table {
            base,
            numbered,
            records: Vec::with_capacity(count),
            by_phone: HashMap::with_capacity(count),
            created: HashMap::new(),
            extensions: HashMap::new(),
        };
        for (offset, phone) in phones {
            table.add(phone, Some(base.wrapping_add(offset)));
        }
        Self(RwLock::new(table))
    }

    /// The phone of that device id; `None` when the id was never given to this provider.
    pub(super) fn phone(&self, device: u32) -> Option<Result<PhoneId, PhoneError>> {
        let table = self.read();
        let offset = device.wrapping_sub(table.base);
        let place = if offset < table.numbered {
            // TAPI may have been told of more phones than there are now.
            offset
        } else {
            *table.created.get(&device)?
        };
        let record = table.records.get(place as usize);
        let record = record.filter(|record| !record.removed && record.device == Some(device));
        Some(
            record
                .map(|record| record.phone)
                .ok_or(PhoneError::NoDevice),
        )
    }

    /// TAPI's id of a phone.
    pub(crate) fn device(&self, phone: PhoneId) -> Option<u32> {
        self.read().of(phone)?.device
    }

    /// The handle of a phone that is open.
    pub(super) fn handle(&self, phone: PhoneId) -> Option<usize> {
        let handle = self.read().of(phone)?.handle;
        (handle != 0).then_some(handle)
    }

    /// The phone is opened under that handle.
    pub(super) fn opened(&self, phone: PhoneId, handle: usize) {
        if let Some(record) = self.write().of_mut(phone) {
            record.handle = handle;
        }
    }

    /// The phone is open no more, if it was under that handle; its extension version is given up.
    pub(super) fn closed(&self, phone: PhoneId, handle: usize) {
        let mut table = self.write();
        if let Some(record) = table.of_mut(phone)
            && record.handle == handle
        {
            record.handle = 0;
            table.extensions.remove(&phone);
        }
    }

    /// The extension version that is selected; 0 for none.
    pub(crate) fn extension(&self, phone: PhoneId) -> u32 {
        self.read().extensions.get(&phone).copied().unwrap_or(0)
    }

    /// Selects an extension version.
    pub(crate) fn select_extension(&self, phone: PhoneId, version: u32) {
        let mut table = self.write();
        if version == 0 {
            table.extensions.remove(&phone);
        } else if table.by_phone.contains_key(&phone) {
            table.extensions.insert(phone, version);
        }
    }

    /// A phone that was not enumerated; `false` when it is known.
    pub(super) fn added(&self, phone: PhoneId) -> bool {
        let mut table = self.write();
        let is_new = !table.by_phone.contains_key(&phone);
        if is_new {
            table.add(phone, None);
        }
        is_new
    }

    /// The phone is gone; its device id and its handle, as far as it had any. Nothing the second time.
    pub(super) fn removed(&self, phone: PhoneId) -> (Option<u32>, Option<usize>) {
        let mut table = self.write();
        let Some(record) = table.of_mut(phone) else {
            return (None, None);
        };
        if std::mem::replace(&mut record.removed, true) {
            return (None, None);
        }
        let handle = std::mem::take(&mut record.handle);
        (record.device, (handle != 0).then_some(handle))
    }

    /// How many phones TAPI has given ids in the beginning.
    pub(super) fn known(&self) -> u32 {
        self.read().numbered
    }

    /// TAPI gives a phone an id.
    pub(crate) fn number(&self, phone: PhoneId, device: u32) -> Result<(), PhoneError> {
        let mut table = self.write();
        let taken =
            device.wrapping_sub(table.base) < table.numbered || table.created.contains_key(&device);
        let place = *table.by_phone.get(&phone).ok_or(PhoneError::BadDeviceId)?;
        let record = &mut table.records[place as usize];
        if taken || record.device.is_some() {
            return Err(PhoneError::BadDeviceId);
        }
        if record.removed {
            return Err(PhoneError::NoDevice);
        }
        record.device = Some(device);
        table.created.insert(device, place);
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn of(&self, phone: PhoneId) -> Option<&Record> {
        self.records.get(*self.by_phone.get(&phone)? as usize)
    }

    fn of_mut(&mut self, phone: PhoneId) -> Option<&mut Record> {
        self.records.get_mut(*self.by_phone.get(&phone)? as usize)
    }

    fn add(&mut self, phone: PhoneId, device: Option<u32>) {
        let place = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.by_phone.insert(phone, place);
        self.records.push(Record {
            phone,
            device,
            handle: 0,
            removed: false,
        });
    }
}
