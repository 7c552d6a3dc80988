//! What a phone can do, as TAPI has it: `PHONECAPS` and the feature bits.

use tspkit::{
    PhoneInfo, PhoneModel,
    abi::{
        HookSwitchDevices, PhoneError, PhoneFeatures, PhoneStates, TspiVersion,
        structure::{HookSwitchCaps, PhoneCaps, Written},
    },
    hal::ButtonLamp,
};

use crate::{about::About, functions::Functions, provider::permanent_guid};

/// The device class of phones.
pub(crate) const PHONE_CLASS: &str = "tapi/phone";

/// Fills a caller's `PHONECAPS`.
pub(crate) fn capabilities(
    about: About,
    exported: Functions,
    phone: &PhoneInfo,
    version: TspiVersion,
    bytes: &mut [u8],
) -> Result<Written, PhoneError> {
    let model = &phone.model;
    let lamps = &model.button_lamps;
    let provider_info = format!("{} {}", about.vendor, about.product);
    let button_modes: Vec<_> = lamps.iter().map(|each| each.mode).collect();
    let button_functions: Vec<_> = lamps.iter().map(|each| each.function).collect();
    let lamp_modes: Vec<_> = lamps.iter().map(|each| each.lamp_modes).collect();
    let downloads = areas(model, model.download_count(), |area| {
        area.direction.downloads()
    });
    let uploads = areas(model, model.upload_count(), |area| area.direction.uploads());
    let devices = model.hookswitches.iter();
    let with = |has: fn(&tspkit::hal::Hookswitch) -> bool| {
        let having = devices.clone().filter(move |each| has(each));
        having.fold(HookSwitchDevices::empty(), |all, each| all | each.device)
    };
    let caps = PhoneCaps {
        provider_info: &provider_info,
        phone_info: &model.description,
        permanent_phone_id: phone.id.0,
        phone_name: &phone.name,
        phone_states: states(model),
        hook_switch_devices: with(|_| true),
        handset: hookswitch(model, HookSwitchDevices::HANDSET),
        speaker: hookswitch(model, HookSwitchDevices::SPEAKER),
        headset: hookswitch(model, HookSwitchDevices::HEADSET),
        volume: with(|each| each.volume),
        gain: with(|each| each.gain),
        display_rows: model.display.map_or(0, |display| display.rows),
        display_columns: model.display.map_or(0, |display| display.columns),
        ring_modes: model.ring_modes,
        button_modes: &button_modes,
        button_functions: &button_functions,
        lamp_modes: &lamp_modes,
        set_data: &downloads,
        get_data: &uploads,
        dev_specific: &[],
        device_classes: &[PHONE_CLASS],
        phone_features: features(model) & exported.phone_features(),
        permanent_phone_guid: permanent_guid(about, &[&phone.id.0.to_le_bytes()]),
    };
    caps.write(bytes, version).map_err(PhoneError::from)
}

/// The sizes of the data areas of one direction, by number; 0 for a number that has none.
fn areas(model: &PhoneModel, count: u32, is_meant: fn(&tspkit::DataArea) -> bool) -> Vec<u32> {
    (0..count)
        .map(|id| {
            let area = model.find_area(id).filter(|area| is_meant(area));
            area.map_or(0, |area| area.size)
        })
        .collect()
}

fn hookswitch(model: &PhoneModel, device: HookSwitchDevices) -> HookSwitchCaps {
    model
        .find_hookswitch(device)
        .map_or_else(HookSwitchCaps::default, |found| HookSwitchCaps {
            modes: found.modes,
            settable: found.settable,
            monitored: found.modes,
        })
}

/// Everything that the phone may report.
fn states(model: &PhoneModel) -> PhoneStates {
    let mut states = PhoneStates::CONNECTED
        | PhoneStates::DISCONNECTED
        | PhoneStates::SUSPEND
        | PhoneStates::RESUME
        | PhoneStates::CAPSCHANGE
        | PhoneStates::REMOVED;
    let mut add = |is_there: bool, more: PhoneStates| {
        if is_there {
            states |= more;
        }
    };
    let has_areas = model.areas().next().is_some();
    let has_settable = model.button_lamps.iter().any(|each| each.settable);
    add(has_areas || has_settable, PhoneStates::OTHER);
    add(model.display.is_some(), PhoneStates::DISPLAY);
    add(has_lamps(model), PhoneStates::LAMP);
    add(
        model.ring_modes > 0,
        PhoneStates::RINGMODE | PhoneStates::RINGVOLUME,
    );
    add(model.dev_specific, PhoneStates::DEVSPECIFIC);
    for each in &model.hookswitches {
        let device = each.device;
        add(true, device.hookswitch_states());
        add(each.volume, device.volume_states());
        add(each.gain, device.gain_states());
    }
    states
}

/// Everything that can be asked of the phone, whatever its state.
pub(super) fn features(model: &PhoneModel) -> PhoneFeatures {
    use PhoneFeatures as P;
    let mut features = P::empty();
    let mut add = |is_there: bool, more: P| {
        if is_there {
            features |= more;
        }
    };
    let buttons = &model.button_lamps;
    add(!buttons.is_empty(), P::GETBUTTONINFO);
    add(buttons.iter().any(|each| each.settable), P::SETBUTTONINFO);
    add(has_lamps(model), P::GETLAMP | P::SETLAMP);
    add(model.upload_count() > 0, P::GETDATA);
    add(model.download_count() > 0, P::SETDATA);
    add(model.display.is_some(), P::GETDISPLAY | P::SETDISPLAY);
    add(model.ring_modes > 0, P::GETRING | P::SETRING);
    for each in &model.hookswitches {
        let device = each.device;
        add(true, device.get_hookswitch_features());
        add(!each.settable.is_empty(), device.set_hookswitch_features());
        add(
            each.volume,
            device.get_volume_features() | device.set_volume_features(),
        );
        add(
            each.gain,
            device.get_gain_features() | device.set_gain_features(),
        );
    }
    features
}

fn has_lamps(model: &PhoneModel) -> bool {
    model.button_lamps.iter().any(ButtonLamp::has_lamp)
}
