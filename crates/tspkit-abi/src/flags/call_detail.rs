//! Flag sets of calls: where a call comes from, and the details of its states.

super::flags! {
    /// Where a call comes from. Page: `linecallorigin--constants`.
    LineCallOrigins {
        OUTBOUND = LINECALLORIGIN_OUTBOUND, "made by this station";
        INTERNAL = LINECALLORIGIN_INTERNAL, "came from inside the same switch";
        EXTERNAL = LINECALLORIGIN_EXTERNAL, "came over an outside line";
        UNKNOWN = LINECALLORIGIN_UNKNOWN, "not known yet";
        UNAVAIL = LINECALLORIGIN_UNAVAIL, "never known";
        CONFERENCE = LINECALLORIGIN_CONFERENCE, "the handle of a conference";
        INBOUND = LINECALLORIGIN_INBOUND, "incoming, inside or outside";
    }
}

super::flags! {
    /// Why a call came about. Page: `linecallreason--constants`.
    LineCallReasons {
        DIRECT = LINECALLREASON_DIRECT, "dialled to here";
        FWDBUSY = LINECALLREASON_FWDBUSY, "forwarded because of busy";
        FWDNOANSWER = LINECALLREASON_FWDNOANSWER, "forwarded because nobody answered";
        FWDUNCOND = LINECALLREASON_FWDUNCOND, "forwarded always";
        PICKUP = LINECALLREASON_PICKUP, "picked up from another phone";
        UNPARK = LINECALLREASON_UNPARK, "taken from a park position";
        REDIRECT = LINECALLREASON_REDIRECT, "redirected to here";
        CALLCOMPLETION = LINECALLREASON_CALLCOMPLETION, "made by a call completion";
        TRANSFER = LINECALLREASON_TRANSFER, "transferred to here";
        REMINDER = LINECALLREASON_REMINDER, "a reminder of a parked or held call";
        UNKNOWN = LINECALLREASON_UNKNOWN, "not known yet";
        UNAVAIL = LINECALLREASON_UNAVAIL, "never known";
        INTRUDE = LINECALLREASON_INTRUDE, "somebody intruded";
        PARKED = LINECALLREASON_PARKED, "parked at this address";
        CAMPEDON = LINECALLREASON_CAMPEDON, "camped on this address";
        ROUTEREQUEST = LINECALLREASON_ROUTEREQUEST, "the switch asks where to route";
    }
}

super::flags! {
    /// Which parts of a party's number and name there are, or why not: `dwCallerIDFlags` and its
    /// siblings. Page: `linecallpartyid--constants`.
    LineCallPartyIds {
        BLOCKED = LINECALLPARTYID_BLOCKED, "the party hides itself";
        OUTOFAREA = LINECALLPARTYID_OUTOFAREA, "the network does not pass it on";
        NAME = LINECALLPARTYID_NAME, "there is a name";
        ADDRESS = LINECALLPARTYID_ADDRESS, "there is a number";
        PARTIAL = LINECALLPARTYID_PARTIAL, "there is a part of the number";
        UNKNOWN = LINECALLPARTYID_UNKNOWN, "not known yet";
        UNAVAIL = LINECALLPARTYID_UNAVAIL, "never known";
    }
}

super::flags! {
    /// Why a call was disconnected. Page: `linedisconnectmode--constants`.
    LineDisconnectModes {
        NORMAL = LINEDISCONNECTMODE_NORMAL, "the other side hung up";
        UNKNOWN = LINEDISCONNECTMODE_UNKNOWN, "for an unknown reason";
        REJECT = LINEDISCONNECTMODE_REJECT, "the other side rejected the call";
        PICKUP = LINEDISCONNECTMODE_PICKUP, "picked up elsewhere";
        FORWARDED = LINEDISCONNECTMODE_FORWARDED, "forwarded by the switch";
        BUSY = LINEDISCONNECTMODE_BUSY, "the called station is busy";
        NOANSWER = LINEDISCONNECTMODE_NOANSWER, "the called station does not answer";
        BADADDRESS = LINEDISCONNECTMODE_BADADDRESS, "the address is not valid";
        UNREACHABLE = LINEDISCONNECTMODE_UNREACHABLE, "the called station cannot be reached";
        CONGESTION = LINEDISCONNECTMODE_CONGESTION, "the network is congested";
        INCOMPATIBLE = LINEDISCONNECTMODE_INCOMPATIBLE, "the equipment does not match";
        UNAVAIL = LINEDISCONNECTMODE_UNAVAIL, "the reason is never known";
        NODIALTONE = LINEDISCONNECTMODE_NODIALTONE, "no dial tone within the time allowed";
        NUMBERCHANGED = LINEDISCONNECTMODE_NUMBERCHANGED, "the number was changed";
        OUTOFORDER = LINEDISCONNECTMODE_OUTOFORDER, "the called station is out of order";
        TEMPFAILURE = LINEDISCONNECTMODE_TEMPFAILURE, "the network failed for now";
        QOSUNAVAIL = LINEDISCONNECTMODE_QOSUNAVAIL, "the quality of service cannot be had";
        BLOCKED = LINEDISCONNECTMODE_BLOCKED, "calls to the address are blocked";
        DONOTDISTURB = LINEDISCONNECTMODE_DONOTDISTURB, "the called station is not to be disturbed";
        CANCELLED = LINEDISCONNECTMODE_CANCELLED, "the caller gave up";
        DESTINATIONBARRED = LINEDISCONNECTMODE_DESTINATIONBARRED, "calls to the destination are barred";
        FDNRESTRICT = LINEDISCONNECTMODE_FDNRESTRICT, "the number is not among the fixed dialling numbers";
    }
}

super::flags! {
    /// Which busy signal it is. Page: `linebusymode--constants`.
    LineBusyModes {
        STATION = LINEBUSYMODE_STATION, "the station is busy";
        TRUNK = LINEBUSYMODE_TRUNK, "a trunk or circuit is busy";
        UNKNOWN = LINEBUSYMODE_UNKNOWN, "not known yet";
        UNAVAIL = LINEBUSYMODE_UNAVAIL, "never known";
    }
}

super::flags! {
    /// How a call is connected. Page: `lineconnectedmode--constants`.
    LineConnectedModes {
        ACTIVE = LINECONNECTEDMODE_ACTIVE, "this station takes part";
        INACTIVE = LINECONNECTEDMODE_INACTIVE, "another station on the same address takes part";
        ACTIVEHELD = LINECONNECTEDMODE_ACTIVEHELD, "this station takes part, and the other side holds";
        INACTIVEHELD = LINECONNECTEDMODE_INACTIVEHELD, "another station takes part, and the other side holds";
        CONFIRMED = LINECONNECTEDMODE_CONFIRMED, "the network confirmed the connection";
    }
}

super::flags! {
    /// How a call is offered. Page: `lineofferingmode--constants`.
    LineOfferingModes {
        ACTIVE = LINEOFFERINGMODE_ACTIVE, "the station is alerted";
        INACTIVE = LINEOFFERINGMODE_INACTIVE, "the station is not alerted";
    }
}

super::flags! {
    /// Which special information tone it is. Page: `linespecialinfo--constants`.
    LineSpecialInfo {
        NOCIRCUIT = LINESPECIALINFO_NOCIRCUIT, "no circuit, or an emergency";
        CUSTIRREG = LINESPECIALINFO_CUSTIRREG, "the number is vacant, changed or out of order";
        REORDER = LINESPECIALINFO_REORDER, "dial again";
        UNKNOWN = LINESPECIALINFO_UNKNOWN, "not known yet";
        UNAVAIL = LINESPECIALINFO_UNAVAIL, "never known";
    }
}

super::flags! {
    /// Which dial tone it is. Page: `linedialtonemode--constants`.
    LineDialToneModes {
        NORMAL = LINEDIALTONEMODE_NORMAL, "the ordinary one";
        SPECIAL = LINEDIALTONEMODE_SPECIAL, "one that tells of a waiting condition";
        INTERNAL = LINEDIALTONEMODE_INTERNAL, "the one for inside calls";
        EXTERNAL = LINEDIALTONEMODE_EXTERNAL, "the one for outside calls";
        UNKNOWN = LINEDIALTONEMODE_UNKNOWN, "not known yet";
        UNAVAIL = LINEDIALTONEMODE_UNAVAIL, "never known";
    }
}
