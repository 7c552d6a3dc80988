//! From start to stop.

use std::{
    collections::HashSet,
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;

use super::super::{
    context::{Checked, Context, not_applicable, wrong},
    session::Session,
    threads,
    watched::End,
};
use crate::{ids::PhoneId, inventory::Inventory, reply::PhoneReply, request::PhoneRequest};

pub(super) fn inventory(context: &Context) -> Checked {
    let mut session = Session::new(context);
    let first = session.driver.inventory();
    if let Err(error) = first.check() {
        return wrong(error.to_string());
    }
    if session.driver.inventory() != first {
        return wrong("asked twice before start, the inventory was not the same");
    }
    session.start()?;
    let running = numbers(&session.driver.inventory());
    if numbers(&first).difference(&running).next().is_some() {
        return wrong("phones were gone from the inventory after start");
    }
    session.stop()?;
    session.driver.inventory();
    Ok(())
}

fn numbers(inventory: &Inventory) -> HashSet<PhoneId> {
    inventory.phones.iter().map(|phone| phone.id).collect()
}

/// Asks something harmless, and waits for whatever answer.
fn ask(session: &Session) -> Checked<End<PhoneReply>> {
    let phone = session
        .driver
        .inventory()
        .phones
        .first()
        .map_or(PhoneId(0), |phone| phone.id);
    let token = session.submit(phone, PhoneRequest::GetRing);
    session.wait(token)
}

pub(super) fn restart(context: &Context) -> Checked {
    let mut session = Session::new(context);
    for _ in 0..3 {
        session.start()?;
        ask(&session)?;
        session.stop()?;
    }
    session.no_faults()
}

pub(super) fn threads(context: &Context) -> Checked {
    let Some(before) = context.alone.then(threads::now).flatten() else {
        return not_applicable(
            "threads can be counted only on Linux, when the suite runs alone in its process",
        );
    };
    let new = || threads::now().is_some_and(|now| now.difference(&before).next().is_some());
    let mut session = Session::new(context);
    session.driver.inventory();
    if new() {
        return wrong("a thread runs before start");
    }
    session.start()?;
    ask(&session)?;
    session.stop()?;
    // A thread that was joined may be on its way out.
    let end = Instant::now() + context.limit;
    while new() {
        if Instant::now() >= end {
            return wrong("a thread is left after stop");
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

pub(super) fn stop_with_pending(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let (phone, area) = context.slow_area(&session.driver.inventory())?;
    let data = Bytes::from(vec![0x55; area.size.min(context.most_bytes) as usize]);
    for _ in 0..context.requests_at_once.min(16) {
        session.submit(
            phone,
            PhoneRequest::SetData {
                area: area.id,
                data: data.clone(),
            },
        );
    }
    session.stop_and_watch()?;
    session.no_faults()?;
    // And it has not lost its footing.
    session.start()?;
    session.download(phone, area.id, Bytes::from_static(b"x"))?;
    session.stop()
}

pub(super) fn after_stop(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    session.stop()?;
    let phone = session
        .driver
        .inventory()
        .phones
        .first()
        .map_or(PhoneId(0), |phone| phone.id);
    let area = context
        .area(&session.driver.inventory())
        .map_or((phone, 0), |(phone, area)| (phone, area.id));
    for (phone, request) in [
        (phone, PhoneRequest::GetRing),
        (
            area.0,
            PhoneRequest::GetData {
                area: area.1,
                size: 1,
            },
        ),
    ] {
        let token = session.submit(phone, request);
        if let End::Answer(Ok(reply)) = session.wait(token)? {
            return wrong(format!(
                "{} was answered with {reply:?}",
                session.recorder.what(token)
            ));
        }
    }
    session.no_faults()
}

pub(super) fn dropped(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    ask(&session)?;
    if let Ok((phone, area)) = context.area(&session.driver.inventory()) {
        session.submit(
            phone,
            PhoneRequest::SetData {
                area: area.id,
                data: Bytes::from_static(b"x"),
            },
        );
    }
    session.stop()?;
    session.drop_and_watch()
}
