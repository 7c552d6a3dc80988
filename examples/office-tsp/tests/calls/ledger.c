/* told.h: what holds of everything that was told. */
#include "told.h"

#include "checks.h"
#include "telling.h"

#include <stdio.h>
#include <string.h>

static const char *const names[WRONGS] = {
    [OVERLAPPING] = "callbacks come one at a time",
    [STRANGE] = "no callback names a request, line or call that there is not",
    [LATE] = "nothing is told of what was closed, and nothing after shutting down",
    [EARLY] = "nothing is told of a call before the request that made it has succeeded",
    [STATELESS] = "a state is the first that is told of a call that came in",
    [AFTER_IDLE] = "the idle state is the last that is told of a call",
    [MODELESS] = "a media mode goes with every state",
};

/* Each request that was accepted was completed once, and no other. */
static unsigned wrong_requests(void)
{
    unsigned wrong = 0;
    for (unsigned id = 1; id <= telling.request_count; id++) {
        const struct request *request = &telling.requests[id];
        if (request->completions == (request->fate == ACCEPTED) && request->fate != GIVEN)
            continue;
        printf("request %u: %s, and completed %u times\n", id,
               request->fate == ACCEPTED ? "accepted" : request->fate == GIVEN ? "not noted" : "refused", request->completions);
        wrong++;
    }
    return wrong;
}

/* No state of a call is told twice in a row, with the same detail. */
static unsigned repeated_states(void)
{
    unsigned repeated = 0;
    for (unsigned at = 0; at < telling.message_count; at++) {
        const message *one = &telling.messages[at];
        if (one->what != LINE_CALLSTATE)
            continue;
        for (unsigned next = at + 1; next < telling.message_count; next++) {
            const message *other = &telling.messages[next];
            if (other->call != one->call || other->what != LINE_CALLSTATE)
                continue;
            repeated += other->first == one->first && other->second == one->second;
            break;
        }
    }
    return repeated;
}

void told_judge(void)
{
    unsigned calls = 0, messages, requests, wrongs[WRONGS];
    monitor_enter(telling.lock);
    unsigned wrong = wrong_requests(), repeated = repeated_states();
    for (unsigned each = 0; each < telling.handle_count; each++)
        calls += (unsigned)telling.handles[each].is_call;
    messages = telling.message_count;
    requests = telling.request_count;
    memcpy(wrongs, telling.wrongs, sizeof wrongs);
    telling.message_count = telling.request_count = telling.handle_count = 0;
    memset(telling.wrongs, 0, sizeof telling.wrongs);
    monitor_leave(telling.lock);
    for (unsigned each = 0; each < WRONGS; each++)
        EQUAL(wrongs[each], 0, "%s", names[each]);
    EQUAL(repeated, 0, "no state of a call is told twice in a row");
    EQUAL(wrong, 0, "of %u requests each accepted one is completed exactly once, and no other", requests);
    CHECK(messages > 0 && calls > 0 && requests > 0, "there is something to judge");
}
