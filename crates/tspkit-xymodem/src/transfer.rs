//! The interface both sides have in common.

use core::time::Duration;

use crate::event::Event;

/// A transfer that is fed with bytes and time, and asked what to do.
///
/// Time is the time since any fixed instant; only differences matter. It is passed in, and a time that runs backwards
/// counts as no time. The loop of whoever owns the line:
///
/// 1. write what [`poll_transmit`](Self::poll_transmit) gives, until it gives nothing,
/// 2. handle what [`poll_event`](Self::poll_event) gives, until it gives nothing,
/// 3. stop if [`is_finished`](Self::is_finished),
/// 4. wait for bytes until [`poll_timeout`](Self::poll_timeout); hand over what comes, or the time-out, or the hang-up.
///
/// In a stream (YMODEM-g) step 1 gives the whole file without a pause: look for waiting input between two writes, since
/// the peer may cancel.
///
/// ```
/// use core::time::Duration;
/// use tspkit_xymodem::{Event, File, SendOptions, Sender, Transfer, Variant};
///
/// let mut sender = Sender::new(SendOptions::new(Variant::Xmodem), File::unnamed(&b"hello"[..]))?;
/// let now = Duration::ZERO;
/// assert_eq!(sender.poll_transmit(now), None);
/// sender.handle_input(now, &[0x15]); // NAK: start
/// assert_eq!(sender.poll_transmit(now).map(<[u8]>::len), Some(132));
/// sender.handle_input(now, &[0x06]); // ACK
/// assert_eq!(sender.poll_transmit(now), Some(&[0x04][..])); // EOT
/// sender.handle_input(now, &[0x06]);
/// let events: Vec<Event> = std::iter::from_fn(|| sender.poll_event()).collect();
/// assert!(matches!(events.last(), Some(Event::Done(_))));
/// assert!(sender.is_finished());
/// # Ok::<(), tspkit_xymodem::SetupError>(())
/// ```
pub trait Transfer {
    /// Takes what came from the line. Bytes in one call are taken as having come together.
    fn handle_input(&mut self, now: Duration, bytes: &[u8]);

    /// Says that time has passed. Does nothing before [`poll_timeout`](Self::poll_timeout)'s time.
    fn handle_timeout(&mut self, now: Duration);

    /// Says that the line is gone: end of file, a dropped carrier. Finishes the transfer at once, in one way or another.
    fn handle_hang_up(&mut self, now: Duration);

    /// The next bytes to write, handed out once; write all of them. A time-out for the answer runs from `now`.
    fn poll_transmit(&mut self, now: Duration) -> Option<&[u8]>;

    /// When [`handle_timeout`](Self::handle_timeout) is due; `None` only when finished.
    fn poll_timeout(&self) -> Option<Duration>;

    /// What has happened, oldest first.
    fn poll_event(&mut self) -> Option<Event>;

    /// Cancels: the peer is told, [`Event::Failed`] comes at once, and [`Event::LineClean`] when the line has fallen silent.
    /// Without effect on a transfer that is over.
    fn cancel(&mut self, now: Duration);

    /// Whether nothing more will happen: nothing to write, no time-out due. Events may still wait to be polled.
    fn is_finished(&self) -> bool;
}
