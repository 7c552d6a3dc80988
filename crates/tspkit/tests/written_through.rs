//! What a request has set or was answered is the phone's status before its answer is delivered.

mod support;

use std::sync::{Arc, Mutex, OnceLock};

use support::{drivers::Manual, one, options, until, within_reason};
use tspkit::{
    Error, Office, Phone, PhoneError, PhoneEvent, PhoneModel, PhoneReply, PhoneRequest,
    PhoneStatus,
    abi::{
        ButtonFunction, ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes,
    },
    hal::{ButtonInfo, ButtonLamp, Hookswitch, Ring},
};

const HANDSET: HookSwitchDevices = HookSwitchDevices::HANDSET;
const SPEAKER: HookSwitchDevices = HookSwitchDevices::SPEAKER;
const HEADSET: HookSwitchDevices = HookSwitchDevices::HEADSET;

/// A phone with a display of 3 rows and 4 columns, two buttons with lamps, and every device.
fn model() -> PhoneModel {
    let modes = HookSwitchModes::ONHOOK | HookSwitchModes::MICSPEAKER | HookSwitchModes::MIC;
    let device = |device| {
        Hookswitch::new(device, modes)
            .settable(modes)
            .with_volume()
            .with_gain()
    };
    let button = ButtonLamp::new(ButtonModes::FEATURE, ButtonFunction::NONE)
        .with_lamp(LampModes::OFF | LampModes::STEADY)
        .settable();
    support::model()
        .display(3, 4)
        .ring_modes(5)
        .hookswitch(device(HANDSET))
        .hookswitch(device(SPEAKER))
        .hookswitch(device(HEADSET))
        .button_lamp(button.clone())
        .button_lamp(button)
}

/// What the phone's status was when an answer was delivered.
type Seen = Arc<Mutex<Option<PhoneStatus>>>;

/// Mostly at once; a moment later when another thread was just delivering.
fn answered(seen: &Seen) -> PhoneStatus {
    until("it is answered", || seen.lock().unwrap().is_some());
    seen.lock().unwrap().take().unwrap()
}

struct Desk {
    driver: Manual,
    office: Office,
    phone: Phone,
    seen: Seen,
}

impl Desk {
    fn new() -> Self {
        let driver = Manual::new(one(model()));
        let (seen, handle) = (Seen::default(), Arc::new(OnceLock::<Phone>::new()));
        let (status, phone) = (seen.clone(), handle.clone());
        let sink = move |_: u64, _: Result<PhoneReply, Error>| {
            *status.lock().unwrap() = phone.get().map(Phone::status);
        };
        let office = options()
            .completion_sink(Arc::new(sink))
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        handle.set(phone.clone()).unwrap();
        Self {
            driver,
            office,
            phone,
            seen,
        }
    }

    /// Has the request answered; the status as its answer is delivered.
    #[track_caller]
    fn answer(
        &self,
        request: &PhoneRequest,
        answer: Result<PhoneReply, PhoneError>,
    ) -> PhoneStatus {
        self.phone.submit(1, request.clone()).unwrap();
        let taken = self.driver.take();
        assert_eq!(taken.request, *request);
        match answer {
            Ok(reply) => taken.done.complete(Ok(reply)),
            Err(code) => taken.done.fail(code),
        }
        let seen = answered(&self.seen);
        assert_eq!(seen, self.phone.status());
        seen
    }

    #[track_caller]
    fn succeed(&self, request: &PhoneRequest) -> PhoneStatus {
        self.answer(request, Ok(PhoneReply::Done))
    }

    #[track_caller]
    fn reply(&self, request: &PhoneRequest, reply: PhoneReply) -> PhoneStatus {
        self.answer(request, Ok(reply))
    }

    fn show(&self, row: u32, column: u32, text: &str) -> Option<Vec<String>> {
        let text = text.to_owned();
        self.succeed(&PhoneRequest::SetDisplay { row, column, text })
            .display
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // The sink has a handle of the phone's.
        self.office.close().unwrap();
    }
}

fn rows(rows: [&str; 3]) -> Vec<String> {
    rows.map(str::to_owned).to_vec()
}

const STEADY: PhoneRequest = PhoneRequest::SetLamp {
    lamp: 1,
    mode: LampModes::STEADY,
};

#[test]
fn a_display_that_nobody_has_told_stays_unknown_and_a_known_one_is_written_over() {
    let desk = Desk::new();
    assert_eq!(desk.show(0, 0, "text"), None);
    desk.driver.tell(
        0,
        PhoneEvent::DisplayChanged {
            rows: rows(["abcd", "", "äöü"]),
        },
    );
    assert_eq!(desk.show(0, 1, "日"), Some(rows(["a日cd", "", "äöü"])));
    assert_eq!(desk.show(1, 2, "x"), Some(rows(["a日cd", "  x", "äöü"])));
    assert_eq!(
        desk.show(0, 3, "123456"),
        Some(rows(["a日c1", "2345", "6öü"]))
    );
    assert_eq!(desk.show(2, 0, ""), Some(rows(["a日c1", "2345", "6öü"])));
    let told = rows(["one", "two", "three"]);
    let reply = PhoneReply::Display(told.clone());
    assert_eq!(
        desk.reply(&PhoneRequest::GetDisplay, reply).display,
        Some(told)
    );
}

#[test]
fn lamps_and_ringing() {
    let desk = Desk::new();
    let lamp = |lamp| PhoneRequest::GetLamp { lamp };
    let status = desk.succeed(&STEADY);
    assert_eq!(Vec::from_iter(status.lamps), [(1, LampModes::STEADY)]);
    let status = desk.reply(&lamp(0), PhoneReply::Lamp(LampModes::OFF));
    let expected = [(0, LampModes::OFF), (1, LampModes::STEADY)];
    assert_eq!(Vec::from_iter(status.lamps), expected);
    assert_eq!(status.ring, None);
    let status = desk.succeed(&PhoneRequest::SetRing { mode: 4, volume: 9 });
    assert_eq!(status.ring, Some(Ring { mode: 4, volume: 9 }));
    let status = desk.reply(&PhoneRequest::GetRing, PhoneReply::Ring(Ring::default()));
    assert_eq!(status.ring, Some(Ring::default()));
}

#[test]
fn each_device_that_is_set_has_the_mode_and_one_that_is_read_the_one_it_had() {
    let desk = Desk::new();
    let modes = |status: &PhoneStatus| Vec::from_iter(status.hookswitches.clone());
    let (handset, speaker, headset) = (HANDSET.bits(), SPEAKER.bits(), HEADSET.bits());
    let status = desk.succeed(&PhoneRequest::SetHookSwitch {
        devices: HANDSET | HEADSET,
        mode: HookSwitchModes::MICSPEAKER,
    });
    let off = HookSwitchModes::MICSPEAKER;
    assert_eq!(modes(&status), [(handset, off), (headset, off)]);
    assert_eq!(status.off_hook(), HANDSET | HEADSET);
    let status = desk.reply(
        &PhoneRequest::GetHookSwitch,
        PhoneReply::HookSwitch(HANDSET | SPEAKER),
    );
    let expected = [
        (handset, off),
        (speaker, HookSwitchModes::UNKNOWN),
        (headset, HookSwitchModes::ONHOOK),
    ];
    assert_eq!(modes(&status), expected);
    assert_eq!(status.off_hook(), HANDSET | SPEAKER);
    let status = desk.reply(
        &PhoneRequest::GetHookSwitch,
        PhoneReply::HookSwitch(HEADSET),
    );
    let expected = [
        (handset, HookSwitchModes::ONHOOK),
        (speaker, HookSwitchModes::ONHOOK),
        (headset, HookSwitchModes::UNKNOWN),
    ];
    assert_eq!(modes(&status), expected);
}

#[test]
fn volumes_and_gains() {
    let desk = Desk::new();
    let (device, bits) = (SPEAKER, SPEAKER.bits());
    let status = desk.succeed(&PhoneRequest::SetVolume { device, volume: 7 });
    assert_eq!(Vec::from_iter(status.volumes), [(bits, 7)]);
    let status = desk.reply(&PhoneRequest::GetVolume { device }, PhoneReply::Level(8));
    assert_eq!(Vec::from_iter(status.volumes), [(bits, 8)]);
    assert!(status.gains.is_empty());
    let status = desk.succeed(&PhoneRequest::SetGain { device, gain: 1 });
    assert_eq!(Vec::from_iter(status.gains), [(bits, 1)]);
    let status = desk.reply(&PhoneRequest::GetGain { device }, PhoneReply::Level(2));
    assert_eq!(Vec::from_iter(status.gains), [(bits, 2)]);
}

#[test]
fn a_button_keeps_its_state_which_only_the_phone_tells() {
    let desk = Desk::new();
    let info = |text: &str, state| {
        let mut info = ButtonInfo::new(ButtonModes::FEATURE, ButtonFunction::NONE).with_text(text);
        info.state = state;
        info
    };
    let pressed = |state| PhoneEvent::Button {
        button: 1,
        mode: ButtonModes::FEATURE,
        state,
    };
    let set = |text| PhoneRequest::SetButtonInfo {
        button: 1,
        info: info(text, ButtonStates::UP),
    };
    // One that is not known is not known for being pressed.
    desk.driver.tell(0, pressed(ButtonStates::DOWN));
    assert!(desk.phone.status().buttons.is_empty());
    let status = desk.succeed(&set("one"));
    let expected = [(1, info("one", ButtonStates::UNKNOWN))];
    assert_eq!(Vec::from_iter(status.buttons), expected);
    desk.driver.tell(0, pressed(ButtonStates::DOWN));
    let status = desk.succeed(&set("two"));
    let expected = [(1, info("two", ButtonStates::DOWN))];
    assert_eq!(Vec::from_iter(status.buttons), expected);
    let changed = PhoneEvent::ButtonChanged {
        button: 0,
        info: info("other", ButtonStates::DOWN),
    };
    desk.driver.tell(0, changed);
    let told = info("three", ButtonStates::UP);
    let ask = PhoneRequest::GetButtonInfo { button: 1 };
    let status = desk.reply(&ask, PhoneReply::Button(told.clone()));
    let expected = [(0, info("other", ButtonStates::DOWN)), (1, told)];
    assert_eq!(Vec::from_iter(status.buttons), expected);
}

#[test]
fn what_fails_or_is_answered_otherwise_or_too_late_tells_nothing() {
    let desk = Desk::new();
    let nothing = desk.phone.status();
    let failed = Err(PhoneError::OperationFailed);
    assert_eq!(desk.answer(&STEADY, failed), nothing);
    assert_eq!(desk.reply(&STEADY, PhoneReply::Level(1)), nothing);
    let ask = PhoneRequest::GetLamp { lamp: 1 };
    assert_eq!(desk.reply(&ask, PhoneReply::Done), nothing);
    let cancelled = desk.phone.set_lamp(1, LampModes::STEADY).start().unwrap();
    let late = desk.driver.take();
    drop(cancelled);
    late.succeed();
    drop(desk.phone.set_lamp(1, LampModes::STEADY).on_done(|_| {}));
    drop(desk.driver.take());
    assert_eq!(desk.phone.status(), nothing);
    // A phone that has been removed is not kept up to date.
    desk.phone.submit(1, STEADY).unwrap();
    let taken = desk.driver.take();
    desk.driver.tell(0, PhoneEvent::Removed);
    taken.succeed();
    assert!(desk.phone.status().lamps.is_empty());
}

#[test]
fn it_is_known_in_a_callback_and_by_whoever_waited_too() {
    within_reason(|| {
        let desk = Desk::new();
        let pending = desk.phone.set_lamp(0, LampModes::STEADY).start().unwrap();
        desk.driver.take().succeed();
        pending.wait().unwrap();
        assert_eq!(desk.phone.status().lamps.get(&0), Some(&LampModes::STEADY));
        let seen = Seen::default();
        let (status, phone) = (seen.clone(), desk.phone.clone());
        let _ticket = desk
            .phone
            .set_lamp(1, LampModes::OFF)
            .on_done(move |_| *status.lock().unwrap() = Some(phone.status()))
            .unwrap();
        desk.driver.take().succeed();
        let seen = answered(&seen);
        assert_eq!(seen.lamps.get(&1), Some(&LampModes::OFF));
    });
}

#[test]
fn a_phone_that_is_opened_again_is_known_as_before() {
    let desk = Desk::new();
    desk.succeed(&STEADY);
    desk.phone.close().unwrap();
    let again = desk.office.phone(0).unwrap();
    assert_eq!(again.status().lamps.get(&1), Some(&LampModes::STEADY));
}

#[test]
fn what_the_driver_tells_next_counts_and_the_same_again_changes_nothing() {
    within_reason(|| {
        let desk = Desk::new();
        let told = Arc::new(Mutex::new(Vec::new()));
        let list = told.clone();
        let _subscription = desk
            .office
            .on_event(move |event| list.lock().unwrap().push(event.clone()));
        let changed = |mode| PhoneEvent::LampChanged { lamp: 1, mode };
        desk.succeed(&STEADY);
        desk.driver.tell(0, changed(LampModes::STEADY));
        assert_eq!(desk.phone.status().lamps.get(&1), Some(&LampModes::STEADY));
        desk.driver.tell(0, changed(LampModes::OFF));
        assert_eq!(desk.phone.status().lamps.get(&1), Some(&LampModes::OFF));
        until("both are told", || told.lock().unwrap().len() == 2);
    });
}
