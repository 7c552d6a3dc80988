//! What is done with a call that is up.

use tspkit_abi::{LineBearerModes, LineCallFeatures, LineError};

use super::{
    super::context::{Checked, Context, wrong},
    session::Session,
};
use crate::{
    ids::{CallId, LineId},
    line::{CallStatus, LineRequest},
};

pub(super) fn call_params(context: &Context) -> Checked {
    let session = Session::started(context)?;
    let model = session.offered(context, LineCallFeatures::SETCALLPARAMS)?;
    let (line, call) = session.talking(context, &[])?;
    let set = |bearer_mode| LineRequest::SetCallParams {
        call,
        bearer_mode,
        rates: (0, 0),
        dial: None,
    };
    for mode in model.bearer_modes.iter() {
        let token = session.submit(line, set(mode));
        match session.answer(token)? {
            Ok(_) => {
                let limit = session.driver.limit;
                if !session.recorder.wait_bearer(line, call, mode, limit) {
                    return wrong(format!(
                        "{call} on {line} is to be carried as {mode:?}, but that was not told in {limit:?}"
                    ));
                }
            }
            Err(error) => match error.code() {
                LineError::BearerModeUnavail
                | LineError::RateUnavail
                | LineError::ResourceUnavail
                | LineError::OperationFailed => {}
                code => {
                    return wrong(format!(
                        "{} as {mode:?}, which the line has, was answered with {code:?}; BEARERMODEUNAVAIL says that the \
                         other end has not",
                        session.recorder.what(token)
                    ));
                }
            },
        }
    }
    session.drop_call(line, call)?;
    session.refused_late(line, set(LineBearerModes::VOICE))?;
    session.watch()
}

/// A call is put on hold for a transfer, and another is there to ask.
fn consult(session: &Session, line: LineId, call: CallId, consultation: CallId) -> Checked {
    let setup = LineRequest::SetupTransfer {
        call,
        consultation,
        params: Box::default(),
    };
    session.done(session.submit(line, setup))?;
    session.reaches(line, call, "on hold for a transfer", |status| {
        matches!(
            status,
            CallStatus::OnHoldPendingTransfer | CallStatus::OnHold
        )
    })?;
    session.reaches(line, consultation, "in any state", |_| true)
}

pub(super) fn transfer(context: &Context) -> Checked {
    use LineCallFeatures as F;
    let session = Session::started(context)?;
    let model = session.offered(context, F::SETUPTRANSFER)?;
    let (line, call) = session.talking(context, &[])?;
    // Nobody is asked after all.
    let consultation = CallId(1);
    consult(&session, line, call, consultation)?;
    session.drop_call(line, consultation)?;
    if model.features.contains(F::UNHOLD) {
        // Some switches give the call back by themselves.
        let token = session.submit(line, LineRequest::Unhold { call });
        if let Err(error) = session.answer(token)?
            && error.code() != LineError::InvalCallState
        {
            return wrong(format!(
                "{} failed: {error} ({:?})",
                session.recorder.what(token),
                error.code()
            ));
        }
        session.reaches(line, call, "connected again", |status| {
            matches!(status, CallStatus::Connected(_))
        })?;
    }
    match &context.call {
        Some((from, number))
            if *from == line
                && model
                    .features
                    .contains(F::DIAL | F::COMPLETETRANSF | F::UNHOLD) =>
        {
            complete(&session, line, call, number)?;
        }
        _ => session.drop_call(line, call)?,
    }
    session.watch()
}

fn complete(session: &Session, line: LineId, call: CallId, number: &str) -> Checked {
    let consultation = CallId(2);
    consult(session, line, call, consultation)?;
    let dial = LineRequest::Dial {
        call: consultation,
        digits: number.to_owned(),
    };
    session.done(session.submit(line, dial))?;
    session.reaches(line, consultation, "on its way", |status| {
        matches!(
            status,
            CallStatus::Proceeding | CallStatus::Ringback | CallStatus::Connected(_)
        )
    })?;
    let complete = LineRequest::CompleteTransfer { call, consultation };
    session.done(session.submit(line, complete))?;
    for each in [call, consultation] {
        session.reaches(line, each, "idle after its transfer", |status| {
            status == CallStatus::Idle
        })?;
    }
    Ok(())
}
