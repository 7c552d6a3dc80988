//! Closing calls and lines, with requests open and calls up; lines that come and go.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use tspkit_driver_sim::{Incoming, LineRuleConfig};
use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider,
    hal::{
        Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, LineEvent, LineId,
        LineInfo, LineModel, LineReply, LineRequest, Party, PhoneId, PhoneReply, PhoneRequest,
        Stopped,
    },
    tspkit::OpenError,
};

use crate::{
    office::{LINES, kind, office},
    support::{code::line as code, tapi::V3_0, until, within_reason},
    tapi::Lines,
    world::{
        self, CONNECTED, IDLE, LINE_CLOSE, Line, OFFERING, completed_so_far, completion, done,
        event, messages, next_handle, next_request, outcome,
    },
};

#[test]
fn closing_a_call_answers_what_is_pending_before_it_returns() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let call = line.make(Some("0800"), None);
        line.reach(call, CONNECTED);
        let silent = LineRuleConfig::new()
            .request(kind("SendUserUserInfo"))
            .silence();
        office
            .control()
            .add_line_rule(&silent)
            .expect("the rule is good");
        let pending = [next_request(), next_request()];
        for request in pending {
            assert_eq!(
                lines.send(request, call.handle, b"x"),
                request.cast_signed()
            );
        }
        // Right after a drop, before its completion perhaps.
        let dropped = next_request();
        let result = lines.drop_call(dropped, call.handle, b"");
        assert_eq!(result, dropped.cast_signed());
        assert_eq!(lines.close_call(call.handle), 0);
        for request in pending {
            assert_eq!(completed_so_far(request), [code::OPERATIONFAILED]);
        }
        assert_eq!(completed_so_far(dropped).len(), 1);
        let told = messages(|each| each.call == call.tapi).len();
        // The line is free again.
        let next = line.make(Some("0800"), None);
        line.reach(next, CONNECTED);
        assert_eq!(messages(|each| each.call == call.tapi).len(), told);
        office.shut_down();
        assert_eq!(completed_so_far(dropped).len(), 1);
    });
}

#[test]
fn closing_a_line_ends_its_calls_and_shutting_down_all_of_them() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, there) = (Line::open(lines, LINES), Line::open(lines, LINES + 1));
        let caller = here.make(Some("102"), None);
        let partner = there.comes_in(0);
        done(|request| lines.answer(request, partner.handle, b""));
        here.reach(caller, CONNECTED);
        let silent = LineRuleConfig::new().request(kind("Hold")).silence();
        office
            .control()
            .add_line_rule(&silent)
            .expect("the rule is good");
        let held = next_request();
        assert_eq!(lines.hold(held, caller.handle), held.cast_signed());
        assert_eq!(lines.close(here.handle), 0);
        assert_eq!(completed_so_far(held), [code::OPERATIONFAILED]);
        assert_eq!(lines.call_info(caller.handle).0, code::INVALCALLHANDLE);
        there.reach(partner, world::DISCONNECTED);

        // With a call up and a request open, shutting down answers and ends everything.
        let again = Line::open(lines, LINES + 2);
        let last = again.make(Some("0800"), None);
        again.reach(last, CONNECTED);
        let held = next_request();
        assert_eq!(lines.hold(held, last.handle), held.cast_signed());
        office.shut_down();
        assert_eq!(completed_so_far(held), [code::OPERATIONFAILED]);
        assert_eq!(lines.line_status(again.handle).0, code::INVALLINEHANDLE);
        assert_eq!(lines.call_status(last.handle).0, code::INVALCALLHANDLE);
        assert_eq!(office.control().calls_up(), 0);
        assert!(here.told(LINE_CLOSE).is_empty());
    });
}

#[test]
fn a_call_that_was_only_watched_goes_on_when_tapi_loses_interest() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        let incoming = || Incoming::new(Party::known("0301234", "Anna"));
        assert!(office.control().call_in(LineId(1), incoming()).is_some());
        let call = line.comes_in(0);
        line.reach(call, OFFERING);
        assert_eq!(lines.close_call(call.handle), 0);
        assert_eq!(lines.call_status(call.handle).0, code::INVALCALLHANDLE);
        assert_eq!(office.control().calls_up(), 1);
        // Somebody may want calls anew: not this one.
        assert_eq!(lines.detect(line.handle, 0), 0);
        assert_eq!(lines.detect(line.handle, world::VOICE), 0);
        assert_eq!(lines.close(line.handle), 0);
        assert_eq!(office.control().calls_up(), 1);
        assert_eq!(line.told(world::LINE_NEWCALL).len(), 1);

        // A line that is opened finds it.
        let again = Line::open(lines, LINES);
        let found = again.comes_in(0);
        again.reach(found, OFFERING);
        done(|request| lines.drop_call(request, found.handle, b""));
        again.reach(found, IDLE);
        office.shut_down();
    });
}

static INSIDE: Mutex<Option<usize>> = Mutex::new(None);
static LET_GO: AtomicBool = AtomicBool::new(false);
static CLOSED: AtomicBool = AtomicBool::new(false);

/// TAPI's, which stays inside when it is told of a call's state until it may go.
unsafe extern "system" fn staying(
    _: usize,
    call: usize,
    what: u32,
    p1: usize,
    p2: usize,
    _: usize,
) {
    static HANDLE: AtomicUsize = AtomicUsize::new(0);
    if what == world::LINE_NEWCALL {
        HANDLE.store(p1, Ordering::SeqCst);
        // SAFETY: it points to where the provider wants the handle.
        unsafe { std::ptr::with_exposed_provenance_mut::<usize>(p2).write(0x77) };
    }
    if what == world::LINE_CALLSTATE {
        assert_eq!(call, 0x77);
        *INSIDE.lock().unwrap() = Some(HANDLE.load(Ordering::SeqCst));
        until("it may go", || LET_GO.load(Ordering::SeqCst));
    }
}

#[test]
fn closing_a_call_that_was_only_watched_waits_for_what_is_just_told_of_it() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (result, line) = lines.open(LINES, next_handle(), Some(staying));
        assert_eq!((result, lines.detect(line, world::VOICE)), (0, 0));
        let control = office.control();
        let incoming = Incoming::new(Party::known("0301234", "Anna"));
        let calling = thread::spawn(move || control.call_in(LineId(1), incoming));
        until("it is told", || INSIDE.lock().unwrap().is_some());
        let call = INSIDE.lock().unwrap().expect("it is told");
        let closing = thread::spawn(move || {
            assert_eq!(lines.close_call(call), 0);
            CLOSED.store(true, Ordering::SeqCst);
        });
        until("nobody finds it any more", || {
            lines.call_status(call).0 == code::INVALCALLHANDLE
        });
        // Time in which it could return too soon.
        thread::sleep(std::time::Duration::from_millis(50));
        assert!(!CLOSED.load(Ordering::SeqCst), "a callback is still inside");
        LET_GO.store(true, Ordering::SeqCst);
        closing.join().unwrap();
        assert!(calling.join().unwrap().is_some());
        assert_eq!(office.control().calls_up(), 1);
        office.shut_down();
    });
}

/// Lines in the test's hands.
struct Author;

static EVENTS: Mutex<Option<EventSink>> = Mutex::new(None);

#[derive(Default)]
struct Keeping(Mutex<Vec<Completion<LineReply>>>);

fn info(number: u32) -> LineInfo {
    let model = LineModel::new("a line for tests");
    LineInfo::new(LineId(number), "line", number.to_string(), model.into())
}

impl ServiceProvider for Author {
    fn about(&self) -> About {
        About::new("tspkit tests", "Lines that go", "going.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(Keeping::default()))
    }
}

impl Hardware for Keeping {
    fn inventory(&self) -> Inventory {
        (1..=3).fold(Inventory::new(), |all, number| all.line(info(number)))
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *EVENTS.lock().unwrap() = Some(events);
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn submit_line(&self, _line: LineId, _request: LineRequest, done: Completion<LineReply>) {
        self.0.lock().unwrap().push(done);
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        self.0.lock().unwrap().clear();
        *EVENTS.lock().unwrap() = None;
        Stopped::Clean
    }
}

static HANDLES: Handles = Handles::new();
static EXPORTS: Exports = Exports::new(&Author, Functions::all(), &HANDLES);

const PERMANENT: u32 = 11;
const TAPI_PROVIDER: usize = 0x7171;
const LINE_CREATE: u32 = 19;
const LINE_REMOVE: u32 = 25;

#[test]
fn lines_that_come_are_announced_and_what_goes_is_closed_first() {
    within_reason(|| {
        let (mut count, mut phones, mut options) = (0, 0, 9);
        // SAFETY: the outputs are variables, and the procedures functions.
        let result = unsafe {
            EXPORTS.provider_enum_devices(
                PERMANENT,
                &raw mut count,
                &raw mut phones,
                TAPI_PROVIDER,
                Some(event),
                None,
            )
        };
        assert_eq!((result, count, phones), (0, 3, 0));
        // Of the three, TAPI is told of two; line 4 comes by itself.
        // SAFETY: the output is a variable, and the procedure a function.
        let result = unsafe {
            EXPORTS.provider_init(
                V3_0,
                PERMANENT,
                100,
                0,
                2,
                0,
                Some(completion),
                &raw mut options,
            )
        };
        assert_eq!((result, options), (0, 0));
        let events = EVENTS.lock().unwrap().clone().expect("it has started");
        events.line(LineId(4), LineEvent::Added(info(4)));
        let told = |what: u32| {
            messages(|each| each.what == what && (each.line, each.call) == (0, 0))
                .iter()
                .map(|each| each.params)
                .collect::<Vec<_>>()
        };
        until("both are announced", || told(LINE_CREATE).len() == 2);
        let temporary = [3, 4].map(|number| (PERMANENT as usize) << 32 | number);
        let expected = temporary.map(|id| [TAPI_PROVIDER, id, 0]);
        assert_eq!(told(LINE_CREATE), expected);
        // SAFETY: it takes numbers only.
        let number = |id, device| unsafe { EXPORTS.provider_create_line_device(id, device) };
        assert_eq!(number(temporary[1], 205), 0);
        for (id, device) in [
            (temporary[1], 206),
            (temporary[0], 205),
            (temporary[0], 100),
            (1, 207),
        ] {
            assert_eq!(number(id, device), code::BADDEVICEID, "{id:#x} {device}");
        }
        let lines = Lines(&EXPORTS);
        let line = Line::open_deaf(lines, 205, V3_0);
        let (request, tapi) = (next_request(), next_handle());
        let (result, call) = lines.make_call(request, line.handle, tapi, Some("1"), None);
        assert_eq!(result, request.cast_signed());
        events.line(LineId(4), LineEvent::Removed);
        until("it is gone", || !told(LINE_REMOVE).is_empty());
        assert_eq!(told(LINE_REMOVE), [[205, 0, 0]]);
        assert_eq!(outcome(request), code::OPERATIONFAILED);
        assert_eq!(line.told(LINE_CLOSE), [[0; 3]]);
        assert_eq!(lines.close(line.handle), code::INVALLINEHANDLE);
        assert_eq!(lines.close_call(call), code::INVALCALLHANDLE);
        let gone = lines.open(205, 1, Some(event)).0;
        assert_eq!(gone, code::NODEVICE);
        // SAFETY: it takes numbers only.
        assert_eq!(unsafe { EXPORTS.provider_shutdown(V3_0, PERMANENT) }, 0);
        assert_eq!(told(LINE_REMOVE).len(), 1);
    });
}
