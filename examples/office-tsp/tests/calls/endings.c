/* Closing calls and lines, and shutting down, with calls up and requests open. */
#include "scenario.h"

/* It was completed by now, once. */
static void completed(DRV_REQUESTID id, DWORD code, const char *what)
{
    LONG result = 1;
    EQUAL(told_results(id, &result), 1, "%s was completed once, and before it returned", what);
    RESULT(result, code, "the completion of %s", what);
}

static void close_after_drop(int slow)
{
    call caller, called;
    line lines[3];
    about("%s", slow ? "later" : "at once");
    lines_open(lines, slow);
    call_between(&lines[0], &lines[1], &caller, &called);
    DRV_REQUESTID id = told_request();
    accepted(id, tsp.TSPI_lineDrop(id, caller.hd, "bye", 3), "lineDrop");
    call_close(&caller);
    EQUAL(told_results(id, NULL), 1, "the drop was completed before lineCloseCall returned");
    unsigned told = told_about(caller.ht);
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    call_end(&called);
    /* There is room for another call. */
    call next = call_make(&lines[0], "0444", NULL);
    call_reaches(&next, LINECALLSTATE_RINGBACK);
    EQUAL(told_about(caller.ht), told, "nothing more of the call that was closed");
    call_end(&next);

    /* Closing alone drops a call that was made or answered. */
    call_between(&lines[0], &lines[1], &caller, &called);
    call_close(&caller);
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    call_end(&called);
    /* Right after making it: the handle is TAPI's, and the request may still be open. */
    id = told_request();
    call made = {NULL, told_new_call(lines[0].ht, id), &lines[0]};
    accepted(id, tsp.TSPI_lineMakeCall(id, lines[0].hd, made.ht, &made.hd, wide("0444"), 0, NULL), "lineMakeCall");
    call_close(&made);
    EQUAL(told_results(id, NULL), 1, "making it was completed before lineCloseCall returned");
    for (int each = 0; each < 3; each++)
        line_close(&lines[each]);
    about("%s", "");
}

static void close_with_requests_open(void)
{
    call caller, called;
    DRV_REQUESTID open[6];
    line anna = line_open(ANNA, V3_1), faulty = line_open(FAULTY, V3_1);
    call_between(&anna, &faulty, &caller, &called);
    for (int each = 0; each < 6; each++) {
        open[each] = told_request();
        if (each % 2 == 0)
            accepted(open[each], tsp.TSPI_lineSendUserUserInfo(open[each], called.hd, "x", 1), "lineSendUserUserInfo");
        else
            accepted(open[each], tsp.TSPI_lineHold(open[each], called.hd), "lineHold");
    }
    for (int each = 0; each < 6; each++)
        EQUAL(told_results(open[each], NULL), 0, "it is not answered");
    call_close(&called);
    for (int each = 0; each < 6; each++)
        completed(open[each], LINEERR_OPERATIONFAILED, "what was open");
    call_end(&caller);
    line_close(&anna);
    line_close(&faulty);
}

static void close_lines(void)
{
    call caller, called;
    DRV_REQUESTID held;
    line anna = line_open(ANNA, V3_1), faulty = line_open(FAULTY, V3_1);
    call_between(&anna, &faulty, &caller, &called);
    held = told_request();
    accepted(held, tsp.TSPI_lineHold(held, called.hd), "lineHold");
    line_close(&faulty);
    told_closed_call(called.ht);
    completed(held, LINEERR_OPERATIONFAILED, "what was open");
    RESULT(tsp.TSPI_lineCloseCall(called.hd), LINEERR_INVALCALLHANDLE, "the call has gone with its line");
    RESULT(tsp.TSPI_lineClose(faulty.hd), LINEERR_INVALLINEHANDLE, "closing it again");
    call_reaches(&caller, LINECALLSTATE_DISCONNECTED);
    EQUAL(told_count(faulty.ht, NULL, LINE_CLOSE, 0), 0, "LINE_CLOSE is for lines that the provider closes");
    call_end(&caller);
    /* An incoming call that nobody has asked anything of goes on without TAPI. */
    line berta = line_open(BERTA, V3_1);
    caller = call_make(&anna, "102", NULL);
    called = call_comes_in(&berta);
    call_reaches(&caller, LINECALLSTATE_RINGBACK);
    call_close(&called);
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, 0), 0, "nobody");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, VOICE), 0, "somebody");
    EQUAL(call_status(&caller).dwCallState, LINECALLSTATE_RINGBACK, "it rings on");
    EQUAL(told_count(berta.ht, NULL, LINE_NEWCALL, 0), 1, "TAPI has let go of it");
    line_close(&berta);
    /* Another open finds it. */
    berta = line_open(BERTA, V3_1);
    called = call_comes_in(&berta);
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    line_close(&berta);
    call_reaches(&caller, LINECALLSTATE_DISCONNECTED);
    call_end(&caller);
    line_close(&anna);
}

void endings(void)
{
    session_begin(V3_1);
    group("closing a call right after dropping or making it");
    close_after_drop(0);
    close_after_drop(1);
    group("closing a call with requests open");
    close_with_requests_open();
    group("closing lines with calls up");
    close_lines();
    session_end(V3_1);
}

void failing_calls(void)
{
    group("calls that are not made");
    session_begin(V3_1);
    line faulty = line_open(FAULTY, V3_1);
    DRV_REQUESTID ids[3];
    call made[3];
    for (int each = 0; each < 3; each++) {
        ids[each] = told_request();
        made[each] = (call){NULL, told_new_call(faulty.ht, ids[each]), &faulty};
        accepted(ids[each], tsp.TSPI_lineMakeCall(ids[each], faulty.hd, made[each].ht, &made[each].hd, wide("102"), 0, NULL),
                 "lineMakeCall");
        CHECK(made[each].hd != NULL, "there is a handle");
        if (each == 0)
            finished(ids[each], LINEERR_CALLUNAVAIL, "lineMakeCall");
    }
    /* One that has failed waits to be closed, and is nothing. */
    EQUAL(call_status(&made[0]).dwCallState, LINECALLSTATE_IDLE, "its state");
    EQUAL(call_status(&made[0]).dwCallFeatures, 0, "nothing can be done with it");
    REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineAnswer, made[0].hd, NULL, 0);
    call_close(&made[0]);
    /* Those that are still being made end with their handle, or their line. */
    EQUAL(told_results(ids[1], NULL), 0, "it is not answered");
    call_close(&made[1]);
    completed(ids[1], LINEERR_OPERATIONFAILED, "making the second");
    EQUAL(told_results(ids[2], NULL), 0, "the third is not answered");
    call fourth = call_make(&faulty, "0444", NULL);
    call_reaches(&fourth, LINECALLSTATE_RINGBACK);
    call_end(&fourth);
    line_close(&faulty);
    completed(ids[2], LINEERR_OPERATIONFAILED, "making the third");
    RESULT(tsp.TSPI_lineCloseCall(made[2].hd), LINEERR_INVALCALLHANDLE, "its handle");
    for (int each = 0; each < 3; each++)
        EQUAL(told_about(made[each].ht), 0, "nothing was told of it");
    session_end(V3_1);
}

void shutting_down(void)
{
    for (int slow = 0; slow < 2; slow++) {
        call caller, called, last;
        line lines[3];
        DRV_REQUESTID dropped = 0, pending[2];
        group(slow ? "shutting down with calls up, on lines that answer later" : "shutting down with calls up");
        session_begin(V3_1);
        lines_open(lines, slow);
        line faulty = line_open(FAULTY, V3_1);
        call_between(&lines[0], &faulty, &caller, &called);
        last = call_make(&lines[2], "0800", NULL);
        call_reaches(&last, LINECALLSTATE_CONNECTED);
        for (int each = 0; each < 2; each++) {
            pending[each] = told_request();
            accepted(pending[each], tsp.TSPI_lineHold(pending[each], called.hd), "lineHold");
        }
        dropped = told_request();
        accepted(dropped, tsp.TSPI_lineDrop(dropped, last.hd, "x", 1), "lineDrop");
        RESULT(tsp.TSPI_providerShutdown(V3_1, PROVIDER_ID), 0, "providerShutdown");
        told_stopped(1);
        for (int each = 0; each < 2; each++)
            completed(pending[each], LINEERR_OPERATIONFAILED, "what was open");
        EQUAL(told_results(dropped, NULL), 1, "the drop was completed before it returned");
        RESULT(tsp.TSPI_lineCloseCall(caller.hd), LINEERR_INVALCALLHANDLE, "a call of before");
        RESULT(tsp.TSPI_lineClose(lines[0].hd), LINEERR_INVALLINEHANDLE, "a line of before");
        RESULT(tsp.TSPI_providerShutdown(V3_1, PROVIDER_ID), LINEERR_UNINITIALIZED, "shutting down again");
        told_judge();
    }
}
