//! What is checked of something asked before the hardware sees it.
//!
//! In the order of the specification: whether the line can do it at all, whether it and the call are in a state
//! to, then the parameters and sizes.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use tspkit_abi::{
    CallInfoBuffer, LineBearerModes, LineCallFeatures, LineDevCapFlags, LineDigitModes, LineError,
    TapiError,
};
use tspkit_hal::{CallParams, CallStatus, LineId, LineModel, LineRequest};

use super::{
    Ask, CallError, Place, Plan, PutRule,
    ask::What,
    cell::{CallCell, Phase, State},
    dial, features,
};
use crate::{
    line::{After, LineDevice},
    office::lock,
};

impl Ask {
    /// Says what is to be done about it, or why nothing is.
    pub(crate) fn check(self, device: &LineDevice) -> Result<Plan, CallError> {
        let (model, in_service) = device.condition();
        let Some(cell) = self.call else {
            return line_request(device.id, &model, self.what);
        };
        // Before the other lock is taken: two calls may each be asked about the other.
        let consultation = match &self.what {
            What::SetupTransfer(consultation) => consultation.params_to_be(),
            _ => None,
        };
        let state = lock(&cell.state);
        let checks = Checks {
            model: &model,
            in_service,
            cell: &cell,
            state: &state,
            consultation,
        };
        checks.plan(self.what)
    }
}

fn line_request(line: LineId, model: &LineModel, what: What) -> Result<Plan, CallError> {
    let place = Place { line, call: None };
    match what {
        What::Line(request) if model.dev_specific_requests => {
            Ok(Plan::Line(request, After::Nothing))
        }
        // User-user information of a call that was closed: nothing is held.
        What::Release => Ok(Plan::Local(After::Nothing)),
        _ => Err(CallError::Unavailable {
            place,
            reason: "its driver has no device-specific functions",
        }),
    }
}

/// One call, held still while it is looked at.
struct Checks<'a> {
    model: &'a LineModel,
    in_service: bool,
    cell: &'a Arc<CallCell>,
    state: &'a State,
    /// What the consultation call is to be made with.
    consultation: Option<CallParams>,
}

impl Checks<'_> {
    fn plan(&self, what: What) -> Result<Plan, CallError> {
        match what {
            What::Line(request) => self.line(request),
            What::Connect => {
                self.make()?;
                Ok(Plan::Connect(self.cell.clone()))
            }
            What::SetupTransfer(consultation) => {
                self.go("setting up a transfer", LineCallFeatures::SETUPTRANSFER)?;
                self.consultation(&consultation)?;
                Ok(Plan::SetupTransfer(self.cell.clone(), consultation))
            }
            What::Pair(other, request) => self.pair(&other, request),
            What::Put(kind, data) => self.put(kind, data),
            What::Release => Ok(self.release()),
        }
    }

    fn put(&self, kind: CallInfoBuffer, data: Bytes) -> Result<Plan, CallError> {
        let line = self.state.status.map(CallStatus::state);
        match PutRule::of(kind, self.state.seen, line) {
            PutRule::Store => Ok(Plan::Store(self.cell.clone(), kind, data)),
            PutRule::Send if data.is_empty() => Ok(Plan::Local(After::Nothing)),
            PutRule::Send => self.line(LineRequest::SendUserUserInfo {
                call: self.cell.id,
                data,
            }),
            PutRule::Set => self.line(LineRequest::SetCallData {
                call: self.cell.id,
                data,
            }),
            PutRule::Refuse(TapiError::InvalidArg) => Err(CallError::ReadOnly {
                place: self.cell.place(),
            }),
            PutRule::Refuse(_) => Err(self.wrong_state("putting this buffer")),
        }
    }

    /// The hardware is told where it still has the call and wants to hear of it.
    fn release(&self) -> Plan {
        let held = !self.state.user_user().is_empty();
        let asks = self
            .model
            .features
            .contains(LineCallFeatures::RELEASEUSERUSERINFO);
        if held && asks && self.state.phase == Phase::Up && !self.state.is_idle() {
            let request = LineRequest::ReleaseUserUserInfo { call: self.cell.id };
            Plan::Line(request, After::Released)
        } else {
            Plan::Local(After::Released)
        }
    }

    fn line(&self, mut request: LineRequest) -> Result<Plan, CallError> {
        use LineCallFeatures as F;
        let limits = self.model.user_user;
        match &mut request {
            LineRequest::Dial { digits, .. } => {
                self.go("dialling", F::DIAL)?;
                self.dialable(digits)?;
            }
            LineRequest::Accept { user_user, .. } => {
                self.go("accepting", F::ACCEPT)?;
                self.user_user("accepting", user_user, limits.accept)?;
            }
            LineRequest::Answer { user_user, .. } => {
                self.go("answering", F::ANSWER)?;
                self.user_user("answering", user_user, limits.answer)?;
            }
            LineRequest::Drop { user_user, .. } => {
                self.go("dropping", F::DROP)?;
                self.user_user("dropping", user_user, limits.drop)?;
            }
            LineRequest::Hold { .. } => self.go("holding", F::HOLD)?,
            LineRequest::Unhold { .. } => self.go("taking it back from hold", F::UNHOLD)?,
            LineRequest::BlindTransfer { destination, .. } => {
                self.go("transferring", F::BLINDTRANSFER)?;
                self.whole_number(destination)?;
            }
            LineRequest::Redirect { destination, .. } => {
                self.go("redirecting", F::REDIRECT)?;
                self.whole_number(destination)?;
            }
            LineRequest::GenerateDigits {
                digits,
                mode,
                duration,
                ..
            } => {
                self.go("sending digits", F::GENERATEDIGITS)?;
                self.digits(digits, *mode)?;
                if digits.is_empty() {
                    return Ok(Plan::Local(After::Nothing));
                }
                *duration = self.digit_duration(*duration);
            }
            LineRequest::SendUserUserInfo { data, .. } => {
                self.go("sending user-user information", F::SENDUSERUSER)?;
                self.user_user("sending", data, limits.send)?;
                if data.is_empty() {
                    // It cannot be told from none.
                    return Ok(Plan::Local(After::Nothing));
                }
            }
            LineRequest::SetCallParams {
                bearer_mode,
                rates,
                dial,
                ..
            } => {
                self.go("changing its parameters", F::SETCALLPARAMS)?;
                self.bearer_mode(*bearer_mode)?;
                self.rates(*rates)?;
                *dial = dial.map(|dial| self.model.dial.nearest(dial));
                let after = dial.map_or(After::Nothing, After::Dial);
                return Ok(Plan::Line(request, after));
            }
            LineRequest::SetCallData { data, .. } => {
                let data = data.clone();
                return self.call_data(data, request);
            }
            LineRequest::DevSpecific { .. } => self.dev_specific()?,
            _ => return Err(self.wrong_state("this")),
        }
        Ok(Plan::Line(request, After::Nothing))
    }

    /// The line can do it, and the call's state lets it.
    fn go(&self, what: &'static str, feature: LineCallFeatures) -> Result<(), CallError> {
        if !self.model.features.contains(feature) {
            return Err(self.unavailable(what));
        }
        let allowed = match (self.state.phase, self.state.status) {
            (Phase::Up, Some(status)) => features::allowed(status),
            // It is on its way, as far as is known.
            (Phase::Up, None) => features::allowed(CallStatus::Proceeding),
            _ => LineCallFeatures::empty(),
        };
        if allowed.contains(feature) {
            Ok(())
        } else {
            Err(self.wrong_state(what))
        }
    }

    fn call_data(&self, data: Bytes, request: LineRequest) -> Result<Plan, CallError> {
        let what = "setting call data";
        if !self.model.features.contains(LineCallFeatures::SETCALLDATA) {
            return Err(self.unavailable(what));
        }
        let (size, limit) = (data.len(), self.model.call_data);
        let fits = || {
            if size as u64 <= u64::from(limit) {
                return Ok(());
            }
            Err(CallError::CallDataTooBig {
                place: self.cell.place(),
                size,
                limit,
            })
        };
        match self.state.phase {
            Phase::Up => {
                fits()?;
                Ok(Plan::Line(request, After::CallData(data)))
            }
            // The hardware does not know it.
            Phase::Failed => {
                fits()?;
                Ok(Plan::Local(After::CallData(data)))
            }
            Phase::Created | Phase::Making | Phase::Gone => Err(self.wrong_state(what)),
        }
    }

    fn dev_specific(&self) -> Result<(), CallError> {
        if !self.model.dev_specific_requests {
            return Err(self.unavailable("device-specific functions"));
        }
        match self.state.phase {
            Phase::Up if !self.state.is_idle() => Ok(()),
            _ => Err(self.wrong_state("a device-specific function")),
        }
    }

    fn pair(&self, other: &Arc<CallCell>, request: LineRequest) -> Result<Plan, CallError> {
        let (what, feature) = match request {
            LineRequest::SwapHold { .. } => ("swapping", LineCallFeatures::SWAPHOLD),
            _ => ("completing a transfer", LineCallFeatures::COMPLETETRANSF),
        };
        self.go(what, feature)?;
        self.same_line(other)?;
        // One lock at a time: the hardware has the last word on which two go together.
        Ok(Plan::Line(request, After::Nothing))
    }

    fn same_line(&self, other: &Arc<CallCell>) -> Result<(), CallError> {
        let reason = if !Arc::ptr_eq(&self.cell.device, &other.device) {
            format!("{} is on another line", other.place())
        } else if Arc::ptr_eq(self.cell, other) {
            "it takes two different calls".into()
        } else if other.is_closed() {
            format!("{} was closed", other.place())
        } else {
            return Ok(());
        };
        Err(self.invalid(LineError::InvalConsultCallHandle, reason))
    }

    /// The call can be made.
    fn make(&self) -> Result<(), CallError> {
        let Some(outgoing) = &self.state.outgoing else {
            return Err(self.wrong_state("making it"));
        };
        if !self.in_service {
            let line = self.cell.device.id;
            return Err(CallError::OutOfService { line });
        }
        let destination = outgoing.destination.as_str();
        self.dialable(destination)?;
        if destination.is_empty() && !self.model.features.contains(LineCallFeatures::DIAL) {
            let reason = "there is nothing to dial, and this line cannot dial later".into();
            return Err(self.invalid(LineError::InvalAddress, reason));
        }
        self.params(&outgoing.params)
    }

    /// That call can be made for a transfer.
    fn consultation(&self, consultation: &Arc<CallCell>) -> Result<(), CallError> {
        self.same_line(consultation)?;
        match &self.consultation {
            Some(params) => self.params(params),
            None => Err(CallError::State {
                place: consultation.place(),
                state: "made already".into(),
                what: "setting up a transfer by it",
            }),
        }
    }

    fn params(&self, params: &CallParams) -> Result<(), CallError> {
        let model = self.model;
        self.user_user(
            "making a call",
            &params.user_user,
            model.user_user.make_call,
        )?;
        self.fits("call data", &params.call_data, model.call_data)?;
        self.fits(
            "device-specific data",
            &params.dev_specific,
            model.dev_specific,
        )?;
        let passes = |flag| {
            if model.device_flags.contains(flag) {
                u32::MAX
            } else {
                0
            }
        };
        self.fits(
            "high level compatibility",
            &params.high_layer,
            passes(LineDevCapFlags::HIGHLEVCOMP),
        )?;
        self.fits(
            "low level compatibility",
            &params.low_layer,
            passes(LineDevCapFlags::LOWLEVCOMP),
        )?;
        if !model.media_modes.contains(params.media_mode) || params.media_mode.is_empty() {
            let reason = format!(
                "calls of media mode {:?} cannot be made; {:?} can",
                params.media_mode, model.media_modes
            );
            return Err(self.invalid(LineError::InvalMediaMode, reason));
        }
        self.bearer_mode(params.bearer_mode)?;
        self.rates(params.rates)
    }

    fn bearer_mode(&self, mode: LineBearerModes) -> Result<(), CallError> {
        let all = self.model.bearer_modes;
        if all.contains(mode) && mode.bits().is_power_of_two() {
            return Ok(());
        }
        let reason = format!("calls of bearer mode {mode:?} cannot be made; {all:?} can");
        let is_one = mode.bits().is_power_of_two() && LineBearerModes::all().contains(mode);
        let code = if is_one {
            LineError::BearerModeUnavail
        } else {
            LineError::InvalBearerMode
        };
        Err(self.invalid(code, reason))
    }

    /// A highest of 0 stands for the line's, which may not be known.
    fn rates(&self, (lowest, highest): (u32, u32)) -> Result<(), CallError> {
        let limits = [highest, self.model.max_rate];
        match limits
            .into_iter()
            .find(|limit| *limit != 0 && lowest > *limit)
        {
            None => Ok(()),
            Some(limit) => {
                let reason = format!("the lowest rate, {lowest}, is above the highest, {limit}");
                Err(self.invalid(LineError::InvalRate, reason))
            }
        }
    }

    /// How long each digit lasts when that is asked for, or else as the call dials; within what the line has.
    fn digit_duration(&self, asked: Option<Duration>) -> Option<Duration> {
        let whole = |asked: Duration| asked.as_nanos().div_ceil(1_000_000);
        let asked = asked.map(|asked| u32::try_from(whole(asked)).unwrap_or(u32::MAX));
        let mut dial = self.state.known.dial();
        if let Some(asked) = asked.filter(|asked| *asked > 0) {
            dial.digit_duration = asked;
        }
        match self.model.dial.nearest(dial).digit_duration {
            0 => None,
            time => Some(Duration::from_millis(time.into())),
        }
    }

    /// A buffer of a call that is made fits the line.
    fn fits(&self, what: &str, data: &Bytes, limit: u32) -> Result<(), CallError> {
        let size = data.len();
        if size as u64 <= u64::from(limit) {
            return Ok(());
        }
        let reason = if limit == 0 {
            format!("{size} bytes of {what}, which this line does not take")
        } else {
            format!("{size} bytes of {what} are more than the {limit} that the line takes")
        };
        Err(self.invalid(LineError::InvalCallParams, reason))
    }

    fn user_user(&self, what: &'static str, data: &Bytes, limit: u32) -> Result<(), CallError> {
        let size = data.len();
        if size as u64 <= u64::from(limit) {
            return Ok(());
        }
        Err(CallError::UserUserInfoTooBig {
            place: self.cell.place(),
            what,
            size,
            limit,
        })
    }

    fn dialable(&self, string: &str) -> Result<(), CallError> {
        dial::check(string, self.model).map_err(|error| self.invalid(error.code, error.reason))
    }

    /// A number that is dialled at once. Whatever is wrong with it has one code: the pages of functions that take
    /// a whole number have no other.
    fn whole_number(&self, string: &str) -> Result<(), CallError> {
        let reason = match dial::check(string, self.model) {
            Ok(()) if !string.is_empty() && !string.ends_with(';') => return Ok(()),
            Ok(()) => "it takes a whole number".into(),
            Err(error) => error.reason,
        };
        Err(self.invalid(LineError::InvalAddress, reason))
    }

    fn digits(&self, digits: &str, mode: LineDigitModes) -> Result<(), CallError> {
        let model = self.model;
        if mode.bits().count_ones() != 1 || !model.digit_modes.contains(mode) {
            let reason = format!(
                "digits cannot be sent as {mode:?}; as {:?} they can",
                model.digit_modes
            );
            return Err(self.invalid(LineError::InvalDigitMode, reason));
        }
        dial::check_digits(digits, mode == LineDigitModes::PULSE)
            .map_err(|error| self.invalid(error.code, error.reason))
    }

    fn invalid(&self, code: LineError, reason: String) -> CallError {
        CallError::Invalid {
            place: self.cell.place(),
            code,
            reason: reason.into(),
        }
    }

    fn unavailable(&self, reason: &'static str) -> CallError {
        CallError::Unavailable {
            place: self.cell.place(),
            reason,
        }
    }

    fn wrong_state(&self, what: &'static str) -> CallError {
        self.cell.wrong_state(self.state, what)
    }
}
