//! The floor: buffers of calls in C.

use std::ffi::c_void;

// SAFETY: these are the functions of floor/calls.c, with its types.
#[allow(
    clippy::undocumented_unsafe_blocks,
    reason = "the lint does not see the comment of an extern block"
)]
unsafe extern "C" {
    fn floor_calls_new(count: u32, size: u32) -> *mut c_void;
    fn floor_calls_free(calls: *mut c_void, count: u32);
    fn floor_call_put(calls: *mut c_void, index: u32, data: *const u8, size: u32) -> i32;
    fn floor_call_get(calls: *mut c_void, index: u32) -> i32;
}

/// Calls in C.
pub(crate) struct Floor {
    calls: *mut c_void,
    count: u32,
}

impl Floor {
    /// That many calls, each with a buffer of that size.
    pub(crate) fn new(count: u32, size: u32) -> Self {
        // SAFETY: any numbers will do; a null answer is checked.
        let calls = unsafe { floor_calls_new(count, size) };
        assert!(!calls.is_null(), "no memory for the floor's calls");
        Self { calls, count }
    }

    pub(crate) fn put(&self, call: u32, data: &[u8]) -> i32 {
        let size = u32::try_from(data.len()).expect("the floor takes less than 4 GiB");
        assert!(call < self.count);
        // SAFETY: `calls` lives as long as `self`, the call is one of them, and the bytes are there.
        unsafe { floor_call_put(self.calls, call, data.as_ptr(), size) }
    }

    pub(crate) fn get(&self, call: u32) -> i32 {
        assert!(call < self.count);
        // SAFETY: as above; the call has held a buffer from the beginning.
        unsafe { floor_call_get(self.calls, call) }
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // SAFETY: they were made with this count and are used no more.
        unsafe { floor_calls_free(self.calls, self.count) }
    }
}
