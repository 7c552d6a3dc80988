//! Which functions answer later.

/// The functions of phones that answer by a completion: exactly these (`asynchronous-phone-operations`).
const OF_PHONES: [&str; 9] = [
    "TSPI_phoneDevSpecific",
    "TSPI_phoneSetButtonInfo",
    "TSPI_phoneSetData",
    "TSPI_phoneSetDisplay",
    "TSPI_phoneSetGain",
    "TSPI_phoneSetHookSwitch",
    "TSPI_phoneSetLamp",
    "TSPI_phoneSetRing",
    "TSPI_phoneSetVolume",
];

/// Those of lines and calls: the ones that take a request id.
const OF_LINES: [&str; 33] = [
    "TSPI_lineAccept",
    "TSPI_lineAddToConference",
    "TSPI_lineAnswer",
    "TSPI_lineBlindTransfer",
    "TSPI_lineCompleteCall",
    "TSPI_lineCompleteTransfer",
    "TSPI_lineDevSpecific",
    "TSPI_lineDevSpecificFeature",
    "TSPI_lineDial",
    "TSPI_lineDrop",
    "TSPI_lineForward",
    "TSPI_lineHold",
    "TSPI_lineMakeCall",
    "TSPI_linePark",
    "TSPI_linePickup",
    "TSPI_linePrepareAddToConference",
    "TSPI_lineRedirect",
    "TSPI_lineReleaseUserUserInfo",
    "TSPI_lineRemoveFromConference",
    "TSPI_lineSecureCall",
    "TSPI_lineSendUserUserInfo",
    "TSPI_lineSetCallData",
    "TSPI_lineSetCallParams",
    "TSPI_lineSetCallQualityOfService",
    "TSPI_lineSetCallTreatment",
    "TSPI_lineSetLineDevStatus",
    "TSPI_lineSetTerminal",
    "TSPI_lineSetupConference",
    "TSPI_lineSetupTransfer",
    "TSPI_lineSwapHold",
    "TSPI_lineUncompleteCall",
    "TSPI_lineUnhold",
    "TSPI_lineUnpark",
];

/// Whether a function answers by a completion, if it accepts a request at all.
///
/// ```
/// assert!(tspkit_trace::account::is_asynchronous("TSPI_phoneSetData"));
/// assert!(!tspkit_trace::account::is_asynchronous("TSPI_phoneGetData"));
/// ```
pub fn is_asynchronous(function: &str) -> bool {
    OF_PHONES.contains(&function) || OF_LINES.contains(&function)
}

/// Whether a function answers by what it returns: the others of phones and lines, and those of the provider.
pub fn is_synchronous(function: &str) -> bool {
    let known = ["TSPI_phone", "TSPI_line", "TSPI_provider", "TUISPI_"];
    known.iter().any(|family| function.starts_with(family)) && !is_asynchronous(function)
}
