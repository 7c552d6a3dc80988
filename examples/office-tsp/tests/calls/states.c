/* What goes in which state of a call, as its features say, and what does not. */
#include "scenario.h"

/* In every state but the last, and in every one of a call that is not over. */
#define ENDED (LINECALLFEATURE_DROP | LINECALLFEATURE_SETCALLDATA | LINECALLFEATURE_RELEASEUSERUSERINFO)
#define ALWAYS (ENDED | LINECALLFEATURE_SETCALLPARAMS)

static LONG by_feature(DWORD feature, DRV_REQUESTID id, const call *which)
{
    switch (feature) {
    case LINECALLFEATURE_ACCEPT:
        return tsp.TSPI_lineAccept(id, which->hd, NULL, 0);
    case LINECALLFEATURE_ANSWER:
        return tsp.TSPI_lineAnswer(id, which->hd, NULL, 0);
    case LINECALLFEATURE_BLINDTRANSFER:
        return tsp.TSPI_lineBlindTransfer(id, which->hd, wide("103"), 0);
    case LINECALLFEATURE_DIAL:
        return tsp.TSPI_lineDial(id, which->hd, wide("1"), 0);
    case LINECALLFEATURE_HOLD:
        return tsp.TSPI_lineHold(id, which->hd);
    case LINECALLFEATURE_REDIRECT:
        return tsp.TSPI_lineRedirect(id, which->hd, wide("103"), 0);
    case LINECALLFEATURE_SETCALLPARAMS:
        return tsp.TSPI_lineSetCallParams(id, which->hd, LINEBEARERMODE_VOICE, 0, 0, NULL);
    case LINECALLFEATURE_SENDUSERUSER:
        return tsp.TSPI_lineSendUserUserInfo(id, which->hd, "x", 1);
    case LINECALLFEATURE_UNHOLD:
        return tsp.TSPI_lineUnhold(id, which->hd);
    default:
        return 0;
    }
}

/* The state and the features are those, and whatever the features lack is refused in this state. */
static void goes(const call *which, DWORD state, DWORD features)
{
    static const DWORD asked[] = {
        LINECALLFEATURE_ACCEPT, LINECALLFEATURE_ANSWER,   LINECALLFEATURE_BLINDTRANSFER, LINECALLFEATURE_DIAL,
        LINECALLFEATURE_HOLD,   LINECALLFEATURE_REDIRECT, LINECALLFEATURE_SENDUSERUSER,  LINECALLFEATURE_UNHOLD,
        LINECALLFEATURE_SETCALLPARAMS,
    };
    LINECALLSTATUS status = call_status(which);
    unsigned before = told_about(which->ht);
    about("state 0x%lx", (unsigned long)state);
    EQUAL(status.dwCallState, state, "the state that lineGetCallStatus tells");
    EQUAL(status.dwCallFeatures, features, "what can be done now");
    CHECK(status.tStateEntryTime.wYear != 0, "since when it is in that state");
    for (size_t each = 0; each < sizeof asked / sizeof *asked; each++) {
        if (features & asked[each])
            continue;
        DRV_REQUESTID id = told_request();
        LONG result = by_feature(asked[each], id, which);
        refused(id, result, LINEERR_INVALCALLSTATE, "what the call's features lack");
        if ((DWORD)result != LINEERR_INVALCALLSTATE)
            CHECK(0, "feature 0x%lx", (unsigned long)asked[each]);
    }
    if (!(features & LINECALLFEATURE_GENERATEDIGITS))
        RESULT(tsp.TSPI_lineGenerateDigits(which->hd, 1, LINEDIGITMODE_DTMF, wide("1"), 0), LINEERR_INVALCALLSTATE, "digits");
    if (!(features & LINECALLFEATURE_SETUPTRANSFER) && state != LINECALLSTATE_ONHOLD) {
        HDRVCALL none = NULL;
        REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineSetupTransfer, which->hd, told_new_call(which->on->ht, id), &none, NULL);
    }
    EQUAL(call_status(which).dwCallState, state, "what is refused changes nothing");
    EQUAL(told_about(which->ht), before, "and nothing is told of it");
    about("%s", "");
}

void states_of_the_called(const line lines[3])
{
    group("what goes with a call that comes in");
    call caller = call_make(&lines[0], lines[1].address, NULL), called = call_comes_in(&lines[1]);
    goes(&called, LINECALLSTATE_OFFERING,
         ALWAYS | LINECALLFEATURE_ACCEPT | LINECALLFEATURE_ANSWER | LINECALLFEATURE_REDIRECT | LINECALLFEATURE_SENDUSERUSER);
    DONE(TSPI_lineSendUserUserInfo, called.hd, "while it rings", 14);
    call_changes(&caller, LINECALLINFOSTATE_USERUSERINFO, 1);
    SHOWS(&caller, UserUserInfo, "while it rings", 14, "sent while the call was offered");
    DONE(TSPI_lineAccept, called.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_ACCEPTED);
    goes(&called, LINECALLSTATE_ACCEPTED, ALWAYS | LINECALLFEATURE_ANSWER | LINECALLFEATURE_SENDUSERUSER);
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_CONNECTED);
    goes(&called, LINECALLSTATE_CONNECTED,
         ALWAYS | LINECALLFEATURE_BLINDTRANSFER | LINECALLFEATURE_GENERATEDIGITS | LINECALLFEATURE_HOLD
             | LINECALLFEATURE_SENDUSERUSER | LINECALLFEATURE_SETUPTRANSFER);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    DONE(TSPI_lineDrop, caller.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    goes(&called, LINECALLSTATE_DISCONNECTED, ENDED);
    call_reaches(&caller, LINECALLSTATE_IDLE);
    goes(&caller, LINECALLSTATE_IDLE, LINECALLFEATURE_SETCALLDATA | LINECALLFEATURE_RELEASEUSERUSERINFO);
    REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineDrop, caller.hd, NULL, 0);
    /* In any state. */
    DONE(TSPI_lineReleaseUserUserInfo, caller.hd);
    call_end(&caller);
    call_end(&called);
}

void states_of_the_caller(const line lines[3])
{
    DWORD states[8] = {0};
    static const DWORD all[] = {LINECALLSTATE_DIALTONE,  LINECALLSTATE_DIALING,      LINECALLSTATE_PROCEEDING,
                                LINECALLSTATE_RINGBACK,  LINECALLSTATE_CONNECTED,    LINECALLSTATE_DISCONNECTED,
                                LINECALLSTATE_IDLE};
    group("what goes with a call that is made");
    call caller = call_make(&lines[0], NULL, NULL);
    EQUAL(call_reaches(&caller, LINECALLSTATE_DIALTONE), LINEDIALTONEMODE_NORMAL, "which dial tone");
    goes(&caller, LINECALLSTATE_DIALTONE, ALWAYS | LINECALLFEATURE_DIAL);
    char first_digit[] = {lines[1].address[0], ';', 0};
    DONE(TSPI_lineDial, caller.hd, wide(first_digit), 0);
    call_reaches(&caller, LINECALLSTATE_DIALING);
    goes(&caller, LINECALLSTATE_DIALING, ALWAYS | LINECALLFEATURE_DIAL);
    DONE(TSPI_lineDial, caller.hd, wide(lines[1].address + 1), 0);
    call first = call_comes_in(&lines[1]);
    about("%s", "");
    call_end(&caller);
    call_end(&first);

    /* From dial tone to its end, each state once and in this order. */
    caller = call_make(&lines[0], NULL, NULL);
    call_reaches(&caller, LINECALLSTATE_DIALTONE);
    DONE(TSPI_lineDial, caller.hd, wide(lines[1].address), 0);
    call called = call_comes_in(&lines[1]);
    call_reaches(&caller, LINECALLSTATE_RINGBACK);
    goes(&caller, LINECALLSTATE_RINGBACK, ALWAYS | LINECALLFEATURE_SENDUSERUSER);
    DONE(TSPI_lineSendUserUserInfo, caller.hd, "please", 6);
    call_changes(&called, LINECALLINFOSTATE_USERUSERINFO, 1);
    SHOWS(&called, UserUserInfo, "please", 6, "sent during ringback");
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    DONE(TSPI_lineDrop, called.hd, NULL, 0);
    EQUAL(call_reaches(&caller, LINECALLSTATE_DISCONNECTED), LINEDISCONNECTMODE_NORMAL, "why it is over");
    goes(&caller, LINECALLSTATE_DISCONNECTED, ENDED);
    DONE(TSPI_lineDrop, caller.hd, NULL, 0);
    call_reaches(&caller, LINECALLSTATE_IDLE);
    EQUAL(told_states(caller.ht, states, 8), 7, "the number of states");
    SAME(states, all, sizeof all, "the states in their order");
    call_end(&caller);
    call_end(&called);
}

void states_on_hold(const line lines[3])
{
    call caller, called;
    HDRVCALL none = NULL;
    group("what goes with a call on hold");
    call_between(&lines[0], &lines[1], &caller, &called);
    DONE(TSPI_lineHold, caller.hd);
    call_reaches(&caller, LINECALLSTATE_ONHOLD);
    goes(&caller, LINECALLSTATE_ONHOLD, ALWAYS | LINECALLFEATURE_UNHOLD);
    EQUAL(call_reaches_again(&called, LINECALLSTATE_CONNECTED, 2), LINECONNECTEDMODE_ACTIVEHELD, "the other end is held");
    DONE(TSPI_lineUnhold, caller.hd);
    call_reaches_again(&caller, LINECALLSTATE_CONNECTED, 2);
    EQUAL(call_reaches_again(&called, LINECALLSTATE_CONNECTED, 3), LINECONNECTEDMODE_ACTIVE, "it is held no more");

    call asked = {NULL, NULL, &lines[0]};
    DRV_REQUESTID id = told_request();
    asked.ht = told_new_call(lines[0].ht, id);
    accepted(id, tsp.TSPI_lineSetupTransfer(id, caller.hd, asked.ht, &asked.hd, NULL), "lineSetupTransfer");
    finished(id, 0, "lineSetupTransfer");
    call_reaches(&caller, LINECALLSTATE_ONHOLDPENDTRANSFER);
    call_reaches(&asked, LINECALLSTATE_DIALTONE);
    /* Where there is no room for another call on the line it cannot be taken back, nor swapped with one that only dials. */
    LINECALLSTATUS status = call_status(&caller);
    EQUAL(status.dwCallState, LINECALLSTATE_ONHOLDPENDTRANSFER, "it waits for a transfer");
    EQUAL(status.dwCallFeatures & ALWAYS, ALWAYS, "it can be dropped");
    REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineHold, caller.hd);
    REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineAnswer, caller.hd, NULL, 0);
    REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineSendUserUserInfo, caller.hd, "x", 1);
    REFUSED(LINEERR_INVALCALLSTATE, TSPI_lineSetupTransfer, caller.hd, told_new_call(lines[0].ht, id), &none, NULL);
    /* Dropping what asks about it gives the call back. */
    call_end(&asked);
    call_reaches_again(&caller, LINECALLSTATE_CONNECTED, 3);
    call_end(&caller);
    call_end(&called);
}
