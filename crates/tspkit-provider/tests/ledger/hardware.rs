//! Hardware of two kinds behind one provider: phones of even numbers answer at once or put requests aside, those of
//! odd numbers are served by workers.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::Rng;
use tspkit_provider::hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, Outcome, PhoneEvent,
    PhoneId, PhoneReply, PhoneRequest, Stopped,
    blocking::{BlockingHardware, Cancel, Link, Worker},
};

use crate::{
    support::desk::{self, answer},
    world::World,
};

pub(crate) const PHONES: u32 = 8;

/// A worker serves that phone.
pub(crate) fn has_worker(index: u32) -> bool {
    index % 2 == 1
}

/// Bytes of that line: its number, and what follows from it.
pub(crate) fn bytes_of(line: u64, size: usize) -> Vec<u8> {
    let mut bytes = line.to_le_bytes().to_vec();
    let salt = bytes[0];
    bytes.extend((8..size).map(|at| salt.wrapping_add(u8::try_from(at % 251).expect("small"))));
    bytes
}

/// The line that a request says it is, if it can; its bytes must be as they were when it was made.
fn line_of(request: &PhoneRequest) -> Option<u64> {
    let text = |text: &str| Some(text.trim().parse().expect("a text is its line"));
    match request {
        PhoneRequest::SetData { data, .. } | PhoneRequest::DevSpecific { data } => {
            let line = u64::from_le_bytes(*data.first_chunk()?);
            assert_eq!(
                *data,
                bytes_of(line, data.len()),
                "request {line} has other bytes"
            );
            Some(line)
        }
        PhoneRequest::SetDisplay { text: shown, .. } => text(shown),
        PhoneRequest::SetButtonInfo { info, .. } => text(&info.text),
        _ => None,
    }
}

/// What becomes of a request is the choice of its line, or of chance where it cannot say.
fn choose(request: &PhoneRequest, world: &World) -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    if let Some(line) = line_of(request) {
        world.book.seen(line);
        return line;
    }
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(crate) struct Mixed {
    world: &'static World,
    worker: Worker<Wire>,
}

impl Mixed {
    pub(crate) fn new(world: &'static World) -> Self {
        Self {
            worker: Worker::new(Wire { world }),
            world,
        }
    }
}

impl Hardware for Mixed {
    fn inventory(&self) -> Inventory {
        desk::phones(PHONES)
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        self.world.aside.began(events.clone());
        self.worker.start(events)
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        if has_worker(phone.0 - 100) {
            return self.worker.submit(phone, request, done);
        }
        match choose(&request, self.world) % 16 {
            1 => done.fail(HardwareError::failed("as it was told to")),
            3 => drop(done),
            5 | 7 => self.world.aside.put(done, request),
            9 => {
                done.progress(1, 2);
                done.complete(Ok(answer(&request)));
            }
            _ => done.complete(Ok(answer(&request))),
        }
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.worker.stop(deadline)
    }
}

/// Requests that are answered later, by another thread, in any order; also when their provider has been shut down.
#[derive(Default)]
pub(crate) struct Aside {
    requests: Mutex<Vec<(Completion<PhoneReply>, PhoneRequest)>>,
    events: Mutex<Option<EventSink>>,
}

impl Aside {
    fn put(&self, done: Completion<PhoneReply>, request: PhoneRequest) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push((done, request));
    }

    fn began(&self, events: EventSink) {
        *self.events.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
    }

    /// Answers one of them; `false` when there is none.
    pub(crate) fn answer_one(&self, random: &mut impl Rng) -> bool {
        let (done, request) = {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            if requests.is_empty() {
                return false;
            }
            let chosen = random.random_range(0..requests.len());
            requests.swap_remove(chosen)
        };
        // Still as it was.
        let _ = line_of(&request);
        if random.random_range(0..8) == 0 {
            drop(done);
        } else {
            done.complete(Ok(answer(&request)));
        }
        true
    }

    /// Something happens to a phone.
    pub(crate) fn tell(&self, index: u32, event: PhoneEvent) {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let events = events.clone().expect("the driver was started");
        events.phone(PhoneId(100 + index), event);
    }

    pub(crate) fn drop_all(&self) {
        let requests =
            std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner));
        drop(requests);
    }
}

/// A wire for each phone of an odd number.
struct Wire {
    world: &'static World,
}

impl BlockingHardware for Wire {
    fn inventory(&self) -> Inventory {
        desk::phones(PHONES)
    }

    fn links(&self) -> usize {
        PHONES as usize / 2
    }

    fn link_of(&self, phone: PhoneId) -> Option<Link> {
        Some(Link((phone.0 - 100) as usize / 2))
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry_out(
        &self,
        _phone: PhoneId,
        request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Outcome<PhoneReply> {
        match choose(&request, self.world) % 64 {
            1 => Err(HardwareError::failed("as it was told to")),
            3 if cancel.wait(Duration::from_micros(100)) => Err(HardwareError::failed("cancelled")),
            9 => {
                cancel.progress(1, 2);
                Ok(answer(&request))
            }
            _ => Ok(answer(&request)),
        }
    }
}
