//! What tshark is to say of each octet.

use tspkit_q931::{
    CharacterOctet, CodingStandard, Layer1, Layer2, Layer3, LowLayerCompatibility, ModemOctet,
    V110Octet, V120Octet,
};

use super::Moved;
use crate::expect::Expected;

/// How many octets layer 1 has.
pub(super) fn count(layer: &Layer1) -> usize {
    let after = [
        layer.rate().is_some(),
        layer.v110().is_some() || layer.v120().is_some(),
        layer.characters().is_some(),
        layer.modem().is_some(),
    ];
    1 + after.into_iter().filter(|is_there| *is_there).count()
}

fn count2(layer: &Layer2) -> usize {
    let detail = layer.mode().is_some() || layer.user_information().is_some();
    1 + usize::from(detail) + usize::from(layer.window_size().is_some())
}

/// The fields of low layer compatibility.
pub(super) trait Octets {
    fn low_layer(&mut self, value: &LowLayerCompatibility, moved: Option<&Moved>);
}

impl Octets for Expected {
    fn low_layer(&mut self, value: &LowLayerCompatibility, moved: Option<&Moved>) {
        let Some(standard) = value.coding_standard() else {
            return;
        };
        let contents = value.encode();
        let mut at = 0;
        let mut extension = |expected: &mut Self, octets: usize| {
            expected.number("q931.extension_ind", contents[at] >> 7);
            at += octets;
        };
        extension(self, 1 + usize::from(value.negotiation().is_some()));
        self.number("q931.coding_standard", standard.code());
        if standard != CodingStandard::ITU_T {
            self.bytes("q931.bearer_capability.data", &contents);
            return;
        }
        let capability = value.transfer_capability().expect("octet 3");
        let field = "q931.information_transfer_capability";
        self.number(field, capability.code());
        if let Some(octet) = value.negotiation() {
            self.bit("q931.out_band_negotiation", octet.out_band_possible());
        }
        if let Some(octet) = value.transfer() {
            extension(self, 1 + usize::from(value.multiplier().is_some()));
            self.number("q931.transfer_mode", octet.mode().code());
            self.number("q931.information_transfer_rate", octet.rate().code());
        }
        if let Some(multiplier) = value.multiplier() {
            let field = "q931.bearer_capability.rate_multiplier";
            self.number(field, multiplier.code());
        }
        if let Some(layer) = value.layer1() {
            extension(self, count(layer));
            layer1(self, layer, moved);
        }
        if let Some(layer) = value.layer2() {
            extension(self, count2(layer));
            layer2(self, layer);
        }
        if let Some(layer) = value.layer3() {
            extension(self, 1);
            layer3(self, layer);
        }
    }
}

fn layer1(expected: &mut Expected, layer: &Layer1, moved: Option<&Moved>) {
    expected.number("q931.layer_ident", 1_u8);
    expected.number("q931.uil1", layer.protocol().code());
    if let Some(octet) = layer.rate() {
        expected.bit("q931.layer_1", octet.asynchronous());
        let field = "q931.layer_1_in_band_negotiation";
        expected.bit(field, octet.in_band_negotiation());
        let field = "q931.bearer_capability.user_rate";
        expected.number(field, octet.user_rate().code());
    }
    let Some(moved) = moved else {
        if let Some(octet) = layer.v110() {
            v110(expected, octet);
        }
        return;
    };
    v110(expected, layer.v110().unwrap_or_default());
    v120(expected, layer.v120().unwrap_or_default());
    if let Some(bits) = moved.octet_5c {
        characters(expected, CharacterOctet::from_bits(bits));
        modem(expected, ModemOctet::from_bits(bits));
    }
}

fn v110(expected: &mut Expected, octet: V110Octet) {
    let field = "q931.bearer_capability.intermediate_rate";
    expected.number(field, octet.intermediate_rate().code());
    for (field, bit) in [
        ("q931.send_data_net_independent_clock", octet.sends_clock()),
        (
            "q931.accept_data_net_independent_clock",
            octet.accepts_clock(),
        ),
        ("q931.send_data_flow_control", octet.sends_flow_control()),
        (
            "q931.accept_data_flow_control",
            octet.accepts_flow_control(),
        ),
    ] {
        expected.bit(field, bit);
    }
}

fn v120(expected: &mut Expected, octet: V120Octet) {
    for (field, bit) in [
        ("q931.rate_adaption_header", octet.header()),
        ("q931.multiple_frame_establishment", octet.multiframe()),
        ("q931.mode_of_operation", octet.protocol_sensitive()),
        ("q931.protocol_negotiation", octet.negotiates_lli()),
        ("q931.message_originator", octet.assignor_only()),
        ("q931.negotiation_is_done", octet.in_band_negotiation()),
    ] {
        expected.bit(field, bit);
    }
}

fn characters(expected: &mut Expected, octet: CharacterOctet) {
    for (field, code) in [
        ("q931.bearer_capability.stop_bits", octet.stop_bits().code()),
        ("q931.bearer_capability.data_bits", octet.data_bits().code()),
        ("q931.bearer_capability.parity", octet.parity().code()),
    ] {
        expected.number(field, code);
    }
}

fn modem(expected: &mut Expected, octet: ModemOctet) {
    expected.bit("q931.bearer_capability.duplex", octet.full_duplex());
    let field = "q931.bearer_capability.modem_type";
    expected.number(field, octet.modem_type().code());
}

fn layer2(expected: &mut Expected, layer: &Layer2) {
    expected.number("q931.layer_ident", 2_u8);
    expected.number("q931.uil2", layer.protocol().code());
    // It does not look at the two bits of octet 6a that Q.933 uses.
    if let Some(octet) = layer.mode() {
        expected.number("q931.bearer_capability.mode", octet.mode().code());
    }
    if let Some(bits) = layer.user_information() {
        expected.number("q931.uil2_info", bits);
    }
    if let Some(size) = layer.window_size() {
        expected.number("q931.bearer_capability.window_size", size.code());
    }
}

fn layer3(expected: &mut Expected, layer: &Layer3) {
    expected.number("q931.layer_ident", 3_u8);
    expected.number("q931.uil3", layer.protocol().code());
    if let Some(octet) = layer.mode() {
        expected.number("q931.bearer_capability.mode", octet.mode().code());
    }
    if let Some(size) = layer.packet_size() {
        let field = "q931.bearer_capability.default_packet_size";
        expected.number(field, size.code());
    }
    if let Some(size) = layer.window_size() {
        let field = "q931.bearer_capability.packet_window_size";
        expected.number(field, size.code());
    }
    // To tshark the users' seven bits are the exponent of a packet size, and it shows four bits of the power.
    if let Some(bits) = layer.user_information() {
        let field = "q931.bearer_capability.default_packet_size";
        expected.number(field, (1_u64 << (bits & 0x0F)) & 0x0F);
    }
    if let Some(protocol) = layer.additional_protocol() {
        expected.number("q931.uil3_additional", protocol.code());
    }
}
