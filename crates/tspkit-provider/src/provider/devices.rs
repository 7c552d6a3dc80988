//! Which of TAPI's device ids stands for which phone or line.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use tspkit::{
    LineId, PhoneId,
    abi::{LineError, PhoneError},
};

use crate::exports::INITIALIZE_NEGOTIATION;

/// The driver's number for a phone or a line.
pub(crate) trait Number: Copy + Ord + Hash {
    /// The number.
    fn number(self) -> u32;
}

impl Number for PhoneId {
    fn number(self) -> u32 {
        self.0
    }
}

impl Number for LineId {
    fn number(self) -> u32 {
        self.0
    }
}

/// Why a device id leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoDevice {
    /// It was never given, or cannot be.
    BadId,
    /// What it stood for is gone.
    Gone,
}

impl From<NoDevice> for PhoneError {
    fn from(error: NoDevice) -> Self {
        match error {
            NoDevice::BadId => Self::BadDeviceId,
            NoDevice::Gone => Self::NoDevice,
        }
    }
}

impl From<NoDevice> for LineError {
    fn from(error: NoDevice) -> Self {
        match error {
            NoDevice::BadId => Self::BadDeviceId,
            NoDevice::Gone => Self::NoDevice,
        }
    }
}

/// The phones of a provider, or its lines, with the device ids that TAPI gave them.
///
/// Those of the enumeration have consecutive ids from a base on; one that came later has the id that
/// `TSPI_providerCreatePhoneDevice` or `TSPI_providerCreateLineDevice` brought.
pub(crate) struct Devices<N>(RwLock<Table<N>>);

struct Table<N> {
    base: u32,
    /// How many ids from the base on TAPI has given.
    numbered: u32,
    records: Vec<Record<N>>,
    /// How many records, from the first, are in ascending order of their numbers: usually all of them.
    ordered: usize,
    /// The places of the others.
    others: HashMap<N, u32>,
    /// Places of those that are gone.
    removed: HashSet<u32>,
    /// Device ids beyond those of the enumeration.
    created: HashMap<u32, u32>,
    /// Extension versions that are selected, of the few that have one.
    extensions: HashMap<N, u32>,
}

/// Small: a provider may have a hundred thousand.
struct Record<N> {
    number: N,
    /// TAPI's id, as soon as it has given one; until then [`NO_DEVICE`].
    device: u32,
    /// The handle, while it is open; 0 otherwise.
    handle: usize,
}

/// TAPI gives no device this id: it means the provider itself.
const NO_DEVICE: u32 = INITIALIZE_NEGOTIATION;

impl<N: Number> Devices<N> {
    /// Those in the order of the enumeration, of which TAPI knows the first `numbered`; the others are to be
    /// [added](Self::added).
    pub(super) fn new(base: u32, numbered: u32, devices: impl Iterator<Item = N>) -> Self {
        let devices = (0..numbered).zip(devices);
        let (count, _) = devices.size_hint();
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
        for (offset, number) in devices {
            table.add(number, Some(base.wrapping_add(offset)));
        }
        Self(RwLock::new(table))
    }

    /// The one of that device id; `None` when the id was never given to this provider.
    pub(super) fn find(&self, device: u32) -> Option<Result<N, NoDevice>> {
        let table = self.read();
        let offset = device.wrapping_sub(table.base);
        let place = if offset < table.numbered {
            // TAPI may have been told of more than there are now.
            offset
        } else {
            *table.created.get(&device)?
        };
        let record = table.records.get(place as usize);
        let record =
            record.filter(|record| record.device == device && !table.removed.contains(&place));
        Some(record.map(|record| record.number).ok_or(NoDevice::Gone))
    }

    /// TAPI's id of one.
    pub(crate) fn device(&self, number: N) -> Option<u32> {
        self.read().of(number)?.device()
    }

    /// The handle of one that is open.
    pub(super) fn handle(&self, number: N) -> Option<usize> {
        let handle = self.read().of(number)?.handle;
        (handle != 0).then_some(handle)
    }

    /// It is opened under that handle.
    pub(super) fn opened(&self, number: N, handle: usize) {
        if let Some(record) = self.write().of_mut(number) {
            record.handle = handle;
        }
    }

    /// It is open no more, if it was under that handle; its extension version is given up.
    pub(super) fn closed(&self, number: N, handle: usize) {
        let mut table = self.write();
        if let Some(record) = table.of_mut(number)
            && record.handle == handle
        {
            record.handle = 0;
            table.extensions.remove(&number);
        }
    }

    /// The extension version that is selected; 0 for none.
    pub(crate) fn extension(&self, number: N) -> u32 {
        self.read().extensions.get(&number).copied().unwrap_or(0)
    }

    /// Selects an extension version.
    pub(crate) fn select_extension(&self, number: N, version: u32) {
        let mut table = self.write();
        if version == 0 {
            table.extensions.remove(&number);
        } else if table.place(number).is_some() {
            table.extensions.insert(number, version);
        }
    }

    /// One that was not enumerated; `false` when it is known.
    pub(super) fn added(&self, number: N) -> bool {
        let mut table = self.write();
        let is_new = table.place(number).is_none();
        if is_new {
            table.add(number, None);
        }
        is_new
    }

    /// It is gone; its device id and its handle, as far as it had any. Nothing the second time.
    pub(super) fn removed(&self, number: N) -> (Option<u32>, Option<usize>) {
        let mut table = self.write();
        let Some(place) = table.place(number) else {
            return (None, None);
        };
        if !table.removed.insert(place) {
            return (None, None);
        }
        let record = &mut table.records[place as usize];
        let handle = std::mem::take(&mut record.handle);
        (record.device(), (handle != 0).then_some(handle))
    }

    /// How many TAPI has given ids in the beginning.
    pub(super) fn known(&self) -> u32 {
        self.read().numbered
    }

    /// TAPI gives one an id.
    pub(crate) fn number(&self, number: N, device: u32) -> Result<(), NoDevice> {
        let mut table = self.write();
        let taken =
            device.wrapping_sub(table.base) < table.numbered || table.created.contains_key(&device);
        let place = table.place(number).ok_or(NoDevice::BadId)?;
        let removed = table.removed.contains(&place);
        let record = &mut table.records[place as usize];
        if taken || device == NO_DEVICE || record.device().is_some() {
            return Err(NoDevice::BadId);
        }
        if removed {
            return Err(NoDevice::Gone);
        }
        record.device = device;
        table.created.insert(device, place);
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, Table<N>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table<N>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<N: Number> Table<N> {
    fn of(&self, number: N) -> Option<&Record<N>> {
        self.records.get(self.place(number)? as usize)
    }

    fn of_mut(&mut self, number: N) -> Option<&mut Record<N>> {
        let place = self.place(number)?;
        self.records.get_mut(place as usize)
    }

    /// Where its record is.
    fn place(&self, number: N) -> Option<u32> {
        let ordered = &self.records[..self.ordered];
        let first = ordered.first()?.number.number();
        // Phones are usually numbered one after another.
        let guess = number.number().wrapping_sub(first);
        if ordered
            .get(guess as usize)
            .is_some_and(|record| record.number == number)
        {
            return Some(guess);
        }
        match ordered.binary_search_by_key(&number, |record| record.number) {
            Ok(place) => u32::try_from(place).ok(),
            Err(_) => self.others.get(&number).copied(),
        }
    }

    fn add(&mut self, number: N, device: Option<u32>) {
        let place = self.records.len();
        let is_next = self.records.last().is_none_or(|last| last.number < number);
        if self.ordered == place && is_next {
            self.ordered += 1;
        } else {
            self.others
                .insert(number, u32::try_from(place).unwrap_or(u32::MAX));
        }
        self.records.push(Record {
            number,
            device: device.unwrap_or(NO_DEVICE),
            handle: 0,
        });
    }
}

impl<N> Record<N> {
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
                assert_eq!(devices.find(device), Some(Ok(phone)));
                assert!(!devices.added(phone));
            }
            assert_eq!(devices.device(PhoneId(77)), None);
            assert!(devices.added(PhoneId(77)));
            assert!(!devices.added(PhoneId(77)));
            assert_eq!(devices.device(PhoneId(77)), None);
            assert_eq!(devices.number(PhoneId(77), NO_DEVICE), Err(NoDevice::BadId));
            assert_eq!(devices.number(PhoneId(77), 50), Ok(()));
            assert_eq!(devices.find(50), Some(Ok(PhoneId(77))));
            assert_eq!(devices.removed(PhoneId(77)), (Some(50), None));
            assert_eq!(devices.removed(PhoneId(77)), (None, None));
            assert_eq!(devices.find(50), Some(Err(NoDevice::Gone)));
        }
    }
}
