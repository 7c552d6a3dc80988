//! Bytes as people write them.

use std::fmt::Write as _;

use crate::failure::{Failure, Kind};

/// Reads `91 81`, `9181`, `91:81`, `0x91, 0x81`, over several lines if need be. `what` is what the text is called in an error.
pub(crate) fn read(text: &str, what: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut half: Option<(usize, u32)> = None;
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, character)) = characters.next() {
        let prefix = character == '0'
            && half.is_none()
            && characters
                .next_if(|(_, next)| matches!(next, 'x' | 'X'))
                .is_some();
        if prefix {
            // Only digits may follow it.
            match characters.peek() {
                Some((_, next)) if next.is_ascii_hexdigit() => continue,
                Some((at, _)) => return Err(stray(text, *at, what)),
                None => return Err(wrong("the bytes end after `0x`", at + 2, what)),
            }
        }
        match (character.to_digit(16), half.take()) {
            (Some(digit), None) => half = Some((at, digit)),
            (Some(low), Some((_, high))) => {
                bytes.push(u8::try_from(high << 4 | low).unwrap_or(u8::MAX));
            }
            (None, None) if is_between(character) => {}
            (None, _) if !is_between(character) => return Err(stray(text, at, what)),
            (None, half) => return Err(alone(text, half, what)),
        }
    }
    if half.is_some() {
        return Err(alone(text, half, what));
    }
    Ok(bytes)
}

/// `91 81`.
pub(crate) fn written(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let space = if text.is_empty() { "" } else { " " };
        // Writing to a string does not fail.
        let _ = write!(text, "{space}{byte:02X}");
    }
    text
}

fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, ':' | ',')
}

fn stray(text: &str, at: usize, what: &str) -> Failure {
    let character = text.chars().nth(at).unwrap_or_default();
    let message = format!("{character:?} is not a hexadecimal digit");
    wrong(&message, at, what)
}

fn alone(text: &str, half: Option<(usize, u32)>, what: &str) -> Failure {
    let at = half.map_or(0, |(at, _)| at);
    let character = text.chars().nth(at).unwrap_or_default();
    let message = format!("{character:?} stands alone, and a byte has two digits");
    wrong(&message, at, what)
}

fn wrong(message: &str, at: usize, what: &str) -> Failure {
    Failure::new(
        Kind::Usage,
        format!("{message}, at character {} of {what}", at + 1),
    )
    .hint("bytes are written as `91 81`, `9181`, `91:81` or `0x91, 0x81`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_in_many_ways() {
        for text in [
            "9181",
            "91 81",
            "91:81",
            " 91\t81\n",
            "0x91 0x81",
            "0x91,0x81",
            "0x9181",
            "0X91, 81",
        ] {
            assert_eq!(read(text, "it").unwrap(), [0x91, 0x81], "{text:?}");
        }
        for text in ["", " ", "\n"] {
            assert_eq!(read(text, "it").unwrap(), [0; 0], "{text:?}");
        }
        assert_eq!(read("aB cD 00 0x00", "it").unwrap(), [0xAB, 0xCD, 0, 0]);
        assert_eq!(written(&[0x00, 0xAB]), "00 AB");
        assert_eq!(written(&[]), "");
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (text, message) in [
            (
                "91 8G",
                "'G' is not a hexadecimal digit, at character 5 of it",
            ),
            (
                "9-1",
                "'-' is not a hexadecimal digit, at character 2 of it",
            ),
            ("ä9", "'ä' is not a hexadecimal digit, at character 1 of it"),
            (
                "0xx1",
                "'x' is not a hexadecimal digit, at character 3 of it",
            ),
            (
                "90x1",
                "'x' is not a hexadecimal digit, at character 3 of it",
            ),
            ("91 0x", "the bytes end after `0x`, at character 6 of it"),
            (
                "91 8 1",
                "'8' stands alone, and a byte has two digits, at character 4 of it",
            ),
            (
                "918",
                "'8' stands alone, and a byte has two digits, at character 3 of it",
            ),
            (
                "9",
                "'9' stands alone, and a byte has two digits, at character 1 of it",
            ),
        ] {
            assert_eq!(read(text, "it").unwrap_err().message, message, "{text:?}");
        }
    }
}
