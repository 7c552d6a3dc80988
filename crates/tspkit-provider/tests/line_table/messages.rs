//! Every message of a scenario, with all its parameters.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use tspkit_driver_sim::OfficeConfig;
use tspkit_provider::hal::LineId;

use crate::{
    functions::{self, Walked},
    office::{Author, office},
    scene::{Desk, LATE, Scene, config},
    support::until,
    table::{self, Cell, Told},
    world::{
        Call, LINE_ADDRESSSTATE, LINE_CALLINFO, LINE_CALLSTATE, LINE_LINEDEVSTATE, LINE_NEWCALL,
        Line, Message, done, messages, messages_before, next_handle, next_request, outcome,
        position,
    },
};

/// Every `LINEDEVSTATE_` and `LINEADDRESSSTATE_` bit.
const ALL: [u32; 2] = [0x01FF_FFFF, 0x1FF];

/// `LINEDEVSTATE_RINGING`.
const RINGING: usize = 0x2;

#[test]
fn every_message_of_a_scenario_is_what_the_table_says() {
    functions::walk("messages", 88 + 2 * 14, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for (name, rows) in table::scenarios() {
            for line in [desk.under_test, desk.far, desk.third] {
                let [states, address_states] = ALL;
                let set =
                    desk.office
                        .lines
                        .set_status_messages(line.handle, states, address_states);
                assert_eq!(set, 0);
            }
            let mut stage = Stage::new(&desk);
            stage.play(name);
            desk.settle();
            stage.check(name, &rows, walked);
            stage.scene.clean(None);
        }
        desk.office.shut_down();
    });
}

/// A scenario while it is played.
struct Stage<'a> {
    desk: &'a Desk,
    scene: Scene<'a>,
    ends: HashMap<&'static str, (Line, Call)>,
    /// What TAPI has asked for, and the call that came of it.
    asked: Vec<(u32, Call)>,
    /// How many messages there had been when it began.
    from: usize,
}

fn count() -> usize {
    messages(|_| true).len()
}

impl<'a> Stage<'a> {
    fn new(desk: &'a Desk) -> Self {
        Self {
            desk,
            scene: desk.empty(),
            ends: HashMap::new(),
            asked: Vec::new(),
            from: count(),
        }
    }

    /// What follows is the scenario.
    fn begins(&mut self) {
        self.desk.settle();
        self.from = count();
    }

    /// A makes a call.
    fn calls(&mut self, number: Option<&str>) -> Call {
        let (line, request, tapi) = (self.desk.under_test, next_request(), next_handle());
        let (code, handle) = line
            .lines
            .make_call(request, line.handle, tapi, number, None);
        assert_eq!(code, request.cast_signed());
        assert_eq!(outcome(request), 0);
        self.new_call("A", request, Call { handle, tapi })
    }

    fn new_call(&mut self, end: &'static str, request: u32, call: Call) -> Call {
        let line = self.desk.under_test;
        self.scene.made.push((line, call));
        self.ends.insert(end, (line, call));
        self.asked.push((request, call));
        call
    }

    /// A calls B, where it comes in.
    fn calls_b(&mut self) -> (Call, Call) {
        let so_far = self.desk.far.told(LINE_NEWCALL).len();
        let call = self.calls(Some("202"));
        (call, self.comes_in(so_far))
    }

    fn comes_in(&mut self, so_far: usize) -> Call {
        let far = self.desk.far;
        let call = far.comes_in(so_far);
        far.reach(call, table::state("offering"));
        self.ends.insert("B", (far, call));
        call
    }

    /// A and B talk; what follows is the scenario.
    fn talk(&mut self) -> (Call, Call) {
        let (call, partner) = self.calls_b();
        let functions = self.desk.office.lines;
        done(|request| functions.answer(request, partner.handle, b""));
        self.reach("A", "connected");
        self.begins();
        (call, partner)
    }

    fn reach(&self, end: &str, state: &str) {
        let (line, call) = self.ends[end];
        line.reach(call, table::state(state));
    }

    fn drops(&self, end: &str) {
        let (line, call) = self.ends[end];
        done(|request| line.lines.drop_call(request, call.handle, b""));
        line.reach(call, table::state("idle"));
    }

    fn sets_up_a_transfer(&mut self, call: Call) -> Call {
        let (request, tapi) = (next_request(), next_handle());
        let (code, handle) = self
            .desk
            .office
            .lines
            .setup_transfer(request, call.handle, tapi);
        assert_eq!(code, request.cast_signed());
        assert_eq!(outcome(request), 0);
        let call = self.new_call("A2", request, Call { handle, tapi });
        self.reach("A2", "dialtone");
        call
    }

    fn play(&mut self, name: &str) {
        let functions = self.desk.office.lines;
        let control = self.desk.office.control();
        match name {
            "A calls B, B accepts and answers, A drops" => {
                let (_, partner) = self.calls_b();
                done(|request| functions.accept(request, partner.handle, b""));
                self.reach("A", "ringback");
                done(|request| functions.answer(request, partner.handle, b""));
                self.reach("A", "connected");
                self.drops("A");
                self.reach("B", "disconnected");
                self.drops("B");
            }
            "A calls a busy number, A drops" => {
                self.calls(Some("0555"));
                self.reach("A", "busy");
                self.drops("A");
            }
            "A asks for dial tone, dials B in parts, A drops" => {
                let so_far = self.desk.far.told(LINE_NEWCALL).len();
                let call = self.calls(None);
                for part in ["2;", "0;", "2"] {
                    done(|request| functions.dial(request, call.handle, part));
                }
                self.comes_in(so_far);
                self.reach("A", "ringback");
                self.drops("A");
            }
            "A calls B, B rejects" => {
                self.calls_b();
                self.reach("A", "ringback");
                self.drops("B");
                self.reach("A", "disconnected");
            }
            "A calls B, A gives up" => {
                self.calls_b();
                self.reach("A", "ringback");
                self.drops("A");
                self.reach("B", "disconnected");
            }
            "A and B talk, B sends user-user information twice, A releases once" => {
                let (call, partner) = self.talk();
                for message in [&b"first"[..], b"second"] {
                    done(|request| functions.send(request, partner.handle, message));
                }
                self.desk.settle();
                let told = self.told("A").len();
                assert_eq!(told, 1, "the second waits");
                done(|request| functions.release(request, call.handle));
            }
            "A and B talk, B sets call data" => {
                let (_, partner) = self.talk();
                done(|request| functions.set_call_data(request, partner.handle, b"data"));
            }
            "A and B talk, A holds, B hangs up" => {
                let (call, _) = self.talk();
                done(|request| functions.hold(request, call.handle));
                self.reach("A", "onhold");
                // Numbers of calls that follow each other quickly are told at once.
                self.desk.settle();
                self.drops("B");
                self.reach("A", "disconnected");
            }
            "A and B talk, A sets up a transfer, drops the consultation call" => {
                let (call, _) = self.talk();
                self.sets_up_a_transfer(call);
                self.drops("A2");
            }
            "A and B talk, A sets up a transfer, retrieves the call" => {
                let (call, _) = self.talk();
                self.sets_up_a_transfer(call);
                done(|request| functions.unhold(request, call.handle));
            }
            "A and B talk, A closes the call" => {
                let (call, _) = self.talk();
                assert_eq!(functions.close_call(call.handle), 0);
            }
            "A's line goes out of service and comes back" => {
                assert!(control.line_out_of_service(LineId(1)));
                assert!(control.line_in_service(LineId(1)));
            }
            "A and B talk, A's line goes out of service" => {
                self.talk();
                assert!(control.line_out_of_service(LineId(1)));
                self.desk.settle();
                assert!(control.line_in_service(LineId(1)));
            }
            "A wants no status messages, B calls A" => {
                let line = self.desk.under_test;
                assert_eq!(functions.set_status_messages(line.handle, 0, 0), 0);
                self.begins();
                let so_far = line.told(LINE_NEWCALL).len();
                self.scene.make(self.desk.far, Some("201"));
                let call = line.comes_in(so_far);
                line.reach(call, table::state("offering"));
            }
            name => panic!("nobody knows how to play: {name}"),
        }
    }

    /// What was told of an end's call, in order.
    fn told(&self, end: &str) -> Vec<(u32, [usize; 3])> {
        let (line, call) = self.ends[end];
        let own = |each: &Message| {
            each.line == line.tapi
                && (each.call == call.tapi
                    || each.what == LINE_NEWCALL && each.params[1] == call.tapi)
        };
        self.since(own)
    }

    fn since(&self, wanted: impl Fn(&Message) -> bool) -> Vec<(u32, [usize; 3])> {
        let all = messages(|_| true);
        let own = all[self.from..].iter().filter(|each| wanted(each));
        own.map(|each| (each.what, each.params)).collect()
    }

    /// What was told of an end's line itself.
    fn told_of_line(&self, end: &str) -> Vec<(u32, [usize; 3])> {
        let line = if end == "A" {
            self.desk.under_test
        } else {
            self.desk.far
        };
        self.since(|each| each.line == line.tapi && each.call == 0 && each.what != LINE_NEWCALL)
    }

    fn check(&self, name: &str, rows: &[Told], walked: &mut Walked) {
        let mut places: HashMap<(&str, &str), usize> = HashMap::new();
        for [kind, end, message] in rows {
            let place = places.entry((kind, end)).or_default();
            let problem = match *kind {
                "call" => self.wrong_of_call(end, message, place),
                "line" => self.wrong_of_line(end, message, place),
                _ => {
                    let told = self.told_of_line(end);
                    (!told.is_empty()).then(|| format!("TAPI was told {told:x?}"))
                }
            };
            walked.cell(&format!("{name}: {end} {message}"), problem);
        }
        // Exactly these.
        for end in ["A", "A2", "B"] {
            let expected = places.get(&("call", end)).copied();
            if let Some(expected) = expected {
                let told = self.told(end);
                let too_many = told.len() > expected;
                let problem = too_many.then(|| format!("and also {:x?}", &told[expected..]));
                if problem.is_some() {
                    walked.wrong.push(format!("{name}: {end}: {problem:?}"));
                }
            }
        }
        walked.cell(&format!("{name}: completions come first"), self.early());
        walked.cell(&format!("{name}: rings"), self.wrong_rings());
    }

    /// The message of that place is this.
    fn wrong_of_call(&self, end: &str, message: &'static str, place: &mut usize) -> Option<String> {
        let (_, call) = self.ends[end];
        let words: Vec<&str> = message.split(' ').collect();
        let expected = match words[..] {
            ["CALLSTATE", state, detail, media] => {
                let detail = table::constant(Cell::of(detail).word);
                let params = [table::state(state), detail, table::constant(media)];
                (LINE_CALLSTATE, params)
            }
            ["CALLINFO", bit, "0", "0"] => (LINE_CALLINFO, [table::change(bit), 0, 0]),
            ["NEWCALL", "hdCall", "pointer", "0"] => (LINE_NEWCALL, [call.handle, call.tapi, 0]),
            _ => panic!("the table has no such message: {message}"),
        };
        let at = *place;
        *place += 1;
        let began = Instant::now();
        while self.told(end).len() <= at && began.elapsed() < LATE {
            std::thread::sleep(Duration::from_millis(1));
        }
        let found = self.told(end).get(at).copied();
        (found != Some(expected)).then(|| format!("TAPI was told {found:x?}"))
    }

    /// The message comes at that place or later.
    fn wrong_of_line(&self, end: &str, message: &str, place: &mut usize) -> Option<String> {
        let words: Vec<&str> = message.split(' ').collect();
        let has = |found: usize, bits: usize| found & bits == bits;
        let fits = |(what, params): &(u32, [usize; 3])| match words[..] {
            ["LINEDEVSTATE", state, first, second] => {
                *what == LINE_LINEDEVSTATE
                    && has(params[0], bits(*what, state))
                    && params[1..] == [first, second].map(number)
            }
            ["ADDRESSSTATE", "0", state, "0"] => {
                *what == LINE_ADDRESSSTATE
                    && (params[0], params[2]) == (0, 0)
                    && has(params[1], bits(*what, state))
            }
            _ => panic!("the table has no such message: {message}"),
        };
        let told = self.told_of_line(end);
        match told[*place..].iter().position(fits) {
            Some(further) => {
                *place += further + 1;
                None
            }
            None => Some(format!("TAPI was told {:x?}", &told[*place..])),
        }
    }

    /// Nothing is told of a call before the request that makes it has been completed.
    fn early(&self) -> Option<String> {
        let early = |(request, call): &&(u32, Call)| {
            let first = position(|each| each.call == call.tapi);
            first.is_some_and(|first| messages_before(*request).is_none_or(|done| first < done))
        };
        let found = self.asked.iter().find(early);
        found.map(|(request, _)| format!("of the call of request {request} something was told"))
    }

    /// A line rings in a mode, and what is counted goes up by one from zero.
    fn wrong_rings(&self) -> Option<String> {
        for end in ["A", "B"] {
            let told = self.told_of_line(end);
            let rings = told
                .iter()
                .filter(|(what, params)| *what == LINE_LINEDEVSTATE && params[0] & RINGING != 0);
            for (expected, (_, params)) in rings.enumerate() {
                if params[1] != 1 || params[2] != expected {
                    return Some(format!("{end} was told {params:x?}"));
                }
            }
        }
        None
    }
}

fn number(word: &str) -> usize {
    word.parse().expect("it is a number")
}

/// `LINEDEVSTATE_` and `LINEADDRESSSTATE_` bits by their names, as the header has them.
fn bits(what: u32, names: &str) -> usize {
    let bit = |name: &str| match name {
        "NUMCALLS" if what == LINE_ADDRESSSTATE => 0x20,
        "NUMCALLS" => 0x800,
        "RINGING" => RINGING,
        "INSERVICE" => 0x40,
        "OUTOFSERVICE" => 0x80,
        "INUSEZERO" => 0x4,
        "INUSEONE" => 0x8,
        name => panic!("there is no state {name} here"),
    };
    names.split('+').map(bit).sum()
}

/// An office whose lines ring quickly.
fn ringing() -> OfficeConfig {
    let mut config = config();
    config.switch = config.switch.ring_every(Duration::from_millis(5));
    config
}

#[test]
fn rings_are_counted_from_zero() {
    functions::walk("rings", 2, |walked| {
        let desk = Desk::start(office!(Author::of(ringing)));
        let (line, functions) = (desk.far, desk.office.lines);
        assert_eq!(
            functions.set_status_messages(line.handle, ALL[0], ALL[1]),
            0
        );
        for round in 0..2 {
            let mut stage = Stage::new(&desk);
            let (_, partner) = stage.calls_b();
            let rings = || {
                let told = stage.told_of_line("B").into_iter();
                told.filter(|(what, params)| *what == LINE_LINEDEVSTATE && params[0] == RINGING)
                    .count()
            };
            until("it has rung five times", || rings() >= 5);
            done(|request| functions.answer(request, partner.handle, b""));
            stage.reach("A", "connected");
            desk.settle();
            walked.cell(&format!("round {round}"), stage.wrong_rings());
            stage.scene.clean(None);
        }
        desk.office.shut_down();
    });
}
