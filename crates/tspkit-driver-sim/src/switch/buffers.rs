//! What goes along with calls.

use std::time::Instant;

use bytes::Bytes;
use tspkit_abi::{LineDevCapFlags, LineError};
use tspkit_hal::{CallChange, CallId, CallParams, CallStatus, HardwareError, LineReply, Outcome};

use super::{
    exchange::{Checked, Exchange},
    legs::{Key, Owner},
    output::{Conditions, Timer},
};

impl<T> Exchange<T> {
    /// What goes with a call as it is made is what the line takes.
    pub(super) fn check_params(&self, place: u32, params: &CallParams) -> Checked {
        let line = &self.lines[place as usize];
        let model = &line.model;
        let refuse = |code, what: String| {
            let message = format!("{} takes no {what}", line.id);
            Err(HardwareError::with_message(code, message))
        };
        Self::check_user_user(&params.user_user, model.user_user.make_call, "MakeCall")?;
        let compatibilities = [
            (&params.high_layer, LineDevCapFlags::HIGHLEVCOMP, "high"),
            (&params.low_layer, LineDevCapFlags::LOWLEVCOMP, "low"),
        ];
        for (bytes, flag, what) in compatibilities {
            if !bytes.is_empty() && !model.device_flags.contains(flag) {
                let what = format!("{what} level compatibility");
                return refuse(LineError::InvalCallParams, what);
            }
        }
        let sizes = [
            (&params.call_data, model.call_data, "call data"),
            (
                &params.dev_specific,
                model.dev_specific,
                "device-specific data",
            ),
        ];
        for (bytes, limit, what) in sizes {
            if bytes.len() > limit as usize {
                let what = format!("{what} of {} bytes; the most is {limit}", bytes.len());
                return refuse(LineError::InvalCallParams, what);
            }
        }
        if !model.media_modes.contains(params.media_mode) || params.media_mode.is_empty() {
            let what = format!("calls of the media mode {:?}", params.media_mode);
            return refuse(LineError::InvalMediaMode, what);
        }
        if !model.bearer_modes.contains(params.bearer_mode) || params.bearer_mode.is_empty() {
            let what = format!("calls of the bearer mode {:?}", params.bearer_mode);
            return refuse(LineError::InvalBearerMode, what);
        }
        line.check_rates("MakeCall", params.rates)
    }

    pub(super) fn check_user_user(data: &Bytes, limit: u32, what: &str) -> Checked {
        if data.len() <= limit as usize {
            return Ok(());
        }
        Err(HardwareError::with_message(
            LineError::UserUserInfoTooBig,
            format!(
                "{what}: {} octets of user-user information are too many; the most are {limit}",
                data.len()
            ),
        ))
    }

    /// How much user-user information a leg can receive.
    fn receives(&self, key: Key) -> usize {
        match self.legs.get(key).map(|leg| &leg.owner) {
            Some(Owner::Line(place, _)) => {
                self.lines[*place as usize].model.user_user.receive as usize
            }
            Some(Owner::Outside(_)) => usize::MAX,
            None => 0,
        }
    }

    pub(super) fn send_user_user(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        data: Bytes,
        conditions: &Conditions,
    ) -> Checked {
        let key = self.find_in(place, call, "SendUserUserInfo", |status| {
            matches!(
                status,
                CallStatus::Connected(_)
                    | CallStatus::Offering(_)
                    | CallStatus::Accepted
                    | CallStatus::Ringback
            )
        })?;
        let limit = self.lines[place as usize].model.user_user.send;
        Self::check_user_user(&data, limit, "SendUserUserInfo")?;
        let Some(peer) = self.peer(key) else {
            return Ok(());
        };
        let most = u32::try_from(self.receives(peer)).unwrap_or(u32::MAX);
        Self::check_user_user(&data, most, "SendUserUserInfo: at the far end")?;
        self.send(now, peer, data, conditions);
        Ok(())
    }

    /// Sends user-user information to a leg, unless the network has something against it.
    pub(super) fn send(&mut self, now: Instant, to: Key, data: Bytes, conditions: &Conditions) {
        if data.is_empty() || conditions.lose {
            return;
        }
        if conditions.late.is_zero() {
            self.deliver(to, &data);
        } else {
            self.later(now + conditions.late, Timer::UserUser(to, data));
        }
    }

    /// User-user information arrives at a leg, in as many messages as the network needs. More than it can receive
    /// does not arrive at all.
    pub(super) fn deliver(&mut self, to: Key, data: &Bytes) {
        if data.is_empty() || data.len() > self.receives(to) {
            return;
        }
        if let Some(leg) = self.legs.get_mut(to)
            && let Owner::Outside(outside) = &mut leg.owner
        {
            return outside.hear(data);
        }
        let size = (self.config.network_message as usize).max(1);
        let mut rest = data.clone();
        while !rest.is_empty() {
            let data = rest.split_to(size.min(rest.len()));
            let more = !rest.is_empty();
            self.tell(to, CallChange::UserUserInfo { data, more });
        }
    }

    pub(super) fn set_call_data(&mut self, place: u32, call: CallId, data: &Bytes) -> Checked {
        let key = self.find(place, call)?;
        let limit = self.lines[place as usize].model.call_data;
        if data.len() > limit as usize {
            return Err(HardwareError::with_message(
                LineError::InvalParam,
                format!(
                    "SetCallData: {} bytes are too many; the most are {limit}",
                    data.len()
                ),
            ));
        }
        let peer = self.peer(key);
        for key in [Some(key), peer].into_iter().flatten() {
            self.put_call_data(key, data.clone());
        }
        Ok(())
    }

    /// A leg has other call data.
    pub(super) fn put_call_data(&mut self, key: Key, data: Bytes) {
        if let Some(leg) = self.legs.get_mut(key) {
            leg.call_data = data.clone();
            self.tell(key, CallChange::CallData(data));
        }
    }

    pub(super) fn dev_specific(
        &mut self,
        place: u32,
        call: Option<CallId>,
        data: Bytes,
    ) -> Outcome<LineReply> {
        if !self.lines[place as usize].model.dev_specific_requests {
            return Err(HardwareError::unavailable());
        }
        if let Some(call) = call {
            self.find(place, call)?;
        }
        Ok(LineReply::Data(data))
    }
}
