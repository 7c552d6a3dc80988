//! How TAPI's names are written in an office file: without their prefix, in lower case.

use serde::de::Error as _;

/// The number of a name, or a sentence that lists the names there are.
fn number(names: &[(&str, u32)], prefix: &str, text: &str) -> Result<u32, String> {
    let short = |name: &str| name.trim_start_matches(prefix).to_ascii_lowercase();
    match names.iter().find(|(name, _)| short(name) == text) {
        Some((_, number)) => Ok(*number),
        None => Err(format!(
            "there is no `{text}`; write one of {}",
            names
                .iter()
                .map(|(name, _)| format!("`{}`", short(name)))
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}

/// The name of a number.
fn name(names: &[(&str, u32)], prefix: &str, number: u32) -> Option<String> {
    let (name, _) = names.iter().find(|(_, n)| *n == number)?;
    Some(name.trim_start_matches(prefix).to_ascii_lowercase())
}

/// One name, for a serde field.
macro_rules! one {
    ($module:ident, $kind:ident, $prefix:literal, $make:path, $value:ident) => {
        pub(super) mod $module {
            use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _, ser};
            use tspkit_abi::$kind;

            pub(in crate::config) fn serialize<S: Serializer>(
                value: &$kind,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                let name = super::name($kind::NAMES, $prefix, value.$value());
                let name =
                    name.ok_or_else(|| ser::Error::custom(format!("{value:?} has no name")))?;
                to.serialize_str(&name)
            }

            pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<$kind, D::Error> {
                let text = String::deserialize(from)?;
                super::number($kind::NAMES, $prefix, &text)
                    .map($make)
                    .map_err(D::Error::custom)
            }
        }
    };
}

/// A list of names, for a serde field.
macro_rules! many {
    ($module:ident, $kind:ident, $prefix:literal) => {
        pub(super) mod $module {
            use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _, ser};
            use tspkit_abi::$kind;

            pub(in crate::config) fn serialize<S: Serializer>(
                value: &$kind,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                let bits = (0..32)
                    .map(|bit| 1 << bit)
                    .filter(|bit| value.bits() & bit != 0);
                let names: Option<Vec<_>> = bits
                    .map(|bit| super::name($kind::NAMES, $prefix, bit))
                    .collect();
                let names =
                    names.ok_or_else(|| ser::Error::custom(format!("{value:?} has no name")))?;
                to.collect_seq(names)
            }

            pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<$kind, D::Error> {
                let mut all = $kind::empty();
                for text in Vec::<String>::deserialize(from)? {
                    let bits =
                        super::number($kind::NAMES, $prefix, &text).map_err(D::Error::custom)?;
                    all |= $kind::from_bits_retain(bits);
                }
                Ok(all)
            }
        }
    };
}

one!(
    button_mode,
    ButtonModes,
    "PHONEBUTTONMODE_",
    ButtonModes::from_bits_retain,
    bits
);
one!(
    button_function,
    ButtonFunction,
    "PHONEBUTTONFUNCTION_",
    ButtonFunction::new,
    value
);
one!(
    hookswitch_device,
    HookSwitchDevices,
    "PHONEHOOKSWITCHDEV_",
    HookSwitchDevices::from_bits_retain,
    bits
);
many!(hookswitch_modes, HookSwitchModes, "PHONEHOOKSWITCHMODE_");
many!(lamp_modes, LampModes, "PHONELAMPMODE_");
many!(call_features, LineCallFeatures, "LINECALLFEATURE_");
many!(media_modes, LineMediaModes, "LINEMEDIAMODE_");
many!(bearer_modes, LineBearerModes, "LINEBEARERMODE_");
many!(digit_modes, LineDigitModes, "LINEDIGITMODE_");

/// The way that data goes: `download`, `upload` or `both`.
pub(super) mod direction {
    use serde::{Deserialize, Deserializer, Serializer};
    use tspkit_hal::Direction;

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Named {
        Download,
        Upload,
        Both,
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(in crate::config) fn serialize<S: Serializer>(
        value: &Direction,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(match value {
            Direction::Download => "download",
            Direction::Upload => "upload",
            Direction::Both => "both",
        })
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Direction, D::Error> {
        Ok(match Named::deserialize(from)? {
            Named::Download => Direction::Download,
            Named::Upload => Direction::Upload,
            Named::Both => Direction::Both,
        })
    }
}

/// An error by TAPI's name, with or without its prefix, or a vendor's as `0xC0000000` and up.
macro_rules! error {
    ($module:ident, $kind:ident, $prefix:literal, $example:literal) => {
        pub(super) mod $module {
            use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
            use tspkit_abi::$kind;

            #[expect(clippy::ref_option, reason = "serde's signature")]
            pub(in crate::config) fn serialize<S: Serializer>(
                value: &Option<$kind>,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                match value {
                    None => to.serialize_none(),
                    Some(error @ ($kind::Vendor(_) | $kind::Unknown(_))) => {
                        to.serialize_str(&format!("0x{:08X}", error.code()))
                    }
                    Some(error) => to.serialize_str(error.name()),
                }
            }

            pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<Option<$kind>, D::Error> {
                let text = String::deserialize(from)?;
                let named = |error: &&$kind| {
                    error.name() == text || error.name().strip_prefix($prefix) == Some(&*text)
                };
                if let Some(error) = $kind::ALL.iter().find(named) {
                    return Ok(Some(*error));
                }
                let code = text
                    .strip_prefix("0x")
                    .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                    .and_then(|code| $kind::from_code(code.cast_signed()));
                code.map(Some).ok_or_else(|| {
                    D::Error::custom(format!(
                        "`{text}` is no error of TAPI's; write a name such as `{}`, or a code of your own from `0xC0000000`",
                        $example
                    ))
                })
            }
        }
    };
}

error!(
    phone_error,
    PhoneError, "PHONEERR_", "PHONEERR_RESOURCEUNAVAIL"
);
error!(line_error, LineError, "LINEERR_", "LINEERR_RESOURCEUNAVAIL");

/// Text, or a list of bytes.
pub(super) mod content {
    use std::fmt;

    use bytes::Bytes;
    use serde::{
        Deserializer, Serializer,
        de::{SeqAccess, Visitor},
    };

    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(in crate::config) fn serialize<S: Serializer>(
        value: &Option<Bytes>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match value
            .as_ref()
            .map(|bytes| (bytes, std::str::from_utf8(bytes)))
        {
            None => to.serialize_none(),
            Some((_, Ok(text))) => to.serialize_str(text),
            Some((bytes, Err(_))) => to.collect_seq(bytes.iter()),
        }
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Bytes>, D::Error> {
        struct Content;
        impl<'de> Visitor<'de> for Content {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, or a list of bytes such as [0, 255]")
            }

            fn visit_str<E>(self, text: &str) -> Result<Bytes, E> {
                Ok(Bytes::copy_from_slice(text.as_bytes()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = list.next_element::<u8>()? {
                    bytes.push(byte);
                }
                Ok(bytes.into())
            }
        }
        from.deserialize_any(Content).map(Some)
    }
}

/// What requests are called in a rule: [`PhoneRequest::name`](tspkit_hal::PhoneRequest::name).
const REQUESTS: &[&str] = &[
    "SetData",
    "GetData",
    "SetDisplay",
    "GetDisplay",
    "SetLamp",
    "GetLamp",
    "SetButtonInfo",
    "GetButtonInfo",
    "SetRing",
    "GetRing",
    "SetHookSwitch",
    "GetHookSwitch",
    "SetVolume",
    "GetVolume",
    "SetGain",
    "GetGain",
    "DevSpecific",
];

/// What requests of lines are called in a rule: [`LineRequest::name`](tspkit_hal::LineRequest::name).
const LINE_REQUESTS: &[&str] = &[
    "MakeCall",
    "Dial",
    "Accept",
    "Answer",
    "Drop",
    "Hold",
    "Unhold",
    "SwapHold",
    "SetupTransfer",
    "CompleteTransfer",
    "BlindTransfer",
    "Redirect",
    "GenerateDigits",
    "SendUserUserInfo",
    "ReleaseUserUserInfo",
    "SetCallData",
    "SetCallParams",
    "CloseCall",
    "DevSpecific",
];

macro_rules! kind {
    ($(#[$doc:meta])* $kind:ident, $names:ident, $example:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $kind(&'static str);

        impl $kind {
            #[doc = concat!("The kind of that name, such as `", $example, "`; `None` when no request is called so.")]
            pub fn new(name: &str) -> Option<Self> {
                let mut names = $names.iter();
                names.find(|known| **known == name).map(|known| Self(known))
            }

            /// Its name.
            pub const fn name(self) -> &'static str {
                self.0
            }
        }

        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                Self::new(&text).ok_or_else(|| D::Error::unknown_variant(&text, $names))
            }
        }
    };
}

kind!(
    /// The name of a kind of request to a phone.
    RequestKind, REQUESTS, "SetData"
);
kind!(
    /// The name of a kind of request to a line.
    LineRequestKind, LINE_REQUESTS, "MakeCall"
);
