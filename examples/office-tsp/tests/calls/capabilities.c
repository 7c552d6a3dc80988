/* What lines and addresses can do, and how they are. */
#include "scenario.h"

#include "sweep.h"

#include <stdlib.h>

/* What a provider without these functions cannot promise. */
#define NO_FUNCTIONS                                                                                              \
    (LINECALLFEATURE_ADDTOCONF | LINECALLFEATURE_COMPLETECALL | LINECALLFEATURE_GATHERDIGITS                      \
     | LINECALLFEATURE_GENERATETONE | LINECALLFEATURE_MONITORDIGITS | LINECALLFEATURE_MONITORMEDIA                \
     | LINECALLFEATURE_MONITORTONES | LINECALLFEATURE_PARK | LINECALLFEATURE_PREPAREADDCONF                       \
     | LINECALLFEATURE_REMOVEFROMCONF | LINECALLFEATURE_SECURECALL | LINECALLFEATURE_SETMEDIACONTROL              \
     | LINECALLFEATURE_SETTERMINAL | LINECALLFEATURE_SETUPCONF | LINECALLFEATURE_SETTREATMENT | LINECALLFEATURE_SETQOS)
#define FEATURES                                                                                                  \
    (LINECALLFEATURE_ACCEPT | LINECALLFEATURE_ANSWER | LINECALLFEATURE_BLINDTRANSFER | LINECALLFEATURE_COMPLETETRANSF \
     | LINECALLFEATURE_DIAL | LINECALLFEATURE_DROP | LINECALLFEATURE_GENERATEDIGITS | LINECALLFEATURE_HOLD        \
     | LINECALLFEATURE_REDIRECT | LINECALLFEATURE_RELEASEUSERUSERINFO | LINECALLFEATURE_SENDUSERUSER              \
     | LINECALLFEATURE_SETCALLDATA | LINECALLFEATURE_SETCALLPARAMS | LINECALLFEATURE_SETUPTRANSFER                \
     | LINECALLFEATURE_SWAPHOLD | LINECALLFEATURE_UNHOLD)

struct asked {
    DWORD device, version;
};

static LONG get_line(void *structure, const void *with)
{
    const struct asked *asked = with;
    return tsp.TSPI_lineGetDevCaps(asked->device, asked->version, 0, structure);
}

static LONG get_address(void *structure, const void *with)
{
    const struct asked *asked = with;
    return tsp.TSPI_lineGetAddressCaps(asked->device, 0, asked->version, 0, structure);
}

/* A part is that text, with as many ends as it says. */
static void reads(const void *structure, size_t place, const char *text, size_t length, const char *what)
{
    DWORD size;
    const BYTE *found = part_of(structure, place, &size);
    if (!EQUAL(size, length * sizeof(WCHAR), "%s: its size", what))
        return;
    for (size_t at = 0; at < length; at++)
        if (found[2 * at] != (BYTE)text[at] || found[2 * at + 1] != 0)
            length = 0;
    CHECK(length != 0, "%s", what);
}

#define SAYS(structure, type, field, text) \
    reads(structure, offsetof(type, dw##field##Size), text, sizeof(text), #field)

static LINEDEVCAPS *line_caps(DWORD device, DWORD version)
{
    struct asked asked = {device, version};
    sweep sweep = {"lineGetDevCaps", 252, NULL, 0, get_line, &asked, NULL, 0, LINEERR_STRUCTURETOOSMALL};
    return sweep_whole(&sweep);
}

static void the_line_anna(const LINEDEVCAPS *caps)
{
    static const GUID pstn = {0x831CE2D6, 0x83B5, 0x11D1, {0xBB, 0x5C, 0x00, 0xC0, 0x4F, 0xB6, 0x80, 0x9F}};
    SAYS(caps, LINEDEVCAPS, ProviderInfo, "tspkit Office TSP");
    SAYS(caps, LINEDEVCAPS, SwitchInfo, "Business line, simulated");
    SAYS(caps, LINEDEVCAPS, LineName, "Anna");
    SAYS(caps, LINEDEVCAPS, DeviceClasses, "tapi/line\0tapi/phone\0");
    EQUAL(caps->dwPermanentLineID, 1, "its permanent number");
    EQUAL(caps->dwStringFormat, STRINGFORMAT_UNICODE, "the format of its texts");
    EQUAL(caps->dwAddressModes, LINEADDRESSMODE_ADDRESSID | LINEADDRESSMODE_DIALABLEADDR, "how addresses are named");
    EQUAL(caps->dwNumAddresses, 1, "how many there are");
    EQUAL(caps->dwBearerModes, LINEBEARERMODE_VOICE | LINEBEARERMODE_SPEECH | LINEBEARERMODE_DATA, "bearer modes");
    EQUAL(caps->dwMediaModes, VOICE | LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_DATAMODEM, "media modes");
    EQUAL(caps->dwGenerateDigitModes, LINEDIGITMODE_PULSE | LINEDIGITMODE_DTMF, "digits");
    EQUAL(caps->dwGenerateToneModes | caps->dwMonitorDigitModes | caps->dwMonitorToneMaxNumFreq, 0, "no tones, no listening");
    EQUAL(caps->dwDevCapFlags, LINEDEVCAPFLAGS_HIGHLEVCOMP | LINEDEVCAPFLAGS_LOWLEVCOMP | LINEDEVCAPFLAGS_CLOSEDROP, "flags");
    EQUAL(caps->dwMaxNumActiveCalls, 1, "calls at a time");
    EQUAL(caps->dwAnswerMode, LINEANSWERMODE_NONE, "answering leaves other calls alone");
    EQUAL(caps->dwRingModes, 1, "ring modes");
    const DWORD sizes[] = {131, 131, 131, 131, 1024, 1024};
    SAME(&caps->dwUUIAcceptSize, sizes, sizeof sizes, "limits of user-user information");
    EQUAL(caps->dwLineFeatures, LINEFEATURE_MAKECALL | LINEFEATURE_DEVSPECIFIC, "features");
    EQUAL(caps->dwAddressTypes, LINEADDRESSTYPE_PHONENUMBER, "kinds of addresses");
    SAME(&caps->ProtocolGuid, &pstn, sizeof pstn, "the protocol");
    const DWORD told = LINEDEVSTATE_RINGING | LINEDEVSTATE_CONNECTED | LINEDEVSTATE_DISCONNECTED | LINEDEVSTATE_INSERVICE
        | LINEDEVSTATE_OUTOFSERVICE | LINEDEVSTATE_NUMCALLS;
    EQUAL(caps->dwLineStates & told, told, "changes that it tells of");
    EQUAL(caps->dwLineStates & (LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE), 0, "changes that TAPI tells of");
}

static void the_line_plain(const LINEDEVCAPS *caps)
{
    const DWORD sizes[6] = {0};
    SAYS(caps, LINEDEVCAPS, LineName, "Plain");
    SAYS(caps, LINEDEVCAPS, DeviceClasses, "tapi/line\0");
    EQUAL(caps->dwPermanentLineID, 4, "its permanent number");
    EQUAL(caps->dwBearerModes, LINEBEARERMODE_VOICE, "bearer modes");
    EQUAL(caps->dwMediaModes, VOICE, "media modes");
    EQUAL(caps->dwGenerateDigitModes, 0, "no digits");
    EQUAL(caps->dwDevCapFlags, LINEDEVCAPFLAGS_CLOSEDROP, "flags");
    EQUAL(caps->dwRingModes, 0, "it does not ring");
    EQUAL(caps->dwLineStates & LINEDEVSTATE_RINGING, 0, "and tells nothing of it");
    SAME(&caps->dwUUIAcceptSize, sizes, sizeof sizes, "no user-user information");
    EQUAL(caps->dwLineFeatures, LINEFEATURE_MAKECALL, "features");
}

static void addresses(void)
{
    struct asked anna = {LINE_BASE + ANNA, V3_1}, plain = {LINE_BASE + PLAIN, V3_1};
    static DWORD room[1024];
    sweep sweep = {"lineGetAddressCaps", sizeof(LINEADDRESSCAPS), NULL, 0, get_address, &anna, NULL, 0,
                   LINEERR_STRUCTURETOOSMALL};
    LINEADDRESSCAPS *caps = sweep_whole(&sweep);
    about("the address of %s", "Anna");
    SAYS(caps, LINEADDRESSCAPS, Address, "101");
    SAYS(caps, LINEADDRESSCAPS, DeviceClasses, "tapi/line\0tapi/phone\0");
    EQUAL(caps->dwLineDeviceID, LINE_BASE + ANNA, "its line");
    EQUAL(caps->dwAddressSharing, LINEADDRESSSHARING_PRIVATE, "it is nobody else's");
    EQUAL(caps->dwCallFeatures, FEATURES, "what can be done with its calls");
    EQUAL(caps->dwCallFeatures & NO_FUNCTIONS, 0, "nothing for which there are no functions");
    EQUAL(caps->dwMaxCallDataSize, 4096, "the largest call data");
    EQUAL(caps->dwMaxNumActiveCalls, 1, "calls up");
    EQUAL(caps->dwMaxNumOnHoldCalls, 1, "calls on hold");
    EQUAL(caps->dwMaxNumOnHoldPendingCalls, 1, "calls that wait for a transfer");
    EQUAL(caps->dwTransferModes, LINETRANSFERMODE_TRANSFER, "how a transfer can be completed");
    EQUAL(caps->dwAddressFeatures, LINEADDRFEATURE_MAKECALL, "what can be done with the address");
    const DWORD flags = LINEADDRCAPFLAGS_PARTIALDIAL | LINEADDRCAPFLAGS_TRANSFERHELD | LINEADDRCAPFLAGS_TRANSFERMAKE;
    EQUAL(caps->dwAddrCapFlags & flags, flags, "flags");
    const DWORD told = LINECALLINFOSTATE_USERUSERINFO | LINECALLINFOSTATE_HIGHLEVELCOMP | LINECALLINFOSTATE_LOWLEVELCOMP
        | LINECALLINFOSTATE_CHARGINGINFO | LINECALLINFOSTATE_DEVSPECIFIC | LINECALLINFOSTATE_CALLDATA
        | LINECALLINFOSTATE_CALLERID;
    EQUAL(caps->dwCallInfoStates & told, told, "what may be told to have changed of a call");
    EQUAL(caps->dwCallStates & LINECALLSTATE_CONFERENCED, 0, "no conferences");
    EQUAL(caps->dwCallStates & LINECALLSTATE_IDLE, LINECALLSTATE_IDLE, "every call ends");
    free(caps);
    about("the address of %s", "Plain");
    sweep.with = &plain;
    caps = sweep_whole(&sweep);
    EQUAL(caps->dwCallFeatures, LINECALLFEATURE_ANSWER | LINECALLFEATURE_DROP, "what can be done with its calls");
    EQUAL(caps->dwCallInfoStates & told, LINECALLINFOSTATE_CALLERID, "what may be told to have changed of a call");
    EQUAL(caps->dwMaxCallDataSize | caps->dwTransferModes, 0, "no call data, no transfers");
    EQUAL(caps->dwAddrCapFlags & LINEADDRCAPFLAGS_PARTIALDIAL, 0, "numbers at once");
    free(caps);
    about("%s", "");
    room[0] = sizeof room;
    RESULT(tsp.TSPI_lineGetAddressCaps(anna.device, 1, V3_1, 0, (LPLINEADDRESSCAPS)room), LINEERR_INVALADDRESSID,
           "an address that there is not");
    RESULT(tsp.TSPI_lineGetAddressCaps(anna.device, 0, 0x00010004, 0, (LPLINEADDRESSCAPS)room), LINEERR_INCOMPATIBLEAPIVERSION,
           "for TAPI 1.4");
    RESULT(tsp.TSPI_lineGetDevCaps(anna.device, V3_1, 1, (LPLINEDEVCAPS)room), LINEERR_INCOMPATIBLEEXTVERSION,
           "with an extension that there is not");
    RESULT(tsp.TSPI_lineGetDevCaps(anna.device, V3_1, 0, NULL), LINEERR_INVALPOINTER, "no room");
}

static void what_plain_lacks(void)
{
    line lines[2] = {line_open(ANNA, V3_1), line_open(PLAIN, V3_1)};
    call caller, called;
    HDRVCALL none = NULL;
    call_between(&lines[0], &lines[1], &caller, &called);
    EQUAL(call_status(&called).dwCallFeatures, LINECALLFEATURE_DROP, "what can be done now");
    REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineHold, called.hd);
    REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineSendUserUserInfo, called.hd, "x", 1);
    REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineSetCallData, called.hd, "x", 1);
    REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineBlindTransfer, called.hd, wide("103"), 0);
    REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineSetupTransfer, called.hd, told_new_call(lines[1].ht, id), &none, NULL);
    REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineDevSpecific, lines[1].hd, 0, NULL, "x", 1);
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineDrop, called.hd, "x", 1);
    RESULT(tsp.TSPI_lineGenerateDigits(called.hd, 1, LINEDIGITMODE_DTMF, wide("1"), 0), LINEERR_OPERATIONUNAVAIL, "digits");
    DONE(TSPI_lineReleaseUserUserInfo, called.hd);
    call_end(&called);
    call_end(&caller);
    REFUSED(LINEERR_INVALADDRESS, TSPI_lineMakeCall, lines[1].hd, told_new_call(lines[1].ht, id), &none, wide("1;"), 0, NULL);
    for (int each = 0; each < 2; each++)
        line_close(&lines[each]);
}

void capabilities(void)
{
    GUID guids[LINES];
    session_begin(V3_1);
    group("what lines can do");
    for (DWORD device = LINE_BASE; device < LINE_BASE + LINES; device++) {
        LINEDEVCAPS *caps = line_caps(device, V3_1), *again = line_caps(device, V2_2);
        memcpy(&guids[device - LINE_BASE], &caps->PermanentLineGuid, sizeof(GUID));
        SAME(&again->PermanentLineGuid, &caps->PermanentLineGuid, sizeof(GUID), "a line's GUID stays");
        for (DWORD other = 0; other < device - LINE_BASE; other++)
            CHECK(memcmp(&guids[other], &guids[device - LINE_BASE], sizeof(GUID)) != 0, "each line has one of its own");
        if (device == LINE_BASE + ANNA)
            the_line_anna(caps);
        if (device == LINE_BASE + PLAIN)
            the_line_plain(caps);
        free(caps);
        free(again);
    }
    group("what addresses can do");
    addresses();
    group("what a line lacks");
    what_plain_lacks();
    session_end(V3_1);
}
