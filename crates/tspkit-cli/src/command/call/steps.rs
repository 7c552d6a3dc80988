//! What the ends do, one after the other.

use std::time::Duration;

use tspkit::{
    Bytes, Call, CallError, CallStatus,
    abi::{LineDigitModes, LineDisconnectModes},
};

use super::{
    ends::{Conversation, End},
    failure,
};
use crate::{
    buffer::Buffer,
    call_words,
    failure::{Failure, Kind},
};

/// What the other end is told at the same time is printed before what happens next.
const SETTLE: Duration = Duration::from_millis(20);

impl Conversation<'_> {
    /// The call from its beginning to its end, if it comes that far.
    pub(super) fn run(&mut self) -> Result<(), Failure> {
        self.make()?;
        self.take()?;
        self.talk()?;
        self.goodbye()
    }

    fn make(&mut self) -> Result<(), Failure> {
        let args = self.args;
        let refused = |error: &CallError| failure(error, Kind::Refused);
        let call = self.caller.line.create_call(args.to.as_str());
        let call = call.map_err(|error| refused(&error))?;
        let bytes =
            |buffer: &Option<Buffer>| buffer.clone().map(|buffer| buffer.0).unwrap_or_default();
        call.set_params(|params| {
            params.user_user = bytes(&args.user_user);
            params.call_data = bytes(&args.call_data);
            params.high_layer = bytes(&args.hlc);
            params.low_layer = bytes(&args.llc);
            params.dev_specific = bytes(&args.dev_specific);
            params.no_answer = Some(args.ring);
        })
        .map_err(|error| refused(&error))?;
        self.caller.call = Some(call.clone());
        self.timeline
            .action(&self.caller.name, &format!("calls {}", args.to))?;
        let made = call.connect().deadline(args.timeout).wait();
        made.map_err(|error| refused(&error))
    }

    /// The other end answers or rejects, or does not; until it is known what comes of the call.
    fn take(&mut self) -> Result<(), Failure> {
        let args = self.args;
        let nothing = format!("nothing came of the call to {}", args.to);
        let is_taken = |all: &Self| {
            let offered = all.others.first().is_some_and(End::is_offered);
            offered || all.caller.is_decided()
        };
        if !self.others.is_empty() {
            self.until(args.timeout, &nothing, is_taken)?;
        }
        if !self.caller.is_decided() && !self.others.is_empty() {
            if let Some(with) = &args.answer {
                self.act(0, "answers", |call| call.answer(with.0.clone()).wait())?;
            } else if let Some(with) = &args.reject {
                let end = |call: &Call| call.disconnect(with.0.clone()).wait();
                self.act(0, "rejects the call", end)?;
            }
        }
        // The line gives up by itself when nobody answers; some lines do not.
        let limit = args.ring.saturating_add(args.timeout);
        self.until(limit, &nothing, |all| all.caller.is_decided())?;
        self.outcome()
    }

    fn outcome(&self) -> Result<(), Failure> {
        let to = &self.args.to;
        let (kind, what) = match self.caller.status {
            Some(CallStatus::Connected(_)) => return Ok(()),
            Some(CallStatus::Busy(_)) => (Kind::Busy, "is busy"),
            Some(CallStatus::Disconnected(mode)) if mode.contains(LineDisconnectModes::BUSY) => {
                (Kind::Busy, "is busy")
            }
            Some(CallStatus::Disconnected(mode))
                if mode.contains(LineDisconnectModes::NOANSWER) =>
            {
                (Kind::NoAnswer, "did not answer")
            }
            Some(status) => {
                let status = call_words::status(status);
                let message = format!("the call to {to} came to nothing: {status}");
                return Err(Failure::new(Kind::NotReached, message));
            }
            None => (Kind::NotReached, "was not reached"),
        };
        Err(Failure::new(kind, format!("{to} {what}")))
    }

    fn talk(&mut self) -> Result<(), Failure> {
        let args = self.args;
        let is_up = |all: &Self| all.others.first().is_none_or(End::is_connected);
        self.until(args.timeout, "the other end was not connected", is_up)?;
        for Buffer(bytes) in &args.send {
            let heard = self.others.first().map(|end| end.heard);
            self.act_caller("sends user-user information", |call| {
                call.send_user_user_info(bytes.clone()).wait()
            })?;
            let came = move |all: &Self| {
                all.others.first().map(|end| end.heard) > heard || heard.is_none()
            };
            self.until(args.timeout, "what was sent did not arrive", came)?;
        }
        for Buffer(bytes) in &args.reply {
            let heard = self.caller.heard;
            self.act(0, "sends user-user information", |call| {
                call.send_user_user_info(bytes.clone()).wait()
            })?;
            let came = move |all: &Self| all.caller.heard > heard;
            self.until(args.timeout, "what was sent did not arrive", came)?;
        }
        if let Some(digits) = &args.digits {
            self.act_caller(&format!("dials {digits}"), |call| {
                call.generate_digits(digits.as_str(), LineDigitModes::DTMF, None)
                    .wait()
            })?;
        }
        if args.hold {
            self.hold()?;
        }
        if let Some(number) = &args.transfer {
            self.transfer(number)?;
        }
        match args.talk {
            Some(time) => self.during(time),
            None => Ok(()),
        }
    }

    fn hold(&mut self) -> Result<(), Failure> {
        let limit = self.args.timeout;
        self.act_caller("holds the call", |call| call.hold().wait())?;
        let on_hold = |all: &Self| all.caller.status == Some(CallStatus::OnHold);
        self.until(limit, "the call was not put on hold", on_hold)?;
        self.during(SETTLE)?;
        self.act_caller("takes the call back", |call| call.unhold().wait())?;
        let is_back = |all: &Self| all.caller.is_connected();
        self.until(limit, "the call did not come back", is_back)?;
        self.during(SETTLE)
    }

    fn transfer(&mut self, number: &str) -> Result<(), Failure> {
        let limit = self.args.timeout;
        self.act(0, &format!("transfers the call to {number}"), |call| {
            call.blind_transfer(number).wait()
        })?;
        if self.others.len() > 1 {
            let rings = |all: &Self| all.others[1].is_offered();
            self.until(limit, &format!("the call did not come to {number}"), rings)?;
            self.act(1, "answers", |call| call.answer(Bytes::new()).wait())?;
            let is_up = |all: &Self| all.others[1].is_connected();
            self.until(limit, &format!("{number} was not connected"), is_up)?;
        }
        let is_up = |all: &Self| all.caller.with == number && all.caller.is_connected();
        self.until(limit, &format!("{number} was not connected"), is_up)
    }

    fn goodbye(&mut self) -> Result<(), Failure> {
        let bytes = given(self.args.goodbye.as_ref());
        self.act_caller("hangs up", |call| call.disconnect(bytes).wait())?;
        let limit = self.args.timeout;
        self.until(limit, "the call did not end", |all| all.caller.is_idle())
    }

    /// Ends what is still up, at every end.
    pub(super) fn hang_up_all(&mut self) -> Result<(), Failure> {
        let limit = self.args.timeout;
        let hang_up = |call: &Call| call.disconnect(Bytes::new()).wait();
        if !self.caller.is_idle() {
            self.act_caller("hangs up", hang_up)?;
            self.until(limit, "the call did not end", |all| all.caller.is_idle())?;
        }
        // Who is still in the call hears of its end.
        self.until(limit, "the other end did not hear of the end", |all| {
            all.others.iter().all(End::is_over)
        })?;
        for other in 0..self.others.len() {
            if !self.others[other].is_idle() {
                self.act(other, "hangs up", hang_up)?;
            }
        }
        self.until(limit, "the call did not end", |all| {
            all.others.iter().all(End::is_idle)
        })
    }

    fn act_caller(
        &self,
        what: &str,
        act: impl FnOnce(&Call) -> Result<(), CallError>,
    ) -> Result<(), Failure> {
        self.act_of(&self.caller, what, act)
    }

    /// One of the other ends does something.
    fn act(
        &self,
        other: usize,
        what: &str,
        act: impl FnOnce(&Call) -> Result<(), CallError>,
    ) -> Result<(), Failure> {
        self.act_of(&self.others[other], what, act)
    }

    fn act_of(
        &self,
        end: &End,
        what: &str,
        act: impl FnOnce(&Call) -> Result<(), CallError>,
    ) -> Result<(), Failure> {
        self.timeline.action(&end.name, what)?;
        let Some(call) = &end.call else {
            let message = format!("{} has no call", end.name);
            return Err(Failure::new(Kind::Failed, message));
        };
        act(call).map_err(|error| {
            let kind = match &error {
                CallError::Hardware { .. } => Kind::Failed,
                _ => Kind::Refused,
            };
            let mut failure = failure(&error, kind);
            failure.message = format!("{} {what}: {}", end.name, failure.message);
            failure
        })
    }
}

fn given(buffer: Option<&Buffer>) -> Bytes {
    buffer.map(|buffer| buffer.0.clone()).unwrap_or_default()
}
