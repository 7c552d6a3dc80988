//! Opening and closing phones, and what is said about an open one.

use tspkit::abi::{
    ButtonModes, ButtonStates, PhoneError, PhoneStates, TspiVersion,
    layout::{PHONESTATUS, Structure, VARSTRING, raw_structure},
    structure::VarString,
};
use tspkit_trace::Value;

use crate::exports::{
    Exports,
    memory::{not_null, text, total_size},
};
use crate::{
    provider::{LINE_CLASS, OpenArguments, OpenPhone, PHONE_CLASS},
    raw::PhoneEventProc,
};

impl Exports {
    /// `TSPI_phoneOpen`. A phone that is not connected can be opened; one that is open is
    /// `PHONEERR_ALLOCATED`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says; `event` stays callable until the phone is closed.
    pub unsafe fn phone_open(
        &'static self,
        device: u32,
        tapi_phone: usize,
        phone: *mut usize,
        version: u32,
        event: PhoneEventProc,
    ) -> i32 {
        let arguments = || {
            // SAFETY: the caller vouches for its output.
            let handle = (!phone.is_null()).then(|| unsafe { phone.read_unaligned() });
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("htPhone", Value::Hex(tapi_phone as u64)),
                ("lphdPhone", Value::Hex(handle.unwrap_or_default() as u64)),
                ("dwTSPIVersion", Value::Hex(version.into())),
            ]
        };
        self.call(
            "TSPI_phoneOpen",
            arguments,
            || -> Result<i32, PhoneError> {
                let (provider, _) = self.device(device)?;
                let version = TspiVersion::try_from(version)?;
                not_null(phone)?;
                if event.is_none() {
                    return Err(PhoneError::InvalPointer);
                }
                let arguments = OpenArguments {
                    device,
                    tapi_handle: tapi_phone,
                    version,
                    event,
                };
                provider.open_phone(&arguments, |handle| {
                    // SAFETY: not null, and the caller vouches for the rest.
                    unsafe { phone.write_unaligned(handle) };
                })?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneClose`: answers everything that is pending on the phone, each with `OPERATIONFAILED`, and
    /// waits for a callback about it that another thread is in. Nothing is called back for it afterwards.
    ///
    /// It succeeds also when such a callback does not end in time (configuration value `CloseLimit`).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_close(&'static self, phone: usize) -> i32 {
        let arguments = || [("hdPhone", Value::Hex(phone as u64))];
        self.call(
            "TSPI_phoneClose",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                match open.close_all() {
                    None => return Err(PhoneError::InvalPhoneHandle),
                    Some(Ok(())) => {}
                    Some(Err(error)) => tracing::error!(%error, "a phone did not close in time"),
                }
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneSelectExtVersion`; 0 cancels the selection.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_select_ext_version(&'static self, phone: usize, version: u32) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwExtVersion", Value::Hex(version.into())),
            ]
        };
        self.call(
            "TSPI_phoneSelectExtVersion",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let devices = &open.link.phones;
                let id = open.phone.id();
                self.extensions(devices.extension(id)).select(version)?;
                devices.select_extension(id, version);
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneSetStatusMessages`: what TAPI wants to be told. Everything but `PHONESTATE_REINIT` is off at
    /// first.
    ///
    /// States that the phone cannot produce are accepted. Button states are looked at only with button modes;
    /// modes without states are `PHONEERR_INVALBUTTONSTATE`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_set_status_messages(
        &'static self,
        phone: usize,
        states: u32,
        button_modes: u32,
        button_states: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("dwPhoneStates", Value::Hex(states.into())),
                ("dwButtonModes", Value::Hex(button_modes.into())),
                ("dwButtonStates", Value::Hex(button_states.into())),
            ]
        };
        self.call(
            "TSPI_phoneSetStatusMessages",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let modes =
                    ButtonModes::from_bits(button_modes).ok_or(PhoneError::InvalButtonMode)?;
                let buttons = if modes.is_empty() {
                    ButtonStates::empty()
                } else {
                    ButtonStates::from_bits(button_states)
                        .filter(|states| !states.is_empty())
                        .ok_or(PhoneError::InvalButtonState)?
                };
                let states = PhoneStates::from_bits_retain(states);
                open.set_status_messages(states, modes, buttons);
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetID`: the device id for `tapi/phone`, in any case, and that of the line that the phone belongs to for
    /// `tapi/line`; every other class, and that of a line where there is none, is `PHONEERR_INVALDEVICECLASS`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_id(
        &'static self,
        phone: usize,
        id: *mut u8,
        class: *const u16,
        process: usize,
    ) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                ("hTargetProcess", Value::Hex(process as u64)),
            ]
        };
        self.call(
            "TSPI_phoneGetID",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                not_null(class)?;
                // SAFETY: the caller vouches for its string.
                let class = unsafe { text(class) }.ok_or(PhoneError::InvalDeviceClass)?;
                let device = device_of_class(&open, &class)?.to_le_bytes();
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(id, VARSTRING::fixed_size(open.version)) }?;
                VarString::Binary(&device).write(bytes, open.version)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetStatus`, in the layout of the version with which the phone was opened.
    ///
    /// From what the phone's events have told. The first call asks the phone for what they have not; what it
    /// does not say in time (configuration value `SyncLimit`) stays unknown.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_status(&'static self, phone: usize, status: *mut u8) -> i32 {
        let arguments = || {
            [
                ("hdPhone", Value::Hex(phone as u64)),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(status) }),
            ]
        };
        self.call(
            "TSPI_phoneGetStatus",
            arguments,
            || -> Result<i32, PhoneError> {
                let open = self.open_phone(phone)?;
                let minimum = PHONESTATUS::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(status, minimum) }?;
                open.write_status(self.exported, bytes)?;
                Ok(0)
            },
        )
    }
}

fn device_of_class(open: &OpenPhone, class: &str) -> Result<u32, PhoneError> {
    let id = open.phone.id();
    let device = if class.eq_ignore_ascii_case(PHONE_CLASS) {
        open.link.phones.device(id)
    } else if class.eq_ignore_ascii_case(LINE_CLASS) {
        let line = open.link.pairs.line(id);
        let line = line.ok_or(PhoneError::InvalDeviceClass)?;
        open.link.lines.device(line)
    } else {
        return Err(PhoneError::InvalDeviceClass);
    };
    device.ok_or(PhoneError::NoDevice)
}
