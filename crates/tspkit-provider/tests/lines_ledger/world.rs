//! What TAPI's callbacks, the driver and the users share: callbacks have no data of their own.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
};

use tspkit_provider::hal::LineRequest;

use crate::{
    book::{About, Book, Callback, add},
    hardware::{Aside, GUESTS, Hands, LINES, is_elsewhere},
    kinds::Kind,
    support::code::line as code,
    tapi::Lines,
};

/// Places for lines: those that are there, and guests.
pub(crate) const PLACES: u32 = LINES + GUESTS;

const LINE_CLOSE: u32 = 3;
const LINE_CALLSTATE: u32 = 2;
const LINE_GENERATE: u32 = 7;
const LINE_CREATE: u32 = 19;
const LINE_REMOVE: u32 = 25;
const LINE_NEWCALL: u32 = 500;

const OFFERING: usize = 2;
const CONNECTED: usize = 0x100;

/// How else requests end.
const OUTCOMES: [i32; 8] = [
    code::CALLUNAVAIL,
    code::INVALADDRESS,
    code::INVALCALLHANDLE,
    code::INVALCALLSTATE,
    code::INVALLINESTATE,
    code::OPERATIONFAILED,
    code::OPERATIONUNAVAIL,
    code::RESOURCEUNAVAIL,
];

/// A line that is open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    pub(crate) handle: usize,
    /// The request id under which it was opened, and TAPI's own handle for it.
    pub(crate) opening: u32,
}

/// A call that TAPI has a handle for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) handle: usize,
    /// Its number in the ledger. TAPI's own handle for it is sixteen times that.
    pub(crate) number: u32,
    pub(crate) opening: u32,
    /// The call for whose transfer it was made; 0 for none.
    pub(crate) transfers: u32,
}

/// How often something happened.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) messages: AtomicU64,
    pub(crate) came: AtomicU64,
    pub(crate) no_room: AtomicU64,
    pub(crate) connected: AtomicU64,
    pub(crate) forced: AtomicU64,
    pub(crate) created: AtomicU64,
    pub(crate) removed: AtomicU64,
    pub(crate) opened: AtomicU64,
    pub(crate) lines_closed: AtomicU64,
    pub(crate) calls_closed: AtomicU64,
    pub(crate) invalid: AtomicU64,
    pub(crate) malformed: AtomicU64,
    pub(crate) synchronous: AtomicU64,
    pub(crate) nested: AtomicU64,
    pub(crate) looked_at: AtomicU64,
}

pub(crate) struct World {
    pub(crate) lines: Lines,
    pub(crate) book: Book,
    pub(crate) aside: Aside,
    pub(crate) hands: Mutex<Option<Hands>>,
    pub(crate) counts: Counts,
    open: Vec<RwLock<Option<Open>>>,
    /// Calls by the place of their line.
    calls: Vec<Mutex<Vec<Call>>>,
    /// By which device ids and temporary ids guests are reached: none, or one.
    pub(crate) guests: Vec<Mutex<Option<(u32, usize)>>>,
    /// Guests that TAPI has given no device id.
    pub(crate) announced: Mutex<Vec<usize>>,
    /// The place of each opening.
    places: Vec<AtomicU32>,
    /// A handle of each place's line, and of a call there, that was closed.
    stale: Vec<[AtomicUsize; 2]>,
    /// The handle of the call that came last.
    newest: AtomicUsize,
    /// The provider is being shut down, or was.
    pub(crate) ending: AtomicBool,
    /// It was shut down.
    pub(crate) ended: AtomicBool,
    /// The first request id for requests inside callbacks, and the first that there is not.
    spare: u32,
    limit: u32,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes that a request under that id sends: its number, and what follows from it.
pub(crate) fn bytes_of(id: u32, size: usize) -> Vec<u8> {
    let mut bytes = id.to_le_bytes().to_vec();
    let salt = bytes[0];
    bytes.extend((4..size).map(|at| salt.wrapping_add(u8::try_from(at % 251).expect("small"))));
    bytes
}

/// They are such bytes.
pub(crate) fn are_whole(bytes: &[u8]) -> bool {
    bytes.first_chunk().is_none_or(|id| {
        let id = u32::from_le_bytes(*id);
        *bytes == bytes_of(id, bytes.len())
    })
}

impl World {
    /// So many request ids for users, from 1, and some beyond them for callbacks.
    pub(crate) fn new(lines: Lines, requests: u32) -> Self {
        let limit = requests + requests / 4 + 2;
        Self {
            lines,
            book: Book::new(limit),
            aside: Aside::default(),
            hands: Mutex::default(),
            counts: Counts::default(),
            open: (0..PLACES).map(|_| RwLock::default()).collect(),
            calls: (0..PLACES).map(|_| Mutex::default()).collect(),
            guests: (0..GUESTS).map(|_| Mutex::default()).collect(),
            announced: Mutex::default(),
            places: (0..=limit).map(|_| AtomicU32::new(0)).collect(),
            stale: (0..PLACES).map(|_| Default::default()).collect(),
            newest: AtomicUsize::new(0),
            ending: AtomicBool::new(false),
            ended: AtomicBool::new(true),
            spare: requests + 1,
            limit,
        }
    }

    /// Somebody outside, or at a line.
    pub(crate) fn hands(&self) -> Hands {
        lock(&self.hands).clone().expect("the driver was started")
    }

    /// The device id in a place, if there is one.
    pub(crate) fn device(&self, place: u32) -> Option<u32> {
        if place < LINES {
            return Some(place);
        }
        let guest = lock(&self.guests[(place - LINES) as usize]);
        guest.map(|(device, _)| device)
    }

    pub(crate) fn open(&self, place: u32) -> Option<Open> {
        let open = self.open[place as usize].read();
        *open.unwrap_or_else(PoisonError::into_inner)
    }

    /// About to be opened: messages may come before the handle is known.
    pub(crate) fn opens(&self, place: u32, opening: u32) {
        self.places[opening as usize].store(place, Ordering::SeqCst);
    }

    pub(crate) fn opened(&self, place: u32, opened: Open) {
        let open = self.open[place as usize].write();
        *open.unwrap_or_else(PoisonError::into_inner) = Some(opened);
    }

    /// Takes what is open there, if it is that opening, or any.
    pub(crate) fn take(&self, place: u32, only: Option<u32>) -> Option<Open> {
        let open = self.open[place as usize].write();
        let mut open = open.unwrap_or_else(PoisonError::into_inner);
        open.take_if(|open| only.is_none_or(|only| only == open.opening))
    }

    pub(crate) fn place_of(&self, opening: u32) -> u32 {
        self.places[opening as usize].load(Ordering::SeqCst)
    }

    pub(crate) fn calls_at(&self, place: u32) -> MutexGuard<'_, Vec<Call>> {
        lock(&self.calls[place as usize])
    }

    pub(crate) fn add_call(&self, call: Call) {
        self.calls_at(self.place_of(call.opening)).push(call);
    }

    fn forget_call(&self, call: Call) {
        let mut calls = self.calls_at(self.place_of(call.opening));
        calls.retain(|each| each.number != call.number);
    }

    /// Handles of a line and of a call that are closed for good; 0 when there have been none.
    pub(crate) fn stale(&self, place: u32) -> [usize; 2] {
        let stale = self.stale[place as usize].each_ref();
        stale.map(|handle| handle.load(Ordering::SeqCst))
    }

    fn note_stale(&self, place: u32, which: usize, handle: usize) {
        self.stale[place as usize][which].store(handle, Ordering::SeqCst);
    }

    /// Closes a call; `false` when it was closed already, by itself or with its line.
    pub(crate) fn close_call(&self, call: Call) -> bool {
        let result = self.lines.close_call(call.handle);
        if result == 0 {
            self.book.close_call(call.number);
            add(&self.counts.calls_closed);
            self.note_stale(self.place_of(call.opening), 1, call.handle);
        } else {
            assert_eq!(result, code::INVALCALLHANDLE, "CloseCall");
        }
        self.forget_call(call);
        result == 0
    }

    /// Closes a line; which opening it was, if it was open.
    pub(crate) fn close_line(&self, place: u32) -> Option<u32> {
        let open = self.take(place, None)?;
        match self.lines.close(open.handle) {
            0 => {}
            // Shut down, or a guest that has gone.
            code::INVALLINEHANDLE => return None,
            other => panic!("Close says {other:#x}"),
        }
        self.book.close_line(open.opening);
        add(&self.counts.lines_closed);
        self.note_stale(place, 0, open.handle);
        self.calls_at(place)
            .retain(|call| call.opening != open.opening);
        Some(open.opening)
    }

    /// The provider was shut down: what was open is closed.
    pub(crate) fn forget_all(&self) {
        for place in 0..PLACES {
            let calls = std::mem::take(&mut *self.calls_at(place));
            for call in calls {
                let closed = self.lines.close_call(call.handle);
                assert_eq!(closed, code::INVALCALLHANDLE);
                self.book.close_call(call.number);
                self.note_stale(place, 1, call.handle);
            }
            if let Some(open) = self.take(place, None) {
                assert_eq!(self.lines.close(open.handle), code::INVALLINEHANDLE);
                self.book.close_line(open.opening);
                self.note_stale(place, 0, open.handle);
            }
        }
        for guest in &self.guests {
            *lock(guest) = None;
        }
        lock(&self.announced).clear();
    }

    /// The driver has got a request: its bytes must be as they were when it was made.
    pub(crate) fn look_at(&self, request: &LineRequest) {
        let whole = match request {
            LineRequest::MakeCall { params, .. } | LineRequest::SetupTransfer { params, .. } => [
                &params.user_user,
                &params.call_data,
                &params.dev_specific,
                &params.high_layer,
                &params.low_layer,
            ]
            .iter()
            .all(|bytes| are_whole(bytes)),
            LineRequest::Accept { user_user, .. }
            | LineRequest::Answer { user_user, .. }
            | LineRequest::Drop { user_user, .. } => are_whole(user_user),
            LineRequest::SendUserUserInfo { data, .. }
            | LineRequest::SetCallData { data, .. }
            | LineRequest::DevSpecific { data, .. } => are_whole(data),
            _ => return,
        };
        add(&self.counts.looked_at);
        if !whole {
            self.book
                .complain(format!("the driver got other bytes: {request:?}"));
        }
    }

    fn not_ended(&self, what: &str) {
        if self.ended.load(Ordering::SeqCst) {
            add(&self.book.late);
            self.book.complain(format!("{what} after Shutdown"));
        }
    }

    /// `ASYNC_COMPLETION`.
    pub(crate) fn completed(&self, id: u32, result: i32) {
        let about = self.book.about(id);
        let _inside = self.book.enter(Callback::Completion(id), about);
        self.not_ended("a completion");
        if result != 0 && !OUTCOMES.contains(&result) {
            self.book
                .complain(format!("request {id} was completed with {result:#x}"));
        }
        self.book.completed(id, result);
        match id % 4096 {
            0..128 if id < self.spare => self.nested_request(id),
            777..782 => self.close_inside(id % PLACES),
            1000..1064 => thread::yield_now(),
            _ => {}
        }
    }

    /// TAPI may call back in, and close things: also what the callback is about.
    fn close_inside(&self, place: u32) {
        // Before the close is known.
        add(&self.book.closed_inside);
        let call = self.calls_at(place).last().copied();
        match call {
            Some(call) => drop(self.close_call(call)),
            None => drop(self.close_line(place)),
        }
    }

    /// An id for a request inside a callback, as long as there are any.
    fn spare_id(&self) -> Option<u32> {
        let id = self.spare + u32::try_from(add(&self.counts.nested)).expect("it is small");
        (id < self.limit).then_some(id)
    }

    fn nested_request(&self, seed: u32) {
        let call = self.calls_at(seed % PLACES).last().copied();
        if let Some(call) = call {
            self.ask_inside(call, Kind::SetCallData, |id| {
                self.lines.set_call_data(id, call.handle, &bytes_of(id, 9))
            });
        }
    }

    fn ask_inside(&self, call: Call, kind: Kind, ask: impl FnOnce(u32) -> i32) {
        let Some(id) = self.spare_id() else { return };
        self.book
            .begin(id, kind, About::call(call.opening, call.number), 0);
        let result = ask(id);
        if result == id.cast_signed() {
            let elsewhere = is_elsewhere(self.place_of(call.opening));
            self.book.accepted(id, elsewhere);
        } else {
            assert!(result < 0, "{kind:?} says {result:#x}");
            self.book.refused(result);
        }
    }

    /// `LINEEVENT`. What TAPI gives back for a new call.
    pub(crate) fn event(&self, about: [usize; 2], what: u32, params: [usize; 3]) -> usize {
        let [opening, call] = about;
        let opening = u32::try_from(opening).expect("it is a request id");
        let number = u32::try_from(call >> 4).expect("it is a small number");
        let _inside = self
            .book
            .enter(Callback::Message(what), About::call(opening, number));
        self.not_ended("a message");
        let told = add(&self.counts.messages);
        let stated = self.book.to_be_stated.swap(0, Ordering::SeqCst);
        if stated != 0 && !(what == LINE_CALLSTATE && number == stated) {
            // Unless somebody is just closing it: then nothing more is owed.
            let handle = self.newest.load(Ordering::SeqCst);
            if self.lines.call_status(handle).0 != code::INVALCALLHANDLE {
                self.book.complain(format!(
                    "message {what} after LINE_NEWCALL of call {stated}"
                ));
            }
        }
        match what {
            LINE_NEWCALL => return self.new_call(opening, params[0], told),
            LINE_CREATE => {
                add(&self.counts.created);
                lock(&self.announced).push(params[1]);
            }
            LINE_REMOVE => drop(add(&self.counts.removed)),
            LINE_CLOSE => self.forced_close(opening),
            _ if call != 0 => self.call_event(opening, number, what, params),
            _ => {}
        }
        if told.is_multiple_of(16) {
            thread::yield_now();
        }
        0
    }

    /// The hardware has closed a line.
    fn forced_close(&self, opening: u32) {
        add(&self.counts.forced);
        add(&self.book.closed_inside);
        self.book.close_line(opening);
        let place = self.place_of(opening);
        self.take(place, Some(opening));
        self.calls_at(place).retain(|call| call.opening != opening);
    }

    fn call_event(&self, opening: u32, number: u32, what: u32, params: [usize; 3]) {
        let state = (what == LINE_CALLSTATE).then_some(params[0]);
        self.book.told(number, state, what == LINE_GENERATE);
        if what == LINE_GENERATE {
            let id = u32::try_from(params[1]).expect("it is a request id");
            // Done, or cancelled.
            self.book.completed(id, if params[0] == 1 { 0 } else { -1 });
        }
        let Some(state) = state else { return };
        if !params[2].is_power_of_two() {
            self.book
                .complain(format!("call {number}: media mode {:#x}", params[2]));
        }
        if state == CONNECTED {
            add(&self.counts.connected);
        }
        if state == OFFERING && number.is_multiple_of(8) {
            let calls = self.calls_at(self.place_of(opening));
            let call = calls.iter().find(|call| call.number == number).copied();
            drop(calls);
            if let Some(call) = call {
                self.ask_inside(call, Kind::Answer, |id| {
                    self.lines.answer(id, call.handle, &bytes_of(id, 20))
                });
            }
        }
    }

    fn new_call(&self, opening: u32, handle: usize, told: u64) -> usize {
        if told.is_multiple_of(13) {
            add(&self.counts.no_room);
            return 0;
        }
        let number = self.book.new_call();
        self.book.came(number);
        self.newest.store(handle, Ordering::SeqCst);
        self.book.to_be_stated.store(number, Ordering::SeqCst);
        add(&self.counts.came);
        self.add_call(Call {
            handle,
            number,
            opening,
            transfers: 0,
        });
        (number as usize) << 4
    }
}
