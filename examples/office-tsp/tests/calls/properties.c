/* What is set of a call, what its numbers are, device-specific requests, and digits. */
#include "scenario.h"

static void numbers(const call *caller, const call *called)
{
    DWORD ids[3] = {7, 7, 7}, others[3] = {7, 7, 7};
    RESULT(tsp.TSPI_lineGetCallIDs(caller->hd, &ids[0], &ids[1], &ids[2]), 0, "lineGetCallIDs");
    RESULT(tsp.TSPI_lineGetCallIDs(called->hd, &others[0], &others[1], &others[2]), 0, "lineGetCallIDs at the other end");
    EQUAL(ids[0], 0, "the call's address");
    EQUAL(ids[1], call_info(caller)->dwCallID, "the call's number");
    EQUAL(ids[2], 0, "it belongs to no other");
    SAME(others, ids, sizeof ids, "both ends have the same");
    RESULT(tsp.TSPI_lineGetCallIDs(caller->hd, NULL, &ids[1], &ids[2]), LINEERR_INVALPOINTER, "no room for the address");
    RESULT(tsp.TSPI_lineGetCallIDs(caller->hd, &ids[0], NULL, &ids[2]), LINEERR_INVALPOINTER, "no room for the number");
    RESULT(tsp.TSPI_lineGetCallIDs(caller->hd, &ids[0], &ids[1], NULL), LINEERR_INVALPOINTER, "no room for the other number");
    RESULT(tsp.TSPI_lineGetCallAddressID(caller->hd, &ids[1]), 0, "lineGetCallAddressID");
    EQUAL(ids[1], 0, "the address");
    RESULT(tsp.TSPI_lineGetCallAddressID(caller->hd, NULL), LINEERR_INVALPOINTER, "no room for the address");
}

static void by_applications(const call *caller, const call *called)
{
    RESULT(tsp.TSPI_lineSetAppSpecific(caller->hd, 0xA5A51234), 0, "lineSetAppSpecific");
    call_changes(caller, LINECALLINFOSTATE_APPSPECIFIC, 1);
    EQUAL(call_info(caller)->dwAppSpecific, 0xA5A51234, "what the application has set");
    EQUAL(call_info(called)->dwAppSpecific, 0, "is nothing to the other end");
    RESULT(tsp.TSPI_lineSetAppSpecific(caller->hd, 0xA5A51234), 0, "the same again");
    RESULT(tsp.TSPI_lineSetMediaMode(caller->hd, VOICE | LINEMEDIAMODE_UNKNOWN), 0, "lineSetMediaMode");
    call_changes(caller, LINECALLINFOSTATE_MEDIAMODE, 1);
    EQUAL(call_info(caller)->dwMediaMode, VOICE | LINEMEDIAMODE_UNKNOWN, "perhaps a voice");
    EQUAL(call_info(called)->dwMediaMode, VOICE, "the other end knows better");
    RESULT(tsp.TSPI_lineSetMediaMode(caller->hd, 0), LINEERR_INVALMEDIAMODE, "no mode");
    RESULT(tsp.TSPI_lineSetMediaMode(caller->hd, LINEMEDIAMODE_G3FAX), LINEERR_INVALMEDIAMODE, "a mode that the line lacks");
    RESULT(tsp.TSPI_lineSetMediaMode(caller->hd, VOICE | LINEMEDIAMODE_DATAMODEM), LINEERR_INVALMEDIAMODE, "two at once");
    DONE(TSPI_lineHold, caller->hd);
    call_reaches(caller, LINECALLSTATE_ONHOLD);
    message held = told_wait(caller->on->ht, caller->ht, LINE_CALLSTATE, LINECALLSTATE_ONHOLD, 1);
    EQUAL(held.third, VOICE | LINEMEDIAMODE_UNKNOWN, "the mode that was set goes with the next state");
    RESULT(tsp.TSPI_lineSetMediaMode(caller->hd, LINEMEDIAMODE_AUTOMATEDVOICE), 0, "lineSetMediaMode");
    call_changes(caller, LINECALLINFOSTATE_MEDIAMODE, 2);
    EQUAL(call_info(caller)->dwMediaMode, LINEMEDIAMODE_AUTOMATEDVOICE, "the mode that is known by now");
    EQUAL(told_count(caller->on->ht, caller->ht, LINE_CALLINFO, LINECALLINFOSTATE_APPSPECIFIC), 1, "what is the same is no change");
    DONE(TSPI_lineUnhold, caller->hd);
    call_reaches_again(caller, LINECALLSTATE_CONNECTED, 2);
}

static void bearer(const call *caller)
{
    LINEDIALPARAMS dialling = {0, 0, 0, 0};
    DONE(TSPI_lineSetCallParams, caller->hd, LINEBEARERMODE_DATA, 0, 64000, &dialling);
    call_changes(caller, LINECALLINFOSTATE_BEARERMODE, 1);
    EQUAL(call_info(caller)->dwBearerMode, LINEBEARERMODE_DATA, "the bearer mode that was set");
    REFUSED(LINEERR_BEARERMODEUNAVAIL, TSPI_lineSetCallParams, caller->hd, LINEBEARERMODE_MULTIUSE, 0, 0, NULL);
    REFUSED(LINEERR_INVALBEARERMODE, TSPI_lineSetCallParams, caller->hd, 0, 0, 0, NULL);
    REFUSED(LINEERR_INVALRATE, TSPI_lineSetCallParams, caller->hd, LINEBEARERMODE_VOICE, 2, 1, NULL);
    REFUSED(LINEERR_INVALRATE, TSPI_lineSetCallParams, caller->hd, LINEBEARERMODE_VOICE, 64001, 0, NULL);
    DONE(TSPI_lineSetCallParams, caller->hd, LINEBEARERMODE_VOICE, 0, 0, NULL);
    call_changes(caller, LINECALLINFOSTATE_BEARERMODE, 2);
    EQUAL(call_info(caller)->dwBearerMode, LINEBEARERMODE_VOICE, "the bearer mode that was set again");
}

static void device_specific(const call *caller, const call *called)
{
    BYTE asked[] = "what?";
    const line *on = caller->on;
    DONE(TSPI_lineDevSpecific, on->hd, 0, NULL, asked, sizeof asked);
    DONE(TSPI_lineDevSpecific, on->hd, 0, caller->hd, asked, sizeof asked);
    DONE(TSPI_lineDevSpecific, on->hd, 0, NULL, NULL, 0);
    SAME(asked, "what?", sizeof asked, "nothing is written to the bytes");
    REFUSED(LINEERR_INVALPOINTER, TSPI_lineDevSpecific, on->hd, 0, NULL, NULL, 5);
    REFUSED(LINEERR_INVALADDRESSID, TSPI_lineDevSpecific, on->hd, 1, NULL, asked, sizeof asked);
    REFUSED(LINEERR_INVALCALLHANDLE, TSPI_lineDevSpecific, on->hd, 0, called->hd, asked, sizeof asked);
}

void settings(const line lines[3])
{
    call caller, called;
    group("what is set of a call, and its numbers");
    call_between(&lines[0], &lines[1], &caller, &called);
    numbers(&caller, &called);
    by_applications(&caller, &called);
    bearer(&caller);
    device_specific(&caller, &called);
    /* A request without an id that TAPI gives. */
    static const DRV_REQUESTID none[] = {0, 0x80000000, 0xFFFFFFFF};
    for (unsigned each = 0; each < 3; each++) {
        HDRVCALL made = NULL;
        RESULT(tsp.TSPI_lineHold(none[each], caller.hd), LINEERR_INVALPARAM, "lineHold under no id");
        RESULT(tsp.TSPI_lineMakeCall(none[each], lines[2].hd, NULL, &made, wide("0800"), 0, NULL), LINEERR_INVALPARAM,
               "lineMakeCall under no id");
    }
    call_end(&caller);
    call_end(&called);
}

static void sent(const call *which, DWORD id, DWORD how)
{
    message told = told_wait(which->on->ht, which->ht, LINE_GENERATE, how, 1);
    for (unsigned times = 2; told.second != id; times++)
        told = told_wait(which->on->ht, which->ht, LINE_GENERATE, 0, times);
    EQUAL(told.first, how, "how sending digits of id %lu ended", (unsigned long)id);
}

void digits(const line lines[3])
{
    call caller, called;
    group("digits within a call");
    call_between(&lines[0], &lines[1], &caller, &called);
#define SEND(call, id, mode, text, duration) tsp.TSPI_lineGenerateDigits((call).hd, (id), (mode), (text), (duration))
    RESULT(SEND(caller, 0xFFFFFFFF, LINEDIGITMODE_DTMF, wide("0123456789*#ABCDabcd,"), 1), 0, "tones");
    sent(&caller, 0xFFFFFFFF, LINEGENERATETERM_DONE);
    RESULT(SEND(caller, 1, LINEDIGITMODE_PULSE, wide("09,"), 0), 0, "pulses");
    sent(&caller, 1, LINEGENERATETERM_DONE);
    RESULT(SEND(called, 2, LINEDIGITMODE_DTMF, wide("1 x2"), 0), 0, "what is no digit is left out");
    sent(&called, 2, LINEGENERATETERM_DONE);
    static const DWORD modes[] = {0, LINEDIGITMODE_DTMFEND, LINEDIGITMODE_DTMF | LINEDIGITMODE_PULSE, 0x100};
    for (unsigned each = 0; each < 4; each++)
        RESULT(SEND(caller, 3, modes[each], wide("1"), 0), LINEERR_INVALDIGITMODE, "mode 0x%lx", (unsigned long)modes[each]);
    /* What takes long gives way to others, to nothing, and to the call's end. */
    RESULT(SEND(caller, 4, LINEDIGITMODE_DTMF, wide("11111111"), 10000), 0, "long digits");
    RESULT(SEND(caller, 5, LINEDIGITMODE_DTMF, wide("22222222"), 0xFFFFFFFF), 0, "others in their place");
    sent(&caller, 4, LINEGENERATETERM_CANCEL);
    RESULT(SEND(caller, 6, LINEDIGITMODE_DTMF, NULL, 0), 0, "none in their place");
    sent(&caller, 5, LINEGENERATETERM_CANCEL);
    RESULT(SEND(caller, 7, LINEDIGITMODE_DTMF, wide("3333"), 10000), 0, "digits before the call is closed");
    call_close(&caller);
    sent(&caller, 7, LINEGENERATETERM_CANCEL);
#undef SEND
    EQUAL(told_count(lines[0].ht, caller.ht, LINE_GENERATE, 0), 5, "each sending has ended once");
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    call_end(&called);
}
