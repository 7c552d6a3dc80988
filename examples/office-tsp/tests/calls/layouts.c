/* Every structure of lines and calls at every size, in the layout of every version, with all there is in it. */
#include "scenario.h"

#include "sweep.h"

#include <stdlib.h>

/* mingw's structures are those of 3.1; the fixed parts of the others are from the pages. */
static const struct {
    const char *name;
    DWORD version, line_caps, address_caps, call_info, call_status;
} layouts_of[] = {
    {"structures of version 2.0 at every size", V2_0, 252, 228, 324, 56},
    {"structures of version 2.1 at every size", V2_1, 252, 228, 324, 56},
    {"structures of version 2.2 at every size", V2_2, 268, 228, 324, 56},
    {"structures of version 3.0 at every size", V3_0, 292, 228, 344, 56},
    {"structures of version 3.1 at every size", V3_1, 292, 228, 344, 56},
};

struct asked {
    DWORD device, version;
    HDRVLINE line;
    HDRVCALL call;
};

#define GETS(name, ...)                                          \
    static LONG name(void *structure, const void *with)          \
    {                                                            \
        const struct asked *asked = with;                        \
        return __VA_ARGS__;                                      \
    }
GETS(line_caps, tsp.TSPI_lineGetDevCaps(asked->device, asked->version, 0, structure))
GETS(address_caps, tsp.TSPI_lineGetAddressCaps(asked->device, 0, asked->version, 0, structure))
GETS(line_status, tsp.TSPI_lineGetLineDevStatus(asked->line, structure))
GETS(address_status, tsp.TSPI_lineGetAddressStatus(asked->line, 0, structure))
GETS(call_info_of, tsp.TSPI_lineGetCallInfo(asked->call, structure))
GETS(call_status_of, tsp.TSPI_lineGetCallStatus(asked->call, structure))

static const part line_parts[] = {
    PART(LINEDEVCAPS, ProviderInfo), PART(LINEDEVCAPS, SwitchInfo),   PART(LINEDEVCAPS, LineName), PART(LINEDEVCAPS, TerminalCaps),
    PART(LINEDEVCAPS, TerminalText), PART(LINEDEVCAPS, DevSpecific), PART(LINEDEVCAPS, DeviceClasses),
};
static const part address_parts[] = {
    PART(LINEADDRESSCAPS, Address),           PART(LINEADDRESSCAPS, DevSpecific), PART(LINEADDRESSCAPS, CompletionMsgText),
    PART(LINEADDRESSCAPS, CallTreatmentList), PART(LINEADDRESSCAPS, DeviceClasses),
};
static const part line_status_parts[] = {PART(LINEDEVSTATUS, TerminalModes), PART(LINEDEVSTATUS, DevSpecific)};
static const part address_status_parts[] = {
    PART(LINEADDRESSSTATUS, Forward), PART(LINEADDRESSSTATUS, TerminalModes), PART(LINEADDRESSSTATUS, DevSpecific)};
static const part call_status_parts[] = {PART(LINECALLSTATUS, DevSpecific)};
static const part call_parts[] = {
    PART(LINECALLINFO, CallerID),         PART(LINECALLINFO, CallerIDName),     PART(LINECALLINFO, CalledID),
    PART(LINECALLINFO, CalledIDName),     PART(LINECALLINFO, ConnectedID),      PART(LINECALLINFO, ConnectedIDName),
    PART(LINECALLINFO, RedirectionID),    PART(LINECALLINFO, RedirectionIDName), PART(LINECALLINFO, RedirectingID),
    PART(LINECALLINFO, RedirectingIDName), PART(LINECALLINFO, Display),         PART(LINECALLINFO, UserUserInfo),
    PART(LINECALLINFO, HighLevelComp),    PART(LINECALLINFO, LowLevelComp),     PART(LINECALLINFO, ChargingInfo),
    PART(LINECALLINFO, TerminalModes),    PART(LINECALLINFO, DevSpecific),      PART(LINECALLINFO, CallData),
    PART(LINECALLINFO, SendingFlowspec),  PART(LINECALLINFO, ReceivingFlowspec),
};

/* What TAPI fills itself. */
static const span line_status_tapis[] = {
    {offsetof(LINEDEVSTATUS, dwNumOpens), 8}, {offsetof(LINEDEVSTATUS, dwAppInfoSize), 8}};
static const span call_status_tapis[] = {{offsetof(LINECALLSTATUS, dwCallPrivilege), 4}};
static const span call_tapis[] = {
    {offsetof(LINECALLINFO, hLine), 4},       {offsetof(LINECALLINFO, dwMonitorDigitModes), 8},
    {offsetof(LINECALLINFO, dwNumOwners), 8}, {offsetof(LINECALLINFO, dwAppNameSize), 32},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define SWEEP(function, fixed, parts, tapis, tapi_count, asked)                                                      \
    sweep_sizes(&(sweep){#function, fixed, parts, COUNT(parts), function, asked, tapis, tapi_count,                  \
                         LINEERR_STRUCTURETOOSMALL})

/* LINECALLPARAMS with everything that goes with a call; its fixed part is that of the version. */
static void fill_params(BYTE *room, DWORD fixed)
{
    LINECALLPARAMS *params = (LINECALLPARAMS *)room;
    DWORD at = fixed;
    memset(room, 0, 512);
#define PUT(field, text)                            \
    params->dw##field##Offset = at;                 \
    params->dw##field##Size = sizeof text - 1;      \
    memcpy(room + at, text, sizeof text - 1);       \
    at += sizeof text - 1
    PUT(UserUserInfo, "\004user to user");
    PUT(HighLevelComp, "high");
    PUT(LowLevelComp, "lo");
    PUT(DevSpecific, "specific");
    PUT(CallData, "the data");
#undef PUT
    params->dwTotalSize = at;
}

/* All that LINECALLINFO can say at once: a call that was made with all buffers, and was redirected on its way. */
static void every_part(const struct asked *asked)
{
    static const unsigned filled[] = {0, 1, 2, 8, 9, 11, 12, 13, 16, 17};
    struct sweep sweep = {.what = "lineGetCallInfo", .fixed = 324, .call = call_info_of, .with = asked};
    LINECALLINFO *info = sweep_whole(&sweep);
    for (size_t each = 0; each < COUNT(filled); each++) {
        DWORD size = 0;
        CHECK(part_of(info, call_parts[filled[each]].place, &size) != NULL, "there is %s", call_parts[filled[each]].name);
    }
    free(info);
}

void layouts(void)
{
    for (size_t each = 0; each < COUNT(layouts_of); each++) {
        DWORD version = layouts_of[each].version;
        BYTE room[512];
        group(layouts_of[each].name);
        session_begin(V3_1);
        line lines[3] = {line_open(ANNA, version), line_open(BERTA, V3_1), line_open(CARLA, version)};
        fill_params(room, version < V3_0 ? 176 : 180);
        call caller = call_make(&lines[0], lines[1].address, (LPLINECALLPARAMS)room), passed = call_comes_in(&lines[1]);
        DONE(TSPI_lineRedirect, passed.hd, wide(lines[2].address), 0);
        call_end(&passed);
        call called = call_comes_in(&lines[2]);
        struct asked asked = {lines[2].device, version, lines[2].hd, called.hd};
        every_part(&asked);
        DWORD needed = SWEEP(call_info_of, layouts_of[each].call_info, call_parts, call_tapis, COUNT(call_tapis), &asked);
        CHECK(needed > layouts_of[each].call_info + 37, "all buffers are in it");
        SWEEP(call_status_of, layouts_of[each].call_status, call_status_parts, call_status_tapis, 1, &asked);
        SWEEP(line_status, sizeof(LINEDEVSTATUS), line_status_parts, line_status_tapis, 2, &asked);
        SWEEP(address_status, sizeof(LINEADDRESSSTATUS), address_status_parts, NULL, 0, &asked);
        SWEEP(line_caps, layouts_of[each].line_caps, line_parts, NULL, 0, &asked);
        SWEEP(address_caps, layouts_of[each].address_caps, address_parts, NULL, 0, &asked);
        call_end(&caller);
        call_end(&called);
        /* One that costs something. */
        call dear = call_make(&lines[0], "0800", NULL);
        call_changes(&dear, LINECALLINFOSTATE_CHARGINGINFO, 1);
        call_reaches(&dear, LINECALLSTATE_CONNECTED);
        asked = (struct asked){lines[0].device, version, lines[0].hd, dear.hd};
        SWEEP(call_info_of, layouts_of[each].call_info, call_parts, call_tapis, COUNT(call_tapis), &asked);
        call_end(&dear);
        DWORD ids[3];
        if (version < V3_0) {
            call old = call_make(&lines[0], "0444", NULL);
            RESULT(tsp.TSPI_lineGetCallIDs(old.hd, &ids[0], &ids[1], &ids[2]), LINEERR_OPERATIONUNAVAIL,
                   "a function that came with 3.0");
            call_end(&old);
        }
        for (int line = 0; line < 3; line++)
            line_close(&lines[line]);
        session_end(V3_1);
    }
}
