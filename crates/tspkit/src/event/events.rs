//! Events, read one after another.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Event, Listeners, Subscription, mailbox::Mailbox};

/// The events of an office, one after another; waits for the next, and ends when the office is closed.
///
/// It keeps 1,024 events; when its user is slower, those of a phone, of a line or of a call are merged.
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
        self.0.close();
    }
}
