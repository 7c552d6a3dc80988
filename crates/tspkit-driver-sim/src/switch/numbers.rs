//! What is dialled. Page: `nf-tspi-tspi_linemakecall`.

use tspkit_abi::LineError;
use tspkit_hal::HardwareError;

use super::exchange::Checked;

/// The most digits of a number, with those dialled before.
pub(super) const MOST_DIGITS: usize = 64;

/// A dial string, read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dialled {
    pub(super) digits: String,
    /// More digits follow.
    pub(super) more: bool,
}

/// Reads a dial string: keeps the digits, and leaves out how they are dialled, punctuation, subaddress and name.
pub(super) fn read(text: &str) -> Checked<Dialled> {
    let (text, more) = match text.strip_suffix(';') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let number = text.split(['|', '^']).next().unwrap_or_default();
    let mut digits = String::new();
    for sign in number.chars() {
        match sign {
            '0'..='9' | 'A'..='D' | '*' | '#' => digits.push(sign),
            '+' if digits.is_empty() => digits.push(sign),
            'T' | 't' | 'P' | 'p' | ',' | '!' | ' ' | '-' | '(' | ')' | '.' | '/' => {}
            _ => {
                let code = match sign {
                    'W' | 'w' => LineError::DialDialTone,
                    '@' => LineError::DialQuiet,
                    '$' => LineError::DialBilling,
                    '?' => LineError::DialPrompt,
                    ':' => LineError::DialVoiceDetect,
                    _ => LineError::InvalAddress,
                };
                let message = format!("`{sign}` in `{number}` cannot be dialled");
                return Err(HardwareError::with_message(code, message));
            }
        }
    }
    if digits.len() > MOST_DIGITS {
        let message = format!(
            "{} digits are too many; the most are {MOST_DIGITS}",
            digits.len()
        );
        return Err(HardwareError::with_message(
            LineError::InvalAddress,
            message,
        ));
    }
    Ok(Dialled { digits, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_and_the_rest_is_left_out() {
        let read = |text| read(text).map(|dialled| (dialled.digits, dialled.more));
        assert_eq!(read("102").unwrap(), ("102".to_owned(), false));
        assert_eq!(read("T1-0(2),;").unwrap(), ("102".to_owned(), true));
        assert_eq!(read("102|7^Anna").unwrap(), ("102".to_owned(), false));
        assert_eq!(read("+49 30/12").unwrap(), ("+493012".to_owned(), false));
        assert_eq!(read(";").unwrap(), (String::new(), true));
    }

    #[test]
    fn what_cannot_be_dialled_has_its_code() {
        let code = |text| read(text).unwrap_err().code();
        assert_eq!(code("W102"), LineError::DialDialTone);
        assert_eq!(code("1@"), LineError::DialQuiet);
        assert_eq!(code("$1"), LineError::DialBilling);
        assert_eq!(code("1?2"), LineError::DialPrompt);
        assert_eq!(code("1:2"), LineError::DialVoiceDetect);
        assert_eq!(code("1;2"), LineError::InvalAddress);
        assert_eq!(code("Anna"), LineError::InvalAddress);
        assert_eq!(code(&"1".repeat(65)), LineError::InvalAddress);
    }
}
