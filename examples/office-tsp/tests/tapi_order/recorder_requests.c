/* recorder.h: requests and their completions. */
#include "checks.h"
#include "recording.h"

#include <stdio.h>

struct request *request_of(DRV_REQUESTID id)
{
    return &recording.requests[id == HIGHEST_ID ? 0 : id];
}

DRV_REQUESTID request_new(void)
{
    DRV_REQUESTID id;
    monitor_enter(recording.lock);
    if (recording.given + 1 == MOST_REQUESTS)
        give_up("the program has more requests than it can keep");
    id = ++recording.given;
    recording.requests[id] = (struct request){.fate = GIVEN};
    monitor_leave(recording.lock);
    return id;
}

DRV_REQUESTID request_highest(void)
{
    monitor_enter(recording.lock);
    if (recording.requests[0].fate == ACCEPTED && recording.requests[0].completions != 1)
        give_up("the highest request id was completed %u times", recording.requests[0].completions);
    recording.requests[0] = (struct request){.fate = GIVEN};
    monitor_leave(recording.lock);
    return HIGHEST_ID;
}

void request_returned(DRV_REQUESTID id, LONG returned)
{
    monitor_enter(recording.lock);
    request_of(id)->fate = returned == (LONG)id ? ACCEPTED : REFUSED;
    monitor_leave(recording.lock);
}

DRV_REQUESTID accepted(DRV_REQUESTID id, LONG returned, const char *what)
{
    request_returned(id, returned);
    RESULT(returned, id, "%s returns the request's id", what);
    return id;
}

void refused(DRV_REQUESTID id, LONG returned, DWORD code, const char *what)
{
    request_returned(id, returned);
    RESULT(returned, code, "%s is refused", what);
}

unsigned completions_now(DRV_REQUESTID id, LONG *result)
{
    unsigned count;
    monitor_enter(recording.lock);
    count = request_of(id)->completions;
    if (result != NULL)
        *result = request_of(id)->result;
    monitor_leave(recording.lock);
    return count;
}

unsigned completion_place(DRV_REQUESTID id)
{
    unsigned place;
    monitor_enter(recording.lock);
    place = request_of(id)->place;
    monitor_leave(recording.lock);
    return place;
}

LONG completion_of(DRV_REQUESTID id)
{
    unsigned long long end = now_ms() + GIVE_UP_MS;
    LONG result;
    monitor_enter(recording.lock);
    if (request_of(id)->fate == ACCEPTED) {
        while (request_of(id)->completions == 0 && now_ms() < end)
            monitor_wait_until(recording.lock, end);
        if (request_of(id)->completions == 0) {
            monitor_leave(recording.lock);
            give_up("request %lu was accepted and never completed", (unsigned long)id);
        }
    }
    result = request_of(id)->result;
    monitor_leave(recording.lock);
    return result;
}

void finished(DRV_REQUESTID id, DWORD code, const char *what)
{
    LONG result = completion_of(id);
    RESULT(result, code, "the completion of %s", what);
}

void requests_settle(void)
{
    unsigned wrong = 0;
    monitor_enter(recording.lock);
    for (unsigned id = 0; id <= recording.given; id++)
        if (request_of(id)->completions != (request_of(id)->fate == ACCEPTED)) {
            printf("request %u: %s, and completed %u times\n", id,
                   request_of(id)->fate == ACCEPTED ? "accepted" : "refused", request_of(id)->completions);
            wrong++;
        }
    monitor_leave(recording.lock);
    EQUAL(wrong, 0, "of %u requests each accepted one is completed exactly once, and no other", recording.given);
}
