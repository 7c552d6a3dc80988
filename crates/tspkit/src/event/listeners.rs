//! Who is told of events.

use std::{
    fmt,
    sync::{
        Arc, PoisonError, RwLock, Weak,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::Event;

pub(crate) type Listener = dyn Fn(&Event) + Send + Sync;
/// Listeners with their numbers.
type Numbered = Vec<(usize, Arc<Listener>)>;

/// Who is told of events.
pub(crate) struct Listeners {
    /// How many there are: so that nothing is done for nobody.
    count: AtomicUsize,
    /// `None` once the office is closed: nobody is told any more.
    list: RwLock<Option<Numbered>>,
    next: AtomicUsize,
}

impl Listeners {
    /// Those listen from the beginning to the end.
    pub(crate) fn new(first: Vec<Arc<Listener>>) -> Self {
        Self {
            count: AtomicUsize::new(first.len()),
            next: AtomicUsize::new(first.len()),
            list: RwLock::new(Some(first.into_iter().enumerate().collect())),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count.load(Ordering::Acquire) == 0
    }

    pub(crate) fn add(self: &Arc<Self>, listener: Arc<Listener>) -> Subscription {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(list) = &mut *list {
            list.push((number, listener));
            self.count.store(list.len(), Ordering::Release);
        }
        Subscription {
            listeners: Arc::downgrade(self),
            number,
        }
    }

    fn remove(&self, number: usize) {
        let removed = {
            let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
            let Some(list) = &mut *list else { return };
            let position = list.iter().position(|(each, _)| *each == number);
            let removed = position.map(|position| list.remove(position));
            self.count.store(list.len(), Ordering::Release);
            removed
        };
        drop(removed);
    }

    /// Tells nobody from now on, and drops every listener, also those that come later.
    pub(crate) fn close(&self) {
        let all = self
            .list
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.count.store(0, Ordering::Release);
        drop(all);
    }

    /// Tells everybody, with no lock held.
    pub(crate) fn tell(&self, event: &Event) {
        let (only, list): (_, Vec<_>) = {
            let list = self.list.read().unwrap_or_else(PoisonError::into_inner);
            match list.as_deref().unwrap_or_default() {
                // The usual case, without an allocation.
                [(_, only)] => (Some(only.clone()), Vec::new()),
                all => (None, all.iter().map(|(_, each)| each.clone()).collect()),
            }
        };
        for listener in only.into_iter().chain(list) {
            listener(event);
        }
    }
}

/// Keeps a listener in place; dropping it ends the listening. A call that has begun on another thread is not
/// waited for.
#[must_use = "dropping it ends the listening"]
pub struct Subscription {
    listeners: Weak<Listeners>,
    number: usize,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(listeners) = self.listeners.upgrade() {
            listeners.remove(self.number);
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Subscription").field(&self.number).finish()
    }
}
