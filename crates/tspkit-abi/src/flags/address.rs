//! Flag sets of the addresses of a line.

super::flags! {
    /// What changed on an address. Page: `lineaddressstate--constants`.
    LineAddressStates {
        OTHER = LINEADDRESSSTATE_OTHER, "something that has no flag of its own";
        DEVSPECIFIC = LINEADDRESSSTATE_DEVSPECIFIC, "the device-specific field";
        INUSEZERO = LINEADDRESSSTATE_INUSEZERO, "no station uses the address now";
        INUSEONE = LINEADDRESSSTATE_INUSEONE, "one station uses the address";
        INUSEMANY = LINEADDRESSSTATE_INUSEMANY, "several stations use the address";
        NUMCALLS = LINEADDRESSSTATE_NUMCALLS, "the number of calls";
        FORWARD = LINEADDRESSSTATE_FORWARD, "the forwarding";
        TERMINALS = LINEADDRESSSTATE_TERMINALS, "the terminals";
        CAPSCHANGE = LINEADDRESSSTATE_CAPSCHANGE, "the capabilities";
    }
}

super::flags! {
    /// Operations on an address. Page: `lineaddrfeature--constants`.
    LineAddressFeatures {
        FORWARD = LINEADDRFEATURE_FORWARD, "forward the address";
        MAKECALL = LINEADDRFEATURE_MAKECALL, "make a call";
        PICKUP = LINEADDRFEATURE_PICKUP, "pick a call up";
        SETMEDIACONTROL = LINEADDRFEATURE_SETMEDIACONTROL, "set media control";
        SETTERMINAL = LINEADDRFEATURE_SETTERMINAL, "choose the terminal";
        SETUPCONF = LINEADDRFEATURE_SETUPCONF, "set up a conference";
        UNCOMPLETECALL = LINEADDRFEATURE_UNCOMPLETECALL, "cancel a call completion";
        UNPARK = LINEADDRFEATURE_UNPARK, "take a call from its park position";
        PICKUPHELD = LINEADDRFEATURE_PICKUPHELD, "pick a held call up";
        PICKUPGROUP = LINEADDRFEATURE_PICKUPGROUP, "pick a call of the group up";
        PICKUPDIRECT = LINEADDRFEATURE_PICKUPDIRECT, "pick a call of a given address up";
        PICKUPWAITING = LINEADDRFEATURE_PICKUPWAITING, "pick a waiting call up";
        FORWARDFWD = LINEADDRFEATURE_FORWARDFWD, "forward to an address";
        FORWARDDND = LINEADDRFEATURE_FORWARDDND, "forward to do-not-disturb";
    }
}

super::flags! {
    /// `LINEADDRESSCAPS.dwAddrCapFlags`. Page: `lineaddrcapflags--constants`.
    LineAddressCapFlags {
        FWDNUMRINGS = LINEADDRCAPFLAGS_FWDNUMRINGS, "the rings before no-answer can be set";
        PICKUPGROUPID = LINEADDRCAPFLAGS_PICKUPGROUPID, "pickup wants a group id";
        SECURE = LINEADDRCAPFLAGS_SECURE, "calls can be made secure when they are made";
        BLOCKIDDEFAULT = LINEADDRCAPFLAGS_BLOCKIDDEFAULT, "the caller is hidden by default";
        BLOCKIDOVERRIDE = LINEADDRCAPFLAGS_BLOCKIDOVERRIDE, "that default can be overridden";
        DIALED = LINEADDRCAPFLAGS_DIALED, "a destination can be dialled";
        ORIGOFFHOOK = LINEADDRCAPFLAGS_ORIGOFFHOOK, "the caller's phone goes off hook by itself";
        DESTOFFHOOK = LINEADDRCAPFLAGS_DESTOFFHOOK, "the called phone can be taken off hook";
        FWDCONSULT = LINEADDRCAPFLAGS_FWDCONSULT, "forwarding makes a consultation call";
        SETUPCONFNULL = LINEADDRCAPFLAGS_SETUPCONFNULL, "a conference starts without a call";
        AUTORECONNECT = LINEADDRCAPFLAGS_AUTORECONNECT, "dropping a consultation call brings the held one back";
        COMPLETIONID = LINEADDRCAPFLAGS_COMPLETIONID, "call completions have ids";
        TRANSFERHELD = LINEADDRCAPFLAGS_TRANSFERHELD, "a held call can be transferred";
        TRANSFERMAKE = LINEADDRCAPFLAGS_TRANSFERMAKE, "a new call can be the target of a transfer";
        CONFERENCEHELD = LINEADDRCAPFLAGS_CONFERENCEHELD, "a held call can join a conference";
        CONFERENCEMAKE = LINEADDRCAPFLAGS_CONFERENCEMAKE, "a new call can join a conference";
        PARTIALDIAL = LINEADDRCAPFLAGS_PARTIALDIAL, "a number can be dialled in parts";
        FWDSTATUSVALID = LINEADDRCAPFLAGS_FWDSTATUSVALID, "the forwarding status is true";
        FWDINTEXTADDR = LINEADDRCAPFLAGS_FWDINTEXTADDR, "inside and outside calls forward apart";
        FWDBUSYNAADDR = LINEADDRCAPFLAGS_FWDBUSYNAADDR, "busy and no-answer forward apart";
        ACCEPTTOALERT = LINEADDRCAPFLAGS_ACCEPTTOALERT, "only accepting alerts the station";
        CONFDROP = LINEADDRCAPFLAGS_CONFDROP, "dropping a conference drops its calls";
        PICKUPCALLWAIT = LINEADDRCAPFLAGS_PICKUPCALLWAIT, "pickup takes waiting calls";
        PREDICTIVEDIALER = LINEADDRCAPFLAGS_PREDICTIVEDIALER, "the address dials predictively";
        QUEUE = LINEADDRCAPFLAGS_QUEUE, "the address is a queue";
        ROUTEPOINT = LINEADDRCAPFLAGS_ROUTEPOINT, "the address is a route point";
        HOLDMAKESNEW = LINEADDRCAPFLAGS_HOLDMAKESNEW, "holding makes a new call";
        NOINTERNALCALLS = LINEADDRCAPFLAGS_NOINTERNALCALLS, "no inside calls";
        NOEXTERNALCALLS = LINEADDRCAPFLAGS_NOEXTERNALCALLS, "no outside calls";
        SETCALLINGID = LINEADDRCAPFLAGS_SETCALLINGID, "the caller's number can be chosen";
        ACDGROUP = LINEADDRCAPFLAGS_ACDGROUP, "the address is a group that distributes calls";
        NOPSTNADDRESSTRANSLATION = LINEADDRCAPFLAGS_NOPSTNADDRESSTRANSLATION, "addresses need no translation";
    }
}

super::flags! {
    /// Kinds of address: `LINECALLPARAMS.dwAddressType`, `LINEDEVCAPS.dwAddressTypes`.
    /// Page: `lineaddresstype--constants`.
    LineAddressTypes {
        PHONENUMBER = LINEADDRESSTYPE_PHONENUMBER, "a telephone number";
        SDP = LINEADDRESSTYPE_SDP, "a session description";
        EMAILNAME = LINEADDRESSTYPE_EMAILNAME, "a mail address";
        DOMAINNAME = LINEADDRESSTYPE_DOMAINNAME, "a domain name";
        IPADDRESS = LINEADDRESSTYPE_IPADDRESS, "an IP address";
    }
}

super::flags! {
    /// How an address is named in call parameters. Page: `lineaddressmode--constants`.
    LineAddressModes {
        ADDRESSID = LINEADDRESSMODE_ADDRESSID, "by its id on the line";
        DIALABLEADDR = LINEADDRESSMODE_DIALABLEADDR, "by its number";
    }
}

super::flags! {
    /// How stations share an address. Page: `lineaddresssharing--constants`.
    LineAddressSharing {
        PRIVATE = LINEADDRESSSHARING_PRIVATE, "one station only";
        BRIDGEDEXCL = LINEADDRESSSHARING_BRIDGEDEXCL, "shared; the one in a call excludes the others";
        BRIDGEDNEW = LINEADDRESSSHARING_BRIDGEDNEW, "shared; each station makes its own calls";
        BRIDGEDSHARED = LINEADDRESSSHARING_BRIDGEDSHARED, "shared; stations join each other's calls";
        MONITORED = LINEADDRESSSHARING_MONITORED, "shared; others only see whether it is busy";
    }
}

super::flags! {
    /// Ways to park a call. Page: `lineparkmode--constants`.
    LineParkModes {
        DIRECTED = LINEPARKMODE_DIRECTED, "at an address that is given";
        NONDIRECTED = LINEPARKMODE_NONDIRECTED, "at an address that the switch chooses";
    }
}

super::flags! {
    /// When calls are forwarded. Page: `lineforwardmode--constants`.
    LineForwardModes {
        UNCOND = LINEFORWARDMODE_UNCOND, "always";
        UNCONDINTERNAL = LINEFORWARDMODE_UNCONDINTERNAL, "inside calls, always";
        UNCONDEXTERNAL = LINEFORWARDMODE_UNCONDEXTERNAL, "outside calls, always";
        UNCONDSPECIFIC = LINEFORWARDMODE_UNCONDSPECIFIC, "a given caller's, always";
        BUSY = LINEFORWARDMODE_BUSY, "when busy";
        BUSYINTERNAL = LINEFORWARDMODE_BUSYINTERNAL, "inside calls, when busy";
        BUSYEXTERNAL = LINEFORWARDMODE_BUSYEXTERNAL, "outside calls, when busy";
        BUSYSPECIFIC = LINEFORWARDMODE_BUSYSPECIFIC, "a given caller's, when busy";
        NOANSW = LINEFORWARDMODE_NOANSW, "when not answered";
        NOANSWINTERNAL = LINEFORWARDMODE_NOANSWINTERNAL, "inside calls, when not answered";
        NOANSWEXTERNAL = LINEFORWARDMODE_NOANSWEXTERNAL, "outside calls, when not answered";
        NOANSWSPECIFIC = LINEFORWARDMODE_NOANSWSPECIFIC, "a given caller's, when not answered";
        BUSYNA = LINEFORWARDMODE_BUSYNA, "when busy or not answered";
        BUSYNAINTERNAL = LINEFORWARDMODE_BUSYNAINTERNAL, "inside calls, when busy or not answered";
        BUSYNAEXTERNAL = LINEFORWARDMODE_BUSYNAEXTERNAL, "outside calls, when busy or not answered";
        BUSYNASPECIFIC = LINEFORWARDMODE_BUSYNASPECIFIC, "a given caller's, when busy or not answered";
        UNKNOWN = LINEFORWARDMODE_UNKNOWN, "not known yet";
        UNAVAIL = LINEFORWARDMODE_UNAVAIL, "never known";
    }
}

super::flags! {
    /// When a call can be completed later. Page: `linecallcomplcond--constants`.
    LineCallComplConds {
        BUSY = LINECALLCOMPLCOND_BUSY, "after a busy signal";
        NOANSWER = LINECALLCOMPLCOND_NOANSWER, "after no answer";
    }
}

super::flags! {
    /// How a call is completed later. Page: `linecallcomplmode--constants`.
    LineCallComplModes {
        CAMPON = LINECALLCOMPLMODE_CAMPON, "wait until the station is free";
        CALLBACK = LINECALLCOMPLMODE_CALLBACK, "be called back";
        INTRUDE = LINECALLCOMPLMODE_INTRUDE, "intrude into the station's call";
        MESSAGE = LINECALLCOMPLMODE_MESSAGE, "leave a message";
    }
}
