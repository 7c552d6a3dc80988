//! A phone with a bit of everything, and hardware that answers at once.

use std::sync::Arc;

use tspkit_provider::{
    abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes, PhoneError},
    hal::{
        ButtonInfo, ButtonLamp, Completion, DataArea, Deadline, Direction, EventSink, Hardware,
        HardwareError, Hookswitch, Inventory, PhoneId, PhoneInfo, PhoneModel, PhoneReply,
        PhoneRequest, Ring, Stopped,
    },
};

/// The size in bytes of each area.
pub const AREA_SIZE: u32 = 256;

/// Areas 0 and 1 for both ways, 2 for upload, 3 for download; a display of 2 rows and 16 columns, two settable
/// buttons with lamps, three ring modes, every hookswitch device with volume and gain, device-specific requests.
pub fn model() -> PhoneModel {
    let area = |id, direction| DataArea::new(id, AREA_SIZE, direction, format!("area {id}"));
    let modes = HookSwitchModes::ONHOOK | HookSwitchModes::MICSPEAKER;
    let device = |device| {
        Hookswitch::new(device, modes)
            .settable(modes)
            .with_volume()
            .with_gain()
    };
    let button = || {
        ButtonLamp::new(ButtonModes::FEATURE, ButtonFunction::NONE)
            .with_lamp(LampModes::OFF | LampModes::STEADY)
            .settable()
    };
    PhoneModel::new("a desk phone for tests")
        .area(area(0, Direction::Both))
        .area(area(1, Direction::Both))
        .area(area(2, Direction::Upload))
        .area(area(3, Direction::Download))
        .display(2, 16)
        .ring_modes(3)
        .hookswitch(device(HookSwitchDevices::HANDSET))
        .hookswitch(device(HookSwitchDevices::SPEAKER))
        .hookswitch(device(HookSwitchDevices::HEADSET))
        .button_lamp(button())
        .button_lamp(button())
        .dev_specific()
}

/// That many such phones; the driver's numbers for them begin with 100.
pub fn phones(count: u32) -> Inventory {
    let model = Arc::new(model());
    (0..count).fold(Inventory::new(), |all, index| {
        let name = format!("phone {index}");
        all.phone(PhoneInfo::new(PhoneId(100 + index), name, model.clone()))
    })
}

/// What such a phone answers. An upload is as long as was asked for, each byte the area's number; a
/// device-specific answer is the question backwards.
pub fn answer(request: &PhoneRequest) -> PhoneReply {
    match request {
        PhoneRequest::GetData { area, size } => {
            let byte = u8::try_from(*area).unwrap_or(u8::MAX);
            PhoneReply::Data(vec![byte; *size as usize].into())
        }
        PhoneRequest::GetDisplay => PhoneReply::Display(vec!["first".into(), "second".into()]),
        PhoneRequest::GetLamp { .. } => PhoneReply::Lamp(LampModes::OFF),
        PhoneRequest::GetButtonInfo { .. } => {
            let info = ButtonInfo::new(ButtonModes::FEATURE, ButtonFunction::NONE);
            PhoneReply::Button(info.with_text("text"))
        }
        PhoneRequest::GetRing => PhoneReply::Ring(Ring { mode: 1, volume: 2 }),
        PhoneRequest::GetHookSwitch => PhoneReply::HookSwitch(HookSwitchDevices::empty()),
        PhoneRequest::GetVolume { .. } | PhoneRequest::GetGain { .. } => PhoneReply::Level(7),
        PhoneRequest::DevSpecific { data } => {
            PhoneReply::Data(data.iter().rev().copied().collect())
        }
        _ => PhoneReply::Done,
    }
}

/// Answers each request inside `submit`, but for downloads to area 3, which it drops when it is stopped.
#[derive(Default)]
pub struct AtOnce {
    kept: std::sync::Mutex<Vec<Completion<PhoneReply>>>,
}

impl Hardware for AtOnce {
    fn inventory(&self) -> Inventory {
        phones(2)
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        if let PhoneRequest::SetData { area: 3, .. } = request {
            self.kept.lock().unwrap().push(done);
        } else {
            done.complete(Ok(answer(&request)));
        }
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        let kept = std::mem::take(&mut *self.kept.lock().unwrap());
        for done in kept {
            done.fail(PhoneError::OperationFailed);
        }
        Stopped::Clean
    }
}
