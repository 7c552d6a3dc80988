//! Lines that are in service, or not.

use std::time::{Duration, Instant};

use tspkit_abi::LineDisconnectModes;
use tspkit_hal::LineEvent;

use super::{exchange::Exchange, output::Timer};

impl<T> Exchange<T> {
    /// A line goes out of service for that long.
    pub(crate) fn serve_not_for(&mut self, now: Instant, place: u32, time: Duration) {
        self.serve(place, false);
        self.later(now + time, Timer::InService(place));
    }

    /// A line goes in or out of service; nothing happens when it was already. What is up on a line that goes out of
    /// service is disconnected.
    pub(crate) fn serve(&mut self, place: u32, in_service: bool) {
        let line = &mut self.lines[place as usize];
        if std::mem::replace(&mut line.in_service, in_service) == in_service {
            return;
        }
        if in_service {
            return self.event(place, LineEvent::InService);
        }
        self.event(place, LineEvent::OutOfService);
        let own = self
            .legs
            .iter()
            .filter(|(_, leg)| leg.line().is_some_and(|(at, _)| at == place) && !leg.is_over());
        let own: Vec<_> = own.map(|(key, _)| key).collect();
        for key in own {
            let peer = self.peer(key);
            self.end(key, LineDisconnectModes::TEMPFAILURE);
            if let Some(peer) = peer {
                self.end(peer, LineDisconnectModes::OUTOFORDER);
            }
        }
    }
}
