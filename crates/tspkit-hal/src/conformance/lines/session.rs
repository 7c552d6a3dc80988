//! A driver with lines at work, from start to stop.

use std::{sync::Arc, thread};

use tspkit_abi::{LineCallFeatures, LineError};

use super::{
    super::{
        context::{Checked, Context, not_applicable, wrong},
        driver::Driver,
        session::WATCH,
        watched::End,
    },
    recorder::Recorder,
};
use crate::{
    error::HardwareError,
    event::EventSink,
    ids::{CallId, LineId},
    line::{CallStatus, LineModel, LineReply, LineRequest},
};

/// A driver with the user of its lines. It is stopped when dropped.
pub(super) struct Session {
    pub(super) driver: Driver,
    pub(super) recorder: Arc<Recorder>,
    pub(super) lines: Vec<LineId>,
}

impl Session {
    pub(super) fn started(context: &Context) -> Checked<Self> {
        let driver = Driver::new(context);
        let inventory = driver.inventory();
        let lines: Vec<_> = inventory.lines.iter().map(|line| line.id).collect();
        let recorder = Arc::<Recorder>::default();
        recorder.knows(lines.iter().copied());
        let mut session = Self {
            driver,
            recorder,
            lines,
        };
        session.start()?;
        Ok(session)
    }

    pub(super) fn start(&mut self) -> Checked {
        self.driver.start(EventSink::new(self.recorder.clone()))
    }

    pub(super) fn submit(&self, line: LineId, request: LineRequest) -> u64 {
        let (token, done) = self.recorder.request(line, &request);
        self.driver.submit_line(line, request, done);
        token
    }

    /// Waits for the answer of a request, which must not be a dropped token.
    pub(super) fn answer(
        &self,
        token: u64,
    ) -> Checked<Result<LineReply, HardwareError<LineError>>> {
        let what = || self.recorder.what(token);
        match self.recorder.wait_end(token, self.driver.limit) {
            Some(End::Answer(outcome)) => Ok(outcome),
            Some(End::Dropped) => wrong(format!(
                "the token of {} was dropped, not completed",
                what()
            )),
            None => wrong(format!(
                "{} was not answered in {:?}",
                what(),
                self.driver.limit
            )),
        }
    }

    /// Waits until a request has ended, by whatever.
    pub(super) fn end(&self, token: u64) -> Checked<End<LineReply>> {
        match self.recorder.wait_end(token, self.driver.limit) {
            Some(end) => Ok(end),
            None => wrong(format!(
                "{} had not ended in {:?}",
                self.recorder.what(token),
                self.driver.limit
            )),
        }
    }

    /// Waits for a success.
    pub(super) fn done(&self, token: u64) -> Checked {
        match self.answer(token)? {
            Ok(_) => Ok(()),
            Err(error) => wrong(format!(
                "{} failed: {error} ({:?})",
                self.recorder.what(token),
                error.code()
            )),
        }
    }

    /// Waits until a call is in a state that fits, which `what` names.
    pub(super) fn reaches(
        &self,
        line: LineId,
        call: CallId,
        what: &str,
        fits: impl Fn(CallStatus) -> bool,
    ) -> Checked {
        let limit = self.driver.limit;
        if self.recorder.wait_status(line, call, limit, fits) {
            return Ok(());
        }
        self.no_faults()?;
        wrong(format!("{call} on {line} was not {what} in {limit:?}"))
    }

    /// Somebody outside calls the line of `call_in`, other than as those `known`; the call that is announced.
    pub(super) fn called(&self, context: &Context, known: &[CallId]) -> Checked<(LineId, CallId)> {
        let Some((line, call_in)) = context.call_in.clone() else {
            return not_applicable("nobody can call in; say how with `call_in`");
        };
        call_in(line);
        let limit = self.driver.limit;
        let Some(call) = self.recorder.wait_incoming(line, known, limit) else {
            self.no_faults()?;
            return wrong(format!(
                "{line} was called, but announced no new call in {limit:?}"
            ));
        };
        Ok((line, call))
    }

    /// Likewise, and answered.
    pub(super) fn talking(&self, context: &Context, known: &[CallId]) -> Checked<(LineId, CallId)> {
        let (line, call) = self.called(context, known)?;
        let user_user = bytes::Bytes::new();
        self.done(self.submit(line, LineRequest::Answer { call, user_user }))?;
        self.reaches(line, call, "connected", |status| {
            matches!(status, CallStatus::Connected(_))
        })?;
        Ok((line, call))
    }

    /// What the line of `call_in` can do, if it has that feature.
    pub(super) fn offered(
        &self,
        context: &Context,
        feature: LineCallFeatures,
    ) -> Checked<Arc<LineModel>> {
        let Some((line, _)) = &context.call_in else {
            return not_applicable("nobody can call in; say how with `call_in`");
        };
        let inventory = self.driver.inventory();
        let info = inventory.lines.iter().find(|info| info.id == *line);
        match info {
            Some(info) if info.model.features.contains(feature) => Ok(info.model.clone()),
            Some(_) => not_applicable(format!("{line} does not offer {feature:?}")),
            None => wrong(format!(
                "the suite was told of {line}, which the inventory does not have"
            )),
        }
    }

    /// A request that came too late is refused.
    pub(super) fn refused_late(&self, line: LineId, request: LineRequest) -> Checked {
        let token = self.submit(line, request);
        match self.answer(token)? {
            Ok(reply) => wrong(format!(
                "{}, about a call that was over, was answered with {reply:?}",
                self.recorder.what(token)
            )),
            Err(_) => Ok(()),
        }
    }

    /// Drops a call: that is answered, and the call is idle then. One that is over already may refuse it.
    pub(super) fn drop_call(&self, line: LineId, call: CallId) -> Checked {
        let user_user = bytes::Bytes::new();
        self.done(self.submit(line, LineRequest::Drop { call, user_user }))?;
        if !self.recorder.wait_idle(line, call, self.driver.limit) {
            return wrong(format!(
                "{call} on {line} was dropped, but not idle in {:?}",
                self.driver.limit
            ));
        }
        Ok(())
    }

    /// Watches that nothing impossible happens for a moment.
    pub(super) fn watch(&self) -> Checked {
        thread::sleep(WATCH);
        self.no_faults()
    }

    pub(super) fn no_faults(&self) -> Checked {
        self.recorder.first_fault().map_or(Ok(()), wrong)
    }

    /// Stops, and watches that all is answered and nothing comes after.
    pub(super) fn stop_and_watch(&mut self) -> Checked {
        self.driver.stop()?;
        let pending = self.recorder.pending();
        if let Some(first) = pending.first() {
            return wrong(format!(
                "stop returned with {} requests of lines unanswered, such as {first}",
                pending.len()
            ));
        }
        let events = self.recorder.events();
        thread::sleep(WATCH);
        if self.recorder.events() > events {
            return wrong("after stop had returned, a line sent an event");
        }
        self.recorder.forget_calls();
        self.no_faults()
    }
}
