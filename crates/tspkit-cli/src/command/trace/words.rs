//! Results and messages by TAPI's names.

use tspkit::abi::{LineError, Message, PhoneError};
use tspkit_trace::{OwnedValue, What, account::is_asynchronous};

/// `ok`, an error's name, or `request 17`; `None` for what has no result.
pub(super) fn result(what: &What) -> Option<String> {
    match what {
        What::Call {
            function, result, ..
        } => {
            let id = what.argument("dwRequestID").and_then(OwnedValue::number);
            let accepted = *result > 0 && u64::try_from(*result).ok() == id;
            if is_asynchronous(function) && accepted {
                return Some(format!("request {result}"));
            }
            Some(code(*result))
        }
        What::Callback { .. } => {
            let result = what.argument("lResult")?.signed()?;
            Some(i32::try_from(result).map_or_else(|_| result.to_string(), code))
        }
        What::Note { .. } => None,
    }
}

/// Whether it is an error: the result of a call, the outcome of a completion, or a note.
pub(super) fn is_error(what: &What) -> bool {
    match what {
        What::Call { result, .. } => *result < 0,
        What::Callback { .. } => {
            let result = what.argument("lResult").and_then(OwnedValue::signed);
            result.is_some_and(|result| result < 0)
        }
        What::Note { level, .. } => *level == tspkit_trace::Level::Error,
    }
}

fn code(code: i32) -> String {
    if code == 0 {
        return "ok".into();
    }
    // The two families have no number in common.
    match (PhoneError::from_code(code), LineError::from_code(code)) {
        (None, _) | (_, None) => code.to_string(),
        (Some(PhoneError::Vendor(_)), _)
        | (Some(PhoneError::Unknown(_)), Some(LineError::Unknown(_))) => format!("0x{code:08X}"),
        (Some(PhoneError::Unknown(_)), Some(error)) => error.name().into(),
        (Some(error), _) => error.name().into(),
    }
}

/// The arguments of a function or the fields of a note, as `name=value`.
pub(super) fn arguments(what: &What) -> String {
    let words: Vec<_> = what
        .arguments()
        .iter()
        .map(|(name, value)| match message(name, value) {
            Some(message) => format!("{name}={message}"),
            None => format!("{name}={value}"),
        })
        .collect();
    words.join(" ")
}

fn message(name: &str, value: &OwnedValue) -> Option<&'static str> {
    if name != "dwMsg" {
        return None;
    }
    let number = value.number()?.try_into().ok()?;
    Message::from_code(number).map(Message::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_names_of_both_families() {
        let of = |bits: u32| code(bits.cast_signed());
        assert_eq!(of(0), "ok");
        assert_eq!(of(17), "17");
        assert_eq!(of(0x9000_000C), "PHONEERR_INVALDATAID");
        assert_eq!(of(0x8000_0048), "LINEERR_OPERATIONFAILED");
        assert_eq!(of(0xC000_0007), "0xC0000007");
        assert_eq!(of(0xA000_0000), "0xA0000000");
    }
}
