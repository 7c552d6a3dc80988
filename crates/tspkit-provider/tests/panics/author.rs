//! Panics of a provider's author.

use std::ptr;

use crate::{
    planted::{Kind, Payload, Place, clear, make, plant},
    site::{Mark, TAPI, assert_still_works, init, next_request, open, test},
    support::{
        code,
        tapi::{ASYNCHRONOUS, BASE, BY_DEVICE, PERMANENT, SYNCHRONOUS, ignore_event},
    },
};

const FAILED: i32 = code::OPERATIONFAILED;
const LINE_FAILED: i32 = code::line::OPERATIONFAILED;

type Call = (&'static str, fn() -> i32);

/// The functions that are about no phone.
const PROVIDER: [Call; 14] = [
    ("lineNegotiateTSPIVersion", || TAPI.negotiate()),
    ("providerEnumDevices", || {
        TAPI.enumerate(Some(ignore_event)).0
    }),
    ("providerCreatePhoneDevice", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.provider_create_phone_device(0, 99) }
    }),
    ("providerUIIdentify", || {
        let mut name = [0; 260];
        // SAFETY: there is room for MAX_PATH.
        unsafe { TAPI.0.provider_ui_identify(name.as_mut_ptr()) }
    }),
    ("providerFreeDialogInstance", || {
        // SAFETY: it takes a number only.
        unsafe { TAPI.0.provider_free_dialog_instance(1) }
    }),
    ("TSPI_providerGenericDialogData", || {
        // SAFETY: no bytes.
        unsafe {
            TAPI.0
                .provider_generic_dialog_data(0, 0, ptr::null_mut(), 0)
        }
    }),
    ("TSPI_providerInstall", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.provider_install(0, PERMANENT) }
    }),
    ("TSPI_providerConfig", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.provider_config(0, PERMANENT) }
    }),
    ("TSPI_providerRemove", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.provider_remove(0, PERMANENT) }
    }),
    ("TUISPI_providerInstall", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.ui_provider_install(None, 0, PERMANENT) }
    }),
    ("TUISPI_providerConfig", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.ui_provider_config(None, 0, PERMANENT) }
    }),
    ("TUISPI_providerRemove", || {
        // SAFETY: it takes numbers only.
        unsafe { TAPI.0.ui_provider_remove(None, 0, PERMANENT) }
    }),
    ("TUISPI_providerGenericDialog", || {
        // SAFETY: no bytes.
        unsafe {
            TAPI.0
                .ui_provider_generic_dialog(None, 1, ptr::null_mut(), 0, 0)
        }
    }),
    ("TUISPI_providerGenericDialogData", || {
        // SAFETY: no bytes.
        unsafe {
            TAPI.0
                .ui_provider_generic_dialog_data(1, ptr::null_mut(), 0)
        }
    }),
];

/// The functions that ask the author there, and fail.
fn askers(place: Place) -> &'static [&'static str] {
    match place {
        Place::About => &[
            "providerEnumDevices",
            "providerUIIdentify",
            "TUISPI_providerInstall",
            "TUISPI_providerConfig",
            "TUISPI_providerRemove",
            "GetDevCaps",
        ],
        Place::MakeHardware => &["providerEnumDevices"],
        Place::Extension => &["GetExtensionID", "NegotiateExtVersion", "SelectExtVersion"],
        Place::Icon => &["GetIcon"],
        Place::DialogData => &["TSPI_providerGenericDialogData"],
        Place::Install => &["TUISPI_providerInstall"],
        Place::Configure => &["TUISPI_providerConfig"],
        Place::Remove => &["TUISPI_providerRemove"],
        other => panic!("{other:?} is no place of the author's"),
    }
}

/// What every function but Init and Shutdown answers, in an order that is always the same; what has been opened is closed again.
fn all(phone: usize) -> Vec<(&'static str, i32)> {
    let mut results = Vec::new();
    results.extend(PROVIDER.map(|(name, call)| (name, call())));
    results.extend(SYNCHRONOUS.map(|(name, call)| (name, call(TAPI, phone))));
    for (name, call) in ASYNCHRONOUS {
        let request = next_request();
        let returned = call(TAPI, request, phone);
        let result = if returned == request.cast_signed() {
            0
        } else {
            returned
        };
        results.push((name, result));
    }
    for (name, call) in BY_DEVICE {
        if name != "Open" {
            results.push((name, call(TAPI, BASE)));
        }
    }
    let (result, handle) = TAPI.open(BASE + 1, 1, Some(ignore_event));
    results.extend([("Open", result), ("Close", TAPI.close(handle))]);
    results
}

fn failed_in(place: Place) {
    test(move || {
        make(Kind::Direct);
        for payload in [Payload::Text, Payload::Bomb] {
            init();
            let phone = open(0);
            let usual = all(phone);
            plant(&[place], payload);
            let mark = Mark::here();
            let planted = all(phone);
            clear();
            let mut failed = 0;
            for ((name, usual), (_, result)) in usual.iter().zip(&planted) {
                let asks = askers(place).contains(name);
                let is_line = PROVIDER.iter().any(|(each, _)| each == name);
                let expected = match (asks, is_line) {
                    (false, _) => *usual,
                    (true, true) => LINE_FAILED,
                    (true, false) => FAILED,
                };
                assert_eq!(*result, expected, "{place:?}: {name}");
                if asks {
                    failed += 1;
                    if payload == Payload::Text {
                        mark.assert_names(name, expected, place);
                        mark.assert_tells(name);
                    }
                }
            }
            assert_eq!(failed, askers(place).len());
            assert_eq!(all(phone), usual);
            assert_eq!(TAPI.shutdown(), 0);
            assert_still_works();
        }
    });
}

#[test]
fn in_about() {
    failed_in(Place::About);
}

#[test]
fn in_making_hardware() {
    failed_in(Place::MakeHardware);
}

#[test]
fn in_the_extension() {
    failed_in(Place::Extension);
}

#[test]
fn in_the_icon() {
    failed_in(Place::Icon);
}

#[test]
fn in_the_dialogue_s_data() {
    failed_in(Place::DialogData);
}

#[test]
fn in_the_installation() {
    failed_in(Place::Install);
}

#[test]
fn in_the_configuration() {
    failed_in(Place::Configure);
}

#[test]
fn in_the_removal() {
    failed_in(Place::Remove);
}

#[test]
fn in_about_while_there_is_no_session() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            plant(&[Place::About], payload);
            assert_eq!(TAPI.negotiate(), 0);
            assert_eq!(TAPI.enumerate(Some(ignore_event)).0, LINE_FAILED);
            assert_eq!(crate::site::try_init(), LINE_FAILED);
            assert_eq!(TAPI.shutdown(), code::line::UNINITIALIZED);
            clear();
            assert_still_works();
        }
    });
}
