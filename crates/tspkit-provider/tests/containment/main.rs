//! Null pointers, forged and stale handles, calls at the wrong time, ids that were never handed out: each its code,
//! and nothing is called back or written for it.

#[path = "../support/mod.rs"]
mod support;

mod handles;
mod pointers;
mod times;

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use support::{
    code,
    desk::AtOnce,
    tapi::{ASYNCHRONOUS, SYNCHRONOUS, Tapi, ignore_event},
    until,
};
use tspkit_provider::{About, Configuration, ServiceProvider, hal::Hardware, tspkit::OpenError};

struct Desk;

impl ServiceProvider for Desk {
    fn about(&self) -> About {
        About::new("tspkit tests", "Containment", "containment.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(AtOnce::default()))
    }
}

/// A provider of its own for each test.
macro_rules! provider {
    () => {{
        static HANDLES: tspkit_provider::Handles = tspkit_provider::Handles::new();
        static EXPORTS: tspkit_provider::Exports = tspkit_provider::Exports::new(
            &$crate::Desk,
            tspkit_provider::Functions::all(),
            &HANDLES,
        );
        $crate::support::tapi::Tapi(&EXPORTS)
    }};
}

/// Calls of functions with null pointers, with variables, and with structures as long as they say, one after another.
macro_rules! each {
    ($(($name:literal, $call:expr)),* $(,)?) => {
        // SAFETY: null pointers are what these calls are about, and everything else is as the functions ask.
        [$(($name, unsafe { $call })),*]
    };
    ($($call:expr),* $(,)?) => {
        // SAFETY: as above.
        [$(unsafe { $call }),*]
    };
}

pub(crate) use {each, provider};

/// What was completed, in all tests.
static COMPLETED: Mutex<Vec<(u32, i32)>> = Mutex::new(Vec::new());

unsafe extern "system" fn complete(request: u32, result: i32) {
    COMPLETED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push((request, result));
}

/// What was completed so far under that number.
fn completed_so_far(request: u32) -> Vec<i32> {
    let all = COMPLETED.lock().unwrap_or_else(PoisonError::into_inner);
    let own = all.iter().filter(|(number, _)| *number == request);
    own.map(|(_, result)| *result).collect()
}

/// Waits until that number is completed, which it is once and successfully.
#[track_caller]
fn wait_for_success(request: u32) {
    until("it is completed", || !completed_so_far(request).is_empty());
    assert_eq!(completed_so_far(request), [0], "{request}");
}

/// Shuts the provider down; then nothing was completed twice, and under these numbers nothing at all.
#[track_caller]
fn shut_down(tapi: Tapi, refused: &[u32]) {
    assert_eq!(tapi.shutdown(), 0);
    for request in refused {
        assert!(completed_so_far(*request).is_empty(), "{request}");
    }
    let all = COMPLETED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut seen = HashSet::new();
    for (request, _) in &*all {
        assert!(seen.insert(request), "{request} was completed twice");
    }
}

fn init(tapi: Tapi) {
    assert_eq!(tapi.init(2, Some(complete)), 0);
}

fn open(tapi: Tapi, device: u32) -> usize {
    let (result, handle) = tapi.open(device, 1, Some(ignore_event));
    assert_eq!(result, 0);
    assert_ne!(handle, 0);
    handle
}

/// Every function with a handle says that this is none. Nothing is completed for it, which is looked at again by
/// [`shut_down`], for a completion might come later.
#[track_caller]
fn assert_no_handle(tapi: Tapi, handle: usize, request: u32) {
    for (name, call) in SYNCHRONOUS {
        assert_eq!(
            call(tapi, handle),
            code::INVALPHONEHANDLE,
            "{name} {handle:#x}"
        );
    }
    for (name, call) in ASYNCHRONOUS {
        let result = call(tapi, request, handle);
        assert_eq!(result, code::INVALPHONEHANDLE, "{name} {handle:#x}");
    }
    assert_eq!(tapi.close(handle), code::INVALPHONEHANDLE, "{handle:#x}");
    assert!(completed_so_far(request).is_empty());
}

/// Every function with a handle succeeds; the asynchronous ones under that number and those after it.
#[track_caller]
fn assert_works(tapi: Tapi, handle: usize, request: u32) {
    for (name, call) in SYNCHRONOUS {
        assert_eq!(call(tapi, handle), 0, "{name}");
    }
    for ((name, call), request) in ASYNCHRONOUS.into_iter().zip(request..) {
        assert_eq!(call(tapi, request, handle), request.cast_signed(), "{name}");
        wait_for_success(request);
    }
}
