//! A call from one line to another, with everything that goes with it.

use crate::{
    office::{LINES, kind, office},
    support::{code::line as code, until, within_reason},
    world::{
        ACCEPTED, CALLDATA, CONNECTED, DISCONNECTED, IDLE, Line, OFFERING, RINGBACK, USERUSERINFO,
        VOICE, ask, completed_so_far, done, dword, field, next_handle, next_request, outcome,
        params, text,
    },
};

const USER_USER: usize = 248;
const HIGH_LAYER: usize = 256;
const LOW_LAYER: usize = 264;
const DEV_SPECIFIC: usize = 288;
const CALL_DATA: usize = 300;

#[test]
fn everything_goes_with_a_call_and_comes_out_at_the_other_end() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, there) = (Line::open(lines, LINES), Line::open(lines, LINES + 1));
        let given = params(&[
            (80, b"\x04hello\0there"),
            (88, b"high"),
            (96, b"low\0"),
            (104, b"specific"),
            (156, b"data of the call"),
        ]);
        let caller = here.make(Some("102"), Some(&given));
        let partner = there.comes_in(0);
        there.reach(partner, OFFERING);
        // The media mode goes with each state.
        let first = there.states(partner)[0];
        assert_eq!((first[0], first[2]), (OFFERING, VOICE as usize));
        let info = there.info(partner);
        assert_eq!(field(&info, USER_USER), b"\x04hello\0there");
        assert_eq!(field(&info, HIGH_LAYER), b"high");
        assert_eq!(field(&info, LOW_LAYER), b"low\0");
        assert_eq!(field(&info, DEV_SPECIFIC), b"specific");
        assert_eq!(field(&info, CALL_DATA), b"data of the call");
        assert_eq!(dword(&info, 16), LINES + 1, "dwLineDeviceID");
        assert_eq!(dword(&info, 32), VOICE, "dwMediaMode");
        assert_eq!(
            (text(&info, 112), text(&info, 120)),
            ("101".into(), "Reception".into())
        );
        // Both ends have the switch's number of the call.
        let (result, ids) = lines.call_ids(caller.handle);
        assert_eq!((result, ids[0]), (0, 0));
        assert_eq!(lines.call_ids(partner.handle), (0, ids));
        assert_eq!(dword(&info, 40), ids[1]);
        assert_eq!(lines.call_address(partner.handle), (0, 0));

        done(|request| lines.accept(request, partner.handle, b"accepted"));
        there.reach(partner, ACCEPTED);
        here.reach(caller, RINGBACK);
        here.shows(caller, USER_USER, b"accepted");
        done(|request| lines.release(request, caller.handle));
        done(|request| lines.answer(request, partner.handle, b"answered"));
        here.reach(caller, CONNECTED);
        there.reach(partner, CONNECTED);
        here.shows(caller, USER_USER, b"answered");
        let (result, status) = lines.call_status(caller.handle);
        assert_eq!((result, dword(&status, 12)), (0, 0x100));
        // Drop, hold, and send user-user information, among others.
        assert_eq!(dword(&status, 24) & 0x0010_0880, 0x0010_0880);
        office.shut_down();
    });
}

#[test]
fn messages_wait_for_one_another() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, there) = (Line::open(lines, LINES), Line::open(lines, LINES + 1));
        let caller = here.make(Some("102"), None);
        let partner = there.comes_in(0);
        done(|request| lines.answer(request, partner.handle, b""));
        here.reach(caller, CONNECTED);
        there.reach(partner, CONNECTED);

        for message in [&b"first"[..], b"second"] {
            done(|request| lines.send(request, caller.handle, message));
        }
        there.changes(partner, USERUSERINFO, 1);
        there.shows(partner, USER_USER, b"first");
        done(|request| lines.send(request, partner.handle, b"the other way"));
        here.shows(caller, USER_USER, b"the other way");
        // Still the first: what is shown is never written over.
        assert_eq!(field(&there.info(partner), USER_USER), b"first");
        done(|request| lines.release(request, partner.handle));
        there.changes(partner, USERUSERINFO, 2);
        there.shows(partner, USER_USER, b"second");
        done(|request| lines.release(request, partner.handle));
        assert!(field(&there.info(partner), USER_USER).is_empty());
        // Nothing held is no error.
        done(|request| lines.release(request, partner.handle));

        done(|request| lines.set_call_data(request, partner.handle, b"wrapped up"));
        here.changes(caller, CALLDATA, 1);
        here.shows(caller, CALL_DATA, b"wrapped up");
        done(|request| lines.drop_call(request, caller.handle, b"the last"));
        here.reach(caller, IDLE);
        there.reach(partner, DISCONNECTED);
        there.shows(partner, USER_USER, b"the last");
        done(|request| lines.drop_call(request, partner.handle, b""));
        there.reach(partner, IDLE);
        for call in [caller, partner] {
            assert_eq!(lines.close_call(call.handle), 0);
            assert_eq!(lines.close_call(call.handle), code::INVALCALLHANDLE);
        }
        // Nothing was told after the last state, but the states before it once each.
        for (line, call) in [(here, caller), (there, partner)] {
            let states: Vec<usize> = line.states(call).iter().map(|told| told[0]).collect();
            assert_eq!(states.iter().filter(|state| **state == IDLE).count(), 1);
            assert_eq!(states.last(), Some(&IDLE));
        }
        office.shut_down();
    });
}

#[test]
fn what_does_not_go_is_refused_with_its_code() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, there) = (Line::open(lines, LINES), Line::open(lines, LINES + 1));
        let refused = next_request();
        let make = |number: Option<&str>, params: Option<&[u8]>| {
            let (result, _) = lines.make_call(refused, here.handle, next_handle(), number, params);
            result
        };
        assert_eq!(make(Some("1?2"), None), code::DIALPROMPT);
        assert_eq!(make(Some("12x"), None), code::INVALADDRESS);
        let large = [4; 132];
        let too_big = params(&[(80, &large)]);
        assert_eq!(make(Some("102"), Some(&too_big)), code::USERUSERINFOTOOBIG);
        let too_much = params(&[(156, &[1; 4097])]);
        assert_eq!(make(Some("102"), Some(&too_much)), code::INVALCALLPARAMS);
        let mut outside = params(&[(80, b"x")]);
        outside[80] = 2;
        assert_eq!(make(Some("102"), Some(&outside)), code::INVALCALLPARAMS);
        let mut overflowing = params(&[(80, b"x")]);
        overflowing[84..88].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(make(Some("102"), Some(&overflowing)), code::INVALCALLPARAMS);
        let mut small = params(&[]);
        small[0] = 179;
        assert_eq!(make(Some("102"), Some(&small)), code::STRUCTURETOOSMALL);
        let mut other_address = params(&[]);
        (other_address[24], other_address[28]) = (1, 1);
        assert_eq!(
            make(Some("102"), Some(&other_address)),
            code::INVALADDRESSID
        );
        let mut fax = params(&[]);
        fax[16] = 0x80;
        assert_eq!(make(Some("102"), Some(&fax)), code::INVALMEDIAMODE);

        // A limit is a limit: what just fits goes.
        let caller = here.make(Some("102"), Some(&params(&[(80, &large[1..])])));
        let partner = there.comes_in(0);
        there.shows(partner, USER_USER, &large[1..]);
        let answer = lines.answer(refused, partner.handle, &large);
        assert_eq!(answer, code::USERUSERINFOTOOBIG);
        assert_eq!(
            lines.accept(refused, caller.handle, b""),
            code::INVALCALLSTATE
        );
        assert_eq!(lines.hold(refused, caller.handle), code::INVALCALLSTATE);
        let dialled = lines.dial(refused, partner.handle, "1");
        assert_eq!(dialled, code::INVALCALLSTATE);
        let digits = lines.generate_digits(partner.handle, 1, 2, Some("1"));
        assert_eq!(digits, code::INVALCALLSTATE);
        done(|request| lines.answer(request, partner.handle, &large[1..]));
        here.reach(caller, CONNECTED);
        here.shows(caller, USER_USER, &large[1..]);
        let sent = lines.send(refused, caller.handle, &[0; 1025]);
        assert_eq!(sent, code::USERUSERINFOTOOBIG);
        let data = lines.set_call_data(refused, caller.handle, &[0; 4097]);
        assert_eq!(data, code::INVALPARAM);
        for request in [0, 0x8000_0000, u32::MAX] {
            assert_eq!(lines.hold(request, caller.handle), code::INVALPARAM);
            let result = lines.make_call(request, here.handle, 1, Some("102"), None);
            assert_eq!(result.0, code::INVALPARAM);
        }
        office.shut_down();
        assert!(completed_so_far(refused).is_empty());
    });
}

#[test]
fn a_call_is_dialled_digit_by_digit() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, there) = (Line::open(lines, LINES), Line::open(lines, LINES + 2));
        let caller = here.make(None, None);
        here.reach(caller, crate::world::DIALTONE);
        done(|request| lines.dial(request, caller.handle, "1;"));
        done(|request| lines.dial(request, caller.handle, "03"));
        let partner = there.comes_in(0);
        done(|request| lines.answer(request, partner.handle, b""));
        here.reach(caller, CONNECTED);
        office.shut_down();
    });
}

#[test]
fn busy_unknown_and_outside_numbers() {
    within_reason(|| {
        let office = office!();
        let here = Line::open(office.lines, LINES);
        for (number, state) in [("0555", 0x40), ("0800", CONNECTED), ("0999", DISCONNECTED)] {
            let call = here.make(Some(number), None);
            here.reach(call, state);
            done(|request| office.lines.drop_call(request, call.handle, b""));
            here.reach(call, IDLE);
            assert_eq!(office.lines.close_call(call.handle), 0);
        }
        let nobody = here.make(Some("7"), None);
        here.reach(nobody, DISCONNECTED);
        let told = here.states(nobody);
        let last = told.iter().find(|told| told[0] == DISCONNECTED);
        // LINEDISCONNECTMODE_BADADDRESS.
        assert_eq!(last.map(|told| told[1]), Some(0x80));
        office.shut_down();
    });
}

#[test]
fn device_specific_requests_of_lines_and_calls() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let other = Line::open(lines, LINES + 1);
        let call = line.make(Some("0444"), None);
        let of_line = ask(|request| lines.dev_specific(request, line.handle, 0, b"what"));
        assert_eq!(of_line, 0);
        let of_call = ask(|request| lines.dev_specific(request, line.handle, call.handle, b"what"));
        assert_eq!(of_call, 0);
        let request = next_request();
        let wrong = lines.dev_specific(request, other.handle, call.handle, b"what");
        assert_eq!(wrong, code::INVALCALLHANDLE);
        office.shut_down();
        assert!(completed_so_far(request).is_empty());
    });
}

#[test]
fn the_hardware_s_own_errors_are_those_of_completions() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let rule = tspkit_driver_sim::LineRuleConfig::new()
            .request(kind("MakeCall"))
            .error(tspkit_provider::abi::LineError::CallUnavail);
        office
            .control()
            .add_line_rule(&rule)
            .expect("the rule is good");
        let (request, tapi) = (next_request(), next_handle());
        let (result, handle) = lines.make_call(request, line.handle, tapi, Some("102"), None);
        assert_eq!(result, request.cast_signed());
        // LINEERR_CALLUNAVAIL.
        assert_eq!(outcome(request), 0x8000_0005_u32.cast_signed());
        // The handle is to be closed, or forgotten; nothing was told of the call.
        let (result, status) = lines.call_status(handle);
        assert_eq!((result, dword(&status, 12)), (0, 1), "LINECALLSTATE_IDLE");
        assert_eq!(dword(&status, 24), 0, "nothing can be done with it");
        assert_eq!(lines.close_call(handle), 0);
        assert_eq!(lines.close_call(handle), code::INVALCALLHANDLE);
        let call = crate::world::Call { handle, tapi };
        until("nothing is told", || line.states(call).is_empty());
        office.shut_down();
        assert!(line.states(call).is_empty());
    });
}

#[test]
fn panics_of_driver_and_author_are_contained() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let call = line.make(Some("0800"), None);
        line.reach(call, CONNECTED);
        let panics = tspkit_driver_sim::LineRuleConfig::new()
            .request(kind("Hold"))
            .nth(1)
            .panic();
        let control = office.control();
        control.add_line_rule(&panics).expect("the rule is good");
        let held = ask(|request| lines.hold(request, call.handle));
        assert_eq!(held, code::OPERATIONFAILED);
        let (result, _) = lines.dev_config(LINES, "tests/panic");
        assert_eq!(result, code::OPERATIONFAILED);
        // Everything goes on.
        done(|request| lines.hold(request, call.handle));
        line.reach(call, crate::world::ONHOLD);
        office.shut_down();
    });
}
