//! The octets of layer 1: 5 to 5d.

use crate::{bits::octet, coded::coded};

coded! {
    /// How the bits of the user are put on the channel: octet 5.
    UserInformationLayer1Protocol, 5 bits;
    V110 = 0x01, "V.110, I.460 and X.30 rate adaption";
    G711_MU_LAW = 0x02, "G.711 µ-law";
    G711_A_LAW = 0x03, "G.711 A-law";
    G726 = 0x04, "G.726 (G.721) 32 kbit/s ADPCM and I.460";
    H221_H242 = 0x05, "H.221 and H.242";
    H223_H245 = 0x06, "H.223 and H.245";
    NON_STANDARD = 0x07, "rate adaption not standardized by ITU-T";
    V120 = 0x08, "V.120 rate adaption";
    X31 = 0x09, "X.31 HDLC flag stuffing";
    G728 = 0x0A, "G.728 LD-CELP";
    G729 = 0x0B, "G.729 CS-ACELP";
}

coded! {
    /// The user's rate: octet 5a, bits 5 to 1.
    UserRate, 5 bits;
    E_BITS = 0x00, "indicated by E-bits of I.460, or negotiated in-band";
    KBIT_0_6 = 0x01, "0.6 kbit/s";
    KBIT_1_2 = 0x02, "1.2 kbit/s";
    KBIT_2_4 = 0x03, "2.4 kbit/s";
    KBIT_3_6 = 0x04, "3.6 kbit/s";
    KBIT_4_8 = 0x05, "4.8 kbit/s";
    KBIT_7_2 = 0x06, "7.2 kbit/s";
    KBIT_8 = 0x07, "8 kbit/s";
    KBIT_9_6 = 0x08, "9.6 kbit/s";
    KBIT_14_4 = 0x09, "14.4 kbit/s";
    KBIT_16 = 0x0A, "16 kbit/s";
    KBIT_19_2 = 0x0B, "19.2 kbit/s";
    KBIT_32 = 0x0C, "32 kbit/s";
    KBIT_38_4 = 0x0D, "38.4 kbit/s";
    KBIT_48 = 0x0E, "48 kbit/s";
    KBIT_56 = 0x0F, "56 kbit/s";
    KBIT_64 = 0x10, "64 kbit/s";
    KBIT_57_6 = 0x12, "57.6 kbit/s";
    KBIT_28_8 = 0x13, "28.8 kbit/s";
    KBIT_24 = 0x14, "24 kbit/s";
    KBIT_0_1345 = 0x15, "0.1345 kbit/s";
    KBIT_0_1 = 0x16, "0.100 kbit/s";
    KBIT_0_075_AND_1_2 = 0x17, "0.075/1.2 kbit/s";
    KBIT_1_2_AND_0_075 = 0x18, "1.2/0.075 kbit/s";
    KBIT_0_05 = 0x19, "0.050 kbit/s";
    KBIT_0_075 = 0x1A, "0.075 kbit/s";
    KBIT_0_11 = 0x1B, "0.110 kbit/s";
    KBIT_0_15 = 0x1C, "0.150 kbit/s";
    KBIT_0_2 = 0x1D, "0.200 kbit/s";
    KBIT_0_3 = 0x1E, "0.300 kbit/s";
    KBIT_12 = 0x1F, "12 kbit/s";
}

coded! {
    /// The rate between the user's and the channel's: octet 5b of V.110, bits 7 and 6.
    IntermediateRate, 2 bits;
    NOT_USED = 0, "not used";
    KBIT_8 = 1, "8 kbit/s";
    KBIT_16 = 2, "16 kbit/s";
    KBIT_32 = 3, "32 kbit/s";
}

coded! {
    /// Stop bits: octet 5c, bits 7 and 6.
    StopBits, 2 bits;
    NOT_USED = 0, "not used";
    ONE = 1, "1 bit";
    ONE_AND_A_HALF = 2, "1.5 bits";
    TWO = 3, "2 bits";
}

coded! {
    /// Data bits without the parity bit: octet 5c, bits 5 and 4.
    DataBits, 2 bits;
    NOT_USED = 0, "not used";
    FIVE = 1, "5 bits";
    SEVEN = 2, "7 bits";
    EIGHT = 3, "8 bits";
}

coded! {
    /// Parity: octet 5c, bits 3 to 1.
    Parity, 3 bits;
    ODD = 0, "odd";
    EVEN = 2, "even";
    NONE = 3, "none";
    FORCED_0 = 4, "forced to 0";
    FORCED_1 = 5, "forced to 1";
}

coded! {
    /// The modem: octet 5d, bits 6 to 1.
    ///
    /// ETS 300 102-1 of 1990 had other numbers, which are not told apart here. Implementations differ in V.32: those that know the
    /// user rates of Q.931 (1998) have 29, older ones and tshark 28. Both are known here, and 29 is what is written.
    ModemType, 6 bits;
    V21 = 0x11, "V.21";
    V22 = 0x12, "V.22";
    V22_BIS = 0x13, "V.22 bis";
    V23 = 0x14, "V.23";
    V26 = 0x15, "V.26";
    V26_BIS = 0x16, "V.26 bis";
    V26_TER = 0x17, "V.26 ter";
    V27 = 0x18, "V.27";
    V27_BIS = 0x19, "V.27 bis";
    V27_TER = 0x1A, "V.27 ter";
    V29 = 0x1B, "V.29";
    V32 = 0x1D, "V.32";
    V34 = 0x1E, "V.34";
    0x1C..=0x1C, "V.32, as older implementations have it";
    0x00..=0x05, "national use";
    0x20..=0x2F, "national use";
    0x30..=0x3F, "user specified";
}

octet! {
    /// Octet 5a: synchronous or not, and the user's rate.
    RateOctet;
    bit asynchronous, with_asynchronous: 0x40, "synchronous/asynchronous", "synchronous", "asynchronous";
    bit in_band_negotiation, with_in_band_negotiation: 0x20, "negotiation",
        "in-band negotiation not possible", "in-band negotiation possible";
    last user_rate, with_user_rate: UserRate, "user rate";
    spare 0x00;
}

octet! {
    /// Octet 5b of V.110, I.460 and X.30.
    V110Octet;
    coded intermediate_rate, with_intermediate_rate: IntermediateRate << 5, "intermediate rate";
    bit sends_clock, with_sends_clock: 0x10, "network independent clock on transmission",
        "not required to send data with network independent clock", "required to send data with network independent clock";
    bit accepts_clock, with_accepts_clock: 0x08, "network independent clock on reception",
        "cannot accept data with network independent clock", "can accept data with network independent clock";
    bit sends_flow_control, with_sends_flow_control: 0x04, "flow control on transmission",
        "not required to send data with flow control", "required to send data with flow control";
    bit accepts_flow_control, with_accepts_flow_control: 0x02, "flow control on reception",
        "cannot accept data with flow control", "can accept data with flow control";
    spare 0x01;
}

octet! {
    /// Octet 5b of V.120.
    V120Octet;
    bit header, with_header: 0x40, "rate adaption header", "not included", "included";
    bit multiframe, with_multiframe: 0x20, "multiple frame establishment",
        "not supported, only UI frames", "supported";
    bit protocol_sensitive, with_protocol_sensitive: 0x10, "mode of operation",
        "bit transparent", "protocol sensitive";
    bit negotiates_lli, with_negotiates_lli: 0x08, "logical link identifier negotiation",
        "default, LLI 256 only", "full protocol negotiation";
    bit assignor_only, with_assignor_only: 0x04, "assignor/assignee",
        "message originator is default assignee", "message originator is assignor only";
    bit in_band_negotiation, with_in_band_negotiation: 0x02, "in-band/out-band negotiation",
        "by USER INFORMATION messages on a temporary signalling connection", "in-band, by logical link zero";
    spare 0x01;
}

octet! {
    /// Octet 5c: what a character looks like.
    CharacterOctet;
    coded stop_bits, with_stop_bits: StopBits << 5, "number of stop bits";
    coded data_bits, with_data_bits: DataBits << 3, "number of data bits";
    last parity, with_parity: Parity, "parity";
    spare 0x00;
}

octet! {
    /// Octet 5d: the modem.
    ModemOctet;
    bit full_duplex, with_full_duplex: 0x40, "duplex mode", "half duplex", "full duplex";
    last modem_type, with_modem_type: ModemType, "modem type";
    spare 0x00;
}
