/*
 * Calls between lines, and what goes with them: a provider is loaded, and driven as TAPI drives it for two applications.
 */
#include "checks.h"
#include "platform.h"
#include "provider.h"
#include "told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROVIDER_ID 5
#define LINE_BASE 40
#define LINES 3
#define VERSION 0x00030001
#define CONTROL (LINEMEDIAMODE_INTERACTIVEVOICE)

static provider tsp;

typedef struct line {
    HDRVLINE handle;
    HTAPILINE tapi;
} line;

typedef struct call {
    HDRVCALL handle;
    HTAPICALL tapi;
    const line *on;
} call;

/* Every request is accepted under its own id, and succeeds. */
#define DONE(function, ...)                                                                       \
    do {                                                                                          \
        DRV_REQUESTID id = told_request();                                                        \
        RESULT(tsp.function(id, __VA_ARGS__) - (LONG)id, 0, #function " accepts");                \
        RESULT(told_result(id), 0, #function " succeeds");                                        \
    } while (0)

static void begin(line lines[LINES])
{
    DWORD version = 0, count = 0, phones = 0, options = 0;
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(INITIALIZE_NEGOTIATION, 0x00020000, VERSION, &version), 0, "negotiation");
    RESULT(tsp.TSPI_providerEnumDevices(PROVIDER_ID, &count, &phones, (HPROVIDER)(DWORD_PTR)0x77, told_line, NULL), 0,
           "enumeration");
    EQUAL(count, LINES, "the number of lines");
    RESULT(tsp.TSPI_providerInit(version, PROVIDER_ID, LINE_BASE, 0, count, phones, told_completion, &options), 0, "Init");
    for (unsigned each = 0; each < LINES; each++) {
        line *opened = &lines[each];
        RESULT(tsp.TSPI_lineNegotiateTSPIVersion(LINE_BASE + each, 0x00020000, VERSION, &version), 0, "of line %u", each);
        EQUAL(version, VERSION, "the version of line %u", each);
        opened->tapi = (HTAPILINE)told_handle();
        RESULT(tsp.TSPI_lineOpen(LINE_BASE + each, opened->tapi, &opened->handle, version, told_line), 0, "lineOpen");
        RESULT(tsp.TSPI_lineSetDefaultMediaDetection(opened->handle, CONTROL), 0, "media detection");
    }
}

static call make(const line *on, LPCWSTR number, LPLINECALLPARAMS params)
{
    call made = {NULL, (HTAPICALL)told_handle(), on};
    DRV_REQUESTID id = told_request();
    LONG result = tsp.TSPI_lineMakeCall(id, on->handle, made.tapi, &made.handle, number, 0, params);
    RESULT(result - (LONG)id, 0, "lineMakeCall accepts");
    CHECK(made.handle != NULL, "the handle is there when lineMakeCall returns");
    RESULT(told_result(id), 0, "lineMakeCall succeeds");
    return made;
}

static call comes_in(const line *on, unsigned number)
{
    call came = {NULL, NULL, on};
    came.handle = told_call(on->tapi, number, &came.tapi);
    return came;
}

static void reaches(const call *which, DWORD state)
{
    told_wait(which->on->tapi, which->tapi, LINE_CALLSTATE, state, 1);
}

/* LINECALLINFO, in memory that the next call of this reuses. */
static const LINECALLINFO *info(const call *which)
{
    static DWORD room[1024];
    LINECALLINFO *filled = (LINECALLINFO *)room;
    memset(room, 0, sizeof room);
    filled->dwTotalSize = sizeof room;
    RESULT(tsp.TSPI_lineGetCallInfo(which->handle, filled), 0, "lineGetCallInfo");
    CHECK(filled->dwUsedSize == filled->dwNeededSize, "everything fits");
    return filled;
}

#define HOLDS(found, field, text, what)                                                                  \
    do {                                                                                                 \
        const LINECALLINFO *now = (found);                                                               \
        if (EQUAL(now->dw##field##Size, sizeof(text) - 1, what))                                         \
            SAME((const char *)now + now->dw##field##Offset, text, sizeof(text) - 1, what);              \
    } while (0)

static void buffers_cross(const line *here, const line *there)
{
    static const char user[] = "\004user\0user", high[] = "high", low[] = "low", specific[] = "spec", data[] = "data";
    struct {
        LINECALLPARAMS params;
        char rest[64];
    } given;
    DWORD at = sizeof given.params;
    group("what a call is made with is what the other end reads");
    memset(&given, 0, sizeof given);
    given.params.dwTotalSize = sizeof given;
#define GIVE(field, text)                                                                  \
    do {                                                                                   \
        given.params.dw##field##Size = sizeof text - 1;                                    \
        given.params.dw##field##Offset = at;                                               \
        memcpy((char *)&given + at, text, sizeof text - 1);                                \
        at += sizeof text - 1;                                                             \
    } while (0)
    GIVE(UserUserInfo, user);
    GIVE(HighLevelComp, high);
    GIVE(LowLevelComp, low);
    GIVE(DevSpecific, specific);
    GIVE(CallData, data);
    call caller = make(here, (LPCWSTR)u"102", &given.params);
    /* The memory is the caller's again. */
    memset(&given, 0xEE, sizeof given);
    call partner = comes_in(there, 0);
    reaches(&partner, LINECALLSTATE_OFFERING);
    HOLDS(info(&partner), UserUserInfo, "\004user\0user", "user-user information");
    HOLDS(info(&partner), HighLevelComp, "high", "high level compatibility");
    HOLDS(info(&partner), LowLevelComp, "low", "low level compatibility");
    HOLDS(info(&partner), DevSpecific, "spec", "device-specific data");
    HOLDS(info(&partner), CallData, "data", "call data");
    HOLDS(info(&partner), CallerID, "1\0000\0001\0\0\0", "who calls");
    HOLDS(info(&partner), CallerIDName, "A\0n\0n\0a\0\0\0", "and the name");

    group("user-user information while they talk");
    DONE(TSPI_lineAnswer, partner.handle, "answered", 8);
    reaches(&caller, LINECALLSTATE_CONNECTED);
    reaches(&partner, LINECALLSTATE_CONNECTED);
    DONE(TSPI_lineSendUserUserInfo, partner.handle, "second", 6);
    told_wait(here->tapi, caller.tapi, LINE_CALLINFO, LINECALLINFOSTATE_USERUSERINFO, 1);
    HOLDS(info(&caller), UserUserInfo, "answered", "the first message stays");
    DONE(TSPI_lineReleaseUserUserInfo, caller.handle);
    HOLDS(info(&caller), UserUserInfo, "second", "until it is released");
    DONE(TSPI_lineReleaseUserUserInfo, caller.handle);
    EQUAL(info(&caller)->dwUserUserInfoSize, 0, "nothing is left");
    static const char large[1025];
    RESULT(tsp.TSPI_lineSendUserUserInfo(told_request(), caller.handle, large, sizeof large), LINEERR_USERUSERINFOTOOBIG,
           "one byte too many");
    RESULT(tsp.TSPI_lineAnswer(told_request(), caller.handle, NULL, 0), LINEERR_INVALCALLSTATE, "answering one's own call");
    RESULT(tsp.TSPI_lineUnhold(told_request(), caller.handle), LINEERR_INVALCALLSTATE, "a call that is not on hold");

    group("digits, and the last words");
    RESULT(tsp.TSPI_lineGenerateDigits(caller.handle, 99, LINEDIGITMODE_DTMF, (LPCWSTR)u"12#", 0), 0, "digits");
    EQUAL(told_wait(here->tapi, caller.tapi, LINE_GENERATE, LINEGENERATETERM_DONE, 1), 99, "which digits");
    DONE(TSPI_lineReleaseUserUserInfo, partner.handle);
    DONE(TSPI_lineDrop, caller.handle, "the last", 8);
    reaches(&caller, LINECALLSTATE_IDLE);
    reaches(&partner, LINECALLSTATE_DISCONNECTED);
    HOLDS(info(&partner), UserUserInfo, "the last", "the last words");
    DONE(TSPI_lineDrop, partner.handle, NULL, 0);
    reaches(&partner, LINECALLSTATE_IDLE);
    RESULT(tsp.TSPI_lineCloseCall(caller.handle), 0, "lineCloseCall");
    RESULT(tsp.TSPI_lineCloseCall(partner.handle), 0, "lineCloseCall");
    RESULT(tsp.TSPI_lineHold(told_request(), caller.handle), LINEERR_INVALCALLHANDLE, "a call that was closed");
    EQUAL(told_count(here->tapi, caller.tapi, LINE_CALLSTATE, LINECALLSTATE_IDLE), 1, "the last state comes once");
}

static void transfers(const line lines[LINES])
{
    group("a transfer with consultation");
    call caller = make(&lines[0], (LPCWSTR)u"102", NULL);
    call middle = comes_in(&lines[1], 1);
    DONE(TSPI_lineAnswer, middle.handle, NULL, 0);
    reaches(&middle, LINECALLSTATE_CONNECTED);
    call consultation = {NULL, (HTAPICALL)told_handle(), &lines[1]};
    DRV_REQUESTID id = told_request();
    LONG result = tsp.TSPI_lineSetupTransfer(id, middle.handle, consultation.tapi, &consultation.handle, NULL);
    RESULT(result - (LONG)id, 0, "lineSetupTransfer accepts");
    RESULT(told_result(id), 0, "lineSetupTransfer succeeds");
    reaches(&middle, LINECALLSTATE_ONHOLDPENDTRANSFER);
    reaches(&consultation, LINECALLSTATE_DIALTONE);
    DONE(TSPI_lineDial, consultation.handle, (LPCWSTR)u"103", 0);
    call third = comes_in(&lines[2], 0);
    DONE(TSPI_lineAnswer, third.handle, NULL, 0);
    reaches(&consultation, LINECALLSTATE_CONNECTED);
    DONE(TSPI_lineCompleteTransfer, middle.handle, consultation.handle, NULL, NULL, LINETRANSFERMODE_TRANSFER);
    reaches(&middle, LINECALLSTATE_IDLE);
    reaches(&consultation, LINECALLSTATE_IDLE);

    group("a transfer without asking");
    DONE(TSPI_lineBlindTransfer, third.handle, (LPCWSTR)u"102", 0);
    reaches(&third, LINECALLSTATE_IDLE);
    call again = comes_in(&lines[1], 2);
    DONE(TSPI_lineAnswer, again.handle, NULL, 0);
    reaches(&again, LINECALLSTATE_CONNECTED);
    /* Once with the first, and again now. */
    told_wait(lines[0].tapi, caller.tapi, LINE_CALLSTATE, LINECALLSTATE_CONNECTED, 2);
    DONE(TSPI_lineSendUserUserInfo, caller.handle, "still here", 10);
    told_wait(lines[1].tapi, again.tapi, LINE_CALLINFO, LINECALLINFOSTATE_USERUSERINFO, 1);
    HOLDS(info(&again), UserUserInfo, "still here", "the far ends talk");
    for (unsigned each = 0; each < 2; each++) {
        const call *left = each ? &again : &caller;
        RESULT(tsp.TSPI_lineCloseCall(left->handle), 0, "closing a call that is up");
    }
}

static void endings(line lines[LINES])
{
    group("closing and shutting down with calls up");
    call caller = make(&lines[0], (LPCWSTR)u"0800", NULL);
    reaches(&caller, LINECALLSTATE_CONNECTED);
    RESULT(tsp.TSPI_lineClose(lines[0].handle), 0, "lineClose with a call up");
    unsigned told = told_about(caller.tapi);
    RESULT(tsp.TSPI_lineGetNumAddressIDs(lines[0].handle, &(DWORD){0}), LINEERR_INVALLINEHANDLE, "a line that was closed");
    RESULT(tsp.TSPI_lineCloseCall(caller.handle), LINEERR_INVALCALLHANDLE, "its call");
    call last = make(&lines[1], (LPCWSTR)u"0800", NULL);
    reaches(&last, LINECALLSTATE_CONNECTED);
    DRV_REQUESTID id = told_request();
    EQUAL(tsp.TSPI_lineDrop(id, last.handle, NULL, 0), id, "a drop right before the end");
    RESULT(tsp.TSPI_providerShutdown(VERSION, PROVIDER_ID), 0, "Shutdown");
    EQUAL(told_results(id), 1, "the drop was completed once");
    EQUAL(told_about(caller.tapi), told, "nothing more of a call whose line was closed");
    RESULT(tsp.TSPI_lineCloseCall(last.handle), LINEERR_INVALCALLHANDLE, "a call of before");
}

int main(int count, char **arguments)
{
    line lines[LINES];
    if (count != 2 || getenv("OFFICE_TSP_HARDWARE") == NULL) {
        fprintf(stderr, "usage: calls LIBRARY, with OFFICE_TSP_HARDWARE=sim:PATH of office.toml in the environment\n");
        return 2;
    }
    /* No callback is too slow on a busy machine. */
    environment_set("OFFICE_TSP_CLOSE_LIMIT", "10m");
    told_new();
    group("from loading to open lines");
    if (!provider_load(&tsp, arguments[1]))
        give_up("%s cannot be loaded", arguments[1]);
    begin(lines);
    buffers_cross(&lines[0], &lines[1]);
    transfers(lines);
    endings(lines);
    group("unloading");
    CHECK(provider_unload(&tsp), "the library is unloaded");
    told_free();
    return checks_end();
}
