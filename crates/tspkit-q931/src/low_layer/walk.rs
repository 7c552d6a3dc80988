//! Low layer compatibility, octet by octet.

use super::LowLayerCompatibility;
use crate::{
    Octet, Problem,
    walk::{Walk, WalkMore as _},
};

impl LowLayerCompatibility {
    pub(crate) fn walk(&self, walk: &mut dyn Walk) {
        let (Some(group), Some(octet)) = (&self.capability, self.capability_octet()) else {
            walk.octets(Octet::FIRST, 0);
            walk.problem(Problem::Missing("information transfer capability"));
            return;
        };
        walk.octets(Octet::FIRST, 1);
        if self.is_own_standard() {
            octet.walk(walk);
        } else {
            let standard = octet.coding_standard();
            walk.coded("coding standard", standard.code(), standard.meaning());
            walk.problem(Problem::OtherStandard);
        }
        if let Some(octet) = self.negotiation() {
            walk.octets(Octet::extended(3, 1), 1);
            if self.is_own_standard() {
                octet.walk(walk);
            }
        }
        walk.surplus(3, group, 2);
        if self.is_own_standard() {
            self.walk_transfer(walk);
            self.walk_layers(walk);
        }
        if !self.rest.is_empty() {
            walk.octets(Octet::new(self.number_of_rest()), self.rest.len());
            if self.is_own_standard() {
                walk.problem(Problem::Surplus(self.rest.len()));
            }
        }
    }

    fn walk_transfer(&self, walk: &mut dyn Walk) {
        let octet_4 = Octet::new(4);
        let (Some(group), Some(octet)) = (&self.transfer, self.transfer()) else {
            walk.octets(octet_4, 0);
            walk.problem(Problem::Missing("information transfer rate"));
            return;
        };
        walk.octets(octet_4, 1);
        octet.walk(walk);
        walk.surplus(4, group, 1);
        if !self.is_multirate() {
            return;
        }
        let octet_4_1 = Octet::pointed(4, 1);
        let (Some(group), Some(multiplier)) = (&self.multiplier, self.multiplier()) else {
            walk.octets(octet_4_1, 0);
            walk.problem(Problem::Missing("rate multiplier"));
            return;
        };
        walk.octets(octet_4_1, 1);
        walk.coded("rate multiplier", multiplier.code(), multiplier.meaning());
        walk.surplus(4, group, 1);
    }

    fn walk_layers(&self, walk: &mut dyn Walk) {
        if let Some(layer) = &self.layer1 {
            layer.walk(walk);
        }
        if let Some(layer) = &self.layer2 {
            layer.walk(walk);
        }
        if let Some(layer) = &self.layer3 {
            layer.walk(walk);
        }
    }

    /// The number of the first octet group that could still have come.
    fn number_of_rest(&self) -> u32 {
        match (&self.layer1, &self.layer2, &self.layer3) {
            _ if !self.is_own_standard() => 4,
            (_, _, Some(_)) => 8,
            (_, Some(_), None) => 7,
            (Some(_), None, None) => 6,
            (None, None, None) => 5,
        }
    }
}
