//! TAPI's side: a provider's functions with memory of Rust's own.

use std::ptr;

use tspkit_provider::{CompletionProc, Exports, PhoneEventProc};

/// The first device id that phones get.
pub const BASE: u32 = 10;
/// The permanent id of the provider.
pub const PERMANENT: u32 = 7;
/// TSPI 3.0.
pub const V3_0: u32 = 0x0003_0000;

/// A structure as long as every one that a provider fills.
pub const ROOM: usize = 1024;

/// The functions of one provider. Each method is the function of that name; `&mut` is for what TAPI has filled in.
#[derive(Clone, Copy)]
pub struct Tapi(pub &'static Exports);

/// A structure of [`ROOM`] bytes.
pub fn room() -> [u8; ROOM] {
    let mut bytes = [0; ROOM];
    bytes[..4].copy_from_slice(&u32::try_from(ROOM).expect("it is small").to_le_bytes());
    bytes
}

/// A text in UTF-16, with its NUL.
pub fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// A `PHONEBUTTONINFO` of a feature button with that text.
pub fn button_info(text: &str) -> Vec<u8> {
    let text: Vec<u8> = wide(text).into_iter().flat_map(u16::to_le_bytes).collect();
    let size = u32::try_from(text.len()).expect("it is short");
    let total = 40 + size;
    // Sizes, mode, function, text, device-specific data, state.
    let fixed = [total, total, total, 4, 1, size, 40, 0, 0, 1];
    let mut bytes: Vec<u8> = fixed.into_iter().flat_map(u32::to_le_bytes).collect();
    bytes.extend(text);
    bytes
}

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a buffer of a test is small")
}

impl Tapi {
    pub fn negotiate(self) -> i32 {
        let mut version = 0;
        // SAFETY: the output is a variable.
        unsafe {
            self.0
                .line_negotiate_tspi_version(u32::MAX, 0x0002_0000, V3_0, &raw mut version)
        }
    }

    /// The code, and how many phones there are.
    pub fn enumerate(self, create: PhoneEventProc) -> (i32, u32) {
        let (mut lines, mut phones) = (0, 0);
        // SAFETY: the outputs are variables, and the procedures functions.
        let result = unsafe {
            self.0.provider_enum_devices(
                PERMANENT,
                &raw mut lines,
                &raw mut phones,
                0x1000,
                None,
                create,
            )
        };
        (result, phones)
    }

    pub fn init(self, phones: u32, completion: CompletionProc) -> i32 {
        let mut options = 0;
        // SAFETY: the output is a variable, and the procedure a function.
        unsafe {
            self.0.provider_init(
                V3_0,
                PERMANENT,
                0,
                BASE,
                0,
                phones as usize,
                completion,
                &raw mut options,
            )
        }
    }

    pub fn shutdown(self) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.provider_shutdown(V3_0, PERMANENT) }
    }

    /// The code, and the handle.
    pub fn open(self, device: u32, tapi_handle: usize, event: PhoneEventProc) -> (i32, usize) {
        let mut handle = 0;
        // SAFETY: the output is a variable, and the procedure a function.
        let result = unsafe {
            self.0
                .phone_open(device, tapi_handle, &raw mut handle, V3_0, event)
        };
        (result, handle)
    }

    pub fn close(self, phone: usize) -> i32 {
        // SAFETY: it takes a number only.
        unsafe { self.0.phone_close(phone) }
    }

    pub fn set_status_messages(self, phone: usize, states: u32, modes: u32, buttons: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe {
            self.0
                .phone_set_status_messages(phone, states, modes, buttons)
        }
    }

    pub fn select_ext_version(self, phone: usize, version: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.phone_select_ext_version(phone, version) }
    }

    pub fn set_data(self, request: u32, phone: usize, area: u32, data: &[u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .phone_set_data(request, phone, area, data.as_ptr(), size(data))
        }
    }

    /// The text is UTF-16 in bytes.
    pub fn set_display(self, request: u32, phone: usize, place: [u32; 2], text: &[u8]) -> i32 {
        let [row, column] = place;
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .phone_set_display(request, phone, row, column, text.as_ptr(), size(text))
        }
    }

    pub fn set_lamp(self, request: u32, phone: usize, lamp: u32, mode: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.phone_set_lamp(request, phone, lamp, mode) }
    }

    pub fn set_button_info(self, request: u32, phone: usize, button: u32, info: &mut [u8]) -> i32 {
        // SAFETY: the structure is as long as its first field says, which is for the caller to see to.
        unsafe {
            self.0
                .phone_set_button_info(request, phone, button, info.as_mut_ptr())
        }
    }

    pub fn set_ring(self, request: u32, phone: usize, mode: u32, volume: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.phone_set_ring(request, phone, mode, volume) }
    }

    pub fn set_hook_switch(self, request: u32, phone: usize, devices: u32, mode: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.phone_set_hook_switch(request, phone, devices, mode) }
    }

    pub fn set_volume(self, request: u32, phone: usize, device: u32, volume: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.phone_set_volume(request, phone, device, volume) }
    }

    pub fn set_gain(self, request: u32, phone: usize, device: u32, gain: u32) -> i32 {
        // SAFETY: it takes numbers only.
        unsafe { self.0.phone_set_gain(request, phone, device, gain) }
    }

    pub fn dev_specific(self, request: u32, phone: usize, data: &mut [u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .phone_dev_specific(request, phone, data.as_mut_ptr(), size(data))
        }
    }

    pub fn get_data(self, phone: usize, area: u32, data: &mut [u8]) -> i32 {
        // SAFETY: the size is the slice's.
        unsafe {
            self.0
                .phone_get_data(phone, area, data.as_mut_ptr(), size(data))
        }
    }

    pub fn get_display(self, phone: usize) -> i32 {
        // SAFETY: the structure is as long as it says.
        unsafe { self.0.phone_get_display(phone, room().as_mut_ptr()) }
    }

    pub fn get_status(self, phone: usize) -> i32 {
        // SAFETY: the structure is as long as it says.
        unsafe { self.0.phone_get_status(phone, room().as_mut_ptr()) }
    }

    pub fn get_button_info(self, phone: usize, button: u32) -> i32 {
        // SAFETY: the structure is as long as it says.
        unsafe {
            self.0
                .phone_get_button_info(phone, button, room().as_mut_ptr())
        }
    }

    pub fn get_id(self, phone: usize) -> i32 {
        let class = wide("tapi/phone");
        // SAFETY: the structure is as long as it says, and the class ends with a NUL.
        unsafe {
            self.0
                .phone_get_id(phone, room().as_mut_ptr(), class.as_ptr(), 0)
        }
    }

    pub fn get_lamp(self, phone: usize, lamp: u32) -> i32 {
        let mut mode = 0;
        // SAFETY: the output is a variable.
        unsafe { self.0.phone_get_lamp(phone, lamp, &raw mut mode) }
    }

    pub fn get_ring(self, phone: usize) -> i32 {
        let (mut mode, mut volume) = (0, 0);
        // SAFETY: the outputs are variables.
        unsafe { self.0.phone_get_ring(phone, &raw mut mode, &raw mut volume) }
    }

    pub fn get_hook_switch(self, phone: usize) -> i32 {
        let mut devices = 0;
        // SAFETY: the output is a variable.
        unsafe { self.0.phone_get_hook_switch(phone, &raw mut devices) }
    }

    pub fn get_volume(self, phone: usize, device: u32) -> i32 {
        let mut volume = 0;
        // SAFETY: the output is a variable.
        unsafe { self.0.phone_get_volume(phone, device, &raw mut volume) }
    }

    pub fn get_gain(self, phone: usize, device: u32) -> i32 {
        let mut gain = 0;
        // SAFETY: the output is a variable.
        unsafe { self.0.phone_get_gain(phone, device, &raw mut gain) }
    }

    pub fn negotiate_phone(self, device: u32) -> i32 {
        let mut version = 0;
        // SAFETY: the output is a variable.
        unsafe {
            self.0
                .phone_negotiate_tspi_version(device, 0x0002_0000, V3_0, &raw mut version)
        }
    }

    pub fn negotiate_ext(self, device: u32, low: u32, high: u32) -> i32 {
        let mut version = 0;
        // SAFETY: the output is a variable.
        unsafe {
            self.0
                .phone_negotiate_ext_version(device, V3_0, low, high, &raw mut version)
        }
    }

    pub fn extension_id(self, device: u32) -> i32 {
        let mut id = [0; 4];
        // SAFETY: the output is a variable.
        unsafe { self.0.phone_get_extension_id(device, V3_0, &raw mut id) }
    }

    pub fn dev_caps(self, device: u32) -> i32 {
        // SAFETY: the structure is as long as it says.
        unsafe {
            self.0
                .phone_get_dev_caps(device, V3_0, 0, room().as_mut_ptr())
        }
    }

    pub fn icon(self, device: u32) -> i32 {
        let mut icon = 0;
        // SAFETY: the output is a variable; no class is named.
        unsafe { self.0.phone_get_icon(device, ptr::null(), &raw mut icon) }
    }
}

/// A function that takes a phone's handle, with everything else as it should be.
pub type WithHandle = (&'static str, fn(Tapi, usize) -> i32);

/// An asynchronous function of a request id and a handle.
pub type Asynchronous = (&'static str, fn(Tapi, u32, usize) -> i32);
/// A function of a device id.
pub type ByDevice = (&'static str, fn(Tapi, u32) -> i32);

/// The nine asynchronous functions, under that request id; none but with memory of its own.
pub const ASYNCHRONOUS: [Asynchronous; 9] = [
    ("DevSpecific", |tapi, request, phone| {
        tapi.dev_specific(request, phone, &mut [1, 2, 3])
    }),
    ("SetButtonInfo", |tapi, request, phone| {
        tapi.set_button_info(request, phone, 0, &mut button_info("text"))
    }),
    ("SetData", |tapi, request, phone| {
        tapi.set_data(request, phone, 0, b"data")
    }),
    ("SetDisplay", |tapi, request, phone| {
        tapi.set_display(request, phone, [0, 0], b"t\0e\0")
    }),
    ("SetGain", |tapi, request, phone| {
        tapi.set_gain(request, phone, 1, 5)
    }),
    ("SetHookSwitch", |tapi, request, phone| {
        tapi.set_hook_switch(request, phone, 1, 1)
    }),
    ("SetLamp", |tapi, request, phone| {
        tapi.set_lamp(request, phone, 0, 4)
    }),
    ("SetRing", |tapi, request, phone| {
        tapi.set_ring(request, phone, 1, 5)
    }),
    ("SetVolume", |tapi, request, phone| {
        tapi.set_volume(request, phone, 1, 5)
    }),
];

/// The synchronous functions that take a handle, but for Close.
pub const SYNCHRONOUS: [WithHandle; 12] = [
    ("GetButtonInfo", |tapi, phone| {
        tapi.get_button_info(phone, 0)
    }),
    ("GetData", |tapi, phone| {
        tapi.get_data(phone, 0, &mut [0; 8])
    }),
    ("GetDisplay", Tapi::get_display),
    ("GetGain", |tapi, phone| tapi.get_gain(phone, 1)),
    ("GetHookSwitch", Tapi::get_hook_switch),
    ("GetID", Tapi::get_id),
    ("GetLamp", |tapi, phone| tapi.get_lamp(phone, 0)),
    ("GetRing", Tapi::get_ring),
    ("GetStatus", Tapi::get_status),
    ("GetVolume", |tapi, phone| tapi.get_volume(phone, 1)),
    ("SelectExtVersion", |tapi, phone| {
        tapi.select_ext_version(phone, 0)
    }),
    ("SetStatusMessages", |tapi, phone| {
        tapi.set_status_messages(phone, 0, 0, 0)
    }),
];

/// The functions that take a device id.
pub const BY_DEVICE: [ByDevice; 6] = [
    ("GetDevCaps", Tapi::dev_caps),
    ("GetExtensionID", Tapi::extension_id),
    ("GetIcon", Tapi::icon),
    ("NegotiateExtVersion", |tapi, device| {
        tapi.negotiate_ext(device, 0, u32::MAX)
    }),
    ("NegotiateTSPIVersion", Tapi::negotiate_phone),
    ("Open", |tapi, device| {
        tapi.open(device, 1, Some(ignore_event)).0
    }),
];

/// A `PHONEEVENT` that does nothing.
pub unsafe extern "system" fn ignore_event(_: usize, _: u32, _: usize, _: usize, _: usize) {}
