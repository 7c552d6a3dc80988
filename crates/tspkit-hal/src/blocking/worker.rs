//! Runs a blocking driver on one thread per link.

use std::{
    fmt,
    sync::{Arc, Condvar, Mutex, PoisonError, RwLock},
    thread::{self, JoinHandle},
};

use super::{
    BlockingHardware, Cancel, Link,
    queue::{Found, Queue, Signal, lock},
};
use crate::{
    completion::Completion,
    contain::contain,
    error::HardwareError,
    event::EventSink,
    hardware::{Deadline, Hardware, Stopped},
    ids::PhoneId,
    inventory::Inventory,
    reply::PhoneReply,
    request::PhoneRequest,
    thread_mark::ThreadMark,
};

/// Makes a [`BlockingHardware`] a [`Hardware`].
///
/// Requests wait in one queue per link and are carried out in order, each to its end before the next. One
/// that is cancelled while it waits is never begun. A panic in the driver answers the request with
/// `OPERATIONFAILED`, and the link goes on.
pub struct Worker<H> {
    hardware: Arc<H>,
    session: RwLock<Option<Session>>,
}

/// What exists between start and stop.
struct Session {
    links: Vec<Arc<Queue<Job>>>,
    threads: Vec<JoinHandle<()>>,
    stop: Arc<Vec<Signal>>,
    running: Arc<Running>,
}

struct Job {
    phone: PhoneId,
    request: PhoneRequest,
    done: Completion<PhoneReply>,
}

/// Which of the threads have not ended.
#[derive(Default)]
struct Running {
    threads: Mutex<Threads>,
    changed: Condvar,
}

#[derive(Default)]
struct Threads {
    count: usize,
    /// Those that have begun, by their link's place in the list.
    begun: Vec<(usize, ThreadMark)>,
}

impl<H: BlockingHardware> Worker<H> {
    /// A driver that is not started.
    pub fn new(hardware: H) -> Self {
        Self {
            hardware: Arc::new(hardware),
            session: RwLock::new(None),
        }
    }

    /// The blocking driver.
    pub fn get_ref(&self) -> &H {
        &self.hardware
    }

    fn spawn(
        &self,
        session: &mut Session,
        link: Link,
        events: &EventSink,
    ) -> Result<(), HardwareError> {
        let queue = Arc::new(Queue::new());
        let runner = Runner {
            hardware: self.hardware.clone(),
            link,
            queue: queue.clone(),
            events: events.clone(),
            stop: session.stop.clone(),
        };
        let running = session.running.clone();
        lock(&running.threads).count += 1;
        let place = session.threads.len();
        let thread = thread::Builder::new()
            .name(format!("tspkit link {}", link.0))
            .spawn({
                let running = running.clone();
                move || {
                    let mark = ThreadMark::current();
                    lock(&running.threads).begun.push((place, mark));
                    runner.run();
                    let mut threads = lock(&running.threads);
                    threads.count -= 1;
                    threads.begun.retain(|(begun, _)| *begun != place);
                    drop(threads);
                    running.changed.notify_all();
                }
            });
        match thread {
            Ok(thread) => {
                session.links.push(queue);
                session.threads.push(thread);
                Ok(())
            }
            Err(error) => {
                lock(&running.threads).count -= 1;
                let message = format!("no thread could be started for link {}", link.0);
                Err(
                    HardwareError::with_message(tspkit_abi::PhoneError::ResourceUnavail, message)
                        .with_source(error),
                )
            }
        }
    }

    fn end(&self, session: Session, deadline: Deadline) -> Stopped {
        for (queue, stop) in session.links.iter().zip(session.stop.iter()) {
            queue.shut();
            stop.set();
        }
        // A driver may be stopped in a callback that one of its own threads is in, which ends after that.
        let here = ThreadMark::current();
        let mut threads = lock(&session.running.threads);
        let own = threads.begun.iter().find(|(_, mark)| *mark == here);
        let own = own.map(|(place, _)| *place);
        while threads.count > usize::from(own.is_some()) {
            let left = deadline.remaining();
            if left.is_zero() {
                let bound = self.hardware.cancel_bound();
                tracing::error!(
                    links = threads.count,
                    ?bound,
                    "links did not end in the time their driver declares"
                );
                return Stopped::StillRunning;
            }
            let waited = session.running.changed.wait_timeout(threads, left);
            threads = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(threads);
        for (place, thread) in session.threads.into_iter().enumerate() {
            if own != Some(place) && thread.join().is_err() {
                tracing::error!("a link's thread ended by a panic");
            }
        }
        if own.is_some() {
            Stopped::StillRunning
        } else {
            Stopped::Clean
        }
    }
}

impl<H: BlockingHardware> Hardware for Worker<H> {
    fn inventory(&self) -> Inventory {
        self.hardware.inventory()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        self.hardware.start(&events)?;
        let links = self.hardware.links();
        let mut session = Session {
            links: Vec::with_capacity(links),
            threads: Vec::with_capacity(links),
            stop: Arc::new((0..links).map(|_| Signal::default()).collect()),
            running: Arc::default(),
        };
        for link in 0..links {
            if let Err(error) = self.spawn(&mut session, Link(link), &events) {
                let _ = self.end(session, Deadline::after(self.hardware.cancel_bound()));
                return Err(error);
            }
        }
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = Some(session);
        Ok(())
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        let refused = {
            let session = self.session.read().unwrap_or_else(PoisonError::into_inner);
            let link = session.as_ref().zip(self.hardware.link_of(phone));
            match link.and_then(|(session, link)| session.links.get(link.0)) {
                Some(queue) => queue.push(Job {
                    phone,
                    request,
                    done,
                }),
                None => Err(Job {
                    phone,
                    request,
                    done,
                }),
            }
        };
        if let Err(job) = refused {
            let what = job.request.name();
            job.done.fail(HardwareError::failed(format!(
                "{what}: {} is on no link that runs",
                job.phone
            )));
        }
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        let session = self
            .session
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        session.map_or(Stopped::Clean, |session| self.end(session, deadline))
    }
}

impl<H> fmt::Debug for Worker<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

/// What runs on a link's thread.
struct Runner<H> {
    hardware: Arc<H>,
    link: Link,
    queue: Arc<Queue<Job>>,
    events: EventSink,
    stop: Arc<Vec<Signal>>,
}

impl<H: BlockingHardware> Runner<H> {
    fn run(&self) {
        let mut jobs = Vec::new();
        let mut next_visit = self.tend();
        loop {
            match self.queue.take(&mut jobs, next_visit) {
                Found::Jobs => jobs.drain(..).for_each(|job| self.carry_out(job)),
                Found::Nothing => {}
                Found::Shut => break,
            }
            next_visit = self.tend();
        }
        if let Err(panic) = contain(|| self.hardware.release(self.link)) {
            tracing::error!(link = self.link.0, panic, "the driver panicked in release");
        }
    }

    fn stop(&self) -> &Signal {
        &self.stop[self.link.0]
    }

    fn carry_out(&self, job: Job) {
        let Job {
            phone,
            request,
            done,
        } = job;
        let what = request.name();
        let cancel = Cancel::new(Some(&done), self.stop());
        if cancel.is_cancelled() {
            done.fail(HardwareError::failed(format!(
                "{what}: {phone} was closed before its turn came"
            )));
            return;
        }
        let work = || self.hardware.carry_out(phone, request, &cancel);
        let outcome = contain(work).unwrap_or_else(|panic| {
            tracing::error!(%phone, request = what, panic = panic.as_str(), "the driver panicked");
            Err(HardwareError::failed(format!(
                "{what}: the driver panicked: {panic}"
            )))
        });
        done.complete(outcome);
    }

    fn tend(&self) -> Option<std::time::Duration> {
        let cancel = Cancel::new(None, self.stop());
        let work = || self.hardware.tend(self.link, &self.events, &cancel);
        contain(work).unwrap_or_else(|panic| {
            tracing::error!(link = self.link.0, panic, "the driver panicked in tend");
            None
        })
    }
}
