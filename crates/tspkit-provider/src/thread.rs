//! A thread to start threads from.
//!
//! Starting a thread by Rust's standard library registers a destructor with the thread that starts it. On
//! glibc that keeps the library loaded until that thread ends, and it is one of TAPI's, or of a test's. So
//! hardware is opened on a thread that ends before `TSPI_providerInit` returns. Windows has no such tie.

#[cfg(unix)]
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Does `work` on a thread of its own, and waits for it. A panic in it goes on here.
#[cfg(unix)]
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    use std::{ffi::c_void, ptr, thread};

    struct Task<F, T> {
        work: Option<F>,
        result: Option<thread::Result<T>>,
    }

    extern "C" fn run<T, F: FnOnce() -> T>(task: *mut c_void) -> *mut c_void {
        // SAFETY: it is the task that `apart` keeps alive, and does not touch, until this thread has ended.
        let task = unsafe { &mut *task.cast::<Task<F, T>>() };
        if let Some(work) = task.work.take() {
            task.result = Some(catch_unwind(AssertUnwindSafe(work)));
        }
        ptr::null_mut()
    }

    fn start<T, F: FnOnce() -> T>(task: &mut Task<F, T>) {
        let mut thread = 0;
        let argument = ptr::from_mut(task).cast();
        // SAFETY: the function and its argument fit, and both outlive the thread, which is joined below.
        let started =
            unsafe { libc::pthread_create(&raw mut thread, ptr::null(), run::<T, F>, argument) };
        if started == 0 {
            // SAFETY: the thread was started above and is joined once.
            unsafe { libc::pthread_join(thread, ptr::null_mut()) };
        }
    }

    let mut task = Task {
        work: Some(work),
        result: None,
    };
    start(&mut task);
    match (task.result, task.work) {
        (Some(result), _) => result.unwrap_or_else(|payload| resume_unwind(payload)),
        // There is no other thread: better a library that stays loaded than hardware that does not open.
        (None, Some(work)) => work(),
        (None, None) => unreachable!("a thread that has taken the work leaves a result"),
    }
}

/// Does `work`.
#[cfg(not(unix))]
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    work()
}
