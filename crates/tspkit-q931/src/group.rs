//! Octets that belong together by their extension bits (Q.931 4.5.1).

use alloc::vec::Vec;

/// The bit that is 1 in a group's last octet.
const LAST: u8 = 0x80;

/// An octet and those that follow it as long as the extension bit is 0: 5, 5a, 5b. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Group {
    /// The seven other bits of each octet.
    octets: Vec<u8>,
    /// The last octet's extension bit says that the group goes on, but the buffer ends.
    pub(crate) cut_short: bool,
}

impl Group {
    pub(crate) fn new(first: u8) -> Self {
        Self {
            octets: Vec::from([first & !LAST]),
            cut_short: false,
        }
    }

    /// Takes a group off the front, or nothing when there is no octet.
    pub(crate) fn decode(bytes: &mut &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return None;
        }
        let last = bytes.iter().position(|octet| octet & LAST != 0);
        let (group, rest) = bytes.split_at(last.map_or(bytes.len(), |last| last + 1));
        *bytes = rest;
        Some(Self {
            octets: group.iter().map(|octet| octet & !LAST).collect(),
            cut_short: last.is_none(),
        })
    }

    /// Appends the group's octets.
    pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.octets);
        if let Some(last) = bytes.last_mut()
            && !self.cut_short
        {
            *last |= LAST;
        }
    }

    /// Ends each group but the last, since what follows a group that was cut short would otherwise belong to it.
    pub(crate) fn end_all_but_last<'a>(groups: impl Iterator<Item = &'a mut Self>) {
        let mut before: Option<&mut Self> = None;
        for group in groups {
            if let Some(before) = before.replace(group) {
                before.cut_short = false;
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.octets.len()
    }

    pub(crate) fn first(&self) -> u8 {
        self.octets[0]
    }

    /// The seven bits of the octet that follows as number `follows`, 0 for the first.
    pub(crate) fn get(&self, follows: usize) -> Option<u8> {
        self.octets.get(follows).copied()
    }

    /// Sets an octet's seven bits; what is not there before it becomes 0.
    pub(crate) fn set(&mut self, follows: usize, bits: u8) {
        if self.octets.len() <= follows {
            self.octets.resize(follows + 1, 0);
            self.cut_short = false;
        }
        self.octets[follows] = bits & !LAST;
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::Group;

    #[test]
    fn the_extension_bit_ends_a_group() {
        let mut bytes = &[0x01, 0x42, 0x83, 0x84][..];
        let group = Group::decode(&mut bytes).unwrap();
        assert_eq!(bytes, [0x84]);
        assert_eq!((group.len(), group.cut_short), (3, false));
        assert_eq!(
            [0, 1, 2, 3].map(|at| group.get(at)),
            [Some(1), Some(0x42), Some(3), None]
        );
        let mut encoded = Vec::new();
        group.encode(&mut encoded);
        assert_eq!(encoded, [0x01, 0x42, 0x83]);
    }

    #[test]
    fn a_cut_group_is_ended_only_when_something_follows() {
        let group = Group::decode(&mut &[0x01, 0x02][..]).unwrap();
        assert!(group.cut_short);
        let mut encoded = Vec::new();
        group.encode(&mut encoded);
        assert_eq!(encoded, [0x01, 0x02]);
        let mut groups = [group.clone(), group];
        Group::end_all_but_last(groups.iter_mut());
        assert_eq!(groups.map(|group| group.cut_short), [false, true]);
        assert_eq!(Group::decode(&mut &[][..]), None);
    }

    #[test]
    fn setting_fills_what_lies_between() {
        let mut group = Group::new(0xFF);
        group.set(2, 0x83);
        let mut encoded = Vec::new();
        group.encode(&mut encoded);
        assert_eq!(encoded, [0x7F, 0x00, 0x83]);
    }
}
