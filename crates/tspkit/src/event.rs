//! What happens without being asked for.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{
        Arc, Condvar, Mutex, PoisonError, RwLock, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tspkit_abi::PhoneStates;
use tspkit_hal::{LineEvent, LineId, PhoneEvent, PhoneId};

use crate::office::lock;

/// How many events an [`Events`] iterator keeps for its user before it merges them.
const KEPT: usize = 1024;

/// Something that happened in an office.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Something happened to a phone.
    Phone {
        /// The phone.
        phone: PhoneId,
        /// What.
        event: PhoneEvent,
    },
    /// A download has changed a data area. Comes right after the download's completion.
    Downloaded {
        /// The phone.
        phone: PhoneId,
        /// The area.
        area: u32,
    },
    /// Events came faster than they were taken: this is what changed, for good, but not how often.
    Merged {
        /// The phone.
        phone: PhoneId,
        /// What changed.
        states: PhoneStates,
        /// How many events are meant.
        count: u32,
    },
    /// Something happened on a line.
    Line {
        /// The line.
        line: LineId,
        /// What.
        event: LineEvent,
    },
}

impl Event {
    /// The phone that it is about; `None` for a line.
    pub fn phone(&self) -> Option<PhoneId> {
        match self {
            Self::Phone { phone, .. }
            | Self::Downloaded { phone, .. }
            | Self::Merged { phone, .. } => Some(*phone),
            Self::Line { .. } => None,
        }
    }

    /// TAPI's word for what changed (`PHONESTATE_`); empty for what is no change of state, such as a button.
    ///
    /// A data area has no bit of its own: its change is [`PhoneStates::OTHER`].
    pub fn states(&self) -> PhoneStates {
        match self {
            Self::Phone { event, .. } => phone_states(event),
            Self::Downloaded { .. } => PhoneStates::OTHER,
            Self::Merged { states, .. } => *states,
            Self::Line { .. } => PhoneStates::empty(),
        }
    }
}

/// The `PHONESTATE_` bits of a phone's event.
pub(crate) fn phone_states(event: &PhoneEvent) -> PhoneStates {
    match event {
        PhoneEvent::Connected => PhoneStates::CONNECTED,
        PhoneEvent::Disconnected => PhoneStates::DISCONNECTED,
        PhoneEvent::Suspended => PhoneStates::SUSPEND,
        PhoneEvent::Resumed => PhoneStates::RESUME,
        PhoneEvent::Removed => PhoneStates::REMOVED,
        PhoneEvent::CapabilitiesChanged(_) => PhoneStates::CAPSCHANGE,
        PhoneEvent::DataChanged { .. } | PhoneEvent::ButtonChanged { .. } => PhoneStates::OTHER,
        PhoneEvent::LampChanged { .. } => PhoneStates::LAMP,
        PhoneEvent::DisplayChanged { .. } => PhoneStates::DISPLAY,
        PhoneEvent::RingChanged(_) => PhoneStates::RINGMODE | PhoneStates::RINGVOLUME,
        PhoneEvent::HookSwitchChanged { device, .. } => device.hookswitch_states(),
        PhoneEvent::VolumeChanged { device, .. } => device.volume_states(),
        PhoneEvent::GainChanged { device, .. } => device.gain_states(),
        PhoneEvent::DevSpecific(_) => PhoneStates::DEVSPECIFIC,
        _ => PhoneStates::empty(),
    }
}

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

/// The events of an office, one after another; waits for the next, and ends when the office is closed.
///
/// It keeps 1,024 events; when its user is slower, those of a phone are merged, and those of lines are lost.
///
/// ```no_run
/// let office = tspkit::open("sim:")?;
/// for event in office.events() {
///     println!("{event:?}");
/// }
/// # Ok::<(), tspkit::OpenError>(())
/// ```
#[derive(Debug)]
pub struct Events {
    mailbox: Arc<Mailbox>,
    _subscription: Subscription,
}

impl Events {
    pub(crate) fn new(listeners: &Arc<Listeners>) -> Self {
        let mailbox = Arc::new(Mailbox::default());
        let guard = CloseMailbox(mailbox.clone());
        let subscription = listeners.add(Arc::new(move |event| guard.0.put(event)));
        Self {
            mailbox,
            _subscription: subscription,
        }
    }

    /// The next event, if it comes within `limit`.
    pub fn next_within(&self, limit: Duration) -> Option<Event> {
        self.mailbox.take(Instant::now().checked_add(limit))
    }
}

impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.mailbox.take(None)
    }
}

/// Closes the mailbox when the listener is dropped, which happens when the office is closed.
struct CloseMailbox(Arc<Mailbox>);

impl Drop for CloseMailbox {
    fn drop(&mut self) {
        lock(&self.0.state).closed = true;
        self.0.changed.notify_all();
    }
}

#[derive(Debug, Default)]
struct Mailbox {
    state: Mutex<Kept>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Kept {
    events: VecDeque<Event>,
    merged: HashMap<PhoneId, (PhoneStates, u32)>,
    closed: bool,
}

impl Mailbox {
    fn put(&self, event: &Event) {
        let mut kept = lock(&self.state);
        match event.phone() {
            Some(phone) if kept.events.len() >= KEPT || kept.merged.contains_key(&phone) => {
                let (states, count) = kept.merged.entry(phone).or_default();
                *states |= event.states();
                *count = count.saturating_add(1);
            }
            None if kept.events.len() >= KEPT => {
                tracing::warn!(?event, "too many events wait to be read; this one is lost");
            }
            _ => kept.events.push_back(event.clone()),
        }
        drop(kept);
        self.changed.notify_one();
    }

    fn take(&self, end: Option<Instant>) -> Option<Event> {
        let mut kept = lock(&self.state);
        loop {
            if let Some(event) = kept.events.pop_front() {
                return Some(event);
            }
            if let Some(phone) = kept.merged.keys().next().copied() {
                let (states, count) = kept.merged.remove(&phone)?;
                return Some(Event::Merged {
                    phone,
                    states,
                    count,
                });
            }
            if kept.closed || end.is_some_and(|end| end <= Instant::now()) {
                return None;
            }
            kept = match end {
                None => self
                    .changed
                    .wait(kept)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    self.changed
                        .wait_timeout(kept, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
    }
}
