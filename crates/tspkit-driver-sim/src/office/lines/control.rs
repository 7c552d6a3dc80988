//! The hands at the lines, and the people outside.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use tspkit_hal::{CallId, LineId, Party};

use super::{Office, Switch};
use crate::{
    SimControl,
    config::{LONGEST, LineRuleConfig, OfficeError},
    switch::Incoming,
};

impl SimControl {
    fn on_line<R>(&self, line: LineId, work: impl FnOnce(&mut Switch, u32) -> R) -> Option<R> {
        let office: &Arc<Office> = &self.0;
        let place = office.lines.place(line)?;
        Some(office.in_switch(None, |switch| work(switch, place)))
    }

    /// Does something to the outside party of a line's call.
    fn far(
        &self,
        line: LineId,
        call: CallId,
        work: impl FnOnce(&mut Switch, crate::switch::Key) -> bool,
    ) -> bool {
        self.on_line(line, |switch, place| {
            let far = switch.far(place, call);
            far.is_some_and(|far| work(switch, far))
        })
        .unwrap_or(false)
    }

    /// Somebody outside calls a line. The call's number there; `None` when the call does not come through: the line
    /// is unknown, busy, out of service or for other calls, no trunk is free, or the office is not started.
    pub fn call_in(&self, line: LineId, call: Incoming) -> Option<CallId> {
        self.on_line(line, |switch, place| {
            switch.call_in(Instant::now(), place, call)
        })?
    }

    /// The outside party that a line has called answers, with user-user information if there is any. `false` when
    /// the call has nobody outside at its other end who could.
    pub fn far_answer(&self, line: LineId, call: CallId, user_user: impl Into<Bytes>) -> bool {
        let user_user = user_user.into();
        self.far(line, call, |switch, far| {
            switch.far_answer(Instant::now(), far, &user_user)
        })
    }

    /// The outside party of a line's call hangs up or refuses it, with user-user information if there is any.
    /// `false` when the call has nobody outside at its other end.
    pub fn far_hang_up(&self, line: LineId, call: CallId, user_user: impl Into<Bytes>) -> bool {
        let user_user = user_user.into();
        self.far(line, call, |switch, far| {
            switch.far_hang_up(far, &user_user)
        })
    }

    /// The outside party of a line's call sends user-user information, in as many messages as the network needs.
    /// More than the line can receive does not arrive. `false` when the call has nobody outside at its other end.
    pub fn far_send(&self, line: LineId, call: CallId, user_user: impl Into<Bytes>) -> bool {
        let user_user = user_user.into();
        self.far(line, call, |switch, far| switch.far_send(far, &user_user))
    }

    /// It becomes known who the outside party of a line's call is. `false` when the call has nobody outside at its
    /// other end.
    pub fn far_party(&self, line: LineId, call: CallId, party: Party) -> bool {
        self.far(line, call, |switch, far| switch.far_party(far, party))
    }

    /// The network tells what a line's call costs, where the line tells charges. `false` when the call has nobody
    /// outside at its other end.
    pub fn far_charge(&self, line: LineId, call: CallId, charging: impl Into<Bytes>) -> bool {
        let charging = charging.into();
        self.far(line, call, |switch, far| switch.far_charge(far, charging))
    }

    /// The user-user information that has reached the outside party of a line's call, oldest first, at most the last
    /// 64; `None` when the call has nobody outside at its other end.
    pub fn far_heard(&self, line: LineId, call: CallId) -> Option<Vec<Bytes>> {
        self.on_line(line, |switch, place| {
            let far = switch.far(place, call)?;
            switch.far_heard(far)
        })?
    }

    /// A line goes out of service; its calls are disconnected. `false` when there is no such line.
    pub fn line_out_of_service(&self, line: LineId) -> bool {
        self.on_line(line, |switch, place| switch.serve(place, false))
            .is_some()
    }

    /// A line goes out of service, and is in service again after that time. `false` when there is no such line.
    pub fn line_out_of_service_for(&self, line: LineId, time: Duration) -> bool {
        let time = time.min(LONGEST);
        self.on_line(line, |switch, place| {
            switch.serve_not_for(Instant::now(), place, time);
        })
        .is_some()
    }

    /// A line is in service again. `false` when there is no such line.
    pub fn line_in_service(&self, line: LineId) -> bool {
        self.on_line(line, |switch, place| switch.serve(place, true))
            .is_some()
    }

    /// Something more goes wrong on lines from now on, as a rule of the office file says it. It begins to count now:
    /// a rule for the first request of a kind is for the next one.
    ///
    /// # Errors
    ///
    /// The rule names a line that there is not, or does nothing.
    pub fn add_line_rule(&self, rule: &LineRuleConfig) -> Result<(), OfficeError> {
        let lines = &self.0.lines;
        rule.check(|address| lines.has_address(address))?;
        lines.judging.add(rule);
        Ok(())
    }

    /// All that has happened on lines has been told. For tests: another thread may be at it a moment longer.
    #[doc(hidden)]
    pub fn lines_settled(&self) -> bool {
        self.0.lines.are_settled()
    }

    /// How many calls are up on the office's lines: each counts at each of its ends that is on a line.
    pub fn calls_up(&self) -> usize {
        self.0.in_switch(None, |switch| switch.calls_up())
    }
}
