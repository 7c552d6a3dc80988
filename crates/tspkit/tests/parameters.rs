//! Every kind of request: what the phone must have for it, which parameters are refused with which code, and
//! that the driver gets what was asked.

mod support;

use std::{
    fmt::Debug,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use support::{code, drivers::Inline, one, open, refusal};
use tspkit::{
    DataArea, Direction, Error, Office, Phone, PhoneModel, PhoneReply, PhoneRequest, Request,
    abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes},
    hal::{ButtonInfo, ButtonLamp, Completion, Hookswitch, Ring},
};

/// A phone with a bit of everything.
///
/// Button-lamps: 0 a fixed button without a lamp, 1 a settable button with a lamp, 2 a lamp without a button.
fn full() -> PhoneModel {
    let button = |mode, function| ButtonLamp::new(mode, function);
    PhoneModel::new("full")
        .area(DataArea::new(0, 16, Direction::Both, "area"))
        .display(2, 10)
        .ring_modes(3)
        .button_lamp(button(ButtonModes::KEYPAD, ButtonFunction::NONE))
        .button_lamp(
            button(ButtonModes::FEATURE, ButtonFunction::NONE)
                .with_lamp(LampModes::OFF | LampModes::STEADY)
                .settable(),
        )
        .button_lamp(button(ButtonModes::DUMMY, ButtonFunction::NONE).with_lamp(LampModes::WINK))
        .hookswitch(
            Hookswitch::new(
                HookSwitchDevices::HANDSET,
                HookSwitchModes::ONHOOK | HookSwitchModes::MICSPEAKER,
            )
            .with_volume(),
        )
        .hookswitch(
            Hookswitch::new(
                HookSwitchDevices::SPEAKER,
                HookSwitchModes::ONHOOK | HookSwitchModes::SPEAKER,
            )
            .settable(HookSwitchModes::ONHOOK | HookSwitchModes::SPEAKER)
            .with_volume()
            .with_gain(),
        )
        .hookswitch(
            Hookswitch::new(
                HookSwitchDevices::HEADSET,
                HookSwitchModes::ONHOOK | HookSwitchModes::MIC,
            )
            .settable(HookSwitchModes::ONHOOK),
        )
        .dev_specific()
}

struct Fixture {
    phone: Phone,
    _office: Office,
    seen: Arc<AtomicUsize>,
    last: Arc<Mutex<Option<PhoneRequest>>>,
    reply: Arc<Mutex<PhoneReply>>,
}

impl Fixture {
    fn new(model: PhoneModel) -> Self {
        let seen = Arc::new(AtomicUsize::new(0));
        let last = Arc::new(Mutex::new(None));
        let reply = Arc::new(Mutex::new(PhoneReply::Done));
        let inner = (seen.clone(), last.clone(), reply.clone());
        let driver = Inline::new(one(model), move |_, request, done: Completion<_>| {
            inner.0.fetch_add(1, Ordering::SeqCst);
            *inner.1.lock().unwrap() = Some(request);
            let reply = inner.2.lock().unwrap().clone();
            done.complete(Ok(reply));
        });
        let office = open(driver);
        Self {
            phone: office.phone(0).unwrap(),
            _office: office,
            seen,
            last,
            reply,
        }
    }

    /// Refused with that code, and not seen by the driver.
    #[track_caller]
    fn refuses<T: Debug>(&self, request: Request<T>, code: u32) {
        let before = self.seen.load(Ordering::SeqCst);
        assert_eq!(refusal(request.wait()), code);
        assert_eq!(self.seen.load(Ordering::SeqCst), before);
    }

    /// Reaches the driver as that request, and what it answers comes back.
    #[track_caller]
    fn passes<T: Debug + PartialEq>(
        &self,
        request: Request<T>,
        as_request: &PhoneRequest,
        reply: PhoneReply,
        answer: &T,
    ) {
        *self.reply.lock().unwrap() = reply;
        assert_eq!(request.wait().unwrap(), *answer);
        assert_eq!(self.last.lock().unwrap().as_ref(), Some(as_request));
    }

    /// An answer that does not fit is an error of the request.
    #[track_caller]
    fn misfits<T: Debug>(&self, request: Request<T>, reply: PhoneReply, got: &str) {
        *self.reply.lock().unwrap() = reply;
        let error = request.wait().unwrap_err();
        assert_eq!(support::code_of(&error), code::OPERATIONFAILED);
        match error {
            Error::UnexpectedReply { got: found, .. } => assert_eq!(&*found, got),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_bare_phone_can_do_nothing_whatever_the_parameters() {
    let bare = Fixture::new(PhoneModel::new("bare"));
    let phone = &bare.phone;
    let handset = HookSwitchDevices::HANDSET;
    let info = ButtonInfo::new(ButtonModes::CALL, ButtonFunction::NONE);
    let none = code::OPERATIONUNAVAIL;
    bare.refuses(phone.set_data(0, ""), none);
    bare.refuses(phone.get_data(0), none);
    bare.refuses(phone.set_display(0, 0, ""), none);
    bare.refuses(phone.display(), none);
    bare.refuses(phone.set_lamp(0, LampModes::OFF), none);
    bare.refuses(phone.lamp(0), none);
    bare.refuses(phone.set_button_info(0, info), none);
    bare.refuses(phone.button_info(0), none);
    bare.refuses(phone.set_ring(0, 0), none);
    bare.refuses(phone.ring(), none);
    bare.refuses(phone.set_hookswitch(handset, HookSwitchModes::ONHOOK), none);
    bare.refuses(phone.hookswitch(), none);
    bare.refuses(phone.set_volume(handset, 0), none);
    bare.refuses(phone.volume(handset), none);
    bare.refuses(phone.set_gain(handset, 0), none);
    bare.refuses(phone.gain(handset), none);
    bare.refuses(phone.dev_specific(""), none);
    assert_eq!(bare.seen.load(Ordering::SeqCst), 0);
}

#[test]
fn display() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    let wrong = code::INVALPARAM;
    full.refuses(phone.set_display(2, 0, ""), wrong);
    full.refuses(phone.set_display(0, 10, ""), wrong);
    full.refuses(phone.set_display(u32::MAX, u32::MAX, "x"), wrong);
    full.refuses(phone.set_display(0, 0, "x".repeat(21)), wrong);
    full.refuses(phone.set_display(1, 1, "x".repeat(10)), wrong);
    let request = |row, column, text: &str| PhoneRequest::SetDisplay {
        row,
        column,
        text: text.into(),
    };
    let text = "x".repeat(20);
    full.passes(
        phone.set_display(0, 0, text.clone()),
        &request(0, 0, &text),
        PhoneReply::Done,
        &(),
    );
    // Characters are counted, not bytes.
    let text = "é".repeat(9);
    full.passes(
        phone.set_display(1, 1, text.clone()),
        &request(1, 1, &text),
        PhoneReply::Done,
        &(),
    );
    let rows = vec!["a".to_owned(), "b".to_owned()];
    full.passes(
        phone.display(),
        &PhoneRequest::GetDisplay,
        PhoneReply::Display(rows.clone()),
        &rows,
    );
    full.misfits(phone.display(), PhoneReply::Done, "Done");
    full.misfits(
        phone.set_display(0, 0, ""),
        PhoneReply::Data("four".into()),
        "4 bytes of data",
    );
}

#[test]
fn lamps() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    for lamp in [0, 3, u32::MAX] {
        full.refuses(
            phone.set_lamp(lamp, LampModes::STEADY),
            code::INVALBUTTONLAMPID,
        );
        full.refuses(phone.lamp(lamp), code::INVALBUTTONLAMPID);
    }
    let modes = [
        LampModes::WINK,
        LampModes::OFF | LampModes::STEADY,
        LampModes::empty(),
        LampModes::from_bits_retain(0x8000_0000),
    ];
    for mode in modes {
        full.refuses(phone.set_lamp(1, mode), code::INVALLAMPMODE);
    }
    let mode = LampModes::STEADY;
    full.passes(
        phone.set_lamp(1, mode),
        &PhoneRequest::SetLamp { lamp: 1, mode },
        PhoneReply::Done,
        &(),
    );
    full.passes(
        phone.lamp(2),
        &PhoneRequest::GetLamp { lamp: 2 },
        PhoneReply::Lamp(LampModes::WINK),
        &LampModes::WINK,
    );
    full.misfits(phone.lamp(2), PhoneReply::Level(1), "Level(1)");
}

#[test]
fn buttons() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    let info = ButtonInfo::new(ButtonModes::FEATURE, ButtonFunction::NONE).with_text("hold");
    for button in [0, 2, 3, u32::MAX] {
        full.refuses(
            phone.set_button_info(button, info.clone()),
            code::INVALBUTTONLAMPID,
        );
    }
    for button in [3, u32::MAX] {
        full.refuses(phone.button_info(button), code::INVALBUTTONLAMPID);
    }
    full.passes(
        phone.set_button_info(1, info.clone()),
        &PhoneRequest::SetButtonInfo {
            button: 1,
            info: info.clone(),
        },
        PhoneReply::Done,
        &(),
    );
    full.passes(
        phone.button_info(0),
        &PhoneRequest::GetButtonInfo { button: 0 },
        PhoneReply::Button(info.clone()),
        &info,
    );
    full.misfits(phone.button_info(0), PhoneReply::Done, "Done");
}

#[test]
fn ringing() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    full.refuses(phone.set_ring(4, 0), code::INVALRINGMODE);
    full.refuses(phone.set_ring(u32::MAX, 0), code::INVALRINGMODE);
    full.refuses(phone.set_ring(3, 0x1_0000), code::OPERATIONFAILED);
    for mode in [0, 3] {
        let volume = 0xFFFF;
        full.passes(
            phone.set_ring(mode, volume),
            &PhoneRequest::SetRing { mode, volume },
            PhoneReply::Done,
            &(),
        );
    }
    let ring = Ring { mode: 1, volume: 2 };
    full.passes(
        phone.ring(),
        &PhoneRequest::GetRing,
        PhoneReply::Ring(ring),
        &ring,
    );
    full.misfits(phone.ring(), PhoneReply::Level(2), "Level(2)");
}

#[test]
fn hookswitches() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    let speaker = HookSwitchDevices::SPEAKER;
    let off = HookSwitchModes::SPEAKER;
    let devices = [
        HookSwitchDevices::empty(),
        HookSwitchDevices::from_bits_retain(0x8000_0000),
        speaker | HookSwitchDevices::from_bits_retain(0x100),
    ];
    for device in devices {
        full.refuses(phone.set_hookswitch(device, off), code::INVALHOOKSWITCHDEV);
    }
    let wrong = code::INVALHOOKSWITCHMODE;
    full.refuses(
        phone.set_hookswitch(speaker, HookSwitchModes::empty()),
        wrong,
    );
    full.refuses(
        phone.set_hookswitch(speaker, HookSwitchModes::ONHOOK | off),
        wrong,
    );
    full.refuses(phone.set_hookswitch(speaker, HookSwitchModes::MIC), wrong);
    // One of the two cannot be put in that mode.
    full.refuses(
        phone.set_hookswitch(speaker | HookSwitchDevices::HEADSET, off),
        wrong,
    );
    full.refuses(
        phone.set_hookswitch(HookSwitchDevices::HANDSET, HookSwitchModes::ONHOOK),
        wrong,
    );
    let both = speaker | HookSwitchDevices::HEADSET;
    let mode = HookSwitchModes::ONHOOK;
    full.passes(
        phone.set_hookswitch(both, mode),
        &PhoneRequest::SetHookSwitch {
            devices: both,
            mode,
        },
        PhoneReply::Done,
        &(),
    );
    full.passes(
        phone.hookswitch(),
        &PhoneRequest::GetHookSwitch,
        PhoneReply::HookSwitch(speaker),
        &speaker,
    );
    full.misfits(phone.hookswitch(), PhoneReply::Done, "Done");
}

#[test]
fn volumes_and_gains() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    let wrong = code::INVALHOOKSWITCHDEV;
    let none_or_many = [
        HookSwitchDevices::HEADSET,
        HookSwitchDevices::empty(),
        HookSwitchDevices::HANDSET | HookSwitchDevices::SPEAKER,
        HookSwitchDevices::from_bits_retain(0x8000_0000),
    ];
    for device in none_or_many {
        full.refuses(phone.set_volume(device, 0), wrong);
        full.refuses(phone.volume(device), wrong);
        full.refuses(phone.set_gain(device, 0), wrong);
        full.refuses(phone.gain(device), wrong);
    }
    // The handset has a volume and no gain.
    full.refuses(phone.gain(HookSwitchDevices::HANDSET), wrong);
    let device = HookSwitchDevices::SPEAKER;
    full.refuses(phone.set_volume(device, 0x1_0000), code::OPERATIONFAILED);
    full.refuses(phone.set_gain(device, u32::MAX), code::OPERATIONFAILED);
    let volume = 0xFFFF;
    full.passes(
        phone.set_volume(device, volume),
        &PhoneRequest::SetVolume { device, volume },
        PhoneReply::Done,
        &(),
    );
    let gain = 0;
    full.passes(
        phone.set_gain(device, gain),
        &PhoneRequest::SetGain { device, gain },
        PhoneReply::Done,
        &(),
    );
    full.passes(
        phone.volume(device),
        &PhoneRequest::GetVolume { device },
        PhoneReply::Level(5),
        &5,
    );
    full.passes(
        phone.gain(device),
        &PhoneRequest::GetGain { device },
        PhoneReply::Level(6),
        &6,
    );
    full.misfits(phone.volume(device), PhoneReply::Done, "Done");
    full.misfits(phone.gain(device), PhoneReply::Done, "Done");
}

#[test]
fn device_specific_requests() {
    let full = Fixture::new(full());
    full.passes(
        full.phone.dev_specific("ping"),
        &PhoneRequest::DevSpecific {
            data: "ping".into(),
        },
        PhoneReply::Data("pong".into()),
        &"pong".into(),
    );
    full.misfits(full.phone.dev_specific(""), PhoneReply::Done, "Done");
}

#[test]
fn data_that_is_more_than_was_asked_for_is_no_answer() {
    let full = Fixture::new(full());
    let phone = &full.phone;
    let upload = |size| PhoneRequest::GetData { area: 0, size };
    let bytes = |count: usize| PhoneReply::Data(vec![7; count].into());
    // No more is asked for than the area holds.
    full.passes(
        phone.get_data(0),
        &upload(16),
        bytes(16),
        &vec![7; 16].into(),
    );
    full.passes(
        phone.get_data_up_to(0, u32::MAX),
        &upload(16),
        bytes(3),
        &vec![7; 3].into(),
    );
    full.passes(
        phone.get_data_up_to(0, 4),
        &upload(4),
        bytes(4),
        &vec![7; 4].into(),
    );
    full.passes(
        phone.get_data_up_to(0, 0),
        &upload(0),
        bytes(0),
        &tspkit::Bytes::new(),
    );
    full.misfits(phone.get_data(0), bytes(17), "17 bytes of data");
    full.misfits(phone.get_data_up_to(0, 4), bytes(5), "5 bytes of data");
    full.misfits(phone.get_data_up_to(0, 0), bytes(1), "1 bytes of data");
    full.misfits(phone.get_data(0), PhoneReply::Done, "Done");
    full.misfits(
        phone.set_data(0, "x"),
        PhoneReply::Display(vec!["no".into()]),
        r#"Display(["no"])"#,
    );
}

#[test]
fn what_the_driver_says_reaches_the_caller_with_its_code_and_cause() {
    use std::error::Error as _;
    let causes = [
        tspkit::PhoneError::NoMem,
        tspkit::PhoneError::OperationUnavail,
        tspkit::PhoneError::from_code(0xC000_0007_u32.cast_signed()).unwrap(),
    ];
    for cause in causes {
        let driver = Inline::new(one(full()), move |_, _, done: Completion<_>| {
            let io = std::io::Error::other("the cable is cut");
            done.fail(
                tspkit::HardwareError::with_message(cause, "no answer to `loady`").with_source(io),
            );
        });
        let office = open(driver);
        let error = office
            .phone(0)
            .unwrap()
            .set_data(0, "x")
            .wait()
            .unwrap_err();
        assert_eq!(error.code(), cause);
        assert_eq!(error.to_string(), "phone 100: no answer to `loady`");
        let hardware = error.source().unwrap();
        assert_eq!(hardware.source().unwrap().to_string(), "the cable is cut");
    }
}
