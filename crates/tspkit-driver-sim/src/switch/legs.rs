//! The legs of calls.

use bytes::Bytes;
use tspkit_hal::{CallId, CallParams, CallStatus};

use super::{carrier::Carrier, outside::Outside};

/// Which leg. A key is never used again for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    index: u32,
    generation: u32,
}

/// Whose a leg is.
#[derive(Debug)]
pub(super) enum Owner {
    /// A line's, by its place, where the call has that number.
    Line(u32, CallId),
    /// Somebody's outside.
    Outside(Box<Outside>),
}

/// One end of a call. Kept small: there may be very many.
#[derive(Debug)]
pub(super) struct Leg {
    pub(super) owner: Owner,
    pub(super) status: CallStatus,
    /// The other end.
    pub(super) peer: Option<Key>,
    /// The switch's number for the call.
    pub(super) number: u32,
    pub(super) call_data: Bytes,
    pub(super) carrier: Carrier,
    /// What the caller gave for the set-up, until the call is answered.
    pub(super) setup: Option<Box<CallParams>>,
    /// The digits dialled so far.
    pub(super) dialled: String,
    /// How the party shows itself, unless as it is.
    pub(super) mask: Option<Box<Mask>>,
    /// It rings, and has rung that often.
    pub(super) rings: u32,
}

/// How a party shows itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mask {
    /// Not at all.
    Hidden,
    /// By another number.
    Number(String),
}

impl Leg {
    pub(super) fn new(owner: Owner, status: CallStatus, number: u32) -> Self {
        Self {
            owner,
            status,
            peer: None,
            number,
            call_data: Bytes::new(),
            carrier: Carrier::default(),
            setup: None,
            dialled: String::new(),
            mask: None,
            rings: 0,
        }
    }

    /// It is the end of a line.
    pub(super) fn line(&self) -> Option<(u32, CallId)> {
        match self.owner {
            Owner::Line(place, call) => Some((place, call)),
            Owner::Outside(_) => None,
        }
    }

    pub(super) fn outside(&self) -> Option<&Outside> {
        match &self.owner {
            Owner::Outside(outside) => Some(outside),
            Owner::Line(..) => None,
        }
    }

    /// It waits to be answered.
    pub(super) fn is_offered(&self) -> bool {
        matches!(self.status, CallStatus::Offering(_) | CallStatus::Accepted)
    }

    pub(super) fn is_held(&self) -> bool {
        matches!(
            self.status,
            CallStatus::OnHold | CallStatus::OnHoldPendingTransfer
        )
    }

    /// The other side has gone, or all is over.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.status, CallStatus::Idle | CallStatus::Disconnected(_))
    }
}

#[derive(Debug, Default)]
struct Slot {
    generation: u32,
    leg: Option<Leg>,
}

/// All legs.
#[derive(Debug, Default)]
pub(super) struct Legs {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

impl Legs {
    pub(super) fn insert(&mut self, leg: Leg) -> Key {
        let index = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::default());
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let slot = &mut self.slots[index as usize];
        slot.leg = Some(leg);
        Key {
            index,
            generation: slot.generation,
        }
    }

    pub(super) fn get(&self, key: Key) -> Option<&Leg> {
        let slot = self.slots.get(key.index as usize)?;
        slot.leg
            .as_ref()
            .filter(|_| slot.generation == key.generation)
    }

    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut Leg> {
        let slot = self.slots.get_mut(key.index as usize)?;
        slot.leg
            .as_mut()
            .filter(|_| slot.generation == key.generation)
    }

    pub(super) fn remove(&mut self, key: Key) -> Option<Leg> {
        let slot = self.slots.get_mut(key.index as usize)?;
        if slot.generation != key.generation {
            return None;
        }
        let leg = slot.leg.take()?;
        slot.generation = slot.generation.wrapping_add(1);
        self.free.push(key.index);
        Some(leg)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// All of them: not for what happens with every request.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, &Leg)> {
        (0..).zip(&self.slots).filter_map(|(index, slot)| {
            let key = Key {
                index,
                generation: slot.generation,
            };
            Some((key, slot.leg.as_ref()?))
        })
    }

    /// Lets go of all of them; their keys stay used.
    pub(super) fn clear(&mut self) {
        self.free.clear();
        for (index, slot) in (0..).zip(&mut self.slots) {
            slot.generation = slot.generation.wrapping_add(1);
            slot.leg = None;
            self.free.push(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_is_small() {
        // A hundred thousand calls have two hundred thousand legs.
        assert!(size_of::<Slot>() <= 176, "{}", size_of::<Slot>());
    }

    #[test]
    fn the_key_of_a_leg_that_is_gone_finds_no_other() {
        let mut legs = Legs::default();
        let leg = || Leg::new(Owner::Line(0, CallId(1)), CallStatus::Dialing, 1);
        let first = legs.insert(leg());
        assert!(legs.remove(first).is_some() && legs.remove(first).is_none());
        let second = legs.insert(leg());
        assert!(legs.get(first).is_none() && legs.get_mut(first).is_none());
        assert_eq!(legs.len(), 1);
        legs.clear();
        assert!(legs.get(second).is_none());
        assert_eq!((legs.len(), legs.iter().count()), (0, 0));
        let third = legs.insert(leg());
        assert_ne!(third, second);
    }
}
