//! New calls that TAPI has no room for, with nothing else happening to them: they are told again after a while.

use tspkit_driver_sim::Incoming;
use tspkit_provider::hal::{LineId, Party};

use crate::{
    office::{LINES, office},
    support::{code::line as code, until, within_reason},
    world::{CONNECTED, LINE_CALLSTATE, LINE_NEWCALL, Line, OFFERING, done, dword, messages, text},
};

/// The simulated office's number of the first line.
const FIRST: LineId = LineId(1);

fn somebody() -> Incoming {
    Incoming::new(Party::known("0301234", "Anna"))
}

#[test]
fn a_call_is_told_again_until_tapi_has_room_for_it() {
    within_reason(|| {
        let office = office!();
        let line = Line::open(office.lines, LINES);
        line.refuse(3);
        assert!(office.control().call_in(FIRST, somebody()).is_some());
        let call = line.comes_in(0);
        line.reach(call, OFFERING);
        let offered = line.told(LINE_NEWCALL);
        let taken: Vec<bool> = offered.iter().map(|told| told[1] != 0).collect();
        assert_eq!(taken, [false, false, false, true]);
        for refused in &offered[..3] {
            assert_eq!(
                office.lines.call_status(refused[0]).0,
                code::INVALCALLHANDLE
            );
        }
        // Nothing came before or between, and what came next is its state.
        let own = messages(|each| each.line == line.tapi && each.what <= LINE_CALLSTATE);
        assert_eq!(own[0].what, LINE_CALLSTATE);
        assert_eq!((own[0].call, own[0].params[0]), (call.tapi, OFFERING));
        assert_eq!(text(&line.info(call), 120), "Anna");
        done(|request| office.lines.answer(request, call.handle, b""));
        line.reach(call, CONNECTED);
        office.shut_down();
        assert_eq!(line.told(LINE_NEWCALL).len(), 4);
        let states: Vec<usize> = line.states(call).iter().map(|told| told[0]).collect();
        assert_eq!(states, [OFFERING, CONNECTED]);
    });
}

#[test]
fn a_call_that_tapi_never_takes_is_left_when_its_line_is_closed() {
    within_reason(|| {
        let office = office!();
        let line = Line::open(office.lines, LINES);
        line.set_full(true);
        assert!(office.control().call_in(FIRST, somebody()).is_some());
        until("it was tried again", || line.told(LINE_NEWCALL).len() > 2);
        assert_eq!(office.lines.close(line.handle), 0);
        let told = line.told(LINE_NEWCALL).len();
        // Whoever opens the line next is told of it as of any that is there.
        let other = Line::open(office.lines, LINES);
        let call = other.comes_in(0);
        other.reach(call, OFFERING);
        assert_eq!(dword(&office.lines.line_status(other.handle).1, 20), 1);
        office.shut_down();
        assert_eq!(line.told(LINE_NEWCALL).len(), told);
        assert_eq!(other.told(LINE_NEWCALL).len(), 1);
    });
}

#[test]
fn a_provider_is_shut_down_with_calls_that_tapi_did_not_take() {
    within_reason(|| {
        let office = office!();
        let line = Line::open(office.lines, LINES);
        line.set_full(true);
        assert!(office.control().call_in(FIRST, somebody()).is_some());
        until("it was tried", || !line.told(LINE_NEWCALL).is_empty());
        office.shut_down();
        let told = line.told(LINE_NEWCALL);
        assert!(told.iter().all(|told| told[1] == 0));
        assert_eq!(line.told(LINE_CALLSTATE), [[0; 3]; 0]);
    });
}
