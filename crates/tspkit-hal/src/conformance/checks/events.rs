//! What a driver tells without being asked.

use std::collections::HashSet;

use bytes::Bytes;

use super::super::{
    context::{Checked, Context, not_applicable, wrong},
    session::Session,
};
use crate::{event::PhoneEvent, ids::PhoneId, request::PhoneRequest};

pub(super) fn known_phones(context: &Context) -> Checked {
    let mut session = Session::new(context);
    let mut known: HashSet<PhoneId> = session
        .driver
        .inventory()
        .phones
        .iter()
        .map(|phone| phone.id)
        .collect();
    session.start()?;
    if let (Some(plug), Ok((phone, _))) = (&context.plug, context.area(&session.driver.inventory()))
    {
        plug(phone, false);
        plug(phone, true);
    }
    if let Some(add) = &context.add_phone {
        add();
        let added = |_, event: &PhoneEvent| matches!(event, PhoneEvent::Added(_));
        if session.recorder.wait_event(context.limit, added).is_none() {
            return wrong(format!(
                "a phone was added, and no event told of it in {:?}",
                context.limit
            ));
        }
    }
    session.stop_and_watch()?;
    let mut gone = HashSet::new();
    for (phone, event) in session.recorder.events() {
        if let PhoneEvent::Added(info) = &event {
            if info.id != phone {
                return wrong(format!("the event that adds {phone} describes {}", info.id));
            }
            if let Err(error) = info.check() {
                return wrong(error.to_string());
            }
            if !known.insert(phone) {
                return wrong(format!(
                    "a phone was added as {phone}, which is another's number already"
                ));
            }
        }
        if !known.contains(&phone) {
            return wrong(format!("{event:?} came from {phone}, which is not known"));
        }
        if gone.contains(&phone) {
            return wrong(format!("{event:?} came from {phone}, which was removed"));
        }
        if event == PhoneEvent::Removed {
            gone.insert(phone);
        }
    }
    Ok(())
}

pub(super) fn unplugged(context: &Context) -> Checked {
    let Some(plug) = &context.plug else {
        return not_applicable("the suite does not know how to unplug a phone; say it with `plug`");
    };
    let mut session = Session::started(context)?;
    let inventory = session.driver.inventory();
    let (phone, area) = context.slow_area(&inventory)?;
    let set = |data: &'static [u8]| PhoneRequest::SetData {
        area: area.id,
        data: Bytes::from_static(data),
    };
    let event =
        |wanted: PhoneEvent| match session.recorder.wait_event(context.limit, |from, event| {
            from == phone && *event == wanted
        }) {
            Some(_) => Ok(()),
            None => wrong(format!(
                "no {wanted:?} came from {phone} in {:?}",
                context.limit
            )),
        };
    let connected = || {
        let inventory = session.driver.inventory();
        inventory
            .phones
            .iter()
            .find(|info| info.id == phone)
            .map(|info| info.connected)
    };
    let pending = session.submit(phone, set(b"pending"));
    plug(phone, false);
    event(PhoneEvent::Disconnected)?;
    session.wait(pending)?;
    if connected() != Some(false) {
        return wrong(format!(
            "{phone} is unplugged, and the inventory does not say so"
        ));
    }
    let token = session.submit(phone, set(b"x"));
    if let Ok(reply) = session.answer(token)? {
        return wrong(format!(
            "{} was answered with {reply:?}, though unplugged",
            session.recorder.what(token)
        ));
    }
    plug(phone, true);
    event(PhoneEvent::Connected)?;
    if connected() != Some(true) {
        return wrong(format!(
            "{phone} is back, and the inventory does not say so"
        ));
    }
    session.download(phone, area.id, Bytes::from_static(b"y"))?;
    session.stop()?;
    session.no_faults()
}
