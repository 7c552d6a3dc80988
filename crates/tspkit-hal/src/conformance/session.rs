//! A driver at work, from start to stop.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;

use super::{
    context::{Checked, Context, wrong},
    driver::Driver,
    recorder::Recorder,
    watched::End,
};
use crate::{event::EventSink, ids::PhoneId, reply::PhoneReply, request::PhoneRequest};

/// How long to watch for what should not happen.
pub(super) const WATCH: Duration = Duration::from_millis(100);

/// A driver with its user. It is stopped when dropped.
pub(super) struct Session {
    pub(super) driver: Driver,
    pub(super) recorder: Arc<Recorder>,
}

impl Session {
    /// A driver that is not started.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            driver: Driver::new(context),
            recorder: Arc::default(),
        }
    }

    pub(super) fn started(context: &Context) -> Checked<Self> {
        let mut session = Self::new(context);
        session.start()?;
        Ok(session)
    }

    pub(super) fn start(&mut self) -> Checked {
        self.driver.start(EventSink::new(self.recorder.clone()))
    }

    pub(super) fn stop(&mut self) -> Checked {
        self.driver.stop()
    }

    /// Submits a request.
    pub(super) fn submit(&self, phone: PhoneId, request: PhoneRequest) -> u64 {
        let area = request
            .area()
            .map_or_else(String::new, |area| format!(" of area {area}"));
        let (token, done) = self
            .recorder
            .request(format!("{}{area} for {phone}", request.name()));
        self.driver.submit(phone, request, done);
        token
    }

    /// Waits for the end of a request.
    pub(super) fn wait(&self, token: u64) -> Checked<End<PhoneReply>> {
        match self.recorder.wait_end(token, self.driver.limit) {
            Some(end) => Ok(end),
            None => wrong(format!(
                "{} was not answered in {:?}",
                self.recorder.what(token),
                self.driver.limit
            )),
        }
    }

    /// Waits for the answer of a request, which must not be a dropped token.
    pub(super) fn answer(&self, token: u64) -> Checked<Result<PhoneReply, crate::HardwareError>> {
        match self.wait(token)? {
            End::Answer(outcome) => Ok(outcome),
            End::Dropped => wrong(format!(
                "the token of {} was dropped, not completed",
                self.recorder.what(token)
            )),
        }
    }

    /// Waits for a success.
    pub(super) fn success(&self, token: u64) -> Checked<PhoneReply> {
        match self.answer(token)? {
            Ok(reply) => Ok(reply),
            Err(error) => wrong(format!(
                "{} failed: {error} ({:?})",
                self.recorder.what(token),
                error.code()
            )),
        }
    }

    /// Downloads and waits for success.
    pub(super) fn download(&self, phone: PhoneId, area: u32, data: Bytes) -> Checked {
        let token = self.submit(phone, PhoneRequest::SetData { area, data });
        self.done(token)
    }

    /// Waits for the success of a request that has nothing to say.
    pub(super) fn done(&self, token: u64) -> Checked {
        match self.success(token)? {
            PhoneReply::Done => Ok(()),
            other => wrong(format!(
                "{} was answered with {other:?}",
                self.recorder.what(token)
            )),
        }
    }

    /// Uploads and waits for success.
    pub(super) fn upload(&self, phone: PhoneId, area: u32, size: u32) -> Checked<Bytes> {
        let token = self.submit(phone, PhoneRequest::GetData { area, size });
        self.data(token)
    }

    /// Waits for the success of an upload.
    pub(super) fn data(&self, token: u64) -> Checked<Bytes> {
        match self.success(token)? {
            PhoneReply::Data(data) => Ok(data),
            other => wrong(format!(
                "{} was answered with {other:?}",
                self.recorder.what(token)
            )),
        }
    }

    /// Stops, and watches that nothing comes after.
    pub(super) fn stop_and_watch(&mut self) -> Checked {
        self.stop()?;
        let pending = self.recorder.pending();
        if let Some(first) = pending.first() {
            return wrong(format!(
                "stop returned with {} requests unanswered, such as {first}",
                pending.len()
            ));
        }
        let events = self.recorder.events().len();
        thread::sleep(WATCH);
        match self.recorder.events().get(events) {
            Some((phone, event)) => {
                wrong(format!("after stop had returned, {phone} sent {event:?}"))
            }
            None => Ok(()),
        }
    }

    /// Nothing impossible has happened.
    pub(super) fn no_faults(&self) -> Checked {
        match self.recorder.faults().first() {
            Some(fault) => wrong(fault.as_str()),
            None => Ok(()),
        }
    }

    /// Drops the stopped driver, and waits until nothing of it holds on to its user.
    pub(super) fn drop_and_watch(mut self) -> Checked {
        let recorder = self.recorder.clone();
        if self.driver.is_running() {
            self.stop()?;
        }
        let end = Instant::now() + self.driver.limit;
        drop(self);
        loop {
            match Arc::strong_count(&recorder) {
                1 => return Ok(()),
                count if Instant::now() >= end => {
                    return wrong(format!(
                        "when the driver was stopped and dropped, {} of the tokens and event sinks it was given were \
                         still held: by a thread of its own, or leaked",
                        count - 1
                    ));
                }
                _ => thread::sleep(Duration::from_millis(1)),
            }
        }
    }
}
