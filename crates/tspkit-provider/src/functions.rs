//! The functions that a provider can export, by name.

use tspkit::abi::{HookSwitchDevices, LineCallFeatures, PhoneFeatures};

macro_rules! functions {
    ($($name:ident = $bit:literal,)*) => {
        bitflags::bitflags! {
            /// A set of the functions that a provider exports.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub struct Functions: u128 {
                $(
                    #[doc = concat!("`", stringify!($name), "`.")]
                    #[allow(non_upper_case_globals, reason = "these are TAPI's names")]
                    const $name = 1 << $bit;
                )*
            }
        }
    };
}

functions! {
    TSPI_lineNegotiateTSPIVersion = 0,
    TSPI_providerInit = 1,
    TSPI_providerShutdown = 2,
    TSPI_providerEnumDevices = 3,
    TSPI_providerCreatePhoneDevice = 4,
    TSPI_providerUIIdentify = 5,
    TSPI_providerFreeDialogInstance = 6,
    TSPI_providerGenericDialogData = 7,
    TSPI_providerInstall = 8,
    TSPI_providerConfig = 9,
    TSPI_providerRemove = 10,
    TUISPI_providerInstall = 11,
    TUISPI_providerConfig = 12,
    TUISPI_providerRemove = 13,
    TUISPI_providerGenericDialog = 14,
    TUISPI_providerGenericDialogData = 15,
    TSPI_phoneClose = 16,
    TSPI_phoneDevSpecific = 17,
    TSPI_phoneGetButtonInfo = 18,
    TSPI_phoneGetData = 19,
    TSPI_phoneGetDevCaps = 20,
    TSPI_phoneGetDisplay = 21,
    TSPI_phoneGetExtensionID = 22,
    TSPI_phoneGetGain = 23,
    TSPI_phoneGetHookSwitch = 24,
    TSPI_phoneGetIcon = 25,
    TSPI_phoneGetID = 26,
    TSPI_phoneGetLamp = 27,
    TSPI_phoneGetRing = 28,
    TSPI_phoneGetStatus = 29,
    TSPI_phoneGetVolume = 30,
    TSPI_phoneNegotiateExtVersion = 31,
    TSPI_phoneNegotiateTSPIVersion = 32,
    TSPI_phoneOpen = 33,
    TSPI_phoneSelectExtVersion = 34,
    TSPI_phoneSetButtonInfo = 35,
    TSPI_phoneSetData = 36,
    TSPI_phoneSetDisplay = 37,
    TSPI_phoneSetGain = 38,
    TSPI_phoneSetHookSwitch = 39,
    TSPI_phoneSetLamp = 40,
    TSPI_phoneSetRing = 41,
    TSPI_phoneSetStatusMessages = 42,
    TSPI_phoneSetVolume = 43,
    TSPI_providerCreateLineDevice = 44,
    TSPI_lineAccept = 45,
    TSPI_lineAnswer = 46,
    TSPI_lineBlindTransfer = 47,
    TSPI_lineClose = 48,
    TSPI_lineCloseCall = 49,
    TSPI_lineCompleteTransfer = 50,
    TSPI_lineConditionalMediaDetection = 51,
    TSPI_lineDevSpecific = 52,
    TSPI_lineDial = 53,
    TSPI_lineDrop = 54,
    TSPI_lineGenerateDigits = 55,
    TSPI_lineGetAddressCaps = 56,
    TSPI_lineGetAddressID = 57,
    TSPI_lineGetAddressStatus = 58,
    TSPI_lineGetCallAddressID = 59,
    TSPI_lineGetCallIDs = 60,
    TSPI_lineGetCallInfo = 61,
    TSPI_lineGetCallStatus = 62,
    TSPI_lineGetDevCaps = 63,
    TSPI_lineGetDevConfig = 64,
    TSPI_lineGetExtensionID = 65,
    TSPI_lineGetIcon = 66,
    TSPI_lineGetID = 67,
    TSPI_lineGetLineDevStatus = 68,
    TSPI_lineGetNumAddressIDs = 69,
    TSPI_lineHold = 70,
    TSPI_lineMakeCall = 71,
    TSPI_lineNegotiateExtVersion = 72,
    TSPI_lineOpen = 73,
    TSPI_lineRedirect = 74,
    TSPI_lineReleaseUserUserInfo = 75,
    TSPI_lineSelectExtVersion = 76,
    TSPI_lineSendUserUserInfo = 77,
    TSPI_lineSetAppSpecific = 78,
    TSPI_lineSetCallData = 79,
    TSPI_lineSetDefaultMediaDetection = 80,
    TSPI_lineSetDevConfig = 81,
    TSPI_lineSetMediaMode = 82,
    TSPI_lineSetStatusMessages = 83,
    TSPI_lineSetupTransfer = 84,
    TSPI_lineSwapHold = 85,
    TSPI_lineUnhold = 86,
    TSPI_lineSetCallParams = 87,
}

/// Which function a feature bit stands for.
const FEATURES: [(Functions, PhoneFeatures); 16] = {
    use Functions as F;
    use PhoneFeatures as P;
    [
        (F::TSPI_phoneGetButtonInfo, P::GETBUTTONINFO),
        (F::TSPI_phoneGetData, P::GETDATA),
        (F::TSPI_phoneGetDisplay, P::GETDISPLAY),
        (
            F::TSPI_phoneGetGain,
            HookSwitchDevices::all().get_gain_features(),
        ),
        (
            F::TSPI_phoneGetHookSwitch,
            HookSwitchDevices::all().get_hookswitch_features(),
        ),
        (F::TSPI_phoneGetLamp, P::GETLAMP),
        (F::TSPI_phoneGetRing, P::GETRING),
        (
            F::TSPI_phoneGetVolume,
            HookSwitchDevices::all().get_volume_features(),
        ),
        (F::TSPI_phoneSetButtonInfo, P::SETBUTTONINFO),
        (F::TSPI_phoneSetData, P::SETDATA),
        (F::TSPI_phoneSetDisplay, P::SETDISPLAY),
        (
            F::TSPI_phoneSetGain,
            HookSwitchDevices::all().set_gain_features(),
        ),
        (
            F::TSPI_phoneSetHookSwitch,
            HookSwitchDevices::all().set_hookswitch_features(),
        ),
        (F::TSPI_phoneSetLamp, P::SETLAMP),
        (F::TSPI_phoneSetRing, P::SETRING),
        (
            F::TSPI_phoneSetVolume,
            HookSwitchDevices::all().set_volume_features(),
        ),
    ]
};

/// Which function a feature bit of calls stands for.
const CALL_FEATURES: [(Functions, LineCallFeatures); 16] = {
    use Functions as F;
    use LineCallFeatures as C;
    [
        (F::TSPI_lineAccept, C::ACCEPT),
        (F::TSPI_lineAnswer, C::ANSWER),
        (F::TSPI_lineBlindTransfer, C::BLINDTRANSFER),
        (F::TSPI_lineCompleteTransfer, C::COMPLETETRANSF),
        (F::TSPI_lineDial, C::DIAL),
        (F::TSPI_lineDrop, C::DROP),
        (F::TSPI_lineGenerateDigits, C::GENERATEDIGITS),
        (F::TSPI_lineHold, C::HOLD),
        (F::TSPI_lineRedirect, C::REDIRECT),
        (F::TSPI_lineReleaseUserUserInfo, C::RELEASEUSERUSERINFO),
        (F::TSPI_lineSendUserUserInfo, C::SENDUSERUSER),
        (F::TSPI_lineSetCallData, C::SETCALLDATA),
        (F::TSPI_lineSetCallParams, C::SETCALLPARAMS),
        (F::TSPI_lineSetupTransfer, C::SETUPTRANSFER),
        (F::TSPI_lineSwapHold, C::SWAPHOLD),
        (F::TSPI_lineUnhold, C::UNHOLD),
    ]
};

impl Functions {
    /// As [`phone_features`](Self::phone_features), of calls.
    pub(crate) fn call_features(self) -> LineCallFeatures {
        CALL_FEATURES
            .iter()
            .filter(|(function, _)| self.contains(*function))
            .fold(LineCallFeatures::empty(), |all, (_, features)| {
                all | *features
            })
    }

    /// The feature bits that these functions allow: one whose function is not exported must not be shown.
    pub(crate) fn phone_features(self) -> PhoneFeatures {
        FEATURES
            .iter()
            .filter(|(function, _)| self.contains(*function))
            .fold(PhoneFeatures::empty(), |all, (_, features)| all | *features)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feature_of_a_phone_belongs_to_one_function() {
        let mut seen = PhoneFeatures::empty();
        for (_, features) in FEATURES {
            assert!((seen & features).is_empty());
            seen |= features;
        }
        assert_eq!(seen | PhoneFeatures::GENERICPHONE, PhoneFeatures::all());
    }

    #[test]
    fn what_is_left_out_shows_no_feature() {
        let without = Functions::all() - Functions::TSPI_phoneSetGain;
        let gains = PhoneFeatures::SETGAINHANDSET
            | PhoneFeatures::SETGAINSPEAKER
            | PhoneFeatures::SETGAINHEADSET;
        let all = Functions::all().phone_features();
        assert_eq!(without.phone_features(), all - gains);
    }
}
