//! Requests that are no longer wanted.

use bytes::Bytes;

use super::super::{
    context::{Checked, Context, not_applicable},
    session::Session,
};
use crate::request::PhoneRequest;

/// How often a request is made that turns out to be answered too soon: the thread that is to cancel it may have
/// had to wait for a processor.
const ATTEMPTS: usize = 20;

pub(super) fn in_the_middle(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let (phone, area) = context.slow_area(&session.driver.inventory())?;
    let data = Bytes::from(vec![0xAA; area.size.min(context.most_bytes) as usize]);
    let mut in_time = false;
    for _ in 0..ATTEMPTS {
        let token = session.submit(
            phone,
            PhoneRequest::SetData {
                area: area.id,
                data: data.clone(),
            },
        );
        in_time = session.recorder.end(token).is_none();
        session.recorder.cancel(token);
        session.wait(token)?;
        session.download(phone, area.id, Bytes::from_static(b"x"))?;
        if in_time {
            break;
        }
    }
    session.stop()?;
    session.no_faults()?;
    if in_time {
        return Ok(());
    }
    not_applicable(
        "a request is answered before it can be cancelled; name a slower area with `slow_area`",
    )
}

pub(super) fn before_its_turn(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let (phone, area) = context.slow_area(&session.driver.inventory())?;
    let data = Bytes::from(vec![0xAA; area.size.min(context.most_bytes) as usize]);
    let submit = || {
        session.submit(
            phone,
            PhoneRequest::SetData {
                area: area.id,
                data: data.clone(),
            },
        )
    };
    let mut in_time = false;
    for _ in 0..ATTEMPTS {
        let (first, second, third) = (submit(), submit(), submit());
        in_time = session.recorder.end(first).is_none();
        session.recorder.cancel(third);
        session.recorder.cancel(second);
        session.wait(third)?;
        session.wait(second)?;
        // The one that is still wanted is not to suffer.
        session.done(first)?;
        session.download(phone, area.id, Bytes::from_static(b"x"))?;
        if in_time {
            break;
        }
    }
    session.stop()?;
    session.no_faults()?;
    if in_time {
        return Ok(());
    }
    not_applicable(
        "requests are answered before others can wait for them; name a slower area with `slow_area`",
    )
}
