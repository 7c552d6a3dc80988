//! High layer compatibility (Q.931 4.5.17).

mod characteristics;
mod walk;

use alloc::vec::Vec;

pub use characteristics::{
    AudiovisualCharacteristics, CodingStandard, HighLayerCharacteristics, Interpretation,
    PresentationMethod,
};

use crate::{Decoded, Element, ElementId, TooLong, group::Group, walk::Findings};

/// What a call is for: telephony, facsimile, videotelephony and so on.
///
/// The buffer begins with octet 3. All bits are kept, also those of another coding standard, spare ones and those of octets
/// that Q.931 does not have; accessors give `None` for what is not there.
///
/// ```
/// use tspkit_q931::{HighLayerCharacteristics, HighLayerCompatibility};
///
/// let telephony = HighLayerCompatibility::new(HighLayerCharacteristics::TELEPHONY);
/// assert_eq!(telephony.encode(), [0x91, 0x81]);
///
/// let fax = HighLayerCompatibility::decode(&[0x91, 0x84]).sound()?;
/// assert_eq!(fax.characteristics(), Some(HighLayerCharacteristics::FACSIMILE_2_3));
/// # Ok::<(), tspkit_q931::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HighLayerCompatibility {
    /// Octet 3, which has no 3a.
    interpretation: Option<Group>,
    /// Octets 4 and 4a.
    characteristics: Option<Group>,
    rest: Vec<u8>,
}

impl HighLayerCompatibility {
    /// These characteristics, coded as ITU-T has it, as the first or only ones of the call.
    pub fn new(characteristics: HighLayerCharacteristics) -> Self {
        Self {
            interpretation: Some(usual_octet_3()),
            characteristics: Some(Group::new(characteristics.code())),
            rest: Vec::new(),
        }
    }

    /// With octet 4a: for maintenance and management, which of the characteristics it concerns.
    #[must_use]
    pub fn with_extended(self, extended: HighLayerCharacteristics) -> Self {
        self.with_octet_4a(extended.code())
    }

    /// With octet 4a of audiovisual services.
    #[must_use]
    pub fn with_audiovisual(self, audiovisual: AudiovisualCharacteristics) -> Self {
        self.with_octet_4a(audiovisual.code())
    }

    /// With another coding standard.
    #[must_use]
    pub fn with_coding_standard(self, standard: CodingStandard) -> Self {
        self.with_octet_3(standard.code() << 5, CodingStandard::LARGEST << 5)
    }

    /// With another interpretation.
    #[must_use]
    pub fn with_interpretation(self, interpretation: Interpretation) -> Self {
        self.with_octet_3(interpretation.code() << 2, Interpretation::LARGEST << 2)
    }

    /// With another presentation method.
    #[must_use]
    pub fn with_presentation_method(self, method: PresentationMethod) -> Self {
        self.with_octet_3(method.code(), PresentationMethod::LARGEST)
    }

    fn with_octet_3(mut self, bits: u8, field: u8) -> Self {
        let group = self.interpretation.get_or_insert_with(usual_octet_3);
        group.set(0, group.first() & !field | bits);
        self
    }

    fn with_octet_4a(mut self, bits: u8) -> Self {
        self.interpretation.get_or_insert_with(usual_octet_3);
        let group = self.characteristics.get_or_insert_with(|| Group::new(0));
        group.set(1, bits);
        let groups = self.interpretation.iter_mut();
        Group::end_all_but_last(groups.chain(&mut self.characteristics));
        self
    }

    /// Reads a buffer. Every buffer can be read.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        let mut bytes = bytes;
        let value = Self {
            interpretation: Group::decode(&mut bytes),
            characteristics: Group::decode(&mut bytes),
            rest: bytes.into(),
        };
        let mut findings = Findings::default();
        value.walk(&mut findings);
        Decoded {
            value,
            findings: findings.found(),
        }
    }

    /// The buffer's bytes. What was decoded and not changed is what it was.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(3 + self.rest.len());
        for group in self.interpretation.iter().chain(&self.characteristics) {
            group.encode(&mut bytes);
        }
        bytes.extend_from_slice(&self.rest);
        bytes
    }

    /// Whose table the rest follows.
    pub fn coding_standard(&self) -> Option<CodingStandard> {
        let octet = self.interpretation.as_ref()?.first();
        Some(CodingStandard::from_bits(octet >> 5))
    }

    /// How the characteristics are to be read.
    pub fn interpretation(&self) -> Option<Interpretation> {
        let octet = self.interpretation.as_ref()?.first();
        Some(Interpretation::from_bits(octet >> 2))
    }

    /// How the profile is presented.
    pub fn presentation_method(&self) -> Option<PresentationMethod> {
        let octet = self.interpretation.as_ref()?.first();
        Some(PresentationMethod::from_bits(octet))
    }

    /// What the call is for.
    pub fn characteristics(&self) -> Option<HighLayerCharacteristics> {
        let octet = self.characteristics.as_ref()?.first();
        Some(HighLayerCharacteristics::from_bits(octet))
    }

    /// Octet 4a, where [`characteristics`](Self::characteristics) are maintenance or management.
    pub fn extended(&self) -> Option<HighLayerCharacteristics> {
        let octet = self.octet_4a()?;
        self.characteristics()?
            .is_maintenance_or_management()
            .then(|| HighLayerCharacteristics::from_bits(octet))
    }

    /// Octet 4a, where [`characteristics`](Self::characteristics) are audiovisual.
    pub fn audiovisual(&self) -> Option<AudiovisualCharacteristics> {
        let octet = self.octet_4a()?;
        self.characteristics()?
            .is_audiovisual()
            .then(|| AudiovisualCharacteristics::from_bits(octet))
    }

    /// The seven bits of octet 4a, whatever they mean.
    pub fn octet_4a(&self) -> Option<u8> {
        self.characteristics.as_ref()?.get(1)
    }

    /// The whole information element, for drivers that speak to a network.
    ///
    /// # Errors
    /// [`TooLong`] beyond the 255 octets that an element has room for.
    pub fn to_element(&self) -> Result<Element, TooLong> {
        Element::new(ElementId::HIGH_LAYER, &self.encode())
    }
}

/// ITU-T's coding, the first or only characteristics, as a profile.
fn usual_octet_3() -> Group {
    Group::new(Interpretation::FIRST.code() << 2 | PresentationMethod::PROFILE.code())
}

impl From<HighLayerCharacteristics> for HighLayerCompatibility {
    fn from(characteristics: HighLayerCharacteristics) -> Self {
        Self::new(characteristics)
    }
}

impl From<HighLayerCompatibility> for Vec<u8> {
    fn from(value: HighLayerCompatibility) -> Self {
        value.encode()
    }
}

/// Only sound bytes; [`HighLayerCompatibility::decode`] takes all.
impl TryFrom<&[u8]> for HighLayerCompatibility {
    type Error = crate::Malformed;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        Self::decode(bytes).sound()
    }
}
