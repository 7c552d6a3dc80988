//! The ledger: an entry for each request id, one for each call that TAPI was told of, one for each opening of a line.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU32, AtomicU64, Ordering},
};

use tspkit_provider::hal::ThreadMark;

use crate::kinds::Kind;

// Of a request; above them its kind, and above that the count of its completions.
const ACCEPTED: u32 = 1;
/// It went to a line whose requests another thread answers.
const ELSEWHERE: u32 = 2;
const KIND: u32 = 8;
const COMPLETION: u32 = 1 << 16;

// Of a call.
/// TAPI knows it: it was told of it, or its making has succeeded.
const KNOWN: u32 = 1;
/// TAPI was told of it by `LINE_NEWCALL`.
const CAME: u32 = 2;
const STATED: u32 = 4;
const IDLE: u32 = 8;
/// Of a call or of an opening: it has been closed.
const CLOSED: u32 = 16;

/// What a callback or a request is about: an opening, and up to two calls; 0 for none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) opening: u32,
    pub(crate) calls: [u32; 2],
}

impl About {
    pub(crate) fn line(opening: u32) -> Self {
        Self::call(opening, 0)
    }

    pub(crate) fn call(opening: u32, call: u32) -> Self {
        Self {
            opening,
            calls: [call, 0],
        }
    }

    pub(crate) fn and(mut self, other: u32) -> Self {
        self.calls[1] = other;
        self
    }
}

#[derive(Default)]
struct Request {
    state: AtomicU32,
    opening: AtomicU32,
    calls: [AtomicU32; 2],
    /// The call that it makes, which TAPI knows once it has succeeded.
    makes: AtomicU32,
}

pub(crate) struct Book {
    requests: Vec<Request>,
    calls: Vec<AtomicU32>,
    openings: Vec<AtomicU32>,
    next_call: AtomicU32,
    inside: Mutex<Option<(ThreadMark, usize)>>,
    /// A call of which the next message must be its state.
    pub(crate) to_be_stated: AtomicU32,
    pub(crate) overlaps: AtomicU64,
    pub(crate) late: AtomicU64,
    /// Messages about calls that were out of their order: the first few, in words.
    wrong: Mutex<Vec<String>>,
    /// How often a callback has closed something by itself.
    pub(crate) closed_inside: AtomicU64,
    /// How many requests of each kind have succeeded.
    pub(crate) succeeded: [AtomicU64; Kind::ALL.len()],
    /// How often each code has ended a request, by its last byte.
    failed: [AtomicU64; 256],
    /// How often each code has refused a request, by its last byte.
    refused: [AtomicU64; 256],
}

/// What the ledger adds up to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) accepted: u64,
    pub(crate) elsewhere: u64,
    pub(crate) completed: u64,
    pub(crate) calls: u64,
    pub(crate) ended: u64,
}

/// What is called back: the completion of a request, or a message.
#[derive(Debug, Clone, Copy)]
#[expect(dead_code, reason = "for the words of a complaint")]
pub(crate) enum Callback {
    Completion(u32),
    Message(u32),
}

/// A callback's time inside.
pub(crate) struct Inside<'a> {
    book: &'a Book,
    callback: Callback,
    about: About,
    closes: u64,
}

pub(crate) fn add(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Ordering::Relaxed)
}

impl Book {
    /// For so many request ids, from 1.
    pub(crate) fn new(requests: u32) -> Self {
        let words = |count: u32| (0..count).map(|_| AtomicU32::new(0)).collect();
        Self {
            requests: (0..=requests).map(|_| Request::default()).collect(),
            // One that is made may bring one that comes in at the other end.
            calls: words(2 * requests + 2),
            openings: words(requests + 1),
            next_call: AtomicU32::new(1),
            inside: Mutex::new(None),
            to_be_stated: AtomicU32::new(0),
            overlaps: AtomicU64::new(0),
            late: AtomicU64::new(0),
            wrong: Mutex::default(),
            closed_inside: AtomicU64::new(0),
            succeeded: [const { AtomicU64::new(0) }; Kind::ALL.len()],
            failed: [const { AtomicU64::new(0) }; 256],
            refused: [const { AtomicU64::new(0) }; 256],
        }
    }

    /// A call that TAPI has a handle for, which has not been closed.
    pub(crate) fn new_call(&self) -> u32 {
        self.next_call.fetch_add(1, Ordering::SeqCst)
    }

    /// It is TAPI that has been told of the call.
    pub(crate) fn came(&self, call: u32) {
        self.calls[call as usize].fetch_or(KNOWN | CAME, Ordering::SeqCst);
    }

    /// A request is about to be made.
    pub(crate) fn begin(&self, id: u32, kind: Kind, about: About, makes: u32) {
        let request = &self.requests[id as usize];
        request.opening.store(about.opening, Ordering::SeqCst);
        for (place, call) in request.calls.iter().zip(about.calls) {
            place.store(call, Ordering::SeqCst);
        }
        request.makes.store(makes, Ordering::SeqCst);
        request.state.store((kind as u32) << KIND, Ordering::SeqCst);
    }

    pub(crate) fn accepted(&self, id: u32, elsewhere: bool) {
        let elsewhere = if elsewhere { ELSEWHERE } else { 0 };
        let state = &self.requests[id as usize].state;
        state.fetch_or(ACCEPTED | elsewhere, Ordering::SeqCst);
    }

    pub(crate) fn refused(&self, code: i32) {
        add(&self.refused[code.to_le_bytes()[0] as usize]);
    }

    /// The codes that have refused requests and ended them, by their last bytes, and how often.
    pub(crate) fn codes(&self) -> [Vec<(String, u64)>; 2] {
        [&self.refused, &self.failed].map(|counts| {
            let counts = counts.iter().map(|each| each.load(Ordering::SeqCst));
            let codes = counts.enumerate().filter(|(_, count)| *count > 0);
            codes
                .map(|(code, count)| (format!("{code:#x}"), count))
                .collect()
        })
    }

    pub(crate) fn about(&self, id: u32) -> About {
        let request = &self.requests[id as usize];
        About {
            opening: request.opening.load(Ordering::SeqCst),
            calls: request
                .calls
                .each_ref()
                .map(|call| call.load(Ordering::SeqCst)),
        }
    }

    pub(crate) fn is_completed(&self, id: u32) -> bool {
        self.requests[id as usize].state.load(Ordering::SeqCst) >= COMPLETION
    }

    /// `ASYNC_COMPLETION` has come, or `LINE_GENERATE`.
    pub(crate) fn completed(&self, id: u32, result: i32) {
        let request = &self.requests[id as usize];
        let state = request.state.fetch_add(COMPLETION, Ordering::SeqCst);
        if result != 0 {
            add(&self.failed[result.to_le_bytes()[0] as usize]);
            return;
        }
        add(&self.succeeded[Kind::of(state >> KIND) as usize]);
        let makes = request.makes.load(Ordering::SeqCst);
        if makes != 0 {
            self.calls[makes as usize].fetch_or(KNOWN, Ordering::SeqCst);
        }
    }

    /// A call is closed: nothing may be called back for it from here on.
    pub(crate) fn close_call(&self, call: u32) {
        self.calls[call as usize].fetch_or(CLOSED, Ordering::SeqCst);
    }

    /// Likewise a line, and all its calls.
    pub(crate) fn close_line(&self, opening: u32) {
        self.openings[opening as usize].fetch_or(CLOSED, Ordering::SeqCst);
    }

    pub(crate) fn is_closed(&self, about: About) -> bool {
        let is = |words: &[AtomicU32], at: u32| {
            at != 0 && words[at as usize].load(Ordering::SeqCst) & CLOSED != 0
        };
        is(&self.openings, about.opening) || about.calls.iter().any(|call| is(&self.calls, *call))
    }

    /// A message about a call; one of a state if there is one. What `LINE_GENERATE` is for may have ended.
    pub(crate) fn told(&self, call: u32, state: Option<usize>, generated: bool) {
        let word = &self.calls[call as usize];
        let flags = word.load(Ordering::SeqCst);
        if flags & KNOWN == 0 {
            self.complain(format!("call {call}: told before TAPI knew it"));
        }
        if flags & IDLE != 0 && !generated {
            self.complain(format!("call {call}: told {state:?} after it was idle"));
        }
        if flags & CAME != 0 && flags & STATED == 0 && state.is_none() {
            self.complain(format!(
                "call {call}: something else before its first state"
            ));
        }
        if let Some(state) = state {
            let idle = if state == 1 { IDLE } else { 0 };
            word.fetch_or(STATED | idle, Ordering::SeqCst);
        }
    }

    pub(crate) fn complain(&self, what: String) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() < 20 {
            wrong.push(what);
        }
    }

    pub(crate) fn complaints(&self) -> Vec<String> {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.clone()
    }

    /// A callback has been entered. Another thread may not be inside, and what it is about may not be closed, nor be
    /// closed before the callback is left, but by itself.
    pub(crate) fn enter(&self, callback: Callback, about: About) -> Inside<'_> {
        if self.is_closed(about) {
            add(&self.late);
            self.complain(format!("{about:?} was closed before {callback:?}"));
        }
        let this = ThreadMark::current();
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        *inside = match *inside {
            None => Some((this, 1)),
            Some((thread, depth)) => {
                if thread != this {
                    add(&self.overlaps);
                }
                Some((thread, depth + 1))
            }
        };
        Inside {
            book: self,
            callback,
            about,
            closes: self.closed_inside.load(Ordering::SeqCst),
        }
    }

    /// What is wrong with a request.
    pub(crate) fn problem(&self, id: u32) -> Option<String> {
        let state = self.requests[id as usize].state.load(Ordering::SeqCst);
        let completions = state / COMPLETION;
        let kind = Kind::of(state >> KIND);
        let right = match (state & ACCEPTED != 0, kind) {
            (false, _) => completions == 0,
            // Nothing is told of digits when their call is closed.
            (true, Kind::Digits) => completions <= 1,
            (true, _) => completions == 1,
        };
        let what = if state & ACCEPTED == 0 {
            "refused"
        } else {
            "accepted"
        };
        (!right)
            .then(|| format!("request {id} ({kind:?}) was {what}, with {completions} completions"))
    }

    /// Every entry is right, or this panics; what they add up to.
    pub(crate) fn audit(&self) -> Sums {
        let complaints = self.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
        let ids = 1..u32::try_from(self.requests.len()).expect("they are ids");
        let problems: Vec<_> = ids.filter_map(|id| self.problem(id)).collect();
        assert!(
            problems.is_empty(),
            "{} of {} requests are wrong: {:#?}",
            problems.len(),
            self.requests.len(),
            &problems[..problems.len().min(10)]
        );
        let states = self.requests.iter();
        let states = states.map(|request| request.state.load(Ordering::SeqCst));
        let asynchronous =
            states.filter(|state| Kind::of(state >> KIND) != Kind::Digits && state & ACCEPTED != 0);
        let mut sums = Sums::default();
        for state in asynchronous {
            sums.accepted += 1;
            sums.elsewhere += u64::from(state & ELSEWHERE != 0);
            sums.completed += u64::from(state / COMPLETION);
        }
        let calls = self.calls.iter().map(|call| call.load(Ordering::SeqCst));
        for flags in calls.filter(|flags| flags & KNOWN != 0) {
            sums.calls += 1;
            sums.ended += u64::from(flags & IDLE != 0);
        }
        sums
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let (book, callback, about) = (self.book, self.callback, self.about);
        let by_itself = book.closed_inside.load(Ordering::SeqCst) != self.closes;
        if !by_itself && book.is_closed(about) {
            add(&book.late);
            book.complain(format!("{about:?} was closed during {callback:?}"));
        }
        let inside = book.inside.lock();
        let mut inside = inside.unwrap_or_else(PoisonError::into_inner);
        *inside = inside.and_then(|(thread, depth)| (depth > 1).then(|| (thread, depth - 1)));
    }
}
