//! The macro behind enums whose numbers are TAPI's.

/// A number that its enumeration does not know.
///
/// What to do about it: at TAPI 3's interfaces an unknown value is an invalid argument; a message
/// with an unknown number is not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{number} is not a value of {enumeration}")]
pub struct UnknownNumber {
    /// Name of the enumeration in TAPI's header.
    pub enumeration: &'static str,
    /// The number that was given.
    pub number: i64,
}

/// One table makes one enum with exact numbers both ways.
macro_rules! numbered {
    (
        $(#[$meta:meta])*
        $name:ident: $repr:ty, header $header:literal;
        $($variant:ident = $source:ident, $text:literal;)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr($repr)]
        pub enum $name {
            $(
                #[doc = concat!("`", stringify!($source), "`: ", $text, ".")]
                $variant = $source,
            )*
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The number in TAPI's header.
            pub const fn code(self) -> $repr {
                self as $repr
            }

            /// The value with this number, or `None`.
            pub const fn from_code(code: $repr) -> Option<Self> {
                match code {
                    $($source => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The name in TAPI's header.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($source),)*
                }
            }
        }

        impl TryFrom<$repr> for $name {
            type Error = $crate::numbered::UnknownNumber;

            fn try_from(code: $repr) -> Result<Self, Self::Error> {
                Self::from_code(code).ok_or($crate::numbered::UnknownNumber {
                    enumeration: $header,
                    number: i64::from(code),
                })
            }
        }

        impl From<$name> for $repr {
            fn from(value: $name) -> Self {
                value.code()
            }
        }
    };
}
pub(crate) use numbered;
