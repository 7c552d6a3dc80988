//! Who takes part in a call, as the other side sees it.

use tspkit_abi::LineCallParamFlags;
use tspkit_hal::{CallChange, CallParams, Party, PartyRole};

use super::{
    exchange::Exchange,
    legs::{Key, Mask, Owner},
};

impl Mask {
    /// How a caller wants to be seen.
    pub(super) fn of(params: &CallParams) -> Option<Box<Self>> {
        if params.flags.contains(LineCallParamFlags::BLOCKID) {
            Some(Box::new(Self::Hidden))
        } else if params.calling_number.is_empty() {
            None
        } else {
            Some(Box::new(Self::Number(params.calling_number.clone())))
        }
    }
}

impl<T> Exchange<T> {
    /// A leg's party as others see it.
    pub(super) fn party(&self, key: Key) -> Party {
        let Some(leg) = self.legs.get(key) else {
            return Party::unknown();
        };
        match &leg.owner {
            Owner::Outside(outside) => outside.party.clone(),
            Owner::Line(place, _) => {
                let line = &self.lines[*place as usize];
                match leg.mask.as_deref() {
                    None => self.line_party(*place),
                    Some(Mask::Hidden) => Party::blocked(),
                    Some(Mask::Number(number)) => Party::known(number.as_str(), &*line.name),
                }
            }
        }
    }

    /// A line's party.
    pub(super) fn line_party(&self, place: u32) -> Party {
        let line = &self.lines[place as usize];
        Party::known(&*line.address, &*line.name)
    }

    pub(super) fn tell_party(&mut self, key: Key, role: PartyRole, party: Party) {
        self.tell(key, CallChange::Party { role, party });
    }
}
