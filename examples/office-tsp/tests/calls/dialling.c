/* What can be dialled, what cannot, and where it leads. */
#include "scenario.h"

#include "guarded.h"

#include <stdio.h>

void in_parts(const line lines[3])
{
    group("a number that is dialled in parts");
    const char *address = lines[2].address;
    for (int first = 0; first < 3; first++) {
        /* The first part goes with making the call: nothing, a ";" only, or a digit. */
        char part[3] = {0};
        strcpy(part, first == 0 ? "" : ";");
        if (first == 2)
            strcpy(part, (char[]){address[0], ';', 0});
        about("making the call dials \"%s\"", part);
        call caller = call_make(&lines[0], part, NULL);
        call_reaches(&caller, first == 2 ? LINECALLSTATE_DIALING : LINECALLSTATE_DIALTONE);
        EQUAL(told_count(lines[2].ht, NULL, LINE_NEWCALL, 0), (unsigned)first, "nobody is called yet");
        if (first != 2)
            DONE(TSPI_lineDial, caller.hd, wide((char[]){address[0], ';', 0}), 0);
        REFUSED(LINEERR_DIALPROMPT, TSPI_lineDial, caller.hd, wide("2?"), 0);
        REFUSED(LINEERR_INVALADDRESS, TSPI_lineDial, caller.hd, wide("2;3"), 0);
        DONE(TSPI_lineDial, caller.hd, wide((char[]){address[1], ';', 0}), 0);
        DONE(TSPI_lineDial, caller.hd, wide((char[]){address[2], 0}), 49);
        call called = call_comes_in(&lines[2]);
        READS(&caller, CalledID, lines[2].address, "the number as a whole");
        call_reaches(&caller, LINECALLSTATE_RINGBACK);
        call_end(&caller);
        call_end(&called);
    }
}

/* A 16-bit text whose end is the end of memory. */
static LPCWSTR at_the_end(const guarded *memory, const char *text)
{
    return guarded_copy(memory, wide(text), sizeof(WCHAR) * (strlen(text) + 1));
}

void what_cannot_be_dialled(const line lines[3])
{
    static const struct {
        const char *number;
        DWORD code;
    } wrong[] = {
        {"0W123", LINEERR_DIALDIALTONE}, {"w", LINEERR_DIALDIALTONE},   {"0@1", LINEERR_DIALQUIET},
        {"0$1", LINEERR_DIALBILLING},    {"0?1", LINEERR_DIALPROMPT},   {"?", LINEERR_DIALPROMPT},
        {"0:1", LINEERR_DIALVOICEDETECT}, {"12x", LINEERR_INVALADDRESS}, {"1;2", LINEERR_INVALADDRESS},
        {"1\n2", LINEERR_INVALADDRESS},  {"0@1W", LINEERR_DIALQUIET},   {"1|a\x01", LINEERR_INVALADDRESS},
    };
    static const char *const right[] = {"T%s", "P%s", "%s|456^Anna @ home?", "%s!", "%s,", "%s"};
    guarded *memory = guarded_new(4096);
    LINEDEVSTATUS status;
    HDRVCALL none = NULL;
    group("what cannot be dialled is refused at once, with no effect");
    for (size_t each = 0; each < sizeof wrong / sizeof *wrong; each++) {
        about("number %lu", (unsigned long)each);
        REFUSED(wrong[each].code, TSPI_lineMakeCall, lines[0].hd, told_new_call(lines[0].ht, id), &none,
                at_the_end(memory, wrong[each].number), 0, NULL);
    }
    /* Longer than any number. */
    WCHAR *endless = guarded_last(memory, 2048 * sizeof(WCHAR));
    for (size_t at = 0; at < 2048; at++)
        endless[at] = '1';
    endless[2047] = 0;
    REFUSED(LINEERR_INVALADDRESS, TSPI_lineMakeCall, lines[0].hd, told_new_call(lines[0].ht, id), &none, endless, 0, NULL);
    about("%s", "");
    memset(&status, 0, sizeof status);
    status.dwTotalSize = sizeof status;
    RESULT(tsp.TSPI_lineGetLineDevStatus(lines[0].hd, &status), 0, "lineGetLineDevStatus");
    EQUAL(status.dwNumActiveCalls, 0, "there is no call");
    EQUAL(told_count(lines[0].ht, NULL, LINE_NEWCALL, 0), 0, "none was told of");
    RESULT(tsp.TSPI_lineCloseCall(none), LINEERR_INVALCALLHANDLE, "the handle of a call that was refused");

    group("what is for people, and for other networks, can be dialled");
    for (size_t each = 0; each < sizeof right / sizeof *right; each++) {
        char number[64];
        about("number %lu", (unsigned long)each);
        snprintf(number, sizeof number, right[each], lines[1].address);
        call caller = call_make(&lines[0], number, NULL), called = call_comes_in(&lines[1]);
        call_end(&caller);
        call_end(&called);
    }
    guarded_free(memory);
}

void where_it_leads(const line lines[3])
{
    static const struct {
        const char *number;
        DWORD state, detail;
    } ways[] = {
        {"0555", LINECALLSTATE_BUSY, LINEBUSYMODE_STATION},
        {"0999", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CONGESTION},
        {"0444", LINECALLSTATE_RINGBACK, 0},
        {"777", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BADADDRESS},
        {"0800", LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE},
    };
    group("where a number leads, and the detail of the state");
    for (size_t each = 0; each < sizeof ways / sizeof *ways; each++) {
        about("number %s", ways[each].number);
        call caller = call_make(&lines[0], ways[each].number, NULL);
        EQUAL(call_reaches(&caller, ways[each].state), ways[each].detail, "the state's detail");
        LINECALLSTATUS status = call_status(&caller);
        EQUAL(status.dwCallState, ways[each].state, "the state");
        EQUAL(status.dwCallStateMode, ways[each].detail, "its detail in LINECALLSTATUS");
        call_end(&caller);
    }
    about("%s", "");
    call vacant = call_make(&lines[0], "0333", NULL);
    CHECK(call_reaches(&vacant, LINECALLSTATE_SPECIALINFO) != 0, "which tone says that nobody has the number any more");
    call_end(&vacant);
    /* A call that costs something, on a trunk. */
    call caller = call_make(&lines[0], "0800", NULL);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    call_changes(&caller, LINECALLINFOSTATE_CHARGINGINFO, 1);
    CHECK(call_info(&caller)->dwChargingInfoSize > 0, "what it costs");
    CHECK(call_info(&caller)->dwTrunk != 0xFFFFFFFF, "which trunk it goes by");
    READS(&caller, ConnectedIDName, "Clock", "who has answered");
    call_end(&caller);
    /* A line without room for another call. */
    call up, end;
    call_between(&lines[1], &lines[2], &up, &end);
    caller = call_make(&lines[0], lines[1].address, NULL);
    EQUAL(call_reaches(&caller, LINECALLSTATE_BUSY), LINEBUSYMODE_STATION, "a line that is in use is busy");
    call_end(&caller);
    HDRVCALL none = NULL;
    DRV_REQUESTID id = told_request();
    HTAPICALL never = told_new_call(lines[1].ht, id);
    LONG result = tsp.TSPI_lineMakeCall(id, lines[1].hd, never, &none, wide("0800"), 0, NULL);
    if (result == (LONG)id) {
        accepted(id, result, "a call on a line that is full");
        finished(id, LINEERR_CALLUNAVAIL, "a call on a line that is full");
        RESULT(tsp.TSPI_lineCloseCall(none), 0, "closing the call that was not made");
    } else {
        refused(id, result, LINEERR_CALLUNAVAIL, "a call on a line that is full");
    }
    call_end(&up);
    call_end(&end);
}
