//! Numbers that are choices, not flags: button functions, string formats and their like.
//!
//! Each type holds any `u32`, since the number may come from outside; the named ones are constants.

/// The `NAMES` of every id type.
pub const FAMILIES: &[&[(&str, u32)]] = &[
    ButtonFunction::NAMES,
    CallSelect::NAMES,
    CallTreatment::NAMES,
    RemoveFromConf::NAMES,
    StringFormat::NAMES,
];

/// One table makes one id type over the constants of `windows-sys`.
macro_rules! ids {
    ($(#[$meta:meta])* $name:ident { $($id:ident = $source:ident, $text:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            $(
                #[doc = concat!("`", stringify!($source), "`: ", $text, ".")]
                pub const $id: Self = Self(windows_sys::Win32::Devices::Tapi::$source);
            )*

            /// Each id with its name in TAPI's header.
            pub const NAMES: &[(&str, u32)] = &[
                $((stringify!($source), windows_sys::Win32::Devices::Tapi::$source),)*
            ];

            /// The id with this number, named or not.
            pub const fn new(value: u32) -> Self {
                Self(value)
            }

            /// The number.
            pub const fn value(self) -> u32 {
                self.0
            }
        }
    };
}

ids! {
    /// What a button does: `PHONEBUTTONINFO.dwButtonFunction` and the array in `PHONECAPS`. Numbers
    /// from 0x80000000 are the provider's own. Page: `phonebuttonfunction--constants`.
    ButtonFunction {
        UNKNOWN = PHONEBUTTONFUNCTION_UNKNOWN, "the function is not known";
        CONFERENCE = PHONEBUTTONFUNCTION_CONFERENCE, "starts a conference or adds to it";
        TRANSFER = PHONEBUTTONFUNCTION_TRANSFER, "transfers a call";
        DROP = PHONEBUTTONFUNCTION_DROP, "drops a party";
        HOLD = PHONEBUTTONFUNCTION_HOLD, "puts a call on hold";
        RECALL = PHONEBUTTONFUNCTION_RECALL, "takes a call back";
        DISCONNECT = PHONEBUTTONFUNCTION_DISCONNECT, "disconnects a call";
        CONNECT = PHONEBUTTONFUNCTION_CONNECT, "connects a call";
        MSGWAITON = PHONEBUTTONFUNCTION_MSGWAITON, "lights a message lamp";
        MSGWAITOFF = PHONEBUTTONFUNCTION_MSGWAITOFF, "puts a message lamp out";
        SELECTRING = PHONEBUTTONFUNCTION_SELECTRING, "chooses the ring";
        ABBREVDIAL = PHONEBUTTONFUNCTION_ABBREVDIAL, "dials a short number";
        FORWARD = PHONEBUTTONFUNCTION_FORWARD, "forwards calls";
        PICKUP = PHONEBUTTONFUNCTION_PICKUP, "picks a call up";
        RINGAGAIN = PHONEBUTTONFUNCTION_RINGAGAIN, "asks for a call completion";
        PARK = PHONEBUTTONFUNCTION_PARK, "parks a call";
        REJECT = PHONEBUTTONFUNCTION_REJECT, "rejects a call";
        REDIRECT = PHONEBUTTONFUNCTION_REDIRECT, "redirects a call";
        MUTE = PHONEBUTTONFUNCTION_MUTE, "mutes the microphone";
        VOLUMEUP = PHONEBUTTONFUNCTION_VOLUMEUP, "louder";
        VOLUMEDOWN = PHONEBUTTONFUNCTION_VOLUMEDOWN, "quieter";
        SPEAKERON = PHONEBUTTONFUNCTION_SPEAKERON, "turns the speaker on";
        SPEAKEROFF = PHONEBUTTONFUNCTION_SPEAKEROFF, "turns the speaker off";
        FLASH = PHONEBUTTONFUNCTION_FLASH, "sends a hook flash";
        DATAON = PHONEBUTTONFUNCTION_DATAON, "starts a data connection";
        DATAOFF = PHONEBUTTONFUNCTION_DATAOFF, "ends a data connection";
        DONOTDISTURB = PHONEBUTTONFUNCTION_DONOTDISTURB, "turns do-not-disturb on or off";
        INTERCOM = PHONEBUTTONFUNCTION_INTERCOM, "calls the intercom";
        BRIDGEDAPP = PHONEBUTTONFUNCTION_BRIDGEDAPP, "selects a bridged appearance";
        BUSY = PHONEBUTTONFUNCTION_BUSY, "makes the phone look busy";
        CALLAPP = PHONEBUTTONFUNCTION_CALLAPP, "selects a call appearance";
        DATETIME = PHONEBUTTONFUNCTION_DATETIME, "shows date and time";
        DIRECTORY = PHONEBUTTONFUNCTION_DIRECTORY, "opens the directory";
        COVER = PHONEBUTTONFUNCTION_COVER, "sends calls to whoever covers";
        CALLID = PHONEBUTTONFUNCTION_CALLID, "shows the caller";
        LASTNUM = PHONEBUTTONFUNCTION_LASTNUM, "dials the last number again";
        NIGHTSRV = PHONEBUTTONFUNCTION_NIGHTSRV, "turns night service on or off";
        SENDCALLS = PHONEBUTTONFUNCTION_SENDCALLS, "sends all calls elsewhere";
        MSGINDICATOR = PHONEBUTTONFUNCTION_MSGINDICATOR, "a message indicator";
        REPDIAL = PHONEBUTTONFUNCTION_REPDIAL, "dials a stored number";
        SETREPDIAL = PHONEBUTTONFUNCTION_SETREPDIAL, "stores a number";
        SYSTEMSPEED = PHONEBUTTONFUNCTION_SYSTEMSPEED, "dials a number stored in the switch";
        STATIONSPEED = PHONEBUTTONFUNCTION_STATIONSPEED, "dials a number stored in the phone";
        CAMPON = PHONEBUTTONFUNCTION_CAMPON, "camps on a busy station";
        SAVEREPEAT = PHONEBUTTONFUNCTION_SAVEREPEAT, "saves or repeats a number";
        QUEUECALL = PHONEBUTTONFUNCTION_QUEUECALL, "queues a call for an outside line";
        NONE = PHONEBUTTONFUNCTION_NONE, "the button does nothing";
        SEND = PHONEBUTTONFUNCTION_SEND, "sends the number that was entered";
    }
}

ids! {
    /// How the text of a structure is encoded. Providers are Unicode, so they write `UNICODE`; `BINARY`
    /// is for a `VARSTRING` that holds no text. Page: `stringformat--constants`.
    StringFormat {
        ASCII = STRINGFORMAT_ASCII, "one byte a character";
        DBCS = STRINGFORMAT_DBCS, "one or two bytes a character";
        UNICODE = STRINGFORMAT_UNICODE, "UTF-16";
        BINARY = STRINGFORMAT_BINARY, "bytes without a character set";
    }
}

ids! {
    /// What a waiting party hears. Numbers from 0x100 are the provider's own.
    /// Page: `linecalltreatment--constants`.
    CallTreatment {
        SILENCE = LINECALLTREATMENT_SILENCE, "nothing";
        RINGBACK = LINECALLTREATMENT_RINGBACK, "ringback";
        BUSY = LINECALLTREATMENT_BUSY, "the busy signal";
        MUSIC = LINECALLTREATMENT_MUSIC, "music";
    }
}

ids! {
    /// Which parties can be removed from a conference. Page: `lineremovefromconf--constants`.
    RemoveFromConf {
        NONE = LINEREMOVEFROMCONF_NONE, "none";
        LAST = LINEREMOVEFROMCONF_LAST, "the one added last";
        ANY = LINEREMOVEFROMCONF_ANY, "any";
    }
}

ids! {
    /// Whose device is meant: the parameter `dwSelect` of `TSPI_lineGetID`. Pages: `linecallselect--constants`,
    /// `nf-tspi-tspi_linegetid`.
    CallSelect {
        LINE = LINECALLSELECT_LINE, "the line's";
        ADDRESS = LINECALLSELECT_ADDRESS, "the address's";
        CALL = LINECALLSELECT_CALL, "the call's";
        DEVICEID = LINECALLSELECT_DEVICEID, "that of the line with this device id";
        CALLID = LINECALLSELECT_CALLID, "that of the call with this id";
    }
}
