//! The baton: one callback at a time, on whichever thread has something to deliver.

use std::{
    any::Any,
    collections::TryReserveError,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use crate::{
    queue::Queue,
    sync::{
        AtomicU32, AtomicUsize, Condvar, Mutex, Ordering, full_fence, keep_in_order, lock,
        this_thread,
    },
};

/// A thread has the baton.
const HELD: u32 = 1;
/// Jobs may be waiting in the queue.
const MORE: u32 = 2;

/// How many jobs of other threads a thread delivers before it hands the baton to the courier.
const SHARE: usize = 256;

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
    /// Threads, the courier included, that sleep until something changes.
    sleepers: AtomicU32,
    lobby: Mutex<()>,
    changed: Condvar,
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
            sleepers: AtomicU32::new(0),
            lobby: Mutex::new(()),
            changed: Condvar::new(),
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
        if self
            .state
            .compare_exchange(0, HELD, Ordering::SeqCst, Ordering::Relaxed)
            .is_ok()
        {
            self.holder.store(this_thread(), Ordering::Relaxed);
            self.deliver(job);
            self.drain();
        } else {
            self.queue.push(job);
            self.drain_if_idle();
        }
    }

    /// Queues the job and leaves it to another thread: calls nothing, so that it can be used while unwinding.
    pub fn post(&self, job: D::Job) {
        self.queue.push(job);
        self.state.fetch_or(MORE, Ordering::SeqCst);
        self.wake();
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
                    self.wake();
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
            if !self.sleep(deadline, ready) {
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
            let stopping = || self.stopping.load(Ordering::SeqCst) != 0;
            let nudged = || self.nudged.load(Ordering::SeqCst) != 0;
            self.sleep(next, || self.is_left_behind() || nudged() || stopping());
            if stopping() && !self.is_left_behind() {
                return;
            }
        }
    }

    /// Has the courier call its `tick`.
    pub fn nudge(&self) {
        self.nudged.store(1, Ordering::SeqCst);
        self.announce();
    }

    /// Lets threads that wait in [`settle`](Self::settle) look again: for what changes outside of deliveries.
    pub fn announce(&self) {
        full_fence();
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            self.state.fetch_or(MORE, Ordering::SeqCst);
            self.wake();
        }
    }

    /// Makes [`run_courier`](Self::run_courier) return once it has nothing left to do.
    pub fn stop_courier(&self) {
        self.stopping.store(1, Ordering::SeqCst);
        self.state.fetch_or(MORE, Ordering::SeqCst);
        self.wake();
    }

    /// Lets sleeping threads look again at what they wait for, after `state` was written.
    fn wake(&self) {
        keep_in_order();
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            drop(lock(&self.lobby));
            self.changed.notify_all();
        }
    }

    /// Something may wait, and nobody has the baton.
    fn is_left_behind(&self) -> bool {
        self.state.load(Ordering::SeqCst) & (HELD | MORE) == MORE
    }

    fn deliver(&self, job: D::Job) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.target.deliver(job))) {
            self.target.panicked(payload);
        }
    }

    /// Takes the baton if it lies idle, and delivers what is queued.
    fn drain_if_idle(&self) {
        let state = self.state.fetch_or(MORE, Ordering::SeqCst);
        if state & HELD != 0 {
            // The holder, if it is not this thread's own callback, looks again before it lets go.
            self.wake();
            return;
        }
        if self.state.fetch_or(HELD, Ordering::SeqCst) & HELD == 0 {
            self.holder.store(this_thread(), Ordering::Relaxed);
            self.drain();
        }
    }

    /// Delivers until the queue is empty or this thread has done its share; lets the baton go.
    fn drain(&self) {
        let mut delivered = 0;
        loop {
            // Nothing was queued since the baton was taken or the queue last seen empty: let go.
            self.holder.store(0, Ordering::Relaxed);
            if self
                .state
                .compare_exchange(HELD, 0, Ordering::SeqCst, Ordering::Relaxed)
                .is_ok()
            {
                return self.wake();
            }
            self.holder.store(this_thread(), Ordering::Relaxed);
            self.state.fetch_and(!MORE, Ordering::SeqCst);
            while let Some(job) = self.queue.pop() {
                self.deliver(job);
                delivered += 1;
                if delivered == SHARE {
                    self.holder.store(0, Ordering::Relaxed);
                    self.state.fetch_or(MORE, Ordering::SeqCst);
                    self.state.fetch_and(!HELD, Ordering::SeqCst);
                    return self.wake();
                }
            }
            self.wake();
        }
    }

    /// Sleeps until `ready`; `false` when the deadline came first.
    fn sleep(&self, deadline: Option<Instant>, ready: impl Fn() -> bool) -> bool {
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        keep_in_order();
        let mut guard = lock(&self.lobby);
        let in_time = loop {
            // Whoever wakes has written `state` after what it changed: reading it makes the change visible.
            self.state.load(Ordering::SeqCst);
            if ready() {
                break true;
            }
            guard = match deadline {
                None => self
                    .changed
                    .wait(guard)
                    .unwrap_or_else(std::sync::PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        break false;
                    }
                    let waited = self.changed.wait_timeout(guard, left);
                    waited.unwrap_or_else(std::sync::PoisonError::into_inner).0
                }
            };
        };
        drop(guard);
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
        in_time
    }
}
