/* Handles that there are not: before a session, of another kind, closed, made up. */
#include "scenario.h"

#include "line_functions.h"

/* Every function refuses it with its own code; so much of them as takes handles of that kind. */
static void refused_by_all(DWORD_PTR handle, DWORD kind, const char *what)
{
    for (unsigned each = 0; each < line_function_count; each++) {
        const struct line_function *function = &line_functions[each];
        if (kind != 0 && function->wrong_handle != kind)
            continue;
        DRV_REQUESTID id = told_request();
        about("%s, %s", function->name, what);
        refused(id, function->call(&tsp, id, handle), function->wrong_handle, function->name);
    }
    about("%s", "");
}

void before_any_session(void)
{
    DWORD value = 0;
    HDRVLINE opened = NULL;
    group("before any session");
    refused_by_all(0, 0, "no handle");
    refused_by_all(1, 0, "handle 1");
    RESULT(tsp.TSPI_lineOpen(LINE_BASE, NULL, &opened, V3_1, told_line), LINEERR_UNINITIALIZED, "lineOpen");
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(LINE_BASE, V2_0, V3_1, &value), LINEERR_UNINITIALIZED, "negotiation for a line");
    RESULT(tsp.TSPI_lineGetExtensionID(LINE_BASE, V3_1, NULL), LINEERR_UNINITIALIZED, "lineGetExtensionID");
    RESULT(tsp.TSPI_providerCreateLineDevice(1, 99), LINEERR_UNINITIALIZED, "providerCreateLineDevice");
    RESULT(tsp.TSPI_providerShutdown(V3_1, PROVIDER_ID), LINEERR_UNINITIALIZED, "providerShutdown");
}

/* Phones' functions know them as little. */
static void no_phone(DWORD_PTR handle)
{
    static DWORD room[256];
    HDRVPHONE phone = (HDRVPHONE)handle;
    room[0] = sizeof room;
    RESULT(tsp.TSPI_phoneGetStatus(phone, (LPPHONESTATUS)room), PHONEERR_INVALPHONEHANDLE, "phoneGetStatus");
    REFUSED(PHONEERR_INVALPHONEHANDLE, TSPI_phoneSetData, phone, 0, "x", 1);
    RESULT(tsp.TSPI_phoneClose(phone), PHONEERR_INVALPHONEHANDLE, "phoneClose");
}

static void CALLBACK nothing_of_phones(HTAPIPHONE phone, DWORD message, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third)
{
    (void)phone, (void)message, (void)first, (void)second, (void)third;
}

void wrong_handles(void)
{
    call caller, called, old;
    HDRVPHONE phone = NULL;
    DWORD value = 0;
    session_begin(V3_1);
    group("handles that there are not");
    line anna = line_open(ANNA, V3_1), berta = line_open(BERTA, V3_1), carla = line_open(CARLA, V3_1);
    RESULT(tsp.TSPI_phoneOpen(PHONE_BASE + 1, NULL, &phone, V3_1, nothing_of_phones), 0, "phoneOpen");
    old = call_make(&carla, "0444", NULL);
    call_end(&old);
    line_close(&carla);
    call_between(&anna, &berta, &caller, &called);
    const DWORD_PTR lines[] = {(DWORD_PTR)anna.hd, (DWORD_PTR)berta.hd}, calls[] = {(DWORD_PTR)caller.hd, (DWORD_PTR)called.hd};
    refused_by_all(0, 0, "no handle");
    refused_by_all(1, 0, "handle 1");
    refused_by_all((DWORD_PTR)0 - 1, 0, "all bits");
    refused_by_all((DWORD_PTR)phone, 0, "a phone's");
    refused_by_all((DWORD_PTR)&value, 0, "a pointer");
    refused_by_all((DWORD_PTR)old.hd, 0, "that of a call that was closed");
    refused_by_all((DWORD_PTR)carla.hd, 0, "that of a line that was closed");
    refused_by_all((DWORD_PTR)caller.ht, 0, "TAPI's own");
    for (unsigned each = 0; each < 2; each++) {
        refused_by_all(lines[each], LINEERR_INVALCALLHANDLE, "a line's, for a call's");
        refused_by_all(calls[each], LINEERR_INVALLINEHANDLE, "a call's, for a line's");
        no_phone(lines[each]);
        no_phone(calls[each]);
        for (unsigned bit = 0; bit < 8 * sizeof(DWORD_PTR); bit++) {
            DWORD_PTR line_like = lines[each] ^ (DWORD_PTR)1 << bit, call_like = calls[each] ^ (DWORD_PTR)1 << bit;
            if (line_like != lines[1 - each])
                refused_by_all(line_like, LINEERR_INVALLINEHANDLE, "nearly a line's");
            if (call_like != calls[1 - each])
                refused_by_all(call_like, LINEERR_INVALCALLHANDLE, "nearly a call's");
        }
    }
    group("nothing has come of it");
    EQUAL(call_status(&caller).dwCallState, LINECALLSTATE_CONNECTED, "the call is up");
    EQUAL(call_status(&called).dwCallState, LINECALLSTATE_CONNECTED, "at both ends");
    RESULT(tsp.TSPI_lineGetNumAddressIDs(anna.hd, &value), 0, "the line is open");
    RESULT(tsp.TSPI_phoneClose(phone), 0, "phoneClose");
    call_end(&caller);
    call_end(&called);
    line_close(&anna);
    line_close(&berta);
    session_end(V3_1);
    group("handles after the session");
    refused_by_all(lines[0], 0, "a line's");
    refused_by_all(calls[0], 0, "a call's");
}
