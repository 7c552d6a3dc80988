//! Messages: who is told of a call, what an application sets, what happens on lines.

use tspkit_driver_sim::Incoming;
use tspkit_provider::hal::{LineId, Party};

use crate::{
    office::{LINES, kind, office},
    support::{code::line as code, tapi::V3_0, until, within_reason},
    world::{
        CONNECTED, DISCONNECTED, IDLE, LINE_ADDRESSSTATE, LINE_CALLINFO, LINE_GENERATE,
        LINE_LINEDEVSTATE, LINE_NEWCALL, Line, OFFERING, VOICE, done, dword, text,
    },
};

/// The simulated office's number of the first line.
const FIRST: LineId = LineId(1);

fn somebody() -> Incoming {
    Incoming::new(Party::known("0301234", "Anna"))
}

#[test]
fn a_call_that_nobody_wants_is_not_told() {
    within_reason(|| {
        let office = office!();
        let line = Line::open_deaf(office.lines, LINES, V3_0);
        let id = office.control().call_in(FIRST, somebody());
        assert!(id.is_some());
        // It is there, and TAPI hears of it when there is somebody for it.
        until("it is there", || {
            dword(&office.lines.line_status(line.handle).1, 20) == 1
        });
        assert_eq!(office.lines.detect(line.handle, VOICE), 0);
        let call = line.comes_in(0);
        line.reach(call, OFFERING);
        assert_eq!(line.told(LINE_NEWCALL).len(), 1);
        let info = line.info(call);
        assert_eq!(text(&info, 112), "0301234");
        assert_eq!(text(&info, 120), "Anna");
        // Asking for it again tells nothing twice.
        assert_eq!(office.lines.detect(line.handle, 0), 0);
        assert_eq!(office.lines.detect(line.handle, VOICE), 0);
        done(|request| office.lines.answer(request, call.handle, b""));
        line.reach(call, CONNECTED);
        office.shut_down();
        assert_eq!(line.told(LINE_NEWCALL).len(), 1);
        let states: Vec<usize> = line.states(call).iter().map(|told| told[0]).collect();
        assert_eq!(states[..2], [OFFERING, CONNECTED]);
    });
}

#[test]
fn a_new_call_that_tapi_has_no_room_for_is_told_later() {
    within_reason(|| {
        let office = office!();
        let (line, caller_s) = (
            Line::open(office.lines, LINES),
            Line::open(office.lines, LINES + 1),
        );
        line.set_full(true);
        let caller = caller_s.make(Some("101"), None);
        until("TAPI was asked", || !line.told(LINE_NEWCALL).is_empty());
        let [refused, none, _] = line.told(LINE_NEWCALL)[0];
        assert_eq!(none, 0);
        until("the handle that TAPI did not take is none", || {
            office.lines.call_status(refused).0 == code::INVALCALLHANDLE
        });
        // Something happens to it: the caller gives up. What it was before is not told.
        done(|request| office.lines.drop_call(request, caller.handle, b""));
        let control = office.control();
        until("it is over there", || control.lines_settled());
        let tried = line.told(LINE_NEWCALL).len();
        until("TAPI was asked for it since", || {
            line.told(LINE_NEWCALL).len() > tried + 1
        });
        line.set_full(false);
        let late = line.comes_in(0);
        line.reach(late, DISCONNECTED);
        assert_eq!(line.states(late)[0][0], DISCONNECTED);
        done(|request| office.lines.drop_call(request, late.handle, b""));
        line.reach(late, IDLE);
        caller_s.reach(caller, IDLE);

        line.set_full(true);
        let seen = line.told(LINE_NEWCALL).len();
        let again = caller_s.make(Some("101"), None);
        until("TAPI was asked", || line.told(LINE_NEWCALL).len() > seen);
        line.set_full(false);
        // Whoever wants calls now is told of those that there are.
        assert_eq!(office.lines.detect(line.handle, 0), 0);
        assert_eq!(office.lines.detect(line.handle, VOICE), 0);
        let call = line.comes_in(1);
        line.reach(call, OFFERING);
        done(|request| office.lines.answer(request, call.handle, b""));
        caller_s.reach(again, CONNECTED);
        office.shut_down();
        // Nothing was told of a call without a handle.
        let lost = crate::world::messages(|each| {
            each.line == line.tapi && each.call == 0 && each.what <= 2 && each.what > 0
        });
        assert!(lost.is_empty(), "{lost:?}");
    });
}

#[test]
fn a_call_that_tapi_had_no_room_for_is_told_when_more_is_known_of_it() {
    within_reason(|| {
        let office = office!();
        let line = Line::open(office.lines, LINES);
        line.set_full(true);
        let came = office.control().call_in(FIRST, somebody());
        let id = came.expect("the line is free");
        until("TAPI was asked", || !line.told(LINE_NEWCALL).is_empty());
        line.set_full(false);
        let control = office.control();
        assert!(control.far_party(FIRST, id, Party::known("0301234", "Anna Ångström")));
        let call = line.comes_in(0);
        line.reach(call, OFFERING);
        until("her name", || {
            text(&line.info(call), 120) == "Anna Ångström"
        });
        // LINECALLINFOSTATE_CALLERID: from now on what changes is told as such.
        assert!(control.far_party(FIRST, id, Party::known("0301234", "Anna")));
        line.changes(call, 0x8000, 1);
        assert_eq!(text(&line.info(call), 120), "Anna");
        office.shut_down();
        let taken = line.told(LINE_NEWCALL);
        assert_eq!(taken.iter().filter(|told| told[1] != 0).count(), 1);
        let states: Vec<usize> = line.states(call).iter().map(|told| told[0]).collect();
        assert_eq!(states[0], OFFERING);
        assert_eq!(states.iter().filter(|state| **state == OFFERING).count(), 1);
    });
}

#[test]
fn what_an_application_sets_is_told_and_found() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let call = line.make(Some("0800"), None);
        line.reach(call, CONNECTED);
        assert_eq!(lines.set_app_specific(call.handle, 0x1234), 0);
        // LINECALLINFOSTATE_APPSPECIFIC.
        line.changes(call, 0x20, 1);
        assert_eq!(dword(&line.info(call), 36), 0x1234);
        // The same again is no change.
        assert_eq!(lines.set_app_specific(call.handle, 0x1234), 0);

        // Not known, and perhaps a voice: LINEMEDIAMODE_UNKNOWN is 2.
        assert_eq!(lines.set_media_mode(call.handle, VOICE | 2), 0);
        // LINECALLINFOSTATE_MEDIAMODE.
        line.changes(call, 0x10, 1);
        assert_eq!(dword(&line.info(call), 32), VOICE | 2);
        for wrong in [0, 0x80, VOICE | 8] {
            let result = lines.set_media_mode(call.handle, wrong);
            assert_eq!(result, code::INVALMEDIAMODE, "{wrong:#x}");
        }
        done(|request| lines.drop_call(request, call.handle, b""));
        line.reach(call, IDLE);
        let told = line.of_call(call, LINE_CALLINFO).len();
        // It can still be set, and nothing is told after the last state.
        assert_eq!(lines.set_app_specific(call.handle, 5), 0);
        assert_eq!(dword(&line.info(call), 36), 5);
        office.shut_down();
        assert_eq!(line.of_call(call, LINE_CALLINFO).len(), told);
        let app = line
            .of_call(call, LINE_CALLINFO)
            .iter()
            .filter(|params| params[0] == 0x20)
            .count();
        assert_eq!(app, 1);
    });
}

#[test]
fn digits_are_sent_and_what_is_none_is_left_out() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let call = line.make(Some("0800"), None);
        line.reach(call, CONNECTED);
        // As tones: LINEDIGITMODE_DTMF.
        assert_eq!(
            lines.generate_digits(call.handle, 77, 2, Some("12 x#Ab,")),
            0
        );
        let ended = |id: usize| {
            let own = line.of_call(call, LINE_GENERATE);
            own.into_iter()
                .filter(|params| params[1] == id)
                .collect::<Vec<_>>()
        };
        until("they are sent", || !ended(77).is_empty());
        // LINEGENERATETERM_DONE.
        let [[1, 77, ticks]] = ended(77)[..] else {
            panic!("{:?}", ended(77));
        };
        assert_ne!(ticks, 0, "when they were sent");
        let mode = lines.generate_digits(call.handle, 78, 6, Some("1"));
        assert_eq!(mode, code::INVALDIGITMODE);
        // Stopping what is not being sent tells nothing.
        assert_eq!(lines.generate_digits(call.handle, 79, 2, None), 0);
        office.shut_down();
        assert_eq!(ended(77).len(), 1);
        assert!(ended(78).is_empty() && ended(79).is_empty());
    });
}

#[test]
fn digits_that_are_still_being_sent_give_way_to_others() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let call = line.make(Some("0800"), None);
        line.reach(call, CONNECTED);
        let silent = tspkit_driver_sim::LineRuleConfig::new()
            .request(kind("GenerateDigits"))
            .silence();
        office
            .control()
            .add_line_rule(&silent)
            .expect("the rule is good");
        for id in [1, 2] {
            assert_eq!(lines.generate_digits(call.handle, id, 2, Some("1")), 0);
        }
        let told = || line.of_call(call, LINE_GENERATE);
        // Without when that was.
        let ended = || {
            told()
                .iter()
                .map(|params| [params[0], params[1]])
                .collect::<Vec<_>>()
        };
        until("the first are stopped", || !ended().is_empty());
        // LINEGENERATETERM_CANCEL.
        assert_eq!(ended(), [[2, 1]]);
        assert_eq!(lines.generate_digits(call.handle, 3, 2, None), 0);
        until("the second are stopped", || ended().len() == 2);
        assert_eq!(ended()[1], [2, 2]);
        assert_eq!(lines.generate_digits(call.handle, 4, 2, Some("1")), 0);
        assert_eq!(lines.close_call(call.handle), 0);
        // Closing the call has stopped the last.
        assert_eq!(ended()[2..], [[2, 4]]);
        office.shut_down();
        assert_eq!(ended().len(), 3);
    });
}

#[test]
fn what_happens_on_a_line_is_told_as_far_as_tapi_wants() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (line, deaf) = (Line::open(lines, LINES), Line::open(lines, LINES + 1));
        // Ringing, in and out of service, the number of calls; of the address, all.
        assert_eq!(
            lines.set_status_messages(line.handle, 0x8C2 | 0x4, 0x1FF),
            0
        );
        let control = office.control();
        assert!(control.line_out_of_service(FIRST));
        assert!(control.line_in_service(FIRST));
        assert!(control.line_out_of_service(LineId(2)));
        let told = |state: usize| {
            let own = line.told(LINE_LINEDEVSTATE);
            own.into_iter()
                .filter(|params| params[0] == state)
                .collect::<Vec<_>>()
        };
        // In service, and connected with it.
        until("it is in service", || !told(0x40).is_empty());
        assert_eq!(told(0x80).len(), 1);
        until("it is connected", || told(0x4).len() == 1);

        assert!(control.call_in(FIRST, somebody()).is_some());
        let call = line.comes_in(0);
        until("it rings", || !told(0x2).is_empty());
        // The ring mode, and the count, which starts at zero.
        assert_eq!(told(0x2)[0], [0x2, 1, 0]);
        until("one call", || !told(0x800).is_empty());
        until("the address is in use", || {
            // LINEADDRESSSTATE_NUMCALLS and INUSEONE.
            line.told(LINE_ADDRESSSTATE).contains(&[0, 0x20 | 0x8, 0])
        });
        done(|request| lines.drop_call(request, call.handle, b""));
        until("the address is free", || {
            line.told(LINE_ADDRESSSTATE).contains(&[0, 0x20 | 0x4, 0])
        });
        office.shut_down();
        assert!(deaf.told(LINE_LINEDEVSTATE).is_empty());
        assert!(deaf.told(LINE_ADDRESSSTATE).is_empty());
    });
}
