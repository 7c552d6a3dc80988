//! High layer compatibility, octet by octet.

use super::{AudiovisualCharacteristics, CodingStandard, HighLayerCompatibility};
use crate::{
    HighLayerCharacteristics, Octet, Problem,
    walk::{Walk, WalkMore as _},
};

impl HighLayerCompatibility {
    pub(crate) fn walk(&self, walk: &mut dyn Walk) {
        let Some(group) = &self.interpretation else {
            walk.octets(Octet::FIRST, 0);
            walk.problem(Problem::Missing("coding standard"));
            return;
        };
        walk.octets(Octet::FIRST, 1);
        let own = self.walk_octet_3(walk);
        walk.surplus(3, group, 1);

        let octet_4 = Octet::new(4);
        if let Some(group) = &self.characteristics {
            walk.octets(octet_4, 1);
            if own {
                self.walk_octet_4(walk);
            }
            if group.len() > 1 {
                walk.octets(Octet::extended(4, 1), 1);
                if own {
                    self.walk_octet_4a(walk);
                }
            }
            walk.surplus(4, group, 2);
        } else if own {
            walk.octets(octet_4, 0);
            walk.problem(Problem::Missing(
                "high layer characteristics identification",
            ));
        }
        if !self.rest.is_empty() {
            walk.octets(Octet::new(5), self.rest.len());
            walk.problem(Problem::Surplus(self.rest.len()));
        }
    }

    /// Whether the octets that follow are coded as ITU-T has it.
    fn walk_octet_3(&self, walk: &mut dyn Walk) -> bool {
        let standard = self.coding_standard().unwrap_or(CodingStandard::ITU_T);
        walk.coded("coding standard", standard.code(), standard.meaning());
        if standard != CodingStandard::ITU_T {
            walk.problem(Problem::OtherStandard);
            return false;
        }
        if let Some(interpretation) = self.interpretation() {
            walk.coded(
                "interpretation",
                interpretation.code(),
                interpretation.meaning(),
            );
        }
        if let Some(method) = self.presentation_method() {
            walk.coded(
                "presentation method of protocol profile",
                method.code(),
                method.meaning(),
            );
        }
        true
    }

    fn walk_octet_4(&self, walk: &mut dyn Walk) {
        if let Some(what) = self.characteristics() {
            let field = "high layer characteristics identification";
            walk.coded(field, what.code(), what.meaning());
        }
    }

    fn walk_octet_4a(&self, walk: &mut dyn Walk) {
        let (Some(of), Some(bits)) = (self.characteristics(), self.octet_4a()) else {
            return;
        };
        if of.is_audiovisual() {
            let what = AudiovisualCharacteristics::from_bits(bits);
            let field = "extended audiovisual characteristics identification";
            walk.coded(field, bits, what.meaning());
        } else {
            let what = HighLayerCharacteristics::from_bits(bits);
            let known = of.is_maintenance_or_management() && !what.is_maintenance_or_management();
            let field = "extended high layer characteristics identification";
            walk.coded(field, bits, what.meaning().filter(|_| known));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{string::ToString, vec::Vec};

    use crate::{AudiovisualCharacteristics, HighLayerCharacteristics, HighLayerCompatibility};

    fn findings(bytes: &[u8]) -> Vec<std::string::String> {
        let decoded = HighLayerCompatibility::decode(bytes);
        assert_eq!(decoded.value.encode(), bytes);
        decoded.findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn octet_4a_says_more_about_audiovisual_services_and_management() {
        let bytes = [0x91, 0x60, 0x82];
        let video = HighLayerCompatibility::decode(&bytes).sound().unwrap();
        assert_eq!(
            video.audiovisual(),
            Some(AudiovisualCharacteristics::SUBSEQUENT_CHANNEL)
        );
        assert_eq!(video.extended(), None);
        let maintenance = HighLayerCompatibility::new(HighLayerCharacteristics::MAINTENANCE)
            .with_extended(HighLayerCharacteristics::TELEPHONY);
        assert_eq!(maintenance.encode(), [0x91, 0x5E, 0x81]);
        assert_eq!(
            maintenance.extended(),
            Some(HighLayerCharacteristics::TELEPHONY)
        );
        assert_eq!(findings(&[0x91, 0x5E, 0x81]), [""; 0]);
    }

    #[test]
    fn what_is_added_to_a_cut_element_follows_it_properly() {
        for bytes in [&[][..], &[0x11]] {
            let cut = HighLayerCompatibility::decode(bytes).value;
            let more = cut.with_extended(HighLayerCharacteristics::TELEPHONY);
            assert_eq!(more.encode(), [0x91, 0x00, 0x81]);
            assert_eq!(HighLayerCompatibility::decode(&more.encode()).value, more);
        }
    }

    #[test]
    fn problems_have_their_places() {
        assert_eq!(
            findings(&[]),
            ["octet 3 (byte 0 of the buffer): the coding standard is missing"]
        );
        assert_eq!(
            findings(&[0x91]),
            [
                "octet 4 (byte 1 of the buffer): the high layer characteristics identification is missing"
            ]
        );
        assert_eq!(
            findings(&[0x11, 0x01, 0x81, 0xFF]),
            [
                "octet 3a (byte 1 of the buffer): octets without a place in the element: 2",
                "octet 4 (byte 3 of the buffer): 127 has no meaning as high layer characteristics identification"
            ]
        );
        assert_eq!(
            findings(&[0x91, 0x60]),
            [
                "octet 4 (byte 1 of the buffer): the extension bit says that another octet follows, and none does"
            ]
        );
        assert_eq!(
            findings(&[0x91, 0x01, 0x81, 0x77]),
            [
                "octet 4a (byte 2 of the buffer): 1 has no meaning as extended high layer characteristics identification",
                "octet 5 (byte 3 of the buffer): octets without a place in the element: 1"
            ]
        );
        assert_eq!(
            findings(&[0xD1, 0x81]),
            [
                "octet 3 (byte 0 of the buffer): the octets that follow are coded to another standard and are not looked at"
            ]
        );
    }
}
