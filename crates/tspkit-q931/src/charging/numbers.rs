//! The enumerations of advice of charge (Q.956.2, ETS 300 182).

use crate::coded::coded;

coded! {
    /// What the components of a Facility element are: octet 3, bits 5 to 1 (Q.932 8.2.3).
    ProtocolProfile, 5 bits;
    REMOTE_OPERATIONS = 0x11, "remote operations protocol";
    CMIP = 0x12, "CMIP protocol";
    ACSE = 0x13, "ACSE protocol";
    NETWORKING_EXTENSIONS = 0x1F, "networking extensions";
}

coded! {
    /// What an amount is to be multiplied by.
    Multiplier, 8 bits;
    THOUSANDTH = 0, "1/1000";
    HUNDREDTH = 1, "1/100";
    TENTH = 2, "1/10";
    ONE = 3, "1";
    TEN = 4, "10";
    HUNDRED = 5, "100";
    THOUSAND = 6, "1000";
}

coded! {
    /// Whether the charge goes on growing.
    TypeOfChargingInfo, 8 bits;
    SUBTOTAL = 0, "subtotal";
    TOTAL = 1, "total";
}

coded! {
    /// Why a charge is what it is. During a call only the first three are used.
    BillingId, 8 bits;
    NORMAL = 0, "normal charging";
    REVERSE = 1, "reverse charging";
    CREDIT_CARD = 2, "credit card charging";
    FORWARDING_UNCONDITIONAL = 3, "call forwarding unconditional";
    FORWARDING_BUSY = 4, "call forwarding busy";
    FORWARDING_NO_REPLY = 5, "call forwarding no reply";
    DEFLECTION = 6, "call deflection";
    TRANSFER = 7, "call transfer";
}

coded! {
    /// What a rate is for.
    ChargedItem, 8 bits;
    BASIC_COMMUNICATION = 0, "basic communication";
    CALL_ATTEMPT = 1, "call attempt";
    CALL_SETUP = 2, "call set-up";
    USER_TO_USER_INFO = 3, "user-to-user information";
    SUPPLEMENTARY_SERVICE = 4, "operation of a supplementary service";
}

coded! {
    /// How a charge by duration grows.
    ChargingType, 8 bits;
    CONTINUOUS = 0, "continuous charging";
    STEP_FUNCTION = 1, "step function";
}

coded! {
    /// The unit of a length of time.
    Scale, 8 bits;
    HUNDREDTH_SECOND = 0, "1/100 s";
    TENTH_SECOND = 1, "1/10 s";
    SECOND = 2, "1 s";
    TEN_SECONDS = 3, "10 s";
    MINUTE = 4, "1 min";
    HOUR = 5, "1 h";
    DAY = 6, "24 h";
}

coded! {
    /// What a charge by volume counts.
    VolumeUnit, 8 bits;
    OCTET = 0, "octet";
    SEGMENT = 1, "segment";
    MESSAGE = 2, "message";
}
