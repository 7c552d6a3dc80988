//! What a line is before and after it is opened: ids, versions, capabilities, status.

use crate::{
    office::{LINES, PHONES, office},
    support::{
        code::line as code,
        tapi::{Tapi, V3_0, ignore_event, room, wide},
        within_reason,
    },
    tapi::Lines,
    world::{Line, VOICE, dword, event, field, params, text},
};

const ADDRESS: usize = 32;
const VARSTRING: usize = 16;

#[test]
fn lines_have_ids_of_their_own_and_versions() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        for device in LINES..LINES + 3 {
            assert_eq!(lines.negotiate(device), (0, V3_0));
        }
        assert_eq!(lines.negotiate(u32::MAX), (0, V3_0));
        for device in [0, LINES - 1, LINES + 3, PHONES, u32::MAX - 1] {
            let none = code::BADDEVICEID;
            assert_eq!(lines.negotiate(device), (none, 0), "{device}");
            assert_eq!(lines.dev_caps(device).0, none);
            assert_eq!(lines.address_caps(device, 0).0, none);
            assert_eq!(lines.negotiate_ext(device, 1, 3).0, none);
            assert_eq!(lines.extension_id(device).0, none);
            assert_eq!(lines.icon(device), none);
            assert_eq!(lines.dev_config(device, "tests/thing").0, none);
            assert_eq!(lines.set_dev_config(device, "tests/thing", b"x"), none);
            assert_eq!(lines.open(device, 1, Some(event)), (none, 0));
        }
        assert_eq!(lines.extension_id(LINES), (0, [1, 2, 3, 4]));
        assert_eq!(lines.negotiate_ext(LINES, 2, 9), (0, 3));
        let line = Line::open(lines, LINES);
        assert_eq!(lines.select_ext_version(line.handle, 2), 0);
        assert_eq!(
            lines.negotiate_ext(LINES, 3, 3),
            (code::INCOMPATIBLEEXTVERSION, 0)
        );
        assert_eq!(
            lines.select_ext_version(line.handle, 4),
            code::INCOMPATIBLEEXTVERSION
        );
        assert_eq!(lines.negotiate_ext(LINES + 1, 3, 3), (0, 3));
        assert_eq!(lines.icon(LINES), code::OPERATIONUNAVAIL);
        office.shut_down();
        assert_eq!(lines.negotiate(LINES).0, code::UNINITIALIZED);
    });
}

#[test]
fn capabilities_are_those_of_the_line() {
    within_reason(|| {
        let office = office!();
        let (result, caps) = office.lines.dev_caps(LINES + 1);
        assert_eq!(result, 0);
        assert_eq!(text(&caps, 12), "tspkit tests Lines");
        assert_eq!(dword(&caps, 28), 2, "dwPermanentLineID");
        assert_eq!(text(&caps, ADDRESS), "Lobby");
        assert_eq!(dword(&caps, 48), 1, "dwNumAddresses");
        let modes = dword(&caps, 60);
        assert_eq!(modes & VOICE, VOICE, "dwMediaModes");
        // Accept, answer, make, drop, send, in call info.
        let sizes: Vec<u32> = (0..6).map(|each| dword(&caps, 132 + 4 * each)).collect();
        assert_eq!(sizes, [131, 131, 131, 131, 1024, 1024]);
        // Make a call, and device-specific functions.
        assert_eq!(dword(&caps, 236), 0x9, "dwLineFeatures");
        assert_eq!(field(&caps, 244), classes());
        // Every line has a GUID of its own.
        let guid = |device| office.lines.dev_caps(device).1[252..268].to_vec();
        assert_ne!(guid(LINES), guid(LINES + 1));
        assert_eq!(guid(LINES), guid(LINES));

        let (result, caps) = office.lines.address_caps(LINES + 2, 0);
        assert_eq!(result, 0);
        assert_eq!(dword(&caps, 12), LINES + 2, "dwLineDeviceID");
        assert_eq!(text(&caps, 16), "103");
        assert_eq!(
            [dword(&caps, 84), dword(&caps, 88), dword(&caps, 92)],
            [1; 3]
        );
        assert_eq!(dword(&caps, 204), 4096, "dwMaxCallDataSize");
        // What the provider exports and the switch can: also call data and user-user information.
        let features = dword(&caps, 108);
        assert_eq!(features & 0x9010_0000, 0x9010_0000);
        // No conferences, no parking, no monitoring: there are no such functions.
        assert_eq!(features & (0x2 | 0x8000 | 0x1000 | 0x4000), 0);
        let other = office.lines.address_caps(LINES, 1);
        assert_eq!(other.0, code::INVALADDRESSID);
        office.shut_down();
    });
}

/// The device classes of a line with a phone.
fn classes() -> Vec<u8> {
    let text = "tapi/line\0tapi/phone\0\0";
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_line_is_opened_once_and_its_handle_is_no_phone_s() {
    within_reason(|| {
        let office = office!();
        let (lines, phones) = (office.lines, Tapi(office.exports));
        let line = Line::open(lines, LINES);
        assert_eq!(lines.open(LINES, 1, Some(event)), (code::ALLOCATED, 0));
        assert_eq!(lines.open(LINES + 1, 1, None), (code::INVALPOINTER, 0));
        let (result, phone) = phones.open(PHONES, 1, Some(ignore_event));
        assert_eq!(result, 0);
        let call = line.make(Some("0444"), None);
        // Each handle is good for its own functions, and for no others.
        let lame = crate::support::code::INVALPHONEHANDLE;
        for handle in [line.handle, call.handle] {
            assert_eq!(phones.get_status(handle), lame);
            assert_eq!(phones.close(handle), lame);
        }
        for handle in [phone, call.handle, 0, usize::MAX] {
            assert_eq!(lines.line_status(handle).0, code::INVALLINEHANDLE);
            assert_eq!(lines.close(handle), code::INVALLINEHANDLE);
        }
        for handle in [phone, line.handle, 0, usize::MAX] {
            assert_eq!(lines.call_status(handle).0, code::INVALCALLHANDLE);
            assert_eq!(lines.hold(1, handle), code::INVALCALLHANDLE);
            assert_eq!(lines.close_call(handle), code::INVALCALLHANDLE);
        }
        assert_eq!(phones.get_status(phone), 0);
        assert_eq!(lines.call_status(call.handle).0, 0);
        assert_eq!(lines.close(line.handle), 0);
        assert_eq!(lines.close(line.handle), code::INVALLINEHANDLE);
        // The call's handle has died with the line's.
        assert_eq!(lines.call_status(call.handle).0, code::INVALCALLHANDLE);
        let again = Line::open(lines, LINES);
        assert_ne!(again.handle, line.handle);
        office.shut_down();
        assert_eq!(lines.close(again.handle), code::INVALLINEHANDLE);
    });
}

#[test]
fn addresses_and_devices_of_a_line() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        assert_eq!(lines.addresses(line.handle), (0, 1));
        // LINEADDRESSMODE_DIALABLEADDR, and one that no line has.
        assert_eq!(lines.address_id(line.handle, 2, "101"), (0, 0));
        let wrong = lines.address_id(line.handle, 2, "102");
        assert_eq!(wrong, (code::INVALADDRESS, 7));
        let other = lines.address_id(line.handle, 1, "101");
        assert_eq!(other, (code::OPERATIONUNAVAIL, 7));

        // LINECALLSELECT_LINE, ADDRESS, CALL.
        let call = line.make(Some("0444"), None);
        for (line, call, select) in [
            (line.handle, 0, 1),
            (line.handle, 0, 2),
            (0, call.handle, 4),
        ] {
            let (result, id) = lines.id(line, call, select, "TAPI/line");
            assert_eq!(result, 0);
            assert_eq!(field(&id, VARSTRING), LINES.to_le_bytes());
            let (result, id) = lines.id(line, call, select, "tapi/phone");
            assert_eq!(result, 0);
            assert_eq!(field(&id, VARSTRING), PHONES.to_le_bytes());
        }
        let no_class = lines.id(line.handle, 0, 1, "wave/in").0;
        assert_eq!(no_class, code::INVALDEVICECLASS);
        let no_line = lines.id(0, 0, 1, "tapi/line").0;
        assert_eq!(no_line, code::INVALLINEHANDLE);
        let no_call = lines.id(line.handle, 0, 4, "tapi/line").0;
        assert_eq!(no_call, code::INVALCALLHANDLE);
        let nothing = lines.id(line.handle, 0, 3, "tapi/line").0;
        assert_eq!(nothing, code::INVALCALLSELECT);

        // The other way round, and a phone without a line.
        let phones = Tapi(office.exports);
        for (device, expected) in [(PHONES + 1, Some(LINES + 1)), (PHONES + 3, None)] {
            let (result, phone) = phones.open(device, 1, Some(ignore_event));
            assert_eq!(result, 0);
            let (mut id, class) = (room(), wide("tapi/line"));
            // SAFETY: the structure is as long as it says, and the class ends with a NUL.
            let result = unsafe {
                office
                    .exports
                    .phone_get_id(phone, id.as_mut_ptr(), class.as_ptr(), 0)
            };
            match expected {
                Some(line) => assert_eq!((result, dword(&id, 24)), (0, line)),
                None => assert_eq!(result, crate::support::code::INVALDEVICECLASS),
            }
        }
        office.shut_down();
    });
}

#[test]
fn the_author_s_devices_have_configurations() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        assert_eq!(lines.set_dev_config(LINES + 1, "tests/thing", b"set"), 0);
        let (result, config) = lines.dev_config(LINES + 1, "tests/thing");
        assert_eq!(result, 0);
        assert_eq!(field(&config, VARSTRING), b"set\x02");
        let no_class = code::INVALDEVICECLASS;
        assert_eq!(lines.dev_config(LINES, "tests/other").0, no_class);
        assert_eq!(lines.set_dev_config(LINES, "tests/other", b""), no_class);
        office.shut_down();
    });
}

#[test]
fn status_follows_the_calls_and_the_service() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let counts = |status: &[u8], first: usize| {
            [
                dword(status, first),
                dword(status, first + 4),
                dword(status, first + 8),
            ]
        };
        let (result, status) = lines.line_status(line.handle);
        assert_eq!((result, counts(&status, 20)), (0, [0; 3]));
        // Make a call and device-specific functions; connected and in service.
        assert_eq!((dword(&status, 32), dword(&status, 56)), (0x9, 0x5));
        assert_eq!(lines.could_call(line.handle, VOICE, None), 0);

        let call = line.make(Some("0444"), None);
        line.reach(call, crate::world::RINGBACK);
        let (_, status) = lines.line_status(line.handle);
        assert_eq!(counts(&status, 20), [1, 0, 0]);
        assert_eq!(dword(&status, 32), 0x1);
        let (result, status) = lines.address_status(line.handle, 0);
        assert_eq!((result, dword(&status, 12)), (0, 1));
        assert_eq!(counts(&status, 16), [1, 0, 0]);
        let busy = lines.could_call(line.handle, VOICE, None);
        assert_eq!(busy, code::RESOURCEUNAVAIL);
        let other = lines.address_status(line.handle, 1);
        assert_eq!(other.0, code::INVALADDRESSID);

        let other = Line::open(lines, LINES + 1);
        // A fax machine's media mode is no telephone's.
        let fax = lines.could_call(other.handle, 0x80, None);
        assert_eq!(fax, code::INVALMEDIAMODE);
        assert_eq!(lines.detect(other.handle, 0x80), code::INVALMEDIAMODE);
        assert_eq!(lines.detect(other.handle, 0), 0);
        let elsewhere = params(&[(48, &bytes("101"))]);
        let (mut here, mut elsewhere) = (params(&[(48, &bytes("102"))]), elsewhere);
        for each in [&mut here, &mut elsewhere] {
            each[24] = 2;
        }
        assert_eq!(lines.could_call(other.handle, VOICE, Some(&here)), 0);
        let not_here = lines.could_call(other.handle, VOICE, Some(&elsewhere));
        assert_eq!(not_here, code::OPERATIONUNAVAIL);

        assert!(
            office
                .control()
                .line_out_of_service(tspkit_provider::hal::LineId(2))
        );
        crate::support::until("it is out of service", || {
            dword(&lines.line_status(other.handle).1, 56) == 0
        });
        assert_eq!(dword(&lines.line_status(other.handle).1, 32), 0x1);
        office.shut_down();
    });
}

fn bytes(text: &str) -> Vec<u8> {
    wide(text).into_iter().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_is_no_state_is_refused() {
    within_reason(|| {
        let office = office!();
        let lines: Lines = office.lines;
        let line = Line::open(lines, LINES);
        let set = |states, addresses| lines.set_status_messages(line.handle, states, addresses);
        assert_eq!(set(0x01FF_FFFF, 0x1FF), 0);
        assert_eq!(set(0x0200_0000, 0), code::INVALLINESTATE);
        assert_eq!(set(0, 0x200), code::INVALADDRESSSTATE);
        office.shut_down();
    });
}
