//! Brings calls into states.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tspkit_driver_sim::OfficeConfig;

use crate::{
    functions::Ending,
    office::{LINES, Office},
    support::until,
    table,
    world::{
        Call, LINE_NEWCALL, Line, Message, done, messages, next_handle, next_request, outcome,
    },
};

/// How long a message may be on its way after everything has settled. Nothing is measured by it.
pub const LATE: Duration = Duration::from_secs(120);

pub fn config() -> OfficeConfig {
    OfficeConfig::from_toml(include_str!("office.toml")).expect("the office is valid")
}

/// The lines of the office: the one under test, two others, and one that does not alert by itself.
pub struct Desk {
    pub office: Office,
    pub under_test: Line,
    pub far: Line,
    pub third: Line,
    pub quiet: Line,
    fence: (Line, Call),
    fences: AtomicU32,
}

/// A call in a state, another if a function wants two, and all there are.
pub struct Scene<'a> {
    desk: &'a Desk,
    pub call: Call,
    pub other: Option<Call>,
    /// With their lines; those that came in are found in the messages.
    pub made: Vec<(Line, Call)>,
    /// How many messages there were of new calls.
    before: usize,
    /// The far end of the call that was brought last, when it is one of the lines.
    far: Option<Far>,
}

/// The far end of a call, when it is one of the lines.
pub type Far = (Line, Call);

/// Something makes a call come in on a line: that.
#[track_caller]
fn incoming(line: Line, make: impl FnOnce()) -> Call {
    let so_far = line.told(LINE_NEWCALL).len();
    make();
    line.comes_in(so_far)
}

impl Desk {
    #[track_caller]
    pub fn start(office: Office) -> Self {
        let open = |number| Line::open(office.lines, LINES + number);
        let fence = open(4);
        let waiting = fence.make(None, None);
        fence.reach(waiting, table::state("dialtone"));
        Self {
            office,
            under_test: open(0),
            far: open(1),
            third: open(2),
            quiet: open(3),
            fence: (fence, waiting),
            fences: AtomicU32::new(0),
        }
    }

    /// Waits until everything that has happened has been told: it happened on the switch, and what is told is told
    /// in order.
    #[track_caller]
    pub fn settle(&self) {
        let control = self.office.control();
        until("the lines are settled", || control.lines_settled());
        let number = self.fences.fetch_add(1, Ordering::SeqCst) + 1;
        let (line, call) = self.fence;
        assert_eq!(self.office.lines.set_app_specific(call.handle, number), 0);
        line.changes(call, table::change("APPSPECIFIC"), number as usize);
    }

    /// What TAPI was told of a call of the line under test after so many messages of it.
    pub fn told(&self, call: Call) -> Vec<Message> {
        messages(|each| each.line == self.under_test.tapi && each.call == call.tapi)
    }

    fn all(&self) -> [Line; 4] {
        [self.under_test, self.far, self.third, self.quiet]
    }

    /// The calls that came in on lines, all of them so far.
    fn came(&self) -> Vec<(Line, Call)> {
        let of = |told: &Message| self.all().into_iter().find(|line| line.tapi == told.line);
        messages(|each| each.what == LINE_NEWCALL && of(each).is_some())
            .iter()
            .map(|each| {
                let [handle, tapi, _] = each.params;
                (of(each).expect("it was found"), Call { handle, tapi })
            })
            .collect()
    }

    /// A call in that state on the line under test.
    #[track_caller]
    pub fn scene(&self, state: &str) -> Scene<'_> {
        let mut scene = self.empty();
        scene.call = scene.bring(state);
        self.settle();
        scene
    }

    /// Likewise for that function, with another call if it wants two.
    #[track_caller]
    pub fn scene_for(&self, function: &str, state: &str) -> Scene<'_> {
        let mut scene = self.empty();
        match function {
            "SwapHold.active" => {
                let held = scene.bring("onhold");
                scene.other = Some(held);
                scene.call = scene.bring(state);
            }
            "SwapHold.held" | "CompleteTransfer.call" if state == "pending" => {
                scene.call = scene.bring("connected");
                let consultation = scene.consult(scene.call);
                scene.answered(consultation);
                scene.other = Some(consultation);
            }
            "SwapHold.held" | "CompleteTransfer.call" => {
                scene.other = Some(scene.bring("connected"));
                scene.call = scene.bring(state);
            }
            "CompleteTransfer.consult" => {
                let pending = scene.bring("connected");
                let consultation = scene.consult(pending);
                scene.other = Some(pending);
                scene.call = scene.bring_consultation(consultation, state);
            }
            _ => scene.call = scene.bring(state),
        }
        self.settle();
        scene
    }

    /// A call from the third line, which the far line has nothing to do with: offering, or connected.
    #[track_caller]
    pub fn offered_from_third(&self, is_answered: bool) -> Scene<'_> {
        let mut scene = self.empty();
        let (here, third) = (self.under_test, self.third);
        let mut made = None;
        scene.call = incoming(here, || made = Some(third.make(Some("201"), None)));
        let caller = made.expect("it was made");
        scene.made.push((third, caller));
        here.reach(scene.call, table::state("offering"));
        if is_answered {
            done(|request| here.lines.answer(request, scene.call.handle, b""));
            here.reach(scene.call, table::state("connected"));
            third.reach(caller, table::state("connected"));
        }
        self.settle();
        scene
    }

    /// Nothing yet.
    pub fn empty(&self) -> Scene<'_> {
        Scene {
            desk: self,
            call: Call { handle: 0, tapi: 0 },
            other: None,
            made: Vec::new(),
            before: self.came().len(),
            far: None,
        }
    }
}

impl Scene<'_> {
    /// The far end of the call that was brought last.
    #[track_caller]
    pub fn far_end(&self) -> Far {
        self.far.expect("its far end is a line")
    }

    /// Makes a call from the line under test, if it can be made.
    #[track_caller]
    pub fn try_to_make(&mut self, number: Option<&str>, params: &[u8]) -> Ending {
        let (request, tapi) = (next_request(), next_handle());
        let line = self.desk.under_test;
        let (code, handle) = line
            .lines
            .make_call(request, line.handle, tapi, number, Some(params));
        let mut ending = Ending::asynchronous(request, code);
        if ending.word == "ok" {
            let call = Call { handle, tapi };
            self.made.push((line, call));
            ending.new = Some(call);
        }
        ending
    }

    #[track_caller]
    pub fn make(&mut self, line: Line, number: Option<&str>) -> Call {
        let call = line.make(number, None);
        self.made.push((line, call));
        call
    }

    /// A call from the line under test to the far line, answered there.
    #[track_caller]
    fn connect(&mut self) -> (Call, Far) {
        let (here, there) = (self.desk.under_test, self.desk.far);
        let mut call = None;
        let partner = incoming(there, || call = Some(here.make(Some("202"), None)));
        let call = call.expect("it was made");
        self.made.push((here, call));
        done(|request| there.lines.answer(request, partner.handle, b""));
        here.reach(call, table::state("connected"));
        there.reach(partner, table::state("connected"));
        self.far = Some((there, partner));
        (call, (there, partner))
    }

    #[track_caller]
    pub fn bring(&mut self, state: &str) -> Call {
        let here = self.desk.under_test;
        let functions = here.lines;
        let call = match state {
            "offering" | "accepted" => {
                let caller = self.desk.far;
                let mut made = None;
                let call = incoming(here, || made = Some(caller.make(Some("201"), None)));
                let far = (caller, made.expect("it was made"));
                self.made.push(far);
                self.far = Some(far);
                here.reach(call, table::state("offering"));
                if state == "accepted" {
                    done(|request| functions.accept(request, call.handle, b""));
                }
                call
            }
            "dialtone" => self.make(here, None),
            "dialing" => self.make(here, Some("2;")),
            "proceeding" => self.make(here, Some("204")),
            "ringback" => self.make(here, Some("202")),
            "busy" => self.make(here, Some("0555")),
            "idle" => {
                let call = self.connect().0;
                done(|request| functions.drop_call(request, call.handle, b""));
                call
            }
            "disconnected" => {
                let (call, (line, far)) = self.connect();
                done(|request| line.lines.drop_call(request, far.handle, b""));
                call
            }
            "onhold" => {
                let call = self.connect().0;
                done(|request| functions.hold(request, call.handle));
                call
            }
            "pending" => {
                let call = self.connect().0;
                self.consult(call);
                call
            }
            "connected" => self.connect().0,
            state => panic!("no call can be brought to {state}"),
        };
        here.reach(call, table::state(state));
        call
    }

    /// A consultation call for that call, in dial tone.
    #[track_caller]
    pub fn consult(&mut self, call: Call) -> Call {
        let (request, tapi) = (next_request(), next_handle());
        let line = self.desk.under_test;
        let (result, handle) = line.lines.setup_transfer(request, call.handle, tapi);
        assert_eq!(result, request.cast_signed());
        assert_eq!(outcome(request), 0);
        let consultation = Call { handle, tapi };
        self.made.push((line, consultation));
        line.reach(consultation, table::state("dialtone"));
        line.reach(call, table::state("pending"));
        consultation
    }

    /// The consultation call is dialled to the third line and answered there: that end.
    #[track_caller]
    pub fn answered(&mut self, consultation: Call) -> Far {
        let (here, third) = (self.desk.under_test, self.desk.third);
        let partner = incoming(third, || {
            done(|request| here.lines.dial(request, consultation.handle, "203"));
        });
        done(|request| third.lines.answer(request, partner.handle, b""));
        here.reach(consultation, table::state("connected"));
        third.reach(partner, table::state("connected"));
        (third, partner)
    }

    #[track_caller]
    fn bring_consultation(&mut self, call: Call, state: &str) -> Call {
        let here = self.desk.under_test;
        let lines = here.lines;
        let dial = |number: &str| done(|request| lines.dial(request, call.handle, number));
        match state {
            "offering" | "accepted" => return self.bring(state),
            "dialtone" => {}
            "dialing" => dial("2;"),
            "proceeding" => dial("204"),
            "ringback" => dial("203"),
            "busy" => dial("0555"),
            "idle" => done(|request| lines.drop_call(request, call.handle, b"")),
            _ => {
                let (line, far) = self.answered(call);
                match state {
                    "onhold" => done(|request| lines.hold(request, call.handle)),
                    "pending" => {
                        self.consult(call);
                    }
                    "disconnected" => {
                        done(|request| line.lines.drop_call(request, far.handle, b""));
                    }
                    _ => assert_eq!(state, "connected"),
                }
            }
        }
        here.reach(call, table::state(state));
        call
    }

    /// Everything is dropped and closed, also what a function has made.
    #[track_caller]
    pub fn clean(mut self, new: Option<Call>) {
        self.made
            .extend(new.map(|call| (self.desk.under_test, call)));
        let came = self.desk.came();
        for (line, call) in self.made.iter().chain(&came[self.before..]) {
            let request = next_request();
            if line.lines.drop_call(request, call.handle, b"") >= 0 {
                outcome(request);
            }
            line.lines.close_call(call.handle);
        }
        // A call that came in meanwhile.
        let came = self.desk.came();
        for (line, call) in &came[self.before..] {
            line.lines.close_call(call.handle);
        }
        let control = self.desk.office.control();
        until("the lines are free", || control.calls_up() == 1);
        self.desk.settle();
    }
}
