//! The nine asynchronous functions.

use tspkit::{
    PhoneRequest,
    abi::{
        ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes, PhoneError,
        layout::{PHONEBUTTONINFO, Structure, copy_in, raw_structure},
        structure::PhoneButtonInfo,
    },
    hal::ButtonInfo,
};
use tspkit_trace::Value;

use crate::exports::{
    Exports,
    boundary::{Argument, request_id},
    memory::{not_null, total_size},
};
use crate::provider::{DEV_SPECIFIC, OpenPhone, refused};

/// Up to this size, what is downloaded is copied first and checked with the request: once.
const COPIED_UNSEEN: u32 = 64 * 1024;

impl Exports {
    /// `TSPI_phoneSetData`: downloads to a data area. The bytes are copied before it returns.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    #[inline]
    pub unsafe fn phone_set_data(
        &'static self,
        request: u32,
        phone: usize,
        area: u32,
        data: *const u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwDataID", Value::Number(area.into())),
                ("lpData", Value::Hex(data as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.request("TSPI_phoneSetData", arguments, request, phone, |open| {
            if size > COPIED_UNSEEN || (data.is_null() && size > 0) {
                check_download(open, area, size)?;
            }
            // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
            let data = unsafe { copy_in(data, size as usize) }?;
            Ok(PhoneRequest::SetData { area, data })
        })
    }

    /// `TSPI_phoneSetDisplay`: UTF-16 text of `size` bytes, with or without its NUL.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_display(
        &'static self,
        request: u32,
        phone: usize,
        row: u32,
        column: u32,
        text: *const u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwRow", Value::Number(row.into())),
                ("dwColumn", Value::Number(column.into())),
                ("lpsDisplay", Value::Hex(text as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.request("TSPI_phoneSetDisplay", arguments, request, phone, |open| {
            let write = |text| PhoneRequest::SetDisplay { row, column, text };
            let empty = write(String::new());
            open.phone.check(&empty).map_err(|error| refused(&error))?;
            // Before anything is read: more than the display can hold is none of its text.
            let display = open.phone.capabilities().display;
            let room = display.map_or(0, |size| u64::from(size.rows) * u64::from(size.columns));
            // Each character may take two units, and a NUL may end the text.
            if !size.is_multiple_of(2) || u64::from(size) > room * 4 + 2 {
                return Err(PhoneError::InvalParam);
            }
            // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
            let bytes = unsafe { copy_in(text, size as usize) }?;
            let units = bytes
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let units: Vec<u16> = units.collect();
            let units = units.strip_suffix(&[0]).unwrap_or(&units);
            Ok(write(String::from_utf16_lossy(units)))
        })
    }

    /// `TSPI_phoneSetLamp`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_lamp(
        &'static self,
        request: u32,
        phone: usize,
        lamp: u32,
        mode: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwButtonLampID", Value::Number(lamp.into())),
                ("dwLampMode", Value::Hex(mode.into())),
            ]
        };
        self.request("TSPI_phoneSetLamp", arguments, request, phone, |_| {
            let mode = LampModes::from_bits_retain(mode);
            Ok(PhoneRequest::SetLamp { lamp, mode })
        })
    }

    /// `TSPI_phoneSetButtonInfo`, in the layout of the version with which the phone was opened.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_button_info(
        &'static self,
        request: u32,
        phone: usize,
        button: u32,
        info: *mut u8,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwButtonLampID", Value::Number(button.into())),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(info) }),
            ]
        };
        self.request_listed(
            "TSPI_phoneSetButtonInfo",
            arguments,
            request,
            phone,
            without_state,
            |open| {
                let set = |info| PhoneRequest::SetButtonInfo { button, info };
                let any = set(ButtonInfo::new(ButtonModes::DUMMY, ButtonFunction::NONE));
                open.phone.check(&any).map_err(|error| refused(&error))?;
                let minimum = PHONEBUTTONINFO::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(info, minimum) }?;
                let read = PhoneButtonInfo::read(bytes, open.version)?;
                Ok(set(
                    ButtonInfo::new(read.mode, read.function).with_text(read.text)
                ))
            },
        )
    }

    /// `TSPI_phoneSetRing`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_ring(
        &'static self,
        request: u32,
        phone: usize,
        mode: u32,
        volume: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwRingMode", Value::Number(mode.into())),
                ("dwVolume", Value::Hex(volume.into())),
            ]
        };
        self.request("TSPI_phoneSetRing", arguments, request, phone, |_| {
            Ok(PhoneRequest::SetRing { mode, volume })
        })
    }

    /// `TSPI_phoneSetHookSwitch`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_hook_switch(
        &'static self,
        request: u32,
        phone: usize,
        devices: u32,
        mode: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwHookSwitchDevs", Value::Hex(devices.into())),
                ("dwHookSwitchMode", Value::Hex(mode.into())),
            ]
        };
        self.request("TSPI_phoneSetHookSwitch", arguments, request, phone, |_| {
            Ok(PhoneRequest::SetHookSwitch {
                devices: HookSwitchDevices::from_bits_retain(devices),
                mode: HookSwitchModes::from_bits_retain(mode),
            })
        })
    }

    /// `TSPI_phoneSetVolume`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_volume(
        &'static self,
        request: u32,
        phone: usize,
        device: u32,
        volume: u32,
    ) -> i32 {
        let arguments = || level_arguments(request, phone, device, "dwVolume", volume);
        self.request("TSPI_phoneSetVolume", arguments, request, phone, |_| {
            let device = HookSwitchDevices::from_bits_retain(device);
            Ok(PhoneRequest::SetVolume { device, volume })
        })
    }

    /// `TSPI_phoneSetGain`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_gain(
        &'static self,
        request: u32,
        phone: usize,
        device: u32,
        gain: u32,
    ) -> i32 {
        let arguments = || level_arguments(request, phone, device, "dwGain", gain);
        self.request("TSPI_phoneSetGain", arguments, request, phone, |_| {
            let device = HookSwitchDevices::from_bits_retain(device);
            Ok(PhoneRequest::SetGain { device, gain })
        })
    }

    /// `TSPI_phoneDevSpecific`. The bytes are copied before it returns, and nothing is written to them: what the
    /// driver answers it tells by [`PhoneEvent::DevSpecific`](tspkit::PhoneEvent::DevSpecific).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_dev_specific(
        &'static self,
        request: u32,
        phone: usize,
        params: *const u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdPhone", Value::Hex(phone as u64)),
                ("lpParams", Value::Hex(params as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.call(
            "TSPI_phoneDevSpecific",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let id = request_id(request).ok_or(PhoneError::InvalParam)?;
                let any = PhoneRequest::DevSpecific {
                    data: bytes::Bytes::new(),
                };
                let checked = open.phone.check(&any);
                checked.map_err(|error| without_state(refused(&error)))?;
                if size > 0 {
                    not_null(params)?;
                }
                // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
                let data = unsafe { copy_in(params, size as usize) }?;
                let number = u64::from(request) | DEV_SPECIFIC;
                let submitted = open.submit(number, PhoneRequest::DevSpecific { data });
                submitted.map_err(without_state)?;
                Ok(id)
            },
        )
    }

    /// An asynchronous function: the request id when the phone has accepted the request, an error otherwise.
    #[inline]
    fn request<'a, const N: usize>(
        &'static self,
        function: &'static str,
        arguments: impl FnOnce() -> [Argument<'a>; N],
        request: u32,
        phone: usize,
        make: impl FnOnce(&OpenPhone) -> Result<PhoneRequest, PhoneError>,
    ) -> i32 {
        self.request_listed(function, arguments, request, phone, |code| code, make)
    }

    /// The same for a function whose page does not list every code that the phone has: `listed` says what stands
    /// for it.
    #[inline]
    fn request_listed<'a, const N: usize>(
        &'static self,
        function: &'static str,
        arguments: impl FnOnce() -> [Argument<'a>; N],
        request: u32,
        phone: usize,
        listed: impl Fn(PhoneError) -> PhoneError,
        make: impl FnOnce(&OpenPhone) -> Result<PhoneRequest, PhoneError>,
    ) -> i32 {
        self.call(function, arguments, || -> Result<i32, PhoneError> {
            let open = self.open_phone(phone)?;
            let id = request_id(request).ok_or(PhoneError::InvalParam)?;
            let request = make(&open).and_then(|made| open.submit(request.into(), made));
            request.map_err(listed)?;
            Ok(id)
        })
    }
}

/// The page lists no error for a phone's state: it is what is exported and not possible now.
fn without_state(code: PhoneError) -> PhoneError {
    match code {
        PhoneError::InvalPhoneState => PhoneError::OperationUnavail,
        code => code,
    }
}

/// What is checked of a download before its bytes are looked at.
#[cold]
fn check_download(open: &OpenPhone, area: u32, size: u32) -> Result<(), PhoneError> {
    let empty = PhoneRequest::SetData {
        area,
        data: bytes::Bytes::new(),
    };
    open.phone.check(&empty).map_err(|error| refused(&error))?;
    let model = open.phone.capabilities();
    match model.find_area(area) {
        Some(found) if size > found.size => Err(PhoneError::OperationFailed),
        _ => Ok(()),
    }
}

fn level_arguments(
    request: u32,
    phone: usize,
    device: u32,
    name: &'static str,
    level: u32,
) -> [Argument<'static>; 4] {
    [
        ("dwRequestID", Value::Number(request.into())),
        ("hdPhone", Value::Hex(phone as u64)),
        ("dwHookSwitchDev", Value::Hex(device.into())),
        (name, Value::Hex(level.into())),
    ]
}
