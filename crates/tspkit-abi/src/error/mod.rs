//! TAPI's error codes as Rust enums that keep the exact number both ways.
//!
//! [`PhoneError`] is the `PHONEERR_` family, [`LineError`] the `LINEERR_` family, [`TapiError`] the
//! `HRESULT`s of TAPI 3. Zero and positive numbers are results, never errors: `from_code` answers
//! `None` for them, so that a completion's `lResult` or a function's return value goes through it as
//! it is. A negative number that no header names is kept in a carrier, and comes back unchanged.
//!
//! ```
//! use tspkit_abi::PhoneError;
//!
//! let error = PhoneError::from_code(0x9000_000C_u32.cast_signed());
//! assert_eq!(error, Some(PhoneError::InvalDataId));
//! assert_eq!(PhoneError::InvalDataId.name(), "PHONEERR_INVALDATAID");
//! assert_eq!(PhoneError::from_code(0), None);
//! ```

mod convert;
mod line;
mod phone;
mod tapi;

pub use line::{LineError, UnknownLineCode};
pub use phone::{PhoneError, UnknownPhoneCode};
pub use tapi::{TapiError, UnknownTapiCode};

/// First code of the range that TAPI leaves to providers (`phoneerr--constants`, `lineerr--constants`).
const VENDOR_FIRST: u32 = 0xC000_0000;

/// An error code from the range 0xC0000000 to 0xFFFFFFFF, which TAPI leaves to providers.
///
/// Its meaning is the provider's; an application that does not know it treats it as
/// `OPERATIONFAILED`. Pages: `phoneerr--constants`, `lineerr--constants`.
///
/// ```
/// use tspkit_abi::VendorCode;
///
/// assert!(VendorCode::new(0xC000_0007_u32.cast_signed()).is_some());
/// assert!(VendorCode::new(0x9000_0001_u32.cast_signed()).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VendorCode(i32);

impl VendorCode {
    /// The code, if it lies in the vendor range; `None` otherwise.
    pub const fn new(code: i32) -> Option<Self> {
        if code.cast_unsigned() >= VENDOR_FIRST {
            Some(Self(code))
        } else {
            None
        }
    }

    /// The exact number.
    pub const fn code(self) -> i32 {
        self.0
    }
}

/// One table makes one error enum: variants, codes both ways, names, sentences.
macro_rules! tapi_errors {
    (
        $(#[$meta:meta])*
        $name:ident, unknown $unknown:ident, family $family:literal,
        from $raw:ty, to_code $to_code:path, from_code $from_code:path;
        $($variant:ident = $source:ident, $text:literal;)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", stringify!($source), "`: ", $text, ".")]
                #[error("{} ({})", $text, stringify!($source))]
                $variant,
            )*
            /// A code of the provider's own, from the range that TAPI leaves to providers.
            #[error("an error of the provider's own, code 0x{:08X}", .0.code())]
            Vendor($crate::error::VendorCode),
            /// A negative code that no header names. Applications treat it as `OPERATIONFAILED`.
            #[error("an error code that TAPI does not define, 0x{:08X}", .0.code())]
            Unknown($unknown),
        }

        #[doc = concat!("A negative number that is neither a named ", $family, " code nor a vendor code.")]
        ///
        /// It can be made only by its checked constructor, so a carrier never stands for success or for
        /// a code that has a variant of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $unknown(i32);

        impl $unknown {
            /// The code, if it is negative, outside the vendor range and without a name.
            pub const fn new(code: i32) -> Option<Self> {
                match $name::from_code(code) {
                    Some($name::Unknown(unknown)) => Some(unknown),
                    _ => None,
                }
            }

            /// The exact number.
            pub const fn code(self) -> i32 {
                self.0
            }
        }

        impl $name {
            /// Every named error, in the order of its header. The carriers are not in it.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The exact code, always negative.
            pub const fn code(self) -> i32 {
                match self {
                    $(Self::$variant => $to_code($source),)*
                    Self::Vendor(vendor) => vendor.code(),
                    Self::Unknown(unknown) => unknown.code(),
                }
            }

            /// The error that a code stands for; `None` for zero and positive numbers, which are results.
            pub const fn from_code(code: i32) -> Option<Self> {
                if code >= 0 {
                    return None;
                }
                let raw: $raw = $from_code(code);
                Some(match raw {
                    $($source => Self::$variant,)*
                    _ => match $crate::error::VendorCode::new(code) {
                        Some(vendor) => Self::Vendor(vendor),
                        None => Self::Unknown($unknown(code)),
                    },
                })
            }

            #[doc = concat!("The name in TAPI's header; `", $family, " (vendor)` and `", $family, " (unknown)` for the carriers.")]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($source),)*
                    Self::Vendor(_) => concat!($family, " (vendor)"),
                    Self::Unknown(_) => concat!($family, " (unknown)"),
                }
            }
        }

        impl From<$name> for i32 {
            fn from(error: $name) -> Self {
                error.code()
            }
        }
    };
}
use tapi_errors;
