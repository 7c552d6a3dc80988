//! Values with every octet there and not there.

use tspkit_q931::{
    AdditionalLayer3Protocol, CharacterOctet, DataBits, IntermediateRate, Layer1, Layer2,
    Layer2ModeOctet, Layer3, Layer3ModeOctet, LowLayerCompatibility, ModemOctet, ModemType,
    NegotiationOctet, OperationMode, PacketSize, Parity, RateMultiplier, RateOctet, StopBits,
    UserInformationLayer1Protocol, UserInformationLayer2Protocol, UserInformationLayer3Protocol,
    UserRate, V110Octet, V120Octet, WindowSize,
};

/// Every octet that may be there or not, in every combination.
pub(super) fn combinations() -> Vec<LowLayerCompatibility> {
    let negotiation = NegotiationOctet::new().with_out_band_possible(true);
    let multiplier = RateMultiplier::from_bits(30);
    let mut values = Vec::new();
    for layer1 in layers1() {
        for layer2 in layers2() {
            for layer3 in layers3() {
                let value = LowLayerCompatibility::unrestricted_digital()
                    .with_layer1(layer1.clone())
                    .with_layer2(layer2.clone())
                    .with_layer3(layer3);
                values.extend([
                    value.clone().with_negotiation(negotiation),
                    value.clone().with_multiplier(multiplier),
                    value
                        .clone()
                        .with_negotiation(negotiation)
                        .with_multiplier(multiplier),
                    value,
                ]);
            }
        }
    }
    values
}

/// None, and with each octet from 5 to 5d the last.
fn layers1() -> Vec<Option<Layer1>> {
    let rate = RateOctet::new()
        .with_asynchronous(true)
        .with_user_rate(UserRate::KBIT_19_2);
    let v110 = V110Octet::new()
        .with_intermediate_rate(IntermediateRate::KBIT_32)
        .with_accepts_clock(true)
        .with_sends_flow_control(true);
    let v120 = V120Octet::new()
        .with_header(true)
        .with_protocol_sensitive(true)
        .with_assignor_only(true);
    let characters = CharacterOctet::new()
        .with_stop_bits(StopBits::ONE_AND_A_HALF)
        .with_data_bits(DataBits::SEVEN)
        .with_parity(Parity::FORCED_1);
    let modem = ModemOctet::new()
        .with_full_duplex(true)
        .with_modem_type(ModemType::V34);
    let mut layers = vec![None];
    for protocol in [
        UserInformationLayer1Protocol::V110,
        UserInformationLayer1Protocol::V120,
    ] {
        let mut layer = Layer1::new(protocol);
        layers.push(Some(layer.clone()));
        layer = layer.with_rate(rate);
        layers.push(Some(layer.clone()));
        layer = match protocol {
            UserInformationLayer1Protocol::V110 => layer.with_v110(v110),
            _ => layer.with_v120(v120),
        };
        layers.push(Some(layer.clone()));
        layer = layer.with_characters(characters);
        layers.push(Some(layer.clone()));
        layers.push(Some(layer.with_modem(modem)));
    }
    layers
}

/// None, and with each octet from 6 to 6b the last.
fn layers2() -> Vec<Option<Layer2>> {
    let octet = Layer2ModeOctet::new().with_mode(OperationMode::EXTENDED);
    let plain = Layer2::new(UserInformationLayer2Protocol::X75_SLP);
    let mode = plain.clone().with_mode(octet);
    let window = mode.clone().with_window_size(WindowSize::from_bits(127));
    let user = Layer2::new(UserInformationLayer2Protocol::USER_SPECIFIED);
    let user_information = Layer2::user_specified(0x55);
    let mut layers = vec![None];
    layers.extend([plain, mode, window, user, user_information].map(Some));
    layers
}

/// None, and with each octet from 7 to 7c the last.
fn layers3() -> Vec<Option<Layer3>> {
    let octet = Layer3ModeOctet::new().with_mode(OperationMode::EXTENDED);
    let plain = Layer3::new(UserInformationLayer3Protocol::X223);
    let mode = plain.clone().with_mode(octet);
    let size = mode.clone().with_packet_size(PacketSize::OCTETS_4096);
    let window = size.clone().with_window_size(WindowSize::from_bits(2));
    let user = Layer3::user_specified(0x42);
    let internet = Layer3::tr_9577(AdditionalLayer3Protocol::INTERNET);
    let mut layers = vec![None];
    layers.extend([plain, mode, size, window, user, internet].map(Some));
    layers
}
