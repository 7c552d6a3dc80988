//! Octets 3 to 4.1 of low layer compatibility: what is carried, and how (Q.931 4.5.19).

use crate::{CodingStandard, bits::octet, coded::coded};

coded! {
    /// What the call carries: octet 3, bits 5 to 1.
    InformationTransferCapability, 5 bits;
    SPEECH = 0x00, "speech";
    UNRESTRICTED_DIGITAL = 0x08, "unrestricted digital information";
    RESTRICTED_DIGITAL = 0x09, "restricted digital information";
    AUDIO_3_1_KHZ = 0x10, "3.1 kHz audio";
    UNRESTRICTED_DIGITAL_WITH_TONES = 0x11, "unrestricted digital information with tones/announcements";
    VIDEO = 0x18, "video";
}

coded! {
    /// How it is carried: octet 4, bits 7 and 6.
    TransferMode, 2 bits;
    CIRCUIT = 0, "circuit mode";
    PACKET = 2, "packet mode";
}

coded! {
    /// How much is carried: octet 4, bits 5 to 1.
    InformationTransferRate, 5 bits;
    PACKET_MODE = 0x00, "packet mode call";
    KBIT_64 = 0x10, "64 kbit/s";
    KBIT_2_X_64 = 0x11, "2 x 64 kbit/s";
    KBIT_384 = 0x13, "384 kbit/s";
    KBIT_1536 = 0x15, "1536 kbit/s";
    KBIT_1920 = 0x17, "1920 kbit/s";
    MULTIRATE = 0x18, "multirate (64 kbit/s base rate)";
}

coded! {
    /// How often 64 kbit/s: octet 4.1, which is there when octet 4 says multirate. It stands for itself, from 2 on.
    RateMultiplier, 7 bits;
    0x02..=0x7F, "times 64 kbit/s";
}

octet! {
    /// Octet 3: the coding standard, and what the call carries.
    CapabilityOctet;
    coded coding_standard, with_coding_standard: CodingStandard << 5, "coding standard";
    last transfer_capability, with_transfer_capability: InformationTransferCapability, "information transfer capability";
    spare 0x00;
}

octet! {
    /// Octet 3a: whether low layer compatibility may be negotiated by messages.
    NegotiationOctet;
    bit out_band_possible, with_out_band_possible: 0x40, "negotiation indicator",
        "out-band negotiation not possible", "out-band negotiation possible";
    spare 0x3F;
}

octet! {
    /// Octet 4: how, and how much is carried.
    TransferOctet;
    coded mode, with_mode: TransferMode << 5, "transfer mode";
    last rate, with_rate: InformationTransferRate, "information transfer rate";
    spare 0x00;
}
