/* calls.h */
#include "calls.h"

#include "cycle.h"
#include "expect.h"
#include "platform.h"

#include <string.h>

#define HANG_MS 300000

/* What the callback writes down, under the lock. */
static struct {
    monitor *lock;
    HDRVCALL came;    /* the last call that came in */
    DWORD states[2];  /* of the caller and the called, all so far */
    DWORD changes[2]; /* what was told of their information, likewise */
    unsigned long messages, late;
    int running;
} seen;

static struct {
    HDRVLINE lines[LINES];
    HDRVCALL caller, called;
} open;

#define LINE_HANDLE(place) ((HTAPILINE)(DWORD_PTR)(0xB0000 + (place)))
#define CALL_HANDLE(place) ((HTAPICALL)(DWORD_PTR)(0xC0000 + (place)))

static void CALLBACK line_event(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    unsigned place = call == CALL_HANDLE(1);
    (void)line, (void)p3;
    monitor_enter(seen.lock);
    seen.messages++;
    seen.late += !seen.running;
    if (message == LINE_NEWCALL) {
        seen.came = (HDRVCALL)p1;
        *(HTAPICALL *)p2 = CALL_HANDLE(1);
    } else if (message == LINE_CALLSTATE) {
        seen.states[place] |= (DWORD)p1;
    } else if (message == LINE_CALLINFO) {
        seen.changes[place] |= (DWORD)p1;
    }
    monitor_wake_all(seen.lock);
    monitor_leave(seen.lock);
}

void calls_prepare(void)
{
    seen.lock = monitor_new();
}

void calls_clean_up(void)
{
    monitor_free(seen.lock);
}

void calls_ended(void)
{
    monitor_enter(seen.lock);
    EXPECT(seen.late == 0, "nothing is told of lines that are closed");
    seen.running = 0;
    monitor_leave(seen.lock);
}

unsigned long calls_messages(void)
{
    monitor_enter(seen.lock);
    unsigned long messages = seen.messages;
    monitor_leave(seen.lock);
    return messages;
}

/* Waits until a call has been in that state, and that was told to have changed. */
static void reaches(unsigned place, DWORD state, DWORD changes)
{
    unsigned long long until = now_ms() + HANG_MS;
    monitor_enter(seen.lock);
    while (((seen.states[place] & state) == 0 || (seen.changes[place] & changes) != changes) && now_ms() < until)
        monitor_wait_until(seen.lock, until);
    EXPECT((seen.states[place] & state) != 0, "a call reaches its state");
    EXPECT((seen.changes[place] & changes) == changes, "what changed is told");
    monitor_leave(seen.lock);
}

/* Asks, and waits for the completion. */
#define DONE(function, ...)                                                                        \
    do {                                                                                           \
        DRV_REQUESTID id = cycle_request();                                                        \
        EXPECT(tsp->function(id, __VA_ARGS__) == (LONG)id, #function " is accepted");              \
        cycle_await(++requests);                                                                   \
    } while (0)

/* One line calls the other; how many requests have been completed by then, counted over all cycles. */
static unsigned long begin(const provider *tsp, unsigned long requests, LPLINECALLPARAMS params)
{
    static const WCHAR number[] = {'1', '0', '2', 0};
    monitor_enter(seen.lock);
    memset(seen.states, 0, sizeof seen.states);
    memset(seen.changes, 0, sizeof seen.changes);
    seen.came = NULL;
    monitor_leave(seen.lock);
    DONE(TSPI_lineMakeCall, open.lines[0], CALL_HANDLE(0), &open.caller, number, 0, params);
    reaches(1, LINECALLSTATE_OFFERING, 0);
    monitor_enter(seen.lock);
    open.called = seen.came;
    monitor_leave(seen.lock);
    return requests;
}

static void shows(const provider *tsp, HDRVCALL call, const char *user, const char *data)
{
    static union {
        LINECALLINFO info;
        BYTE room[4096];
    } buffer;
    memset(&buffer, 0, sizeof buffer);
    /* The fixed part is that of the version; what follows is found by its offset. */
    buffer.info.dwTotalSize = sizeof buffer;
    EXPECT(tsp->TSPI_lineGetCallInfo(call, &buffer.info) == 0, "a call's information is told");
    EXPECT(buffer.info.dwUserUserInfoSize == strlen(user), "user-user information has come");
    EXPECT(memcmp(buffer.room + buffer.info.dwUserUserInfoOffset, user, strlen(user)) == 0, "it is what was sent");
    EXPECT(buffer.info.dwCallDataSize == strlen(data), "there is call data");
    EXPECT(memcmp(buffer.room + buffer.info.dwCallDataOffset, data, strlen(data)) == 0, "it is what was set");
}

static void open_lines(const provider *tsp, DWORD device, DWORD version)
{
    for (DWORD place = 0; place < LINES; place++) {
        DWORD negotiated = 0;
        EXPECT(tsp->TSPI_lineNegotiateTSPIVersion(device + place, version, version, &negotiated) == 0, "a line's version");
        EXPECT(tsp->TSPI_lineOpen(device + place, LINE_HANDLE(place), &open.lines[place], version, line_event) == 0,
               "a line is opened");
        EXPECT(tsp->TSPI_lineSetStatusMessages(open.lines[place], 0x01FFFFFF, 0x1FF) == 0, "every message is asked for");
        EXPECT(tsp->TSPI_lineSetDefaultMediaDetection(open.lines[place], LINEMEDIAMODE_INTERACTIVEVOICE) == 0,
               "calls are asked for");
    }
}

unsigned long calls_work(const provider *tsp, DWORD device, DWORD version)
{
    struct {
        LINECALLPARAMS params;
        char data[16];
    } given;
    unsigned long before = cycle_told().completions, requests = before;
    monitor_enter(seen.lock);
    seen.running = 1;
    monitor_leave(seen.lock);
    open_lines(tsp, device, version);
    memset(&given, 0, sizeof given);
    memcpy(given.data, "userhighlowsdata", 16);
    const DWORD at = sizeof given.params;
    given.params.dwTotalSize = sizeof given;
    given.params.dwUserUserInfoSize = 4, given.params.dwUserUserInfoOffset = at;
    given.params.dwHighLevelCompSize = 4, given.params.dwHighLevelCompOffset = at + 4;
    given.params.dwLowLevelCompSize = 3, given.params.dwLowLevelCompOffset = at + 8;
    given.params.dwDevSpecificSize = 1, given.params.dwDevSpecificOffset = at + 11;
    given.params.dwCallDataSize = 4, given.params.dwCallDataOffset = at + 12;
    requests = begin(tsp, requests, &given.params);
    shows(tsp, open.called, "user", "data");
    DONE(TSPI_lineAnswer, open.called, "answered", 8);
    reaches(0, LINECALLSTATE_CONNECTED, LINECALLINFOSTATE_USERUSERINFO);
    shows(tsp, open.caller, "answered", "data");
    DONE(TSPI_lineSendUserUserInfo, open.called, "second", 6);
    DONE(TSPI_lineReleaseUserUserInfo, open.caller);
    DONE(TSPI_lineSetCallData, open.caller, "other", 5);
    reaches(1, LINECALLSTATE_CONNECTED, LINECALLINFOSTATE_CALLDATA);
    EXPECT(tsp->TSPI_lineGenerateDigits(open.caller, 1, LINEDIGITMODE_DTMF, (LPCWSTR)u"12", 10000) == 0, "digits are sent");
    DONE(TSPI_lineDrop, open.caller, "bye", 3);
    reaches(0, LINECALLSTATE_IDLE, 0);
    reaches(1, LINECALLSTATE_DISCONNECTED, 0);
    DONE(TSPI_lineDrop, open.called, NULL, 0);
    EXPECT(tsp->TSPI_lineCloseCall(open.caller) == 0, "a call is closed");
    EXPECT(tsp->TSPI_lineCloseCall(open.called) == 0, "a call is closed at its other end");
    /* And one that goes with its line. */
    requests = begin(tsp, requests, NULL);
    DONE(TSPI_lineAnswer, open.called, NULL, 0);
    EXPECT(tsp->TSPI_lineClose(open.lines[0]) == 0, "a line is closed");
    reaches(1, LINECALLSTATE_DISCONNECTED, 0);
    EXPECT(tsp->TSPI_lineClose(open.lines[1]) == 0, "another line is closed");
    open_lines(tsp, device, version);
    return requests - before;
}

void calls_leave(const provider *tsp, unsigned long *completed, unsigned long *pending)
{
    unsigned long before = cycle_told().completions, requests = before;
    requests = begin(tsp, requests, NULL);
    DONE(TSPI_lineAnswer, open.called, NULL, 0);
    reaches(1, LINECALLSTATE_CONNECTED, 0);
    DRV_REQUESTID id = cycle_request();
    EXPECT(tsp->TSPI_lineHold(id, open.called) == (LONG)id, "a request that is never answered is accepted");
    *completed = requests - before;
    *pending = 1;
}
