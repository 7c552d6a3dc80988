//! What can be dialled.

use tspkit_abi::{LineAddressCapFlags, LineDevCapFlags, LineError};
use tspkit_hal::LineModel;

/// A string that the line cannot dial: TAPI's code, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Undialable {
    pub(crate) code: LineError,
    pub(crate) reason: String,
}

/// The line can dial it, as far as its form goes. Page: `nf-tspi-tspi_linemakecall`.
///
/// Digits, `A` to `D`, `*`, `#`, `+`; `T` and `P` for tones and pulses; `,` for a pause, `!` for a flash; `W`, `@`
/// and `$` where the line can wait for that; `|` and `^` before a subaddress and a name, of any characters;
/// blanks and `- ( ) . /` for people to read. A `;` at the end says that more follows. Nothing at all asks
/// for dial tone.
pub(crate) fn check(string: &str, model: &LineModel) -> Result<(), Undialable> {
    let dialled = match string.strip_suffix(';') {
        Some(dialled) => {
            partial(model)?;
            dialled
        }
        None => string,
    };
    let mut free = false;
    for (index, character) in dialled.char_indices() {
        match character {
            '|' | '^' => free = true,
            '\0'..='\x1F' | '\x7F' | ';' => return Err(misplaced(character, index)),
            _ if free => {}
            'W' | 'w' => can_wait(model, LineDevCapFlags::DIALDIALTONE, index)?,
            '@' => can_wait(model, LineDevCapFlags::DIALQUIET, index)?,
            '$' => can_wait(model, LineDevCapFlags::DIALBILLING, index)?,
            '?' => return Err(unheard(LineError::DialPrompt, character, index)),
            ':' => return Err(unheard(LineError::DialVoiceDetect, character, index)),
            _ if is_dialled(character) || is_punctuation(character) => {}
            _ => return Err(misplaced(character, index)),
        }
    }
    Ok(())
}

const fn is_dialled(character: char) -> bool {
    matches!(
        character,
        '0'..='9' | 'A'..='D' | 'a'..='d' | '*' | '#' | '+' | 'T' | 't' | 'P' | 'p' | ',' | '!'
    )
}

/// For people, and skipped.
const fn is_punctuation(character: char) -> bool {
    matches!(character, ' ' | '-' | '(' | ')' | '.' | '/')
}

fn partial(model: &LineModel) -> Result<(), Undialable> {
    if model
        .address_flags
        .contains(LineAddressCapFlags::PARTIALDIAL)
    {
        return Ok(());
    }
    Err(Undialable {
        code: LineError::InvalAddress,
        reason: "a ; says that more digits follow, and this line wants the whole number at once"
            .into(),
    })
}

fn can_wait(model: &LineModel, flag: LineDevCapFlags, index: usize) -> Result<(), Undialable> {
    if model.device_flags.contains(flag) {
        return Ok(());
    }
    let (code, character) = match flag {
        LineDevCapFlags::DIALDIALTONE => (LineError::DialDialTone, 'W'),
        LineDevCapFlags::DIALQUIET => (LineError::DialQuiet, '@'),
        _ => (LineError::DialBilling, '$'),
    };
    Err(unheard(code, character, index))
}

/// What it stands for is nothing that the line can wait for.
fn unheard(code: LineError, character: char, index: usize) -> Undialable {
    Undialable {
        code,
        reason: format!("{character} at position {index} of what is to be dialled: {code}"),
    }
}

fn misplaced(character: char, index: usize) -> Undialable {
    Undialable {
        code: LineError::InvalAddress,
        reason: format!(
            "{character:?} at position {index} of what is to be dialled cannot be dialled there"
        ),
    }
}

/// What can be sent as digits within a call. Page: `nf-tspi-tspi_linegeneratedigits`.
pub(crate) fn check_digits(digits: &str, pulses: bool) -> Result<(), Undialable> {
    let sent = |character| match character {
        '0'..='9' | ',' => true,
        'A'..='D' | 'a'..='d' | '*' | '#' => !pulses,
        _ => false,
    };
    let wrong = digits
        .char_indices()
        .find(|(_, character)| !sent(*character));
    let Some((index, character)) = wrong else {
        return Ok(());
    };
    let how = if pulses { "pulses" } else { "tones" };
    Err(Undialable {
        code: LineError::InvalDigits,
        reason: format!("{character:?} at position {index} of the digits cannot be sent as {how}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> LineModel {
        LineModel::new("a line that waits for nothing")
    }

    fn patient() -> LineModel {
        let mut model = plain().partial_dial();
        model.device_flags |= LineDevCapFlags::DIALDIALTONE
            | LineDevCapFlags::DIALQUIET
            | LineDevCapFlags::DIALBILLING;
        model
    }

    fn code(string: &str, model: &LineModel) -> Option<LineError> {
        check(string, model).err().map(|error| error.code)
    }

    #[test]
    fn numbers_as_people_write_them_can_be_dialled() {
        for string in [
            "",
            "101",
            "+49 (69) 12-34.5/6",
            "0,T123P45!*#ABCDabcd",
            "123|456^Anna Ångström: @home?",
        ] {
            assert_eq!(check(string, &plain()), Ok(()), "{string}");
        }
    }

    #[test]
    fn waiting_is_for_lines_that_can() {
        for (string, expected) in [
            ("0W123", LineError::DialDialTone),
            ("w", LineError::DialDialTone),
            ("0@1", LineError::DialQuiet),
            ("0$1", LineError::DialBilling),
        ] {
            assert_eq!(code(string, &plain()), Some(expected), "{string}");
            assert_eq!(code(string, &patient()), None, "{string}");
        }
        for model in [plain(), patient()] {
            assert_eq!(code("0?1", &model), Some(LineError::DialPrompt));
            assert_eq!(code("0:1", &model), Some(LineError::DialVoiceDetect));
        }
    }

    #[test]
    fn the_first_fault_counts() {
        assert_eq!(code("0@1W", &plain()), Some(LineError::DialQuiet));
        assert_eq!(code("x@", &plain()), Some(LineError::InvalAddress));
    }

    #[test]
    fn a_number_in_parts_ends_with_a_semicolon() {
        assert_eq!(code("12;", &plain()), Some(LineError::InvalAddress));
        assert_eq!(code("12;", &patient()), None);
        assert_eq!(code(";", &patient()), None);
        assert_eq!(code("1;2", &patient()), Some(LineError::InvalAddress));
        assert_eq!(code("12;;", &patient()), Some(LineError::InvalAddress));
    }

    #[test]
    fn what_is_no_number_is_refused_and_said_where() {
        for string in ["12x", "é", "1\x002", "1\r\n2", "1|a\n"] {
            assert_eq!(
                code(string, &patient()),
                Some(LineError::InvalAddress),
                "{string:?}"
            );
        }
        let error = check("12x", &plain()).unwrap_err();
        assert!(
            error.reason.contains("'x' at position 2"),
            "{}",
            error.reason
        );
    }

    #[test]
    fn digits_are_those_that_the_mode_has() {
        assert_eq!(check_digits("0123456789ABCDabcd*#,", false), Ok(()));
        assert_eq!(check_digits("0123456789,", true), Ok(()));
        assert_eq!(check_digits("", false), Ok(()));
        for (digits, pulses) in [("1 2", false), ("E", false), ("*", true), ("A", true)] {
            let error = check_digits(digits, pulses).unwrap_err();
            assert_eq!(error.code, LineError::InvalDigits, "{digits}");
        }
    }
}
