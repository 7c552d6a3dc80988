//! What carries a call: the same at both ends.

use tspkit_abi::{LineBearerModes, LineCallFeatures, LineError, LineMediaModes};
use tspkit_hal::{CallChange, CallId, CallParams, CallStatus, HardwareError};

use super::{
    exchange::{Checked, Exchange},
    legs::{Key, Owner},
    line::Line,
};

/// What carries a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carrier {
    pub(super) media_mode: LineMediaModes,
    pub(super) bearer_mode: LineBearerModes,
    /// In bits per second; 0: of no account.
    pub(super) rate: u32,
}

impl Default for Carrier {
    fn default() -> Self {
        Self {
            media_mode: LineMediaModes::INTERACTIVEVOICE,
            bearer_mode: LineBearerModes::VOICE,
            rate: 0,
        }
    }
}

impl Carrier {
    /// What a call is to be carried by as it is made: the highest rate of those that are asked for.
    pub(super) fn of(params: &CallParams, max_rate: u32) -> Self {
        Self {
            media_mode: params.media_mode,
            bearer_mode: params.bearer_mode,
            rate: match params.rates {
                (0, 0) => 0,
                rates => highest(rates, max_rate),
            },
        }
    }
}

/// The highest rate of those that are asked for on a line with that limit.
fn highest((lowest, highest): (u32, u32), max_rate: u32) -> u32 {
    match lower(highest, max_rate) {
        0 => lowest,
        rate => rate,
    }
}

/// The lower of two rates, of which one that is 0 does not count.
fn lower(one: u32, other: u32) -> u32 {
    match (one, other) {
        (0, rate) | (rate, 0) => rate,
        _ => one.min(other),
    }
}

impl Line {
    /// What it makes of a call that is carried so elsewhere; `None` when it has no such calls.
    fn carries(&self, carrier: Carrier) -> Option<Carrier> {
        let model = &self.model;
        let fits = model.bearer_modes.contains(carrier.bearer_mode)
            && model.media_modes.intersects(carrier.media_mode);
        let rate = match carrier.rate {
            0 => 0,
            rate => lower(rate, model.max_rate),
        };
        fits.then_some(Carrier { rate, ..carrier })
    }

    /// The rates that are asked for are rates of this line.
    pub(super) fn check_rates(&self, what: &str, (lowest, highest): (u32, u32)) -> Checked {
        let limit = lower(highest, self.model.max_rate);
        if limit == 0 || lowest <= limit {
            return Ok(());
        }
        Err(HardwareError::with_message(
            LineError::InvalRate,
            format!(
                "{what}: the lowest rate, {lowest}, is above the highest of {}, {limit}",
                self.id
            ),
        ))
    }
}

impl<T> Exchange<T> {
    /// What a call of that leg becomes at a line; `None` when the line does not carry it, or not as fast as its caller
    /// wants at least.
    pub(super) fn carrier_at(&self, place: u32, leg: Key) -> Option<Carrier> {
        let leg = self.legs.get(leg)?;
        let lowest = leg.setup.as_ref().map_or(0, |setup| setup.rates.0);
        let carrier = self.lines[place as usize].carries(leg.carrier)?;
        (carrier.rate == 0 || carrier.rate >= lowest).then_some(carrier)
    }

    /// What a leg makes of a call that is carried so elsewhere.
    pub(super) fn carried_by(&self, key: Key, carrier: Carrier) -> Option<Carrier> {
        match &self.legs.get(key)?.owner {
            Owner::Line(place, _) => self.lines[*place as usize].carries(carrier),
            Owner::Outside(_) => Some(carrier),
        }
    }

    /// A leg is carried in that way, and its line is told what is another.
    pub(super) fn carry(&mut self, key: Key, carrier: Carrier) {
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        let before = std::mem::replace(&mut leg.carrier, carrier);
        if before.media_mode != carrier.media_mode {
            self.tell(key, CallChange::MediaMode(carrier.media_mode));
        }
        if before.bearer_mode != carrier.bearer_mode {
            self.tell(key, CallChange::BearerMode(carrier.bearer_mode));
        }
        if before.rate != carrier.rate {
            self.tell(key, CallChange::Rate(carrier.rate));
        }
    }

    pub(super) fn set_call_params(
        &mut self,
        place: u32,
        call: CallId,
        bearer_mode: LineBearerModes,
        rates: (u32, u32),
    ) -> Checked {
        let key = self.find_in(place, call, "SetCallParams", |status| {
            !matches!(status, CallStatus::Idle | CallStatus::Disconnected(_))
        })?;
        let line = &self.lines[place as usize];
        if !line
            .model
            .features
            .contains(LineCallFeatures::SETCALLPARAMS)
        {
            return Err(HardwareError::unavailable());
        }
        let modes = line.model.bearer_modes;
        if !bearer_mode.bits().is_power_of_two() || !modes.contains(bearer_mode) {
            return Err(HardwareError::with_message(
                LineError::InvalBearerMode,
                format!("SetCallParams: {bearer_mode:?} is not one of {modes:?}"),
            ));
        }
        line.check_rates("SetCallParams", rates)?;
        let mut carrier = self
            .legs
            .get(key)
            .map(|leg| leg.carrier)
            .unwrap_or_default();
        carrier.bearer_mode = bearer_mode;
        if rates != (0, 0) {
            carrier.rate = highest(rates, line.model.max_rate);
        }
        let peer = self.peer(key);
        if let Some(peer) = peer {
            carrier = self.carried_by(peer, carrier).ok_or_else(|| {
                HardwareError::with_message(
                    LineError::BearerModeUnavail,
                    format!("SetCallParams: the other end of {call} has no {bearer_mode:?}"),
                )
            })?;
        }
        let lowest = rates.0;
        if carrier.rate < lowest {
            return Err(HardwareError::with_message(
                LineError::RateUnavail,
                format!(
                    "SetCallParams: {call} has {} bits per second at most, and is to have {lowest}",
                    carrier.rate
                ),
            ));
        }
        for key in [Some(key), peer].into_iter().flatten() {
            if let Some(setup) = self.legs.get_mut(key).and_then(|leg| leg.setup.as_mut()) {
                setup.rates = rates;
            }
            self.carry(key, carrier);
        }
        Ok(())
    }
}
