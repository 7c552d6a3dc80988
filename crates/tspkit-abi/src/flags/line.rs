//! Flag sets of line devices, and the options of a provider.

super::flags! {
    /// What changed on a line: the parameter of `LINE_LINEDEVSTATE`, and `LINEDEVCAPS.dwLineStates`.
    /// Page: `linedevstate--constants`.
    LineDevStates {
        OTHER = LINEDEVSTATE_OTHER, "something that has no flag of its own";
        RINGING = LINEDEVSTATE_RINGING, "the line rings; ring mode and count come with the message";
        CONNECTED = LINEDEVSTATE_CONNECTED, "the line was connected to telephony";
        DISCONNECTED = LINEDEVSTATE_DISCONNECTED, "the line was disconnected from telephony";
        MSGWAITON = LINEDEVSTATE_MSGWAITON, "the message lamp was lit";
        MSGWAITOFF = LINEDEVSTATE_MSGWAITOFF, "the message lamp was put out";
        INSERVICE = LINEDEVSTATE_INSERVICE, "the line is in service";
        OUTOFSERVICE = LINEDEVSTATE_OUTOFSERVICE, "the line is out of service";
        MAINTENANCE = LINEDEVSTATE_MAINTENANCE, "the line is under maintenance";
        OPEN = LINEDEVSTATE_OPEN, "another application opened the line";
        CLOSE = LINEDEVSTATE_CLOSE, "another application closed the line";
        NUMCALLS = LINEDEVSTATE_NUMCALLS, "the number of calls changed";
        NUMCOMPLETIONS = LINEDEVSTATE_NUMCOMPLETIONS, "the number of call completions changed";
        TERMINALS = LINEDEVSTATE_TERMINALS, "the terminals changed";
        ROAMMODE = LINEDEVSTATE_ROAMMODE, "the roaming changed";
        BATTERY = LINEDEVSTATE_BATTERY, "the battery level changed";
        SIGNAL = LINEDEVSTATE_SIGNAL, "the signal level changed";
        DEVSPECIFIC = LINEDEVSTATE_DEVSPECIFIC, "device-specific information changed";
        REINIT = LINEDEVSTATE_REINIT, "applications have to initialise again";
        LOCK = LINEDEVSTATE_LOCK, "the lock of the line changed";
        CAPSCHANGE = LINEDEVSTATE_CAPSCHANGE, "the capabilities changed";
        CONFIGCHANGE = LINEDEVSTATE_CONFIGCHANGE, "the media device's configuration changed";
        TRANSLATECHANGE = LINEDEVSTATE_TRANSLATECHANGE, "the translation of addresses changed";
        COMPLCANCEL = LINEDEVSTATE_COMPLCANCEL, "a call completion was cancelled from outside";
        REMOVED = LINEDEVSTATE_REMOVED, "the line was removed for good";
    }
}

super::flags! {
    /// `LINEDEVCAPS.dwDevCapFlags`. Page: `linedevcapflags--constants`.
    LineDevCapFlags {
        CROSSADDRCONF = LINEDEVCAPFLAGS_CROSSADDRCONF, "conferences may span addresses";
        HIGHLEVCOMP = LINEDEVCAPFLAGS_HIGHLEVCOMP, "high level compatibility is supported";
        LOWLEVCOMP = LINEDEVCAPFLAGS_LOWLEVCOMP, "low level compatibility is supported";
        MEDIACONTROL = LINEDEVCAPFLAGS_MEDIACONTROL, "media control is supported";
        MULTIPLEADDR = LINEDEVCAPFLAGS_MULTIPLEADDR, "one call can have several addresses";
        CLOSEDROP = LINEDEVCAPFLAGS_CLOSEDROP, "closing the line drops its calls";
        DIALBILLING = LINEDEVCAPFLAGS_DIALBILLING, "dialling can wait for the billing tone";
        DIALQUIET = LINEDEVCAPFLAGS_DIALQUIET, "dialling can wait for silence";
        DIALDIALTONE = LINEDEVCAPFLAGS_DIALDIALTONE, "dialling can wait for dial tone";
        MSP = LINEDEVCAPFLAGS_MSP, "a media service provider belongs to the line";
        CALLHUB = LINEDEVCAPFLAGS_CALLHUB, "call hubs are supported";
        CALLHUBTRACKING = LINEDEVCAPFLAGS_CALLHUBTRACKING, "call hubs are tracked";
        PRIVATEOBJECTS = LINEDEVCAPFLAGS_PRIVATEOBJECTS, "private objects are supported";
        LOCAL = LINEDEVCAPFLAGS_LOCAL, "the line is an end of this machine";
    }
}

super::flags! {
    /// `LINEDEVSTATUS.dwDevStatusFlags` and `LINEDEVCAPS.dwSettableDevStatus`.
    /// Page: `linedevstatusflags--constants`.
    LineDevStatusFlags {
        CONNECTED = LINEDEVSTATUSFLAGS_CONNECTED, "the line is connected to telephony";
        MSGWAIT = LINEDEVSTATUSFLAGS_MSGWAIT, "a message is waiting";
        INSERVICE = LINEDEVSTATUSFLAGS_INSERVICE, "the line is in service";
        LOCKED = LINEDEVSTATUSFLAGS_LOCKED, "the line is locked";
    }
}

super::flags! {
    /// Operations on a line. Page: `linefeature--constants`.
    LineFeatures {
        DEVSPECIFIC = LINEFEATURE_DEVSPECIFIC, "device-specific functions";
        DEVSPECIFICFEAT = LINEFEATURE_DEVSPECIFICFEAT, "device-specific features";
        FORWARD = LINEFEATURE_FORWARD, "forward all addresses";
        MAKECALL = LINEFEATURE_MAKECALL, "make a call";
        SETMEDIACONTROL = LINEFEATURE_SETMEDIACONTROL, "set media control";
        SETTERMINAL = LINEFEATURE_SETTERMINAL, "choose the terminal";
        SETDEVSTATUS = LINEFEATURE_SETDEVSTATUS, "set the status of the line";
        FORWARDFWD = LINEFEATURE_FORWARDFWD, "forward to an address";
        FORWARDDND = LINEFEATURE_FORWARDDND, "forward to do-not-disturb";
    }
}

super::flags! {
    /// What answering does to another active call. Page: `lineanswermode--constants`.
    LineAnswerModes {
        NONE = LINEANSWERMODE_NONE, "nothing";
        DROP = LINEANSWERMODE_DROP, "the other call is dropped";
        HOLD = LINEANSWERMODE_HOLD, "the other call is put on hold";
    }
}

super::flags! {
    /// How a transfer is completed. Page: `linetransfermode--constants`.
    LineTransferModes {
        TRANSFER = LINETRANSFERMODE_TRANSFER, "as a transfer";
        CONFERENCE = LINETRANSFERMODE_CONFERENCE, "as a three-way conference";
    }
}

super::flags! {
    /// Where a mobile line roams. Page: `lineroammode--constants`.
    LineRoamModes {
        UNKNOWN = LINEROAMMODE_UNKNOWN, "not known yet";
        UNAVAIL = LINEROAMMODE_UNAVAIL, "never known";
        HOME = LINEROAMMODE_HOME, "in the home network";
        ROAMA = LINEROAMMODE_ROAMA, "roaming, provider A";
        ROAMB = LINEROAMMODE_ROAMB, "roaming, provider B";
    }
}

super::flags! {
    /// Parts of a terminal. Page: `linetermmode--constants`.
    LineTermModes {
        BUTTONS = LINETERMMODE_BUTTONS, "button presses";
        LAMPS = LINETERMMODE_LAMPS, "lamps";
        DISPLAY = LINETERMMODE_DISPLAY, "the display";
        RINGER = LINETERMMODE_RINGER, "the ringer";
        HOOKSWITCH = LINETERMMODE_HOOKSWITCH, "the hookswitch";
        MEDIATOLINE = LINETERMMODE_MEDIATOLINE, "sound from the terminal to the line";
        MEDIAFROMLINE = LINETERMMODE_MEDIAFROMLINE, "sound from the line to the terminal";
        MEDIABIDIRECT = LINETERMMODE_MEDIABIDIRECT, "sound both ways";
    }
}

super::flags! {
    /// What a terminal is: `LINETERMCAPS.dwTermDev`. Page: `linetermdev--constants`.
    LineTermDevs {
        PHONE = LINETERMDEV_PHONE, "a phone";
        HEADSET = LINETERMDEV_HEADSET, "a headset";
        SPEAKER = LINETERMDEV_SPEAKER, "a speaker and a microphone";
    }
}

super::flags! {
    /// How lines share a terminal: `LINETERMCAPS.dwTermSharing`. Page: `linetermsharing--constants`.
    LineTermSharing {
        PRIVATE = LINETERMSHARING_PRIVATE, "one line only";
        SHAREDEXCL = LINETERMSHARING_SHAREDEXCL, "several lines, one at a time";
        SHAREDCONF = LINETERMSHARING_SHAREDCONF, "several lines, their media mixed";
    }
}

super::flags! {
    /// Call hub tracking, since 3.0: `LINEDEVCAPS.dwAvailableTracking`.
    /// Page: `linecallhubtracking--constants`.
    LineCallHubTracking {
        NONE = LINECALLHUBTRACKING_NONE, "no tracking; no bit at all";
        PROVIDERLEVEL = LINECALLHUBTRACKING_PROVIDERLEVEL, "what the provider tracks by itself";
        ALLCALLS = LINECALLHUBTRACKING_ALLCALLS, "every call";
    }
}

super::flags! {
    /// Options of `lineOpen`, in the place of media modes. Page: `lineopenoption--constants`.
    LineOpenOptions {
        PROXY = LINEOPENOPTION_PROXY, "the application handles proxy requests";
        SINGLEADDRESS = LINEOPENOPTION_SINGLEADDRESS, "only calls of one address matter";
    }
}

super::flags! {
    /// What `TSPI_providerInit` answers about the provider. Page: `linetspioption--constants`.
    TspiOptions {
        NONREENTRANT = LINETSPIOPTION_NONREENTRANT, "TAPI has to make one call at a time";
    }
}
