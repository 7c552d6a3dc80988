//! The names that Q.931 has for the octets of an element.

use core::fmt;

/// The name of an octet in Q.931's figures: 3, 3a, 4.1, 5b.
///
/// Octets 1 and 2 are an element's identifier and length, which TAPI's buffers do not have, so that their first octet is 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Octet {
    number: u32,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Part {
    Whole,
    Lettered(u8),
    Pointed(u8),
}

impl Octet {
    /// The first octet after identifier and length.
    pub const FIRST: Self = Self::new(3);

    /// An octet with a number only.
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            part: Part::Whole,
        }
    }

    /// The octet at a place in a buffer whose octets are simply counted.
    pub fn counted(index: usize) -> Self {
        Self::new(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(3))
    }

    /// The octet that follows by the extension bit, 0 for the group's first: 5, 5a, 5b. After 5z they are all 5z.
    pub(crate) fn extended(number: u32, follows: usize) -> Self {
        let part = match u8::try_from(follows).unwrap_or(u8::MAX) {
            0 => Part::Whole,
            follows => Part::Lettered(follows.min(26) - 1 + b'a'),
        };
        Self { number, part }
    }

    /// An octet such as 4.1.
    pub(crate) const fn pointed(number: u32, after_the_point: u8) -> Self {
        Self {
            number,
            part: Part::Pointed(after_the_point),
        }
    }

    /// The number, without what follows it: 5 of 5b.
    pub const fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for Octet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Whole => write!(f, "{}", self.number),
            Part::Lettered(letter) => write!(f, "{}{}", self.number, char::from(letter)),
            Part::Pointed(point) => write!(f, "{}.{point}", self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;

    use super::Octet;

    #[test]
    fn octets_are_called_as_in_the_figures() {
        assert_eq!(Octet::FIRST.to_string(), "3");
        assert_eq!(Octet::counted(0), Octet::FIRST);
        assert_eq!(Octet::extended(5, 0).to_string(), "5");
        assert_eq!(Octet::extended(5, 2).to_string(), "5b");
        assert_eq!(Octet::extended(5, 26).to_string(), "5z");
        assert_eq!(Octet::extended(5, 300).to_string(), "5z");
        assert_eq!(Octet::pointed(4, 1).to_string(), "4.1");
        assert_eq!(Octet::counted(usize::MAX).number(), u32::MAX);
    }
}
