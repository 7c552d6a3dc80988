//! Panics while a request is with the driver.

use crate::{
    planted::{Kind, Payload, Place, clear, make, plant},
    site::{
        Mark, TAPI, assert_still_works, completion, init, next_request, open, set_sync_limit, test,
    },
    support::{
        code,
        tapi::{ASYNCHRONOUS, SYNCHRONOUS},
    },
};

/// The synchronous functions that ask the phone, while nothing is known of it.
const ASKING: [&str; 8] = [
    "GetButtonInfo",
    "GetData",
    "GetDisplay",
    "GetGain",
    "GetHookSwitch",
    "GetLamp",
    "GetRing",
    "GetVolume",
];

/// A session in which each request, of every kind, meets a panic there.
fn every_request(kind: Kind, place: Place, payload: Payload) {
    make(kind);
    init();
    let phone = open(0);
    plant(&[place], payload);
    let assert_logged = |mark: &Mark, name: &str, result| {
        if payload == Payload::Text {
            mark.assert_names(name, result, place);
        }
    };
    for (name, call) in SYNCHRONOUS {
        let mark = Mark::here();
        let asks = ASKING.contains(&name);
        let expected = if asks { code::OPERATIONFAILED } else { 0 };
        assert_eq!(call(TAPI, phone), expected, "{place:?}: {name}");
        if asks {
            assert_logged(&mark, name, expected);
        }
    }
    for (name, call) in ASYNCHRONOUS {
        let (mark, request) = (Mark::here(), next_request());
        let returned = call(TAPI, request, phone);
        assert_eq!(returned, request.cast_signed(), "{place:?}: {name}");
        assert_eq!(
            completion(request),
            [code::OPERATIONFAILED],
            "{place:?}: {name}"
        );
        assert_logged(&mark, name, returned);
    }
    clear();
    // The same phone works.
    for (name, call) in ASYNCHRONOUS {
        let request = next_request();
        assert_eq!(
            call(TAPI, request, phone),
            request.cast_signed(),
            "after: {name}"
        );
        assert_eq!(completion(request), [0], "after: {name}");
    }
    for (name, call) in SYNCHRONOUS {
        assert_eq!(call(TAPI, phone), 0, "after: {name}");
    }
    assert_eq!(TAPI.shutdown(), 0);
    assert_still_works();
}

fn with_each_payload(kind: Kind, place: Place) {
    test(move || {
        every_request(kind, place, Payload::Text);
        every_request(kind, place, Payload::Bomb);
    });
}

#[test]
fn in_submit() {
    with_each_payload(Kind::Direct, Place::Submit);
}

#[test]
fn on_a_thread_of_the_driver_s_that_has_the_completion() {
    // Not a bomb: the standard library drops what a thread of the driver's has thrown, and ends the process then.
    test(|| every_request(Kind::Threaded, Place::Thread, Payload::Text));
}

#[test]
fn on_a_link_s_thread() {
    with_each_payload(Kind::Blocking, Place::CarryOut);
}

#[test]
fn in_saying_which_link_a_phone_is_on() {
    with_each_payload(Kind::Blocking, Place::LinkOf);
}

#[test]
fn in_tending_a_link() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            let mark = Mark::here();
            make(Kind::Blocking);
            plant(&[Place::Tend], payload);
            init();
            let phone = open(0);
            for (name, call) in ASYNCHRONOUS {
                let request = next_request();
                assert_eq!(call(TAPI, request, phone), request.cast_signed(), "{name}");
                assert_eq!(completion(request), [0], "{name}");
            }
            assert_eq!(TAPI.shutdown(), 0);
            if payload == Payload::Text {
                mark.assert_tells("planted in Tend");
            }
            clear();
            assert_still_works();
        }
    });
}

/// Requests that are kept are ended by `end`, and what the driver does then panics.
fn cancelled(end: fn(usize) -> &'static str, payload: Payload) {
    make(Kind::Keeping);
    init();
    let phone = open(0);
    plant(&[Place::Cancelled], payload);
    let requests: Vec<_> = ASYNCHRONOUS
        .into_iter()
        .map(|(name, call)| {
            let request = next_request();
            assert_eq!(call(TAPI, request, phone), request.cast_signed(), "{name}");
            request
        })
        .collect();
    let mark = Mark::here();
    let name = end(phone);
    for request in requests {
        assert_eq!(
            crate::site::completed_so_far(request),
            [code::OPERATIONFAILED],
            "{name}"
        );
    }
    if payload == Payload::Text {
        mark.assert_names(name, 0, Place::Cancelled);
    }
    clear();
    make(Kind::Direct);
}

#[test]
fn in_what_the_driver_does_on_cancellation() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            let close = |phone| {
                assert_eq!(TAPI.close(phone), 0);
                "phoneClose"
            };
            cancelled(close, payload);
            assert_eq!(TAPI.shutdown(), 0);
            let shutdown = |_| {
                assert_eq!(TAPI.shutdown(), 0);
                "providerShutdown"
            };
            cancelled(shutdown, payload);
            assert_still_works();
        }
    });
}

#[test]
fn in_what_the_driver_does_when_a_synchronous_function_is_over_its_limit() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            make(Kind::Keeping);
            set_sync_limit("200ms");
            init();
            set_sync_limit("1h");
            let phone = open(0);
            plant(&[Place::Cancelled], payload);
            for (name, call) in SYNCHRONOUS {
                if ASKING.contains(&name) {
                    let mark = Mark::here();
                    assert_eq!(call(TAPI, phone), code::OPERATIONFAILED, "{name}");
                    if payload == Payload::Text {
                        mark.assert_names(name, code::OPERATIONFAILED, Place::Cancelled);
                    }
                }
            }
            clear();
            assert_eq!(TAPI.shutdown(), 0);
            make(Kind::Direct);
            assert_still_works();
        }
    });
}
