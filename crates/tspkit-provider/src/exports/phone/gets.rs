//! The synchronous functions that read a phone.
//!
//! What the phone's events tell is answered from what is known; everything else asks the phone, waits within the
//! configured limit, and is ended by closing the phone.

use tspkit::{
    PhoneRequest,
    abi::{
        HookSwitchDevices, HookSwitchModes, PhoneError,
        layout::{PHONEBUTTONINFO, Structure, VARSTRING, raw_structure},
        structure::{PhoneButtonInfo, VarString},
    },
};
use tspkit_trace::Value;

use crate::exports::{
    Exports,
    memory::{not_null, peek, total_size, write_out},
};
use crate::provider::{OpenPhone, display_text, refused};

impl Exports {
    /// `TSPI_phoneGetData`: uploads from a data area, always by asking the phone. What the area does not fill is
    /// set to zero: the function has no other way to tell how much came.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_data(
        &'static self,
        phone: usize,
        area: u32,
        data: *mut u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwDataID", Value::Number(area.into())),
                ("lpData", Value::Hex(data as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.call(
            "TSPI_phoneGetData",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let request = PhoneRequest::GetData { area, size };
                open.phone
                    .check(&request)
                    .map_err(|error| refused(&error))?;
                if size > 0 {
                    not_null(data)?;
                }
                let answer = open
                    .ask(open.phone.get_data_up_to(area, size))
                    .map_err(|error| match error {
                        // The page has no NOMEM.
                        PhoneError::NoMem => PhoneError::ResourceUnavail,
                        other => other,
                    })?;
                if size > 0 {
                    // SAFETY: not null, and the caller vouches for `size` bytes.
                    let room = unsafe { std::slice::from_raw_parts_mut(data, size as usize) };
                    let (filled, rest) = room.split_at_mut(answer.len().min(size as usize));
                    filled.copy_from_slice(&answer[..filled.len()]);
                    rest.fill(0);
                }
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetDisplay`: the rows one after another, each as long as the display is wide.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_display(&'static self, phone: usize, display: *mut u8) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(display) }),
            ]
        };
        self.call(
            "TSPI_phoneGetDisplay",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let rows = open.read(
                    &PhoneRequest::GetDisplay,
                    |status| status.display.clone(),
                    tspkit::Phone::display,
                )?;
                let text = display_text(&open.phone.capabilities(), &rows);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(display, VARSTRING::fixed_size(open.version)) }?;
                VarString::Text(&text).write(bytes, open.version)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetLamp`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_lamp(&'static self, phone: usize, lamp: u32, mode: *mut u32) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwButtonLampID", Value::Number(lamp.into())),
                // SAFETY: the caller vouches for its output.
                ("lpdwLampMode", Value::Hex(unsafe { peek(mode) })),
            ]
        };
        self.call(
            "TSPI_phoneGetLamp",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let lit = open.read(
                    &PhoneRequest::GetLamp { lamp },
                    |status| status.lamps.get(&lamp).copied(),
                    |phone| phone.lamp(lamp),
                )?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(mode, lit.bits()) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetButtonInfo`, in the layout of the version with which the phone was opened.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_button_info(
        &'static self,
        phone: usize,
        button: u32,
        info: *mut u8,
    ) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwButtonLampID", Value::Number(button.into())),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(info) }),
            ]
        };
        self.call(
            "TSPI_phoneGetButtonInfo",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let found = open.read(
                    &PhoneRequest::GetButtonInfo { button },
                    |status| status.buttons.get(&button).cloned(),
                    |phone| phone.button_info(button),
                )?;
                let minimum = PHONEBUTTONINFO::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(info, minimum) }?;
                let filled = PhoneButtonInfo {
                    mode: found.mode,
                    function: found.function,
                    text: found.text,
                    dev_specific: Vec::new(),
                    state: found.state,
                };
                filled.write(bytes, open.version)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetRing`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_ring(
        &'static self,
        phone: usize,
        mode: *mut u32,
        volume: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                // SAFETY: the caller vouches for its outputs.
                ("lpdwRingMode", Value::Number(unsafe { peek(mode) })),
                // SAFETY: as above.
                ("lpdwVolume", Value::Hex(unsafe { peek(volume) })),
            ]
        };
        self.call(
            "TSPI_phoneGetRing",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let request = PhoneRequest::GetRing;
                let ring = open.read(&request, |status| status.ring, tspkit::Phone::ring)?;
                not_null(volume)?;
                // SAFETY: the caller vouches for its outputs.
                unsafe { write_out(mode, ring.mode) }?;
                // SAFETY: as above.
                unsafe { write_out(volume, ring.volume) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetHookSwitch`: the devices that are off hook.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_hook_switch(&'static self, phone: usize, devices: *mut u32) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                // SAFETY: the caller vouches for its output.
                ("lpdwHookSwitchDevs", Value::Hex(unsafe { peek(devices) })),
            ]
        };
        self.call(
            "TSPI_phoneGetHookSwitch",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let off_hook = open.read(
                    &PhoneRequest::GetHookSwitch,
                    |status| known_off_hook(&open, status),
                    tspkit::Phone::hookswitch,
                )?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(devices, off_hook.bits()) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetVolume`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_volume(
        &'static self,
        phone: usize,
        device: u32,
        volume: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwHookSwitchDev", Value::Hex(device.into())),
                // SAFETY: the caller vouches for its output.
                ("lpdwVolume", Value::Hex(unsafe { peek(volume) })),
            ]
        };
        self.call(
            "TSPI_phoneGetVolume",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let device = HookSwitchDevices::from_bits_retain(device);
                let level = open.read(
                    &PhoneRequest::GetVolume { device },
                    |status| status.volumes.get(&device.bits()).copied(),
                    |phone| phone.volume(device),
                )?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(volume, level) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetGain`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_gain(&'static self, phone: usize, device: u32, gain: *mut u32) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwHookSwitchDev", Value::Hex(device.into())),
                // SAFETY: the caller vouches for its output.
                ("lpdwGain", Value::Hex(unsafe { peek(gain) })),
            ]
        };
        self.call(
            "TSPI_phoneGetGain",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let device = HookSwitchDevices::from_bits_retain(device);
                let level = open.read(
                    &PhoneRequest::GetGain { device },
                    |status| status.gains.get(&device.bits()).copied(),
                    |phone| phone.gain(device),
                )?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(gain, level) }?;
                Ok(0)
            },
        )
    }
}

/// The devices off hook, when each device's mode is known.
fn known_off_hook(open: &OpenPhone, status: &tspkit::PhoneStatus) -> Option<HookSwitchDevices> {
    let model = open.phone.capabilities();
    let mut off_hook = HookSwitchDevices::empty();
    for each in &model.hookswitches {
        if *status.hookswitches.get(&each.device.bits())? != HookSwitchModes::ONHOOK {
            off_hook |= each.device;
        }
    }
    Some(off_hook)
}
