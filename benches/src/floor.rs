//! The floor: the same work in C, without rules, threads or errors.

use std::ffi::c_void;

type Completion = extern "C" fn(request: u32, result: i32);

// SAFETY: these are the functions of floor/floor.c, with its types.
#[allow(
    clippy::undocumented_unsafe_blocks,
    reason = "the lint does not see the comment of an extern block"
)]
unsafe extern "C" {
    fn floor_phones_new(count: u32, size: u32) -> *mut c_void;
    fn floor_phones_free(phones: *mut c_void, count: u32);
    fn floor_download(
        phones: *mut c_void,
        index: u32,
        request: u32,
        area: u32,
        data: *const u8,
        size: u32,
        done: Completion,
    ) -> i32;
}

/// Phones in C.
pub(crate) struct Floor {
    phones: *mut c_void,
    count: u32,
    size: u32,
}

impl Floor {
    pub(crate) fn new(count: u32, size: u32) -> Self {
        // SAFETY: any numbers will do; a null answer is checked.
        let phones = unsafe { floor_phones_new(count, size) };
        assert!(!phones.is_null(), "no memory for the floor's phones");
        Self {
            phones,
            count,
            size,
        }
    }

    pub(crate) fn download(&self, phone: u32, request: u32, data: &[u8], done: Completion) -> i32 {
        let size = u32::try_from(data.len()).expect("the floor takes less than 4 GiB");
        assert!(phone < self.count && size <= self.size);
        // SAFETY: `phones` lives as long as `self`, the phone is one of them, and the bytes are there.
        unsafe { floor_download(self.phones, phone, request, 0, data.as_ptr(), size, done) }
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // SAFETY: they were made with this count and are used no more.
        unsafe { floor_phones_free(self.phones, self.count) }
    }
}
