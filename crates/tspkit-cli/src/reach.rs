//! `--wait`: until the phone is within reach.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    time::{Duration, Instant},
};

use tspkit::{Event, PhoneEvent};

use crate::{
    failure::{Failure, Kind},
    interrupt::Interrupts,
    target::Target,
};

enum Signal {
    Interrupted,
    Changed,
}

/// Returns once the phone is connected, which may be at once.
pub(crate) fn wait(
    target: &Target,
    limit: Duration,
    interrupts: &Interrupts,
) -> Result<(), Failure> {
    let (signals, arrived) = mpsc::channel();
    let changed = signals.clone();
    // Listens before it looks, so that no change falls between the two.
    let _listening = target.phone.on_event(move |event| {
        if let Event::Merged { .. }
        | Event::Phone {
            event: PhoneEvent::Connected | PhoneEvent::Removed,
            ..
        } = event
        {
            // A receiver that has gone has seen what it waited for.
            drop(changed.send(Signal::Changed));
        }
    });
    let _armed = interrupts.on(move || drop(signals.send(Signal::Interrupted)));
    let began = Instant::now();
    while !target.phone.status().connected {
        tracing::debug!("waiting for the phone");
        match arrived.recv_timeout(limit.saturating_sub(began.elapsed())) {
            Ok(Signal::Changed) => {}
            Ok(Signal::Interrupted) => return Err(Failure::interrupted()),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                let message = format!("{} was not connected within {limit:?}", target.name());
                return Err(Failure::new(Kind::TimedOut, message));
            }
        }
    }
    Ok(())
}
