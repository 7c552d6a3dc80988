/* told.h */
#include "told.h"

#include "checks.h"
#include "platform.h"

/* Nothing here takes so long, on any machine. */
#define PATIENCE_MS 300000
#define MOST 4096

typedef struct message {
    HTAPILINE line;
    HTAPICALL call;
    DWORD message;
    DWORD_PTR first, second, third;
} message;

typedef struct completed {
    DRV_REQUESTID request;
    LONG result;
} completed;

static monitor *lock;
static message messages[MOST];
static completed completions[MOST];
static unsigned message_count, completion_count;
static DWORD_PTR last_handle = 0x50000000;
static DRV_REQUESTID last_request;

void told_new(void)
{
    lock = monitor_new();
    message_count = completion_count = 0;
}

void told_free(void)
{
    monitor_free(lock);
}

DWORD_PTR told_handle(void)
{
    return last_handle += 16;
}

DRV_REQUESTID told_request(void)
{
    return ++last_request;
}

void CALLBACK told_completion(DRV_REQUESTID request, LONG result)
{
    monitor_enter(lock);
    if (completion_count == MOST)
        give_up("more completions than there is room for");
    completions[completion_count++] = (completed){request, result};
    monitor_wake_all(lock);
    monitor_leave(lock);
}

void CALLBACK told_line(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third)
{
    monitor_enter(lock);
    if (what == LINE_NEWCALL) {
        DWORD_PTR handle = told_handle();
        *(HTAPICALL *)second = (HTAPICALL)handle;
        second = handle;
    }
    if (message_count == MOST)
        give_up("more messages than there is room for");
    messages[message_count++] = (message){line, call, what, first, second, third};
    monitor_wake_all(lock);
    monitor_leave(lock);
}

/* Waits for something else to come. */
static void wait_more(unsigned long long end, const char *what)
{
    if (now_ms() > end)
        give_up("never came: %s", what);
    monitor_wait_until(lock, end);
}

LONG told_result(DRV_REQUESTID request)
{
    unsigned long long end = now_ms() + PATIENCE_MS;
    monitor_enter(lock);
    for (;;) {
        for (unsigned each = 0; each < completion_count; each++) {
            if (completions[each].request == request) {
                LONG result = completions[each].result;
                monitor_leave(lock);
                return result;
            }
        }
        wait_more(end, "a completion");
    }
}

unsigned told_results(DRV_REQUESTID request)
{
    unsigned count = 0;
    monitor_enter(lock);
    for (unsigned each = 0; each < completion_count; each++)
        count += completions[each].request == request;
    monitor_leave(lock);
    return count;
}

static int fits(const message *each, HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits)
{
    return each->line == line && each->call == call && each->message == what && (each->first & bits) == bits;
}

DWORD_PTR told_wait(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits, unsigned times)
{
    unsigned long long end = now_ms() + PATIENCE_MS;
    monitor_enter(lock);
    for (;;) {
        unsigned seen = 0;
        for (unsigned each = 0; each < message_count; each++) {
            if (fits(&messages[each], line, call, what, bits) && ++seen == times) {
                DWORD_PTR second = messages[each].second;
                monitor_leave(lock);
                return second;
            }
        }
        wait_more(end, "a message");
    }
}

unsigned told_count(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits)
{
    unsigned count = 0;
    monitor_enter(lock);
    for (unsigned each = 0; each < message_count; each++)
        count += fits(&messages[each], line, call, what, bits);
    monitor_leave(lock);
    return count;
}

unsigned told_about(HTAPICALL call)
{
    unsigned count = 0;
    monitor_enter(lock);
    for (unsigned each = 0; each < message_count; each++)
        count += messages[each].call == call;
    monitor_leave(lock);
    return count;
}

HDRVCALL told_call(HTAPILINE line, unsigned number, HTAPICALL *call)
{
    unsigned long long end = now_ms() + PATIENCE_MS;
    monitor_enter(lock);
    for (;;) {
        unsigned seen = 0;
        for (unsigned each = 0; each < message_count; each++) {
            if (fits(&messages[each], line, NULL, LINE_NEWCALL, 0) && seen++ == number) {
                HDRVCALL handle = (HDRVCALL)messages[each].first;
                *call = (HTAPICALL)messages[each].second;
                monitor_leave(lock);
                return handle;
            }
        }
        wait_more(end, "a new call");
    }
}
