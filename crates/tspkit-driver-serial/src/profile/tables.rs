//! The tables of a profile, as they are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use super::{template::Template, time::Time};

/// A profile's text, read but not yet checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tables {
    pub(crate) name: Spanned<String>,
    #[serde(default)]
    pub(crate) line: LineTable,
    #[serde(default)]
    pub(crate) dialogue: DialogueTable,
    #[serde(default)]
    pub(crate) wake: WakeTable,
    #[serde(default)]
    pub(crate) phones: Vec<PhoneTable>,
    #[serde(default)]
    pub(crate) areas: Vec<AreaTable>,
    pub(crate) display: Option<DisplayTable>,
    pub(crate) ring: Option<RingTable>,
    #[serde(default)]
    pub(crate) buttons: Vec<ButtonTable>,
    #[serde(default)]
    pub(crate) hookswitches: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) events: Vec<EventTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LineTable {
    pub(crate) baud: Option<Spanned<u32>>,
    pub(crate) data_bits: Option<Spanned<u8>>,
    pub(crate) parity: ParityName,
    pub(crate) stop_bits: Option<Spanned<u8>>,
    pub(crate) flow_control: Option<Spanned<FlowName>>,
    pub(crate) dtr: Option<bool>,
    pub(crate) rts: Option<bool>,
    pub(crate) settle: Time,
    pub(crate) reopen: Spanned<Time>,
    pub(crate) reopen_limit: Time,
}

impl Default for LineTable {
    fn default() -> Self {
        Self {
            baud: None,
            data_bits: None,
            parity: ParityName::None,
            stop_bits: None,
            flow_control: None,
            dtr: None,
            rts: None,
            settle: Time::millis(0),
            reopen: Spanned::new(0..0, Time::millis(250)),
            reopen_limit: Time::millis(10_000),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ParityName {
    None,
    Odd,
    Even,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FlowName {
    None,
    Software,
    Hardware,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DialogueTable {
    pub(crate) line_end: String,
    pub(crate) echo: bool,
    pub(crate) fail: Vec<Spanned<Template>>,
    pub(crate) timeout: Time,
    pub(crate) retries: u32,
    pub(crate) quiet: Time,
}

impl Default for DialogueTable {
    fn default() -> Self {
        Self {
            line_end: "\r".to_owned(),
            echo: false,
            fail: Vec::new(),
            timeout: Time::millis(2000),
            retries: 1,
            quiet: Time::millis(100),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WakeTable {
    pub(crate) steps: Vec<Spanned<StepTable>>,
    pub(crate) every: Option<Spanned<Time>>,
}

/// Something to say, and what to wait for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StepTable {
    pub(crate) send: Option<Spanned<Template>>,
    pub(crate) line_end: Option<String>,
    pub(crate) echo: Option<bool>,
    pub(crate) expect: Option<Spanned<Template>>,
    pub(crate) fail: Vec<Spanned<Template>>,
    pub(crate) timeout: Option<Time>,
    pub(crate) tries: Option<Spanned<u32>>,
    pub(crate) pause: Option<Time>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhoneTable {
    pub(crate) id: Spanned<u32>,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) address: String,
    #[serde(default)]
    pub(crate) select: Vec<Spanned<StepTable>>,
    #[serde(default)]
    pub(crate) recognise: Vec<Spanned<StepTable>>,
    pub(crate) areas: Option<Vec<Spanned<u32>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaTable {
    pub(crate) id: Spanned<u32>,
    pub(crate) count: Option<Spanned<u32>>,
    pub(crate) name: String,
    pub(crate) size: Spanned<u32>,
    pub(crate) direction: Spanned<DirectionName>,
    pub(crate) download: Option<Spanned<WayTable>>,
    pub(crate) upload: Option<Spanned<WayTable>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DirectionName {
    Download,
    Upload,
    Both,
}

/// How the data of an area goes one way.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WayTable {
    pub(crate) transfer: Spanned<How>,
    pub(crate) command: Option<Spanned<Template>>,
    pub(crate) empty_command: Option<Spanned<Template>>,
    pub(crate) line_end: Option<String>,
    pub(crate) echo: Option<bool>,
    pub(crate) prompt: Option<Spanned<Template>>,
    pub(crate) empty: Option<Spanned<Template>>,
    #[serde(default)]
    pub(crate) fail: Vec<Spanned<Template>>,
    pub(crate) length: Option<Spanned<Length>>,
    pub(crate) terminator: Option<Spanned<String>>,
    pub(crate) pad: Option<u8>,
    #[serde(default)]
    pub(crate) strip_padding: bool,
    pub(crate) file_name: Option<Spanned<Template>>,
    pub(crate) done: Option<Spanned<Template>>,
    #[serde(default)]
    pub(crate) finish: Vec<Spanned<StepTable>>,
    pub(crate) abort: Option<String>,
    pub(crate) timeout: Option<Time>,
    pub(crate) start_timeout: Option<Time>,
    pub(crate) block_timeout: Option<Time>,
    pub(crate) done_timeout: Option<Time>,
    pub(crate) block_retries: Option<u32>,
    #[serde(default)]
    pub(crate) retries: u32,
    #[serde(default)]
    pub(crate) last_ack: AckName,
    #[serde(default)]
    pub(crate) end_check: EndName,
}

/// How the bytes travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum How {
    #[serde(rename = "xmodem")]
    Xmodem,
    #[serde(rename = "xmodem-crc")]
    XmodemCrc,
    #[serde(rename = "xmodem-1k")]
    Xmodem1k,
    #[serde(rename = "ymodem")]
    Ymodem,
    #[serde(rename = "ymodem-g")]
    YmodemG,
    #[serde(rename = "raw")]
    Raw,
    #[serde(rename = "none")]
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AckName {
    #[default]
    Required,
    Optional,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EndName {
    #[default]
    Confirm,
    Silence,
}

/// How many bytes a raw transfer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// As many as are downloaded, or asked for.
    Data,
    /// As many as the area has.
    Area,
    /// As many as the phone says in its prompt.
    Announced,
    /// Always so many.
    Fixed(u32),
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Length;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"data\", \"area\", \"announced\" or a number of bytes")
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Length, E> {
                u32::try_from(number)
                    .map(Length::Fixed)
                    .map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(number), &self))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Length, E> {
                match text {
                    "data" => Ok(Length::Data),
                    "area" => Ok(Length::Area),
                    "announced" => Ok(Length::Announced),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                }
            }
        }
        from.deserialize_any(Visitor).map_err(D::Error::custom)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisplayTable {
    pub(crate) rows: Spanned<u32>,
    pub(crate) columns: Spanned<u32>,
    pub(crate) set: Option<Spanned<StepTable>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RingTable {
    pub(crate) modes: Spanned<u32>,
    pub(crate) set: Option<Spanned<StepTable>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ButtonTable {
    pub(crate) mode: Option<Spanned<String>>,
    pub(crate) function: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) lamp: BTreeMap<Spanned<String>, String>,
    pub(crate) set: Option<Spanned<StepTable>>,
}

/// A line by which a phone reports something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventTable {
    pub(crate) line: Spanned<Template>,
    pub(crate) event: Spanned<EventName>,
    pub(crate) phone: Option<Spanned<u32>>,
    pub(crate) button: Option<u32>,
    pub(crate) lamp: Option<u32>,
    pub(crate) value: Option<String>,
    pub(crate) mode: Option<u32>,
    pub(crate) volume: Option<u32>,
    pub(crate) area: Option<u32>,
    pub(crate) row: Option<u32>,
    pub(crate) device: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EventName {
    ButtonDown,
    ButtonUp,
    Lamp,
    Ring,
    Display,
    OffHook,
    OnHook,
    DataChanged,
    Restarted,
    Ignored,
}
