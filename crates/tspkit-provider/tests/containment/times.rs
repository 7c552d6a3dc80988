//! Calls before Init and after Shutdown, and ids that were never handed out.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use crate::{
    assert_no_handle, each, init, open, provider, shut_down,
    support::{
        code,
        tapi::{BASE, BY_DEVICE, PERMANENT, Tapi, V3_0, ignore_event, wide},
        until, within_reason,
    },
};

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
            shut_down(tapi, &[1_000]);
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

/// Opens a phone again and again until the provider is shut down; the handles that it got, all of which it left open.
fn open_until(tapi: Tapi, device: u32, opened: &AtomicUsize, over: &AtomicBool) -> Vec<usize> {
    let mut handles = Vec::new();
    loop {
        let last = over.load(Ordering::SeqCst);
        let (result, handle) = tapi.open(device, 1, Some(ignore_event));
        match result {
            0 => {
                handles.push(handle);
                opened.fetch_add(1, Ordering::SeqCst);
            }
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
        for round in 0..600 {
            init(tapi);
            let (opened, over) = (&AtomicUsize::new(0), &AtomicBool::new(false));
            let handles = thread::scope(|scope| {
                let users = [BASE, BASE + 1];
                let users =
                    users.map(|device| scope.spawn(move || open_until(tapi, device, opened, over)));
                // Sooner or later; in every second round not before one is open.
                if round % 2 == 0 {
                    until("one is open", || opened.load(Ordering::SeqCst) > 0);
                }
                (0..round % 200).for_each(|_| std::hint::spin_loop());
                assert_eq!(tapi.shutdown(), 0);
                over.store(true, Ordering::SeqCst);
                users.map(|user| user.join().expect("it ends")).concat()
            });
            for handle in handles {
                assert_eq!(tapi.close(handle), code::INVALPHONEHANDLE, "round {round}");
            }
        }
    });
}
