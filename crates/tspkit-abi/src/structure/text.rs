//! Text as it lies in a structure.

use core::fmt;

/// UTF-16 text in the bytes of a structure, aligned or not; decoded only when it is looked at.
///
/// It ends at its first NUL or with its bytes. What is no valid UTF-16 reads as U+FFFD; an odd byte at the end is
/// ignored.
///
/// ```
/// use tspkit_abi::structure::Utf16Text;
///
/// let text = Utf16Text::new(b"1\x000\x001\x00\x00\x00x\x00");
/// assert_eq!(text.to_string(), "101");
/// assert_eq!(text, "101");
/// ```
#[derive(Clone, Copy, Default)]
pub struct Utf16Text<'a>(&'a [u8]);

impl<'a> Utf16Text<'a> {
    /// The text in those bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes as they are, with the NUL and what follows it.
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// Whether there is no text.
    pub fn is_empty(self) -> bool {
        self.units().next().is_none()
    }

    /// The characters.
    pub fn chars(self) -> impl Iterator<Item = char> + Clone {
        char::decode_utf16(self.units()).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn units(self) -> impl Iterator<Item = u16> + Clone {
        self.0
            .chunks_exact(2)
            .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
            .take_while(|unit| *unit != 0)
    }
}

impl fmt::Display for Utf16Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chars().try_for_each(|c| fmt::Write::write_char(f, c))
    }
}

impl fmt::Debug for Utf16Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

/// Two texts are the same if they read the same, whatever follows their NULs.
impl PartialEq for Utf16Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.units().eq(other.units())
    }
}

impl Eq for Utf16Text<'_> {}

impl PartialEq<str> for Utf16Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.chars().eq(other.chars())
    }
}

impl PartialEq<&str> for Utf16Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
