/* What is asked inside a callback. */
#include "scenario.h"

#include "telling.h"

/* What is done there, and what came of it: written by the callback, read when it is over. */
static struct {
    DRV_REQUESTID id;
    LONG answered, information, status;
    DWORD size;
    int times;
} done;

/* The first call that is offered is looked at and answered before TAPI's procedure returns. */
static void answer_it(void)
{
    HDRVCALL hd = NULL;
    static DWORD room[1024];
    monitor_enter(telling.lock);
    const message *last = &telling.messages[telling.message_count - 1];
    if (telling.message_count != 0 && done.times == 0 && last->what == LINE_CALLSTATE && last->first == LINECALLSTATE_OFFERING)
        for (unsigned each = 0; each < telling.message_count; each++)
            if (telling.messages[each].what == LINE_NEWCALL && (HTAPICALL)telling.messages[each].second == last->call)
                hd = (HDRVCALL)telling.messages[each].first;
    done.times += hd != NULL;
    monitor_leave(telling.lock);
    if (hd == NULL)
        return;
    LINECALLSTATUS status = {.dwTotalSize = sizeof status};
    room[0] = sizeof room;
    done.information = tsp.TSPI_lineGetCallInfo(hd, (LPLINECALLINFO)room);
    done.size = ((LPLINECALLINFO)room)->dwUserUserInfoSize;
    done.status = tsp.TSPI_lineGetCallStatus(hd, &status);
    done.answered = tsp.TSPI_lineAnswer(done.id, hd, "inside", 6);
}

void inside_callbacks(const line lines[3])
{
    struct {
        LINECALLPARAMS params;
        BYTE data[5];
    } given;
    group("a call that is looked at and answered inside the message that offers it");
    memset(&given, 0, sizeof given);
    given.params.dwTotalSize = sizeof given;
    given.params.dwUserUserInfoSize = 5;
    given.params.dwUserUserInfoOffset = sizeof given.params;
    memset(&done, 0, sizeof done);
    done.id = told_request();
    told_hook(answer_it);
    call caller = call_make(&lines[0], lines[1].address, &given.params), called = call_comes_in(&lines[1]);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    call_reaches(&called, LINECALLSTATE_CONNECTED);
    told_hook(NULL);
    accepted(done.id, done.answered, "lineAnswer");
    finished(done.id, 0, "lineAnswer");
    RESULT(done.information, 0, "lineGetCallInfo");
    EQUAL(done.size, 5, "the user-user information is there as the call is offered");
    RESULT(done.status, 0, "lineGetCallStatus");
    SHOWS(&caller, UserUserInfo, "inside", 6, "what came with the answer");
    call_end(&caller);
    call_end(&called);
}
