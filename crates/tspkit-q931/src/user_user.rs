//! User-user information (Q.931 4.5.30).

use alloc::vec::Vec;
use core::str;

use crate::{
    Decoded, Element, ElementId, Octet, Problem, ProtocolDiscriminator, TooLong,
    walk::{Findings, Walk, WalkMore as _},
};

/// User-user information: a protocol discriminator, and what the users have to say to one another.
///
/// This is what TAPI's buffers hold: the discriminator is their first byte and is counted in their size; the element's
/// identifier and length are not there (`ns-tapi-linecallparams`). [`to_element`](Self::to_element) puts them before it.
///
/// ```
/// use tspkit_q931::{ProtocolDiscriminator, UserUserInfo};
///
/// let hello = UserUserInfo::ia5("hello")?;
/// assert_eq!(hello.encode(), b"\x04hello");
///
/// let received = UserUserInfo::decode(b"\x00\x01\x02").value;
/// assert_eq!(received.discriminator(), Some(ProtocolDiscriminator::USER_SPECIFIC));
/// assert_eq!(received.content(), [1, 2]);
/// # Ok::<(), tspkit_q931::NotIa5>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct UserUserInfo {
    octets: Vec<u8>,
}

/// A character that IA5 does not have.
///
/// What to do about it: send the text as binary, with a discriminator that the other end understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("character {character:?} at byte {index} of the text is not in IA5")]
pub struct NotIa5 {
    /// The character.
    pub character: char,
    /// Its place in the text, in bytes.
    pub index: usize,
}

impl UserUserInfo {
    /// Text, with the discriminator for IA5 characters.
    ///
    /// # Errors
    /// [`NotIa5`] for the first character beyond the seven bits of IA5.
    pub fn ia5(text: &str) -> Result<Self, NotIa5> {
        match text
            .char_indices()
            .find(|(_, character)| !character.is_ascii())
        {
            Some((index, character)) => Err(NotIa5 { character, index }),
            None => Ok(Self::new(ProtocolDiscriminator::IA5, text.as_bytes())),
        }
    }

    /// Octets whose meaning the two users have agreed on.
    pub fn user_specific(content: &[u8]) -> Self {
        Self::new(ProtocolDiscriminator::USER_SPECIFIC, content)
    }

    /// A discriminator and what follows it, of any length.
    pub fn new(discriminator: ProtocolDiscriminator, content: &[u8]) -> Self {
        let mut octets = Vec::with_capacity(1 + content.len());
        octets.push(discriminator.code());
        octets.extend_from_slice(content);
        Self { octets }
    }

    /// Reads a buffer. Every buffer can be read; only an empty one has no discriminator.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        let value = Self::from_octets(bytes.into());
        let mut findings = Findings::default();
        value.walk(&mut findings);
        Decoded {
            value,
            findings: findings.found(),
        }
    }

    pub(crate) const fn from_octets(octets: Vec<u8>) -> Self {
        Self { octets }
    }

    /// The buffer's bytes.
    pub fn encode(&self) -> Vec<u8> {
        self.octets.clone()
    }

    /// The same bytes, borrowed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// How the content is coded. `None` only for an empty buffer.
    pub fn discriminator(&self) -> Option<ProtocolDiscriminator> {
        self.octets
            .first()
            .copied()
            .map(ProtocolDiscriminator::from)
    }

    /// What follows the discriminator.
    pub fn content(&self) -> &[u8] {
        self.octets.get(1..).unwrap_or_default()
    }

    /// The content as text: only where the discriminator says IA5, and all of it is.
    pub fn text(&self) -> Option<&str> {
        let is_text = self.discriminator() == Some(ProtocolDiscriminator::IA5);
        let text = str::from_utf8(self.content()).ok()?;
        (is_text && text.is_ascii()).then_some(text)
    }

    /// The whole information element, for drivers that speak to a network.
    ///
    /// # Errors
    /// [`TooLong`] beyond the 255 octets that an element has room for.
    pub fn to_element(&self) -> Result<Element, TooLong> {
        Element::new(ElementId::USER_USER, &self.octets)
    }

    pub(crate) fn walk(&self, walk: &mut dyn Walk) {
        const FIELD: &str = "protocol discriminator";
        walk.octets(Octet::FIRST, usize::from(!self.octets.is_empty()));
        let Some(discriminator) = self.discriminator() else {
            walk.problem(Problem::Missing(FIELD));
            return;
        };
        walk.coded(FIELD, discriminator.code(), discriminator.meaning());
        if discriminator == ProtocolDiscriminator::IA5 {
            self.walk_text(walk);
        } else if !self.content().is_empty() {
            walk.octets(Octet::new(4), self.content().len());
            let length = self.content().len();
            walk.field("user information", None, format_args!("{length} octets"));
        }
    }

    /// Text and what is not text in turns, so that each has its place.
    fn walk_text(&self, walk: &mut dyn Walk) {
        let mut index = 1;
        for run in self.content().chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
            walk.octets(Octet::counted(index), run.len());
            index += run.len();
            if run[0].is_ascii() {
                let text = str::from_utf8(run).unwrap_or_default();
                walk.field("user information", None, format_args!("{text:?}"));
            } else {
                walk.problem(Problem::NotIa5 {
                    octet: run[0],
                    count: run.len(),
                });
            }
        }
    }
}

impl From<UserUserInfo> for Vec<u8> {
    fn from(info: UserUserInfo) -> Self {
        info.octets
    }
}

/// Only sound bytes; [`UserUserInfo::decode`] takes all.
impl TryFrom<&[u8]> for UserUserInfo {
    type Error = crate::Malformed;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        Self::decode(bytes).sound()
    }
}

#[cfg(test)]
mod tests {
    use std::{string::ToString as _, vec::Vec};

    use super::{NotIa5, UserUserInfo};
    use crate::{Octet, Problem, ProtocolDiscriminator};

    #[test]
    fn text_is_the_discriminator_and_its_characters() {
        let info = UserUserInfo::ia5("hello").unwrap();
        assert_eq!(info.encode(), [0x04, 0x68, 0x65, 0x6C, 0x6C, 0x6F]);
        assert_eq!(info.text(), Some("hello"));
        assert_eq!(UserUserInfo::decode(&info.encode()).sound(), Ok(info));
    }

    #[test]
    fn text_beyond_ia5_is_refused_with_its_place() {
        let refused = NotIa5 {
            character: 'é',
            index: 3,
        };
        assert_eq!(UserUserInfo::ia5("caféé"), Err(refused));
        assert_eq!(
            refused.to_string(),
            "character 'é' at byte 3 of the text is not in IA5"
        );
    }

    #[test]
    fn what_is_no_text_is_found_and_kept() {
        let bytes = [4, b'a', 0x80, 0xFF, b'b', 0x90];
        let decoded = UserUserInfo::decode(&bytes);
        assert_eq!(decoded.value.encode(), bytes);
        assert_eq!(decoded.value.text(), None);
        let found: Vec<_> = decoded
            .findings
            .into_iter()
            .map(|finding| (finding.index, finding.octet, finding.problem))
            .collect();
        let not_ia5 = |octet, count| Problem::NotIa5 { octet, count };
        assert_eq!(
            found,
            [
                (2, Octet::new(5), not_ia5(0x80, 2)),
                (5, Octet::new(8), not_ia5(0x90, 1))
            ]
        );
    }

    #[test]
    fn an_empty_buffer_lacks_its_discriminator() {
        let decoded = UserUserInfo::decode(&[]);
        assert_eq!(decoded.value.discriminator(), None);
        assert_eq!(decoded.value.content(), [0; 0]);
        assert_eq!(decoded.findings.len(), 1);
        assert_eq!(
            decoded.sound().unwrap_err().to_string(),
            "octet 3 (byte 0 of the buffer): the protocol discriminator is missing"
        );
    }

    #[test]
    fn reserved_discriminators_are_found_and_kept() {
        let decoded = UserUserInfo::decode(&[6, 1]);
        assert_eq!(decoded.findings.len(), 1);
        assert_eq!(
            decoded.value.discriminator(),
            Some(ProtocolDiscriminator::from(6))
        );
        let national = UserUserInfo::try_from(&[0x4E, 1][..]).unwrap();
        assert_eq!(Vec::from(national), [0x4E, 1]);
    }
}
