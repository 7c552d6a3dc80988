/* User-user information and call data while a call is up, and with its end. */
#include "scenario.h"

#include "guarded.h"

/* As large as a line takes it: with another operation, and by itself, in several messages of the network's. */
#define WITH 131
#define BY_ITSELF 1024
#define MOST_DATA 4096

static BYTE large[MOST_DATA + 1];
static guarded *memory;

/* Asks with bytes that are the last before a forbidden page, and nobody's any more when the function has returned. */
#define LENDS(function, call, bytes, size)                                 \
    do {                                                                   \
        DRV_REQUESTID id = told_request();                                 \
        void *lent = guarded_copy(memory, (bytes), (size));                \
        accepted(id, tsp.function(id, (call), lent, (size)), #function);   \
        memset(lent, 0xEE, (size));                                        \
        finished(id, 0, #function);                                        \
    } while (0)

static void fill_large(void)
{
    for (size_t at = 0; at < sizeof large; at++)
        large[at] = (BYTE)(at * 11 + at / 256);
}

void messages_cross(const line lines[3])
{
    call caller, called;
    group("both ends send user-user information, which waits to be let go of");
    call_between(&lines[0], &lines[1], &caller, &called);
    DONE(TSPI_lineSendUserUserInfo, caller.hd, "\004first\0to B", 11);
    DONE(TSPI_lineSendUserUserInfo, caller.hd, "\004second\0to B", 12);
    DONE(TSPI_lineSendUserUserInfo, called.hd, "\004first\0to A", 11);
    DONE(TSPI_lineSendUserUserInfo, called.hd, "\004second\0to A", 12);
    const call *ends[] = {&called, &caller};
    const char *const to[] = {"to B", "to A"};
    for (int end = 0; end < 2; end++) {
        char first[] = "\004first\0to ?", second[] = "\004second\0to ?";
        first[10] = second[11] = to[end][3];
        about("%s", to[end]);
        call_changes(ends[end], LINECALLINFOSTATE_USERUSERINFO, 1);
        SHOWS(ends[end], UserUserInfo, first, 11, "the first");
        SHOWS(ends[end], UserUserInfo, first, 11, "the first, read again");
        DONE(TSPI_lineReleaseUserUserInfo, ends[end]->hd);
        call_changes(ends[end], LINECALLINFOSTATE_USERUSERINFO, 2);
        SHOWS(ends[end], UserUserInfo, second, 12, "the second, after the first was released");
        DONE(TSPI_lineReleaseUserUserInfo, ends[end]->hd);
        EQUAL(call_info(ends[end])->dwUserUserInfoSize, 0, "nothing is left");
        DONE(TSPI_lineReleaseUserUserInfo, ends[end]->hd);
        EQUAL(told_count(ends[end]->on->ht, ends[end]->ht, LINE_CALLINFO, LINECALLINFOSTATE_USERUSERINFO), 2,
              "one notice for each");
    }
    about("%s", "");
    /* Nothing is no message: neither no bytes nor no memory. */
    DONE(TSPI_lineSendUserUserInfo, caller.hd, "", 0);
    DONE(TSPI_lineSendUserUserInfo, caller.hd, NULL, 5);
    DONE(TSPI_lineSendUserUserInfo, caller.hd, "third", 5);
    call_changes(&called, LINECALLINFOSTATE_USERUSERINFO, 3);
    SHOWS(&called, UserUserInfo, "third", 5, "what comes after nothing");
    call_end(&caller);
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    SHOWS(&called, UserUserInfo, "third", 5, "it stays when the call is over");
    call_end(&called);
}

void last_words(const line lines[3])
{
    static const DWORD ways[] = {LINECALLSTATE_OFFERING, LINECALLSTATE_ACCEPTED, LINECALLSTATE_CONNECTED};
    group("user-user information with accepting, answering and dropping");
    for (unsigned way = 0; way < 3; way++) {
        about("dropped by %s in state 0x%lx", way == 2 ? "the caller" : "the called", (unsigned long)ways[way]);
        call caller = call_make(&lines[0], lines[1].address, NULL), called = call_comes_in(&lines[1]);
        if (way > 0) {
            DONE(TSPI_lineAccept, called.hd, "accepted\0", 9);
            call_changes(&caller, LINECALLINFOSTATE_USERUSERINFO, 1);
            SHOWS(&caller, UserUserInfo, "accepted\0", 9, "what came with accepting");
            DONE(TSPI_lineReleaseUserUserInfo, caller.hd);
        }
        if (way > 1) {
            DONE(TSPI_lineAnswer, called.hd, "answered", 8);
            call_reaches(&caller, LINECALLSTATE_CONNECTED);
            call_changes(&caller, LINECALLINFOSTATE_USERUSERINFO, 2);
            SHOWS(&caller, UserUserInfo, "answered", 8, "what came with answering");
            DONE(TSPI_lineReleaseUserUserInfo, caller.hd);
        }
        const call *left = way == 2 ? &caller : &called, *other = way == 2 ? &called : &caller;
        DONE(TSPI_lineDrop, left->hd, "the \0last", 9);
        call_reaches(left, LINECALLSTATE_IDLE);
        DWORD mode = call_reaches(other, LINECALLSTATE_DISCONNECTED);
        EQUAL(mode, way == 2 ? LINEDISCONNECTMODE_NORMAL : LINEDISCONNECTMODE_REJECT, "why it is over");
        SHOWS(other, UserUserInfo, "the \0last", 9, "the last words");
        DONE(TSPI_lineReleaseUserUserInfo, other->hd);
        EQUAL(call_info(other)->dwUserUserInfoSize, 0, "let go of");
        call_end(other);
        call_close(left);
    }
    about("%s", "");
    /* Neither a pointer without bytes nor bytes without a pointer are user-user information. */
    call caller = call_make(&lines[0], lines[1].address, NULL), called = call_comes_in(&lines[1]);
    DONE(TSPI_lineAccept, called.hd, NULL, 77);
    DONE(TSPI_lineAnswer, called.hd, (LPCSTR)large, 0);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    DONE(TSPI_lineDrop, called.hd, NULL, 77);
    call_reaches(&caller, LINECALLSTATE_DISCONNECTED);
    EQUAL(call_info(&caller)->dwUserUserInfoSize, 0, "nothing came");
    call_end(&caller);
    call_end(&called);
}

void limits(const line lines[3])
{
    struct {
        LINECALLPARAMS params;
        BYTE data[WITH + 1];
    } given;
    HDRVCALL none = NULL;
    group("as much user-user information as goes, and a byte more");
    fill_large();
    memory = guarded_new(MOST_DATA);
    memset(&given, 0, sizeof given);
    memcpy(given.data, large, sizeof given.data);
    given.params.dwTotalSize = sizeof given;
    given.params.dwUserUserInfoOffset = sizeof given.params;
    given.params.dwUserUserInfoSize = WITH + 1;
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineMakeCall, lines[0].hd, told_new_call(lines[0].ht, id), &none,
            wide(lines[1].address), 0, &given.params);
    given.params.dwUserUserInfoSize = WITH;
    call caller = call_make(&lines[0], lines[1].address, &given.params), called = call_comes_in(&lines[1]);
    SHOWS(&called, UserUserInfo, large, WITH, "the most with making a call");
    DONE(TSPI_lineReleaseUserUserInfo, called.hd);
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineAccept, called.hd, (LPCSTR)large, WITH + 1);
    LENDS(TSPI_lineAccept, called.hd, large, WITH);
    call_changes(&caller, LINECALLINFOSTATE_USERUSERINFO, 1);
    SHOWS(&caller, UserUserInfo, large, WITH, "the most with accepting");
    DONE(TSPI_lineReleaseUserUserInfo, caller.hd);
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineAnswer, called.hd, (LPCSTR)large, WITH + 1);
    LENDS(TSPI_lineAnswer, called.hd, large, WITH);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    call_changes(&caller, LINECALLINFOSTATE_USERUSERINFO, 2);
    SHOWS(&caller, UserUserInfo, large, WITH, "the most with answering");
    DONE(TSPI_lineReleaseUserUserInfo, caller.hd);
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineSendUserUserInfo, caller.hd, (LPCSTR)large, BY_ITSELF + 1);
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineSendUserUserInfo, caller.hd, (LPCSTR)large, 0xFFFFFFFF);
    unsigned notices = 0;
    for (DWORD size = BY_ITSELF; size > 0; size /= 3) {
        notices++;
        LENDS(TSPI_lineSendUserUserInfo, caller.hd, large, size);
        call_changes(&called, LINECALLINFOSTATE_USERUSERINFO, notices);
        SHOWS(&called, UserUserInfo, large, size, "%lu bytes, put together again", (unsigned long)size);
        DONE(TSPI_lineReleaseUserUserInfo, called.hd);
        EQUAL(told_count(lines[1].ht, called.ht, LINE_CALLINFO, LINECALLINFOSTATE_USERUSERINFO), notices,
              "one notice for all its messages");
    }
    REFUSED(LINEERR_USERUSERINFOTOOBIG, TSPI_lineDrop, caller.hd, (LPCSTR)large, WITH + 1);
    EQUAL(call_status(&caller).dwCallState, LINECALLSTATE_CONNECTED, "what was refused has changed nothing");
    LENDS(TSPI_lineDrop, caller.hd, large, WITH);
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    SHOWS(&called, UserUserInfo, large, WITH, "the most with dropping");
    call_end(&caller);
    call_end(&called);
    guarded_free(memory);
}

void call_data(const line lines[3])
{
    call caller, called;
    group("call data is the same at both ends");
    fill_large();
    memory = guarded_new(MOST_DATA);
    call_between(&lines[0], &lines[1], &caller, &called);
    DONE(TSPI_lineSetCallData, caller.hd, "by the \0caller", 14);
    call_changes(&called, LINECALLINFOSTATE_CALLDATA, 1);
    call_changes(&caller, LINECALLINFOSTATE_CALLDATA, 1);
    SHOWS(&called, CallData, "by the \0caller", 14, "what the caller has set");
    SHOWS(&caller, CallData, "by the \0caller", 14, "at its own end");
    REFUSED(LINEERR_INVALPARAM, TSPI_lineSetCallData, called.hd, large, MOST_DATA + 1);
    REFUSED(LINEERR_INVALPARAM, TSPI_lineSetCallData, called.hd, large, 0xFFFFFFFF);
    LENDS(TSPI_lineSetCallData, called.hd, large, MOST_DATA);
    call_changes(&caller, LINECALLINFOSTATE_CALLDATA, 2);
    SHOWS(&caller, CallData, large, MOST_DATA, "the most, which the called has set");
    DONE(TSPI_lineSetCallData, called.hd, NULL, 0);
    call_changes(&caller, LINECALLINFOSTATE_CALLDATA, 3);
    EQUAL(call_info(&caller)->dwCallDataSize, 0, "taken away");
    EQUAL(call_info(&called)->dwCallDataSize, 0, "at both ends");
    /* Notes are made when the call is over. */
    DONE(TSPI_lineDrop, caller.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    DONE(TSPI_lineSetCallData, called.hd, "wrapped up", 10);
    SHOWS(&called, CallData, "wrapped up", 10, "set when the call was over");
    call_end(&called);
    call_end(&caller);
    guarded_free(memory);
}
