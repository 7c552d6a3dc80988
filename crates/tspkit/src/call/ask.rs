//! What is asked of a line or a call, and how it is begun once it is accepted.

use std::sync::Arc;

use bytes::Bytes;
use tspkit_abi::{CallInfoBuffer, CallState, LineCallInfoStates, LineError, structure::DialParams};
use tspkit_hal::{CallParams, CallStatus, LineReply, LineRequest};

use super::{
    CallError,
    cell::{CallCell, Phase, State},
};
use crate::{
    line::{After, LineDevice},
    office::{OfficeCore, lock},
};

/// Something asked of a line or one of its calls.
#[derive(Debug)]
pub struct Ask {
    pub(crate) call: Option<Arc<CallCell>>,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// Of the hardware, as it is.
    Line(LineRequest),
    /// To make the call.
    Connect,
    /// To set up a transfer by that call.
    SetupTransfer(Arc<CallCell>),
    /// To take that call and this one together, by a request to the hardware that names both.
    Pair(Arc<CallCell>, LineRequest),
    /// To put a buffer.
    Put(CallInfoBuffer, Bytes),
    /// To show the next user-user information.
    Release,
}

/// What is to be done about something asked that is in order.
#[derive(Debug)]
pub(crate) enum Plan {
    /// The hardware is asked.
    Line(LineRequest, After),
    /// Nothing has to be asked.
    Local(After),
    /// The buffer is kept for when the call is made.
    Store(Arc<CallCell>, CallInfoBuffer, Bytes),
    /// The call is made.
    Connect(Arc<CallCell>),
    /// The first is transferred by the second, which is made for that.
    SetupTransfer(Arc<CallCell>, Arc<CallCell>),
}

impl Ask {
    pub(crate) fn line(request: LineRequest) -> Self {
        Self {
            call: None,
            what: What::Line(request),
        }
    }

    pub(super) fn call(cell: &Arc<CallCell>, what: What) -> Self {
        Self {
            call: Some(cell.clone()),
            what,
        }
    }

    /// Charging information cannot be put, whatever the call and its line are.
    pub(crate) fn check_read_only(&self) -> Result<(), CallError> {
        match (&self.what, &self.call) {
            (What::Put(CallInfoBuffer::ChargingInfoBuffer, _), Some(cell)) => {
                let place = cell.place();
                Err(CallError::ReadOnly { place })
            }
            _ => Ok(()),
        }
    }

    /// Refuses what is asked of a call that is closed, but to release what it held: that is always right, unless the answer
    /// is `numbered`, for nothing is completed to the sink about a call that is closed.
    pub(crate) fn for_closed(mut self, numbered: bool) -> Result<Self, CallError> {
        match &self.call {
            Some(cell) if cell.is_closed() => {
                if numbered || !matches!(self.what, What::Release) {
                    let place = cell.place();
                    return Err(CallError::Closed { place });
                }
                self.call = None;
                Ok(self)
            }
            _ => Ok(self),
        }
    }

    /// Its name, as TAPI has it.
    pub(crate) fn name(&self) -> &'static str {
        match &self.what {
            What::Line(request) | What::Pair(_, request) => request.name(),
            What::Connect => "MakeCall",
            What::SetupTransfer(_) => "SetupTransfer",
            What::Put(..) => "Put",
            What::Release => "ReleaseUserUserInfo",
        }
    }
}

impl Plan {
    /// The other call that it concerns from now on: one that is made by a request about the first.
    pub(crate) fn consultation(&self) -> Option<Arc<CallCell>> {
        match self {
            Self::SetupTransfer(_, consultation) => Some(consultation.clone()),
            _ => None,
        }
    }

    /// Does what is to be done at once; says what the hardware is asked, if anything, and what its answer does.
    pub(crate) fn begin(
        self,
        office: &OfficeCore,
        device: &LineDevice,
    ) -> Result<(Option<LineRequest>, After), CallError> {
        match self {
            Self::Line(request, after) => Ok((Some(request), after)),
            Self::Local(after) => Ok((None, after)),
            Self::Store(cell, kind, data) => {
                cell.store(kind, data)?;
                Ok((None, After::Nothing))
            }
            Self::Connect(cell) => {
                let request = cell.begin_making(office, |id, outgoing| LineRequest::MakeCall {
                    call: id,
                    destination: outgoing.destination,
                    params: outgoing.params,
                })?;
                device.add_call(&cell);
                Ok((Some(request), After::Made(cell)))
            }
            Self::SetupTransfer(call, consultation) => {
                let request = consultation.begin_making(office, |id, outgoing| {
                    LineRequest::SetupTransfer {
                        call: call.id,
                        consultation: id,
                        params: outgoing.params,
                    }
                })?;
                device.add_call(&consultation);
                Ok((Some(request), After::Made(consultation)))
            }
        }
    }
}

impl CallCell {
    /// Keeps a buffer for when the call is made.
    fn store(&self, kind: CallInfoBuffer, data: Bytes) -> Result<(), CallError> {
        self.try_store(kind, data)
            .map_err(|_| self.wrong_state(&lock(&self.state), "putting a buffer"))
    }

    /// Keeps a buffer that can be kept, of a call that is still to be made; gives it back otherwise.
    pub(super) fn try_store(&self, kind: CallInfoBuffer, data: Bytes) -> Result<(), Bytes> {
        let mut state = lock(&self.state);
        let Some(outgoing) = &mut state.outgoing else {
            return Err(data);
        };
        let params = &mut *outgoing.params;
        let place = match kind {
            CallInfoBuffer::UserUserInfo => &mut params.user_user,
            CallInfoBuffer::DevSpecificBuffer => &mut params.dev_specific,
            CallInfoBuffer::CallDataBuffer => &mut params.call_data,
            CallInfoBuffer::HighLevelCompatibilityBuffer => &mut params.high_layer,
            CallInfoBuffer::LowLevelCompatibilityBuffer => &mut params.low_layer,
            CallInfoBuffer::ChargingInfoBuffer => return Err(data),
        };
        let old = std::mem::replace(place, data);
        drop(state);
        drop(old);
        Ok(())
    }

    /// The call is about to be made.
    fn begin_making(
        self: &Arc<Self>,
        office: &OfficeCore,
        request: impl FnOnce(tspkit_hal::CallId, super::cell::Outgoing) -> LineRequest,
    ) -> Result<LineRequest, CallError> {
        let limits = self.device.model().dial;
        self.update(office, |state, _| {
            let Some(mut outgoing) = state.outgoing.take() else {
                return Err(self.wrong_state(state, "making it"));
            };
            outgoing.params.dial = limits.nearest(outgoing.params.dial);
            state.phase = Phase::Making;
            state.holding = true;
            state.seen = CallState::InProgress;
            state
                .known
                .made_with(&outgoing.params, &outgoing.destination);
            Ok(request(self.id, *outgoing))
        })
    }

    /// The answer whether the call was made is there.
    fn made(self: &Arc<Self>, office: &OfficeCore, success: bool) {
        self.update(office, |state, _| {
            if success {
                state.phase = Phase::Up;
            } else {
                state.phase = Phase::Failed;
                state.seen = CallState::Disconnected;
                state.early = Vec::new();
            }
        });
    }

    /// What it is to be made with; `None` when it was made already.
    pub(super) fn params_to_be(&self) -> Option<CallParams> {
        let state = lock(&self.state);
        let outgoing = state.outgoing.as_ref()?;
        Some(CallParams::clone(&outgoing.params))
    }

    pub(super) fn wrong_state(&self, state: &State, what: &'static str) -> CallError {
        let words = match (state.phase, state.status) {
            (Phase::Created, _) => "not yet made".into(),
            (Phase::Making, _) => "being made".into(),
            (Phase::Failed, _) => "one that could not be made".into(),
            (Phase::Gone, _) => "closed".into(),
            (Phase::Up, None) => "made, and its state not yet told".into(),
            (Phase::Up, Some(status)) => format!("{status:?}").into(),
        };
        CallError::State {
            place: self.place(),
            state: words,
            what,
        }
    }

    /// Something else of it has changed, if there is still somebody to be told.
    pub(crate) fn announce_info(self: &Arc<Self>, office: &OfficeCore, states: LineCallInfoStates) {
        if self.is_closed() {
            return;
        }
        self.update(office, |state, tell| state.tell_info(states, tell));
    }

    /// The call data was set here; says whether it is another.
    fn note_call_data(&self, data: &Bytes) -> bool {
        let mut state = lock(&self.state);
        state
            .known
            .set(CallInfoBuffer::CallDataBuffer, data.clone())
    }

    /// How fast to dial was set here; says whether that is news.
    fn note_dial(&self, dial: DialParams) -> bool {
        lock(&self.state).known.set_dial(dial)
    }

    /// Shows the next user-user information; `true` when there is one.
    fn show_next(&self) -> bool {
        let mut state = lock(&self.state);
        state
            .received
            .as_mut()
            .is_some_and(|received| received.release())
    }

    /// The hardware no longer takes part in what is said of the call.
    fn is_ended(&self) -> bool {
        let state = lock(&self.state);
        matches!(
            state.status,
            Some(CallStatus::Idle | CallStatus::Disconnected(_))
        )
    }
}

impl After {
    /// Takes in what an answer does to its call: before anybody is told of it. What of the call has changed by that
    /// is told afterwards.
    pub(crate) fn settle(
        &self,
        office: &OfficeCore,
        about: Option<&Arc<CallCell>>,
        answer: Result<LineReply, CallError>,
    ) -> (Result<LineReply, CallError>, Option<LineCallInfoStates>) {
        match (self, about) {
            (Self::Made(cell), _) => {
                cell.made(office, answer.is_ok());
                (answer, None)
            }
            (Self::CallData(data), Some(cell)) => {
                let answer = answer.or_else(|error| forgive(cell, error));
                let news = answer.is_ok() && cell.note_call_data(data);
                (answer, news.then_some(LineCallInfoStates::CALLDATA))
            }
            (Self::Dial(dial), Some(cell)) => {
                let news = answer.is_ok() && cell.note_dial(*dial);
                (answer, news.then_some(LineCallInfoStates::DIALPARAMS))
            }
            (Self::Released, Some(cell)) => {
                let answer = answer.or_else(|error| match error.code() {
                    LineError::OperationUnavail => Ok(LineReply::Done),
                    _ => forgive(cell, error),
                });
                let news = answer.is_ok() && cell.show_next();
                (answer, news.then_some(LineCallInfoStates::USERUSERINFO))
            }
            _ => (answer, None),
        }
    }
}

/// A driver that has forgotten a call which is over is right too.
fn forgive(cell: &CallCell, error: CallError) -> Result<LineReply, CallError> {
    let forgotten = matches!(error, CallError::Hardware { .. })
        && matches!(
            error.code(),
            LineError::InvalCallHandle | LineError::InvalCallState | LineError::OperationUnavail
        );
    if forgotten && cell.is_ended() {
        Ok(LineReply::Done)
    } else {
        Err(error)
    }
}

impl std::fmt::Debug for CallCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CallCell").field(&self.id.0).finish()
    }
}
