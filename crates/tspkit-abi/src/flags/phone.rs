//! Flag sets of phones.

super::flags! {
    /// What about a phone changed, or may change: the first parameter of `PHONE_STATE`, and
    /// `PHONECAPS.dwPhoneStates`. Page: `phonestate--constants`.
    PhoneStates {
        OTHER = PHONESTATE_OTHER, "something that has no flag of its own";
        CONNECTED = PHONESTATE_CONNECTED, "the phone came back into service";
        DISCONNECTED = PHONESTATE_DISCONNECTED, "the phone went out of service";
        OWNER = PHONESTATE_OWNER, "the number of owners changed; TAPI's own";
        MONITORS = PHONESTATE_MONITORS, "the number of monitors changed; TAPI's own";
        DISPLAY = PHONESTATE_DISPLAY, "the display shows something else";
        LAMP = PHONESTATE_LAMP, "a lamp changed; its id comes with the message";
        RINGMODE = PHONESTATE_RINGMODE, "the ring mode changed; it comes with the message";
        RINGVOLUME = PHONESTATE_RINGVOLUME, "the ring volume changed";
        HANDSETHOOKSWITCH = PHONESTATE_HANDSETHOOKSWITCH, "the handset's hookswitch changed";
        HANDSETVOLUME = PHONESTATE_HANDSETVOLUME, "the handset's volume changed";
        HANDSETGAIN = PHONESTATE_HANDSETGAIN, "the handset's microphone gain changed";
        SPEAKERHOOKSWITCH = PHONESTATE_SPEAKERHOOKSWITCH, "the speakerphone's hookswitch changed";
        SPEAKERVOLUME = PHONESTATE_SPEAKERVOLUME, "the speakerphone's volume changed";
        SPEAKERGAIN = PHONESTATE_SPEAKERGAIN, "the speakerphone's microphone gain changed";
        HEADSETHOOKSWITCH = PHONESTATE_HEADSETHOOKSWITCH, "the headset's hookswitch changed";
        HEADSETVOLUME = PHONESTATE_HEADSETVOLUME, "the headset's volume changed";
        HEADSETGAIN = PHONESTATE_HEADSETGAIN, "the headset's microphone gain changed";
        SUSPEND = PHONESTATE_SUSPEND, "telephony is suspended for this phone";
        RESUME = PHONESTATE_RESUME, "telephony is resumed for this phone";
        DEVSPECIFIC = PHONESTATE_DEVSPECIFIC, "device-specific information changed";
        REINIT = PHONESTATE_REINIT, "applications have to initialise again";
        CAPSCHANGE = PHONESTATE_CAPSCHANGE, "the capabilities changed";
        REMOVED = PHONESTATE_REMOVED, "the phone was removed for good";
    }
}

super::flags! {
    /// Operations that a phone offers: `PHONECAPS.dwPhoneFeatures` (ever) and
    /// `PHONESTATUS.dwPhoneFeatures` (now). Page: `phonefeature--constants`.
    PhoneFeatures {
        GETBUTTONINFO = PHONEFEATURE_GETBUTTONINFO, "read what a button does";
        GETDATA = PHONEFEATURE_GETDATA, "upload a data area from the phone";
        GETDISPLAY = PHONEFEATURE_GETDISPLAY, "read the display";
        GETGAINHANDSET = PHONEFEATURE_GETGAINHANDSET, "read the handset's gain";
        GETGAINSPEAKER = PHONEFEATURE_GETGAINSPEAKER, "read the speakerphone's gain";
        GETGAINHEADSET = PHONEFEATURE_GETGAINHEADSET, "read the headset's gain";
        GETHOOKSWITCHHANDSET = PHONEFEATURE_GETHOOKSWITCHHANDSET, "read the handset's hookswitch";
        GETHOOKSWITCHSPEAKER = PHONEFEATURE_GETHOOKSWITCHSPEAKER, "read the speakerphone's hookswitch";
        GETHOOKSWITCHHEADSET = PHONEFEATURE_GETHOOKSWITCHHEADSET, "read the headset's hookswitch";
        GETLAMP = PHONEFEATURE_GETLAMP, "read a lamp";
        GETRING = PHONEFEATURE_GETRING, "read the ring mode";
        GETVOLUMEHANDSET = PHONEFEATURE_GETVOLUMEHANDSET, "read the handset's volume";
        GETVOLUMESPEAKER = PHONEFEATURE_GETVOLUMESPEAKER, "read the speakerphone's volume";
        GETVOLUMEHEADSET = PHONEFEATURE_GETVOLUMEHEADSET, "read the headset's volume";
        SETBUTTONINFO = PHONEFEATURE_SETBUTTONINFO, "say what a button does";
        SETDATA = PHONEFEATURE_SETDATA, "download a data area to the phone";
        SETDISPLAY = PHONEFEATURE_SETDISPLAY, "write to the display";
        SETGAINHANDSET = PHONEFEATURE_SETGAINHANDSET, "set the handset's gain";
        SETGAINSPEAKER = PHONEFEATURE_SETGAINSPEAKER, "set the speakerphone's gain";
        SETGAINHEADSET = PHONEFEATURE_SETGAINHEADSET, "set the headset's gain";
        SETHOOKSWITCHHANDSET = PHONEFEATURE_SETHOOKSWITCHHANDSET, "set the handset's hookswitch";
        SETHOOKSWITCHSPEAKER = PHONEFEATURE_SETHOOKSWITCHSPEAKER, "set the speakerphone's hookswitch";
        SETHOOKSWITCHHEADSET = PHONEFEATURE_SETHOOKSWITCHHEADSET, "set the headset's hookswitch";
        SETLAMP = PHONEFEATURE_SETLAMP, "light a lamp";
        SETRING = PHONEFEATURE_SETRING, "ring the phone";
        SETVOLUMEHANDSET = PHONEFEATURE_SETVOLUMEHANDSET, "set the handset's volume";
        SETVOLUMESPEAKER = PHONEFEATURE_SETVOLUMESPEAKER, "set the speakerphone's volume";
        SETVOLUMEHEADSET = PHONEFEATURE_SETVOLUMEHEADSET, "set the headset's volume";
        GENERICPHONE = PHONEFEATURE_GENERICPHONE, "open the phone as a generic one";
    }
}

super::flags! {
    /// `PHONESTATUS.dwStatusFlags`. Page: `phonestatusflags--constants`.
    PhoneStatusFlags {
        CONNECTED = PHONESTATUSFLAGS_CONNECTED, "the phone is connected to telephony";
        SUSPENDED = PHONESTATUSFLAGS_SUSPENDED, "telephony is suspended for the phone";
    }
}

super::flags! {
    /// The parts of a phone that have a hookswitch, a volume and a gain: `PHONECAPS.dwHookSwitchDevs`,
    /// `dwVolumeFlags`, `dwGainFlags`. Page: `phonehookswitchdev--constants`.
    HookSwitchDevices {
        HANDSET = PHONEHOOKSWITCHDEV_HANDSET, "the handset";
        SPEAKER = PHONEHOOKSWITCHDEV_SPEAKER, "the speakerphone";
        HEADSET = PHONEHOOKSWITCHDEV_HEADSET, "the headset";
    }
}

super::flags! {
    /// Positions of a hookswitch: one as a value, several as a capability.
    /// Page: `phonehookswitchmode--constants`.
    HookSwitchModes {
        ONHOOK = PHONEHOOKSWITCHMODE_ONHOOK, "microphone and speaker are both off";
        MIC = PHONEHOOKSWITCHMODE_MIC, "the microphone is on and the speaker off";
        SPEAKER = PHONEHOOKSWITCHMODE_SPEAKER, "the speaker is on and the microphone off";
        MICSPEAKER = PHONEHOOKSWITCHMODE_MICSPEAKER, "microphone and speaker are both on";
        UNKNOWN = PHONEHOOKSWITCHMODE_UNKNOWN, "the position is not known";
    }
}

super::flags! {
    /// How a lamp is lit: one as a value, several as a capability. Page: `phonelampmode--constants`.
    LampModes {
        DUMMY = PHONELAMPMODE_DUMMY, "the position has no lamp";
        OFF = PHONELAMPMODE_OFF, "off";
        STEADY = PHONELAMPMODE_STEADY, "on";
        WINK = PHONELAMPMODE_WINK, "on, with short breaks";
        FLASH = PHONELAMPMODE_FLASH, "slowly on and off";
        FLUTTER = PHONELAMPMODE_FLUTTER, "quickly on and off";
        BROKENFLUTTER = PHONELAMPMODE_BROKENFLUTTER, "flutter and flash in turn";
        UNKNOWN = PHONELAMPMODE_UNKNOWN, "the mode is not known";
    }
}

super::flags! {
    /// What kind of button it is: `PHONEBUTTONINFO.dwButtonMode`. Page: `phonebuttonmode--constants`.
    ButtonModes {
        DUMMY = PHONEBUTTONMODE_DUMMY, "the position has no button, only a lamp";
        CALL = PHONEBUTTONMODE_CALL, "selects a call";
        FEATURE = PHONEBUTTONMODE_FEATURE, "asks the switch for a feature";
        KEYPAD = PHONEBUTTONMODE_KEYPAD, "one of the twelve digits";
        LOCAL = PHONEBUTTONMODE_LOCAL, "acts inside the phone";
        DISPLAY = PHONEBUTTONMODE_DISPLAY, "belongs to the display, a soft key";
    }
}

super::flags! {
    /// Whether a button is pressed: `PHONEBUTTONINFO.dwButtonState`. Page: `phonebuttonstate--constants`.
    ButtonStates {
        UP = PHONEBUTTONSTATE_UP, "not pressed";
        DOWN = PHONEBUTTONSTATE_DOWN, "pressed";
        UNKNOWN = PHONEBUTTONSTATE_UNKNOWN, "not known now";
        UNAVAIL = PHONEBUTTONSTATE_UNAVAIL, "never known";
    }
}

super::flags! {
    /// How an application has opened a phone. Privilege does not exist below TAPI; a provider never
    /// sees it. Page: `phoneprivilege--constants`.
    PhonePrivileges {
        MONITOR = PHONEPRIVILEGE_MONITOR, "the application only watches";
        OWNER = PHONEPRIVILEGE_OWNER, "the application controls the phone";
    }
}
