/* told.h: the callbacks themselves. */
#include "told.h"

#include "checks.h"
#include "telling.h"

#include <stdatomic.h>
#include <string.h>

/* Like TAPI's: pointer-sized, and nothing to look into. */
#define HANDLE_BASE 0x5C000000
#define HANDLE_STEP 16

struct telling telling;

static atomic_int inside, full;
static _Atomic(void (*)(void)) hook;

void told_new(void)
{
    memset(&telling, 0, sizeof telling);
    telling.lock = monitor_new();
}

void told_free(void)
{
    monitor_free(telling.lock);
}

void told_stopped(int stopped)
{
    monitor_enter(telling.lock);
    telling.stopped = stopped;
    monitor_leave(telling.lock);
}

void told_full(int now)
{
    atomic_store(&full, now);
}

void told_hook(void (*now)(void))
{
    atomic_store(&hook, now);
}

struct handle *handle_of(DWORD_PTR value)
{
    DWORD_PTR number = (value - HANDLE_BASE) / HANDLE_STEP;
    if (value < HANDLE_BASE || value % HANDLE_STEP != 0 || number >= telling.handle_count)
        return NULL;
    return &telling.handles[number];
}

/* Under the lock. */
static DWORD_PTR give(struct handle handle)
{
    if (telling.handle_count == MOST_HANDLES)
        give_up("the program has more handles than it can keep");
    telling.handles[telling.handle_count] = handle;
    return HANDLE_BASE + HANDLE_STEP * (DWORD_PTR)telling.handle_count++;
}

HTAPILINE told_new_line(void)
{
    monitor_enter(telling.lock);
    DWORD_PTR value = give((struct handle){.line = NULL});
    monitor_leave(telling.lock);
    return (HTAPILINE)value;
}

HTAPICALL told_new_call(HTAPILINE line, DRV_REQUESTID request)
{
    monitor_enter(telling.lock);
    DWORD_PTR value = give((struct handle){.line = line, .made_by = request, .is_call = 1});
    monitor_leave(telling.lock);
    return (HTAPICALL)value;
}

static void close_handle(DWORD_PTR value)
{
    monitor_enter(telling.lock);
    struct handle *handle = handle_of(value);
    if (handle != NULL)
        handle->closed = 1;
    monitor_leave(telling.lock);
}

void told_closed_line(HTAPILINE line)
{
    close_handle((DWORD_PTR)line);
}

void told_closed_call(HTAPICALL call)
{
    close_handle((DWORD_PTR)call);
}

static void enter(void)
{
    int others = atomic_fetch_add(&inside, 1);
    monitor_enter(telling.lock);
    telling.wrongs[OVERLAPPING] += others != 0;
    telling.wrongs[LATE] += telling.stopped;
}

static void leave(void)
{
    void (*further)(void) = atomic_load(&hook);
    monitor_wake_all(telling.lock);
    monitor_leave(telling.lock);
    if (further != NULL)
        further();
    atomic_fetch_sub(&inside, 1);
}

void CALLBACK told_completion(DRV_REQUESTID id, LONG result)
{
    enter();
    if (id == 0 || id > telling.request_count) {
        telling.wrongs[STRANGE]++;
    } else {
        struct request *request = &telling.requests[id];
        request->completions++;
        request->result = result;
        request->place = telling.places++;
    }
    leave();
}

/* Whether a call may be told of so, under the lock. */
static void look_at_call(HTAPILINE line, struct handle *call, DWORD what, DWORD_PTR state, DWORD_PTR media)
{
    if (call == NULL || !call->is_call || call->line != line) {
        telling.wrongs[STRANGE]++;
        return;
    }
    const struct request *maker = &telling.requests[call->made_by];
    telling.wrongs[EARLY] += call->made_by != 0 && (maker->completions == 0 || maker->result != 0);
    telling.wrongs[STATELESS] += call->made_by == 0 && !call->has_state && what != LINE_CALLSTATE;
    telling.wrongs[AFTER_IDLE] += call->idle && (what == LINE_CALLSTATE || what == LINE_CALLINFO);
    telling.wrongs[LATE] += call->closed;
    if (what == LINE_CALLSTATE) {
        telling.wrongs[MODELESS] += media == 0;
        call->has_state = 1;
        call->idle |= state == LINECALLSTATE_IDLE;
    }
}

static void look_at(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR first, DWORD_PTR third)
{
    const struct handle *on = handle_of((DWORD_PTR)line);
    if (line == NULL)
        telling.wrongs[STRANGE] += what != LINE_CREATE && what != LINE_REMOVE;
    else if (on == NULL || on->is_call)
        telling.wrongs[STRANGE]++;
    else
        telling.wrongs[LATE] += on->closed;
    if (call != NULL)
        look_at_call(line, handle_of((DWORD_PTR)call), what, first, third);
    else
        telling.wrongs[STRANGE] += what == LINE_CALLSTATE || what == LINE_CALLINFO || what == LINE_GENERATE;
}

void CALLBACK told_line(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third)
{
    enter();
    look_at(line, call, what, first, third);
    if (what == LINE_NEWCALL) {
        DWORD_PTR given = atomic_load(&full) ? 0 : give((struct handle){.line = line, .is_call = 1});
        telling.wrongs[STRANGE] += call != NULL || first == 0;
        *(HTAPICALL *)second = (HTAPICALL)given;
        second = given;
    }
    if (telling.message_count == MOST_MESSAGES)
        give_up("more messages than there is room for");
    telling.messages[telling.message_count++] = (message){line, call, what, first, second, third, telling.places++, 0};
    leave();
}
