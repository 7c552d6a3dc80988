/* session.h: calls. */
#include "session.h"

call call_make(const line *on, const char *number, LPLINECALLPARAMS params)
{
    DRV_REQUESTID id = told_request();
    call made = {NULL, told_new_call(on->ht, id), on};
    LPCWSTR dialled = number == NULL ? NULL : wide(number);
    accepted(id, tsp.TSPI_lineMakeCall(id, on->hd, made.ht, &made.hd, dialled, 0, params), "lineMakeCall");
    CHECK(made.hd != NULL, "the handle is there when lineMakeCall returns");
    finished(id, 0, "lineMakeCall");
    return made;
}

call call_comes_in(const line *on)
{
    call came = {NULL, NULL, on};
    DWORD first = 0;
    came.hd = told_comes_in(on->ht, &came.ht);
    call_reaches(&came, LINECALLSTATE_OFFERING);
    told_states(came.ht, &first, 1);
    EQUAL(first, LINECALLSTATE_OFFERING, "the first state of a call that comes in");
    return came;
}

void call_between(const line *from, const line *to, call *caller, call *called)
{
    *caller = call_make(from, to->address, NULL);
    *called = call_comes_in(to);
    DONE(TSPI_lineAnswer, called->hd, NULL, 0);
    call_reaches(caller, LINECALLSTATE_CONNECTED);
    call_reaches(called, LINECALLSTATE_CONNECTED);
}

DWORD call_reaches_again(const call *which, DWORD state, unsigned times)
{
    return (DWORD)told_wait(which->on->ht, which->ht, LINE_CALLSTATE, state, times).second;
}

DWORD call_reaches(const call *which, DWORD state)
{
    return call_reaches_again(which, state, 1);
}

void call_changes(const call *which, DWORD states, unsigned times)
{
    told_wait(which->on->ht, which->ht, LINE_CALLINFO, states, times);
}

void call_close(const call *which)
{
    RESULT(tsp.TSPI_lineCloseCall(which->hd), 0, "lineCloseCall");
    told_closed_call(which->ht);
    RESULT(tsp.TSPI_lineCloseCall(which->hd), LINEERR_INVALCALLHANDLE, "closing a call again");
}

void call_end(const call *which)
{
    if (call_status(which).dwCallState != LINECALLSTATE_IDLE)
        DONE(TSPI_lineDrop, which->hd, NULL, 0);
    call_reaches(which, LINECALLSTATE_IDLE);
    call_close(which);
}

const LINECALLINFO *call_info(const call *which)
{
    static DWORD rooms[4][2048];
    static unsigned next;
    DWORD *room = rooms[next++ % 4];
    LINECALLINFO *filled = (LINECALLINFO *)room;
    memset(room, 0, sizeof rooms[0]);
    filled->dwTotalSize = sizeof rooms[0];
    RESULT(tsp.TSPI_lineGetCallInfo(which->hd, filled), 0, "lineGetCallInfo");
    CHECK(filled->dwUsedSize == filled->dwNeededSize, "everything fits");
    return filled;
}

LINECALLSTATUS call_status(const call *which)
{
    LINECALLSTATUS filled;
    memset(&filled, 0, sizeof filled);
    filled.dwTotalSize = sizeof filled;
    RESULT(tsp.TSPI_lineGetCallStatus(which->hd, &filled), 0, "lineGetCallStatus");
    EQUAL(filled.dwUsedSize, sizeof filled, "a call's status has no further data");
    return filled;
}
