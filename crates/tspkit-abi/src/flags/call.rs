//! Flag sets of calls: states, what can be done, what changed.

super::flags! {
    /// States of a call: one as a value, several as a set. Page: `linecallstate--constants`.
    LineCallStates {
        IDLE = LINECALLSTATE_IDLE, "the call is over; its last state";
        OFFERING = LINECALLSTATE_OFFERING, "an incoming call is announced";
        ACCEPTED = LINECALLSTATE_ACCEPTED, "the incoming call is claimed and alerts";
        DIALTONE = LINECALLSTATE_DIALTONE, "the switch is ready for digits";
        DIALING = LINECALLSTATE_DIALING, "digits are being sent";
        RINGBACK = LINECALLSTATE_RINGBACK, "the called party is alerted";
        BUSY = LINECALLSTATE_BUSY, "the call met a busy signal";
        SPECIALINFO = LINECALLSTATE_SPECIALINFO, "the network sends a special information tone";
        CONNECTED = LINECALLSTATE_CONNECTED, "the parties can talk";
        PROCEEDING = LINECALLSTATE_PROCEEDING, "dialling is done and the call is on its way";
        ONHOLD = LINECALLSTATE_ONHOLD, "the call is on hold";
        CONFERENCED = LINECALLSTATE_CONFERENCED, "the call is part of a conference";
        ONHOLDPENDCONF = LINECALLSTATE_ONHOLDPENDCONF, "on hold until it is added to a conference";
        ONHOLDPENDTRANSFER = LINECALLSTATE_ONHOLDPENDTRANSFER, "on hold until it is transferred";
        DISCONNECTED = LINECALLSTATE_DISCONNECTED, "the other side has gone";
        UNKNOWN = LINECALLSTATE_UNKNOWN, "the state is not known";
    }
}

super::flags! {
    /// Operations on calls: `LINEADDRESSCAPS.dwCallFeatures` (ever) and
    /// `LINECALLSTATUS.dwCallFeatures` (now). Page: `linecallfeature--constants`.
    LineCallFeatures {
        ACCEPT = LINECALLFEATURE_ACCEPT, "accept the call";
        ADDTOCONF = LINECALLFEATURE_ADDTOCONF, "add the call to a conference";
        ANSWER = LINECALLFEATURE_ANSWER, "answer the call";
        BLINDTRANSFER = LINECALLFEATURE_BLINDTRANSFER, "transfer without asking";
        COMPLETECALL = LINECALLFEATURE_COMPLETECALL, "ask for completion of a failed call";
        COMPLETETRANSF = LINECALLFEATURE_COMPLETETRANSF, "complete a transfer";
        DIAL = LINECALLFEATURE_DIAL, "dial digits";
        DROP = LINECALLFEATURE_DROP, "drop the call";
        GATHERDIGITS = LINECALLFEATURE_GATHERDIGITS, "gather digits";
        GENERATEDIGITS = LINECALLFEATURE_GENERATEDIGITS, "send digits";
        GENERATETONE = LINECALLFEATURE_GENERATETONE, "send tones";
        HOLD = LINECALLFEATURE_HOLD, "put the call on hold";
        MONITORDIGITS = LINECALLFEATURE_MONITORDIGITS, "listen for digits";
        MONITORMEDIA = LINECALLFEATURE_MONITORMEDIA, "listen for media types";
        MONITORTONES = LINECALLFEATURE_MONITORTONES, "listen for tones";
        PARK = LINECALLFEATURE_PARK, "park the call";
        PREPAREADDCONF = LINECALLFEATURE_PREPAREADDCONF, "prepare to add to a conference";
        REDIRECT = LINECALLFEATURE_REDIRECT, "redirect the call";
        REMOVEFROMCONF = LINECALLFEATURE_REMOVEFROMCONF, "remove the call from its conference";
        SECURECALL = LINECALLFEATURE_SECURECALL, "guard the call against interruptions";
        SENDUSERUSER = LINECALLFEATURE_SENDUSERUSER, "send user-user information";
        SETCALLPARAMS = LINECALLFEATURE_SETCALLPARAMS, "change the call parameters";
        SETMEDIACONTROL = LINECALLFEATURE_SETMEDIACONTROL, "set media control";
        SETTERMINAL = LINECALLFEATURE_SETTERMINAL, "choose the terminal";
        SETUPCONF = LINECALLFEATURE_SETUPCONF, "set up a conference";
        SETUPTRANSFER = LINECALLFEATURE_SETUPTRANSFER, "set up a transfer";
        SWAPHOLD = LINECALLFEATURE_SWAPHOLD, "swap with a call on hold";
        UNHOLD = LINECALLFEATURE_UNHOLD, "take the call back from hold";
        RELEASEUSERUSERINFO = LINECALLFEATURE_RELEASEUSERUSERINFO, "release shown user-user information";
        SETTREATMENT = LINECALLFEATURE_SETTREATMENT, "choose what a waiting party hears";
        SETQOS = LINECALLFEATURE_SETQOS, "change the quality of service";
        SETCALLDATA = LINECALLFEATURE_SETCALLDATA, "attach call data";
    }
}

super::flags! {
    /// Further operations on calls, or refinements of those in [`LineCallFeatures`].
    /// Page: `linecallfeature2--constants`.
    LineCallFeatures2 {
        NOHOLDCONFERENCE = LINECALLFEATURE2_NOHOLDCONFERENCE, "conference without hold";
        ONESTEPTRANSFER = LINECALLFEATURE2_ONESTEPTRANSFER, "set up a transfer in one step";
        COMPLCAMPON = LINECALLFEATURE2_COMPLCAMPON, "complete a call by camping on";
        COMPLCALLBACK = LINECALLFEATURE2_COMPLCALLBACK, "complete a call by calling back";
        COMPLINTRUDE = LINECALLFEATURE2_COMPLINTRUDE, "complete a call by intruding";
        COMPLMESSAGE = LINECALLFEATURE2_COMPLMESSAGE, "complete a call by leaving a message";
        TRANSFERNORM = LINECALLFEATURE2_TRANSFERNORM, "complete a transfer normally";
        TRANSFERCONF = LINECALLFEATURE2_TRANSFERCONF, "complete a transfer as a conference";
        PARKDIRECT = LINECALLFEATURE2_PARKDIRECT, "park at a chosen address";
        PARKNONDIRECT = LINECALLFEATURE2_PARKNONDIRECT, "park where the switch chooses";
    }
}

super::flags! {
    /// What changed in `LINECALLINFO`: the parameter of `LINE_CALLINFO`, and
    /// `LINEADDRESSCAPS.dwCallInfoStates`. Page: `linecallinfostate--constants`.
    LineCallInfoStates {
        OTHER = LINECALLINFOSTATE_OTHER, "something that has no flag of its own";
        DEVSPECIFIC = LINECALLINFOSTATE_DEVSPECIFIC, "the device-specific field";
        BEARERMODE = LINECALLINFOSTATE_BEARERMODE, "the bearer mode";
        RATE = LINECALLINFOSTATE_RATE, "the rate";
        MEDIAMODE = LINECALLINFOSTATE_MEDIAMODE, "the media mode";
        APPSPECIFIC = LINECALLINFOSTATE_APPSPECIFIC, "the application's own number";
        CALLID = LINECALLINFOSTATE_CALLID, "the call id";
        RELATEDCALLID = LINECALLINFOSTATE_RELATEDCALLID, "the related call's id";
        ORIGIN = LINECALLINFOSTATE_ORIGIN, "the origin";
        REASON = LINECALLINFOSTATE_REASON, "the reason";
        COMPLETIONID = LINECALLINFOSTATE_COMPLETIONID, "the completion id";
        NUMOWNERINCR = LINECALLINFOSTATE_NUMOWNERINCR, "more owners; TAPI's own";
        NUMOWNERDECR = LINECALLINFOSTATE_NUMOWNERDECR, "fewer owners; TAPI's own";
        NUMMONITORS = LINECALLINFOSTATE_NUMMONITORS, "the number of monitors; TAPI's own";
        TRUNK = LINECALLINFOSTATE_TRUNK, "the trunk";
        CALLERID = LINECALLINFOSTATE_CALLERID, "the caller's number or name";
        CALLEDID = LINECALLINFOSTATE_CALLEDID, "the called number or name";
        CONNECTEDID = LINECALLINFOSTATE_CONNECTEDID, "the connected number or name";
        REDIRECTIONID = LINECALLINFOSTATE_REDIRECTIONID, "where the call was redirected to";
        REDIRECTINGID = LINECALLINFOSTATE_REDIRECTINGID, "who redirected the call";
        DISPLAY = LINECALLINFOSTATE_DISPLAY, "the display";
        USERUSERINFO = LINECALLINFOSTATE_USERUSERINFO, "the user-user information";
        HIGHLEVELCOMP = LINECALLINFOSTATE_HIGHLEVELCOMP, "the high level compatibility";
        LOWLEVELCOMP = LINECALLINFOSTATE_LOWLEVELCOMP, "the low level compatibility";
        CHARGINGINFO = LINECALLINFOSTATE_CHARGINGINFO, "the charging information";
        TERMINAL = LINECALLINFOSTATE_TERMINAL, "the terminal modes";
        DIALPARAMS = LINECALLINFOSTATE_DIALPARAMS, "the dialling parameters";
        MONITORMODES = LINECALLINFOSTATE_MONITORMODES, "what is monitored";
        TREATMENT = LINECALLINFOSTATE_TREATMENT, "the call treatment";
        QOS = LINECALLINFOSTATE_QOS, "the quality of service";
        CALLDATA = LINECALLINFOSTATE_CALLDATA, "the call data";
    }
}

super::flags! {
    /// `LINECALLPARAMS.dwCallParamFlags`. Page: `linecallparamflags--constants`.
    LineCallParamFlags {
        SECURE = LINECALLPARAMFLAGS_SECURE, "guard the call against interruptions";
        IDLE = LINECALLPARAMFLAGS_IDLE, "use an idle call appearance";
        BLOCKID = LINECALLPARAMFLAGS_BLOCKID, "hide the caller from the called party";
        ORIGOFFHOOK = LINECALLPARAMFLAGS_ORIGOFFHOOK, "take the caller's phone off hook";
        DESTOFFHOOK = LINECALLPARAMFLAGS_DESTOFFHOOK, "take the called phone off hook";
        NOHOLDCONFERENCE = LINECALLPARAMFLAGS_NOHOLDCONFERENCE, "add to a conference without hold";
        PREDICTIVEDIAL = LINECALLPARAMFLAGS_PREDICTIVEDIAL, "dial predictively";
        ONESTEPTRANSFER = LINECALLPARAMFLAGS_ONESTEPTRANSFER, "hold and dial in one step";
    }
}

super::flags! {
    /// An application's rights over a call. Page: `linecallprivilege--constants`.
    LineCallPrivileges {
        NONE = LINECALLPRIVILEGE_NONE, "no right";
        MONITOR = LINECALLPRIVILEGE_MONITOR, "the application only watches";
        OWNER = LINECALLPRIVILEGE_OWNER, "the application controls the call";
    }
}
