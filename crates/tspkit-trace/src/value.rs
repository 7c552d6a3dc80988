//! The value of an argument: borrowed for writing, owned after reading.

use std::fmt;

/// As many bytes of a buffer are written into the log.
pub const MOST_BYTES: usize = 64;

/// As many bytes of a text are written into the log; it is cut between two characters.
pub const MOST_TEXT: usize = 4096;

/// The value of an argument, for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number that is read in decimal: a request id, a size.
    Number(u64),
    /// A number that may be negative: `lResult`.
    Signed(i64),
    /// A number that is read in hexadecimal: a handle, a pointer, flags, a version.
    Hex(u64),
    /// A buffer; the log keeps its length and the first [`MOST_BYTES`] bytes.
    Bytes(&'a [u8]),
    /// A text; the log keeps its length and the first [`MOST_TEXT`] bytes.
    Text(&'a str),
}

/// The value of an argument, as it was read.
///
/// A number that is not negative is a [`Number`](Self::Number), whichever way it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnedValue {
    /// A number from 0.
    Number(u64),
    /// A negative number.
    Signed(i64),
    /// A handle, a pointer, flags, a version.
    Hex(u64),
    /// The beginning of a buffer, and the size of the whole in bytes.
    Bytes {
        /// The first bytes; all of them when they are as many as `length`.
        shown: Vec<u8>,
        /// The buffer's size.
        length: u64,
    },
    /// The beginning of a text, and the size of the whole in bytes (UTF-8).
    Text {
        /// The text; all of it when it has as many bytes as `length`.
        shown: String,
        /// The text's size.
        length: u64,
    },
}

impl OwnedValue {
    /// The number, whether it is written in decimal or in hexadecimal; `None` for negative ones and what is no number.
    pub const fn number(&self) -> Option<u64> {
        match *self {
            Self::Number(number) | Self::Hex(number) => Some(number),
            _ => None,
        }
    }

    /// The number with its sign; `None` for what is no number, and for numbers beyond an `i64`.
    pub fn signed(&self) -> Option<i64> {
        match *self {
            Self::Number(number) | Self::Hex(number) => number.try_into().ok(),
            Self::Signed(number) => Some(number),
            _ => None,
        }
    }
}

impl From<Value<'_>> for OwnedValue {
    /// What will be read when this is written: cut where the log cuts.
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Number(number) => Self::Number(number),
            Value::Signed(number) => match number.try_into() {
                Ok(number) => Self::Number(number),
                Err(_) => Self::Signed(number),
            },
            Value::Hex(number) => Self::Hex(number),
            Value::Bytes(bytes) => Self::Bytes {
                shown: bytes[..bytes.len().min(MOST_BYTES)].to_vec(),
                length: bytes.len() as u64,
            },
            Value::Text(text) => Self::Text {
                shown: beginning(text).to_owned(),
                length: text.len() as u64,
            },
        }
    }
}

/// As a person reads it: `17`, `-3`, `0x10001`, `<5: 48 65 6c 6c 6f>`, `"text"`.
impl fmt::Display for OwnedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Signed(number) => write!(f, "{number}"),
            Self::Hex(number) => write!(f, "{number:#x}"),
            Self::Bytes { shown, length } => {
                write!(f, "<{length}")?;
                for (index, byte) in shown.iter().enumerate() {
                    let before = if index == 0 { ": " } else { " " };
                    write!(f, "{before}{byte:02x}")?;
                }
                let cut = (shown.len() as u64) < *length;
                f.write_str(if cut { " …>" } else { ">" })
            }
            Self::Text { shown, length } => {
                write!(f, "{shown:?}")?;
                let cut = (shown.len() as u64) < *length;
                f.write_str(if cut { "…" } else { "" })
            }
        }
    }
}

/// As much of a text as the log keeps.
pub(crate) fn beginning(text: &str) -> &str {
    let end = (0..=MOST_TEXT.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// The number that a text spells, if it spells one in exactly the way in which the log does.
pub(crate) fn hexadecimal(text: &str) -> Option<u64> {
    let digits = text.strip_prefix("0x")?;
    let canonical = digits
        .bytes()
        .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        && (digits == "0" || !digits.starts_with('0'));
    canonical
        .then(|| u64::from_str_radix(digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_log_s_spelling_is_a_number() {
        assert_eq!(hexadecimal("0x0"), Some(0));
        assert_eq!(hexadecimal("0x10001"), Some(0x10001));
        assert_eq!(hexadecimal("0xffffffffffffffff"), Some(u64::MAX));
        for text in ["", "0x", "0x00", "0xA", "0x+1", "x1", "0x10000000000000000"] {
            assert_eq!(hexadecimal(text), None, "{text}");
        }
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let text = "é".repeat(MOST_TEXT);
        assert_eq!(beginning(&text).len(), MOST_TEXT);
        let text = format!("a{text}");
        assert_eq!(beginning(&text).len(), MOST_TEXT - 1);
        assert_eq!(beginning("short"), "short");
    }

    #[test]
    fn people_see_what_was_cut() {
        let shown = |value: Value<'_>| OwnedValue::from(value).to_string();
        assert_eq!(shown(Value::Number(17)), "17");
        assert_eq!(shown(Value::Signed(-3)), "-3");
        assert_eq!(shown(Value::Hex(0x10001)), "0x10001");
        assert_eq!(shown(Value::Bytes(b"")), "<0>");
        assert_eq!(shown(Value::Bytes(b"He")), "<2: 48 65>");
        assert_eq!(shown(Value::Text("a\n")), r#""a\n""#);
        let long = shown(Value::Bytes(&[0; MOST_BYTES + 1]));
        assert!(long.starts_with("<65: 00 00"), "{long}");
        assert!(long.ends_with("00 …>"), "{long}");
        assert!(shown(Value::Text(&"x".repeat(5000))).ends_with("x\"…"));
    }
}
