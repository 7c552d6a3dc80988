//! TAPI calls back in from inside messages and completions.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use crate::{
    office::{LINES, office},
    support::{tapi::V3_0, until, within_reason},
    tapi::Lines,
    world::{
        CONNECTED, DISCONNECTED, IDLE, LINE_CALLSTATE, LINE_NEWCALL, Line, OFFERING, VOICE,
        completed_so_far, done, next_request, outcome,
    },
};

/// The provider whose calls are answered inside messages.
static ANSWERING: Mutex<Option<Lines>> = Mutex::new(None);
static ANSWERED: AtomicUsize = AtomicUsize::new(0);
static CLOSED: AtomicUsize = AtomicUsize::new(0);
static CALL: AtomicUsize = AtomicUsize::new(0);
static REQUEST: AtomicUsize = AtomicUsize::new(0);

/// Answers what is offered, looks at it whenever something happens, and closes it when the other side has gone.
unsafe extern "system" fn busy_event(
    line: usize,
    call: usize,
    what: u32,
    p1: usize,
    p2: usize,
    p3: usize,
) {
    // SAFETY: it is given what this function is given.
    unsafe { crate::world::event(line, call, what, p1, p2, p3) };
    let lines = ANSWERING.lock().unwrap().expect("the test has set it");
    match what {
        LINE_NEWCALL => {
            CALL.store(p1, Ordering::SeqCst);
            // It can be looked at already.
            assert_eq!(lines.call_info(p1).0, 0);
        }
        LINE_CALLSTATE if p1 == OFFERING => {
            let request = next_request();
            REQUEST.store(request as usize, Ordering::SeqCst);
            let answered = lines.answer(request, CALL.load(Ordering::SeqCst), b"inside");
            assert_eq!(answered, request.cast_signed());
            ANSWERED.fetch_add(1, Ordering::SeqCst);
        }
        LINE_CALLSTATE if p1 == DISCONNECTED => {
            assert_eq!(lines.close_call(CALL.load(Ordering::SeqCst)), 0);
            CLOSED.fetch_add(1, Ordering::SeqCst);
        }
        _ => {}
    }
}

#[test]
fn a_call_is_answered_and_closed_inside_its_messages() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        *ANSWERING.lock().unwrap() = Some(lines);
        let here = Line::open(lines, LINES);
        let tapi = crate::world::next_handle();
        let (result, handle) = lines.open_as(LINES + 1, tapi, V3_0, Some(busy_event));
        assert_eq!(result, 0);
        assert_eq!(lines.detect(handle, VOICE), 0);
        let caller = here.make(Some("102"), None);
        here.reach(caller, CONNECTED);
        here.shows(caller, 248, b"inside");
        until("it is answered", || ANSWERED.load(Ordering::SeqCst) == 1);
        let request = u32::try_from(REQUEST.load(Ordering::SeqCst)).expect("it is one");
        assert_eq!(outcome(request), 0);
        done(|request| lines.drop_call(request, caller.handle, b""));
        here.reach(caller, IDLE);
        until("it is closed", || CLOSED.load(Ordering::SeqCst) == 1);
        // After that nothing more: not even the last state.
        office.shut_down();
        let last = crate::world::messages(|each| each.line == tapi && each.what == LINE_CALLSTATE);
        assert_eq!(last.last().map(|told| told.params[0]), Some(DISCONNECTED));
        assert_eq!(completed_so_far(request), [0]);
    });
}
