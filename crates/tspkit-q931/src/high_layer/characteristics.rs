//! The numbers of high layer compatibility (Q.931 4.5.17, table 4-15).

use crate::coded::coded;

coded! {
    /// Whose table the octets follow: bits 7 and 6 of octet 3.
    CodingStandard, 2 bits;
    ITU_T = 0, "ITU-T standardized coding";
    ISO_IEC = 1, "ISO/IEC standard";
    NATIONAL = 2, "national standard";
    NETWORK = 3, "standard specific to this network";
}

coded! {
    /// How the characteristics of octet 4 are to be read: bits 5 to 3 of octet 3.
    Interpretation, 3 bits;
    FIRST = 4, "first (primary or only) high layer characteristics to be used in the call";
}

coded! {
    /// How the protocol profile is presented: bits 2 and 1 of octet 3.
    PresentationMethod, 2 bits;
    PROFILE = 1, "high layer protocol profile (without specification of attributes)";
}

coded! {
    /// What the call is for: octet 4.
    HighLayerCharacteristics, 7 bits;
    TELEPHONY = 0x01, "telephony";
    FACSIMILE_2_3 = 0x04, "facsimile group 2/3 (F.182)";
    FACSIMILE_4_CLASS_1 = 0x21, "facsimile group 4 class I (F.184)";
    FACSIMILE_4_CLASS_2_3 = 0x24, "facsimile group 4 classes II and III (F.184); teletex, basic and mixed mode (F.230)";
    TELETEX_PROCESSABLE = 0x28, "teletex, basic and processable mode (F.220)";
    TELETEX_BASIC = 0x31, "teletex, basic mode (F.200)";
    VIDEOTEX_SYNTAX_BASED = 0x32, "syntax based videotex (F.300 and T.102)";
    VIDEOTEX_INTERNATIONAL = 0x33, "international videotex interworking (F.300 and T.101)";
    TELEX = 0x35, "telex (F.60)";
    MESSAGE_HANDLING = 0x38, "message handling systems (X.400 series)";
    OSI_APPLICATION = 0x41, "OSI application (X.200 series)";
    FTAM = 0x42, "FTAM application (ISO 8571)";
    MAINTENANCE = 0x5E, "reserved for maintenance";
    MANAGEMENT = 0x5F, "reserved for management";
    VIDEOTELEPHONY = 0x60, "videotelephony (F.720, F.721 and F.731 profile 1a)";
    VIDEOCONFERENCING = 0x61, "videoconferencing (F.702 and F.731 profile 1b)";
    AUDIOGRAPHIC_CONFERENCING = 0x62, "audiographic conferencing (F.702 and F.731 profile 2)";
    MULTIMEDIA = 0x68, "multimedia services (F.700 series)";
    0x63..=0x6F, "reserved for audiovisual services (F.700 series)";
}

impl HighLayerCharacteristics {
    /// Whether octet 4a, when it is there, holds these very numbers: for maintenance and management.
    pub const fn is_maintenance_or_management(self) -> bool {
        matches!(self, Self::MAINTENANCE | Self::MANAGEMENT)
    }

    /// Whether octet 4a, when it is there, is an [`AudiovisualCharacteristics`].
    pub const fn is_audiovisual(self) -> bool {
        matches!(self.code(), 0x60..=0x6F)
    }
}

coded! {
    /// Octet 4a of audiovisual services.
    AudiovisualCharacteristics, 7 bits;
    INITIAL_CHANNEL = 0x01, "capability set of initial channel of H.221";
    SUBSEQUENT_CHANNEL = 0x02, "capability set of subsequent channel of H.221";
    INITIAL_CHANNEL_OF_CALL = 0x21, "capability set of initial channel associated with an active 3.1 kHz audio or speech call";
}
