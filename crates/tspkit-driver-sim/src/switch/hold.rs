//! Holding calls.

use tspkit_abi::LineError;
use tspkit_hal::{CallId, CallStatus, HardwareError};

use super::{
    exchange::{Checked, Exchange},
    legs::{Key, Leg},
};

impl<T> Exchange<T> {
    pub(super) fn hold(&mut self, place: u32, call: CallId) -> Checked {
        let key = self.find_in(place, call, "Hold", |status| {
            matches!(status, CallStatus::Connected(_))
        })?;
        let line = &self.lines[place as usize];
        if line.counts.held >= line.model.held_calls {
            let message = format!(
                "Hold: {} holds {} calls, and has room for no other",
                line.id, line.counts.held
            );
            return Err(HardwareError::with_message(
                LineError::ResourceUnavail,
                message,
            ));
        }
        self.stop_digits(key);
        self.set(key, CallStatus::OnHold);
        self.hold_changed(key);
        Ok(())
    }

    pub(super) fn unhold(&mut self, place: u32, call: CallId) -> Checked {
        let key = self.find_in(place, call, "Unhold", |status| {
            matches!(
                status,
                CallStatus::OnHold | CallStatus::OnHoldPendingTransfer
            )
        })?;
        self.end_consultation(key);
        let line = &self.lines[place as usize];
        if !line.has_room() {
            let message = format!(
                "Unhold: {} has {} calls up, and room for no other; drop or hold one first",
                line.id, line.counts.active
            );
            return Err(HardwareError::with_message(
                LineError::ResourceUnavail,
                message,
            ));
        }
        self.connected(key);
        self.hold_changed(key);
        Ok(())
    }

    /// A call that waits for a transfer is taken back: what was asked about it is over, unless that is on hold. Page:
    /// `nf-tspi-tspi_linesetuptransfer`.
    fn end_consultation(&mut self, original: Key) {
        let waits = |leg: &Leg| leg.status == CallStatus::OnHoldPendingTransfer;
        if !self.legs.get(original).is_some_and(waits) {
            return;
        }
        let mut asking = self.consulting.iter();
        let asking = asking.find_map(|(asking, about)| (*about == original).then_some(*asking));
        let goes = |leg: &Leg| leg.status != CallStatus::Idle && !leg.is_held();
        if let Some(asking) = asking
            && self.legs.get(asking).is_some_and(goes)
        {
            self.consulting.remove(&asking);
            self.leave(asking);
        }
    }

    pub(super) fn swap_hold(&mut self, place: u32, active: CallId, held: CallId) -> Checked {
        let up = self.find_in(place, active, "SwapHold", |status| {
            matches!(status, CallStatus::Connected(_))
        })?;
        let waiting = self.find_in(place, held, "SwapHold", |status| {
            matches!(
                status,
                CallStatus::OnHold | CallStatus::OnHoldPendingTransfer
            )
        })?;
        let status = self
            .legs
            .get(waiting)
            .map_or(CallStatus::OnHold, |leg| leg.status);
        self.stop_digits(up);
        self.set(up, status);
        self.hold_changed(up);
        self.connected(waiting);
        self.hold_changed(waiting);
        Ok(())
    }

    /// A leg was held or taken back: the other end is told, where it is connected.
    pub(super) fn hold_changed(&mut self, key: Key) {
        let Some(peer) = self.peer(key) else {
            return;
        };
        let status = self.legs.get(peer).map(|leg| leg.status);
        if matches!(status, Some(CallStatus::Connected(_))) {
            self.connected(peer);
        }
    }
}
