//! Phones do what they are asked and what is done to them, and tell of it.

mod common;

use std::time::Duration;

use bytes::Bytes;
use common::Bench;
use tspkit_abi::{
    ButtonFunction, ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes,
    PhoneError,
};
use tspkit_driver_sim::{
    Action, AreaConfig, Change, EventConfig, ModelConfig, OfficeConfig, PhoneConfig, SimOffice,
};
use tspkit_hal::{
    ButtonInfo, Deadline, Hardware, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Ring, Stopped,
};

const DESK: PhoneId = PhoneId(1);

fn default_bench() -> Bench {
    Bench::new(SimOffice::default_office())
}

#[test]
fn text_goes_to_its_place_on_the_display() {
    let mut bench = default_bench();
    let set = |row, column, text: &str| PhoneRequest::SetDisplay {
        row,
        column,
        text: text.to_owned(),
    };
    bench.call(1, set(1, 3, "Grüße")).ok();
    bench.call(1, set(1, 23, "!")).ok();
    let rows = vec![" ".repeat(24), format!("   Grüße{}!", " ".repeat(15))];
    assert_eq!(
        bench.call(1, PhoneRequest::GetDisplay).ok(),
        PhoneReply::Display(rows.clone())
    );
    assert_eq!(
        bench.events().pop(),
        Some((1, PhoneEvent::DisplayChanged { rows }))
    );
    for (row, column, text) in [
        (2, 0, "x"),
        (0, 24, "x"),
        (0, 20, "hello"),
        (u32::MAX, 0, ""),
        (0, u32::MAX, "x"),
    ] {
        assert_eq!(
            bench.call(1, set(row, column, text)).error().code(),
            PhoneError::InvalParam
        );
    }
    assert_eq!(
        bench.call(3, PhoneRequest::GetDisplay).error().code(),
        PhoneError::OperationUnavail
    );
}

#[test]
fn lamps_buttons_and_ring_are_set_and_told_of_once() {
    let mut bench = default_bench();
    let lamp = |lamp, mode| PhoneRequest::SetLamp { lamp, mode };
    bench.call(1, lamp(5, LampModes::FLASH)).ok();
    bench.call(1, lamp(5, LampModes::FLASH)).ok();
    assert_eq!(
        bench.call(1, PhoneRequest::GetLamp { lamp: 5 }).ok(),
        PhoneReply::Lamp(LampModes::FLASH)
    );
    assert_eq!(
        bench.call(1, PhoneRequest::GetLamp { lamp: 3 }).ok(),
        PhoneReply::Lamp(LampModes::DUMMY)
    );
    for (number, mode, code) in [
        (3, LampModes::STEADY, PhoneError::InvalButtonLampId),
        (6, LampModes::STEADY, PhoneError::InvalButtonLampId),
        (0, LampModes::WINK, PhoneError::InvalLampMode),
        (
            0,
            LampModes::OFF | LampModes::STEADY,
            PhoneError::InvalLampMode,
        ),
    ] {
        assert_eq!(bench.call(1, lamp(number, mode)).error().code(), code);
    }
    let info = ButtonInfo::new(ButtonModes::FEATURE, ButtonFunction::PARK).with_text("Park");
    bench
        .call(
            1,
            PhoneRequest::SetButtonInfo {
                button: 4,
                info: info.clone(),
            },
        )
        .ok();
    assert_eq!(
        bench
            .call(1, PhoneRequest::GetButtonInfo { button: 4 })
            .ok(),
        PhoneReply::Button(info.clone())
    );
    let fixed = PhoneRequest::SetButtonInfo {
        button: 0,
        info: info.clone(),
    };
    assert_eq!(
        bench.call(1, fixed).error().code(),
        PhoneError::OperationUnavail
    );
    bench
        .call(1, PhoneRequest::SetRing { mode: 4, volume: 9 })
        .ok();
    let loud = PhoneRequest::SetRing {
        mode: 1,
        volume: 0x1_0000,
    };
    assert_eq!(bench.call(1, loud).error().code(), PhoneError::InvalParam);
    let ring = Ring { mode: 4, volume: 9 };
    assert_eq!(
        bench.call(1, PhoneRequest::GetRing).ok(),
        PhoneReply::Ring(ring)
    );
    assert_eq!(
        bench.events(),
        [
            (
                1,
                PhoneEvent::LampChanged {
                    lamp: 5,
                    mode: LampModes::FLASH
                }
            ),
            (1, PhoneEvent::ButtonChanged { button: 4, info }),
            (1, PhoneEvent::RingChanged(ring)),
        ]
    );
}

#[test]
fn hookswitches_go_on_and_off_hook() {
    let mut bench = default_bench();
    let (handset, speaker) = (HookSwitchDevices::HANDSET, HookSwitchDevices::SPEAKER);
    let set = |devices, mode| PhoneRequest::SetHookSwitch { devices, mode };
    bench
        .call(1, set(speaker, HookSwitchModes::MICSPEAKER))
        .ok();
    assert_eq!(
        bench.call(1, PhoneRequest::GetHookSwitch).ok(),
        PhoneReply::HookSwitch(speaker)
    );
    for (devices, mode, code) in [
        (
            handset | speaker,
            HookSwitchModes::ONHOOK,
            PhoneError::InvalHookSwitchMode,
        ),
        (
            speaker,
            HookSwitchModes::MIC,
            PhoneError::InvalHookSwitchMode,
        ),
        (
            HookSwitchDevices::HEADSET,
            HookSwitchModes::ONHOOK,
            PhoneError::InvalHookSwitchDev,
        ),
        (
            HookSwitchDevices::empty(),
            HookSwitchModes::ONHOOK,
            PhoneError::InvalHookSwitchDev,
        ),
    ] {
        assert_eq!(bench.call(1, set(devices, mode)).error().code(), code);
    }
    let event = PhoneEvent::HookSwitchChanged {
        device: speaker,
        mode: HookSwitchModes::MICSPEAKER,
    };
    assert_eq!(bench.events(), [(1, event)]);
}

#[test]
fn devices_have_volumes_and_gains() {
    let mut bench = default_bench();
    let (handset, speaker) = (HookSwitchDevices::HANDSET, HookSwitchDevices::SPEAKER);
    bench
        .call(
            1,
            PhoneRequest::SetVolume {
                device: handset,
                volume: 0xFFFF,
            },
        )
        .ok();
    bench
        .call(
            1,
            PhoneRequest::SetGain {
                device: handset,
                gain: 1,
            },
        )
        .ok();
    for (request, level) in [
        (PhoneRequest::GetVolume { device: handset }, 0xFFFF),
        (PhoneRequest::GetGain { device: handset }, 1),
        (PhoneRequest::GetGain { device: speaker }, 0x8000),
    ] {
        assert_eq!(bench.call(1, request).ok(), PhoneReply::Level(level));
    }
    let no_gain = PhoneRequest::GetGain { device: speaker };
    assert_eq!(
        bench.call(3, no_gain).error().code(),
        PhoneError::OperationUnavail
    );
    assert_eq!(
        bench.events(),
        [
            (
                1,
                PhoneEvent::VolumeChanged {
                    device: handset,
                    volume: 0xFFFF
                }
            ),
            (
                1,
                PhoneEvent::GainChanged {
                    device: handset,
                    gain: 1
                }
            ),
        ]
    );
}

#[test]
fn device_specific_requests_come_back() {
    let mut bench = default_bench();
    let data = Bytes::from_static(b"anything");
    assert_eq!(
        bench
            .call(1, PhoneRequest::DevSpecific { data: data.clone() })
            .ok(),
        PhoneReply::Data(data)
    );
}

#[test]
fn hands_press_lift_change_and_suspend() {
    let mut bench = default_bench();
    let control = bench.office.control();
    assert!(control.press(DESK, 2) && control.press(DESK, 99));
    assert!(control.lift(DESK) && control.lift(DESK) && control.hang_up(DESK));
    assert!(control.change_area(DESK, 6, "changed") && control.change_area(DESK, 6, "changed"));
    assert!(control.suspend(DESK));
    assert_eq!(
        bench.call(1, PhoneRequest::GetRing).error().code(),
        PhoneError::InvalPhoneState
    );
    assert!(control.resume(DESK) && control.resume(DESK));
    assert!(!control.press(PhoneId(99), 0));
    let button = |state| PhoneEvent::Button {
        button: 2,
        mode: ButtonModes::FEATURE,
        state,
    };
    let hook = |mode| PhoneEvent::HookSwitchChanged {
        device: HookSwitchDevices::HANDSET,
        mode,
    };
    let expected = [
        button(ButtonStates::DOWN),
        button(ButtonStates::UP),
        hook(HookSwitchModes::MICSPEAKER),
        hook(HookSwitchModes::ONHOOK),
        PhoneEvent::DataChanged { area: 6 },
        PhoneEvent::Suspended,
        PhoneEvent::Resumed,
    ];
    assert_eq!(bench.events(), expected.map(|event| (1, event)));
    assert_eq!(bench.upload(1, 6), "changed");
    assert_eq!(control.read_area(DESK, 6).as_deref(), Some(&b"changed"[..]));
    assert_eq!(control.read_area(DESK, 8), None);
    // What does not fit is cut off.
    control.change_area(DESK, 6, vec![7; 300]);
    assert_eq!(bench.upload(1, 6), vec![7; 256]);
}

#[test]
fn phones_come_and_go_and_their_numbers_do_not_come_back() {
    let mut bench = default_bench();
    let control = bench.office.control();
    let id = control
        .add_phone(&PhoneConfig::new("New", "lobby"))
        .unwrap();
    assert_eq!(id, PhoneId(5));
    bench.download(5, 0, "hello").ok();
    assert!(control.remove_phone(id) && !control.remove_phone(id) && !control.replug(id));
    assert_eq!(
        bench.download(5, 0, "x").error().code(),
        PhoneError::NoDevice
    );
    assert_eq!(control.read_area(id, 0), None);
    assert_eq!(
        control
            .add_phone(&PhoneConfig::new("Other", "lobby"))
            .unwrap(),
        PhoneId(6)
    );
    let error = |phone: PhoneConfig| control.add_phone(&phone).unwrap_err().to_string();
    let taken = "the office is wrong at id: the number 5 is or was another phone's; numbers do not come back";
    assert_eq!(error(PhoneConfig::new("Again", "lobby").id(5)), taken);
    assert_eq!(
        error(PhoneConfig::new("Again", "none")),
        "the office is wrong at model: there is no model `none`; add it to the office's models"
    );
    assert_eq!(
        control
            .add_phone(&PhoneConfig::new("High", "lobby").id(u32::MAX))
            .unwrap(),
        PhoneId(u32::MAX)
    );
    assert!(
        error(PhoneConfig::new("Higher", "lobby")).contains("no number above the others is left")
    );
    let inventory = bench.office.inventory();
    assert_eq!(inventory.check(), Ok(()));
    let numbers: Vec<_> = inventory.phones.iter().map(|phone| phone.id.0).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 6, u32::MAX]);
    let events = bench.events();
    assert!(
        matches!(&events[0], (5, PhoneEvent::Added(info)) if info.id == id && &*info.name == "New"),
        "{events:?}"
    );
    assert_eq!(events[1], (5, PhoneEvent::Removed));
}

#[test]
fn areas_change_by_themselves_and_events_happen_each_time_the_office_starts() {
    let model = ModelConfig::new("Desk")
        .area(AreaConfig::new(0, 2).changes_every(Duration::from_millis(2), Change::Counter))
        .area(AreaConfig::new(1, 8));
    let at = Duration::from_millis;
    let config = OfficeConfig::new()
        .model("desk", model)
        .phone(PhoneConfig::new("Desk", "desk"))
        .event(EventConfig::new(at(0), 0, Action::Change).content(1, "begun"))
        .event(EventConfig::new(at(5), "Guest", Action::Add).model("desk"))
        .event(EventConfig::new(at(10), "Guest", Action::Remove))
        .event(EventConfig::new(at(15), "Desk", Action::Unplug).every(at(20)))
        .event(EventConfig::new(at(20), "Desk", Action::Replug).every(at(20)));
    let bench = Bench::new(SimOffice::new(config).unwrap());
    for guest in [2, 3] {
        let mut times = 0;
        let events = bench.wait_for(|event| matches!(event, PhoneEvent::Removed));
        let own: Vec<_> = events.iter().filter(|(phone, _)| *phone == guest).collect();
        assert!(
            matches!(
                own[..],
                [(_, PhoneEvent::Added(_)), .., (_, PhoneEvent::Removed)]
            ),
            "{events:?}"
        );
        assert!(
            events.contains(&(1, PhoneEvent::DataChanged { area: 0 })),
            "{events:?}"
        );
        while times < 2 {
            bench.wait_for(|event| *event == PhoneEvent::Disconnected);
            times += 1;
        }
        assert_eq!(
            bench.office.stop(Deadline::after(common::HANG)),
            Stopped::Clean
        );
        bench.events();
        let control = bench.office.control();
        assert_eq!(control.read_area(DESK, 1).as_deref(), Some(&b"begun"[..]));
        // Nobody listens, nobody is told.
        control.replug(DESK);
        control.change_area(DESK, 1, "over");
        assert_eq!(bench.events(), []);
        bench
            .office
            .start(tspkit_hal::EventSink::new(bench.user.clone()))
            .unwrap();
    }
    let count = bench.office.control().read_area(DESK, 0).unwrap();
    assert!(
        count.iter().all(u8::is_ascii_digit) && count.len() <= 2,
        "{count:?}"
    );
}

#[test]
fn a_hundred_thousand_phones_share_a_model_and_no_thread() {
    let model = ModelConfig::new("Desk").area(AreaConfig::new(3, 64));
    let config = OfficeConfig::new()
        .model("desk", model)
        .phone(PhoneConfig::new("Desk", "desk").count(100_000));
    let mut bench = Bench::new(SimOffice::new(config).unwrap());
    let inventory = bench.office.inventory();
    assert_eq!(inventory.phones.len(), 100_000);
    assert_eq!(&*inventory.phones[99_999].name, "Desk 100000");
    assert!(
        inventory
            .phones
            .iter()
            .all(|phone| std::sync::Arc::ptr_eq(&phone.model, &inventory.phones[0].model))
    );
    for phone in (1..=100_000).step_by(997) {
        bench
            .download(phone, 3, Bytes::copy_from_slice(&phone.to_le_bytes()))
            .ok();
    }
    for phone in (1..=100_000).step_by(997) {
        assert_eq!(bench.upload(phone, 3)[..], phone.to_le_bytes());
    }
    assert_eq!(bench.upload(2, 3), "");
}

#[test]
fn an_office_can_be_stopped_from_its_own_thread_and_again_from_another() {
    struct Stopper(SimOffice, std::sync::Mutex<Vec<Stopped>>);
    impl tspkit_hal::EventTarget for Stopper {
        fn phone_event(&self, _phone: PhoneId, event: PhoneEvent) {
            if event == PhoneEvent::Disconnected {
                self.1
                    .lock()
                    .unwrap()
                    .push(self.0.stop(Deadline::after(common::HANG)));
            }
        }

        fn line_event(&self, _line: tspkit_hal::LineId, _event: tspkit_hal::LineEvent) {}
    }
    let mut config = OfficeConfig::default_office().unwrap();
    config.events.push(EventConfig::new(
        Duration::from_millis(1),
        0,
        Action::Unplug,
    ));
    let stopper = std::sync::Arc::new(Stopper(
        SimOffice::new(config).unwrap(),
        std::sync::Mutex::default(),
    ));
    stopper
        .0
        .start(tspkit_hal::EventSink::new(stopper.clone()))
        .unwrap();
    let end = std::time::Instant::now() + common::HANG;
    while stopper.1.lock().unwrap().is_empty() {
        assert!(std::time::Instant::now() < end, "the event did not come");
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(*stopper.1.lock().unwrap(), [Stopped::StillRunning]);
    assert_eq!(
        stopper.0.stop(Deadline::after(common::HANG)),
        Stopped::Clean
    );
}
