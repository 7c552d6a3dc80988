//! Null pointers, forged and stale handles, calls at the wrong time, ids that were never handed out: each its code,
//! and nothing is called back or written for it.

mod support;

use std::{
    collections::HashSet,
    ptr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use support::{
    code,
    desk::AtOnce,
    tapi::{
        ASYNCHRONOUS, BASE, BY_DEVICE, PERMANENT, ROOM, SYNCHRONOUS, Tapi, V3_0, ignore_event,
        room, wide,
    },
    within_reason,
};
use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, OpenPhone, ServiceProvider, hal::Hardware,
    tspkit::OpenError,
};

struct Desk;

impl ServiceProvider for Desk {
    fn about(&self) -> About {
        About::new("tspkit tests", "Containment", "containment.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(AtOnce::default()))
    }
}

/// A provider of its own for each test.
macro_rules! provider {
    () => {{
        static HANDLES: Handles<OpenPhone> = Handles::new();
        static EXPORTS: Exports = Exports::new(&Desk, Functions::all(), &HANDLES);
        Tapi(&EXPORTS)
    }};
}

/// Calls of functions with null pointers, with variables, and with structures as long as they say, one after another.
macro_rules! each {
    ($(($name:literal, $call:expr)),* $(,)?) => {
        // SAFETY: null pointers are what these calls are about, and everything else is as the functions ask.
        [$(($name, unsafe { $call })),*]
    };
    ($($call:expr),* $(,)?) => {
        // SAFETY: as above.
        [$(unsafe { $call }),*]
    };
}

/// What was completed, in all tests.
static COMPLETED: Mutex<Vec<(u32, i32)>> = Mutex::new(Vec::new());

unsafe extern "system" fn complete(request: u32, result: i32) {
    COMPLETED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push((request, result));
}

/// What was completed under that number.
fn completed(request: u32) -> Vec<i32> {
    let all = COMPLETED.lock().unwrap_or_else(PoisonError::into_inner);
    let own = all.iter().filter(|(number, _)| *number == request);
    own.map(|(_, result)| *result).collect()
}

fn init(tapi: Tapi) {
    assert_eq!(tapi.init(2, Some(complete)), 0);
}

fn open(tapi: Tapi, device: u32) -> usize {
    let (result, handle) = tapi.open(device, 1, Some(ignore_event));
    assert_eq!(result, 0);
    assert_ne!(handle, 0);
    handle
}

/// Every function with a handle says that this is none, and nothing is completed.
#[track_caller]
fn assert_no_handle(tapi: Tapi, handle: usize, request: u32) {
    for (name, call) in SYNCHRONOUS {
        assert_eq!(
            call(tapi, handle),
            code::INVALPHONEHANDLE,
            "{name} {handle:#x}"
        );
    }
    for (name, call) in ASYNCHRONOUS {
        let result = call(tapi, request, handle);
        assert_eq!(result, code::INVALPHONEHANDLE, "{name} {handle:#x}");
    }
    assert_eq!(tapi.close(handle), code::INVALPHONEHANDLE, "{handle:#x}");
    assert!(completed(request).is_empty());
}

/// Every function with a handle succeeds; the asynchronous ones under that number and those after it.
#[track_caller]
fn assert_works(tapi: Tapi, handle: usize, request: u32) {
    for (name, call) in SYNCHRONOUS {
        assert_eq!(call(tapi, handle), 0, "{name}");
    }
    for ((name, call), request) in ASYNCHRONOUS.into_iter().zip(request..) {
        assert_eq!(call(tapi, request, handle), request.cast_signed(), "{name}");
        assert_eq!(completed(request), [0], "{name}");
    }
}

/// What the functions that take neither a handle nor a device id say without a session.
fn assert_outside_a_session(tapi: Tapi) {
    let exports = tapi.0;
    assert_eq!(tapi.negotiate(), 0);
    assert_eq!(tapi.negotiate_phone(u32::MAX), 0);
    assert_eq!(tapi.enumerate(Some(ignore_event)), (0, 2));
    assert_eq!(tapi.shutdown(), code::line::UNINITIALIZED);
    let mut name = [0; 260];
    let mut data = [0; 4];
    let results = each![
        exports.provider_create_phone_device(0x7_0000_0064, 20),
        exports.provider_ui_identify(name.as_mut_ptr()),
        exports.provider_free_dialog_instance(1),
        exports.provider_generic_dialog_data(0, 0, data.as_mut_ptr(), 4),
        exports.provider_install(0, PERMANENT),
        exports.provider_config(0, PERMANENT),
        exports.provider_remove(0, PERMANENT),
        exports.ui_provider_install(None, 0, PERMANENT),
        exports.ui_provider_config(None, 0, PERMANENT),
        exports.ui_provider_remove(None, 0, PERMANENT),
        exports.ui_provider_generic_dialog(None, 1, data.as_mut_ptr(), 4, 0),
        exports.ui_provider_generic_dialog_data(1, data.as_mut_ptr(), 4),
    ];
    let unavailable = code::line::OPERATIONUNAVAIL;
    let expected = [
        code::UNINITIALIZED,
        0,
        code::line::INVALPARAM,
        unavailable,
        0,
        0,
        0,
        0,
        unavailable,
        0,
        unavailable,
        unavailable,
    ];
    assert_eq!(results, expected);
    let file = wide("containment.tsp");
    assert_eq!(name[..file.len()], file[..]);
}

#[test]
fn every_function_has_its_code_before_init_and_after_shutdown() {
    within_reason(|| {
        let tapi = provider!();
        let outside = |handle| {
            assert_outside_a_session(tapi);
            for (name, call) in BY_DEVICE {
                for device in [0, 1, BASE, BASE + 1, u32::MAX - 1] {
                    assert_eq!(call(tapi, device), code::UNINITIALIZED, "{name} {device}");
                }
            }
            assert_no_handle(tapi, handle, 1_000);
        };
        // The first phone's handle, as it would be.
        outside(0x1_0100_0001);
        for _ in 0..3 {
            init(tapi);
            let handle = open(tapi, BASE);
            assert_eq!(tapi.shutdown(), 0);
            outside(handle);
        }
    });
}

#[test]
fn device_ids_that_were_never_handed_out() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        for (name, call) in BY_DEVICE {
            for device in [0, 1, BASE - 1, BASE + 2, BASE + 3, 1 << 31, u32::MAX - 1] {
                assert_eq!(call(tapi, device), code::BADDEVICEID, "{name} {device}");
            }
        }
        // -1 means the provider itself to the negotiation, and nothing to the others.
        for (name, call) in BY_DEVICE {
            let negotiates = name == "NegotiateTSPIVersion";
            let expected = if negotiates { 0 } else { code::BADDEVICEID };
            assert_eq!(call(tapi, u32::MAX), expected, "{name}");
        }
        // Ids for phones that TAPI was not told of, and for lines, of which there are none.
        let temporary = |id: usize, device| {
            // SAFETY: it takes numbers only.
            unsafe { tapi.0.provider_create_phone_device(id, device) }
        };
        assert_eq!(temporary(0, 20), code::BADDEVICEID);
        assert_eq!(temporary(0x7_0000_03E7, 20), code::BADDEVICEID);
        assert_eq!(temporary(0x8_0000_0064, 20), code::BADDEVICEID);
        assert_eq!(temporary(usize::MAX, 20), code::BADDEVICEID);
        // A phone that has its id already.
        assert_eq!(temporary(0x7_0000_0064, 20), code::BADDEVICEID);
        let mut version = 0;
        // SAFETY: the output is a variable.
        let result = unsafe {
            tapi.0
                .line_negotiate_tspi_version(0, 0x0002_0000, V3_0, &raw mut version)
        };
        assert_eq!((result, version), (code::line::BADDEVICEID, 0));
        assert_eq!(tapi.shutdown(), 0);
    });
}

#[test]
fn forged_handles() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        let live = [open(tapi, BASE), open(tapi, BASE + 1)];
        for handle in live {
            for bit in 0..usize::BITS {
                let flipped = handle ^ 1 << bit;
                if !live.contains(&flipped) {
                    assert_no_handle(tapi, flipped, 2_000);
                }
            }
        }
        let corners = [
            0,
            1,
            usize::MAX,
            usize::MAX >> 1,
            1 << 32,
            0x0100_0000,
            0x0100_0001,
        ];
        for handle in corners {
            assert_no_handle(tapi, handle, 2_000);
        }
        let mut random = Pcg64Mcg::seed_from_u64(4);
        for _ in 0..20_000 {
            let wild = usize::try_from(random.random::<u64>()).expect("64 bits");
            // Numbers near to live ones too.
            let near = live[0].wrapping_add(wild % 100_000).wrapping_sub(50_000);
            for handle in [wild, near].into_iter().filter(|it| !live.contains(it)) {
                assert_no_handle(tapi, handle, 2_000);
            }
        }
        for (handle, request) in live.into_iter().zip([2_100, 2_200]) {
            assert_works(tapi, handle, request);
        }
        assert_eq!(tapi.shutdown(), 0);
    });
}

#[test]
fn stale_handles() {
    within_reason(|| {
        let tapi = provider!();
        let mut stale = HashSet::new();
        for round in 0..20 {
            init(tapi);
            for _ in 0..20 {
                let first = open(tapi, BASE);
                let second = open(tapi, BASE + 1);
                // Never one that there was before, also in the places that were used before.
                assert!(!stale.contains(&first) && !stale.contains(&second));
                assert_eq!(tapi.close(first), 0);
                stale.insert(first);
                assert_no_handle(tapi, first, 3_000);
                let again = open(tapi, BASE);
                assert_no_handle(tapi, first, 3_000);
                for handle in [second, again] {
                    assert_eq!(tapi.close(handle), 0);
                    stale.insert(handle);
                }
            }
            // One that is open when the provider is shut down.
            let left = open(tapi, BASE);
            assert_works(tapi, left, 3_100 + round * 10);
            assert_eq!(tapi.shutdown(), 0);
            assert!(stale.insert(left));
            for handle in &stale {
                assert_no_handle(tapi, *handle, 3_000);
            }
        }
    });
}

#[test]
fn request_ids_that_tapi_never_gives() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        let handle = open(tapi, BASE);
        for request in [0, 0x8000_0000, 0x9000_001C, u32::MAX] {
            for (name, call) in ASYNCHRONOUS {
                assert_eq!(
                    call(tapi, request, handle),
                    code::INVALPARAM,
                    "{name} {request:#x}"
                );
            }
            assert!(completed(request).is_empty());
        }
        let highest = 0x7FFF_FFFF;
        assert_eq!(tapi.set_lamp(highest, handle, 0, 4), highest.cast_signed());
        assert_eq!(completed(highest), [0]);
        assert_eq!(tapi.shutdown(), 0);
    });
}

#[test]
fn null_pointers_of_a_phone_s_functions() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        let handle = open(tapi, BASE);
        let exports = tapi.0;
        let (mut number, class) = (0xA5A5_A5A5_u32, wide("tapi/phone"));
        let null = ptr::null_mut::<u8>();
        let results = each![
            ("GetData", exports.phone_get_data(handle, 0, null, 8)),
            ("GetData", exports.phone_get_data(handle, 0, null, u32::MAX)),
            ("GetDisplay", exports.phone_get_display(handle, null)),
            (
                "GetLamp",
                exports.phone_get_lamp(handle, 0, ptr::null_mut()),
            ),
            (
                "GetButtonInfo",
                exports.phone_get_button_info(handle, 0, null),
            ),
            (
                "GetRing",
                exports.phone_get_ring(handle, ptr::null_mut(), &raw mut number),
            ),
            (
                "GetRing",
                exports.phone_get_ring(handle, &raw mut number, ptr::null_mut()),
            ),
            (
                "GetHookSwitch",
                exports.phone_get_hook_switch(handle, ptr::null_mut()),
            ),
            (
                "GetVolume",
                exports.phone_get_volume(handle, 1, ptr::null_mut()),
            ),
            (
                "GetGain",
                exports.phone_get_gain(handle, 1, ptr::null_mut()),
            ),
            ("GetStatus", exports.phone_get_status(handle, null)),
            (
                "GetID",
                exports.phone_get_id(handle, null, class.as_ptr(), 0),
            ),
            (
                "GetID",
                exports.phone_get_id(handle, room().as_mut_ptr(), ptr::null(), 0),
            ),
            ("SetData", exports.phone_set_data(4_000, handle, 0, null, 8)),
            (
                "SetDisplay",
                exports.phone_set_display(4_000, handle, 0, 0, null, 8),
            ),
            (
                "SetButtonInfo",
                exports.phone_set_button_info(4_000, handle, 0, null),
            ),
            (
                "DevSpecific",
                exports.phone_dev_specific(4_000, handle, null, 8),
            ),
            (
                "DevSpecific",
                exports.phone_dev_specific(4_000, handle, null, u32::MAX),
            ),
        ];
        for (name, result) in results {
            assert_eq!(result, code::INVALPOINTER, "{name}");
        }
        // More than the phone has room for comes before the pointer, and would not be read.
        let results = each![
            exports.phone_set_data(4_000, handle, 0, null, u32::MAX),
            exports.phone_set_display(4_000, handle, 0, 0, null, u32::MAX - 1),
        ];
        assert_eq!(results, [code::OPERATIONFAILED, code::INVALPARAM]);
        assert_eq!(number, 0xA5A5_A5A5);
        assert!(completed(4_000).is_empty());
        // Nothing at all needs no place.
        let results = each![
            exports.phone_get_data(handle, 0, null, 0),
            exports.phone_set_data(4_001, handle, 0, null, 0),
            exports.phone_set_display(4_002, handle, 0, 0, null, 0),
            exports.phone_dev_specific(4_003, handle, null, 0),
        ];
        assert_eq!(results, [0, 4_001, 4_002, 4_003]);
        (4_001..=4_003).for_each(|request| assert_eq!(completed(request), [0]));
        assert_eq!(tapi.shutdown(), 0);
    });
}

#[test]
fn null_pointers_of_the_other_functions() {
    within_reason(|| {
        let tapi = provider!();
        let exports = tapi.0;
        let mut number = 0xA5A5_A5A5_u32;
        let (out, null) = (&raw mut number, ptr::null_mut());
        let results = each![
            exports.line_negotiate_tspi_version(u32::MAX, 0x0002_0000, V3_0, null),
            exports.provider_enum_devices(PERMANENT, null, out, 1, None, None),
            exports.provider_enum_devices(PERMANENT, out, null, 1, None, None),
            exports.provider_init(V3_0, PERMANENT, 0, BASE, 0, 2, None, out),
            exports.provider_ui_identify(ptr::null_mut()),
            exports.provider_generic_dialog_data(0, 0, ptr::null_mut(), 8),
        ];
        assert_eq!(results, [code::line::INVALPOINTER; 6]);
        init(tapi);
        let results = each![
            exports.phone_negotiate_tspi_version(BASE, 0x0002_0000, V3_0, null),
            exports.phone_negotiate_ext_version(BASE, V3_0, 0, 1, null),
            exports.phone_get_extension_id(BASE, V3_0, ptr::null_mut()),
            exports.phone_get_dev_caps(BASE, V3_0, 0, ptr::null_mut()),
            exports.phone_get_icon(BASE, ptr::null(), ptr::null_mut()),
            exports.phone_open(BASE, 1, ptr::null_mut(), V3_0, Some(ignore_event)),
        ];
        assert_eq!(results, [code::INVALPOINTER; 6]);
        assert_eq!(tapi.open(BASE, 1, None).0, code::INVALPOINTER);
        assert_eq!(number, 0xA5A5_A5A5);
        // Nothing of that has opened the phone.
        open(tapi, BASE);
        assert_eq!(tapi.shutdown(), 0);
    });
}

#[test]
fn structures_that_are_too_small() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        let handle = open(tapi, BASE);
        for total in [0_u32, 3, 4, 23] {
            let mut bytes = [0xA5; ROOM];
            bytes[..4].copy_from_slice(&total.to_le_bytes());
            let (before, at) = (bytes, bytes.as_mut_ptr());
            let class = wide("tapi/phone");
            let results = each![
                tapi.0.phone_get_status(handle, at),
                tapi.0.phone_get_display(handle, at),
                tapi.0.phone_get_button_info(handle, 0, at),
                tapi.0.phone_get_id(handle, at, class.as_ptr(), 0),
                tapi.0.phone_get_dev_caps(BASE, V3_0, 0, at),
                tapi.0.phone_set_button_info(5_000, handle, 0, at),
            ];
            assert_eq!(results, [code::STRUCTURETOOSMALL; 6], "{total}");
            assert_eq!(bytes, before);
        }
        assert!(completed(5_000).is_empty());
        assert_eq!(tapi.shutdown(), 0);
    });
}

/// Opens a phone again and again until the provider is shut down; the handles that it got, all of which it left open.
fn open_until(tapi: Tapi, device: u32, over: &AtomicBool) -> Vec<usize> {
    let mut handles = Vec::new();
    loop {
        let last = over.load(Ordering::SeqCst);
        let (result, handle) = tapi.open(device, 1, Some(ignore_event));
        match result {
            0 => handles.push(handle),
            code::ALLOCATED | code::UNINITIALIZED => {}
            other => panic!("Open says {other:#x}"),
        }
        if last {
            assert_eq!(result, code::UNINITIALIZED);
            return handles;
        }
    }
}

#[test]
fn a_phone_that_is_opened_while_the_provider_is_shut_down_leaves_no_handle() {
    within_reason(|| {
        let tapi = provider!();
        let mut opened = 0;
        for round in 0..600 {
            init(tapi);
            let over = &AtomicBool::new(false);
            let handles = thread::scope(|scope| {
                let users = [BASE, BASE + 1];
                let users = users.map(|device| scope.spawn(move || open_until(tapi, device, over)));
                // Sooner or later.
                (0..round % 200).for_each(|_| std::hint::spin_loop());
                assert_eq!(tapi.shutdown(), 0);
                over.store(true, Ordering::SeqCst);
                users.map(|user| user.join().expect("it ends")).concat()
            });
            opened += handles.len();
            for handle in handles {
                assert_eq!(tapi.close(handle), code::INVALPHONEHANDLE, "round {round}");
            }
        }
        assert!(opened > 0);
    });
}
