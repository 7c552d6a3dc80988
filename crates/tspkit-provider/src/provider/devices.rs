//! Which of TAPI's device ids stands for which phone.

use std::{
    collections::{HashMap, HashSet},
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use tspkit::{PhoneId, abi::PhoneError};

use crate::exports::INITIALIZE_NEGOTIATION;

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
    /// How many records, from the first, are in ascending order of their phones' numbers: usually all of them.
    ordered: usize,
    /// The places of the others.
    others: HashMap<PhoneId, u32>,
    /// Places of phones that are gone.
    removed: HashSet<u32>,
    /// Device ids beyond those of the enumeration.
    created: HashMap<u32, u32>,
    /// Extension versions that are selected, of the few phones that have one.
    extensions: HashMap<PhoneId, u32>,
}

/// Small: a provider may have a hundred thousand.
struct Record {
    phone: PhoneId,
    /// TAPI's id, as soon as it has given one; until then [`NO_DEVICE`].
    device: u32,
    /// The handle, while the phone is open; 0 otherwise.
    handle: usize,
}

/// TAPI gives no device this id: it means the provider itself.
const NO_DEVICE: u32 = INITIALIZE_NEGOTIATION;

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
            ordered: 0,
            others: HashMap::new(),
            removed: HashSet::new(),
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
        let record =
            record.filter(|record| record.device == device && !table.removed.contains(&place));
        Some(
            record
                .map(|record| record.phone)
                .ok_or(PhoneError::NoDevice),
        )
    }

    /// TAPI's id of a phone.
    pub(crate) fn device(&self, phone: PhoneId) -> Option<u32> {
        self.read().of(phone)?.device()
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
        } else if table.place(phone).is_some() {
            table.extensions.insert(phone, version);
        }
    }

    /// A phone that was not enumerated; `false` when it is known.
    pub(super) fn added(&self, phone: PhoneId) -> bool {
        let mut table = self.write();
        let is_new = table.place(phone).is_none();
        if is_new {
            table.add(phone, None);
        }
        is_new
    }

    /// The phone is gone; its device id and its handle, as far as it had any. Nothing the second time.
    pub(super) fn removed(&self, phone: PhoneId) -> (Option<u32>, Option<usize>) {
        let mut table = self.write();
        let Some(place) = table.place(phone) else {
            return (None, None);
        };
        if !table.removed.insert(place) {
            return (None, None);
        }
        let record = &mut table.records[place as usize];
        let handle = std::mem::take(&mut record.handle);
        (record.device(), (handle != 0).then_some(handle))
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
        let place = table.place(phone).ok_or(PhoneError::BadDeviceId)?;
        let removed = table.removed.contains(&place);
        let record = &mut table.records[place as usize];
        if taken || device == NO_DEVICE || record.device().is_some() {
            return Err(PhoneError::BadDeviceId);
        }
        if removed {
            return Err(PhoneError::NoDevice);
        }
        record.device = device;
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
        self.records.get(self.place(phone)? as usize)
    }

    fn of_mut(&mut self, phone: PhoneId) -> Option<&mut Record> {
        let place = self.place(phone)?;
        self.records.get_mut(place as usize)
    }

    /// Where a phone's record is.
    fn place(&self, phone: PhoneId) -> Option<u32> {
        let ordered = &self.records[..self.ordered];
        let first = ordered.first()?.phone.0;
        // Phones are usually numbered one after another.
        let guess = phone.0.wrapping_sub(first);
        if ordered
            .get(guess as usize)
            .is_some_and(|record| record.phone == phone)
        {
            return Some(guess);
        }
        match ordered.binary_search_by_key(&phone, |record| record.phone) {
            Ok(place) => u32::try_from(place).ok(),
            Err(_) => self.others.get(&phone).copied(),
        }
    }

    fn add(&mut self, phone: PhoneId, device: Option<u32>) {
        let place = self.records.len();
        let is_next = self.records.last().is_none_or(|last| last.phone < phone);
        if self.ordered == place && is_next {
            self.ordered += 1;
        } else {
            self.others
                .insert(phone, u32::try_from(place).unwrap_or(u32::MAX));
        }
        self.records.push(Record {
            phone,
            device: device.unwrap_or(NO_DEVICE),
            handle: 0,
        });
    }
}

impl Record {
    fn device(&self) -> Option<u32> {
        (self.device != NO_DEVICE).then_some(self.device)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers one after another, with gaps, and out of order.
    #[test]
    fn every_phone_is_found_whatever_its_number() {
        let orders: [&[u32]; 5] = [
            &[5, 6, 7, 8],
            &[1, 5, 900, u32::MAX],
            &[9, 3, 4, 12, 1],
            &[u32::MAX, 0, 1],
            &[],
        ];
        for order in orders {
            let phones = || order.iter().copied().map(PhoneId);
            let count = u32::try_from(order.len()).unwrap();
            let devices = Devices::new(100, count, phones());
            for (device, phone) in (100..).zip(phones()) {
                assert_eq!(devices.device(phone), Some(device));
                assert_eq!(devices.phone(device), Some(Ok(phone)));
                assert!(!devices.added(phone));
            }
            assert_eq!(devices.device(PhoneId(77)), None);
            assert!(devices.added(PhoneId(77)));
            assert!(!devices.added(PhoneId(77)));
            assert_eq!(devices.device(PhoneId(77)), None);
            assert_eq!(
                devices.number(PhoneId(77), NO_DEVICE),
                Err(PhoneError::BadDeviceId)
            );
            assert_eq!(devices.number(PhoneId(77), 50), Ok(()));
            assert_eq!(devices.phone(50), Some(Ok(PhoneId(77))));
            assert_eq!(devices.removed(PhoneId(77)), (Some(50), None));
            assert_eq!(devices.removed(PhoneId(77)), (None, None));
            assert_eq!(devices.phone(50), Some(Err(PhoneError::NoDevice)));
        }
    }
}
