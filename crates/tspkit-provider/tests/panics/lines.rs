//! Panics behind the functions of lines and calls.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tspkit_provider::hal::CallStatus;

use crate::{
    planted::{Kind, Payload, Place, clear, make, plant},
    site::{
        EXPORTS, Mark, TAPI, assert_still_works, complete, completed_so_far, completion,
        next_request, test,
    },
    support::{
        code::line as code,
        tapi::{PERMANENT, V3_0, ignore_event},
        until,
    },
    switch::find_call,
    tapi::Lines,
};

static LINES: Lines = Lines(&EXPORTS);
const FAILED: i32 = code::OPERATIONFAILED;
const LINE_GENERATE: u32 = 7;
const LINE_NEWCALL: u32 = 500;

/// Messages, with their first two parameters.
static TOLD: Mutex<Vec<(u32, usize, usize)>> = Mutex::new(Vec::new());

fn told() -> MutexGuard<'static, Vec<(u32, usize, usize)>> {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

unsafe extern "system" fn event(_: usize, _: usize, what: u32, p1: usize, p2: usize, _: usize) {
    if what == LINE_NEWCALL {
        // SAFETY: it points to where the provider wants the handle.
        unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(p1) };
    }
    told().push((what, p1, p2));
}

/// A line that is open, with a call with which everything can be done, and one on hold.
#[derive(Clone, Copy)]
struct Scene {
    line: usize,
    call: usize,
    held: usize,
}

impl Scene {
    fn begin(kind: Kind) -> Self {
        make(kind);
        told().clear();
        let mut options = 0;
        // SAFETY: the output is a variable, and the procedure a function.
        let result = unsafe {
            EXPORTS.provider_init(
                V3_0,
                PERMANENT,
                0,
                0,
                1,
                0,
                Some(complete),
                &raw mut options,
            )
        };
        assert_eq!(result, 0, "Init");
        let (result, line) = LINES.open(0, 1, Some(event));
        assert_eq!((result, LINES.detect(line, 4)), (0, 0));
        find_call(1, CallStatus::Unknown);
        find_call(2, CallStatus::OnHold);
        let came = || -> Vec<_> {
            let told = told();
            let came = told.iter().filter(|(what, ..)| *what == LINE_NEWCALL);
            came.map(|(_, handle, _)| *handle).collect()
        };
        until("both are told", || came().len() == 2);
        let [call, held] = came()[..] else {
            panic!("there are two")
        };
        Self { line, call, held }
    }
}

type Asynchronous = (&'static str, fn(Scene, u32) -> i32);

const ASYNCHRONOUS: [Asynchronous; 17] = [
    ("lineMakeCall", |scene, id| {
        LINES.make_call(id, scene.line, 5, Some("1"), None).0
    }),
    ("lineAccept", |scene, id| LINES.accept(id, scene.call, b"x")),
    ("lineAnswer", |scene, id| LINES.answer(id, scene.call, b"x")),
    ("lineDial", |scene, id| LINES.dial(id, scene.call, "1")),
    ("lineHold", |scene, id| LINES.hold(id, scene.call)),
    ("lineUnhold", |scene, id| LINES.unhold(id, scene.held)),
    ("lineSwapHold", |scene, id| {
        LINES.swap_hold(id, scene.call, scene.held)
    }),
    ("lineSetupTransfer", |scene, id| {
        LINES.setup_transfer(id, scene.call, 6).0
    }),
    ("lineCompleteTransfer", |scene, id| {
        LINES.complete_transfer(id, scene.held, scene.call, 1)
    }),
    ("lineBlindTransfer", |scene, id| {
        LINES.blind_transfer(id, scene.call, "1")
    }),
    ("lineRedirect", |scene, id| {
        LINES.redirect(id, scene.call, "1")
    }),
    ("lineSendUserUserInfo", |scene, id| {
        LINES.send(id, scene.call, b"x")
    }),
    ("lineSetCallData", |scene, id| {
        LINES.set_call_data(id, scene.call, b"x")
    }),
    ("lineSetCallParams", |scene, id| {
        LINES.set_call_params(id, scene.call, 1, [0, 0], None)
    }),
    ("lineDevSpecific", |scene, id| {
        LINES.dev_specific(id, scene.line, scene.call, b"x")
    }),
    ("lineDevSpecific", |scene, id| {
        LINES.dev_specific(id, scene.line, 0, b"x")
    }),
    ("lineDrop", |scene, id| {
        LINES.drop_call(id, scene.call, b"x")
    }),
];

/// A session in which each request, of every kind, meets a panic there.
fn every_request(kind: Kind, place: Place, payload: Payload) {
    let scene = Scene::begin(kind);
    plant(&[place], payload);
    for (name, ask) in ASYNCHRONOUS {
        let (mark, request) = (Mark::here(), next_request());
        let returned = ask(scene, request);
        assert_eq!(returned, request.cast_signed(), "{place:?}: {name}");
        assert_eq!(completion(request), [FAILED], "{place:?}: {name}");
        if payload == Payload::Text {
            mark.assert_names(name, returned, place);
        }
    }
    // Answered by a message: cancelled.
    let mark = Mark::here();
    let digits = LINES.generate_digits(scene.call, 77, 2, Some("1"));
    assert_eq!(digits, 0);
    until("the digits have ended", || {
        told().contains(&(LINE_GENERATE, 2, 77))
    });
    if payload == Payload::Text {
        mark.assert_names("lineGenerateDigits", 0, place);
    }
    clear();
    // The same calls work.
    for (name, ask) in ASYNCHRONOUS {
        let request = next_request();
        assert_eq!(ask(scene, request), request.cast_signed(), "after: {name}");
        assert_eq!(completion(request), [0], "after: {name}");
    }
    // Closing asks the driver too, and succeeds whatever that does.
    plant(&[place], payload);
    assert_eq!(LINES.close_call(scene.held), 0);
    assert_eq!(LINES.close(scene.line), 0);
    clear();
    assert_eq!(TAPI.shutdown(), 0);
    make(Kind::Direct);
    assert_still_works();
}

#[test]
fn in_taking_a_line_s_request() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            every_request(Kind::Switch, Place::SubmitLine, payload);
        }
    });
}

#[test]
fn on_a_thread_of_the_driver_s_that_has_a_line_s_completion() {
    // Not a bomb: the standard library drops what a thread of the driver's has thrown, and ends the process then.
    test(|| every_request(Kind::SwitchThreaded, Place::Thread, Payload::Text));
}

#[test]
fn in_what_the_driver_does_when_a_line_s_request_is_cancelled() {
    type End = (&'static str, fn(Scene) -> i32);
    let ends: [End; 3] = [
        ("lineCloseCall", |scene| LINES.close_call(scene.call)),
        ("lineClose", |scene| LINES.close(scene.line)),
        ("providerShutdown", |_| TAPI.shutdown()),
    ];
    test(move || {
        for (payload, (name, end)) in [Payload::Text, Payload::Bomb]
            .into_iter()
            .flat_map(|payload| ends.map(|end| (payload, end)))
        {
            let scene = Scene::begin(Kind::SwitchKeeping);
            plant(&[Place::Cancelled], payload);
            // What is pending on the call alone.
            let asked = ["lineHold", "lineSendUserUserInfo", "lineDrop"].map(|wanted| {
                let found = ASYNCHRONOUS.iter().find(|(each, _)| *each == wanted);
                let (_, ask) = found.expect("it is one of them");
                let request = next_request();
                assert_eq!(ask(scene, request), request.cast_signed(), "{wanted}");
                request
            });
            let mark = Mark::here();
            assert_eq!(end(scene), 0, "{name}");
            for request in asked {
                assert_eq!(completed_so_far(request), [FAILED], "{name}");
            }
            if payload == Payload::Text {
                mark.assert_names(name, 0, Place::Cancelled);
            }
            clear();
            if name != "providerShutdown" {
                assert_eq!(TAPI.shutdown(), 0);
            }
            make(Kind::Direct);
            assert_still_works();
        }
    });
}

#[test]
fn in_what_the_author_says_of_a_line() {
    type Asking = (Place, &'static str, fn(Scene) -> i32, i32);
    let asking: [Asking; 7] = [
        (Place::LineIcon, "lineGetIcon", |_| LINES.icon(0), 0),
        (
            Place::DeviceConfig,
            "lineGetDevConfig",
            |_| LINES.dev_config(0, "tests/thing").0,
            0,
        ),
        (
            Place::SetDeviceConfig,
            "lineSetDevConfig",
            |_| LINES.set_dev_config(0, "tests/thing", b"x"),
            0,
        ),
        (Place::About, "lineGetDevCaps", |_| LINES.dev_caps(0).0, 0),
        (
            Place::Extension,
            "lineGetExtensionID",
            |_| LINES.extension_id(0).0,
            0,
        ),
        (
            Place::Extension,
            "lineNegotiateExtVersion",
            |_| LINES.negotiate_ext(0, 1, 1).0,
            code::INCOMPATIBLEEXTVERSION,
        ),
        (
            Place::Extension,
            "lineSelectExtVersion",
            |scene| LINES.select_ext_version(scene.line, 1),
            code::INCOMPATIBLEEXTVERSION,
        ),
    ];
    test(move || {
        for payload in [Payload::Text, Payload::Bomb] {
            let scene = Scene::begin(Kind::Switch);
            for (place, name, ask, usual) in asking {
                assert_eq!(ask(scene), usual, "{name}");
                plant(&[place], payload);
                let mark = Mark::here();
                assert_eq!(ask(scene), FAILED, "{name}");
                if payload == Payload::Text {
                    mark.assert_names(name, FAILED, place);
                    mark.assert_tells(name);
                }
                clear();
                assert_eq!(ask(scene), usual, "{name} afterwards");
            }
            assert_eq!(TAPI.shutdown(), 0);
            make(Kind::Direct);
            assert_still_works();
        }
    });
}

#[test]
fn in_the_inventory_of_lines_and_in_starting_them() {
    test(|| {
        for payload in [Payload::Text, Payload::Bomb] {
            for place in [Place::Inventory, Place::Start] {
                make(Kind::Switch);
                plant(&[place], payload);
                let mark = Mark::here();
                assert_eq!(crate::site::try_init(), FAILED);
                if payload == Payload::Text {
                    mark.assert_names("providerInit", FAILED, place);
                }
                assert_eq!(LINES.open(0, 1, Some(event)).0, code::UNINITIALIZED);
                clear();
                make(Kind::Direct);
                assert_eq!(TAPI.enumerate(Some(ignore_event)), (0, 2));
                assert_still_works();
            }
        }
    });
}
