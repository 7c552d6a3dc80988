//! Low layer compatibility: exact bytes of Q.931 4.5.19.

use tspkit_q931::{
    AdditionalLayer3Protocol, CharacterOctet, CodingStandard, DataBits,
    InformationTransferCapability, InformationTransferRate, IntermediateRate, Layer1, Layer2,
    Layer2ModeOctet, Layer3, Layer3ModeOctet, LowLayerCompatibility, ModemOctet, ModemType,
    NegotiationOctet, OperationMode, PacketSize, Parity, RateMultiplier, RateOctet, StopBits,
    TransferMode, TransferOctet, UserInformationLayer1Protocol, UserInformationLayer2Protocol,
    UserInformationLayer3Protocol, UserRate, V110Octet, V120Octet, WindowSize,
};

/// Every octet that an element can have, of V.110 and X.25.
const WHOLE: [u8; 15] = [
    0x08, 0xC0, 0x90, 0x21, 0x48, 0x48, 0x3B, 0xD3, 0x46, 0x40, 0x87, 0x66, 0x20, 0x08, 0x82,
];

fn whole() -> LowLayerCompatibility {
    let layer1 = Layer1::new(UserInformationLayer1Protocol::V110)
        .with_rate(
            RateOctet::new()
                .with_asynchronous(true)
                .with_user_rate(UserRate::KBIT_9_6),
        )
        .with_v110(
            V110Octet::new()
                .with_intermediate_rate(IntermediateRate::KBIT_16)
                .with_accepts_clock(true),
        )
        .with_characters(
            CharacterOctet::new()
                .with_stop_bits(StopBits::ONE)
                .with_data_bits(DataBits::EIGHT)
                .with_parity(Parity::NONE),
        )
        .with_modem(
            ModemOctet::new()
                .with_full_duplex(true)
                .with_modem_type(ModemType::V22_BIS),
        );
    let layer2 = Layer2::new(UserInformationLayer2Protocol::X25_LINK)
        .with_mode(Layer2ModeOctet::new().with_mode(OperationMode::EXTENDED))
        .with_window_size(WindowSize::from_bits(7));
    let layer3 = Layer3::new(UserInformationLayer3Protocol::X25_PACKET)
        .with_mode(Layer3ModeOctet::new().with_mode(OperationMode::NORMAL))
        .with_packet_size(PacketSize::OCTETS_256)
        .with_window_size(WindowSize::from_bits(2));
    LowLayerCompatibility::unrestricted_digital()
        .with_negotiation(NegotiationOctet::new().with_out_band_possible(true))
        .with_layer1(layer1)
        .with_layer2(layer2)
        .with_layer3(layer3)
}

fn problems(bytes: &[u8]) -> Vec<String> {
    let decoded = LowLayerCompatibility::decode(bytes);
    assert_eq!(decoded.value.encode(), bytes);
    decoded.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_whole_element_has_exactly_these_bytes() {
    assert_eq!(whole().encode(), WHOLE);
    let element = whole().to_element().unwrap();
    assert_eq!(element.encode()[..3], [0x7C, 15, 0x08]);
}

#[test]
fn a_whole_element_is_read_field_by_field() {
    let value = LowLayerCompatibility::decode(&WHOLE).sound().unwrap();
    assert_eq!(value, whole());
    assert_eq!(value.coding_standard(), Some(CodingStandard::ITU_T));
    assert_eq!(
        value.transfer_capability(),
        Some(InformationTransferCapability::UNRESTRICTED_DIGITAL)
    );
    assert!(value.negotiation().unwrap().out_band_possible());
    let transfer = value.transfer().unwrap();
    assert_eq!(transfer.mode(), TransferMode::CIRCUIT);
    assert_eq!(transfer.rate(), InformationTransferRate::KBIT_64);
    assert_eq!(value.multiplier(), None);

    let layer1 = value.layer1().unwrap();
    assert_eq!(layer1.protocol(), UserInformationLayer1Protocol::V110);
    let rate = layer1.rate().unwrap();
    assert_eq!(rate.user_rate(), UserRate::KBIT_9_6);
    assert_eq!(
        (rate.asynchronous(), rate.in_band_negotiation()),
        (true, false)
    );
    let v110 = layer1.v110().unwrap();
    assert_eq!(v110.intermediate_rate(), IntermediateRate::KBIT_16);
    assert_eq!((v110.sends_clock(), v110.accepts_clock()), (false, true));
    assert_eq!(
        (v110.sends_flow_control(), v110.accepts_flow_control()),
        (false, false)
    );
    assert_eq!(layer1.v120(), None);
    let characters = layer1.characters().unwrap();
    assert_eq!(characters.stop_bits(), StopBits::ONE);
    assert_eq!(characters.data_bits(), DataBits::EIGHT);
    assert_eq!(characters.parity(), Parity::NONE);
    let modem = layer1.modem().unwrap();
    assert_eq!(
        (modem.full_duplex(), modem.modem_type()),
        (true, ModemType::V22_BIS)
    );

    let layer2 = value.layer2().unwrap();
    assert_eq!(layer2.protocol(), UserInformationLayer2Protocol::X25_LINK);
    assert_eq!(layer2.mode().unwrap().mode(), OperationMode::EXTENDED);
    assert_eq!(layer2.window_size().map(u8::from), Some(7));
    assert_eq!(layer2.user_information(), None);

    let layer3 = value.layer3().unwrap();
    assert_eq!(layer3.protocol(), UserInformationLayer3Protocol::X25_PACKET);
    assert_eq!(layer3.mode().unwrap().mode(), OperationMode::NORMAL);
    assert_eq!(layer3.packet_size(), Some(PacketSize::OCTETS_256));
    assert_eq!(layer3.window_size().map(u8::from), Some(2));
}

#[test]
fn cut_short_anywhere_it_says_where() {
    let cut = |octet, index| {
        vec![format!(
            "octet {octet} (byte {index} of the buffer): the extension bit says that another octet follows, and none does"
        )]
    };
    let missing = |octet, index, what| {
        vec![format!(
            "octet {octet} (byte {index} of the buffer): the {what} is missing"
        )]
    };
    let octet_4 = missing("4", 1, "information transfer rate");
    let expected = [
        missing("3", 0, "information transfer capability"),
        [cut("3", 0), octet_4].concat(),
        missing("4", 2, "information transfer rate"),
        vec![],
        cut("5", 3),
        cut("5a", 4),
        cut("5b", 5),
        cut("5c", 6),
        vec![],
        cut("6", 8),
        cut("6a", 9),
        vec![],
        cut("7", 11),
        cut("7a", 12),
        cut("7b", 13),
        vec![],
    ];
    for (length, expected) in expected.iter().enumerate() {
        assert_eq!(&problems(&WHOLE[..length]), expected, "{length} bytes");
    }
}

#[test]
fn v120_has_its_own_octet_5b() {
    let layer1 = Layer1::new(UserInformationLayer1Protocol::V120)
        .with_rate(RateOctet::new().with_in_band_negotiation(true))
        .with_v120(
            V120Octet::new()
                .with_header(true)
                .with_multiframe(true)
                .with_protocol_sensitive(true)
                .with_negotiates_lli(true)
                .with_assignor_only(true)
                .with_in_band_negotiation(true),
        );
    let bytes = [0x88, 0x90, 0x28, 0x20, 0xFE];
    let value = LowLayerCompatibility::unrestricted_digital().with_layer1(layer1);
    assert_eq!(value.encode(), bytes);
    let value = LowLayerCompatibility::decode(&bytes).sound().unwrap();
    let v120 = value.layer1().unwrap().v120().unwrap();
    assert!(v120.header() && v120.multiframe() && v120.protocol_sensitive());
    assert!(v120.negotiates_lli() && v120.assignor_only() && v120.in_band_negotiation());
    assert_eq!(value.layer1().unwrap().v110(), None);
}

#[test]
fn multirate_has_an_octet_4_1() {
    let value = LowLayerCompatibility::unrestricted_digital()
        .with_multiplier(RateMultiplier::from_bits(6))
        .with_layer1(Layer1::new(UserInformationLayer1Protocol::H221_H242));
    assert_eq!(value.encode(), [0x88, 0x98, 0x86, 0xA5]);
    let read = LowLayerCompatibility::try_from(&[0x88, 0x98, 0x86, 0xA5][..]).unwrap();
    assert_eq!(read.multiplier().map(u8::from), Some(6));
    assert_eq!(read, value);
    let without =
        read.with_transfer(TransferOctet::new().with_rate(InformationTransferRate::KBIT_384));
    assert_eq!(without.encode(), [0x88, 0x93, 0xA5]);
    assert_eq!(
        problems(&[0x88, 0x98]),
        ["octet 4.1 (byte 2 of the buffer): the rate multiplier is missing"]
    );
    assert_eq!(
        problems(&[0x88, 0x98, 0x81]),
        ["octet 4.1 (byte 2 of the buffer): 1 has no meaning as rate multiplier"]
    );
}

#[test]
fn what_follows_octet_7_depends_on_the_protocol() {
    let ip = Layer3::tr_9577(AdditionalLayer3Protocol::INTERNET);
    let value = LowLayerCompatibility::packet().with_layer3(ip);
    assert_eq!(value.encode(), [0x88, 0xC0, 0x6B, 0x0C, 0x8C]);
    let read = LowLayerCompatibility::decode(&value.encode())
        .sound()
        .unwrap();
    assert_eq!(
        read.layer3().unwrap().additional_protocol(),
        Some(AdditionalLayer3Protocol::INTERNET)
    );
    let own = LowLayerCompatibility::packet()
        .with_layer2(Layer2::user_specified(0x55))
        .with_layer3(Layer3::user_specified(0x2A));
    assert_eq!(own.encode(), [0x88, 0xC0, 0x50, 0xD5, 0x70, 0xAA]);
    let read = LowLayerCompatibility::decode(&own.encode())
        .sound()
        .unwrap();
    assert_eq!(read.layer2().unwrap().user_information(), Some(0x55));
    assert_eq!(read.layer2().unwrap().mode(), None);
    assert_eq!(read.layer3().unwrap().user_information(), Some(0x2A));
    assert_eq!(read.layer3().unwrap().mode(), None);
    assert_eq!(
        problems(&[0x88, 0xC0, 0x62, 0x81]),
        ["octet 7a (byte 3 of the buffer): octets without a place in the element: 1"]
    );
}

#[test]
fn layers_out_of_order_and_other_standards_are_kept() {
    assert_eq!(
        problems(&[0x88, 0x90, 0xC6, 0xA1, 0x77]),
        ["octet 7 (byte 3 of the buffer): octets without a place in the element: 2"]
    );
    assert_eq!(
        problems(&[0x88, 0x90, 0x80]),
        ["octet 5 (byte 2 of the buffer): octets without a place in the element: 1"]
    );
    assert_eq!(
        problems(&[0xC8, 0x01, 0x02]),
        [
            "octet 3 (byte 0 of the buffer): the octets that follow are coded to another standard and are not looked at"
        ]
    );
    let national = LowLayerCompatibility::decode(&[0xC8, 0x01, 0x02]).value;
    assert_eq!(national.coding_standard(), Some(CodingStandard::NATIONAL));
    assert_eq!(national.rest(), [1, 2]);
    assert_eq!(national.transfer(), None);
}

#[test]
fn spare_bits_and_unknown_numbers_are_found_and_kept() {
    assert_eq!(
        problems(&[0x1F, 0x81, 0xBF, 0x3F, 0x11, 0x01, 0x41, 0xCC]),
        [
            "octet 3 (byte 0 of the buffer): 31 has no meaning as information transfer capability",
            "octet 3a (byte 1 of the buffer): spare bits are set: 0x01",
            "octet 4 (byte 2 of the buffer): 1 has no meaning as transfer mode",
            "octet 4 (byte 2 of the buffer): 31 has no meaning as information transfer rate",
            "octet 5 (byte 3 of the buffer): 31 has no meaning as user information layer 1 protocol",
            "octet 5a (byte 4 of the buffer): 17 has no meaning as user rate",
            "octet 5b (byte 5 of the buffer): spare bits are set: 0x01",
            "octet 5c (byte 6 of the buffer): 1 has no meaning as parity",
            "octet 5d (byte 7 of the buffer): 12 has no meaning as modem type",
        ]
    );
}

#[test]
fn one_octet_is_changed_and_the_others_stay() {
    // Spare bits in 3a and 5b, a surplus octet 5e, and something after layer 2.
    let bytes = [
        0x08, 0xC1, 0x90, 0x21, 0x48, 0x49, 0x3B, 0x53, 0xFF, 0xC6, 0x00,
    ];
    let value = LowLayerCompatibility::decode(&bytes).value;
    let layer1 = value.layer1().unwrap().clone();
    let rate = layer1.rate().unwrap().with_user_rate(UserRate::KBIT_4_8);
    let mut expected = bytes;
    expected[4] = 0x45;
    assert_eq!(value.with_layer1(layer1.with_rate(rate)).encode(), expected);
}

#[test]
fn what_is_added_to_a_cut_element_follows_it_properly() {
    let cut = LowLayerCompatibility::decode(&[0x08]).value;
    let more = cut.with_layer2(Layer2::new(UserInformationLayer2Protocol::Q921));
    assert_eq!(more.encode(), [0x88, 0x90, 0xC2]);
    assert_eq!(LowLayerCompatibility::decode(&more.encode()).value, more);
    let national = LowLayerCompatibility::decode(&[0xC8, 1]).value;
    let changed = national
        .clone()
        .with_layer1(Layer1::new(UserInformationLayer1Protocol::X31));
    assert_eq!(
        changed.with_multiplier(RateMultiplier::from_bits(3)),
        national
    );
    let multirate = LowLayerCompatibility::decode(&[0x88, 0x98]).value;
    let more = multirate.with_layer2(Layer2::new(UserInformationLayer2Protocol::Q921));
    assert_eq!(more.encode(), [0x88, 0x98, 0x82, 0xC2]);
    let nothing = LowLayerCompatibility::decode(&[]).value;
    assert_eq!(nothing.with_layer1(None).encode(), [0x80, 0x90]);
}
