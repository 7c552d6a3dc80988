//! Records what is called back, and that it is called one at a time.

use std::sync::{
    Arc, Condvar, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tspkit::{CompletionSink, Error, PhoneReply, hal::ThreadMark};

use super::{HANG, code_of};

/// What a request was answered with: `Ok`, or TAPI's code.
pub type Answer = Result<PhoneReply, u32>;

/// The answers of numbered requests and of callbacks, in the order in which they came.
#[derive(Default)]
pub struct Recorder {
    answers: Mutex<Vec<(u64, Answer)>>,
    came: Condvar,
    pub alone: Alone,
}

impl Recorder {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// A callback that records its answer under that number.
    pub fn callback<T: 'static>(
        self: &Arc<Self>,
        number: u64,
    ) -> impl FnOnce(Result<T, Error>) + Send + 'static {
        let recorder = self.clone();
        move |result| recorder.note(number, result.map(|_| PhoneReply::Done))
    }

    pub fn note(&self, number: u64, result: Result<PhoneReply, Error>) {
        let _alone = self.alone.enter();
        let answer = result.map_err(|error| code_of(&error));
        self.answers.lock().unwrap().push((number, answer));
        self.came.notify_all();
    }

    /// The answers so far. More may come a moment later, also of what is completed already: another thread may be
    /// just delivering. Only closing returns after them.
    pub fn answers_by_now(&self) -> Vec<(u64, Answer)> {
        self.answers.lock().unwrap().clone()
    }

    /// How many answers have come so far; see [`answers_by_now`](Self::answers_by_now).
    pub fn count_by_now(&self) -> usize {
        self.answers.lock().unwrap().len()
    }

    /// Waits for that many answers. Mostly they are there at once; a moment later when another thread was just
    /// delivering.
    #[track_caller]
    pub fn wait_for(&self, count: usize) {
        let answers = self.answers.lock().unwrap();
        let (answers, _) = self
            .came
            .wait_timeout_while(answers, HANG, |answers| answers.len() < count)
            .unwrap();
        assert!(
            answers.len() >= count,
            "only {} of {count} answers came",
            answers.len()
        );
    }

    /// Waits until as many answers with that code have come as there are numbers; then each of them was answered
    /// once with it, and no other number.
    #[track_caller]
    pub fn wait_for_each_once(&self, numbers: impl IntoIterator<Item = u64>, code: Option<u32>) {
        let numbers: Vec<u64> = numbers.into_iter().collect();
        let with_code = |answers: &Vec<(u64, Answer)>| {
            let has_code = |(_, answer): &&(u64, Answer)| answer.as_ref().err().copied() == code;
            answers.iter().filter(has_code).count()
        };
        let answers = self.answers.lock().unwrap();
        let few = |answers: &mut Vec<_>| with_code(answers) < numbers.len();
        drop(self.came.wait_timeout_while(answers, HANG, few).unwrap());
        self.assert_each_once_by_now(numbers, code);
    }

    /// Each of the numbers was answered once with that code by now, and no other number was answered with it: for
    /// after closing, which returns after the answers.
    #[track_caller]
    pub fn assert_each_once_by_now(
        &self,
        numbers: impl IntoIterator<Item = u64>,
        code: Option<u32>,
    ) {
        let mut expected: Vec<u64> = numbers.into_iter().collect();
        expected.sort_unstable();
        let mut found: Vec<u64> = self
            .answers_by_now()
            .into_iter()
            .filter(|(_, answer)| answer.as_ref().err().copied() == code)
            .map(|(number, _)| number)
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}

impl CompletionSink for Recorder {
    fn completed(&self, request: u64, result: Result<PhoneReply, Error>) {
        self.note(request, result);
    }
}

/// Fails when two threads are inside at once. The same thread may enter again, for closing inside a callback
/// delivers nested.
#[derive(Default)]
pub struct Alone {
    inside: Mutex<Option<(ThreadMark, usize)>>,
    overlaps: AtomicUsize,
    entered: AtomicUsize,
}

pub struct Inside<'a>(&'a Alone);

impl Alone {
    pub fn enter(&self) -> Inside<'_> {
        let this = ThreadMark::current();
        let mut inside = self.inside.lock().unwrap();
        *inside = match *inside {
            None => Some((this, 1)),
            Some((thread, depth)) => {
                if thread != this {
                    self.overlaps.fetch_add(1, Ordering::SeqCst);
                }
                Some((thread, depth + 1))
            }
        };
        self.entered.fetch_add(1, Ordering::SeqCst);
        Inside(self)
    }

    pub fn entered(&self) -> usize {
        self.entered.load(Ordering::SeqCst)
    }

    /// How often a thread came in while another was inside.
    pub fn overlaps(&self) -> usize {
        self.overlaps.load(Ordering::SeqCst)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let mut inside = self.0.inside.lock().unwrap();
        *inside = inside.and_then(|(thread, depth)| (depth > 1).then(|| (thread, depth - 1)));
    }
}

/// A gate that threads wait at until it is opened.
#[derive(Default)]
pub struct Gate {
    open: Mutex<bool>,
    changed: Condvar,
}

impl Gate {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.changed.notify_all();
    }

    #[track_caller]
    pub fn wait(&self) {
        let open = self.open.lock().unwrap();
        let (open, _) = self
            .changed
            .wait_timeout_while(open, HANG, |open| !*open)
            .unwrap();
        assert!(*open, "the gate was never opened");
    }
}
