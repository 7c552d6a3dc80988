//! Flag sets of what a call carries: bearer, media, digits, tones.

super::flags! {
    /// Quality of the transport. Page: `linebearermode--constants`.
    LineBearerModes {
        VOICE = LINEBEARERMODE_VOICE, "3.1 kHz analogue voice; the network may process it";
        SPEECH = LINEBEARERMODE_SPEECH, "speech; the network may compress it";
        MULTIUSE = LINEBEARERMODE_MULTIUSE, "the multi-use mode of ISDN";
        DATA = LINEBEARERMODE_DATA, "unrestricted data";
        ALTSPEECHDATA = LINEBEARERMODE_ALTSPEECHDATA, "speech and data in turn";
        NONCALLSIGNALING = LINEBEARERMODE_NONCALLSIGNALING, "signalling without a call";
        PASSTHROUGH = LINEBEARERMODE_PASSTHROUGH, "the application drives the device itself";
        RESTRICTEDDATA = LINEBEARERMODE_RESTRICTEDDATA, "data of seven bits in eight";
    }
}

super::flags! {
    /// Media types. Page: `linemediamode--constants`.
    LineMediaModes {
        UNKNOWN = LINEMEDIAMODE_UNKNOWN, "not known yet";
        INTERACTIVEVOICE = LINEMEDIAMODE_INTERACTIVEVOICE, "people talking";
        AUTOMATEDVOICE = LINEMEDIAMODE_AUTOMATEDVOICE, "voice with a program on this side";
        DATAMODEM = LINEMEDIAMODE_DATAMODEM, "a data modem";
        G3FAX = LINEMEDIAMODE_G3FAX, "a group 3 fax";
        TDD = LINEMEDIAMODE_TDD, "a text telephone";
        G4FAX = LINEMEDIAMODE_G4FAX, "a group 4 fax";
        DIGITALDATA = LINEMEDIAMODE_DIGITALDATA, "digital data";
        TELETEX = LINEMEDIAMODE_TELETEX, "teletex";
        VIDEOTEX = LINEMEDIAMODE_VIDEOTEX, "videotex";
        TELEX = LINEMEDIAMODE_TELEX, "telex";
        MIXED = LINEMEDIAMODE_MIXED, "a mixture, as ISDN knows it";
        ADSI = LINEMEDIAMODE_ADSI, "analogue display services";
        VOICEVIEW = LINEMEDIAMODE_VOICEVIEW, "VoiceView";
        VIDEO = LINEMEDIAMODE_VIDEO, "video";
    }
}

super::flags! {
    /// How digits are sent or heard. Page: `linedigitmode--constants`.
    LineDigitModes {
        PULSE = LINEDIGITMODE_PULSE, "as pulses";
        DTMF = LINEDIGITMODE_DTMF, "as tones";
        DTMFEND = LINEDIGITMODE_DTMFEND, "as tones, with their ends reported";
    }
}

super::flags! {
    /// Tones that can be sent. Page: `linetonemode--constants`.
    LineToneModes {
        CUSTOM = LINETONEMODE_CUSTOM, "one described by its frequencies";
        RINGBACK = LINETONEMODE_RINGBACK, "ringback";
        BUSY = LINETONEMODE_BUSY, "busy";
        BEEP = LINETONEMODE_BEEP, "a beep, as before a recording";
        BILLING = LINETONEMODE_BILLING, "the tone that asks for a card number";
    }
}

super::flags! {
    /// Why sending digits or a tone ended: the parameter of `LINE_GENERATE`.
    /// Page: `linegenerateterm--constants`.
    LineGenerateTerms {
        DONE = LINEGENERATETERM_DONE, "everything was sent";
        CANCEL = LINEGENERATETERM_CANCEL, "it was cancelled, or another one began";
    }
}

super::flags! {
    /// Why gathering digits ended: the parameter of `LINE_GATHERDIGITS`.
    /// Page: `linegatherterm--constants`.
    LineGatherTerms {
        BUFFERFULL = LINEGATHERTERM_BUFFERFULL, "as many digits as asked for";
        TERMDIGIT = LINEGATHERTERM_TERMDIGIT, "a terminating digit came";
        FIRSTTIMEOUT = LINEGATHERTERM_FIRSTTIMEOUT, "the first digit did not come in time";
        INTERTIMEOUT = LINEGATHERTERM_INTERTIMEOUT, "the next digit did not come in time";
        CANCEL = LINEGATHERTERM_CANCEL, "it was cancelled, or another one began";
    }
}
