//! Whole information elements: identifier, length, contents (Q.931 4.5.1).

use alloc::vec::Vec;

use crate::{Decoded, Finding, Octet, Problem, coded::coded};

coded! {
    /// Which element it is: octet 1, of the elements with a length in codeset 0.
    ElementId, 8 bits;
    FACILITY = 0x1C, "facility (Q.932), which carries advice of charge";
    LOW_LAYER = 0x7C, "low layer compatibility";
    HIGH_LAYER = 0x7D, "high layer compatibility";
    USER_USER = 0x7E, "user-user";
}

/// More octets than an element has room for.
///
/// What to do about it: send less, or several messages where the network allows that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{length} octets are more than the {largest} that an information element has room for", largest = Element::LARGEST)]
pub struct TooLong {
    /// How many they are.
    pub length: usize,
}

/// A whole information element, as a network carries it. TAPI's buffers hold its contents only.
///
/// ```
/// use tspkit_q931::{Element, ElementId, UserUserInfo};
///
/// let element = UserUserInfo::ia5("hi")?.to_element()?;
/// assert_eq!(element.encode(), [0x7E, 3, 0x04, b'h', b'i']);
///
/// let element = Element::decode(&[0x7D, 2, 0x91, 0x81]).value;
/// assert_eq!(element.identifier(), Some(ElementId::HIGH_LAYER));
/// assert_eq!(element.contents(), [0x91, 0x81]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Element {
    octets: Vec<u8>,
}

impl Element {
    /// The largest number of octets of contents.
    pub const LARGEST: usize = 255;

    /// An element with these contents.
    ///
    /// # Errors
    /// [`TooLong`] beyond [`LARGEST`](Self::LARGEST).
    pub fn new(identifier: ElementId, contents: &[u8]) -> Result<Self, TooLong> {
        let length = contents.len();
        let Ok(length) = u8::try_from(length) else {
            return Err(TooLong { length });
        };
        let mut octets = Vec::with_capacity(2 + contents.len());
        octets.extend_from_slice(&[identifier.code(), length]);
        octets.extend_from_slice(contents);
        Ok(Self { octets })
    }

    /// Reads an element; whatever follows it is kept as [`rest`](Self::rest).
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        let value = Self {
            octets: bytes.into(),
        };
        let missing = |index, octet, what| Finding {
            index,
            octet: Octet::new(octet),
            problem: Problem::Missing(what),
        };
        let finding = match value.declared_length() {
            None if bytes.is_empty() => Some(missing(0, 1, "identifier")),
            None => Some(missing(1, 2, "length")),
            Some(declared) if declared > bytes.len() - 2 => Some(Finding {
                index: 1,
                octet: Octet::new(2),
                problem: Problem::Length {
                    declared,
                    there: bytes.len() - 2,
                },
            }),
            Some(_) => None,
        };
        Decoded {
            value,
            findings: finding.into_iter().collect(),
        }
    }

    /// All octets.
    pub fn encode(&self) -> Vec<u8> {
        self.octets.clone()
    }

    /// Octet 1. `None` when there is none.
    pub fn identifier(&self) -> Option<ElementId> {
        self.octets.first().copied().map(ElementId::from)
    }

    /// The number in octet 2, which is not the contents' where the element was cut short.
    pub fn declared_length(&self) -> Option<usize> {
        self.octets.get(1).copied().map(usize::from)
    }

    /// The octets from number 3 on: what a TAPI buffer holds.
    pub fn contents(&self) -> &[u8] {
        &self.octets[2.min(self.octets.len())..self.end()]
    }

    /// The octets after the element.
    pub fn rest(&self) -> &[u8] {
        &self.octets[self.end()..]
    }

    fn end(&self) -> usize {
        let end = 2 + self.declared_length().unwrap_or(0);
        end.min(self.octets.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, ElementId, TooLong};
    use crate::Problem;

    #[test]
    fn an_element_says_how_long_it_is() {
        let element = Element::new(ElementId::FACILITY, &[7; 255]).unwrap();
        assert_eq!(element.encode()[..3], [0x1C, 255, 7]);
        assert_eq!(element.contents(), [7; 255]);
        assert_eq!(
            Element::new(ElementId::FACILITY, &[7; 256]),
            Err(TooLong { length: 256 })
        );
    }

    #[test]
    fn what_is_cut_short_or_followed_is_kept() {
        let cut = Element::decode(&[0x7E, 5, 4, 1]);
        assert_eq!(cut.value.contents(), [4, 1]);
        assert_eq!(
            cut.findings[0].problem,
            Problem::Length {
                declared: 5,
                there: 2
            }
        );
        assert_eq!(cut.value.encode(), [0x7E, 5, 4, 1]);
        let followed = Element::decode(&[0x7E, 1, 4, 0x7D, 0]);
        assert_eq!(followed.findings, []);
        assert_eq!(followed.value.contents(), [4]);
        assert_eq!(followed.value.rest(), [0x7D, 0]);
    }

    #[test]
    fn identifier_and_length_may_be_missing() {
        for (bytes, missing) in [(&[][..], "identifier"), (&[0x7E], "length")] {
            let decoded = Element::decode(bytes);
            assert_eq!(decoded.findings[0].problem, Problem::Missing(missing));
            assert_eq!(decoded.findings[0].index, bytes.len());
            assert_eq!(decoded.value.contents(), [0; 0]);
            assert_eq!(decoded.value.encode(), bytes);
        }
    }
}
