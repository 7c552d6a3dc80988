//! The macro behind values of a few bits that keep every number.

/// A number that a field has too few bits for.
///
/// What to do about it: give a number up to `largest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{number} does not fit {field}, whose largest number is {largest}")]
pub struct OutOfRange {
    /// The field's type.
    pub field: &'static str,
    /// What was given.
    pub number: u8,
    /// The largest number of the field.
    pub largest: u8,
}

/// Every octet is a value of a type of 8 bits; a smaller one has values that do not fit.
macro_rules! from_number {
    ($name:ident, 8) => {
        impl From<u8> for $name {
            fn from(number: u8) -> Self {
                Self(number)
            }
        }
    };
    ($name:ident, $bits:literal) => {
        impl TryFrom<u8> for $name {
            type Error = $crate::OutOfRange;

            fn try_from(number: u8) -> Result<Self, Self::Error> {
                if number > Self::LARGEST {
                    return Err($crate::OutOfRange {
                        field: stringify!($name),
                        number,
                        largest: Self::LARGEST,
                    });
                }
                Ok(Self(number))
            }
        }
    };
}
pub(crate) use from_number;

/// One table makes a type of a few bits: named numbers, ranges with a meaning in common, and all others kept as they are.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident, $bits:tt bits;
        $($constant:ident = $code:literal, $text:literal;)*
        $($from:literal..=$to:literal, $several:literal;)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u8);

        impl $name {
            $(
                #[doc = concat!($text, ": ", stringify!($code), ".")]
                pub const $constant: Self = Self($code);
            )*

            /// Every value that has a name.
            pub const NAMED: &[Self] = &[$(Self::$constant,)*];

            /// The largest number that the field has room for.
            pub const LARGEST: u8 = u8::MAX >> (8 - $bits);

            /// The value in the lowest bits of an octet; what stands above them is not looked at.
            pub const fn from_bits(octet: u8) -> Self {
                Self(octet & Self::LARGEST)
            }

            /// The number, in the lowest bits.
            pub const fn code(self) -> u8 {
                self.0
            }

            /// What the number means, or `None` when the Recommendation gives it no meaning.
            pub const fn meaning(self) -> Option<&'static str> {
                match self.0 {
                    $($code => Some($text),)*
                    $($from..=$to => Some($several),)*
                    _ => None,
                }
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({} = {})"), self.0, self)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.meaning().unwrap_or("unknown"))
            }
        }

        impl From<$name> for u8 {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        $crate::coded::from_number!($name, $bits);
    };
}
pub(crate) use coded;
