//! Waiting for an answer, as a thread and as a task.

mod support;

use std::{
    future::{Future, IntoFuture},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
    time::Duration,
};

use support::{drivers::memory, offices::one_phone, open, phones, refusal, within_reason};
use tspkit::{Error, PhoneReply};

/// Counts how often a task is woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Count {
    fn new() -> (Arc<Self>, Waker) {
        let count = Arc::new(Self::default());
        (count.clone(), count.into())
    }

    fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

fn poll<F: Future>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

#[test]
fn a_future_makes_its_request_when_it_is_first_polled_and_is_woken_once() {
    let (driver, _office, phone) = one_phone();
    let (count, waker) = Count::new();
    let mut future = pin!(phone.set_data(0, "x").into_future());
    assert_eq!(driver.submitted(), 0);
    assert!(poll(future.as_mut(), &waker).is_pending());
    assert_eq!(driver.submitted(), 1);
    assert!(poll(future.as_mut(), &waker).is_pending());
    assert_eq!((driver.submitted(), count.get()), (1, 0));
    driver.take().succeed();
    assert_eq!(count.get(), 1);
    assert!(matches!(poll(future, &waker), Poll::Ready(Ok(()))));
    assert_eq!(count.get(), 1);
}

#[test]
fn only_the_latest_waker_is_woken() {
    let (driver, _office, phone) = one_phone();
    let (first, first_waker) = Count::new();
    let (second, second_waker) = Count::new();
    let mut pending = pin!(phone.get_data(0).start().unwrap());
    assert!(poll(pending.as_mut(), &first_waker).is_pending());
    assert!(poll(pending.as_mut(), &second_waker).is_pending());
    driver
        .take()
        .done
        .complete(Ok(PhoneReply::Data("log".into())));
    assert_eq!((first.get(), second.get()), (0, 1));
    match poll(pending, &first_waker) {
        Poll::Ready(answer) => assert_eq!(answer.unwrap(), "log"),
        Poll::Pending => panic!("it was answered"),
    }
}

#[test]
fn an_answer_that_is_there_wakes_nobody() {
    let (driver, _) = memory(phones(1));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    let (count, waker) = Count::new();
    let future = pin!(phone.set_data(0, "x").into_future());
    assert!(matches!(poll(future, &waker), Poll::Ready(Ok(()))));
    assert_eq!(count.get(), 0);
}

#[test]
fn a_future_that_is_never_polled_never_reaches_the_driver() {
    let (driver, _office, phone) = one_phone();
    drop(phone.set_data(0, "x").into_future());
    drop(phone.set_data(0, "x"));
    drop(async { phone.set_data(0, "x").await });
    assert_eq!(driver.submitted(), 0);
}

#[test]
fn a_future_that_is_dropped_halfway_cancels_its_request() {
    let (driver, _office, phone) = one_phone();
    let (count, waker) = Count::new();
    {
        let mut future = pin!(phone.set_data(0, "x").into_future());
        assert!(poll(future.as_mut(), &waker).is_pending());
    }
    let taken = driver.take();
    assert!(taken.done.is_cancelled());
    taken.succeed();
    // What was dropped is not woken for the answer that nobody takes, or once at most.
    assert!(count.get() <= 1);
}

#[test]
fn closing_and_deadlines_wake_tasks() {
    within_reason(|| {
        let (driver, _office, phone) = one_phone();
        let (count, waker) = Count::new();
        let limit = Duration::from_millis(1);
        let mut brief = pin!(phone.set_data(0, "x").deadline(limit).into_future());
        let mut open = pin!(phone.set_data(1, "x").into_future());
        assert!(poll(open.as_mut(), &waker).is_pending());
        if poll(brief.as_mut(), &waker).is_pending() {
            support::until("it is woken", || count.get() == 1);
            let ended = poll(brief, &waker);
            assert!(matches!(ended, Poll::Ready(Err(Error::TimedOut { .. }))));
        }
        let before = count.get();
        phone.close().unwrap();
        assert_eq!(count.get(), before + 1);
        let ended = poll(open, &waker);
        assert!(matches!(
            ended,
            Poll::Ready(Err(Error::ClosedMeanwhile { .. }))
        ));
        drop(driver.take_all());
    });
}

#[test]
fn a_wait_with_a_limit_gives_itself_back() {
    within_reason(|| {
        let (driver, _office, phone) = one_phone();
        let pending = phone.set_data(0, "x").start().unwrap();
        let pending = pending.wait_for(Duration::ZERO).unwrap_err();
        let pending = pending.wait_for(Duration::from_millis(1)).unwrap_err();
        let taken = driver.take();
        assert!(!taken.done.is_cancelled());
        taken.succeed();
        // Also one that is longer than the clock can count.
        pending.wait_for(Duration::MAX).unwrap().unwrap();
    });
}

#[test]
fn a_thread_that_waits_is_woken_by_the_answer() {
    within_reason(|| {
        let (driver, _office, phone) = one_phone();
        let pending = phone.set_data(0, "x").start().unwrap();
        let waiting = thread::spawn(move || pending.wait());
        let taken = driver.take();
        thread::sleep(Duration::from_millis(5));
        taken.done.fail(tspkit::PhoneError::NoMem);
        assert_eq!(refusal(waiting.join().unwrap()), 0x9000_001A);
    });
}

#[test]
fn a_waker_that_panics_harms_nobody() {
    struct Panics;
    impl Wake for Panics {
        fn wake(self: Arc<Self>) {
            panic!("on purpose");
        }
    }
    let (driver, _office, phone) = one_phone();
    let waker = Waker::from(Arc::new(Panics));
    let mut future = pin!(phone.set_data(0, "x").into_future());
    assert!(poll(future.as_mut(), &waker).is_pending());
    driver.take().succeed();
    assert!(matches!(poll(future, Waker::noop()), Poll::Ready(Ok(()))));
}

#[test]
fn progress_reaches_its_listener_until_the_answer_or_the_cancellation() {
    let (driver, _office, phone) = one_phone();
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let listener = seen.clone();
    let pending = phone
        .set_data(0, "x")
        .on_progress(move |done, total| listener.lock().unwrap().push((done, total)))
        .start()
        .unwrap();
    let taken = driver.take();
    taken.done.progress(1, 3);
    taken.done.progress(2, 3);
    pending.cancel();
    taken.done.progress(3, 3);
    taken.succeed();
    assert_eq!(*seen.lock().unwrap(), [(1, 3), (2, 3)]);
    // Without a listener it is nothing.
    let pending = phone.set_data(0, "x").start().unwrap();
    let taken = driver.take();
    taken.done.progress(1, 1);
    taken.succeed();
    pending.wait().unwrap();
    // One that panics is its own affair.
    let pending = phone
        .set_data(0, "x")
        .on_progress(|_, _| panic!("on purpose"))
        .start()
        .unwrap();
    let taken = driver.take();
    taken.done.progress(1, 1);
    taken.succeed();
    pending.wait().unwrap();
}
