//! What a phone's data areas hold.

use bytes::Bytes;

/// The contents of a phone's areas, by slot; an area holds what its model says until it gets something else.
///
/// Most phones of a large office never use more than one area, so the first is kept in place.
#[derive(Debug, Default)]
pub(super) struct Contents {
    first: Option<Bytes>,
    others: Option<Box<[Option<Bytes>]>>,
}

impl Contents {
    pub(super) fn get(&self, slot: usize) -> Option<&Bytes> {
        match slot.checked_sub(1) {
            None => self.first.as_ref(),
            Some(other) => self.others.as_ref()?.get(other)?.as_ref(),
        }
    }

    /// Puts a content into one of `slots` slots, and returns the one before.
    pub(super) fn put(&mut self, slot: usize, slots: usize, content: Bytes) -> Option<Bytes> {
        let place = match slot.checked_sub(1) {
            None => &mut self.first,
            Some(other) => {
                let others = self
                    .others
                    .get_or_insert_with(|| vec![None; slots.saturating_sub(1)].into());
                others.get_mut(other)?
            }
        };
        place.replace(content)
    }
}
