/* told.h: requests and their completions. */
#include "told.h"

#include "checks.h"
#include "telling.h"

DRV_REQUESTID told_request(void)
{
    monitor_enter(telling.lock);
    if (telling.request_count + 1 == MOST_REQUESTS)
        give_up("the program has more requests than it can keep");
    DRV_REQUESTID id = ++telling.request_count;
    telling.requests[id] = (struct request){.fate = GIVEN};
    monitor_leave(telling.lock);
    return id;
}

void told_returned(DRV_REQUESTID id, LONG returned)
{
    monitor_enter(telling.lock);
    telling.requests[id].fate = returned == (LONG)id ? ACCEPTED : REFUSED;
    monitor_leave(telling.lock);
}

void accepted(DRV_REQUESTID id, LONG returned, const char *what)
{
    told_returned(id, returned);
    RESULT(returned, id, "%s returns the request's id", what);
}

void refused(DRV_REQUESTID id, LONG returned, DWORD code, const char *what)
{
    told_returned(id, returned);
    RESULT(returned, code, "%s is refused", what);
}

unsigned told_results(DRV_REQUESTID id, LONG *result)
{
    monitor_enter(telling.lock);
    unsigned count = telling.requests[id].completions;
    if (result != NULL)
        *result = telling.requests[id].result;
    monitor_leave(telling.lock);
    return count;
}

void finished(DRV_REQUESTID id, DWORD code, const char *what)
{
    unsigned long long end = now_ms() + PATIENCE_MS;
    monitor_enter(telling.lock);
    const struct request *request = &telling.requests[id];
    while (request->fate == ACCEPTED && request->completions == 0) {
        if (now_ms() > end) {
            monitor_leave(telling.lock);
            give_up("%s was accepted and never completed", what);
        }
        monitor_wait_until(telling.lock, end);
    }
    int is_complete = request->fate == ACCEPTED;
    LONG result = request->result;
    monitor_leave(telling.lock);
    if (is_complete)
        RESULT(result, code, "the completion of %s", what);
}
