//! TAPI closes a line, or a call, inside one of its messages: nothing follows.

use std::{collections::HashMap, sync::Mutex};

use crate::{
    office::{LINES, Office, office},
    support::{tapi::V3_0, until, within_reason},
    tapi::Lines,
    world::{
        LINE_ADDRESSSTATE, LINE_CALLINFO, LINE_CALLSTATE, LINE_LINEDEVSTATE, LINE_NEWCALL, Line,
        Message, RINGBACK, VOICE, done, next_handle,
    },
};

/// What is closed inside a message.
#[derive(Clone, Copy, PartialEq)]
enum Closed {
    Line,
    Call,
}

/// What one line does when it is told something.
struct Plan {
    lines: Lines,
    line: usize,
    closed: Closed,
    /// Inside the first message of that kind.
    at: u32,
    /// The call that has come in: the provider's handle and TAPI's.
    call: [usize; 2],
    is_done: bool,
    /// What was told afterwards of what had been closed.
    afterwards: Vec<Message>,
}

static PLANS: Mutex<Option<HashMap<usize, Plan>>> = Mutex::new(None);

fn with_plan<R>(tapi_line: usize, work: impl FnOnce(&mut Plan) -> R) -> R {
    let mut plans = PLANS.lock().unwrap();
    let plan = plans.as_mut().and_then(|plans| plans.get_mut(&tapi_line));
    work(plan.expect("the line has a plan"))
}

unsafe extern "system" fn closing_event(
    line: usize,
    call: usize,
    what: u32,
    p1: usize,
    p2: usize,
    p3: usize,
) {
    let due = with_plan(line, |plan| {
        let of_closed = plan.closed == Closed::Line || call == plan.call[1] && call != 0;
        if plan.is_done && of_closed {
            let params = [p1, p2, p3];
            plan.afterwards.push(Message {
                line,
                call,
                what,
                params,
            });
        }
        if what == LINE_NEWCALL {
            let handle = next_handle();
            plan.call = [p1, handle];
            // SAFETY: it points to where the provider wants the handle.
            unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(handle) };
        }
        let due = !plan.is_done && what == plan.at && plan.call[0] != 0;
        due.then_some((plan.lines, plan.closed, plan.line, plan.call[0]))
    });
    if let Some((lines, closed, own, call)) = due {
        let result = match closed {
            Closed::Line => lines.close(own),
            Closed::Call => lines.close_call(call),
        };
        assert_eq!(result, 0);
        with_plan(line, |plan| plan.is_done = true);
    }
}

fn nothing_follows(office: Office, closed: Closed, at: u32) {
    within_reason(move || {
        let lines = office.lines;
        let here = Line::open(lines, LINES);
        let tapi = next_handle();
        let (result, line) = lines.open_as(LINES + 1, tapi, V3_0, Some(closing_event));
        assert_eq!(result, 0);
        let plan = Plan {
            lines,
            line,
            closed,
            at,
            call: [0; 2],
            is_done: false,
            afterwards: Vec::new(),
        };
        let mut plans = PLANS.lock().unwrap();
        plans.get_or_insert_default().insert(tapi, plan);
        drop(plans);
        // Everything that there is.
        assert_eq!(lines.set_status_messages(line, 0x01FF_FFFF, 0x1FF), 0);
        assert_eq!(lines.detect(line, VOICE), 0);
        let caller = here.make(Some("102"), None);
        if at == LINE_CALLINFO {
            here.reach(caller, RINGBACK);
            done(|request| lines.set_call_data(request, caller.handle, b"news"));
        }
        until("it is closed", || with_plan(tapi, |plan| plan.is_done));
        // Everything has been told once this returns.
        office.shut_down();
        let afterwards = with_plan(tapi, |plan| plan.afterwards.clone());
        assert_eq!(afterwards, [], "closed inside message {at}");
    });
}

#[test]
fn a_line_is_closed_inside_the_news_of_a_call() {
    nothing_follows(office!(), Closed::Line, LINE_NEWCALL);
}

#[test]
fn a_line_is_closed_inside_a_call_s_state() {
    nothing_follows(office!(), Closed::Line, LINE_CALLSTATE);
}

#[test]
fn a_line_is_closed_inside_a_call_s_information() {
    nothing_follows(office!(), Closed::Line, LINE_CALLINFO);
}

#[test]
fn a_line_is_closed_inside_its_own_state() {
    nothing_follows(office!(), Closed::Line, LINE_LINEDEVSTATE);
}

#[test]
fn a_line_is_closed_inside_its_address_s_state() {
    nothing_follows(office!(), Closed::Line, LINE_ADDRESSSTATE);
}

#[test]
fn a_call_is_closed_inside_its_news() {
    nothing_follows(office!(), Closed::Call, LINE_NEWCALL);
}

#[test]
fn a_call_is_closed_inside_its_state() {
    nothing_follows(office!(), Closed::Call, LINE_CALLSTATE);
}

#[test]
fn a_call_is_closed_inside_its_information() {
    nothing_follows(office!(), Closed::Call, LINE_CALLINFO);
}
