//! The baton: one callback at a time, on whichever thread has something to deliver.

use std::{
    any::Any,
    collections::TryReserveError,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use crate::{
    lobby::Lobby,
    queue::Queue,
    sync::{AtomicU32, AtomicUsize, Ordering, full_fence, keep_in_order, this_thread},
};

/// A thread has the baton.
const HELD: u32 = 1;
/// Jobs may be waiting in the queue.
const MORE: u32 = 2;

/// How many jobs of other threads a thread delivers before it hands the baton to the courier, while there is
/// one.
const SHARE: usize = if cfg!(loom) { 1 } else { 256 };

/// What a [`Dispatcher`] does with a job.
pub trait Deliver: Send + Sync {
    /// One delivery: an answer, or an event.
    type Job: Send;

    /// Delivers it, by calling whoever is to be called. Never two at a time, and no lock is held.
    ///
    /// A panic is caught, passed to [`panicked`](Self::panicked), and does no other harm.
    fn deliver(&self, job: Self::Job);

    /// A delivery has panicked.
    fn panicked(&self, payload: Box<dyn Any + Send>);
}

/// Delivers jobs one at a time, in the order in which they came.
///
/// A thread that [`dispatch`](Self::dispatch)es a job delivers it itself when nobody is delivering, and
/// otherwise leaves it to the thread that is, which drains the queue in a loop when its own callback has
/// returned. So a callback that causes further callbacks nests nothing, and no thread waits for another.
/// A thread does its share of other threads' work and then hands over to the *courier*, a thread that the
/// owner provides by calling [`run_courier`](Self::run_courier) on it.
///
/// Any thread may call any method, inside a delivery and outside.
#[derive(Debug)]
pub struct Dispatcher<D: Deliver> {
    state: AtomicU32,
    /// The thread that has the baton, as [`this_thread`] numbers it; 0 for none.
    holder: AtomicUsize,
    queue: Queue<D::Job>,
    /// Not 0: the courier is to end.
    stopping: AtomicU32,
    /// Not 0: the courier is to call its tick.
    nudged: AtomicU32,
    /// Threads that wait in [`settle`](Self::settle).
    settling: Lobby,
    /// Where the courier sleeps: apart, so that a delivery wakes nobody who has nothing to do.
    courier: Lobby,
    target: D,
}

impl<D: Deliver> Dispatcher<D> {
    /// A dispatcher that delivers to `target`.
    pub fn new(target: D) -> Self {
        Self {
            state: AtomicU32::new(0),
            holder: AtomicUsize::new(0),
            queue: Queue::new(),
            stopping: AtomicU32::new(0),
            nudged: AtomicU32::new(0),
            settling: Lobby::new(),
            courier: Lobby::new(),
            target,
        }
    }

    /// What jobs are delivered to.
    pub fn target(&self) -> &D {
        &self.target
    }

    /// Makes room for `more` jobs to wait at once, so that queueing them later cannot fail.
    ///
    /// # Errors
    ///
    /// When there is no memory for them.
    pub fn reserve(&self, more: usize) -> Result<(), TryReserveError> {
        self.queue.reserve(more)
    }

    /// Gives a reservation back.
    pub fn unreserve(&self, fewer: usize) {
        self.queue.unreserve(fewer);
    }

    /// This thread is inside a delivery.
    pub fn is_delivering(&self) -> bool {
        self.holder.load(Ordering::Relaxed) == this_thread()
    }

    /// Delivers the job now if nobody is delivering; queues it otherwise.
    pub fn dispatch(&self, job: D::Job) {
        self.dispatch_parts(job, D::deliver, |job| job);
    }

    /// As [`dispatch`](Self::dispatch), for a job that is cheaper to deliver on the spot than to put together:
    /// either `now` or `later` is called, with `parts`.
    pub fn dispatch_parts<P>(
        &self,
        parts: P,
        now: impl FnOnce(&D, P),
        later: impl FnOnce(P) -> D::Job,
    ) {
        if self
            .state
            .compare_exchange(0, HELD, Ordering::SeqCst, Ordering::Relaxed)
            .is_ok()
        {
            self.holder.store(this_thread(), Ordering::Relaxed);
            self.contain(|| now(&self.target, parts));
            if !self.let_go() {
                self.drain();
            }
        } else {
            self.queue.push(later(parts));
            self.drain_if_idle();
        }
    }

    /// Queues the job and leaves it to another thread: calls nothing, so that it can be used while unwinding.
    pub fn post(&self, job: D::Job) {
        self.queue.push(job);
        self.leave();
    }

    /// Waits until `done` says so, delivering what is queued meanwhile; `false` when `deadline` came first.
    ///
    /// On a thread that is inside a delivery the queue is delivered nested, for nobody else can. `done` is
    /// told whether it is, for such a thread cannot wait for the callbacks that it is in itself; it may be
    /// called often, and must take no lock that a delivery may hold.
    pub fn settle(&self, deadline: Option<Instant>, done: impl Fn(bool) -> bool) -> bool {
        let nested = self.is_delivering();
        loop {
            if done(nested) {
                return true;
            }
            if nested {
                if let Some(job) = self.queue.pop() {
                    self.deliver(job);
                    self.state.fetch_or(MORE, Ordering::SeqCst);
                    self.settling.wake();
                    continue;
                }
            } else {
                self.drain_if_idle();
                if done(false) {
                    return true;
                }
            }
            let ready = || {
                done(nested)
                    || (nested && !self.queue.is_empty())
                    || (!nested && self.is_left_behind())
            };
            if !self.settling.sleep(&self.state, deadline, ready) {
                return done(nested);
            }
        }
    }

    /// Delivers what other threads leave behind, until [`stop_courier`](Self::stop_courier).
    ///
    /// `tick` is called whenever there is nothing to deliver; it says when it wants to be called again at the
    /// latest. [`nudge`](Self::nudge) has it called at once.
    pub fn run_courier(&self, mut tick: impl FnMut() -> Option<Instant>) {
        loop {
            self.drain_if_idle();
            self.nudged.store(0, Ordering::SeqCst);
            let next = tick();
            let nudged = || self.nudged.load(Ordering::SeqCst) != 0;
            self.courier.sleep(&self.state, next, || {
                self.is_left_behind() || nudged() || self.is_stopping()
            });
            if self.is_stopping() && !self.is_left_behind() {
                return;
            }
        }
    }

    /// Has the courier call its `tick`.
    pub fn nudge(&self) {
        self.nudged.store(1, Ordering::SeqCst);
        self.rouse_courier();
    }

    /// Lets threads that wait in [`settle`](Self::settle) look again: for what changes outside of deliveries.
    pub fn announce(&self) {
        full_fence();
        if self.settling.has_sleepers() {
            self.state.fetch_or(MORE, Ordering::SeqCst);
            self.settling.wake();
        }
    }

    /// Makes [`run_courier`](Self::run_courier) return once it has nothing left to do.
    pub fn stop_courier(&self) {
        self.stopping.store(1, Ordering::SeqCst);
        self.rouse_courier();
    }

    /// Lets the courier look, also while another thread has the baton.
    fn rouse_courier(&self) {
        self.state.fetch_or(MORE, Ordering::SeqCst);
        self.courier.wake();
    }

    /// Leaves what is queued to whoever has the baton, or to the courier.
    fn leave(&self) {
        if self.state.fetch_or(MORE, Ordering::SeqCst) & HELD == 0 {
            self.courier.wake();
        }
        self.settling.wake();
    }

    /// Something may wait, and nobody has the baton.
    fn is_left_behind(&self) -> bool {
        self.state.load(Ordering::SeqCst) & (HELD | MORE) == MORE
    }

    fn deliver(&self, job: D::Job) {
        self.contain(|| self.target.deliver(job));
    }

    fn contain(&self, delivery: impl FnOnce()) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(delivery)) {
            self.target.panicked(payload);
        }
    }

    /// Takes the baton if it lies idle, and delivers what is queued.
    fn drain_if_idle(&self) {
        let state = self.state.fetch_or(MORE, Ordering::SeqCst);
        if state & HELD != 0 {
            // The holder looks again before it lets go, or waits for this in `settle`.
            return self.settling.wake();
        }
        if self.state.fetch_or(HELD, Ordering::SeqCst) & HELD == 0 {
            self.holder.store(this_thread(), Ordering::Relaxed);
            self.drain();
        }
    }

    /// Gives the baton back, unless something was queued since it was taken or the queue last seen empty.
    #[inline]
    fn let_go(&self) -> bool {
        self.holder.store(0, Ordering::Relaxed);
        let idle = self
            .state
            .compare_exchange(HELD, 0, Ordering::SeqCst, Ordering::Relaxed)
            .is_ok();
        if idle {
            self.settling.wake();
        } else {
            self.holder.store(this_thread(), Ordering::Relaxed);
        }
        idle
    }

    /// Delivers until the queue is empty or this thread has done its share; lets the baton go.
    #[cold]
    fn drain(&self) {
        // What waits in `settle` is mostly for one delivery, and does not want to wait for all of them.
        self.announce();
        let mut delivered = 0;
        loop {
            self.state.fetch_and(!MORE, Ordering::SeqCst);
            while let Some(job) = self.queue.pop() {
                self.deliver(job);
                self.announce();
                delivered += 1;
                if delivered >= SHARE && !self.is_stopping() {
                    return self.hand_over();
                }
            }
            if self.let_go() {
                return;
            }
            self.settling.wake();
        }
    }

    /// Leaves the rest of the queue to the courier, unless it has stopped meanwhile and will not look again.
    fn hand_over(&self) {
        self.holder.store(0, Ordering::Relaxed);
        self.state.fetch_or(MORE, Ordering::SeqCst);
        self.state.fetch_and(!HELD, Ordering::SeqCst);
        keep_in_order();
        self.courier.wake();
        self.settling.wake();
        if self.is_stopping() {
            self.drain_if_idle();
        }
    }

    /// The courier is to end, or has ended.
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst) != 0
    }
}
