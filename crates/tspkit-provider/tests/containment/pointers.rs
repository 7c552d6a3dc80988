//! Null pointers, also with sizes, and structures that are too small.

use std::ptr;

use crate::{
    each, init, open, provider, shut_down,
    support::{
        code,
        tapi::{BASE, PERMANENT, ROOM, V3_0, ignore_event, room, wide},
        within_reason,
    },
    wait_for_success,
};

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
        // Nothing at all needs no place.
        let results = each![
            exports.phone_get_data(handle, 0, null, 0),
            exports.phone_set_data(4_001, handle, 0, null, 0),
            exports.phone_set_display(4_002, handle, 0, 0, null, 0),
            exports.phone_dev_specific(4_003, handle, null, 0),
        ];
        assert_eq!(results, [0, 4_001, 4_002, 4_003]);
        (4_001..=4_003).for_each(wait_for_success);
        shut_down(tapi, &[4_000]);
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
        shut_down(tapi, &[5_000]);
    });
}
