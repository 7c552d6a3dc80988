//! Hardware of two kinds in one office: phones of even numbers answer at once or put requests aside, those of
//! odd numbers are served by workers.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use rand::Rng;
use tspkit::{
    Hardware, HardwareError, PhoneEvent, PhoneId, PhoneReply, PhoneRequest,
    hal::{
        Completion, Deadline, EventSink, Inventory, Outcome, Stopped,
        blocking::{BlockingHardware, Cancel, Link, Worker},
    },
};

use crate::{book::Book, support};

pub(crate) const PHONES: u32 = 6;

/// A worker serves that phone.
pub(crate) fn has_worker(index: u32) -> bool {
    index % 2 == 1
}

pub(crate) struct Mixed {
    book: Arc<Book>,
    parked: Parked,
    worker: Worker<Wire>,
}

impl Mixed {
    pub(crate) fn new(book: Arc<Book>) -> Self {
        Self {
            worker: Worker::new(Wire { book: book.clone() }),
            book,
            parked: Parked::default(),
        }
    }

    /// What it puts aside.
    pub(crate) fn parked(&self) -> Parked {
        self.parked.clone()
    }
}

impl Hardware for Mixed {
    fn inventory(&self) -> Inventory {
        support::phones(PHONES)
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *self.parked.events.lock().unwrap() = Some(events.clone());
        self.worker.start(events)
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        if has_worker(phone.0 - 100) {
            return self.worker.submit(phone, request, done);
        }
        let line = line_of(&request);
        if let Some(line) = line {
            self.book.seen(line);
        }
        // What becomes of a request is the request's own choice.
        match line.unwrap_or(0) % 16 {
            1 => done.fail(HardwareError::failed("as it was told to")),
            3 => drop(done),
            5 | 7 => self.parked.put(done, answer(&request)),
            9 => {
                done.progress(1, 2);
                done.complete(Ok(answer(&request)));
            }
            _ => done.complete(Ok(answer(&request))),
        }
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.parked.drop_all();
        self.worker.stop(deadline)
    }
}

/// The line of the ledger that a download is, as its bytes say.
fn line_of(request: &PhoneRequest) -> Option<u64> {
    match request {
        PhoneRequest::SetData { data, .. } => {
            data.first_chunk().map(|line| u64::from_le_bytes(*line))
        }
        _ => None,
    }
}

fn answer(request: &PhoneRequest) -> PhoneReply {
    match request {
        PhoneRequest::GetData { size, .. } => PhoneReply::Data(vec![0; *size as usize].into()),
        _ => PhoneReply::Done,
    }
}

type Aside = (Completion<PhoneReply>, PhoneReply);

/// Requests that are answered later, by another thread, in any order.
#[derive(Clone, Default)]
pub(crate) struct Parked {
    tokens: Arc<Mutex<Vec<Aside>>>,
    /// Where the driver's events go.
    events: Arc<Mutex<Option<EventSink>>>,
}

impl Parked {
    fn put(&self, done: Completion<PhoneReply>, answer: PhoneReply) {
        self.tokens.lock().unwrap().push((done, answer));
    }

    /// Answers one of them; `false` when there is none.
    pub(crate) fn answer_one(&self, random: &mut impl Rng) -> bool {
        let (done, answer) = {
            let mut tokens = self.tokens.lock().unwrap();
            if tokens.is_empty() {
                return false;
            }
            let chosen = random.random_range(0..tokens.len());
            tokens.swap_remove(chosen)
        };
        if random.random_range(0..8) == 0 {
            drop(done);
        } else {
            done.complete(Ok(answer));
        }
        true
    }

    /// The phone is unplugged, or plugged in again.
    pub(crate) fn plug(&self, index: u32, in_reach: bool) {
        let events = self.events.lock().unwrap().clone();
        let event = if in_reach {
            PhoneEvent::Connected
        } else {
            PhoneEvent::Disconnected
        };
        events
            .expect("the driver was started")
            .phone(PhoneId(100 + index), event);
    }

    pub(crate) fn drop_all(&self) {
        let tokens = std::mem::take(&mut *self.tokens.lock().unwrap());
        drop(tokens);
    }
}

/// Two wires, for the phones of odd numbers.
struct Wire {
    book: Arc<Book>,
}

impl BlockingHardware for Wire {
    fn inventory(&self) -> Inventory {
        support::phones(PHONES)
    }

    fn links(&self) -> usize {
        2
    }

    fn link_of(&self, phone: PhoneId) -> Option<Link> {
        Some(Link((phone.0 / 2) as usize % 2))
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
        let line = line_of(&request);
        if let Some(line) = line {
            self.book.seen(line);
        }
        match line.unwrap_or(0) % 64 {
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
