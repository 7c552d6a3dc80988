//! Lines that come and go.

use super::{
    super::context::{Checked, Context, not_applicable, wrong},
    calls::make,
    session::Session,
};
use crate::ids::{CallId, LineId};

/// Whether the inventory has a line in service.
fn serves(session: &Session, line: LineId) -> Option<bool> {
    let inventory = session.driver.inventory();
    let info = inventory.lines.iter().find(|info| info.id == line);
    info.map(|info| info.in_service)
}

pub(super) fn serve(context: &Context) -> Checked {
    let Some((line, serve)) = context.serve.clone() else {
        return not_applicable("no line can be taken out of service; say how with `serve`");
    };
    let session = Session::started(context)?;
    let limit = session.driver.limit;
    let number = match &context.call {
        Some((from, number)) if *from == line => Some(number),
        _ => None,
    };
    let goes = |is: bool| {
        serve(line, is);
        let words = if is { "in service" } else { "out of service" };
        if !session.recorder.wait_service(line, is, limit) {
            return wrong(format!(
                "{line} went {words}, and did not say so in {limit:?}"
            ));
        }
        if serves(&session, line) != Some(is) {
            return wrong(format!(
                "{line} is {words}, and the inventory does not say so"
            ));
        }
        Ok(())
    };
    goes(false)?;
    let refused = number.map_or("1", String::as_str);
    let token = make(&session, line, 1, refused);
    if session.answer(token)?.is_ok() {
        return wrong(format!(
            "a call was made on {line}, which is out of service"
        ));
    }
    goes(true)?;
    if let Some(number) = number {
        session.done(make(&session, line, 2, number))?;
        session.drop_call(line, CallId(2))?;
    }
    session.watch()
}

pub(super) fn add(context: &Context) -> Checked {
    let Some(add) = &context.add_line else {
        return not_applicable("no line can be added; say how with `add_line`");
    };
    let session = Session::started(context)?;
    add();
    let limit = session.driver.limit;
    let Some(line) = session.recorder.wait_added(limit) else {
        return wrong(format!(
            "a line was added, and no event told of it in {limit:?}"
        ));
    };
    if serves(&session, line).is_none() {
        return wrong(format!(
            "{line} was added, and the inventory does not have it"
        ));
    }
    session.watch()
}
