//! Requests of lines that are no longer wanted.

use tspkit_abi::LineCallFeatures;

use super::{
    super::{
        context::{Checked, Context, wrong},
        watched::End,
    },
    calls::{TIMES, make, number},
    digits::Digits,
    session::Session,
};
use crate::ids::CallId;

pub(super) fn making(context: &Context) -> Checked {
    let (line, destination) = number(context)?;
    let session = Session::started(context)?;
    for time in 0..TIMES {
        let (unwanted, wanted) = (CallId(2 * time + 1), CallId(2 * time + 2));
        let made = make(&session, line, unwanted.0, &destination);
        session.recorder.cancel(made);
        if let End::Answer(Ok(_)) = session.end(made)? {
            // It was there already: whoever wants it no more drops it.
            session.drop_call(line, unwanted)?;
        }
        session.done(make(&session, line, wanted.0, &destination))?;
        session.drop_call(line, wanted)?;
    }
    session.watch()
}

pub(super) fn digits(context: &Context) -> Checked {
    let session = Session::started(context)?;
    let model = session.offered(context, LineCallFeatures::GENERATEDIGITS)?;
    let digits = Digits::of(context, &model)?;
    let (line, call) = session.talking(context, &[])?;
    for _ in 0..TIMES {
        let pending = session.submit(line, digits.endless(call));
        session.recorder.cancel(pending);
        if let End::Answer(Ok(_)) = session.end(pending)? {
            return wrong(format!(
                "{} was cancelled, and answered with success long before they can have been sent",
                session.recorder.what(pending)
            ));
        }
        session.done(session.submit(line, digits.short(call)))?;
    }
    session.drop_call(line, call)?;
    session.watch()
}
