//! The floor: calls of a provider in C.

use std::ffi::c_void;

use crate::block::Block;

pub(crate) type Completion = extern "C" fn(request: u32, result: i32);
pub(crate) type Message = extern "C" fn(call: usize, states: u32);

// SAFETY: these are the functions of floor/lines.c, with its types.
#[allow(
    clippy::undocumented_unsafe_blocks,
    reason = "the lint does not see the comment of an extern block"
)]
unsafe extern "C" {
    fn floor_lines_new(count: u32) -> *mut c_void;
    fn floor_lines_free(calls: *mut c_void);
    fn floor_line_call_set(calls: *mut c_void, index: u32, info: *const u8, status: *const u8);
    fn floor_get_call_info(calls: *mut c_void, call: usize, info: *mut u8) -> i32;
    fn floor_get_call_status(calls: *mut c_void, call: usize, status: *mut u8) -> i32;
    fn floor_set_app_specific(calls: *mut c_void, call: usize, value: u32, tell: Message) -> i32;
    fn floor_set_call_data(
        calls: *mut c_void,
        call: usize,
        request: u32,
        data: *const u8,
        size: u32,
        done: Completion,
        tell: Message,
    ) -> i32;
}

/// Calls in C, whose handles count from 1. They can do what ours can: the blocks are as ours are filled.
pub(crate) struct Floor(*mut c_void);

impl Floor {
    /// As many calls, each of which is as those structures say.
    pub(crate) fn new(count: u32, info: &Block, status: &Block) -> Self {
        // SAFETY: any number will do; a null answer is checked.
        let calls = unsafe { floor_lines_new(count) };
        assert!(!calls.is_null(), "no memory for the floor's calls");
        for call in 0..count {
            // SAFETY: the call is one of them; the structures were filled and have their fixed parts at least.
            unsafe { floor_line_call_set(calls, call, info.as_ptr(), status.as_ptr()) };
        }
        Self(calls)
    }

    pub(crate) fn call_info(&self, call: usize, block: &mut Block) -> i32 {
        // SAFETY: the structure is as long as it says, the calls live as long as `self`.
        unsafe { floor_get_call_info(self.0, call, block.as_mut_ptr()) }
    }

    pub(crate) fn call_status(&self, call: usize, block: &mut Block) -> i32 {
        // SAFETY: as above.
        unsafe { floor_get_call_status(self.0, call, block.as_mut_ptr()) }
    }

    pub(crate) fn set_app_specific(&self, call: usize, value: u32, tell: Message) -> i32 {
        // SAFETY: the calls live as long as `self`.
        unsafe { floor_set_app_specific(self.0, call, value, tell) }
    }

    pub(crate) fn set_call_data(
        &self,
        call: usize,
        request: u32,
        data: &[u8],
        done: Completion,
        tell: Message,
    ) -> i32 {
        let size = u32::try_from(data.len()).expect("the floor takes less than 4 GiB");
        // SAFETY: as above, and the bytes are there.
        unsafe { floor_set_call_data(self.0, call, request, data.as_ptr(), size, done, tell) }
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // SAFETY: they are used no more.
        unsafe { floor_lines_free(self.0) }
    }
}
