//! Which functions answer later.

/// The functions of phones that answer by a completion: exactly these (`asynchronous-phone-operations`).
const ASYNCHRONOUS: [&str; 9] = [
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

/// Whether a function answers by a completion, if it accepts a request at all.
///
/// ```
/// assert!(tspkit_trace::account::is_asynchronous("TSPI_phoneSetData"));
/// assert!(!tspkit_trace::account::is_asynchronous("TSPI_phoneGetData"));
/// ```
pub fn is_asynchronous(function: &str) -> bool {
    ASYNCHRONOUS.contains(&function)
}

/// Whether a function is known to answer by what it returns: the others of phones, those of the provider, and the
/// negotiation. Neither this nor [`is_asynchronous`] holds for functions of lines, which are not judged.
pub fn is_synchronous(function: &str) -> bool {
    let of_phones = function.starts_with("TSPI_phone") && !is_asynchronous(function);
    of_phones
        || function.starts_with("TSPI_provider")
        || function.starts_with("TUISPI_")
        || function == "TSPI_lineNegotiateTSPIVersion"
}
