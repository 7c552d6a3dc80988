//! TAPI's own types, as the exported functions have them.
//!
//! Handles are numbers as wide as a pointer: `HDRVPHONE`, `HTAPIPHONE`, `HPROVIDER` and `HWND` are `usize`
//! here.

/// `ASYNC_COMPLETION`: a request has ended. Page: `nc-tspi-async_completion`.
pub type CompletionProc = Option<unsafe extern "system" fn(request: u32, result: i32)>;

/// `PHONEEVENT`: something happened to a phone. Page: `nc-tspi-phoneevent`.
pub type PhoneEventProc = Option<
    unsafe extern "system" fn(
        phone: usize,
        message: u32,
        param1: usize,
        param2: usize,
        param3: usize,
    ),
>;

/// `LINEEVENT`: something happened to a line. Page: `nc-tspi-lineevent`.
pub type LineEventProc = Option<
    unsafe extern "system" fn(
        line: usize,
        call: usize,
        message: u32,
        param1: usize,
        param2: usize,
        param3: usize,
    ),
>;

/// `TUISPIDLLCALLBACK`: from a provider's dialogues back to the provider. Page: `nc-tspi-tuispidllcallback`.
pub type UiCallback = Option<
    unsafe extern "system" fn(
        object: usize,
        object_type: u32,
        params: *mut core::ffi::c_void,
        size: u32,
    ) -> i32,
>;
