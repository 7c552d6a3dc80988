/* Lines before they are opened, opening them, and which phone belongs to which line. */
#include "scenario.h"

#include "sweep.h"

#include <stdlib.h>

static void versions_of(DWORD device)
{
    static const struct {
        DWORD low, high, agreed; /* 0 for no version in common */
    } ranges[] = {
        {V2_0, V3_1, V3_1},       {V2_0, V2_0, V2_0},       {V2_1, V2_1, V2_1},       {V2_2, V2_2, V2_2},
        {V3_0, V3_0, V3_0},       {V2_0, V2_2, V2_2},       {0x00010003, V3_1, V3_1}, {V3_1, 0x00040000, V3_1},
        {0, 0xFFFFFFFF, V3_1},    {0x00010003, 0x00010004, 0}, {0x00030002, 0x00040000, 0}, {V3_1, V2_0, 0},
    };
    about("device %lu", (unsigned long)device);
    for (size_t each = 0; each < sizeof ranges / sizeof *ranges; each++) {
        DWORD version = 0;
        LONG result = tsp.TSPI_lineNegotiateTSPIVersion(device, ranges[each].low, ranges[each].high, &version);
        RESULT(result, ranges[each].agreed == 0 ? LINEERR_INCOMPATIBLEAPIVERSION : 0, "versions 0x%lx to 0x%lx",
               (unsigned long)ranges[each].low, (unsigned long)ranges[each].high);
        EQUAL(version, ranges[each].agreed, "the version agreed on");
    }
    about("%s", "");
}

/* Every function of a device id, with an id of no line. */
static void no_device(DWORD device)
{
    static DWORD room[1024];
    LINEEXTENSIONID extension;
    HDRVLINE opened = NULL;
    HICON icon = NULL;
    DWORD value = 0;
    room[0] = sizeof room;
    about("device %lu", (unsigned long)device);
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(device, V2_0, V3_1, &value), LINEERR_BADDEVICEID, "lineNegotiateTSPIVersion");
    RESULT(tsp.TSPI_lineNegotiateExtVersion(device, V3_1, 1, 2, &value), LINEERR_BADDEVICEID, "lineNegotiateExtVersion");
    RESULT(tsp.TSPI_lineGetExtensionID(device, V3_1, &extension), LINEERR_BADDEVICEID, "lineGetExtensionID");
    RESULT(tsp.TSPI_lineGetDevCaps(device, V3_1, 0, (LPLINEDEVCAPS)room), LINEERR_BADDEVICEID, "lineGetDevCaps");
    RESULT(tsp.TSPI_lineGetAddressCaps(device, 0, V3_1, 0, (LPLINEADDRESSCAPS)room), LINEERR_BADDEVICEID, "lineGetAddressCaps");
    RESULT(tsp.TSPI_lineGetIcon(device, NULL, &icon), LINEERR_BADDEVICEID, "lineGetIcon");
    RESULT(tsp.TSPI_lineGetDevConfig(device, (LPVARSTRING)room, wide("tapi/line")), LINEERR_BADDEVICEID, "lineGetDevConfig");
    RESULT(tsp.TSPI_lineSetDevConfig(device, room, 4, wide("tapi/line")), LINEERR_BADDEVICEID, "lineSetDevConfig");
    RESULT(tsp.TSPI_lineOpen(device, NULL, &opened, V3_1, told_line), LINEERR_BADDEVICEID, "lineOpen");
    CHECK(opened == NULL, "no handle");
    about("%s", "");
}

static void without_extensions(DWORD device)
{
    static const LINEEXTENSIONID none;
    LINEEXTENSIONID found = {1, 2, 3, 4};
    static DWORD room[64];
    HICON icon = NULL;
    DWORD version = 5;
    RESULT(tsp.TSPI_lineGetExtensionID(device, V3_1, &found), 0, "lineGetExtensionID");
    SAME(&found, &none, sizeof none, "no extension has the id zero");
    RESULT(tsp.TSPI_lineNegotiateExtVersion(device, V3_1, 1, 0x00010000, &version), LINEERR_INCOMPATIBLEEXTVERSION,
           "lineNegotiateExtVersion");
    EQUAL(version, 0, "the extension version after a failed negotiation");
    RESULT(tsp.TSPI_lineNegotiateExtVersion(device, V3_1, 1, 2, NULL), LINEERR_INVALPOINTER, "no room for the version");
    RESULT(tsp.TSPI_lineGetIcon(device, NULL, &icon), LINEERR_OPERATIONUNAVAIL, "lineGetIcon: there is none");
    RESULT(tsp.TSPI_lineGetIcon(device, wide("tapi/line"), &icon), LINEERR_OPERATIONUNAVAIL, "lineGetIcon of a class");
    RESULT(tsp.TSPI_lineGetIcon(device, NULL, NULL), LINEERR_INVALPOINTER, "no room for the icon");
    room[0] = sizeof room;
    RESULT(tsp.TSPI_lineGetDevConfig(device, (LPVARSTRING)room, wide("tapi/line")), LINEERR_OPERATIONUNAVAIL,
           "lineGetDevConfig: there is none");
    RESULT(tsp.TSPI_lineGetDevConfig(device, NULL, wide("tapi/line")), LINEERR_INVALPOINTER, "no room for a configuration");
    room[0] = sizeof(VARSTRING) - 1;
    RESULT(tsp.TSPI_lineGetDevConfig(device, (LPVARSTRING)room, wide("tapi/line")), LINEERR_STRUCTURETOOSMALL,
           "little room for a configuration");
    RESULT(tsp.TSPI_lineSetDevConfig(device, room, 4, wide("tapi/line")), LINEERR_OPERATIONUNAVAIL, "lineSetDevConfig");
    RESULT(tsp.TSPI_lineSetDevConfig(device, room, 4, NULL), LINEERR_INVALPOINTER, "lineSetDevConfig of no class");
}

void devices(void)
{
    static const DWORD others[] = {0, LINE_BASE - 1, LINE_BASE + LINES, PHONE_BASE, 0xFFFFFFFE};
    HDRVLINE again = NULL;
    group("lines before they are opened");
    session_begin(V3_1);
    for (DWORD each = 0; each < LINES; each++) {
        versions_of(LINE_BASE + each);
        without_extensions(LINE_BASE + each);
    }
    versions_of(INITIALIZE_NEGOTIATION);
    for (unsigned each = 0; each < sizeof others / sizeof *others; each++)
        no_device(others[each]);

    group("opening lines");
    line anna = line_open(ANNA, V3_1), away = line_open(AWAY, V2_0);
    RESULT(tsp.TSPI_lineOpen(anna.device, NULL, &again, V3_1, told_line), LINEERR_ALLOCATED, "a line that is open");
    RESULT(tsp.TSPI_lineOpen(LINE_BASE + BERTA, NULL, &again, V3_1, NULL), LINEERR_INVALPOINTER, "without a procedure");
    RESULT(tsp.TSPI_lineOpen(LINE_BASE + BERTA, NULL, NULL, V3_1, told_line), LINEERR_INVALPOINTER, "without room for a handle");
    RESULT(tsp.TSPI_lineOpen(LINE_BASE + BERTA, NULL, &again, 0x00010004, told_line), LINEERR_INCOMPATIBLEAPIVERSION,
           "for TAPI 1.4");
    CHECK(again == NULL, "none of them has given a handle");
    RESULT(tsp.TSPI_lineSelectExtVersion(anna.hd, 0), 0, "cancelling a selection of extensions");
    RESULT(tsp.TSPI_lineSelectExtVersion(anna.hd, 1), LINEERR_INCOMPATIBLEEXTVERSION, "selecting one that there is not");
    call made = call_make(&anna, "0444", NULL);
    call_reaches(&made, LINECALLSTATE_RINGBACK);
    HDRVCALL none = NULL;
    /* A line out of service can be opened, and makes no calls. */
    REFUSED(LINEERR_INVALLINESTATE, TSPI_lineMakeCall, away.hd, told_new_call(away.ht, id), &none, wide("101"), 0, NULL);
    HDRVLINE old = anna.hd;
    line_close(&anna);
    RESULT(tsp.TSPI_lineClose(old), LINEERR_INVALLINEHANDLE, "closing it again");
    RESULT(tsp.TSPI_lineCloseCall(made.hd), LINEERR_INVALCALLHANDLE, "its call has gone with it");
    anna = line_open(ANNA, V2_2);
    CHECK(anna.hd != old, "another handle");
    DWORD value = 0;
    RESULT(tsp.TSPI_lineGetNumAddressIDs(old, &value), LINEERR_INVALLINEHANDLE, "the old handle");
    line_close(&anna);
    session_end(V3_1);
}

struct asked {
    HDRVLINE line;
    HDRVCALL call;
    DWORD select;
    LPCWSTR class;
};

static LONG get_id(void *structure, const void *with)
{
    const struct asked *asked = with;
    /* A process elsewhere, as a remote client is. */
    return tsp.TSPI_lineGetID(asked->line, 0, asked->call, asked->select, structure, asked->class, INVALID_HANDLE_VALUE);
}

static void belongs(const struct asked *asked, DWORD device, const char *what)
{
    static const part parts[] = {PART(VARSTRING, String)};
    sweep sweep = {"lineGetID", sizeof(VARSTRING), parts, 1, get_id, asked, NULL, 0, LINEERR_STRUCTURETOOSMALL};
    VARSTRING *found = sweep_whole(&sweep);
    EQUAL(found->dwStringFormat, STRINGFORMAT_BINARY, "%s: the format", what);
    if (EQUAL(found->dwStringSize, sizeof device, "%s: the size", what))
        SAME((BYTE *)found + found->dwStringOffset, &device, sizeof device, "%s: the device's id", what);
    free(found);
    sweep_sizes(&sweep);
}

static void CALLBACK nothing_of_phones(HTAPIPHONE phone, DWORD message, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third)
{
    (void)phone, (void)message, (void)first, (void)second, (void)third;
}

void paired(void)
{
    static DWORD room[64];
    static const DWORD phones[3] = {PHONE_BASE, PHONE_BASE + 1, 0};
    WCHAR line_class[10], phone_class[11], wave_class[8], mixed_class[10];
    memcpy(line_class, u"tapi/line", sizeof line_class);
    memcpy(phone_class, u"tapi/phone", sizeof phone_class);
    memcpy(wave_class, u"wave/in", sizeof wave_class);
    memcpy(mixed_class, u"TAPI/Line", sizeof mixed_class);
    group("which device belongs to a line, an address and a call");
    session_begin(V3_1);
    line lines[3];
    lines_open(lines, 0);
    for (unsigned each = 0; each < 3; each++) {
        call made = call_make(&lines[each], "0444", NULL);
        const struct asked ways[] = {
            {lines[each].hd, NULL, LINECALLSELECT_LINE, line_class},
            {lines[each].hd, NULL, LINECALLSELECT_ADDRESS, mixed_class},
            {NULL, made.hd, LINECALLSELECT_CALL, line_class},
        };
        for (unsigned way = 0; way < 3; way++) {
            struct asked asked = ways[way];
            room[0] = sizeof room;
            about("line %u, way %u", each, way);
            belongs(&asked, lines[each].device, "tapi/line");
            asked.class = phone_class;
            if (phones[each] != 0)
                belongs(&asked, phones[each], "tapi/phone");
            else
                RESULT(get_id(room, &asked), LINEERR_INVALDEVICECLASS, "no phone belongs to it");
            asked.class = wave_class;
            RESULT(get_id(room, &asked), LINEERR_INVALDEVICECLASS, "a class of no device");
            asked.class = NULL;
            RESULT(get_id(room, &asked), LINEERR_INVALPOINTER, "no class");
        }
        about("%s", "");
        call_end(&made);
    }
    static const DWORD selects[] = {0, 3, 8, 0xFFFFFFFF};
    for (unsigned each = 0; each < 4; each++) {
        struct asked asked = {lines[0].hd, NULL, selects[each], line_class};
        RESULT(get_id(room, &asked), LINEERR_INVALCALLSELECT, "selection 0x%lx", (unsigned long)selects[each]);
    }
    RESULT(tsp.TSPI_lineGetID(lines[0].hd, 1, NULL, LINECALLSELECT_ADDRESS, (LPVARSTRING)room, line_class, NULL),
           LINEERR_INVALADDRESSID, "an address that there is not");

    group("which line belongs to a phone, and a line's address");
    HDRVPHONE phone = NULL;
    DWORD value = 0, line_id = 0;
    RESULT(tsp.TSPI_phoneOpen(PHONE_BASE + 1, NULL, &phone, V3_1, nothing_of_phones), 0, "phoneOpen");
    room[0] = sizeof room;
    RESULT(tsp.TSPI_phoneGetID(phone, (LPVARSTRING)room, line_class, NULL), 0, "phoneGetID");
    memcpy(&line_id, (BYTE *)room + ((LPVARSTRING)room)->dwStringOffset, sizeof line_id);
    EQUAL(line_id, LINE_BASE + BERTA, "the line of the phone");
    RESULT(tsp.TSPI_phoneClose(phone), 0, "phoneClose");
    RESULT(tsp.TSPI_lineGetNumAddressIDs(lines[1].hd, &value), 0, "lineGetNumAddressIDs");
    EQUAL(value, 1, "a line has one address");
    RESULT(tsp.TSPI_lineGetNumAddressIDs(lines[1].hd, NULL), LINEERR_INVALPOINTER, "no room for the number");
#define ADDRESS(mode, text, size) tsp.TSPI_lineGetAddressID(lines[1].hd, &value, (mode), wide(text), (size))
    value = 9;
    RESULT(ADDRESS(LINEADDRESSMODE_DIALABLEADDR, "103", 8), LINEERR_INVALADDRESS, "another line's address");
    RESULT(ADDRESS(LINEADDRESSMODE_ADDRESSID, "102", 8), LINEERR_OPERATIONUNAVAIL, "not by a dialable address");
    RESULT(ADDRESS(LINEADDRESSMODE_DIALABLEADDR, "102", 0xFFFFFFFF), LINEERR_INVALADDRESS, "longer than any");
    EQUAL(value, 9, "what is refused writes nothing");
    RESULT(ADDRESS(LINEADDRESSMODE_DIALABLEADDR, "102", 8), 0, "lineGetAddressID");
    EQUAL(value, 0, "the address's id");
#undef ADDRESS
    for (unsigned each = 0; each < 3; each++)
        line_close(&lines[each]);
    session_end(V3_1);
}
