//! Panics while hardware is made, looked at, started, stopped and dropped.

use crate::{
    planted::{Kind, Payload, Place, clear, make, plant},
    site::{Mark, TAPI, assert_still_works, completion, init, next_request, open, test, try_init},
    support::{
        code,
        tapi::{BASE, BY_DEVICE, ignore_event},
    },
};

const FAILED: i32 = code::line::OPERATIONFAILED;

/// For each kind of hardware and each payload.
fn each(act: impl Fn(Kind, Payload) + Send + 'static) {
    test(move || {
        for kind in [Kind::Direct, Kind::Blocking] {
            for payload in [Payload::Text, Payload::Bomb] {
                make(kind);
                act(kind, payload);
                clear();
                assert_still_works();
            }
        }
    });
}

/// The provider is not initialised.
#[track_caller]
fn assert_not_initialised() {
    for (name, call) in BY_DEVICE {
        assert_eq!(call(TAPI, BASE), code::UNINITIALIZED, "{name}");
    }
    assert_eq!(TAPI.shutdown(), code::line::UNINITIALIZED);
}

fn init_fails(places: &[Place], payload: Payload) {
    plant(places, payload);
    let mark = Mark::here();
    assert_eq!(try_init(), FAILED, "{places:?}");
    if payload == Payload::Text {
        mark.assert_names("providerInit", FAILED, places[0]);
    }
    assert_not_initialised();
}

fn enumeration_fails(places: &[Place], payload: Payload) {
    plant(places, payload);
    let mark = Mark::here();
    let (result, phones) = TAPI.enumerate(Some(ignore_event));
    assert_eq!((result, phones), (FAILED, 0), "{places:?}");
    if payload == Payload::Text {
        mark.assert_names("providerEnumDevices", FAILED, places[0]);
    }
}

#[test]
fn in_making_the_hardware() {
    each(|_, payload| {
        enumeration_fails(&[Place::MakeHardware], payload);
        init_fails(&[Place::MakeHardware], payload);
    });
}

#[test]
fn in_the_inventory() {
    each(|_, payload| {
        enumeration_fails(&[Place::Inventory], payload);
        init_fails(&[Place::Inventory], payload);
    });
}

#[test]
fn in_start() {
    each(|_, payload| init_fails(&[Place::Start], payload));
}

#[test]
fn in_saying_how_many_links_there_are() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            make(Kind::Blocking);
            init_fails(&[Place::Links], payload);
            clear();
            assert_still_works();
        }
    });
}

#[test]
fn wherever_hardware_that_cannot_be_used_still_panics_when_it_is_dropped() {
    each(|_, payload| {
        for place in [Place::Inventory, Place::Start] {
            init_fails(&[place, Place::Drop], payload);
        }
        enumeration_fails(&[Place::Inventory, Place::Drop], payload);
    });
}

/// The provider is shut down, which succeeds, with requests pending; the log tells of the panic.
fn shutdown_succeeds(place: Place, payload: Payload) {
    init();
    let phone = open(0);
    let request = next_request();
    assert_eq!(
        TAPI.set_data(request, phone, 0, b"data"),
        request.cast_signed()
    );
    assert_eq!(completion(request), [0]);
    plant(&[place], payload);
    let mark = Mark::here();
    assert_eq!(TAPI.shutdown(), 0, "{place:?}");
    if payload == Payload::Text {
        mark.assert_names("providerShutdown", 0, place);
    }
    assert_not_initialised();
    assert_eq!(TAPI.close(phone), code::INVALPHONEHANDLE);
}

#[test]
fn in_stop() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            make(Kind::Direct);
            shutdown_succeeds(Place::Stop, payload);
            clear();
            assert_still_works();
        }
    });
}

#[test]
fn in_releasing_a_link() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            make(Kind::Blocking);
            shutdown_succeeds(Place::Release, payload);
            clear();
            assert_still_works();
        }
    });
}

#[test]
fn in_dropping_the_hardware() {
    each(|_, payload| {
        shutdown_succeeds(Place::Drop, payload);
        let mark = Mark::here();
        let (result, phones) = TAPI.enumerate(Some(ignore_event));
        // Everything had been found out before.
        assert_eq!((result, phones), (0, 2));
        if payload == Payload::Text {
            mark.assert_names("providerEnumDevices", 0, Place::Drop);
        }
    });
}

#[test]
fn everywhere_at_once() {
    each(|_, payload| {
        let everywhere = [
            Place::Inventory,
            Place::Start,
            Place::Links,
            Place::LinkOf,
            Place::CancelBound,
            Place::CarryOut,
            Place::Tend,
            Place::Release,
            Place::Submit,
            Place::Cancelled,
            Place::Thread,
            Place::Stop,
            Place::Drop,
        ];
        enumeration_fails(&everywhere, payload);
        init_fails(&everywhere, payload);
        clear();
        init();
        let phone = open(0);
        plant(&everywhere, payload);
        let request = next_request();
        assert_eq!(
            TAPI.set_data(request, phone, 0, b"data"),
            request.cast_signed()
        );
        assert_eq!(completion(request), [code::OPERATIONFAILED]);
        assert_eq!(TAPI.get_data(phone, 0, &mut [0; 4]), code::OPERATIONFAILED);
        assert_eq!(TAPI.close(phone), 0);
        assert_eq!(TAPI.shutdown(), 0);
        assert_not_initialised();
    });
}
