//! What phones, lines and calls are called between a driver and its user.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, " {}"), self.0)
            }
        }
    };
}

id! {
    /// A phone, by the driver's permanent number for it.
    ///
    /// It stays the same for as long as the phone exists, over restarts where the hardware allows (TAPI's
    /// `dwPermanentPhoneID`), and is never given to another phone.
    PhoneId, "phone"
}
id! {
    /// A line, by the driver's permanent number for it (TAPI's `dwPermanentLineID`); never given to another.
    LineId, "line"
}
id! {
    /// A call on a line. Chosen by whoever starts the call: the user for [`LineRequest::MakeCall`], the driver
    /// for a call that comes in; the two are told apart by the topmost bit, which drivers set.
    ///
    /// [`LineRequest::MakeCall`]: crate::LineRequest::MakeCall
    CallId, "call"
}
