//! What is checked of a request before a driver sees it.
//!
//! In the order of the specification: first whether the phone can do it at all, then (by the caller) whether
//! it is in a state to, then the parameters.

use tspkit_abi::{HookSwitchDevices, PhoneError};
use tspkit_hal::{ButtonLamp, Direction, PhoneId, PhoneModel, PhoneRequest};

use crate::error::Error;

/// The highest volume and gain.
const LOUDEST: u32 = 0xFFFF;

/// It is a download or upload that the phone can do as it is: nothing else is to be checked but its state.
pub(super) fn is_plain_transfer(model: &PhoneModel, request: &PhoneRequest) -> bool {
    match request {
        PhoneRequest::SetData { area, data } => model.find_area(*area).is_some_and(|area| {
            area.direction.downloads() && data.len() as u64 <= u64::from(area.size)
        }),
        PhoneRequest::GetData { area, .. } => model
            .find_area(*area)
            .is_some_and(|area| area.direction.uploads()),
        _ => false,
    }
}

/// The phone has what the request is about.
pub(super) fn capability(
    phone: PhoneId,
    model: &PhoneModel,
    request: &PhoneRequest,
) -> Result<(), Error> {
    let (possible, reason) = match request {
        PhoneRequest::SetData { .. } => (
            model.download_count() > 0,
            "it has no data area for download",
        ),
        PhoneRequest::GetData { .. } => {
            (model.upload_count() > 0, "it has no data area for upload")
        }
        PhoneRequest::SetDisplay { .. } | PhoneRequest::GetDisplay => {
            (model.display.is_some(), "it has no display")
        }
        PhoneRequest::SetLamp { .. } | PhoneRequest::GetLamp { .. } => (
            model.button_lamps.iter().any(ButtonLamp::has_lamp),
            "it has no lamps",
        ),
        PhoneRequest::SetButtonInfo { .. } => (
            model.button_lamps.iter().any(|button| button.settable),
            "its buttons cannot be set",
        ),
        PhoneRequest::GetButtonInfo { .. } => (!model.button_lamps.is_empty(), "it has no buttons"),
        PhoneRequest::SetRing { .. } | PhoneRequest::GetRing => {
            (model.ring_modes > 0, "it has no ringer")
        }
        PhoneRequest::SetHookSwitch { .. } => (
            model
                .hookswitches
                .iter()
                .any(|hookswitch| !hookswitch.settable.is_empty()),
            "its hookswitches cannot be set",
        ),
        PhoneRequest::GetHookSwitch => (!model.hookswitches.is_empty(), "it has no hookswitch"),
        PhoneRequest::SetVolume { .. } | PhoneRequest::GetVolume { .. } => (
            model
                .hookswitches
                .iter()
                .any(|hookswitch| hookswitch.volume),
            "it has no volume",
        ),
        PhoneRequest::SetGain { .. } | PhoneRequest::GetGain { .. } => (
            model.hookswitches.iter().any(|hookswitch| hookswitch.gain),
            "it has no gain",
        ),
        PhoneRequest::DevSpecific { .. } => (
            model.dev_specific,
            "its driver has no device-specific functions",
        ),
        _ => (true, ""),
    };
    if possible {
        Ok(())
    } else {
        Err(Error::Unavailable { phone, reason })
    }
}

/// The request's parameters are ones that the phone has.
pub(super) fn parameters(
    phone: PhoneId,
    model: &PhoneModel,
    request: &PhoneRequest,
) -> Result<(), Error> {
    match request {
        PhoneRequest::SetData { area, data } => download(phone, model, *area, data.len()),
        PhoneRequest::GetData { area, .. } => upload(phone, model, *area),
        _ => other(phone, model, request),
    }
}

/// The area exists for download, and the data fits.
fn download(phone: PhoneId, model: &PhoneModel, area: u32, size: usize) -> Result<(), Error> {
    match model
        .find_area(area)
        .filter(|area| area.direction.downloads())
    {
        Some(found) if size as u64 <= u64::from(found.size) => Ok(()),
        Some(found) => Err(Error::TooLarge {
            phone,
            area,
            size: size as u64,
            limit: found.size,
        }),
        None => {
            let count = model.download_count();
            Err(Error::NoSuchArea {
                phone,
                area,
                direction: Direction::Download,
                count,
            })
        }
    }
}

fn upload(phone: PhoneId, model: &PhoneModel, area: u32) -> Result<(), Error> {
    if model
        .find_area(area)
        .is_some_and(|area| area.direction.uploads())
    {
        return Ok(());
    }
    Err(Error::NoSuchArea {
        phone,
        area,
        direction: Direction::Upload,
        count: model.upload_count(),
    })
}

fn other(phone: PhoneId, model: &PhoneModel, request: &PhoneRequest) -> Result<(), Error> {
    let invalid = |code, reason: String| {
        Err(Error::Invalid {
            phone,
            code,
            reason: reason.into(),
        })
    };
    match request {
        PhoneRequest::SetDisplay { row, column, text } => {
            let Some(size) = model.display else {
                return Ok(());
            };
            let room = u64::from(size.columns) * u64::from(size.rows.saturating_sub(*row));
            let end = u64::from(*column) + text.chars().count() as u64;
            if *row >= size.rows || *column >= size.columns || end > room {
                let reason = format!(
                    "{} characters from row {row}, column {column} on reach beyond the display of {} rows \
                     and {} columns",
                    text.chars().count(),
                    size.rows,
                    size.columns
                );
                return invalid(PhoneError::InvalParam, reason);
            }
        }
        PhoneRequest::SetLamp { lamp, mode } => {
            let found = model
                .button_lamps
                .get(*lamp as usize)
                .filter(|found| found.has_lamp());
            let Some(found) = found else {
                return no_button_lamp(phone, model, *lamp);
            };
            if mode.bits().count_ones() != 1 || !found.lamp_modes.contains(*mode) {
                let reason = format!("lamp {lamp} can be {:?}, not {mode:?}", found.lamp_modes);
                return invalid(PhoneError::InvalLampMode, reason);
            }
        }
        PhoneRequest::GetLamp { lamp } if !has(model, *lamp, ButtonLamp::has_lamp) => {
            return no_button_lamp(phone, model, *lamp);
        }
        PhoneRequest::SetButtonInfo { button, .. } if !has(model, *button, |it| it.settable) => {
            return no_button_lamp(phone, model, *button);
        }
        PhoneRequest::GetButtonInfo { button } if !has(model, *button, |_| true) => {
            return no_button_lamp(phone, model, *button);
        }
        PhoneRequest::SetRing { mode, volume } => {
            if *mode > model.ring_modes {
                let reason = format!(
                    "ring mode {mode} is none of 0 (silence) to {}",
                    model.ring_modes
                );
                return invalid(PhoneError::InvalRingMode, reason);
            }
            return level(phone, "ring volume", *volume);
        }
        PhoneRequest::SetHookSwitch { devices, mode } => {
            return hookswitch(phone, model, *devices, *mode);
        }
        PhoneRequest::SetVolume { device, volume } => {
            with_device(phone, model, *device, "volume", |found| found.volume)?;
            return level(phone, "volume", *volume);
        }
        PhoneRequest::GetVolume { device } => {
            return with_device(phone, model, *device, "volume", |found| found.volume);
        }
        PhoneRequest::SetGain { device, gain } => {
            with_device(phone, model, *device, "gain", |found| found.gain)?;
            return level(phone, "gain", *gain);
        }
        PhoneRequest::GetGain { device } => {
            return with_device(phone, model, *device, "gain", |found| found.gain);
        }
        _ => {}
    }
    Ok(())
}

/// There is a button-lamp of that number, and it is one of those meant.
fn has(model: &PhoneModel, number: u32, meant: impl Fn(&ButtonLamp) -> bool) -> bool {
    model.button_lamps.get(number as usize).is_some_and(meant)
}

fn no_button_lamp(phone: PhoneId, model: &PhoneModel, number: u32) -> Result<(), Error> {
    let count = model.button_lamps.len();
    let reason = format!(
        "button-lamp {number} is none that can do this; there are {count}, numbered from 0"
    );
    Err(Error::Invalid {
        phone,
        code: PhoneError::InvalButtonLampId,
        reason: reason.into(),
    })
}

fn level(phone: PhoneId, what: &str, level: u32) -> Result<(), Error> {
    if level <= LOUDEST {
        return Ok(());
    }
    let reason = format!("a {what} of {level:#x} is beyond 0xffff, the loudest");
    Err(Error::Invalid {
        phone,
        code: PhoneError::OperationFailed,
        reason: reason.into(),
    })
}

fn with_device(
    phone: PhoneId,
    model: &PhoneModel,
    device: HookSwitchDevices,
    what: &str,
    has: impl Fn(&tspkit_hal::Hookswitch) -> bool,
) -> Result<(), Error> {
    if model.find_hookswitch(device).is_some_and(has) {
        return Ok(());
    }
    let reason = format!("{device:?} is no single device of this phone that has a {what}");
    Err(Error::Invalid {
        phone,
        code: PhoneError::InvalHookSwitchDev,
        reason: reason.into(),
    })
}

fn hookswitch(
    phone: PhoneId,
    model: &PhoneModel,
    devices: HookSwitchDevices,
    mode: tspkit_abi::HookSwitchModes,
) -> Result<(), Error> {
    let known = model
        .hookswitches
        .iter()
        .fold(HookSwitchDevices::empty(), |all, found| all | found.device);
    if devices.is_empty() || !known.contains(devices) {
        let reason = format!("{devices:?} are not all devices of this phone, which has {known:?}");
        return Err(Error::Invalid {
            phone,
            code: PhoneError::InvalHookSwitchDev,
            reason: reason.into(),
        });
    }
    let chosen = model
        .hookswitches
        .iter()
        .filter(|found| devices.contains(found.device));
    for found in chosen {
        if mode.bits().count_ones() != 1 || !found.settable.contains(mode) {
            let reason = format!(
                "{:?} can be put in {:?}, not {mode:?}",
                found.device, found.settable
            );
            let code = PhoneError::InvalHookSwitchMode;
            return Err(Error::Invalid {
                phone,
                code,
                reason: reason.into(),
            });
        }
    }
    Ok(())
}
