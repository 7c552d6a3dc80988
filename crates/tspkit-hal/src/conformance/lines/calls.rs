//! Calls begin with an answer or an announcement, and end in idle.

use bytes::Bytes;

use super::{
    super::context::{Checked, Context, not_applicable, wrong},
    recorder::INCOMING,
    session::Session,
};
use crate::{
    ids::{CallId, LineId},
    line::{CallParams, LineRequest},
};

/// How often something is done again.
pub(super) const TIMES: u32 = 5;

pub(super) fn number(context: &Context) -> Checked<(LineId, String)> {
    context.call.clone().map_or_else(
        || not_applicable("no number may be dialled; name a line and a number with `call`"),
        Ok,
    )
}

pub(super) fn make(session: &Session, line: LineId, call: u32, destination: &str) -> u64 {
    let request = LineRequest::MakeCall {
        call: CallId(call),
        destination: destination.to_owned(),
        params: Box::<CallParams>::default(),
    };
    session.submit(line, request)
}

pub(super) fn made_and_dropped(context: &Context) -> Checked {
    let (line, destination) = number(context)?;
    let session = Session::started(context)?;
    for call in 1..=TIMES {
        session.done(make(&session, line, call, &destination))?;
        session.watch()?;
        let call = CallId(call);
        session.drop_call(line, call)?;
        session.watch()?;
        let _ = session.answer(session.submit(line, LineRequest::CloseCall { call }))?;
    }
    session.watch()
}

pub(super) fn dropped_at_once(context: &Context) -> Checked {
    let (line, destination) = number(context)?;
    let session = Session::started(context)?;
    for call in 1..=TIMES {
        let made = make(&session, line, call, &destination);
        let call = CallId(call);
        let user_user = Bytes::new();
        let dropped = session.submit(line, LineRequest::Drop { call, user_user });
        session.done(made)?;
        if session.answer(dropped)?.is_err() {
            // It came before there was a call.
            session.drop_call(line, call)?;
        } else if !session.recorder.wait_idle(line, call, session.driver.limit) {
            return wrong(format!(
                "{call} on {line} was dropped at once, but not idle in {:?}",
                session.driver.limit
            ));
        }
    }
    session.watch()
}

pub(super) fn stop_with_calls(context: &Context) -> Checked {
    let (line, destination) = number(context)?;
    let mut session = Session::started(context)?;
    make(&session, line, 1, &destination);
    let call = CallId(1);
    session.submit(line, LineRequest::Hold { call });
    session.submit(line, LineRequest::ReleaseUserUserInfo { call });
    session.stop_and_watch()?;
    // And it has not lost its footing.
    session.start()?;
    session.done(make(&session, line, 2, &destination))?;
    session.drop_call(line, CallId(2))?;
    session.stop_and_watch()
}

pub(super) fn incoming(context: &Context) -> Checked {
    let session = Session::started(context)?;
    let mut known = Vec::new();
    for _ in 0..TIMES {
        let (line, call) = session.called(context, &known)?;
        known.push(call);
        if call.0 & INCOMING == 0 {
            return wrong(format!(
                "{call} came in without the topmost bit in its number"
            ));
        }
        let user_user = Bytes::new();
        session.done(session.submit(line, LineRequest::Answer { call, user_user }))?;
        session.drop_call(line, call)?;
        session.watch()?;
        let _ = session.answer(session.submit(line, LineRequest::CloseCall { call }))?;
    }
    session.no_faults()
}
