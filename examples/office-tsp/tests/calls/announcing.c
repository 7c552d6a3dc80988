/* Who is told of a call that comes in, and when TAPI has no room for it; what happens on lines. */
#include "scenario.h"

#define ALL_LINE_STATES 0x01FFFFFF
#define ALL_ADDRESS_STATES 0x000001FF

static LINEDEVSTATUS status_of(const line *which)
{
    LINEDEVSTATUS filled;
    memset(&filled, 0, sizeof filled);
    filled.dwTotalSize = sizeof filled;
    RESULT(tsp.TSPI_lineGetLineDevStatus(which->hd, &filled), 0, "lineGetLineDevStatus");
    return filled;
}

static LINEADDRESSSTATUS address_of(const line *which)
{
    LINEADDRESSSTATUS filled;
    memset(&filled, 0, sizeof filled);
    filled.dwTotalSize = sizeof filled;
    RESULT(tsp.TSPI_lineGetAddressStatus(which->hd, 0, &filled), 0, "lineGetAddressStatus");
    return filled;
}

static void who_wants_it(void)
{
    group("a call is told of when there is somebody for it");
    line berta = line_open_deaf(BERTA, V3_1), anna = line_open(ANNA, V3_1);
    call caller = call_make(&anna, "102", NULL);
    call_reaches(&caller, LINECALLSTATE_RINGBACK);
    EQUAL(status_of(&berta).dwNumActiveCalls, 1, "the call is there");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, LINEMEDIAMODE_G3FAX), LINEERR_INVALMEDIAMODE, "a mode it lacks");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, LINEMEDIAMODE_DATAMODEM), 0, "somebody for data");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, 0), 0, "nobody");
    EQUAL(told_count(berta.ht, NULL, LINE_NEWCALL, 0), 0, "nobody is told");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, VOICE | LINEMEDIAMODE_UNKNOWN), 0, "somebody for voices");
    call called = call_comes_in(&berta);
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, 0), 0, "nobody");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, VOICE), 0, "somebody again");
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_CONNECTED);
    EQUAL(told_count(berta.ht, NULL, LINE_NEWCALL, 0), 1, "one announcement");
    message announced = told_wait(berta.ht, NULL, LINE_NEWCALL, 0, 1);
    message first = told_wait(berta.ht, called.ht, LINE_CALLSTATE, 0, 1);
    EQUAL(first.place, announced.place + 1, "the very next message is its state");
    EQUAL(announced.third, 0, "nothing else is said");
    call_end(&called);
    call_end(&caller);
    line_close(&berta);
    line_close(&anna);
}

/* TAPI has no room for a call; it is told of later, when something happens to it. */
static void no_room(unsigned way)
{
    static const char *const ways[] = {"the caller gives up", "somebody else wants calls", "more is known of the caller",
                                       "nothing happens, for a while"};
    about("then %s", ways[way]);
    line berta = line_open(BERTA, V3_1), anna = line_open(ANNA, V3_1);
    call caller = {NULL, NULL, NULL};
    told_full(1);
    if (way == 2)
        order("line = \"102\"\naction = \"call_in\"\nnumber = \"0301234\"\nname = \"Dora\"\n");
    else
        caller = call_make(&anna, "102", NULL);
    message refused_one = told_wait(berta.ht, NULL, LINE_NEWCALL, 0, 1);
    EQUAL(refused_one.second, 0, "TAPI gave no handle");
    HDRVCALL none = (HDRVCALL)refused_one.first;
    LINECALLSTATUS status = {.dwTotalSize = sizeof status};
    told_full(0);
    if (way == 0)
        DONE(TSPI_lineDrop, caller.hd, NULL, 0);
    if (way == 1) {
        RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, 0), 0, "nobody");
        RESULT(tsp.TSPI_lineSetDefaultMediaDetection(berta.hd, VOICE), 0, "somebody");
    }
    if (way == 2)
        order("line = \"102\"\naction = \"identify\"\nnumber = \"0301234\"\nname = \"Dora D.\"\n");
    call late = {NULL, NULL, &berta};
    late.hd = told_comes_in(berta.ht, &late.ht);
    call_reaches(&late, way == 0 ? LINECALLSTATE_DISCONNECTED : LINECALLSTATE_OFFERING);
    if (none != late.hd)
        RESULT(tsp.TSPI_lineGetCallStatus(none, &status), LINEERR_INVALCALLHANDLE, "the handle that TAPI did not take");
    if (way == 2) {
        /* It may have been told of before that was known. */
        if (call_info(&late)->dwCallerIDNameSize != sizeof u"Dora D.")
            call_changes(&late, LINECALLINFOSTATE_CALLERID, 1);
        READS(&late, CallerIDName, "Dora D.", "who it is");
        EQUAL(call_info(&late)->dwOrigin, LINECALLORIGIN_EXTERNAL, "from outside");
    }
    call_end(&late);
    if (way != 2)
        call_end(&caller);
    unsigned nameless = told_count(berta.ht, NULL, LINE_CALLSTATE, 0) + told_count(berta.ht, NULL, LINE_CALLINFO, 0);
    EQUAL(nameless, 0, "nothing was told of a call without a handle");
    line_close(&berta);
    line_close(&anna);
    about("%s", "");
}

static void from_outside(void)
{
    group("a call from outside, and what is done there");
    line berta = line_open(BERTA, V3_1);
    order("line = \"102\"\naction = \"call_in\"\nnumber = \"0301234\"\nname = \"Dora\"\nuser_user = [4, 0, 255]\n"
          "call_data = [1, 2]\n");
    call called = call_comes_in(&berta);
    READS(&called, CallerID, "0301234", "who calls");
    READS(&called, CallerIDName, "Dora", "and the name");
    SHOWS(&called, UserUserInfo, "\004\0\377", 3, "user-user information");
    SHOWS(&called, CallData, "\1\2", 2, "call data");
    CHECK(call_info(&called)->dwTrunk != 0xFFFFFFFF, "by a trunk");
    order("line = \"102\"\naction = \"identify\"\nnumber = \"0309999\"\nname = \"Emil\"\n");
    call_changes(&called, LINECALLINFOSTATE_CALLERID, 1);
    READS(&called, CallerID, "0309999", "who it really is");
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_CONNECTED);
    order("line = \"102\"\naction = \"send\"\nuser_user = [4, 7]\n");
    SHOWS(&called, UserUserInfo, "\004\0\377", 3, "the first stays");
    DONE(TSPI_lineReleaseUserUserInfo, called.hd);
    call_changes(&called, LINECALLINFOSTATE_USERUSERINFO, 1);
    SHOWS(&called, UserUserInfo, "\004\7", 2, "the second");
    order("line = \"102\"\naction = \"hang_up\"\n");
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    call_end(&called);
    order("line = \"102\"\naction = \"call_in\"\n");
    call hidden = call_comes_in(&berta);
    EQUAL(call_info(&hidden)->dwCallerIDFlags, LINECALLPARTYID_BLOCKED, "somebody who hides");
    EQUAL(call_info(&hidden)->dwCallerIDSize, 0, "shows no number");
    call_end(&hidden);
    line_close(&berta);
}

void announcing(void)
{
    session_begin(V3_1);
    who_wants_it();
    group("TAPI has no room for a call");
    for (unsigned way = 0; way < 4; way++)
        no_room(way);
    from_outside();
    session_end(V3_1);
}

/* It rings, and each time is told with its count, until it is answered. */
static void ringing(const line *anna, const line *berta)
{
    call caller = call_make(anna, berta->address, NULL), called = call_comes_in(berta);
    for (unsigned count = 0; count < 3; count++) {
        message rings = told_wait(berta->ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING, count + 1);
        EQUAL(rings.first, LINEDEVSTATE_RINGING, "it rings");
        EQUAL(rings.second, 1, "in its only ring mode");
        EQUAL(rings.third, count, "how often it has rung before");
    }
    EQUAL(status_of(berta).dwRingMode, 1, "the ring mode in its status");
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_CONNECTED);
    unsigned rung = told_count(berta->ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING);
    EQUAL(status_of(berta).dwRingMode, 0, "it rings no more");
    EQUAL(status_of(berta).dwNumActiveCalls, 1, "one call");
    EQUAL(address_of(berta).dwNumInUse, 1, "the address is in use");
    EQUAL(address_of(berta).dwNumActiveCalls, 1, "by a call");
    EQUAL(status_of(berta).dwLineFeatures & LINEFEATURE_MAKECALL, 0, "there is no room for another call");
    EQUAL(address_of(berta).dwAddressFeatures, 0, "nor on its address");
    DONE(TSPI_lineHold, called.hd);
    call_reaches(&called, LINECALLSTATE_ONHOLD);
    /* Changes that follow each other quickly are told at once. */
    EQUAL(told_wait(berta->ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_NUMCALLS, 2).second, 0, "the number of calls was told");
    EQUAL(status_of(berta).dwNumActiveCalls, 0, "no call is up");
    EQUAL(status_of(berta).dwNumOnHoldCalls, 1, "one is on hold");
    EQUAL(address_of(berta).dwNumOnHoldCalls, 1, "also on its address");
    EQUAL(status_of(berta).dwLineFeatures & LINEFEATURE_MAKECALL, LINEFEATURE_MAKECALL, "there is room again");
    call_end(&called);
    call_end(&caller);
    EQUAL(told_count(berta->ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING), rung, "nothing rings after the answer");
    EQUAL(told_wait(berta->ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_NUMCALLS, 3).second, 0, "it is told that there is none");
    message in_use = told_wait(berta->ht, NULL, LINE_ADDRESSSTATE, 0, 1);
    EQUAL(in_use.first, 0, "of which address");
    EQUAL(in_use.second, LINEADDRESSSTATE_NUMCALLS | LINEADDRESSSTATE_INUSEONE, "it came into use");
}

void service_and_ringing(void)
{
    session_begin(V3_1);
    group("ringing, and how many calls there are");
    line anna = line_open(ANNA, V3_1), berta = line_open(BERTA, V3_1), away = line_open(AWAY, V3_1);
    RESULT(tsp.TSPI_lineSetStatusMessages(berta.hd, ALL_LINE_STATES, ALL_ADDRESS_STATES), 0, "lineSetStatusMessages");
    RESULT(tsp.TSPI_lineSetStatusMessages(berta.hd, ALL_LINE_STATES + 1, 0), LINEERR_INVALLINESTATE, "no state of a line");
    RESULT(tsp.TSPI_lineSetStatusMessages(berta.hd, 0, ALL_ADDRESS_STATES + 1), LINEERR_INVALADDRESSSTATE, "none of an address");
    ringing(&anna, &berta);
    EQUAL(told_count(anna.ht, NULL, LINE_LINEDEVSTATE, 0), 0, "nothing is told that nobody asked for");
    EQUAL(told_count(anna.ht, NULL, LINE_ADDRESSSTATE, 0), 0, "nor of the address");

    group("lines in service and out of it");
    EQUAL(status_of(&away).dwDevStatusFlags, 0, "out of service");
    EQUAL(status_of(&away).dwLineFeatures, LINEFEATURE_DEVSPECIFIC, "and makes no calls");
    RESULT(tsp.TSPI_lineSetStatusMessages(away.hd, LINEDEVSTATE_INSERVICE | LINEDEVSTATE_DISCONNECTED, 0), 0, "some states");
    order("line = \"106\"\naction = \"in_service\"\n");
    told_wait(away.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_INSERVICE, 1);
    EQUAL(status_of(&away).dwDevStatusFlags, LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_INSERVICE, "in service");
    EQUAL(status_of(&away).dwLineFeatures, LINEFEATURE_DEVSPECIFIC | LINEFEATURE_MAKECALL, "and makes calls");
    call up = call_make(&away, "0800", NULL);
    call_reaches(&up, LINECALLSTATE_CONNECTED);
    order("line = \"106\"\naction = \"out_of_service\"\n");
    told_wait(away.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_DISCONNECTED, 1);
    call_reaches(&up, LINECALLSTATE_DISCONNECTED);
    EQUAL(status_of(&away).dwDevStatusFlags, 0, "out of service");
    EQUAL(told_count(away.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_OUTOFSERVICE), 0, "nobody asked for that state");
    order("line = \"102\"\naction = \"out_of_service\"\n");
    told_wait(berta.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_OUTOFSERVICE, 1);
    told_wait(berta.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_DISCONNECTED, 1);
    order("line = \"102\"\naction = \"in_service\"\n");
    told_wait(berta.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_INSERVICE, 1);
    told_wait(berta.ht, NULL, LINE_LINEDEVSTATE, LINEDEVSTATE_CONNECTED, 1);
    call_close(&up);
    line_close(&anna);
    line_close(&berta);
    line_close(&away);
    session_end(V3_1);
}
