//! A user of the office's lines that writes down what it is told, in the order in which it is told.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tspkit_abi::LineError;
use tspkit_driver_sim::{OfficeConfig, SimControl, SimOffice, SwitchConfig};
use tspkit_hal::{
    CallChange, CallId, CallInfo, CallParams, CallStatus, Completion, CompletionTarget, EventSink,
    EventTarget, Hardware, LineEvent, LineId, LineReply, LineRequest, Outcome, Party, PhoneEvent,
    PhoneId, Token,
};

/// Long enough for anything but a hang.
pub(crate) const HANG: Duration = Duration::from_secs(300);

#[derive(Default)]
pub(crate) struct User {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: u64,
    names: HashMap<u64, (u32, &'static str)>,
    ends: HashMap<u64, Result<LineReply, LineError>>,
    log: Vec<String>,
    infos: HashMap<CallId, CallInfo>,
    new_calls: Vec<(LineId, CallId)>,
    cancelled: HashMap<u64, Option<Box<dyn FnOnce() + Send>>>,
}

/// An office at work, with its user.
pub(crate) struct Bench {
    pub(crate) office: SimOffice,
    pub(crate) user: Arc<User>,
}

/// The default office's lines.
pub(crate) const A: LineId = LineId(1);
pub(crate) const B: LineId = LineId(2);
pub(crate) const C: LineId = LineId(3);

pub(crate) fn uui(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

impl Bench {
    pub(crate) fn new(office: SimOffice) -> Self {
        let user = Arc::<User>::default();
        office.start(EventSink::new(user.clone())).unwrap();
        Self { office, user }
    }

    /// The default office, in which nothing happens by itself but what a test waits for.
    pub(crate) fn default_office() -> Self {
        Self::patient(OfficeConfig::default_office().unwrap())
    }

    /// An office in which nothing happens by itself but what the text says.
    pub(crate) fn from_toml(text: &str) -> Self {
        Self::patient(OfficeConfig::from_toml(text).unwrap())
    }

    /// The usual times become long: a machine may be slower than they are.
    fn patient(mut config: OfficeConfig) -> Self {
        let (usual, never) = (SwitchConfig::new(), Duration::from_secs(24 * 60 * 60));
        let patient = |own, usual| if own == usual { never } else { own };
        let own = config.switch;
        config.switch = own
            .clone()
            .ring_every(patient(own.ring_every, usual.ring_every))
            .no_answer(patient(own.no_answer, usual.no_answer))
            .busy_tone(patient(own.busy_tone, usual.busy_tone));
        for number in &mut config.outside {
            number.units_every = patient(number.units_every, Duration::from_secs(60));
        }
        Self::new(SimOffice::new(config).unwrap())
    }

    pub(crate) fn control(&self) -> SimControl {
        self.office.control()
    }

    pub(crate) fn submit(&self, line: LineId, request: LineRequest) -> u64 {
        let token = {
            let mut state = self.user.state.lock().unwrap();
            state.last += 1;
            let token = state.last;
            state.names.insert(token, (line.0, request.name()));
            token
        };
        let target: Arc<dyn CompletionTarget<LineReply>> = self.user.clone();
        self.office
            .submit_line(line, request, Completion::new(target, Token(token)));
        token
    }

    /// Submits a request, and waits for its answer.
    pub(crate) fn ask(&self, line: LineId, request: LineRequest) -> Result<LineReply, LineError> {
        let token = self.submit(line, request);
        self.wait(token)
    }

    pub(crate) fn ok(&self, line: LineId, request: LineRequest) {
        let what = format!("{request:?}");
        assert_eq!(self.ask(line, request), Ok(LineReply::Done), "{what}");
    }

    /// Waits until all that has happened was told: another thread may be at it.
    fn settle(&self) {
        let control = self.control();
        let end = Instant::now() + HANG;
        while !control.lines_settled() {
            assert!(Instant::now() < end, "somebody goes on telling");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub(crate) fn end(&self, token: u64) -> Option<Result<LineReply, LineError>> {
        self.settle();
        self.user.state.lock().unwrap().ends.get(&token).cloned()
    }

    pub(crate) fn wait(&self, token: u64) -> Result<LineReply, LineError> {
        self.until(|| self.end(token))
    }

    pub(crate) fn cancel(&self, token: u64) {
        let hook = {
            let mut state = self.user.state.lock().unwrap();
            state.cancelled.insert(token, None).flatten()
        };
        if let Some(hook) = hook {
            hook();
        }
    }

    pub(crate) fn until<T>(&self, mut found: impl FnMut() -> Option<T>) -> T {
        let end = Instant::now() + HANG;
        loop {
            if let Some(found) = found() {
                return found;
            }
            assert!(
                Instant::now() < end,
                "it did not happen; there was {:#?}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// What has been told since it was asked last, line by line: there is no order between lines.
    pub(crate) fn log(&self) -> Vec<String> {
        self.settle();
        let mut log = std::mem::take(&mut self.user.state.lock().unwrap().log);
        log.sort_by_key(|told| told.split_once(' ').map(|(line, _)| line.to_owned()));
        log
    }

    /// What has been told of one line.
    pub(crate) fn of(&self, line: LineId) -> Vec<String> {
        self.settle();
        let mut state = self.user.state.lock().unwrap();
        let prefix = format!("{} ", line.0);
        let (own, others) = std::mem::take(&mut state.log)
            .into_iter()
            .partition(|told: &String| told.starts_with(&prefix));
        state.log = others;
        own
    }

    /// Waits until a line was told that, and gives all of its from before, and it.
    pub(crate) fn wait_told(&self, line: LineId, what: &str) -> Vec<String> {
        let mut told = Vec::new();
        self.until(|| {
            told.extend(self.of(line));
            told.iter().any(|told| told.ends_with(what)).then_some(())
        });
        told
    }

    /// The call that came in last.
    pub(crate) fn incoming(&self) -> CallId {
        self.settle();
        self.user.state.lock().unwrap().new_calls.last().unwrap().1
    }

    pub(crate) fn info(&self, call: CallId) -> CallInfo {
        self.settle();
        self.user.state.lock().unwrap().infos[&call].clone()
    }

    pub(crate) fn call(&self, line: LineId, call: u32, destination: &str) -> CallId {
        self.call_with(line, call, destination, CallParams::default())
    }

    pub(crate) fn call_with(
        &self,
        line: LineId,
        call: u32,
        destination: &str,
        params: CallParams,
    ) -> CallId {
        let call = CallId(call);
        self.ok(line, make(call, destination, params));
        call
    }

    pub(crate) fn answer(&self, line: LineId, call: CallId) {
        let user_user = Bytes::new();
        self.ok(line, LineRequest::Answer { call, user_user });
    }

    pub(crate) fn drop_call(&self, line: LineId, call: CallId) {
        let user_user = Bytes::new();
        self.ok(line, LineRequest::Drop { call, user_user });
    }

    /// A call from one line to another, connected: the numbers at both ends. Nothing of it is in the log.
    pub(crate) fn talk(&self, from: LineId, call: u32, to: LineId) -> (CallId, CallId) {
        let call = self.call(from, call, &format!("10{}", to.0));
        let far = self.incoming();
        self.answer(to, far);
        self.log();
        (call, far)
    }
}

pub(crate) fn make(call: CallId, destination: &str, params: CallParams) -> LineRequest {
    LineRequest::MakeCall {
        call,
        destination: destination.to_owned(),
        params: Box::new(params),
    }
}

impl CompletionTarget<LineReply> for User {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<LineReply>) {
        let mut state = self.state.lock().unwrap();
        let (line, name) = state.names[&token.0];
        let outcome = outcome.map_err(|error| error.code());
        let told = match &outcome {
            Ok(LineReply::Done) => format!("{line} {name}"),
            Ok(other) => format!("{line} {name} {other:?}"),
            Err(code) => format!("{line} {name} {}", code.name()),
        };
        state.log.push(told);
        let before = state.ends.insert(token.0, outcome);
        assert_eq!(before, None, "{name} of line {line} was answered twice");
    }

    fn abandon(self: Arc<Self>, token: Token) {
        let mut state = self.state.lock().unwrap();
        let (line, name) = state.names[&token.0];
        state.log.push(format!("{line} {name} dropped"));
    }

    fn is_cancelled(&self, token: Token) -> bool {
        let state = self.state.lock().unwrap();
        matches!(state.cancelled.get(&token.0), Some(None))
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        let now = {
            let mut state = self.state.lock().unwrap();
            if matches!(state.cancelled.get(&token.0), Some(None)) {
                Some(hook)
            } else {
                state.cancelled.insert(token.0, Some(hook));
                None
            }
        };
        if let Some(hook) = now {
            hook();
        }
    }

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

fn party(party: &Party) -> String {
    if party.number.is_empty() && party.name.is_empty() {
        return format!("{:?}", party.flags);
    }
    format!("{} {}", party.number, party.name)
}

fn status(status: CallStatus) -> String {
    let text = format!("{status:?}");
    let (name, detail) = text.split_once('(').unwrap_or((&text, ""));
    match detail.rsplit('(').next().unwrap_or_default() {
        "" => name.to_owned(),
        detail => format!("{name} {}", detail.trim_end_matches(')')),
    }
}

fn change(change: &CallChange) -> String {
    let text = |data: &Bytes| String::from_utf8_lossy(data).into_owned();
    match change {
        CallChange::Party { role, party: who } => format!("{role:?}: {}", party(who)),
        CallChange::UserUserInfo { data, more } => {
            format!("UUI {}{}", text(data), if *more { " …" } else { "" })
        }
        CallChange::CallData(data) => format!("CallData {}", text(data)),
        CallChange::DevSpecific(data) => format!("DevSpecific {}", text(data)),
        CallChange::ChargingInfo(data) => {
            let octets = data.iter().map(|octet| format!("{octet:02x}"));
            format!("Charging {}", octets.collect::<String>())
        }
        other => format!("{other:?}"),
    }
}

impl EventTarget for User {
    fn phone_event(&self, _phone: PhoneId, _event: PhoneEvent) {}

    fn line_event(&self, line: LineId, event: LineEvent) {
        let mut state = self.state.lock().unwrap();
        let told = match event {
            LineEvent::NewCall {
                call,
                status: at,
                info,
            } => {
                state.infos.insert(call, *info);
                state.new_calls.push((line, call));
                format!("new {} {}", call.0 & !(1 << 31), status(at))
            }
            LineEvent::CallState { call, status: at } => {
                format!("{} {}", call.0 & !(1 << 31), status(at))
            }
            LineEvent::CallChanged { call, change: what } => {
                format!("{} {}", call.0 & !(1 << 31), change(&what))
            }
            LineEvent::Ringing { mode, count } => format!("ring {mode} {count}"),
            other => format!("{other:?}"),
        };
        state.log.push(format!("{} {told}", line.0));
    }
}
