//! TAPI's side of the functions of lines and calls, with memory of Rust's own.

use std::ptr;

use tspkit_provider::{Exports, LineEventProc};

use crate::support::tapi::{ROOM, V3_0, room, wide};

/// The functions of one provider. Each method is the function of that name.
#[derive(Clone, Copy)]
pub struct Lines(pub &'static Exports);

/// What a function has filled in.
pub type Filled = [u8; ROOM];

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a buffer of a test is small")
}

/// A pointer to a text, null for none.
fn at(text: Option<&Vec<u16>>) -> *const u16 {
    text.map_or(ptr::null(), Vec::as_ptr)
}

impl Lines {
    pub fn negotiate(self, device: u32) -> (i32, u32) {
        let mut version = 0;
        // SAFETY: the output is a variable.
        let result = unsafe {
            self.0
                .line_negotiate_tspi_version(device, 0x0002_0000, V3_0, &raw mut version)
        };
        (result, version)
    }

    pub fn negotiate_ext(self, device: u32, low: u32, high: u32) -> (i32, u32) {
        let mut version = 7;
        // SAFETY: the output is a variable.
        let result = unsafe {
            self.0
                .line_negotiate_ext_version(device, V3_0, low, high, &raw mut version)
        };
        (result, version)
    }

    pub fn extension_id(self, device: u32) -> (i32, [u32; 4]) {
        let mut id = [7; 4];
        // SAFETY: the output is a variable.
        let result = unsafe { self.0.line_get_extension_id(device, V3_0, &raw mut id) };
        (result, id)
    }

    pub fn dev_caps(self, device: u32) -> (i32, Filled) {
        let mut caps = room();
        // SAFETY: the structure is as long as it says.
        let result = unsafe { self.0.line_get_dev_caps(device, V3_0, 0, caps.as_mut_ptr()) };
        (result, caps)
    }

    pub fn address_caps(self, device: u32, address: u32) -> (i32, Filled) {
        let mut caps = room();
        // SAFETY: the structure is as long as it says.
        let result = unsafe {
            self.0
                .line_get_address_caps(device, address, V3_0, 0, caps.as_mut_ptr())
        };
        (result, caps)
    }

    pub fn icon(self, device: u32) -> i32 {
        let mut icon = 0;
        // SAFETY: the output is a variable; no class is named.
        unsafe { self.0.line_get_icon(device, ptr::null(), &raw mut icon) }
    }

    pub fn dev_config(self, device: u32, class: &str) -> (i32, Filled) {
        let (mut config, class) = (room(), wide(class));
        // SAFETY: the structure is as long as it says, and the class ends with a NUL.
        let result = unsafe {
            self.0
                .line_get_dev_config(device, config.as_mut_ptr(), class.as_ptr())
        };
        (result, config)
    }

    pub fn set_dev_config(self, device: u32, class: &str, config: &[u8]) -> i32 {
        let class = wide(class);
        // SAFETY: the size is the slice's, and the class ends with a NUL.
        unsafe {
            self.0
                .line_set_dev_config(device, config.as_ptr(), size(config), class.as_ptr())
        }
    }

    /// Gives the line of a temporary id its device id.
    pub fn create_device(self, temporary_id: usize, device: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.provider_create_line_device(temporary_id, device) }
    }

    /// The code, and the handle.
    pub fn open(self, device: u32, tapi_line: usize, event: LineEventProc) -> (i32, usize) {
        self.open_as(device, tapi_line, V3_0, event)
    }

    pub fn open_as(
        self,
        device: u32,
        tapi_line: usize,
        version: u32,
        event: LineEventProc,
    ) -> (i32, usize) {
        let mut handle = 0;
        // SAFETY: the output is a variable, and the procedure a function.
        let result = unsafe {
            self.0
                .line_open(device, tapi_line, &raw mut handle, version, event)
        };
        (result, handle)
    }

    pub fn close(self, line: usize) -> i32 {
        // SAFETY: it takes a number only.
        unsafe { self.0.line_close(line) }
    }

    pub fn close_call(self, call: usize) -> i32 {
        // SAFETY: it takes a number only.
        unsafe { self.0.line_close_call(call) }
    }

    pub fn set_status_messages(self, line: usize, states: u32, address_states: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe {
            self.0
                .line_set_status_messages(line, states, address_states)
        }
    }

    pub fn detect(self, line: usize, modes: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_set_default_media_detection(line, modes) }
    }

    pub fn could_call(self, line: usize, modes: u32, params: Option<&[u8]>) -> i32 {
        let params = params.map_or(ptr::null(), <[u8]>::as_ptr);
        // SAFETY: the structure is as long as it says.
        unsafe { self.0.line_conditional_media_detection(line, modes, params) }
    }

    pub fn select_ext_version(self, line: usize, version: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_select_ext_version(line, version) }
    }

    pub fn line_status(self, line: usize) -> (i32, Filled) {
        let mut status = room();
        // SAFETY: the structure is as long as it says.
        let result = unsafe { self.0.line_get_line_dev_status(line, status.as_mut_ptr()) };
        (result, status)
    }

    pub fn address_status(self, line: usize, address: u32) -> (i32, Filled) {
        let mut status = room();
        // SAFETY: the structure is as long as it says.
        let result = unsafe {
            self.0
                .line_get_address_status(line, address, status.as_mut_ptr())
        };
        (result, status)
    }

    pub fn addresses(self, line: usize) -> (i32, u32) {
        let mut count = 0;
        // SAFETY: the output is a variable.
        let result = unsafe { self.0.line_get_num_address_ids(line, &raw mut count) };
        (result, count)
    }

    pub fn address_id(self, line: usize, mode: u32, address: &str) -> (i32, u32) {
        let text: Vec<u8> = wide(address)
            .into_iter()
            .flat_map(u16::to_le_bytes)
            .collect();
        let mut id = 7;
        // SAFETY: the output is a variable, and the size the text's.
        let result = unsafe {
            self.0
                .line_get_address_id(line, &raw mut id, mode, text.as_ptr(), size(&text))
        };
        (result, id)
    }

    /// Of a line, its address or a call on it.
    pub fn id(self, line: usize, call: usize, select: u32, class: &str) -> (i32, Filled) {
        let (mut id, class) = (room(), wide(class));
        // SAFETY: the structure is as long as it says, and the class ends with a NUL.
        let result = unsafe {
            self.0
                .line_get_id(line, 0, call, select, id.as_mut_ptr(), class.as_ptr(), 0)
        };
        (result, id)
    }

    /// The code, and the handle.
    pub fn make_call(
        self,
        request: u32,
        line: usize,
        tapi_call: usize,
        number: Option<&str>,
        params: Option<&[u8]>,
    ) -> (i32, usize) {
        let (mut handle, number) = (0, number.map(wide));
        let params = params.map_or(ptr::null(), <[u8]>::as_ptr);
        // SAFETY: the output is a variable, the number ends with a NUL, and the structure is as long as it says.
        let result = unsafe {
            self.0.line_make_call(
                request,
                line,
                tapi_call,
                &raw mut handle,
                at(number.as_ref()),
                0,
                params,
            )
        };
        (result, handle)
    }

    pub fn setup_transfer(self, request: u32, call: usize, tapi_call: usize) -> (i32, usize) {
        let mut handle = 0;
        // SAFETY: the output is a variable.
        let result = unsafe {
            self.0
                .line_setup_transfer(request, call, tapi_call, &raw mut handle, ptr::null())
        };
        (result, handle)
    }

    pub fn complete_transfer(self, request: u32, call: usize, other: usize, mode: u32) -> i32 {
        // SAFETY: it takes numbers, and null for what is not asked for.
        unsafe {
            self.0
                .line_complete_transfer(request, call, other, 0, ptr::null_mut(), mode)
        }
    }

    pub fn blind_transfer(self, request: u32, call: usize, number: &str) -> i32 {
        // SAFETY: the number ends with a NUL.
        unsafe {
            self.0
                .line_blind_transfer(request, call, wide(number).as_ptr(), 0)
        }
    }

    pub fn redirect(self, request: u32, call: usize, number: &str) -> i32 {
        // SAFETY: the number ends with a NUL.
        unsafe {
            self.0
                .line_redirect(request, call, wide(number).as_ptr(), 0)
        }
    }

    pub fn dial(self, request: u32, call: usize, number: &str) -> i32 {
        // SAFETY: the number ends with a NUL.
        unsafe { self.0.line_dial(request, call, wide(number).as_ptr(), 0) }
    }

    pub fn accept(self, request: u32, call: usize, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe { self.0.line_accept(request, call, data.as_ptr(), size(data)) }
    }

    pub fn answer(self, request: u32, call: usize, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe { self.0.line_answer(request, call, data.as_ptr(), size(data)) }
    }

    pub fn drop_call(self, request: u32, call: usize, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe { self.0.line_drop(request, call, data.as_ptr(), size(data)) }
    }

    pub fn hold(self, request: u32, call: usize) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_hold(request, call) }
    }

    pub fn unhold(self, request: u32, call: usize) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_unhold(request, call) }
    }

    pub fn swap_hold(self, request: u32, call: usize, held: usize) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_swap_hold(request, call, held) }
    }

    pub fn generate_digits(self, call: usize, id: u32, mode: u32, digits: Option<&str>) -> i32 {
        self.generate_digits_for(call, id, mode, digits, 0)
    }

    /// Each for that many milliseconds.
    pub fn generate_digits_for(
        self,
        call: usize,
        id: u32,
        mode: u32,
        digits: Option<&str>,
        duration: u32,
    ) -> i32 {
        let digits = digits.map(wide);
        // SAFETY: the digits end with a NUL.
        unsafe {
            self.0
                .line_generate_digits(call, id, mode, at(digits.as_ref()), duration)
        }
    }

    pub fn send(self, request: u32, call: usize, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .line_send_user_user_info(request, call, data.as_ptr(), size(data))
        }
    }

    pub fn release(self, request: u32, call: usize) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_release_user_user_info(request, call) }
    }

    pub fn set_call_data(self, request: u32, call: usize, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .line_set_call_data(request, call, data.as_ptr(), size(data))
        }
    }

    pub fn dev_specific(self, request: u32, line: usize, call: usize, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .line_dev_specific(request, line, 0, call, data.as_ptr(), size(data))
        }
    }

    /// With `LINEDIALPARAMS`, or none.
    pub fn set_call_params(
        self,
        request: u32,
        call: usize,
        bearer: u32,
        rates: [u32; 2],
        dial: Option<[u32; 4]>,
    ) -> i32 {
        let [min, max] = rates;
        let dial = dial.as_ref().map_or(ptr::null(), |dial| dial.as_ptr());
        // SAFETY: the structure, where there is one, has its sixteen bytes.
        unsafe {
            self.0
                .line_set_call_params(request, call, bearer, min, max, dial.cast())
        }
    }

    pub fn set_app_specific(self, call: usize, value: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_set_app_specific(call, value) }
    }

    pub fn set_media_mode(self, call: usize, mode: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.line_set_media_mode(call, mode) }
    }

    pub fn call_info(self, call: usize) -> (i32, Filled) {
        let mut info = room();
        // SAFETY: the structure is as long as it says.
        let result = unsafe { self.0.line_get_call_info(call, info.as_mut_ptr()) };
        (result, info)
    }

    pub fn call_status(self, call: usize) -> (i32, Filled) {
        let mut status = room();
        // SAFETY: the structure is as long as it says.
        let result = unsafe { self.0.line_get_call_status(call, status.as_mut_ptr()) };
        (result, status)
    }

    pub fn call_address(self, call: usize) -> (i32, u32) {
        let mut address = 7;
        // SAFETY: the output is a variable.
        let result = unsafe { self.0.line_get_call_address_id(call, &raw mut address) };
        (result, address)
    }

    pub fn call_ids(self, call: usize) -> (i32, [u32; 3]) {
        let (mut address, mut id, mut related) = (7, 7, 7);
        // SAFETY: the outputs are variables.
        let result = unsafe {
            self.0
                .line_get_call_ids(call, &raw mut address, &raw mut id, &raw mut related)
        };
        (result, [address, id, related])
    }
}
