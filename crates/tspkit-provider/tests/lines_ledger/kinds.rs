//! What is asked asynchronously.

use tspkit_provider::abi::LineCallFeatures;

macro_rules! kinds {
    ($($name:ident: $feature:expr,)*) => {
        /// A function that is answered later. Sending digits is, by a message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind {
            $($name,)*
        }

        impl Kind {
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            /// By what a call says that it can be done; empty for what needs no such thing.
            pub(crate) fn feature(self) -> LineCallFeatures {
                match self {
                    $(Self::$name => $feature,)*
                }
            }
        }
    };
}

kinds! {
    MakeCall: LineCallFeatures::empty(),
    Accept: LineCallFeatures::ACCEPT,
    Answer: LineCallFeatures::ANSWER,
    Drop: LineCallFeatures::DROP,
    Dial: LineCallFeatures::DIAL,
    Hold: LineCallFeatures::HOLD,
    Unhold: LineCallFeatures::UNHOLD,
    SwapHold: LineCallFeatures::SWAPHOLD,
    SetupTransfer: LineCallFeatures::SETUPTRANSFER,
    CompleteTransfer: LineCallFeatures::COMPLETETRANSF,
    BlindTransfer: LineCallFeatures::BLINDTRANSFER,
    Redirect: LineCallFeatures::REDIRECT,
    SendUserUserInfo: LineCallFeatures::SENDUSERUSER,
    ReleaseUserUserInfo: LineCallFeatures::RELEASEUSERUSERINFO,
    SetCallData: LineCallFeatures::SETCALLDATA,
    SetCallParams: LineCallFeatures::SETCALLPARAMS,
    DevSpecific: LineCallFeatures::empty(),
    Digits: LineCallFeatures::GENERATEDIGITS,
}

impl Kind {
    pub(crate) fn of(bits: u32) -> Self {
        Self::ALL[(bits & 0x1F) as usize]
    }
}
