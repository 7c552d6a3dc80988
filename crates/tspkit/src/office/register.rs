//! Devices by their numbers.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

/// Devices by the order in which they came, and by the driver's number. None is ever taken out.
pub(crate) struct Register<I, D>(RwLock<Entries<I, D>>);

struct Entries<I, D> {
    by_index: Vec<Arc<D>>,
    by_id: HashMap<I, u32>,
}

impl<I: Copy + Eq + Hash, D> Register<I, D> {
    /// An empty one, with room for that many.
    pub(crate) fn with_capacity(devices: usize) -> Self {
        Self(RwLock::new(Entries {
            by_index: Vec::with_capacity(devices),
            by_id: HashMap::with_capacity(devices),
        }))
    }

    /// Adds the device that is made for the next place; `false` when its number has been in use before.
    pub(crate) fn add(&self, id: I, make: impl FnOnce(u32) -> D) -> bool {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if entries.by_id.contains_key(&id) {
            return false;
        }
        let Ok(index) = u32::try_from(entries.by_index.len()) else {
            return false;
        };
        entries.by_id.insert(id, index);
        entries.by_index.push(Arc::new(make(index)));
        true
    }

    /// The device of that place, or how many there are.
    pub(crate) fn by_index(&self, index: u32) -> Result<Arc<D>, u32> {
        let entries = self.read();
        let device = entries.by_index.get(index as usize);
        let count = || u32::try_from(entries.by_index.len()).unwrap_or(u32::MAX);
        device.cloned().ok_or_else(count)
    }

    pub(crate) fn by_id(&self, id: I) -> Option<Arc<D>> {
        let entries = self.read();
        let index = *entries.by_id.get(&id)?;
        entries.by_index.get(index as usize).cloned()
    }

    /// All of them, in their order.
    pub(crate) fn all(&self) -> Vec<Arc<D>> {
        self.read().by_index.clone()
    }

    fn read(&self) -> RwLockReadGuard<'_, Entries<I, D>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}
