//! What happens on lines by itself or to order.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tspkit_hal::{CallId, Party};

use super::{Office, Switch};
use crate::{
    config::{LineAction, LineEventConfig},
    switch::Incoming,
};

impl Office {
    /// An event of a line happens. When it happens next, if it does.
    pub(crate) fn happen_on_line(self: &Arc<Self>, event: &LineEventConfig) -> Option<Duration> {
        self.in_switch(None, |switch| {
            if let Some(place) = switch.place(&event.line) {
                happen(switch, place, event);
            }
        });
        event.every
    }
}

fn happen(switch: &mut Switch, place: u32, event: &LineEventConfig) {
    let now = Instant::now();
    let user_user = event.user_user.clone().unwrap_or_default();
    let party = || match (&event.number, &event.name) {
        (None, None) => Party::blocked(),
        (number, name) => Party::known(
            number.as_deref().unwrap_or_default(),
            name.as_deref().unwrap_or_default(),
        ),
    };
    match event.action {
        LineAction::CallIn => {
            let call = Incoming::new(party())
                .user_user(user_user)
                .call_data(event.call_data.clone().unwrap_or_default());
            let taken: Option<CallId> = switch.call_in(now, place, call);
            if taken.is_none() {
                tracing::debug!(line = event.line, "nobody could call in");
            }
        }
        LineAction::OutOfService => switch.serve(place, false),
        LineAction::InService => switch.serve(place, true),
        action => {
            let Some(far) = switch.latest_far(place) else {
                return tracing::debug!(line = event.line, "nobody outside is at the line's calls");
            };
            match action {
                LineAction::Answer => switch.far_answer(now, far, &user_user),
                LineAction::HangUp => switch.far_hang_up(far, &user_user),
                LineAction::Send => switch.far_send(far, &user_user),
                _ => switch.far_party(far, party()),
            };
        }
    }
}
