//! What is known of a call, in little room: a hundred thousand calls have one of these each.

use bytes::Bytes;
use tspkit_abi::{
    CallInfoBuffer, LineBearerModes, LineCallInfoStates, LineCallOrigins, LineCallReasons,
    LineMediaModes, structure::DialParams,
};
use tspkit_hal::{CallChange, CallInfo, CallParams, Party, PartyRole};

/// All of a [`CallInfo`] but its user-user information. Parties that are not known, and buffers while all are
/// empty, take no room.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) origin: LineCallOrigins,
    pub(super) reason: LineCallReasons,
    pub(super) call_id: u32,
    pub(super) related_call_id: u32,
    pub(super) trunk: Option<u32>,
    pub(super) media_mode: LineMediaModes,
    pub(super) bearer_mode: LineBearerModes,
    pub(super) rate: u32,
    parties: Vec<(PartyRole, Party)>,
    rest: Option<Box<Rest>>,
}

/// What most calls have not.
#[derive(Debug, Default)]
struct Rest {
    dial: DialParams,
    high_layer: Bytes,
    low_layer: Bytes,
    charging: Bytes,
    dev_specific: Bytes,
    call_data: Bytes,
}

impl Default for Known {
    fn default() -> Self {
        Self::from_info(CallInfo::new(
            LineCallOrigins::OUTBOUND,
            LineCallReasons::DIRECT,
        ))
        .0
    }
}

impl Known {
    /// What a driver tells of a call; and its user-user information.
    pub(super) fn from_info(mut info: CallInfo) -> (Self, Bytes) {
        let parties = PartyRole::ALL
            .map(|role| (role, std::mem::take(&mut info.parties[role])))
            .into_iter()
            .filter(|(_, party)| *party != Party::default());
        let mut known = Self {
            origin: info.origin,
            reason: info.reason,
            call_id: info.call_id,
            related_call_id: info.related_call_id,
            trunk: info.trunk,
            media_mode: info.media_mode,
            bearer_mode: info.bearer_mode,
            rate: info.rate,
            parties: parties.collect(),
            rest: None,
        };
        known.set_dial(info.dial);
        known.parties.shrink_to_fit();
        known.set_all([
            (
                CallInfoBuffer::HighLevelCompatibilityBuffer,
                info.high_layer,
            ),
            (CallInfoBuffer::LowLevelCompatibilityBuffer, info.low_layer),
            (CallInfoBuffer::ChargingInfoBuffer, info.charging),
            (CallInfoBuffer::DevSpecificBuffer, info.dev_specific),
            (CallInfoBuffer::CallDataBuffer, info.call_data),
        ]);
        (known, info.user_user)
    }

    /// Takes in what a call is made with, and whom it is for. What the caller has set up describes the call at
    /// this end too.
    pub(super) fn made_with(&mut self, params: &CallParams, destination: &str) {
        self.media_mode = params.media_mode;
        self.bearer_mode = params.bearer_mode;
        self.set_dial(params.dial);
        self.set_all([
            (
                CallInfoBuffer::HighLevelCompatibilityBuffer,
                params.high_layer.clone(),
            ),
            (
                CallInfoBuffer::LowLevelCompatibilityBuffer,
                params.low_layer.clone(),
            ),
            (
                CallInfoBuffer::DevSpecificBuffer,
                params.dev_specific.clone(),
            ),
            (CallInfoBuffer::CallDataBuffer, params.call_data.clone()),
        ]);
        let number = destination.trim_end_matches(';');
        if !number.is_empty() || !params.called_party.is_empty() {
            let called = Party::known(number, params.called_party.as_str());
            self.set_party(PartyRole::Called, called);
        }
    }

    /// All that is known, with that user-user information.
    pub(super) fn info(&self, user_user: Bytes) -> CallInfo {
        let mut info = CallInfo::new(self.origin, self.reason);
        info.call_id = self.call_id;
        info.related_call_id = self.related_call_id;
        info.trunk = self.trunk;
        info.media_mode = self.media_mode;
        info.bearer_mode = self.bearer_mode;
        info.rate = self.rate;
        for (role, party) in &self.parties {
            info.parties[*role] = party.clone();
        }
        if let Some(rest) = &self.rest {
            info.dial = rest.dial;
            info.high_layer = rest.high_layer.clone();
            info.low_layer = rest.low_layer.clone();
            info.charging = rest.charging.clone();
            info.dev_specific = rest.dev_specific.clone();
            info.call_data = rest.call_data.clone();
        }
        info.user_user = user_user;
        info
    }

    /// A party, if anything was told of it.
    pub(super) fn party(&self, role: PartyRole) -> Option<&Party> {
        let mut all = self.parties.iter();
        all.find(|(each, _)| *each == role).map(|(_, party)| party)
    }

    /// A buffer; none of user-user information, which is not kept here.
    pub(super) fn buffer(&self, kind: CallInfoBuffer) -> Option<&Bytes> {
        let rest = self.rest.as_deref()?;
        match kind {
            CallInfoBuffer::HighLevelCompatibilityBuffer => Some(&rest.high_layer),
            CallInfoBuffer::LowLevelCompatibilityBuffer => Some(&rest.low_layer),
            CallInfoBuffer::ChargingInfoBuffer => Some(&rest.charging),
            CallInfoBuffer::DevSpecificBuffer => Some(&rest.dev_specific),
            CallInfoBuffer::CallDataBuffer => Some(&rest.call_data),
            CallInfoBuffer::UserUserInfo => None,
        }
    }

    /// Takes in a change; what of the call is another then. What was known before is none.
    pub(super) fn note(&mut self, change: CallChange) -> LineCallInfoStates {
        let states = change.states();
        let news = match change {
            CallChange::Party { role, party } => self.set_party(role, party),
            CallChange::CallData(data) => self.set(CallInfoBuffer::CallDataBuffer, data),
            CallChange::ChargingInfo(data) => self.set(CallInfoBuffer::ChargingInfoBuffer, data),
            CallChange::HighLevelCompatibility(data) => {
                self.set(CallInfoBuffer::HighLevelCompatibilityBuffer, data)
            }
            CallChange::LowLevelCompatibility(data) => {
                self.set(CallInfoBuffer::LowLevelCompatibilityBuffer, data)
            }
            CallChange::DevSpecific(data) => self.set(CallInfoBuffer::DevSpecificBuffer, data),
            CallChange::CallId(id) => replace(&mut self.call_id, id),
            CallChange::RelatedCallId(id) => replace(&mut self.related_call_id, id),
            CallChange::Trunk(trunk) => replace(&mut self.trunk, trunk),
            CallChange::MediaMode(mode) => replace(&mut self.media_mode, mode),
            CallChange::BearerMode(mode) => replace(&mut self.bearer_mode, mode),
            CallChange::Rate(rate) => replace(&mut self.rate, rate),
            _ => false,
        };
        if news {
            states
        } else {
            LineCallInfoStates::empty()
        }
    }

    fn set_party(&mut self, role: PartyRole, party: Party) -> bool {
        match self.parties.iter_mut().find(|(each, _)| *each == role) {
            Some((_, known)) => replace(known, party),
            None if party == Party::default() => false,
            None => {
                // Of most calls one party is told, or two: no room for others.
                self.parties.reserve_exact(1);
                self.parties.push((role, party));
                true
            }
        }
    }

    fn set_all(&mut self, all: impl IntoIterator<Item = (CallInfoBuffer, Bytes)>) {
        for (kind, data) in all {
            self.set(kind, data);
        }
    }

    /// Puts a buffer in place of what it was; `false` when it is the same.
    pub(super) fn set(&mut self, kind: CallInfoBuffer, data: Bytes) -> bool {
        if data.is_empty() && self.rest.is_none() {
            return false;
        }
        let rest = self.rest.get_or_insert_default();
        let place = match kind {
            CallInfoBuffer::HighLevelCompatibilityBuffer => &mut rest.high_layer,
            CallInfoBuffer::LowLevelCompatibilityBuffer => &mut rest.low_layer,
            CallInfoBuffer::ChargingInfoBuffer => &mut rest.charging,
            CallInfoBuffer::DevSpecificBuffer => &mut rest.dev_specific,
            CallInfoBuffer::CallDataBuffer => &mut rest.call_data,
            CallInfoBuffer::UserUserInfo => return false,
        };
        replace(place, data)
    }

    /// How fast it dials; 0 where nobody has chosen.
    pub(super) fn dial(&self) -> DialParams {
        let rest = self.rest.as_deref();
        rest.map_or_else(DialParams::default, |rest| rest.dial)
    }

    /// Sets how fast it dials; `false` when it did so before.
    pub(super) fn set_dial(&mut self, dial: DialParams) -> bool {
        if dial == DialParams::default() && self.rest.is_none() {
            return false;
        }
        replace(&mut self.rest.get_or_insert_default().dial, dial)
    }
}

fn replace<T: PartialEq>(place: &mut T, value: T) -> bool {
    let news = *place != value;
    *place = value;
    news
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTBOUND: LineCallOrigins = LineCallOrigins::OUTBOUND;
    const DIRECT: LineCallReasons = LineCallReasons::DIRECT;

    fn full() -> CallInfo {
        let mut info = CallInfo::new(LineCallOrigins::INTERNAL, LineCallReasons::TRANSFER);
        (info.call_id, info.related_call_id, info.trunk, info.rate) = (1, 2, Some(3), 64_000);
        info.dial.digit_duration = 70;
        info.media_mode = LineMediaModes::DIGITALDATA;
        info.bearer_mode = LineBearerModes::DATA;
        for (number, role) in (100..).zip(PartyRole::ALL) {
            info.parties[role] = Party::known(number.to_string(), "somebody");
        }
        let buffer = |text: &'static str| Bytes::from_static(text.as_bytes());
        info.user_user = buffer("uui");
        info.high_layer = buffer("hlc");
        info.low_layer = buffer("llc");
        info.charging = buffer("aoc");
        info.dev_specific = buffer("dev");
        info.call_data = buffer("data");
        info
    }

    #[test]
    fn what_a_driver_tells_comes_back_whole() {
        for info in [
            full(),
            CallInfo::new(LineCallOrigins::UNKNOWN, LineCallReasons::UNAVAIL),
        ] {
            let (known, user_user) = Known::from_info(info.clone());
            assert_eq!(known.info(user_user), info);
        }
    }

    #[test]
    fn what_was_known_before_is_no_change() {
        let (mut known, _) = Known::from_info(full());
        let changes = || {
            [
                CallChange::Party {
                    role: PartyRole::Caller,
                    party: Party::blocked(),
                },
                CallChange::CallData(Bytes::new()),
                CallChange::ChargingInfo(Bytes::from_static(b"more")),
                CallChange::Trunk(None),
                CallChange::Rate(0),
            ]
        };
        for change in changes() {
            assert_eq!(known.note(change.clone()), change.states(), "{change:?}");
        }
        for change in changes() {
            assert!(known.note(change.clone()).is_empty(), "{change:?}");
        }
    }

    #[test]
    fn a_call_of_which_little_is_known_takes_little_room() {
        assert!(size_of::<Known>() <= 80, "{}", size_of::<Known>());
        let mut known = Known::default();
        assert!(known.note(CallChange::CallData(Bytes::new())).is_empty());
        assert!(known.rest.is_none() && known.parties.is_empty());
    }

    #[test]
    fn parties_take_no_more_room_than_they_need() {
        let (mut told, mut later) = (CallInfo::new(OUTBOUND, DIRECT), Known::default());
        told.parties.caller = Party::known("101", "Anna");
        let (known, _) = Known::from_info(told);
        assert_eq!(known.parties.capacity(), 1);
        for (count, role) in (1..).zip([PartyRole::Caller, PartyRole::Called]) {
            let party = Party::known("101", "Anna");
            later.note(CallChange::Party { role, party });
            assert_eq!(later.parties.capacity(), count);
        }
    }
}
